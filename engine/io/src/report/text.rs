//! The health report as text for people and as JSON for programs.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Value, json};

use super::{FileReport, ImportReport, Language, Message, Outcome, ProblemGroup, Severity};

/// Examples shown for each kind of problem.
const EXAMPLES: usize = 3;

impl ImportReport {
    /// The report grouped by file and by kind of problem, the worst first.
    pub fn to_text(&self, language: Language) -> String {
        let words = Words::of(language);
        let with = |severity| self.files.iter().filter(|f| f.worst() == Some(severity)).count();
        let mut text = format!("{}\n", words.title);
        let _ = writeln!(
            text,
            "{} {} · {} {} · {} {}",
            words.files,
            self.files.len(),
            words.with_errors,
            with(Severity::Error),
            words.with_warnings,
            with(Severity::Warning),
        );
        for file in &self.files {
            push_file(file, language, &mut text);
        }
        text
    }

    /// Everything in the report: per file the objects as the file counts them, the elements by
    /// layer, the problems by kind and the messages.
    pub fn to_json(&self) -> Value {
        let files: Vec<Value> = self.files.iter().map(file_json).collect();
        json!({ "worst": self.worst(), "files": files })
    }
}

struct Words {
    title: &'static str,
    files: &'static str,
    with_errors: &'static str,
    with_warnings: &'static str,
    format: &'static str,
    crs: &'static str,
    unknown: &'static str,
    objects: &'static str,
    elements: &'static str,
    no_problems: &'static str,
    more: &'static str,
    colon: &'static str,
}

impl Words {
    fn of(language: Language) -> Self {
        match language {
            Language::English => Self {
                title: "Health report",
                files: "files:",
                with_errors: "with errors:",
                with_warnings: "with warnings:",
                format: "format",
                crs: "coordinate system",
                unknown: "not known",
                objects: "objects in the file",
                elements: "elements by layer",
                no_problems: "no problems",
                more: "more",
                colon: ": ",
            },
            Language::Chinese => Self {
                title: "数据体检报告",
                files: "文件数：",
                with_errors: "有错误：",
                with_warnings: "有警告：",
                format: "格式",
                crs: "坐标系",
                unknown: "未知",
                objects: "文件中的对象",
                elements: "各图层要素",
                no_problems: "未发现问题",
                more: "条未列出",
                colon: "：",
            },
        }
    }
}

fn push_file(file: &FileReport, language: Language, text: &mut String) {
    let words = Words::of(language);
    let colon = words.colon;
    let _ = writeln!(text, "\n{}", file.file);
    let or_unknown = |value: &str| if value.is_empty() { words.unknown.to_owned() } else { value.to_owned() };
    let _ = writeln!(text, "  {}{colon}{}", words.format, or_unknown(&file.format));
    let _ = writeln!(text, "  {}{colon}{}", words.crs, or_unknown(file.crs.as_deref().unwrap_or_default()));
    for (title, counts) in [(words.objects, &file.objects), (words.elements, &file.elements)] {
        if !counts.is_empty() {
            let _ = writeln!(text, "  {title}{colon}{}", counts_text(counts));
        }
    }
    let groups = file.groups();
    if groups.is_empty() {
        let _ = writeln!(text, "  {}", words.no_problems);
    }
    for group in &groups {
        push_group(group, language, text);
    }
}

fn counts_text(counts: &BTreeMap<String, u64>) -> String {
    let counts: Vec<String> = counts.iter().map(|(name, count)| format!("{name} {count}")).collect();
    counts.join(", ")
}

fn push_group(group: &ProblemGroup, language: Language, text: &mut String) {
    let words = Words::of(language);
    let (what, advice) = match language {
        Language::English => (group.code.english, group.code.advice_english),
        Language::Chinese => (group.code.chinese, group.code.advice_chinese),
    };
    let severity = severity_text(group.code.severity, language);
    let outcome = outcome_text(group.code.outcome, language);
    let _ = writeln!(text, "  [{}] {severity} × {} ({outcome})", group.code.id, group.count);
    for message in group.messages.iter().take(EXAMPLES) {
        let _ = writeln!(text, "    {}{}", place_text(message), what.replace("{}", &message.detail));
    }
    let hidden = group.count.saturating_sub(EXAMPLES as u64);
    if hidden > 0 {
        let _ = writeln!(text, "    … {hidden} {}", words.more);
    }
    if !advice.is_empty() {
        let _ = writeln!(text, "    → {advice}");
    }
}

fn severity_text(severity: Severity, language: Language) -> &'static str {
    match (language, severity) {
        (Language::English, Severity::Note) => "note",
        (Language::English, Severity::Warning) => "warning",
        (Language::English, Severity::Error) => "error",
        (Language::Chinese, Severity::Note) => "提示",
        (Language::Chinese, Severity::Warning) => "警告",
        (Language::Chinese, Severity::Error) => "错误",
    }
}

fn outcome_text(outcome: Outcome, language: Language) -> &'static str {
    match (language, outcome) {
        (Language::English, Outcome::Kept) => "loaded as it is",
        (Language::English, Outcome::Fixed) => "repaired and loaded",
        (Language::English, Outcome::Skipped) => "this part was left out",
        (Language::English, Outcome::Rejected) => "the file was left out",
        (Language::Chinese, Outcome::Kept) => "照原样载入",
        (Language::Chinese, Outcome::Fixed) => "修复后载入",
        (Language::Chinese, Outcome::Skipped) => "该部分未载入",
        (Language::Chinese, Outcome::Rejected) => "该文件未载入",
    }
}

/// `place (object) at x, y, z: `, as far as it is known.
fn place_text(message: &Message) -> String {
    let mut text = String::new();
    if !message.place.is_empty() {
        let _ = write!(text, "@ {} ", message.place);
    }
    if let Some(object) = &message.object {
        let _ = write!(text, "({object}) ");
    }
    if let Some([x, y, z]) = message.at {
        let _ = write!(text, "[{x:.3} {y:.3} {z:.3}] ");
    }
    text
}

fn file_json(file: &FileReport) -> Value {
    let problem = |group: &ProblemGroup| {
        json!({
            "code": group.code.id,
            "severity": group.code.severity,
            "outcome": group.code.outcome,
            "count": group.count,
            "advice_en": group.code.advice_english,
            "advice_zh": group.code.advice_chinese,
        })
    };
    let message = |message: &Message| {
        json!({
            "code": message.code.id,
            "severity": message.code.severity,
            "place": message.place,
            "object": message.object,
            "at": message.at,
            "detail": message.detail,
            "text_en": message.code.english.replace("{}", &message.detail),
            "text_zh": message.code.chinese.replace("{}", &message.detail),
        })
    };
    json!({
        "file": file.file,
        "format": file.format,
        "crs": file.crs,
        "worst": file.worst(),
        "objects": file.objects,
        "elements": file.elements,
        "problems": file.groups().iter().map(problem).collect::<Vec<_>>(),
        "messages": file.messages.iter().map(message).collect::<Vec<_>>(),
    })
}

#[cfg(test)]
mod tests {
    use super::super::{Code, MESSAGES_KEPT_PER_CODE};
    use super::*;

    static BENT: Code = Code {
        id: "CIM-TST-001",
        severity: Severity::Warning,
        outcome: Outcome::Fixed,
        english: "the ring is bent by {}",
        chinese: "环弯曲 {}",
        advice_english: "straighten it",
        advice_chinese: "请拉直",
    };
    static LOST: Code = Code {
        id: "CIM-TST-002",
        severity: Severity::Error,
        outcome: Outcome::Skipped,
        english: "lost{}",
        chinese: "丢失{}",
        advice_english: "search",
        advice_chinese: "请查找",
    };

    fn report() -> ImportReport {
        let mut file = FileReport::new("town.json");
        file.format = "CityJSON 2.0".into();
        file.count("CityObjects", 7);
        for i in 0..MESSAGES_KEPT_PER_CODE + 5 {
            file.push(Message::new(&BENT, format!("/a/{i}"), format!("{i} mm")).at([1.0, 2.0, 3.0]));
        }
        file.push(Message::new(&LOST, "", "").object("house"));
        ImportReport { files: vec![file, FileReport::new("clean.json")] }
    }

    #[test]
    fn text_groups_by_kind_the_worst_first() {
        let text = report().to_text(Language::English);
        let (error, warning) =
            (text.find("[CIM-TST-002] error × 1"), text.find("[CIM-TST-001] warning × 1005"));
        assert!(error.is_some() && error < warning, "{text}");
        assert!(text.contains("@ /a/0 [1.000 2.000 3.000] the ring is bent by 0 mm"), "{text}");
        assert!(text.contains("… 1002 more") && text.contains("→ straighten it"), "{text}");
        assert!(text.contains("CityObjects 7") && text.contains("no problems"), "{text}");
        let chinese = report().to_text(Language::Chinese);
        assert!(chinese.contains("警告 × 1005") && chinese.contains("→ 请拉直"), "{chinese}");
    }

    #[test]
    fn json_holds_counts_and_places() {
        let json = report().to_json();
        assert_eq!(json["worst"], "error");
        assert_eq!(json["files"][0]["objects"]["CityObjects"], 7);
        assert_eq!(json["files"][0]["problems"][1]["count"], 1005);
        assert_eq!(json["files"][0]["messages"][0]["place"], "/a/0");
        assert_eq!(json["files"][0]["messages"][0]["at"][2], 3.0);
        assert_eq!(json["files"][1]["worst"], Value::Null);
    }
}
