//! What changes variants. Everything is looked at before anything is written.

use anyhow::{Context as _, bail};
use linli_io::store::{SystemFiles, discard_variant, save, store_variant};
use linli_io::{ImportReport, Language, read_variant, write_scene, write_variant};
use linli_model::variant::{Choice, Side, TakeOver, resolve_edits};
use linli_model::{Edit, Key, Variant};
use serde_json::{Value, json};

use super::{Scene, tell};
use crate::args::{
    ConflictArgs, TakeSide, VariantApplyArgs, VariantExportArgs, VariantForkArgs, VariantKeyArgs,
    VariantLockArgs, VariantMergeArgs, VariantPickArgs, VariantPromoteArgs, VariantRenameArgs,
};
use crate::outcome::Outcome;
use crate::output::put_line;
use crate::speech::either;

impl Scene {
    /// Writes the variants of some keys, and says so.
    fn store(&self, keys: &[&str]) -> anyhow::Result<Vec<String>> {
        let mut paths = Vec::new();
        for variant in keys.iter().filter_map(|key| self.tree.get(key)) {
            let place = || format!("{}: {}", self.places.scene.display(), variant.key);
            let path =
                store_variant(&self.places, variant, &self.opened.community.frame).with_context(place)?;
            paths.push(path.display().to_string());
        }
        Ok(paths)
    }
}

fn say(json: bool, value: &Value, text: &str) {
    if json { put_line(&format!("{value:#}")) } else { put_line(text) }
}

/// `variant fork`.
///
/// # Errors
/// When there is no such variant, the key is taken, or the file cannot be written.
pub(super) fn fork(args: &VariantForkArgs, language: Language) -> anyhow::Result<Outcome> {
    let Some(mut scene) = Scene::open_to_change(&args.scene, language)? else { return Ok(Outcome::Stopped) };
    let name = |text: &str| if text.is_empty() { args.new.clone() } else { text.to_owned() };
    let names = [name(&args.name_zh), name(&args.name_en)];
    let made = match &args.from {
        Some(from) => scene.tree.fork(from, &args.new, [&names[0], &names[1]]),
        None => {
            let [name_zh, name_en] = names;
            scene.tree.create(Variant { name_zh, name_en, ..Variant::of(args.new.clone(), Vec::new()) })
        }
    };
    made.map_err(|problem| scene.told(&problem, language))?;
    let paths = scene.store(&[&args.new])?;
    say(args.json, &json!({"variant": args.new, "base": args.from, "files": paths}), &paths.join("\n"));
    Ok(Outcome::Done)
}

/// `variant apply`.
///
/// # Errors
/// When a file cannot be read or written; edits that do not fit are told and nothing is written.
pub(super) fn apply(args: &VariantApplyArgs, language: Language) -> anyhow::Result<Outcome> {
    let Some(mut scene) = Scene::open_to_change(&args.scene, language)? else { return Ok(Outcome::Stopped) };
    let frame = scene.opened.community.frame.clone();
    let read = read_variant(&args.file, &frame).map_err(|messages| {
        let texts: Vec<String> = messages.iter().map(|message| message.text(language)).collect();
        anyhow::anyhow!(texts.join("\n"))
    })?;
    let community = scene.community(&args.to, language)?;
    let Some(mut variant) = scene.tree.get(&args.to).cloned() else { bail!("{}", args.to) };
    if variant.approval.is_some() {
        let locked = linli_model::variant::TreeProblem::Locked(args.to.clone());
        return Err(scene.told(&locked, language));
    }
    let resolved = match resolve_edits(&community, &read.edits) {
        Ok(resolved) => resolved.into_edits(),
        Err(problems) => {
            let texts: Vec<String> = problems.iter().map(|problem| problem.text(language)).collect();
            say(args.json, &json!({"fits": false, "problems": texts}), &texts.join("\n"));
            return Ok(Outcome::Wrong);
        }
    };
    let count = resolved.len();
    let mut files = Vec::new();
    if !args.check {
        variant.edits.extend(resolved);
        variant.undone.clear();
        scene.tree.put(variant);
        files = scene.store(&[&args.to])?;
    }
    let text = format!("{count} {}", either(language, "edits fit", "项编辑均适用"));
    say(args.json, &json!({"fits": true, "edits": count, "files": files}), &text);
    Ok(Outcome::Done)
}

fn choice(args: &ConflictArgs) -> Choice {
    let side = |side| match side {
        TakeSide::Ours => Side::Ours,
        TakeSide::Theirs => Side::Theirs,
    };
    let keys = |list: &[String], side| {
        list.iter().map(move |key| (Key::from(key.as_str()), side)).collect::<Vec<_>>()
    };
    let mut by_key: std::collections::HashMap<Key, Side> = keys(&args.ours, Side::Ours).into_iter().collect();
    by_key.extend(keys(&args.theirs, Side::Theirs));
    Choice { by_key, otherwise: args.take.map(side) }
}

/// What came of taking edits over: conflicts are told, and then nothing is written.
fn taken(
    scene: &Scene,
    into: &str,
    result: Result<usize, TakeOver>,
    json: bool,
    language: Language,
) -> anyhow::Result<Outcome> {
    match result {
        Ok(count) => {
            let files = scene.store(&[into])?;
            let text = format!("{count} {}", either(language, "edits taken over", "项编辑已并入"));
            say(json, &json!({"edits": count, "conflicts": [], "files": files}), &text);
            Ok(Outcome::Done)
        }
        Err(TakeOver::Problem(problem)) => Err(scene.told(&problem, language)),
        Err(TakeOver::Conflicts(conflicts)) => {
            let list: Vec<Value> = conflicts.iter().map(tell::conflict_json).collect();
            let mut lines: Vec<String> = conflicts.iter().map(|c| tell::conflict(c, language)).collect();
            lines.push(
                either(
                    language,
                    "nothing was changed; choose with --ours ELEMENT, --theirs ELEMENT or --take ours|theirs",
                    "未作任何改动；请用 --ours 要素、--theirs 要素 或 --take ours|theirs 选择",
                )
                .to_owned(),
            );
            say(json, &json!({"edits": 0, "conflicts": list}), &lines.join("\n"));
            Ok(Outcome::Wrong)
        }
    }
}

/// `variant merge`.
///
/// # Errors
/// When the tree does not allow it, or the file cannot be written.
pub(super) fn merge(args: &VariantMergeArgs, language: Language) -> anyhow::Result<Outcome> {
    let Some(mut scene) = Scene::open_to_change(&args.scene, language)? else { return Ok(Outcome::Stopped) };
    let choice = choice(&args.conflicts);
    let result = scene.tree.merge(&scene.opened.community, &args.from, &args.into, &choice);
    taken(&scene, &args.into, result, args.json, language)
}

/// `variant pick`.
///
/// # Errors
/// When the tree does not allow it, or the file cannot be written.
pub(super) fn pick(args: &VariantPickArgs, language: Language) -> anyhow::Result<Outcome> {
    let Some(mut scene) = Scene::open_to_change(&args.scene, language)? else { return Ok(Outcome::Stopped) };
    let choice = choice(&args.conflicts);
    let community = &scene.opened.community;
    let result = scene.tree.cherry_pick(community, &args.from, args.number, &args.into, &choice);
    taken(&scene, &args.into, result, args.json, language)
}

/// `variant rename`.
///
/// # Errors
/// When the tree does not allow it, or a file cannot be written.
pub(super) fn rename(args: &VariantRenameArgs, language: Language) -> anyhow::Result<Outcome> {
    let Some(mut scene) = Scene::open_to_change(&args.scene, language)? else { return Ok(Outcome::Stopped) };
    let new = args.key.as_deref().unwrap_or(&args.variant);
    scene.tree.rename(&args.variant, new).map_err(|problem| scene.told(&problem, language))?;
    if let Some(mut variant) = scene.tree.get(new).cloned() {
        variant.name_en = args.name_en.clone().unwrap_or(variant.name_en);
        variant.name_zh = args.name_zh.clone().unwrap_or(variant.name_zh);
        scene.tree.put(variant);
    }
    let above: Vec<String> = scene
        .tree
        .variants()
        .iter()
        .filter(|variant| variant.base.as_ref().is_some_and(|base| base.as_str() == new))
        .map(|variant| variant.key.clone())
        .collect();
    let mut keys = vec![new];
    if new != args.variant {
        keys.extend(above.iter().map(String::as_str));
    }
    let files = scene.store(&keys)?;
    if new != args.variant {
        // The new file is there, so that nothing is lost when this fails.
        discard_variant(&scene.places, &args.variant)?;
    }
    say(args.json, &json!({"variant": new, "files": files}), &files.join("\n"));
    Ok(Outcome::Done)
}

/// `variant lock`.
///
/// # Errors
/// When there is no such variant, it is locked, or the file cannot be written.
pub(super) fn lock(args: &VariantLockArgs, language: Language) -> anyhow::Result<Outcome> {
    let Some(mut scene) = Scene::open_to_change(&args.scene, language)? else { return Ok(Outcome::Stopped) };
    // What is approved has to fit.
    scene.community(&args.variant, language)?;
    let on = args.on.unwrap_or_else(|| chrono::Local::now().date_naive());
    let locked = scene.tree.lock(&args.variant, &args.by, on, &args.note);
    locked.map_err(|problem| scene.told(&problem, language))?;
    let files = scene.store(&[&args.variant])?;
    say(
        args.json,
        &json!({"variant": args.variant, "by": args.by, "on": on, "files": files}),
        &files.join("\n"),
    );
    Ok(Outcome::Done)
}

/// `variant unlock`.
///
/// # Errors
/// When there is no such variant, or the file cannot be written.
pub(super) fn unlock(args: &VariantKeyArgs, language: Language) -> anyhow::Result<Outcome> {
    let Some(mut scene) = Scene::open_to_change(&args.scene, language)? else { return Ok(Outcome::Stopped) };
    scene.tree.unlock(&args.variant).map_err(|problem| scene.told(&problem, language))?;
    let files = scene.store(&[&args.variant])?;
    say(args.json, &json!({"variant": args.variant, "files": files}), &files.join("\n"));
    Ok(Outcome::Done)
}

/// `variant remove`.
///
/// # Errors
/// When the tree does not allow it, or the file cannot be moved.
pub(super) fn remove(args: &VariantKeyArgs, language: Language) -> anyhow::Result<Outcome> {
    let Some(mut scene) = Scene::open_to_change(&args.scene, language)? else { return Ok(Outcome::Stopped) };
    scene.tree.remove(&args.variant).map_err(|problem| scene.told(&problem, language))?;
    let path = discard_variant(&scene.places, &args.variant)?;
    let text = format!("{}: {}", either(language, "kept in", "保存于"), path.display());
    say(args.json, &json!({"variant": args.variant, "kept": path}), &text);
    Ok(Outcome::Done)
}

/// `variant promote`.
///
/// # Errors
/// When the variant does not fit, or the new scene cannot be written.
pub(super) fn promote(args: &VariantPromoteArgs, language: Language) -> anyhow::Result<Outcome> {
    let Some(scene) = Scene::open(&args.scene, language)? else { return Ok(Outcome::Stopped) };
    if args.out.exists() {
        let what = either(language, "is there already; name another folder", "已存在，请另选文件夹");
        bail!("{}: {what}", args.out.display());
    }
    let promotion = scene.tree.promote(&scene.opened.community, &args.variant);
    let promotion = promotion.map_err(|problem| scene.told(&problem, language))?;
    write_scene(&args.out, &promotion.community, &ImportReport::default())
        .map_err(|error| anyhow::anyhow!(error.text(language)))?;
    // Schedule, date and views are those of the scene before.
    let mut file = linli_io::read_scene_file(&args.out).map_err(|e| anyhow::anyhow!(e.text(language)))?;
    file.views.clone_from(&scene.opened.file.views);
    file.date_time.clone_from(&scene.opened.file.date_time);
    file.schedule.clone_from(&scene.opened.file.schedule);
    let text = format!("{}\n", serde_json::to_string_pretty(&file)?);
    save(&SystemFiles, &args.out.join("scene.json"), text.as_bytes())?;
    if let Some(schedule) = &file.schedule {
        std::fs::copy(args.scene.join(schedule), args.out.join(schedule))
            .with_context(|| schedule.clone())?;
    }
    let places = linli_io::store::StorePlaces::of(&args.out);
    for variant in promotion.tree.variants() {
        store_variant(&places, variant, &promotion.community.frame)?;
    }
    let (out, before) = (args.out.display().to_string(), &promotion.before);
    let text = format!("{out}\n{}: {before}", either(language, "the scene as it was", "原场景方案"));
    say(args.json, &json!({"scene": out, "before": before}), &text);
    Ok(Outcome::Done)
}

/// `variant export`.
///
/// # Errors
/// When the variant does not fit, or the file cannot be written.
pub(super) fn export(args: &VariantExportArgs, language: Language) -> anyhow::Result<Outcome> {
    let Some(scene) = Scene::open(&args.scene, language)? else { return Ok(Outcome::Stopped) };
    scene.community(&args.variant, language)?;
    let edits = scene.tree.edits(&args.variant).map_err(|problem| scene.told(&problem, language))?;
    let edits: Vec<Edit> = edits.into_iter().map(|(_, _, edit)| edit.clone()).collect();
    let Some(variant) = scene.tree.get(&args.variant).cloned() else { bail!("{}", args.variant) };
    let whole = Variant { base: None, base_edits: None, undone: Vec::new(), edits, ..variant };
    let text = write_variant(&whole, &scene.opened.community.frame).map_err(anyhow::Error::msg)?;
    save(&SystemFiles, &args.out, text.as_bytes()).with_context(|| args.out.display().to_string())?;
    say(
        args.json,
        &json!({"variant": args.variant, "edits": whole.edits.len(), "file": args.out}),
        &args.out.display().to_string(),
    );
    Ok(Outcome::Done)
}
