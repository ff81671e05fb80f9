//! Shafts of utility tunnels with what stands above the ground.

use linli_model::{CorridorNode, CorridorNodeKind, Element, FaceKind, Geometry, Kind, Point3, Vertical};

use super::Shape;
use super::builder::ShapeBuilder;
use super::line::resolved;
use super::solid::{Skins, UprightBox, is_place, size_or};
use crate::Ground;

/// Opening where the source gives no size, metres.
const ASSUMED_OPENING_M: f64 = 1.2;
/// Depth of a shaft where the source gives none, metres.
const ASSUMED_DEPTH_M: f64 = 3.0;
/// Height of an air opening's head, of an access kiosk and of a hatch's frame, metres.
const LOUVRE_M: f64 = 1.2;
const KIOSK_M: f64 = 2.4;
const HATCH_M: f64 = 0.15;
/// How far a roof slab and a hatch's frame reach beyond the opening, metres.
const RIM_M: f64 = 0.15;
/// Thickness of roof slabs, metres.
const ROOF_M: f64 = 0.2;
/// Height of the upstand under louvres, metres.
const UPSTAND_M: f64 = 0.3;
/// Least size of a kiosk, metres.
const KIOSK_SIZE_M: f64 = 2.0;

/// The shape of a tunnel's node whose opening lies along a direction in the plan (that of the
/// tunnel); [`crate::shape_of`], which does not know the tunnel, takes east. Empty for anything but
/// a node of a tunnel at a point.
pub fn corridor_node_shape(element: &Element, along: [f64; 2], ground: &Ground) -> Shape {
    let (Kind::CorridorNode(node), Geometry::Point(point)) = (&element.kind, &element.geometry) else {
        return Shape::default();
    };
    shape(*point, node, along, element.vertical == Vertical::AboveGround, ground)
}

pub(super) fn shape(
    point: Point3,
    node: &CorridorNode,
    along: [f64; 2],
    above: bool,
    ground: &Ground,
) -> Shape {
    let mut builder = ShapeBuilder::default();
    if !is_place(point) {
        return Shape::default();
    }
    let foot = resolved(point, above, ground);
    let size = |axis: usize| size_or(node.size_m.map(|s| s[axis]), ASSUMED_OPENING_M, [0.3, 50.0]);
    let length = along[0].hypot(along[1]);
    let usable = length.is_finite() && length > 0.0;
    let along = if usable { along.map(|v| v / length) } else { [1.0, 0.0] };
    let piece = |grown: f64, least: f64, bottom: f64, top: f64| UprightBox {
        centre: [foot[0], foot[1]],
        along,
        length: size(0).max(least) + 2.0 * grown,
        width: size(1).max(least) + 2.0 * grown,
        bottom: foot[2] + bottom,
        top: foot[2] + top,
    };
    let depth = size_or(Some(node.depth_m), ASSUMED_DEPTH_M, [0.3, 200.0]);
    piece(0.0, 0.0, -depth, 0.0).build(&mut builder, Skins::built(None));
    let wall = Skins::plain(FaceKind::Wall, None);
    let roof = Skins::plain(FaceKind::Roof, None);
    match node.corridor_node {
        CorridorNodeKind::AirInlet | CorridorNodeKind::AirOutlet => {
            piece(RIM_M, 0.0, 0.0, UPSTAND_M).build(&mut builder, wall);
            let louvre = Skins::plain(FaceKind::Window, None);
            piece(0.0, 0.0, UPSTAND_M, LOUVRE_M - ROOF_M).build(&mut builder, louvre);
            piece(RIM_M, 0.0, LOUVRE_M - ROOF_M, LOUVRE_M).build(&mut builder, roof);
        }
        CorridorNodeKind::Access => {
            piece(0.0, KIOSK_SIZE_M, 0.0, KIOSK_M - ROOF_M).build(&mut builder, wall);
            piece(RIM_M, KIOSK_SIZE_M, KIOSK_M - ROOF_M, KIOSK_M).build(&mut builder, roof);
        }
        CorridorNodeKind::Escape | CorridorNodeKind::Hoist | CorridorNodeKind::Branch => {
            piece(RIM_M, 0.0, 0.0, HATCH_M).build(&mut builder, roof);
        }
    }
    builder.finish()
}
