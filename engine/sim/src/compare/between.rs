//! The causes between two variants of a tree.

use linli_model::variant::{BASE, TreeProblem, VariantTree, resolve_edits};
use linli_model::{Community, Edit};

use super::cause::{CauseEdit, Causes};

/// The causes between two variants by their keys; [`BASE`] is the scene itself. Edits that both share, because they
/// build upon the same variant, are no causes.
///
/// # Errors
/// When there is no such variant, or its edits cannot be made.
pub fn causes_between(
    scene: &Community,
    tree: &VariantTree,
    a: &str,
    b: &str,
) -> Result<Causes, TreeProblem> {
    let (mut first, mut second) = (edits_of(tree, a)?, edits_of(tree, b)?);
    let same = |(x, y): &(&CauseEdit, &CauseEdit)| (&x.variant, x.number) == (&y.variant, y.number);
    let shared = first.iter().zip(&second).take_while(same).count();
    let common: Vec<Edit> = first.drain(..shared).map(|edit| edit.edit).collect();
    second.drain(..shared);
    let told = |problems| TreeProblem::Edits(b.to_owned(), problems);
    let base = resolve_edits(scene, &common).map_err(told)?.apply(scene);
    Causes::new(base, first, second).map_err(told)
}

fn edits_of(tree: &VariantTree, key: &str) -> Result<Vec<CauseEdit>, TreeProblem> {
    if key == BASE && tree.get(BASE).is_none() {
        return Ok(Vec::new());
    }
    let one = |(variant, number, edit): (&str, usize, &Edit)| CauseEdit {
        variant: variant.to_owned(),
        number,
        edit: edit.clone(),
    };
    Ok(tree.edits(key)?.into_iter().map(one).collect())
}
