//! How much more may be built on a parcel, and what stops it first.

use std::collections::BTreeMap;

use linli_model::{Aabb, BuildingUse, Community, ElementId, Geometry, Key, Kind, LandUse};
use linli_space::PackedTree;

use super::model::DensityModel;
use super::record::Record;
use super::site::ParcelPlan;
use super::sums::Portion;
use crate::indicator::Title;

/// How far housing in the north is looked for at first, metres.
const FIRST_LOOK_M: f64 = 128.0;

/// What may stop more floor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stop {
    /// Floor-area ratio with bonuses and transfers 容积率.
    Far,
    /// Coverage 建筑密度.
    Coverage,
    /// Land that is not under buildings.
    FreeLand,
    /// Green land ratio 绿地率.
    Green,
    /// Height 建筑限高.
    Height,
    /// Sunlight of housing in the north, by spacing 日照间距.
    Sunlight,
    /// Parking 停车.
    Parking,
    /// What streets and station can carry 交通承载.
    Reach,
    /// What pipes can carry 管线承载.
    Pipes,
}

impl Stop {
    /// Every stop, in the order in which they are told.
    pub const ALL: [Self; 9] = [
        Self::Far,
        Self::Coverage,
        Self::FreeLand,
        Self::Green,
        Self::Height,
        Self::Sunlight,
        Self::Parking,
        Self::Reach,
        Self::Pipes,
    ];

    /// Name for people.
    pub fn title(self) -> Title {
        match self {
            Self::Far => Title::new("容积率", "floor-area ratio"),
            Self::Coverage => Title::new("建筑密度", "coverage"),
            Self::FreeLand => Title::new("空地", "free land"),
            Self::Green => Title::new("绿地率", "green land"),
            Self::Height => Title::new("限高", "height"),
            Self::Sunlight => Title::new("日照间距", "sunlight"),
            Self::Parking => Title::new("停车", "parking"),
            Self::Reach => Title::new("交通承载", "reach capacity"),
            Self::Pipes => Title::new("管线承载", "pipe capacity"),
        }
    }
}

/// Facts of one parcel from which its room follows; what is `None` is not known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ElasticFacts {
    /// Land, square metres.
    pub land_m2: f64,
    /// Floor that counts, square metres.
    pub counted_m2: f64,
    /// Land under buildings, square metres.
    pub footprint_m2: f64,
    /// Highest floor-area ratio.
    pub far_max: Option<f64>,
    /// Floor that bonuses and transfers add to it, square metres; transfers away are negative.
    pub bonus_m2: f64,
    /// Highest coverage, percent.
    pub coverage_max_pct: Option<f64>,
    /// Lowest green land ratio, percent.
    pub green_min_pct: Option<f64>,
    /// Highest building, metres.
    pub height_max_m: Option<f64>,
    /// Highest building that leaves the housing in the north its sun, metres; infinite without such.
    pub sun_height_m: Option<f64>,
    /// Height of a storey of what is added, metres.
    pub storey_m: f64,
    /// Bays that are not needed by what stands.
    pub spare_bays: Option<f64>,
    /// Bays that a square metre needs.
    pub bays_per_m2: f64,
    /// More people that streets and station can carry.
    pub reach_people: Option<f64>,
    /// More people that pipes can carry.
    pub pipe_people: Option<f64>,
    /// People that a square metre brings.
    pub people_per_m2: f64,
}

/// One stop with the floor up to which it lets the parcel grow, all others as they are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RoomLimit {
    /// The stop.
    pub stop: Stop,
    /// Floor that may be added, square metres; nothing when a fact is missing.
    pub extra_m2: Option<f64>,
}

/// Room of one parcel.
#[derive(Clone, Debug, PartialEq)]
pub struct Room {
    /// Every stop.
    pub limits: Vec<RoomLimit>,
    /// Floor that may be added under all stops that are known, square metres; nothing when none is.
    pub extra_m2: Option<f64>,
    /// Stops that are met first.
    pub binding: Vec<Stop>,
}

/// Room of a parcel. What is added is buildings of equal storeys: `x = f n`, with the land `f` under
/// them held by coverage, green and free land, the storeys `n` held by height and sunlight, and the floor
/// `x` held by the ratio, parking and people. So `x = min(x_ratio, x_parking, …, min(f) · min(n))`, and
/// each stop on `f` alone gives `f · min(n)`, each on `n` alone `min(f) · n`.
pub fn room_of(facts: &ElasticFacts) -> Room {
    let land = facts.land_m2;
    let room = |limit: Option<f64>, used: f64| limit.map(|limit| (limit - used).max(0.0));
    let grounds = [
        (Stop::Coverage, room(facts.coverage_max_pct.map(|pct| pct / 100.0 * land), facts.footprint_m2)),
        (Stop::FreeLand, Some((land - facts.footprint_m2).max(0.0))),
        (Stop::Green, room(facts.green_min_pct.map(|pct| (1.0 - pct / 100.0) * land), facts.footprint_m2)),
    ];
    let storeys = |height: Option<f64>| {
        // A hair more keeps 12 × 3.0 m under a limit of 36 m.
        height.map(|height| (height / facts.storey_m + 1e-9).floor().max(0.0))
    };
    let heights =
        [(Stop::Height, storeys(facts.height_max_m)), (Stop::Sunlight, storeys(facts.sun_height_m))];
    let least = |values: &[(Stop, Option<f64>)]| {
        values.iter().filter_map(|(_, value)| *value).filter(|v| v.is_finite()).reduce(f64::min)
    };
    let (ground, storey) = (least(&grounds), least(&heights));
    let product = |a: Option<f64>, b: Option<f64>| Some(a? * b?);
    let per = |spare: Option<f64>, each: f64| {
        spare.map(|spare| if each > 0.0 { spare.max(0.0) / each } else { f64::INFINITY })
    };
    let extra = |stop: Stop| match stop {
        Stop::Far => facts.far_max.map(|far| (far * land + facts.bonus_m2 - facts.counted_m2).max(0.0)),
        Stop::Coverage | Stop::FreeLand | Stop::Green => {
            product(grounds.iter().find(|(known, _)| *known == stop).and_then(|(_, f)| *f), storey)
        }
        Stop::Height | Stop::Sunlight => {
            product(ground, heights.iter().find(|(known, _)| *known == stop).and_then(|(_, n)| *n))
        }
        Stop::Parking => per(facts.spare_bays, facts.bays_per_m2),
        Stop::Reach => per(facts.reach_people, facts.people_per_m2),
        Stop::Pipes => per(facts.pipe_people, facts.people_per_m2),
    };
    let limits: Vec<RoomLimit> =
        Stop::ALL.into_iter().map(|stop| RoomLimit { stop, extra_m2: extra(stop) }).collect();
    let known = limits.iter().filter_map(|limit| Some((limit.stop, limit.extra_m2?)));
    let extra_m2 = known.clone().map(|(_, extra)| extra).filter(|v| v.is_finite()).reduce(f64::min);
    let binding = match extra_m2 {
        Some(least) => {
            known.filter(|(_, extra)| *extra <= least + 1e-6 * (1.0 + least)).map(|(stop, _)| stop).collect()
        }
        None => Vec::new(),
    };
    Room { limits, extra_m2, binding }
}

/// What the user gives besides the scene.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RoomOptions {
    /// Floor that a parcel receives from others, square metres; negative when it gives.
    pub transfers_m2: BTreeMap<Key, f64>,
    /// More people that streets and station can carry, for the whole unit.
    pub reach_people: Option<f64>,
    /// More people that pipes can carry, for the whole unit.
    pub pipe_people: Option<f64>,
}

impl DensityModel {
    /// Facts of each parcel, in the order of the parcels. Parcels that the plan does not build on have
    /// facts as well; their limits stop them.
    pub fn elastic_facts(
        &self,
        community: &Community,
        counts: &dyn Fn(ElementId) -> bool,
        options: &RoomOptions,
    ) -> Vec<ElasticFacts> {
        let bays = self.bays(community, counts);
        let housing = Housing::of(self);
        let facts_of = |(at, parcel): (usize, &ParcelPlan)| {
            let sun_height_m = self.sun_height_m(at, parcel, &housing);
            self.facts_of(at, parcel, (bays[at], sun_height_m), options)
        };
        self.parcels.list.iter().enumerate().map(facts_of).collect()
    }

    /// Room of each parcel, in the order of the parcels.
    pub fn room(
        &self,
        community: &Community,
        counts: &dyn Fn(ElementId) -> bool,
        options: &RoomOptions,
    ) -> Vec<Room> {
        self.elastic_facts(community, counts, options).iter().map(room_of).collect()
    }

    fn facts_of(
        &self,
        at: usize,
        parcel: &ParcelPlan,
        (bays, sun_height_m): (Option<f64>, Option<f64>),
        options: &RoomOptions,
    ) -> ElasticFacts {
        let rules = &self.rules().elastic;
        let sums = &self.totals().parcels[at].sums;
        let is_housing = matches!(parcel.facts.land_use, LandUse::Residential);
        let people = &self.rules().people;
        let housing_m2 = sums.above_m2[BuildingUse::Residential as usize];
        let other_m2 = sums.above_total_m2() - housing_m2;
        let needed =
            sums.dwellings * rules.bays_per_dwelling.value + other_m2 / 100.0 * rules.bays_per_100_m2.value;
        let office = people.m2_per_job.get(&BuildingUse::Office).map_or(25.0, |figure| figure.value);
        let (bays_per_m2, people_per_m2) = if is_housing {
            (rules.bays_per_dwelling.value / people.m2_per_dwelling.value, 1.0 / people.m2_per_resident.value)
        } else {
            (rules.bays_per_100_m2.value / 100.0, 1.0 / office)
        };
        let reward: f64 = self.rules().bonus.iter().map(|bonus| bonus.per_handed_over_m2).sum();
        let transfer =
            options.transfers_m2.get(&parcel.key).copied().filter(|v| v.is_finite()).unwrap_or(0.0);
        let finite = |value: Option<f64>| value.filter(|v| v.is_finite() && *v >= 0.0);
        ElasticFacts {
            land_m2: parcel.land_m2(),
            counted_m2: sums.counted_m2,
            footprint_m2: sums.footprint_m2,
            far_max: finite(parcel.facts.far_max),
            bonus_m2: reward * sums.handed_over_m2 + transfer,
            coverage_max_pct: finite(parcel.facts.coverage_max_pct),
            green_min_pct: finite(parcel.facts.green_min_pct),
            height_max_m: finite(parcel.facts.height_max_m),
            sun_height_m,
            storey_m: if is_housing { rules.residential_storey.value } else { rules.other_storey.value },
            spare_bays: bays.map(|bays| (bays - needed).max(0.0)),
            bays_per_m2,
            reach_people: finite(options.reach_people),
            pipe_people: finite(options.pipe_people),
            people_per_m2,
        }
    }

    /// Highest building in the middle of a parcel that keeps the spacing to housing in the north
    /// (within 45° of grid north) that stands on other land: `(distance / spacing) + sill`.
    fn sun_height_m(&self, at: usize, parcel: &ParcelPlan, housing: &Housing<'_>) -> Option<f64> {
        let rules = &self.rules().elastic;
        let middle = parcel.plan.as_ref()?.centre();
        let nearest_m = housing.northward_m(middle, at);
        Some(nearest_m / rules.sun_spacing.value + rules.sun_sill.value)
    }

    /// Bays on each parcel; nothing where no car park says how many it has.
    fn bays(&self, community: &Community, counts: &dyn Fn(ElementId) -> bool) -> Vec<Option<f64>> {
        let mut bays: Vec<Option<f64>> = vec![None; self.parcels.list.len()];
        let basements: BTreeMap<&Key, usize> = self
            .records
            .iter()
            .enumerate()
            .filter(|(_, record)| record.is_basement)
            .map(|(at, record)| (&record.key, at))
            .collect();
        let mut near = Vec::new();
        for (id, element) in community.iter() {
            let (Kind::Parking(parking), true) = (&element.kind, counts(id)) else { continue };
            let Some(capacity) = parking.capacity else { continue };
            let place = match &element.geometry {
                Geometry::Point(place) => [place[0], place[1]],
                other => {
                    let middle = other.aabb().centre();
                    [middle[0], middle[1]]
                }
            };
            let basement = parking.basement.as_ref().and_then(|key| basements.get(key));
            let at = basement.and_then(|at| self.parcel_of_basement(*at)).or_else(|| {
                near.clear();
                let corner = [place[0], place[1], 0.0];
                self.parcels.near(&Aabb::from_corners(corner, corner), &mut near);
                let holds = |at: &usize| {
                    let plan = self.parcels.list.get(*at).and_then(|parcel| parcel.plan.as_ref());
                    plan.is_some_and(|plan| plan.contains(place))
                };
                near.iter().map(|at| *at as usize).filter(holds).min()
            });
            if let Some(known) = at.and_then(|at| bays.get_mut(at)) {
                *known = Some(known.unwrap_or(0.0) + f64::from(capacity));
            }
        }
        bays
    }

    /// The parcel with the largest part of a basement.
    fn parcel_of_basement(&self, at: usize) -> Option<usize> {
        let floor = |at: &&Portion| at.sums.below_total_m2();
        let largest = self.portions[at].iter().max_by(|a, b| floor(a).total_cmp(&floor(b)))?;
        (largest.parcel != super::sums::NO_PARCEL).then_some(largest.parcel as usize)
    }
}

/// Buildings with housing, by place.
struct Housing<'a> {
    buildings: Vec<(&'a Record, &'a [Portion])>,
    tree: PackedTree,
    /// No building is farther from any other place of the plan than this, metres.
    widest_m: f64,
}

impl<'a> Housing<'a> {
    fn of(model: &'a DensityModel) -> Self {
        let is_housing = |record: &Record| {
            record.sums.above_m2[BuildingUse::Residential as usize] > 0.0 && record.plan.is_some()
        };
        let buildings: Vec<(&Record, &[Portion])> = model
            .records
            .iter()
            .zip(&model.portions)
            .filter(|(record, _)| is_housing(record))
            .map(|(record, portions)| (record, portions.as_slice()))
            .collect();
        let boxes: Vec<Aabb> =
            buildings.iter().filter_map(|(record, _)| Some(record.plan.as_ref()?.aabb)).collect();
        let parcels = model.parcels.list.iter().filter_map(|parcel| Some(parcel.plan.as_ref()?.aabb));
        let (mut low, mut high) = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
        for found in boxes.iter().copied().chain(parcels) {
            for axis in 0..2 {
                low[axis] = low[axis].min(found.min[axis]);
                high[axis] = high[axis].max(found.max[axis]);
            }
        }
        let widest_m = (high[0] - low[0]).max(high[1] - low[1]).max(0.0);
        Self { buildings, tree: PackedTree::build(&boxes), widest_m }
    }

    /// Distance to the nearest corner of housing within 45° of north that stands on another parcel; infinite without any.
    fn northward_m(&self, from: [f64; 2], parcel: usize) -> f64 {
        let mut within_m = FIRST_LOOK_M;
        loop {
            // Everything within 45° of north that is no farther lies in this box.
            let (low, high) = ([from[0] - within_m, from[1]], [from[0] + within_m, from[1] + within_m]);
            let look = Aabb::from_corners([low[0], low[1], f64::MIN], [high[0], high[1], f64::MAX]);
            let mut nearest_m = f64::INFINITY;
            self.tree.for_each_in_box(&look, |number, _| {
                let Some((record, portions)) = self.buildings.get(number as usize) else { return };
                if !portions.iter().any(|portion| portion.parcel as usize == parcel) {
                    nearest_m = nearest_m.min(northward_m(record, from).unwrap_or(f64::INFINITY));
                }
            });
            if nearest_m <= within_m || within_m >= self.widest_m {
                return nearest_m;
            }
            within_m *= 2.0;
        }
    }
}

/// Distance to the nearest corner of a building that lies within 45° of north.
fn northward_m(record: &Record, from: [f64; 2]) -> Option<f64> {
    let plan = record.plan.as_ref()?;
    let away = |[a, _]: [geo::Coord; 2]| {
        let (dx, dy) = (a.x - from[0], a.y - from[1]);
        (dy > 0.0 && dx.abs() <= dy).then(|| dx.hypot(dy))
    };
    plan.edges().filter_map(away).reduce(f64::min)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use proptest::prelude::*;

    use super::*;

    fn facts() -> ElasticFacts {
        ElasticFacts {
            land_m2: 10_000.0,
            counted_m2: 18_000.0,
            footprint_m2: 1_500.0,
            far_max: Some(2.2),
            bonus_m2: 0.0,
            coverage_max_pct: Some(28.0),
            green_min_pct: Some(35.0),
            height_max_m: Some(36.0),
            sun_height_m: Some(f64::INFINITY),
            storey_m: 3.0,
            spare_bays: None,
            bays_per_m2: 0.01,
            reach_people: None,
            pipe_people: None,
            people_per_m2: 0.025,
        }
    }

    #[test]
    fn the_ratio_stops_first_and_a_bonus_moves_it() {
        let room = room_of(&facts());
        // 2.2 × 10,000 − 18,000 = 4,000; land 1,300 × 12 storeys = 15,600.
        assert_eq!((room.extra_m2, room.binding), (Some(4_000.0), vec![Stop::Far]));
        let extra = |stop| room.limits.iter().find(|l| l.stop == stop).unwrap().extra_m2;
        let near = |found: Option<f64>, wanted: f64| (found.unwrap() - wanted).abs() < 1e-6;
        assert!(near(extra(Stop::Coverage), 15_600.0) && near(extra(Stop::Green), 5_000.0 * 12.0));
        assert_eq!((extra(Stop::Pipes), extra(Stop::Parking)), (None, None), "unknown, not zero");
        let with_bonus = room_of(&ElasticFacts { bonus_m2: 20_000.0, ..facts() });
        assert!(near(with_bonus.extra_m2, 15_600.0));
        assert_eq!(with_bonus.binding, vec![Stop::Coverage, Stop::Height]);
    }

    #[test]
    fn a_full_parcel_has_no_room_and_an_unlimited_one_is_unknown() {
        assert_eq!(room_of(&ElasticFacts { counted_m2: 30_000.0, ..facts() }).extra_m2, Some(0.0));
        let nothing = ElasticFacts {
            far_max: None,
            coverage_max_pct: None,
            green_min_pct: None,
            height_max_m: None,
            sun_height_m: None,
            ..facts()
        };
        let room = room_of(&nothing);
        assert_eq!((room.extra_m2, room.binding), (None, Vec::new()));
    }

    /// Tries every land in steps of 10 m² and every number of storeys against each rule by itself.
    fn searched(facts: &ElasticFacts) -> f64 {
        let mut best = 0.0_f64;
        for land in 0..=((facts.land_m2 - facts.footprint_m2).max(0.0) / 10.0) as u32 {
            let land_m2 = f64::from(land) * 10.0;
            let under = facts.footprint_m2 + land_m2;
            let share = under / facts.land_m2 * 100.0;
            if land > 0
                && (facts.coverage_max_pct.is_some_and(|most| share > most + 1e-9)
                    || facts.green_min_pct.is_some_and(|least| 100.0 - share < least - 1e-9))
            {
                continue;
            }
            for storeys in 0..60 {
                let height_m = f64::from(storeys) * facts.storey_m;
                let floor_m2 = land_m2 * f64::from(storeys);
                let high = |limit: Option<f64>| limit.is_some_and(|limit| height_m > limit + 1e-9);
                if high(facts.height_max_m) || high(facts.sun_height_m) {
                    break;
                }
                let ratio = (facts.counted_m2 + floor_m2 - facts.bonus_m2) / facts.land_m2;
                let many = |spare: Option<f64>, each: f64| spare.is_some_and(|s| floor_m2 * each > s + 1e-9);
                if facts.far_max.is_some_and(|most| ratio > most + 1e-12)
                    || many(facts.spare_bays, facts.bays_per_m2)
                    || many(facts.reach_people, facts.people_per_m2)
                    || many(facts.pipe_people, facts.people_per_m2)
                {
                    break;
                }
                best = best.max(floor_m2);
            }
        }
        best
    }

    proptest! {
        #[test]
        fn an_exhaustive_search_finds_no_more_and_hardly_less(
            land in 500.0..3000.0_f64,
            used in (0.0..0.5_f64, 0.0..2.0_f64),
            far in 0.5..4.0_f64,
            coverage in 20.0..60.0_f64,
            green in 10.0..40.0_f64,
            heights in (6.0..90.0_f64, prop_oneof![Just(f64::INFINITY), 6.0..60.0_f64]),
            bays in prop_oneof![Just(None), (0.0..60.0_f64).prop_map(Some)],
            people in prop_oneof![Just(None), (0.0..200.0_f64).prop_map(Some)],
            piped in prop_oneof![Just(None), (0.0..200.0_f64).prop_map(Some)],
            bonus in -400.0..800.0_f64,
        ) {
            let facts = ElasticFacts {
                land_m2: land,
                footprint_m2: used.0 * land,
                counted_m2: used.1 * land,
                far_max: Some(far),
                bonus_m2: bonus,
                coverage_max_pct: Some(coverage),
                green_min_pct: Some(green),
                height_max_m: Some(heights.0),
                sun_height_m: Some(heights.1),
                storey_m: 3.0,
                spare_bays: bays,
                bays_per_m2: 0.01,
                reach_people: people,
                pipe_people: piped,
                people_per_m2: 0.025,
            };
            let room = room_of(&facts).extra_m2.unwrap();
            let found = searched(&facts);
            prop_assert!(found <= room + 1e-6, "found {found}, room {room}");
            // One step of land on every storey is lost to the raster.
            let storeys = (heights.0.min(heights.1) / 3.0).floor();
            prop_assert!(found >= room - 10.0 * storeys.max(1.0) - 1e-6, "found {found}, room {room}");
        }
    }
}
