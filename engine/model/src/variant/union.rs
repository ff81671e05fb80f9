//! Several communities as one: what they share once, what differs once for each version of it.
//!
//! So variants are drawn side by side from the same meshes: numbers of what is shared come first, then those of each set
//! of sides in one run.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::Arc;

use super::reference::rename_references;
use crate::{Community, Element, ElementId, Key};

/// A set of sides of a comparison, counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sides(u8);

impl Sides {
    /// Most sides of a comparison.
    pub const MOST: usize = 6;
    /// Every side.
    pub const ALL: Self = Self(u8::MAX);
    /// No side.
    pub const NONE: Self = Self(0);

    /// One side.
    pub fn of(side: usize) -> Self {
        Self(1_u8.checked_shl(u32::try_from(side).unwrap_or(u32::MAX)).unwrap_or(0))
    }

    /// The first so many sides.
    pub fn first(count: usize) -> Self {
        (0..count).fold(Self::NONE, |all, side| all.with(side))
    }

    /// With one more side.
    #[must_use]
    pub fn with(self, side: usize) -> Self {
        Self(self.0 | Self::of(side).0)
    }

    /// Whether a side is one of them.
    pub fn contains(self, side: usize) -> bool {
        self.0 & Self::of(side).0 != 0
    }

    /// The sides, in their order.
    pub fn iter(self) -> impl Iterator<Item = usize> {
        (0..8).filter(move |side| self.contains(*side))
    }
}

/// The versions of an element that differs: its number on each set of sides.
pub type Versions = Vec<(Sides, ElementId)>;

/// Several communities as one.
#[derive(Clone, Debug)]
pub struct Union {
    /// The elements of all. A further version of an element has the key of the first one, `@` and the name of its side.
    pub community: Arc<Community>,
    /// Numbers of the elements that only some sides have, in order: those behind what is shared.
    pub groups: Vec<(Sides, Range<u32>)>,
    /// Versions of what differs, by its key in the communities.
    versions: HashMap<Key, Versions>,
    /// Keys in the communities of the elements of the groups, in their order.
    keys: Vec<Key>,
}

impl Union {
    /// Of communities with short names, of which at most [`Sides::MOST`] count.
    pub fn of(sides: &[(&str, &Community)]) -> Self {
        let sides = sides.get(..Sides::MOST).unwrap_or(sides);
        let all = Sides::first(sides.len());
        // Versions by key, in the order in which they are met.
        let mut order: Vec<(&Element, Sides)> = Vec::new();
        let mut places: HashMap<&Key, Vec<usize>> = HashMap::new();
        for (side, (_, community)) in sides.iter().enumerate() {
            for element in community.elements() {
                let known = places.entry(&element.key).or_default();
                let same = |at: &&usize| order.get(**at).is_some_and(|(other, _)| *other == element);
                match known.iter().find(same).copied() {
                    Some(at) => {
                        if let Some((_, on)) = order.get_mut(at) {
                            *on = on.with(side);
                        }
                    }
                    None => {
                        known.push(order.len());
                        order.push((element, Sides::of(side)));
                    }
                }
            }
        }
        let mut shared: Vec<&Element> = Vec::new();
        let mut runs: BTreeMap<Sides, Vec<&Element>> = BTreeMap::new();
        for (element, on) in order {
            if on == all { shared.push(element) } else { runs.entry(on).or_default().push(element) }
        }
        let first = sides.first().map(|(_, community)| *community);
        let name = first.map(|community| community.name.clone()).unwrap_or_default();
        let frame = first.map(|community| community.frame.clone());
        let Some(frame) = frame else { return Self::none() };
        let mut community = Community::new(name, frame);
        community.sources = first.map(|community| community.sources.clone()).unwrap_or_default();
        for element in shared {
            community.add_renamed(element.clone());
        }
        let community = Arc::new(community);
        let mut union = Self { community, groups: Vec::new(), versions: HashMap::new(), keys: Vec::new() };
        union.add_runs(&runs, sides);
        union
    }

    fn none() -> Self {
        let frame = crate::SceneFrame {
            crs: String::new(),
            anchor_m: [0.0; 3],
            longitude_deg: 0.0,
            latitude_deg: 0.0,
            convergence_deg: 0.0,
        };
        let community = Arc::new(Community::new("", frame));
        Self { community, groups: Vec::new(), versions: HashMap::new(), keys: Vec::new() }
    }

    /// Adds what only some sides have; what it names there is named by its version there.
    fn add_runs(&mut self, runs: &BTreeMap<Sides, Vec<&Element>>, sides: &[(&str, &Community)]) {
        // Names first: a version may name one that comes later.
        let mut names: HashMap<(&Key, Sides), Key> = HashMap::new();
        let mut taken: HashMap<&Key, ()> = HashMap::new();
        for (on, elements) in runs {
            for element in elements {
                let name = if taken.insert(&element.key, ()).is_none() {
                    element.key.clone()
                } else {
                    let side =
                        on.iter().next().and_then(|side| sides.get(side)).map_or("", |(name, _)| *name);
                    Key::from(format!("{}@{side}", element.key))
                };
                names.insert((&element.key, *on), name);
            }
        }
        for (on, elements) in runs {
            let from = self.community.elements().len() as u32;
            for element in elements {
                let mut version = (*element).clone();
                version.key = names.get(&(&element.key, *on)).cloned().unwrap_or(version.key);
                rename_references(&mut version, |key| {
                    let there = runs.keys().find(|other| {
                        on.iter().next().is_some_and(|side| other.contains(side))
                            && names.contains_key(&(&*key, **other))
                    });
                    if let Some(name) = there.and_then(|other| names.get(&(&*key, *other))) {
                        *key = name.clone();
                    }
                });
                let (id, _) = Arc::make_mut(&mut self.community).add_renamed(version);
                self.versions.entry(element.key.clone()).or_default().push((*on, id));
                self.keys.push(element.key.clone());
            }
            self.groups.push((*on, from..self.community.elements().len() as u32));
        }
    }

    /// The sides that have an element.
    pub fn sides_of(&self, id: ElementId) -> Sides {
        let run = self.groups.iter().find(|(_, run)| run.contains(&id.0));
        run.map_or(Sides::ALL, |(on, _)| *on)
    }

    /// The number of the element of a key on a side.
    pub fn id_on(&self, side: usize, key: &Key) -> Option<ElementId> {
        match self.versions.get(key) {
            Some(versions) => versions.iter().find(|(on, _)| on.contains(side)).map(|(_, id)| *id),
            None => self.community.id_of(key),
        }
    }

    /// The key of an element in the communities.
    pub fn key_of(&self, id: ElementId) -> Option<&Key> {
        let shared = self.community.elements().len() - self.keys.len();
        match id.index().checked_sub(shared) {
            Some(at) => self.keys.get(at),
            None => self.community.element(id).map(|element| &element.key),
        }
    }

    /// The versions of the element of a key in the communities; none when all sides agree.
    pub fn versions(&self, key: &Key) -> &[(Sides, ElementId)] {
        self.versions.get(key).map_or(&[], Vec::as_slice)
    }

    /// The elements of a group as a community of their own, in the order of their numbers.
    pub fn part(&self, run: &Range<u32>) -> Community {
        let mut part = Community::new(self.community.name.clone(), self.community.frame.clone());
        let elements = self.community.elements().get(run.start as usize..run.end as usize);
        for element in elements.unwrap_or_default() {
            part.add_renamed(element.clone());
        }
        part
    }

    /// Numbers of what all sides share.
    pub fn shared(&self) -> Range<u32> {
        0..(self.community.elements().len() - self.keys.len()) as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Building, Geometry, Kind, SceneFrame, Tree};

    fn town(elements: Vec<Element>) -> Community {
        let frame = SceneFrame {
            crs: "EPSG:4549".into(),
            anchor_m: [0.0; 3],
            longitude_deg: 120.0,
            latitude_deg: 30.0,
            convergence_deg: 0.0,
        };
        let mut town = Community::new("town", frame);
        elements.into_iter().for_each(|element| _ = town.add_renamed(element));
        town
    }

    fn tree(key: &str, x: f64) -> Element {
        Element::new(key, Kind::Tree(Tree::default()), Geometry::Point([x, 0.0, 0.0]))
    }

    fn part(key: &str, parent: &str, x: f64) -> Element {
        let building = Building { parent: Some(Key::from(parent)), ..Building::default() };
        Element::new(key, Kind::BuildingPart(building), Geometry::Point([x, 0.0, 0.0]))
    }

    #[test]
    fn what_is_shared_stands_once_and_each_version_once() {
        let a = town(vec![tree("same", 1.0), tree("moved", 2.0), tree("gone", 3.0)]);
        let b = town(vec![tree("new", 9.0), tree("same", 1.0), tree("moved", 5.0)]);
        let union = Union::of(&[("a", &a), ("b", &b)]);
        let keys: Vec<&str> = union.community.elements().iter().map(|e| e.key.as_str()).collect();
        assert_eq!(keys, ["same", "moved", "gone", "new", "moved@b"]);
        assert_eq!(union.groups, [(Sides::of(0), 1..3), (Sides::of(1), 3..5)]);
        assert_eq!(union.shared(), 0..1);
        let moved = Key::from("moved");
        let [first, second] = [0, 1].map(|side| union.id_on(side, &moved));
        assert_eq!((first, second), (Some(ElementId(1)), Some(ElementId(4))));
        assert_eq!(union.key_of(ElementId(4)), Some(&moved));
        assert_eq!(union.id_on(1, &Key::from("gone")), None);
        assert_eq!(union.sides_of(ElementId(0)), Sides::ALL);
        assert!(union.sides_of(ElementId(4)).contains(1) && !union.sides_of(ElementId(4)).contains(0));
        assert_eq!(union.part(&(3..5)).elements().len(), 2);
    }

    #[test]
    fn every_side_is_found_again_in_the_union() {
        let a = town(vec![tree("x", 1.0), part("p", "h", 1.0), tree("h", 7.0)]);
        let b = town(vec![tree("x", 1.0), part("p", "h", 2.0), tree("h", 8.0)]);
        let c = town(vec![tree("x", 3.0), tree("h", 8.0)]);
        let sides = [("a", &a), ("b", &b), ("c", &c)];
        let union = Union::of(&sides);
        for (side, (_, community)) in sides.iter().enumerate() {
            for element in community.elements() {
                let there = union.id_on(side, &element.key).and_then(|id| union.community.element(id));
                assert_eq!(there.map(|e| &e.geometry), Some(&element.geometry), "{} {side}", element.key);
            }
            let count = union.community.iter().filter(|(id, _)| union.sides_of(*id).contains(side)).count();
            assert_eq!(count, community.elements().len());
        }
        // A version names the version of its own side.
        let second = union.id_on(1, &Key::from("p")).and_then(|id| union.community.element(id));
        let parent = second.and_then(|e| e.kind.building()).and_then(|b| b.parent.clone());
        let house = union.id_on(1, &Key::from("h")).and_then(|id| union.community.element(id));
        assert_eq!(parent.as_ref(), house.map(|e| &e.key));
        assert_eq!(union.versions(&Key::from("h")).len(), 2);
    }
}
