//! A radar of several things: axes around a middle, each thing a closed line.
//!
//! Outside is better, as up is on parallel axes; the worst of the things lies on an inner ring, so that no value is lost in
//! the middle.

use crate::parallel::ParallelChart;

/// Share of the radius where the worst lies.
const WORST: f64 = 0.25;
/// Fewest axes that make a figure with an area.
pub const RADAR_AXES: usize = 3;

/// The lines of a radar in a plane: x to the right, y downwards, the middle at 0, the best at 1.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Radar {
    /// Ends of the axes, the first at the top, then clockwise.
    pub axes: Vec<[f64; 2]>,
    /// Rings of the worst, the middle and the best.
    pub rings: [f64; 3],
    /// The corners of each thing; of what is not known on some axis there is no line.
    pub things: Vec<Option<Vec<[f64; 2]>>>,
}

/// The radar of a chart; empty where it has too few axes.
pub fn radar(chart: &ParallelChart) -> Radar {
    let count = chart.axes.len();
    if count < RADAR_AXES {
        return Radar::default();
    }
    let ends: Vec<[f64; 2]> = (0..count)
        .map(|axis| {
            let (sin, cos) = (std::f64::consts::TAU * axis as f64 / count as f64).sin_cos();
            [sin, -cos]
        })
        .collect();
    let radius = |share: f64| WORST + (1.0 - WORST) * share;
    let corners = |thing: usize| -> Option<Vec<[f64; 2]>> {
        let corner = |(axis, end): (usize, &[f64; 2])| {
            let at = radius(chart.axes[axis].share_of(thing)?);
            Some(end.map(|v| v * at))
        };
        ends.iter().enumerate().map(corner).collect()
    };
    let things = (0..chart.things()).map(corners).collect();
    Radar { axes: ends, rings: [radius(0.0), radius(0.5), 1.0], things }
}

#[cfg(test)]
mod tests {
    use linli_sim::indicator::Better;

    use super::*;
    use crate::parallel::ParallelAxis;

    fn axis(better: Better, values: [Option<f64>; 2]) -> ParallelAxis {
        ParallelAxis::of("a", better, values.to_vec(), |value| format!("{value}"))
    }

    #[test]
    fn the_better_one_lies_outside_whichever_way_is_better() {
        let chart = ParallelChart::new(vec![
            axis(Better::Higher, [Some(1.0), Some(2.0)]),
            axis(Better::Lower, [Some(1.0), Some(2.0)]),
            axis(Better::Higher, [Some(5.0), Some(5.0)]),
            axis(Better::Higher, [Some(0.0), Some(9.0)]),
        ]);
        let radar = radar(&chart);
        let far = |thing: usize, axis: usize| {
            let [x, y] = radar.things[thing].as_ref().map_or([0.0; 2], |corners| corners[axis]);
            x.hypot(y)
        };
        assert!((far(0, 0) - 0.25).abs() < 1e-12 && (far(1, 0) - 1.0).abs() < 1e-12);
        assert!((far(0, 1) - 1.0).abs() < 1e-12 && (far(1, 1) - 0.25).abs() < 1e-12);
        // What is the same lies in the middle of the span.
        assert!((far(0, 2) - 0.625).abs() < 1e-12 && far(0, 2) == far(1, 2));
        // The first axis points up, the second to the right.
        assert!(radar.axes[0][1] < -0.999 && radar.axes[1][0] > 0.999);
    }

    #[test]
    fn what_is_not_known_has_no_line_and_two_axes_make_no_radar() {
        let known = || axis(Better::Higher, [Some(1.0), Some(2.0)]);
        let chart = ParallelChart::new(vec![known(), known(), axis(Better::Higher, [Some(1.0), None])]);
        let radar_of = radar(&chart);
        assert!(radar_of.things[0].is_some() && radar_of.things[1].is_none());
        assert_eq!(radar(&ParallelChart::new(vec![known(), known()])), Radar::default());
    }
}
