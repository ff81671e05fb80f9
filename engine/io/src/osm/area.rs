//! Areas: rings from ways, polygons from rings.
//!
//! Roles of members are not believed: which ring is a hole follows from where it lies, because
//! roles are often missing or wrong.

use std::collections::HashMap;

use linli_model::Polygon;

/// Rings found among ways.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Rings {
    /// Closed rings of node ids, the first not repeated.
    pub closed: Vec<Vec<i64>>,
    /// Nodes where a line ends that belongs to no ring.
    pub open_ends: Vec<i64>,
}

/// Joins ways (closed or open, in any direction) into rings.
///
/// Works on single edges: an edge that occurs twice cancels out (two outer rings that share a
/// wall), and a walk that meets itself gives off a ring (rings that touch in a point).
pub(super) fn join(ways: &[&[i64]]) -> Rings {
    let edges = odd_edges(ways);
    let mut nodes: Vec<i64> = edges.iter().flat_map(|(a, b)| [*a, *b]).collect();
    nodes.sort_unstable();
    nodes.dedup();
    let number = |id: i64| nodes.binary_search(&id).unwrap_or_default();
    let mut neighbours: Vec<Vec<(usize, usize)>> = vec![Vec::new(); nodes.len()];
    for (edge, (a, b)) in edges.iter().enumerate() {
        let (a, b) = (number(*a), number(*b));
        neighbours[a].push((b, edge));
        neighbours[b].push((a, edge));
    }
    let rings = Rings { closed: Vec::new(), open_ends: open_ends(&nodes, &neighbours) };
    let mut walk = Walk { nodes, neighbours, used: vec![false; edges.len()], rings };
    for start in 0..walk.nodes.len() {
        walk.from(start);
    }
    walk.rings
}

/// Nodes with a single edge; when there are none, nodes where an odd number of edges meets.
fn open_ends(nodes: &[i64], neighbours: &[Vec<(usize, usize)>]) -> Vec<i64> {
    let with = |wanted: fn(usize) -> bool| -> Vec<i64> {
        nodes.iter().zip(neighbours).filter(|(_, edges)| wanted(edges.len())).map(|(id, _)| *id).collect()
    };
    let single = with(|degree| degree == 1);
    if single.is_empty() { with(|degree| degree % 2 == 1) } else { single }
}

/// Edges that occur an odd number of times, each once, lower node first.
fn odd_edges(ways: &[&[i64]]) -> Vec<(i64, i64)> {
    let mut edges: Vec<(i64, i64)> = ways
        .iter()
        .flat_map(|way| way.windows(2))
        .filter_map(|pair| match *pair {
            [a, b] if a != b => Some((a.min(b), a.max(b))),
            _ => None,
        })
        .collect();
    edges.sort_unstable();
    edges
        .chunk_by(|a, b| a == b)
        .filter(|same| same.len() % 2 == 1)
        .filter_map(|same| same.first().copied())
        .collect()
}

struct Walk {
    nodes: Vec<i64>,
    neighbours: Vec<Vec<(usize, usize)>>,
    used: Vec<bool>,
    rings: Rings,
}

impl Walk {
    /// Walks every unused edge that can be reached from a node.
    fn from(&mut self, start: usize) {
        let mut path = vec![start];
        let mut place_on_path = HashMap::from([(start, 0_usize)]);
        while let Some(&here) = path.last() {
            let Some(next) = self.step(here) else {
                path.pop();
                place_on_path.remove(&here);
                continue;
            };
            if let Some(&first) = place_on_path.get(&next) {
                let ring: Vec<i64> = path[first..].iter().map(|node| self.nodes[*node]).collect();
                for node in path.drain(first + 1..) {
                    place_on_path.remove(&node);
                }
                if ring.len() > 2 {
                    self.rings.closed.push(ring);
                }
            } else {
                place_on_path.insert(next, path.len());
                path.push(next);
            }
        }
    }

    fn step(&mut self, here: usize) -> Option<usize> {
        while let Some((next, edge)) = self.neighbours[here].pop() {
            if !self.used[edge] {
                self.used[edge] = true;
                return Some(next);
            }
        }
        None
    }
}

/// Polygons from rings of places: the ring inside an even number of others is an outer ring, one
/// inside an odd number is a hole of the smallest outer ring around it. Outer rings turn
/// counter-clockwise, holes clockwise. The second value tells for every ring whether it is a hole.
pub(super) fn polygons(rings: Vec<Vec<[f64; 2]>>) -> (Vec<Polygon>, Vec<bool>) {
    let mut order: Vec<Ring> = rings
        .into_iter()
        .enumerate()
        .map(|(number, points)| Ring::new(number, points))
        .filter(|ring| ring.area != 0.0)
        .collect();
    order.sort_by(|a, b| b.area.abs().total_cmp(&a.area.abs()).then(a.number.cmp(&b.number)));
    let mut polygons: Vec<Polygon> = Vec::new();
    let mut polygon_of: Vec<Option<usize>> = Vec::with_capacity(order.len());
    let mut is_hole = vec![false; order.iter().map(|ring| ring.number + 1).max().unwrap_or_default()];
    for (i, ring) in order.iter().enumerate() {
        let around: Vec<usize> = (0..i).filter(|j| order[*j].holds(ring)).collect();
        if around.len().is_multiple_of(2) {
            polygon_of.push(Some(polygons.len()));
            polygons.push(Polygon::new(ring.turned(true)));
        } else {
            polygon_of.push(None);
            let outer = around.iter().rev().find_map(|j| polygon_of[*j]);
            if let Some(polygon) = outer.and_then(|number| polygons.get_mut(number)) {
                polygon.holes.push(ring.turned(false));
            }
            is_hole[ring.number] = true;
        }
    }
    (polygons, is_hole)
}

struct Ring {
    number: usize,
    points: Vec<[f64; 2]>,
    area: f64,
    min: [f64; 2],
    max: [f64; 2],
}

impl Ring {
    fn new(number: usize, points: Vec<[f64; 2]>) -> Self {
        let (mut min, mut max) = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
        for point in &points {
            for k in 0..2 {
                min[k] = min[k].min(point[k]);
                max[k] = max[k].max(point[k]);
            }
        }
        Self { number, area: signed_area(&points), points, min, max }
    }

    /// Whether most of a few edge middles of another ring lie inside this one.
    fn holds(&self, other: &Self) -> bool {
        if (0..2).any(|k| other.min[k] < self.min[k] || other.max[k] > self.max[k]) {
            return false;
        }
        let count = other.points.len();
        let inside = (0..3)
            .filter(|third| {
                let a = other.points[third * count / 3];
                let b = other.points[(third * count / 3 + 1) % count];
                contains(&self.points, [(a[0] + b[0]) / 2.0, (a[1] + b[1]) / 2.0])
            })
            .count();
        inside >= 2
    }

    fn turned(&self, counter_clockwise: bool) -> Vec<[f64; 3]> {
        let points = self.points.iter().map(|p| [p[0], p[1], 0.0]);
        if (self.area > 0.0) == counter_clockwise { points.collect() } else { points.rev().collect() }
    }
}

/// Area of a ring (shoelace formula), positive when counter-clockwise, in squared input units.
pub(super) fn signed_area(ring: &[[f64; 2]]) -> f64 {
    let Some(origin) = ring.first() else { return 0.0 };
    let twice: f64 = ring
        .iter()
        .zip(ring.iter().cycle().skip(1))
        .map(|(a, b)| (a[0] - origin[0]) * (b[1] - origin[1]) - (b[0] - origin[0]) * (a[1] - origin[1]))
        .sum();
    twice / 2.0
}

/// Whether a place lies in a ring (even-odd rule).
pub(super) fn contains(ring: &[[f64; 2]], at: [f64; 2]) -> bool {
    let pairs = ring.iter().zip(ring.iter().cycle().skip(1));
    pairs.fold(false, |inside, (a, b)| {
        let crosses =
            (a[1] > at[1]) != (b[1] > at[1]) && at[0] < (b[0] - a[0]) * (at[1] - a[1]) / (b[1] - a[1]) + a[0];
        inside != crosses
    })
}

/// A place that is surely inside: the middle of the widest stretch on one of a few horizontal
/// lines through the largest polygon.
pub(super) fn interior(polygons: &[Polygon]) -> Option<[f64; 2]> {
    let largest = polygons.iter().max_by(|a, b| a.area_m2().total_cmp(&b.area_m2()))?;
    let heights = largest.exterior.iter().map(|p| p[1]);
    let (low, high) = heights.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), y| (l.min(y), h.max(y)));
    let stretch = [0.5, 0.37, 0.63, 0.21, 0.79].iter().filter_map(|share| {
        let y = low + (high - low) * share;
        let crossings = crossings(largest, y);
        let pairs = crossings.chunks_exact(2).filter_map(|pair| Some((*pair.first()?, *pair.last()?)));
        pairs.max_by(|a, b| (a.1 - a.0).total_cmp(&(b.1 - b.0))).map(|(a, b)| (b - a, [(a + b) / 2.0, y]))
    });
    let widest = stretch.reduce(|best, next| if next.0 > best.0 * 1.2 { next } else { best });
    widest.map(|(_, at)| at).or_else(|| largest.exterior.first().map(|p| [p[0], p[1]]))
}

fn crossings(polygon: &Polygon, y: f64) -> Vec<f64> {
    let mut xs = Vec::new();
    for ring in polygon.rings() {
        for (a, b) in ring.iter().zip(ring.iter().cycle().skip(1)) {
            if (a[1] > y) != (b[1] > y) {
                xs.push((b[0] - a[0]) * (y - a[1]) / (b[1] - a[1]) + a[0]);
            }
        }
    }
    xs.sort_by(f64::total_cmp);
    xs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn open_ways_join_in_any_direction() {
        let rings = join(&[&[1, 2, 3], &[5, 4, 3], &[5, 1]]);
        assert_eq!(rings.closed.len(), 1);
        assert_eq!(rings.closed.first().map(Vec::len), Some(5));
        assert!(rings.open_ends.is_empty());
    }

    #[test]
    fn touching_rings_are_told_apart_and_shared_walls_vanish() {
        let touching = join(&[&[1, 2, 3, 1], &[3, 4, 5, 3]]);
        assert_eq!(touching.closed.len(), 2);
        let shared = join(&[&[1, 2, 3, 4, 1], &[2, 5, 6, 3, 2]]);
        assert_eq!(shared.closed.len(), 1);
        assert_eq!(shared.closed.first().map(Vec::len), Some(6));
    }

    #[test]
    fn a_gap_is_reported_where_it_is() {
        let open = join(&[&[1, 2, 3, 4], &[10, 11, 12, 10]]);
        assert_eq!(open.closed.len(), 1);
        assert_eq!(open.open_ends, vec![1, 4]);
        let spur = join(&[&[1, 2, 3, 1], &[3, 9]]);
        assert_eq!(spur.closed.len(), 1);
        assert_eq!(spur.open_ends, vec![9]);
    }

    fn square(x: f64, y: f64, size: f64) -> Vec<[f64; 2]> {
        vec![[x, y], [x, y + size], [x + size, y + size], [x + size, y]]
    }

    #[test]
    fn holes_and_islands_follow_from_place() {
        let rings = vec![square(2., 2., 6.), square(4., 4., 1.), square(0., 0., 10.), square(20., 0., 3.)];
        let (polygons, is_hole) = polygons(rings);
        assert_eq!(polygons.len(), 3);
        assert_eq!(is_hole, vec![true, false, false, false]);
        let areas: Vec<f64> = polygons.iter().map(Polygon::area_m2).collect();
        assert_eq!(areas, vec![100.0 - 36.0, 9.0, 1.0]);
        let turned = |ring: &[[f64; 3]]| signed_area(&ring.iter().map(|p| [p[0], p[1]]).collect::<Vec<_>>());
        assert!(polygons.iter().all(|p| turned(&p.exterior) > 0.0));
        assert!(polygons.iter().flat_map(|p| &p.holes).all(|hole| turned(hole) < 0.0));
    }

    #[test]
    fn the_inside_of_a_ring_shaped_yard_is_in_the_ring() {
        let (yard, _) = polygons(vec![square(0., 0., 10.), square(1., 1., 8.)]);
        let at = interior(&yard).unwrap_or([f64::NAN; 2]);
        assert!(yard.iter().all(|p| p.contains_xy(at[0], at[1])), "{at:?}");
    }
}
