//! Position of the sun by the NREL Solar Position Algorithm.

use chrono::{DateTime, FixedOffset};
use linli_model::{Point3, SceneFrame};
use solar_positioning::{Location, SolarPositions, delta_t};
use thiserror::Error;

/// Where the sun stands, without refraction.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SunPosition {
    /// Height above the horizon, degrees; negative at night.
    pub elevation_deg: f64,
    /// Direction, degrees clockwise from true north.
    pub azimuth_deg: f64,
}

/// The place or the time is outside what the algorithm covers.
#[derive(Debug, Error)]
#[error("no sun position for {latitude_deg}°, {longitude_deg}° at {time}: {reason}")]
pub struct SunError {
    latitude_deg: f64,
    longitude_deg: f64,
    time: String,
    reason: String,
}

/// Position of the sun at a place (degrees north and east) and a time.
///
/// Source: Reda and Andreas, NREL/TP-560-34302 (2008), ±0.0003°; ΔT by the library's estimate.
/// Refraction is left out: counting sunlight needs declination and true solar time only.
///
/// # Errors
/// [`SunError`] outside −90…90° of latitude or the years −2000…6000.
pub fn sun_position(
    latitude_deg: f64,
    longitude_deg: f64,
    time: &DateTime<FixedOffset>,
) -> Result<SunPosition, SunError> {
    let error = |reason: String| SunError { latitude_deg, longitude_deg, time: time.to_rfc3339(), reason };
    let location = Location { latitude: latitude_deg, longitude: longitude_deg };
    let delta_t = delta_t::estimate_from_date_like(time).map_err(|e| error(e.to_string()))?;
    let position =
        SolarPositions::new().at(time, location, 0.0, delta_t, None).map_err(|e| error(e.to_string()))?;
    Ok(SunPosition { elevation_deg: position.elevation_angle(), azimuth_deg: position.azimuth() })
}

/// Unit vector from the scene towards the sun, in local coordinates (x grid east, y grid north, z up).
///
/// Grid north is turned from true north by the frame's meridian convergence.
pub fn sun_direction_in_local(sun: SunPosition, frame: &SceneFrame) -> Point3 {
    let azimuth = (sun.azimuth_deg - frame.convergence_deg).to_radians();
    let elevation = sun.elevation_deg.to_radians();
    [elevation.cos() * azimuth.sin(), elevation.cos() * azimuth.cos(), elevation.sin()]
}

/// Hours that the clock of a place is ahead of UTC when nobody says otherwise: 8 in China, which
/// keeps one time; elsewhere the nearest full hour by longitude (15° an hour), without summer time.
pub fn clock_offset_hours(latitude_deg: f64, longitude_deg: f64) -> i32 {
    let in_china = (73.5..135.1).contains(&longitude_deg)
        && (18.0..53.6).contains(&latitude_deg)
        && !(longitude_deg > 124.4 && latitude_deg < 41.0);
    if in_china { 8 } else { (longitude_deg / 15.0).round() as i32 }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn nrel_reference_case() {
        let time = DateTime::parse_from_rfc3339("2003-10-17T12:30:30-07:00").unwrap();
        let sun = sun_position(39.742_476, -105.178_6, &time).unwrap();
        // The report gives 39.888° with refraction, e0 = 39.872046° without, at 1830 m.
        assert!((sun.elevation_deg - 39.872).abs() < 0.001, "{}", sun.elevation_deg);
        assert!((sun.azimuth_deg - 194.340_24).abs() < 0.001, "{}", sun.azimuth_deg);
    }

    #[test]
    fn hangzhou_agrees_with_an_independent_table() {
        let path =
            concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/reference/sun_position_spa.json");
        let Ok(text) = std::fs::read_to_string(path) else {
            eprintln!("skipped: the reference table of sun positions is not here");
            return;
        };
        let table: serde_json::Value = serde_json::from_str(&text).unwrap();
        let days = [("da_han_2026", "2026-01-20"), ("winter_solstice_2026", "2026-12-22")];
        let mut compared = 0;
        for (city, facts) in table["cities"].as_object().unwrap() {
            let (latitude, longitude) = (facts["lat"].as_f64().unwrap(), facts["lon"].as_f64().unwrap());
            let offset = facts["utc_offset_h"].as_i64().unwrap();
            for (day, date) in days {
                for row in facts["days"][day]["rows"].as_array().unwrap() {
                    let stamp = format!("{date}T{}:00{:+03}:00", row[0].as_str().unwrap(), offset);
                    let time = DateTime::parse_from_rfc3339(&stamp).unwrap();
                    let sun = sun_position(latitude, longitude, &time).unwrap();
                    let (elevation, azimuth) = (row[1].as_f64().unwrap(), row[2].as_f64().unwrap());
                    assert!((sun.elevation_deg - elevation).abs() < 0.01, "{city} {stamp}: {sun:?}");
                    assert!((sun.azimuth_deg - azimuth).abs() < 0.02, "{city} {stamp}: {sun:?}");
                    compared += 1;
                }
            }
        }
        assert!(compared > 100, "only {compared} rows");
    }

    #[test]
    fn noon_sun_stands_in_the_south_and_convergence_turns_it() {
        let sun = SunPosition { elevation_deg: 30.0, azimuth_deg: 180.0 };
        let mut frame = SceneFrame {
            crs: "EPSG:4549".into(),
            anchor_m: [0.0; 3],
            longitude_deg: 120.0,
            latitude_deg: 30.0,
            convergence_deg: 0.0,
        };
        let south = sun_direction_in_local(sun, &frame);
        assert!(south[0].abs() < 1e-12 && south[1] < -0.86 && (south[2] - 0.5).abs() < 1e-12);
        // Grid north 2° east of true north: the sun at true south stands 2° past grid south, in the east.
        frame.convergence_deg = 2.0;
        assert!(sun_direction_in_local(sun, &frame)[0] > 0.03);
    }

    #[test]
    fn clocks() {
        assert_eq!(clock_offset_hours(30.0, 120.0), 8);
        assert_eq!(clock_offset_hours(43.8, 87.6), 8);
        assert_eq!(clock_offset_hours(60.2, 24.9), 2);
        assert_eq!(clock_offset_hours(35.6, 140.1), 9);
    }
}
