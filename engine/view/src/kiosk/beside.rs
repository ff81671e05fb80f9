//! What explains the picture, in the room that the layout leaves free: legends on the left, a home on the right.

use std::sync::Arc;

use bevy::prelude::*;
use bevy_egui::{EguiContexts, egui};
use linli_model::{ElementId, Kind, Language, Overlay as ShowOverlay, Stage, UtilityLine};
use linli_present::kiosk::{Layout, Phase, Place, Rect};
use linli_present::{
    FigureChoice, FigureRow, HomeWays, Overlay, OverlayKind, Text, WayRow, category_scenario_colour,
    medium_colour, medium_text, said, scenario_text, text, title_of,
};

use super::sheet::{Look, Sheet};
use super::{KioskShow, is_themed, pins};
use crate::analysis::Analyses;
use crate::figures::{FigureOverlay, Figures};
use crate::panel::{Themed, colour32, context, moment_words};
use crate::pick;
use crate::scene::{CurrentScene, LoadedScene};
use crate::session::ViewSession;

/// A line of a card: a colour, words, and words on its right.
struct Line {
    colour: Option<egui::Color32>,
    words: String,
    right: String,
}

/// A card: a title, lines, and small print.
#[derive(Default)]
struct Card {
    title: String,
    lines: Vec<Line>,
    small: String,
    scale: Option<Scale>,
    /// A bar under each line: the ways of a home.
    ways: Option<Arc<HomeWays>>,
}

/// Colours with what they stand for.
struct Scale {
    /// Values and colours.
    colours: Vec<(f64, egui::Color32)>,
    /// The value among them that stands out.
    limit: f64,
    unit: String,
    decimals: usize,
}

#[expect(clippy::too_many_arguments, reason = "a system's inputs")]
pub(super) fn draw(
    mut contexts: EguiContexts,
    show: Res<KioskShow>,
    scene: Res<CurrentScene>,
    session: Res<ViewSession>,
    analyses: Res<Analyses>,
    figure: Res<FigureOverlay>,
    mut figures: ResMut<Figures>,
    themed: Res<Themed>,
) {
    let (Some(ctx), Some(loaded), true) = (context(&mut contexts), &scene.0, is_themed(&themed)) else {
        return;
    };
    if !matches!(show.kiosk.phase(), Phase::Engaged(Place::Chapter) | Phase::Attract)
        || show.kiosk.asking().is_some()
    {
        return;
    }
    let layout = show.kiosk.layout(show.now);
    let look = Look::new(&show, &ctx);
    let sheet = Sheet::new(&ctx, &look, "beside");
    let free = free(&layout, &show);
    let letter = layout.letter_px;
    let mut left = free;
    for card in legends(&show, loaded, &session, &analyses, (&figure, &mut figures)) {
        let height = card_height(&card, letter);
        let width = (letter * 17.0).min(free.w * 0.55);
        if height > left.h {
            break;
        }
        card_at(&sheet, &look, Rect::new(left.x, left.y, width, height), &card, letter);
        left = Rect::new(left.x, left.y + height + letter * 0.6, left.w, left.h - height - letter * 0.6);
    }
    if let Some(card) = session.0.selection.and_then(|id| home(loaded, &session, &analyses, id)) {
        let (height, width) = (card_height(&card, letter), (letter * 17.0).min(free.w * 0.55));
        if height <= free.h {
            let rect = Rect::new(free.x + free.w - width, free.y, width, height);
            card_at(&sheet, &look, rect, &card, letter);
        }
    }
}

/// The room that the layout leaves; in the loop, what is right of and below the title.
fn free(layout: &Layout, show: &KioskShow) -> Rect {
    if layout.free.h > 0.0 {
        return layout.free;
    }
    let screen = show.kiosk.settings().screen;
    let (w, h) = (f64::from(screen.width_px), f64::from(screen.height_px));
    Rect::new(w * 0.03, h * 0.16, w * 0.94, h * 0.2)
}

fn legends(
    show: &KioskShow,
    scene: &LoadedScene,
    session: &ViewSession,
    analyses: &Analyses,
    (figure, figures): (&FigureOverlay, &mut Figures),
) -> Vec<Card> {
    let language = session.0.language;
    let Some(moment) = show.kiosk.moment(show.now, |_, _| None) else { return Vec::new() };
    let mut cards = Vec::new();
    if session.0.moment.stage != Stage::Design && session.0.split.is_none() {
        let title = moment_words(session.0.moment, language);
        let small =
            if session.0.moment.stage == Stage::Planning { text(Text::Watermark, language) } else { "" };
        cards.push(Card { title, small: small.to_owned(), ..Card::default() });
    }
    if let Some(kind) = session.0.overlay.filter(|_| session.0.figure.is_none()) {
        cards.push(match analyses.get(kind) {
            Some(Ok(overlay)) => values(overlay, language),
            Some(Err(why)) => Card {
                title: text(Text::NotComputed, language).to_owned(),
                small: why.clone(),
                ..Card::default()
            },
            None => Card { title: text(Text::Computing, language).to_owned(), ..Card::default() },
        });
    }
    if session.0.figure.is_some() {
        let computing = || Card { title: text(Text::Computing, language).to_owned(), ..Card::default() };
        cards.push(figure.0.as_deref().map_or_else(computing, |overlay| Card {
            lines: figure_lines(moment.overlay, figures, language),
            ..values(overlay, language)
        }));
    }
    if let Some(ShowOverlay::Scenario(scenario)) = moment.overlay {
        let count = pins::facilities(scene, session, *scenario);
        let line = Line {
            colour: Some(colour32(category_scenario_colour(Some(*scenario)))),
            words: text(Text::KioskFacilities, language).to_owned(),
            right: count.to_string(),
        };
        let title = scenario_title(*scenario, language);
        cards.push(Card { title, lines: vec![line], ..Card::default() });
    }
    if session.0.underground || session.0.cut.is_some() {
        let mut media: Vec<_> = scene
            .community
            .elements()
            .iter()
            .filter_map(|element| match &element.kind {
                Kind::UtilityLine(UtilityLine { medium, .. }) => Some(*medium),
                _ => None,
            })
            .collect();
        media.sort();
        media.dedup();
        let line = |medium| Line {
            colour: Some(colour32(medium_colour(medium))),
            words: medium_text(medium, language).to_owned(),
            right: String::new(),
        };
        let title = text(Text::UtilityLegend, language).to_owned();
        cards.push(Card { title, lines: media.into_iter().map(line).collect(), ..Card::default() });
    }
    cards
}

/// Figures of the whole that go with one of parcels.
fn figure_lines(overlay: Option<&ShowOverlay>, figures: &mut Figures, language: Language) -> Vec<Line> {
    let wanted: &[&str] = match overlay {
        Some(ShowOverlay::Density) => &["density.far", "density.residents"],
        Some(ShowOverlay::Greenery) => &["green.land_ratio", "green.homes_near_park"],
        _ => &[],
    };
    let sections = figures.sections(&FigureChoice::default());
    let row = |id: &&str| sections.iter().flat_map(|(_, rows)| rows).find(|row| row.spec.id == *id);
    let line = |row: &FigureRow| {
        let title = row.spec.title.text(language);
        let part = row.part().map(|part| format!(" {part}")).unwrap_or_default();
        Line { colour: None, words: format!("{title}{part}"), right: row.value_text(language) }
    };
    wanted.iter().filter_map(row).map(line).collect()
}

/// Name of a scenario as a title.
fn scenario_title(scenario: linli_model::Scenario, language: Language) -> String {
    let name = scenario_text(scenario, language);
    match language {
        Language::Chinese => format!("{name}场景"),
        Language::English => {
            let mut letters = name.chars();
            letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
        }
    }
}

fn unit(overlay: &Overlay, language: Language) -> &'static str {
    match language {
        Language::English => overlay.unit[0],
        Language::Chinese => overlay.unit[1],
    }
}

fn values(overlay: &Overlay, language: Language) -> Card {
    let small = if matches!(overlay.kind, OverlayKind::Figure(_)) { &overlay.basis } else { &overlay.result };
    let colours = overlay.legend().into_iter().map(|(value, colour)| (value, colour32(colour))).collect();
    Card {
        title: said(&overlay.title, language).to_owned(),
        small: said(small, language).to_owned(),
        scale: Some(Scale {
            colours,
            limit: overlay.limit,
            unit: unit(overlay, language).to_owned(),
            decimals: overlay.decimals(),
        }),
        ..Card::default()
    }
}

/// The three times of a building in which people live or work; nothing for one that no reach knows.
fn home(scene: &LoadedScene, session: &ViewSession, analyses: &Analyses, id: ElementId) -> Option<Card> {
    let language = session.0.language;
    let element = scene.community.element(id)?;
    element.kind.building()?;
    if let Some(ways) = &analyses.home {
        return Some(ways_card(scene, ways, language));
    }
    let whole = pick::whole(scene, id);
    let lines: Vec<Line> = OverlayKind::REACH
        .into_iter()
        .filter_map(|kind| {
            let overlay = analyses.get(kind)?.ok()?;
            let [least, most] = overlay.range_of(&whole)?;
            let (least, most) = (least.round(), most.round());
            let span = if (most - least).abs() < 0.5 {
                format!("{least:.0}")
            } else {
                format!("{least:.0}–{most:.0}")
            };
            Some(Line {
                colour: Some(colour32(overlay.colour(most))),
                words: text(short_name(kind), language).to_owned(),
                right: format!("{span} {}", unit(overlay, language)),
            })
        })
        .collect();
    Some(Card { title: title_of(element, language), lines, ..Card::default() })
}

/// The three ways of a home, as they are drawn in the scene.
fn ways_card(scene: &LoadedScene, ways: &Arc<HomeWays>, language: Language) -> Card {
    let line = |row: &WayRow| Line {
        colour: Some(colour32(row.kind.colour())),
        words: text(row.kind.text(), language).to_owned(),
        right: match row.minutes() {
            Some(minutes) if language == Language::Chinese => format!("{minutes:.1} 分钟"),
            Some(minutes) => format!("{minutes:.1} min"),
            None => "–".to_owned(),
        },
    };
    let title = ways.title(&scene.facts, language);
    Card {
        title,
        lines: ways.rows.iter().map(line).collect(),
        small: said(&ways.basis, language).to_owned(),
        ways: Some(ways.clone()),
        ..Card::default()
    }
}

fn short_name(kind: OverlayKind) -> Text {
    match kind {
        OverlayKind::PersonReach => Text::KioskToStation,
        OverlayKind::CarReach => Text::KioskToCar,
        OverlayKind::GoodsReach => Text::KioskToDoor,
        OverlayKind::Sunlight => Text::SunlightOfHomes,
        OverlayKind::Figure(_) => Text::Figures,
    }
}

/// Heights in letters: title, line, scale, small print.
const ROWS: [f64; 4] = [2.1, 1.75, 2.5, 1.35];

fn card_height(card: &Card, letter: f64) -> f64 {
    let small = if card.small.is_empty() { 0.0 } else { ROWS[3] * lines_of_small(card) };
    let scale = if card.scale.is_some() { ROWS[2] } else { 0.0 };
    let bars = if card.ways.is_some() { BAR_ROW * card.lines.len() as f64 } else { 0.0 };
    letter * (ROWS[0] + ROWS[1] * card.lines.len() as f64 + bars + scale + small + 0.7)
}

/// Height of a bar with the space under it, in letters.
const BAR_ROW: f64 = 1.2;

/// Lines that the small print takes.
fn lines_of_small(card: &Card) -> f64 {
    linli_present::kiosk::lines(&card.small, SMALL_EM).len() as f64
}

/// Width of the small print in its letters.
const SMALL_EM: f64 = 17.5;
/// Size of the small print, of a letter.
const SMALL: f64 = 0.85;

fn card_at(sheet: &Sheet<'_>, look: &Look, rect: Rect, card: &Card, letter: f64) {
    sheet.plate(look, rect);
    let inner = Rect::new(rect.x + letter * 0.8, rect.y + letter * 0.3, rect.w - letter * 1.6, rect.h);
    let mut y = inner.y;
    sheet.fitted(&card.title, [inner.x, y + letter * ROWS[0] / 2.0], inner.w, letter * 1.15, look.ink, 0.0);
    y += letter * ROWS[0];
    if let Some(colours) = &card.scale {
        scale(sheet, look, Rect::new(inner.x, y, inner.w, letter * ROWS[2]), colours, letter);
        y += letter * ROWS[2];
    }
    for (number, line) in card.lines.iter().enumerate() {
        let middle = y + letter * ROWS[1] / 2.0;
        let mut x = inner.x;
        if let Some(colour) = line.colour {
            let side = letter * 0.85;
            sheet.block(Rect::new(x, middle - side / 2.0, side, side), colour, 0.2);
            x += letter * 1.4;
        }
        let room = inner.x + inner.w - x;
        let right = if line.right.is_empty() { 0.0 } else { room * 0.42 };
        sheet.fitted(&line.words, [x, middle], room - right, letter, look.ink, 0.0);
        sheet.fitted(&line.right, [inner.x + inner.w, middle], right, letter, look.accent, 1.0);
        y += letter * ROWS[1];
        if let Some(ways) = &card.ways {
            if let Some(row) = ways.rows.get(number) {
                let rect = Rect::new(inner.x, y, inner.w, letter * 0.85);
                sheet.way_bar(rect, row, ways.longest_min().max(1.0), letter * 0.66);
            }
            y += letter * BAR_ROW;
        }
    }
    for line in linli_present::kiosk::lines(&card.small, SMALL_EM).iter().filter(|line| !line.is_empty()) {
        let middle = y + letter * ROWS[3] / 2.0;
        sheet.fitted(line, [inner.x, middle], inner.w, letter * SMALL, look.quiet, 0.0);
        y += letter * ROWS[3];
    }
}

/// A strip of colours with its values; the limit stands out.
fn scale(sheet: &Sheet<'_>, look: &Look, rect: Rect, scale: &Scale, letter: f64) {
    let Scale { colours, limit, unit, decimals } = scale;
    let wide = (rect.w - letter * 3.2) / colours.len().max(1) as f64;
    for (at, (value, colour)) in colours.iter().enumerate() {
        let x = rect.x + wide * at as f64;
        sheet.block(Rect::new(x, rect.y + letter * 0.1, wide, letter * 0.8), *colour, 0.0);
        let is_limit = (value - limit).abs() < 1e-9;
        // Values with decimals have room for every second one.
        if *decimals > 0 && at % 2 == 1 && !is_limit {
            continue;
        }
        let (ink, size) = if is_limit { (look.accent, 1.0) } else { (look.ink, 0.8) };
        let place = [x + wide / 2.0, rect.y + letter * 1.6];
        let room = if *decimals > 0 { 1.8 * wide } else { wide };
        sheet.fitted(&format!("{value:.decimals$}"), place, room, letter * size, ink, 0.5);
    }
    let place = [rect.x + rect.w, rect.y + letter * 1.6];
    sheet.fitted(unit, place, letter * 3.0, letter * 0.8, look.quiet, 1.0);
}
