//! Geocentric coordinates (EPSG:4978, "Earth-centred, Earth-fixed"): metres from the centre of the Earth.

use linli_model::Point3;

/// Semi-major axis of WGS 84, metres.
const A: f64 = 6_378_137.0;
/// Flattening of WGS 84.
const F: f64 = 1.0 / 298.257_223_563;
/// Semi-minor axis, metres.
const B: f64 = A * (1.0 - F);
/// Square of the first eccentricity.
const E2: f64 = F * (2.0 - F);
/// Square of the second eccentricity.
const EP2: f64 = E2 / (1.0 - E2);

/// A place on WGS 84.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Geodetic {
    /// Longitude, degrees.
    pub longitude_deg: f64,
    /// Latitude, degrees.
    pub latitude_deg: f64,
    /// Height above the ellipsoid, metres.
    pub height_m: f64,
}

/// Longitude, latitude and ellipsoidal height of a geocentric place. Bowring's method (*The accuracy of geodetic
/// latitude and height equations*, Survey Review 28, 1985), improved twice: within a micrometre near the ground.
pub fn geodetic_of([x, y, z]: Point3) -> Geodetic {
    let p = x.hypot(y);
    let mut reduced = (z * A).atan2(p * B);
    let mut latitude = 0.0_f64;
    for _ in 0..3 {
        let (sin, cos) = reduced.sin_cos();
        latitude = (z + EP2 * B * sin.powi(3)).atan2(p - E2 * A * cos.powi(3));
        reduced = (B * latitude.sin()).atan2(A * latitude.cos());
    }
    let (sin, cos) = latitude.sin_cos();
    let height_m = p * cos + z * sin - A * (1.0 - E2 * sin * sin).sqrt();
    Geodetic { longitude_deg: y.atan2(x).to_degrees(), latitude_deg: latitude.to_degrees(), height_m }
}

/// Directions to the east, to the north and up at a geocentric place; none at the centre of the Earth.
pub fn east_north_up([x, y, z]: Point3) -> Option<[Point3; 3]> {
    let length = |v: Point3| v.iter().map(|part| part * part).sum::<f64>().sqrt();
    let normal = [x / (A * A), y / (A * A), z / (B * B)];
    let size = length(normal);
    if !size.is_finite() || size < f64::MIN_POSITIVE {
        return None;
    }
    let up = normal.map(|part| part / size);
    let level = up[0].hypot(up[1]);
    // At the poles every direction is south or north: the meridian of Greenwich is taken.
    let east = if level < 1e-12 { [0.0, 1.0, 0.0] } else { [-up[1] / level, up[0] / level, 0.0] };
    let north = [
        up[1] * east[2] - up[2] * east[1],
        up[2] * east[0] - up[0] * east[2],
        up[0] * east[1] - up[1] * east[0],
    ];
    Some([east, north, up])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By PROJ 9 (`Transformer.from_crs("EPSG:4979", "EPSG:4978", always_xy=True)` of pyproj 3.7.2).
    const BY_PROJ: [([f64; 3], [f64; 3]); 6] = [
        ([120.15, 30.24, 17.5], [-2_769_954.738_411_398, 4_768_826.315_727_117, 3_193_395.289_048_762]),
        ([-75.612_5, 40.042_1, 10.0], [1_214_987.941_144_358, -4_736_355.158_004_59, 4_081_571.833_707_48]),
        ([4.3, 52.08, -3.2], [3_916_883.611_527_696, 294_511.958_156_723, 5_008_276.201_562_66]),
        ([179.99, -89.5, 3_000.0], [-55_872.445_374_898, 9.751_581_428, -6_359_508.523_192_351]),
        ([0.0, 0.0, 0.0], [6_378_137.0, 0.0, 0.0]),
        ([121.4, 31.2, 632.0], [-2_845_274.250_125_197, 4_661_307.500_365_837, 3_285_207.969_266_427]),
    ];

    #[test]
    fn places_are_those_of_proj() {
        for ([longitude, latitude, height], place) in BY_PROJ {
            let found = geodetic_of(place);
            assert!((found.height_m - height).abs() < 2e-6, "{found:?}");
            assert!((found.latitude_deg - latitude).abs() < 2e-11, "{found:?}");
            let east = (found.longitude_deg - longitude) * latitude.to_radians().cos();
            assert!(east.abs() < 2e-11, "{found:?}");
        }
    }

    #[test]
    fn directions_stand_upon_each_other_and_up_leads_up() {
        for (_, place) in BY_PROJ {
            let [east, north, up] = east_north_up(place).unwrap_or_default();
            let dot = |a: [f64; 3], b: [f64; 3]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
            for (a, b, wanted) in
                [(east, north, 0.0), (north, up, 0.0), (east, east, 1.0), (north, north, 1.0)]
            {
                assert!((dot(a, b) - wanted).abs() < 1e-12);
            }
            let above = geodetic_of(std::array::from_fn(|i| place[i] + 100.0 * up[i]));
            let here = geodetic_of(place);
            assert!((above.height_m - here.height_m - 100.0).abs() < 1e-6);
            assert!((above.latitude_deg - here.latitude_deg).abs() < 1e-9);
            let further = geodetic_of(std::array::from_fn(|i| place[i] + 10.0 * north[i]));
            assert!(further.latitude_deg > here.latitude_deg);
        }
        assert_eq!(east_north_up([0.0; 3]), None);
    }
}
