//! Coordinate systems.
use thiserror::Error;

/// A coordinate system is unknown or a transformation failed.
#[derive(Debug, Error)]
#[error("{0}")]
pub struct CrsError(pub String);

/// What is known about a coordinate system.
#[derive(Clone, Debug, PartialEq)]
pub struct CrsInfo {
    /// Normalised name, for example `EPSG:28992`.
    pub code: String,
    /// Whether coordinates are longitude and latitude in degrees.
    pub geographic: bool,
    /// Metres per unit of the projected axes (1 for metres; 0 for geographic).
    pub metres_per_unit: f64,
}

/// From one coordinate system to another; axes are always east/longitude, north/latitude.
#[derive(Debug)]
pub struct Transform;

impl Transform {
    /// Makes a transformation between two systems.
    pub fn new(_from: &str, _to: &str) -> Result<Self, CrsError> {
        Err(CrsError(String::new()))
    }
    /// Transforms one place (horizontally).
    pub fn point(&self, _xy: [f64; 2]) -> Result<[f64; 2], CrsError> {
        Err(CrsError(String::new()))
    }
}
