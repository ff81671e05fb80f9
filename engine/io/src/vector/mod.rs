//! What formats of layers with geometry and attributes share: geometry from well-known binary, layers brought into
//! one reading, coordinate systems from what a file says about them.

pub mod codes;
mod layers;
mod shape;
#[cfg(test)]
mod tests;
pub mod wkb;

pub use layers::{Layers, stated_crs};
pub use shape::{ShapeBuilder, number, weight};

use crate::report::{Code, Message};
use crate::{Input, Rejection};

/// How often progress is told, in features.
pub const PROGRESS_EVERY: u64 = 4096;

/// Refuses a file.
pub fn reject(input: &Input, code: &'static Code, detail: impl Into<String>) -> Rejection {
    let mut message = Message::new(code, "", detail);
    message.file.clone_from(&input.name);
    message.into()
}
