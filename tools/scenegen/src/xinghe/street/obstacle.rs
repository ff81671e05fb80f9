//! What stands in the way of a path.

use linli_model::{Geometry, Point3, Truth};

use super::unit_elements;
use crate::draft::Draft;
use crate::plan::{Place, Rectangle, distance_to_segment};
use crate::xinghe::Unit;
use crate::xinghe::plan::Programme;

/// A building that begins higher than this can be walked under, metres.
const HEADROOM_M: f64 = 2.5;
/// Length of the steps with which a path is tried, metres.
const STEP_M: f64 = 0.4;

/// One outline on the ground.
struct Obstacle {
    ring: Vec<Place>,
    around: Rectangle,
    truth: Option<Truth>,
}

/// All outlines of a unit.
pub(crate) struct Obstacles {
    list: Vec<Obstacle>,
    /// Where what stands today makes room for what is designed.
    renewed: Vec<Rectangle>,
}

impl Obstacles {
    /// Everything that is built in a unit.
    pub(crate) fn of(draft: &Draft, unit: &Unit) -> Self {
        let mut list: Vec<Obstacle> = Vec::new();
        for element in unit_elements(draft, unit) {
            let stands =
                element.kind.building().is_some_and(|b| !b.outline_of_parts && b.min_height_m < HEADROOM_M);
            let (true, Geometry::Area(polygons)) = (stands, &element.geometry) else {
                continue;
            };
            for polygon in polygons.iter().filter(|p| is_of_unit(&p.exterior, unit)) {
                let ring: Vec<Place> =
                    polygon.exterior.iter().map(|p| unit.placing.folded([p[0], p[1]])).collect();
                let around = Rectangle::around(&ring);
                list.push(Obstacle { ring, around, truth: Some(element.presence.truth) });
            }
        }
        let boxes: Vec<Rectangle> = list.iter().map(|o| o.around).collect();
        // Elements know their shape and stage better than the boxes around them.
        let unknown = draft.built.iter().filter(|r| {
            let around = r.grown(0.5);
            !boxes.iter().any(|b| around.distance_m(b.centre()) == 0.0)
        });
        list.extend(unknown.map(|r| Obstacle { ring: r.ring(), around: *r, truth: None }));
        let renewed =
            unit.plots.iter().filter(|p| p.programme == Programme::OldEstateRenewed).map(|p| p.outline);
        Self { list, renewed: renewed.collect() }
    }

    /// Whether an obstacle and a path of a truth are ever in one picture.
    fn counts(&self, obstacle: &Obstacle, truth: Truth) -> bool {
        match obstacle.truth {
            None => true,
            Some(other) if other == truth => true,
            Some(Truth::Proposed | Truth::Temporary) => false,
            Some(_) if matches!(truth, Truth::Proposed | Truth::Temporary) => false,
            Some(_) => !self.renewed.iter().any(|r| r.distance_m(obstacle.around.centre()) == 0.0),
        }
    }

    /// Those that count for a truth within a box.
    pub(crate) fn near(&self, truth: Truth, window: Rectangle) -> Clear<'_> {
        self.chosen(truth, window, false)
    }

    /// [`Obstacles::near`] without outlines that no building is known for.
    pub(crate) fn known(&self, truth: Truth, window: Rectangle) -> Clear<'_> {
        self.chosen(truth, window, true)
    }

    fn chosen(&self, truth: Truth, window: Rectangle, known: bool) -> Clear<'_> {
        let near = self.list.iter().filter(|o| {
            (!known || o.truth.is_some())
                && o.around.west < window.east
                && o.around.east > window.west
                && o.around.south < window.north
                && o.around.north > window.south
                && self.counts(o, truth)
        });
        Clear { rings: near.map(|o| (o.ring.as_slice(), o.around)).collect() }
    }
}

/// Whether a ring lies in a unit: another unit's plan folds to other places.
fn is_of_unit(ring: &[Point3], unit: &Unit) -> bool {
    ring.first().is_some_and(|p| {
        let [x, y] = unit.placing.place(unit.placing.folded([p[0], p[1]]));
        (x - p[0]).hypot(y - p[1]) < 0.01
    })
}

/// Obstacles around one place.
pub(crate) struct Clear<'a> {
    rings: Vec<(&'a [Place], Rectangle)>,
}

impl Clear<'_> {
    /// Whether a place is at least so far from every obstacle.
    pub(crate) fn is_free(&self, p: Place, room_m: f64) -> bool {
        self.rings.iter().all(|(ring, around)| {
            let distance = around.distance_m(p);
            let is_far = distance > 0.0 && distance >= room_m;
            is_far || !(holds(ring, p) || edges(ring).any(|[a, b]| distance_to_segment(p, a, b) < room_m))
        })
    }

    /// Whether a straight path keeps clear of every obstacle, its first and last metres aside.
    pub(crate) fn is_open(&self, a: Place, b: Place, room_m: f64, ends_m: [f64; 2]) -> bool {
        let length = (a[0] - b[0]).hypot(a[1] - b[1]);
        let steps = (length / STEP_M).ceil().max(1.0) as u32;
        (0..=steps).all(|i| {
            let t = f64::from(i) / f64::from(steps);
            let at = t * length;
            let place = [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])];
            let room = if at < ends_m[0] || length - at < ends_m[1] { 0.0 } else { room_m };
            (at < 0.15 && ends_m[0] > 0.0) || self.is_free(place, room)
        })
    }

    /// Whether a rectangle is free.
    pub(crate) fn is_empty_in(&self, r: &Rectangle) -> bool {
        !self
            .rings
            .iter()
            .any(|(_, o)| o.west < r.east && o.east > r.west && o.south < r.north && o.north > r.south)
    }
}

fn edges(ring: &[Place]) -> impl Iterator<Item = [Place; 2]> + '_ {
    ring.iter().zip(ring.iter().cycle().skip(1)).map(|(a, b)| [*a, *b])
}

/// Whether a ring holds a place (even-odd rule).
fn holds(ring: &[Place], [x, y]: Place) -> bool {
    let mut inside = false;
    for [a, b] in edges(ring) {
        if (a[1] > y) != (b[1] > y) && x < a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0]) {
            inside = !inside;
        }
    }
    inside
}
