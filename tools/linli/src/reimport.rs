//! `linli import --over`: what newer files change in a scene, and the scene with them when that is wanted.

use std::collections::BTreeMap;

use anyhow::bail;
use linli_io::store::{Access, LockFault, Owner, SceneLock};
use linli_io::{
    ElementUpdate, ImportOptions, Language, PlaceUpdate, ReimportFault, Update, ValueUpdate, read_variants,
    reimport,
};
use linli_model::Community;
use linli_model::variant::VariantTree;
use serde_json::{Value, json};

use crate::args::ImportArgs;
use crate::import::{print_report, read, told_written, write};
use crate::info;
use crate::outcome::Outcome;
use crate::output::put_line;
use crate::speech::either;

/// Runs the command with `--over`.
///
/// # Errors
/// When the scene cannot be read or written, or it is not clear what the files replace.
pub fn run(args: &ImportArgs, language: Language) -> anyhow::Result<Outcome> {
    let Some(folder) = &args.over else { bail!("--over") };
    // Held while it is compared and written: nobody edits in between.
    let _lock = if args.write { locked(folder, language)? } else { None };
    let Some(opened) = info::open(folder, language)? else { return Ok(Outcome::Stopped) };
    let scene = opened.community;
    let options = ImportOptions { scene_crs: Some(scene.frame.crs.clone()), ..args.reading.options() };
    let (community, report) = match read(args, &options, language) {
        Ok(read) => read,
        Err(outcome) => return Ok(outcome),
    };
    let found = match reimport(&scene, community, args.replaces.as_deref()) {
        Ok(found) => found,
        Err(fault) => bail!(fault_text(&fault, language)),
    };
    let misfits = misfits(folder, &scene, &found.community, language);
    if args.json {
        let layers: BTreeMap<&str, Value> =
            sums(&found.updates).into_iter().map(|(layer, sum)| (layer, sum.json())).collect();
        let dangling: Vec<Value> =
            found.dangling.iter().map(|(key, named)| json!({"key": key, "names": named})).collect();
        let variants: Vec<Value> =
            misfits.iter().map(|(key, lines)| json!({"key": key, "problems": lines})).collect();
        put_line(&format!(
            "{:#}",
            json!({
                "replaced": found.replaced,
                "changes": found.updates.iter().map(update_json).collect::<Vec<_>>(),
                "layers": layers,
                "dangling": dangling,
                "variants": variants,
                "report": report.to_json(),
            })
        ));
    } else {
        print_report(&report, false, language);
        found.updates.iter().for_each(|update| put_line(&update_line(update, language)));
        for (layer, sum) in sums(&found.updates) {
            put_line(&sum.line(layer, language));
        }
        if found.updates.is_empty() {
            put_line(either(language, "nothing differs", "没有差异"));
        }
        for (key, named) in &found.dangling {
            let what = either(language, "names an element that is gone", "引用了已不存在的要素");
            put_line(&format!("! {key}\t{what}: {named}"));
        }
        misfits.iter().flat_map(|(_, lines)| lines).for_each(|line| put_line(&format!("! {line}")));
    }
    if !args.write {
        let what =
            either(language, "nothing was written; --write writes the scene", "未写入；加 --write 写入场景");
        eprintln!("{what}");
        return Ok(Outcome::Done);
    }
    if !write(folder, &found.community, &report, language)? {
        return Ok(Outcome::Stopped);
    }
    told_written(folder, &found.community, language);
    Ok(Outcome::Done)
}

fn locked(folder: &std::path::Path, language: Language) -> anyhow::Result<Option<SceneLock>> {
    let since = chrono::Utc::now().format("%Y-%m-%d %H:%M:%SZ").to_string();
    match SceneLock::take(folder, &Owner::this("linli import", &since)) {
        Ok(lock) => Ok(Some(lock)),
        Err(LockFault::Held(owner)) => {
            bail!("{}", Access::ReadOnly(owner).text(language).unwrap_or_default())
        }
        // Whether it can be written shows when it is.
        Err(LockFault::Unavailable(_)) => Ok(None),
    }
}

/// What no longer fits of each variant that fitted before.
fn misfits(
    folder: &std::path::Path,
    before: &Community,
    after: &Community,
    language: Language,
) -> Vec<(String, Vec<String>)> {
    let (variants, _) = read_variants(folder, &before.frame);
    let tree = VariantTree::new(variants);
    let lines = |scene: &Community, key: &str| -> Vec<String> {
        tree.community(scene, key).err().map(|problem| problem.lines(language)).unwrap_or_default()
    };
    let mut found = Vec::new();
    for variant in tree.variants() {
        let known = lines(before, &variant.key);
        let fresh: Vec<String> =
            lines(after, &variant.key).into_iter().filter(|line| !known.contains(line)).collect();
        if !fresh.is_empty() {
            found.push((variant.key.clone(), fresh));
        }
    }
    found
}

fn fault_text(fault: &ReimportFault, language: Language) -> String {
    if language == Language::English {
        let advice = match fault {
            ReimportFault::NoSuchSource { .. } => "; say with --replaces NAME which one is replaced",
            ReimportFault::Ambiguous(_) => "; import them one by one, or the whole scene anew",
            ReimportFault::Crs(..) => "",
        };
        return format!("{fault}{advice}");
    }
    match fault {
        ReimportFault::Crs(files, scene) => format!("文件坐标系为 {files}，场景为 {scene}"),
        ReimportFault::NoSuchSource { file, sources } => {
            format!(
                "场景中没有文件 {file}，现有：{}；请用 --replaces 名称 指明所替换的文件",
                sources.join("、")
            )
        }
        ReimportFault::Ambiguous(name) => format!("{name} 对应多个文件；请逐个导入，或整体重新导入"),
    }
}

/// How much differs in a layer.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Sum {
    added: u64,
    removed: u64,
    moved: u64,
    farthest_m: f64,
    reshaped: u64,
    with_values: u64,
}

impl Sum {
    fn json(&self) -> Value {
        json!({"added": self.added, "removed": self.removed, "moved": self.moved, "farthest_m": self.farthest_m,
            "reshaped": self.reshaped, "attributes_changed": self.with_values})
    }

    fn line(&self, layer: &str, language: Language) -> String {
        let Self { added, removed, moved, farthest_m, reshaped, with_values } = self;
        match language {
            Language::English => format!(
                "= {layer}: {added} added, {removed} removed, {moved} moved (by {farthest_m:.2} m at most), \
                 {reshaped} of another shape, {with_values} with other attributes"
            ),
            Language::Chinese => format!(
                "= {layer}：新增 {added}，移除 {removed}，移动 {moved}（最远 {farthest_m:.2} m），\
                 形状改变 {reshaped}，属性改变 {with_values}"
            ),
        }
    }
}

fn length_m(by: [f64; 3]) -> f64 {
    by.iter().map(|v| v * v).sum::<f64>().sqrt()
}

/// Sums of the layers in which something differs.
fn sums(updates: &[ElementUpdate]) -> BTreeMap<&'static str, Sum> {
    let mut sums: BTreeMap<&'static str, Sum> = BTreeMap::new();
    for update in updates {
        let sum = sums.entry(update.layer.name()).or_default();
        match &update.update {
            Update::Added => sum.added += 1,
            Update::Removed => sum.removed += 1,
            Update::Changed { place, values } => {
                match place {
                    PlaceUpdate::Same => {}
                    PlaceUpdate::Moved(by) => {
                        sum.moved += 1;
                        sum.farthest_m = sum.farthest_m.max(length_m(*by));
                    }
                    PlaceUpdate::Reshaped(_) => sum.reshaped += 1,
                }
                sum.with_values += u64::from(!values.is_empty());
            }
        }
    }
    sums
}

/// An element as a line: sign, key, layer, name, and what differs.
fn update_line(update: &ElementUpdate, language: Language) -> String {
    let (sign, what) = match &update.update {
        Update::Added => ('+', Vec::new()),
        Update::Removed => ('-', Vec::new()),
        Update::Changed { place, values } => {
            let mut what = Vec::new();
            let sign = match place {
                PlaceUpdate::Same => '~',
                PlaceUpdate::Moved([x, y, z]) => {
                    let [east, north, up] = [("east", "东"), ("north", "北"), ("up", "高")]
                        .map(|(english, chinese)| either(language, english, chinese));
                    what.push(format!("{east} {x:+.3} m, {north} {y:+.3} m, {up} {z:+.3} m"));
                    '>'
                }
                PlaceUpdate::Reshaped(apart) => {
                    what.push(match language {
                        Language::English => format!("another shape, its middle {apart:.3} m away"),
                        Language::Chinese => format!("形状改变，中心偏移 {apart:.3} m"),
                    });
                    '~'
                }
            };
            what.extend(values.iter().map(value_text));
            (sign, what)
        }
    };
    let name = update.name.as_deref().unwrap_or_default();
    format!("{sign} {}\t{}\t{name}\t{}", update.key, update.layer.name(), what.join("; "))
        .trim_end()
        .to_owned()
}

fn value_text(value: &ValueUpdate) -> String {
    let shown = |text: &Option<String>| text.clone().unwrap_or_else(|| "–".to_owned());
    format!("{}: {} → {}", value.name, shown(&value.old), shown(&value.new))
}

fn update_json(update: &ElementUpdate) -> Value {
    let mut found = json!({"key": update.key, "layer": update.layer.name(), "name": update.name});
    match &update.update {
        Update::Added => found["what"] = json!("added"),
        Update::Removed => found["what"] = json!("removed"),
        Update::Changed { place, values } => {
            found["what"] = json!("changed");
            match place {
                PlaceUpdate::Same => {}
                PlaceUpdate::Moved(by) => {
                    found["moved_m"] = json!(by);
                    found["distance_m"] = json!(length_m(*by));
                }
                PlaceUpdate::Reshaped(apart) => found["reshaped_middle_m"] = json!(apart),
            }
            let values = values.iter().map(|v| json!({"name": v.name, "old": v.old, "new": v.new}));
            found["values"] = values.collect();
        }
    }
    found
}
