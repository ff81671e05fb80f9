//! Edits of streets: draw, footbridges, crossings, gates. New streets meet the old ones where they touch.

use std::collections::BTreeMap;

use super::{Made, MakeError, drawn, found, hash, line, within};
use crate::variant::{Action, Change, Edit};
use crate::{
    Access, Community, Element, Geometry, Key, Kind, ModeAccess, Oneway, Point3, Street, StreetClass,
    StreetNode, StreetNodeKind, point_on_raster,
};

/// How near a point must be to a street to meet it, metres.
const MEETS_M: f64 = 0.05;
/// How near a crossing or gate must be to a street to stand on it, metres.
const STANDS_M: f64 = 15.0;

/// A street to be drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct StreetDraft {
    /// Name for people.
    pub name: Option<String>,
    /// Axis, local metres; heights above the ground.
    pub points: Vec<Point3>,
    /// Class.
    pub class: StreetClass,
    /// Width, metres.
    pub width_m: f64,
    /// Lanes.
    pub lanes: Option<u8>,
    /// Who may use it.
    pub access: ModeAccess,
    /// Whether it is on a bridge.
    pub bridge: bool,
    /// Vertical order: 0 ground, 1 above, −1 below.
    pub layer: i8,
}

/// Draws a street. Its ends, and on the ground also its points between, meet the streets that they lie on.
///
/// # Errors
/// When the points are no line, or the width is out of range.
pub fn draw_street(community: &Community, draft: &StreetDraft) -> Made {
    let width = within("width_m", draft.width_m, 0.5, 80.0)?;
    let geometry = line(&draft.points)?;
    let street = Street {
        class: draft.class,
        width_m: Some(width),
        lanes: draft.lanes,
        oneway: Oneway::No,
        surface: None,
        bridge: draft.bridge,
        tunnel: draft.layer < 0,
        layer: draft.layer,
        speed_kmh: None,
        access: draft.access,
        area: false,
        nodes: Vec::new(),
    };
    let mut element = drawn(community, "street", draft.name.as_deref(), Kind::Street(street), geometry);
    let seed = element.key.to_string();
    let count = points_of(&element).len();
    if let Kind::Street(street) = &mut element.kind {
        street.nodes = (0..count).map(|at| fresh_node(&format!("{seed}#{at}"))).collect();
    }
    let mut joined = Joined::default();
    joined.join(community, &mut element, |_| false);
    let mut changes = joined.changes(community)?;
    changes.push(Change::Add(Box::new(element)));
    Ok(Edit::new(Action::DrawStreet, changes))
}

/// Draws a footbridge: for people on foot, above everything that it crosses.
///
/// # Errors
/// As [`draw_street`].
pub fn footbridge(community: &Community, points: &[Point3], width_m: f64) -> Made {
    let access = ModeAccess { walk: Access::Yes, cycle: Access::No, car: Access::No };
    let draft = StreetDraft {
        name: None,
        points: points.to_vec(),
        class: StreetClass::Footway,
        width_m,
        lanes: None,
        access,
        bridge: true,
        layer: 1,
    };
    draw_street(community, &draft)
}

/// Adds a crossing, a gate or a lift at the place of the nearest street.
///
/// # Errors
/// When no street is near.
pub fn add_street_node(community: &Community, what: StreetNodeKind, at: [f64; 2]) -> Made {
    let place = [at[0], at[1], 0.0];
    let touch = nearest(community, place, STANDS_M, |_, street| !street.class.is_rail());
    let touch = touch.ok_or(MakeError::Nothing)?;
    let mut joined = Joined::default();
    let node = joined.node(community, &touch)?;
    let kind = Kind::StreetNode(StreetNode { what, node: Some(node) });
    let at = [touch.at[0], touch.at[1], 0.0];
    let element = drawn(community, "street-node", None, kind, Geometry::Point(at));
    let mut changes = joined.changes(community)?;
    changes.push(Change::Add(Box::new(element)));
    Ok(Edit::new(Action::AddCrossing, changes))
}

/// A node number of its own: far from those of sources, the same for the same seed.
pub(super) fn fresh_node(seed: &str) -> i64 {
    // Sources count from 1 up; numbers below −2⁶² are free.
    i64::MIN + (hash(seed.bytes()) >> 2) as i64
}

fn points_of(element: &Element) -> &[Point3] {
    match &element.geometry {
        Geometry::Line(points) => points,
        _ => &[],
    }
}

/// A place on a street.
struct Touch {
    street: Key,
    /// Number of the point before it.
    after: usize,
    at: Point3,
    /// The point of the street that it is, when it is one.
    corner: Option<usize>,
    gap_m: f64,
}

fn nearest(
    community: &Community,
    place: Point3,
    limit_m: f64,
    wanted: impl Fn(&Key, &Street) -> bool,
) -> Option<Touch> {
    let mut best: Option<Touch> = None;
    for element in community.elements() {
        let Kind::Street(street) = &element.kind else { continue };
        let points = points_of(element);
        if !wanted(&element.key, street) || street.area || street.nodes.len() != points.len() {
            continue;
        }
        for (after, ends) in points.windows(2).enumerate() {
            let [a, b] = [ends[0], ends[1]];
            let along = [b[0] - a[0], b[1] - a[1]];
            let square = along[0] * along[0] + along[1] * along[1];
            let share = if square > 0.0 {
                (((place[0] - a[0]) * along[0] + (place[1] - a[1]) * along[1]) / square).clamp(0.0, 1.0)
            } else {
                0.0
            };
            let at: Point3 = std::array::from_fn(|i| a[i] + (b[i] - a[i]) * share);
            let gap_m = (place[0] - at[0]).hypot(place[1] - at[1]);
            if gap_m > limit_m || best.as_ref().is_some_and(|known| known.gap_m <= gap_m) {
                continue;
            }
            let length = square.sqrt();
            let corner = if share * length < MEETS_M {
                Some(after)
            } else if (1.0 - share) * length < MEETS_M {
                Some(after + 1)
            } else {
                None
            };
            best = Some(Touch { street: element.key.clone(), after, at, corner, gap_m });
        }
    }
    best
}

/// Streets that get new nodes where others meet them.
#[derive(Default)]
pub(super) struct Joined {
    changed: BTreeMap<Key, Element>,
}

impl Joined {
    /// The node number of a place on a street, which gets a point there when it has none.
    fn node(&mut self, community: &Community, touch: &Touch) -> Result<i64, MakeError> {
        let element = found(community, &touch.street)?;
        if let (Some(corner), Kind::Street(street)) = (touch.corner, &element.kind)
            && let Some(node) = street.nodes.get(corner)
        {
            return Ok(*node);
        }
        let at = point_on_raster(touch.at);
        let node = fresh_node(&format!("{}@{at:?}", touch.street));
        let changed = self.changed.entry(touch.street.clone()).or_insert_with(|| element.clone());
        let old = points_of(element);
        if let (Geometry::Line(points), Kind::Street(street)) = (&mut changed.geometry, &mut changed.kind) {
            // Points put in before lie between the same old ones: it goes before the next old point, in order.
            let start = old.get(touch.after).copied().unwrap_or(at);
            let next = old.get(touch.after + 1).copied().unwrap_or(at);
            let far = |p: &Point3| (p[0] - start[0]).hypot(p[1] - start[1]);
            let end = points.iter().position(|p| *p == next).unwrap_or(points.len());
            let first = points.iter().take(end).rposition(|p| *p == start).map_or(0, |i| i + 1);
            let place = (first..end).find(|i| far(&points[*i]) > far(&at)).unwrap_or(end);
            if points.get(place.wrapping_sub(1)) != Some(&at) {
                points.insert(place, at);
                street.nodes.insert(place, node);
            }
        }
        Ok(node)
    }

    /// The changes of these streets.
    pub(super) fn changes(self, community: &Community) -> Result<Vec<Change>, MakeError> {
        let change = |(key, new): (Key, Element)| Ok(Change::replace(found(community, &key)?, new));
        self.changed.into_iter().map(change).collect()
    }

    /// Lets the points of a street meet the streets that they lie on: its ends those of every level, its other
    /// points those of its own.
    pub(super) fn join(
        &mut self,
        community: &Community,
        element: &mut Element,
        left_out: impl Fn(&Key) -> bool,
    ) {
        let points = points_of(element).to_vec();
        let own = element.key.clone();
        let Kind::Street(street) = &mut element.kind else { return };
        if street.class.is_rail() || street.nodes.len() != points.len() {
            return;
        }
        let (layer, bridge) = (street.layer, street.bridge || street.tunnel);
        for (at, p) in points.iter().enumerate() {
            let end = at == 0 || at + 1 == points.len();
            if !end && bridge {
                continue;
            }
            let touch = nearest(community, *p, MEETS_M, |key, other| {
                let level = end || other.layer == layer;
                level && !other.class.is_rail() && *key != own && !left_out(key)
            });
            if let Some(touch) = touch
                && let Ok(node) = self.node(community, &touch)
                && let Some(number) = street.nodes.get_mut(at)
            {
                *number = node;
            }
        }
    }
}
