//! What is summed, as figures with formula, inputs, limits and clause.

use linli_model::{Key, LandUse};

use super::elastic::Room;
use super::model::DensityModel;
use super::rules::BlockTable;
use super::specs as s;
use super::streets::StreetPattern;
use super::sums::FloorSums;
use super::tod::StationGradient;
use super::underground::Underground;
use crate::indicator::{Indicator, IndicatorSpec, Limit, Side, Subject, Title, Value};

const NO_LAND: Title = Title::new("无用地边界或面积过小", "no outline of the land, or too small a piece");
const NO_PEOPLE: Title = Title::new("没有居民与岗位", "no residents and no jobs");
const NO_FLOOR: Title = Title::new("没有建筑面积", "no floor");
const NO_WAY: Title = Title::new("无站点或步行不可达", "no station, or no way on foot");
const NO_STREETS: Title = Title::new("没有道路", "no roads");

const A: Title = Title::new("用地", "land");
const COUNTED: Title = Title::new("计容面积", "counted floor");
const FOOTPRINT: Title = Title::new("基底面积", "footprints");
const RESIDENTS: Title = Title::new("居民", "residents");
const JOBS: Title = Title::new("岗位", "jobs");

fn known(spec: &'static IndicatorSpec, subject: &Subject, value: f64) -> Indicator {
    Indicator::new(spec, subject.clone(), Value::Known(value))
}

fn maybe(spec: &'static IndicatorSpec, subject: &Subject, value: Option<f64>, missing: Title) -> Indicator {
    Indicator::new(spec, subject.clone(), Value::from_option(value, missing))
}

/// Figures of some land and what stands on it; ratios where the land is more than a sliver.
fn of_land(
    subject: &Subject,
    land_m2: Option<f64>,
    sums: &FloorSums,
    height_m: f64,
    out: &mut Vec<Indicator>,
) {
    let ratio = |value: f64| land_m2.map(|land| value / land);
    out.push(maybe(&s::LAND, subject, land_m2, NO_LAND));
    let above_m2 = sums.above_total_m2();
    out.push(known(&s::ABOVE, subject, above_m2));
    out.push(known(&s::BELOW, subject, sums.below_total_m2()));
    out.push(known(&s::COUNTED, subject, sums.counted_m2));
    let land = land_m2.unwrap_or(0.0);
    out.push(
        maybe(&s::FAR, subject, ratio(sums.counted_m2), NO_LAND)
            .from_input(COUNTED, sums.counted_m2, "m²")
            .from_input(A, land, "m²"),
    );
    out.push(
        maybe(&s::COVERAGE, subject, ratio(100.0 * sums.footprint_m2), NO_LAND)
            .from_input(FOOTPRINT, sums.footprint_m2, "m²")
            .from_input(A, land, "m²"),
    );
    out.push(maybe(&s::TOWER_COVERAGE, subject, ratio(100.0 * sums.tower_m2), NO_LAND));
    out.push(known(&s::HEIGHT, subject, height_m));
    out.push(maybe(&s::STOREYS, subject, sums.average_storeys(), NO_FLOOR));
    out.push(known(&s::DWELLINGS, subject, sums.dwellings));
    out.push(known(&s::RESIDENTS, subject, sums.residents));
    out.push(known(&s::JOBS, subject, sums.jobs));
    let per_resident = land_m2.filter(|_| sums.residents > 0.0).map(|land| land / sums.residents);
    out.push(maybe(&s::LAND_PER_RESIDENT, subject, per_resident, NO_PEOPLE));
    out.push(maybe(&s::DWELLINGS_PER_HA, subject, ratio(sums.dwellings * 1e4), NO_LAND));
    out.push(maybe(&s::PEOPLE_PER_HA, subject, ratio((sums.residents + sums.jobs) * 1e4), NO_LAND));
    out.push(maybe(&s::MIX, subject, sums.mix(), NO_FLOOR));
    out.push(
        maybe(&s::DAY_NIGHT, subject, sums.day_night_balance(), NO_PEOPLE)
            .from_input(RESIDENTS, sums.residents, "")
            .from_input(JOBS, sums.jobs, ""),
    );
}

/// What is asked for besides the sums.
#[derive(Clone, Copy)]
pub struct FigureParts<'a> {
    /// The gradient.
    pub gradient: &'a StationGradient,
    /// Streets and blocks of each unit, where there are any.
    pub patterns: &'a [StreetPattern],
    /// Space below ground.
    pub underground: &'a Underground,
    /// Room of each parcel.
    pub rooms: &'a [Room],
}

impl DensityModel {
    /// Everything as figures: of the whole, of each unit, of each ring, of each parcel.
    pub fn indicators(&self, parts: &FigureParts<'_>) -> Vec<Indicator> {
        let mut out = Vec::new();
        self.of_whole(parts, &mut out);
        for (at, unit) in self.units.iter().enumerate() {
            let subject = Subject::Element(unit.key.clone());
            let (sums, height_m) = self.sums_within(&unit.plan);
            of_land(&subject, Some(unit.plan.area_m2), &sums, height_m, &mut out);
            if let Some(pattern) = parts.patterns.get(at) {
                self.of_streets(&subject, pattern, &mut out);
            }
        }
        self.of_rings(&mut out);
        self.of_parcels(parts, &mut out);
        out
    }

    fn of_whole(&self, parts: &FigureParts<'_>, out: &mut Vec<Indicator>) {
        let subject = Subject::Unit;
        let totals = self.totals();
        let land: f64 = self.site.parcels.iter().map(|parcel| parcel.land_m2).sum();
        let mut inside = FloorSums::default();
        totals.parcels.iter().for_each(|parcel| inside.add(&parcel.sums));
        let height_m = self.records.iter().map(|record| record.height_m).fold(0.0, f64::max);
        // Ratios over parcel land want the floor on parcels only; sums are of everything.
        of_land(&subject, None, &totals.all, height_m, out);
        let parcels = Subject::Part("parcels".to_owned());
        let on_parcels = totals.parcels.iter().map(|parcel| parcel.height_m).fold(0.0, f64::max);
        of_land(&parcels, (land > 0.0).then_some(land), &inside, on_parcels, out);
        let exempt: f64 = self.records.iter().flat_map(|r| &r.taken_off).map(|(_, area)| area).sum();
        let possible: f64 = self.records.iter().map(|record| record.possible_m2).sum();
        out.push(known(&s::EXEMPT, &subject, exempt));
        out.push(known(&s::POSSIBLE, &subject, possible));
        self.of_station(parts, out);
    }

    fn of_station(&self, parts: &FigureParts<'_>, out: &mut Vec<Indicator>) {
        let (subject, all) = (Subject::Unit, &self.totals().all);
        let gradient = parts.gradient;
        let has_station = !self.field().entrances().is_empty();
        let percent = |part: f64, whole: f64| (has_station && whole > 0.0).then(|| 100.0 * part / whole);
        for (within, band) in gradient.within.iter().zip(&self.rules().tod.bands_m) {
            let of = Subject::Part(format!("within/{} m", band.metres));
            out.push(maybe(&s::WITHIN_RESIDENTS, &of, percent(within.residents, all.residents), NO_WAY));
            out.push(maybe(&s::WITHIN_JOBS, &of, percent(within.jobs, all.jobs), NO_WAY));
            let people = percent(within.residents + within.jobs, all.residents + all.jobs);
            let mut figure = maybe(&s::WITHIN_ALL, &of, people, NO_WAY);
            if let Some(least) = band.people_and_jobs_min {
                figure = figure.against(Limit {
                    side: Side::AtLeast,
                    value: 100.0 * least,
                    clause: band.clause.clone().into(),
                    confidence: Some(band.confidence),
                });
            }
            out.push(figure);
            out.push(maybe(&s::BELOW_WITHIN, &of, has_station.then_some(within.below_m2), NO_WAY));
            let floor = within.above_m2 + within.below_m2;
            out.push(maybe(&s::BELOW_SHARE, &of, percent(within.below_m2, floor), NO_WAY));
        }
        out.push(maybe(&s::GINI, &subject, gradient.gini, NO_FLOOR));
        let mismatch = gradient.mismatch.filter(|_| has_station).map(|share| 100.0 * share);
        out.push(maybe(&s::MISMATCH, &subject, mismatch, NO_WAY));
        out.push(known(&s::WITHOUT_PLACE, &subject, gradient.without_place_m2));
        out.push(self.rapid_access(has_station));
        let (mut frontage, mut active) = (0.0, 0.0);
        for record in &self.records {
            frontage += record.frontage_m;
            active += record.active_m;
        }
        out.push(known(&s::FRONTAGE, &subject, frontage));
        out.push(maybe(
            &s::ACTIVE,
            &subject,
            (frontage > 0.0).then(|| 100.0 * active / frontage),
            NO_STREETS,
        ));
        let below = parts.underground;
        out.push(known(&s::BELOW_LINKED, &subject, below.linked_to_station_m2));
        out.push(known(&s::NEAR_TUNNEL, &subject, below.near_tunnel_m2));
        out.push(maybe(&s::TO_TUNNEL, &subject, below.station_to_tunnel_m, NO_WAY));
    }

    fn rapid_access(&self, has_station: bool) -> Indicator {
        let limit = self.rules().tod.rapid_limit.value;
        let (mut near, mut all) = (0.0, 0.0);
        for record in self.records.iter().filter(|r| !r.is_basement && r.sums.above_total_m2() > 0.0) {
            all += 1.0;
            near += f64::from(u8::from(record.walk.is_some_and(|walk| walk.length_m <= limit)));
        }
        let share = (has_station && all > 0.0).then(|| 100.0 * near / all);
        maybe(&s::RAPID, &Subject::Unit, share, NO_WAY)
    }

    fn of_streets(&self, subject: &Subject, pattern: &StreetPattern, out: &mut Vec<Indicator>) {
        let tod = &self.rules().tod;
        let clause = |text: &str| std::borrow::Cow::Owned(text.to_owned());
        let density = pattern.road_density().filter(|_| pattern.road_m > 0.0);
        out.push(maybe(&s::ROAD_DENSITY, subject, density, NO_STREETS).against(Limit {
            side: Side::AtLeast,
            value: tod.road_density_min.value,
            clause: clause(&tod.road_density_min.source),
            confidence: Some(linli_model::Confidence::S2),
        }));
        let (roads, walks) = (pattern.road_junctions as f64, pattern.walk_junctions as f64);
        out.push(maybe(&s::JUNCTIONS, subject, pattern.per_km2(roads), NO_LAND));
        out.push(maybe(&s::WALK_JUNCTIONS, subject, pattern.per_km2(walks), NO_LAND));
        let over = |part: f64, whole: f64| (whole > 0.0).then(|| part / whole);
        out.push(maybe(&s::CONNECTIVITY, subject, over(walks, roads), NO_STREETS));
        let hectares = pattern.mean_block_m2().map(|area| area / 1e4);
        out.push(maybe(&s::BLOCK_AREA, subject, hectares, NO_STREETS));
        out.push(maybe(&s::BLOCK_SIDE, subject, pattern.mean_block_side_m(), NO_STREETS).against(Limit {
            side: Side::AtMost,
            value: tod.shared_block_longest.value,
            clause: clause(&tod.shared_block_longest.source),
            confidence: Some(linli_model::Confidence::MPlus),
        }));
        let walkways = over(100.0 * pattern.road_with_walkway_m, pattern.road_m);
        out.push(maybe(&s::WALKWAYS, subject, walkways, NO_STREETS));
        out.push(maybe(&s::CROSSINGS, subject, over(pattern.crossings as f64, roads), NO_STREETS));
        out.push(maybe(&s::ROADWAY, subject, over(100.0 * pattern.road_m2, pattern.land_m2), NO_LAND));
        let driveways = over(100.0 * pattern.driveways as f64, 2.0 * pattern.road_m);
        out.push(maybe(&s::DRIVEWAYS, subject, driveways, NO_STREETS));
    }

    fn of_rings(&self, out: &mut Vec<Indicator>) {
        let totals = self.totals();
        let minutes = &self.rules().tod.rings.minutes;
        for (at, ring) in totals.rings.iter().enumerate() {
            let from = at.checked_sub(1).and_then(|before| minutes.get(before)).copied().unwrap_or(0.0);
            let name = match minutes.get(at) {
                Some(to) => format!("ring/{from}-{to} min"),
                None => format!("ring/beyond {from} min"),
            };
            let height_m = 0.0;
            let subject = Subject::Part(name);
            let land = (ring.land_m2 > 0.0).then_some(ring.land_m2);
            let mut figures = Vec::new();
            of_land(&subject, land, &ring.sums, height_m, &mut figures);
            // Ratios of a ring are those of its parcels; the height of a ring is that of its parcels.
            let on_land = land.map(|land| ring.parcels_counted_m2 / land);
            for figure in figures {
                match figure.spec.id {
                    "density.height" => {}
                    "density.far" => out.push(
                        maybe(&s::FAR, &subject, on_land, NO_LAND)
                            .from_input(COUNTED, ring.parcels_counted_m2, "m²")
                            .from_input(A, ring.land_m2, "m²"),
                    ),
                    "density.coverage"
                    | "density.tower_coverage"
                    | "density.land_per_resident"
                    | "density.dwellings_per_ha"
                    | "density.people_per_ha" => {}
                    _ => out.push(figure),
                }
            }
        }
    }

    fn of_parcels(&self, parts: &FigureParts<'_>, out: &mut Vec<Indicator>) {
        let least_m2 = self.rules().plan.least_parcel.value;
        for (at, parcel) in self.parcels.list.iter().enumerate() {
            let sums = &self.totals().parcels[at];
            let subject = Subject::Element(parcel.key.clone());
            let land = Some(parcel.land_m2()).filter(|land| *land >= least_m2);
            let mut figures = Vec::new();
            of_land(&subject, land, &sums.sums, sums.height_m, &mut figures);
            let unsure = sums.sums.unsure_m2 > 0.0;
            for figure in figures {
                out.push(self.limited(figure, at, &parcel.key, unsure));
            }
            let finite = |value: f64| value.is_finite().then_some(value);
            out.push(maybe(&s::WALK, &subject, finite(sums.walk_m), NO_WAY));
            out.push(maybe(&s::WALK_TIME, &subject, finite(sums.walk_s / 60.0), NO_WAY));
            let has_station = !self.field().entrances().is_empty();
            let target = land.filter(|_| has_station).map(|land| parts.gradient.targets_m2[at] / land);
            out.push(maybe(&s::TARGET_FAR, &subject, target, NO_WAY));
            let gap = target.zip(land).map(|(target, land)| sums.sums.counted_m2 / land - target);
            out.push(maybe(&s::GAP_FAR, &subject, gap, NO_WAY));
            if let Some(room) = parts.rooms.get(at) {
                let mut figure = maybe(
                    &s::ROOM,
                    &subject,
                    room.extra_m2,
                    Title::new("没有已知的限值", "no limit is known"),
                );
                for limit in &room.limits {
                    if let Some(extra_m2) = limit.extra_m2.filter(|extra| extra.is_finite()) {
                        figure = figure.from_input(limit.stop.title(), extra_m2, "m²");
                    }
                }
                out.push(figure);
            }
        }
    }

    /// A figure of a parcel with the parcel's own limits, and with those of housing land.
    fn limited(&self, figure: Indicator, at: usize, key: &Key, unsure: bool) -> Indicator {
        let facts = &self.parcels.list[at].facts;
        let of_plan = |figure: Indicator, side: Side, value: Option<f64>, unsure: bool| match value {
            Some(value) => figure.against(Limit {
                side,
                value,
                clause: format!("plan, {key}").into(),
                // What counts rests on rules that are not sure: an indication.
                confidence: unsure.then_some(linli_model::Confidence::M),
            }),
            None => figure,
        };
        let mut figure = match figure.spec.id {
            "density.far" => of_plan(figure, Side::AtMost, facts.far_max, unsure),
            "density.coverage" => of_plan(figure, Side::AtMost, facts.coverage_max_pct, false),
            "density.height" => of_plan(figure, Side::AtMost, facts.height_max_m, false),
            _ => figure,
        };
        let sums = &self.totals().parcels[at].sums;
        if facts.land_use == LandUse::Residential
            && let Some(storeys) = sums.average_storeys()
        {
            for table in &self.rules().block_control {
                figure = of_table(figure, table, storeys);
            }
        }
        figure
    }
}

/// A figure held against a table of housing land by average storeys.
fn of_table(figure: Indicator, table: &BlockTable, storeys: f64) -> Indicator {
    let Some(row) = table.row(storeys) else { return figure };
    let limit = |side: Side, value: f64| Limit {
        side,
        value,
        clause: format!("{}, {} ({storeys:.1})", table.clause, row.class).into(),
        confidence: Some(table.confidence),
    };
    let with = |figure: Indicator, side: Side, value: Option<f64>| match value {
        Some(value) => figure.against(limit(side, value)),
        None => figure,
    };
    match figure.spec.id {
        "density.far" => with(with(figure, Side::AtLeast, row.far_min), Side::AtMost, Some(row.far_max)),
        "density.coverage" => with(figure, Side::AtMost, Some(row.coverage_max_pct)),
        "density.height" => with(figure, Side::AtMost, row.height_max_m),
        "density.land_per_resident" => with(figure, Side::AtMost, row.land_per_person_max_m2),
        _ => figure,
    }
}
