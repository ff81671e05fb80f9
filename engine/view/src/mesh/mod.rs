//! Render-ready meshes, made on worker threads without the engine's world.
//!
//! Everything is cut into square tiles, so that what is out of sight costs nothing, and merged within
//! a tile, so that a district is a few hundred draws. Elements are found again through the spatial
//! index, not through entities.

mod builder;
mod buildings;
mod cut;
mod ground;
mod interior;
mod pipes;
mod points;
mod section;
mod solids;
mod trees;
mod way;

pub use builder::{Drawn, TileMesh};
pub use buildings::building_tiles;
pub use cut::cut_mesh;
pub use ground::{far_ground, surface_tiles};
pub use interior::interior_mesh;
pub use pipes::pipe_tiles;
pub use points::{highlight_mesh, marker_tiles};
pub use section::section_mesh;
pub use solids::solid_tiles;
pub use trees::{TreeInstance, tree_instances, tree_meshes};
pub(crate) use way::way_mesh;

/// Side of a tile, metres.
pub const TILE_M: f64 = 256.0;
