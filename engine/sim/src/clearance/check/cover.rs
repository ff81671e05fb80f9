//! Cover of lines under the surface above.

use linli_model::{CoverSurface, Point3};

use super::super::geometry::Strip;
use super::super::rules::RuleBook;
use super::body::Body;
use super::hit::{Certainty, Hit};
use super::surface::Surfaces;

/// A stretch of one piece on which one rule's cover is not kept.
struct Stretch {
    start: f64,
    end: f64,
    least_m: f64,
    at: f64,
}

/// Adds the hits of a line's cover. Cover is measured at the ends of each piece and between them at
/// most the convention's step apart. Near an outfall none is asked: there the line comes out of the ground.
pub fn check(body: &Body, book: &RuleBook, surfaces: &Surfaces, hits: &mut Vec<Hit>) {
    if !body.is_line {
        return;
    }
    let rules = [CoverSurface::MotorLane, CoverSurface::Footway]
        .map(|surface| (surface, book.covers(body.class, surface, &body.facts)));
    if rules.iter().all(|(_, rules)| rules.is_empty()) {
        return;
    }
    let conventions = book.conventions();
    let outfalls = outfalls(body);
    let lies_free = |strip: &Strip, share: f64| {
        let [x, y, _] = strip.at(share);
        outfalls.iter().flatten().any(|o| (x - o[0]).hypot(y - o[1]) <= conventions.outfall_reach_m)
    };
    for (piece, strip) in (0_u32..).zip(body.strips()) {
        let mut samples = samples(strip, conventions.cover_step_m, surfaces);
        samples.retain(|(share, ..)| !lies_free(strip, *share));
        for (surface, rules) in &rules {
            for &rule in rules {
                stretches(body, book, (piece, strip), (*surface, rule), &samples, hits);
            }
        }
    }
}

/// Where the ends of a line come out of the ground.
fn outfalls(body: &Body) -> [Option<Point3>; 2] {
    let strips = body.strips();
    let ends = [strips.first().map(|strip| strip.a), strips.last().map(|strip| strip.b)];
    std::array::from_fn(|end| ends[end].filter(|_| body.comes_out[end]))
}

/// Share of the way, cover, and surface at each place of measurement.
fn samples(strip: &Strip, step_m: f64, surfaces: &Surfaces) -> Vec<(f64, f64, CoverSurface)> {
    let length = strip.length_m();
    let count = ((length / step_m).ceil().max(1.0) as usize).min(100_000);
    let slope = if length > 0.0 { (strip.b[2] - strip.a[2]) / length } else { 0.0 };
    let rise = strip.section.half_height_m() * (1.0 + slope * slope).sqrt();
    (0..=count)
        .map(|i| {
            let share = i as f64 / count as f64;
            let [x, y, z] = strip.at(share);
            (share, surfaces.ground().height_at(x, y) - z - rise, surfaces.at(x, y))
        })
        .collect()
}

fn stretches(
    body: &Body,
    book: &RuleBook,
    (piece, strip): (u32, &Strip),
    (surface, rule): (CoverSurface, u32),
    samples: &[(f64, f64, CoverSurface)],
    hits: &mut Vec<Hit>,
) {
    let Some(required_m) = book.rule(rule).map(|rule| rule.value) else { return };
    let tolerance = body.tolerance_m[1];
    let mut number = 0;
    let mut open: Option<Stretch> = None;
    let mut close = |open: &mut Option<Stretch>| {
        let Some(stretch) = open.take() else { return };
        let certainty = Certainty::of(stretch.least_m, required_m, tolerance);
        let at = strip.at(stretch.at);
        hits.push(Hit {
            rule,
            a: body.key.clone(),
            b: None,
            piece_a: piece,
            piece_b: number,
            on_a: stretch.start,
            on_b: stretch.end,
            actual_m: stretch.least_m,
            required_m,
            certainty: if body.depth_assumed { Certainty::Possible } else { certainty },
            assumed: body.depth_assumed || body.assumed,
            at_a: at,
            at_b: [at[0], at[1], at[2] + strip.section.half_height_m() + stretch.least_m],
            surface: Some(surface),
        });
        number += 1;
    };
    for &(share, cover, above) in samples {
        if above != surface || Certainty::of(cover, required_m, tolerance) == Certainty::Clear {
            close(&mut open);
            continue;
        }
        let stretch = open.get_or_insert(Stretch { start: share, end: share, least_m: cover, at: share });
        stretch.end = share;
        if cover < stretch.least_m {
            (stretch.least_m, stretch.at) = (cover, share);
        }
    }
    close(&mut open);
}
