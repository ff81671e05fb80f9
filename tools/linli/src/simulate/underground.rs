//! `linli simulate underground`: clearances, covers, slopes and tunnel rules.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context as _, bail};
use linli_io::{BcfTopic, Input, Language, Limits, built_in_utility_rules, read_utility_rules, write_bcf};
use linli_model::{Community, Point3, SceneFrame, UtilityRules};
use linli_present::{finding_line, rule_kind_text};
use linli_sim::clearance::{
    Accepted, Finding, Previous, RuleBook, Status, Verdict, all_findings, findings_csv, findings_geojson,
    findings_json, with_status,
};

use crate::args::UndergroundArgs;
use crate::info::open;
use crate::outcome::Outcome;
use crate::output::put;
use crate::simulate::moment::in_use;
use crate::speech::either;

/// Runs the command.
///
/// # Errors
/// When the scene, the rules or a list cannot be read, or a file cannot be written.
pub fn run(args: &UndergroundArgs, language: Language) -> anyhow::Result<Outcome> {
    let packs = packs(args.rules.as_deref(), language)?;
    let book = RuleBook::new(&packs)?;
    let previous = previous(args)?;
    let Some(opened) = open(&args.scene, language)? else { return Ok(Outcome::Stopped) };
    let (in_use, _) = in_use(&args.moment, &args.scene, &opened.file, &opened.community, language)?;
    let found = all_findings(&in_use.part_of(&opened.community), book, !args.no_moves);
    let found = with_status(found, &previous);
    let community = &opened.community;
    match &args.out {
        Some(folder) => write_all(args, folder, &found, community, &opened.file.date_time)?,
        None if args.json => put(&format!("{}\n", findings_json(&found)?)),
        None if args.csv => put(&findings_csv(&found, &community.frame)),
        None => {}
    }
    if args.out.is_some() || !(args.json || args.csv) {
        put(&summary(&found, language));
    }
    let open = found.iter().any(|f| f.verdict == Verdict::Violation && is_open(&f.status));
    Ok(if open { Outcome::Wrong } else { Outcome::Done })
}

fn is_open(status: &Status) -> bool {
    matches!(status, Status::New | Status::Persisting)
}

fn packs(own: Option<&Path>, language: Language) -> anyhow::Result<Vec<UtilityRules>> {
    let mut packs = Vec::new();
    if let Some(path) = own {
        let read = Input::open(path, &Limits::default()).and_then(|input| read_utility_rules(&input));
        match read {
            Ok(pack) => packs.push(pack),
            Err(rejection) => bail!("{}", rejection.0.text(language)),
        }
    }
    match built_in_utility_rules() {
        Ok(built_in) => packs.extend(built_in),
        Err(rejection) => bail!("{}", rejection.0.text(language)),
    }
    Ok(packs)
}

fn previous(args: &UndergroundArgs) -> anyhow::Result<Previous> {
    let mut previous = Previous::default();
    if let Some(path) = &args.previous {
        let mut list: serde_json::Value = read_json(path)?;
        let findings = list.get_mut("findings").map(serde_json::Value::take).unwrap_or_default();
        previous.findings = serde_json::from_value(findings)
            .with_context(|| format!("{}: not a list of findings of an earlier run", path.display()))?;
    }
    if let Some(path) = &args.accepted {
        let accepted: Vec<Accepted> = read_json(path)?;
        previous.accepted = accepted;
    }
    Ok(previous)
}

fn read_json<T: serde::de::DeserializeOwned>(path: &Path) -> anyhow::Result<T> {
    let text = std::fs::read(path).with_context(|| format!("{}: cannot be read", path.display()))?;
    serde_json::from_slice(&text).with_context(|| format!("{}: not the JSON that is wanted", path.display()))
}

fn write_all(
    args: &UndergroundArgs,
    folder: &Path,
    found: &[Finding],
    community: &Community,
    date_time: &Option<String>,
) -> anyhow::Result<()> {
    std::fs::create_dir_all(folder).with_context(|| format!("{}: cannot be made", folder.display()))?;
    let all = !(args.json || args.csv || args.bcf);
    let write = |name: &str, bytes: &[u8]| {
        let path = folder.join(name);
        std::fs::write(&path, bytes).with_context(|| format!("{}: cannot be written", path.display()))
    };
    if all || args.json {
        write("findings.json", findings_json(found)?.as_bytes())?;
    }
    if all || args.csv {
        write("findings.csv", findings_csv(found, &community.frame).as_bytes())?;
    }
    if all {
        write("findings.geojson", findings_geojson(found, &community.frame)?.as_bytes())?;
    }
    if all || args.bcf {
        let created = created(date_time.as_deref());
        let topics: Vec<BcfTopic> = found.iter().map(|f| topic(f, &community.frame, &created)).collect();
        write("findings.bcf", &write_bcf(&community.name, &topics))?;
    }
    Ok(())
}

/// The scene's own date, so that the same scene gives the same file.
fn created(date_time: Option<&str>) -> String {
    match date_time {
        Some(text) if text.len() == 16 => format!("{text}:00Z"),
        Some(text) if text.len() >= 19 => format!("{}Z", text.get(..19).unwrap_or_default()),
        _ => "2000-01-01T00:00:00Z".to_owned(),
    }
}

fn topic(finding: &Finding, frame: &SceneFrame, created: &str) -> BcfTopic {
    let at = frame.projected_from_local(finding.at);
    let line = |place: &linli_sim::clearance::Place| {
        [frame.projected_from_local(place.at), frame.projected_from_local(place.facing)]
    };
    let elements = finding.elements.iter().chain(&finding.others).map(|key| key.to_string());
    BcfTopic {
        guid: finding.id.clone(),
        title: finding_line(finding, Language::Chinese),
        description: format!(
            "{}\n{} {} [{}]",
            finding_line(finding, Language::English),
            finding.standard,
            finding.clause,
            finding.tag.tag()
        ),
        kind: if finding.verdict == Verdict::Violation { "ERROR" } else { "WARNING" },
        status: match finding.status {
            Status::New => "OPEN",
            Status::Persisting => "IN_PROGRESS",
            Status::Resolved => "SOLVED",
            Status::Accepted { .. } => "CLOSED",
        },
        labels: vec![rule_kind_text(finding.kind, Language::English).to_owned()],
        created: created.to_owned(),
        eye_m: eye(at),
        target_m: at,
        lines_m: finding.places.iter().map(line).collect(),
        elements: elements.collect(),
    }
}

/// From the south-west and above.
fn eye([x, y, z]: Point3) -> Point3 {
    [x - 10.0, y - 10.0, z + 12.0]
}

/// Counts by kind, and the first findings.
fn summary(found: &[Finding], language: Language) -> String {
    const SHOWN: usize = 30;
    let mut text = String::new();
    for finding in found.iter().take(SHOWN) {
        let _ = writeln!(
            text,
            "{} [{} {} {}]",
            finding_line(finding, language),
            finding.standard,
            finding.clause,
            finding.tag.tag()
        );
    }
    if found.len() > SHOWN {
        let _ = writeln!(text, "… +{}", found.len() - SHOWN);
    }
    let count = |verdict| found.iter().filter(|f| f.verdict == verdict && is_open(&f.status)).count();
    let _ = writeln!(
        text,
        "{}: {} · {}: {}",
        either(language, "violations", "不符合项"),
        count(Verdict::Violation),
        either(language, "indications", "提示项"),
        count(Verdict::Indication)
    );
    text
}
