//! JSON Schema of a variant's file.

use schemars::JsonSchema;
use serde_json::{Map, Value};

/// A variant: edits to a scene.
#[derive(JsonSchema)]
#[schemars(title = "Linli variant", rename = "Variant")]
#[expect(dead_code, reason = "only its JSON Schema is used")]
struct VariantSchema {
    /// Version of the layout: 1, or 2 where edits are steps with several changes.
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
    /// How many edits of the base it builds upon; all of them when missing. Version 2.
    #[serde(default)]
    base_edits: Option<usize>,
    /// Who approved it; an approved variant is locked. Version 2.
    #[serde(default)]
    approval: Option<ApprovalSchema>,
    /// Edits in their order.
    edits: Vec<EditSchema>,
    /// Edits that were taken back and can be made again, the next one last. Version 2.
    #[serde(default)]
    undone: Vec<EditSchema>,
}

/// Who approved a variant.
#[derive(JsonSchema)]
#[schemars(rename = "Approval")]
#[expect(dead_code, reason = "only its JSON Schema is used")]
struct ApprovalSchema {
    /// Name of the person.
    by: String,
    /// Day, year-month-day.
    on: String,
    /// What for.
    #[serde(default)]
    note: String,
}

/// One step: a single change (version 1), or an action with all its changes (version 2).
#[derive(JsonSchema)]
#[schemars(rename = "Edit")]
#[serde(untagged)]
#[expect(dead_code, reason = "only its JSON Schema is used")]
enum EditSchema {
    /// A single change.
    Change(ChangeSchema),
    /// An action and what it changes.
    Step {
        /// What was done: a word, or an object of a word and its figures, for example `{"set_storeys": 9}`.
        action: Value,
        /// What that changes, in order.
        changes: Vec<ChangeSchema>,
    },
}

/// One change of one element.
#[derive(JsonSchema)]
#[schemars(rename = "Change")]
#[serde(tag = "op", rename_all = "snake_case")]
#[expect(dead_code, reason = "only its JSON Schema is used")]
enum ChangeSchema {
    /// Adds an element of a key that is free.
    Add {
        /// The element, as a GeoJSON feature of a layer file.
        feature: Map<String, Value>,
    },
    /// Removes an element.
    Remove {
        /// Key of the element.
        key: String,
        /// What it was.
        #[serde(default)]
        old: Option<Map<String, Value>>,
    },
    /// Puts an element in the place of the one of the same key.
    Replace {
        /// The new element, as a GeoJSON feature of a layer file.
        feature: Map<String, Value>,
        /// What was there.
        #[serde(default)]
        old: Option<Map<String, Value>>,
    },
    /// Sets one value of an element. Version 2.
    Set {
        /// Key of the element.
        key: String,
        /// The value: an object of its name and itself, for example `{"diameter_mm": 300.0}`.
        value: Map<String, Value>,
        /// What was there.
        #[serde(default)]
        old_value: Option<Map<String, Value>>,
    },
}

/// JSON Schema (draft 2020-12) of a variant's file, as pretty text with a final newline.
pub fn variant_schema() -> String {
    let mut text = serde_json::to_string_pretty(&schemars::schema_for!(VariantSchema)).unwrap_or_default();
    text.push('\n');
    text
}
