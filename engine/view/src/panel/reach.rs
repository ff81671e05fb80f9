//! The panel of reach: who walks when, bands and front on the ground, a home's ways, and what closing something does.

use bevy::prelude::*;
use bevy_egui::{EguiContexts, egui};
use linli_model::{ElementId, Kind, Language};
use linli_present::{
    Command, FRONT_MINUTES, OverlayKind, ReachWish, Session, Text, count, said, text, title_of,
};
use linli_sim::reach::{Closure, HomeWay, WayDifference};

use super::context;
use super::furniture::plated;
use super::home_ways::{WIDTH, home};
use super::projection::Projection;
use super::theme::{ACCENT, QUIET, sheet};
use crate::analysis::Analyses;
use crate::camera::MainCamera;
use crate::scene::{CurrentScene, LoadedScene};
use crate::session::{Order, ViewSession};

pub(super) fn draw(
    mut contexts: EguiContexts,
    session: Res<ViewSession>,
    scene: Res<CurrentScene>,
    analyses: Res<Analyses>,
    mut orders: MessageWriter<Order>,
) {
    let Some(ctx) = context(&mut contexts) else { return };
    let (Some(scene), true) = (&scene.0, session.0.reach.open) else { return };
    let session = &session.0;
    let language = session.language;
    let mut order = |command| {
        orders.write(Order(command));
    };
    egui::Area::new("reach".into()).fixed_pos(egui::pos2(16.0, 160.0)).show(&ctx, |ui| {
        sheet().show(ui, |ui| {
            ui.set_width(WIDTH);
            ui.horizontal(|ui| {
                ui.label(egui::RichText::new(text(Text::ReachOfHome, language)).heading());
                if analyses.busy {
                    ui.label(egui::RichText::new(text(Text::Computing, language)).small().color(QUIET));
                }
            });
            let height = (ctx.content_rect().height() - 350.0).max(160.0);
            egui::ScrollArea::vertical().max_height(height).min_scrolled_height(height).show(ui, |ui| {
                if let Some(why) = &analyses.trouble {
                    ui.add(egui::Label::new(egui::RichText::new(why).color(ACCENT)).wrap());
                }
                who(ui, session, &analyses, &mut order);
                ground(ui, session, &mut order);
                ui.separator();
                match &analyses.home {
                    Some(ways) => {
                        storeys(ui, &ways.levels, ways.level, language, &mut order);
                        home(ui, scene, ways, language);
                    }
                    None => {
                        let hint = egui::RichText::new(text(Text::ReachHint, language)).color(QUIET);
                        ui.add(egui::Label::new(hint).wrap());
                        let basis = egui::RichText::new(said(&analyses.basis, language)).small().color(QUIET);
                        ui.add(egui::Label::new(basis).wrap());
                    }
                }
                closures(ui, session, scene, &mut order);
                differences(ui, &analyses.differences, language);
            });
        });
    });
}

/// Profile and departure.
fn who(ui: &mut egui::Ui, session: &Session, analyses: &Analyses, order: &mut impl FnMut(Command)) {
    let (view, language) = (&session.reach, session.language);
    ui.horizontal(|ui| {
        ui.label(egui::RichText::new(text(Text::Walker, language)).color(QUIET));
        let chosen = analyses.walkers.iter().find(|profile| profile.key == view.profile);
        let shown = chosen.map(|profile| profile.name.text(language)).unwrap_or_default();
        egui::ComboBox::from_id_salt("walker").selected_text(shown).show_ui(ui, |ui| {
            for profile in &analyses.walkers {
                let words = format!("{}  {} m/s", profile.name.text(language), profile.speed.value);
                if ui.selectable_label(profile.key == view.profile, words).clicked() {
                    order(Command::Reach(ReachWish::Profile(profile.key.clone())));
                }
            }
        });
    });
    ui.horizontal(|ui| {
        ui.label(egui::RichText::new(text(Text::Departure, language)).color(QUIET));
        let is_any = view.departure.is_none();
        if ui.selectable_label(is_any, text(Text::AnyTime, language)).clicked() {
            order(Command::Reach(ReachWish::Departure(None)));
        }
        for hour in [6_u16, 8, 18, 23] {
            let minute = Some(hour * 60);
            if ui.selectable_label(view.departure == minute, format!("{hour}:00")).clicked() {
                order(Command::Reach(ReachWish::Departure(minute)));
            }
        }
    });
}

/// Values on buildings, bands and front on the ground.
fn ground(ui: &mut egui::Ui, session: &Session, order: &mut impl FnMut(Command)) {
    let (view, language) = (&session.reach, session.language);
    ui.horizontal(|ui| {
        for (kind, name) in [
            (OverlayKind::PersonReach, Text::OverlayPerson),
            (OverlayKind::CarReach, Text::OverlayCar),
            (OverlayKind::GoodsReach, Text::OverlayGoods),
        ] {
            let is_shown = session.overlay == Some(kind);
            if ui.selectable_label(is_shown, text(name, language)).clicked() {
                order(Command::SetOverlay((!is_shown).then_some(kind)));
            }
        }
    });
    let mut bands = view.bands;
    if ui.checkbox(&mut bands, text(Text::GroundBands, language)).changed() {
        order(Command::Reach(ReachWish::Bands(bands)));
    }
    if !view.bands {
        return;
    }
    ui.horizontal(|ui| {
        if ui.selectable_label(view.spreading, text(Text::SpreadFront, language)).clicked() {
            order(Command::Reach(ReachWish::Spread(!view.spreading)));
        }
        let mut minute = view.front_min.unwrap_or(FRONT_MINUTES).min(FRONT_MINUTES);
        ui.spacing_mut().slider_width = 96.0;
        let unit = if language == Language::Chinese { " 分" } else { " min" };
        let slider = egui::Slider::new(&mut minute, 0.0..=FRONT_MINUTES).fixed_decimals(1).suffix(unit);
        if ui.add(slider).changed() {
            order(Command::Reach(ReachWish::Front(Some(minute))));
        }
    });
}

/// Which storey of the building.
fn storeys(
    ui: &mut egui::Ui,
    levels: &[i16],
    level: i16,
    language: Language,
    order: &mut impl FnMut(Command),
) {
    let (Some(lowest), Some(highest)) = (levels.iter().min(), levels.iter().max()) else { return };
    if lowest == highest {
        return;
    }
    ui.horizontal(|ui| {
        ui.label(egui::RichText::new(text(Text::Storeys, language)).color(QUIET));
        let mut wanted = level;
        ui.spacing_mut().slider_width = 180.0;
        if ui.add(egui::Slider::new(&mut wanted, *lowest..=*highest)).changed() && levels.contains(&wanted) {
            order(Command::Reach(ReachWish::Level(Some(wanted))));
        }
    });
}

/// What of an element of the facts can close.
fn closable(scene: &LoadedScene, id: ElementId) -> Vec<Closure> {
    let Some(element) = scene.facts.element(id) else { return Vec::new() };
    match &element.kind {
        Kind::Building(building) => (0..building.lifts.len()).map(|bank| Closure::Lift(id, bank)).collect(),
        Kind::BuildingPart(part) => (0..part.lifts.len()).map(|bank| Closure::Lift(id, bank)).collect(),
        Kind::Street(_)
        | Kind::StreetNode(_)
        | Kind::Entrance(_)
        | Kind::StationEntrance(_)
        | Kind::Parking(_)
        | Kind::Basement(_)
        | Kind::Facility(_)
        | Kind::Equipment(_) => vec![Closure::Element(id)],
        _ => Vec::new(),
    }
}

/// Name of something that can close, for people.
fn closure_words(scene: &LoadedScene, name: &str, language: Language) -> String {
    let Ok(closure) = Closure::named(name, &scene.facts) else { return name.to_owned() };
    let of = |id| scene.facts.element(id).map(|e| title_of(e, language)).unwrap_or_default();
    match closure {
        Closure::Element(id) => of(id),
        Closure::Lift(id, bank) => {
            format!("{} · {} {}", of(id), text(Text::LiftBank, language), bank + 1)
        }
    }
}

fn closures(ui: &mut egui::Ui, session: &Session, scene: &LoadedScene, order: &mut impl FnMut(Command)) {
    let language = session.language;
    let closed = &session.reach.closed;
    let selected = session.selection.and_then(|id| scene.fact_of(id));
    let selected = selected.map(|id| closable(scene, id)).unwrap_or_default();
    let names: Vec<String> = selected.into_iter().map(|closure| closure.name(&scene.facts)).collect();
    if names.iter().any(|name| !closed.contains(name)) {
        ui.separator();
        ui.label(egui::RichText::new(text(Text::CloseThis, language)).color(QUIET));
        for name in names.into_iter().filter(|name| !closed.contains(name)) {
            if ui.button(closure_words(scene, &name, language)).clicked() {
                order(Command::Reach(ReachWish::Close(name, true)));
            }
        }
    }
    if closed.is_empty() {
        return;
    }
    ui.separator();
    ui.horizontal(|ui| {
        ui.label(egui::RichText::new(text(Text::ClosedNow, language)).color(ACCENT));
        if closed.len() > 1 && ui.button(text(Text::OpenAll, language)).clicked() {
            order(Command::Reach(ReachWish::OpenAll));
        }
    });
    for name in closed {
        ui.horizontal(|ui| {
            let words = format!("⊗ {}", closure_words(scene, name, language));
            ui.add(egui::Label::new(words).truncate());
            if ui.small_button(text(Text::OpenAgain, language)).clicked() {
                order(Command::Reach(ReachWish::Close(name.clone(), false)));
            }
        });
    }
}

/// Who gains and who loses by what is closed.
pub(super) fn differences(ui: &mut egui::Ui, found: &[(HomeWay, WayDifference)], language: Language) {
    if found.is_empty() {
        return;
    }
    ui.add_space(4.0);
    ui.label(egui::RichText::new(text(Text::WhoGainsAndLoses, language)).strong());
    for (way, change) in found {
        let name = match way {
            HomeWay::Person => Text::OverlayPerson,
            HomeWay::FetchCar => Text::FetchCar,
            HomeWay::ParkCar => Text::ParkCar,
            HomeWay::Goods => Text::OverlayGoods,
        };
        let words = match change.is_felt() {
            false => text(Text::NobodyAffected, language).to_owned(),
            true => difference_words(change, language),
        };
        ui.horizontal_wrapped(|ui| {
            ui.label(egui::RichText::new(text(name, language)).color(QUIET));
            ui.add(egui::Label::new(words).wrap());
        });
    }
}

fn difference_words(change: &WayDifference, language: Language) -> String {
    let said = |people: u64, what: Text| {
        let people = count(people as usize);
        (people != "0").then(|| format!("{people} {}", text(what, language)))
    };
    let mut words: Vec<String> = [
        said(change.gain + change.joined, Text::PeopleGain),
        said(change.lose, Text::PeopleLose),
        said(change.cut_off, Text::PeopleCutOff),
    ]
    .into_iter()
    .flatten()
    .collect();
    if change.within != 0 {
        words.push(format!("{} {:+}", text(Text::PeopleWithin, language), change.within));
    }
    if let Some(ms) = change.mean_change_ms.filter(|ms| ms.abs() >= 500.0) {
        words.push(format!("Ø {:+.1} min", ms / 60_000.0));
    }
    words.join(" · ")
}

/// Crosses where something is closed, and who is affected: in the window and in pictures.
pub(super) fn draw_closed(
    mut contexts: EguiContexts,
    session: Res<ViewSession>,
    scene: Res<CurrentScene>,
    camera: Single<(&Camera, &GlobalTransform), With<MainCamera>>,
) {
    let Some(ctx) = context(&mut contexts) else { return };
    let view = &session.0.reach;
    let (Some(scene), false) = (&scene.0, view.closed.is_empty()) else { return };
    let Some(seen) = Projection::new(*camera, &ctx) else { return };
    let painter = ctx.layer_painter(egui::LayerId::new(egui::Order::Background, "closed".into()));
    for name in &view.closed {
        let Ok(closure) = Closure::named(name, &scene.facts) else { continue };
        let fact = match closure {
            Closure::Element(id) | Closure::Lift(id, _) => id,
        };
        let Some(id) = scene.facts.element(fact).and_then(|element| scene.id_of_fact(&element.key)) else {
            continue;
        };
        let Some(aabb) = scene.shapes.get(id.index()).map(|shape| shape.aabb()) else { continue };
        if aabb.is_empty() {
            continue;
        }
        let [x, y, z] = aabb.centre();
        let middle = if matches!(closure, Closure::Lift(..)) { [x, y, aabb.max[2]] } else { [x, y, z + 1.0] };
        let Some(at) = seen.at(middle).filter(|at| seen.screen.contains(*at)) else { continue };
        let red = egui::Color32::from_rgb(213, 40, 30);
        painter.circle(at, 11.0, red, egui::Stroke::new(2.0, egui::Color32::WHITE));
        let bar = egui::Rect::from_center_size(at, egui::vec2(12.0, 4.0));
        painter.rect_filled(bar, 1.0, egui::Color32::WHITE);
        let words = closure_words(scene, name, session.0.language);
        let place = at + egui::vec2(0.0, 15.0);
        plated(&painter, place, egui::Align2::CENTER_TOP, &words, 13.0, ACCENT);
    }
}
