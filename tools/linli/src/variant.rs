//! `linli variant`: the variants of a scene.

use std::path::Path;

use anyhow::bail;
use linli_io::{Language, read_variants};
use linli_model::{Community, Kind, Stage, Variant};
use serde_json::{Value, json};

use crate::args::{VariantCommand, VariantListArgs};
use crate::info;
use crate::outcome::Outcome;
use crate::output::put_line;
use crate::speech::either;

/// Most variants that are built upon each other.
const MOST_BASES: usize = 32;

/// Runs the command.
///
/// # Errors
/// When the scene cannot be read.
pub fn run(command: &VariantCommand, language: Language) -> anyhow::Result<Outcome> {
    match command {
        VariantCommand::List(args) => list(args, language),
    }
}

fn list(args: &VariantListArgs, language: Language) -> anyhow::Result<Outcome> {
    let Some(opened) = info::open(&args.scene, language)? else { return Ok(Outcome::Stopped) };
    let (variants, messages) = read_variants(&args.scene, &opened.file.frame);
    let rows: Vec<(&Variant, Vec<String>)> = variants
        .iter()
        .map(|variant| {
            (variant, made(&opened.community, &variants, variant, language).err().unwrap_or_default())
        })
        .collect();
    if args.json {
        let rows: Vec<Value> = rows
            .iter()
            .map(|(variant, problems)| {
                json!({
                    "key": variant.key, "name_zh": variant.name_zh, "name_en": variant.name_en,
                    "note": variant.note, "base": variant.base, "edits": variant.edits.len(),
                    "problems": problems,
                })
            })
            .collect();
        let messages: Vec<String> = messages.iter().map(|message| message.text(language)).collect();
        put_line(&format!("{:#}", json!({"variants": rows, "messages": messages})));
    } else {
        for (variant, problems) in &rows {
            let name = either(language, &variant.name_en, &variant.name_zh);
            let edits = either(language, "edits", "项编辑");
            put_line(&format!("{}\t{name}\t{} {edits}\t{}", variant.key, variant.edits.len(), variant.note));
            problems.iter().for_each(|problem| put_line(&format!("  {problem}")));
        }
        if rows.is_empty() {
            eprintln!("{}", either(language, "the scene has no variants", "该场景没有方案"));
        }
        messages.iter().for_each(|message| eprintln!("{}", message.text(language)));
    }
    let wrong = !messages.is_empty() || rows.iter().any(|(_, problems)| !problems.is_empty());
    Ok(if wrong { Outcome::Wrong } else { Outcome::Done })
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
    let (variants, messages) = read_variants(folder, &community.frame);
    let Some(variant) = variants.iter().find(|variant| variant.key == key) else {
        let texts: Vec<String> = messages.iter().map(|message| message.text(language)).collect();
        let known: Vec<&str> = variants.iter().map(|variant| variant.key.as_str()).collect();
        let what = either(language, "no variant of this key; known", "没有该键的方案；已有");
        bail!(
            "{key}: {what}: {}{}",
            known.join(", "),
            texts.iter().map(|t| format!("\n{t}")).collect::<String>()
        );
    };
    made(community, &variants, variant, language).map_err(|problems| anyhow::anyhow!(problems.join("\n")))
}

/// The community with a variant's changes made on those of its bases.
fn made(
    community: &Community,
    variants: &[Variant],
    variant: &Variant,
    language: Language,
) -> Result<Community, Vec<String>> {
    let mut chain = vec![variant];
    while let Some(base) = chain.last().and_then(|last| last.base.as_ref()) {
        let found = variants.iter().find(|other| other.key == base.as_str());
        match found {
            Some(found) if chain.len() < MOST_BASES => chain.push(found),
            Some(_) => {
                let what =
                    either(language, "too many variants build upon each other", "方案层层引用过多或成环");
                return Err(vec![format!("{}: {what}", variant.key)]);
            }
            None => {
                let what =
                    either(language, "the variant that it builds upon is not there", "所依据的方案不存在");
                return Err(vec![format!("{}: {what}: {base}", variant.key)]);
            }
        }
    }
    let mut changed: Option<Community> = None;
    for step in chain.into_iter().rev() {
        let now = changed.as_ref().unwrap_or(community);
        let resolved = step.resolve(now).map_err(|problems| {
            let text = |problem: &linli_model::EditProblem| {
                let (english, chinese) = (problem.english(), problem.chinese());
                format!("{}: {}", step.key, either(language, &english, &chinese))
            };
            problems.iter().map(text).collect::<Vec<_>>()
        })?;
        changed = Some(resolved.apply(now));
    }
    Ok(changed.unwrap_or_else(|| community.clone()))
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
