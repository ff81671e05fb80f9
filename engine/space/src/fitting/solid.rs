//! Closed solids of fittings: collars around a pipe, frusta between two sizes.

use std::f64::consts::TAU;

use linli_model::Point3;

use super::course::SKIN;
use crate::index::vector::{add, along, cross, dot, scale, sub, unit};
use crate::shape::builder::ShapeBuilder;

/// Corners around a fitting.
pub(super) const SIDES: u32 = 8;
/// Radius of a collar in radii of its pipe, and the least that it stands out, metres.
const COLLAR: [f64; 2] = [1.15, 0.01];
/// Length of a collar in diameters of its pipe, with its least and largest, metres.
const COLLAR_LENGTH: [f64; 3] = [0.6, 0.05, 0.4];

/// Outer radius of a collar around a pipe, metres.
pub(super) fn collar_radius_m(pipe_radius_m: f64) -> f64 {
    (pipe_radius_m * COLLAR[0]).max(pipe_radius_m + COLLAR[1])
}

/// Length of a collar, metres.
pub(super) fn collar_length_m(pipe_radius_m: f64) -> f64 {
    (2.0 * pipe_radius_m * COLLAR_LENGTH[0]).clamp(COLLAR_LENGTH[1], COLLAR_LENGTH[2])
}

/// A collar with its middle at a point of a pipe's axis, around pipes of two radii.
pub(super) fn collar(builder: &mut ShapeBuilder, at: Point3, direction: Point3, one_m: f64, other_m: f64) {
    let radius = collar_radius_m(one_m.max(other_m));
    let half = collar_length_m(one_m.max(other_m)) / 2.0;
    let ends = [along(at, direction, -half), along(at, direction, half)];
    loft(builder, [(ends[0], direction, radius), (ends[1], direction, radius)]);
}

/// A closed solid between two circles: middle, direction across which the circle stands, radius.
pub(super) fn loft(builder: &mut ShapeBuilder, circles: [(Point3, Point3, f64); 2]) {
    let [(a, first, _), (b, second, _)] = circles;
    let Some(way) = unit(sub(b, a)).filter(|way| dot(first, *way) > 0.0 && dot(second, *way) > 0.0) else {
        return;
    };
    let side = across(way);
    let rings: Vec<Vec<u32>> = circles
        .iter()
        .map(|(centre, direction, radius)| {
            // The same sideways direction, brought into the circle's plane, keeps the solid untwisted.
            let u = unit(sub(side, scale(*direction, dot(side, *direction))))
                .unwrap_or_else(|| across(*direction));
            let v = cross(*direction, u);
            (0..SIDES)
                .map(|k| {
                    let angle = f64::from(k) / f64::from(SIDES) * TAU;
                    let spoke = add(scale(u, angle.cos()), scale(v, angle.sin()));
                    builder.vertex(along(*centre, spoke, *radius))
                })
                .collect()
        })
        .collect();
    let [from, to] = [&rings[0], &rings[1]];
    let count = from.len();
    for k in 0..count {
        let next = (k + 1) % count;
        builder.quad([from[k], from[next], to[next], to[k]], SKIN);
    }
    for k in 1..count - 1 {
        builder.triangle([from[0], from[k + 1], from[k]], SKIN);
        builder.triangle([to[0], to[k], to[k + 1]], SKIN);
    }
}

fn across(direction: Point3) -> Point3 {
    let helper = if direction[2].abs() < 0.9 { [0.0, 0.0, 1.0] } else { [1.0, 0.0, 0.0] };
    unit(cross(helper, direction)).unwrap_or([1.0, 0.0, 0.0])
}
