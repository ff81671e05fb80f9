//! The section as an SVG drawing with dimensions.

use std::fmt::Write as _;

use linli_model::{CompartmentKind, Language, Medium};

use super::CorridorPlan;
use crate::profile::DrawingStyle;

/// Pixels of a metre, and room around the section.
const SCALE: f64 = 90.0;
const ROOM: f64 = 110.0;

/// The section seen along the tunnel: compartments, pipes, racks, sizes.
pub fn section_svg(plan: &CorridorPlan, style: &DrawingStyle) -> String {
    let (width, height) = (plan.corridor.outer_width_m(), plan.corridor.outer_height_m());
    let wall = plan.corridor.wall_m;
    let size = [width * SCALE + 2.0 * ROOM, height * SCALE + 2.0 * ROOM];
    let x = |metres: f64| ROOM + metres * SCALE;
    let y = |metres: f64| size[1] - ROOM - metres * SCALE;
    let title = match style.language {
        Language::Chinese => "综合管廊断面方案",
        Language::English => "Utility tunnel, proposed section",
    };
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0:.0} {1:.0}\" width=\"{0:.0}\" height=\"{1:.0}\" \
         font-family=\"Noto Sans SC, sans-serif\" font-size=\"13\">\n<title>{title}</title>\n\
         <rect width=\"{0:.0}\" height=\"{1:.0}\" fill=\"#ffffff\"/>\n<text x=\"{ROOM}\" y=\"32\" font-size=\"18\">{title}</text>\n\
         <rect x=\"{2:.1}\" y=\"{3:.1}\" width=\"{4:.1}\" height=\"{5:.1}\" fill=\"#c9c5bb\" stroke=\"#333333\"/>\n",
        size[0],
        size[1],
        x(0.0),
        y(height),
        width * SCALE,
        height * SCALE,
    );
    let mut left = wall;
    for compartment in &plan.compartments {
        let _ = writeln!(
            svg,
            "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\" fill=\"#fbfaf6\" stroke=\"#333333\"/>",
            x(left),
            y(wall + compartment.height_m),
            compartment.width_m * SCALE,
            compartment.height_m * SCALE
        );
        for planned in &compartment.lines {
            let [r, g, b] = (style.colour)(planned.line.medium);
            let colour = format!("#{r:02x}{g:02x}{b:02x}");
            for place in &planned.places_m {
                let (cx, cy) = (x(left + place[0]), y(wall + place[1]));
                let _ = match planned.rack_m {
                    Some(depth) => writeln!(
                        svg,
                        "<rect x=\"{cx:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"5\" fill=\"{colour}\"/>",
                        cy - 5.0,
                        depth * SCALE
                    ),
                    None => writeln!(
                        svg,
                        "<circle cx=\"{cx:.1}\" cy=\"{cy:.1}\" r=\"{:.1}\" fill=\"{colour}\" stroke=\"#333333\"/>",
                        planned.line.diameter_mm / 2000.0 * SCALE
                    ),
                };
            }
            if let Some(place) = planned.places_m.first() {
                let text = label(planned.line.medium, planned.line.count, planned.line.diameter_mm, style);
                let (anchor, dx) =
                    if place[0] * 2.0 < compartment.width_m { ("start", 4.0) } else { ("end", -4.0) };
                let at = if planned.rack_m.is_some() && dx < 0.0 { compartment.width_m } else { place[0] };
                let _ = writeln!(
                    svg,
                    "<text x=\"{:.1}\" y=\"{:.1}\" font-size=\"10\" text-anchor=\"{anchor}\">{text}</text>",
                    x(left + at) + dx,
                    y(wall + place[1]) + 14.0
                );
            }
        }
        let name = compartment_text(compartment.kind, style.language);
        let middle = x(left + compartment.width_m / 2.0);
        let _ = writeln!(
            svg,
            "<text x=\"{middle:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{name}</text>",
            y(height) - 12.0
        );
        let below = y(0.0) + 24.0;
        dimension(&mut svg, [x(left), x(left + compartment.width_m)], below, compartment.width_m);
        let _ = writeln!(
            svg,
            "<text x=\"{middle:.1}\" y=\"{:.1}\" font-size=\"11\" text-anchor=\"middle\">h {:.2}</text>",
            y(wall) - 6.0,
            compartment.height_m
        );
        left += compartment.width_m + wall;
    }
    dimension(&mut svg, [x(0.0), x(width)], y(0.0) + 56.0, width);
    let side = x(width) + 30.0;
    let _ = writeln!(
        svg,
        "<path d=\"M{side:.1} {:.1}V{:.1}\" stroke=\"#333333\"/><text x=\"{:.1}\" y=\"{:.1}\">{height:.2} m</text>\n</svg>",
        y(0.0),
        y(height),
        side + 6.0,
        y(height / 2.0)
    );
    svg
}

fn dimension(svg: &mut String, [from, to]: [f64; 2], at: f64, metres: f64) {
    let _ = writeln!(
        svg,
        "<path d=\"M{from:.1} {0:.1}V{1:.1}M{from:.1} {at:.1}H{to:.1}M{to:.1} {0:.1}V{1:.1}\" stroke=\"#333333\" fill=\"none\"/>\
         <text x=\"{2:.1}\" y=\"{3:.1}\" font-size=\"12\" text-anchor=\"middle\">{metres:.2} m</text>",
        at - 5.0,
        at + 5.0,
        f64::midpoint(from, to),
        at + 17.0
    );
}

fn label(medium: Medium, count: u32, diameter_mm: f64, style: &DrawingStyle) -> String {
    let name = (style.medium)(medium);
    let name: String = name.chars().filter(|c| !matches!(c, '<' | '>' | '&')).collect();
    format!("{name} {count}×{diameter_mm:.0}")
}

fn compartment_text(kind: CompartmentKind, language: Language) -> &'static str {
    let chinese = language == Language::Chinese;
    match kind {
        CompartmentKind::Power => {
            if chinese {
                "电力舱"
            } else {
                "power"
            }
        }
        CompartmentKind::General => {
            if chinese {
                "综合舱"
            } else {
                "general"
            }
        }
        CompartmentKind::Gas => {
            if chinese {
                "燃气舱"
            } else {
                "gas"
            }
        }
        CompartmentKind::Sewage => {
            if chinese {
                "污水舱"
            } else {
                "sewage"
            }
        }
        CompartmentKind::Storm => {
            if chinese {
                "雨水舱"
            } else {
                "storm water"
            }
        }
        CompartmentKind::Heat => {
            if chinese {
                "热力舱"
            } else {
                "heat"
            }
        }
    }
}
