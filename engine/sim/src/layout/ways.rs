//! Ways of a layout: the fire lane around a parcel, its link to the streets, walks through its courts.

use linli_model::{Access, Geometry, Kind, ModeAccess, Oneway, Point3, Street, StreetClass};

use super::elements::Maker;
use super::massing::Massing;
use super::parcel::ParcelSite;
use super::prepare::nearest_on_ring;

/// Width of a walk, and from its edge to a building at least, metres.
const WALK_M: f64 = 3.0;
const WALK_GAP_M: f64 = 1.0;
/// Numbers of nodes, behind those of the lane, where walks cross and where a street has no number.
const CROSSING: i64 = 9_000;
const AT_STREET: i64 = 9_999;

impl Maker<'_> {
    /// The fire lane with its link, and walks from its one side to the other.
    pub(super) fn ways(&mut self, massing: &Massing) {
        let mut ring = self.parcel.lane.clone();
        let mut join = |at: [f64; 2]| {
            let (edge, place) = nearest_on_ring(&ring, at)?;
            ring.insert(edge + 1, place);
            Some(place)
        };
        let gate = self.parcel.gate.clone();
        let link = gate.as_ref().and_then(|gate| join(gate.at));
        let walks: Vec<[[f64; 2]; 2]> =
            walks(self.parcel, massing).into_iter().filter_map(|[a, b]| Some([join(a)?, join(b)?])).collect();
        let node_of = |place: [f64; 2]| {
            let at = ring.iter().position(|corner| *corner == place).unwrap_or_default();
            self.first_node + at as i64
        };
        let mut made: Vec<(&str, Street, Vec<[f64; 2]>)> = Vec::new();
        let mut nodes: Vec<i64> = (0..ring.len() as i64).map(|i| self.first_node + i).collect();
        let mut line = ring.clone();
        if let (Some(first), Some(node)) = (line.first().copied(), nodes.first().copied()) {
            line.push(first);
            nodes.push(node);
        }
        let width_m = self.rules.fire_lane;
        made.push(("fire-lane", way(StreetClass::LivingStreet, width_m, nodes), line));
        if let (Some(from), Some(gate)) = (link, gate) {
            // Streets meet by number where they have one, else where their points are the same.
            let end = gate.node.unwrap_or(self.first_node + AT_STREET);
            let street = way(StreetClass::LivingStreet, width_m, vec![node_of(from), end]);
            made.push(("access", street, vec![from, gate.at]));
        }
        let crossing = match walks.as_slice() {
            [one, other] => crossing(*one, *other),
            _ => None,
        };
        for ([a, b], name) in walks.iter().zip(["walk-1", "walk-2"]) {
            let (mut line, mut nodes) = (vec![*a, *b], vec![node_of(*a), node_of(*b)]);
            if let Some(at) = crossing {
                line.insert(1, at);
                nodes.insert(1, self.first_node + CROSSING);
            }
            made.push((name, way(StreetClass::Footway, WALK_M, nodes), line));
        }
        for (name, street, line) in made {
            let points: Vec<Point3> = line.iter().map(|p| [p[0], p[1], 0.0]).collect();
            let key = self.key(name);
            self.add(key, Kind::Street(street), Geometry::Line(points));
        }
    }
}

/// A walk across the parcel from south to north and one from west to east, each as near to the middle as buildings
/// leave room, from the lane to the lane; so courts are open to the streets and parks around.
fn walks(parcel: &ParcelSite, massing: &Massing) -> Vec<[[f64; 2]; 2]> {
    let grid = &parcel.grid;
    let wide = ((WALK_M + 2.0 * WALK_GAP_M) / grid.frame.cell_m).ceil().max(1.0) as u32;
    // Columns or rows that no building on the ground stands in, from the middle outwards.
    let free = |axis: usize, size: u32| {
        let mut starts: Vec<u32> = (0..(size + 1).saturating_sub(wide)).collect();
        let middle = size.saturating_sub(wide) / 2;
        starts.sort_by_key(|start| start.abs_diff(middle));
        let stands = |start: u32| {
            let mut ground = massing.blocks.iter().filter(|block| block.below == 0);
            ground.any(|b| b.cells[axis] < start + wide && start < b.cells[axis] + b.cells[axis + 2])
        };
        starts.into_iter().find(|start| !stands(*start)).map(|start| f64::from(start) + f64::from(wide) / 2.0)
    };
    let south_north = free(0, grid.columns).map(|x| [grid.frame.place(x, 0.0), grid.frame.place(x, 1.0)]);
    let west_east = free(1, grid.rows).map(|y| [grid.frame.place(0.0, y), grid.frame.place(1.0, y)]);
    [south_north, west_east].into_iter().flatten().filter_map(|line| across(&parcel.lane, line)).collect()
}

/// Where a line through two points first and last meets a ring.
fn across(ring: &[[f64; 2]], [a, b]: [[f64; 2]; 2]) -> Option<[[f64; 2]; 2]> {
    let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
    let side = |p: &[f64; 2]| (p[0] - a[0]) * dy - (p[1] - a[1]) * dx;
    let along = |p: &[f64; 2]| (p[0] - a[0]) * dx + (p[1] - a[1]) * dy;
    let mut met: Vec<[f64; 2]> = Vec::new();
    for (p, q) in ring.iter().zip(ring.iter().cycle().skip(1)) {
        let (s, t) = (side(p), side(q));
        if (s <= 0.0) != (t <= 0.0) {
            let share = s / (s - t);
            met.push([p[0] + share * (q[0] - p[0]), p[1] + share * (q[1] - p[1])]);
        }
    }
    let first = met.iter().copied().min_by(|p, q| along(p).total_cmp(&along(q)))?;
    let last = met.iter().copied().max_by(|p, q| along(p).total_cmp(&along(q)))?;
    (first != last).then_some([first, last])
}

/// Where two walks cross.
fn crossing([a, b]: [[f64; 2]; 2], [c, d]: [[f64; 2]; 2]) -> Option<[f64; 2]> {
    let (r, s) = ([b[0] - a[0], b[1] - a[1]], [d[0] - c[0], d[1] - c[1]]);
    let cross = r[0] * s[1] - r[1] * s[0];
    let (t, u) = (
        ((c[0] - a[0]) * s[1] - (c[1] - a[1]) * s[0]) / cross,
        ((c[0] - a[0]) * r[1] - (c[1] - a[1]) * r[0]) / cross,
    );
    let inside = |share: f64| share > 0.0 && share < 1.0;
    (inside(t) && inside(u)).then_some([a[0] + t * r[0], a[1] + t * r[1]])
}

/// A lane for all, or a walk for people and bicycles.
fn way(class: StreetClass, width_m: f64, nodes: Vec<i64>) -> Street {
    let car = if class == StreetClass::Footway { Access::No } else { Access::Yes };
    Street {
        class,
        width_m: Some(width_m),
        lanes: (car == Access::Yes).then_some(1),
        oneway: Oneway::No,
        surface: Some(if car == Access::Yes { "asphalt" } else { "paving_stones" }.to_owned()),
        bridge: false,
        tunnel: false,
        layer: 0,
        speed_kmh: (car == Access::Yes).then_some(15.0),
        access: ModeAccess { walk: Access::Yes, cycle: Access::Yes, car },
        area: false,
        nodes,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn walks_meet_the_lane_and_each_other() {
        let ring = [[0.0, 0.0], [40.0, 0.0], [40.0, 30.0], [0.0, 30.0]];
        let up = across(&ring, [[10.0, 0.0], [10.0, 1.0]]);
        assert_eq!(up, Some([[10.0, 0.0], [10.0, 30.0]]));
        let right = across(&ring, [[0.0, 12.0], [1.0, 12.0]]);
        assert_eq!(right, Some([[0.0, 12.0], [40.0, 12.0]]));
        assert_eq!(up.zip(right).and_then(|(up, right)| crossing(up, right)), Some([10.0, 12.0]));
        assert_eq!(across(&ring, [[50.0, 0.0], [50.0, 1.0]]), None);
        assert_eq!(crossing([[0.0, 0.0], [1.0, 0.0]], [[0.0, 1.0], [1.0, 1.0]]), None);
    }
}
