//! Tours: a camera that flies from stop to stop, with captions, stages and dates (漫游).

use chrono::{Days, NaiveDate};
use glam::DVec3;
use linli_model::{Point3, Stage, Tour, TourStop};

use crate::CameraPose;

/// Least height of the eye above the ground on the way between stops that lie above it, metres.
const CLEAR_M: f64 = 1.5;
/// How far the middle of a long way lies above the straight line, as a share of its length, and at most, metres.
const ARC: (f64, f64) = (0.12, 60.0);
/// Longest time of one flight or stay that counts, seconds.
const LONGEST_S: f64 = 3600.0;
/// Minutes of a day.
const DAY_MIN: f64 = 1440.0;

/// What a tour shows at one moment.
#[derive(Clone, Debug, PartialEq)]
pub struct TourMoment {
    /// Eye and target.
    pub pose: CameraPose,
    /// Stage.
    pub stage: Stage,
    /// Date, when the tour has one.
    pub day: Option<NaiveDate>,
    /// Minutes since midnight.
    pub minute: f64,
    /// Whether the ground is cut open.
    pub underground: bool,
    /// Caption in English and in Chinese.
    pub caption: [String; 2],
    /// Number of the stop that is flown to or stayed at, from 0.
    pub stop: usize,
    /// Number of the stop whose stage and caption are shown: on the way the nearer one.
    pub shown: usize,
}

fn seconds(value: f64) -> f64 {
    if value.is_finite() { value.clamp(0.0, LONGEST_S) } else { 0.0 }
}

/// Slow at both ends: 0 to 1 (smootherstep, Perlin 2002).
fn eased(t: f64) -> f64 {
    let t = t.clamp(0.0, 1.0);
    t * t * t * (t * (6.0 * t - 15.0) + 10.0)
}

/// How long a tour takes, seconds.
pub fn tour_length_s(tour: &Tour) -> f64 {
    let times = |(at, stop): (usize, &TourStop)| {
        seconds(stop.stay_s) + if at == 0 { 0.0 } else { seconds(stop.fly_s) }
    };
    tour.stops.iter().enumerate().map(times).sum()
}

/// What a tour shows after so many seconds: the first stop before its beginning, the last after its end.
/// `ground_m` tells the height of the ground at a place, metres; the eye stays above it on the way
/// between stops above the ground. `None` when the tour has no stops.
pub fn tour_at(
    tour: &Tour,
    seconds_in: f64,
    ground_m: impl Fn(f64, f64) -> Option<f64>,
) -> Option<TourMoment> {
    let mut left = if seconds_in.is_nan() { 0.0 } else { seconds_in.max(0.0) };
    let mut before: Option<(usize, &TourStop)> = None;
    for (at, stop) in tour.stops.iter().enumerate() {
        if let Some(from) = before {
            let fly = seconds(stop.fly_s);
            if left < fly {
                return Some(flying(from, (at, stop), left / fly, &ground_m));
            }
            left -= fly;
        }
        if left < seconds(stop.stay_s) {
            return Some(staying(at, stop));
        }
        left -= seconds(stop.stay_s);
        before = Some((at, stop));
    }
    before.map(|(at, stop)| staying(at, stop))
}

fn caption(stop: &TourStop) -> [String; 2] {
    [stop.caption_en.clone(), stop.caption_zh.clone()]
}

fn staying(at: usize, stop: &TourStop) -> TourMoment {
    TourMoment {
        pose: CameraPose::new(stop.eye_m, stop.target_m),
        stage: stop.stage,
        day: stop.date,
        minute: stop.minute,
        underground: stop.underground,
        caption: caption(stop),
        stop: at,
        shown: at,
    }
}

fn flying(
    (before, from): (usize, &TourStop),
    (at, to): (usize, &TourStop),
    share: f64,
    ground_m: &impl Fn(f64, f64) -> Option<f64>,
) -> TourMoment {
    let t = eased(share);
    let mix = |a: Point3, b: Point3| DVec3::from(a).lerp(DVec3::from(b), t);
    let mut eye = mix(from.eye_m, to.eye_m);
    let target = mix(from.target_m, to.target_m);
    let above = |stop: &TourStop| {
        let [x, y, z] = stop.eye_m;
        ground_m(x, y).is_none_or(|ground| z >= ground)
    };
    if above(from) && above(to) {
        let way = DVec3::from(from.eye_m).distance(DVec3::from(to.eye_m));
        eye.z += (way * ARC.0).min(ARC.1) * 4.0 * t * (1.0 - t);
        // At both ends the stop's own height counts, however low it is.
        let least = ground_m(eye.x, eye.y).map(|ground| ground + CLEAR_M * (4.0 * t * (1.0 - t)).min(1.0));
        eye.z = eye.z.max(least.unwrap_or(eye.z));
    }
    let pose = CameraPose::new(eye.into(), target.into());
    // Stage, cut and caption change half-way; the date and the sun run evenly.
    let shown = if share < 0.5 { from } else { to };
    TourMoment {
        pose,
        stage: shown.stage,
        day: day_between(from.date, to.date, share),
        minute: from.minute + shortest(to.minute - from.minute) * share,
        underground: shown.underground,
        caption: caption(shown),
        stop: at,
        shown: if share < 0.5 { before } else { at },
    }
}

/// The shorter way round the clock, minutes.
fn shortest(minutes: f64) -> f64 {
    (minutes + DAY_MIN / 2.0).rem_euclid(DAY_MIN) - DAY_MIN / 2.0
}

fn day_between(from: Option<NaiveDate>, to: Option<NaiveDate>, share: f64) -> Option<NaiveDate> {
    let (Some(a), Some(b)) = (from, to) else { return if share < 0.5 { from.or(to) } else { to.or(from) } };
    let days = ((b - a).num_days() as f64 * share).round() as i64;
    let by = Days::new(days.unsigned_abs());
    if days < 0 { a.checked_sub_days(by) } else { a.checked_add_days(by) }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn stop(eye: Point3, date: Option<(i32, u32)>, minute: f64) -> TourStop {
        TourStop {
            eye_m: eye,
            target_m: [0.0; 3],
            fly_s: 4.0,
            stay_s: 2.0,
            stage: Stage::Construction,
            date: date.map(|(year, month)| NaiveDate::from_ymd_opt(year, month, 1).unwrap()),
            minute,
            underground: false,
            caption_zh: "此处".to_owned(),
            caption_en: "here".to_owned(),
        }
    }

    fn tour() -> Tour {
        let stops = vec![
            stop([100.0, 0.0, 50.0], Some((2026, 3)), 540.0),
            stop([0.0, 200.0, 2.0], Some((2031, 3)), 1380.0),
            stop([-100.0, 0.0, 2.0], None, 30.0),
        ];
        Tour { key: "t".to_owned(), stops, ..Tour::default() }
    }

    fn flat(_: f64, _: f64) -> Option<f64> {
        Some(0.0)
    }

    #[test]
    fn it_stays_where_it_stops_and_dates_run_in_between() {
        let tour = tour();
        assert_eq!(tour_length_s(&tour), 14.0);
        let at = |s| tour_at(&tour, s, flat).unwrap();
        let pose = |at: usize| CameraPose::new(tour.stops[at].eye_m, tour.stops[at].target_m);
        assert_eq!(at(-5.0).pose, pose(0));
        assert_eq!((at(1.9).pose, at(6.0).pose), (pose(0), pose(1)));
        assert_eq!(at(1e9).pose, pose(2));
        assert_eq!(at(f64::NAN).pose, pose(0));
        let middle = at(4.0);
        assert_eq!(middle.day.unwrap(), NaiveDate::from_ymd_opt(2028, 8, 30).unwrap());
        assert!(middle.pose.eye_m[2] > 26.0);
        // Past midnight, not back through the whole day.
        assert!((at(10.0).minute - 1425.0).abs() < 1e-9);
        assert_eq!(tour_at(&Tour::default(), 0.0, flat), None);
    }

    #[test]
    fn the_way_never_leads_through_the_ground() {
        let hill = |x: f64, y: f64| Some(40.0 * (-(x * x + (y - 100.0) * (y - 100.0)) / 3000.0).exp());
        let tour = tour();
        for step in 0..=1400 {
            let [x, y, z] = tour_at(&tour, f64::from(step) / 100.0, hill).unwrap().pose.eye_m;
            assert!(z >= hill(x, y).unwrap() - 1e-9, "{step}");
        }
    }

    proptest::proptest! {
        #[test]
        fn it_moves_without_jumps(start in 0.0_f64..14.0) {
            let tour = tour();
            let [a, b] = [start, start + 0.01].map(|s| tour_at(&tour, s, flat).map(|m| DVec3::from(m.pose.eye_m)));
            proptest::prop_assert!(a.zip(b).is_some_and(|(a, b)| a.distance(b) < 3.0));
        }
    }
}
