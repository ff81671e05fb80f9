//! Shows of a scene: JSON files in its folder `shows`. See `docs/data/show.md`.

#![expect(
    clippy::result_large_err,
    reason = "read once at the start of a kiosk, where a refusal costs nothing"
)]

mod check;
mod edit;
mod file;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use linli_model::{Chapter, Question, Show, ShowCue, ShowPicture, ShowStep};

pub use edit::ShowDraft;
pub use file::{
    AnswerFile, ChapterFile, ChoiceFile, ComparisonFile, CueFile, OverlayFile, PictureFile, QuestionFile,
    ShowFile, ShowStepFile, TwoFile,
};

use super::file::{View, is_plain_file_name};
use super::tour::read_stop;
use crate::report::{Code, Message, Outcome, Severity};
use crate::{Input, Limits};
use check::Problems;

/// Folder of the shows inside a scene folder.
const FOLDER: &str = "shows";
/// Version of the layout that this program writes.
const VERSION: u32 = 1;
/// Largest file of a show, bytes.
const MOST_BYTES: u64 = 8 << 20;
/// Most chapters, steps of a chapter, and choices of a question.
const MOST: [usize; 3] = [64, 200, 4];

static NOT_A_SHOW: Code = Code {
    id: "CIM-SHOW-001",
    severity: Severity::Error,
    outcome: Outcome::Rejected,
    english: "the file is no show: {}",
    chinese: "该文件不是展示脚本：{}",
    advice_english: "mend this place; docs/schema/show.schema.json tells what a show holds",
    advice_chinese: "请修改此处；格式见 docs/schema/show.schema.json",
};
static BAD_PLACE: Code = Code {
    id: "CIM-SHOW-002",
    severity: Severity::Error,
    outcome: Outcome::Rejected,
    english: "a part of the show cannot be used: {}",
    chinese: "展示脚本的一处无法使用：{}",
    advice_english: "mend this part",
    advice_chinese: "请修改此处",
};

/// A show as the text of its file.
pub fn write_show(show: &ShowFile) -> String {
    let mut text = serde_json::to_string_pretty(show).unwrap_or_default();
    text.push('\n');
    text
}

/// Path of the file that a show of a scene folder is written to; `None` when its key is no file name.
pub fn show_path(folder: &Path, key: &str) -> Option<PathBuf> {
    let name = format!("{key}.json");
    is_plain_file_name(&name).then(|| folder.join(FOLDER).join(name))
}

/// Folder of the scene that the file of a show belongs to: the one above `shows`, or the one that the show
/// names.
pub fn scene_of_show(path: &Path, file: &ShowFile) -> PathBuf {
    let beside = path.parent().unwrap_or(Path::new("."));
    match &file.scene {
        Some(scene) => beside.join(scene),
        None => beside.join(".."),
    }
}

/// Reads the file of a show without looking at its scene.
///
/// # Errors
/// When it cannot be read, or is no show.
pub fn read_show_file(path: &Path) -> Result<ShowFile, Message> {
    let input = Input::open(path, &limits()).map_err(|rejection| *rejection.0)?;
    parse(&input)
}

/// Limits of a file of a show.
fn limits() -> Limits {
    Limits { file_bytes: MOST_BYTES, decompressed_bytes: MOST_BYTES, ..Limits::default() }
}

fn parse(input: &Input) -> Result<ShowFile, Message> {
    let message = |place: String, what: String| {
        let mut message = Message::new(&NOT_A_SHOW, place, what);
        message.file.clone_from(&input.name);
        message
    };
    let file: ShowFile = serde_json::from_slice(&input.bytes)
        .map_err(|e| message(format!("line {}, column {}", e.line(), e.column()), e.to_string()))?;
    if file.schema_version > VERSION {
        let what = format!("its layout version {} is newer than this program reads", file.schema_version);
        return Err(message("/schema_version".to_owned(), what));
    }
    Ok(file)
}

/// Reads a show of a scene; steps at views take eye and target from the views of the scene, pictures must lie
/// beside it.
///
/// # Errors
/// Everything that is wrong with it, each with its place.
pub fn read_show(path: &Path, views: &[View]) -> Result<Show, Vec<Message>> {
    let input = Input::open(path, &limits()).map_err(|rejection| vec![*rejection.0])?;
    let show = read_show_input(&input, views)?;
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut problems = Problems::new(&input.name, &BAD_PLACE);
    for (at, chapter) in show.chapters.iter().enumerate() {
        for (number, picture) in chapter.pictures.iter().enumerate() {
            if !folder.join(&picture.file).is_file() {
                let what = format!("the picture {} is not beside the show", picture.file);
                problems.add(format!("/chapters/{at}/pictures/{number}"), what);
            }
        }
    }
    problems.end(show)
}

/// Reads a show out of bytes.
///
/// # Errors
/// Everything that is wrong with it, each with its place.
pub fn read_show_input(input: &Input, views: &[View]) -> Result<Show, Vec<Message>> {
    let file = parse(input).map_err(|message| vec![message])?;
    let mut problems = Problems::new(&input.name, &BAD_PLACE);
    problems.key("/key", &file.key);
    problems.words("/title", &file.title);
    problems.words("/invitation", &file.invitation);
    problems.count("/chapters", file.chapters.len(), 1, MOST[0]);
    let home = match read_stop(&file.home, None, views) {
        Ok(stop) => [stop.eye_m, stop.target_m],
        Err(what) => {
            problems.add("/home".to_owned(), what);
            Default::default()
        }
    };
    let chapters: Vec<Chapter> = file
        .chapters
        .iter()
        .take(MOST[0])
        .enumerate()
        .map(|(at, chapter)| read_chapter(chapter, &format!("/chapters/{at}"), views, &mut problems))
        .collect();
    problems.distinct("/chapters", chapters.iter().map(|chapter| chapter.key.as_str()));
    let questions = chapters.iter().filter_map(|chapter| chapter.question.as_ref());
    problems.distinct("/chapters", questions.map(|question| question.key.as_str()));
    for (at, key) in file.attract.iter().enumerate() {
        if !chapters.iter().any(|chapter| chapter.key == *key) {
            problems.add(format!("/attract/{at}"), format!("there is no chapter {key}"));
        }
    }
    problems.end(Show {
        key: file.key,
        title: file.title.into(),
        invitation: file.invitation.into(),
        home_m: home,
        attract: file.attract,
        chapters,
    })
}

fn read_chapter(file: &ChapterFile, place: &str, views: &[View], problems: &mut Problems) -> Chapter {
    problems.key(&format!("{place}/key"), &file.key);
    problems.words(&format!("{place}/title"), &file.title);
    problems.count(&format!("{place}/steps"), file.steps.len(), 1, MOST[1]);
    let mut steps: Vec<ShowStep> = Vec::new();
    for (at, step) in file.steps.iter().take(MOST[1]).enumerate() {
        let place = format!("{place}/steps/{at}");
        problems.pair(&format!("{place}/caption"), &step.stop.caption_zh, &step.stop.caption_en);
        problems.pair(&format!("{place}/narration"), &step.narration_zh, &step.narration_en);
        match read_stop(&step.stop, steps.last().map(|step| &step.stop), views) {
            Ok(stop) => steps.push(ShowStep {
                stop,
                narration: linli_model::Words::new(&step.narration_zh, &step.narration_en),
                overlay: step.overlay.as_ref().map(|overlay| problems.overlay(&place, overlay)),
                comparison: step
                    .comparison
                    .as_ref()
                    .map(|comparison| problems.comparison(&place, comparison)),
                variant: step.variant.as_deref().map(Into::into),
                selection: step.selection.as_deref().map(Into::into),
            }),
            Err(what) => problems.add(place, what),
        }
    }
    let hidden = problems.layers(&format!("{place}/hidden"), &file.hidden);
    let plays = problems.plays(&format!("{place}/plays"), &file.plays);
    Chapter {
        key: file.key.clone(),
        title: file.title.clone().into(),
        summary: file.summary.clone().into(),
        hidden,
        pictures: file
            .pictures
            .iter()
            .enumerate()
            .map(|(at, p)| read_picture(p, place, at, problems))
            .collect(),
        cues: file.cues.iter().enumerate().map(|(at, cue)| read_cue(cue, place, at, problems)).collect(),
        question: file.question.as_ref().map(|q| read_question(q, &format!("{place}/question"), problems)),
        plays,
        steps,
    }
}

fn read_picture(file: &PictureFile, place: &str, at: usize, problems: &mut Problems) -> ShowPicture {
    let place = format!("{place}/pictures/{at}");
    if !is_plain_file_name(&file.file) {
        problems.add(place.clone(), format!("{} is no plain file name", file.file));
    }
    problems.seconds(&place, "at_s", file.at_s);
    problems.seconds(&place, "for_s", file.for_s);
    problems.words(&format!("{place}/caption"), &file.caption);
    ShowPicture {
        file: file.file.clone(),
        at_s: file.at_s,
        for_s: file.for_s,
        caption: file.caption.clone().into(),
    }
}

fn read_cue(file: &CueFile, place: &str, at: usize, problems: &mut Problems) -> ShowCue {
    let place = format!("{place}/cues/{at}");
    problems.seconds(&place, "at_s", file.at_s);
    let plain = |c: char| c.is_ascii_graphic() && !"#*,?[]{}".contains(c);
    if !file.address.starts_with('/') || !file.address.chars().all(plain) || file.address.len() > 200 {
        problems.add(place.clone(), format!("{} is no OSC address such as /light/station", file.address));
    }
    if !file.value.is_finite() {
        problems.add(place, "its value is no number".to_owned());
    }
    ShowCue { at_s: file.at_s, address: file.address.clone(), value: file.value }
}

fn read_question(file: &QuestionFile, place: &str, problems: &mut Problems) -> Question {
    problems.key(&format!("{place}/key"), &file.key);
    problems.words(&format!("{place}/words"), &file.words);
    problems.seconds(place, "at_s", file.at_s);
    if let AnswerFile::Vote { choices } = &file.answer {
        problems.count(&format!("{place}/answer/choices"), choices.len(), 2, MOST[2]);
    }
    Question {
        key: file.key.clone(),
        at_s: file.at_s,
        words: file.words.clone().into(),
        answer: problems.answer(&format!("{place}/answer"), &file.answer),
    }
}

/// JSON Schema (draft 2020-12) of the file of a show, as pretty text with a final newline.
pub fn show_schema() -> String {
    let mut text = serde_json::to_string_pretty(&schemars::schema_for!(ShowFile)).unwrap_or_default();
    text.push('\n');
    text
}
