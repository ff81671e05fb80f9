//! The panel of comparisons: which variants, how they are looked at, what differs, and why.

use std::sync::Arc;

use bevy::prelude::*;
use bevy_egui::{EguiContexts, egui};
use linli_model::Language;
use linli_model::variant::{BASE, Difference};
use linli_present::compare::{cause_text, compared_figures, figure_title, figures_chart, judgement_text};
use linli_present::{
    AxisFilters, Command, CompareMode, ElementDifference, ParallelChart, RADAR_AXES, Session, Text, amount,
    radar, side_colour, signed_amount, text, title_of,
};
use linli_sim::compare::{FigureRow, Judgement, Method};

use super::compare_marks::{letter, sign_of};
use super::context;
use super::parallel::{self, ParallelLook};
use super::radar as radar_panel;
use super::theme::{ACCENT, QUIET, colour32, sheet};
use crate::compare::{CompareWork, ComparedFigures, Comparison, Explained};
use crate::figures::FigureBasis;
use crate::scene::{CurrentScene, LoadedScene, SceneInfo};
use crate::session::{Order, ViewSession};

/// Width of the panel, points.
const WIDTH: f32 = 430.0;
/// Axes of three and more variants at most, and the height of their chart, points.
const AXES: usize = 6;
const LINES: f32 = 170.0;
/// Elements that are listed at most.
const MOST_LISTED: usize = 400;

/// What the panel shows below the choice of variants.
#[derive(Clone, Copy, Default, PartialEq)]
enum Page {
    #[default]
    Figures,
    Elements,
    Causes,
}

/// What is chosen in the panel.
#[derive(Default)]
pub(super) struct Chosen {
    keys: [Option<String>; 2],
    page: Page,
    lines: Lines,
}

/// The figures of three and more variants as lines, made once.
#[derive(Default)]
struct Lines {
    of: Option<(Arc<ComparedFigures>, Language)>,
    chart: ParallelChart,
    filters: AxisFilters,
    /// Whether they are a radar.
    around: bool,
}

#[expect(clippy::too_many_arguments, reason = "a system's inputs")]
pub(super) fn draw(
    mut contexts: EguiContexts,
    session: Res<ViewSession>,
    info: Res<SceneInfo>,
    scene: Res<CurrentScene>,
    rules: Option<Res<FigureBasis>>,
    mut work: ResMut<CompareWork>,
    mut chosen: Local<Chosen>,
    mut orders: MessageWriter<Order>,
) {
    let Some(ctx) = context(&mut contexts) else { return };
    if !session.0.comparing {
        return;
    }
    let session = &session.0;
    let language = session.language;
    let mut order = |command| {
        orders.write(Order(command));
    };
    egui::Area::new("comparison".into()).fixed_pos(egui::pos2(16.0, 160.0)).show(&ctx, |ui| {
        sheet().show(ui, |ui| {
            ui.set_width(WIDTH);
            ui.horizontal(|ui| {
                ui.label(egui::RichText::new(text(Text::CompareVariants, language)).heading());
                if ui.button(text(Text::Close, language)).clicked() {
                    order(Command::ShowCompare(false));
                }
            });
            choose(ui, session, &info, &mut chosen, &mut order);
            let Some(loaded) = &scene.0 else { return };
            let Some(comparison) = &loaded.comparison else { return };
            modes(ui, session, &mut order);
            ui.separator();
            ui.horizontal(|ui| {
                for (page, label) in [
                    (Page::Figures, Text::AllFigures),
                    (Page::Elements, Text::DifferingElements),
                    (Page::Causes, Text::Causes),
                ] {
                    ui.selectable_value(&mut chosen.page, page, text(label, language));
                }
            });
            let height = (ctx.content_rect().height() - 470.0).max(120.0);
            match chosen.page {
                Page::Figures => {
                    let reckoned = work.figures.as_ref();
                    if comparison.sides.len() > 2
                        && let Some(reckoned) = reckoned
                    {
                        lines(ui, &mut chosen.lines, reckoned, comparison, language);
                    }
                    let taken = if comparison.sides.len() > 2 { LINES + 88.0 } else { 0.0 };
                    let rows = reckoned.map(|reckoned| reckoned.rows.as_slice());
                    figures(ui, rows, (height - taken).max(80.0), language);
                }
                Page::Elements => elements(ui, loaded, comparison, session, height, &mut order),
                Page::Causes => causes(ui, loaded, rules.as_deref(), &mut work, height, language),
            }
        });
    });
}

/// Keys and names of what can be compared.
fn choices(info: &SceneInfo, language: Language) -> Vec<(String, String)> {
    let base = (BASE.to_owned(), text(Text::BaseVariant, language).to_owned());
    let named = info.variants.iter().map(|variant| {
        let name = if language == Language::English { &variant.english } else { &variant.chinese };
        (variant.key.clone(), name.clone())
    });
    std::iter::once(base).chain(named).collect()
}

/// Which two variants.
fn choose(
    ui: &mut egui::Ui,
    session: &Session,
    info: &SceneInfo,
    chosen: &mut Chosen,
    order: &mut impl FnMut(Command),
) {
    let language = session.language;
    let choices = choices(info, language);
    // What is open, else the scene and the first variant.
    for side in 0..2 {
        let known = |key: &String| choices.iter().any(|(other, _)| other == key);
        if chosen.keys[side].as_ref().is_none_or(|key| !known(key)) {
            let open = info.compared.get(side).cloned();
            chosen.keys[side] = open.or_else(|| choices.get(side).map(|(key, _)| key.clone()));
        }
    }
    ui.horizontal(|ui| {
        for (side, key) in chosen.keys.iter_mut().enumerate() {
            let name = key.as_ref().and_then(|key| choices.iter().find(|(other, _)| other == key));
            let shown = name.map_or("–", |(_, name)| name.as_str());
            ui.label(letter(side).to_string());
            egui::ComboBox::from_id_salt(("side", side)).width(130.0).selected_text(shown).show_ui(
                ui,
                |ui| {
                    for (other, name) in &choices {
                        ui.selectable_value(key, Some(other.clone()), name);
                    }
                },
            );
        }
        if ui.button("⇄").on_hover_text(text(Text::SwapSides, language)).clicked() {
            chosen.keys.swap(0, 1);
        }
    });
    let [Some(a), Some(b)] = &chosen.keys else { return };
    ui.horizontal(|ui| {
        let wanted = vec![a.clone(), b.clone()];
        let is_new = a != b && info.compared != wanted;
        let button = egui::Button::new(text(Text::OpenComparison, language));
        if ui.add_enabled(is_new, button).clicked() {
            order(Command::OpenComparison(wanted));
        }
        if !info.compared.is_empty() && ui.button(text(Text::ExportComparison, language)).clicked() {
            order(Command::ExportComparison);
        }
        if !info.compared.is_empty() && ui.button(text(Text::CloseComparison, language)).clicked() {
            let first = info.compared.first().filter(|key| key.as_str() != BASE).cloned();
            order(Command::ShowCompare(false));
            order(Command::OpenVariant(first));
        }
    });
}

fn modes(ui: &mut egui::Ui, session: &Session, order: &mut impl FnMut(Command)) {
    ui.horizontal_wrapped(|ui| {
        for mode in CompareMode::ALL {
            if ui.selectable_label(session.compare.mode == mode, mode.text(session.language)).clicked() {
                order(Command::SetCompareMode(mode));
            }
        }
    });
}

/// Three and more variants as lines across the figures that differ most; those outside of a span fade.
fn lines(
    ui: &mut egui::Ui,
    made: &mut Lines,
    figures: &Arc<ComparedFigures>,
    comparison: &Comparison,
    language: Language,
) {
    let is_same =
        |(of, spoken): &(Arc<ComparedFigures>, Language)| Arc::ptr_eq(of, figures) && *spoken == language;
    if !made.of.as_ref().is_some_and(is_same) {
        let chart = figures_chart(&figures.sides, AXES, language);
        let around = made.around;
        *made =
            Lines { of: Some((figures.clone(), language)), chart, filters: AxisFilters::default(), around };
    }
    let colour = |side: usize| Some(colour32(side_colour(side)));
    let look = ParallelLook { chosen: &|_| false, pointed: None, colour: &colour, height: LINES };
    let around = radar(&made.chart);
    let has_radar = made.chart.axes.len() >= RADAR_AXES;
    if has_radar {
        ui.horizontal(|ui| {
            for (is_around, label) in [(false, Text::ParallelAxes), (true, Text::Radar)] {
                ui.selectable_value(
                    &mut made.around,
                    is_around,
                    egui::RichText::new(text(label, language)).small(),
                );
            }
        });
    }
    if has_radar && made.around {
        radar_panel::show(ui, &made.chart, &around, &look, |side| made.filters.passes(&made.chart, side));
    } else {
        parallel::show(ui, &made.chart, &mut made.filters, &look, language);
    }
    ui.horizontal_wrapped(|ui| {
        for (number, side) in comparison.sides.iter().enumerate() {
            let is_in = made.filters.passes(&made.chart, number);
            let ink = if is_in { colour32(side_colour(number)) } else { QUIET };
            let words = egui::RichText::new(format!("{}  {}", letter(number), side.name(language)));
            let words = words.small().color(ink);
            ui.label(if is_in { words } else { words.strikethrough() });
        }
        if made.filters.is_set() && ui.small_button(text(Text::ClearFilters, language)).clicked() {
            made.filters.clear();
        }
    });
}

/// The figures, those that differ most first.
fn figures(ui: &mut egui::Ui, rows: Option<&[FigureRow]>, height: f32, language: Language) {
    let Some(rows) = rows else {
        ui.label(egui::RichText::new(text(Text::Reckoning, language)).color(QUIET));
        return;
    };
    let same = rows.iter().filter(|row| row.judgement == Judgement::Same).count();
    let different: Vec<FigureRow> =
        rows.iter().filter(|row| row.judgement != Judgement::Same).cloned().collect();
    egui::ScrollArea::both().max_height(height).show(ui, |ui| {
        egui::Grid::new("figures").num_columns(5).striped(true).spacing([12.0, 5.0]).show(ui, |ui| {
            for head in [text(Text::Figure, language), "A", "B", "B − A", "%"] {
                ui.label(egui::RichText::new(head).small().color(QUIET));
            }
            ui.end_row();
            for row in compared_figures(&different, language) {
                let small = |words: &str| egui::RichText::new(words.to_owned()).small();
                let (sign, colour) = sign_of(row.judgement);
                ui.label(small(&row.title));
                ui.label(small(&row.a));
                ui.label(small(&row.b));
                let words = format!("{sign} {}", row.difference);
                ui.label(small(&words).color(colour)).on_hover_text(judgement_text(row.judgement, language));
                ui.label(small(&row.percent).color(QUIET));
                ui.end_row();
            }
        });
        let words = format!("{}: {same}", text(Text::SameFigures, language));
        ui.label(egui::RichText::new(words).small().color(QUIET));
    });
}

/// The elements that differ; a click flies there.
fn elements(
    ui: &mut egui::Ui,
    scene: &LoadedScene,
    comparison: &Comparison,
    session: &Session,
    height: f32,
    order: &mut impl FnMut(Command),
) {
    let language = session.language;
    if comparison.differences.is_empty() {
        ui.label(egui::RichText::new(text(Text::NothingDiffers, language)).color(QUIET));
        return;
    }
    let selected = session.selection.and_then(|id| comparison.union.key_of(id));
    egui::ScrollArea::vertical().max_height(height).show(ui, |ui| {
        for difference in comparison.differences.iter().take(MOST_LISTED) {
            element(ui, scene, comparison, difference, selected == Some(&difference.key), language, order);
        }
        let left = comparison.differences.len().saturating_sub(MOST_LISTED);
        if left > 0 {
            ui.label(egui::RichText::new(format!("+{left}")).small().color(QUIET));
        }
    });
}

fn element(
    ui: &mut egui::Ui,
    scene: &LoadedScene,
    comparison: &Comparison,
    difference: &Difference,
    is_selected: bool,
    language: Language,
    order: &mut impl FnMut(Command),
) {
    let Some(id) = comparison.version_to_see(&difference.key) else { return };
    let Some(element) = scene.community.element(id) else { return };
    let kind = ElementDifference::of(&difference.kind);
    ui.horizontal(|ui| {
        let colour = colour32(kind.paint().0);
        ui.label(egui::RichText::new(kind.text(language)).small().color(colour));
        let name = element.name.as_ref().map(|_| title_of(element, language));
        let words =
            name.map_or_else(|| difference.key.to_string(), |name| format!("{name}  {}", difference.key));
        if ui.selectable_label(is_selected, egui::RichText::new(words).small()).clicked() {
            order(Command::FlyTo(id));
        }
    });
}

/// Why figures differ: found on demand, for it takes a while.
fn causes(
    ui: &mut egui::Ui,
    scene: &LoadedScene,
    rules: Option<&FigureBasis>,
    work: &mut CompareWork,
    height: f32,
    language: Language,
) {
    if let Some(done) = work.causes_done() {
        ui.label(text(Text::Reckoning, language));
        ui.add(egui::ProgressBar::new(done).show_percentage());
        if ui.button(text(Text::Cancel, language)).clicked() {
            work.stop_causes();
        }
        return;
    }
    match work.explained.clone() {
        None => {
            let button = egui::Button::new(text(Text::FindCauses, language));
            if let Some(rules) = rules
                && ui.add(button).clicked()
            {
                work.find_causes(scene, rules, language);
            }
        }
        Some(Err(why)) => _ = ui.label(egui::RichText::new(why).color(ACCENT)),
        Some(Ok(explained)) => {
            egui::ScrollArea::vertical().max_height(height).show(ui, |ui| told(ui, &explained, language));
        }
    }
}

/// The causes, and what each contributes to the figures that differ.
fn told(ui: &mut egui::Ui, explained: &Explained, language: Language) {
    let small = |words: String| egui::RichText::new(words).small();
    for (at, cause) in explained.causes.causes().iter().enumerate() {
        ui.label(small(format!("{}  {}", at + 1, cause_text(cause, language))));
    }
    ui.separator();
    ui.label(small(text(Text::CausesAddUp, language).to_owned()).color(QUIET));
    for explanation in &explained.explanations {
        let spec = explanation.spec;
        let total = signed_amount(explanation.total, spec, language);
        ui.label(small(format!("{}  {total}", figure_title(spec, &explanation.subject, language))));
        for (cause, share, error) in explanation.causes.iter().filter(|(_, share, _)| *share != 0.0) {
            let share = signed_amount(*share, spec, language);
            let error = match explanation.method {
                Method::Exact => String::new(),
                Method::Sampled(_) => format!(" ± {}", amount(*error, spec, language)),
            };
            ui.label(small(format!("      {share}{error}   ← {}", cause + 1)).color(QUIET));
        }
    }
}
