//! The figures that variants are compared by: the one list of figure groups.

use chrono::NaiveDate;
use linli_model::{Community, Element, Kind, Schedule, Stage};
use linli_space::StreetGraph;

use super::super::clearance::{
    ClearanceState, RuleBook, RuleKind, Verdict, corridor_findings, drainage_findings, findings,
};
use super::super::indicator::{Indicator, IndicatorSpec, Subject, Title, Value};
use super::super::reach::{
    CarOptions, Direction, GoodsOptions, LifeCircleRules, PersonModel, PersonOptions, ReachRules, car_reach,
    goods_reach, life_circles_planned,
};
use super::super::stages::{Timeline, stage_summary};
use super::specs;

/// The rules that figures are reckoned by.
#[derive(Clone, Debug)]
pub struct FigureRules {
    /// Speeds, delays and limits of people, cars and goods.
    pub reach: ReachRules,
    /// Life circles.
    pub circles: LifeCircleRules,
    /// Clearances and covers.
    pub book: RuleBook,
}

/// Figures that are reckoned together.
#[derive(Clone, Copy, Debug)]
pub struct FigureGroup {
    /// Stable name, as on the command line.
    pub name: &'static str,
    /// Name for people.
    pub title: Title,
    /// Whether the figures can depend on an element at all: an edit that touches no such element changes none.
    pub reads: fn(&Element) -> bool,
    /// Reckons the figures of a community.
    pub reckon: fn(&Community, &FigureRules) -> Vec<Indicator>,
}

/// Every group of figures. **A new analysis is compared by adding its line here.**
pub const FIGURE_GROUPS: &[FigureGroup] = &[
    FigureGroup {
        name: "floors", title: Title::new("规模", "Floors"), reads: reads_floors, reckon: floors
    },
    FigureGroup { name: "reach", title: Title::new("可达", "Reach"), reads: reads_reach, reckon: reach },
    FigureGroup {
        name: "underground",
        title: Title::new("地下", "Underground"),
        reads: reads_underground,
        reckon: underground,
    },
];

/// The groups of some names; all of them for none.
///
/// # Errors
/// The first name that no group has.
pub fn groups_of(names: &[String]) -> Result<Vec<&'static FigureGroup>, String> {
    if names.is_empty() {
        return Ok(FIGURE_GROUPS.iter().collect());
    }
    let group = |name: &String| FIGURE_GROUPS.iter().find(|group| group.name == name).ok_or(name.clone());
    names.iter().map(group).collect()
}

fn unit(spec: &'static IndicatorSpec, value: f64) -> Indicator {
    Indicator::new(spec, Subject::Unit, Value::Known(value))
}

fn share(spec: &'static IndicatorSpec, subject: Subject, value: Option<f64>) -> Indicator {
    let nobody = Title::new("没有居民或出行", "no residents or trips");
    Indicator::new(spec, subject, Value::from_option(value.map(|share| share * 100.0), nobody))
}

fn reads_floors(element: &Element) -> bool {
    matches!(element.kind, Kind::Building(_) | Kind::BuildingPart(_) | Kind::Basement(_))
}

/// Floor areas, dwellings and people of the design.
fn floors(community: &Community, _: &FigureRules) -> Vec<Indicator> {
    // The design stands as a whole, whatever the day.
    let (timeline, _) = Timeline::of(community, &Schedule::default());
    let sum = stage_summary(community, &timeline, Stage::Design, NaiveDate::default());
    let mut figures = vec![
        unit(&specs::FLOOR_ABOVE, sum.above.total_m2()),
        unit(&specs::FLOOR_BELOW, sum.below.total_m2()),
        unit(&specs::DWELLINGS, sum.dwellings as f64),
        unit(&specs::RESIDENTS, sum.residents as f64),
        unit(&specs::BUILDINGS, sum.buildings.total() as f64),
    ];
    for area in &sum.by_use {
        let name = serde_json::to_value(area.use_).ok().and_then(|name| name.as_str().map(str::to_owned));
        let subject = Subject::Part(name.unwrap_or_default());
        figures.push(Indicator::new(&specs::FLOOR_BY_USE, subject, Value::Known(area.above.total_m2())));
    }
    figures
}

fn reads_reach(element: &Element) -> bool {
    !matches!(
        element.kind,
        Kind::Tree(_)
            | Kind::UtilityLine(_)
            | Kind::UtilityNode(_)
            | Kind::Corridor(_)
            | Kind::CorridorNode(_)
            | Kind::Greening(_)
            | Kind::SiteWork(_)
    )
}

/// Person 10, car 5, goods 30 minutes, and life circles, with the standard profiles.
fn reach(community: &Community, rules: &FigureRules) -> Vec<Indicator> {
    let streets = StreetGraph::of(community);
    let closed = std::collections::BTreeSet::new();
    let mut figures = Vec::new();
    let profile = |key: &str| rules.reach.profile(key);
    if let Some(walker) = profile("standard") {
        let options = PersonOptions {
            rules: &rules.reach,
            profile: walker,
            minute: None,
            direction: Direction::ToStation,
        };
        let person = PersonModel::new(community, &streets, options, &[]).reach();
        figures.push(share(&specs::PERSON, Subject::Unit, person.share_within()));
        figures.push(unit(&specs::PERSON_WITHIN, person.residents_within as f64));
        let (mut people, mut sum) = (0_u64, 0.0);
        for home in &person.homes {
            if let Ok(time) = &home.time {
                people += u64::from(home.residents);
                sum += f64::from(home.residents) * f64::from(time.total_ms);
            }
        }
        let mean = (people > 0).then(|| sum / people as f64 / 60_000.0);
        let nobody = Title::new("没有居民可达车站", "nobody reaches a station");
        figures.push(Indicator::new(&specs::PERSON_MEAN, Subject::Unit, Value::from_option(mean, nobody)));
        if let Some(driver) = profile("car") {
            let options =
                CarOptions { rules: &rules.reach, walker, driver, closed: &closed, minute: None, seed: 1 };
            let car = car_reach(community, &streets, &options);
            figures.push(share(&specs::CAR, Subject::Unit, car.share_within));
        }
    }
    if let Some(carrier) = profile("courier") {
        let options = GoodsOptions {
            rules: &rules.reach,
            carrier,
            carriers: None,
            closed: &closed,
            minute: None,
            seed: 1,
        };
        if let Ok(goods) = goods_reach(community, &streets, &options) {
            figures.push(share(&specs::GOODS, Subject::Unit, goods.share_within));
        }
    }
    let circles = life_circles_planned(community, &streets, &rules.reach, &rules.circles, &closed);
    for kind in circles.unwrap_or_default() {
        figures.push(share(&specs::LIFE_CIRCLE, Subject::Part(kind.kind.clone()), kind.share()));
    }
    figures
}

fn reads_underground(element: &Element) -> bool {
    !matches!(
        element.kind,
        Kind::Facility(_)
            | Kind::Greening(_)
            | Kind::Equipment(_)
            | Kind::Entrance(_)
            | Kind::Stop(_)
            | Kind::Address
    )
}

/// Findings of clearances, covers, slopes and tunnels, by class.
fn underground(community: &Community, rules: &FigureRules) -> Vec<Indicator> {
    let state = ClearanceState::new(rules.book.clone(), community);
    let mut found = findings(&state, false);
    found.extend(drainage_findings(community, state.book(), state.surfaces().ground()));
    found.extend(corridor_findings(community, state.book()));
    let count = |wanted: &dyn Fn(&super::super::clearance::Finding) -> bool| {
        found.iter().filter(|finding| wanted(finding)).count() as f64
    };
    let mut figures = vec![
        unit(&specs::VIOLATIONS, count(&|f| f.verdict == Verdict::Violation)),
        unit(&specs::INDICATIONS, count(&|f| f.verdict == Verdict::Indication)),
    ];
    let classes = [
        (RuleKind::Horizontal, "horizontal"),
        (RuleKind::Vertical, "vertical"),
        (RuleKind::Cover, "cover"),
        (RuleKind::Drainage, "drainage"),
        (RuleKind::Corridor, "corridor"),
    ];
    for (kind, name) in classes {
        let value = Value::Known(count(&|f| f.kind == kind));
        figures.push(Indicator::new(&specs::FINDINGS, Subject::Part(name.to_owned()), value));
    }
    figures
}
