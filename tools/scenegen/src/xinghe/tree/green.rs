//! Trees of parks, squares and courts, on the land that is drawn for them.

use linli_model::{AreaUse, Presence};

use super::grove::Grove;
use super::species::{
    Age, CAMPHOR, CHERRY, GINKGO, HACKBERRY, MAGNOLIA, MAPLE, METASEQUOIA, OSMANTHUS, PLANE, PODOCARP,
    SOAPBERRY, SWEETGUM, Species, WILLOW,
};
use crate::plan::Place;
use crate::random::Random;
use crate::xinghe::Unit;
use crate::xinghe::land::existing;
use crate::xinghe::land::ground::{Ground, Planted};
use crate::xinghe::land::region::Region;
use crate::xinghe::plan::{Plot, Programme, canal_v};
use crate::xinghe::street::frame::Frame;

const PARK: [Species; 8] = [CAMPHOR, HACKBERRY, SWEETGUM, METASEQUOIA, GINKGO, SOAPBERRY, CHERRY, MAPLE];
const WATERSIDE: [Species; 4] = [METASEQUOIA, METASEQUOIA, SWEETGUM, HACKBERRY];
const BELT: [Species; 4] = [CAMPHOR, CAMPHOR, SWEETGUM, OSMANTHUS];
const LAWN: [Species; 5] = [CHERRY, MAGNOLIA, GINKGO, HACKBERRY, MAPLE];
const COURT: [Species; 8] = [OSMANTHUS, CAMPHOR, CHERRY, MAGNOLIA, GINKGO, PODOCARP, MAPLE, SOAPBERRY];
const OLD_COURT: [Species; 5] = [CAMPHOR, CAMPHOR, OSMANTHUS, HACKBERRY, PLANE];
const SQUARE: [Species; 2] = [GINKGO, SWEETGUM];
const CAMPUS: [Species; 5] = [CAMPHOR, GINKGO, OSMANTHUS, CHERRY, MAGNOLIA];
const CORE: [Species; 6] = [GINKGO, CAMPHOR, SWEETGUM, OSMANTHUS, MAPLE, PODOCARP];
const TOWN: [Species; 5] = [CAMPHOR, OSMANTHUS, SOAPBERRY, HACKBERRY, CHERRY];

/// How a piece of land is planted: species, age, square metres for each try.
struct Mix {
    species: &'static [Species],
    age: Age,
    per_try_m2: f64,
    /// Whether trees stand in clumps with open lawn between them.
    in_clumps: bool,
}

fn mix(species: &'static [Species], age: Age, per_try_m2: f64) -> Mix {
    Mix { species, age, per_try_m2, in_clumps: false }
}

fn clumps(species: &'static [Species], age: Age, per_try_m2: f64) -> Mix {
    Mix { in_clumps: true, ..mix(species, age, per_try_m2) }
}

/// Whether a place of the plan is one of the wooded ones: about half of all land, in patches of some 15 m.
fn is_wooded([u, v]: Place) -> bool {
    (u / 6.1).sin() + (v / 5.3).cos() + 0.8 * ((u + 1.7 * v) / 9.7).sin() > 0.1
}

/// Plants them.
pub(super) fn plant(grove: &mut Grove, unit: &Unit, ground: &Ground, land: &[Planted], random: &mut Random) {
    if unit.rows[0] == 0 {
        banks(grove, unit, land, random);
    }
    kept(grove, unit, ground, random);
    for piece in land {
        let name = piece.key.rsplit('/').next().unwrap_or_default();
        let Some(mix) = mix_of(unit, piece, name) else { continue };
        let group = piece.key.split('/').take(if piece.key.starts_with("co") { 2 } else { 1 });
        let key: Vec<&str> = group.collect();
        scatter(grove, &key.join("/"), &piece.region, &mix, piece.presence, random);
    }
}

fn mix_of(unit: &Unit, piece: &Planted, name: &str) -> Option<Mix> {
    let place = piece.key.split('/').next().unwrap_or_default();
    match (place, piece.use_) {
        ("street", _) => None,
        ("canal-park", AreaUse::Forest) => Some(mix(&WATERSIDE, Age::Grown, 34.0)),
        ("canal-park", AreaUse::Grass) if name.starts_with("lawn") => Some(mix(&LAWN, Age::Young, 120.0)),
        ("canal-park", _) => None,
        ("context", AreaUse::Grass) => Some(mix(&TOWN, Age::Grown, 2600.0)),
        ("D3", AreaUse::Forest) if name.starts_with("belt") => Some(mix(&BELT, Age::Grown, 16.0)),
        ("D3", AreaUse::Forest) => Some(mix(&PARK, Age::Grown, 12.0)),
        ("D3", AreaUse::Grass) if name.starts_with("lawn") => Some(mix(&LAWN, Age::Grown, 60.0)),
        ("D3", AreaUse::Scrub) if name.starts_with("flowers") => Some(mix(&[CHERRY], Age::Grown, 14.0)),
        ("A4", AreaUse::Forest) => Some(mix(&SQUARE, Age::Young, 30.0)),
        (_, AreaUse::Scrub) if name.starts_with("terrace-bed") => Some(mix(&[CHERRY], Age::Young, 6.0)),
        (key, AreaUse::Grass) if name.starts_with("lawn") => {
            unit.plots.iter().find(|p| p.key == key).map(court)
        }
        _ => None,
    }
}

fn court(plot: &Plot) -> Mix {
    use Programme as P;
    match plot.programme {
        P::CoreOffices | P::CoreHomesAndBusHub | P::TalentFlats | P::StartUpCourt => {
            clumps(&CORE, Age::Grown, 17.0)
        }
        P::OldEstateKept => mix(&OLD_COURT, Age::Old, 34.0),
        P::OldEstateRenewed | P::HighRise | P::MidRise => {
            let age = if plot.implementation { Age::Young } else { Age::Grown };
            clumps(&COURT, age, 34.0)
        }
        P::LowRise => mix(&COURT, Age::Grown, 34.0),
        _ => clumps(&CAMPUS, if plot.implementation { Age::Young } else { Age::Grown }, 24.0),
    }
}

/// Tries places on a jittered grid, so that trees stand neither in rows nor in clumps.
fn scatter(
    grove: &mut Grove,
    key: &str,
    region: &Region,
    mix: &Mix,
    presence: Presence,
    random: &mut Random,
) {
    let inner = region.grown(-0.7);
    let Some(around) = inner.around() else { return };
    let step = mix.per_try_m2.sqrt();
    let counts = [around.east - around.west, around.north - around.south].map(|s| (s / step) as u32);
    for i in 0..=counts[0] {
        for j in 0..=counts[1] {
            let jitter = [random.between(0.1, 0.9), random.between(0.1, 0.9)];
            let place = [
                around.west + step * (f64::from(i) + jitter[0]),
                around.south + step * (f64::from(j) + jitter[1]),
            ];
            let Some(species) = random.pick(mix.species) else { continue };
            if inner.holds(place) && (!mix.in_clumps || is_wooded(place)) {
                grove.plant(key, place, (species, mix.age), presence, random);
            }
        }
    }
}

/// Spacing of the trees along the canal, metres.
const BANK_SPACING_M: f64 = 12.5;

/// Willows above the reeds, cherries along the greenway.
fn banks(grove: &mut Grove, unit: &Unit, land: &[Planted], random: &mut Random) {
    let frame = Frame::of(unit);
    let slopes: Vec<&Region> = land.iter().filter(|p| p.key.contains("/bank")).map(|p| &p.region).collect();
    let on_slope = |p: Place| slopes.iter().any(|r| r.holds(p));
    let presence = crate::xinghe::land::planned();
    let line = |step: f64| {
        let count = ((frame.area.east - frame.area.west) / step) as u32;
        let west = frame.area.west;
        (0..count).map(move |i| west + step * (f64::from(i) + 0.5))
    };
    for sign in [-1.0, 1.0] {
        for u in line(BANK_SPACING_M) {
            let offset = 15.2 + random.between(-0.8, 0.8);
            let p = [u + random.between(-1.5, 1.5), canal_v(u) + sign * offset];
            if on_slope(p) {
                grove.plant("canal-park/bank", p, (&WILLOW, Age::Grown), presence, random);
            }
        }
        for u in line(BANK_SPACING_M) {
            let p = [u, canal_v(u) + sign * 26.6];
            if frame.area.distance_m(p) == 0.0 {
                grove.plant("canal-park/greenway", p, (&CHERRY, Age::Young), presence, random);
            }
        }
    }
}

/// Old trees of the estate that is rebuilt: those that stand clear of old and new buildings are kept.
fn kept(grove: &mut Grove, unit: &Unit, ground: &Ground, random: &mut Random) {
    let clear = |p: Place| ground.going.iter().all(|b| b.around.distance_m(p) > 3.0);
    for plot in unit.plots.iter().filter(|p| p.programme == Programme::OldEstateRenewed) {
        let o = plot.outline;
        let mut v = o.south + 24.0;
        while v < o.north - 8.0 {
            let mut u = o.west + 10.0;
            while u < o.east - 8.0 {
                let p = [u + random.between(-1.0, 1.0), v + random.between(-1.0, 1.0)];
                if clear(p) {
                    grove.plant(&format!("{}/kept", plot.key), p, (&CAMPHOR, Age::Old), existing(), random);
                }
                u += 13.0;
            }
            v += 27.0;
        }
    }
}
