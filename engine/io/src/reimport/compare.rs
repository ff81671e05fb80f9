//! What differs between an older and a newer state of the same elements, value by value.

use std::collections::HashMap;

use linli_model::{AttributeValue, Attributes, Boundary, Community, Element, Geometry, Key, Layer, Point3};
use serde_json::Value;

/// Places nearer than this are the same: files keep a tenth of a millimetre, metres.
const SAME_M: f64 = 0.000_2;
/// Longest text of a value that is shown, characters.
const LONGEST_SHOWN: usize = 120;

/// A value of an element that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueUpdate {
    /// Its name: that of an attribute of the source, or of a fact.
    pub name: String,
    /// What it was; none when it was not there.
    pub old: Option<String>,
    /// What it is; none when it is gone.
    pub new: Option<String>,
}

/// Whether an element is elsewhere.
#[derive(Clone, Debug, PartialEq)]
pub enum PlaceUpdate {
    /// Where it was, as it was.
    Same,
    /// The same shape, moved by so many metres east, north and up.
    Moved(Point3),
    /// Another shape, whose middle is so many metres from where it was.
    Reshaped(f64),
}

/// What became of an element.
#[derive(Clone, Debug, PartialEq)]
pub enum Update {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It differs.
    Changed {
        /// Where it is.
        place: PlaceUpdate,
        /// What is said about it.
        values: Vec<ValueUpdate>,
    },
}

/// An element that differs.
#[derive(Clone, Debug, PartialEq)]
pub struct ElementUpdate {
    /// Its key.
    pub key: Key,
    /// Its layer, the newer one.
    pub layer: Layer,
    /// Its name, the newer one.
    pub name: Option<String>,
    /// What became of it.
    pub update: Update,
}

/// Elements that differ, by layer and key.
pub fn compare(old: &Community, new: &Community) -> Vec<ElementUpdate> {
    let update = |element: &Element, update: Update| ElementUpdate {
        key: element.key.clone(),
        layer: element.layer(),
        name: element.name.clone(),
        update,
    };
    let newer: HashMap<&Key, &Element> =
        new.elements().iter().map(|element| (&element.key, element)).collect();
    let mut found = Vec::new();
    for before in old.elements() {
        match newer.get(&before.key) {
            None => found.push(update(before, Update::Removed)),
            Some(after) if *after == before => {}
            Some(after) => {
                let (place, values) = (place_of(before, after), values_of(before, after));
                if place != PlaceUpdate::Same || !values.is_empty() {
                    found.push(update(after, Update::Changed { place, values }));
                }
            }
        }
    }
    let added = new.elements().iter().filter(|element| old.id_of(&element.key).is_none());
    found.extend(added.map(|element| update(element, Update::Added)));
    let layer = |update: &ElementUpdate| Layer::ALL.iter().position(|layer| *layer == update.layer);
    found.sort_by(|a, b| layer(a).cmp(&layer(b)).then_with(|| a.key.cmp(&b.key)));
    found
}

fn place_of(before: &Element, after: &Element) -> PlaceUpdate {
    let (a, b) = (&before.geometry, &after.geometry);
    let same_kind =
        std::mem::discriminant(a) == std::mem::discriminant(b) && before.vertical == after.vertical;
    let rigid = match (a, b) {
        (Geometry::Grid(a), Geometry::Grid(b)) if a == b => Some([0.0; 3]),
        (Geometry::Grid(_), _) => None,
        (Geometry::Boundary(a), Geometry::Boundary(b)) => {
            let alike = a.solid == b.solid
                && a.faces.len() == b.faces.len()
                && a.ring_ends == b.ring_ends
                && a.faces
                    .iter()
                    .zip(&b.faces)
                    .all(|(a, b)| (a.ring_end, a.kind, a.colour) == (b.ring_end, b.kind, b.colour));
            alike.then(|| way(&corners(a), &corners(b))).flatten()
        }
        (a, b) => way(&points(a), &points(b)),
    };
    match rigid.filter(|_| same_kind) {
        Some(by) if by.iter().all(|v| v.abs() <= SAME_M) => PlaceUpdate::Same,
        Some(by) => PlaceUpdate::Moved(by.map(|v| (v * 1e4).round() / 1e4 + 0.0)),
        None => {
            let (a, b) = (a.aabb(), b.aabb());
            let apart = (0..3).map(|i| (b.centre()[i] - a.centre()[i]).powi(2)).sum::<f64>().sqrt();
            PlaceUpdate::Reshaped(if apart.is_finite() { (apart * 1e4).round() / 1e4 } else { 0.0 })
        }
    }
}

/// The one way from each point to its counterpart, if it is the same for all.
fn way(from: &[Point3], to: &[Point3]) -> Option<Point3> {
    if from.len() != to.len() {
        return None;
    }
    let mut ways = from.iter().zip(to).map(|(a, b)| -> Point3 { std::array::from_fn(|i| b[i] - a[i]) });
    let Some(first) = ways.next() else { return Some([0.0; 3]) };
    ways.all(|way| (0..3).all(|i| (way[i] - first[i]).abs() <= SAME_M)).then_some(first)
}

fn points(geometry: &Geometry) -> Vec<Point3> {
    let mut points = Vec::new();
    geometry.for_each_point(|p| points.push(p));
    points
}

/// Places of the corners, ring after ring: vertices may be numbered otherwise after they were written and read.
fn corners(boundary: &Boundary) -> Vec<Point3> {
    boundary.corners.iter().filter_map(|corner| boundary.vertices.get(*corner as usize)).copied().collect()
}

fn values_of(before: &Element, after: &Element) -> Vec<ValueUpdate> {
    let mut found = Vec::new();
    let text = |name: &Option<String>| name.clone().map(Value::String).unwrap_or_default();
    push(&mut found, "name", &text(&before.name), &text(&after.name));
    if before.kind != after.kind {
        let json = |element: &Element| serde_json::to_value(&element.kind).unwrap_or_default();
        members(&mut found, "", &json(before), &json(after));
    }
    if before.presence != after.presence {
        let json = |element: &Element| serde_json::to_value(element.presence).unwrap_or_default();
        members(&mut found, "", &json(before), &json(after));
    }
    if before.lod != after.lod {
        let json = |element: &Element| serde_json::to_value(element.lod).unwrap_or_default();
        push(&mut found, "lod", &json(before), &json(after));
    }
    let (a, b) = (numbered(&before.attributes), numbered(&after.attributes));
    let newer: HashMap<&(&str, usize), &AttributeValue> =
        b.iter().map(|(name, value)| (name, *value)).collect();
    let older: HashMap<&(&str, usize), &AttributeValue> =
        a.iter().map(|(name, value)| (name, *value)).collect();
    for (name, old) in &a {
        match newer.get(name) {
            Some(new) if same(old, new) => {}
            other => found.push(ValueUpdate {
                name: name.0.to_owned(),
                old: Some(shown(&old.to_string())),
                new: other.map(|new| shown(&new.to_string())),
            }),
        }
    }
    for (name, new) in b.iter().filter(|(name, _)| !older.contains_key(name)) {
        let new = Some(shown(&new.to_string()));
        found.push(ValueUpdate { name: name.0.to_owned(), old: None, new });
    }
    found
}

/// Attributes with the number of each among those of its name.
fn numbered(attributes: &Attributes) -> Vec<((&str, usize), &AttributeValue)> {
    let mut seen: HashMap<&str, usize> = HashMap::new();
    attributes
        .iter()
        .map(|(name, value)| {
            let count = seen.entry(name).or_default();
            *count += 1;
            ((name, *count), value)
        })
        .collect()
}

/// 2 and 2.0 are the same: a file may write either.
fn same(a: &AttributeValue, b: &AttributeValue) -> bool {
    let number = |value: &AttributeValue| match value {
        AttributeValue::Integer(_) | AttributeValue::Number(_) => value.as_f64(),
        _ => None,
    };
    a == b || number(a).zip(number(b)).is_some_and(|(a, b)| a == b)
}

/// Members of two objects that differ, those of objects within them by names with a point between.
fn members(found: &mut Vec<ValueUpdate>, above: &str, old: &Value, new: &Value) {
    let (Value::Object(a), Value::Object(b)) = (old, new) else {
        push(found, above, old, new);
        return;
    };
    let names: std::collections::BTreeSet<&String> = a.keys().chain(b.keys()).collect();
    for name in names {
        let full = if above.is_empty() { name.clone() } else { format!("{above}.{name}") };
        let none = Value::Null;
        members(found, &full, a.get(name).unwrap_or(&none), b.get(name).unwrap_or(&none));
    }
}

fn push(found: &mut Vec<ValueUpdate>, name: &str, old: &Value, new: &Value) {
    if old == new {
        return;
    }
    let text = |value: &Value| match value {
        Value::Null => None,
        Value::String(text) => Some(shown(text)),
        other => Some(shown(&other.to_string())),
    };
    found.push(ValueUpdate { name: name.to_owned(), old: text(old), new: text(new) });
}

fn shown(text: &str) -> String {
    match text.char_indices().nth(LONGEST_SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
