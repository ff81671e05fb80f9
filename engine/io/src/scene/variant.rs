//! Variants of a scene: JSON files in its folder `variants`. See `docs/data/variants.md`.

use std::fs;
use std::path::{Path, PathBuf};

use linli_model::{Edit, Element, Key, SceneFrame, Variant};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::feature::{FeatureRead, feature_line, read_feature};
use crate::report::{Code, Message, Outcome, Severity};
use crate::{Input, Limits};

/// Folder of the variants inside a scene folder.
const FOLDER: &str = "variants";
/// Version of the layout that this program writes.
const VERSION: u32 = 1;
/// Largest file of a variant, bytes.
const MOST_BYTES: u64 = 256 << 20;
/// Most files of variants that are looked at.
const MOST_FILES: usize = 1000;

static NOT_A_VARIANT: Code = Code {
    id: "CIM-VAR-001",
    severity: Severity::Error,
    outcome: Outcome::Rejected,
    english: "the file is no variant: {}",
    chinese: "该文件不是方案文件：{}",
    advice_english: "mend this place; docs/data/variants.md tells what a variant holds",
    advice_chinese: "请修改此处；格式见 docs/data/variants.md",
};
static NEWER: Code = Code {
    id: "CIM-VAR-002",
    severity: Severity::Error,
    outcome: Outcome::Rejected,
    english: "the layout version of the variant is newer than this program reads: {}",
    chinese: "方案文件的版本高于本程序支持的版本：{}",
    advice_english: "update the program",
    advice_chinese: "请更新程序",
};
static BAD_EDIT: Code = Code {
    id: "CIM-VAR-003",
    severity: Severity::Error,
    outcome: Outcome::Rejected,
    english: "an edit cannot be used: {}",
    chinese: "编辑项无法使用：{}",
    advice_english: "mend this edit; without it the variant would be another one",
    advice_chinese: "请修改该编辑项；缺少它方案即不完整",
};
static SAME_KEY: Code = Code {
    id: "CIM-VAR-004",
    severity: Severity::Error,
    outcome: Outcome::Rejected,
    english: "two variants have one key: {}",
    chinese: "两个方案的键相同：{}",
    advice_english: "give one of them another key",
    advice_chinese: "请为其中一个另取键",
};
static TOO_MANY: Code = Code {
    id: "CIM-VAR-005",
    severity: Severity::Error,
    outcome: Outcome::Skipped,
    english: "the folder cannot be read as a whole: {}",
    chinese: "文件夹无法全部读取：{}",
    advice_english: "check the permissions, or move variants that are not needed elsewhere",
    advice_chinese: "请检查权限，或移走不需要的方案",
};

/// A variant's file. `Feature` is an element as a layer file of the scene has it.
#[derive(Serialize, Deserialize)]
struct VariantFile<Feature> {
    schema_version: u32,
    key: String,
    name_zh: String,
    name_en: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    note: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    base: Option<String>,
    edits: Vec<EditFile<Feature>>,
}

#[derive(Serialize, Deserialize)]
struct EditFile<Feature> {
    op: Operation,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    key: Option<String>,
    #[serde(default = "none", skip_serializing_if = "Option::is_none")]
    feature: Option<Feature>,
    #[serde(default = "none", skip_serializing_if = "Option::is_none")]
    old: Option<Feature>,
}

fn none<T>() -> Option<T> {
    None
}

#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Operation {
    Add,
    Remove,
    Replace,
}

/// Reads a variant.
///
/// # Errors
/// Everything that is wrong with the file, edits with their numbers: a variant is read whole or not at all.
pub fn read_variant(path: &Path, frame: &SceneFrame) -> Result<Variant, Vec<Message>> {
    let limits = Limits { file_bytes: MOST_BYTES, decompressed_bytes: MOST_BYTES, ..Limits::default() };
    let input = Input::open(path, &limits).map_err(|rejection| vec![*rejection.0])?;
    read_variant_input(&input, frame)
}

/// [`read_variant`] out of bytes.
///
/// # Errors
/// As [`read_variant`].
pub fn read_variant_input(input: &Input, frame: &SceneFrame) -> Result<Variant, Vec<Message>> {
    let message = |code, place: String, what: String| {
        let mut message = Message::new(code, place, what);
        message.file.clone_from(&input.name);
        message
    };
    let file: VariantFile<Box<RawValue>> = serde_json::from_slice(&input.bytes).map_err(|e| {
        vec![message(&NOT_A_VARIANT, format!("line {}, column {}", e.line(), e.column()), e.to_string())]
    })?;
    if file.schema_version > VERSION {
        return Err(vec![message(&NEWER, "/schema_version".to_owned(), file.schema_version.to_string())]);
    }
    if file.key.is_empty() || file.key.chars().any(char::is_control) {
        return Err(vec![message(
            &NOT_A_VARIANT,
            "/key".to_owned(),
            "an empty or unprintable key".to_owned(),
        )]);
    }
    let (mut edits, mut problems) = (Vec::with_capacity(file.edits.len()), Vec::new());
    for (at, edit) in file.edits.iter().enumerate() {
        match read_edit(edit, frame) {
            Ok(edit) => edits.push(edit),
            Err(what) => {
                problems.push(message(&BAD_EDIT, format!("/edits/{at}"), format!("edit {}: {what}", at + 1)));
            }
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    Ok(Variant {
        key: file.key,
        name_zh: file.name_zh,
        name_en: file.name_en,
        note: file.note,
        base: file.base.map(|base| Key::from(base.as_str())),
        edits,
    })
}

fn read_edit(edit: &EditFile<Box<RawValue>>, frame: &SceneFrame) -> Result<Edit, String> {
    let element = |feature: &RawValue| -> Result<Box<Element>, String> {
        match read_feature(feature.get(), frame)? {
            FeatureRead { element, grid: None } => Ok(Box::new(element)),
            FeatureRead { grid: Some(_), .. } => Err("height grids do not belong in a variant".to_owned()),
        }
    };
    let new = || edit.feature.as_deref().map(element).transpose()?.ok_or("it has no feature".to_owned());
    let old = || edit.old.as_deref().map(element).transpose();
    let named = |element: &Element| match &edit.key {
        Some(key) if key != element.key.as_str() => {
            Err(format!("its key is {key} and that of its feature {}", element.key))
        }
        _ => Ok(()),
    };
    Ok(match edit.op {
        Operation::Add => {
            let element = new()?;
            named(&element)?;
            Edit::Add(element)
        }
        Operation::Replace => {
            let (new, old) = (new()?, old()?);
            named(&new)?;
            old.iter().try_for_each(|old| named(old))?;
            Edit::Replace { new, old }
        }
        Operation::Remove => {
            let old = old()?;
            let key = edit.key.as_deref().map(Key::from).or_else(|| old.as_ref().map(|old| old.key.clone()));
            old.iter().try_for_each(|old| named(old))?;
            Edit::Remove { key: key.ok_or("it has no key")?, old }
        }
    })
}

/// A variant as the text of its file.
///
/// # Errors
/// What is wrong with an element that cannot be written, with the number of its edit.
pub fn write_variant(variant: &Variant, frame: &SceneFrame) -> Result<String, String> {
    let raw = |number: usize, element: &Element| -> Result<Box<RawValue>, String> {
        let line = feature_line(element, frame, None).map_err(|e| format!("edit {number}: {e}"))?;
        RawValue::from_string(line).map_err(|e| format!("edit {number}: {e}"))
    };
    let edit = |(at, edit): (usize, &Edit)| -> Result<EditFile<Box<RawValue>>, String> {
        let raw = |element: &Element| raw(at + 1, element);
        let maybe = |old: &Option<Box<Element>>| old.as_deref().map(raw).transpose();
        Ok(match edit {
            Edit::Add(element) => {
                EditFile { op: Operation::Add, key: None, feature: Some(raw(element)?), old: None }
            }
            Edit::Remove { key, old } => EditFile {
                op: Operation::Remove,
                key: Some(key.to_string()),
                feature: None,
                old: maybe(old)?,
            },
            Edit::Replace { new, old } => {
                EditFile { op: Operation::Replace, key: None, feature: Some(raw(new)?), old: maybe(old)? }
            }
        })
    };
    let file = VariantFile {
        schema_version: VERSION,
        key: variant.key.clone(),
        name_zh: variant.name_zh.clone(),
        name_en: variant.name_en.clone(),
        note: variant.note.clone(),
        base: variant.base.as_ref().map(Key::to_string),
        edits: variant.edits.iter().enumerate().map(edit).collect::<Result<_, _>>()?,
    };
    let mut text = serde_json::to_string_pretty(&file).map_err(|e| e.to_string())?;
    text.push('\n');
    Ok(text)
}

/// Path of the file that a variant of a scene folder is written to; `None` when its key is no file name.
pub fn variant_path(folder: &Path, key: &str) -> Option<PathBuf> {
    let name = format!("{key}.json");
    super::file::is_plain_file_name(&name).then(|| folder.join(FOLDER).join(name))
}

/// The variants of a scene folder in the order of their file names, and what is wrong with those that
/// cannot be read. Nothing when the folder holds no variants.
pub fn read_variants(folder: &Path, frame: &SceneFrame) -> (Vec<Variant>, Vec<Message>) {
    let (mut variants, mut messages): (Vec<Variant>, Vec<Message>) = (Vec::new(), Vec::new());
    let folder = folder.join(FOLDER);
    let Ok(entries) = fs::read_dir(&folder) else { return (variants, messages) };
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.sort();
    if paths.len() > MOST_FILES {
        messages.push(Message::new(
            &TOO_MANY,
            FOLDER,
            format!("{} variants, the first {MOST_FILES} are read", paths.len()),
        ));
        paths.truncate(MOST_FILES);
    }
    for path in paths.iter().filter(|path| fs::symlink_metadata(path).is_ok_and(|meta| meta.is_file())) {
        match read_variant(path, frame) {
            Ok(variant) if variants.iter().any(|other| other.key == variant.key) => {
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                messages.push(Message::new(&SAME_KEY, format!("{name} /key"), variant.key));
            }
            Ok(variant) => variants.push(variant),
            Err(problems) => messages.extend(problems),
        }
    }
    (variants, messages)
}

/// A variant: edits to a scene.
#[derive(JsonSchema)]
#[schemars(title = "Linli variant", rename = "Variant")]
#[expect(dead_code, reason = "only its JSON Schema is used")]
struct VariantSchema {
    /// Version of the layout.
    schema_version: u32,
    /// Short name, unique in the scene.
    key: String,
    /// Name in Chinese.
    name_zh: String,
    /// Name in English.
    name_en: String,
    /// What it is about.
    #[serde(default)]
    note: String,
    /// Key of the variant that it builds upon; the scene itself when missing.
    #[serde(default)]
    base: Option<String>,
    /// Changes in their order.
    edits: Vec<EditSchema>,
}

/// One change.
#[derive(JsonSchema)]
#[schemars(rename = "Edit")]
#[serde(tag = "op", rename_all = "snake_case")]
#[expect(dead_code, reason = "only its JSON Schema is used")]
enum EditSchema {
    /// Adds an element of a key that is free.
    Add {
        /// The element, as a GeoJSON feature of a layer file.
        feature: serde_json::Map<String, serde_json::Value>,
    },
    /// Removes an element.
    Remove {
        /// Key of the element.
        key: String,
        /// What it was.
        #[serde(default)]
        old: Option<serde_json::Map<String, serde_json::Value>>,
    },
    /// Puts an element in the place of the one of the same key.
    Replace {
        /// The new element, as a GeoJSON feature of a layer file.
        feature: serde_json::Map<String, serde_json::Value>,
        /// What was there.
        #[serde(default)]
        old: Option<serde_json::Map<String, serde_json::Value>>,
    },
}

/// JSON Schema (draft 2020-12) of a variant's file, as pretty text with a final newline.
pub fn variant_schema() -> String {
    let mut text = serde_json::to_string_pretty(&schemars::schema_for!(VariantSchema)).unwrap_or_default();
    text.push('\n');
    text
}

#[cfg(test)]
mod tests;
