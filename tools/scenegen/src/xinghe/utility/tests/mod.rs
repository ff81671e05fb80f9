//! The networks of the whole unit, empty and built up, against the standards' tables.

#![expect(clippy::unwrap_used, reason = "tests")]

mod checker;
mod rules;
mod shape;

use std::sync::LazyLock;

use linli_model::{Building, BuildingUse, Community, Geometry, Key, Kind, Polygon, Presence, Truth};

use super::draw;
use crate::draft::Draft;
use crate::plan::{Rectangle, lifted};
use crate::random::Random;
use crate::xinghe::plan::{Plot, Programme};
use crate::xinghe::{Site, Unit};

/// The unit with its own buildings.
static XINGHE: LazyLock<Community> =
    LazyLock::new(|| crate::xinghe::community(crate::xinghe::SEED, crate::xinghe::SIZE_HA));

/// Footprints of a parcel: slabs in rows, as in an estate; a few large ones in the core.
fn footprints(plot: &Plot) -> Vec<Rectangle> {
    let b = plot.buildable();
    let (width, depth, gap) = match plot.programme {
        Programme::CoreOffices | Programme::CoreHomesAndBusHub => (46.0, 34.0, 18.0),
        Programme::StationSquare | Programme::CentralPark => return Vec::new(),
        Programme::School | Programme::Sports => (60.0, 30.0, 16.0),
        _ => (36.0, 13.0, 20.0),
    };
    let count = |space: f64, size: f64| (((space + gap) / (size + gap)).floor() as u32).max(1);
    let (columns, rows) = (count(b.east - b.west, width), count(b.north - b.south, depth));
    let mut all = Vec::new();
    for column in 0..columns {
        for row in 0..rows {
            let west = b.west + (width + gap) * f64::from(column);
            let south = b.south + (depth + gap) * f64::from(row);
            all.push(Rectangle::new(west, south, (west + width).min(b.east), (south + depth).min(b.north)));
        }
    }
    all
}

/// A unit with buildings on every parcel.
fn built(draft: &mut Draft, unit: &Unit) -> usize {
    let mut count = 0;
    for plot in &unit.plots {
        let truth = if plot.implementation { Truth::Designed } else { Truth::Existing };
        draft.presence = Presence::new(truth, 4);
        for footprint in footprints(plot) {
            count += 1;
            let use_ = match plot.programme {
                Programme::CoreOffices | Programme::StartUpCourt => BuildingUse::Office,
                Programme::School | Programme::Kindergarten => BuildingUse::Education,
                _ => BuildingUse::Residential,
            };
            let building = Building { use_, parcel: Some(Key::from(plot.key)), ..Building::default() };
            let geometry = Geometry::Area(vec![Polygon::new(lifted(&footprint.ring(), 0.0))]);
            draft.built.push(footprint);
            draft.add(format!("{}/house-{count}", plot.key), None, Kind::Building(building), geometry);
        }
    }
    count
}

/// The networks of a site, with or without buildings, and how many buildings there are.
fn town(size_ha: f64, with_buildings: bool) -> (Community, usize) {
    let mut draft = Draft::named("test");
    let mut houses = 0;
    for unit in &Site::of_size(size_ha).units {
        draft.placing = Some(unit.placing);
        if with_buildings {
            houses += built(&mut draft, unit);
        }
        draw(&mut draft, unit, &mut Random::new(1));
    }
    (draft.community, houses)
}
