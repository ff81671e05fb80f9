//! The show editor: what the camera sees becomes a step of a chapter; times are set, the chapter is played, the show is
//! saved.
//!
//! A chapter is played as a tour of its steps, with the tour's own controls.

use std::sync::Mutex;

use bevy::prelude::*;
use bevy_egui::{EguiContexts, egui};
use linli_model::{Chapter, Language, RecordedView, Show, ShowEdit, ShowStep};
use linli_present::{CameraPose, Command, Text, chapter_length_s, chapter_tour, recorded_view, text};

use super::context;
use super::overlay::Notice;
use super::theme::{ACCENT, QUIET, sheet};
use crate::camera::Rig;
use crate::scene::SceneInfo;
use crate::session::{Order, ViewSession};

/// Width of the panel, points.
const WIDTH: f32 = 360.0;
/// Longest flight or stay that is set here, seconds.
const LONGEST_S: f64 = 600.0;

/// A show whose camera is being edited.
pub trait ShowAuthor: Send {
    /// The show as it is now.
    fn show(&self) -> &Show;

    /// Makes a change.
    ///
    /// # Errors
    /// Why it cannot be made; nothing is changed then.
    fn edit(&mut self, edit: &ShowEdit, language: Language) -> Result<(), String>;

    /// Takes the last change back; whether there was one.
    fn undo(&mut self) -> bool;

    /// Number of changes that can be taken back.
    fn depth(&self) -> usize;

    /// Whether everything is kept.
    fn is_saved(&self) -> bool;

    /// Keeps it; where.
    ///
    /// # Errors
    /// Why it could not be kept.
    fn save(&mut self, language: Language) -> Result<String, String>;
}

/// The show that is being edited; without it there is no editor.
#[derive(Resource)]
pub struct ShowAuthoring {
    author: Mutex<Box<dyn ShowAuthor>>,
    chapter: usize,
}

impl ShowAuthoring {
    /// An editor of a show.
    pub fn new(author: Box<dyn ShowAuthor>) -> Self {
        Self { author: Mutex::new(author), chapter: 0 }
    }
}

/// What the author asks for.
enum Asked {
    Edit(ShowEdit),
    Look(CameraPose),
    Play,
    Undo,
    Save,
}

pub(super) fn draw(
    mut contexts: EguiContexts,
    mut authoring: ResMut<ShowAuthoring>,
    session: Res<ViewSession>,
    mut rig: ResMut<Rig>,
    mut info: ResMut<SceneInfo>,
    mut notice: ResMut<Notice>,
    mut orders: MessageWriter<Order>,
) {
    let Some(ctx) = context(&mut contexts) else { return };
    let ShowAuthoring { author, chapter } = authoring.bypass_change_detection();
    let Ok(author) = author.get_mut() else { return };
    let language = session.0.language;
    let view = recorded_view(rig.pose(), &session.0);
    let mut asked = None;
    let place = ctx.content_rect().right_top() + egui::vec2(-WIDTH - 60.0, 150.0);
    egui::Window::new(text(Text::ShowAuthor, language))
        .id("show author".into())
        .default_pos(place)
        .resizable(false)
        .frame(sheet())
        .show(&ctx, |ui| {
            ui.set_width(WIDTH);
            let show = author.show();
            choose(ui, show, chapter, language);
            if let Some(of) = show.chapters.get(*chapter) {
                asked = steps(ui, *chapter, of, &view, language);
            }
            ui.separator();
            asked = foot(ui, &**author, language).or(asked.take());
        });
    match asked {
        None => {}
        Some(Asked::Edit(edit)) => {
            if let Err(why) = author.edit(&edit, language) {
                notice.0 = Some((why, 10.0));
            }
        }
        Some(Asked::Look(pose)) => rig.fly_to(pose),
        Some(Asked::Play) => {
            if let Some(of) = author.show().chapters.get(*chapter) {
                let tour = chapter_tour(of);
                let key = tour.key.clone();
                // Nothing else of the scene has changed.
                let tours = &mut info.bypass_change_detection().tours;
                tours.retain(|known| known.key != key);
                tours.push(tour);
                orders.write(Order(Command::PlayTour(key)));
            }
        }
        Some(Asked::Undo) => _ = author.undo(),
        Some(Asked::Save) => {
            let told = author.save(language);
            let words = told.map(|path| format!("{} {path}", text(Text::Saved, language)));
            notice.0 = Some((words.unwrap_or_else(|why| why), 10.0));
        }
    }
}

fn choose(ui: &mut egui::Ui, show: &Show, chapter: &mut usize, language: Language) {
    let title = |at: usize| {
        let title = show.chapters.get(at).map(|chapter| chapter.title.of(language)).unwrap_or_default();
        format!("{}  {title}", at + 1)
    };
    egui::ComboBox::from_id_salt("chapter").width(WIDTH).selected_text(title(*chapter)).show_ui(ui, |ui| {
        for at in 0..show.chapters.len() {
            ui.selectable_value(chapter, at, title(at));
        }
    });
}

fn steps(
    ui: &mut egui::Ui,
    chapter: usize,
    of: &Chapter,
    view: &RecordedView,
    language: Language,
) -> Option<Asked> {
    let mut asked = None;
    let height = (ui.ctx().content_rect().height() - 560.0).max(140.0);
    egui::ScrollArea::vertical().max_height(height).auto_shrink([false, true]).show(ui, |ui| {
        for (step, told) in of.steps.iter().enumerate() {
            let found =
                ui.push_id(step, |ui| one(ui, [chapter, step], of.steps.len(), told, view, language)).inner;
            asked = found.or(asked.take());
        }
    });
    ui.add_space(4.0);
    ui.horizontal(|ui| {
        if ui.button(egui::RichText::new(text(Text::RecordView, language)).color(ACCENT)).clicked() {
            let step = of.steps.len();
            asked = Some(Asked::Edit(ShowEdit::Record { chapter, step, view: view.clone() }));
        }
        if ui.button(text(Text::PlayChapter, language)).clicked() {
            asked = Some(Asked::Play);
        }
        let seconds = chapter_length_s(of);
        ui.label(egui::RichText::new(format!("{seconds:.1} s")).color(QUIET));
    });
    asked
}

/// A step: what it says, its times, what can be done with it.
fn one(
    ui: &mut egui::Ui,
    [chapter, step]: [usize; 2],
    count: usize,
    told: &ShowStep,
    view: &RecordedView,
    language: Language,
) -> Option<Asked> {
    let mut asked = None;
    let stop = &told.stop;
    let caption = match language {
        Language::English => &stop.caption_en,
        Language::Chinese => &stop.caption_zh,
    };
    ui.add(egui::Label::new(format!("{}  {caption}", step + 1)).truncate());
    ui.horizontal(|ui| {
        let (mut fly_s, mut stay_s) = (stop.fly_s, stop.stay_s);
        for (value, name, on) in
            [(&mut fly_s, Text::FlySeconds, step > 0), (&mut stay_s, Text::StaySeconds, true)]
        {
            let drag = egui::DragValue::new(value).range(0.0..=LONGEST_S).speed(0.1).max_decimals(1);
            let drag = drag.prefix(format!("{} ", text(name, language))).suffix(" s");
            ui.add_enabled(on, drag);
        }
        if (fly_s, stay_s) != (stop.fly_s, stop.stay_s) {
            asked = Some(Asked::Edit(ShowEdit::SetTimes { chapter, step, fly_s, stay_s }));
        }
        for (sign, on, to) in [("▲", step > 0, step.wrapping_sub(1)), ("▼", step + 1 < count, step + 1)] {
            if ui.add_enabled(on, egui::Button::new(sign).small()).clicked() {
                asked = Some(Asked::Edit(ShowEdit::Move { chapter, step, to }));
            }
        }
    });
    ui.horizontal(|ui| {
        if ui.small_button(text(Text::LookAtStep, language)).clicked() {
            asked = Some(Asked::Look(CameraPose::new(stop.eye_m, stop.target_m)));
        }
        if ui.small_button(text(Text::TakeView, language)).clicked() {
            asked = Some(Asked::Edit(ShowEdit::SetView { chapter, step, view: view.clone() }));
        }
        let remove = egui::Button::new(text(Text::RemoveStep, language)).small();
        if ui.add_enabled(count > 1, remove).clicked() {
            asked = Some(Asked::Edit(ShowEdit::Remove { chapter, step }));
        }
    });
    ui.add_space(4.0);
    asked
}

fn foot(ui: &mut egui::Ui, author: &dyn ShowAuthor, language: Language) -> Option<Asked> {
    let mut asked = None;
    ui.horizontal(|ui| {
        if ui.add_enabled(author.depth() > 0, egui::Button::new(text(Text::Undo, language))).clicked() {
            asked = Some(Asked::Undo);
        }
        let unsaved = !author.is_saved();
        if ui.add_enabled(unsaved, egui::Button::new(text(Text::SaveShow, language))).clicked() {
            asked = Some(Asked::Save);
        }
        if unsaved {
            ui.label(egui::RichText::new(text(Text::NotSavedYet, language)).color(QUIET));
        }
    });
    asked
}
