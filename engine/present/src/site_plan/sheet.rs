//! The sheet around the map: frame, coordinates, title, scale bar, north arrow, legend.

use linli_model::{Community, Language};
use linli_sim::drawing::{Anchor, Drawing, Form, INK, Ink, PAPER, Paint, Stroke, lettering};

use crate::{Text, text};

/// Border of the sheet, height of the title block and width of the legend, millimetres.
const BORDER_MM: f64 = 10.0;
const TITLE_MM: f64 = 20.0;
const LEGEND_MM: f64 = 44.0;
/// Least distance of the lines of coordinates, millimetres.
const GRID_MM: f64 = 60.0;
const FAINT: Ink = [120, 120, 120, 255];

/// A size of paper, the long side across (ISO 216).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PaperSize {
    /// 1189 × 841 mm.
    A0,
    /// 841 × 594 mm.
    A1,
    /// 594 × 420 mm.
    A2,
    /// 420 × 297 mm.
    #[default]
    A3,
    /// 297 × 210 mm.
    A4,
}

impl PaperSize {
    /// Every size, the largest first.
    pub const ALL: [Self; 5] = [Self::A0, Self::A1, Self::A2, Self::A3, Self::A4];

    /// Width and height, millimetres.
    pub fn size_mm(self) -> [f64; 2] {
        match self {
            Self::A0 => [1189.0, 841.0],
            Self::A1 => [841.0, 594.0],
            Self::A2 => [594.0, 420.0],
            Self::A3 => [420.0, 297.0],
            Self::A4 => [297.0, 210.0],
        }
    }

    /// The word on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::A0 => "a0",
            Self::A1 => "a1",
            Self::A2 => "a2",
            Self::A3 => "a3",
            Self::A4 => "a4",
        }
    }

    /// The size of a word.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|size| size.name().eq_ignore_ascii_case(name))
    }
}

/// Where the map lies on the sheet, and what it shows.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    /// Upper left and lower right corner of the map, millimetres.
    pub window: [[f64; 2]; 2],
    /// Middle of the map, local metres.
    pub centre: [f64; 2],
    /// Millimetres of the sheet for a metre of the place.
    pub mm_per_m: f64,
}

impl Frame {
    /// The window of the map on a sheet.
    pub fn window([width, height]: [f64; 2]) -> [[f64; 2]; 2] {
        [[BORDER_MM, BORDER_MM], [width - BORDER_MM - LEGEND_MM, height - BORDER_MM - TITLE_MM]]
    }

    /// Place on the sheet.
    pub fn at(&self, x: f64, y: f64) -> [f64; 2] {
        let [[left, top], [right, bottom]] = self.window;
        [
            (left + right) / 2.0 + (x - self.centre[0]) * self.mm_per_m,
            (top + bottom) / 2.0 - (y - self.centre[1]) * self.mm_per_m,
        ]
    }

    /// Whether a place on the sheet is on the map.
    pub fn holds(&self, [x, y]: [f64; 2]) -> bool {
        let [[left, top], [right, bottom]] = self.window;
        (left..=right).contains(&x) && (top..=bottom).contains(&y)
    }
}

/// A line of the legend.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Sample {
    pub words: String,
    pub paint: Paint,
    /// A line, not an area.
    pub line: Option<Stroke>,
}

/// Frame, coordinates, title, scale bar, north arrow and legend.
pub(super) fn furnish(
    drawing: &mut Drawing,
    frame: &Frame,
    community: &Community,
    scale: f64,
    legend: &[Sample],
    language: Language,
) {
    let [width, height] = drawing.size;
    let [[left, top], [right, bottom]] = frame.window;
    // Wide lines and crowns reach beyond the map: title and legend lie over them.
    drawing.rect([0.0, bottom], [width, height], Paint::filled(PAPER));
    drawing.rect([right, 0.0], [width, height], Paint::filled(PAPER));
    drawing.rect([0.0, 0.0], [width, BORDER_MM], Paint::filled(PAPER));
    drawing.rect([0.0, 0.0], [BORDER_MM, height], Paint::filled(PAPER));
    grid(drawing, frame, community);
    drawing.rect([left, top], [right, bottom], Paint::default().edged(INK, 0.5));
    drawing.rect(
        [BORDER_MM, BORDER_MM],
        [width - BORDER_MM, height - BORDER_MM],
        Paint::default().edged(INK, 0.7),
    );
    let line = Stroke::new(INK, 0.35);
    drawing.line([[right, BORDER_MM], [right, bottom]], line);
    drawing.line([[BORDER_MM, bottom], [width - BORDER_MM, bottom]], line);
    // Title block.
    let base = bottom + TITLE_MM / 2.0;
    drawing
        .text(lettering([left + 4.0, base - 1.0], Anchor::Start, community.name.clone()).sized(6.0).bold());
    drawing
        .text(lettering([left + 4.0, base + 6.0], Anchor::Start, text(Text::SitePlan, language)).sized(3.5));
    let crs = format!("{} · {}", community.frame.crs, text(Text::GridNorth, language));
    drawing.text(lettering([(left + right) / 2.0, base + 6.0], Anchor::Middle, crs).sized(2.5).inked(FAINT));
    let ratio = format!("1 : {}", thousands(scale));
    drawing.text(lettering([right - 4.0, base - 1.0], Anchor::End, ratio).sized(6.0).bold());
    bar(drawing, frame, [right - 4.0, base + 5.0]);
    north(drawing, [right + LEGEND_MM / 2.0, top + 18.0]);
    // Legend.
    let mut y = top + 44.0;
    for sample in legend {
        let x = right + 4.0;
        match sample.line {
            Some(stroke) => drawing.line([[x, y - 1.2], [x + 9.0, y - 1.2]], stroke),
            None => drawing.rect([x, y - 3.2], [x + 9.0, y + 0.8], sample.paint),
        }
        drawing.text(lettering([x + 11.5, y], Anchor::Start, sample.words.clone()).sized(2.8));
        y += 6.2;
        if y > bottom - 4.0 {
            break;
        }
    }
}

/// Crosses and numbers of the coordinate system.
fn grid(drawing: &mut Drawing, frame: &Frame, community: &Community) {
    let step_m = step_for(GRID_MM / frame.mm_per_m);
    let anchor = community.frame.anchor_m;
    let [[left, top], [right, bottom]] = frame.window;
    let half = [(right - left) / 2.0 / frame.mm_per_m, (bottom - top) / 2.0 / frame.mm_per_m];
    let lines = |axis: usize| {
        let low = frame.centre[axis] - half[axis] + anchor[axis];
        let high = frame.centre[axis] + half[axis] + anchor[axis];
        let first = (low / step_m).ceil() as i64;
        let last = (high / step_m).floor() as i64;
        (first..=last.min(first + 200)).map(move |k| k as f64 * step_m)
    };
    let stroke = Stroke::new(FAINT, 0.15);
    for east in lines(0) {
        let [x, _] = frame.at(east - anchor[0], 0.0);
        for north in lines(1) {
            let [_, y] = frame.at(0.0, north - anchor[1]);
            drawing.line([[x - 1.5, y], [x + 1.5, y]], stroke);
            drawing.line([[x, y - 1.5], [x, y + 1.5]], stroke);
        }
        drawing.line([[x, bottom - 2.0], [x, bottom]], stroke);
        drawing
            .text(lettering([x, bottom - 2.6], Anchor::Middle, format!("{east:.0}")).sized(2.0).inked(FAINT));
    }
    for north in lines(1) {
        let [_, y] = frame.at(0.0, north - anchor[1]);
        drawing.line([[left, y], [left + 2.0, y]], stroke);
        let mut words =
            lettering([left + 4.2, y], Anchor::Middle, format!("{north:.0}")).sized(2.0).inked(FAINT);
        words.upright = true;
        drawing.text(words);
    }
}

/// The smallest of 1, 2, 5 times a power of ten that is no smaller.
fn step_for(least: f64) -> f64 {
    let power = 10_f64.powf(least.max(1e-3).log10().floor());
    [1.0, 2.0, 5.0, 10.0].into_iter().map(|k| k * power).find(|step| *step >= least).unwrap_or(10.0 * power)
}

/// A scale bar that ends at a place.
fn bar(drawing: &mut Drawing, frame: &Frame, [x, y]: [f64; 2]) {
    let length_m = step_for(20.0 / frame.mm_per_m);
    let length = length_m * frame.mm_per_m;
    for part in 0..4 {
        let from = x - length + length * f64::from(part) / 4.0;
        let fill = if part % 2 == 0 { INK } else { PAPER };
        drawing.rect([from, y], [from + length / 4.0, y + 1.6], Paint::filled(fill).edged(INK, 0.2));
    }
    drawing.text(lettering([x - length, y - 0.8], Anchor::Middle, "0").sized(2.2));
    drawing.text(lettering([x, y - 0.8], Anchor::End, format!("{} m", thousands(length_m))).sized(2.2));
}

fn north(drawing: &mut Drawing, [x, y]: [f64; 2]) {
    let half = |side: f64, fill: Option<Ink>| Form::Area {
        rings: vec![vec![[x, y - 9.0], [x + side * 4.0, y + 7.0], [x, y + 4.0]]],
        paint: Paint { fill, ..Paint::default() }.edged(INK, 0.3),
    };
    drawing.add(half(-1.0, Some(INK)));
    drawing.add(half(1.0, None));
    drawing.text(lettering([x, y - 10.5], Anchor::Middle, "N").sized(5.0).bold());
}

fn thousands(value: f64) -> String {
    let digits = if value.fract() == 0.0 { format!("{value:.0}") } else { return format!("{value}") };
    let mut words = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            words.push('\u{202f}');
        }
        words.push(digit);
    }
    words
}
