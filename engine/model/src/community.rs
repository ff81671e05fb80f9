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
#[derive(Clone, Debug)]
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
