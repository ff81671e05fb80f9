//! The community: frame, sources, elements.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use thiserror::Error;

use crate::{Aabb, Element, ElementId, Key, Layer, SceneFrame, Source};

/// Two elements claim the same key.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("the key {0} is already taken")]
pub struct DuplicateKey(pub Key);

/// Everything known about one place, above and below ground.
#[derive(Clone, Debug, PartialEq)]
pub struct Community {
    /// Name for people.
    pub name: String,
    /// Coordinate frame of all geometry.
    pub frame: SceneFrame,
    /// Files that the elements came from.
    pub sources: Vec<Source>,
    elements: Vec<Element>,
    ids: HashMap<Key, ElementId>,
}

impl Community {
    /// An empty community in a frame.
    pub fn new(name: impl Into<String>, frame: SceneFrame) -> Self {
        Self { name: name.into(), frame, sources: Vec::new(), elements: Vec::new(), ids: HashMap::new() }
    }

    /// Adds an element.
    ///
    /// # Errors
    /// [`DuplicateKey`] when the key is taken; the community is then unchanged.
    pub fn add(&mut self, element: Element) -> Result<ElementId, DuplicateKey> {
        let id = ElementId(self.elements.len() as u32);
        match self.ids.entry(element.key.clone()) {
            Entry::Occupied(entry) => Err(DuplicateKey(entry.key().clone())),
            Entry::Vacant(entry) => {
                entry.insert(id);
                self.elements.push(element);
                Ok(id)
            }
        }
    }

    /// Adds an element, changing its key by a suffix `~2`, `~3` … when it is taken.
    /// Returns the id and whether the key was changed.
    pub fn add_renamed(&mut self, mut element: Element) -> (ElementId, bool) {
        let original = element.key.clone();
        let mut number = 1_u32;
        while self.ids.contains_key(&element.key) {
            number += 1;
            element.key = Key::from(format!("{original}~{number}"));
        }
        let id = ElementId(self.elements.len() as u32);
        self.ids.insert(element.key.clone(), id);
        self.elements.push(element);
        (id, number > 1)
    }

    /// The elements that are wanted as a community of their own, with the same keys.
    #[must_use]
    pub fn part(&self, wanted: impl Fn(ElementId, &Element) -> bool) -> Self {
        let mut part = Self::new(self.name.clone(), self.frame.clone());
        part.sources.clone_from(&self.sources);
        for (_, element) in self.iter().filter(|(id, element)| wanted(*id, element)) {
            part.add_renamed(element.clone());
        }
        part
    }

    /// Puts an element in the place of the one of its key, which is given back; a new one comes last. No id
    /// changes.
    pub fn put(&mut self, element: Element) -> Option<Element> {
        match self.ids.get(&element.key).and_then(|id| self.elements.get_mut(id.index())) {
            Some(there) => Some(std::mem::replace(there, element)),
            None => {
                let _ = self.add(element);
                None
            }
        }
    }

    /// Takes elements out, all in one pass. Gives them back with their positions before, in order; those after
    /// the first of them get new ids.
    pub fn remove_all<'a>(&mut self, keys: impl Iterator<Item = &'a Key>) -> Vec<(usize, Element)> {
        let mut places: Vec<usize> = keys.filter_map(|key| self.ids.get(key)).map(|id| id.index()).collect();
        places.sort_unstable();
        places.dedup();
        let Some(&first) = places.first() else { return Vec::new() };
        let mut gone = places.into_iter().peekable();
        let mut removed = Vec::new();
        let rest = self.elements.split_off(first);
        for (place, element) in (first..).zip(rest) {
            if gone.next_if_eq(&place).is_some() {
                self.ids.remove(&element.key);
                removed.push((place, element));
            } else {
                self.elements.push(element);
            }
        }
        self.number_from(first);
        removed
    }

    /// Puts elements back where [`Community::remove_all`] took them out.
    pub(crate) fn insert_all(&mut self, removed: Vec<(usize, Element)>) {
        let Some(first) = removed.first().map(|(place, _)| (*place).min(self.elements.len())) else { return };
        let mut rest = self.elements.split_off(first).into_iter();
        for (place, element) in removed {
            while self.elements.len() < place {
                let Some(next) = rest.next() else { break };
                self.elements.push(next);
            }
            self.elements.push(element);
        }
        self.elements.extend(rest);
        self.number_from(first);
    }

    fn number_from(&mut self, first: usize) {
        for (place, element) in self.elements.iter().enumerate().skip(first) {
            let id = ElementId(place as u32);
            match self.ids.get_mut(&element.key) {
                Some(known) => *known = id,
                None => _ = self.ids.insert(element.key.clone(), id),
            }
        }
    }

    /// All elements; the position is the [`ElementId`].
    pub fn elements(&self) -> &[Element] {
        &self.elements
    }

    /// Elements with their ids.
    pub fn iter(&self) -> impl Iterator<Item = (ElementId, &Element)> {
        self.elements.iter().enumerate().map(|(i, element)| (ElementId(i as u32), element))
    }

    /// The element of an id.
    pub fn element(&self, id: ElementId) -> Option<&Element> {
        self.elements.get(id.index())
    }

    /// The id of a key.
    pub fn id_of(&self, key: &Key) -> Option<ElementId> {
        self.ids.get(key).copied()
    }

    /// How many elements each layer holds, in the order of [`Layer::ALL`], empty layers left out.
    pub fn layer_counts(&self) -> Vec<(Layer, usize)> {
        let mut counts = [0_usize; Layer::ALL.len()];
        for element in &self.elements {
            let layer = element.layer();
            if let Some(position) = Layer::ALL.iter().position(|l| *l == layer) {
                counts[position] += 1;
            }
        }
        Layer::ALL.into_iter().zip(counts).filter(|(_, count)| *count > 0).collect()
    }

    /// Box around all geometry as stored (heights above ground are not resolved).
    pub fn aabb(&self) -> Aabb {
        self.elements.iter().fold(Aabb::EMPTY, |aabb, e| aabb.union(&e.geometry.aabb()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Geometry, Kind, Tree};

    fn frame() -> SceneFrame {
        SceneFrame {
            crs: "EPSG:4549".into(),
            anchor_m: [0.0; 3],
            longitude_deg: 120.0,
            latitude_deg: 30.0,
            convergence_deg: 0.0,
        }
    }

    fn tree(key: &str) -> Element {
        Element::new(key, Kind::Tree(Tree::default()), Geometry::Point([1.0, 2.0, 0.0]))
    }

    #[test]
    fn keys_are_unique() {
        let mut community = Community::new("test", frame());
        let first = community.add(tree("a"));
        assert_eq!(first, Ok(ElementId(0)));
        assert_eq!(community.add(tree("a")), Err(DuplicateKey(Key::from("a"))));
        assert_eq!(community.add_renamed(tree("a")), (ElementId(1), true));
        assert_eq!(community.id_of(&Key::from("a~2")), Some(ElementId(1)));
        assert_eq!(community.layer_counts(), vec![(Layer::Trees, 2)]);
    }
}
