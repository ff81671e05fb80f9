//! `linli variant`: the variants of a scene.

mod change;
mod list;
mod tell;

use std::path::Path;

pub use tell::{difference_json, edit_json};

use anyhow::bail;
use linli_io::store::{LockFault, Owner, SceneLock, StorePlaces};
use linli_io::{Language, Message, VariantRefused, read_variants, variant_community};
use linli_model::variant::{TreeProblem, VariantTree};
use linli_model::{Community, Kind, Stage};

use crate::args::VariantCommand;
use crate::info::{self, Opened};
use crate::outcome::Outcome;

/// Runs the command.
///
/// # Errors
/// When the scene cannot be read, there is no such variant, or a file cannot be written.
pub fn run(command: &VariantCommand, language: Language) -> anyhow::Result<Outcome> {
    match command {
        VariantCommand::List(args) => list::list(args, language),
        VariantCommand::History(args) => list::history(args, language),
        VariantCommand::Diff(args) => list::diff(args, language),
        VariantCommand::Fork(args) => change::fork(args, language),
        VariantCommand::Apply(args) => change::apply(args, language),
        VariantCommand::Merge(args) => change::merge(args, language),
        VariantCommand::Pick(args) => change::pick(args, language),
        VariantCommand::Rename(args) => change::rename(args, language),
        VariantCommand::Lock(args) => change::lock(args, language),
        VariantCommand::Unlock(args) => change::unlock(args, language),
        VariantCommand::Remove(args) => change::remove(args, language),
        VariantCommand::Promote(args) => change::promote(args, language),
        VariantCommand::Export(args) => change::export(args, language),
    }
}

/// A scene with its variants.
pub struct Scene {
    /// The scene.
    pub opened: Opened,
    /// Its variants.
    pub tree: VariantTree,
    /// What is wrong with files of variants.
    pub messages: Vec<Message>,
    /// Where its files are.
    pub places: StorePlaces,
    /// Held while variants are changed.
    _lock: Option<SceneLock>,
}

impl Scene {
    /// Opens a scene; `None` when the user stopped it.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn open(folder: &Path, language: Language) -> anyhow::Result<Option<Self>> {
        let Some(opened) = info::open(folder, language)? else { return Ok(None) };
        let (variants, messages) = read_variants(folder, &opened.file.frame);
        let tree = VariantTree::new(variants);
        Ok(Some(Self { opened, tree, messages, places: StorePlaces::of(folder), _lock: None }))
    }

    /// Opens a scene whose variants are to be changed; `None` when the user stopped it.
    ///
    /// # Errors
    /// When it cannot be read, or another program edits it.
    pub fn open_to_change(folder: &Path, language: Language) -> anyhow::Result<Option<Self>> {
        let since = chrono::Utc::now().format("%Y-%m-%d %H:%M:%SZ").to_string();
        let lock = match SceneLock::take(folder, &Owner::this("linli variant", &since)) {
            Ok(lock) => Some(lock),
            Err(LockFault::Held(owner)) => {
                let access = linli_io::store::Access::ReadOnly(owner);
                bail!("{}", access.text(language).unwrap_or_default())
            }
            // Whether it can be written shows when something is.
            Err(LockFault::Unavailable(_)) => None,
        };
        Ok(Self::open(folder, language)?.map(|scene| Self { _lock: lock, ..scene }))
    }

    /// The community of a variant, or of the scene itself.
    ///
    /// # Errors
    /// When there is no such variant, it cannot be read, or it does not fit the scene.
    pub fn community(&self, key: &str, language: Language) -> anyhow::Result<Community> {
        self.tree
            .community_or_base(&self.opened.community, key)
            .map_err(|problem| self.told(&problem, language))
    }

    /// A problem of the tree as an error, with what is known besides.
    pub fn told(&self, problem: &TreeProblem, language: Language) -> anyhow::Error {
        let refused = VariantRefused::new(problem.clone(), &self.tree, &self.messages);
        anyhow::anyhow!(refused.lines(language).join("\n"))
    }
}

/// The community with the changes of a variant of its scene, and of those that it builds upon, made.
///
/// # Errors
/// When there is no such variant, it cannot be read, or it does not fit the scene.
pub fn applied(
    folder: &Path,
    community: &Community,
    key: &str,
    language: Language,
) -> anyhow::Result<Community> {
    variant_community(folder, community, key)
        .map_err(|refused| anyhow::anyhow!(refused.lines(language).join("\n")))
}

/// Gross floor area of the buildings of the design, as far as their storeys tell it, square metres.
pub fn floor_area_m2(community: &Community) -> f64 {
    let designed = community.elements().iter().filter(|element| element.presence.is_part_of(Stage::Design));
    designed
        .filter_map(|element| match &element.kind {
            Kind::Building(building) => Some(&building.storeys),
            _ => None,
        })
        .flatten()
        .map(|run| f64::from(run.count()) * run.floor_area_m2)
        .sum()
}
