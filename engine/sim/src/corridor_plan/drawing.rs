//! The section as an SVG drawing with dimensions: ground, pit, box, compartments, pipes and racks.

use std::fmt::Write as _;

use linli_model::{CompartmentKind, Language};

use super::CorridorPlan;
use super::section::{PlannedCompartment, PlannedLine};
use crate::profile::DrawingStyle;
use crate::profile::drawing::{escaped, polyline, text};

/// Size of the sheet, pixels.
const SIZE: [f64; 2] = [1240.0, 760.0];
/// Room around the section: left, top, right (the list of lines), bottom, pixels.
const ROOM: [f64; 4] = [90.0, 96.0, 330.0, 96.0];
const INK: &str = "#333333";
const CONCRETE: &str = "#b9b4a7";
const ROOM_FILL: &str = "#fdfcf8";
const SOIL: &str = "#ece3d0";

/// From metres right of the box's left face and above its underside to pixels.
struct Scale {
    per_m: f64,
    left: f64,
    bottom: f64,
}

impl Scale {
    fn of(plan: &CorridorPlan) -> Self {
        let trench = &plan.trench;
        let per_m = ((SIZE[0] - ROOM[0] - ROOM[2]) / trench.floor_width_m.max(1.0))
            .min((SIZE[1] - ROOM[1] - ROOM[3]) / trench.depth_m.max(1.0));
        let beside = (trench.floor_width_m - plan.corridor.outer_width_m()) / 2.0;
        let spare = SIZE[0] - ROOM[0] - ROOM[2] - trench.floor_width_m * per_m;
        Self {
            per_m,
            left: ROOM[0] + spare / 2.0 + beside * per_m,
            bottom: ROOM[1] + (trench.depth_m - trench.bedding_m) * per_m,
        }
    }

    fn x(&self, metres: f64) -> f64 {
        self.left + metres * self.per_m
    }

    fn y(&self, metres: f64) -> f64 {
        self.bottom - metres * self.per_m
    }

    /// A box by its left lower and right upper corner.
    fn rect(&self, svg: &mut String, [x0, y0]: [f64; 2], [x1, y1]: [f64; 2], paint: &str) {
        let _ = writeln!(
            svg,
            "<rect x=\"{:.2}\" y=\"{:.2}\" width=\"{:.2}\" height=\"{:.2}\" {paint}/>",
            self.x(x0),
            self.y(y1),
            (x1 - x0) * self.per_m,
            (y1 - y0) * self.per_m
        );
    }
}

/// The section seen along the tunnel.
pub fn section_svg(plan: &CorridorPlan, style: &DrawingStyle) -> String {
    let (width, height) = (plan.corridor.outer_width_m(), plan.corridor.outer_height_m());
    let (wall, trench) = (plan.corridor.wall_m, &plan.trench);
    let scale = Scale::of(plan);
    let title = style.word("综合管廊断面方案", "Utility tunnel, proposed section");
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} {1}\" width=\"{0}\" height=\"{1}\" \
         font-family=\"Noto Sans SC, sans-serif\" font-size=\"13\">\n<title>{title}</title>\n\
         <rect width=\"{0}\" height=\"{1}\" fill=\"#ffffff\"/>\n<text x=\"40\" y=\"40\" font-size=\"20\">{title}</text>\n",
        SIZE[0], SIZE[1]
    );
    let beside = (trench.floor_width_m - width) / 2.0;
    let ground = height + trench.cover_m;
    let soil_top = scale.y(ground);
    let _ = writeln!(
        svg,
        "<rect x=\"40\" y=\"{soil_top:.2}\" width=\"{:.2}\" height=\"{:.2}\" fill=\"{SOIL}\"/>",
        SIZE[0] - ROOM[2] - 20.0,
        scale.y(-trench.bedding_m) - soil_top + 18.0
    );
    let right = width + beside;
    scale.rect(&mut svg, [-beside, -trench.bedding_m], [right, ground], "fill=\"#f6f1e6\" stroke=\"none\"");
    scale.rect(&mut svg, [-beside, -trench.bedding_m], [right, 0.0], "fill=\"#d8cfb8\" stroke=\"none\"");
    for x in [-beside, right] {
        let ends = [[scale.x(x), soil_top], [scale.x(x), scale.y(-trench.bedding_m)]];
        polyline(&mut svg, ends.into_iter(), "#8a6d3b", "stroke-width=\"2\" stroke-dasharray=\"7 4\"");
    }
    let surface = [[40.0, soil_top], [SIZE[0] - ROOM[2] + 20.0, soil_top]];
    polyline(&mut svg, surface.into_iter(), "#6b4f2a", "stroke-width=\"3\"");
    text(&mut svg, [44.0, soil_top - 6.0], "start", style.word("地面", "ground"));
    scale.rect(&mut svg, [0.0, 0.0], [width, height], &format!("fill=\"{CONCRETE}\" stroke=\"{INK}\""));

    let mut left = wall;
    let mut number = 0;
    for compartment in &plan.compartments {
        draw_compartment(&mut svg, compartment, [left, wall], &scale, &mut number, style);
        left += compartment.width_m + wall;
    }
    across(&mut svg, [scale.x(0.0), scale.x(width)], scale.y(-trench.bedding_m) + 34.0, width);
    let floor = [scale.x(-beside), scale.x(right)];
    across(&mut svg, floor, scale.y(-trench.bedding_m) + 62.0, trench.floor_width_m);
    let side = floor[0] - 24.0;
    upright(&mut svg, side, [scale.y(height), soil_top], trench.cover_m);
    upright(&mut svg, side, [scale.y(0.0), scale.y(height)], height);
    upright(&mut svg, side - 36.0, [scale.y(-trench.bedding_m), soil_top], trench.depth_m);
    list(&mut svg, plan, style);
    svg.push_str("</svg>\n");
    svg
}

fn draw_compartment(
    svg: &mut String,
    compartment: &PlannedCompartment,
    [left, floor]: [f64; 2],
    scale: &Scale,
    number: &mut usize,
    style: &DrawingStyle,
) {
    let (right, top) = (left + compartment.width_m, floor + compartment.height_m);
    scale.rect(svg, [left, floor], [right, top], &format!("fill=\"{ROOM_FILL}\" stroke=\"{INK}\""));
    for planned in &compartment.lines {
        *number += 1;
        draw_line(svg, planned, [left, floor], scale, *number, style);
    }
    let name = compartment_text(compartment.kind, style.language);
    let middle = scale.x(f64::midpoint(left, right));
    text(svg, [middle, scale.y(top) + 17.0], "middle", name);
    let size = format!("{:.1} × {:.1} m", compartment.width_m, compartment.height_m);
    text(svg, [middle, scale.y(top) + 33.0], "middle", &size);
    let passage = format!("{} {:.1} m", style.word("通道", "passage"), compartment.passage_m);
    text(svg, [middle, scale.y(floor) - 6.0], "middle", &passage);
}

fn draw_line(
    svg: &mut String,
    planned: &PlannedLine,
    [left, floor]: [f64; 2],
    scale: &Scale,
    number: usize,
    style: &DrawingStyle,
) {
    let colour = style.hex(planned.line.medium);
    let radius = planned.line.diameter_mm / 2000.0;
    for place in &planned.places_m {
        let [x, y] = [left + place[0], floor + place[1]];
        match planned.rack_m {
            Some(depth) => {
                scale.rect(svg, [x, y], [x + depth, y + 0.04], &format!("fill=\"{INK}\""));
                cables(svg, planned, [x, y + 0.04], depth, scale, &colour);
            }
            None => {
                let _ = writeln!(
                    svg,
                    "<circle cx=\"{:.2}\" cy=\"{:.2}\" r=\"{:.2}\" fill=\"{colour}\" stroke=\"{INK}\"/>",
                    scale.x(x),
                    scale.y(y),
                    (radius * scale.per_m).max(3.0)
                );
            }
        }
    }
    // The number stands in the passage, beside the middle one.
    let Some(place) = planned.places_m.get(planned.places_m.len() / 2) else { return };
    let beside = planned.rack_m.map_or(radius, |depth| depth);
    let on_left = planned.side == super::Side::Left;
    let x = match (planned.rack_m.is_some(), on_left) {
        (true, false) => left + place[0] - 0.14,
        (true, true) => left + place[0] + beside + 0.14,
        (false, true) => left + place[0] + beside + 0.2,
        (false, false) => left + place[0] - beside - 0.2,
    };
    badge(svg, [scale.x(x), scale.y(floor + place[1])], number);
}

/// Cables on a rack, as many as are drawn without touching each other.
fn cables(svg: &mut String, planned: &PlannedLine, at: [f64; 2], depth: f64, scale: &Scale, colour: &str) {
    let levels = planned.places_m.len().max(1);
    let count = (planned.line.count as usize).div_ceil(levels).clamp(1, 12);
    let radius = (planned.line.diameter_mm / 2000.0).min(depth / count as f64 / 2.2);
    for i in 0..count {
        let x = at[0] + depth * (i as f64 + 0.5) / count as f64;
        let _ = writeln!(
            svg,
            "<circle cx=\"{:.2}\" cy=\"{:.2}\" r=\"{:.2}\" fill=\"{colour}\"/>",
            scale.x(x),
            scale.y(at[1] + radius),
            (radius * scale.per_m).max(1.5)
        );
    }
}

fn badge(svg: &mut String, [x, y]: [f64; 2], number: usize) {
    let _ = writeln!(
        svg,
        "<circle cx=\"{x:.2}\" cy=\"{y:.2}\" r=\"9\" fill=\"#ffffff\" stroke=\"{INK}\"/>\
         <text x=\"{x:.2}\" y=\"{:.2}\" font-size=\"12\" text-anchor=\"middle\">{number}</text>",
        y + 4.3
    );
}

/// The list of lines, and the figures of the proposal.
fn list(svg: &mut String, plan: &CorridorPlan, style: &DrawingStyle) {
    let x = SIZE[0] - ROOM[2] + 46.0;
    let mut y = 60.0;
    let lines = plan.compartments.iter().flat_map(|compartment| &compartment.lines);
    for (i, planned) in lines.enumerate() {
        badge(svg, [x, y], i + 1);
        let colour = style.hex(planned.line.medium);
        let _ = writeln!(
            svg,
            "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"18\" height=\"12\" fill=\"{colour}\"/>",
            x + 18.0,
            y - 6.0
        );
        let line = &planned.line;
        let voltage = line.voltage_kv.map(|kv| format!(" · {kv:.0} kV")).unwrap_or_default();
        let steam = if line.steam { style.word(" · 蒸汽", " · steam") } else { "" };
        let label = format!(
            "{} {} × {:.0} mm{voltage}{steam}",
            (style.medium)(line.medium),
            line.count,
            line.diameter_mm
        );
        text(svg, [x + 44.0, y + 4.5], "start", &label);
        y += 26.0;
    }
    y += 14.0;
    for (name, value) in figures(plan, style) {
        text(svg, [x - 8.0, y], "start", name);
        let _ = writeln!(
            svg,
            "<text x=\"{:.1}\" y=\"{y:.1}\" text-anchor=\"end\" font-weight=\"bold\">{}</text>",
            SIZE[0] - 30.0,
            escaped(&value)
        );
        y += 23.0;
    }
}

/// What the proposal comes to: names and values with units.
pub(super) fn figures(plan: &CorridorPlan, style: &DrawingStyle) -> Vec<(&'static str, String)> {
    let trench = &plan.trench;
    vec![
        (style.word("长度", "length"), format!("{:.0} m", plan.length_m)),
        (
            style.word("外廓", "outer size"),
            format!("{:.2} × {:.2} m", plan.corridor.outer_width_m(), plan.corridor.outer_height_m()),
        ),
        (style.word("基坑深", "pit depth"), format!("{:.1} m", trench.depth_m)),
        (style.word("挖方", "dug out"), format!("{:.0} m³", trench.excavation_m3)),
        (style.word("回填", "filled in"), format!("{:.0} m³", trench.backfill_m3)),
        (
            style.word("造价（占位单价）", "cost (placeholder prices)"),
            match style.language {
                Language::Chinese => format!("{:.0} 万元", plan.cost_total / 1e4),
                Language::English => format!("{:.1} million yuan", plan.cost_total / 1e6),
            },
        ),
        (style.word("冲突", "conflicts"), plan.conflicts.len().to_string()),
    ]
}

fn across(svg: &mut String, [from, to]: [f64; 2], at: f64, metres: f64) {
    let _ = writeln!(
        svg,
        "<path d=\"M{from:.1} {0:.1}V{1:.1}M{from:.1} {at:.1}H{to:.1}M{to:.1} {0:.1}V{1:.1}\" stroke=\"{INK}\" fill=\"none\"/>",
        at - 5.0,
        at + 5.0
    );
    text(svg, [f64::midpoint(from, to), at - 5.0], "middle", &format!("{metres:.2} m"));
}

fn upright(svg: &mut String, at: f64, [from, to]: [f64; 2], metres: f64) {
    let middle = f64::midpoint(from, to);
    let _ = writeln!(
        svg,
        "<path d=\"M{0:.1} {from:.1}H{1:.1}M{at:.1} {from:.1}V{to:.1}M{0:.1} {to:.1}H{1:.1}\" stroke=\"{INK}\" fill=\"none\"/>\
         <text x=\"{2:.1}\" y=\"{middle:.1}\" text-anchor=\"middle\" transform=\"rotate(-90 {2:.1} {middle:.1})\">{metres:.2} m</text>",
        at - 5.0,
        at + 5.0,
        at - 6.0
    );
}

fn compartment_text(kind: CompartmentKind, language: Language) -> &'static str {
    let [chinese, english] = match kind {
        CompartmentKind::Power => ["电力舱", "power"],
        CompartmentKind::General => ["综合舱", "general"],
        CompartmentKind::Gas => ["燃气舱", "gas"],
        CompartmentKind::Sewage => ["污水舱", "sewage"],
        CompartmentKind::Storm => ["雨水舱", "storm water"],
        CompartmentKind::Heat => ["热力舱", "heat"],
    };
    match language {
        Language::Chinese => chinese,
        Language::English => english,
    }
}
