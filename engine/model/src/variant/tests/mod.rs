#![expect(clippy::unwrap_used, reason = "tests")]

mod edits;
mod makes;
mod scripts;
mod trees;

use super::script::Script;
use super::{Change, Edit, EditFault, Variant};
use crate::{
    Building, BuildingUse, Community, Element, Geometry, Key, Kind, Polygon, SceneFrame, StoreyRun, Tree,
    Vertical,
};

fn tree(key: &str, x: f64) -> Element {
    Element::new(key, Kind::Tree(Tree::default()), Geometry::Point([x, 0.0, 0.0]))
}

fn empty() -> Community {
    let frame = SceneFrame {
        crs: "EPSG:4549".into(),
        anchor_m: [0.0; 3],
        longitude_deg: 120.0,
        latitude_deg: 30.0,
        convergence_deg: 0.0,
    };
    Community::new("test", frame)
}

fn community(keys: &[&str]) -> Community {
    let mut community = empty();
    keys.iter().for_each(|key| community.add(tree(key, 1.0)).map(drop).unwrap());
    community
}

fn variant(edits: Vec<Edit>) -> Variant {
    Variant::of("v", edits)
}

fn add(key: &str, x: f64) -> Edit {
    Edit::from(Change::Add(Box::new(tree(key, x))))
}

fn remove(key: &str) -> Edit {
    Edit::from(Change::Remove { key: Key::from(key), old: None })
}

fn replace(key: &str, x: f64) -> Edit {
    Edit::from(Change::Replace { new: Box::new(tree(key, x)), old: None })
}

fn sorted(community: &Community) -> Vec<(Key, Element)> {
    let mut all: Vec<_> = community.elements().iter().map(|e| (e.key.clone(), e.clone())).collect();
    all.sort_by(|a, b| a.0.cmp(&b.0));
    all
}

fn house(key: &str, x: f64, storeys: i16) -> Element {
    let ring = vec![[x, 0.0, 0.0], [x + 20.0, 0.0, 0.0], [x + 20.0, 10.0, 0.0], [x, 10.0, 0.0]];
    let run = StoreyRun {
        from_level: 1,
        to_level: storeys,
        height_m: 3.0,
        use_: BuildingUse::Residential,
        floor_area_m2: 200.0,
        dwellings: 2,
        residents: 5,
        jobs: 0,
    };
    let building = Building {
        storeys_above: Some(f32::from(storeys)),
        height_m: Some(3.0 * f64::from(storeys)),
        storeys: vec![run],
        ..Building::default()
    };
    let mut element = Element::new(key, Kind::Building(building), Geometry::Area(vec![Polygon::new(ring)]));
    element.vertical = Vertical::AboveGround;
    element
}

/// A town made by a script of its own.
fn town(seed: u64) -> Community {
    let mut community = empty();
    for (at, x) in [0.0, 40.0, 80.0].into_iter().enumerate() {
        community.add(house(&format!("h{at}"), x, 4 + at as i16)).unwrap();
    }
    let mut script = Script::new(seed);
    for _ in 0..20 {
        if let Some(edit) = script.edit(&community) {
            community = variant(vec![edit]).resolve(&community).unwrap().apply(&community);
        }
    }
    // As a scene that was read: everything on the raster.
    let mut read = empty();
    for mut element in community.elements().iter().cloned() {
        element.put_on_raster();
        read.add(element).unwrap();
    }
    read
}

/// Every bit of a community: also the sign of a zero counts.
fn bits(community: &Community) -> String {
    format!("{} {:?} {:?} {:?}", community.name, community.frame, community.sources, community.elements())
}
