//! The square at the station: paving, planted beds with trees, a water mirror.

use linli_model::AreaUse;

use super::court::{rain_gardens, write_soil};
use super::ground::Ground;
use super::region::Region;
use super::room::Room;
use super::writer::{Cover, Writer};
use crate::plan::Rectangle;
use crate::xinghe::plan::Plot;

/// Depth of the open square before the station entrances, from the parcel's north, metres.
const OPEN_M: f64 = 44.0;
/// Room for people between walls and beds, and beside the walks, metres.
const WALK_M: [f64; 2] = [3.5, 0.4];

/// Adds it.
pub(super) fn draw(writer: &mut Writer, ground: &Ground, plot: &Plot) {
    let o = plot.outline;
    let built = ground.built(&o);
    let paved = ground.paved(&o);
    let own = Region::of(&o).without(&built);
    let free = Region::of(&o.grown(-2.0)).without(&built.grown(WALK_M[0])).without(&paved.grown(WALK_M[1]));
    let south = Region::of(&Rectangle::new(o.west, o.south, o.east, o.north - OPEN_M));
    let mut beds = free.within(&south).rounded(4.0);
    // The mirror lies in the open part.
    let mut room = Room::of(&free.without(&south));
    let mirror = room.take(4.0, 9.0, 2.0).map_or_else(Region::empty, |([u, v], radius)| {
        let half = [0.85 * radius, 0.5 * radius];
        Region::of(&Rectangle::new(u - half[0], v - half[1], u + half[0], v + half[1])).rounded(0.6)
    });
    writer.whole("A4/mirror", Some(("星河镜池", "Xinghe Mirror")), Cover::of(AreaUse::Water), &mirror);
    let all = beds.clone();
    let rain = rain_gardens(&mut beds, 5);
    writer.pieces("A4/rain-garden", Cover::of(AreaUse::RainGarden), &rain);
    let inner = beds.grown(-1.5);
    write_soil(writer, plot, "flowers", AreaUse::Scrub, &beds.without(&inner));
    write_soil(writer, plot, "grove", AreaUse::Forest, &inner);
    let paving = own.without(&Region::union(&[all, mirror]));
    writer.whole("A4/square", Some(plot.name), Cover::paving(true), &paving);
}
