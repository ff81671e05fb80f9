//! Profiles and sections as drawings with dimensions.

use linli_model::{CompartmentKind, Language, Medium};

use super::long::{LongProfile, ProfilePoint};
use super::section::{CrossSection, SectionCut, SectionRoom};
use crate::drawing::{Anchor, Drawing, Form, INK, Ink, PAPER, Paint, Stroke, lettering, opaque, rectangle};

/// Usual size of a drawing, pixels.
pub const SHEET: [f64; 2] = [1200.0, 560.0];
/// Room around the drawing: left, top, right, bottom, pixels.
const ROOM: [f64; 4] = [80.0, 50.0, 30.0, 110.0];
const GROUND: Ink = [107, 79, 42, 255];
const GRID: Ink = [221, 221, 221, 255];
const FAINT_GRID: Ink = [238, 238, 238, 255];
const CONCRETE: Ink = [185, 180, 167, 255];
const SOIL: Ink = [236, 227, 208, 255];
const ROOM_FILL: Ink = [253, 252, 248, 255];

/// Words and colours of a drawing.
#[derive(Clone, Copy, Debug)]
pub struct DrawingStyle {
    /// Language of labels.
    pub language: Language,
    /// Height of the scene's origin: local heights plus this are printed, metres.
    pub datum_m: f64,
    /// Colour of a medium.
    pub colour: fn(Medium) -> [u8; 3],
    /// Name of a medium.
    pub medium: fn(Medium, Language) -> String,
    /// Name of a compartment.
    pub compartment: fn(CompartmentKind, Language) -> String,
}

impl DrawingStyle {
    pub(crate) fn word(&self, chinese: &'static str, english: &'static str) -> &'static str {
        match self.language {
            Language::Chinese => chinese,
            Language::English => english,
        }
    }

    pub(crate) fn ink(&self, medium: Medium) -> Ink {
        opaque((self.colour)(medium))
    }

    pub(crate) fn medium(&self, medium: Medium) -> String {
        (self.medium)(medium, self.language)
    }

    pub(crate) fn compartment(&self, kind: CompartmentKind) -> String {
        (self.compartment)(kind, self.language)
    }
}

/// A sheet with its axes: from metres to pixels.
struct Chart {
    drawing: Drawing,
    x: [f64; 2],
    y: [f64; 2],
}

impl Chart {
    fn new(size: [f64; 2], title: String, x: [f64; 2], y: [f64; 2]) -> Self {
        let wide =
            |[low, high]: [f64; 2]| if high - low > 1e-6 { [low, high] } else { [low - 0.5, high + 0.5] };
        let mut drawing = Drawing::new(size, title.clone(), 12.0);
        drawing.text(lettering([ROOM[0], 28.0], Anchor::Start, title).sized(18.0));
        Self { drawing, x: wide(x), y: wide(y) }
    }

    fn right(&self) -> f64 {
        self.drawing.size[0] - ROOM[2]
    }

    fn bottom(&self) -> f64 {
        self.drawing.size[1] - ROOM[3]
    }

    fn at(&self, [x, y]: [f64; 2]) -> [f64; 2] {
        let across = (x - self.x[0]) / (self.x[1] - self.x[0]);
        let up = (y - self.y[0]) / (self.y[1] - self.y[0]);
        [ROOM[0] + across * (self.right() - ROOM[0]), self.bottom() - up * (self.bottom() - ROOM[1])]
    }

    /// Pixels of a width and a height in metres.
    fn span(&self, [width, height]: [f64; 2]) -> [f64; 2] {
        [
            width / (self.x[1] - self.x[0]) * (self.right() - ROOM[0]),
            height / (self.y[1] - self.y[0]) * (self.bottom() - ROOM[1]),
        ]
    }

    fn grid(&mut self, style: &DrawingStyle, along: &str) {
        let (right, bottom) = (self.right(), self.bottom());
        for v in ticks([self.y[0] + style.datum_m, self.y[1] + style.datum_m]) {
            let y = self.at([self.x[0], v - style.datum_m])[1];
            self.drawing.line([[ROOM[0], y], [right, y]], Stroke::new(GRID, 1.0));
            self.drawing.text(lettering([ROOM[0] - 6.0, y + 4.0], Anchor::End, format!("{v:.2}")));
        }
        for v in ticks(self.x) {
            let x = self.at([v, self.y[0]])[0];
            self.drawing.line([[x, ROOM[1]], [x, bottom]], Stroke::new(FAINT_GRID, 1.0));
            self.drawing.text(lettering([x, bottom + 16.0], Anchor::Middle, format!("{v:.1}")));
        }
        let height = style.word("高程 m", "height m");
        self.drawing.text(lettering([ROOM[0] - 6.0, ROOM[1] - 8.0], Anchor::End, height));
        self.drawing.text(lettering([right, bottom + 32.0], Anchor::End, along));
    }

    /// Draws a line through places in metres.
    fn trace(&mut self, points: impl Iterator<Item = [f64; 2]>, stroke: Stroke) {
        let points: Vec<[f64; 2]> = points.map(|p| self.at(p)).collect();
        self.drawing.line(points, stroke);
    }
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

/// The drawing of a long profile: ground, crown, invert, nodes, crossings with their gaps, slopes.
pub fn long_profile_drawing(profile: &LongProfile, size: [f64; 2], style: &DrawingStyle) -> Drawing {
    let ink = style.ink(profile.medium);
    let title = format!(
        "{} · {} · {:.1} m",
        style.word("纵断面", "Long profile"),
        style.medium(profile.medium),
        profile.length_m
    );
    let heights = profile.points.iter().flat_map(|p| [p.ground_m, p.bottom_m, p.crown_m]);
    let heights = heights.chain(profile.crossings.iter().flat_map(|c| [c.crown_m, c.bottom_m]));
    let (low, high) = heights.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(v), h.max(v)));
    let mut chart = Chart::new(size, title, [0.0, profile.length_m], [low - 0.5, high + 0.5]);
    let ground: Vec<[f64; 2]> = profile.points.iter().map(|p| [p.chainage_m, p.ground_m]).collect();
    soil(&mut chart, &ground);
    chart.grid(style, style.word("桩号 m", "chainage m"));
    let line = |pick: fn(&ProfilePoint) -> f64| profile.points.iter().map(move |p| [p.chainage_m, pick(p)]);
    let there = line(|p| p.crown_m).chain(line(|p| p.bottom_m).collect::<Vec<_>>().into_iter().rev());
    let body: Vec<[f64; 2]> = there.map(|p| chart.at(p)).collect();
    let [r, g, b, _] = ink;
    let form = Form::Area { rings: vec![body], paint: Paint::filled([r, g, b, 60]) };
    chart.drawing.add(form);
    chart.trace(line(|p| p.ground_m), Stroke::new(GROUND, 2.0));
    chart.trace(line(|p| p.crown_m), Stroke::new(ink, 2.0));
    chart.trace(line(|p| p.bottom_m), Stroke::new(ink, 2.0));
    nodes(&mut chart, profile, style);
    crossings(&mut chart, profile, style);
    let words = style.word(
        "棕线：地面；彩线：管顶与管底；椭圆：交叉管线及其垂直净距 m",
        "brown: ground; coloured: crown and bottom; ellipses: crossing lines, vertical gap in m",
    );
    let legend = lettering([chart.right(), 46.0], Anchor::End, words).sized(11.0);
    chart.drawing.text(legend);
    chart.drawing
}

/// Width of words in a size, pixels: a Chinese character is about as wide as it is high, a letter about half of that.
fn width_px(words: &str, size: f64) -> f64 {
    words.chars().map(|c| if c.is_ascii() { 0.52 * size } else { size }).sum()
}

/// Crossing lines; gaps are written where there is room, the smallest first.
fn crossings(chart: &mut Chart, profile: &LongProfile, style: &DrawingStyle) {
    const SIZE: f64 = 11.0;
    let mut labels = Vec::new();
    for crossing in &profile.crossings {
        let middle = f64::midpoint(crossing.crown_m, crossing.bottom_m);
        let centre = chart.at([crossing.chainage_m, middle]);
        let [rx, ry] = chart.span([crossing.half_width_m, (crossing.crown_m - crossing.bottom_m) / 2.0]);
        let radii = [rx.max(2.0), ry.max(2.0)];
        let gap = format!("{:.2}", crossing.gap_m);
        let tip = format!("{} {}: {gap} m", style.medium(crossing.medium), crossing.key);
        let paint = Paint::filled(style.ink(crossing.medium));
        chart.drawing.add_about(Form::Ellipse { centre, radii, paint }, tip, Some(crossing.key.clone()));
        labels.push((crossing.gap_m, [centre[0] + radii[0] + 4.0, centre[1] - radii[1] - 2.0], gap));
    }
    labels.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1[0].total_cmp(&b.1[0])));
    let mut taken: Vec<[f64; 4]> = Vec::new();
    for (_, [x, y], gap) in labels {
        let place = [x - 2.0, y - SIZE, x + width_px(&gap, SIZE) + 2.0, y + 2.0];
        let meets = |o: &[f64; 4]| place[0] < o[2] && o[0] < place[2] && place[1] < o[3] && o[1] < place[3];
        if !taken.iter().any(meets) {
            taken.push(place);
            let mut label = lettering([x, y], Anchor::Start, gap).sized(SIZE);
            label.halo = Some(PAPER);
            chart.drawing.text(label);
        }
    }
}

fn nodes(chart: &mut Chart, profile: &LongProfile, style: &DrawingStyle) {
    const ROW_SIZE: f64 = 10.0;
    let nearest = |chainage: f64| {
        profile
            .points
            .iter()
            .min_by(|a, b| (a.chainage_m - chainage).abs().total_cmp(&(b.chainage_m - chainage).abs()))
    };
    // Names on a long profile would run into each other.
    let below = chart.bottom() + 48.0;
    let mut free_from = f64::NEG_INFINITY;
    for node in &profile.nodes {
        let Some(point) = nearest(node.chainage_m) else { continue };
        let stroke = Stroke::new(INK, 1.0);
        let stroke = if node.manhole { stroke } else { stroke.dashed(4.0, 4.0) };
        let [top, foot] = [point.ground_m, point.bottom_m].map(|z| chart.at([node.chainage_m, z]));
        chart.drawing.line([top, foot], stroke);
        let x = top[0];
        let cover = format!("{} {:.2}", style.word("覆土", "cover"), point.ground_m - point.crown_m);
        let invert = format!("{} {:.2}", style.word("管底", "bottom"), point.bottom_m + style.datum_m);
        // Names such as node/sewage/12 tell their network; the drawing does, too.
        let name = node.name.as_deref().and_then(|name| name.rsplit('/').next()).unwrap_or("·").to_owned();
        let rows = [name, cover, invert];
        let half = rows.iter().map(|words| width_px(words, ROW_SIZE)).fold(0.0, f64::max) / 2.0;
        if x - half < free_from {
            continue;
        }
        free_from = x + half + 8.0;
        for (row, words) in rows.into_iter().enumerate() {
            let place = [x, below + 16.0 * row as f64];
            chart.drawing.text(lettering(place, Anchor::Middle, words).sized(ROW_SIZE));
        }
    }
    for pair in profile.nodes.windows(2) {
        let [a, b] = pair else { continue };
        let (Some(start), Some(end)) = (nearest(a.chainage_m), nearest(b.chainage_m)) else { continue };
        let length = b.chainage_m - a.chainage_m;
        if length > profile.length_m / 12.0 && length > 0.0 {
            let slope = (end.axis_m - start.axis_m) / length * 1000.0;
            let middle = f64::midpoint(a.chainage_m, b.chainage_m);
            let [x, y] = chart.at([middle, f64::midpoint(start.bottom_m, end.bottom_m)]);
            let words = format!("{slope:+.1}‰ · {length:.1} m");
            chart.drawing.text(lettering([x, y + 18.0], Anchor::Middle, words));
        }
    }
}

/// The drawing of a cross-section, to one scale both ways, with the distances from face to face.
pub fn cross_section_drawing(section: &CrossSection, size: [f64; 2], style: &DrawingStyle) -> Drawing {
    let title =
        format!("{} · {} · {:.1} m", style.word("横断面", "Cross-section"), section.line, section.chainage_m);
    let grounds = section.ground.iter().map(|[_, z]| *z);
    let cuts =
        section.cuts.iter().flat_map(|cut| [cut.axis_m - cut.half_height_m, cut.axis_m + cut.half_height_m]);
    let (low, high) =
        grounds.chain(cuts).fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(v), h.max(v)));
    // One scale: as many metres upwards as the room's shape asks for.
    let shape = (size[1] - ROOM[1] - ROOM[3]) / (size[0] - ROOM[0] - ROOM[2]);
    let width = (2.0 * section.half_width_m).max((high - low + 2.0) / shape);
    let top = high + 1.0;
    let mut chart = Chart::new(size, title, [-width / 2.0, width / 2.0], [top - width * shape, top]);
    soil(&mut chart, &section.ground);
    chart.grid(style, style.word("偏距 m", "offset m"));
    chart.trace(section.ground.iter().copied(), Stroke::new(GROUND, 2.0));
    // A tunnel first, so that what it carries lies in it.
    let (tunnels, lines): (Vec<&SectionCut>, Vec<&SectionCut>) =
        section.cuts.iter().partition(|cut| cut.medium.is_none());
    for cut in tunnels.iter().chain(&lines) {
        draw_cut(&mut chart, cut, style);
    }
    names(&mut chart, section, style);
    let below = chart.bottom() + 50.0;
    let buried: Vec<&SectionCut> = section.cuts.iter().filter(|cut| !cut.in_tunnel).collect();
    for (number, pair) in buried.windows(2).enumerate() {
        let [a, b] = pair else { continue };
        let ends = [a.offset_m + a.half_width_m, b.offset_m - b.half_width_m];
        let y = below + 18.0 * (number % 3) as f64;
        let [from, to] = ends.map(|x| chart.at([x, 0.0])[0]);
        let stroke = Stroke::new(INK, 1.0);
        chart.drawing.line([[from, y], [to, y]], stroke);
        for x in [from, to] {
            chart.drawing.line([[x, y - 4.0], [x, y + 4.0]], stroke);
        }
        let words = format!("{:.2}", ends[1] - ends[0]);
        let middle = [f64::midpoint(from, to), y - 3.0];
        chart.drawing.text(lettering(middle, Anchor::Middle, words));
    }
    chart.drawing
}

/// Soil below the ground line.
fn soil(chart: &mut Chart, ground: &[[f64; 2]]) {
    let (Some(first), Some(last)) = (ground.first(), ground.last()) else { return };
    let floor = [[last[0], chart.y[0]], [first[0], chart.y[0]]];
    let ring = ground.iter().copied().chain(floor).map(|p| chart.at(p)).collect();
    chart.drawing.add(Form::Area { rings: vec![ring], paint: Paint::filled(SOIL) });
}

fn draw_cut(chart: &mut Chart, cut: &SectionCut, style: &DrawingStyle) {
    let centre = chart.at([cut.offset_m, cut.axis_m]);
    let [rx, ry] = chart.span([cut.half_width_m, cut.half_height_m]);
    let radii = [rx.max(1.5), ry.max(1.5)];
    let paint = match cut.medium {
        Some(medium) => Paint::filled(style.ink(medium)).edged(PAPER, 1.0),
        None => Paint::filled(CONCRETE).edged(INK, 1.0),
    };
    let [x, y] = centre;
    let form = if cut.round {
        Form::Ellipse { centre, radii, paint }
    } else {
        rectangle([x - radii[0], y - radii[1]], [x + radii[0], y + radii[1]], paint)
    };
    let tip = format!("{} {} · {:.0} × {:.0} mm", name(cut, style), cut.key, cut.size_mm[0], cut.size_mm[1]);
    chart.drawing.add_about(form, tip, Some(cut.key.clone()));
    for room in &cut.rooms {
        draw_room(chart, room, style);
    }
}

fn draw_room(chart: &mut Chart, room: &SectionRoom, style: &DrawingStyle) {
    let [left, right] = room.offset_m;
    let [floor, ceiling] = room.height_m;
    let (low, high) = (chart.at([left, floor]), chart.at([right, ceiling]));
    chart.drawing.rect(low, high, Paint::filled(ROOM_FILL).edged(INK, 0.7));
    if high[0] - low[0] < 46.0 || low[1] - high[1] < 40.0 {
        return;
    }
    let middle = f64::midpoint(low[0], high[0]);
    let size = format!("{:.1} × {:.1} m", right - left, ceiling - floor);
    chart.drawing.text(lettering([middle, high[1] + 14.0], Anchor::Middle, style.compartment(room.kind)));
    chart.drawing.text(lettering([middle, high[1] + 28.0], Anchor::Middle, size).sized(10.0));
}

fn name(cut: &SectionCut, style: &DrawingStyle) -> String {
    cut.medium.map_or_else(|| style.word("综合管廊", "utility tunnel").to_owned(), |m| style.medium(m))
}

/// Names with cover above what lies in the ground, in rows where they would run into each other.
fn names(chart: &mut Chart, section: &CrossSection, style: &DrawingStyle) {
    const ROWS: usize = 5;
    let mut free_from = [f64::NEG_INFINITY; ROWS];
    for cut in section.cuts.iter().filter(|cut| !cut.in_tunnel) {
        let [x, y] = chart.at([cut.offset_m, cut.axis_m + cut.half_height_m]);
        let words = format!("{} {} {:.2}", name(cut, style), style.word("覆土", "cover"), cut.cover_m);
        let wide = width_px(&words, 11.0);
        let ground = section.ground.iter().map(|[_, z]| *z).fold(f64::NEG_INFINITY, f64::max);
        let row = free_from.iter().position(|free| x - wide / 2.0 > *free).unwrap_or(ROWS - 1);
        free_from[row] = x + wide / 2.0 + 6.0;
        let line = chart.at([cut.offset_m, ground])[1] - 8.0 - 14.0 * row as f64;
        chart
            .drawing
            .line([[x, y], [x, line + 3.0]], Stroke::new([120, 120, 120, 255], 0.8).dashed(2.0, 2.0));
        let mut label = lettering([x, line], Anchor::Middle, words).sized(11.0);
        label.halo = Some(PAPER);
        chart.drawing.text(label);
    }
}
