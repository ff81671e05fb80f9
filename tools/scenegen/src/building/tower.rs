//! Towers on podiums around the station, and the bridge between two of them.

use linli_model::BuildingUse;
use linli_model::BuildingUse::{Commercial, Office, Residential};

use super::{Colour, Form, GLASS, SAND, WHITE, add_whole};
use crate::draft::Draft;
use crate::plan::{Name, Rectangle};

/// A podium, the tower on it, and what crowns the tower.
struct Tower {
    key: &'static str,
    name: Name,
    podium: Rectangle,
    podium_storeys: f32,
    podium_m: f64,
    use_: BuildingUse,
    shaft: Rectangle,
    storeys: f32,
    storey_m: f64,
    colour: Colour,
}

fn towers() -> [Tower; 6] {
    let tower = |key, name, podium, (podium_storeys, podium_m), use_, shaft, (storeys, storey_m), colour| {
        Tower { key, name, podium, podium_storeys, podium_m, use_, shaft, storeys, storey_m, colour }
    };
    let r = Rectangle::new;
    [
        tower(
            "tower-1",
            ("灯笼里天地", "Lantern Place"),
            r(-58.0, 50.0, -20.0, 100.0),
            (4.0, 20.0),
            Office,
            r(-53.0, 60.0, -27.0, 88.0),
            (29.0, 3.9),
            GLASS,
        ),
        tower(
            "tower-2",
            ("运河公馆", "Canal Residence"),
            r(20.0, 50.0, 58.0, 100.0),
            (4.0, 20.0),
            Residential,
            r(27.0, 60.0, 52.0, 80.0),
            (25.0, 3.1),
            SAND,
        ),
        tower(
            "tower-3",
            ("创业大厦", "Enterprise House"),
            r(-56.0, -58.0, -22.0, -24.0),
            (3.0, 15.0),
            Office,
            r(-51.0, -52.0, -27.0, -30.0),
            (21.0, 3.9),
            [128, 152, 160],
        ),
        tower(
            "tower-4",
            ("荷塘酒店", "Lotus Hotel"),
            r(22.0, -58.0, 56.0, -24.0),
            (3.0, 15.0),
            Commercial,
            r(27.0, -52.0, 51.0, -32.0),
            (23.0, 3.4),
            [196, 178, 156],
        ),
        tower(
            "tower-5",
            ("桂花公寓", "Osmanthus Apartments"),
            r(-122.0, 20.0, -83.0, 42.0),
            (3.0, 14.0),
            Residential,
            r(-110.0, 22.0, -86.0, 40.0),
            (24.0, 3.05),
            WHITE,
        ),
        tower(
            "tower-6",
            ("银杏公寓", "Ginkgo Apartments"),
            r(83.0, 20.0, 122.0, 42.0),
            (3.0, 14.0),
            Residential,
            r(86.0, 22.0, 110.0, 40.0),
            (21.0, 3.05),
            [222, 206, 184],
        ),
    ]
}

/// Adds the towers.
pub(super) fn draw(draft: &mut Draft) {
    for tower in towers() {
        let top = tower.podium_m + f64::from(tower.storeys) * tower.storey_m;
        let crown = tower.shaft.grown(-5.0);
        let podium = Form::new(Commercial, tower.podium_storeys, tower.podium_m, WHITE);
        let shaft = Form::new(tower.use_, tower.storeys, top, tower.colour).from(tower.podium_m);
        let top_box = Form::new(tower.use_, 0.0, top + 5.0, [188, 190, 190]).from(top);
        let mut parts =
            vec![("podium", tower.podium, podium), ("shaft", tower.shaft, shaft), ("crown", crown, top_box)];
        if tower.key == "tower-1" {
            let bridge = Form::new(Commercial, 1.0, 14.5, GLASS).from(10.0);
            parts.push(("skybridge", Rectangle::new(-20.0, 70.0, 20.0, 76.0), bridge));
        }
        if tower.key == "tower-2" {
            let lower = Form::new(Residential, 8.0, 44.8, SAND).from(tower.podium_m);
            parts.push(("garden-house", Rectangle::new(27.0, 84.0, 52.0, 97.0), lower));
        }
        let storeys = tower.podium_storeys + tower.storeys;
        let whole = Form::new(tower.use_, storeys, top + 5.0, tower.colour).with_cellars(2.0);
        add_whole(draft, tower.key, tower.name, (&tower.podium, None, &whole), &parts);
    }
}
