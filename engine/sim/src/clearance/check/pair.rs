//! The rules of clearance between two bodies.

use super::super::geometry::{
    PlanClosest, Strip, closest_on_segments, horizontal_gap, polygon_gap, vertical_gap,
};
use super::super::rules::{RuleBook, RuleKind};
use super::body::{Body, Outline};
use super::hit::{Certainty, Hit};
use super::joint::Joints;

/// Two bodies in the order of their keys' hashes, and what surrounds them.
pub struct Pairing<'a> {
    pub book: &'a RuleBook,
    pub bodies: &'a [Option<Body>],
    pub joints: &'a Joints,
    /// Bodies that a trial replaces, with their slots.
    pub moved: &'a [(u32, Body)],
}

impl Pairing<'_> {
    /// The body in a slot, moved by a trial or as it is.
    pub fn body(&self, slot: u32) -> Option<&Body> {
        let moved = self.moved.iter().find(|(held, _)| *held == slot).map(|(_, body)| body);
        moved.or_else(|| self.bodies.get(slot as usize)?.as_ref())
    }

    /// Adds the hits of piece `piece_x` of `x` and piece `piece_y` of `y`.
    pub fn check(&self, x: (u32, u32), y: (u32, u32), hits: &mut Vec<Hit>) {
        let Some((body_x, body_y)) = self.body(x.0).zip(self.body(y.0)) else { return };
        let first = (body_x.order, &body_x.key) <= (body_y.order, &body_y.key);
        let ((a, body_a), (b, body_b)) =
            if first { ((x, body_x), (y, body_y)) } else { ((y, body_y), (x, body_x)) };
        match (&body_a.outline, &body_b.outline) {
            (Outline::Strips(strips_a), Outline::Strips(strips_b)) => {
                if let (Some(sa), Some(sb)) = (strips_a.get(a.1 as usize), strips_b.get(b.1 as usize)) {
                    self.strips((a, body_a, sa), (b, body_b, sb), hits);
                }
            }
            (Outline::Strips(strips), Outline::Prism { .. }) => {
                if let Some(strip) = strips.get(a.1 as usize) {
                    self.prism((a, body_a, strip), (b, body_b), true, hits);
                }
            }
            (Outline::Prism { .. }, Outline::Strips(strips)) => {
                if let Some(strip) = strips.get(b.1 as usize) {
                    self.prism((b, body_b, strip), (a, body_a), false, hits);
                }
            }
            (Outline::Prism { .. }, Outline::Prism { .. }) => {}
        }
    }

    fn strips(
        &self,
        (a, body_a, sa): ((u32, u32), &Body, &Strip),
        (b, body_b, sb): ((u32, u32), &Body, &Strip),
        hits: &mut Vec<Hit>,
    ) {
        let closest = closest_on_segments(sa.plan(), sb.plan());
        let plan_tolerance = body_a.tolerance_m[0] + body_b.tolerance_m[0];
        let reach = self.book.pair_reach_m(body_a.class, body_b.class) + plan_tolerance;
        let widths = sa.section.half_width_m() + sb.section.half_width_m();
        if closest.distance_m - widths >= reach.max(f64::MIN_POSITIVE) || self.connected(body_a, body_b) {
            return;
        }
        let below = |shaft: &Body, line: &Strip, share: f64| {
            shaft.shaft_bottom_m.is_some_and(|z| line.at(share)[2] + line.section.half_height_m() <= z)
        };
        if below(body_a, sb, closest.on_b) || below(body_b, sa, closest.on_a) {
            return;
        }
        let gap = horizontal_gap(sa, sb, &closest);
        let steep = self.steep(sa, sb);
        let overlap = gap < 0.0;
        if overlap && (steep || closest.crossing) {
            let vertical = vertical_gap(sa, sb, &closest);
            let tolerance = body_a.tolerance_m[1] + body_b.tolerance_m[1];
            let assumed = body_a.depth_assumed || body_b.depth_assumed;
            self.judge(
                RuleKind::Vertical,
                (a, body_a, sa),
                (b, body_b, sb),
                &closest,
                (vertical, tolerance, assumed),
                hits,
            );
        }
        let family = self.book.same_family(body_a.class, body_b.class);
        let counts = if steep || family {
            !overlap
                && self.nearest_here(a, sa, &closest, sb, true)
                && self.nearest_here(b, sb, &closest, sa, false)
        } else {
            true
        };
        if counts {
            self.judge(
                RuleKind::Horizontal,
                (a, body_a, sa),
                (b, body_b, sb),
                &closest,
                (gap, plan_tolerance, false),
                hits,
            );
        }
    }

    fn judge(
        &self,
        kind: RuleKind,
        (a, body_a, sa): ((u32, u32), &Body, &Strip),
        (b, body_b, sb): ((u32, u32), &Body, &Strip),
        closest: &PlanClosest,
        (actual_m, tolerance, assumed): (f64, f64, bool),
        hits: &mut Vec<Hit>,
    ) {
        let sides = ((body_a.class, &body_a.facts), (body_b.class, &body_b.facts));
        for rule in self.book.clearances(kind, sides.0, sides.1) {
            let Some(required_m) = self.book.rule(rule).map(|rule| rule.value) else { continue };
            let certainty = Certainty::of(actual_m, required_m, tolerance);
            if certainty != Certainty::Clear {
                hits.push(Hit {
                    rule,
                    a: body_a.key.clone(),
                    b: Some(body_b.key.clone()),
                    piece_a: a.1,
                    piece_b: b.1,
                    on_a: closest.on_a,
                    on_b: closest.on_b,
                    actual_m,
                    required_m,
                    certainty: if assumed { Certainty::Possible } else { certainty },
                    assumed: assumed || body_a.assumed || body_b.assumed,
                    at_a: sa.at(closest.on_a),
                    at_b: sb.at(closest.on_b),
                    surface: None,
                });
            }
        }
    }

    /// Whether two pieces meet at the angle of a crossing.
    fn steep(&self, a: &Strip, b: &Strip) -> bool {
        let direction = |strip: &Strip| [strip.b[0] - strip.a[0], strip.b[1] - strip.a[1]];
        let (da, db) = (direction(a), direction(b));
        let lengths = (da[0] * da[0] + da[1] * da[1]) * (db[0] * db[0] + db[1] * db[1]);
        let cross = da[0] * db[1] - da[1] * db[0];
        let sine = self.book.conventions().crossing_angle_deg.to_radians().sin();
        lengths > 0.0 && cross * cross >= sine * sine * lengths
    }

    /// Whether the closest place on a piece is a true one: when it is an end from which the line goes
    /// on towards the other piece, the next piece is nearer and speaks for both.
    fn nearest_here(
        &self,
        (slot, piece): (u32, u32),
        strip: &Strip,
        closest: &PlanClosest,
        other: &Strip,
        is_a: bool,
    ) -> bool {
        let (share, share_other) =
            if is_a { (closest.on_a, closest.on_b) } else { (closest.on_b, closest.on_a) };
        let end = if share <= 0.0 {
            0
        } else if share >= 1.0 {
            1
        } else {
            return true;
        };
        let (here, there) = (strip.at(share), other.at(share_other));
        let towards = [there[0] - here[0], there[1] - here[1]];
        let nears = |away: [f64; 2]| away[0] * towards[0] + away[1] * towards[1] > 1e-12;
        !self.goes_on(slot, piece, end).into_iter().any(nears)
    }

    /// Directions in which a line goes on from an end of one of its pieces.
    fn goes_on(&self, slot: u32, piece: u32, end: usize) -> Vec<[f64; 2]> {
        let Some(body) = self.body(slot) else { return Vec::new() };
        let strips = body.strips();
        let inner = if end == 0 { piece.checked_sub(1) } else { piece.checked_add(1) };
        if let Some(next) = inner.and_then(|piece| strips.get(piece as usize)) {
            return vec![away(next, 1 - end)];
        }
        let Some(joints) = body.joints else { return Vec::new() };
        let others = self.joints.at(joints[end]).iter().filter(|(_, held, _)| *held != slot);
        others
            .filter_map(|&(_, held, its_end)| {
                let strips = self.body(held)?.strips();
                let strip = if its_end == 0 { strips.first()? } else { strips.last()? };
                Some(away(strip, usize::from(its_end)))
            })
            .collect()
    }

    /// Whether two lines of one medium are joined: at a node, or one ends on the other.
    fn connected(&self, a: &Body, b: &Body) -> bool {
        if a.facts.medium.is_none() || a.facts.medium != b.facts.medium {
            return false;
        }
        let (Some(ja), Some(jb)) = (a.joints, b.joints) else { return true };
        ja.iter().any(|joint| jb.contains(joint)) || self.ends_on(a, b) || self.ends_on(b, a)
    }

    /// Whether an end of `a` lies in `b`.
    fn ends_on(&self, a: &Body, b: &Body) -> bool {
        let reach = self.book.conventions().joint_reach_m;
        let ends = [a.strips().first().map(|strip| strip.a), a.strips().last().map(|strip| strip.b)];
        ends.into_iter().flatten().any(|p| {
            b.strips().iter().any(|strip| {
                let closest = closest_on_segments([[p[0], p[1]]; 2], strip.plan());
                let height = a.strips().first().map_or(0.0, |s| s.section.half_height_m());
                closest.distance_m <= strip.section.half_width_m() + reach
                    && (strip.at(closest.on_b)[2] - p[2]).abs()
                        <= strip.section.half_height_m() + height + reach
            })
        })
    }

    /// A piece beside a building or a basement.
    fn prism(
        &self,
        (line, body, strip): ((u32, u32), &Body, &Strip),
        (prism_id, prism): ((u32, u32), &Body),
        line_first: bool,
        hits: &mut Vec<Hit>,
    ) {
        let Outline::Prism { polygons, bottom_m, top_m } = &prism.outline else { return };
        let Some(polygon) = polygons.get(prism_id.1 as usize) else { return };
        let half = strip.section.half_height_m();
        let lowest = strip.a[2].min(strip.b[2]) - half;
        if prism.is_basement && lowest >= *top_m {
            return;
        }
        let tolerance = body.tolerance_m[0];
        let deeper = if prism.is_basement { self.deep_distance_m(bottom_m - lowest) } else { 0.0 };
        let reach = self.book.pair_reach_m(body.class, prism.class).max(deeper) + tolerance;
        let Some((gap, share, place)) = polygon_gap(strip, polygon) else { return };
        if gap >= reach || self.is_connection(line.0, body, polygon) {
            return;
        }
        for rule in
            self.book.clearances(RuleKind::Horizontal, (body.class, &body.facts), (prism.class, &prism.facts))
        {
            let Some(value) = self.book.rule(rule).map(|rule| rule.value) else { continue };
            let required_m = value.max(if body.is_line { deeper } else { 0.0 });
            let certainty = Certainty::of(gap, required_m, tolerance);
            if certainty == Certainty::Clear {
                continue;
            }
            let at = strip.at(share);
            let beside = [place[0], place[1], at[2]];
            let [first, second] = if line_first { [body, prism] } else { [prism, body] };
            hits.push(Hit {
                rule,
                a: first.key.clone(),
                b: Some(second.key.clone()),
                piece_a: if line_first { line.1 } else { prism_id.1 },
                piece_b: if line_first { prism_id.1 } else { line.1 },
                on_a: if line_first { share } else { 0.0 },
                on_b: if line_first { 0.0 } else { share },
                actual_m: gap,
                required_m,
                certainty,
                assumed: body.assumed || (required_m > value),
                at_a: if line_first { at } else { beside },
                at_b: if line_first { beside } else { at },
                surface: None,
            });
        }
    }

    /// Distance of a pipe that lies `below_m` deeper than a foundation (GB 50289-2016, 4.1.11):
    /// L = (H − h) / tan α + B / 2.
    fn deep_distance_m(&self, below_m: f64) -> f64 {
        let conventions = self.book.conventions();
        if below_m <= 0.0 {
            return 0.0;
        }
        let distance =
            below_m / conventions.soil_friction_deg.to_radians().tan() + conventions.trench_width_m / 2.0;
        distance.min(conventions.deep_reach_m)
    }

    /// Whether a line ends at a building, as its connection.
    fn is_connection(&self, slot: u32, body: &Body, polygon: &linli_model::Polygon) -> bool {
        let reach = self.book.conventions().connection_reach_m;
        let ends = [body.strips().first().map(|s| (s, s.a)), body.strips().last().map(|s| (s, s.b))];
        (0..2).any(|end| {
            let Some((strip, at)) = ends[end] else { return false };
            let point = Strip { a: at, b: at, ..*strip };
            body.is_line
                && self.joints.is_free(slot, body, end)
                && polygon_gap(&point, polygon)
                    .is_some_and(|(gap, ..)| gap + strip.section.half_width_m() <= reach)
        })
    }
}

/// Direction away from an end of a piece, into it.
fn away(strip: &Strip, end: usize) -> [f64; 2] {
    let d = [strip.b[0] - strip.a[0], strip.b[1] - strip.a[1]];
    if end == 0 { d } else { [-d[0], -d[1]] }
}
