//! The section as a drawing with dimensions: ground, pit, box, compartments, pipes and racks.

use linli_model::Language;

use super::CorridorPlan;
use super::section::{PlannedCompartment, PlannedLine};
use crate::drawing::{Anchor, Drawing, INK, Ink, PAPER, Paint, Stroke, lettering};
use crate::profile::DrawingStyle;

/// Size of the sheet, pixels.
const SIZE: [f64; 2] = [1240.0, 760.0];
/// Room around the section: left, top, right (the list of lines), bottom, pixels.
const ROOM: [f64; 4] = [90.0, 96.0, 330.0, 96.0];
const CONCRETE: Ink = [185, 180, 167, 255];
const ROOM_FILL: Ink = [253, 252, 248, 255];
const SOIL: Ink = [236, 227, 208, 255];
const PIT: Ink = [246, 241, 230, 255];
const BEDDING: Ink = [216, 207, 184, 255];
const PIT_EDGE: Ink = [138, 109, 59, 255];
const GROUND: Ink = [107, 79, 42, 255];

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
    fn rect(&self, drawing: &mut Drawing, [x0, y0]: [f64; 2], [x1, y1]: [f64; 2], paint: Paint) {
        drawing.rect([self.x(x0), self.y(y1)], [self.x(x1), self.y(y0)], paint);
    }
}

/// The section seen along the tunnel.
pub fn section_drawing(plan: &CorridorPlan, style: &DrawingStyle) -> Drawing {
    let (width, height) = (plan.corridor.outer_width_m(), plan.corridor.outer_height_m());
    let (wall, trench) = (plan.corridor.wall_m, &plan.trench);
    let scale = Scale::of(plan);
    let title = style.word("综合管廊断面方案", "Utility tunnel, proposed section");
    let mut drawing = Drawing::new(SIZE, title, 13.0);
    drawing.text(lettering([40.0, 40.0], Anchor::Start, title).sized(20.0));
    let beside = (trench.floor_width_m - width) / 2.0;
    let ground = height + trench.cover_m;
    let (soil_top, floor) = (scale.y(ground), scale.y(-trench.bedding_m));
    let soil_right = SIZE[0] - ROOM[2] + 20.0;
    drawing.rect([40.0, soil_top], [soil_right, floor + 18.0], Paint::filled(SOIL));
    let right = width + beside;
    scale.rect(&mut drawing, [-beside, -trench.bedding_m], [right, ground], Paint::filled(PIT));
    scale.rect(&mut drawing, [-beside, -trench.bedding_m], [right, 0.0], Paint::filled(BEDDING));
    for x in [-beside, right] {
        let edge = Stroke::new(PIT_EDGE, 2.0).dashed(7.0, 4.0);
        drawing.line([[scale.x(x), soil_top], [scale.x(x), floor]], edge);
    }
    drawing.line([[40.0, soil_top], [soil_right, soil_top]], Stroke::new(GROUND, 3.0));
    let words = style.word("地面", "ground");
    drawing.text(lettering([44.0, soil_top - 6.0], Anchor::Start, words));
    scale.rect(&mut drawing, [0.0, 0.0], [width, height], Paint::filled(CONCRETE).edged(INK, 1.0));

    let mut left = wall;
    let mut number = 0;
    for compartment in &plan.compartments {
        draw_compartment(&mut drawing, compartment, [left, wall], &scale, &mut number, style);
        left += compartment.width_m + wall;
    }
    across(&mut drawing, [scale.x(0.0), scale.x(width)], floor + 34.0, width);
    let ends = [scale.x(-beside), scale.x(right)];
    across(&mut drawing, ends, floor + 62.0, trench.floor_width_m);
    let side = ends[0] - 24.0;
    upright(&mut drawing, side, [scale.y(height), soil_top], trench.cover_m);
    upright(&mut drawing, side, [scale.y(0.0), scale.y(height)], height);
    upright(&mut drawing, side - 36.0, [floor, soil_top], trench.depth_m);
    list(&mut drawing, plan, style);
    drawing
}

fn draw_compartment(
    drawing: &mut Drawing,
    compartment: &PlannedCompartment,
    [left, floor]: [f64; 2],
    scale: &Scale,
    number: &mut usize,
    style: &DrawingStyle,
) {
    let (right, top) = (left + compartment.width_m, floor + compartment.height_m);
    scale.rect(drawing, [left, floor], [right, top], Paint::filled(ROOM_FILL).edged(INK, 1.0));
    for planned in &compartment.lines {
        *number += 1;
        draw_line(drawing, planned, [left, floor], scale, *number, style);
    }
    let middle = scale.x(f64::midpoint(left, right));
    let size = format!("{:.1} × {:.1} m", compartment.width_m, compartment.height_m);
    let passage = format!("{} {:.1} m", style.word("通道", "passage"), compartment.passage_m);
    let (roof, foot) = (scale.y(top), scale.y(floor));
    for (y, words) in
        [(roof + 17.0, style.compartment(compartment.kind)), (roof + 33.0, size), (foot - 6.0, passage)]
    {
        drawing.text(lettering([middle, y], Anchor::Middle, words));
    }
}

fn draw_line(
    drawing: &mut Drawing,
    planned: &PlannedLine,
    [left, floor]: [f64; 2],
    scale: &Scale,
    number: usize,
    style: &DrawingStyle,
) {
    let ink = style.ink(planned.line.medium);
    let radius = planned.line.diameter_mm / 2000.0;
    for place in &planned.places_m {
        let [x, y] = [left + place[0], floor + place[1]];
        match planned.rack_m {
            Some(depth) => {
                scale.rect(drawing, [x, y], [x + depth, y + 0.04], Paint::filled(INK));
                cables(drawing, planned, [x, y + 0.04], depth, scale, ink);
            }
            None => {
                let paint = Paint::filled(ink).edged(INK, 1.0);
                drawing.circle([scale.x(x), scale.y(y)], (radius * scale.per_m).max(3.0), paint);
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
    badge(drawing, [scale.x(x), scale.y(floor + place[1])], number);
}

/// Cables on a rack, as many as are drawn without touching each other.
fn cables(drawing: &mut Drawing, planned: &PlannedLine, at: [f64; 2], depth: f64, scale: &Scale, ink: Ink) {
    let levels = planned.places_m.len().max(1);
    let count = (planned.line.count as usize).div_ceil(levels).clamp(1, 12);
    let radius = (planned.line.diameter_mm / 2000.0).min(depth / count as f64 / 2.2);
    for i in 0..count {
        let x = at[0] + depth * (i as f64 + 0.5) / count as f64;
        let centre = [scale.x(x), scale.y(at[1] + radius)];
        drawing.circle(centre, (radius * scale.per_m).max(1.5), Paint::filled(ink));
    }
}

fn badge(drawing: &mut Drawing, [x, y]: [f64; 2], number: usize) {
    drawing.circle([x, y], 9.0, Paint::filled(PAPER).edged(INK, 1.0));
    drawing.text(lettering([x, y + 4.3], Anchor::Middle, number.to_string()).sized(12.0));
}

/// The list of lines, and the figures of the proposal.
fn list(drawing: &mut Drawing, plan: &CorridorPlan, style: &DrawingStyle) {
    let x = SIZE[0] - ROOM[2] + 46.0;
    let mut y = 60.0;
    let lines = plan.compartments.iter().flat_map(|compartment| &compartment.lines);
    for (i, planned) in lines.enumerate() {
        badge(drawing, [x, y], i + 1);
        let line = &planned.line;
        drawing.rect([x + 18.0, y - 6.0], [x + 36.0, y + 6.0], Paint::filled(style.ink(line.medium)));
        let voltage = line.voltage_kv.map(|kv| format!(" · {kv:.0} kV")).unwrap_or_default();
        let steam = if line.steam { style.word(" · 蒸汽", " · steam") } else { "" };
        let label = format!(
            "{} {} × {:.0} mm{voltage}{steam}",
            style.medium(line.medium),
            line.count,
            line.diameter_mm
        );
        drawing.text(lettering([x + 44.0, y + 4.5], Anchor::Start, label));
        y += 26.0;
    }
    list_figures(drawing, plan, style, [x - 8.0, SIZE[0] - 30.0], y + 14.0);
}

/// The figures of the proposal between two edges, from a height downwards; where they end.
pub(super) fn list_figures(
    drawing: &mut Drawing,
    plan: &CorridorPlan,
    style: &DrawingStyle,
    [left, right]: [f64; 2],
    mut y: f64,
) -> f64 {
    for (name, value) in figures(plan, style) {
        drawing.text(lettering([left, y], Anchor::Start, name));
        drawing.text(lettering([right, y], Anchor::End, value).bold());
        y += 23.0;
    }
    y
}

/// What the proposal comes to: names and values with units.
fn figures(plan: &CorridorPlan, style: &DrawingStyle) -> Vec<(&'static str, String)> {
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
            style.word("造价（占位单价）", "cost, placeholder prices"),
            match style.language {
                Language::Chinese => format!("{:.0} 万元", plan.cost_total / 1e4),
                Language::English => format!("{:.1} million yuan", plan.cost_total / 1e6),
            },
        ),
        (style.word("冲突", "conflicts"), plan.conflicts.len().to_string()),
    ]
}

fn across(drawing: &mut Drawing, [from, to]: [f64; 2], at: f64, metres: f64) {
    let stroke = Stroke::new(INK, 1.0);
    drawing.line([[from, at], [to, at]], stroke);
    for x in [from, to] {
        drawing.line([[x, at - 5.0], [x, at + 5.0]], stroke);
    }
    let middle = [f64::midpoint(from, to), at - 5.0];
    drawing.text(lettering(middle, Anchor::Middle, format!("{metres:.2} m")));
}

fn upright(drawing: &mut Drawing, at: f64, [from, to]: [f64; 2], metres: f64) {
    let stroke = Stroke::new(INK, 1.0);
    drawing.line([[at, from], [at, to]], stroke);
    for y in [from, to] {
        drawing.line([[at - 5.0, y], [at + 5.0, y]], stroke);
    }
    let mut words = lettering([at - 6.0, f64::midpoint(from, to)], Anchor::Middle, format!("{metres:.2} m"));
    words.upright = true;
    drawing.text(words);
}
