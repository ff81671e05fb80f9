//! `linli simulate reach`: person 10, car 5, goods 30, life circles.

mod car;
mod circle;
mod goods;
mod person;

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context as _, bail};
use linli_io::{Language, Transform};
use linli_model::{Community, ElementId, Key};
use linli_sim::reach::{
    CarOptions, Closure, Direction, GoodsOptions, LifeCircleRules, NetworkIssue, PersonModel, PersonOptions,
    Profile, ReachRules, car_reach, goods_reach, life_circles_planned,
};
use linli_space::StreetGraph;
use serde_json::{Value, json};

use crate::args::ReachArgs;
use crate::info::open;
use crate::outcome::Outcome;
use crate::output::put_line;
use crate::speech::either;

/// Files to write: name and text.
type Files = Vec<(&'static str, String)>;

/// Runs the command.
///
/// # Errors
/// When the scene cannot be read, an argument names nothing, or the files cannot be written.
pub fn run(args: &ReachArgs, language: Language) -> anyhow::Result<Outcome> {
    let Some(opened) = open(&args.scene, language)? else { return Ok(Outcome::Stopped) };
    let community = &opened.community;
    let question = Question::new(args, community, language)?;
    let (files, summary) = answer(&question, community)?;
    write(&args.out, &files)?;
    put_line(&sentence(&summary, language));
    Ok(Outcome::Done)
}

/// What is asked, checked against the scene.
struct Question {
    rules: ReachRules,
    profile: String,
    carrier: String,
    closures: Vec<Closure>,
    minute: Option<u16>,
    direction: Direction,
    seed: u64,
}

impl Question {
    fn new(args: &ReachArgs, community: &Community, language: Language) -> anyhow::Result<Self> {
        let rules = ReachRules::standard()?;
        for key in [&args.profile, &args.carrier] {
            if rules.profile(key).is_none() {
                let known: Vec<&str> = rules.profiles.iter().map(|profile| profile.key.as_str()).collect();
                let what = either(language, "no such profile; there are", "没有此人群或载具，可用");
                bail!("{key}: {what} {}", known.join(", "));
            }
        }
        let closures = args.closed.iter().map(|text| closure(text, community, language));
        Ok(Self {
            rules,
            profile: args.profile.clone(),
            carrier: args.carrier.clone(),
            closures: closures.collect::<anyhow::Result<_>>()?,
            minute: args.at,
            direction: if args.from_station { Direction::FromStation } else { Direction::ToStation },
            seed: args.seed,
        })
    }

    fn profile_of(&self, key: &str) -> anyhow::Result<&Profile> {
        self.rules.profile(key).with_context(|| key.to_owned())
    }

    fn closed_elements(&self) -> BTreeSet<ElementId> {
        let element = |closure: &Closure| match closure {
            Closure::Element(element) => Some(*element),
            Closure::Lift(..) => None,
        };
        self.closures.iter().filter_map(element).collect()
    }
}

/// `KEY`, or `KEY#lift:N` for the N-th lift bank of a building.
fn closure(text: &str, community: &Community, language: Language) -> anyhow::Result<Closure> {
    let (key, bank) = match text.split_once("#lift:") {
        Some((key, number)) => (key, number.parse::<usize>().ok().filter(|n| *n > 0)),
        None => (text, None),
    };
    let Some(element) = community.id_of(&Key::from(key)) else {
        bail!("{text}: {}", either(language, "no element has this key", "场景中没有此键"));
    };
    if !text.contains("#lift:") {
        return Ok(Closure::Element(element));
    }
    let banks = community.element(element).and_then(|e| e.kind.building()).map_or(0, |b| b.lifts.len());
    match bank.filter(|bank| *bank <= banks) {
        Some(bank) => Ok(Closure::Lift(element, bank - 1)),
        None => {
            bail!("{text}: {} {banks}", either(language, "number of lift banks here:", "该建筑电梯组数："))
        }
    }
}

/// Everything that is computed, as files and as one summary.
fn answer(question: &Question, community: &Community) -> anyhow::Result<(Files, Value)> {
    let streets = StreetGraph::of(community);
    let rules = &question.rules;
    let walker = question.profile_of(&question.profile)?;
    let options =
        PersonOptions { rules, profile: walker, minute: question.minute, direction: question.direction };
    let mut model = PersonModel::new(community, &streets, options, &question.closures);
    let closed = question.closed_elements();
    let circles = LifeCircleRules::standard()?;
    let coverage = life_circles_planned(community, &streets, rules, &circles, &closed).unwrap_or_default();
    let car = car_reach(
        community,
        &streets,
        &CarOptions {
            rules,
            walker,
            driver: question.profile_of("car")?,
            closed: &closed,
            minute: question.minute,
            seed: question.seed,
        },
    );
    let goods = goods_reach(
        community,
        &streets,
        &GoodsOptions {
            rules,
            carrier: question.profile_of(&question.carrier)?,
            carriers: None,
            closed: &closed,
            minute: question.minute,
            seed: question.seed,
        },
    )?;
    let place = Place::new(community)?;
    let mut files = Files::new();
    let mut summary = head(question, community, &model, walker);
    summary["person"] = person::write(&mut model, &place, &mut files)?;
    summary["life_circles"] = circle::write(&coverage, &circles, community, &mut files);
    summary["car"] = car::write(&car, community, &mut files);
    summary["goods"] = goods::write(&goods, community, &mut files);
    files.push(("reach.json", format!("{summary:#}\n")));
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
