//! Variants of a scene: JSON files in its folder `variants`. See `docs/data/variants.md`.

mod edit;
mod schema;

use std::fs;
use std::path::{Path, PathBuf};

use linli_model::variant::Approval;
use linli_model::{Edit, Key, SceneFrame, Variant};
use serde::{Deserialize, Serialize};

pub(crate) use self::edit::EditFile;
pub use self::schema::variant_schema;
use crate::report::{Code, Message, Outcome, Severity};
use crate::{Input, Limits};

/// Folder of the variants inside a scene folder.
pub(crate) const FOLDER: &str = "variants";
/// Version of the layout that this program writes.
const VERSION: u32 = 2;
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

/// A variant's file.
#[derive(Serialize, Deserialize)]
struct VariantFile {
    schema_version: u32,
    key: String,
    name_zh: String,
    name_en: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    note: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    base: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    base_edits: Option<usize>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    approval: Option<Approval>,
    edits: Vec<EditFile>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    undone: Vec<EditFile>,
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
    let file: VariantFile = serde_json::from_slice(&input.bytes).map_err(|e| {
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
    let mut problems = Vec::new();
    let mut read = |list: Vec<EditFile>, name: &str| {
        let mut edits = Vec::with_capacity(list.len());
        for (at, edit) in list.into_iter().enumerate() {
            match edit.into_edit(frame) {
                Ok(edit) => edits.push(edit),
                Err(what) => {
                    let place = format!("/{name}/{at}");
                    problems.push(message(&BAD_EDIT, place, format!("edit {}: {what}", at + 1)));
                }
            }
        }
        edits
    };
    let edits = read(file.edits, "edits");
    let undone = read(file.undone, "undone");
    if !problems.is_empty() {
        return Err(problems);
    }
    Ok(Variant {
        key: file.key,
        name_zh: file.name_zh,
        name_en: file.name_en,
        note: file.note,
        base: file.base.map(|base| Key::from(base.as_str())),
        base_edits: file.base_edits,
        approval: file.approval,
        edits,
        undone,
    })
}

/// A variant as the text of its file.
///
/// # Errors
/// What is wrong with an element that cannot be written, with the number of its edit.
pub fn write_variant(variant: &Variant, frame: &SceneFrame) -> Result<String, String> {
    let version = version_of(variant);
    let written = |edits: &[Edit]| -> Result<Vec<EditFile>, String> {
        let one = |(at, edit): (usize, &Edit)| {
            EditFile::of(edit, frame, version).map_err(|e| format!("edit {}: {e}", at + 1))
        };
        edits.iter().enumerate().map(one).collect()
    };
    let file = VariantFile {
        schema_version: version,
        key: variant.key.clone(),
        name_zh: variant.name_zh.clone(),
        name_en: variant.name_en.clone(),
        note: variant.note.clone(),
        base: variant.base.as_ref().map(Key::to_string),
        base_edits: variant.base_edits,
        approval: variant.approval.clone(),
        edits: written(&variant.edits)?,
        undone: written(&variant.undone)?,
    };
    let mut text = serde_json::to_string_pretty(&file).map_err(|e| e.to_string())?;
    text.push('\n');
    Ok(text)
}

/// The oldest version of the layout that holds a variant, so that older programs read what they can.
fn version_of(variant: &Variant) -> u32 {
    let plain = variant.base_edits.is_none() && variant.approval.is_none() && variant.undone.is_empty();
    if plain && variant.edits.iter().all(EditFile::is_of_version_1) { 1 } else { VERSION }
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

#[cfg(test)]
mod tests;
