//! One line of a medium before it is cut at its nodes: where it runs, how thick it is, how deep it lies.

use linli_model::{GasPressure, Medium, Section};

use crate::plan::{Place, distance_to_segment};
use crate::xinghe::relief::plan_height_m;

/// What a run is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Main in a street.
    Main,
    /// Connection of a building; it starts there and ends at its main.
    House,
    /// From a utility tunnel's rack to a main; it starts at the rack.
    Branch,
    /// On a rack or support inside a utility tunnel.
    Rack,
    /// Line of the old estate as it was laid then.
    Old,
}

/// Heights along a run.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Profile {
    /// Not yet known.
    Open,
    /// Station and height above the ground, metres.
    Relative(Vec<[f64; 2]>),
    /// Station and height above the sea, metres.
    Absolute(Vec<[f64; 2]>),
}

/// What is claimed about a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Claim {
    /// As the street that it lies in.
    OfStreet,
    Existing,
    Designed,
}

/// One line of a medium.
#[derive(Clone, Debug)]
pub(super) struct Run {
    /// Street, parcel or tunnel; a part of the keys of its lines.
    pub place: &'static str,
    pub medium: Medium,
    pub section: Section,
    /// Outer diameter, or the larger side of a box, millimetres.
    pub diameter_mm: f64,
    pub points: Vec<Place>,
    pub role: Role,
    pub claim: Claim,
    pub profile: Profile,
    /// Height of the rack from which it rises at its start, metres above the ground.
    pub riser_m: Option<f64>,
    pub gas_pressure: Option<GasPressure>,
    pub voltage_kv: Option<f64>,
    pub count: Option<u32>,
    /// Year of laying where it is not that of the street.
    pub year: Option<i32>,
    /// Utility tunnel that holds it, and the number of the compartment.
    pub tunnel: Option<(&'static str, usize)>,
}

impl Run {
    /// A round pipe.
    pub(super) fn pipe(
        place: &'static str,
        medium: Medium,
        diameter_mm: f64,
        points: Vec<Place>,
        role: Role,
    ) -> Self {
        Self {
            place,
            medium,
            section: Section::Round,
            diameter_mm,
            points,
            role,
            claim: Claim::OfStreet,
            profile: Profile::Open,
            riser_m: None,
            gas_pressure: (medium == Medium::Gas).then_some(GasPressure::MediumA),
            voltage_kv: None,
            count: None,
            year: None,
            tunnel: None,
        }
    }

    /// Whether it runs by gravity.
    pub(super) fn is_gravity(&self) -> bool {
        matches!(self.medium, Medium::Sewage | Medium::Storm | Medium::Combined)
    }

    /// Outer height, metres.
    pub(super) fn height_m(&self) -> f64 {
        match self.section {
            Section::Round => self.diameter_mm / 1000.0,
            Section::Box { height_mm, .. } | Section::DuctBank { height_mm, .. } => height_mm / 1000.0,
        }
    }

    /// Outer width, metres.
    pub(super) fn width_m(&self) -> f64 {
        self.diameter_mm / 1000.0
    }

    /// Length in plan, metres.
    pub(super) fn length_m(&self) -> f64 {
        self.segments().map(|(_, a, b)| distance(a, b)).sum()
    }

    /// Straight pieces: station at the start, and both ends.
    pub(super) fn segments(&self) -> impl Iterator<Item = (f64, Place, Place)> + '_ {
        let mut station = 0.0;
        self.points.windows(2).map(move |pair| {
            let from = station;
            station += distance(pair[0], pair[1]);
            (from, pair[0], pair[1])
        })
    }

    /// The place at a station.
    pub(super) fn at(&self, station_m: f64) -> Place {
        let mut last = self.points.first().copied().unwrap_or_default();
        for (from, a, b) in self.segments() {
            let length = distance(a, b);
            if station_m <= from + length {
                let t = ((station_m - from) / length.max(1e-9)).clamp(0.0, 1.0);
                return [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])];
            }
            last = b;
        }
        last
    }

    /// The station of a place on the run.
    pub(super) fn station_of(&self, p: Place) -> Option<f64> {
        self.segments()
            .find(|(_, a, b)| distance_to_segment(p, *a, *b) < 0.005)
            .map(|(from, a, _)| from + distance(a, p))
    }

    /// Height at a station above the ground, of the axis, or of the invert where it runs by gravity.
    pub(super) fn z_m(&self, station_m: f64) -> f64 {
        match &self.profile {
            Profile::Open => 0.0,
            Profile::Relative(points) => interpolated(points, station_m),
            Profile::Absolute(points) => interpolated(points, station_m) - plan_height_m(self.at(station_m)),
        }
    }

    /// Height at a station as it is stored: above the ground, or above the sea.
    pub(super) fn stored_z_m(&self, station_m: f64) -> f64 {
        match &self.profile {
            Profile::Open => 0.0,
            Profile::Relative(points) | Profile::Absolute(points) => interpolated(points, station_m),
        }
    }

    /// Lowest and highest outer face at a station, metres above the ground.
    pub(super) fn faces_m(&self, station_m: f64) -> [f64; 2] {
        let z = self.z_m(station_m);
        let below = if self.is_gravity() { 0.0 } else { self.height_m() / 2.0 };
        [z - below, z - below + self.height_m()]
    }

    /// Stations at which another run crosses this one in plan, with its own stations.
    pub(super) fn crossings(&self, other: &Self) -> Vec<[f64; 2]> {
        let mut found: Vec<[f64; 2]> = Vec::new();
        for (from, a, b) in self.segments() {
            for (other_from, c, d) in other.segments() {
                if let Some([s, t]) = crossing([a, b], [c, d]) {
                    let hit = [from + s, other_from + t];
                    if !found.iter().any(|f| (f[0] - hit[0]).abs() < 0.01) {
                        found.push(hit);
                    }
                }
            }
        }
        found
    }
}

/// Distance between two places.
pub(super) fn distance(a: Place, b: Place) -> f64 {
    (b[0] - a[0]).hypot(b[1] - a[1])
}

fn interpolated(points: &[[f64; 2]], station: f64) -> f64 {
    let after = points.partition_point(|p| p[0] < station);
    match (after.checked_sub(1).and_then(|i| points.get(i)), points.get(after)) {
        (Some(a), Some(b)) => a[1] + (b[1] - a[1]) * (station - a[0]) / (b[0] - a[0]).max(1e-9),
        (Some(only), None) | (None, Some(only)) => only[1],
        (None, None) => 0.0,
    }
}

/// Where two segments meet: distances from their starts; parallel segments never do.
fn crossing([a, b]: [Place; 2], [c, d]: [Place; 2]) -> Option<[f64; 2]> {
    let (u, v) = ([b[0] - a[0], b[1] - a[1]], [d[0] - c[0], d[1] - c[1]]);
    let (turn, from) = (u[0] * v[1] - u[1] * v[0], [c[0] - a[0], c[1] - a[1]]);
    if turn.abs() < 1e-6 {
        return None;
    }
    let s = (from[0] * v[1] - from[1] * v[0]) / turn * distance(a, b);
    let t = (from[0] * u[1] - from[1] * u[0]) / turn * distance(c, d);
    let within = |at: f64, length: f64| (-1e-6..=length + 1e-6).contains(&at);
    (within(s, distance(a, b)) && within(t, distance(c, d))).then_some([s, t])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stations_count_along_the_bends() {
        let points = vec![[0.0, 0.0], [10.0, 0.0], [10.0, 5.0]];
        let run = Run::pipe("r1", Medium::Water, 200.0, points, Role::House);
        assert_eq!(run.length_m(), 15.0);
        assert_eq!(run.at(12.0), [10.0, 2.0]);
        assert_eq!(run.station_of([10.0, 2.0]), Some(12.0));
        let across = Run::pipe("c1", Medium::Gas, 200.0, vec![[8.0, 3.0], [12.0, 3.0]], Role::Main);
        assert_eq!(run.crossings(&across), vec![[13.0, 2.0]]);
    }
}
