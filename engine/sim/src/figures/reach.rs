//! Figures of reach: people, cars, goods, life circles, parks near homes.

use linli_model::{Community, Element, ElementId};
use linli_space::StreetGraph;

use super::rules::FigureRules;
use super::specs;
use super::standing::{Standing, has};
use crate::green::GreenModel;
use crate::indicator::{Indicator, IndicatorSpec, Subject, Title, Value};
use crate::reach::{Closed, DayMemo, InUse, PersonReach, ReachQuestion, Scope, life_circles_planned};

/// Beginning of the names of green figures that ask for ways on foot.
const HOMES_NEAR: &str = "green.homes";

fn unit(spec: &'static IndicatorSpec, value: f64) -> Indicator {
    Indicator::new(spec, Subject::Unit, Value::Known(value))
}

fn share(spec: &'static IndicatorSpec, subject: Subject, value: Option<f64>) -> Indicator {
    let nobody = Title::new("没有居民或出行", "no residents or trips");
    Indicator::new(spec, subject, Value::from_option(value.map(|share| share * 100.0), nobody))
}

/// Person 10, car 5, goods 30 minutes, and life circles, of the design with the standard profiles and without what is
/// closed.
pub fn reach_figures(community: &Community, rules: &FigureRules, closed: &Closed) -> Vec<Indicator> {
    reach_figures_with(community, rules, closed, &mut DayMemo::default())
}

/// [`reach_figures`] with the days that were simulated for communities like it.
pub(crate) fn reach_figures_with(
    community: &Community,
    rules: &FigureRules,
    closed: &Closed,
    days: &mut DayMemo,
) -> Vec<Indicator> {
    let Ok(question) = ReachQuestion::standard(rules.reach.clone()) else { return Vec::new() };
    let question = question.with_closed(closed.clone());
    let streets = StreetGraph::of(community);
    let in_use = InUse::in_finished_plan(community, &rules.schedule);
    let scope = Scope::new(community, &in_use);
    let mut figures = Vec::new();
    person(&question.person_model(scope, &streets).reach(), &mut figures);
    let cars = question.car_model(scope, &streets, days);
    figures.push(share(&specs::CAR, Subject::Unit, cars.reach().share_within));
    if let Ok(goods) = question.goods_model(scope, &streets, days) {
        figures.push(share(&specs::GOODS, Subject::Unit, goods.reach().share_within));
    }
    let elements = question.closed.elements();
    let circles = life_circles_planned(scope, &streets, &rules.reach, &rules.circles, elements);
    for kind in circles.unwrap_or_default() {
        figures.push(share(&specs::LIFE_CIRCLE, Subject::Part(kind.kind.clone()), kind.share()));
    }
    figures
}

fn person(reach: &PersonReach, figures: &mut Vec<Indicator>) {
    figures.push(share(&specs::PERSON, Subject::Unit, reach.share_within()));
    figures.push(unit(&specs::PERSON_WITHIN, reach.residents_within as f64));
    let (mut people, mut sum) = (0_u64, 0.0);
    for home in &reach.homes {
        if let Ok(time) = &home.time {
            people += u64::from(home.residents);
            sum += f64::from(home.residents) * f64::from(time.total_ms);
        }
    }
    let mean = (people > 0).then(|| sum / people as f64 / 60_000.0);
    let nobody = Title::new("没有居民可达车站", "nobody reaches a station");
    figures.push(Indicator::new(&specs::PERSON_MEAN, Subject::Unit, Value::from_option(mean, nobody)));
}

/// All green figures of the design, with homes near parks on the network.
pub(crate) fn green_figures(community: &Community, rules: &FigureRules) -> Vec<Indicator> {
    let standing = Standing::of(community, &rules.schedule);
    let stands = |id: ElementId, _: &Element| has(&standing.design, id);
    let model = GreenModel::new(community, rules.green.clone(), &rules.reach, &stands);
    let streets = StreetGraph::of(community);
    let access = model.access(community, &streets, &rules.reach, &stands);
    model.figures(access.as_ref()).into_iter().flatten().collect()
}

/// Shares of homes near a park, of each unit and parcel.
pub fn park_figures(community: &Community, rules: &FigureRules) -> Vec<Indicator> {
    let mut figures = green_figures(community, rules);
    figures.retain(asks_for_ways);
    figures
}

/// Whether a green figure asks for ways on foot, so that it takes longer than the others.
pub(crate) fn asks_for_ways(figure: &Indicator) -> bool {
    figure.spec.id.starts_with(HOMES_NEAR)
}
