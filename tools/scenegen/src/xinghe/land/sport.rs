//! Sports grounds: the school's track and courts, the grounds of the sports centre.

use linli_model::AreaUse;

use super::ground::Ground;
use super::region::Region;
use super::writer::{Cover, Writer};
use crate::plan::{Name, Place, Rectangle};
use crate::xinghe::plan::{Plot, Programme};

/// Width of a lane of the track, metres (World Athletics), and the number of lanes.
const LANE_M: f64 = 1.22;
/// See [`LANE_M`].
const LANES: f64 = 4.0;
/// Length of the track on its measured line, 0.3 m from the inner edge; radius of that inner edge, metres.
const TRACK_M: f64 = 250.0;
/// See [`TRACK_M`].
const BEND_M: f64 = 22.0;
/// Measured line of a lane, from its inner edge, metres.
const MEASURED_M: f64 = 0.3;
/// A basketball court with its run-off, metres.
const BASKETBALL_M: [f64; 2] = [30.0, 17.0];
/// A tennis court with its run-off, metres.
const TENNIS_M: [f64; 2] = [34.0, 17.0];

/// A court: key, name, middle from the parcel's south-west corner, size east and north.
type Court = (&'static str, Name, Place, [f64; 2]);

fn turned([a, b]: [f64; 2]) -> [f64; 2] {
    [b, a]
}

/// Adds the grounds of a parcel, clear of what is taken, and gives their land.
pub(super) fn draw(writer: &mut Writer, ground: &Ground, plot: &Plot, taken: &Region) -> Region {
    match plot.programme {
        Programme::School => school(writer, ground, plot, taken),
        Programme::Sports => {
            let mut courts: Vec<Court> = Vec::new();
            let names: [(&str, Name); 3] = [
                ("basketball-1", ("篮球场一", "Basketball court 1")),
                ("basketball-2", ("篮球场二", "Basketball court 2")),
                ("basketball-3", ("篮球场三", "Basketball court 3")),
            ];
            for (i, (key, name)) in names.into_iter().enumerate() {
                courts.push((key, name, [97.0, 18.0 + 20.0 * i as f64], BASKETBALL_M));
            }
            courts.push(("football", ("五人制足球场", "Five-a-side football"), [142.0, 24.0], [44.0, 28.0]));
            courts.push(("tennis-1", ("网球场一", "Tennis court 1"), [130.0, 60.0], turned(TENNIS_M)));
            courts.push(("tennis-2", ("网球场二", "Tennis court 2"), [150.0, 60.0], turned(TENNIS_M)));
            let land = lay(writer, plot, &courts, taken);
            let at = [plot.outline.west + 120.0, plot.outline.south + 40.0];
            let name = ("文体中心室外球场", "Sports Centre, outdoor courts");
            writer.facility(ground, ("D5/courts", name), "sports_ground", at);
            land
        }
        _ => Region::empty(),
    }
}

fn lay(writer: &mut Writer, plot: &Plot, courts: &[Court], taken: &Region) -> Region {
    let o = plot.outline;
    let mut all = Vec::new();
    for (key, name, [x, y], [wide, deep]) in courts {
        let (u, v) = (o.west + x, o.south + y);
        let court = Rectangle::new(u - wide / 2.0, v - deep / 2.0, u + wide / 2.0, v + deep / 2.0);
        let court = Region::of(&court).without(taken);
        let use_ = if *key == "football" { AreaUse::Grass } else { AreaUse::Sport };
        writer.whole(&format!("{}/{key}", plot.key), Some(*name), Cover::of(use_), &court);
        all.push(court);
    }
    Region::union(&all)
}

fn school(writer: &mut Writer, ground: &Ground, plot: &Plot, taken: &Region) -> Region {
    let middle = [plot.outline.west + 132.0, plot.outline.south + 66.0];
    let half_straight = (TRACK_M / 2.0 - std::f64::consts::PI * (BEND_M + MEASURED_M)) / 2.0;
    let pitch = Region::of_ring(&stadium(middle, half_straight, BEND_M));
    let outer = Region::of_ring(&stadium(middle, half_straight, BEND_M + LANES * LANE_M));
    let track = outer.without(&pitch).without(taken);
    writer.whole("E2/track", Some(("250米跑道", "250 m track")), Cover::of(AreaUse::Sport), &track);
    let grass = pitch.without(taken);
    writer.whole("E2/pitch", Some(("足球场", "Football pitch")), Cover::of(AreaUse::Grass), &grass);
    let name = ("学校操场（课后开放）", "School sports ground, open after class");
    writer.facility(ground, ("E2/track", name), "sports_ground", middle);
    let courts: [Court; 3] = [
        ("basketball-1", ("篮球场一", "Basketball court 1"), [176.0, 30.0], turned(BASKETBALL_M)),
        ("basketball-2", ("篮球场二", "Basketball court 2"), [176.0, 64.0], turned(BASKETBALL_M)),
        ("volleyball", ("排球场", "Volleyball court"), [176.0, 96.0], [15.0, 24.0]),
    ];
    Region::union(&[outer.without(taken), lay(writer, plot, &courts, taken)])
}

/// A stadium's outline: two straights that run north and two half circles.
fn stadium([u, v]: Place, half_straight: f64, radius: f64) -> Vec<Place> {
    let half = |middle: f64, from: f64| {
        (0..=16).map(move |i| {
            let angle = from + std::f64::consts::PI * f64::from(i) / 16.0;
            [u + radius * angle.cos(), middle + radius * angle.sin()]
        })
    };
    half(v + half_straight, 0.0).chain(half(v - half_straight, std::f64::consts::PI)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_track_is_as_long_as_its_name_says() {
        let half_straight = (TRACK_M / 2.0 - std::f64::consts::PI * (BEND_M + MEASURED_M)) / 2.0;
        let ring = stadium([0.0, 0.0], half_straight, BEND_M + MEASURED_M);
        let length: f64 =
            ring.iter().zip(ring.iter().cycle().skip(1)).map(|(a, b)| (a[0] - b[0]).hypot(a[1] - b[1])).sum();
        assert!((length - TRACK_M).abs() < 0.5, "{length}");
    }
}
