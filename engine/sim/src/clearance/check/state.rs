//! The live check: every verdict of a community, kept right while it is edited.

use std::collections::{BTreeSet, HashMap};

use linli_model::{Aabb, Community, Element, Key, Point3};
use rayon::prelude::*;

use super::super::rules::RuleBook;
use super::body::{Body, body_of};
use super::broad::{Broad, Item, items_of};
use super::cover;
use super::hit::Hit;
use super::joint::{Joint, Joints};
use super::node_end::NodeEnds;
use super::order::spatial_order;
use super::pair::Pairing;
use super::surface::Surfaces;

/// A change of one element.
#[derive(Clone, Debug)]
pub enum Edit {
    /// The element is new, or takes the place of the one with its key.
    Put(Box<Element>),
    /// The element is gone.
    Remove(Key),
}

/// Verdicts of all lines and their neighbours.
///
/// The terrain is taken once, when the state is made: after a change of it a new state is wanted. Streets that carry
/// cars are told by [`ClearanceState::lay_streets`].
#[derive(Clone, Debug)]
pub struct ClearanceState {
    book: RuleBook,
    surfaces: Surfaces,
    bodies: Vec<Option<Body>>,
    slots: HashMap<Key, u32>,
    joints: Joints,
    nodes: NodeEnds,
    broad: Broad,
    /// Which classes are there, or have been.
    present: Vec<bool>,
    /// Largest horizontal figure of each class with those.
    reach_m: Vec<f64>,
    /// Hits by the slot of their first body, in order.
    hits: Vec<Vec<Hit>>,
    /// Slots whose hits name the slot as their second body.
    named_by: Vec<Vec<u32>>,
    /// Slots whose hits have changed since somebody asked.
    changed: BTreeSet<u32>,
}

impl ClearanceState {
    /// The full check of a community.
    pub fn new(book: RuleBook, community: &Community) -> Self {
        Self::with_surfaces(book, community.elements(), Surfaces::of(community))
    }

    /// The full check of elements under a surface.
    pub fn with_surfaces(book: RuleBook, elements: &[Element], surfaces: Surfaces) -> Self {
        let ground = surfaces.ground();
        let nodes = NodeEnds::of(elements);
        let bodies: Vec<Option<Body>> = elements
            .par_iter()
            .with_min_len(1024)
            .map(|element| told(body_of(element, &book, ground), &nodes))
            .filter(Option::is_some)
            .collect();
        let bodies = in_spatial_order(bodies);
        let joints = Joints::of(&bodies);
        let broad = Broad::build(&bodies, &book);
        let named = (0_u32..).zip(&bodies);
        let slots = named.filter_map(|(slot, body)| Some((body.as_ref()?.key.clone(), slot))).collect();
        let mut state = Self {
            present: vec![false; book.class_count()],
            reach_m: Vec::new(),
            book,
            surfaces,
            bodies,
            slots,
            joints,
            nodes,
            broad,
            hits: Vec::new(),
            named_by: Vec::new(),
            changed: BTreeSet::new(),
        };
        for class in state.bodies.iter().flatten().map(|body| usize::from(body.class)) {
            if let Some(there) = state.present.get_mut(class) {
                *there = true;
            }
        }
        state.reach_m = state.book.reach_among(&state.present);
        let numbers = 0..state.bodies.len() as u32;
        state.hits = numbers.into_par_iter().with_min_len(256).map(|slot| state.hits_first(slot)).collect();
        state.named_by = vec![Vec::new(); state.bodies.len()];
        for slot in 0..state.bodies.len() as u32 {
            state.name(slot);
        }
        state
    }

    /// The rules that are asked.
    pub fn book(&self) -> &RuleBook {
        &self.book
    }

    /// How many bodies are checked.
    pub fn body_count(&self) -> usize {
        self.bodies.iter().flatten().count()
    }

    /// The surface above.
    pub fn surfaces(&self) -> &Surfaces {
        &self.surfaces
    }

    /// All hits, in the order of their keys.
    pub fn hits(&self) -> Vec<&Hit> {
        let mut all: Vec<&Hit> = self.hits.iter().flatten().collect();
        all.par_sort_by(|a, b| a.order().cmp(&b.order()));
        all
    }

    /// How many slots there are, each with the hits of one body.
    pub(crate) fn slot_count(&self) -> usize {
        self.hits.len()
    }

    /// The hits of a slot, in which its body is first.
    pub(crate) fn hits_at(&self, slot: u32) -> &[Hit] {
        self.hits.get(slot as usize).map(Vec::as_slice).unwrap_or_default()
    }

    /// Slots whose hits have changed since this was asked last, or since the state was made.
    pub(crate) fn take_changed(&mut self) -> BTreeSet<u32> {
        std::mem::take(&mut self.changed)
    }

    /// Takes over the streets as they are now; `near` are the boxes of carriageways that came or went. Only the cover of
    /// lines that run there is checked again.
    pub fn lay_streets<'a>(&mut self, streets: impl Iterator<Item = &'a Element>, near: &[Aabb]) {
        self.surfaces.lay_anew(streets);
        let mut slots = BTreeSet::new();
        for aabb in near {
            self.broad.for_each_in(aabb, |item| _ = slots.insert(item.slot));
        }
        for slot in slots {
            let Some(body) = self.bodies.get(slot as usize).and_then(Option::as_ref) else { continue };
            let mut covers = Vec::new();
            cover::check(body, &self.book, &self.surfaces, &mut covers);
            if let Some(hits) = self.hits.get_mut(slot as usize).filter(|_| body.is_line) {
                hits.retain(|hit| hit.b.is_some());
                hits.extend(covers);
                hits.sort_by(|a, b| a.order().cmp(&b.order()));
                self.changed.insert(slot);
            }
        }
    }

    /// How many hits there are.
    pub fn hit_count(&self) -> usize {
        self.hits.iter().map(Vec::len).sum()
    }

    /// The hits that an element takes part in, in order.
    pub fn hits_of(&self, key: &Key) -> Vec<&Hit> {
        let Some(&slot) = self.slots.get(key) else { return Vec::new() };
        let others = self.named_by.get(slot as usize).into_iter().flatten();
        let named = others.filter_map(|&a| self.hits.get(a as usize)).flatten();
        let named = named.filter(|hit| hit.b.as_ref() == Some(key));
        let mut all: Vec<&Hit> = self.hits.get(slot as usize).into_iter().flatten().chain(named).collect();
        all.sort_by(|a, b| a.order().cmp(&b.order()));
        all
    }

    /// Takes over a change. Only the element, the lines joined to it, and those that a changed node says
    /// something of are checked again. Returns the keys whose verdicts may have changed.
    pub fn edit(&mut self, edit: &Edit) -> Vec<Key> {
        let (key, body, joints) = match edit {
            Edit::Put(element) => {
                let joints = self.nodes.put(element);
                let body = body_of(element, &self.book, self.surfaces.ground());
                (element.key.clone(), told(body, &self.nodes), joints)
            }
            Edit::Remove(key) => (key.clone(), None, self.nodes.remove(key)),
        };
        let old = self.slots.get(&key).copied();
        let mut affected = BTreeSet::new();
        if let Some(slot) = old {
            self.collect_joined(slot, &mut affected);
            affected.insert(slot);
        }
        self.collect_at(&joints, &mut affected);
        for &slot in &affected {
            self.forget(slot);
        }
        if let Some(slot) = old {
            self.take_out(slot);
        }
        match (body, old) {
            (Some(body), old) => {
                let slot = old.unwrap_or(self.bodies.len() as u32);
                self.put_in(slot, key, body);
                let mut joined = BTreeSet::new();
                self.collect_joined(slot, &mut joined);
                joined.insert(slot);
                for &slot in joined.difference(&affected.clone()) {
                    self.forget(slot);
                    affected.insert(slot);
                }
            }
            (None, Some(_)) => {
                self.slots.remove(&key);
            }
            (None, None) => {}
        }
        let mut told = BTreeSet::new();
        self.collect_at(&joints, &mut told);
        for slot in told {
            if let Some(body) = self.bodies.get_mut(slot as usize).and_then(Option::as_mut) {
                self.nodes.tell(body);
            }
        }
        self.check_again(&affected);
        affected
            .iter()
            .filter_map(|&slot| Some(self.bodies.get(slot as usize)?.as_ref()?.key.clone()))
            .collect()
    }

    /// The hits that elements would have if they were moved together, against all others.
    pub fn hits_if_moved(&self, keys: &[Key], by: Point3) -> Vec<Hit> {
        let slots = keys.iter().filter_map(|key| self.slots.get(key).copied());
        let moved: Vec<(u32, Body)> = slots
            .filter_map(|slot| Some((slot, self.bodies.get(slot as usize)?.as_ref()?.moved(by))))
            .collect();
        let pairing = self.pairing(&moved);
        let mut hits = Vec::new();
        for (slot, body) in &moved {
            cover::check(body, &self.book, &self.surfaces, &mut hits);
            for item in items_of(*slot, body, &self.book) {
                self.near(&item, |other| {
                    if moved.iter().all(|(held, _)| *held != other.slot) {
                        pairing.check((*slot, item.piece), (other.slot, other.piece), &mut hits);
                    }
                });
            }
        }
        hits.sort_by(|a, b| a.order().cmp(&b.order()));
        hits
    }

    /// The body of an element.
    pub(crate) fn body(&self, key: &Key) -> Option<&Body> {
        self.bodies.get(*self.slots.get(key)? as usize)?.as_ref()
    }

    /// Lines that end where an end of a line is, with the ends that meet: own end, key, its end.
    pub(crate) fn joined(&self, key: &Key) -> Vec<(u8, &Key, u8)> {
        let Some((&slot, body)) = self.slots.get(key).zip(self.body(key)) else { return Vec::new() };
        let mut found = Vec::new();
        for (end, joint) in (0_u8..).zip(body.joints.into_iter().flatten()) {
            for &(_, other, its_end) in self.joints.at(joint) {
                if let Some(body) = self.bodies.get(other as usize).and_then(Option::as_ref)
                    && (other != slot || its_end != end)
                {
                    found.push((end, &body.key, its_end));
                }
            }
        }
        found
    }

    fn pairing<'a>(&'a self, moved: &'a [(u32, Body)]) -> Pairing<'a> {
        Pairing { book: &self.book, bodies: &self.bodies, joints: &self.joints, moved }
    }

    /// Visits the pieces of other bodies that a piece may be too near to.
    fn near(&self, item: &Item, mut visit: impl FnMut(&Item)) {
        let reach = self.reach_m.get(usize::from(item.class)).copied().unwrap_or(0.0);
        self.broad.for_each_near(item, reach, |other| {
            if other.slot == item.slot {
                return;
            }
            let reach = self.book.pair_reach_m(item.class, other.class);
            if (reach > 0.0 || self.book.has_vertical(item.class, other.class)) && item.near(other, reach) {
                visit(other);
            }
        });
    }

    /// Hits of a slot's cover and of its pairs in which it is first.
    fn hits_first(&self, slot: u32) -> Vec<Hit> {
        let Some(body) = self.bodies.get(slot as usize).and_then(Option::as_ref) else { return Vec::new() };
        let mut hits = Vec::new();
        cover::check(body, &self.book, &self.surfaces, &mut hits);
        let pairing = self.pairing(&[]);
        for item in self.broad.items_at(slot) {
            self.near(item, |other| {
                let first = item.order < other.order
                    || (item.order == other.order
                        && self
                            .bodies
                            .get(other.slot as usize)
                            .and_then(Option::as_ref)
                            .is_some_and(|o| body.key < o.key));
                if first {
                    pairing.check((slot, item.piece), (other.slot, other.piece), &mut hits);
                }
            });
        }
        hits.sort_by(|a, b| a.order().cmp(&b.order()));
        hits
    }

    /// All hits that a slot takes part in, without those with slots that come before it in `done`.
    fn hits_around(&self, slot: u32, done: &BTreeSet<u32>) -> Vec<Hit> {
        let Some(body) = self.bodies.get(slot as usize).and_then(Option::as_ref) else { return Vec::new() };
        let mut hits = Vec::new();
        cover::check(body, &self.book, &self.surfaces, &mut hits);
        let pairing = self.pairing(&[]);
        for item in self.broad.items_at(slot) {
            self.near(item, |other| {
                if !done.contains(&other.slot) {
                    pairing.check((slot, item.piece), (other.slot, other.piece), &mut hits);
                }
            });
        }
        hits
    }

    fn collect_joined(&self, slot: u32, into: &mut BTreeSet<u32>) {
        let joints = self.bodies.get(slot as usize).and_then(Option::as_ref).and_then(|body| body.joints);
        self.collect_at(joints.as_ref().map_or(&[], |joints| joints.as_slice()), into);
    }

    fn collect_at(&self, joints: &[Joint], into: &mut BTreeSet<u32>) {
        for joint in joints {
            into.extend(self.joints.at(*joint).iter().map(|(_, held, _)| *held));
        }
    }

    /// Drops all hits that a slot takes part in.
    fn forget(&mut self, slot: u32) {
        self.changed.insert(slot);
        let own = self.hits.get_mut(slot as usize).map(std::mem::take).unwrap_or_default();
        for other in own.iter().filter_map(|hit| hit.b.as_ref()) {
            if let Some(&other) = self.slots.get(other)
                && let Some(names) = self.named_by.get_mut(other as usize)
            {
                names.retain(|held| *held != slot);
            }
        }
        let Some(key) = self.bodies.get(slot as usize).and_then(Option::as_ref).map(|body| body.key.clone())
        else {
            return;
        };
        for first in self.named_by.get_mut(slot as usize).map(std::mem::take).unwrap_or_default() {
            if let Some(hits) = self.hits.get_mut(first as usize) {
                hits.retain(|hit| hit.b.as_ref() != Some(&key));
                self.changed.insert(first);
            }
        }
    }

    fn take_out(&mut self, slot: u32) {
        if let Some(body) = self.bodies.get_mut(slot as usize).and_then(Option::take) {
            self.joints.remove(slot, &body);
            self.broad.remove(slot);
        }
    }

    fn put_in(&mut self, slot: u32, key: Key, body: Body) {
        if let Some(there) = self.present.get_mut(usize::from(body.class))
            && !std::mem::replace(there, true)
        {
            self.reach_m = self.book.reach_among(&self.present);
        }
        self.joints.add(slot, &body);
        self.broad.put(slot, &body, &self.book);
        self.slots.insert(key, slot);
        let count = self.bodies.len().max(slot as usize + 1);
        self.bodies.resize(count, None);
        self.hits.resize(count, Vec::new());
        self.named_by.resize(count, Vec::new());
        if let Some(place) = self.bodies.get_mut(slot as usize) {
            *place = Some(body);
        }
    }

    fn check_again(&mut self, affected: &BTreeSet<u32>) {
        let mut done = BTreeSet::new();
        let mut touched = BTreeSet::new();
        for &slot in affected {
            for hit in self.hits_around(slot, &done) {
                if let Some(&first) = self.slots.get(&hit.a)
                    && let Some(hits) = self.hits.get_mut(first as usize)
                {
                    hits.push(hit);
                    touched.insert(first);
                }
            }
            done.insert(slot);
        }
        for slot in touched {
            if let Some(hits) = self.hits.get_mut(slot as usize) {
                hits.sort_by(|a, b| a.order().cmp(&b.order()));
            }
            self.name(slot);
            self.changed.insert(slot);
        }
    }

    /// Tells the second bodies of a slot's hits who names them.
    fn name(&mut self, slot: u32) {
        let Some(hits) = self.hits.get(slot as usize) else { return };
        for other in hits.iter().filter_map(|hit| hit.b.as_ref()) {
            if let Some(&other) = self.slots.get(other)
                && let Some(names) = self.named_by.get_mut(other as usize)
                && !names.contains(&slot)
            {
                names.push(slot);
            }
        }
    }
}

/// A body with what its nodes say of it.
fn told(body: Option<Body>, nodes: &NodeEnds) -> Option<Body> {
    body.map(|mut body| {
        nodes.tell(&mut body);
        body
    })
}

fn in_spatial_order(mut bodies: Vec<Option<Body>>) -> Vec<Option<Body>> {
    let places: Vec<[f64; 2]> =
        bodies.iter().map(|body| body.as_ref().map_or([0.0; 2], Body::place)).collect();
    let order = spatial_order(&places);
    order.into_iter().map(|number| bodies.get_mut(number as usize).and_then(Option::take)).collect()
}
