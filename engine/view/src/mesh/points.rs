//! Markers of points, and the overlay of the selection.

use std::sync::Arc;

use bevy::mesh::{Mesh, PrimitiveTopology};
use linli_model::{Community, Geometry, Kind, Point3, StreetNodeKind, Vertical};
use linli_present::{Colour, category_scenario_colour};
use linli_space::{Ground, Shape, feature_edges};

use super::builder::{Corner, Drawn, MeshBuilder, TileMesh, TileSet, dressed};
use crate::material::Finish;

/// A pole with a sign: how high, how wide, which colour.
fn sign_of(kind: &Kind) -> Option<(f64, f64, Colour)> {
    match kind {
        Kind::Station(_) => Some((9.0, 1.6, [0, 92, 168])),
        Kind::StationEntrance(_) => Some((5.0, 0.9, [0, 92, 168])),
        Kind::Stop(_) => Some((3.0, 0.35, [0, 120, 140])),
        Kind::StreetNode(node) if matches!(node.what, StreetNodeKind::Signals) => {
            Some((3.4, 0.22, [70, 74, 78]))
        }
        Kind::StreetNode(node) if matches!(node.what, StreetNodeKind::Gate) => {
            Some((1.3, 0.3, [208, 64, 48]))
        }
        Kind::StreetNode(node) if matches!(node.what, StreetNodeKind::Lift) => {
            Some((3.2, 0.9, [0, 120, 140]))
        }
        Kind::Facility(facility) => Some((2.6, 0.3, category_scenario_colour(facility.scenario))),
        _ => None,
    }
}

/// Tiles of signs at stations, entrances, stops, signals and facilities.
pub fn marker_tiles(community: &Community, ground: &Ground) -> Vec<TileMesh> {
    let mut tiles = TileSet::default();
    for (id, element) in community.iter() {
        let (Geometry::Point(p), Some((height, width, colour))) = (&element.geometry, sign_of(&element.kind))
        else {
            continue;
        };
        let z = match element.vertical {
            Vertical::Absolute => p[2],
            Vertical::AboveGround => ground.height_at(p[0], p[1]) + p[2],
        };
        let (builder, origin) = tiles.at(*p, element.layer(), Drawn::Solid);
        builder.of_element(id);
        let pole = dressed([120, 122, 124], Finish::Plain, 0.0);
        boxed(builder, origin, [p[0], p[1], z], [0.07, 0.07, height], pole);
        let sign = dressed(colour, Finish::Plain, 0.0);
        let thickness = if matches!(element.kind, Kind::Station(_)) { width } else { width * 0.35 };
        boxed(builder, origin, [p[0], p[1], z + height - width], [width, thickness, width], sign);
    }
    tiles.finish()
}

/// An upright box on a point: half widths and height.
fn boxed(builder: &mut MeshBuilder, origin: Point3, foot: Point3, size: Point3, dress: [f32; 4]) {
    let (x, y, h) = (size[0] / 2.0, size[1] / 2.0, size[2]);
    let at = |sx: f64, sy: f64, sz: f64| [foot[0] + sx * x, foot[1] + sy * y, foot[2] + sz * h];
    let faces: [([f32; 3], [[f64; 3]; 4]); 6] = [
        ([0.0, 0.0, 1.0], [[-1., -1., 1.], [1., -1., 1.], [1., 1., 1.], [-1., 1., 1.]]),
        ([0.0, 0.0, -1.0], [[-1., 1., 0.], [1., 1., 0.], [1., -1., 0.], [-1., -1., 0.]]),
        ([0.0, -1.0, 0.0], [[-1., -1., 0.], [1., -1., 0.], [1., -1., 1.], [-1., -1., 1.]]),
        ([0.0, 1.0, 0.0], [[1., 1., 0.], [-1., 1., 0.], [-1., 1., 1.], [1., 1., 1.]]),
        ([1.0, 0.0, 0.0], [[1., -1., 0.], [1., 1., 0.], [1., 1., 1.], [1., -1., 1.]]),
        ([-1.0, 0.0, 0.0], [[-1., 1., 0.], [-1., -1., 0.], [-1., -1., 1.], [-1., 1., 1.]]),
    ];
    for (normal, corners) in faces {
        let c = corners.map(|[sx, sy, sz]| {
            let corner = Corner { at: at(sx, sy, sz), normal, uv: [0.0; 2], uv_b: [0.0; 2] };
            builder.corner(origin, corner, dress)
        });
        builder.triangle([c[0], c[1], c[2]]);
        builder.triangle([c[0], c[2], c[3]]);
    }
}

/// Colour of the selection.
const SELECTED: Colour = [255, 150, 20];

/// The overlay of selected shapes: a veil over the faces, and bright edges.
pub struct HighlightMesh {
    /// Triangles.
    pub veil: Option<Mesh>,
    /// Lines.
    pub edges: Option<Mesh>,
}

/// Makes the overlay of selected shapes.
pub fn highlight_mesh(shapes: &[&Arc<Shape>]) -> HighlightMesh {
    let (mut veil, mut lines) = (MeshBuilder::default(), MeshBuilder::default());
    let dress = dressed(SELECTED, Finish::Unlit, 0.0);
    for shape in shapes {
        let corner = |at, opacity| Corner { at, normal: [0.0, 0.0, 1.0], uv: [opacity, 0.0], uv_b: [0.0; 2] };
        for triangle in &shape.triangles {
            let c = triangle.map(|i| veil.corner([0.0; 3], corner(shape.vertices[i as usize], 0.38), dress));
            veil.triangle(c);
        }
        for [a, b] in feature_edges(shape, 20.0) {
            let ends = [a, b].map(|p| lines.corner([0.0; 3], corner(p, 1.0), dress));
            lines.line(ends);
        }
        for segment in &shape.segments {
            let radius = (segment.radius_m * 1.25).max(0.25);
            super::pipes::add_tube(&mut veil, [0.0; 3], &[segment.a, segment.b], radius, dress, 0.85);
        }
    }
    let made = |builder: MeshBuilder, topology| (!builder.is_empty()).then(|| builder.finish(topology).0);
    HighlightMesh {
        veil: made(veil, PrimitiveTopology::TriangleList),
        edges: made(lines, PrimitiveTopology::LineList),
    }
}
