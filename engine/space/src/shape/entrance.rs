//! Marks of entrances: a canopy for people, a portal frame for cars and goods.

use linli_model::{Entrance, EntranceUse, FaceKind, Geometry};

use super::Shape;
use super::builder::ShapeBuilder;
use super::solid::Skins;
use super::spot::Spot;
use crate::Ground;

/// A canopy: width, depth, and height of its underside above the ground, metres.
const CANOPY_M: [f64; 3] = [1.8, 1.2, 2.6];
/// Thickness of the canopy, metres.
const SLAB_M: f64 = 0.15;
/// Thickness of posts under a canopy, metres.
const POST_M: f64 = 0.08;
/// Clear width and height of a portal for cars and for goods, metres.
const CARS_M: [f64; 2] = [5.5, 2.6];
const GOODS_M: [f64; 2] = [4.0, 4.2];
/// Thickness of a portal's posts and beam, metres.
const FRAME_M: f64 = 0.3;

/// The mark at a point (as wide as from west to east) or at the first point of a line (across it).
pub(super) fn shape(entrance: &Entrance, geometry: &Geometry, above: bool, ground: &Ground) -> Option<Shape> {
    let mut spot = Spot::of(geometry, 0.0, above, ground)?;
    if matches!(geometry, Geometry::Line(_)) {
        spot.u = [spot.u[1], -spot.u[0]];
    }
    let mut builder = ShapeBuilder::default();
    let skins = Skins::plain(FaceKind::Door, None);
    let ([width, height], post, beam, depth) = match entrance.entrance_use {
        EntranceUse::People => ([CANOPY_M[0] - 2.0 * POST_M, CANOPY_M[2]], POST_M, SLAB_M, CANOPY_M[1]),
        EntranceUse::Cars => (CARS_M, FRAME_M, FRAME_M, FRAME_M),
        EntranceUse::Goods => (GOODS_M, FRAME_M, FRAME_M, FRAME_M),
    };
    for side in [-1.0, 1.0] {
        spot.cuboid(&mut builder, [side * (width + post) / 2.0, 0.0, 0.0], [post, post, height], skins);
    }
    spot.cuboid(&mut builder, [0.0, 0.0, height], [width + 2.0 * post, depth, beam], skins);
    Some(builder.finish())
}
