//! What is asked, checked against the scene.

use anyhow::Context as _;
use linli_io::{Language, SceneFile};
use linli_model::{Community, ElementId, Key, Stage};
use linli_sim::reach::{
    AddedStreets, Closure, ClosureProblem, Direction, InUse, NoSuchProfile, ReachQuestion, ReachRules,
};

use super::{ReachArgs, drawn};
use crate::simulate::moment::in_use;
use crate::speech::either;

/// What is asked.
pub(super) struct Question {
    /// Rules, profiles, hour, seed, and everything that is closed: by work in the stage, and by request.
    pub asked: ReachQuestion,
    pub stage: Stage,
    /// Day of the construction stage.
    pub day: Option<chrono::NaiveDate>,
    /// What counts in that stage.
    pub in_use: InUse,
    /// What is closed by request.
    closures: Vec<Closure>,
    /// Streets that are drawn into the scene.
    pub added: Option<AddedStreets>,
}

impl Question {
    pub(super) fn new(
        args: &ReachArgs,
        file: &SceneFile,
        community: &Community,
        language: Language,
    ) -> anyhow::Result<Self> {
        let asked = ReachQuestion::new(ReachRules::standard()?, &args.profile, &args.carrier);
        let asked = asked.map_err(|NoSuchProfile { key, known }| {
            let what = either(language, "no such profile; there are", "没有此人群或载具，可用");
            anyhow::anyhow!("{key}: {what} {}", known.join(", "))
        })?;
        let closures = args.closed.iter().map(|text| closure(text, community, language));
        let closures: Vec<Closure> = closures.collect::<anyhow::Result<_>>()?;
        let (in_use, day) = in_use(&args.moment, &args.scene, file, community, language)?;
        let added = args.add.as_ref().map(|path| drawn::read(path, community, language)).transpose()?;
        let direction = if args.from_station { Direction::FromStation } else { Direction::ToStation };
        let closed = closed_by_work(&in_use).chain(closures.iter().copied()).collect();
        let asked = ReachQuestion { minute: args.at, direction, seed: args.seed, closed, ..asked };
        Ok(Self { asked, stage: args.moment.stage.into(), day, in_use, closures, added })
    }

    /// The same question without what is closed by request.
    pub(super) fn before(&self) -> ReachQuestion {
        self.asked.with_closed(closed_by_work(&self.in_use).collect())
    }

    /// Whether a place with changes is asked for.
    pub(super) fn changes_something(&self) -> bool {
        self.added.is_some() || !self.closures.is_empty()
    }
}

/// What work in the stage closes.
fn closed_by_work(in_use: &InUse) -> impl Iterator<Item = Closure> {
    in_use.closed().iter().map(|element| Closure::Element(*element))
}

fn closure(name: &str, community: &Community, language: Language) -> anyhow::Result<Closure> {
    Closure::named(name, community).map_err(|problem| match (problem, language) {
        (problem, Language::English) => anyhow::anyhow!("{problem}"),
        (ClosureProblem::NoElement(key), Language::Chinese) => anyhow::anyhow!("{key}: 场景中没有此键"),
        (ClosureProblem::NoLift { name, banks }, Language::Chinese) => {
            anyhow::anyhow!("{name}: 该建筑电梯组数：{banks}")
        }
    })
}

/// The element of a key.
pub(super) fn element(key: &str, community: &Community, language: Language) -> anyhow::Result<ElementId> {
    let found = community.id_of(&Key::from(key));
    found.with_context(|| format!("{key}: {}", either(language, "no element has this key", "场景中没有此键")))
}
