//! Ways below the ground as the facts tell them: from basement to basement through passages, and into
//! stations.

use std::collections::BTreeMap;

use linli_model::{Basement, BuildingUse, ElementId, Geometry, Key, Kind, Polygon};

use super::Joint;
use crate::reach::scope::Scope;

/// Linked basements that lie farther apart in plan than this do not meet, metres.
const APART_M: f64 = 10.0;
/// Most levels of a basement; more is a mistake in the data.
const MOST_LEVELS: u32 = 20;

/// A basement or a passage.
#[derive(Debug)]
pub(in crate::reach) struct Room {
    pub element: ElementId,
    outline: Vec<Polygon>,
    /// Depth of the floors of levels -1, -2, ..., metres below the ground.
    pub floors_m: Vec<f64>,
    is_station: bool,
    buildings: Vec<Key>,
}

/// Where two rooms meet, and on which level of each.
#[derive(Debug)]
pub(in crate::reach) struct Portal {
    pub rooms: [usize; 2],
    pub levels: [i16; 2],
    pub depth_m: f64,
    pub at: [f64; 2],
}

/// All basements that are linked, and where they meet. Nobody walks through a station: its gates are
/// where ways end.
#[derive(Debug, Default)]
pub(in crate::reach) struct IndoorWays {
    pub rooms: Vec<Room>,
    pub portals: Vec<Portal>,
    /// Basements whose link leads nowhere, because the other lies apart.
    pub apart: Vec<ElementId>,
}

impl Room {
    fn of(element: ElementId, basement: &Basement, outline: &[Polygon]) -> Option<Self> {
        let (top, bottom) = (basement.top_depth_m, basement.bottom_depth_m);
        let has_place = outline.iter().flat_map(Polygon::rings).flatten().flatten().all(|v| v.is_finite());
        if !(top.is_finite() && bottom.is_finite() && bottom > top && has_place) || outline.is_empty() {
            return None;
        }
        let levels = basement.levels.clamp(1, MOST_LEVELS);
        let floor = |level: u32| top + (bottom - top) * f64::from(level) / f64::from(levels);
        Some(Self {
            element,
            outline: outline.to_vec(),
            floors_m: (1..=levels).map(floor).collect(),
            is_station: basement.use_ == BuildingUse::Transport,
            buildings: basement.buildings.clone(),
        })
    }

    /// Depth of the floor of a level, metres.
    pub fn floor_m(&self, level: i16) -> f64 {
        let number = usize::from(level.unsigned_abs()).saturating_sub(1);
        self.floors_m.get(number).or(self.floors_m.last()).copied().unwrap_or(0.0)
    }
}

impl IndoorWays {
    /// The linked basements of a place.
    pub(in crate::reach) fn of(scope: Scope<'_>) -> Self {
        let mut ways = Self::default();
        let mut number_of: BTreeMap<ElementId, usize> = BTreeMap::new();
        let mut links: Vec<[ElementId; 2]> = Vec::new();
        for (id, element) in scope.iter() {
            let (Kind::Basement(basement), Geometry::Area(outline)) = (&element.kind, &element.geometry)
            else {
                continue;
            };
            links.extend(
                basement
                    .linked
                    .iter()
                    .filter_map(|key| scope.id_of(key))
                    .map(|other| [id.min(other), id.max(other)]),
            );
            if let Some(room) = Room::of(id, basement, outline) {
                number_of.insert(id, ways.rooms.len());
                ways.rooms.push(room);
            }
        }
        links.sort_unstable();
        links.dedup();
        for link in links {
            let [Some(&a), Some(&b)] = link.map(|id| number_of.get(&id)) else { continue };
            if a != b {
                match portal(&ways.rooms, [a, b]) {
                    Some(portal) => ways.portals.push(portal),
                    None => ways.apart.push(link[0]),
                }
            }
        }
        ways
    }

    /// Rooms and levels to which people of a building, or of the building that it is a part of, can go down.
    pub(in crate::reach) fn below(&self, building: &Key, whole: Option<&Key>) -> Vec<(&Room, i16)> {
        let mut found = Vec::new();
        for (number, room) in self.rooms.iter().enumerate() {
            if room.is_station || !room.buildings.iter().any(|key| key == building || Some(key) == whole) {
                continue;
            }
            let mut levels: Vec<i16> = self.levels_at(number).map(|(_, level)| level).collect();
            levels.sort_unstable();
            levels.dedup();
            found.extend(levels.into_iter().map(|level| (room, level)));
        }
        found
    }

    /// Where people enter a station without going up to the street: by the passage, or by the basement.
    pub(in crate::reach) fn station_gates(&self) -> impl Iterator<Item = Joint> + '_ {
        self.portals.iter().filter_map(|portal| {
            let is_station =
                portal.rooms.map(|room| self.rooms.get(room).is_some_and(|room| room.is_station));
            let side = match is_station {
                [false, true] => 0,
                [true, false] => 1,
                _ => return None,
            };
            let room = self.rooms.get(portal.rooms[side])?;
            Some(Joint {
                indoors: Some(portal.levels[side]),
                ..Joint::new(room.element, [portal.at[0], portal.at[1], 0.0], None)
            })
        })
    }

    /// Number of the room of an element through which people may walk.
    pub(in crate::reach) fn room_of(&self, element: ElementId) -> Option<usize> {
        self.rooms.iter().position(|room| room.element == element && !room.is_station)
    }

    /// Portals of a room by number, each with its level in that room.
    pub(in crate::reach) fn levels_at(&self, room: usize) -> impl Iterator<Item = (usize, i16)> + '_ {
        self.portals.iter().enumerate().filter_map(move |(number, portal)| {
            let side = portal.rooms.iter().position(|other| *other == room)?;
            Some((number, portal.levels[side]))
        })
    }

    /// Rooms through which people may walk, by number.
    pub(in crate::reach) fn walkable(&self) -> impl Iterator<Item = (usize, &Room)> {
        self.rooms.iter().enumerate().filter(|(_, room)| !room.is_station)
    }
}

/// Where two rooms meet: amid the corners of one that lie in the other, else between their nearest
/// points; on the two levels whose floors are nearest to each other. Nothing when they lie apart.
fn portal(rooms: &[Room], numbers: [usize; 2]) -> Option<Portal> {
    let [a, b] = [rooms.get(numbers[0])?, rooms.get(numbers[1])?];
    let at = meeting(&a.outline, &b.outline)?;
    let pairs = a.floors_m.iter().enumerate().flat_map(|(i, one)| {
        b.floors_m
            .iter()
            .enumerate()
            .map(move |(k, other)| ((one - other).abs(), i, k, f64::midpoint(*one, *other)))
    });
    let (_, i, k, depth_m) = pairs.min_by(|x, y| x.0.total_cmp(&y.0).then((x.1, x.2).cmp(&(y.1, y.2))))?;
    let level = |number: usize| -(number as i16) - 1;
    Some(Portal { rooms: numbers, levels: [level(i), level(k)], depth_m, at })
}

fn meeting(a: &[Polygon], b: &[Polygon]) -> Option<[f64; 2]> {
    let corners = |of: &[Polygon]| -> Vec<[f64; 2]> {
        of.iter().flat_map(|polygon| &polygon.exterior).map(|p| [p[0], p[1]]).collect()
    };
    let (of_a, of_b) = (corners(a), corners(b));
    let inside = |points: &[[f64; 2]], outline: &[Polygon]| -> Vec<[f64; 2]> {
        points.iter().filter(|p| outline.iter().any(|o| o.contains_xy(p[0], p[1]))).copied().collect()
    };
    // The corners of the smaller one tell more: a passage ends in a garage.
    let within = [inside(&of_b, a), inside(&of_a, b)].into_iter().filter(|points| !points.is_empty());
    if let Some(points) = within.min_by_key(Vec::len) {
        let count = points.len() as f64;
        let sum = points.iter().fold([0.0; 2], |sum, p| [sum[0] + p[0], sum[1] + p[1]]);
        return Some([sum[0] / count, sum[1] / count]);
    }
    let from_a = of_a.iter().filter_map(|p| nearest_on(b, *p));
    let from_b = of_b.iter().filter_map(|p| nearest_on(a, *p));
    let (apart, middle) = from_a.chain(from_b).min_by(|x, y| x.0.total_cmp(&y.0))?;
    (apart <= APART_M).then_some(middle)
}

/// Distance to an outline, and the point half way there.
fn nearest_on(outline: &[Polygon], [x, y]: [f64; 2]) -> Option<(f64, [f64; 2])> {
    let rings = outline.iter().flat_map(Polygon::rings);
    let sides = rings.flat_map(|ring| ring.iter().zip(ring.iter().cycle().skip(1)));
    let feet = sides.map(|(a, b)| {
        let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
        let whole = dx * dx + dy * dy;
        let t = if whole > 0.0 { ((x - a[0]) * dx + (y - a[1]) * dy) / whole } else { 0.0 };
        let foot = [a[0] + t.clamp(0.0, 1.0) * dx, a[1] + t.clamp(0.0, 1.0) * dy];
        ((foot[0] - x).hypot(foot[1] - y), [f64::midpoint(foot[0], x), f64::midpoint(foot[1], y)])
    });
    feet.min_by(|a, b| a.0.total_cmp(&b.0))
}
