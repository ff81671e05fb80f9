//! Where lines are joined: ends of one medium at the same node, or at the same place.

use std::collections::HashMap;

use linli_model::{Element, Medium, Point3};
use rayon::prelude::*;

use super::body::{Body, hash};

/// Name of a joint: a hash of the medium with the node's name or the place.
pub type Joint = u64;

/// An end of a line at a joint: the joint, the line's slot, 0 for its start and 1 for its end.
pub type JointEnd = (Joint, u32, u8);

/// Places closer than this are the same place.
const MILLIMETRE: f64 = 1e-3;

/// The joint of a line's end: its node's name, else its place to a millimetre.
pub fn joint_of(medium: Medium, node: Option<&str>, place: Point3) -> Joint {
    let mut bytes = vec![medium as u8];
    match node {
        Some(name) => bytes.extend_from_slice(name.as_bytes()),
        None => {
            bytes.push(0);
            for v in place {
                bytes.extend_from_slice(&((v / MILLIMETRE).round() as i64).to_le_bytes());
            }
        }
    }
    hash(&bytes)
}

/// Names by which lines may call a node: its name, its id in the source, and the last part of each key.
pub fn node_names(element: &Element) -> Vec<&str> {
    let last = |text: &'_ str| text.rfind('/').map_or(0, |at| at + 1);
    let (key, id) = (element.key.as_str(), element.source.id.as_str());
    let mut names = vec![key, &key[last(key)..]];
    if !id.is_empty() {
        names.extend([id, &id[last(id)..]]);
    }
    names.extend(element.name.as_deref());
    names.sort_unstable();
    names.dedup();
    names
}

/// Which lines end at each joint: a sorted list, and the joints that have changed since.
#[derive(Clone, Debug, Default)]
pub struct Joints {
    base: Vec<JointEnd>,
    changed: HashMap<Joint, Vec<JointEnd>>,
}

impl Joints {
    /// The joints of all bodies.
    pub fn of(bodies: &[Option<Body>]) -> Self {
        let mut base: Vec<JointEnd> = (0_u32..)
            .zip(bodies)
            .filter_map(|(slot, body)| Some((slot, body.as_ref()?.joints?)))
            .flat_map(|(slot, [start, end])| [(start, slot, 0), (end, slot, 1)])
            .collect();
        base.par_sort_unstable();
        Self { base, changed: HashMap::new() }
    }

    /// Adds the ends of a line.
    pub fn add(&mut self, slot: u32, body: &Body) {
        for (end, joint) in (0_u8..).zip(body.joints.into_iter().flatten()) {
            let ends = self.own(joint);
            ends.push((joint, slot, end));
            ends.sort_unstable();
        }
    }

    /// Removes the ends of a line.
    pub fn remove(&mut self, slot: u32, body: &Body) {
        for joint in body.joints.into_iter().flatten() {
            self.own(joint).retain(|(_, held, _)| *held != slot);
        }
    }

    fn own(&mut self, joint: Joint) -> &mut Vec<JointEnd> {
        let base = in_base(&self.base, joint);
        self.changed.entry(joint).or_insert_with(|| base.to_vec())
    }

    /// Ends of lines at a joint.
    pub fn at(&self, joint: Joint) -> &[JointEnd] {
        self.changed.get(&joint).map_or_else(|| in_base(&self.base, joint), Vec::as_slice)
    }

    /// Whether no other line ends where this line's end is.
    pub fn is_free(&self, slot: u32, body: &Body, end: usize) -> bool {
        body.joints.is_some_and(|joints| self.at(joints[end]).iter().all(|(_, held, _)| *held == slot))
    }
}

fn in_base(base: &[JointEnd], joint: Joint) -> &[JointEnd] {
    let start = base.partition_point(|(held, ..)| *held < joint);
    let rest = base.get(start..).unwrap_or_default();
    let count = rest.iter().take_while(|(held, ..)| *held == joint).count();
    rest.get(..count).unwrap_or_default()
}
