//! Coordinate systems: what one is, and the way from one to another.
//!
//! Everything is **horizontal**. The vertical part of a compound or three-dimensional system is
//! left aside, and heights pass through unchanged: vertical datums are not converted, and heights
//! in feet are not turned into metres here. Axes are always east or longitude first, north or
//! latitude second, whatever the order of the system's own definition.

mod geocentric;
mod info;
mod library;
mod name;
mod transform;
mod zone;

#[cfg(test)]
mod tests;

pub use geocentric::{east_north_up, geodetic_of};
pub use info::CrsInfo;
pub use transform::Transform;
pub use zone::{convergence_deg, projected_crs_for};

use thiserror::Error;

/// A coordinate system is unknown or a transformation failed.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("{0}")]
pub struct CrsError(pub String);
