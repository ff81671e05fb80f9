//! The ground cut open: an opening with upright walls on which soil, pavement and everything that is cut
//! through are seen (剖切, 挖槽).

mod frame;
mod outline;
mod section;
mod soil;
mod wall;

#[cfg(test)]
mod tests;

pub(crate) use frame::PlaneFrame;
pub use outline::GroundCut;
pub(crate) use section::{add_face, pipe_section, section_of};
pub use soil::{SoilLayer, soil_layers};
pub use wall::{CutFaces, CutSolid, cut_faces};
pub(crate) use wall::{MOST_STEPS, PROUD_M, Piece, STEP_M, add_soil};
