//! Coordinates as GeoJSON text: projected metres in the file, local metres in the model.
//!
//! Local coordinates lie on a raster of a tenth of a millimetre. The file shows
//! `local + anchor` in exact decimals, so that reading gives the same numbers back bit for bit.

use std::fmt::Write as _;

use linli_model::{
    Point3, Polygon, RASTER_UNITS_PER_METRE as UNITS_PER_METRE, SceneFrame, Vertical, on_raster as rounded,
};

/// Turns local points into text and back for one frame.
#[derive(Clone, Copy, Debug)]
pub(super) struct Placing {
    anchor: Point3,
}

impl Placing {
    /// For a frame and what z means: a height above the ground is not shifted.
    pub(super) fn new(frame: &SceneFrame, vertical: Vertical) -> Self {
        let mut anchor = frame.anchor_m;
        if vertical == Vertical::AboveGround {
            anchor[2] = 0.0;
        }
        Self { anchor }
    }

    /// Local metres from a position of the file.
    pub(super) fn local(&self, p: Point3) -> Point3 {
        std::array::from_fn(|i| rounded(p[i] - self.anchor[i]))
    }

    /// Writes `[x,y,z]`; `false` when a coordinate is not a number that a file can hold.
    pub(super) fn point(&self, p: Point3, out: &mut String) -> bool {
        out.push('[');
        for (i, (local, anchor)) in p.iter().zip(&self.anchor).enumerate() {
            if i > 0 {
                out.push(',');
            }
            let units = (local * UNITS_PER_METRE).round() + (anchor * UNITS_PER_METRE).round();
            if !units.is_finite() || units.abs() > 9e15 {
                return false;
            }
            push_decimal(units as i64, out);
        }
        out.push(']');
        true
    }

    /// Writes a list of points; a ring gets its first point again at the end.
    pub(super) fn points<'a>(
        &self,
        points: impl Iterator<Item = &'a Point3> + Clone,
        ring: bool,
        out: &mut String,
    ) -> bool {
        out.push('[');
        let closing = if ring { points.clone().next() } else { None };
        for (i, p) in points.chain(closing).enumerate() {
            if i > 0 {
                out.push(',');
            }
            if !self.point(*p, out) {
                return false;
            }
        }
        out.push(']');
        true
    }

    /// Writes the rings of a polygon.
    pub(super) fn polygon(&self, polygon: &Polygon, out: &mut String) -> bool {
        out.push('[');
        for (i, ring) in polygon.rings().enumerate() {
            if i > 0 {
                out.push(',');
            }
            if !self.points(ring.iter(), true, out) {
                return false;
            }
        }
        out.push(']');
        true
    }
}

/// Writes a number of raster units as metres, without trailing zeros.
fn push_decimal(units: i64, out: &mut String) {
    let magnitude = units.unsigned_abs();
    let (whole, fraction) = (magnitude / 10_000, magnitude % 10_000);
    if units < 0 {
        out.push('-');
    }
    let _ = write!(out, "{whole}");
    if fraction > 0 {
        let digits = format!("{fraction:04}");
        let _ = write!(out, ".{}", digits.trim_end_matches('0'));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_shows_exact_decimals() {
        let frame = SceneFrame {
            crs: "EPSG:4528".into(),
            anchor_m: [40_514_293.0, 3_347_038.0, 0.0],
            longitude_deg: 120.0,
            latitude_deg: 30.0,
            convergence_deg: 0.0,
        };
        let mut text = String::new();
        assert!(Placing::new(&frame, Vertical::Absolute).point([0.1, -0.0001, -12.5], &mut text));
        assert_eq!(text, "[40514293.1,3347037.9999,-12.5]");
        assert!(!Placing::new(&frame, Vertical::Absolute).point([f64::NAN, 0.0, 0.0], &mut text));
    }
}
