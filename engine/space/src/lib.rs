//! The community as geometry you can ask: shapes, ground, spatial index.

mod fitting;
mod ground;
mod index;
mod network;
mod shape;
mod surface;
mod triangulate;
pub mod validity;

pub use fitting::{Fitting, FittingKind, fit_lines, utility_fittings};
pub use ground::Ground;
pub use index::{Hit, IndexError, Near, Nearest, PackedTree, Plane, ShapeError, SpatialIndex};
pub use network::{StreetEdge, StreetGraph};
pub use shape::{
    BuildingFrame, Mesh, Segment, Shape, ShapePart, basement_floors, building_frame, corridor_compartments,
    corridor_node_shape, corridor_section, excavation_pit, feature_edges, parcel_envelope, shape_of,
    storey_heights, tube,
};
pub use surface::{
    StreetPlaces, SurfaceKind, SurfaceMesh, TILE_M, draped_surfaces, surfaces, terrain_surfaces,
};
pub use triangulate::{Triangulator, triangulate_face, triangulate_polygon};
