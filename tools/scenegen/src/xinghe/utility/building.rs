//! The buildings that want connections, found among what is already drawn.

use std::collections::BTreeSet;

use linli_model::{BuildingUse, Element, Geometry, Kind, Truth};

use crate::draft::Draft;
use crate::plan::{Place, Rectangle, distance_to_segment};
use crate::xinghe::Unit;
use crate::xinghe::plan::{Plot, STATION_ENTRANCES};

/// Smaller buildings have no connections of their own.
const SMALL_M2: f64 = 60.0;
/// Half the width of what is kept free around a station entrance, metres.
const ENTRANCE_HALF_M: f64 = 5.0;

/// A building with connections.
pub(super) struct House {
    pub outline: Rectangle,
    /// Its footprint as it is; empty where only the box is known.
    pub ring: Vec<Place>,
    pub use_: BuildingUse,
    pub designed: bool,
    pub plot: Plot,
}

/// The buildings of a unit that want connections, and the outlines of everything that is built.
pub(super) fn find(draft: &Draft, unit: &Unit) -> (Vec<House>, Vec<Rectangle>) {
    let prefix = unit.placing.prefix();
    let mut houses = Vec::new();
    let mut outlines: Vec<Rectangle> = draft.built.clone();
    for element in draft.community.elements().iter().filter(|e| e.key.as_str().starts_with(&prefix)) {
        let Kind::Building(building) = &element.kind else { continue };
        let Some(outline) = outline(element, unit) else { continue };
        outlines.push(outline);
        let plot = unit.plots.iter().find(|plot| plot.outline.distance_m(outline.centre()) < 1e-9);
        let (Some(plot), Some(_)) = (plot, &building.parcel) else { continue };
        // What the renewal takes away keeps its lines until then; they are not drawn.
        let stays = match element.presence.truth {
            Truth::Existing => !plot.implementation,
            Truth::Designed => true,
            Truth::Proposed | Truth::Temporary => false,
        };
        if stays && building.min_height_m <= 0.5 && outline.area_m2() >= SMALL_M2 {
            let designed = element.presence.truth == Truth::Designed;
            houses.push(House {
                outline,
                ring: ring(element, unit),
                use_: building.use_,
                designed,
                plot: *plot,
            });
        }
    }
    let station = STATION_ENTRANCES.map(|[u, v]| Rectangle::new(u, v, u, v).grown(ENTRANCE_HALF_M));
    outlines.extend(station);
    (houses, distinct(outlines))
}

fn distinct(outlines: Vec<Rectangle>) -> Vec<Rectangle> {
    let millimetres = |r: &Rectangle| [r.west, r.south, r.east, r.north].map(|v| (v * 1000.0).round() as i64);
    let mut seen = BTreeSet::new();
    outlines.into_iter().filter(|r| seen.insert(millimetres(r))).collect()
}

/// The first exterior of a building that is drawn as an area, in the plan frame.
fn ring(element: &Element, unit: &Unit) -> Vec<Place> {
    match &element.geometry {
        Geometry::Area(polygons) => {
            let exterior = polygons.first().map(|polygon| &polygon.exterior);
            exterior.into_iter().flatten().map(|p| unit.placing.folded([p[0], p[1]])).collect()
        }
        _ => Vec::new(),
    }
}

impl House {
    /// A way that begins at the wall of the box around the building, begun at the wall of the building itself:
    /// straight on into the box.
    pub(super) fn begun_at_wall(&self, mut way: Vec<Place>) -> Vec<Place> {
        let [start, next, ..] = way.as_slice() else { return way };
        let length = (start[0] - next[0]).hypot(start[1] - next[1]);
        let inward = [0, 1].map(|k| (start[k] - next[k]) / length.max(1e-9));
        let sides = self.ring.iter().zip(self.ring.iter().cycle().skip(1));
        let nearest =
            sides.filter_map(|(a, b)| along_ray(*start, inward, [*a, *b])).fold(f64::INFINITY, f64::min);
        if nearest.is_finite()
            && let Some(first) = way.first_mut()
        {
            *first = [0, 1].map(|k| ((first[k] + nearest * inward[k]) * 1000.0).round() / 1000.0);
        }
        way
    }
}

impl House {
    /// Whether another building stands beside this one although the boxes around them run into each other: they stand
    /// askew.
    pub(super) fn is_askew_beside(&self, other: &House) -> bool {
        let boxes = self.outline.grown(-0.3);
        let o = &other.outline;
        let overlap =
            boxes.west < o.east && o.west < boxes.east && boxes.south < o.north && o.south < boxes.north;
        let apart = |[a, b]: [Place; 2]| other.distance_m(a, b) > 0.05;
        overlap && !self.ring.is_empty() && !other.ring.is_empty() && sides(&self.ring).all(apart)
    }

    /// Distance in plan of a straight way from the walls of the building; far off where these are not known.
    pub(super) fn distance_m(&self, a: Place, b: Place) -> f64 {
        let gaps = sides(&self.ring).map(|[c, d]| {
            if is_crossing([a, b], [c, d]) {
                return 0.0;
            }
            let ends = [distance_to_segment(a, c, d), distance_to_segment(b, c, d)];
            let corners = [distance_to_segment(c, a, b), distance_to_segment(d, a, b)];
            ends.into_iter().chain(corners).fold(f64::INFINITY, f64::min)
        });
        gaps.fold(f64::INFINITY, f64::min)
    }
}

fn sides(ring: &[Place]) -> impl Iterator<Item = [Place; 2]> {
    ring.iter().zip(ring.iter().cycle().skip(1)).map(|(a, b)| [*a, *b])
}

fn is_crossing([a, b]: [Place; 2], [c, d]: [Place; 2]) -> bool {
    let turn = |p: Place, q: Place, r: Place| (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]);
    turn(a, b, c) * turn(a, b, d) < 0.0 && turn(c, d, a) * turn(c, d, b) < 0.0
}

/// Distance along a ray to where it meets a side; none behind its start or beside the side.
fn along_ray(from: Place, direction: Place, [a, b]: [Place; 2]) -> Option<f64> {
    let side = [b[0] - a[0], b[1] - a[1]];
    let turn = direction[0] * side[1] - direction[1] * side[0];
    let off = [a[0] - from[0], a[1] - from[1]];
    if turn.abs() < 1e-9 {
        return None;
    }
    let along = (off[0] * side[1] - off[1] * side[0]) / turn;
    let share = (off[0] * direction[1] - off[1] * direction[0]) / turn;
    (along >= -1e-6 && (0.0..=1.0).contains(&share)).then_some(along.max(0.0))
}

/// The box around a building in the plan frame.
fn outline(element: &Element, unit: &Unit) -> Option<Rectangle> {
    let points: Vec<Place> = match &element.geometry {
        Geometry::Area(polygons) => polygons.iter().flat_map(|p| &p.exterior).map(|p| [p[0], p[1]]).collect(),
        Geometry::Boundary(boundary) => boundary.vertices.iter().map(|p| [p[0], p[1]]).collect(),
        _ => return None,
    };
    let folded: Vec<Place> = points.into_iter().map(|p| unit.placing.folded(p)).collect();
    (!folded.is_empty()).then(|| Rectangle::around(&folded))
}
