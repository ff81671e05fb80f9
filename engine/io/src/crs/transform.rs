//! From one coordinate system to another.

use std::fmt;

use proj4rs::Proj as Projection;
use proj4rs::adaptors::transform_xy;

use super::library::Library;
use super::{CrsError, CrsInfo, name};

/// From one coordinate system to another, horizontally; axes are always east or longitude first,
/// north or latitude second; degrees where the system is geographic, its own unit otherwise.
///
/// PROJ does the work. Between WGS 84, its UTM zones, and CGCS2000 with its Gauss-Krüger zones a
/// pure Rust projection is used instead, which gives the same coordinates within a micrometre and
/// is much quicker to set up. Where PROJ knows several ways between two systems it takes the best
/// one for each place; grid files are not installed, so that old datums (Amersfoort, NAD27) are
/// right within a metre or so, as their parameters are.
///
/// A transformation stays on the thread that made it; every thread makes its own.
pub struct Transform {
    from: String,
    from_geographic: bool,
    to: String,
    way: Way,
}

/// No projected system has coordinates beyond this, in any unit; some inverse projections would
/// still give a place for them.
const FARTHEST: f64 = 1e9;

enum Way {
    Same,
    Projection { from: Box<Projection>, to: Box<Projection> },
    Library(Library),
}

impl Transform {
    /// Makes a transformation between two systems, named in any way that [`CrsInfo::of`] takes.
    ///
    /// # Errors
    /// [`CrsError`] when a system is unknown or not a map system, or no way leads from one to the
    /// other.
    pub fn new(from: &str, to: &str) -> Result<Self, CrsError> {
        let (from, from_geographic) = horizontal(from)?;
        let (to, _) = horizontal(to)?;
        let way = if from == to {
            Way::Same
        } else if let (Some(source), Some(target)) = (exact_projection(&from), exact_projection(&to)) {
            Way::Projection { from: Box::new(source), to: Box::new(target) }
        } else {
            Way::Library(Library::between(&from, &to)?)
        };
        Ok(Self { from, from_geographic, to, way })
    }

    /// The same with PROJ alone, to compare with.
    #[cfg(test)]
    pub(super) fn by_library(from: &str, to: &str) -> Result<Self, CrsError> {
        let way = Way::Library(Library::between(from, to)?);
        let (from, from_geographic) = horizontal(from)?;
        Ok(Self { from, from_geographic, to: to.to_owned(), way })
    }

    /// Whether the pure Rust projection is used.
    #[cfg(test)]
    pub(super) fn is_pure(&self) -> bool {
        matches!(self.way, Way::Projection { .. })
    }

    /// Transforms one place.
    ///
    /// # Errors
    /// [`CrsError`] when the place is not finite, or has no place in the other system.
    pub fn point(&self, xy: [f64; 2]) -> Result<[f64; 2], CrsError> {
        let fail = |why: &str| {
            CrsError(format!("({}, {}) in {} has no place in {}: {why}", xy[0], xy[1], self.from, self.to))
        };
        if self.from_geographic {
            if !(xy[0].abs() <= 360.0 && xy[1].abs() <= 90.0) {
                return Err(fail("not longitude and latitude in degrees"));
            }
        } else if !xy.iter().all(|v| v.abs() <= FARTHEST) {
            return Err(fail("not on the Earth"));
        }
        let moved = match &self.way {
            Way::Same => xy,
            Way::Projection { from, to } => project(from, to, xy).map_err(|why| fail(&why))?,
            Way::Library(library) => {
                let proj = library.get().ok_or_else(|| fail("no way"))?;
                let (x, y) = proj.convert((xy[0], xy[1])).map_err(|why| fail(&why.to_string()))?;
                [x, y]
            }
        };
        if moved.iter().all(|v| v.is_finite()) { Ok(moved) } else { Err(fail("result not finite")) }
    }

    /// Transforms many places in order.
    ///
    /// # Errors
    /// [`CrsError`] at the first place that fails; that one and those after it are left unchanged.
    pub fn points(&self, points: &mut [[f64; 2]]) -> Result<(), CrsError> {
        for point in points {
            *point = self.point(*point)?;
        }
        Ok(())
    }

    /// Name of the system that it starts from.
    pub fn from_crs(&self) -> &str {
        &self.from
    }

    /// Name of the system that it leads to.
    pub fn to_crs(&self) -> &str {
        &self.to
    }
}

impl fmt::Debug for Transform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Transform({} → {})", self.from, self.to)
    }
}

/// Name of the horizontal system, and whether it is geographic.
fn horizontal(text: &str) -> Result<(String, bool), CrsError> {
    let name = name::normalise(text);
    if exact_definition(&name).is_some() {
        let geographic = matches!(name::epsg(&name), Some(4326 | 4490));
        return Ok((name, geographic));
    }
    CrsInfo::of(&name).map(|info| (info.code, info.geographic))
}

/// The definition of a system that the pure Rust projection gives exactly: WGS 84 and its UTM
/// zones, CGCS2000 and its Gauss-Krüger zones (6° and 3°, with and without zone prefix). Both
/// datums are the same within EPSG's stated accuracy, and PROJ does not shift between them either.
fn exact_definition(name: &str) -> Option<&'static str> {
    let code = name::epsg(name)?;
    let exact = matches!(code, 4326 | 4490..=4554 | 32601..=32660 | 32701..=32760);
    exact.then(|| crs_definitions::from_code(code).map(|definition| definition.proj4)).flatten()
}

fn exact_projection(name: &str) -> Option<Projection> {
    Projection::from_proj_string(exact_definition(name)?).ok()
}

fn project(from: &Projection, to: &Projection, xy: [f64; 2]) -> Result<[f64; 2], String> {
    let [x, y] = if from.is_latlong() { xy.map(f64::to_radians) } else { xy };
    let (x, y) = transform_xy(from, to, x, y).map_err(|error| error.to_string())?;
    Ok(if to.is_latlong() { [x.to_degrees(), y.to_degrees()] } else { [x, y] })
}
