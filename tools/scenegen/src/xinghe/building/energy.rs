//! Energy station, storage, substation, small fire station.

use linli_model::BuildingUse::{Auxiliary, Civic, Industrial};
use linli_model::Scenario::{Governance, LowCarbon};
use linli_model::{EntranceUse, EquipmentKind};

use super::civic::{PLAIN, block};
use super::house::{GreenWall, House, Part, Plant, Role, STONE, Stack, WHITE, named, within};
use crate::xinghe::plan::Plot;

/// C4: energy station, substation, small fire station with its tower.
pub(super) fn energy_and_fire(plot: &Plot) -> Vec<House> {
    let substation = block(
        "substation",
        named("110千伏变电站", "110 kV Substation"),
        Industrial,
        within(plot, [6.0, 46.0, 26.0, 66.0]),
        (2, 5.5),
        PLAIN,
        STONE,
    );
    let battery = block(
        "battery-house",
        named("储能站", "Battery House"),
        Auxiliary,
        within(plot, [30.0, 42.0, 56.0, 52.0]),
        (1, 4.0),
        PLAIN,
        WHITE,
    )
    .houses("energy_storage", ("储能站", "Battery House"), LowCarbon, 260.0, None);
    vec![energy_station(plot), substation, fire_station(plot), battery]
}

/// Heat pumps in a hall, batteries in its yard.
fn energy_station(plot: &Plot) -> House {
    let outline = within(plot, [6.0, 6.0, 46.0, 32.0]);
    let mut energy = block(
        "energy-station",
        named("星河能源站", "Xinghe Energy Station"),
        Industrial,
        outline,
        (1, 9.0),
        PLAIN,
        [172, 184, 180],
    )
    .solar(outline.grown(-2.0), 9.0)
    .door_for([outline.west, outline.centre()[1]], EntranceUse::Goods)
    .houses("energy_centre", ("区域能源站", "District Energy Centre"), LowCarbon, 1000.0, None)
    .houses("recycling", ("再生资源回收站", "Resource Recovery Point"), LowCarbon, 120.0, None);
    // Heat pumps in the hall, battery containers (20 feet) in the yard north of it.
    energy.plants.push(Plant {
        kind: EquipmentKind::EnergyStation,
        name: "heat-pumps",
        pieces: vec![within(plot, [12.0, 12.0, 30.0, 26.0])],
        power_kw: 9600.0,
    });
    let container = |i: u32| {
        let [west, south] = [8.0 + 8.0 * f64::from(i % 2), 34.5 + 3.6 * f64::from(i / 2)];
        within(plot, [west, south, west + 6.1, south + 2.4])
    };
    energy.plants.push(Plant {
        kind: EquipmentKind::EnergyStorage,
        name: "batteries",
        pieces: (0..6).map(container).collect(),
        power_kw: 3000.0,
    });
    energy.walls.push(GreenWall {
        from: [outline.west + 2.0, outline.south],
        to: [outline.east - 24.0, outline.south],
        rise_m: [0.6, 8.0],
    });
    energy
}

/// Three bays and a hose tower.
fn fire_station(plot: &Plot) -> House {
    let bays = within(plot, [30.0, 60.0, 56.0, 82.0]);
    let tower = within(plot, [50.0, 82.0, 56.0, 88.0]);
    let parts = vec![
        Part::new(("bays", Role::Base), bays.ring(), Civic, 3, [0.0, 12.0], [186, 74, 60]).topped(STONE),
        Part::new(("tower", Role::Detail), tower.ring(), Civic, 5, [0.0, 17.6], [172, 66, 54]),
    ];
    let stack = Stack::default().floors(3, 4.0, Civic, bays.area_m2() + tower.area_m2());
    let mut fire = House::new("fire-station", named("微型消防站", "Small Fire Station"), stack, parts)
        .door([bays.east, bays.centre()[1]])
        .door_for([bays.centre()[0] - 6.0, bays.south], EntranceUse::Cars)
        .houses("fire_station", ("微型消防站", "Small Fire Station"), Governance, 1200.0, Some(4));
    fire.outline = vec![
        [bays.west, bays.south],
        [bays.east, bays.south],
        [tower.east, tower.north],
        [tower.west, tower.north],
        [tower.west, tower.south],
        [bays.west, bays.north],
    ];
    fire
}
