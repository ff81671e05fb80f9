//! Where a model stands: a small file beside it, since glTF itself knows no place on the Earth.

use linli_model::Point3;
use serde::Deserialize;

use super::codes;
use crate::report::Message;
use crate::{CrsInfo, Input, Limits, Rejection, Transform, convergence_deg, projected_crs_for, text};

/// Ending of the file beside a model.
const ENDING: &str = "placement.json";

/// The placement file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PlacementFile {
    /// Coordinate system of the position; WGS 84 degrees when it is not given.
    #[serde(default)]
    crs: Option<String>,
    /// Where the model's origin is: easting and northing, or longitude and latitude.
    position: [f64; 2],
    /// Height of the model's origin, metres; on the ground when it is not given.
    #[serde(default)]
    height_m: Option<f64>,
    /// Direction in which the model's −z axis points, degrees clockwise from true north.
    #[serde(default)]
    heading_deg: f64,
    /// Metres of one unit of the model.
    #[serde(default = "one")]
    scale: f64,
}

fn one() -> f64 {
    1.0
}

/// Where a model stands, in a projected coordinate system.
#[derive(Clone, Debug, PartialEq)]
pub struct Placement {
    /// Projected coordinate system.
    pub crs: String,
    /// Whether the height is above the ground.
    pub on_ground: bool,
    origin: Point3,
    /// Direction of the model's −z axis, radians clockwise from grid north.
    bearing: f64,
    scale: f64,
    metres_per_unit: f64,
}

impl Placement {
    /// A model that stands nowhere yet: its own coordinates, turned upright.
    pub fn nowhere() -> Self {
        let origin = [0.0; 3];
        Self { crs: String::new(), on_ground: true, origin, bearing: 0.0, scale: 1.0, metres_per_unit: 1.0 }
    }

    /// The placement in the file beside a model; none when there is no such file.
    ///
    /// # Errors
    /// When it cannot be read or used.
    pub fn beside(input: &Input, limits: &Limits) -> Result<Option<Self>, Rejection> {
        let Some(file) = input.sibling(ENDING, limits).transpose()? else { return Ok(None) };
        let refused = |place: &str, why: String| {
            let mut message = Message::new(&codes::PLACEMENT, place, why);
            message.file.clone_from(&file.name);
            Rejection::from(message)
        };
        let decoded = text::decode(&file.bytes);
        let placed: PlacementFile = serde_json::from_str(&decoded.text).map_err(|error| {
            refused(&format!("line {}, column {}", error.line(), error.column()), error.to_string())
        })?;
        Self::of(&placed).map(Some).map_err(|why| refused("", why))
    }

    fn of(file: &PlacementFile) -> Result<Self, String> {
        let [x, y] = file.position;
        let numbers = [x, y, file.height_m.unwrap_or_default(), file.heading_deg, file.scale];
        if numbers.iter().any(|number| !number.is_finite()) || file.scale <= 0.0 {
            return Err("its numbers must be finite, and the scale above 0".to_owned());
        }
        let named = file.crs.as_deref().unwrap_or("EPSG:4326");
        let info = CrsInfo::of(named).map_err(|error| error.to_string())?;
        let wrong = |error: crate::CrsError| error.to_string();
        let [longitude, latitude] =
            Transform::new(&info.code, "EPSG:4326").map_err(wrong)?.point([x, y]).map_err(wrong)?;
        let (crs, [x, y], metres_per_unit) = if info.geographic {
            let projected = projected_crs_for(longitude, latitude);
            let place =
                Transform::new(&info.code, &projected).map_err(wrong)?.point([x, y]).map_err(wrong)?;
            (projected, place, 1.0)
        } else {
            (info.code, [x, y], info.metres_per_unit)
        };
        let convergence = convergence_deg(&crs, longitude, latitude).map_err(wrong)?;
        Ok(Self {
            crs,
            on_ground: file.height_m.is_none(),
            origin: [x, y, file.height_m.unwrap_or_default()],
            bearing: (file.heading_deg - convergence).to_radians(),
            scale: file.scale,
            metres_per_unit,
        })
    }

    /// A point of the model (x right, y up, −z ahead) where it stands.
    pub fn place(&self, [x, y, z]: Point3) -> Point3 {
        let (right, ahead) = (x * self.scale, -z * self.scale);
        let (sin, cos) = self.bearing.sin_cos();
        [
            self.origin[0] + (right * cos + ahead * sin) / self.metres_per_unit,
            self.origin[1] + (ahead * cos - right * sin) / self.metres_per_unit,
            self.origin[2] + y * self.scale,
        ]
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn placed(text: &str) -> Result<Placement, String> {
        Placement::of(&serde_json::from_str(text).unwrap())
    }

    #[test]
    fn ahead_is_the_heading_and_up_is_up() {
        // On the central meridian of the zone, grid north is true north.
        let at = placed(r#"{"crs": "EPSG:4549", "position": [500000, 3300000], "height_m": 5, "heading_deg": 90, "scale": 2}"#)
            .unwrap();
        let ahead = at.place([0.0, 0.0, -10.0]);
        assert!((ahead[0] - 500_020.0).abs() < 1e-6 && (ahead[1] - 3_300_000.0).abs() < 1e-6, "{ahead:?}");
        let right = at.place([10.0, 3.0, 0.0]);
        assert!((right[1] - 3_299_980.0).abs() < 1e-6, "south is right of east: {right:?}");
        assert_eq!((right[2], at.on_ground), (11.0, false));
    }

    #[test]
    fn true_north_is_not_grid_north() {
        // A degree east of the central meridian at 30°, true north is sin 30° = 0.5° off grid north.
        let at = placed(r#"{"position": [121, 30]}"#).unwrap();
        assert_eq!((at.crs.as_str(), at.on_ground), ("EPSG:4549", true));
        let (from, to) = (at.place([0.0; 3]), at.place([0.0, 0.0, -1000.0]));
        let bearing = (to[0] - from[0]).atan2(to[1] - from[1]).to_degrees();
        let back = Transform::new("EPSG:4549", "EPSG:4326").unwrap();
        let [longitude, _] = back.point([to[0], to[1]]).unwrap();
        assert!((bearing + 0.5).abs() < 0.001, "{bearing}");
        assert!((longitude - 121.0).abs() < 1e-7, "it stays on its meridian: {longitude}");
    }

    #[test]
    fn what_cannot_be_is_refused() {
        for wrong in [
            r#"{"crs": "EPSG:99999", "position": [1, 2]}"#,
            r#"{"position": [120, 30], "scale": 0}"#,
            r#"{"position": [400, 300]}"#,
        ] {
            assert!(placed(wrong).is_err(), "{wrong}");
        }
        assert!(serde_json::from_str::<PlacementFile>(r#"{"position": [1, 2], "headnig_deg": 3}"#).is_err());
    }
}
