//! Changes of an author in the file of a show: everything else in it stays as it was written.

use std::path::{Path, PathBuf};

use linli_model::{RecordedView, Show, ShowEdit, Stage, TourStop};

use super::file::{ChapterFile, ShowFile, ShowStepFile};
use super::{BAD_PLACE, MOST, limits, parse, read_show_input, write_show};
use crate::Input;
use crate::kiosk::write_atomically;
use crate::report::{Code, Message, Outcome, Severity};
use crate::scene::file::View;
use crate::scene::tour::TourStopFile;

static NOT_SAVED: Code = Code {
    id: "CIM-SHOW-003",
    severity: Severity::Error,
    outcome: Outcome::Rejected,
    english: "the show was not saved: {}",
    chinese: "展示脚本未保存：{}",
    advice_english: "the file is as it was; open it again, or make room and save once more",
    advice_chinese: "文件保持原样；请重新打开，或腾出空间后再保存",
};

/// Times of a step that has just been recorded: flight and stay, seconds.
const RECORDED_S: [f64; 2] = [4.0, 6.0];

/// The file of a show while its author changes it.
#[derive(Clone, Debug)]
pub struct ShowDraft {
    path: PathBuf,
    views: Vec<View>,
    file: ShowFile,
    show: Show,
    before: Vec<ShowFile>,
    /// Chapter and step whose times were set last: setting them further is the same change.
    timed: Option<[usize; 2]>,
    /// What was last kept, and the bytes on the disk.
    saved: (ShowFile, Vec<u8>),
}

impl ShowDraft {
    /// Opens the file of a show; `views` are those of its scene.
    ///
    /// # Errors
    /// Everything that is wrong with it, each with its place.
    pub fn open(path: &Path, views: &[View]) -> Result<Self, Vec<Message>> {
        let input = Input::open(path, &limits()).map_err(|rejection| vec![*rejection.0])?;
        let show = read_show_input(&input, views)?;
        // From the same bytes: what another program writes meanwhile must not become what was opened.
        let file = parse(&input).map_err(|message| vec![message])?;
        let (path, views, saved) = (path.to_owned(), views.to_vec(), (file.clone(), input.bytes));
        Ok(Self { path, views, file, show, before: Vec::new(), timed: None, saved })
    }

    /// The show as it is now.
    pub fn show(&self) -> &Show {
        &self.show
    }

    /// Makes a change.
    ///
    /// # Errors
    /// Why it cannot be made; nothing is changed then.
    pub fn edit(&mut self, edit: &ShowEdit) -> Result<(), Vec<Message>> {
        let mut file = self.file.clone();
        changed(&mut file, &self.show, edit).map_err(|what| {
            let place = format!("/chapters/{}/steps", edit.chapter());
            vec![Message::new(&BAD_PLACE, place, what)]
        })?;
        let show = read_text(&write_show(&file), &self.views)?;
        let before = std::mem::replace(&mut self.file, file);
        let timed = match edit {
            ShowEdit::SetTimes { chapter, step, .. } => Some([*chapter, *step]),
            _ => None,
        };
        if timed.is_none() || timed != self.timed {
            self.before.push(before);
        }
        (self.show, self.timed) = (show, timed);
        Ok(())
    }

    /// Takes the last change back; whether there was one.
    pub fn undo(&mut self) -> bool {
        let Some(file) = self.before.pop() else { return false };
        // It has been read before.
        let Ok(show) = read_text(&write_show(&file), &self.views) else { return false };
        (self.file, self.show, self.timed) = (file, show, None);
        true
    }

    /// Number of changes that can be taken back.
    pub fn depth(&self) -> usize {
        self.before.len()
    }

    /// Whether everything is on the disk.
    pub fn is_saved(&self) -> bool {
        self.file == self.saved.0
    }

    /// Saves the file as a whole: what stands there is whole at every moment.
    ///
    /// # Errors
    /// When it cannot be written, or somebody else has changed it meanwhile.
    pub fn save(&mut self) -> Result<&Path, Message> {
        let message = |what: String| {
            let mut message = Message::new(&NOT_SAVED, "", what);
            message.file = self.path.display().to_string();
            message
        };
        let there = Input::open(&self.path, &limits()).map_err(|rejection| message(rejection.0.detail))?;
        if there.bytes != self.saved.1 {
            return Err(message("another program has changed it since it was opened".to_owned()));
        }
        let text = write_show(&self.file);
        write_atomically(&self.path, text.as_bytes()).map_err(|error| message(error.to_string()))?;
        (self.saved, self.timed) = ((self.file.clone(), text.into_bytes()), None);
        Ok(&self.path)
    }
}

fn read_text(text: &str, views: &[View]) -> Result<Show, Vec<Message>> {
    let input = Input { name: String::new(), bytes: text.as_bytes().to_vec(), path: None };
    read_show_input(&input, views)
}

/// Makes a change in the file. `show` is what the file says.
fn changed(file: &mut ShowFile, show: &Show, edit: &ShowEdit) -> Result<(), String> {
    let at = edit.chapter();
    let missing = || format!("there is no chapter {}", at + 1);
    let chapter = file.chapters.get_mut(at).ok_or_else(missing)?;
    let told = show.chapters.get(at).ok_or_else(missing)?;
    let count = chapter.steps.len();
    let known =
        |step: usize| (step < count).then_some(step).ok_or_else(|| format!("there is no step {}", step + 1));
    match edit {
        ShowEdit::Record { step, view, .. } => {
            if count >= MOST[1] {
                return Err(format!("a chapter has at most {} steps", MOST[1]));
            }
            say_inherited(chapter, told.steps.iter().map(|step| &step.stop));
            let [fly_s, stay_s] = RECORDED_S;
            let mut fresh = ShowStepFile::default();
            put_view(&mut fresh.stop, view);
            (fresh.stop.fly_s, fresh.stop.stay_s) = (fly_s, stay_s);
            chapter.steps.insert((*step).min(count), fresh);
        }
        ShowEdit::SetView { step, view, .. } => {
            let step = known(*step)?;
            say_inherited(chapter, told.steps.iter().map(|step| &step.stop));
            put_view(&mut chapter.steps[step].stop, view);
        }
        ShowEdit::SetTimes { step, fly_s, stay_s, .. } => {
            let stop = &mut chapter.steps[known(*step)?].stop;
            (stop.fly_s, stop.stay_s) = (*fly_s, *stay_s);
        }
        ShowEdit::Move { step, to, .. } => {
            let (step, to) = (known(*step)?, known(*to)?);
            say_inherited(chapter, told.steps.iter().map(|step| &step.stop));
            let moved = chapter.steps.remove(step);
            chapter.steps.insert(to, moved);
        }
        ShowEdit::Remove { step, .. } => {
            let step = known(*step)?;
            if count == 1 {
                return Err("a chapter has at least one step".to_owned());
            }
            say_inherited(chapter, told.steps.iter().map(|step| &step.stop));
            chapter.steps.remove(step);
        }
    }
    Ok(())
}

/// What steps take from the one before them is said in each, so that it stays when their order changes.
fn say_inherited<'a>(chapter: &mut ChapterFile, told: impl Iterator<Item = &'a TourStop>) {
    for (step, told) in chapter.steps.iter_mut().zip(told) {
        step.stop.stage.get_or_insert_with(|| told.stage.name().to_owned());
        step.stop.time.get_or_insert_with(|| time_text(told.minute as u32));
    }
}

fn put_view(stop: &mut TourStopFile, view: &RecordedView) {
    // A centimetre is finer than anybody sees.
    let rounded = |at: [f64; 3]| at.map(|value| (value * 100.0).round() / 100.0);
    stop.view = None;
    (stop.eye_m, stop.target_m) = (Some(rounded(view.eye_m)), Some(rounded(view.target_m)));
    stop.stage = Some(view.stage.name().to_owned());
    stop.date = view.date.filter(|_| view.stage == Stage::Construction);
    stop.time = Some(time_text(view.minute));
    stop.underground = view.underground;
}

fn time_text(minute: u32) -> String {
    format!("{:02}:{:02}", minute / 60 % 24, minute % 60)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    const SHOW: &str = r#"{"schema_version":1,"key":"s","title":{"zh":"展","en":"show"},
        "invitation":{"zh":"触","en":"touch"},"home":{"view":"a"},
        "chapters":[{"key":"one","title":{"zh":"一","en":"one"},"summary":{"zh":"","en":""},"steps":[
            {"view":"a","stay_s":5,"stage":"design","time":"08:30","caption_zh":"甲","caption_en":"A"},
            {"eye_m":[9,9,9],"target_m":[0,0,0],"fly_s":2,"stay_s":3,"overlay":"works"}],
            "cues":[{"at_s":1,"address":"/light/a","value":1}]}]}"#;

    fn views() -> Vec<View> {
        vec![View {
            key: "a".to_owned(),
            name_en: "A".to_owned(),
            name_zh: "甲".to_owned(),
            eye_m: [0.0, -50.0, 20.0],
            target_m: [0.0; 3],
        }]
    }

    fn draft() -> (tempfile::TempDir, ShowDraft) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("s.json");
        std::fs::write(&path, SHOW).unwrap();
        let draft = ShowDraft::open(&path, &views()).unwrap();
        (folder, draft)
    }

    fn view(x: f64) -> RecordedView {
        RecordedView {
            eye_m: [x, -90.001_4, 40.0],
            target_m: [x, 0.0, 5.0],
            stage: Stage::Construction,
            date: chrono::NaiveDate::from_ymd_opt(2028, 5, 1),
            minute: 17 * 60 + 5,
            underground: true,
        }
    }

    #[test]
    fn what_is_recorded_is_read_again_and_the_rest_stays() {
        let (_folder, mut draft) = draft();
        assert!(draft.is_saved());
        draft.edit(&ShowEdit::Record { chapter: 0, step: 1, view: view(7.0) }).unwrap();
        let steps = &draft.show().chapters[0].steps;
        assert_eq!((steps.len(), steps[1].stop.eye_m), (3, [7.0, -90.0, 40.0]));
        assert_eq!((steps[1].stop.stage, steps[1].stop.minute), (Stage::Construction, 1025.0));
        assert!(steps[1].stop.underground && steps[1].stop.date.is_some());
        // The last step took stage and sun from the first; it still does not take them from the new one.
        assert_eq!((steps[2].stop.stage, steps[2].stop.minute), (Stage::Design, 510.0));
        draft.edit(&ShowEdit::SetTimes { chapter: 0, step: 1, fly_s: 1.5, stay_s: 2.5 }).unwrap();
        assert!(!draft.is_saved() && draft.depth() == 2);
        draft.edit(&ShowEdit::SetTimes { chapter: 0, step: 1, fly_s: 1.5, stay_s: 3.5 }).unwrap();
        assert_eq!(draft.depth(), 2, "a hand that drags makes one change");
        let path = draft.save().unwrap().to_owned();
        assert!(draft.is_saved());
        let again = ShowDraft::open(&path, &views()).unwrap();
        assert_eq!(again.show(), draft.show());
        assert_eq!(again.file.chapters[0].steps[0].stop.view.as_deref(), Some("a"));
        assert_eq!(
            (&again.show().chapters[0].cues, again.show().chapters[0].steps[2].overlay.is_some()),
            (&draft.show().chapters[0].cues, true)
        );
        assert_eq!(
            std::fs::read_dir(path.parent().unwrap()).unwrap().count(),
            1,
            "nothing is left beside it"
        );
    }

    #[test]
    fn every_change_can_be_taken_back() {
        let (_folder, mut draft) = draft();
        let first = draft.show().clone();
        let edits = [
            ShowEdit::Record { chapter: 0, step: 99, view: view(1.0) },
            ShowEdit::SetView { chapter: 0, step: 0, view: view(2.0) },
            ShowEdit::Move { chapter: 0, step: 2, to: 0 },
            ShowEdit::Remove { chapter: 0, step: 1 },
            ShowEdit::SetTimes { chapter: 0, step: 0, fly_s: 0.0, stay_s: 9.0 },
        ];
        let mut states = vec![first];
        for edit in &edits {
            draft.edit(edit).unwrap();
            assert_ne!(Some(draft.show()), states.last(), "{edit:?}");
            states.push(draft.show().clone());
        }
        assert_eq!(draft.show().chapters[0].steps[0].stop.eye_m[0], 1.0, "moved to the front");
        while let Some(state) = states.pop() {
            assert_eq!(draft.show(), &state);
            assert_eq!(draft.undo(), !states.is_empty());
        }
        assert!(draft.is_saved());
    }

    #[test]
    fn what_cannot_be_done_changes_nothing() {
        let (_folder, mut draft) = draft();
        let first = draft.show().clone();
        for edit in [
            ShowEdit::Remove { chapter: 1, step: 0 },
            ShowEdit::Remove { chapter: 0, step: 2 },
            ShowEdit::Move { chapter: 0, step: 0, to: 2 },
            ShowEdit::SetTimes { chapter: 0, step: 0, fly_s: -1.0, stay_s: 1.0 },
            ShowEdit::SetTimes { chapter: 0, step: 0, fly_s: f64::NAN, stay_s: 1.0 },
            ShowEdit::SetView { chapter: 0, step: 0, view: RecordedView { eye_m: [1e9; 3], ..view(0.0) } },
        ] {
            assert!(draft.edit(&edit).is_err(), "{edit:?}");
        }
        draft.edit(&ShowEdit::Remove { chapter: 0, step: 0 }).unwrap();
        assert!(draft.edit(&ShowEdit::Remove { chapter: 0, step: 0 }).is_err(), "the last step stays");
        assert!(draft.undo() && draft.show() == &first && draft.depth() == 0);
        draft.edit(&ShowEdit::Remove { chapter: 0, step: 0 }).unwrap();
        draft.save().unwrap();
        assert!(draft.undo() && !draft.is_saved(), "what is taken back after saving is not on the disk");
    }

    #[test]
    fn what_is_compared_before_saving_is_read_as_it_was_opened() {
        use std::io::Write as _;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("s.json");
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(SHOW.as_bytes()).unwrap();
        std::fs::write(&path, packed.finish().unwrap()).unwrap();
        let mut draft = ShowDraft::open(&path, &views()).unwrap();
        draft.edit(&ShowEdit::Remove { chapter: 0, step: 1 }).unwrap();
        draft.save().unwrap();
        assert_eq!(ShowDraft::open(&path, &views()).unwrap().show(), draft.show());
        // A file that is larger than a show may be is another one, and is not read to compare it.
        let large = std::fs::File::create(&path).unwrap();
        large.set_len(super::super::MOST_BYTES + 1).unwrap();
        draft.edit(&ShowEdit::SetTimes { chapter: 0, step: 0, fly_s: 1.0, stay_s: 1.0 }).unwrap();
        assert!(draft.save().unwrap_err().detail.contains("bytes"));
    }

    #[test]
    fn a_file_that_another_program_has_changed_is_not_overwritten() {
        let (folder, mut draft) = draft();
        draft.edit(&ShowEdit::Remove { chapter: 0, step: 1 }).unwrap();
        let path = folder.path().join("s.json");
        let other = SHOW.replace("show", "another");
        std::fs::write(&path, &other).unwrap();
        assert!(draft.save().is_err());
        assert_eq!(std::fs::read_to_string(&path).unwrap(), other);
    }
}
