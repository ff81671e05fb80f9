//! Sunbeams of a day: one direction for each step of true solar time.

use chrono::{DateTime, Duration, FixedOffset, NaiveDate, TimeZone as _, Utc};
use linli_model::SceneFrame;

use super::position::{SunError, SunPosition, sun_direction_in_local, sun_position};
use super::rules::{SunDay, SunRules};

/// A direction towards the sun.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Beam {
    /// Where the sun stands in plan, a unit vector: grid east and north.
    pub towards: [f64; 2],
    /// How much it rises for each metre in plan.
    pub rise: f64,
}

/// The beams of a day, in the order of time.
#[derive(Clone, Debug, PartialEq)]
pub struct Beams {
    /// One for each step of the effective band; none while the sun is below the horizon.
    pub beams: Vec<Option<Beam>>,
    /// Length of a step, minutes.
    pub step_min: f64,
}

impl Beams {
    /// Beams in the middle of each step of a day's band, by true solar time: the hour angle is 15° for each hour from
    /// noon (GB/T 50947-2014), whatever the clock says.
    ///
    /// # Errors
    /// [`SunError`] where the place or the year is outside what the algorithm covers.
    pub fn of(frame: &SceneFrame, rules: &SunRules, day: &SunDay) -> Result<Self, SunError> {
        let step_min = rules.step.value;
        let count = ((day.to_h - day.from_h) * 60.0 / step_min).round().max(1.0) as u32;
        let date = NaiveDate::from_ymd_opt(rules.year.value as i32, day.month, day.day).unwrap_or_default();
        let midnight = Utc.from_utc_datetime(&date.and_time(chrono::NaiveTime::MIN)).fixed_offset();
        let mut beams = Vec::with_capacity(count as usize);
        for step in 0..count {
            let solar_min = day.from_h * 60.0 + (f64::from(step) + 0.5) * step_min;
            let sun = at_solar_time(frame, &midnight, solar_min)?;
            let [east, north, up] = sun_direction_in_local(sun, frame);
            let flat = east.hypot(north);
            let beam = Beam { towards: [east / flat, north / flat], rise: up / flat };
            beams.push((sun.elevation_deg > 0.0 && flat > 1e-9).then_some(beam));
        }
        Ok(Self { beams, step_min })
    }

    /// Minutes of runs of steps with sun that are no shorter than some minutes.
    pub fn minutes(&self, is_lit: impl Iterator<Item = bool>, shortest_min: f64) -> f64 {
        let (mut sum, mut run) = (0.0, 0.0);
        let mut end = |run: f64| {
            if run >= shortest_min - 1e-9 {
                sum += run;
            }
        };
        for lit in is_lit {
            if lit {
                run += self.step_min;
            } else {
                end(run);
                run = 0.0;
            }
        }
        end(run);
        sum
    }
}

/// The sun at a true solar time, minutes after midnight: the clock is set until the hour angle fits.
fn at_solar_time(
    frame: &SceneFrame,
    midnight: &DateTime<FixedOffset>,
    solar_min: f64,
) -> Result<SunPosition, SunError> {
    let (latitude, longitude) = (frame.latitude_deg, frame.longitude_deg);
    let at = |minute: f64| {
        let time = *midnight + Duration::milliseconds((minute * 60_000.0).round() as i64);
        sun_position(latitude, longitude, &time)
    };
    let wanted_deg = (solar_min - 720.0) / 4.0;
    let guess_min = solar_min - longitude * 4.0;
    let first = at(guess_min)?;
    let off_deg = (wanted_deg - hour_angle_deg(first, latitude) + 540.0).rem_euclid(360.0) - 180.0;
    // The equation of time changes by less than half a minute in a day: one step is enough.
    at(guess_min + off_deg * 4.0)
}

/// Hour angle of the sun, degrees west of the meridian.
fn hour_angle_deg(sun: SunPosition, latitude_deg: f64) -> f64 {
    let (elevation, azimuth) = (sun.elevation_deg.to_radians(), sun.azimuth_deg.to_radians());
    let (sin, cos) = latitude_deg.to_radians().sin_cos();
    let (east, north) = (elevation.cos() * azimuth.sin(), elevation.cos() * azimuth.cos());
    (-east).atan2(elevation.sin() * cos - north * sin).to_degrees()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn hangzhou() -> SceneFrame {
        SceneFrame {
            crs: "EPSG:4549".into(),
            anchor_m: [0.0; 3],
            longitude_deg: 120.0 + 10.0 / 60.0,
            latitude_deg: 30.0 + 19.0 / 60.0,
            convergence_deg: 0.0,
        }
    }

    #[test]
    fn noon_of_true_solar_time_is_due_south_as_high_as_the_table_says() {
        let rules = SunRules::standard().unwrap();
        for (id, altitude_deg) in [("great_cold", 39.57_f64), ("winter_solstice", 36.24)] {
            let beams = Beams::of(&hangzhou(), &rules, rules.day(Some(id)).unwrap()).unwrap();
            let count = beams.beams.len();
            let beam = beams.beams[count / 2].unwrap();
            // Half a minute after noon.
            assert!(
                (beam.rise.atan().to_degrees() - altitude_deg).abs() < 0.02,
                "{id} {}",
                beam.rise.atan().to_degrees()
            );
            assert!(beam.towards[1] < -0.9999 && beam.towards[0] < 0.0);
            // Morning and afternoon are mirror images but for the sun's own way.
            let (first, last) = (beams.beams[0].unwrap(), beams.beams[count - 1].unwrap());
            assert!((first.towards[0] + last.towards[0]).abs() < 0.01 && first.towards[0] > 0.6);
        }
    }

    #[test]
    fn short_runs_do_not_count() {
        let beams = Beams { beams: Vec::new(), step_min: 1.0 };
        let lit = [true, true, true, true, false, true, true, true, true, true, true];
        assert_eq!(beams.minutes(lit.into_iter(), 5.0), 6.0);
        assert_eq!(beams.minutes(lit.into_iter(), 0.0), 10.0);
        assert_eq!(beams.minutes([true; 5].into_iter(), 5.0), 5.0);
    }
}
