//! What is asked, checked against the scene.

use std::collections::BTreeSet;

use anyhow::{Context as _, bail};
use linli_io::{Language, SceneFile};
use linli_model::{Community, ElementId, Key, Stage};
use linli_sim::reach::{AddedStreets, Closure, Direction, InUse, Profile, ReachRules};

use super::{ReachArgs, drawn};
use crate::simulate::moment::in_use;
use crate::speech::either;

/// What is asked.
pub(super) struct Question {
    pub rules: ReachRules,
    pub profile: String,
    pub carrier: String,
    pub stage: Stage,
    /// Day of the construction stage.
    pub day: Option<chrono::NaiveDate>,
    /// What counts in that stage.
    pub in_use: InUse,
    /// What is closed by request.
    pub closures: Vec<Closure>,
    /// Streets that are drawn into the scene.
    pub added: Option<AddedStreets>,
    pub minute: Option<u16>,
    pub direction: Direction,
    pub seed: u64,
}

impl Question {
    pub(super) fn new(
        args: &ReachArgs,
        file: &SceneFile,
        community: &Community,
        language: Language,
    ) -> anyhow::Result<Self> {
        let rules = ReachRules::standard()?;
        for key in [&args.profile, &args.carrier] {
            if rules.profile(key).is_none() {
                let known: Vec<&str> = rules.profiles.iter().map(|profile| profile.key.as_str()).collect();
                let what = either(language, "no such profile; there are", "没有此人群或载具，可用");
                bail!("{key}: {what} {}", known.join(", "));
            }
        }
        let closures = args.closed.iter().map(|text| closure(text, community, language));
        let closures: Vec<Closure> = closures.collect::<anyhow::Result<_>>()?;
        let (in_use, day) = in_use(&args.moment, &args.scene, file, community, language)?;
        let added = args.add.as_ref().map(|path| drawn::read(path, community, language)).transpose()?;
        Ok(Self {
            rules,
            profile: args.profile.clone(),
            carrier: args.carrier.clone(),
            stage: args.moment.stage.into(),
            day,
            in_use,
            closures,
            added,
            minute: args.at,
            direction: if args.from_station { Direction::FromStation } else { Direction::ToStation },
            seed: args.seed,
        })
    }

    pub(super) fn profile_of(&self, key: &str) -> anyhow::Result<&Profile> {
        self.rules.profile(key).with_context(|| key.to_owned())
    }

    /// Everything that is closed: by work in the stage, and by request.
    pub(super) fn all_closed(&self) -> Closed {
        Closed::of(self.by_work().chain(self.closures.iter().copied()))
    }

    /// What work in the stage closes.
    pub(super) fn closed_by_work(&self) -> Closed {
        Closed::of(self.by_work())
    }

    fn by_work(&self) -> impl Iterator<Item = Closure> {
        self.in_use.closed().iter().map(|element| Closure::Element(*element))
    }

    /// Whether a place with changes is asked for.
    pub(super) fn changes_something(&self) -> bool {
        self.added.is_some() || !self.closures.is_empty()
    }
}

/// What is closed, in the forms that the models ask for.
pub(super) struct Closed {
    pub all: Vec<Closure>,
    pub elements: BTreeSet<ElementId>,
    pub lifts: BTreeSet<(ElementId, usize)>,
}

impl Closed {
    fn of(closures: impl Iterator<Item = Closure>) -> Self {
        let all: Vec<Closure> = closures.collect();
        let element = |closure: &Closure| match closure {
            Closure::Element(element) => Some(*element),
            Closure::Lift(..) => None,
        };
        let lift = |closure: &Closure| match closure {
            Closure::Element(_) => None,
            Closure::Lift(building, bank) => Some((*building, *bank)),
        };
        Self {
            elements: all.iter().filter_map(element).collect(),
            lifts: all.iter().filter_map(lift).collect(),
            all,
        }
    }
}

/// `KEY`, or `KEY#lift:N` for the N-th lift bank of a building.
fn closure(text: &str, community: &Community, language: Language) -> anyhow::Result<Closure> {
    let (key, bank) = match text.split_once("#lift:") {
        Some((key, number)) => (key, number.parse::<usize>().ok().filter(|n| *n > 0)),
        None => (text, None),
    };
    let element = element(key, community, language).with_context(|| text.to_owned())?;
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

/// The element of a key.
pub(super) fn element(key: &str, community: &Community, language: Language) -> anyhow::Result<ElementId> {
    let found = community.id_of(&Key::from(key));
    found.with_context(|| format!("{key}: {}", either(language, "no element has this key", "场景中没有此键")))
}
