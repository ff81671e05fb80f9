//! Paths from doors to the streets, and the doors themselves.

use std::collections::{BTreeMap, VecDeque};

use linli_model::{Access, AttributeValue, Entrance, EntranceUse, Geometry, Key, Kind, StreetClass};

use super::network::{Network, touching};
use super::obstacle::{Clear, Obstacles};
use super::way::{Way, round_cm};
use crate::draft::{Door, Draft};
use crate::plan::{Place, Rectangle};

/// A door closer than this lies on a way, metres.
const ON_WAY_M: f64 = 0.06;
/// Longest straight path from a door, metres.
const LONGEST_M: f64 = 60.0;
/// How far around a door a way about the buildings is looked for, metres.
const WINDOW_M: f64 = 90.0;
/// Longest passage from a door above or below the ground to the walkway or the concourse, metres.
const LONGEST_PASSAGE_M: f64 = 70.0;
/// Room between a path's axis and a wall.
const ROOM_M: f64 = 0.8;
/// Longest way that vans take to a goods door, metres.
const LONGEST_DELIVERY_M: f64 = 40.0;
/// A path with more corners than this is pulled straight.
const MANY_CORNERS: usize = 5;
/// Squares of the search about buildings, metres.
const SQUARE_M: f64 = 1.0;

/// A straight piece that a door path may end on.
type Piece = [Place; 2];

/// Lays a path from every door; where none is found, the door is drawn without a node and says so.
pub(crate) fn lay(network: &mut Network, draft: &Draft, obstacles: &Obstacles) {
    for door in &draft.doors {
        if let Some(way) = passage(network, door) {
            network.ways.push(way);
        } else if !put_on_way(network, door) {
            network.ways.extend(path(network, door, obstacles));
        }
    }
}

/// Adds the doors with their nodes.
pub(crate) fn draw(draft: &mut Draft, network: &Network) {
    for door in std::mem::take(&mut draft.doors) {
        let place = door.place.map(round_cm);
        let node = [0, -1, 1].into_iter().find_map(|level| network.node(place, level));
        let kind = Kind::Entrance(Entrance {
            of: Some(Key::from(draft.full_key(&door.of))),
            entrance_use: door.entrance_use,
            level: Some(door.level),
            step_free: door.step_free,
            node,
        });
        draft.presence = door.presence;
        let unreached = [("unreached", AttributeValue::Bool(true))];
        let attributes = if node.is_none() { unreached.as_slice() } else { &[] };
        let at = Geometry::Point([place[0], place[1], 0.0]);
        draft.add_with(door.key.clone(), None, kind, at, attributes);
        draft.doors.push(door);
    }
}

/// Makes a door that lies on a way a point of it.
fn put_on_way(network: &mut Network, door: &Door) -> bool {
    let place = door.place.map(round_cm);
    let wheels = door.entrance_use == EntranceUse::Cars;
    for way in network.ways.iter_mut().filter(|way| is_target(way, wheels)) {
        let on = way.pieces().position(|[a, b]| nearest(place, a, b).1 < ON_WAY_M);
        if let Some(piece) = on {
            way.points.insert(piece + 1, place);
            way.points.dedup();
            return true;
        }
    }
    false
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
    // Small things that no building is known for may stand right in front of a door.
    let (all, known) =
        (obstacles.near(door.presence.truth, window), obstacles.known(door.presence.truth, window));
    let line_to = |wheels: bool| {
        let pieces = targets(network, window, wheels);
        [&all, &known].into_iter().find_map(|clear| {
            straight(&pieces, place, clear).or_else(|| around(&pieces, place, window, clear))
        })
    };
    let on_foot = |class_width: (StreetClass, f64)| {
        let line = line_to(false)?;
        Some(Way::new(format!("{}/path", door.key), class_width.0, class_width.1, door.presence, &line))
    };
    let on_wheels = |width, longest: f64| {
        let line = line_to(true).filter(|line| length(line) <= longest)?;
        Some(Way::new(format!("{}/path", door.key), StreetClass::Service, width, door.presence, &line))
    };
    match door.entrance_use {
        EntranceUse::People => on_foot((StreetClass::Footway, 2.0)),
        EntranceUse::Cars => on_wheels(6.0, f64::INFINITY).or_else(|| on_foot((StreetClass::Footway, 3.0))),
        // Far from a lane, goods come by handcart or robot.
        EntranceUse::Goods => on_wheels(4.0, LONGEST_DELIVERY_M)
            .or_else(|| on_foot((StreetClass::Footway, 3.0)).map(|way| way.with("delivery", "yes"))),
    }
}

fn length(line: &[Place]) -> f64 {
    line.windows(2).map(|p| (p[0][0] - p[1][0]).hypot(p[0][1] - p[1][1])).sum()
}

/// Whether a path may end on a way.
fn is_target(way: &Way, wheels: bool) -> bool {
    use StreetClass::{LivingStreet, Residential, Secondary, Service};
    let usable = if wheels {
        matches!(way.class, LivingStreet | Service | Residential | Secondary)
            && way.access().car != Access::No
    } else {
        way.is_walked()
    };
    way.layer == 0 && usable
}

/// Pieces at ground level that a path may end on.
fn targets(network: &Network, window: Rectangle, wheels: bool) -> Vec<Piece> {
    let near = |[a, b]: &Piece| {
        let around = Rectangle::around(&[*a, *b]);
        around.west < window.east
            && around.east > window.west
            && around.south < window.north
            && around.north > window.south
    };
    network.ways.iter().filter(|way| is_target(way, wheels)).flat_map(Way::pieces).filter(near).collect()
}

/// The nearest place on a piece, and how far it is.
fn nearest(p: Place, a: Place, b: Place) -> (Place, f64) {
    let [ux, uy] = [b[0] - a[0], b[1] - a[1]];
    let squared = (ux * ux + uy * uy).max(1e-12);
    let t = (((p[0] - a[0]) * ux + (p[1] - a[1]) * uy) / squared).clamp(0.0, 1.0);
    let q = [a[0] + t * ux, a[1] + t * uy].map(round_cm);
    (q, (p[0] - q[0]).hypot(p[1] - q[1]))
}

/// The shortest path straight ahead of one of a building's sides that nothing stands in.
fn straight(pieces: &[Piece], door: Place, clear: &Clear<'_>) -> Option<Vec<Place>> {
    let ahead = [[0.0, -1.0], [0.0, 1.0], [-1.0, 0.0], [1.0, 0.0]];
    let ends = ahead.into_iter().filter_map(|ahead| {
        let far = [door[0] + LONGEST_M * ahead[0], door[1] + LONGEST_M * ahead[1]];
        let hits = pieces.iter().filter_map(|piece| touching([door, far], *piece));
        let end = hits.min_by(|a, b| length(&[door, *a]).total_cmp(&length(&[door, *b])))?;
        let is_free = length(&[door, end]) > 0.05 && clear.is_open(door, end, ROOM_M, [1.0, 0.5]);
        is_free.then(|| vec![door, end])
    });
    ends.min_by(|a, b| length(a).total_cmp(&length(b)))
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

/// The corners of a line that are needed: those of its straight parts, or fewer where there are many.
fn pulled(line: &[Place], clear: &Clear<'_>) -> Vec<Place> {
    let mut corners: Vec<Place> = Vec::new();
    for p in line {
        if let [.., a, b] = corners.as_slice() {
            let cross = (b[0] - a[0]) * (p[1] - b[1]) - (b[1] - a[1]) * (p[0] - b[0]);
            if cross.abs() < 1e-6 {
                corners.pop();
            }
        }
        corners.push(*p);
    }
    if corners.len() <= MANY_CORNERS {
        return corners.iter().map(|p| p.map(round_cm)).collect();
    }
    let mut kept: Vec<Place> = corners.first().copied().into_iter().collect();
    let mut i = 0;
    while i + 1 < corners.len() {
        let ends = if i == 0 { [1.2, 0.0] } else { [0.0, 0.0] };
        let is_open = |j: &usize| clear.is_open(corners[i], corners[*j], 0.7 * ROOM_M, ends);
        i = (i + 2..corners.len()).rev().find(is_open).unwrap_or(i + 1);
        kept.push(corners[i].map(round_cm));
    }
    kept
}
