//! Trees of streets, parks and courts.

mod green;
mod grove;
mod row;
mod species;

use linli_model::{Geometry, Kind};

use super::Unit;
use super::land::ground::{Ground, planted};
use crate::draft::Draft;
use crate::random::Random;
use grove::Grove;

/// Adds them. Streets come first: their rows have no other place.
pub(crate) fn draw(draft: &mut Draft, unit: &Unit, random: &mut Random) {
    let ground = Ground::of(draft, unit);
    let land = planted(draft, unit);
    let mut grove = Grove::of(draft, unit, &ground, &land);
    row::plant(&mut grove, unit, random);
    green::plant(&mut grove, unit, &ground, &land, random);
    for planting in grove.trees {
        draft.presence = planting.presence;
        let [u, v] = planting.place;
        draft.add(planting.key, None, Kind::Tree(planting.tree), Geometry::Point([u, v, 0.0]));
    }
}
