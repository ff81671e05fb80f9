//! Spatial index: which elements are where, exactly, above and below ground alike.
//!
//! Trees of boxes prune, geometry decides. Elements given in bulk lie in a packed tree; those added
//! or changed since lie in an R-tree beside it, and the packed tree is built anew when that grows.

pub(crate) mod body;
pub(crate) mod distance;
mod node;
mod packed;
mod query;
mod ray;
pub(crate) mod touch;
pub(crate) mod vector;

#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::sync::Arc;

use linli_model::{Aabb, ElementId};
use rayon::prelude::*;
use rstar::{AABB, PointDistance, RTree, RTreeObject};
use thiserror::Error;

use crate::Shape;
use body::Body;
pub use body::ShapeError;
pub use packed::PackedTree;
pub use query::{Hit, Near, Nearest};
pub use touch::Plane;

/// The packed tree is built anew when more than this many changes lie beside it, and more than a
/// quarter of its size.
const MOST_CHANGES: usize = 1024;

/// Why an element does not enter the index.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum IndexError {
    /// The shape is not usable.
    #[error("the shape of element {} is not usable", .id.0)]
    Shape {
        /// The element.
        id: ElementId,
        /// What is wrong with its shape.
        #[source]
        error: ShapeError,
    },
    /// The element was given twice.
    #[error("element {} was given twice", .0.0)]
    Twice(ElementId),
}

#[derive(Clone, Debug)]
struct Slot {
    id: ElementId,
    body: Body,
}

/// A changed element in the R-tree; its box is tight around what `distance_2` measures, as rstar
/// needs it.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Change {
    aabb: Aabb,
    slot: usize,
}

impl RTreeObject for Change {
    type Envelope = AABB<[f64; 3]>;

    fn envelope(&self) -> Self::Envelope {
        AABB::from_corners(self.aabb.min, self.aabb.max)
    }
}

impl PointDistance for Change {
    fn distance_2(&self, p: &[f64; 3]) -> f64 {
        self.envelope().distance_2(p)
    }
}

/// An index over the shapes of elements, with exact queries.
#[derive(Clone, Debug, Default)]
pub struct SpatialIndex {
    /// Those before `packed` are in `base`; `None` where removed.
    slots: Vec<Option<Slot>>,
    place: HashMap<ElementId, usize>,
    base: PackedTree,
    packed: usize,
    changes: RTree<Change>,
    /// How many slots are empty.
    removed: usize,
}

impl SpatialIndex {
    /// An index over all the given shapes.
    ///
    /// # Errors
    /// When a shape is not usable or an element comes twice.
    pub fn bulk(items: Vec<(ElementId, Arc<Shape>)>) -> Result<Self, IndexError> {
        let slots = items.into_par_iter().map(|(id, shape)| slot(id, shape).map(Some));
        let mut index = Self { slots: slots.collect::<Result<_, _>>()?, ..Self::default() };
        index.place.reserve(index.slots.len());
        for (at, slot) in index.slots.iter().enumerate() {
            if let Some(slot) = slot
                && index.place.insert(slot.id, at).is_some()
            {
                return Err(IndexError::Twice(slot.id));
            }
        }
        index.pack();
        Ok(index)
    }

    /// Adds an element, or gives it another shape.
    ///
    /// # Errors
    /// When the shape is not usable; the index is unchanged then.
    pub fn insert(&mut self, id: ElementId, shape: Arc<Shape>) -> Result<(), IndexError> {
        let slot = slot(id, shape)?;
        self.remove(id);
        let at = self.slots.len();
        if !slot.body.aabb.is_empty() {
            self.changes.insert(Change { aabb: slot.body.aabb, slot: at });
        }
        self.slots.push(Some(slot));
        self.place.insert(id, at);
        self.pack_if_grown();
        Ok(())
    }

    /// Takes an element out; whether it was there.
    pub fn remove(&mut self, id: ElementId) -> bool {
        let Some(at) = self.place.remove(&id) else { return false };
        let Some(slot) = self.slots[at].take() else { return false };
        self.removed += 1;
        if at >= self.packed {
            self.changes.remove(&Change { aabb: slot.body.aabb, slot: at });
        }
        self.pack_if_grown();
        true
    }

    /// The shape of an element.
    pub fn shape(&self, id: ElementId) -> Option<&Arc<Shape>> {
        let slot = self.slots[*self.place.get(&id)?].as_ref()?;
        Some(&slot.body.shape)
    }

    /// Box around the shape of an element, radii included; empty when it has no geometry.
    pub fn aabb(&self, id: ElementId) -> Option<Aabb> {
        let slot = self.slots[*self.place.get(&id)?].as_ref()?;
        Some(slot.body.aabb)
    }

    /// How many elements are indexed.
    pub fn len(&self) -> usize {
        self.place.len()
    }

    /// Whether no element is indexed.
    pub fn is_empty(&self) -> bool {
        self.place.is_empty()
    }

    fn pack_if_grown(&mut self) {
        let changes = self.slots.len() - self.packed + self.removed;
        if changes > MOST_CHANGES && changes > self.packed / 4 {
            self.slots.retain(Option::is_some);
            self.place.clear();
            self.place.extend(self.slots.iter().enumerate().filter_map(|(at, s)| Some((s.as_ref()?.id, at))));
            self.pack();
        }
    }

    /// Builds the packed tree over all slots.
    fn pack(&mut self) {
        let aabb = |slot: &Option<Slot>| slot.as_ref().map_or(Aabb::EMPTY, |slot| slot.body.aabb);
        let boxes: Vec<Aabb> = self.slots.iter().map(aabb).collect();
        self.base = PackedTree::build(&boxes);
        self.packed = self.slots.len();
        self.changes = RTree::new();
        self.removed = 0;
    }
}

fn slot(id: ElementId, shape: Arc<Shape>) -> Result<Slot, IndexError> {
    let body = Body::new(shape).map_err(|error| IndexError::Shape { id, error })?;
    Ok(Slot { id, body })
}
