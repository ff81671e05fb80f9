//! The run that a line is part of: lines of one medium, joined end to end.

use std::collections::{BTreeSet, HashMap};

use linli_model::{Community, Key, Medium, Point3};
use linli_space::Ground;

use super::long::{ProfileError, axis};

/// Most lines of a run.
const MOST_LINES: usize = 400;
/// A run does not turn by more than this at a joint, degrees: beyond it a side line begins.
const LARGEST_TURN_DEG: f64 = 100.0;
/// Ends of lines nearer than this are one place, metres.
const SAME_M: f64 = 0.05;

/// An end of a line: its direction out of the joint, in plan.
struct End {
    key: Key,
    away: [f64; 2],
    is_start: bool,
    width_m: f64,
}

/// The lines of the run through a line, in their order: at each joint it goes on along the widest line, and of these
/// along the straightest one. It ends where none is left, or at a sharp turn.
///
/// # Errors
/// [`ProfileError::NotALine`] when the key is not a line.
pub fn run_through(community: &Community, key: &Key, ground: &Ground) -> Result<Vec<Key>, ProfileError> {
    let wrong = || ProfileError::NotALine(key.clone());
    let element = community.id_of(key).and_then(|id| community.element(id)).ok_or_else(wrong)?;
    let (line, ..) = axis(element, ground).ok_or_else(wrong)?;
    let joints = joints(community, line.medium, line.corridor.as_ref(), ground);
    let mut seen = BTreeSet::from([key.clone()]);
    let mut behind = follow(&joints, key, true, &mut seen);
    behind.reverse();
    let ahead = follow(&joints, key, false, &mut seen);
    behind.push(key.clone());
    behind.extend(ahead);
    Ok(behind)
}

/// A place to a few centimetres.
type Place = [i64; 3];

struct Joints {
    ends: HashMap<Place, Vec<End>>,
    of_line: HashMap<Key, [Place; 2]>,
}

fn place_of(p: Point3) -> Place {
    p.map(|v| (v / SAME_M).round() as i64)
}

/// Ends of all lines of a medium, in one tunnel or outside of all, by their places in plan.
fn joints(community: &Community, medium: Medium, tunnel: Option<&Key>, ground: &Ground) -> Joints {
    let mut joints = Joints { ends: HashMap::new(), of_line: HashMap::new() };
    for element in community.elements() {
        let Some((line, section, points)) = axis(element, ground) else { continue };
        if line.medium != medium || line.corridor.as_ref() != tunnel {
            continue;
        }
        let ([a, b, ..], [.., c, d]) = (points.as_slice(), points.as_slice()) else { continue };
        // In plan: pipes of different sizes meet at their crowns or inverts.
        let places = [[a[0], a[1], 0.0], [d[0], d[1], 0.0]].map(place_of);
        for (place, [from, to], is_start) in [(places[0], [a, b], true), (places[1], [d, c], false)] {
            let away = [to[0] - from[0], to[1] - from[1]];
            let width_m = section.half_width_m();
            let end = End { key: element.key.clone(), away, is_start, width_m };
            joints.ends.entry(place).or_default().push(end);
        }
        joints.of_line.insert(element.key.clone(), places);
    }
    joints
}

/// Lines after one of a line's ends, the nearest first.
fn follow(joints: &Joints, key: &Key, at_start: bool, seen: &mut BTreeSet<Key>) -> Vec<Key> {
    let mut run = Vec::new();
    let (mut at, mut leaves_at_start) = (key.clone(), at_start);
    while run.len() < MOST_LINES {
        let Some(places) = joints.of_line.get(&at) else { break };
        let place = places[usize::from(!leaves_at_start)];
        let Some(ends) = joints.ends.get(&place) else { break };
        let own = ends.iter().find(|end| end.key == at && end.is_start == leaves_at_start);
        let Some(own) = own else { break };
        let goes_on =
            |end: &&End| turn_deg(own.away, end.away) <= LARGEST_TURN_DEG && !seen.contains(&end.key);
        let next = ends.iter().filter(goes_on).min_by(|a, b| {
            let turns = [a, b].map(|end| turn_deg(own.away, end.away));
            b.width_m
                .total_cmp(&a.width_m)
                .then(turns[0].total_cmp(&turns[1]))
                .then_with(|| a.key.cmp(&b.key))
        });
        let Some(next) = next else { break };
        seen.insert(next.key.clone());
        run.push(next.key.clone());
        (at, leaves_at_start) = (next.key.clone(), !next.is_start);
    }
    run
}

/// How much a way turns that comes in against one direction and goes out along another, degrees.
fn turn_deg(back: [f64; 2], on: [f64; 2]) -> f64 {
    let ahead = [-back[0], -back[1]];
    let (cross, dot) = (ahead[0] * on[1] - ahead[1] * on[0], ahead[0] * on[0] + ahead[1] * on[1]);
    cross.atan2(dot).abs().to_degrees()
}
