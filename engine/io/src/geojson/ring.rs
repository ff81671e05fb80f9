//! Rings of polygons: closed, turned, freed of crossings.

use geo::BooleanOps;
use geo::algorithm::bool_ops::FillRule;
use linli_model::{Point3, Polygon};

use super::codes;
use super::shape::Problem;

/// A ring of less area than this share of its box's squared diagonal is a line.
const NO_AREA_SHARE: f64 = 1e-10;
/// Pairs of edges looked at for crossings in one ring; a hostile ring is not searched to the end.
const MOST_PAIRS: usize = 5_000_000;

/// A polygon after mending, and what was done.
pub struct Mending {
    pub polygons: Vec<Polygon>,
    pub mended: Vec<Problem>,
    pub turned: u64,
}

/// As [`polygon`], for formats whose rings run in another direction: the polygons, and what was mended
/// apart from turning.
pub fn of_rings(rings: Vec<Vec<Point3>>) -> Result<(Vec<Polygon>, Vec<Problem>), Problem> {
    polygon(rings).map(|mending| (mending.polygons, mending.mended))
}

/// Makes a polygon of rings as the file has them: the repeated last point dropped, the outer ring
/// counter-clockwise, holes clockwise and inside, no crossings within a ring.
pub fn polygon(rings: Vec<Vec<Point3>>) -> Result<Mending, Problem> {
    let mut mended = Vec::new();
    let mut turned = 0;
    let mut rings = rings.into_iter();
    let exterior = rings.next().ok_or_else(|| Problem::new(&codes::EMPTY, ""))?;
    let mut exterior = cleaned(exterior, 0, &mut mended)?;
    turned += u64::from(turn(&mut exterior, true));
    let mut polygon = Polygon::new(exterior);
    for (i, hole) in rings.enumerate() {
        let checked = cleaned(hole, i + 1, &mut mended).and_then(|hole| {
            let inside = hole.iter().any(|p| polygon.contains_xy(p[0], p[1]));
            if inside { Ok(hole) } else { Err(Problem::new(&codes::BAD_HOLE, "outside the outline")) }
        });
        match checked {
            Ok(mut hole) => {
                turned += u64::from(turn(&mut hole, false));
                polygon.holes.push(hole);
            }
            Err(problem) => {
                let why = format!("ring {}: {}", i + 1, problem.code.english.replace("{}", &problem.detail));
                let why = if problem.code.id == codes::BAD_HOLE.id { problem.detail } else { why };
                mended.push(Problem { below: format!("/{}", i + 1), ..Problem::new(&codes::BAD_HOLE, why) });
            }
        }
    }
    let crossing = polygon.rings().find_map(|ring| crossing(ring));
    let polygons = match crossing {
        None => vec![polygon],
        Some(at) => {
            let valid = made_valid(&polygon);
            if valid.is_empty() {
                return Err(Problem { at: Some(at), ..Problem::new(&codes::NO_AREA, place(at)) });
            }
            mended.push(Problem { at: Some(at), ..Problem::new(&codes::CROSSING, place(at)) });
            valid
        }
    };
    Ok(Mending { polygons, mended, turned })
}

fn place(at: Point3) -> String {
    format!("at {}, {}", at[0], at[1])
}

/// Drops repeated points and refuses rings without area.
fn cleaned(mut ring: Vec<Point3>, number: usize, mended: &mut Vec<Problem>) -> Result<Vec<Point3>, Problem> {
    let below = |problem: Problem| Problem { below: format!("/{number}"), ..problem };
    let same = |a: &Point3, b: &Point3| a[0] == b[0] && a[1] == b[1];
    let given = ring.len();
    let closed = ring.first().zip(ring.last()).is_some_and(|(a, b)| same(a, b));
    ring.dedup_by(|a, b| same(a, b));
    while ring.len() > 1 && ring.first().zip(ring.last()).is_some_and(|(a, b)| same(a, b)) {
        ring.pop();
    }
    if ring.len() < 3 {
        return Err(below(Problem::new(&codes::FEW_POINTS, format!("{} of {given}", ring.len()))));
    }
    if !closed {
        mended.push(below(Problem::new(&codes::OPEN_RING, format!("{given} points"))));
    }
    if signed_area(&ring).abs() <= NO_AREA_SHARE * squared_diagonal(&ring) {
        let at = crossing(&ring);
        let detail =
            at.map_or_else(|| format!("{given} points"), |at| format!("it crosses itself {}", place(at)));
        return Err(below(Problem { at, ..Problem::new(&codes::NO_AREA, detail) }));
    }
    Ok(ring)
}

fn turn(ring: &mut [Point3], counter_clockwise: bool) -> bool {
    let wrong = (signed_area(ring) > 0.0) != counter_clockwise;
    if wrong {
        ring.reverse();
    }
    wrong
}

/// Shoelace formula about the first corner, positive when counter-clockwise.
fn signed_area(ring: &[Point3]) -> f64 {
    let Some(o) = ring.first() else { return 0.0 };
    let next = ring.iter().cycle().skip(1);
    let twice: f64 = ring
        .iter()
        .zip(next)
        .map(|(a, b)| (a[0] - o[0]) * (b[1] - o[1]) - (b[0] - o[0]) * (a[1] - o[1]))
        .sum();
    twice / 2.0
}

fn squared_diagonal(ring: &[Point3]) -> f64 {
    let mut low = [f64::INFINITY; 2];
    let mut high = [f64::NEG_INFINITY; 2];
    for p in ring {
        for k in 0..2 {
            low[k] = low[k].min(p[k]);
            high[k] = high[k].max(p[k]);
        }
    }
    (high[0] - low[0]).powi(2) + (high[1] - low[1]).powi(2)
}

/// A place where two edges of a ring cross properly (not merely touch), by a sweep along x.
fn crossing(ring: &[Point3]) -> Option<Point3> {
    let count = ring.len();
    let mut edges: Vec<(usize, Point3, Point3)> =
        ring.iter().zip(ring.iter().cycle().skip(1)).enumerate().map(|(i, (a, b))| (i, *a, *b)).collect();
    edges.sort_by(|e, f| e.1[0].min(e.2[0]).total_cmp(&f.1[0].min(f.2[0])));
    let mut pairs = 0;
    for (n, (i, a, b)) in edges.iter().enumerate() {
        let right = a[0].max(b[0]);
        let (low, high) = (a[1].min(b[1]), a[1].max(b[1]));
        for (j, c, d) in edges.iter().skip(n + 1) {
            if c[0].min(d[0]) > right {
                break;
            }
            pairs += 1;
            if pairs > MOST_PAIRS {
                return None;
            }
            let neighbours = i.abs_diff(*j) <= 1 || i.abs_diff(*j) == count - 1;
            if neighbours || c[1].min(d[1]) > high || c[1].max(d[1]) < low {
                continue;
            }
            if let Some(at) = proper_crossing(*a, *b, *c, *d) {
                return Some(at);
            }
        }
    }
    None
}

fn proper_crossing(a: Point3, b: Point3, c: Point3, d: Point3) -> Option<Point3> {
    let side =
        |p: Point3, q: Point3, r: Point3| (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]);
    let (from, to) = (side(c, d, a), side(c, d, b));
    let apart = from * to < 0.0 && side(a, b, c) * side(a, b, d) < 0.0;
    apart.then(|| {
        let share = from / (from - to);
        std::array::from_fn(|k| a[k] + share * (b[k] - a[k]))
    })
}

/// The region that a polygon covers by the even-odd rule, as polygons without crossings. Heights
/// become the mean of the outer ring.
fn made_valid(polygon: &Polygon) -> Vec<Polygon> {
    let line = |ring: &Vec<Point3>| -> geo::LineString { ring.iter().map(|p| (p[0], p[1])).collect() };
    let holes = polygon.holes.iter().map(line).collect();
    let crossed = geo::Polygon::new(line(&polygon.exterior), holes);
    let nothing = geo::MultiPolygon::<f64>::new(Vec::new());
    let valid = crossed.union_with_fill_rule(&nothing, FillRule::EvenOdd);
    let z = polygon.exterior.iter().map(|p| p[2]).sum::<f64>() / polygon.exterior.len().max(1) as f64;
    let ring = |line: &geo::LineString, outer: bool| {
        let mut ring: Vec<Point3> = line.coords().map(|c| [c.x, c.y, z]).collect();
        ring.pop();
        turn(&mut ring, outer);
        ring
    };
    valid
        .iter()
        .map(|part| Polygon {
            exterior: ring(part.exterior(), true),
            holes: part.interiors().iter().map(|hole| ring(hole, false)).collect(),
        })
        .filter(|part| part.exterior.len() >= 3)
        .collect()
}
