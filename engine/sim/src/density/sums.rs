//! Floor, people and land as plain numbers that add up: the part a search calls thousands of times.

use linli_model::BuildingUse;

/// How many uses there are.
pub const USES: usize = 13;

/// Every use in the order of its number.
pub const USE_ORDER: [BuildingUse; USES] = [
    BuildingUse::Unknown,
    BuildingUse::Residential,
    BuildingUse::Commercial,
    BuildingUse::Office,
    BuildingUse::Industrial,
    BuildingUse::Education,
    BuildingUse::Health,
    BuildingUse::Culture,
    BuildingUse::Civic,
    BuildingUse::Transport,
    BuildingUse::Sport,
    BuildingUse::Parking,
    BuildingUse::Auxiliary,
];

/// Groups of uses of which a mix is made; other uses (parking, technical rooms, transport, unknown)
/// are no part of it.
const MIX: [&[BuildingUse]; 5] = [
    &[BuildingUse::Residential],
    &[BuildingUse::Commercial],
    &[BuildingUse::Office],
    &[BuildingUse::Industrial],
    &[
        BuildingUse::Education,
        BuildingUse::Health,
        BuildingUse::Culture,
        BuildingUse::Civic,
        BuildingUse::Sport,
    ],
];

/// No parcel.
pub const NO_PARCEL: u32 = u32::MAX;

/// Floor, people and covered land.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct FloorSums {
    /// Gross floor area above ground by use, square metres.
    pub above_m2: [f64; USES],
    /// Gross floor area below ground by use, square metres.
    pub below_m2: [f64; USES],
    /// Floor that counts in the floor-area ratio, square metres.
    pub counted_m2: f64,
    /// Of the floor that does not count: by rules that are not sure enough for a verdict, square metres.
    pub unsure_m2: f64,
    /// Floor handed over to the public, square metres.
    pub handed_over_m2: f64,
    /// Land under buildings, each square metre once.
    pub footprint_m2: f64,
    /// Of that: under towers.
    pub tower_m2: f64,
    /// Dwellings.
    pub dwellings: f64,
    /// Residents.
    pub residents: f64,
    /// Jobs.
    pub jobs: f64,
}

impl FloorSums {
    /// Adds others.
    pub fn add(&mut self, other: &Self) {
        for i in 0..USES {
            self.above_m2[i] += other.above_m2[i];
            self.below_m2[i] += other.below_m2[i];
        }
        self.counted_m2 += other.counted_m2;
        self.unsure_m2 += other.unsure_m2;
        self.handed_over_m2 += other.handed_over_m2;
        self.footprint_m2 += other.footprint_m2;
        self.tower_m2 += other.tower_m2;
        self.dwellings += other.dwellings;
        self.residents += other.residents;
        self.jobs += other.jobs;
    }

    /// A share of them.
    #[must_use]
    pub fn share(&self, share: f64) -> Self {
        Self {
            above_m2: self.above_m2.map(|v| v * share),
            below_m2: self.below_m2.map(|v| v * share),
            counted_m2: self.counted_m2 * share,
            unsure_m2: self.unsure_m2 * share,
            handed_over_m2: self.handed_over_m2 * share,
            footprint_m2: self.footprint_m2 * share,
            tower_m2: self.tower_m2 * share,
            dwellings: self.dwellings * share,
            residents: self.residents * share,
            jobs: self.jobs * share,
        }
    }

    /// Gross floor area above ground, square metres.
    pub fn above_total_m2(&self) -> f64 {
        self.above_m2.iter().sum()
    }

    /// Gross floor area below ground, square metres.
    pub fn below_total_m2(&self) -> f64 {
        self.below_m2.iter().sum()
    }

    /// Mix of uses above ground: `−Σ p ln p / ln 5` over housing, shops, offices, industry and public
    /// buildings; 0 for one use alone, 1 for equal shares, nothing without floor.
    pub fn mix(&self) -> Option<f64> {
        let groups = MIX.map(|group| group.iter().map(|use_| self.above_m2[*use_ as usize]).sum::<f64>());
        let all: f64 = groups.iter().sum();
        if all <= 0.0 {
            return None;
        }
        let entropy: f64 = groups
            .iter()
            .filter(|area| **area > 0.0)
            .map(|area| {
                let p = area / all;
                -p * p.ln()
            })
            .sum();
        Some((entropy / (MIX.len() as f64).ln()).max(0.0))
    }

    /// Balance of night and day: `1 − |residents − jobs| / (residents + jobs)`; nothing without people.
    pub fn day_night_balance(&self) -> Option<f64> {
        let people = self.residents + self.jobs;
        (people > 0.0).then(|| 1.0 - (self.residents - self.jobs).abs() / people)
    }

    /// Average storeys: floor above ground over covered land.
    pub fn average_storeys(&self) -> Option<f64> {
        (self.footprint_m2 > 0.0).then(|| self.above_total_m2() / self.footprint_m2)
    }
}

/// What one building brings to one parcel.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Portion {
    /// Position of the parcel, or [`NO_PARCEL`].
    pub parcel: u32,
    /// Floor, people and land.
    pub sums: FloorSums,
    /// Height of the building, metres; 0 when it has none above ground.
    pub height_m: f64,
    /// Walk from its door to the station, metres; infinite when there is none.
    pub walk_m: f64,
    /// Walk from its door to the station, seconds; infinite when there is none.
    pub walk_s: f64,
}

/// A parcel as far as sums need it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SiteParcel {
    /// Land, square metres.
    pub land_m2: f64,
    /// Walk from its edge to the station, metres, where no building says it; infinite without a way.
    pub walk_m: f64,
    /// The same in seconds.
    pub walk_s: f64,
    /// Most floor that may count, square metres; infinite where the plan sets none.
    pub cap_m2: f64,
}

/// What sums are made for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Site {
    /// Parcels.
    pub parcels: Vec<SiteParcel>,
    /// Outer edges of the rings, seconds, rising.
    pub rings_s: Vec<f64>,
    /// Width of a step of the gradient, metres.
    pub bin_m: f64,
}

/// Sums of one parcel.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ParcelSums {
    /// Floor, people, land.
    pub sums: FloorSums,
    /// Highest building, metres.
    pub height_m: f64,
    /// Buildings, wholly or in part.
    pub buildings: u32,
    /// Floor above ground from whose door there is a way to the station, square metres.
    pub walked_m2: f64,
    /// Walk to the station, metres: mean of the floor from which there is a way, else of its edge.
    pub walk_m: f64,
    /// The same in seconds.
    pub walk_s: f64,
}

/// Sums of one ring, or of what no ring holds.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct RingSums {
    /// Floor, people, land under buildings: of the parcels of the ring, and of buildings without a
    /// parcel by their own doors.
    pub sums: FloorSums,
    /// Floor that counts on the parcels of the ring, square metres.
    pub parcels_counted_m2: f64,
    /// Land of the parcels of the ring, square metres.
    pub land_m2: f64,
    /// Parcels.
    pub parcels: u32,
}

/// One step of the gradient.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Step {
    /// Floor above ground of buildings whose door lies in the step, square metres.
    pub above_m2: f64,
    /// Floor below ground, square metres.
    pub below_m2: f64,
    /// Residents.
    pub residents: f64,
    /// Jobs.
    pub jobs: f64,
    /// Land of parcels whose walk lies in the step, square metres.
    pub land_m2: f64,
    /// Floor that counts on them, square metres.
    pub counted_m2: f64,
}

/// Everything that is summed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Totals {
    /// By parcel.
    pub parcels: Vec<ParcelSums>,
    /// By ring, from the station outward; the last holds what lies beyond all or has no way.
    pub rings: Vec<RingSums>,
    /// Steps of the gradient from the station outward.
    pub steps: Vec<Step>,
    /// What has no way to a station.
    pub unreached: Step,
    /// All of it.
    pub all: FloorSums,
}

/// Longest walk of a step of the gradient: farther doors are in the last step.
const MOST_STEPS: usize = 200;

/// Sums portions; `out` is replaced and its memory used again.
pub fn sum_up(site: &Site, portions: &[Portion], out: &mut Totals) {
    out.parcels.clear();
    out.parcels.resize(site.parcels.len(), ParcelSums::default());
    out.rings.clear();
    out.rings.resize(site.rings_s.len() + 1, RingSums::default());
    out.steps.clear();
    out.unreached = Step::default();
    out.all = FloorSums::default();
    // Floor above ground that is weighed for the walk of its parcel is kept in `walk_*` until the end.
    for portion in portions {
        out.all.add(&portion.sums);
        let above_m2 = portion.sums.above_total_m2();
        let step = step_of(site, out, portion.walk_m);
        step.above_m2 += above_m2;
        step.below_m2 += portion.sums.below_total_m2();
        step.residents += portion.sums.residents;
        step.jobs += portion.sums.jobs;
        match out.parcels.get_mut(portion.parcel as usize) {
            Some(parcel) => {
                parcel.sums.add(&portion.sums);
                parcel.height_m = parcel.height_m.max(portion.height_m);
                parcel.buildings += u32::from(above_m2 > 0.0 || portion.sums.footprint_m2 > 0.0);
                if above_m2 > 0.0 && portion.walk_m.is_finite() && portion.walk_s.is_finite() {
                    parcel.walked_m2 += above_m2;
                    parcel.walk_m += above_m2 * portion.walk_m;
                    parcel.walk_s += above_m2 * portion.walk_s;
                }
            }
            None => {
                let ring = ring_of(site, portion.walk_s);
                out.rings[ring].sums.add(&portion.sums);
            }
        }
    }
    for at in 0..out.parcels.len() {
        close_parcel(site, out, at);
    }
}

/// Gives a parcel its walk, and adds it to its ring and its step.
fn close_parcel(site: &Site, out: &mut Totals, at: usize) {
    let land = &site.parcels[at];
    let parcel = &mut out.parcels[at];
    let (walk_m, walk_s) = if parcel.walked_m2 > 0.0 {
        (parcel.walk_m / parcel.walked_m2, parcel.walk_s / parcel.walked_m2)
    } else {
        (land.walk_m, land.walk_s)
    };
    (parcel.walk_m, parcel.walk_s) = (walk_m, walk_s);
    let sums = parcel.sums;
    let ring = &mut out.rings[ring_of(site, walk_s)];
    ring.sums.add(&sums);
    ring.parcels_counted_m2 += sums.counted_m2;
    ring.land_m2 += land.land_m2;
    ring.parcels += 1;
    let step = step_of(site, out, walk_m);
    step.land_m2 += land.land_m2;
    step.counted_m2 += sums.counted_m2;
}

fn ring_of(site: &Site, walk_s: f64) -> usize {
    site.rings_s.iter().position(|edge| walk_s <= *edge).unwrap_or(site.rings_s.len())
}

fn step_of<'a>(site: &Site, out: &'a mut Totals, walk_m: f64) -> &'a mut Step {
    if !walk_m.is_finite() || site.bin_m <= 0.0 {
        return &mut out.unreached;
    }
    let at = ((walk_m / site.bin_m).max(0.0) as usize).min(MOST_STEPS - 1);
    if out.steps.len() <= at {
        out.steps.resize(at + 1, Step::default());
    }
    &mut out.steps[at]
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use proptest::prelude::*;

    use super::*;

    fn sums(residential: f64, office: f64) -> FloorSums {
        let mut sums = FloorSums { counted_m2: residential + office, ..FloorSums::default() };
        sums.above_m2[BuildingUse::Residential as usize] = residential;
        sums.above_m2[BuildingUse::Office as usize] = office;
        sums
    }

    #[test]
    fn numbers_of_uses_are_their_places() {
        assert!(USE_ORDER.iter().enumerate().all(|(at, use_)| *use_ as usize == at));
    }

    #[test]
    fn mix_and_balance_by_hand() {
        assert_eq!(sums(100.0, 0.0).mix(), Some(0.0));
        // ln 2 / ln 5.
        assert!((sums(50.0, 50.0).mix().unwrap() - 0.430_676_558).abs() < 1e-9);
        assert_eq!(FloorSums::default().mix(), None);
        let people = |residents, jobs| FloorSums { residents, jobs, ..FloorSums::default() };
        assert_eq!(people(300.0, 100.0).day_night_balance(), Some(0.5));
        assert_eq!(people(0.0, 0.0).day_night_balance(), None);
    }

    fn portions() -> impl Strategy<Value = Vec<Portion>> {
        let walk = prop_oneof![Just(f64::INFINITY), 0.0..3000.0_f64];
        let one = (0_u32..6, 0.0..5000.0_f64, 0.0..5000.0_f64, walk, 0.0..800.0_f64);
        prop::collection::vec(
            one.prop_map(|(parcel, housing, office, walk, people)| {
                let mut sums = sums(housing, office);
                (sums.residents, sums.footprint_m2) = (people, housing / 7.0);
                sums.below_m2[BuildingUse::Parking as usize] = office / 3.0;
                let parcel = if parcel == 5 { NO_PARCEL } else { parcel };
                Portion { parcel, sums, height_m: housing / 100.0, walk_m: walk, walk_s: walk / 1.1 }
            }),
            0..60,
        )
    }

    fn site() -> Site {
        let parcel = SiteParcel { land_m2: 9000.0, walk_m: 450.0, walk_s: 450.0, cap_m2: 1e5 };
        Site { parcels: vec![parcel; 5], rings_s: vec![300.0, 600.0, 900.0], bin_m: 100.0 }
    }

    proptest! {
        #[test]
        fn the_integral_of_the_gradient_is_all_floor(portions in portions()) {
            let mut totals = Totals::default();
            sum_up(&site(), &portions, &mut totals);
            let near = |a: f64, b: f64| (a - b).abs() <= 1e-9 * (1.0 + a.abs());
            let steps = || totals.steps.iter().chain([&totals.unreached]);
            prop_assert!(near(steps().map(|s| s.above_m2).sum(), totals.all.above_total_m2()));
            prop_assert!(near(steps().map(|s| s.below_m2).sum(), totals.all.below_total_m2()));
            prop_assert!(near(steps().map(|s| s.residents).sum(), totals.all.residents));
            prop_assert!(near(steps().map(|s| s.land_m2).sum(), 45_000.0));
        }

        #[test]
        fn rings_hold_everything_once(portions in portions()) {
            let mut totals = Totals::default();
            sum_up(&site(), &portions, &mut totals);
            let mut rings = FloorSums::default();
            totals.rings.iter().for_each(|ring| rings.add(&ring.sums));
            let near = |a: f64, b: f64| (a - b).abs() <= 1e-9 * (1.0 + a.abs());
            prop_assert!(near(rings.counted_m2, totals.all.counted_m2));
            prop_assert!(near(rings.footprint_m2, totals.all.footprint_m2));
            prop_assert_eq!(totals.rings.iter().map(|ring| ring.parcels).sum::<u32>(), 5);
        }

        #[test]
        fn memory_used_again_changes_nothing(a in portions(), b in portions()) {
            let (mut fresh, mut used) = (Totals::default(), Totals::default());
            sum_up(&site(), &b, &mut fresh);
            sum_up(&site(), &a, &mut used);
            sum_up(&site(), &b, &mut used);
            prop_assert_eq!(fresh, used);
        }
    }
}
