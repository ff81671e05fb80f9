//! What looks at variants and changes nothing.

use linli_io::Language;
use linli_model::Variant;
use linli_model::variant::differences;
use serde_json::{Value, json};

use super::{Scene, tell};
use crate::args::{VariantDiffArgs, VariantKeyArgs, VariantSceneArgs};
use crate::outcome::Outcome;
use crate::output::put_line;
use crate::speech::either;

/// `variant list`.
///
/// # Errors
/// When the scene cannot be read.
pub(super) fn list(args: &VariantSceneArgs, language: Language) -> anyhow::Result<Outcome> {
    let Some(scene) = Scene::open(&args.scene, language)? else { return Ok(Outcome::Stopped) };
    let problems = |variant: &Variant| -> Vec<String> {
        let made = scene.tree.community(&scene.opened.community, &variant.key);
        made.err().map(|problem| problem.lines(language)).unwrap_or_default()
    };
    let rows: Vec<(&Variant, Vec<String>)> =
        scene.tree.variants().iter().map(|variant| (variant, problems(variant))).collect();
    if args.json {
        let rows: Vec<Value> = rows
            .iter()
            .map(|(variant, problems)| {
                json!({
                    "key": variant.key, "name_zh": variant.name_zh, "name_en": variant.name_en,
                    "note": variant.note, "base": variant.base, "base_edits": variant.base_edits,
                    "approval": variant.approval, "edits": variant.edits.len(), "undone": variant.undone.len(),
                    "problems": problems,
                })
            })
            .collect();
        let messages: Vec<String> = scene.messages.iter().map(|message| message.text(language)).collect();
        put_line(&format!("{:#}", json!({"variants": rows, "messages": messages})));
    } else {
        print_tree(&rows, language);
        if rows.is_empty() {
            eprintln!("{}", either(language, "the scene has no variants", "该场景没有方案"));
        }
        scene.messages.iter().for_each(|message| eprintln!("{}", message.text(language)));
    }
    let wrong = !scene.messages.is_empty() || rows.iter().any(|(_, problems)| !problems.is_empty());
    Ok(if wrong { Outcome::Wrong } else { Outcome::Done })
}

/// Variants below those that they build upon.
fn print_tree(rows: &[(&Variant, Vec<String>)], language: Language) {
    let is_root = |variant: &Variant| {
        variant.base.as_ref().is_none_or(|base| rows.iter().all(|(other, _)| other.key != base.as_str()))
    };
    let mut waiting: Vec<(usize, usize)> = Vec::new();
    let mut shown = vec![false; rows.len()];
    let roots = (0..rows.len()).filter(|at| rows.get(*at).is_some_and(|(variant, _)| is_root(variant)));
    // Circles have no root: their variants come at the end.
    for start in roots.chain(0..rows.len()).collect::<Vec<_>>() {
        waiting.push((start, 0));
        while let Some((at, depth)) = waiting.pop() {
            let (Some((variant, problems)), Some(shown)) = (rows.get(at), shown.get_mut(at)) else {
                continue;
            };
            if std::mem::replace(shown, true) {
                continue;
            }
            let name = either(language, &variant.name_en, &variant.name_zh);
            let edits = either(language, "edits", "项编辑");
            let indent = "  ".repeat(depth);
            let locked = match &variant.approval {
                Some(approval) => {
                    format!("\t[{} {}]", either(language, "approved by", "批准："), approval.by)
                }
                None => String::new(),
            };
            put_line(&format!(
                "{indent}{}\t{name}\t{} {edits}\t{}{locked}",
                variant.key,
                variant.edits.len(),
                variant.note
            ));
            problems.iter().for_each(|problem| put_line(&format!("{indent}  {problem}")));
            let above = rows.iter().enumerate().rev().filter(|(_, (other, _))| {
                other.base.as_ref().is_some_and(|base| base.as_str() == variant.key)
            });
            waiting.extend(above.map(|(at, _)| (at, depth + 1)));
        }
    }
}

/// `variant history`.
///
/// # Errors
/// When the scene cannot be read, or there is no such variant.
pub(super) fn history(args: &VariantKeyArgs, language: Language) -> anyhow::Result<Outcome> {
    let Some(scene) = Scene::open(&args.scene, language)? else { return Ok(Outcome::Stopped) };
    let edits = scene.tree.edits(&args.variant).map_err(|problem| scene.told(&problem, language))?;
    if args.json {
        let edits: Vec<Value> = edits
            .iter()
            .map(|(variant, number, edit)| {
                let mut value = tell::edit_json(*number, edit);
                value["variant"] = json!(variant);
                value
            })
            .collect();
        put_line(&format!("{:#}", json!({"variant": args.variant, "edits": edits})));
    } else {
        for (variant, number, edit) in edits {
            put_line(&format!("{variant}\t{}", tell::edit(number, edit, language)));
        }
    }
    Ok(Outcome::Done)
}

/// `variant diff`.
///
/// # Errors
/// When the scene cannot be read, there is no such variant, or it does not fit.
pub(super) fn diff(args: &VariantDiffArgs, language: Language) -> anyhow::Result<Outcome> {
    let Some(scene) = Scene::open(&args.scene, language)? else { return Ok(Outcome::Stopped) };
    let (a, b) = (scene.community(&args.a, language)?, scene.community(&args.b, language)?);
    let found = differences(&a, &b);
    if args.json {
        let found: Vec<Value> = found.iter().map(tell::difference_json).collect();
        put_line(&format!("{:#}", json!({"a": args.a, "b": args.b, "differences": found})));
    } else {
        found.iter().for_each(|found| put_line(&tell::difference(found, language)));
    }
    Ok(Outcome::Done)
}
