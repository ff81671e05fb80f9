//! The contact sheet: plans of layouts side by side, as SVG.

use std::fmt::Write as _;

use linli_model::{BuildingUse, Community, Element, ElementId, Geometry, Kind, Language};

use super::massing::Massing;
use super::prepare::LayoutSite;
use super::screen::{Objective, Screened};

/// Side of a picture, and of its caption, pixels.
const SIDE: f64 = 420.0;
const CAPTION: f64 = 112.0;
const COLUMNS: usize = 4;

/// One layout on the sheet.
pub struct Thumbnail<'a> {
    /// Name.
    pub name: &'a str,
    /// Buildings, parcel by parcel.
    pub massings: &'a [Massing],
    /// Its numbers.
    pub screened: &'a Screened,
}

/// Plans with streets and stations: darker is higher, colours are uses.
pub fn contact_sheet(
    community: &Community,
    stands: &dyn Fn(ElementId, &Element) -> bool,
    site: &LayoutSite,
    layouts: &[Thumbnail<'_>],
    language: Language,
) -> String {
    let view = View::of(site);
    let base = background(community, stands, site, &view);
    let rows = layouts.len().div_ceil(COLUMNS).max(1);
    let (width, height) = (SIDE * COLUMNS as f64, (SIDE + CAPTION) * rows as f64);
    let mut text = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" font-family=\"Noto Sans CJK SC, Noto Sans SC, sans-serif\">\n\
         <rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>\n\
         <defs><clipPath id=\"frame\"><rect width=\"{SIDE}\" height=\"{SIDE}\"/></clipPath><g id=\"base\">{base}</g></defs>\n"
    );
    for (number, layout) in layouts.iter().enumerate() {
        let (x, y) = ((number % COLUMNS) as f64 * SIDE, (number / COLUMNS) as f64 * (SIDE + CAPTION));
        let _ = write!(
            text,
            "<g transform=\"translate({x} {y})\"><g clip-path=\"url(#frame)\"><use href=\"#base\"/>"
        );
        for (parcel, massing) in site.parcels.iter().zip(layout.massings) {
            for block in &massing.blocks {
                let polygon = parcel.grid.frame.rectangle(block.cells.map(f64::from));
                let points: Vec<[f64; 2]> = polygon.exterior().0.iter().take(4).map(|c| [c.x, c.y]).collect();
                let _ = write!(
                    text,
                    "<path d=\"{}\" fill=\"{}\" stroke=\"#33383d\" stroke-width=\"0.5\"/>",
                    view.path(&points, true),
                    colour(block.use_, block.top_m)
                );
            }
        }
        text.push_str("</g>");
        caption(&mut text, layout, language);
        text.push_str("</g>\n");
    }
    text.push_str("</svg>\n");
    text
}

fn caption(text: &mut String, layout: &Thumbnail<'_>, language: Language) {
    let name = layout.name.replace('&', "&amp;").replace('<', "&lt;");
    let _ = write!(
        text,
        "<text x=\"12\" y=\"{}\" font-size=\"17\" font-weight=\"600\">{name}</text>",
        SIDE + 24.0
    );
    let chinese = language == Language::Chinese;
    let words = |objective: Objective| match (objective, chinese) {
        (Objective::Gradient, true) => "梯度差",
        (Objective::Gradient, false) => "gradient gap",
        (Objective::Green, true) => "绿地",
        (Objective::Green, false) => "green",
        (Objective::Walking, true) => "步行到站",
        (Objective::Walking, false) => "walk to station",
        (Objective::Sunlight, true) => "正午日照",
        (Objective::Sunlight, false) => "noon sun",
        (Objective::Capital, true) => "资金",
        (Objective::Capital, false) => "capital",
    };
    let s = layout.screened;
    let value = |objective: Objective| {
        let value = s.value(objective);
        match objective {
            Objective::Gradient => format!("{value:.2} FAR"),
            Objective::Green | Objective::Sunlight => format!("{:.0} %", value * 100.0),
            Objective::Walking => format!("{value:.1} min"),
            Objective::Capital => format!("{value:.0} M¥"),
        }
    };
    for (number, objective) in Objective::ALL.into_iter().enumerate() {
        let (x, y) = (12.0 + (number % 2) as f64 * 200.0, SIDE + 46.0 + (number / 2) as f64 * 20.0);
        let _ = write!(
            text,
            "<text x=\"{x}\" y=\"{y}\" font-size=\"13\" fill=\"#444\">{} {}</text>",
            words(objective),
            value(objective)
        );
    }
    let (homes, jobs) = if chinese { ("户", "岗位") } else { ("homes", "jobs") };
    let _ = write!(
        text,
        "<text x=\"212\" y=\"{}\" font-size=\"13\" fill=\"#444\">{:.0} {homes} · {:.0} {jobs}</text>",
        SIDE + 86.0,
        s.homes,
        s.jobs
    );
}

/// From metres to pixels of one picture.
struct View {
    low: [f64; 2],
    scale: f64,
    height: f64,
}

impl View {
    fn of(site: &LayoutSite) -> Self {
        let (mut low, mut high) = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
        for rect in site.parcels.iter().map(|parcel| parcel.plan.rect) {
            low = [low[0].min(rect.min().x), low[1].min(rect.min().y)];
            high = [high[0].max(rect.max().x), high[1].max(rect.max().y)];
        }
        let margin = 25.0;
        let low = low.map(|v| v - margin);
        let size = [high[0] + margin - low[0], high[1] + margin - low[1]];
        let scale = SIDE / size[0].max(size[1]).max(1.0);
        let spare = [0, 1].map(|i| (SIDE / scale - size[i]) / 2.0);
        Self { low: [low[0] - spare[0], low[1] - spare[1]], scale, height: SIDE }
    }

    fn path(&self, points: &[[f64; 2]], closed: bool) -> String {
        let mut text = String::new();
        for (number, p) in points.iter().enumerate() {
            let x = (p[0] - self.low[0]) * self.scale;
            let y = self.height - (p[1] - self.low[1]) * self.scale;
            let _ = write!(text, "{}{x:.1} {y:.1}", if number == 0 { "M" } else { "L" });
        }
        if closed {
            text.push('Z');
        }
        text
    }
}

/// Parcels, parks, water, streets that stay, station entrances.
fn background(
    community: &Community,
    stands: &dyn Fn(ElementId, &Element) -> bool,
    site: &LayoutSite,
    view: &View,
) -> String {
    let gone: std::collections::BTreeSet<ElementId> = site.cleared.iter().copied().collect();
    let mut text = format!("<rect width=\"{SIDE}\" height=\"{SIDE}\" fill=\"#f3f1ec\"/>");
    let kept = || community.iter().filter(|(id, element)| stands(*id, element) && !gone.contains(id));
    let rings = |geometry: &Geometry| -> Vec<Vec<[f64; 2]>> {
        crate::green::plane::plan_of(geometry)
            .map(|plan| super::parcel::rings_of(&plan.shape))
            .unwrap_or_default()
    };
    for (_, element) in kept() {
        let fill = match &element.kind {
            Kind::Area(area) if area.use_ == linli_model::AreaUse::Water => "#a9cfe6",
            Kind::Area(area) if area.use_.is_green() => "#c3dbb0",
            Kind::Parcel(parcel) if parcel.land_use == linli_model::LandUse::Park => "#b4d3a0",
            Kind::Building(_) => "#d8d4cc",
            _ => continue,
        };
        for ring in rings(&element.geometry) {
            let _ = write!(text, "<path d=\"{}\" fill=\"{fill}\"/>", view.path(&ring, true));
        }
    }
    for (_, element) in kept() {
        let (Kind::Street(street), Geometry::Line(points)) = (&element.kind, &element.geometry) else {
            continue;
        };
        if street.class.is_carriageway() && !street.tunnel {
            let line: Vec<[f64; 2]> = points.iter().map(|p| [p[0], p[1]]).collect();
            let _ = write!(
                text,
                "<path d=\"{}\" fill=\"none\" stroke=\"#ffffff\" stroke-width=\"{:.1}\"/>",
                view.path(&line, false),
                (street.drawn_width_m() * view.scale).max(0.8)
            );
        }
    }
    for parcel in &site.parcels {
        for ring in parcel.outline() {
            let path = view.path(&ring, true);
            let _ =
                write!(text, "<path d=\"{path}\" fill=\"#dfe8d2\" stroke=\"#9aa58a\" stroke-width=\"0.8\"/>");
        }
    }
    for (_, element) in kept() {
        if let (Kind::StationEntrance(_), Geometry::Point(at)) = (&element.kind, &element.geometry) {
            let x = (at[0] - view.low[0]) * view.scale;
            let y = view.height - (at[1] - view.low[1]) * view.scale;
            let _ = write!(
                text,
                "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4\" fill=\"#c8102e\" stroke=\"#ffffff\"/>"
            );
        }
    }
    text
}

/// Colour of a use, darker with height.
fn colour(use_: BuildingUse, top_m: f64) -> String {
    let base: [f64; 3] = match use_ {
        BuildingUse::Residential => [246.0, 205.0, 130.0],
        BuildingUse::Commercial => [235.0, 140.0, 130.0],
        BuildingUse::Office => [140.0, 170.0, 225.0],
        _ => [200.0, 165.0, 215.0],
    };
    let shade = 1.0 - 0.55 * (top_m / 120.0).clamp(0.0, 1.0);
    let [r, g, b] = base.map(|v| (v * shade) as u8);
    format!("#{r:02x}{g:02x}{b:02x}")
}
