//! A network as a file tells it, before it is checked.

use linli_model::{Attributes, DepthReference, Medium, Point3, UtilityLine, UtilityNodeKind};

/// Where a line lies vertically.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Levels {
    /// Nothing is known.
    #[default]
    Unknown,
    /// Below the ground at both ends, metres.
    Depth([Option<f64>; 2]),
    /// Heights at both ends, metres.
    Height([Option<f64>; 2]),
    /// The z of the path's points are heights, metres.
    Path,
}

/// A node as the file tells it.
#[derive(Clone, Debug, Default)]
pub struct DraftNode {
    /// Name, by which lines refer to it.
    pub id: String,
    /// Place in the file.
    pub place: String,
    /// Coordinates: x east, y north.
    pub xy: Option<[f64; 2]>,
    /// Height of the ground or of the cover, metres.
    pub ground_m: Option<f64>,
    /// Depth of the shaft, metres.
    pub depth_m: Option<f64>,
    /// What it belongs to; the medium of a line that ends there where it is not said.
    pub medium: Option<Medium>,
    /// What it is.
    pub kind: UtilityNodeKind,
    /// Whether the point is in the scene; a node of another file is not.
    pub elsewhere: bool,
    /// Everything else.
    pub attributes: Attributes,
}

/// A line as the file tells it.
#[derive(Clone, Debug, Default)]
pub struct DraftLine {
    /// Name.
    pub id: String,
    /// Place in the file.
    pub place: String,
    /// Points from start to end; where there are none, the places of its nodes, with the bends between.
    pub path: Vec<Point3>,
    /// Bends between its two nodes.
    pub bends: Vec<[f64; 2]>,
    /// Where it lies vertically.
    pub levels: Levels,
    /// What a depth or height means, when the file says it.
    pub reference: Option<DepthReference>,
    /// Whether it is laid above the ground.
    pub overhead: bool,
    /// Whether a length of zero is meant (a pump, a valve) and no error.
    pub point_like: bool,
    /// Medium, when the file says it.
    pub medium: Option<Medium>,
    /// Diameter as the file says it.
    pub diameter_mm: Option<f64>,
    /// The other facts; medium, diameter, reference and what was assumed are filled in from the above.
    pub facts: UtilityLine,
    /// Everything else.
    pub attributes: Attributes,
}

/// A network as a file tells it.
#[derive(Clone, Debug, Default)]
pub struct DraftNetwork {
    /// Nodes in the order of the file.
    pub nodes: Vec<DraftNode>,
    /// Lines in the order of the file.
    pub lines: Vec<DraftLine>,
}
