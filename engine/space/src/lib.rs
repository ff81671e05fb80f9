//! The community as geometry you can ask: shapes, ground, spatial index.

mod ground;
mod shape;

pub use ground::Ground;
pub use shape::{Segment, Shape, ShapePart};
