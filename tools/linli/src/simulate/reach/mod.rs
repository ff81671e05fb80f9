//! `linli simulate reach`: person 10, car 5, goods 30, life circles.

mod args;
mod car;
mod circle;
mod difference;
mod drawn;
mod goods;
mod home;
mod person;
mod question;
mod storeys;
mod transit;

use std::path::Path;

use anyhow::Context as _;
use linli_io::{Language, Transform};
use linli_model::{Community, ElementId};
use linli_sim::reach::{
    CarModel, CarOptions, Closure, Direction, GoodsModel, GoodsOptions, LifeCircleRules, NetworkIssue,
    PersonModel, PersonOptions, Profile, Scope, life_circles_planned,
};
use linli_space::StreetGraph;
use serde_json::{Value, json};

use crate::info::open;
use crate::outcome::Outcome;
use crate::output::{put, put_line};
use crate::speech::either;
pub use args::ReachArgs;
use question::{Closed, Question};

/// Files to write: name and text.
type Files = Vec<(&'static str, String)>;

/// Runs the command.
///
/// # Errors
/// When the scene cannot be read, an argument names nothing, or the files cannot be written.
pub fn run(args: &ReachArgs, language: Language) -> anyhow::Result<Outcome> {
    let Some(opened) = open(&args.scene, language)? else { return Ok(Outcome::Stopped) };
    let community = &opened.community;
    let question = Question::new(args, &opened.file, community, language)?;
    let streets = StreetGraph::of(community);
    let closed = question.all_closed();
    let whole = Scope::new(community, &question.in_use);
    let scope = question.added.as_ref().map_or(whole, |added| whole.with_streets(added));
    let mut models = Models::new(&question, scope, &streets, &closed)?;
    let place = Place::new(community)?;
    if let Some(name) = &args.home {
        put(&home::text(name, args.level, &models, &place, language)?);
    }
    if let Some(out) = &args.out {
        let (mut files, mut summary) = answer(&question, &streets, &closed, &mut models, &place)?;
        if question.changes_something() {
            let closed_by_work = question.closed_by_work();
            let before = Models::new(&question, whole, &streets, &closed_by_work)?;
            summary["difference"] = difference::write(&before, &models, community, &mut files);
        }
        if let Some(transit) =
            transit::write(args, &question, &closed, scope, &streets, &mut files, language)?
        {
            summary["transit"] = transit;
        }
        files.push(("reach.json", format!("{summary:#}\n")));
        write(out, &files)?;
        put_line(&sentence(&summary, language));
    }
    Ok(Outcome::Done)
}

/// The three models.
struct Models<'a> {
    scope: Scope<'a>,
    person: PersonModel<'a>,
    car: CarModel<'a>,
    goods: GoodsModel<'a>,
}

impl<'a> Models<'a> {
    fn new(
        question: &'a Question,
        scope: Scope<'a>,
        streets: &StreetGraph,
        closures: &'a Closed,
    ) -> anyhow::Result<Self> {
        let (closed, closed_lifts) = (&closures.elements, &closures.lifts);
        let (rules, minute, seed) = (&question.rules, question.minute, question.seed);
        let walker = question.profile_of(&question.profile)?;
        let person = PersonOptions { rules, profile: walker, minute, direction: question.direction };
        let driver = question.profile_of("car")?;
        let car = CarOptions { rules, walker, driver, closed, closed_lifts, minute, seed };
        let carrier = question.profile_of(&question.carrier)?;
        let goods = GoodsOptions { rules, carrier, carriers: None, closed, closed_lifts, minute, seed };
        Ok(Self {
            scope,
            person: PersonModel::new(scope, streets, person, &closures.all),
            car: CarModel::new(scope, streets, car),
            goods: GoodsModel::new(scope, streets, goods)?,
        })
    }
}

/// Everything that is computed, as files and as one summary.
fn answer(
    question: &Question,
    streets: &StreetGraph,
    closed: &Closed,
    models: &mut Models<'_>,
    place: &Place<'_>,
) -> anyhow::Result<(Files, Value)> {
    let community = place.community;
    let rules = &question.rules;
    let circles = LifeCircleRules::standard()?;
    let coverage =
        life_circles_planned(models.scope, streets, rules, &circles, &closed.elements).unwrap_or_default();
    let mut files = Files::new();
    let mut summary = head(question, community, &models.person, question.profile_of(&question.profile)?);
    files.push(("storeys.csv", storeys::csv(models, community)));
    summary["person"] = person::write(&mut models.person, place, &mut files)?;
    summary["life_circles"] = circle::write(&coverage, &circles, community, &mut files);
    summary["car"] = car::write(models.car.reach(), community, &mut files);
    summary["goods"] = goods::write(models.goods.reach(), community, &mut files);
    Ok((files, summary))
}

/// What every figure depends on.
fn head(question: &Question, community: &Community, model: &PersonModel<'_>, walker: &Profile) -> Value {
    let at = question.minute.map(|minute| format!("{:02}:{:02}", minute / 60, minute % 60));
    let closed: Vec<String> =
        model.closed().iter().map(|closure| closure_name(*closure, community)).collect();
    let issue = |issue: &NetworkIssue| {
        let (what, element) = match issue {
            NetworkIssue::AbsurdSpeed(element) => ("absurd speed limit; speed of the class taken", element),
            NetworkIssue::OffStreets(element) => {
                ("crossing, gate or lift on no usable street; no effect", element)
            }
            NetworkIssue::HoursNotUnderstood(element) => {
                ("opening hours not understood; counts as open", element)
            }
            NetworkIssue::LinkApart(element) => {
                ("linked to a basement that lies apart; no way between them", element)
            }
            NetworkIssue::UnknownNode(element) => {
                ("node number on no usable street; nearest street taken", element)
            }
        };
        json!({"element": key(community, *element), "what": what})
    };
    json!({
        "scene": community.name,
        "edition": question.rules.edition,
        "profile": {
            "key": walker.key,
            "name": {"zh": walker.name.zh, "en": walker.name.en},
            "speed_mps": walker.speed.value,
            "confidence": walker.speed.confidence,
        },
        "carrier": question.carrier,
        "stage": question.stage.name(),
        "day": question.day.map(|day| day.to_string()),
        "departure": at,
        "direction": if question.direction == Direction::ToStation { "to_station" } else { "from_station" },
        "seed": question.seed,
        "closed": closed,
        "network": {
            "nodes": model.network().places.len(),
            "links": model.network().links.len(),
            "issues": model.network().issues.iter().map(issue).collect::<Vec<_>>(),
        },
    })
}

/// Key of an element.
fn key(community: &Community, element: ElementId) -> String {
    community.element(element).map(|element| element.key.as_str().to_owned()).unwrap_or_default()
}

fn closure_name(closure: Closure, community: &Community) -> String {
    match closure {
        Closure::Element(element) => key(community, element),
        Closure::Lift(element, bank) => format!("{}#lift:{}", key(community, element), bank + 1),
    }
}

/// From local metres to degrees for GeoJSON.
struct Place<'a> {
    community: &'a Community,
    to_degrees: Transform,
}

impl<'a> Place<'a> {
    fn new(community: &'a Community) -> anyhow::Result<Self> {
        Ok(Self { community, to_degrees: Transform::new(&community.frame.crs, "EPSG:4326")? })
    }

    /// Longitude and latitude with seven decimals (1 cm).
    fn degrees(&self, local: [f64; 2]) -> anyhow::Result<[f64; 2]> {
        let [x, y, _] = self.community.frame.projected_from_local([local[0], local[1], 0.0]);
        Ok(self.to_degrees.point([x, y])?.map(|v| (v * 1e7).round() / 1e7))
    }
}

/// Writes the files into a folder, which is made when it is not there.
fn write(folder: &Path, files: &Files) -> anyhow::Result<()> {
    std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    for (name, text) in files {
        let path = folder.join(name);
        std::fs::write(&path, text).with_context(|| path.display().to_string())?;
    }
    Ok(())
}

/// One line for people.
fn sentence(summary: &Value, language: Language) -> String {
    let percent =
        |value: &Value| value.as_f64().map_or("-".to_owned(), |share| format!("{:.1} %", share * 100.0));
    let say = |english, chinese| either(language, english, chinese);
    format!(
        "{} {} · {} {} · {} {}",
        say("person, 10 min:", "人 10 分钟："),
        percent(&summary["person"]["share_within"]),
        say("car, 5 min:", "车 5 分钟："),
        percent(&summary["car"]["share_within"]),
        say("goods, 30 min:", "物 30 分钟："),
        percent(&summary["goods"]["share_within"]),
    )
}
