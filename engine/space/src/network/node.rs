//! What makes two streets meet: the node number of the source, else the place.

use linli_model::{Point3, Street};

/// Identity of a street's point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum NodeKey {
    /// Node number of the source.
    Number(i64),
    /// East and north in whole centimetres.
    Place([i64; 2]),
}

impl NodeKey {
    /// The point's node number where the street has one for each point, else its place.
    pub(crate) fn of(street: &Street, count: usize, index: usize, p: Point3) -> Self {
        match street.nodes.get(index) {
            Some(number) if street.nodes.len() == count => Self::Number(*number),
            _ => Self::at(p),
        }
    }

    /// The place, snapped to 1 cm.
    pub(crate) fn at(p: Point3) -> Self {
        Self::Place([p[0], p[1]].map(|v| (v * 100.0).round() as i64))
    }
}
