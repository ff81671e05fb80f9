//! Clearances and cover of a community's lines, measured anew from what was drawn: nothing here is shared
//! with how the lines are laid.

use linli_model::Medium::{self, Gas, Heat, Power, Reclaimed, Sewage, Storm, Telecom, Water};
use linli_model::{
    Community, DepthReference, GasPressure, Geometry, Kind, Point3, Section, Truth, UtilityLine, Vertical,
};

use crate::xinghe::Placing;
use crate::xinghe::relief::plan_height_m;

/// A line in the plan frame of its unit, heights above the sea.
pub struct Drawn {
    pub key: String,
    pub line: UtilityLine,
    pub truth: Truth,
    pub points: Vec<Point3>,
    /// Whether heights were given from the ground.
    pub above_ground: bool,
}

impl Drawn {
    /// Key of the run: without the number.
    pub fn run(&self) -> String {
        self.key.rsplit_once('/').unwrap().0.to_owned()
    }

    pub fn height_m(&self) -> f64 {
        match self.line.section {
            Section::Round => self.line.diameter_mm / 1000.0,
            Section::Box { height_mm, .. } | Section::DuctBank { height_mm, .. } => height_mm / 1000.0,
        }
    }

    pub fn segments(&self) -> impl Iterator<Item = [Point3; 2]> + '_ {
        let flat = |pair: &[Point3]| [pair[0], pair[1]];
        self.points.windows(2).map(flat).filter(|[a, b]| (a[0] - b[0]).hypot(a[1] - b[1]) > 0.005)
    }

    /// Lowest and highest face above the ground at a share of a segment.
    pub fn faces(&self, [a, b]: [Point3; 2], t: f64) -> [f64; 2] {
        let at = |k: usize| a[k] + t * (b[k] - a[k]);
        let z = if self.above_ground { at(2) } else { at(2) - plan_height_m([at(0), at(1)]) };
        match self.line.depth_reference {
            DepthReference::Invert => [z, z + self.height_m()],
            _ => [z - self.height_m() / 2.0, z + self.height_m() / 2.0],
        }
    }
}

pub fn drawn(community: &Community) -> Vec<Drawn> {
    let placing = Placing::of_unit([0, 0]);
    let lines = community.elements().iter().filter_map(|element| {
        let (Kind::UtilityLine(line), Geometry::Line(points)) = (&element.kind, &element.geometry) else {
            return None;
        };
        let points = points.iter().map(|p| {
            let [u, v] = placing.folded([p[0], p[1]]);
            [u, v, p[2]]
        });
        Some(Drawn {
            key: element.key.as_str().to_owned(),
            line: line.clone(),
            truth: element.presence.truth,
            points: points.collect(),
            above_ground: element.vertical == Vertical::AboveGround,
        })
    });
    lines.collect()
}

/// GB 50289-2016 table 4.1.9, metres: water up to DN200 and above; gas low and medium pressure.
const BESIDE: [(Medium, Medium, f64, f64); 20] = [
    (Water, Sewage, 1.0, 1.5),
    (Water, Reclaimed, 0.5, 0.5),
    (Water, Gas, 0.5, 0.5),
    (Water, Heat, 1.5, 1.5),
    (Water, Power, 0.5, 0.5),
    (Water, Telecom, 1.0, 1.0),
    (Sewage, Reclaimed, 0.5, 0.5),
    (Gas, Sewage, 1.0, 1.2),
    (Sewage, Heat, 1.5, 1.5),
    (Sewage, Power, 0.5, 0.5),
    (Sewage, Telecom, 1.0, 1.0),
    (Gas, Reclaimed, 0.5, 0.5),
    (Reclaimed, Heat, 1.0, 1.0),
    (Reclaimed, Power, 0.5, 0.5),
    (Reclaimed, Telecom, 1.0, 1.0),
    (Gas, Heat, 1.0, 1.0),
    (Gas, Power, 1.0, 1.0),
    (Gas, Telecom, 1.0, 1.0),
    (Heat, Power, 2.0, 2.0),
    (Heat, Telecom, 1.0, 1.0),
];

fn group(medium: Medium) -> Medium {
    if medium == Storm { Sewage } else { medium }
}

fn least_beside(a: &UtilityLine, b: &UtilityLine) -> f64 {
    let (x, y) = (group(a.medium), group(b.medium));
    if (x, y) == (Power, Telecom) || (x, y) == (Telecom, Power) {
        return 0.5;
    }
    if x == y {
        return match x {
            Gas => 0.4,
            Power => 0.1,
            Telecom => 0.5,
            _ => 0.0,
        };
    }
    let row = BESIDE.iter().find(|(p, q, ..)| (*p, *q) == (x, y) || (*p, *q) == (y, x));
    let (first, _, small, large) = row.unwrap();
    let of = if x == *first { a } else { b };
    let is_large = match first {
        Water => of.diameter_mm > 200.0,
        Gas => of.gas_pressure != Some(GasPressure::Low),
        _ => false,
    };
    if is_large { *large } else { *small }
}

/// Table 4.1.14, metres, rows and columns: water, drains, heat, gas, telecom ducts, power ducts, reclaimed.
const CROSSING: [[f64; 7]; 7] = [
    [0.15, 0.40, 0.15, 0.15, 0.15, 0.25, 0.50],
    [0.40, 0.15, 0.15, 0.15, 0.15, 0.25, 0.40],
    [0.15, 0.15, 0.15, 0.15, 0.25, 0.25, 0.15],
    [0.15, 0.15, 0.15, 0.15, 0.15, 0.15, 0.15],
    [0.15, 0.15, 0.25, 0.15, 0.25, 0.25, 0.15],
    [0.25, 0.25, 0.25, 0.15, 0.25, 0.25, 0.25],
    [0.50, 0.40, 0.15, 0.15, 0.15, 0.25, 0.15],
];

fn column(medium: Medium) -> usize {
    [Water, Sewage, Heat, Gas, Telecom, Power, Reclaimed].iter().position(|m| *m == group(medium)).unwrap()
}

/// Two lines that are too close, or one that is too shallow: keys, what was measured, what is allowed.
#[derive(Clone)]
pub struct Violation<'a> {
    pub what: &'static str,
    pub lines: Vec<&'a Drawn>,
    pub measured: f64,
    pub least: f64,
}

impl std::fmt::Debug for Violation<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {:?}: {:.3} m, at least {} m", self.what, self.lines, self.measured, self.least)
    }
}

impl std::fmt::Debug for Drawn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} ({:?})", self.key, self.truth)
    }
}

type Ends = [Point3; 2];

/// Distance between the axes of parallel segments that lie beside each other.
fn beside([a, b]: Ends, [c, d]: Ends) -> Option<f64> {
    let length = (b[0] - a[0]).hypot(b[1] - a[1]);
    let [x, y] = [(b[0] - a[0]) / length, (b[1] - a[1]) / length];
    let along = |p: Point3| (p[0] - a[0]) * x + (p[1] - a[1]) * y;
    let across = |p: Point3| (p[1] - a[1]) * x - (p[0] - a[0]) * y;
    let (s, t) = (along(c), along(d));
    let parallel = (across(c) - across(d)).abs() < 0.02 * (t - s).abs();
    (parallel && s.max(t) > 0.02 && s.min(t) < length - 0.02).then(|| across(c).abs().min(across(d).abs()))
}

fn meeting([a, b]: Ends, [c, d]: Ends) -> Option<[f64; 2]> {
    let (u, v) = ([b[0] - a[0], b[1] - a[1]], [d[0] - c[0], d[1] - c[1]]);
    let (turn, from) = (u[0] * v[1] - u[1] * v[0], [c[0] - a[0], c[1] - a[1]]);
    let s = (from[0] * v[1] - from[1] * v[0]) / turn;
    let t = (from[0] * u[1] - from[1] * u[0]) / turn;
    (turn.abs() > 1e-4 && (0.0..=1.0).contains(&s) && (0.0..=1.0).contains(&t)).then_some([s, t])
}

fn is_near(a: &Drawn, b: &Drawn) -> bool {
    let span = |d: &Drawn, k: usize| {
        d.points.iter().fold([f64::MAX, f64::MIN], |s, p| [s[0].min(p[k]), s[1].max(p[k])])
    };
    (0..2).all(|k| {
        let (s, t) = (span(a, k), span(b, k));
        s[0] < t[1] + 5.0 && t[0] < s[1] + 5.0
    })
}

/// All pairs of buried lines that are too close, beside each other or where they cross.
pub fn close_pairs(lines: &[Drawn]) -> Vec<Violation<'_>> {
    let buried: Vec<&Drawn> = lines.iter().filter(|d| d.line.corridor.is_none()).collect();
    let mut found = Vec::new();
    for (i, a) in buried.iter().copied().enumerate() {
        for b in buried[i + 1..].iter().copied().filter(|b| is_near(a, b)) {
            found.extend(pair(a, b));
        }
    }
    found
}

fn pair<'a>(a: &'a Drawn, b: &'a Drawn) -> Vec<Violation<'a>> {
    let mut found = Vec::new();
    for p in a.segments() {
        for q in b.segments() {
            let widths = (a.line.diameter_mm + b.line.diameter_mm) / 2000.0;
            let joined = a.line.medium == b.line.medium && ends_meet(p, q);
            if let (Some(axes), false) = (beside(p, q), joined) {
                let (measured, least) = (axes - widths, least_beside(&a.line, &b.line));
                if measured < least - 1e-3 {
                    found.push(Violation { what: "beside", lines: vec![a, b], measured, least });
                }
            }
            if a.line.medium == b.line.medium {
                continue;
            }
            if let Some([s, t]) = meeting(p, q) {
                let (f, g) = (a.faces(p, s), b.faces(q, t));
                let measured = (f[0] - g[1]).max(g[0] - f[1]);
                let least = CROSSING[column(a.line.medium)][column(b.line.medium)];
                if measured < least - 1e-3 {
                    found.push(Violation { what: "crossing", lines: vec![a, b], measured, least });
                }
            }
        }
    }
    found
}

fn ends_meet(p: Ends, q: Ends) -> bool {
    p.iter().any(|a| q.iter().any(|b| (a[0] - b[0]).hypot(a[1] - b[1]) < 0.03))
}

/// Cover under footways and lanes without trucks, and under lanes for cars (table 4.1.1), metres.
fn least_cover(drawn: &Drawn) -> f64 {
    let old = drawn.line.year.is_some_and(|y| y < 1990);
    let [footway, lane] = match drawn.line.medium {
        Power => [0.5, 0.5],
        Telecom => [0.6, 0.9],
        Heat => [0.7, 1.0],
        Gas => [0.6, 0.9],
        Water if drawn.line.material.as_deref() == Some("聚乙烯 / PE100") => [0.6, 1.0],
        _ => [0.6, 0.7],
    };
    if old { footway } else { lane }
}

/// All buried lines with too little cover; the last metres before an outfall lie in the bank.
pub fn shallow(lines: &[Drawn]) -> Vec<Violation<'_>> {
    let mut found = Vec::new();
    for drawn in lines.iter().filter(|d| d.line.corridor.is_none()) {
        for segment in drawn.segments() {
            for i in 0..=8 {
                let t = f64::from(i) / 8.0;
                let v = segment[0][1] + t * (segment[1][1] - segment[0][1]);
                let in_bank = drawn.line.medium == Storm && (-350.0..=-270.0).contains(&v);
                let (measured, least) = (-drawn.faces(segment, t)[1], least_cover(drawn));
                if measured < least - 5e-3 && !in_bank {
                    found.push(Violation { what: "cover", lines: vec![drawn], measured, least });
                    break;
                }
            }
        }
    }
    found
}
