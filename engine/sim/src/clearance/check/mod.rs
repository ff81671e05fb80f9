//! Which pairs are too near, which lines lie too shallow: the full check and the live one.

mod body;
mod broad;
mod cover;
mod hit;
mod joint;
mod near;
mod node_end;
mod order;
mod pair;
mod state;
mod surface;

pub(crate) use body::{Body, by_gravity, hash, section_of};
pub use hit::{Certainty, Hit};
pub(crate) use joint::node_names;
pub use near::near_pairs;
pub use state::{ClearanceState, Edit};
pub use surface::Surfaces;
pub(crate) use surface::carriageway_box;
#[cfg(test)]
pub(crate) use {body::body_of, joint::Joints, node_end::NodeEnds, pair::Pairing};
