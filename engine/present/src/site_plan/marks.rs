//! The map: land, streets, buildings, trees, lines, each in its own way.

use std::collections::BTreeMap;

use geo::{Area as _, BooleanOps as _, Centroid as _, Coord, LineString, MultiPolygon, Polygon, unary_union};
use linli_model::{
    AreaUse, Boundary, Community, Element, ElementId, Geometry, Kind, Layer, Medium, Point3, Street,
};
use linli_sim::drawing::{Anchor, Drawing, Form, INK, PAPER, Paint, Stroke, lettering, opaque};

use super::SitePlan;
use super::sheet::{Frame, Sample};
use crate::card::{area_name, kind_name};
use crate::text::layer_text;
use crate::{area_colour, building_colour, medium_colour, medium_text, title_of};

/// Letters on the map, millimetres.
const NAME_MM: f64 = 2.4;
/// Buildings at least so wide on the sheet carry their storeys, and so wide their name, millimetres.
const STOREYS_FROM_MM: f64 = 5.0;
const NAME_FROM_MM: f64 = 18.0;
const STREET: [u8; 3] = [226, 226, 222];
const PATH: [u8; 3] = [240, 232, 214];
const RAIL: [u8; 3] = [110, 110, 116];
const PARCEL: [u8; 3] = [170, 40, 40];
const TREE: [u8; 4] = [74, 128, 62, 110];

/// What the map has drawn of a kind, in the order of the legend.
type Samples = BTreeMap<(u8, String), Sample>;

/// The map on its sheet.
pub(super) struct Map<'a> {
    drawing: &'a mut Drawing,
    frame: &'a Frame,
    ask: &'a SitePlan,
    /// The window as a polygon on the sheet.
    window: MultiPolygon,
    samples: Samples,
    names: Vec<[f64; 4]>,
}

impl<'a> Map<'a> {
    pub fn new(drawing: &'a mut Drawing, frame: &'a Frame, ask: &'a SitePlan) -> Self {
        let [[left, top], [right, bottom]] = frame.window;
        let corners = [[left, top], [right, top], [right, bottom], [left, bottom]];
        let ring = corners.map(|[x, y]| Coord { x, y }).to_vec();
        let window = MultiPolygon::new(vec![Polygon::new(LineString(ring), Vec::new())]);
        Self { drawing, frame, ask, window, samples: Samples::new(), names: Vec::new() }
    }

    /// Everything that counts, the lowest first.
    pub fn draw(&mut self, community: &Community, counts: &dyn Fn(ElementId) -> bool) {
        let shown: Vec<&Element> =
            community.iter().filter(|(id, _)| counts(*id)).map(|(_, element)| element).collect();
        for element in &shown {
            if let Kind::Area(area) = &element.kind
                && area.use_ != AreaUse::Unit
            {
                let words = area_name(area.use_, self.ask.language);
                self.area(element, Paint::filled(opaque(area_colour(area.use_))), Some((1, words)));
            }
            if matches!(element.kind, Kind::Parking(_)) {
                let paint = Paint::filled(opaque(STREET)).edged(opaque(RAIL), 0.1);
                self.area(element, paint, None);
            }
        }
        let streets: Vec<(&Element, &Street)> = shown
            .iter()
            .filter_map(|element| match &element.kind {
                Kind::Street(street) if !street.tunnel && street.layer >= 0 => Some((*element, street)),
                _ => None,
            })
            .collect();
        self.streets(&streets);
        if self.ask.underground {
            shown.iter().for_each(|element| self.below(element));
        }
        for element in &shown {
            if let Some(building) = element.kind.building().filter(|b| !b.outline_of_parts) {
                let fill = opaque(building_colour(building.use_));
                // Outlines of small buildings would fill them.
                let edge =
                    if self.ask.underground { 0.12 } else { (0.3 * self.frame.mm_per_m).clamp(0.08, 0.3) };
                let words = layer_text(Layer::Buildings, self.ask.language).to_owned();
                self.area(element, Paint::filled(fill).edged(INK, edge), Some((0, words)));
            }
        }
        if self.ask.underground {
            shown.iter().for_each(|element| self.line_below(element));
        }
        for element in &shown {
            if let (Kind::Tree(tree), Geometry::Point([x, y, _])) = (&element.kind, &element.geometry) {
                let radius = tree.crown_m.unwrap_or(5.0).clamp(0.5, 40.0) / 2.0 * self.frame.mm_per_m;
                let at = self.frame.at(*x, *y);
                if self.frame.holds(at) {
                    self.drawing.circle(at, radius, Paint::filled(TREE));
                    let words = layer_text(Layer::Trees, self.ask.language).to_owned();
                    self.sample(2, words, Paint::filled(TREE), None);
                }
            }
        }
        let boundary = Stroke::new(opaque(PARCEL), 0.3).dashed(3.0, 1.2);
        for element in shown.iter().filter(|element| matches!(element.kind, Kind::Parcel(_))) {
            let words = layer_text(Layer::Parcels, self.ask.language).to_owned();
            let paint = Paint { fill: None, edge: Some(boundary) };
            if self.area(element, paint, None) {
                self.sample(3, words, Paint::default(), Some(boundary));
            }
        }
        for element in &shown {
            if let (Kind::StationEntrance(_), Geometry::Point([x, y, _])) = (&element.kind, &element.geometry)
            {
                let at = self.frame.at(*x, *y);
                if self.frame.holds(at) {
                    self.drawing.circle(at, 1.6, Paint::filled([0, 90, 170, 255]).edged(PAPER, 0.2));
                    let letter = lettering([at[0], at[1] + 0.8], Anchor::Middle, "M").sized(2.2).inked(PAPER);
                    self.drawing.text(letter.bold());
                    let words = kind_name(&element.kind, self.ask.language);
                    self.sample(4, words, Paint::filled([0, 90, 170, 255]), None);
                }
            }
        }
        self.letter(&shown);
    }

    /// What was drawn, for the legend.
    pub fn legend(self) -> Vec<Sample> {
        self.samples.into_values().collect()
    }

    fn sample(&mut self, order: u8, words: String, paint: Paint, line: Option<Stroke>) {
        self.samples.entry((order, words.clone())).or_insert(Sample { words, paint, line });
    }

    /// Carriageways over their kerbs, so that crossings have none; then paths and rails.
    fn streets(&mut self, streets: &[(&Element, &Street)]) {
        let width = |street: &Street| (street.drawn_width_m() * self.frame.mm_per_m).max(0.25);
        let roads = || streets.iter().filter(|(_, street)| !street.class.is_rail() && !street.area);
        let mut lines: Vec<(Vec<[f64; 2]>, Stroke)> = Vec::new();
        for kerb in [true, false] {
            for (element, street) in roads() {
                let is_road = street.drawn_width_m() >= 3.5;
                let ink = if is_road { opaque(STREET) } else { opaque(PATH) };
                let stroke = if kerb {
                    Stroke::new(opaque([150, 150, 146]), width(street) + 0.3)
                } else {
                    Stroke::new(ink, width(street))
                };
                lines.extend(self.pieces(&element.geometry).into_iter().map(|points| (points, stroke)));
            }
        }
        for (element, _) in streets.iter().filter(|(_, street)| street.class.is_rail()) {
            let stroke = Stroke::new(opaque(RAIL), 0.5).dashed(2.0, 1.0);
            lines.extend(self.pieces(&element.geometry).into_iter().map(|points| (points, stroke)));
        }
        if !lines.is_empty() {
            let words = layer_text(Layer::Streets, self.ask.language).to_owned();
            self.sample(1, words, Paint::filled(opaque(STREET)).edged(opaque([150, 150, 146]), 0.2), None);
        }
        lines.into_iter().for_each(|(points, stroke)| self.drawing.line(points, stroke));
    }

    fn below(&mut self, element: &Element) {
        if let Kind::Basement(_) = element.kind {
            let edge = Stroke::new(opaque([90, 90, 150]), 0.3).dashed(1.6, 0.8);
            let paint = Paint { fill: Some([150, 150, 200, 60]), edge: Some(edge) };
            let words = kind_name(&element.kind, self.ask.language);
            self.area(element, paint, Some((5, words)));
        }
    }

    fn line_below(&mut self, element: &Element) {
        let (words, stroke) = match &element.kind {
            Kind::UtilityLine(line) => {
                let wide_mm = line.diameter_mm / 1000.0 * self.frame.mm_per_m;
                let wide_mm = if wide_mm.is_finite() { wide_mm } else { 0.0 };
                let name = medium_text(line.medium, self.ask.language);
                (name, Stroke::new(opaque(line_colour(line.medium)), wide_mm.clamp(0.3, 4.0)))
            }
            Kind::Corridor(corridor) => {
                let wide: f64 = corridor.compartments.iter().map(|c| c.width_m + corridor.wall_m).sum();
                let wide_mm = ((wide + corridor.wall_m) * self.frame.mm_per_m).clamp(0.6, 60.0);
                let name = kind_name(&element.kind, self.ask.language);
                (name, Stroke::new([120, 90, 60, 150], wide_mm))
            }
            _ => return,
        };
        let pieces = self.pieces(&element.geometry);
        if !pieces.is_empty() {
            let thin = Stroke { width: stroke.width.min(1.5), ..stroke };
            self.sample(6, words, Paint::default(), Some(thin));
        }
        for points in pieces {
            let form = Form::Line { points, stroke };
            self.drawing.add_about(form, title_of(element, self.ask.language), Some(element.key.clone()));
        }
    }

    /// An area, as far as it is on the map; whether any of it is.
    fn area(&mut self, element: &Element, paint: Paint, sample: Option<(u8, String)>) -> bool {
        let shape = on_sheet(&element.geometry, self.frame).intersection(&self.window);
        if shape.0.is_empty() {
            return false;
        }
        let ring = |ring: &LineString| ring.0.iter().map(|c| [c.x, c.y]).collect();
        let rings =
            shape.iter().flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()));
        let form = Form::Area { rings: rings.map(ring).collect(), paint };
        self.drawing.add_about(form, title_of(element, self.ask.language), Some(element.key.clone()));
        if let Some((order, words)) = sample {
            self.sample(order, words, paint, None);
        }
        true
    }

    /// Pieces of a line that are on the map.
    fn pieces(&self, geometry: &Geometry) -> Vec<Vec<[f64; 2]>> {
        let Geometry::Line(points) = geometry else { return Vec::new() };
        let on = |[x, y, _]: &Point3| self.frame.at(*x, *y);
        let points: Vec<[f64; 2]> =
            points.iter().filter(|p| p.iter().all(|v| v.is_finite())).map(on).collect();
        let mut pieces: Vec<Vec<[f64; 2]>> = Vec::new();
        for pair in points.windows(2) {
            let Some([a, b]) = within(pair[0], pair[1], self.frame.window) else { continue };
            match pieces.last_mut() {
                Some(piece) if piece.last() == Some(&a) => piece.push(b),
                _ => pieces.push(vec![a, b]),
            }
        }
        pieces
    }

    /// Storeys and names where there is room for them.
    fn letter(&mut self, shown: &[&Element]) {
        let mut wanted: Vec<(f64, [f64; 2], String, bool)> = Vec::new();
        for element in shown {
            let (is_building, has_name) = match &element.kind {
                Kind::Building(_) => (true, element.name.is_some()),
                Kind::Area(area) => (false, element.name.is_some() && area.use_ != AreaUse::Unit),
                _ => continue,
            };
            let aabb = element.geometry.aabb();
            if aabb.is_empty() {
                continue;
            }
            let size = aabb.size();
            let wide = size[0].min(size[1] * 3.0) * self.frame.mm_per_m;
            let is_low = size[0].min(size[1]) * self.frame.mm_per_m < NAME_MM * 1.2;
            let middle = on_sheet(&element.geometry, self.frame).centroid().map(|c| [c.x(), c.y()]);
            let centre = aabb.centre();
            let at = middle.unwrap_or_else(|| self.frame.at(centre[0], centre[1]));
            if is_low {
                continue;
            }
            if has_name && wide >= NAME_FROM_MM {
                wanted.push((wide, at, title_of(element, self.ask.language), is_building));
            }
            let storeys = element.kind.building().and_then(|building| {
                let top = building.storeys.iter().map(|run| run.to_level).max().filter(|top| *top > 0);
                top.map(f64::from).or(building.storeys_above.map(f64::from))
            });
            if let Some(storeys) = storeys.filter(|_| wide >= STOREYS_FROM_MM) {
                let below =
                    if has_name && wide >= NAME_FROM_MM { [at[0], at[1] + NAME_MM * 1.3] } else { at };
                wanted.push((wide, below, format!("{storeys:.0}F"), is_building));
            }
        }
        wanted.sort_by(|a, b| b.0.total_cmp(&a.0));
        for (_, at, words, is_building) in wanted {
            let wide = words.chars().map(|c| if c.is_ascii() { 0.6 } else { 1.0 }).sum::<f64>() * NAME_MM;
            let place = [at[0] - wide / 2.0, at[1] - NAME_MM, at[0] + wide / 2.0, at[1] + 0.4];
            let corners = [[place[0], place[1]], [place[2], place[3]]];
            let is_free = |other: &[f64; 4]| {
                place[2] < other[0] || other[2] < place[0] || place[3] < other[1] || other[3] < place[1]
            };
            if !corners.iter().all(|corner| self.frame.holds(*corner)) || !self.names.iter().all(is_free) {
                continue;
            }
            self.names.push(place);
            let mut letter = lettering(at, Anchor::Middle, words).sized(NAME_MM);
            if !is_building {
                letter = letter.inked([40, 70, 40, 255]);
            }
            self.drawing.text(letter);
        }
    }
}

/// Colours of lines are made for dark ground; on paper pale ones are darkened.
fn line_colour(medium: Medium) -> [u8; 3] {
    let colour = medium_colour(medium);
    let bright = colour.iter().map(|c| u32::from(*c)).sum::<u32>() > 560;
    if bright { colour.map(|c| (u16::from(c) * 6 / 10) as u8) } else { colour }
}

/// A geometry's plan on the sheet.
fn on_sheet(geometry: &Geometry, frame: &Frame) -> MultiPolygon {
    let ring = |points: &[Point3]| -> LineString {
        let usable = points.iter().filter(|p| p.iter().all(|v| v.is_finite()));
        LineString(usable.map(|p| frame.at(p[0], p[1])).map(|[x, y]| Coord { x, y }).collect())
    };
    match geometry {
        Geometry::Area(polygons) => MultiPolygon::new(
            polygons
                .iter()
                .map(|p| Polygon::new(ring(&p.exterior), p.holes.iter().map(|hole| ring(hole)).collect()))
                .collect(),
        ),
        Geometry::Boundary(boundary) => unary_union(&faces(boundary, &ring)),
        _ => MultiPolygon::new(Vec::new()),
    }
}

/// Faces of a boundary as they are seen from above; walls have no area there.
fn faces(boundary: &Boundary, ring: &dyn Fn(&[Point3]) -> LineString) -> Vec<Polygon> {
    let face = |at: usize| {
        let corners = boundary.face_rings(at).next()?;
        let points: Vec<Point3> =
            corners.iter().filter_map(|corner| boundary.vertices.get(*corner as usize).copied()).collect();
        let polygon = Polygon::new(ring(&points), Vec::new());
        (polygon.unsigned_area() > 1e-4).then_some(polygon)
    };
    (0..boundary.faces.len()).filter_map(face).collect()
}

/// The part of a piece of a line inside a rectangle (Liang and Barsky 1984).
fn within(a: [f64; 2], b: [f64; 2], [low, high]: [[f64; 2]; 2]) -> Option<[[f64; 2]; 2]> {
    let (mut from, mut to) = (0.0_f64, 1.0_f64);
    for axis in 0..2 {
        let way = b[axis] - a[axis];
        if way == 0.0 {
            if a[axis] < low[axis] || a[axis] > high[axis] {
                return None;
            }
            continue;
        }
        let ends = [(low[axis] - a[axis]) / way, (high[axis] - a[axis]) / way];
        from = from.max(ends[0].min(ends[1]));
        to = to.min(ends[0].max(ends[1]));
    }
    let at = |t: f64| {
        if t == 0.0 {
            a
        } else if t == 1.0 {
            b
        } else {
            std::array::from_fn(|i| a[i] + t * (b[i] - a[i]))
        }
    };
    (from < to).then(|| [at(from), at(to)])
}
