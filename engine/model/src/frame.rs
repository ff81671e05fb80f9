//! The one coordinate frame of a scene.

use serde::{Deserialize, Serialize};

use crate::Point3;

/// Projected coordinate system and local origin of a scene.
///
/// `local = projected − anchor`. This is the only place where coordinates are re-based.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SceneFrame {
    /// Projected coordinate system with metre axes, for example `EPSG:4549`.
    pub crs: String,
    /// Local origin in that system: easting, northing, height, metres.
    pub anchor_m: Point3,
    /// Longitude of the anchor, degrees east (WGS 84 within a metre).
    pub longitude_deg: f64,
    /// Latitude of the anchor, degrees north.
    pub latitude_deg: f64,
    /// Meridian convergence at the anchor: the angle from true north to grid north,
    /// clockwise positive, degrees.
    pub convergence_deg: f64,
}

impl SceneFrame {
    /// Local metres from projected metres.
    pub fn local_from_projected(&self, p: Point3) -> Point3 {
        [p[0] - self.anchor_m[0], p[1] - self.anchor_m[1], p[2] - self.anchor_m[2]]
    }

    /// Projected metres from local metres.
    pub fn projected_from_local(&self, p: Point3) -> Point3 {
        [p[0] + self.anchor_m[0], p[1] + self.anchor_m[1], p[2] + self.anchor_m[2]]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn millimetres_survive_gauss_kruger_coordinates() {
        let frame = SceneFrame {
            crs: "EPSG:4528".into(),
            anchor_m: [40_514_293.0, 3_347_038.0, 0.0],
            longitude_deg: 120.15,
            latitude_deg: 30.24,
            convergence_deg: 0.07,
        };
        let p = [40_514_293.001, 3_347_038.002, 5.003];
        let local = frame.local_from_projected(p);
        assert!((local[0] - 0.001).abs() < 1e-7 && (local[1] - 0.002).abs() < 1e-7);
        assert_eq!(frame.projected_from_local(local)[2], 5.003);
    }
}
