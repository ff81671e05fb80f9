//! Streets and paths: drawn as lines, then joined wherever they meet.

mod layout;
mod network;

pub(crate) use layout::{door_paths, layout};
pub(crate) use network::{Network, Way};
