//! The panel of layouts: what is sought, the search, its front as plans and as lines across the objectives.

use std::sync::Arc;

use bevy::prelude::*;
use bevy_egui::{EguiContexts, egui};
use linli_model::Language;
use linli_present::layout::{
    PlanPixels, layout_chart, objective_note, objective_text, objective_value, plan_rule_text,
};
use linli_present::{Command, ParallelChart, Text, count, said, text};
use linli_sim::layout::{LayoutStudy, Objective, ParcelChoice};

use super::context;
use super::parallel::{self, ParallelLook};
use super::theme::{ACCENT, INK, QUIET, sheet};
use crate::figures::FigureBasis;
use crate::layouts::{Found, LayoutWork, VariantKeeper, selected_parcel};
use crate::scene::{CurrentScene, LoadedScene};
use crate::session::{Order, ViewSession};

/// Width of the panel, points.
const WIDTH: f32 = 560.0;
/// Plans in a row, and the space between them, points.
const COLUMNS: usize = 4;
const GAP: f32 = 8.0;
/// Height of the chart, and of the words below a plan, points.
const CHART: f32 = 160.0;
const CAPTION: f32 = 32.0;
/// Variants that can be compared at once.
const MOST_COMPARED: usize = linli_model::variant::Sides::MOST;

/// What is made once from a front: pictures on the graphics card, the chart.
#[derive(Default)]
pub(super) struct Made {
    of: Option<(Arc<LayoutStudy>, Language)>,
    textures: Vec<Option<egui::TextureHandle>>,
    chart: ParallelChart,
    /// The layout that is pointed at.
    pointed: Option<usize>,
}

impl Made {
    fn follow(&mut self, found: &Found, language: Language) {
        let is_same = |(of, spoken): &(Arc<LayoutStudy>, Language)| {
            Arc::ptr_eq(of, &found.study) && *spoken == language
        };
        if !self.of.as_ref().is_some_and(is_same) {
            *self = Self {
                of: Some((found.study.clone(), language)),
                textures: vec![None; found.layouts.len()],
                chart: layout_chart(&found.layouts, language),
                pointed: None,
            };
        }
    }

    fn texture(&mut self, ctx: &egui::Context, number: usize, plan: &PlanPixels) -> Option<egui::TextureId> {
        let place = self.textures.get_mut(number)?;
        let texture = place.get_or_insert_with(|| {
            let pixels = plan.pixels.iter().map(|[r, g, b]| egui::Color32::from_rgb(*r, *g, *b)).collect();
            let image = egui::ColorImage::new(plan.size, pixels);
            ctx.load_texture(format!("layout {number}"), image, egui::TextureOptions::LINEAR)
        });
        Some(texture.id())
    }
}

#[expect(clippy::too_many_arguments, reason = "a system's inputs")]
pub(super) fn draw(
    mut contexts: EguiContexts,
    session: Res<ViewSession>,
    scene: Res<CurrentScene>,
    basis: Option<Res<FigureBasis>>,
    keeper: Option<Res<VariantKeeper>>,
    mut work: ResMut<LayoutWork>,
    mut made: Local<Made>,
    mut orders: MessageWriter<Order>,
) {
    let Some(ctx) = context(&mut contexts) else { return };
    let (true, Some(loaded), Some(basis)) = (session.0.layouts, &scene.0, basis) else { return };
    let language = session.0.language;
    let say = |words: Text| text(words, language);
    let place = egui::pos2(16.0, 160.0);
    let work = work.bypass_change_detection();
    egui::Area::new("layouts".into()).fixed_pos(place).show(&ctx, |ui| {
        sheet().show(ui, |ui| {
            ui.set_width(WIDTH);
            ui.horizontal(|ui| {
                ui.label(egui::RichText::new(say(Text::Layouts)).heading());
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    if ui.button(say(Text::Close)).clicked() {
                        orders.write(Order(Command::ShowLayouts(false)));
                    }
                });
            });
            let selected = session.0.selection;
            if work.found.is_none() {
                ui.label(egui::RichText::new(say(Text::LayoutsAbout)).small().color(QUIET));
                ask(ui, work, loaded, selected, language);
                run(ui, work, loaded, &basis, language);
            } else {
                // Plans want the room: what was asked folds away.
                egui::CollapsingHeader::new(say(Text::LayoutSearchAgain)).id_salt("ask").show(ui, |ui| {
                    ask(ui, work, loaded, selected, language);
                    run(ui, work, loaded, &basis, language);
                });
            }
            if let Some(why) = &work.trouble {
                let why = said(why, language);
                ui.add(egui::Label::new(egui::RichText::new(why).color(ACCENT)).wrap());
            }
            let LayoutWork { found: Some(found), filters, chosen, .. } = &mut *work else { return };
            made.follow(found, language);
            ui.separator();
            told(ui, found, filters.passing(&made.chart), language);
            let look = ParallelLook {
                chosen: &|layout| chosen.contains(&layout),
                pointed: made.pointed,
                colour: &|_| None,
                height: CHART,
            };
            let answer = parallel::show(ui, &made.chart, filters, &look, language);
            ui.horizontal(|ui| {
                ui.label(egui::RichText::new(say(Text::FilterHint)).small().color(QUIET));
                if filters.is_set() && ui.small_button(say(Text::ClearFilters)).clicked() {
                    filters.clear();
                }
            });
            let shown: Vec<usize> =
                (0..found.layouts.len()).filter(|layout| filters.passes(&made.chart, *layout)).collect();
            let height = (ctx.content_rect().bottom() - ui.cursor().top() - 150.0).max(120.0);
            let plans = plans(ui, &ctx, found, &mut made, &shown, chosen, height, language);
            made.pointed = answer.pointed.or(plans.pointed);
            if let Some(layout) = answer.clicked.or(plans.clicked)
                && !chosen.remove(&layout)
            {
                chosen.insert(layout);
            }
            open(ui, work, keeper.as_deref(), language);
        });
    });
}

/// What is asked of the next search.
fn ask(
    ui: &mut egui::Ui,
    work: &mut LayoutWork,
    scene: &LoadedScene,
    selected: Option<linli_model::ElementId>,
    language: Language,
) {
    let say = |words: Text| text(words, language);
    ui.add_enabled_ui(work.searching().is_none(), |ui| {
        let ask = &mut work.ask;
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            ui.label(egui::RichText::new(say(Text::LayoutObjectives)).color(QUIET));
            for objective in Objective::ALL {
                let is_sought = ask.objectives.contains(&objective);
                let words = egui::RichText::new(objective_text(objective, language)).size(13.5);
                let clicked = ui
                    .selectable_label(is_sought, words)
                    .on_hover_text(objective_note(objective, language))
                    .clicked();
                // One objective at least is sought.
                if clicked && is_sought && ask.objectives.len() > 1 {
                    ask.objectives.remove(&objective);
                } else if clicked {
                    ask.objectives.insert(objective);
                }
            }
        });
        ui.horizontal(|ui| {
            let selected = selected_parcel(scene, selected);
            let name = match &ask.parcels {
                ParcelChoice::ImplementationUnit => say(Text::LayoutUnit),
                ParcelChoice::All => say(Text::LayoutAllParcels),
                ParcelChoice::Keys(_) => say(Text::LayoutSelectedParcel),
            };
            egui::ComboBox::from_id_salt("parcels").width(118.0).selected_text(name).show_ui(ui, |ui| {
                let unit = ParcelChoice::ImplementationUnit;
                ui.selectable_value(&mut ask.parcels, unit, say(Text::LayoutUnit));
                ui.selectable_value(&mut ask.parcels, ParcelChoice::All, say(Text::LayoutAllParcels));
                if let Some(key) = selected {
                    let words = format!("{} {key}", say(Text::LayoutSelectedParcel));
                    ui.selectable_value(&mut ask.parcels, ParcelChoice::Keys(vec![key]), words);
                }
            });
            number(ui, say(Text::LayoutCount), &mut ask.count, 20..=2_000);
            number(ui, say(Text::LayoutGenerations), &mut ask.generations, 0..=500);
            number(ui, say(Text::LayoutSeed), &mut ask.seed, 0..=999_999);
        });
        ui.horizontal(|ui| {
            for (wanted, name) in ask.programme.iter_mut().zip([Text::Dwellings, Text::Jobs]) {
                ui.label(egui::RichText::new(format!("{} ≥", say(name))).color(QUIET));
                let mut asked = wanted.is_some();
                let words = if asked { "" } else { say(Text::LayoutAsNow) };
                if ui.checkbox(&mut asked, words).changed() {
                    *wanted = asked.then_some(1_000);
                }
                if let Some(value) = wanted {
                    ui.add(egui::DragValue::new(value).range(0..=200_000).speed(10));
                }
                ui.add_space(10.0);
            }
        });
    });
}

fn number<Number: egui::emath::Numeric>(
    ui: &mut egui::Ui,
    name: &str,
    value: &mut Number,
    range: std::ops::RangeInclusive<Number>,
) {
    ui.label(egui::RichText::new(name).color(QUIET));
    ui.add(egui::DragValue::new(value).range(range));
}

/// Starts, pauses and gives up the search.
fn run(
    ui: &mut egui::Ui,
    work: &mut LayoutWork,
    scene: &LoadedScene,
    basis: &FigureBasis,
    language: Language,
) {
    let say = |words: Text| text(words, language);
    ui.horizontal(|ui| {
        let Some((done, is_paused)) = work.searching() else {
            let button = egui::Button::new(egui::RichText::new(say(Text::LayoutSearch)).color(INK))
                .fill(egui::Color32::from_rgb(150, 92, 20));
            if ui.add(button).clicked() {
                work.start(scene, basis);
            }
            return;
        };
        let bar = egui::ProgressBar::new(done).desired_width(WIDTH - 210.0).show_percentage();
        ui.add(bar.fill(ACCENT.gamma_multiply(if is_paused { 0.35 } else { 0.8 })));
        let words = if is_paused { Text::LayoutContinue } else { Text::Pause };
        if ui.button(say(words)).clicked() {
            work.pause(!is_paused);
        }
        if ui.button(say(Text::Cancel)).clicked() {
            work.cancel();
        }
    });
}

/// How many layouts there are.
fn told(ui: &mut egui::Ui, found: &Found, shown: usize, language: Language) {
    let say = |words: Text| text(words, language);
    let checked = found.faults.iter().flatten().count();
    let clean = found.faults.iter().flatten().filter(|faults| faults.is_empty()).count();
    let mut words = format!(
        "{} {}  ·  {} {}  ·  {} {}",
        say(Text::LayoutsTried),
        count(found.tried),
        say(Text::LayoutsOnFront),
        count(found.layouts.len()),
        say(Text::LayoutsShown),
        count(shown),
    );
    words += &if checked < found.layouts.len() {
        format!("  ·  {} {}/{}", say(Text::LayoutChecking), count(checked), count(found.layouts.len()))
    } else {
        format!("  ·  {} {}", say(Text::LayoutsClean), count(clean))
    };
    ui.label(egui::RichText::new(words).size(13.5));
    if found.layouts.iter().all(|layout| layout.screened.missing > 0.0) && !found.layouts.is_empty() {
        ui.label(egui::RichText::new(say(Text::LayoutMissesProgramme)).color(ACCENT));
    }
}

/// The plans that are shown, row by row.
#[expect(clippy::too_many_arguments, reason = "what is shown, and where")]
fn plans(
    ui: &mut egui::Ui,
    ctx: &egui::Context,
    found: &Found,
    made: &mut Made,
    shown: &[usize],
    chosen: &std::collections::BTreeSet<usize>,
    height: f32,
    language: Language,
) -> parallel::ParallelAnswer {
    let mut answer = parallel::ParallelAnswer::default();
    let width = (WIDTH - 14.0 - GAP * (COLUMNS - 1) as f32) / COLUMNS as f32;
    let aspect = found.plans.first().map_or(1.0, |plan| plan.size[1] as f32 / plan.size[0] as f32);
    let row = width * aspect + CAPTION;
    let rows = shown.len().div_ceil(COLUMNS);
    egui::ScrollArea::vertical().max_height(height).min_scrolled_height(height).show_rows(
        ui,
        row,
        rows,
        |ui, seen| {
            ui.spacing_mut().item_spacing = egui::vec2(GAP, GAP);
            for line in seen {
                ui.horizontal(|ui| {
                    for &layout in shown.iter().skip(line * COLUMNS).take(COLUMNS) {
                        let size = egui::vec2(width, row);
                        let (rect, response) = ui.allocate_exact_size(size, egui::Sense::click());
                        let texture = made.texture(ctx, layout, &found.plans[layout]);
                        let marked = made.pointed == Some(layout);
                        plan(ui, rect, texture, found, layout, (chosen.contains(&layout), marked), language);
                        if response.hovered() {
                            answer.pointed = Some(layout);
                        }
                        if response.clicked() {
                            answer.clicked = Some(layout);
                        }
                        response.on_hover_ui(|ui| details(ui, found, layout, language));
                    }
                });
            }
        },
    );
    answer
}

/// A plan with its number, what it gives up and whether it keeps the rules.
fn plan(
    ui: &egui::Ui,
    rect: egui::Rect,
    texture: Option<egui::TextureId>,
    found: &Found,
    layout: usize,
    (is_chosen, is_pointed): (bool, bool),
    language: Language,
) {
    let painter = ui.painter_at(rect.expand(2.0));
    let picture = egui::Rect::from_min_max(rect.min, egui::pos2(rect.right(), rect.bottom() - CAPTION));
    let whole = egui::Rect::from_min_max(egui::pos2(0.0, 0.0), egui::pos2(1.0, 1.0));
    if let Some(texture) = texture {
        painter.image(texture, picture, whole, egui::Color32::WHITE);
    }
    let stroke = match (is_chosen, is_pointed) {
        (true, _) => egui::Stroke::new(3.0, ACCENT),
        (_, true) => egui::Stroke::new(2.0, egui::Color32::WHITE),
        _ => egui::Stroke::new(1.0, egui::Color32::from_white_alpha(60)),
    };
    painter.rect_stroke(picture, 2.0, stroke, egui::StrokeKind::Inside);
    let (mark, colour) = match found.faults.get(layout).and_then(Option::as_ref) {
        None => ("·", QUIET),
        Some(faults) if faults.is_empty() => ("✓", egui::Color32::from_rgb(120, 190, 255)),
        Some(_) => ("!", ACCENT),
    };
    let kept = if found.kept.contains_key(&layout) { " ▪" } else { "" };
    let name = format!("{:03}{kept}", layout + 1);
    let s = &found.layouts[layout].screened;
    let words = format!(
        "{} · {}",
        objective_value(Objective::Green, s.value(Objective::Green), language),
        objective_value(Objective::Capital, s.value(Objective::Capital), language)
    );
    let ink = if is_chosen { ACCENT } else { INK };
    let put = |words: &str, at: egui::Pos2, align: egui::Align2, size: f32, colour: egui::Color32| {
        painter.text(at, align, words, egui::FontId::proportional(size), colour);
    };
    let left = picture.left_bottom() + egui::vec2(1.0, 2.0);
    put(&name, left, egui::Align2::LEFT_TOP, 13.0, ink);
    put(mark, picture.right_bottom() + egui::vec2(-2.0, 2.0), egui::Align2::RIGHT_TOP, 13.0, colour);
    put(&words, left + egui::vec2(0.0, 16.0), egui::Align2::LEFT_TOP, 11.5, QUIET);
}

/// Everything about a layout, while it is pointed at.
fn details(ui: &mut egui::Ui, found: &Found, layout: usize, language: Language) {
    let s = &found.layouts[layout].screened;
    for objective in Objective::ALL {
        let value = objective_value(objective, s.value(objective), language);
        ui.label(format!("{}  {value}", objective_text(objective, language)));
    }
    let whole =
        |name: Text, value: f64| format!("{}  {}", text(name, language), count(value.round() as usize));
    ui.label(whole(Text::Dwellings, s.homes));
    ui.label(whole(Text::Jobs, s.jobs));
    if s.missing > 0.0 {
        ui.label(egui::RichText::new(text(Text::LayoutMissesProgramme, language)).color(ACCENT));
    }
    for fault in found.faults.get(layout).and_then(Option::as_ref).into_iter().flatten().take(8) {
        let words = format!(
            "{}  {}  {:.2} / {:.2}",
            plan_rule_text(fault.rule, language),
            fault.parcel,
            fault.actual,
            fault.allowed
        );
        ui.label(egui::RichText::new(words).small().color(ACCENT));
    }
}

/// What is done with the chosen layouts.
fn open(ui: &mut egui::Ui, work: &mut LayoutWork, keeper: Option<&VariantKeeper>, language: Language) {
    let say = |words: Text| text(words, language);
    ui.horizontal(|ui| {
        let number = work.chosen.len();
        let can = keeper.filter(|_| !work.is_keeping() && (1..=MOST_COMPARED).contains(&number));
        let words = if number > 1 { Text::LayoutsCompare } else { Text::LayoutOpen };
        if ui.add_enabled(can.is_some(), egui::Button::new(say(words))).clicked()
            && let Some(keeper) = can
        {
            work.open_chosen(keeper, language);
        }
        let words = format!("{} {number}", say(Text::LayoutChosen));
        ui.label(egui::RichText::new(words).color(QUIET));
        if number > 0 && ui.small_button(say(Text::LayoutClearChoice)).clicked() {
            work.chosen.clear();
        }
        if work.is_keeping() {
            ui.spinner();
        }
    });
}
