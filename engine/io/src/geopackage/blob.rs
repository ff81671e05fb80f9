//! Geometry of a GeoPackage: a header before well-known binary (OGC 12-128r19, clause 2.1.3).

use crate::geojson::{Problem, Shape};
use crate::vector::{codes, wkb};

/// Length of the header before its envelope.
const HEADER: usize = 8;
/// Length of the envelope by its kind.
const ENVELOPES: [usize; 5] = [0, 32, 48, 48, 64];

/// The shape of a geometry; none when it says that it is empty.
///
/// # Errors
/// A [`Problem`] when it is none, or cannot be used.
pub fn shape(bytes: &[u8]) -> Result<Option<Shape>, Problem> {
    let damaged = |why: String| Problem::new(&codes::FEATURE, why);
    if !bytes.starts_with(b"GP") {
        return Err(damaged("no GeoPackage geometry".to_owned()));
    }
    let flags = *bytes.get(3).ok_or_else(|| damaged("the geometry ends too early".to_owned()))?;
    if flags & 0b10_0000 != 0 {
        return Err(Problem::new(&codes::CURVE, "ExtendedGeoPackageBinary"));
    }
    if flags & 0b1_0000 != 0 {
        return Ok(None);
    }
    let kind = usize::from(flags >> 1 & 0b111);
    let envelope = ENVELOPES.get(kind).ok_or_else(|| damaged(format!("envelope of kind {kind}")))?;
    let geometry = bytes.get(HEADER + envelope..);
    let geometry = geometry.ok_or_else(|| damaged("the geometry ends too early".to_owned()))?;
    wkb::read(geometry).map(Some)
}
