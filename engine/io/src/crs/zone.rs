//! The projected system of a place, and where its north is.

use super::{CrsError, Transform};

/// Mainland China with Hainan and the waters near the coast, longitude and latitude in degrees,
/// drawn coarsely (within some tens of kilometres). It only chooses between two systems that are
/// both right near the border.
const MAINLAND_CHINA: [[f64; 2]; 62] = [
    [73.5, 39.4],
    [74.9, 40.5],
    [76.8, 41.0],
    [78.5, 41.6],
    [80.2, 42.2],
    [80.2, 43.2],
    [80.8, 44.9],
    [82.5, 45.2],
    [83.0, 47.2],
    [85.6, 47.2],
    [85.7, 48.4],
    [87.5, 49.2],
    [88.6, 48.2],
    [90.3, 47.6],
    [91.0, 46.6],
    [90.7, 45.3],
    [93.5, 44.9],
    [95.4, 44.3],
    [96.4, 42.7],
    [101.8, 42.6],
    [105.0, 41.6],
    [107.5, 42.4],
    [109.8, 42.6],
    [111.9, 43.7],
    [111.8, 45.1],
    [114.0, 44.9],
    [116.5, 46.3],
    [119.7, 46.7],
    [117.8, 47.9],
    [115.6, 47.9],
    [116.7, 49.8],
    [119.2, 50.3],
    [120.1, 52.7],
    [121.5, 53.5],
    [125.6, 53.2],
    [127.6, 50.3],
    [130.8, 48.9],
    [131.0, 47.7],
    [134.8, 48.4],
    [133.1, 45.1],
    [131.0, 44.8],
    [131.2, 42.9],
    [130.5, 42.6],
    [129.0, 42.1],
    [126.9, 41.7],
    [124.3, 39.9],
    [122.5, 38.5],
    [123.0, 36.5],
    [122.5, 34.0],
    [123.5, 30.5],
    [121.5, 27.0],
    [119.6, 24.9],
    [117.0, 22.7],
    [111.5, 18.0],
    [108.0, 18.0],
    [108.1, 21.5],
    [106.6, 22.4],
    [105.3, 23.3],
    [102.2, 22.4],
    [101.0, 21.2],
    [99.2, 22.1],
    [97.5, 24.3],
];
/// The rest of the ring, along the Himalaya.
const HIMALAYA: [[f64; 2]; 14] = [
    [98.6, 27.6],
    [96.9, 28.4],
    [94.0, 29.1],
    [91.7, 27.8],
    [89.0, 27.4],
    [86.0, 28.0],
    [84.0, 28.9],
    [81.2, 30.2],
    [78.8, 31.5],
    [79.3, 33.0],
    [78.0, 35.5],
    [76.0, 36.2],
    [74.6, 37.4],
    [73.6, 38.4],
];

/// The projected system that fits a place (WGS 84 or CGCS2000, degrees): in mainland China the
/// CGCS2000 3-degree Gauss-Krüger zone without zone prefix (`EPSG:4534` at 75°E to `EPSG:4554` at
/// 135°E), elsewhere the WGS 84 UTM zone (`EPSG:326zz` north, `EPSG:327zz` south of the equator).
///
/// UTM zones are the plain six-degree ones: the wider zones of Norway and Svalbard are not used.
pub fn projected_crs_for(longitude_deg: f64, latitude_deg: f64) -> String {
    if in_mainland_china(longitude_deg, latitude_deg) {
        // GB/T 39612: central meridians are multiples of three degrees.
        let zone = (longitude_deg / 3.0).round().clamp(25.0, 45.0) as u32;
        return format!("EPSG:{}", 4534 + zone - 25);
    }
    let longitude = (longitude_deg + 180.0).rem_euclid(360.0);
    let zone = ((longitude / 6.0).floor() as u32).min(59) + 1;
    let first = if latitude_deg < 0.0 { 32700 } else { 32600 };
    format!("EPSG:{}", first + zone)
}

fn in_mainland_china(longitude: f64, latitude: f64) -> bool {
    let ring = MAINLAND_CHINA.iter().chain(&HIMALAYA);
    let next = ring.clone().skip(1).chain(MAINLAND_CHINA.first());
    let mut inside = false;
    for (a, b) in ring.zip(next) {
        let crosses = (a[1] > latitude) != (b[1] > latitude);
        if crosses && longitude < (b[0] - a[0]) * (latitude - a[1]) / (b[1] - a[1]) + a[0] {
            inside = !inside;
        }
    }
    inside
}

/// Meridian convergence at a place (WGS 84 degrees): the angle from true north to grid north of a
/// projected system, clockwise positive, degrees. Taken from the transformation itself, over
/// 200 m along the meridian.
///
/// # Errors
/// [`CrsError`] when the system is unknown or the place lies outside it.
pub fn convergence_deg(crs: &str, longitude_deg: f64, latitude_deg: f64) -> Result<f64, CrsError> {
    const STEP_DEG: f64 = 0.001;
    let transform = Transform::new("EPSG:4326", crs)?;
    let south = transform.point([longitude_deg, (latitude_deg - STEP_DEG).max(-90.0)])?;
    let north = transform.point([longitude_deg, (latitude_deg + STEP_DEG).min(90.0)])?;
    let bearing_of_true_north = (north[0] - south[0]).atan2(north[1] - south[1]);
    Ok(-bearing_of_true_north.to_degrees())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_get_their_zone() {
        for (place, longitude, latitude, crs) in [
            ("Hangzhou", 120.15, 30.24, "EPSG:4549"),
            ("Shanghai", 121.4998, 31.2397, "EPSG:4549"),
            ("Ningbo", 121.544, 29.8683, "EPSG:4550"),
            ("Beijing", 116.3974, 39.9087, "EPSG:4548"),
            ("Wuhan", 114.4, 30.507, "EPSG:4547"),
            ("Urumqi", 87.6177, 43.7928, "EPSG:4538"),
            ("Kashgar", 75.99, 39.47, "EPSG:4534"),
            ("Lhasa", 91.11, 29.65, "EPSG:4539"),
            ("Kunming", 102.72, 25.04, "EPSG:4543"),
            ("Harbin", 126.6424, 45.7569, "EPSG:4551"),
            ("Sanya", 109.5083, 18.2479, "EPSG:4546"),
            ("Fuyuan", 134.3, 48.3, "EPSG:4554"),
            ("The Hague", 4.3, 52.08, "EPSG:32631"),
            ("Porto Alegre", -51.2, -30.03, "EPSG:32722"),
            ("Seoul", 126.98, 37.57, "EPSG:32652"),
            ("Hanoi", 105.85, 21.03, "EPSG:32648"),
            ("Taipei", 121.52, 25.05, "EPSG:32651"),
            ("Ulaanbaatar", 106.9, 47.9, "EPSG:32648"),
            ("Kathmandu", 85.32, 27.7, "EPSG:32645"),
            ("Almaty", 76.9, 43.25, "EPSG:32643"),
            ("Vladivostok", 131.9, 43.1, "EPSG:32652"),
            ("Fiji, east of the antimeridian", -179.9, -17.0, "EPSG:32701"),
            ("the antimeridian itself", 180.0, 10.0, "EPSG:32601"),
        ] {
            assert_eq!(projected_crs_for(longitude, latitude), crs, "{place}");
        }
    }

    #[test]
    fn convergence_follows_the_textbook() {
        // Gauss-Krüger, first term: γ = Δλ · sin φ (its next term is below 1e-6 ° here).
        let found = convergence_deg("EPSG:4549", 120.15, 30.24).unwrap_or(f64::NAN);
        assert!((found - 0.15 * 30.24_f64.to_radians().sin()).abs() < 1e-6, "{found}");
        let south = convergence_deg("EPSG:32722", -51.5, -30.0).unwrap_or(f64::NAN);
        assert!((south - 0.25).abs() < 1e-4, "half a degree west of 51°W, 30° south: {south}");
        let mercator = convergence_deg("EPSG:3857", 120.15, 30.24).unwrap_or(f64::NAN);
        assert!(mercator.abs() < 1e-9);
    }
}
