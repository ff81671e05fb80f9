//! The community of a variant that lies in a scene folder.

use std::path::Path;

use linli_model::variant::{TreeProblem, VariantTree};
use linli_model::{Community, Language};

use super::read_variants;
use crate::Message;

/// Why a variant of a scene folder cannot be shown, with what the folder holds.
#[derive(Clone, Debug)]
pub struct VariantRefused {
    /// What is wrong.
    pub problem: TreeProblem,
    /// Keys of the variants that are there.
    pub known: Vec<String>,
    /// What is wrong with those that cannot be read.
    pub messages: Vec<Message>,
}

impl VariantRefused {
    /// A problem of the variants of a folder.
    pub fn new(problem: TreeProblem, tree: &VariantTree, messages: &[Message]) -> Self {
        let known = tree.variants().iter().map(|variant| variant.key.clone()).collect();
        Self { problem, known, messages: messages.to_vec() }
    }

    /// What is wrong and what to do, one line for each thing.
    pub fn lines(&self, language: Language) -> Vec<String> {
        let mut lines = self.problem.lines(language);
        if let TreeProblem::NoSuchVariant(_) = self.problem {
            let known = self.known.join(", ");
            lines.push(match language {
                Language::English => format!("there are: {known}"),
                Language::Chinese => format!("已有：{known}"),
            });
            lines.extend(self.messages.iter().map(|message| message.text(language)));
        }
        lines
    }
}

/// The community of a scene with the changes of a variant in its folder made, on those of the variants that it
/// builds upon.
///
/// # Errors
/// When there is no such variant, it cannot be read, or it does not fit the scene.
pub fn variant_community(
    folder: &Path,
    scene: &Community,
    key: &str,
) -> Result<Community, Box<VariantRefused>> {
    let (variants, messages) = read_variants(folder, &scene.frame);
    let tree = VariantTree::new(variants);
    tree.community(scene, key).map_err(|problem| Box::new(VariantRefused::new(problem, &tree, &messages)))
}
