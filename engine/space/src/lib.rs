//! The community as geometry you can ask: shapes, ground, spatial index.

mod clearance;
mod cut;
mod fitting;
mod ground;
mod index;
mod network;
mod section;
mod shape;
mod surface;
mod triangulate;
pub mod validity;

pub use clearance::{Clearance, clearance_between};
pub use cut::{CutFaces, CutSolid, GroundCut, SoilLayer, cut_faces, soil_layers};
pub use fitting::{Fitting, FittingKind, fit_lines, utility_fittings};
pub use ground::Ground;
pub use index::{Hit, IndexError, Near, Nearest, PackedTree, Plane, ShapeError, SpatialIndex};
pub use network::{StreetEdge, StreetGraph};
pub use section::{Section, SectionFace, SectionFaces, SectionSolid, section_faces};
pub use shape::{
    BuildingFrame, CUT_COLOUR, CorridorFittings, Mesh, Room, RoomUse, Segment, Shape, ShapePart,
    StoreyInterior, basement_floors, basement_voids, building_frame, convex_hull, corridor_compartments,
    corridor_fittings, corridor_node_shape, corridor_section, corridor_voids, excavation_pit, feature_edges,
    parcel_envelope, shape_of, storey_heights, storey_interior, tube,
};
pub use surface::{
    StreetPlaces, SurfaceKind, SurfaceMesh, TILE_M, draped_surfaces, surfaces, terrain_surfaces,
};
pub use triangulate::{Triangulator, triangulate_face, triangulate_polygon};
