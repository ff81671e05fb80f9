//! The community as geometry you can ask: shapes, ground, spatial index.

mod ground;
mod index;
mod shape;
mod triangulate;
pub mod validity;

pub use ground::Ground;
pub use index::{Hit, IndexError, Near, Nearest, PackedTree, Plane, ShapeError, SpatialIndex};
pub use shape::{Segment, Shape, ShapePart};
pub use triangulate::{Triangulator, triangulate_face, triangulate_polygon};
