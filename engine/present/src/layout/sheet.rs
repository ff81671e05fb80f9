//! The contact sheet: plans of layouts side by side, as SVG.

use std::fmt::Write as _;

use linli_model::Language;
use linli_sim::drawing::escaped;
use linli_sim::layout::{Layout, LayoutStudy, Objective};

use super::drawing::{PlanDrawing, PlanPath};
use super::{objective_text, objective_value};
use crate::number::integer;
use crate::palette::Colour;
use crate::{Text, text};

/// Width of a plan, height of its caption, space between plans, pixels.
const SIDE: f64 = 420.0;
const CAPTION: f64 = 116.0;
const GAP: f64 = 12.0;
const COLUMNS: usize = 4;

/// A layout with its name.
#[derive(Clone, Copy)]
pub struct LayoutNamed<'a> {
    /// Name.
    pub name: &'a str,
    /// The layout.
    pub layout: &'a Layout,
}

/// Plans with streets and stations: darker is higher, colours are uses.
pub fn contact_sheet(study: &LayoutStudy, layouts: &[LayoutNamed<'_>], language: Language) -> String {
    let drawing = PlanDrawing::of(study);
    let plan_height = SIDE * drawing.aspect;
    let cell = [SIDE + GAP, plan_height + CAPTION];
    let rows = layouts.len().div_ceil(COLUMNS).max(1);
    let columns = layouts.len().clamp(1, COLUMNS);
    let (width, height) = (cell[0] * columns as f64 - GAP, cell[1] * rows as f64);
    let ground = hex(drawing.ground);
    let mut text = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height:.0}\" font-family=\"Noto Sans CJK SC, Noto Sans SC, sans-serif\">\n\
         <rect width=\"{width}\" height=\"{height:.0}\" fill=\"#ffffff\"/>\n\
         <defs><clipPath id=\"frame\"><rect width=\"{SIDE}\" height=\"{plan_height:.1}\"/></clipPath><g id=\"base\">\
         <rect width=\"{SIDE}\" height=\"{plan_height:.1}\" fill=\"{ground}\"/>"
    );
    drawing.base.iter().for_each(|path| draw(&mut text, path));
    text.push_str("</g></defs>\n");
    for (number, named) in layouts.iter().enumerate() {
        let (x, y) = ((number % COLUMNS) as f64 * cell[0], (number / COLUMNS) as f64 * cell[1]);
        let _ = write!(
            text,
            "<g transform=\"translate({x} {y:.1})\"><g clip-path=\"url(#frame)\"><use href=\"#base\"/>"
        );
        drawing.buildings(study, named.layout).iter().for_each(|path| draw(&mut text, path));
        text.push_str("</g>");
        caption(&mut text, *named, plan_height, language);
        text.push_str("</g>\n");
    }
    text.push_str("</svg>\n");
    text
}

fn hex([r, g, b]: Colour) -> String {
    format!("#{r:02x}{g:02x}{b:02x}")
}

fn draw(out: &mut String, path: &PlanPath) {
    out.push_str("<path d=\"");
    for (number, [x, y]) in path.points.iter().enumerate() {
        let step = if number == 0 { 'M' } else { 'L' };
        let _ = write!(out, "{step}{:.1} {:.1}", x * SIDE, y * SIDE);
    }
    out.push_str(if path.closed { "Z\"" } else { "\"" });
    let _ = match path.fill {
        Some((colour, u8::MAX)) => write!(out, " fill=\"{}\"", hex(colour)),
        Some((colour, alpha)) => {
            let opacity = f64::from(alpha) / 255.0;
            write!(out, " fill=\"{}\" fill-opacity=\"{opacity:.2}\"", hex(colour))
        }
        None => write!(out, " fill=\"none\""),
    };
    if let Some((colour, width)) = path.line {
        let _ = write!(out, " stroke=\"{}\" stroke-width=\"{:.1}\"", hex(colour), (width * SIDE).max(0.5));
    }
    out.push_str("/>");
}

fn caption(out: &mut String, named: LayoutNamed<'_>, top: f64, language: Language) {
    let name = escaped(named.name);
    let _ = write!(
        out,
        "<text x=\"4\" y=\"{:.1}\" font-size=\"17\" font-weight=\"600\">{name}</text>",
        top + 24.0
    );
    let s = &named.layout.screened;
    let mut lines: Vec<String> = Objective::ALL
        .into_iter()
        .map(|objective| {
            let value = objective_value(objective, s.value(objective), language);
            format!("{} {value}", objective_text(objective, language))
        })
        .collect();
    let counted =
        |name: Text, value: f64| format!("{} {}", text(name, language), integer(value.round() as i64));
    lines.push(format!("{} · {}", counted(Text::Dwellings, s.homes), counted(Text::Jobs, s.jobs)));
    for (number, words) in lines.iter().enumerate() {
        let (x, y) = (4.0 + (number % 2) as f64 * 205.0, top + 48.0 + (number / 2) as f64 * 21.0);
        let _ = write!(out, "<text x=\"{x}\" y=\"{y:.1}\" font-size=\"13\" fill=\"#444\">{words}</text>");
    }
}
