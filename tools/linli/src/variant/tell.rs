//! Differences, edits and conflicts in words and as JSON.

use linli_io::Language;
use linli_model::Edit;
use linli_model::variant::{Conflict, ConflictKind, Difference, DifferenceKind, Facet};
use serde_json::{Value, json};

use crate::speech::either;

/// Name of a facet for people.
pub fn facet(facet: Facet, language: Language) -> &'static str {
    match facet {
        Facet::Name => either(language, "name", "名称"),
        Facet::Kind => either(language, "facts", "属性"),
        Facet::Geometry => either(language, "shape", "形状"),
        Facet::Presence => either(language, "stage", "阶段"),
        Facet::Attributes => either(language, "source attributes", "来源属性"),
    }
}

/// A difference as a line.
pub fn difference(difference: &Difference, language: Language) -> String {
    let key = &difference.key;
    match &difference.kind {
        DifferenceKind::Added => format!("+ {key}"),
        DifferenceKind::Removed => format!("- {key}"),
        DifferenceKind::Moved([x, y, z]) => {
            let (east, north, up) = (
                either(language, "east", "东"),
                either(language, "north", "北"),
                either(language, "up", "高"),
            );
            format!("> {key}\t{east} {x:+.2} m, {north} {y:+.2} m, {up} {z:+.2} m")
        }
        DifferenceKind::Changed(facets) => {
            let facets: Vec<&str> = facets.iter().map(|f| facet(*f, language)).collect();
            format!("~ {key}\t{}", facets.join(", "))
        }
    }
}

/// A difference as JSON.
pub fn difference_json(difference: &Difference) -> Value {
    let key = &difference.key;
    match &difference.kind {
        DifferenceKind::Added => json!({"key": key, "what": "added"}),
        DifferenceKind::Removed => json!({"key": key, "what": "removed"}),
        DifferenceKind::Moved(by) => json!({"key": key, "what": "moved", "by_m": by}),
        DifferenceKind::Changed(facets) => {
            let facets: Vec<&str> = facets.iter().map(|facet| facet.name()).collect();
            json!({"key": key, "what": "changed", "facets": facets})
        }
    }
}

/// An edit as a line: number, what was done, elements.
pub fn edit(number: usize, edit: &Edit, language: Language) -> String {
    const SHOWN: usize = 4;
    let keys = edit.keys();
    let mut shown: Vec<String> = keys.iter().take(SHOWN).map(|key| key.to_string()).collect();
    if keys.len() > SHOWN {
        shown.push(format!("+{}", keys.len() - SHOWN));
    }
    format!("{number}\t{}\t{}", edit.action.text(language), shown.join(", "))
}

/// An edit as JSON.
pub fn edit_json(number: usize, edit: &Edit) -> Value {
    json!({
        "number": number,
        "zh": edit.action.text(Language::Chinese),
        "en": edit.action.text(Language::English),
        "elements": edit.keys(),
    })
}

/// A conflict as a line.
pub fn conflict(conflict: &Conflict, language: Language) -> String {
    let why = match conflict.kind {
        ConflictKind::Both(facet_) => {
            let what = facet(facet_, language);
            match language {
                Language::English => format!("both changed its {what}"),
                Language::Chinese => format!("双方都改变了{what}"),
            }
        }
        ConflictKind::BothAdded => {
            either(language, "both added an element of this key", "双方都新增了该键").to_owned()
        }
        ConflictKind::RemovedHere => {
            either(language, "removed here, changed there", "此方案已移除，另一方案有修改").to_owned()
        }
        ConflictKind::RemovedThere => {
            either(language, "changed here, removed there", "此方案有修改，另一方案已移除").to_owned()
        }
    };
    format!("! {}\t{} {}: {why}", conflict.key, either(language, "edit", "编辑"), conflict.number)
}

/// A conflict as JSON.
pub fn conflict_json(conflict: &Conflict) -> Value {
    let (kind, facet) = match conflict.kind {
        ConflictKind::Both(facet) => ("both", Some(facet.name())),
        ConflictKind::BothAdded => ("both_added", None),
        ConflictKind::RemovedHere => ("removed_here", None),
        ConflictKind::RemovedThere => ("removed_there", None),
    };
    json!({"key": conflict.key, "edit": conflict.number, "kind": kind, "facet": facet})
}
