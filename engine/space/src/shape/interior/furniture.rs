//! Simple furniture by the use of a room, so that a picture reads as flats, offices, classrooms, shops.

use geo::{Contains as _, Coord, Rect};

use super::door::Opening;
use super::plan::PlannedRoom;
use super::plane::Axis;
use super::room::RoomUse;

/// Distance of furniture from walls, and kept free in front of doors, metres.
const FROM_WALL_M: f64 = 0.06;
const CLEAR_M: f64 = 0.9;
/// Most blocks of one kind that stand in rows in one room.
const MOST_IN_ROWS: usize = 16;

const WOOD: [u8; 3] = [158, 118, 80];
const CLOTH: [u8; 3] = [118, 132, 148];
const LINEN: [u8; 3] = [226, 222, 214];
const WHITE: [u8; 3] = [232, 233, 232];
const STEEL: [u8; 3] = [140, 146, 152];
const GREEN: [u8; 3] = [96, 128, 104];

/// A block on the floor, along the storey's axes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Block {
    pub low: [f64; 2],
    pub high: [f64; 2],
    pub height_m: f64,
    pub colour: [u8; 3],
}

/// Length along a wall, depth, height, colour.
type Piece = (f64, f64, f64, [u8; 3]);

/// Pieces that stand at a wall, the most important first.
fn at_walls(use_: RoomUse, area_m2: f64) -> &'static [Piece] {
    const BED: Piece = (1.8, 2.0, 0.45, LINEN);
    const WARDROBE: Piece = (1.6, 0.6, 2.2, WOOD);
    const SOFA: Piece = (2.1, 0.9, 0.7, CLOTH);
    const TABLE: Piece = (1.4, 0.8, 0.75, WOOD);
    const COUNTER: Piece = (2.0, 0.6, 0.9, WHITE);
    const BATH: Piece = (1.5, 0.7, 0.55, WHITE);
    const BASIN: Piece = (0.6, 0.45, 0.85, WHITE);
    const SHELF: Piece = (1.8, 0.45, 2.0, WOOD);
    match use_ {
        RoomUse::Bedroom if area_m2 < 8.0 => &[(1.0, 2.0, 0.45, LINEN), (0.9, 0.55, 2.2, WOOD)],
        RoomUse::Bedroom => &[BED, WARDROBE],
        RoomUse::Living if area_m2 < 12.0 => &[(1.2, 2.0, 0.45, LINEN), TABLE],
        RoomUse::Living => &[SOFA, (1.6, 0.4, 0.5, WOOD), TABLE],
        RoomUse::Kitchen => &[COUNTER, (0.7, 0.7, 1.8, STEEL)],
        RoomUse::Bathroom => &[BATH, BASIN],
        RoomUse::Ward => &[(0.95, 2.0, 0.6, LINEN), (0.95, 2.0, 0.6, LINEN), WARDROBE],
        RoomUse::Shop => &[(2.4, 0.7, 1.05, WOOD)],
        RoomUse::Classroom => &[(1.6, 0.6, 0.8, WOOD)],
        RoomUse::Storage | RoomUse::Gallery => &[SHELF, SHELF, SHELF],
        RoomUse::Office => &[SHELF],
        RoomUse::Meeting | RoomUse::Lobby | RoomUse::Corridor | RoomUse::Stairs | RoomUse::Lift => &[],
        RoomUse::Passage | RoomUse::Hall | RoomUse::Service | RoomUse::Unspecified => &[],
    }
}

/// Pieces that stand in rows: the block, and how far the next ones are along and across.
fn in_rows(use_: RoomUse) -> Option<(Piece, [f64; 2])> {
    match use_ {
        RoomUse::Office => Some(((2.8, 1.4, 0.74, WOOD), [3.8, 3.0])),
        RoomUse::Meeting => Some(((2.6, 1.2, 0.74, WOOD), [9.0, 9.0])),
        RoomUse::Classroom => Some(((1.2, 0.5, 0.72, WOOD), [2.0, 1.5])),
        RoomUse::Shop => Some(((3.2, 0.8, 1.5, STEEL), [4.8, 2.4])),
        RoomUse::Gallery => Some(((2.4, 1.2, 0.75, GREEN), [5.0, 4.0])),
        _ => None,
    }
}

/// Furniture of a room that keeps its doors free.
pub(super) fn furniture(room: &PlannedRoom, index: usize, doors: &[Opening]) -> Vec<Block> {
    use geo::{Area as _, BoundingRect as _};
    let Some(bounds) = room.area.bounding_rect() else { return Vec::new() };
    let mut taken: Vec<Rect> = doors.iter().filter(|d| d.rooms.contains(&index)).map(clear_space).collect();
    let mut blocks = Vec::new();
    for piece in at_walls(room.use_, room.area.unsigned_area()) {
        let place = wall_places(&bounds, *piece).find(|rect| is_free(room, rect, &taken));
        if let Some(rect) = place {
            taken.push(rect);
            blocks.push(block(rect, *piece));
        }
    }
    if let Some((piece, pitch)) = in_rows(room.use_) {
        let rects = rows(&bounds, piece, pitch).into_iter().filter(|rect| is_free(room, rect, &taken));
        let rects: Vec<Rect> = rects.take(MOST_IN_ROWS).collect();
        blocks.extend(rects.into_iter().map(|rect| block(rect, piece)));
    }
    blocks
}

fn block(rect: Rect, (_, _, height_m, colour): Piece) -> Block {
    Block { low: rect.min().into(), high: rect.max().into(), height_m, colour }
}

/// In front of a door, on both sides of the wall.
fn clear_space(door: &Opening) -> Rect {
    let corner = |on: f64, across: f64| {
        let [x, y] = door.axis.point(on, across);
        Coord { x, y }
    };
    let [near, far] = door.wall;
    Rect::new(corner(near - CLEAR_M, door.span[0] - 0.1), corner(far + CLEAR_M, door.span[1] + 0.1))
}

fn is_free(room: &PlannedRoom, rect: &Rect, taken: &[Rect]) -> bool {
    let apart = |other: &Rect| {
        let (a, b) = ([rect.min(), rect.max()], [other.min(), other.max()]);
        a[1].x <= b[0].x || b[1].x <= a[0].x || a[1].y <= b[0].y || b[1].y <= a[0].y
    };
    taken.iter().all(apart) && room.area.contains(&rect.to_polygon())
}

/// Places along the four sides of a room, from the corners to the middle.
fn wall_places(bounds: &Rect, (long, deep, ..): Piece) -> impl Iterator<Item = Rect> {
    let low: [f64; 2] = bounds.min().into();
    let high: [f64; 2] = bounds.max().into();
    let mut places = Vec::new();
    for part in [1.0, 0.0, 0.5, 0.75, 0.25] {
        for (axis, at_high) in [(Axis::Y, false), (Axis::Y, true), (Axis::X, false), (Axis::X, true)] {
            // `axis` leads away from the wall; the piece lies along the other.
            let other = axis.other();
            let room = other.of(high) - other.of(low) - long - 2.0 * FROM_WALL_M;
            let deep_room = axis.of(high) - axis.of(low) - deep - 2.0 * FROM_WALL_M;
            if room < 0.0 || deep_room < 0.0 {
                continue;
            }
            let from = other.of(low) + FROM_WALL_M + part * room;
            let wall = if at_high { axis.of(high) - FROM_WALL_M - deep } else { axis.of(low) + FROM_WALL_M };
            let corner = |on: f64, across: f64| {
                let [x, y] = axis.point(on, across);
                Coord { x, y }
            };
            places.push(Rect::new(corner(wall, from), corner(wall + deep, from + long)));
        }
    }
    places.into_iter()
}

/// A grid of blocks in the middle of a room, along its longer side.
fn rows(bounds: &Rect, (long, deep, ..): Piece, pitch: [f64; 2]) -> Vec<Rect> {
    let axis = if bounds.width() >= bounds.height() { Axis::X } else { Axis::Y };
    let (low, high): ([f64; 2], [f64; 2]) = (bounds.min().into(), bounds.max().into());
    let room = |axis: Axis, size: f64, pitch: f64| {
        let free = axis.of(high) - axis.of(low) - size - 1.2;
        let count = if free < 0.0 { 0 } else { (free / pitch).floor() as usize + 1 };
        let start =
            f64::midpoint(axis.of(low), axis.of(high)) - (count.max(1) - 1) as f64 * pitch / 2.0 - size / 2.0;
        (count.min(40), start)
    };
    let (along, first) = room(axis, long, pitch[0]);
    let (across, lowest) = room(axis.other(), deep, pitch[1]);
    let mut rects = Vec::new();
    for i in 0..along {
        for j in 0..across {
            let (u, v) = (first + i as f64 * pitch[0], lowest + j as f64 * pitch[1]);
            let corner = |on: f64, across: f64| {
                let [x, y] = axis.point(on, across);
                Coord { x, y }
            };
            rects.push(Rect::new(corner(u, v), corner(u + long, v + deep)));
        }
    }
    rects
}
