//! Walls and floor of an opening.

use geo::{BooleanOps as _, Coord, LineString, MultiPolygon, Polygon};
use linli_model::{ElementId, FaceKind};

use super::frame::{PlaneFrame, UprightPlane};
use super::outline::GroundCut;
use super::section::{add_face, pipe_section, section_of};
use super::soil::soil_layers;
use crate::shape::ShapeBuilder;
use crate::{Ground, Shape, triangulate_polygon};

/// Steps in which walls follow the ground, metres.
pub(crate) const STEP_M: f64 = 2.0;
/// How far what is cut through stands out of the soil, so that both do not flicker, metres.
pub(crate) const PROUD_M: f64 = 0.012;
/// Most steps along one wall.
pub(crate) const MOST_STEPS: f64 = 2_000.0;

/// Something that an opening may cut through.
#[derive(Clone, Debug)]
pub struct CutSolid<'a> {
    /// The element.
    pub id: ElementId,
    /// Its closed outer shape, and pipes as segments.
    pub outer: &'a Shape,
    /// Closed rooms inside it.
    pub voids: &'a [Shape],
}

/// What an opening shows.
#[derive(Clone, Debug, Default)]
pub struct CutFaces {
    /// Soil and pavement: coloured parts.
    pub soil: Shape,
    /// What is cut through, by element, in the order in which it was given.
    pub caps: Vec<(ElementId, Shape)>,
}

/// The walls and the floor of an opening. `paved` tells whether a place is covered by a road; layers of the
/// soil are usual ones (see [`super::SoilLayer`]). Rooms of what is cut through are open: one looks inside.
pub fn cut_faces(
    cut: &GroundCut,
    ground: &Ground,
    paved: impl Fn(f64, f64) -> bool,
    solids: &[CutSolid<'_>],
) -> CutFaces {
    let mut soil = ShapeBuilder::default();
    let mut caps: Vec<ShapeBuilder> = solids.iter().map(|_| ShapeBuilder::default()).collect();
    for plane in cut.edges().filter_map(UprightPlane::between) {
        let lines = ground_lines(&plane, cut.depth_m, ground);
        let window = band(&lines, 0.0, cut.depth_m);
        let mut voids = MultiPolygon::new(Vec::new());
        for (solid, cap) in solids.iter().zip(&mut caps) {
            let (own_caps, own_voids) = sections(solid, &plane, &window);
            add_face(cap, &own_caps, &plane.frame, PROUD_M, (FaceKind::Unknown, None));
            if !own_voids.0.is_empty() {
                voids = voids.union(&own_voids);
            }
        }
        add_soil(&mut soil, &plane.frame, &lines, cut.depth_m, &paved, |face| {
            if voids.0.is_empty() { face } else { face.difference(&voids) }
        });
    }
    add_floor(&mut soil, cut, ground);
    let caps = solids.iter().zip(caps).map(|(solid, cap)| (solid.id, cap.finish()));
    CutFaces { soil: soil.finish(), caps: caps.filter(|(_, shape)| !shape.is_empty()).collect() }
}

/// A piece of a wall: where it begins and ends along the wall, with the ground's heights there.
pub(crate) type Piece = [[f64; 2]; 2];

fn ground_lines(plane: &UprightPlane, depth_m: f64, ground: &Ground) -> Vec<Piece> {
    let step = STEP_M.max(depth_m / 20.0).max(plane.length / MOST_STEPS);
    let count = (plane.length / step).ceil().max(1.0) as usize;
    let at = |k: usize| {
        let s = plane.length * k as f64 / count as f64;
        let [x, y, _] = plane.frame.place(s, 0.0, 0.0);
        [s, ground.height_at(x, y)]
    };
    (0..count).map(|k| [at(k), at(k + 1)]).collect()
}

/// Adds pavement and soil under pieces down to a depth; `shown` takes away what is not seen of a layer.
pub(crate) fn add_soil(
    builder: &mut ShapeBuilder,
    plane: &PlaneFrame,
    pieces: &[Piece],
    depth_m: f64,
    paved: &impl Fn(f64, f64) -> bool,
    shown: impl Fn(MultiPolygon) -> MultiPolygon,
) {
    // Runs of equal cover are painted in one go.
    for run in pieces.chunk_by(|a, b| is_paved(plane, a, paved) == is_paved(plane, b, paved)) {
        let is_road = run.first().is_some_and(|piece| is_paved(plane, piece, paved));
        let mut from = 0.0;
        for layer in soil_layers(is_road) {
            let until = layer.until_m.min(depth_m);
            if until <= from {
                continue;
            }
            let face = shown(band(run, from, until));
            add_face(builder, &face, plane, 0.0, (FaceKind::Ground, Some(layer.colour)));
            from = until;
        }
    }
}

fn is_paved(plane: &PlaneFrame, piece: &Piece, paved: &impl Fn(f64, f64) -> bool) -> bool {
    let [x, y, _] = plane.place((piece[0][0] + piece[1][0]) / 2.0, 0.0, 0.0);
    paved(x, y)
}

/// What lies between two depths under pieces that follow each other.
fn band(pieces: &[Piece], from_m: f64, until_m: f64) -> MultiPolygon {
    let Some(last) = pieces.last() else { return MultiPolygon::new(Vec::new()) };
    let points: Vec<[f64; 2]> = pieces.iter().map(|piece| piece[0]).chain([last[1]]).collect();
    let under = |depth: f64| points.iter().map(move |p| Coord { x: p[0], y: p[1] - depth });
    let ring = under(until_m).chain(under(from_m).rev()).collect();
    MultiPolygon::new(vec![Polygon::new(LineString(ring), Vec::new())])
}

/// What a plane shows of a solid within a window: the cut material, and the rooms in it.
fn sections(
    solid: &CutSolid<'_>,
    plane: &UprightPlane,
    window: &MultiPolygon,
) -> (MultiPolygon, MultiPolygon) {
    let nothing = || MultiPolygon::new(Vec::new());
    if !comes_near(solid.outer, plane) {
        return (nothing(), nothing());
    }
    let mut material =
        if solid.outer.triangles.is_empty() { nothing() } else { section_of(solid.outer, &plane.frame) };
    let mut rooms = nothing();
    for room in solid.voids {
        rooms = rooms.union(&section_of(room, &plane.frame));
    }
    let rooms = rooms.intersection(window);
    if !rooms.0.is_empty() {
        material = material.difference(&rooms);
    }
    for segment in solid.outer.segments.iter().filter(|_| solid.outer.triangles.is_empty()) {
        if let Some(polygon) = pipe_section(segment, &plane.frame) {
            material = material.union(&MultiPolygon::new(vec![polygon]));
        }
    }
    (material.intersection(window), rooms)
}

fn comes_near(shape: &Shape, plane: &UprightPlane) -> bool {
    let aabb = shape.aabb();
    if aabb.is_empty() {
        return false;
    }
    let ([x0, y0, _], [x1, y1, _]) = (aabb.min, aabb.max);
    let corners = [[x0, y0], [x1, y0], [x1, y1], [x0, y1]].map(|[x, y]| plane.frame.coordinates([x, y, 0.0]));
    let range = |k: usize| corners.iter().fold([f64::MAX, f64::MIN], |[a, b], p| [a.min(p[k]), b.max(p[k])]);
    let ([s0, s1], [l0, l1]) = (range(0), range(2));
    s1 >= 0.0 && s0 <= plane.length && l0 <= 0.0 && l1 >= 0.0
}

fn add_floor(builder: &mut ShapeBuilder, cut: &GroundCut, ground: &Ground) {
    let exterior =
        cut.outline.iter().map(|[x, y]| [*x, *y, ground.height_at(*x, *y) - cut.depth_m]).collect();
    let floor = linli_model::Polygon { exterior, holes: Vec::new() };
    let colour = soil_layers(false).find(|layer| layer.until_m >= cut.depth_m).map(|layer| layer.colour);
    for triangle in triangulate_polygon(&floor) {
        builder.triangle_at(triangle.map(|i| floor.exterior[i as usize]), (FaceKind::Ground, colour));
    }
}
