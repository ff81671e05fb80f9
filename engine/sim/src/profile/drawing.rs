//! Profiles and sections as SVG drawings with dimensions.

use std::fmt::Write as _;

use linli_model::{Language, Medium};

use super::long::LongProfile;
use super::section::CrossSection;

/// Size of a drawing, pixels.
const SIZE: [f64; 2] = [1200.0, 560.0];
/// Room around the drawing: left, top, right, bottom, pixels.
const ROOM: [f64; 4] = [80.0, 50.0, 30.0, 110.0];

/// Words and colours of a drawing.
pub struct DrawingStyle<'a> {
    /// Language of labels.
    pub language: Language,
    /// Height of the scene's origin: local heights plus this are printed, metres.
    pub datum_m: f64,
    /// Colour of a medium.
    pub colour: &'a dyn Fn(Medium) -> [u8; 3],
    /// Name of a medium.
    pub medium: &'a dyn Fn(Medium) -> String,
}

impl DrawingStyle<'_> {
    pub(crate) fn word(&self, chinese: &'static str, english: &'static str) -> &'static str {
        match self.language {
            Language::Chinese => chinese,
            Language::English => english,
        }
    }

    pub(crate) fn hex(&self, medium: Medium) -> String {
        let [r, g, b] = (self.colour)(medium);
        format!("#{r:02x}{g:02x}{b:02x}")
    }
}

/// From metres to pixels.
struct Scale {
    x: [f64; 2],
    y: [f64; 2],
}

impl Scale {
    fn new(x: [f64; 2], y: [f64; 2]) -> Self {
        let wide =
            |[low, high]: [f64; 2]| if high - low > 1e-6 { [low, high] } else { [low - 0.5, high + 0.5] };
        Self { x: wide(x), y: wide(y) }
    }

    fn x(&self, v: f64) -> f64 {
        ROOM[0] + (v - self.x[0]) / (self.x[1] - self.x[0]) * (SIZE[0] - ROOM[0] - ROOM[2])
    }

    fn y(&self, v: f64) -> f64 {
        SIZE[1] - ROOM[3] - (v - self.y[0]) / (self.y[1] - self.y[0]) * (SIZE[1] - ROOM[1] - ROOM[3])
    }
}

fn open(title: &str) -> String {
    let [w, h] = SIZE;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {w} {h}\" width=\"{w}\" height=\"{h}\" \
         font-family=\"Noto Sans SC, sans-serif\" font-size=\"12\">\n<title>{0}</title>\n\
         <rect width=\"{w}\" height=\"{h}\" fill=\"#ffffff\"/>\n\
         <text x=\"{1}\" y=\"28\" font-size=\"18\">{0}</text>\n",
        escaped(title),
        ROOM[0]
    )
}

/// A text that may stand in an SVG.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// An open line.
pub(crate) fn polyline(svg: &mut String, points: impl Iterator<Item = [f64; 2]>, stroke: &str, extra: &str) {
    svg.push_str("<polyline fill=\"none\" points=\"");
    for [x, y] in points {
        let _ = write!(svg, "{x:.2},{y:.2} ");
    }
    let _ = writeln!(svg, "\" stroke=\"{stroke}\" {extra}/>");
}

/// A text in the drawing's own size.
pub(crate) fn text(svg: &mut String, [x, y]: [f64; 2], anchor: &str, words: &str) {
    let words = escaped(words);
    let _ = writeln!(svg, "<text x=\"{x:.2}\" y=\"{y:.2}\" text-anchor=\"{anchor}\">{words}</text>");
}

/// A step of 1, 2 or 5 times a power of ten that divides a length into about eight.
fn step(length: f64) -> f64 {
    let rough = (length / 8.0).max(1e-3);
    let power = 10_f64.powf(rough.log10().floor());
    [1.0, 2.0, 5.0, 10.0].into_iter().map(|n| n * power).find(|s| *s >= rough).unwrap_or(rough)
}

fn ticks([low, high]: [f64; 2]) -> impl Iterator<Item = f64> {
    let step = step(high - low);
    let first = (low / step).ceil();
    let count = ((high / step).floor() - first).clamp(-1.0, 60.0) as i32;
    (0..=count).map(move |i| (first + f64::from(i)) * step)
}

fn grid(svg: &mut String, scale: &Scale, style: &DrawingStyle, along: &str) {
    for v in ticks([scale.y[0] + style.datum_m, scale.y[1] + style.datum_m]) {
        let y = scale.y(v - style.datum_m);
        polyline(svg, [[ROOM[0], y], [SIZE[0] - ROOM[2], y]].into_iter(), "#dddddd", "");
        text(svg, [ROOM[0] - 6.0, y + 4.0], "end", &format!("{v:.2}"));
    }
    for v in ticks(scale.x) {
        let x = scale.x(v);
        polyline(svg, [[x, ROOM[1]], [x, SIZE[1] - ROOM[3]]].into_iter(), "#eeeeee", "");
        text(svg, [x, SIZE[1] - ROOM[3] + 16.0], "middle", &format!("{v:.1}"));
    }
    text(svg, [ROOM[0] - 6.0, ROOM[1] - 8.0], "end", style.word("高程 m", "height m"));
    text(svg, [SIZE[0] - ROOM[2], SIZE[1] - ROOM[3] + 32.0], "end", along);
}

/// The drawing of a long profile: ground, crown, invert, nodes, crossings with their gaps, slopes.
pub fn long_profile_svg(profile: &LongProfile, style: &DrawingStyle) -> String {
    let colour = style.hex(profile.medium);
    let title = format!(
        "{} · {} · {:.1} m",
        style.word("纵断面", "Long profile"),
        (style.medium)(profile.medium),
        profile.length_m
    );
    let mut svg = open(&title);
    let heights = profile.points.iter().flat_map(|p| [p.ground_m, p.bottom_m, p.crown_m]);
    let heights = heights.chain(profile.crossings.iter().flat_map(|c| [c.crown_m, c.bottom_m]));
    let (low, high) = heights.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(v), h.max(v)));
    let scale = Scale::new([0.0, profile.length_m], [low - 0.5, high + 0.5]);
    grid(&mut svg, &scale, style, style.word("桩号 m", "chainage m"));
    let line = |pick: fn(&super::long::ProfilePoint) -> f64| {
        profile.points.iter().map(move |p| (p.chainage_m, pick(p)))
    };
    let drawn = |points: &mut dyn Iterator<Item = (f64, f64)>| -> Vec<[f64; 2]> {
        points.map(|(x, y)| [scale.x(x), scale.y(y)]).collect()
    };
    polyline(&mut svg, drawn(&mut line(|p| p.ground_m)).into_iter(), "#6b4f2a", "stroke-width=\"2\"");
    for pick in [|p: &super::long::ProfilePoint| p.crown_m, |p: &super::long::ProfilePoint| p.bottom_m] {
        polyline(&mut svg, drawn(&mut line(pick)).into_iter(), &colour, "stroke-width=\"2\"");
    }
    nodes(&mut svg, profile, &scale, style);
    for crossing in &profile.crossings {
        let (x, top, bottom) =
            (scale.x(crossing.chainage_m), scale.y(crossing.crown_m), scale.y(crossing.bottom_m));
        let width = (scale.x(crossing.half_width_m) - scale.x(0.0)).max(2.0);
        let _ = writeln!(
            svg,
            "<ellipse cx=\"{x:.2}\" cy=\"{:.2}\" rx=\"{width:.2}\" ry=\"{:.2}\" fill=\"{}\"><title>{}</title></ellipse>",
            (top + bottom) / 2.0,
            ((bottom - top) / 2.0).max(2.0),
            style.hex(crossing.medium),
            escaped(crossing.key.as_str())
        );
        text(&mut svg, [x + width + 4.0, top - 2.0], "start", &format!("{:.2}", crossing.gap_m));
    }
    legend(&mut svg, style);
    svg.push_str("</svg>\n");
    svg
}

fn nodes(svg: &mut String, profile: &LongProfile, scale: &Scale, style: &DrawingStyle) {
    let nearest = |chainage: f64| {
        profile
            .points
            .iter()
            .min_by(|a, b| (a.chainage_m - chainage).abs().total_cmp(&(b.chainage_m - chainage).abs()))
    };
    // Names on a long profile would run into each other.
    let every = profile.nodes.len().div_ceil(24).max(1);
    for (number, node) in profile.nodes.iter().enumerate() {
        let Some(point) = nearest(node.chainage_m) else { continue };
        let x = scale.x(node.chainage_m);
        let dash = if node.manhole { "" } else { "stroke-dasharray=\"4 4\"" };
        let ends = [[x, scale.y(point.ground_m)], [x, scale.y(point.bottom_m)]];
        polyline(svg, ends.into_iter(), "#444444", dash);
        if number % every == 0 {
            let y = SIZE[1] - ROOM[3] + 48.0;
            text(svg, [x, y], "middle", node.name.as_deref().unwrap_or("·"));
            let cover = format!("{} {:.2}", style.word("覆土", "cover"), point.ground_m - point.crown_m);
            text(svg, [x, y + 16.0], "middle", &cover);
            let invert = format!("{} {:.2}", style.word("管底", "bottom"), point.bottom_m + style.datum_m);
            text(svg, [x, y + 32.0], "middle", &invert);
        }
    }
    for pair in profile.nodes.windows(2) {
        let [a, b] = pair else { continue };
        let (Some(start), Some(end)) = (nearest(a.chainage_m), nearest(b.chainage_m)) else { continue };
        let length = b.chainage_m - a.chainage_m;
        if length > profile.length_m / 12.0 && length > 0.0 {
            let slope = (end.axis_m - start.axis_m) / length * 1000.0;
            let place = [
                scale.x((a.chainage_m + b.chainage_m) / 2.0),
                scale.y((start.bottom_m + end.bottom_m) / 2.0) + 18.0,
            ];
            text(svg, place, "middle", &format!("{slope:+.1}‰ · {length:.1} m"));
        }
    }
}

fn legend(svg: &mut String, style: &DrawingStyle) {
    let words = style.word(
        "棕线：地面；彩线：管顶与管底；椭圆：交叉管线及其垂直净距 m",
        "brown: ground; coloured: crown and bottom; ellipses: crossing lines with their vertical gap in m",
    );
    text(svg, [SIZE[0] - ROOM[2], 28.0], "end", words);
}

/// The drawing of a cross-section, to one scale both ways, with the distances from face to face.
pub fn cross_section_svg(section: &CrossSection, style: &DrawingStyle) -> String {
    let title =
        format!("{} · {} · {:.1} m", style.word("横断面", "Cross-section"), section.line, section.chainage_m);
    let mut svg = open(&title);
    let grounds = section.ground.iter().map(|[_, z]| *z);
    let cuts =
        section.cuts.iter().flat_map(|cut| [cut.axis_m - cut.half_height_m, cut.axis_m + cut.half_height_m]);
    let (low, high) =
        grounds.chain(cuts).fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(v), h.max(v)));
    // One scale: as many metres upwards as the room's shape asks for.
    let shape = (SIZE[1] - ROOM[1] - ROOM[3]) / (SIZE[0] - ROOM[0] - ROOM[2]);
    let width = (2.0 * section.half_width_m).max((high - low + 2.0) / shape);
    let top = high + 1.0;
    let scale = Scale::new([-width / 2.0, width / 2.0], [top - width * shape, top]);
    grid(&mut svg, &scale, style, style.word("偏距 m", "offset m"));
    let ground = section.ground.iter().map(|[x, z]| [scale.x(*x), scale.y(*z)]);
    polyline(&mut svg, ground, "#6b4f2a", "stroke-width=\"2\"");
    for cut in &section.cuts {
        draw_cut(&mut svg, cut, &scale, style);
    }
    for (number, pair) in section.cuts.windows(2).enumerate() {
        let [a, b] = pair else { continue };
        let ends = [a.offset_m + a.half_width_m, b.offset_m - b.half_width_m];
        let y = SIZE[1] - ROOM[3] + 50.0 + 16.0 * (number % 3) as f64;
        let line = ends.map(|x| [scale.x(x), y]);
        polyline(&mut svg, line.into_iter(), "#444444", "");
        let middle = (line[0][0] + line[1][0]) / 2.0;
        text(&mut svg, [middle, y - 3.0], "middle", &format!("{:.2}", ends[1] - ends[0]));
    }
    svg.push_str("</svg>\n");
    svg
}

fn draw_cut(svg: &mut String, cut: &super::section::SectionCut, scale: &Scale, style: &DrawingStyle) {
    let colour = cut.medium.map_or_else(|| "#888888".to_owned(), |medium| style.hex(medium));
    let (x, y) = (scale.x(cut.offset_m), scale.y(cut.axis_m));
    let rx = (scale.x(cut.half_width_m) - scale.x(0.0)).max(1.5);
    let ry = (scale.y(0.0) - scale.y(cut.half_height_m)).max(1.5);
    let fill = if cut.medium.is_some() { colour.as_str() } else { "none" };
    let shape = if cut.round {
        format!("<ellipse cx=\"{x:.2}\" cy=\"{y:.2}\" rx=\"{rx:.2}\" ry=\"{ry:.2}\"")
    } else {
        let (left, top) = (x - rx, y - ry);
        format!("<rect x=\"{left:.2}\" y=\"{top:.2}\" width=\"{:.2}\" height=\"{:.2}\"", 2.0 * rx, 2.0 * ry)
    };
    let key = escaped(cut.key.as_str());
    let _ = writeln!(
        svg,
        "{shape} fill=\"{fill}\" stroke=\"{colour}\"><title>{key}</title></{}>",
        if cut.round { "ellipse" } else { "rect" }
    );
    let name =
        cut.medium.map_or_else(|| style.word("综合管廊", "utility tunnel").to_owned(), |m| (style.medium)(m));
    text(
        svg,
        [x, y - ry - 6.0],
        "middle",
        &format!("{name} {} {:.2}", style.word("覆土", "cover"), cut.cover_m),
    );
}
