//! What nodes say of the lines that end at them: a house connection, or an outfall.

use std::collections::HashMap;

use linli_model::{Element, Key, Kind, LineRole, UtilityNodeKind};

use super::body::Body;
use super::joint::{Joint, joint_of, node_names};

/// What ends at a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum NodeEnd {
    /// A house is connected: the line is a connection.
    House,
    /// The line comes out of the ground.
    Outfall,
}

/// Nodes that say something of their lines, by every name that lines may call them.
#[derive(Clone, Debug, Default)]
pub struct NodeEnds {
    of_node: HashMap<Key, (NodeEnd, Vec<Joint>)>,
    /// How many nodes say it of a joint: names may be shared.
    said: HashMap<(Joint, NodeEnd), u32>,
}

impl NodeEnds {
    /// Those of a community.
    pub fn of(elements: &[Element]) -> Self {
        let mut ends = Self::default();
        for element in elements {
            ends.put(element);
        }
        ends
    }

    /// Takes over a new or changed element; joints whose lines may have become something else.
    pub fn put(&mut self, element: &Element) -> Vec<Joint> {
        let mut changed = self.remove(&element.key);
        let Kind::UtilityNode(node) = &element.kind else { return changed };
        let end = match node.node {
            UtilityNodeKind::Connection => NodeEnd::House,
            UtilityNodeKind::Outfall => NodeEnd::Outfall,
            _ => return changed,
        };
        let names = node_names(element).into_iter();
        let joints: Vec<Joint> = names.map(|name| joint_of(node.medium, Some(name), [0.0; 3])).collect();
        for joint in &joints {
            *self.said.entry((*joint, end)).or_default() += 1;
        }
        changed.extend(&joints);
        self.of_node.insert(element.key.clone(), (end, joints));
        changed
    }

    /// Takes out an element that is gone; joints whose lines may have become something else.
    pub fn remove(&mut self, key: &Key) -> Vec<Joint> {
        let Some((end, joints)) = self.of_node.remove(key) else { return Vec::new() };
        for joint in &joints {
            if let Some(count) = self.said.get_mut(&(*joint, end)) {
                *count -= 1;
                if *count == 0 {
                    self.said.remove(&(*joint, end));
                }
            }
        }
        joints
    }

    /// Tells a line's part in the network, and which of its ends come out of the ground.
    pub fn tell(&self, body: &mut Body) {
        let (true, Some(joints)) = (body.is_line, body.joints) else { return };
        let is = |joint: Joint, end: NodeEnd| self.said.contains_key(&(joint, end));
        let connection = joints.iter().any(|&joint| is(joint, NodeEnd::House));
        body.facts.role = Some(if connection { LineRole::Connection } else { LineRole::Main });
        body.comes_out = joints.map(|joint| is(joint, NodeEnd::Outfall));
    }
}
