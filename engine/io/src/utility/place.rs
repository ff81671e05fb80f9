//! Coordinates that stand in the wrong column or unit, found by where all others lie.

use linli_model::Point3;

use super::codes;
use super::defaults::plausible;
use super::draft::DraftNetwork;
use crate::FileReport;
use crate::report::{Code, Message};

/// Millimetres in a metre.
const MM_PER_M: f64 = 1000.0;

/// Mends the nodes and paths that lie far from all others but near them when their coordinates are
/// changed over or divided by 1000; names those that lie far off in any case.
pub fn mend(network: &mut DraftNetwork, geographic: bool, report: &mut FileReport) {
    let places = network.nodes.iter().filter_map(|node| node.xy);
    let places =
        places.chain(network.lines.iter().filter_map(|line| line.path.first().map(|p| [p[0], p[1]])));
    let Some(middle) = median(places.collect()) else { return };
    let middle = Middle::at(middle, geographic);
    for node in &mut network.nodes {
        let Some(xy) = &mut node.xy else { continue };
        if let Some((code, detail)) = middle.mend(xy).filter(|_| !node.elsewhere) {
            report.push(Message::new(code, node.place.as_str(), detail).object(node.id.as_str()));
        }
    }
    for line in &mut network.lines {
        let mut told = None;
        for point in &mut line.path {
            let mut xy = [point[0], point[1]];
            told = middle.mend(&mut xy).or(told);
            *point = [xy[0], xy[1], point[2]] as Point3;
        }
        if let Some((code, detail)) = told {
            report.push(Message::new(code, line.place.as_str(), detail).object(line.id.as_str()));
        }
    }
}

/// Where the points of a file lie.
struct Middle {
    at: [f64; 2],
    apart: f64,
}

impl Middle {
    fn at(at: [f64; 2], geographic: bool) -> Self {
        Self { at, apart: if geographic { plausible().apart_deg } else { plausible().apart_m } }
    }

    fn is_near(&self, [x, y]: [f64; 2]) -> bool {
        (x - self.at[0]).abs() <= self.apart && (y - self.at[1]).abs() <= self.apart
    }

    fn mend(&self, xy: &mut [f64; 2]) -> Option<(&'static Code, String)> {
        if self.is_near(*xy) {
            return None;
        }
        let [x, y] = *xy;
        let detail = format!("{x}, {y}");
        // Coordinates around zero mean nothing when they are divided: everything would be near.
        let far_out = self.at[0].abs().max(self.at[1].abs()) > 2.0 * self.apart;
        let tries =
            [([y, x], &codes::SWAPPED, true), ([x / MM_PER_M, y / MM_PER_M], &codes::PLACE_MM, far_out)];
        for (tried, code, allowed) in tries {
            if allowed && self.is_near(tried) {
                *xy = tried;
                return Some((code, detail));
            }
        }
        Some((&codes::APART, detail))
    }
}

fn median(points: Vec<[f64; 2]>) -> Option<[f64; 2]> {
    let axis = |i: usize| {
        let mut values: Vec<f64> = points.iter().filter_map(|p| p.get(i).copied()).collect();
        let middle = values.len() / 2;
        (!values.is_empty()).then(|| *values.select_nth_unstable_by(middle, f64::total_cmp).1)
    };
    Some([axis(0)?, axis(1)?])
}
