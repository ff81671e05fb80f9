//! Green figures of a site: ratios, areas for each person, rain and sun.

use linli_model::Confidence;

use super::access::GreenAccess;
use super::model::GreenModel;
use super::profile::{RuleValue, RunoffRules};
use super::site::{Site, SiteKind};
use super::sums::SiteSums;
use crate::indicator::{Better, Indicator, IndicatorSpec, Limit, Side, Subject, Title, Value};

const NO_LAND: Title = Title::new("用地面积为零", "the site has no area");
const NO_PEOPLE: Title = Title::new("没有居民", "nobody lives there");
const NO_ROUTE: Title = Title::new("未计算步行路网", "the walking network was not asked");

macro_rules! specs {
    ($($name:ident: $id:literal, $zh:literal, $en:literal, $unit:literal, $decimals:literal, $better:ident,
       $formula:literal, $clause:literal, $confidence:ident;)*) => {
        $(static $name: IndicatorSpec = IndicatorSpec {
            id: $id,
            title: Title::new($zh, $en),
            unit: $unit,
            decimals: $decimals,
            better: Better::$better,
            formula: $formula,
            clause: $clause,
            confidence: Confidence::$confidence,
        };)*
        /// Every green figure.
        pub static GREEN_SPECS: &[&IndicatorSpec] = &[$(&$name),*];
    };
}

specs! {
    GREEN_LAND_RATIO: "green.land_ratio", "绿地率", "Green land ratio", "%", 1, Higher,
        "(A_natural + A_over_basement with soil enough) / A_site", "GB 50180-2018 4.0.6, A.0.2", S2;
    CANOPY_RATIO: "green.canopy_ratio", "绿化覆盖率", "Canopy cover ratio", "%", 1, Higher,
        "union of all plants in plan / A_site", "GB/T 50563; overlaps counted once", S2;
    COMPOSITE_RATIO: "green.composite_ratio", "立体复合绿化率", "Composite green ratio", "%", 1, Higher,
        "sum of area × weight / A_site", "city profile", C;
    PLOT_RATIO: "green.plot_ratio", "绿容率", "Green plot ratio", "", 2, Higher,
        "sum of leaf-area index × area / A_site", "Ong 2003; GB/T 50378-2019 9.2.4", S;
    PARK_PER_PERSON: "green.park_per_person", "人均公园绿地", "Park area per person", "m²", 2, Higher,
        "A_park / residents", "GB 50180-2018 4.0.4", S;
    GREEN_PER_PERSON: "green.green_per_person", "人均绿地", "Green per person", "m²", 2, Higher,
        "A_planted ground / residents", "engine convention", C;
    HOMES_300: "green.homes_near_park", "步行可达公园的住户比例", "Homes near a usable park", "%", 1, Higher,
        "dwellings whose door is within the distance, on the network / dwellings", "GB 50180-2018 2.0.4", S2;
    HOMES_500: "green.homes_by_park", "步行可达公园的住户比例（远）", "Homes within the longer distance of a park", "%", 1, Higher,
        "dwellings whose door is within the distance, on the network / dwellings", "ITDP TOD Standard v3.0", S;
    RUNOFF_COEFFICIENT: "green.runoff_coefficient", "综合雨量径流系数", "Run-off coefficient", "", 3, Lower,
        "sum of area × coefficient / A_site", "sponge city guide", S;
    RUNOFF_VOLUME: "green.runoff_volume", "设计降雨径流量", "Run-off of the design rain", "m³", 1, Lower,
        "H / 1000 × φ × A_site", "sponge city guide, V = 10 H φ F", MPlus;
    STORAGE: "green.storage", "雨水花园调蓄容积", "Storage in rain gardens", "m³", 1, Higher,
        "A_rain garden × ponding depth", "engine convention", C;
    CONTROL_RATE: "green.control_rate", "年径流总量控制率", "Annual control rate", "%", 1, Higher,
        "rate of the rain H = 1000 × storage / (φ × A_site)", "sponge city guide", M;
    PERMEABLE_SHARE: "green.permeable_share", "透水地面率", "Permeable share", "%", 1, Higher,
        "(planted ground with soil enough + permeable paving + sand) / A_site", "engine convention", C;
    SOLAR_AREA: "green.solar_area", "屋顶可用光伏面积", "Roof for solar panels", "m²", 0, Higher,
        "sum of open roof × usable share", "engine convention", M;
    SOLAR_YIELD: "green.solar_yield", "屋顶光伏年发电量", "Yield of solar roofs", "MWh/a", 0, Higher,
        "solar area × power of a module × yield of a kilowatt peak", "from memory", M;
}

impl GreenModel {
    /// Figures of every site, in the order of [`GreenModel::sites`]. Without `access` the shares of homes
    /// near a park are not known.
    pub fn figures(&self, access: Option<&GreenAccess>) -> Vec<Vec<Indicator>> {
        let sums = self.sums();
        let sites = self.sites.iter().zip(&sums).zip(0_usize..);
        sites.map(|((site, sums), number)| self.of_site(site, sums, access, number)).collect()
    }

    fn of_site(
        &self,
        site: &Site,
        sums: &SiteSums,
        access: Option<&GreenAccess>,
        number: usize,
    ) -> Vec<Indicator> {
        let subject = match (&site.key, site.kind) {
            (Some(key), _) => Subject::Element(key.clone()),
            (None, SiteKind::Hull) => Subject::Part("hull".to_owned()),
            (None, _) => Subject::Unit,
        };
        let figure =
            |spec: &'static IndicatorSpec, value: Value| Indicator::new(spec, subject.clone(), value);
        let over = |part: f64, whole: f64, missing: Title| {
            Value::from_option((whole > 0.0).then(|| part / whole), missing)
        };
        let share = |part_m2: f64| over(part_m2 * 100.0, sums.area_m2, NO_LAND);
        let each = |part_m2: f64| over(part_m2, sums.residents as f64, NO_PEOPLE);
        let m2 = |zh: &'static str, en: &'static str, value: f64| (Title::new(zh, en), value, "m²");
        let with = |mut figure: Indicator, inputs: &[(Title, f64, &'static str)]| {
            for (name, value, unit) in inputs {
                figure = figure.from_input(*name, *value, unit);
            }
            figure
        };
        let site_m2 = m2("用地面积", "site", sums.area_m2);
        let people = (Title::new("居民", "residents"), sums.residents as f64, "");
        let land_m2 = sums.natural_m2 + sums.deep_soil_m2;
        let canopy_m2 = sums.planted_m2 + sums.roof_m2 + sums.crown_beyond_m2;
        let rain = Rain::of(sums, &self.profile.runoff);
        let solar = &self.profile.solar;
        let kwp = sums.solar_m2 * solar.module_wp_per_m2.value / 1000.0;
        let mut figures = vec![
            with(
                self.limited(figure(&GREEN_LAND_RATIO, share(land_m2)), site),
                &[
                    m2("实土绿地", "natural ground", sums.natural_m2),
                    m2("地下室顶板绿地（覆土达标）", "over basements with soil enough", sums.deep_soil_m2),
                    site_m2,
                ],
            ),
            with(
                figure(&CANOPY_RATIO, share(canopy_m2)),
                &[
                    m2("地面种植", "planted ground", sums.planted_m2),
                    m2("屋顶绿化", "roof gardens", sums.roof_m2),
                    m2("其外树冠", "crowns beyond", sums.crown_beyond_m2),
                    site_m2,
                ],
            ),
            with(
                figure(&COMPOSITE_RATIO, share(sums.weighted_m2())),
                &[
                    m2("地面（折算）", "ground, weighted", sums.ground_weighted_m2),
                    m2("屋顶（折算）", "roofs, weighted", sums.roof_weighted_m2),
                    m2("阳台（折算）", "balconies, weighted", sums.balcony_weighted_m2),
                    m2("墙面（折算）", "walls, weighted", sums.wall_weighted_m2),
                    m2("停车场树冠（折算）", "crowns over car parks, weighted", sums.parking_weighted_m2),
                    m2("水面（折算）", "water, weighted", sums.water_weighted_m2),
                    site_m2,
                ],
            ),
            with(
                figure(&PLOT_RATIO, over(sums.leaf_m2, sums.area_m2, NO_LAND))
                    .against(at_least(&self.profile.limits.green_plot_ratio, 1.0)),
                &[m2("叶面积", "leaf area", sums.leaf_m2), site_m2],
            ),
            with(figure(&GREEN_PER_PERSON, each(sums.planted_m2)), &[people]),
        ];
        if site.kind != SiteKind::Parcel {
            figures.push(with(
                figure(&PARK_PER_PERSON, each(sums.park_m2))
                    .against(at_least(&self.profile.limits.park_per_person_m2, 1.0)),
                &[m2("公园", "parks", sums.park_m2), people],
            ));
        }
        let distances = &self.profile.usable.distances_m;
        for (at, spec) in [&HOMES_300, &HOMES_500].into_iter().enumerate() {
            let Some(distance) = distances.get(at) else { continue };
            let homes = access.and_then(|access| access.sites.get(number)?.get(at));
            let value = match homes {
                Some(near) => over(near.within as f64 * 100.0, near.homes as f64, NO_PEOPLE),
                None => Value::Unknown(NO_ROUTE),
            };
            let metres = (Title::new("步行距离", "walking distance"), distance.value, "m");
            figures.push(with(figure(spec, value), &[metres]));
        }
        let rate =
            (Title::new("设计控制率", "design rate"), self.profile.runoff.design_rate.value * 100.0, "%");
        let mm = (Title::new("设计降雨", "design rain"), rain.design_mm, "mm");
        figures.extend([
            with(figure(&RUNOFF_COEFFICIENT, Value::from_option(rain.coefficient, NO_LAND)), &[site_m2]),
            with(figure(&RUNOFF_VOLUME, Value::from_option(rain.volume_m3, NO_LAND)), &[rate, mm]),
            with(figure(&STORAGE, Value::Known(rain.storage_m3)), &[]),
            with(
                figure(
                    &CONTROL_RATE,
                    Value::from_option(rain.control_rate.map(|rate| rate * 100.0), NO_LAND),
                )
                .against(at_least(&self.profile.runoff.design_rate, 100.0)),
                &[(Title::new("可控降雨", "rain held back"), rain.held_mm.unwrap_or(0.0), "mm")],
            ),
            with(figure(&PERMEABLE_SHARE, share(sums.permeable_m2)), &[site_m2]),
            with(figure(&SOLAR_AREA, Value::Known(sums.solar_m2)), &[m2("屋顶", "roofs", sums.roofs_m2)]),
            with(
                figure(&SOLAR_YIELD, Value::Known(kwp * solar.yield_kwh_per_kwp.value / 1000.0)),
                &[
                    (Title::new("装机", "peak power"), kwp, "kWp"),
                    (Title::new("已有装机", "installed"), sums.solar_installed_kw, "kWp"),
                ],
            ),
        ]);
        figures
    }

    /// The green land ratio against the parcel's own limit, else against the profile's.
    fn limited(&self, figure: Indicator, site: &Site) -> Indicator {
        match site.green_min_pct.filter(|percent| percent.is_finite()) {
            Some(percent) => figure.against(Limit {
                side: Side::AtLeast,
                value: percent,
                clause: "parcel's own limit".into(),
                confidence: None,
            }),
            None if site.kind == SiteKind::Parcel => figure,
            None => figure.against(at_least(&self.profile.limits.green_land_ratio, 100.0)),
        }
    }
}

fn at_least(rule: &RuleValue, scale: f64) -> Limit {
    Limit {
        side: Side::AtLeast,
        value: rule.value * scale,
        clause: rule.clause.clone().into(),
        confidence: Some(rule.confidence),
    }
}

/// Rain on a site.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rain {
    /// Mean run-off coefficient.
    pub coefficient: Option<f64>,
    /// Rain of the design rate, millimetres.
    pub design_mm: f64,
    /// Run-off of that rain, cubic metres: `10 H φ F` with F in hectares.
    pub volume_m3: Option<f64>,
    /// What rain gardens hold, cubic metres.
    pub storage_m3: f64,
    /// Rain whose run-off they hold, millimetres.
    pub held_mm: Option<f64>,
    /// Annual control rate of that rain, 0 to 1.
    pub control_rate: Option<f64>,
}

impl Rain {
    /// Rain on a site by its sums.
    pub fn of(sums: &SiteSums, rules: &RunoffRules) -> Self {
        let coefficient = (sums.area_m2 > 0.0).then(|| sums.runoff_m2 / sums.area_m2);
        let design_mm = rain_of_rate(rules, rules.design_rate.value);
        let gardens_m2 = sums.cover_m2(super::Cover::RainGarden);
        let storage_m3 = gardens_m2 * rules.rain_garden_depth_m.value;
        let runoff_m2 = sums.runoff_m2;
        let held_mm = (runoff_m2 > 0.0).then(|| 1000.0 * storage_m3 / runoff_m2);
        Self {
            coefficient,
            design_mm,
            volume_m3: coefficient.map(|_| design_mm / 1000.0 * runoff_m2),
            storage_m3,
            held_mm,
            control_rate: held_mm.map(|mm| rate_of_rain(rules, mm)),
        }
    }
}

/// Points of the curve: the logarithm of the share that is not controlled, and the rain. Daily rains are
/// nearly exponential, so that it is nearly straight.
fn curve(rules: &RunoffRules) -> Vec<[f64; 2]> {
    let points = rules.design_rain.iter().map(|rain| [-(1.0 - rain.rate).ln(), rain.rain_mm.value]);
    std::iter::once([0.0, 0.0]).chain(points).collect()
}

/// Rain of an annual control rate, millimetres.
pub(crate) fn rain_of_rate(rules: &RunoffRules, rate: f64) -> f64 {
    let points = curve(rules);
    let wanted = -(1.0 - rate.clamp(0.0, 0.999)).ln();
    along(&points, wanted, 0, 1)
}

/// Annual control rate of a rain, 0 to 1.
pub(crate) fn rate_of_rain(rules: &RunoffRules, rain_mm: f64) -> f64 {
    1.0 - (-along(&curve(rules), rain_mm.max(0.0), 1, 0)).exp()
}

/// Straight lines between points; the last goes on.
fn along(points: &[[f64; 2]], value: f64, from: usize, to: usize) -> f64 {
    let end = points.iter().position(|p| p[from] >= value).unwrap_or(points.len() - 1).max(1);
    let (a, b) = (points[end - 1], points[end]);
    a[to] + (value - a[from]) * (b[to] - a[to]) / (b[from] - a[from])
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::super::GreenProfile;
    use super::*;

    #[test]
    fn the_rain_curve_goes_through_its_points_and_is_monotonic() {
        let rules = GreenProfile::built_in("zj_default").unwrap().runoff;
        assert!((rain_of_rate(&rules, 0.75) - 18.0).abs() < 1e-9);
        assert!((rain_of_rate(&rules, 0.80) - 21.0).abs() < 1e-9);
        for mm in [0.0, 5.0, 18.0, 20.0, 40.0] {
            let rate = rate_of_rain(&rules, mm);
            assert!((rain_of_rate(&rules, rate) - mm).abs() < 1e-6);
        }
        assert!(rate_of_rain(&rules, 10.0) < rate_of_rain(&rules, 11.0));
    }

    #[test]
    fn ids_are_unique() {
        let mut ids: Vec<&str> = GREEN_SPECS.iter().map(|spec| spec.id).collect();
        ids.sort_unstable();
        assert!(ids.windows(2).all(|pair| pair[0] != pair[1]));
    }
}
