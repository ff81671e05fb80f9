//! The ground cut open: an opening with upright walls on which soil, pavement and everything that is cut
//! through are seen (剖切, 挖槽).

mod outline;
mod section;
mod soil;
mod wall;

#[cfg(test)]
mod tests;

pub use outline::GroundCut;
pub use soil::{SoilLayer, soil_layers};
pub use wall::{CutFaces, CutSolid, cut_faces};
