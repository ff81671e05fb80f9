//! Which designed elements the tasks reach, so that none is forgotten.

use std::collections::{BTreeSet, HashSet};

use linli_model::{Community, Element, Geometry, Key, Kind, Selector, Truth, Work};

/// Steps from a thing to what it is a part of that are looked at.
const FARTHEST: usize = 8;

/// Whether a pattern finds something that is designed.
pub(super) fn finds(community: &Community, pattern: &str) -> bool {
    community.elements().iter().any(|element| {
        element.presence.truth == Truth::Designed && matches(pattern.as_bytes(), element.key.as_str().as_bytes())
    })
}

/// Whether a text fits a pattern of `*` and `?`.
fn matches(pattern: &[u8], text: &[u8]) -> bool {
    let (mut p, mut t) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while let Some(byte) = text.get(t) {
        match pattern.get(p) {
            Some(b'*') => {
                star = Some((p, t));
                p += 1;
            }
            Some(wanted) if *wanted == b'?' || wanted == byte => (p, t) = (p + 1, t + 1),
            _ => match star {
                Some((at, from)) => {
                    star = Some((at, from + 1));
                    (p, t) = (at + 1, from + 1);
                }
                None => return false,
            },
        }
    }
    pattern.iter().skip(p).all(|byte| *byte == b'*')
}

/// Designed elements of a unit that no building task reaches, directly or through what they are a part of.
pub(super) fn left_over<'a>(
    community: &Community,
    prefix: &str,
    selectors: impl Iterator<Item = (Work, &'a Selector)>,
) -> Vec<Key> {
    let mut seen = HashSet::new();
    let reached: BTreeSet<&Key> = selectors
        .filter(|(work, selector)| *work == Work::Build && seen.insert(*selector))
        .flat_map(|(_, selector)| reach(community, selector))
        .collect();
    let is_reached = |element: &Element| {
        let mut at = Some(element);
        for _ in 0..FARTHEST {
            let Some(element) = at else { return false };
            if reached.contains(&element.key) {
                return true;
            }
            at = whole(element).and_then(|key| community.id_of(key)).and_then(|id| community.element(id));
        }
        false
    };
    let own = |element: &&Element| {
        let key = element.key.as_str();
        element.presence.truth == Truth::Designed
            && key.starts_with(prefix)
            && (!prefix.is_empty() || !is_of_another_unit(key))
    };
    let left = community.elements().iter().filter(own).filter(|element| !is_reached(element));
    left.map(|element| element.key.clone()).collect()
}

/// Whether a key begins with the prefix of a unit: `u1_0/`.
fn is_of_another_unit(key: &str) -> bool {
    key.strip_prefix('u').and_then(|rest| rest.split_once('/')).is_some_and(|(cell, _)| {
        !cell.is_empty() && cell.chars().all(|c| c.is_ascii_digit() || matches!(c, '_' | '-'))
    })
}

fn reach<'a>(community: &'a Community, selector: &Selector) -> Vec<&'a Key> {
    let all = community.elements();
    match selector {
        Selector::Key(key) => {
            let element = community.id_of(key).and_then(|id| community.element(id));
            element.map(|element| &element.key).into_iter().collect()
        }
        Selector::Name(pattern) => {
            let fits = |element: &&Element| matches(pattern.as_bytes(), element.key.as_str().as_bytes());
            all.iter().filter(fits).map(|element| &element.key).collect()
        }
        Selector::Zone(zone) => {
            let Some(zone) = community.id_of(zone).and_then(|id| community.element(id)) else {
                return Vec::new();
            };
            let Geometry::Area(polygons) = &zone.geometry else { return Vec::new() };
            let inside = |element: &&Element| {
                let [x, y, _] = element.geometry.aabb().centre();
                element.key != zone.key && polygons.iter().any(|polygon| polygon.contains_xy(x, y))
            };
            all.iter().filter(inside).map(|element| &element.key).collect()
        }
    }
}

/// What an element is a part of, and is built with.
fn whole(element: &Element) -> Option<&Key> {
    match &element.kind {
        Kind::BuildingPart(part) => part.parent.as_ref(),
        Kind::Greening(greening) => greening.building.as_ref(),
        Kind::Entrance(entrance) => entrance.of.as_ref(),
        Kind::Equipment(equipment) => equipment.of.as_ref(),
        Kind::Facility(facility) => facility.building.as_ref(),
        Kind::UtilityLine(line) => line.corridor.as_ref(),
        Kind::CorridorNode(node) => Some(&node.corridor),
        Kind::Parking(parking) => parking.basement.as_ref(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_fit_as_a_schedule_means_them() {
        let fits = |pattern: &str, text: &str| matches(pattern.as_bytes(), text.as_bytes());
        assert!(fits("A1/*roof*", "A1/hotel/roof-garden-1") && fits("pipe/*/r2/?", "pipe/gas/r2/7"));
        assert!(!fits("pipe/*/r2/?", "pipe/gas/r2/17") && !fits("A1/*roof", "A1/hotel/roof-garden-1"));
        assert!(fits("*", "") && fits("**a", "aba") && !fits("?", "") && !fits("", "x"));
    }

    #[test]
    fn keys_of_other_units_are_told_apart() {
        assert!(is_of_another_unit("u1_0/A1/hotel") && is_of_another_unit("u-1_0/A1"));
        assert!(!is_of_another_unit("underground/x") && !is_of_another_unit("A1/u1_0/x"));
    }
}
