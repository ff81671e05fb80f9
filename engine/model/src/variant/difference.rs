//! What two communities do not share.

use std::collections::HashMap;

use super::ElementChange;
use crate::{Community, Element, Key, Point3};

/// One side of an element that can differ by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Facet {
    /// Name.
    Name,
    /// What it is, with its facts.
    Kind,
    /// Where it is, and what its heights mean.
    Geometry,
    /// Stage and truth.
    Presence,
    /// Attributes, level of detail and source.
    Attributes,
}

impl Facet {
    /// Every facet.
    pub const ALL: [Self; 5] = [Self::Name, Self::Kind, Self::Geometry, Self::Presence, Self::Attributes];

    /// Word in files and messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Kind => "facts",
            Self::Geometry => "geometry",
            Self::Presence => "presence",
            Self::Attributes => "attributes",
        }
    }

    /// Whether two elements agree in it.
    pub fn agrees(self, a: &Element, b: &Element) -> bool {
        match self {
            Self::Name => a.name == b.name,
            Self::Kind => a.kind == b.kind,
            Self::Geometry => a.geometry == b.geometry && a.vertical == b.vertical,
            Self::Presence => a.presence == b.presence,
            Self::Attributes => a.attributes == b.attributes && a.lod == b.lod && a.source == b.source,
        }
    }

    /// Takes it over from one element into another.
    pub(super) fn take(self, from: &Element, into: &mut Element) {
        match self {
            Self::Name => into.name.clone_from(&from.name),
            Self::Kind => into.kind = from.kind.clone(),
            Self::Geometry => {
                into.geometry = from.geometry.clone();
                into.vertical = from.vertical;
            }
            Self::Presence => into.presence = from.presence,
            Self::Attributes => {
                into.attributes = from.attributes.clone();
                into.lod = from.lod;
                into.source = from.source.clone();
            }
        }
    }
}

/// The facets in which two elements differ.
pub fn facets_that_differ(a: &Element, b: &Element) -> Vec<Facet> {
    Facet::ALL.into_iter().filter(|facet| !facet.agrees(a, b)).collect()
}

/// How an element differs.
#[derive(Clone, Debug, PartialEq)]
pub enum DifferenceKind {
    /// Only the second community has it.
    Added,
    /// Only the first community has it.
    Removed,
    /// It is the same, at another place: every point by the same way, metres.
    Moved(Point3),
    /// It is not the same.
    Changed(Vec<Facet>),
}

/// An element that two communities do not share.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// Its key.
    pub key: Key,
    /// How it differs.
    pub kind: DifferenceKind,
}

/// The elements that two communities do not share, by key.
pub fn differences(a: &Community, b: &Community) -> Vec<Difference> {
    let mut found = Vec::new();
    let second: HashMap<&Key, &Element> = b.elements().iter().map(|e| (&e.key, e)).collect();
    for old in a.elements() {
        let kind = match second.get(&old.key) {
            None => DifferenceKind::Removed,
            Some(new) if *new == old => continue,
            Some(new) => match (facets_that_differ(old, new).as_slice(), moved_by(old, new)) {
                ([Facet::Geometry], Some(by)) => DifferenceKind::Moved(by),
                (facets, _) => DifferenceKind::Changed(facets.to_vec()),
            },
        };
        found.push(Difference { key: old.key.clone(), kind });
    }
    let added = b.elements().iter().filter(|e| a.id_of(&e.key).is_none());
    found.extend(added.map(|e| Difference { key: e.key.clone(), kind: DifferenceKind::Added }));
    found.sort_by(|a, b| a.key.cmp(&b.key));
    found
}

/// The same with both sides of every element, in the order of [`differences`].
pub fn changes_between(a: &Community, b: &Community) -> Vec<ElementChange> {
    let element = |side: &Community, key: &Key| side.id_of(key).and_then(|id| side.element(id)).cloned();
    let change =
        |Difference { key, .. }| ElementChange { before: element(a, &key), after: element(b, &key), key };
    differences(a, b).into_iter().map(change).collect()
}

/// The way by which every point of an element moved, if it is one way within 1 mm.
fn moved_by(old: &Element, new: &Element) -> Option<Point3> {
    let points = |element: &Element| {
        let mut points = Vec::new();
        element.geometry.for_each_point(|p| points.push(p));
        points
    };
    let (old_points, new_points) = (points(old), points(new));
    if old_points.len() != new_points.len() || old.vertical != new.vertical {
        return None;
    }
    let mut ways = old_points.iter().zip(&new_points).map(|(a, b)| [b[0] - a[0], b[1] - a[1], b[2] - a[2]]);
    let by: Point3 = ways.next()?;
    let alike = ways.all(|way| (0..3).all(|i| (way[i] - by[i]).abs() < 1e-3));
    alike.then(|| by.map(|v| (v * 1e3).round() / 1e3 + 0.0))
}
