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
    CarModel, DayMemo, Direction, GoodsModel, LifeCircleRules, NetworkIssue, PersonModel, ReachQuestion,
    Scope, life_circles_planned,
};
use linli_space::StreetGraph;
use serde_json::{Value, json};

use crate::info::open;
use crate::outcome::Outcome;
use crate::output::{put, put_line};
use crate::speech::either;
pub use args::ReachArgs;
use question::Question;

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
    let whole = Scope::new(community, &question.in_use);
    let scope = question.added.as_ref().map_or(whole, |added| whole.with_streets(added));
    let mut days = DayMemo::default();
    let mut models = Models::new(&question.asked, scope, &streets, &mut days)?;
    let place = Place::new(community)?;
    let home = args.home.as_ref().map(|name| home::text(name, args.level, &models, &place, language));
    let home = home.transpose()?;
    if let Some(text) = &home {
        put(text);
    }
    if let Some(out) = &args.out {
        let (mut files, mut summary) = answer(&question, &streets, &mut models, &place)?;
        files.extend(home.map(|text| ("home.geojson", text)));
        if question.changes_something() {
            let asked = question.before();
            let before = Models::new(&asked, whole, &streets, &mut days)?;
            summary["difference"] = difference::write(&before, &models, community, &mut files);
        }
        if let Some(transit) = transit::write(args, &question.asked, scope, &streets, &mut files, language)? {
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
        asked: &'a ReachQuestion,
        scope: Scope<'a>,
        streets: &StreetGraph,
        days: &mut DayMemo,
    ) -> anyhow::Result<Self> {
        Ok(Self {
            scope,
            person: asked.person_model(scope, streets),
            car: asked.car_model(scope, streets, days),
            goods: asked.goods_model(scope, streets, days)?,
        })
    }
}

/// Everything that is computed, as files and as one summary.
fn answer(
    question: &Question,
    streets: &StreetGraph,
    models: &mut Models<'_>,
    place: &Place<'_>,
) -> anyhow::Result<(Files, Value)> {
    let community = place.community;
    let rules = &question.asked.rules;
    let circles = LifeCircleRules::standard()?;
    let coverage =
        life_circles_planned(models.scope, streets, rules, &circles, question.asked.closed.elements())
            .unwrap_or_default();
    let mut files = Files::new();
    let mut summary = head(question, community, &models.person);
    files.push(("storeys.csv", storeys::csv(models, community)));
    summary["person"] = person::write(&mut models.person, place, &mut files)?;
    summary["life_circles"] = circle::write(&coverage, &circles, community, &mut files);
    summary["car"] = car::write(models.car.reach(), community, &mut files);
    summary["goods"] = goods::write(models.goods.reach(), community, &mut files);
    Ok((files, summary))
}

/// What every figure depends on.
fn head(question: &Question, community: &Community, model: &PersonModel<'_>) -> Value {
    let asked = &question.asked;
    let walker = &asked.walker;
    let at = asked.minute.map(|minute| format!("{:02}:{:02}", minute / 60, minute % 60));
    let closed: Vec<String> = model.closed().iter().map(|closure| closure.name(community)).collect();
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
        "edition": asked.rules.edition,
        "profile": {
            "key": walker.key,
            "name": {"zh": walker.name.zh, "en": walker.name.en},
            "speed_mps": walker.speed.value,
            "confidence": walker.speed.confidence.tag(),
        },
        "carrier": asked.carrier.key,
        "stage": question.stage.name(),
        "day": question.day.map(|day| day.to_string()),
        "departure": at,
        "direction": if asked.direction == Direction::ToStation { "to_station" } else { "from_station" },
        "seed": asked.seed,
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
