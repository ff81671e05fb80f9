//! Which object belongs to which: parents and children of one file or feature.

use std::collections::{HashMap, HashSet};

use linli_model::{Aabb, Geometry, Key, Kind};

use super::codes::object as code;
use super::element::Outcome;
use super::header::escape;
use crate::report::Message;

/// Joins parts to their buildings, and says where parents and children do not agree.
pub fn join(objects: &mut [Outcome], prefix: &str) {
    if objects.iter().all(|o| o.parents.is_empty() && o.children.is_empty()) {
        return;
    }
    let mut parent_of = links(objects, prefix);
    cut_cycles(objects, &mut parent_of, prefix);
    let keys: Vec<Option<Key>> = objects.iter().map(|o| o.element.as_ref().map(|e| e.key.clone())).collect();
    let mut boxes: HashMap<usize, Aabb> = HashMap::new();
    for (object, parent) in objects.iter_mut().zip(&parent_of) {
        let (Some(parent), Some(element)) = (*parent, object.element.as_mut()) else { continue };
        if let Kind::Building(facts) | Kind::BuildingPart(facts) = &mut element.kind {
            facts.parent = keys.get(parent).cloned().flatten();
        }
        if matches!(element.kind, Kind::BuildingPart(_)) && !matches!(element.geometry, Geometry::None) {
            let aabb = boxes.entry(parent).or_insert(Aabb::EMPTY);
            *aabb = aabb.union(&element.geometry.aabb());
        }
    }
    for (i, object) in objects.iter_mut().enumerate() {
        let Some(aabb) = boxes.get(&i) else { continue };
        let Some(Kind::Building(facts) | Kind::BuildingPart(facts)) =
            object.element.as_mut().map(|e| &mut e.kind)
        else {
            continue;
        };
        facts.outline_of_parts = true;
        if facts.height_m.is_none() {
            facts.height_m = Some(aabb.max[2] - aabb.min[2]).filter(|h| *h > 0.0);
        }
    }
}

/// The parent of every object, by position: its first parent that is not a group.
fn links(objects: &mut [Outcome], prefix: &str) -> Vec<Option<usize>> {
    let mut found: Vec<(usize, Message)> = Vec::new();
    let mut parent_of = vec![None; objects.len()];
    {
        let ids: HashMap<&str, usize> = objects.iter().enumerate().map(|(i, o)| (o.id.as_str(), i)).collect();
        let named =
            |names: &[String]| names.iter().filter_map(|n| ids.get(n.as_str()).copied()).collect::<Vec<_>>();
        let is_group = |i: usize| objects.get(i).is_some_and(|o| o.type_ == "CityObjectGroup");
        let by_parent: HashSet<(usize, usize)> = (0..)
            .zip(objects.iter())
            .flat_map(|(i, o)| named(&o.children).into_iter().map(move |child| (child, i)))
            .collect();
        let by_child: HashSet<(usize, usize)> = (0..)
            .zip(objects.iter())
            .flat_map(|(i, o)| named(&o.parents).into_iter().map(move |parent| (i, parent)))
            .collect();
        for (i, object) in objects.iter().enumerate() {
            let say = |code, member: &str, n: usize, other: &str| {
                let place = format!("{prefix}/CityObjects/{}/{member}/{n}", escape(&object.id));
                (i, Message::new(code, place, other))
            };
            for (n, name) in object.parents.iter().enumerate() {
                match ids.get(name.as_str()) {
                    None => found.push(say(&code::NO_PARENT, "parents", n, name)),
                    Some(parent) => {
                        if !by_parent.contains(&(i, *parent)) {
                            found.push(say(&code::ONE_SIDED, "parents", n, name));
                        }
                        if let Some(slot) = parent_of.get_mut(i).filter(|p| p.is_none() && !is_group(*parent))
                        {
                            *slot = Some(*parent);
                        }
                    }
                }
            }
            for (n, name) in object.children.iter().enumerate() {
                match ids.get(name.as_str()) {
                    None => found.push(say(&code::NO_CHILD, "children", n, name)),
                    Some(child) if !by_child.contains(&(*child, i)) && !is_group(i) => {
                        found.push(say(&code::ONE_SIDED, "children", n, name));
                        if let Some(slot) = parent_of.get_mut(*child).filter(|p| p.is_none()) {
                            *slot = Some(i);
                        }
                    }
                    Some(_) => {}
                }
            }
        }
    }
    for (i, message) in found {
        if let Some(object) = objects.get_mut(i) {
            let message = message.object(object.id.as_str());
            object.found.push(message);
        }
    }
    parent_of
}

/// Follows every chain of parents once; where it comes back to itself, the link is cut.
fn cut_cycles(objects: &mut [Outcome], parent_of: &mut [Option<usize>], prefix: &str) {
    const UNSEEN: usize = usize::MAX;
    // In which walk each object was met.
    let mut walk_of = vec![UNSEEN; objects.len()];
    for start in 0..objects.len() {
        let mut i = start;
        while let Some(seen) = walk_of.get_mut(i).filter(|w| **w == UNSEEN) {
            *seen = start;
            let Some(parent) = parent_of.get(i).copied().flatten() else { break };
            if walk_of.get(parent) == Some(&start) {
                let name = objects.get(parent).map(|o| o.id.clone()).unwrap_or_default();
                if let Some(object) = objects.get_mut(i) {
                    let place = format!("{prefix}/CityObjects/{}/parents", escape(&object.id));
                    let message = Message::new(&code::CYCLE, place, name).object(object.id.as_str());
                    object.found.push(message);
                }
                if let Some(link) = parent_of.get_mut(i) {
                    *link = None;
                }
                break;
            }
            i = parent;
        }
    }
}

#[cfg(test)]
mod tests {
    use linli_model::{Building, Element};

    use super::*;

    fn object(id: &str, part: bool, parents: &[&str], children: &[&str]) -> Outcome {
        let kind =
            if part { Kind::BuildingPart(Building::default()) } else { Kind::Building(Building::default()) };
        let geometry = if part { Geometry::Point([0.0; 3]) } else { Geometry::None };
        let owned = |names: &[&str]| names.iter().map(|n| (*n).to_owned()).collect();
        Outcome {
            id: id.to_owned(),
            type_: if part { "BuildingPart" } else { "Building" }.into(),
            element: Some(Element::new(id, kind, geometry)),
            parents: owned(parents),
            children: owned(children),
            ..Outcome::default()
        }
    }

    fn joined(mut objects: Vec<Outcome>) -> (Vec<Option<String>>, Vec<&'static str>) {
        join(&mut objects, "");
        let parent = |o: &Outcome| {
            let facts = o.element.as_ref()?.kind.building()?;
            facts.parent.as_ref().map(ToString::to_string)
        };
        let parents = objects.iter().map(parent).collect();
        (parents, objects.iter().flat_map(|o| o.found.iter().map(|m| m.code.id)).collect())
    }

    #[test]
    fn parts_know_their_building() {
        let mut objects = vec![object("b", false, &[], &["p", "q"]), object("p", true, &["b"], &[])];
        objects.push(object("q", true, &["b"], &[]));
        join(&mut objects, "");
        let outlines: Vec<bool> = objects
            .iter()
            .filter_map(|o| o.element.as_ref()?.kind.building().map(|b| b.outline_of_parts))
            .collect();
        assert_eq!(outlines, [true, false, false]);
        assert!(objects.iter().all(|o| o.found.is_empty()));
    }

    #[test]
    fn missing_and_one_sided_links_are_named() {
        let lonely = joined(vec![object("p", true, &["gone"], &["lost"])]);
        assert_eq!(lonely, (vec![None], vec!["CIM-CJ-033", "CIM-CJ-034"]));
        let one_sided = joined(vec![object("b", false, &[], &["p"]), object("p", true, &[], &[])]);
        assert_eq!(one_sided, (vec![None, Some("b".to_owned())], vec!["CIM-CJ-036"]));
    }

    #[test]
    fn cycles_are_cut_once() {
        let itself = joined(vec![object("a", true, &["a"], &["a"])]);
        assert_eq!(itself, (vec![None], vec!["CIM-CJ-035"]));
        let (parents, codes) = joined(vec![
            object("a", true, &["b"], &["c"]),
            object("b", true, &["c"], &["a"]),
            object("c", true, &["a"], &["b"]),
        ]);
        assert_eq!(codes, ["CIM-CJ-035"]);
        assert_eq!(parents.iter().flatten().count(), 2);
    }
}
