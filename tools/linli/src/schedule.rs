//! Schedules on the command line: where they come from, and what is told about one file.

use std::fmt::Write as _;
use std::path::Path;

use linli_io::{
    FileReport, ImportReport, Language, Rejection, SceneFile, read_scene_schedule, read_schedule,
};
use linli_model::{Community, SceneFrame, Schedule};
use linli_sim::stages::{ProblemKind, ScheduleProblem, Severity, Timeline};
use serde_json::{Value, json};

use crate::speech::either;

/// The schedule of a file, else the one that a scene names.
///
/// # Errors
/// When there is none, or it cannot be read as a whole; the text says what to do.
pub fn open(
    given: Option<&Path>,
    scene: &Path,
    file: &SceneFile,
    language: Language,
) -> anyhow::Result<(Schedule, FileReport)> {
    let refused = |rejection: Rejection| anyhow::anyhow!("{}", rejection.0.text(language));
    let read = match given {
        Some(path) => Some(read_schedule(path).map_err(refused)?),
        None => read_scene_schedule(scene, file).map_err(refused)?,
    };
    read.ok_or_else(|| {
        let what = either(
            language,
            "the scene has no schedule; give one with --schedule FILE, or put the file into the scene folder and \
             its name into scene.json as \"schedule\"",
            "场景没有进度计划；请用 --schedule 指定文件，或将文件放入场景文件夹，并在 scene.json 中以 \"schedule\" \
             写明文件名",
        );
        anyhow::anyhow!("{}: {what}", scene.display())
    })
}

/// What was found in the file of a schedule, as the health report tells it.
pub fn report_text(report: &FileReport, language: Language) -> String {
    let mut report = report.clone();
    report.crs = Some(either(language, "not needed", "不需要").to_owned());
    ImportReport { files: vec![report] }.to_text(language)
}

/// What a schedule tells without a scene.
pub struct Alone {
    schedule: Schedule,
    timeline: Timeline,
    problems: Vec<ScheduleProblem>,
}

impl Alone {
    /// Looks at a schedule without any element.
    pub fn of(schedule: Schedule) -> Self {
        let frame = SceneFrame {
            crs: String::new(),
            anchor_m: [0.0; 3],
            longitude_deg: 0.0,
            latitude_deg: 0.0,
            convergence_deg: 0.0,
        };
        let (timeline, mut problems) = Timeline::of(&Community::new("", frame), &schedule);
        // Whether the links find something shows only in a scene.
        problems.retain(|problem| problem.kind != ProblemKind::UnknownElement);
        Self { schedule, timeline, problems }
    }

    /// First and last day of everything in it.
    pub fn span(&self) -> Option<linli_model::Span> {
        self.timeline.span()
    }

    /// Whether something is wrong in it.
    pub fn has_errors(&self) -> bool {
        has_errors(&self.problems)
    }

    /// Dates and problems as text for people.
    pub fn to_text(&self, language: Language) -> String {
        let say = |english, chinese| either(language, english, chinese);
        let mut text = format!("  {}: {}\n", say("schedule", "进度计划"), self.schedule.name);
        let dates = self.span().map_or_else(
            || say("none", "无").to_owned(),
            |span| format!("{} … {} ({} {})", span.start, span.finish, span.days(), say("days", "天")),
        );
        let _ = writeln!(text, "  {}: {dates}", say("dates", "日期"));
        if let Some(day) = self.schedule.data_date {
            let _ = writeln!(text, "  {}: {day}", say("data date", "数据日期"));
        }
        let _ =
            writeln!(text, "  {}: {}", say("tasks with links to elements", "关联构件的任务"), self.linked());
        for line in problems_text(&self.problems, language).lines() {
            let _ = writeln!(text, "  {line}");
        }
        text
    }

    /// The same for programs.
    pub fn to_json(&self, file: &str) -> Value {
        json!({
            "file": file,
            "name": self.schedule.name,
            "rows": self.schedule.tasks.len(),
            "linked": self.linked(),
            "dates": self.span(),
            "data_date": self.schedule.data_date,
            "problems": problems_json(&self.problems),
        })
    }

    fn linked(&self) -> usize {
        self.schedule.tasks.iter().filter(|task| !task.elements.is_empty()).count()
    }
}

/// Whether one of the problems is an error.
pub fn has_errors(problems: &[ScheduleProblem]) -> bool {
    problems.iter().any(|problem| problem.severity == Severity::Error)
}

/// Problems of a schedule, one a line.
pub fn problems_text(problems: &[ScheduleProblem], language: Language) -> String {
    let mut text = String::new();
    for problem in problems {
        let severity = match problem.severity {
            Severity::Notice => either(language, "notice", "提示"),
            Severity::Warning => either(language, "warning", "警告"),
            Severity::Error => either(language, "error", "错误"),
        };
        let place = if problem.place.is_empty() { String::new() } else { format!(" ({})", problem.place) };
        let _ = writeln!(text, "[{}] {severity}: {}{place}", problem.code(), problem.text(language));
    }
    text
}

/// Problems of a schedule for programs.
pub fn problems_json(problems: &[ScheduleProblem]) -> Vec<Value> {
    let of = |problem: &ScheduleProblem| {
        json!({
            "code": problem.code(), "severity": problem.severity.name(), "tasks": problem.tasks,
            "elements": problem.elements, "place": problem.place,
            "english": problem.english, "chinese": problem.chinese,
        })
    };
    problems.iter().map(of).collect()
}
