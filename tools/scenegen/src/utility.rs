//! Utilities under the streets: mains, manholes, house connections.

mod house;
mod main_line;
mod nodes;
mod rule;

use linli_model::Medium;

pub(crate) use rule::tree_clearance_m;

use crate::draft::Draft;
use crate::plan::{Place, distance_to_segment};

/// One straight line of a medium, before it is cut at its joints.
#[derive(Clone, Debug)]
pub(crate) struct Run {
    pub medium: Medium,
    pub diameter_mm: f64,
    pub ends: [Place; 2],
    /// Height above the ground at both ends where it differs from the rule of the medium, metres.
    pub z_m: Option<[f64; 2]>,
    /// Whether it leads to a house.
    pub house: bool,
}

impl Run {
    fn length_m(&self) -> f64 {
        let [a, b] = self.ends;
        (b[0] - a[0]).hypot(b[1] - a[1])
    }

    fn radius_m(&self) -> f64 {
        self.diameter_mm / 2000.0
    }

    /// How far along a place on the line is, or `None` when it is not on it.
    fn station_m(&self, p: Place) -> Option<f64> {
        let [a, b] = self.ends;
        (distance_to_segment(p, a, b) < 0.01).then(|| (p[0] - a[0]).hypot(p[1] - a[1]))
    }

    fn at(&self, station_m: f64) -> Place {
        let [a, b] = self.ends;
        let t = station_m / self.length_m().max(1e-9);
        [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])]
    }
}

/// All lines of the district's utilities.
pub(crate) struct Utilities(Vec<Run>);

impl Utilities {
    /// Mains in every street and connections to the houses.
    pub(crate) fn layout(draft: &Draft) -> Self {
        let mut runs = main_line::mains();
        house::connect(draft, &mut runs);
        Self(runs)
    }

    /// Adds lines and nodes.
    pub(crate) fn draw(&self, draft: &mut Draft) {
        nodes::draw(&self.0, draft);
    }

    /// Whether a tree may stand at a place (GB 50289-2016 table 4.1.9, column of trees).
    pub(crate) fn is_clear_of_tree(&self, p: Place) -> bool {
        self.0.iter().all(|run| {
            let [a, b] = run.ends;
            distance_to_segment(p, a, b) - run.radius_m() >= rule::tree_clearance_m(run.medium)
        })
    }
}
