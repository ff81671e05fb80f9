//! Paths from doors to the streets, and the doors themselves.

use std::collections::{BTreeMap, VecDeque};

use linli_model::{Entrance, EntranceUse, Geometry, Key, Kind, StreetClass};

use super::network::Network;
use super::obstacle::{Clear, Obstacles};
use super::way::{Way, round_cm};
use crate::draft::{Door, Draft};
use crate::plan::{Place, Rectangle};

/// Longest straight path from a door, metres.
const LONGEST_M: f64 = 60.0;
/// How far around a door a way about the buildings is looked for, metres.
const WINDOW_M: f64 = 90.0;
/// Longest passage from a door above or below the ground to the walkway or the concourse, metres.
const LONGEST_PASSAGE_M: f64 = 70.0;
/// Room between a path's axis and a wall.
const ROOM_M: f64 = 0.8;
/// Squares of the search about buildings, metres.
const SQUARE_M: f64 = 1.0;

/// A straight piece that a door path may end on.
type Piece = [Place; 2];

/// Lays a path from every door; those that none was found for are given by key.
pub(crate) fn lay(network: &mut Network, draft: &Draft, obstacles: &Obstacles) -> Vec<String> {
    let mut unreached = Vec::new();
    for door in &draft.doors {
        let path = passage(network, door).or_else(|| path(network, door, obstacles));
        match path {
            Some(way) => network.ways.push(way),
            None if touches_way(network, door.place) => {}
            None => unreached.push(door.key.clone()),
        }
    }
    unreached
}

/// Adds the doors with their nodes.
pub(crate) fn draw(draft: &mut Draft, network: &Network) {
    let prefix = draft.placing.map(|p| p.prefix()).unwrap_or_default();
    for door in std::mem::take(&mut draft.doors) {
        let place = door.place.map(round_cm);
        let node = [0, -1, 1].into_iter().find_map(|level| network.node(place, level));
        let kind = Kind::Entrance(Entrance {
            of: Some(Key::from(format!("{prefix}{}", door.of))),
            entrance_use: door.entrance_use,
            level: Some(door.level),
            step_free: door.step_free,
            node,
        });
        draft.presence = door.presence;
        draft.add(door.key.clone(), None, kind, Geometry::Point([place[0], place[1], 0.0]));
        draft.doors.push(door);
    }
}

fn touches_way(network: &Network, p: Place) -> bool {
    let walked = network.ways.iter().filter(|w| w.layer == 0 && w.is_walked());
    walked.flat_map(Way::pieces).any(|[a, b]| nearest(p, a, b).1 < 0.02)
}

/// From a door above or below the ground to the walkway or the concourse nearby.
fn passage(network: &Network, door: &Door) -> Option<Way> {
    let (layer, class) = match door.level {
        2 => (1, StreetClass::Footway),
        -1 if door.entrance_use == EntranceUse::People => (-1, StreetClass::Corridor),
        _ => return None,
    };
    let ways = network.ways.iter().filter(|w| w.layer == layer && w.ends == [layer; 2] && w.is_walked());
    let (end, height, length) = ways
        .flat_map(|w| w.pieces().map(|[a, b]| (nearest(door.place, a, b), w.heights_m[0])))
        .map(|((end, length), height)| (end, height, length))
        .min_by(|a, b| a.2.total_cmp(&b.2))?;
    (length < LONGEST_PASSAGE_M).then(|| {
        let line = [door.place, end];
        let way = Way::new(format!("{}/path", door.key), class, 3.0, door.presence, &line);
        way.on_layer(layer, [layer; 2], [height; 2])
    })
}

/// From a door at the ground to the nearest way.
fn path(network: &Network, door: &Door, obstacles: &Obstacles) -> Option<Way> {
    let place = door.place.map(round_cm);
    let window = Rectangle::new(place[0], place[1], place[0], place[1]).grown(WINDOW_M);
    let clear = obstacles.near(door.presence.truth, window);
    let on_wheels = door.entrance_use != EntranceUse::People;
    let line = [on_wheels, false].into_iter().find_map(|wheels| {
        let pieces = targets(network, window, wheels);
        straight(&pieces, place, &clear).or_else(|| around(&pieces, place, window, &clear))
    })?;
    let (class, width) = match door.entrance_use {
        EntranceUse::People => (StreetClass::Footway, if line.len() == 2 { 2.4 } else { 1.8 }),
        EntranceUse::Cars => (StreetClass::Service, 6.0),
        EntranceUse::Goods => (StreetClass::Service, 4.0),
    };
    Some(Way::new(format!("{}/path", door.key), class, width, door.presence, &line))
}

/// Pieces at ground level that a path may end on.
fn targets(network: &Network, window: Rectangle, wheels: bool) -> Vec<Piece> {
    use StreetClass::{LivingStreet, Residential, Secondary, Service};
    let fits = |way: &&Way| {
        let usable = if wheels {
            matches!(way.class, LivingStreet | Service | Residential | Secondary)
        } else {
            way.is_walked()
        };
        way.layer == 0 && usable
    };
    let near = |[a, b]: &Piece| {
        let around = Rectangle::around(&[*a, *b]);
        around.west < window.east
            && around.east > window.west
            && around.south < window.north
            && around.north > window.south
    };
    network.ways.iter().filter(fits).flat_map(Way::pieces).filter(near).collect()
}

/// The nearest place on a piece, and how far it is.
fn nearest(p: Place, a: Place, b: Place) -> (Place, f64) {
    let [ux, uy] = [b[0] - a[0], b[1] - a[1]];
    let squared = (ux * ux + uy * uy).max(1e-12);
    let t = (((p[0] - a[0]) * ux + (p[1] - a[1]) * uy) / squared).clamp(0.0, 1.0);
    let q = [a[0] + t * ux, a[1] + t * uy].map(round_cm);
    (q, (p[0] - q[0]).hypot(p[1] - q[1]))
}

/// The shortest straight path that nothing stands in.
fn straight(pieces: &[Piece], door: Place, clear: &Clear<'_>) -> Option<Vec<Place>> {
    let mut ends: Vec<(Place, f64)> = pieces.iter().map(|[a, b]| nearest(door, *a, *b)).collect();
    ends.retain(|(_, length)| (0.05..=LONGEST_M).contains(length));
    ends.sort_by(|a, b| a.1.total_cmp(&b.1));
    ends.into_iter()
        .take(24)
        .find(|(end, _)| clear.is_open(door, *end, ROOM_M, [1.0, 0.5]))
        .map(|(end, _)| vec![door, end])
}

/// A path about the buildings: breadth first over squares (Moore 1959), then pulled straight.
fn around(pieces: &[Piece], door: Place, window: Rectangle, clear: &Clear<'_>) -> Option<Vec<Place>> {
    let place = |[i, j]: [i32; 2]| [door[0] + SQUARE_M * f64::from(i), door[1] + SQUARE_M * f64::from(j)];
    let mut from: BTreeMap<[i32; 2], [i32; 2]> = BTreeMap::new();
    let mut queue = VecDeque::new();
    let steps = [[1, 0], [-1, 0], [0, 1], [0, -1]];
    // The first step leads off the wall.
    for step in steps {
        let first = step.map(|s| 2 * s);
        if clear.is_open(door, place(first), ROOM_M, [1.2, 0.0]) {
            from.insert(first, [0, 0]);
            queue.push_back(first);
        }
    }
    let mut found = None;
    while let Some(here) = queue.pop_front() {
        let p = place(here);
        let reached = pieces.iter().map(|[a, b]| nearest(p, *a, *b)).find(|(_, d)| *d <= 0.75 * SQUARE_M);
        if let Some((end, _)) = reached {
            found = Some((here, end));
            break;
        }
        for step in steps {
            let next = [here[0] + step[0], here[1] + step[1]];
            let q = place(next);
            if next != [0, 0]
                && !from.contains_key(&next)
                && window.distance_m(q) == 0.0
                && clear.is_free(q, ROOM_M)
            {
                from.insert(next, here);
                queue.push_back(next);
            }
        }
    }
    let (last, end) = found?;
    let mut back = vec![end, place(last)];
    let mut here = last;
    while let Some(before) = from.get(&here).filter(|_| here != [0, 0]) {
        here = *before;
        back.push(place(here));
    }
    back.reverse();
    Some(pulled(&back, clear))
}

/// The corners of a line that are needed.
fn pulled(line: &[Place], clear: &Clear<'_>) -> Vec<Place> {
    let mut kept: Vec<Place> = line.first().copied().into_iter().collect();
    let mut i = 0;
    while i + 1 < line.len() {
        let room = if i == 0 { [1.2, 0.0] } else { [0.0, 0.0] };
        let far = (i + 1..line.len())
            .rev()
            .find(|j| *j == i + 1 || clear.is_open(line[i], line[*j], 0.7 * ROOM_M, room));
        i = far.unwrap_or(i + 1);
        kept.push(line[i].map(round_cm));
    }
    kept
}
