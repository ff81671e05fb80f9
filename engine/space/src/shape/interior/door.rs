//! Which rooms open to which, and where in the wall.

use std::collections::BTreeMap;

use geo::Coord;

use super::plan::PlannedRoom;
use super::plane::Axis;
use super::room::RoomUse::{self, Bathroom, Kitchen, Lift, Living, Passage, Stairs};

/// Thinnest and thickest wall that a door goes through, metres.
const WALLS_M: [f64; 2] = [0.05, 0.45];
/// Least wall beside an opening and least clear opening, metres.
const BESIDE_M: f64 = 0.05;
const LEAST_M: f64 = 0.6;
/// Distance of a hinge from the corner of the room, metres.
const FROM_CORNER_M: f64 = 0.2;

/// What closes an opening.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Leaf {
    /// Nothing.
    None,
    /// One leaf that stands open.
    Hinged,
    /// Doors of a lift, shut.
    Shut,
}

/// An opening in a wall between two rooms.
#[derive(Clone, Copy, Debug)]
pub(super) struct Opening {
    /// Rooms before and behind the wall.
    pub rooms: [usize; 2],
    /// Axis that the opening leads along.
    pub axis: Axis,
    /// Faces of the wall on that axis.
    pub wall: [f64; 2],
    /// Jambs, across the axis.
    pub span: [f64; 2],
    pub leaf: Leaf,
    /// Whether the leaf stands in the room behind the wall.
    pub into_second: bool,
}

/// An edge of a room that lies along an axis' other axis.
struct Edge {
    room: usize,
    axis: Axis,
    at: f64,
    span: [f64; 2],
    /// Whether the room lies before the edge.
    before: bool,
}

/// Edges of rooms along the axes; outer rings are counter-clockwise, holes clockwise.
fn edges(rooms: &[PlannedRoom]) -> Vec<Edge> {
    let mut edges = Vec::new();
    for (room, planned) in rooms.iter().enumerate() {
        let rings = std::iter::once(planned.area.exterior()).chain(planned.area.interiors());
        for pair in rings.flat_map(|ring| ring.0.windows(2)) {
            let (Coord { x: ax, y: ay }, Coord { x: bx, y: by }) = (pair[0], pair[1]);
            if (ax - bx).abs() < 1e-4 && (ay - by).abs() > LEAST_M {
                let span = [ay.min(by), ay.max(by)];
                edges.push(Edge { room, axis: Axis::X, at: ax, span, before: by > ay });
            } else if (ay - by).abs() < 1e-4 && (ax - bx).abs() > LEAST_M {
                let span = [ax.min(bx), ax.max(bx)];
                edges.push(Edge { room, axis: Axis::Y, at: ay, span, before: bx < ax });
            }
        }
    }
    edges
}

/// The widest stretch of wall between each two rooms.
fn walls(rooms: &[PlannedRoom]) -> BTreeMap<[usize; 2], Opening> {
    let edges = edges(rooms);
    let mut walls: BTreeMap<[usize; 2], Opening> = BTreeMap::new();
    let mut behind: Vec<&Edge> = edges.iter().filter(|e| !e.before).collect();
    behind.sort_by(|a, b| a.at.total_cmp(&b.at));
    for first in edges.iter().filter(|e| e.before) {
        let from = behind.partition_point(|e| e.at < first.at + WALLS_M[0]);
        let near = behind[from..].iter().take_while(|e| e.at <= first.at + WALLS_M[1]);
        for second in near.filter(|e| e.axis == first.axis && e.room != first.room) {
            let span = [first.span[0].max(second.span[0]), first.span[1].min(second.span[1])];
            if span[1] - span[0] < LEAST_M + 2.0 * BESIDE_M {
                continue;
            }
            let (a, b) = (first.room, second.room);
            let wall = Opening {
                rooms: [a, b],
                axis: first.axis,
                wall: [first.at, second.at],
                span,
                leaf: Leaf::None,
                into_second: false,
            };
            let wide = |o: &Opening| o.span[1] - o.span[0];
            let known = walls.entry([a.min(b), a.max(b)]).or_insert(wall);
            if wide(&wall) > wide(known) + 1e-6 {
                *known = wall;
            }
        }
    }
    walls
}

/// How unlike a door between two rooms is; `None` where there never is one.
fn cost(a: &PlannedRoom, b: &PlannedRoom) -> Option<u32> {
    let is = |use_: RoomUse| a.use_ == use_ || b.use_ == use_;
    let ways = u32::from(a.use_.is_circulation()) + u32::from(b.use_.is_circulation());
    if is(Lift) {
        return (ways == 1 && !is(Stairs)).then_some(1);
    }
    match (a.dwelling, b.dwelling) {
        (None, None) => match ways {
            2 => Some(0),
            1 if is(Stairs) => Some(8),
            1 => Some(2),
            _ => Some(9),
        },
        (Some(x), Some(y)) if x != y => None,
        (Some(_), Some(_)) if is(Living) && is(Passage) => Some(1),
        (Some(_), Some(_)) if is(Living) || is(Passage) => Some(2),
        (Some(_), Some(_)) if is(Bathroom) || is(Kitchen) => Some(4),
        (Some(_), Some(_)) => Some(5),
        _ if ways == 0 => None,
        _ if is(Stairs) => Some(10),
        _ if is(Living) || is(Passage) => Some(3),
        _ if is(Bathroom) => Some(12),
        _ => Some(7),
    }
}

/// Doors so that every room that can is reached from the ways of the storey, each over the likeliest
/// door (a minimum spanning forest after Prim 1957).
pub(super) fn doors(rooms: &[PlannedRoom]) -> Vec<Opening> {
    let walls = walls(rooms);
    let mut reached = vec![false; rooms.len()];
    let mut doors = Vec::new();
    loop {
        let next = walls
            .iter()
            .filter(|([a, b], _)| reached[*a] != reached[*b])
            .filter_map(|([a, b], wall)| {
                let known = if reached[*a] { *a } else { *b };
                // Nothing is reached through a shaft.
                let cost = cost(&rooms[*a], &rooms[*b]).filter(|_| rooms[known].use_ != Lift)?;
                Some((cost, [*a, *b], wall))
            })
            .min_by_key(|(cost, pair, _)| (*cost, *pair));
        if let Some((_, [a, b], wall)) = next {
            let new = if reached[a] { b } else { a };
            reached[new] = true;
            doors.push(door(rooms, *wall, new));
            continue;
        }
        // Ways first; then what no way reaches, for the rooms beyond it.
        let ways = |i: &usize| rooms[*i].use_.is_circulation();
        let left = || (0..rooms.len()).filter(|i| !reached[*i]);
        let Some(root) = left().find(ways).or_else(|| left().next()) else { return doors };
        reached[root] = true;
    }
}

/// Puts a door into a wall.
fn door(rooms: &[PlannedRoom], wall: Opening, new: usize) -> Opening {
    let other = if wall.rooms[0] == new { wall.rooms[1] } else { wall.rooms[0] };
    let (inner, outer) = (rooms[new].use_, rooms[other].use_);
    let ways = inner.is_circulation() && outer.is_circulation() && inner != Stairs && outer != Stairs;
    let open = ways || (inner == Passage && outer == Living) || (inner == Living && outer == Passage);
    let room = wall.span[1] - wall.span[0] - 2.0 * BESIDE_M;
    let wished = match inner {
        _ if ways => 2.4,
        Lift => 1.1,
        Bathroom => 0.8,
        RoomUse::Shop | RoomUse::Hall | RoomUse::Gallery => 1.8,
        RoomUse::Classroom | Stairs | Living => 1.0,
        _ => 0.9,
    };
    let width = room.min(wished);
    let centred = open || inner == Lift || room < width + FROM_CORNER_M;
    let from = wall.span[0]
        + BESIDE_M
        + if centred { (room - width) / 2.0 } else { FROM_CORNER_M.min(room - width) };
    let leaf = match inner {
        Lift => Leaf::Shut,
        _ if open => Leaf::None,
        _ => Leaf::Hinged,
    };
    Opening { span: [from, from + width], leaf, into_second: wall.rooms[1] == new, ..wall }
}
