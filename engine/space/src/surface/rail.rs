//! Railways at ground level: two rails, and a bed of ballast where they do not run in the street.

use linli_model::StreetClass;

use super::SurfaceKind;
use super::axis::Axis;
use super::drape::Flat;
use super::line::{Level, StreetLine, StreetLines};
use super::tile::Tiles;

/// Distance of each rail's middle from the track's (standard gauge 1.435 m between rail heads).
const RAIL_OFFSET_M: f64 = 0.75;
/// Half the width of a rail's head, metres.
const HALF_RAIL_M: f64 = 0.036;
/// Ribbons are cut so often that they stay within their tiles, metres.
const LONGEST_M: f64 = 40.0;

pub(super) fn collect(lines: &StreetLines, tiles: &mut Tiles) {
    let at_ground = |line: &&StreetLine| line.class.is_rail() && line.level == Level::Ground;
    for line in lines.lines.iter().filter(at_ground) {
        let Some(axis) = Axis::of(&line.points) else { continue };
        let pieces = (axis.length() / LONGEST_M).ceil().clamp(1.0, 1e5);
        for piece in 0..pieces as u32 {
            let [from, to] = [0.0, 1.0].map(|end| (f64::from(piece) + end) / pieces * axis.length());
            if line.class != StreetClass::Tram {
                for quad in axis.ribbon([from, to], 0.0, line.half_width) {
                    tiles.add_flat_quad(SurfaceKind::Ballast, quad);
                }
            }
            for quad in rails(&axis, [from, to]) {
                tiles.add_flat_quad(SurfaceKind::Rail, quad);
            }
        }
    }
}

/// Both rails along a part of an axis.
pub(super) fn rails(axis: &Axis, span: [f64; 2]) -> impl Iterator<Item = [Flat; 4]> {
    [-RAIL_OFFSET_M, RAIL_OFFSET_M].into_iter().flat_map(move |offset| axis.ribbon(span, offset, HALF_RAIL_M))
}
