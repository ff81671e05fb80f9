//! Rule packs of utility lines: JSON, one standard a file.

mod check;
mod prices;

use linli_model::UtilityRules;

pub use prices::{built_in_capital_prices, read_capital_prices};

use crate::Input;
use crate::report::{Code, Message, Outcome, Rejection, Severity};

static NOT_JSON: Code = Code {
    id: "CIM-RU-001",
    severity: Severity::Error,
    outcome: Outcome::Rejected,
    english: "the rule pack is not what its schema asks for: {}",
    chinese: "规则包不符合格式：{}",
    advice_english: "compare it with assets/rules; field names and tags must be the same",
    advice_chinese: "请对照 assets/rules，字段名和标签须一致",
};
static WRONG: Code = Code {
    id: "CIM-RU-002",
    severity: Severity::Error,
    outcome: Outcome::Rejected,
    english: "the rule pack contradicts itself: {}",
    chinese: "规则包内容有矛盾：{}",
    advice_english: "correct the entry that is named",
    advice_chinese: "请修正所指条目",
};

/// Rule packs that come with the program: name and JSON text.
const BUILT_IN: [(&str, &str); 3] = [
    ("gb50289-2016", include_str!("../../../../assets/rules/gb50289-2016.json")),
    ("gb50838-2015", include_str!("../../../../assets/rules/gb50838-2015.json")),
    ("gb50014-2021", include_str!("../../../../assets/rules/gb50014-2021.json")),
];

/// Reads a rule pack and checks it.
///
/// # Errors
/// A [`Rejection`] that names the line of the JSON, or the rule that is wrong.
pub fn read_utility_rules(input: &Input) -> Result<UtilityRules, Rejection> {
    let reject = |code: &'static Code, place: String, detail: String| {
        let mut message = Message::new(code, place, detail);
        message.file.clone_from(&input.name);
        Rejection::from(message)
    };
    let rules: UtilityRules = serde_json::from_slice(&input.bytes)
        .map_err(|e| reject(&NOT_JSON, format!("line {}", e.line()), e.to_string()))?;
    check::contradiction(&rules).map_or(Ok(()), |(place, detail)| Err(reject(&WRONG, place, detail)))?;
    Ok(rules)
}

/// Names of the rule packs that come with the program.
pub fn built_in_utility_rule_names() -> Vec<&'static str> {
    BUILT_IN.iter().map(|(name, _)| *name).collect()
}

/// The rule packs that come with the program, as one set: GB 50289, GB 50838, GB 50014.
///
/// # Errors
/// A [`Rejection`] when a shipped pack is damaged.
pub fn built_in_utility_rules() -> Result<Vec<UtilityRules>, Rejection> {
    BUILT_IN
        .iter()
        .map(|(name, text)| {
            let input = Input { name: format!("{name}.json"), bytes: text.as_bytes().to_vec(), path: None };
            read_utility_rules(&input)
        })
        .collect()
}

#[cfg(test)]
mod tests;
