//! Windows in the outer wall: one or more for each room that has a façade.

use super::plan::PlannedRoom;
use super::plane::Region;
use super::room::RoomUse;

/// Outer walls up to this are looked for rooms behind them, metres.
const MOST_WALL_M: f64 = 0.6;
/// Wall beside a window at the ends of a room's façade, and the least stretch with a window, metres.
const BESIDE_M: f64 = 0.2;
const LEAST_M: f64 = 0.5;
/// Longest stretch of one window, metres.
const BAY_M: f64 = 4.2;
/// Sill where the ratio leaves a choice, lowest sill, and wall above windows, metres.
const SILL_M: f64 = 0.9;
const LOW_SILL_M: f64 = 0.1;
const ABOVE_M: f64 = 0.5;
/// Most of a bay that is glass.
const MOST_GLASS: f64 = 0.96;

/// A window.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pane {
    /// Jambs on the outer face of the wall, with the wall's inside to their left.
    pub outer: [[f64; 2]; 2],
    /// Direction through the wall to the inside, as long as the wall is thick.
    pub through: [f64; 2],
}

/// The windows of a storey.
#[derive(Clone, Debug, Default)]
pub(super) struct Windows {
    pub panes: Vec<Pane>,
    pub sill_m: f64,
    pub head_m: f64,
    /// Window area over façade area from floor to floor.
    pub ratio: f64,
}

/// A stretch of outer wall with a room behind it.
struct Bay {
    from: [f64; 2],
    along: [f64; 2],
    span: [f64; 2],
    wall: f64,
}

/// Windows with a share of the façade, as near to `ratio` as the rooms' façades allow.
pub(super) fn windows(outline: &Region, rooms: &[PlannedRoom], ratio: f64, height_m: f64) -> Windows {
    let (bays, facade_m) = bays(outline, rooms);
    let head_m = height_m - ABOVE_M;
    let glass: f64 = bays.iter().map(|b| b.span[1] - b.span[0]).sum();
    let wanted = ratio * facade_m * height_m;
    if glass <= 0.0 || wanted <= 0.0 || head_m <= SILL_M + 0.3 {
        return Windows::default();
    }
    let part = |sill: f64| wanted / (glass * (head_m - sill));
    let sill_m = match part(SILL_M) <= MOST_GLASS {
        true => SILL_M,
        false => (head_m - wanted / (glass * MOST_GLASS)).max(LOW_SILL_M),
    };
    let part = part(sill_m).min(MOST_GLASS);
    let panes = bays.iter().map(|bay| bay.pane(part)).collect();
    Windows { panes, sill_m, head_m, ratio: part * glass * (head_m - sill_m) / (facade_m * height_m) }
}

impl Bay {
    fn pane(&self, part: f64) -> Pane {
        let beside = (1.0 - part) * (self.span[1] - self.span[0]) / 2.0;
        let at = |s: f64| [self.from[0] + s * self.along[0], self.from[1] + s * self.along[1]];
        Pane {
            outer: [at(self.span[0] + beside), at(self.span[1] - beside)],
            through: [-self.along[1] * self.wall, self.along[0] * self.wall],
        }
    }
}

fn has_window(use_: RoomUse) -> bool {
    !matches!(use_, RoomUse::Lift | RoomUse::Service | RoomUse::Storage)
}

/// Bays of all rooms, and the length of the whole façade, metres.
fn bays(outline: &Region, rooms: &[PlannedRoom]) -> (Vec<Bay>, f64) {
    let edges = |polygon: &geo::Polygon| -> Vec<[[f64; 2]; 2]> {
        let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
        rings.flat_map(|r| r.0.windows(2)).map(|w| [[w[0].x, w[0].y], [w[1].x, w[1].y]]).collect()
    };
    let inner: Vec<[[f64; 2]; 2]> =
        rooms.iter().filter(|room| has_window(room.use_)).flat_map(|room| edges(&room.area)).collect();
    let (mut bays, mut facade_m) = (Vec::new(), 0.0);
    for [a, b] in outline.iter().flat_map(edges) {
        let long = (b[0] - a[0]).hypot(b[1] - a[1]);
        if long < 1e-6 {
            continue;
        }
        facade_m += long;
        let along = [(b[0] - a[0]) / long, (b[1] - a[1]) / long];
        let place = |p: [f64; 2]| {
            let (dx, dy) = (p[0] - a[0], p[1] - a[1]);
            [dx * along[0] + dy * along[1], dy * along[0] - dx * along[1]]
        };
        for [p, q] in &inner {
            let (p, q) = (place(*p), place(*q));
            let behind = (p[1] - q[1]).abs() < 1e-3 && p[1] > 0.05 && p[1] < MOST_WALL_M;
            let span = [p[0].max(0.0) + BESIDE_M, q[0].min(long) - BESIDE_M];
            let stretch = span[1] - span[0];
            if !behind || stretch < LEAST_M {
                continue;
            }
            let count = (stretch / BAY_M).ceil().max(1.0);
            for i in 0..count as usize {
                let at = |k: usize| span[0] + stretch * k as f64 / count;
                bays.push(Bay { from: a, along, span: [at(i), at(i + 1)], wall: p[1] });
            }
        }
    }
    (bays, facade_m)
}
