//! The plan of a storey, raised: floors, walls with their openings, doors, furniture.

use geo::{BooleanOps as _, Coord, LineString, MultiPolygon};
use linli_model::{FaceKind, Point3};

use super::door::{Leaf, Opening};
use super::furniture::Block;
use super::plan::PlannedRoom;
use super::plane::{PlanAxes, Region, rectangle};
use super::room::{CUT_COLOUR, RoomUse};
use super::window::{Pane, Windows};
use crate::Triangulator;
use crate::shape::builder::{ShapeBuilder, Skin};

/// Thickness of the floor slab and of the finish on it, metres.
const SLAB_M: f64 = 0.2;
const FINISH_M: f64 = 0.02;
/// Top of doors, thickness of leaves, metres.
const DOOR_HEAD_M: f64 = 2.1;
const LEAF_M: f64 = 0.05;
/// How far openings reach beyond the wall so that nothing of it stays, metres.
const BEYOND_M: f64 = 0.02;

const INSIDE: Skin = (FaceKind::Interior, Some([238, 236, 230]));
const CUT: Skin = (FaceKind::Interior, Some(CUT_COLOUR));
const GLASS: Skin = (FaceKind::Window, None);
const LEAF: Skin = (FaceKind::Door, Some([150, 110, 74]));
const LIFT_DOOR: Skin = (FaceKind::Door, Some([168, 172, 176]));

/// Heights of a storey and the colour of its façade.
#[derive(Clone, Copy, Debug)]
pub(super) struct Levels {
    pub floor: f64,
    /// Where walls are cut.
    pub cut: f64,
    pub facade: Option<[u8; 3]>,
}

/// Puts a storey together.
pub(super) struct Raised<'a> {
    pub builder: &'a mut ShapeBuilder,
    pub axes: PlanAxes,
    pub levels: Levels,
}

fn floor_colour(use_: RoomUse) -> [u8; 3] {
    match use_ {
        RoomUse::Living | RoomUse::Bedroom | RoomUse::Passage => [200, 170, 132],
        RoomUse::Kitchen | RoomUse::Bathroom => [198, 208, 210],
        RoomUse::Corridor | RoomUse::Lobby => [206, 202, 194],
        RoomUse::Stairs => [172, 170, 164],
        RoomUse::Lift => [54, 56, 60],
        RoomUse::Office | RoomUse::Meeting => [146, 156, 166],
        RoomUse::Classroom => [190, 182, 150],
        RoomUse::Shop => [214, 206, 196],
        RoomUse::Ward => [186, 206, 200],
        RoomUse::Gallery | RoomUse::Hall => [196, 182, 160],
        RoomUse::Service | RoomUse::Storage => [160, 158, 152],
        RoomUse::Unspecified => [180, 180, 178],
    }
}

impl Raised<'_> {
    fn at(&mut self, [x, y]: [f64; 2], z: f64) -> u32 {
        let [x, y] = self.axes.to_scene([x, y]);
        self.builder.vertex([x, y, z])
    }

    fn quad(&mut self, corners: [([f64; 2], f64); 4], skin: Skin) {
        let corners = corners.map(|(p, z)| self.at(p, z));
        self.builder.quad(corners, skin);
    }

    /// An upright face from one place to another, seen from its right.
    fn face(&mut self, a: [f64; 2], b: [f64; 2], [low, high]: [f64; 2], skin: Skin) {
        if high > low {
            self.quad([(a, low), (b, low), (b, high), (a, high)], skin);
        }
    }

    /// A polygon seen from above.
    fn lid(&mut self, polygon: &geo::Polygon, z: f64, skin: Skin) {
        let open = |ring: &LineString| -> Vec<Point3> {
            ring.0.iter().take(ring.0.len().saturating_sub(1)).map(|c| [c.x, c.y, 0.0]).collect()
        };
        let flat = linli_model::Polygon {
            exterior: open(polygon.exterior()),
            holes: polygon.interiors().iter().map(open).collect(),
        };
        let corners: Vec<u32> = flat.rings().flatten().map(|p| self.at([p[0], p[1]], z)).collect();
        let mut triangles = Vec::new();
        Triangulator::new().polygon(&flat, &mut triangles);
        for triangle in triangles {
            self.builder.triangle(triangle.map(|i| corners[i as usize]), skin);
        }
    }

    /// The slab under the storey, its edge with the façade's colour, and the finish of each room.
    pub(super) fn floors(&mut self, outline: &Region, rooms: &[PlannedRoom]) {
        let (floor, facade) = (self.levels.floor, (FaceKind::Wall, self.levels.facade));
        for polygon in outline {
            self.lid(polygon, floor - FINISH_M, (FaceKind::Interior, Some([150, 148, 142])));
            for (a, b) in edges(polygon) {
                self.face(a, b, [floor - SLAB_M, floor - FINISH_M], facade);
            }
        }
        for room in rooms {
            self.lid(&room.area, floor, (FaceKind::Interior, Some(floor_colour(room.use_))));
        }
    }

    /// Walls: all of the outline that is neither room nor opening.
    pub(super) fn walls(&mut self, outline: &Region, solid: &Region) {
        let facade = (FaceKind::Wall, self.levels.facade);
        let rims: Vec<_> = outline.iter().flat_map(edges).collect();
        let span = [self.levels.floor - FINISH_M, self.levels.cut];
        for polygon in solid {
            self.lid(polygon, self.levels.cut, CUT);
            for (a, b) in edges(polygon) {
                let outside = rims.iter().any(|(p, q)| [a, b].iter().all(|r| on_line(*p, *q, *r)));
                self.face(a, b, span, if outside { facade } else { INSIDE });
            }
        }
    }

    /// Sill, pane and lintel of each window.
    pub(super) fn windows(&mut self, windows: &Windows) {
        let Levels { floor, cut, facade } = self.levels;
        let (sill, head) = ((floor + windows.sill_m).min(cut), (floor + windows.head_m).min(cut));
        for Pane { outer: [a, b], through } in &windows.panes {
            let inner = |p: &[f64; 2]| [p[0] + through[0], p[1] + through[1]];
            let half = |p: &[f64; 2]| [p[0] + through[0] / 2.0, p[1] + through[1] / 2.0];
            let ring = [*a, *b, inner(b), inner(a)];
            for (low, high, top) in [(floor - FINISH_M, sill, INSIDE), (head, cut, CUT)] {
                self.face(*a, *b, [low, high], (FaceKind::Wall, facade));
                self.face(inner(b), inner(a), [low, high], INSIDE);
                if high > low {
                    self.quad(ring.map(|p| (p, high)), top);
                }
            }
            if cut > head {
                let mut under = ring.map(|p| (p, head));
                under.reverse();
                self.quad(under, INSIDE);
            }
            self.face(half(a), half(b), [sill, head], GLASS);
            self.face(half(b), half(a), [sill, head], GLASS);
        }
    }

    /// Lintels and leaves.
    pub(super) fn doors(&mut self, doors: &[Opening]) {
        let Levels { floor, cut, .. } = self.levels;
        let head = (floor + DOOR_HEAD_M).min(cut);
        for door in doors {
            let ring = ring_of(door, door.wall, door.span);
            if cut > head {
                let mut under = ring.map(|p| (p, head));
                under.reverse();
                self.quad(under, INSIDE);
                self.quad(ring.map(|p| (p, cut)), CUT);
                for face in faces_of(door) {
                    self.face(face[0], face[1], [head, cut], INSIDE);
                }
            }
            match door.leaf {
                Leaf::None => {}
                Leaf::Shut => {
                    let middle = f64::midpoint(door.wall[0], door.wall[1]);
                    for face in faces_of(&Opening { wall: [middle, middle], ..*door }) {
                        self.face(face[0], face[1], [floor, head], LIFT_DOOR);
                    }
                }
                Leaf::Hinged => self.leaf(door, head),
            }
        }
    }

    /// A leaf that stands at a right angle to its wall.
    fn leaf(&mut self, door: &Opening, head: f64) {
        let width = (door.span[1] - door.span[0]).min(1.0);
        let [near, far] = door.wall;
        let on = if door.into_second { [far, far + width] } else { [near - width, near] };
        let ring = ring_of(door, on, [door.span[0], door.span[0] + LEAF_M]);
        let span = [self.levels.floor + 0.005, head - 0.03];
        if span[1] <= span[0] {
            return;
        }
        let hinge = if door.into_second { far } else { near };
        for k in 0..4 {
            let (a, b) = (ring[k], ring[(k + 1) % 4]);
            // The edge at the wall is not seen.
            if [a, b].iter().any(|p| (door.axis.of(*p) - hinge).abs() > 1e-9) {
                self.face(a, b, span, LEAF);
            }
        }
        self.quad(ring.map(|p| (p, span[1])), LEAF);
    }

    /// Upright sides and top of a block.
    fn block_of(&mut self, ring: [[f64; 2]; 4], [low, high]: [f64; 2], skin: Skin) {
        if high <= low {
            return;
        }
        for k in 0..4 {
            self.face(ring[k], ring[(k + 1) % 4], [low, high], skin);
        }
        self.quad(ring.map(|p| (p, high)), skin);
    }

    pub(super) fn block(&mut self, block: &Block) {
        let ([x0, y0], [x1, y1]) = (block.low, block.high);
        let (low, high) = (self.levels.floor, (self.levels.floor + block.height_m).min(self.levels.cut));
        self.block_of(
            [[x0, y0], [x1, y0], [x1, y1], [x0, y1]],
            [low, high],
            (FaceKind::Interior, Some(block.colour)),
        );
    }
}

/// What is wall: the outline less rooms, doors and windows.
pub(super) fn solid_walls(
    outline: &Region,
    rooms: &[PlannedRoom],
    doors: &[Opening],
    windows: &Windows,
) -> Region {
    let rooms = MultiPolygon::new(rooms.iter().map(|room| room.area.clone()).collect());
    let doors = doors.iter().map(|d| rectangle(d.axis, [d.wall[0] - BEYOND_M, d.wall[1] + BEYOND_M], d.span));
    let panes = windows.panes.iter().map(|pane| {
        let [a, b] = pane.outer;
        let [dx, dy] = pane.through;
        let size = dx.hypot(dy).max(1e-9);
        let (nx, ny) = (dx / size * BEYOND_M, dy / size * BEYOND_M);
        let out = |p: [f64; 2]| Coord { x: p[0] - nx, y: p[1] - ny };
        let within = |p: [f64; 2]| Coord { x: p[0] + dx + nx, y: p[1] + dy + ny };
        geo::Polygon::new(LineString(vec![out(a), out(b), within(b), within(a)]), Vec::new())
    });
    let openings: Vec<geo::Polygon> = doors.chain(panes).collect();
    let walls = outline.difference(&rooms);
    if openings.is_empty() { walls } else { walls.difference(&geo::unary_union(&openings)) }
}

/// Corners of a rectangle on an opening's axes, counter-clockwise.
fn ring_of(door: &Opening, on: [f64; 2], across: [f64; 2]) -> [[f64; 2]; 4] {
    let polygon = rectangle(door.axis, on, across);
    let mut ring: [[f64; 2]; 4] =
        std::array::from_fn(|i| polygon.exterior().0.get(i).map_or([0.0; 2], |c| [c.x, c.y]));
    let twice: f64 =
        (0..4).map(|i| ring[i][0] * ring[(i + 1) % 4][1] - ring[(i + 1) % 4][0] * ring[i][1]).sum();
    if twice < 0.0 {
        ring.reverse();
    }
    ring
}

/// The two faces of the wall across an opening, each seen from its right.
fn faces_of(door: &Opening) -> [[[f64; 2]; 2]; 2] {
    let at = |i: usize, k: usize| door.axis.point(door.wall[i], door.span[k]);
    match door.axis {
        super::plane::Axis::X => [[at(0, 1), at(0, 0)], [at(1, 0), at(1, 1)]],
        super::plane::Axis::Y => [[at(0, 0), at(0, 1)], [at(1, 1), at(1, 0)]],
    }
}

fn edges(polygon: &geo::Polygon) -> Vec<([f64; 2], [f64; 2])> {
    let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
    rings.flat_map(|r| r.0.windows(2)).map(|w| ([w[0].x, w[0].y], [w[1].x, w[1].y])).collect()
}

/// Whether a place lies on a straight edge.
fn on_line(a: [f64; 2], b: [f64; 2], p: [f64; 2]) -> bool {
    let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
    let long = dx.hypot(dy).max(1e-9);
    let along = ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / long;
    let beside = ((p[0] - a[0]) * dy - (p[1] - a[1]) * dx) / long;
    beside.abs() < 1e-4 && along > -1e-4 && along < long + 1e-4
}
