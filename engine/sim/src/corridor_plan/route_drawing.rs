//! The route on a plan of the streets, as a drawing.

use linli_model::{Aabb, Community, CorridorNodeKind, Geometry, Key, Kind, Layer, Polygon, StreetClass};

use super::CorridorPlan;
use super::drawing::list_figures;
use super::export::at;
use crate::drawing::{Anchor, Drawing, Form, INK, Ink, PAPER, Paint, Stroke, lettering};
use crate::profile::DrawingStyle;

/// Size of the map and of the list beside it, pixels.
const MAP: [f64; 2] = [1100.0, 860.0];
const LIST: f64 = 310.0;
/// Ground shown around the route, metres.
const AROUND_M: f64 = 90.0;
const LAND: Ink = [244, 241, 234, 255];
const WATER: Ink = [201, 223, 234, 255];
const STREET_EDGE: Ink = [213, 207, 194, 255];
const BUILDING: [Ink; 2] = [[220, 214, 202, 255], [195, 188, 174, 255]];
const TUNNEL: Ink = [232, 89, 12, 255];
const CONFLICT: Ink = [91, 10, 24, 255];
/// Crosses nearer than this to another are left out, pixels.
const CROSS_APART_PX: f64 = 22.0;
const BASEMENT: Ink = [91, 127, 184, 255];
/// A basement is seen through.
const BASEMENT_FILL: Ink = [91, 127, 184, 41];

/// From local metres to pixels, north up.
struct Map {
    centre: [f64; 2],
    per_m: f64,
}

impl Map {
    fn of(plan: &CorridorPlan) -> Self {
        let mut around = Aabb::EMPTY;
        let axes = plan.branches.iter().flat_map(|branch| branch.axis.iter().copied());
        let places = plan.served.iter().flat_map(|s| [s.at, s.from]).map(|p| [p[0], p[1], 0.0]);
        axes.chain(places).for_each(|point| around.include(point));
        let ([x, y, _], [width, height, _]) = (around.centre(), around.size());
        let per_m = (MAP[0] / (width + 2.0 * AROUND_M)).min(MAP[1] / (height + 2.0 * AROUND_M));
        Self { centre: [x, y], per_m }
    }

    fn px(&self, [x, y]: [f64; 2]) -> [f64; 2] {
        [MAP[0] / 2.0 + (x - self.centre[0]) * self.per_m, MAP[1] / 2.0 - (y - self.centre[1]) * self.per_m]
    }

    fn line(&self, drawing: &mut Drawing, points: &[[f64; 3]], stroke: Stroke) {
        drawing.line(points.iter().map(|p| self.px([p[0], p[1]])), stroke);
    }

    fn areas(&self, drawing: &mut Drawing, polygons: &[Polygon], paint: Paint) {
        let ring = |ring: &Vec<[f64; 3]>| ring.iter().map(|p| self.px([p[0], p[1]])).collect();
        let rings = polygons.iter().flat_map(Polygon::rings).map(ring).collect();
        drawing.add(Form::Area { rings, paint });
    }

    fn shows(&self, area: &Aabb) -> bool {
        let (half_x, half_y) = (MAP[0] / 2.0 / self.per_m, MAP[1] / 2.0 / self.per_m);
        area.min[0] < self.centre[0] + half_x
            && area.max[0] > self.centre[0] - half_x
            && area.min[1] < self.centre[1] + half_y
            && area.max[1] > self.centre[1] - half_y
    }
}

/// Streets, buildings, basements, the tunnel with its openings, the places served and the conflicts.
pub fn route_drawing(plan: &CorridorPlan, community: &Community, style: &DrawingStyle) -> Drawing {
    let map = Map::of(plan);
    let title = style.word("综合管廊路由方案", "Utility tunnel, proposed route");
    let mut drawing = Drawing::new([MAP[0] + LIST, MAP[1]], title, 13.0);
    drawing.paper = LAND;
    ground(&mut drawing, community, &map);
    tunnel(&mut drawing, plan, &map);
    conflicts(&mut drawing, plan, &map);
    openings(&mut drawing, plan, &map);
    served(&mut drawing, plan, community, &map);
    scale_bar(&mut drawing, &map);
    drawing.rect([MAP[0], 0.0], [MAP[0] + LIST, MAP[1]], Paint::filled(PAPER));
    drawing.text(lettering([MAP[0] + 20.0, 38.0], Anchor::Start, title).sized(18.0));
    list(&mut drawing, plan, style);
    drawing
}

/// Water, streets, buildings and basements.
fn ground(drawing: &mut Drawing, community: &Community, map: &Map) {
    let shown = || community.elements().iter().filter(|element| map.shows(&element.geometry.aabb()));
    for element in shown().filter(|element| element.layer() == Layer::Water) {
        if let Geometry::Area(polygons) = &element.geometry {
            map.areas(drawing, polygons, Paint::filled(WATER));
        }
    }
    // Wide streets first, so that a footway never covers one.
    let mut streets: Vec<_> = shown()
        .filter_map(|element| match (&element.kind, &element.geometry) {
            (Kind::Street(street), Geometry::Line(points)) if !street.tunnel && is_road(street.class) => {
                Some((street.drawn_width_m(), points))
            }
            _ => None,
        })
        .collect();
    streets.sort_by(|a, b| b.0.total_cmp(&a.0));
    for (more, ink) in [(1.6, STREET_EDGE), (0.0, PAPER)] {
        for (width, points) in &streets {
            map.line(drawing, points, Stroke::new(ink, width * map.per_m + more));
        }
    }
    for element in shown() {
        if let (Kind::Building(_), Geometry::Area(polygons)) = (&element.kind, &element.geometry) {
            map.areas(drawing, polygons, Paint::filled(BUILDING[0]).edged(BUILDING[1], 0.6));
        }
    }
    let edge = Some(Stroke::new(BASEMENT, 1.2).dashed(5.0, 3.0));
    for element in shown() {
        if let (Kind::Basement(_), Geometry::Area(polygons)) = (&element.kind, &element.geometry) {
            map.areas(drawing, polygons, Paint { fill: Some(BASEMENT_FILL), edge });
        }
    }
}

fn is_road(class: StreetClass) -> bool {
    !matches!(
        class,
        StreetClass::Footway
            | StreetClass::Path
            | StreetClass::Steps
            | StreetClass::Corridor
            | StreetClass::Cycleway
            | StreetClass::Rail
            | StreetClass::Subway
    )
}

fn tunnel(drawing: &mut Drawing, plan: &CorridorPlan, map: &Map) {
    let width = (plan.corridor.outer_width_m() * map.per_m).max(4.0);
    for (more, ink) in [(3.0, PAPER), (0.0, TUNNEL)] {
        for branch in &plan.branches {
            map.line(drawing, &branch.axis, Stroke::new(ink, width + more));
        }
    }
}

/// Crosses, thinned so that the tunnel stays in sight; each tells what it is.
fn conflicts(drawing: &mut Drawing, plan: &CorridorPlan, map: &Map) {
    let mut drawn: Vec<[f64; 2]> = Vec::new();
    for conflict in &plan.conflicts {
        let [x, y] = map.px([conflict.at[0], conflict.at[1]]);
        if drawn.iter().any(|other| (other[0] - x).hypot(other[1] - y) < CROSS_APART_PX) {
            continue;
        }
        drawn.push([x, y]);
        let words = format!(
            "{}: {:.2} m < {:.2} m, {}",
            conflict.other, conflict.actual_m, conflict.required_m, conflict.clause
        );
        for points in cross([x, y], 3.5) {
            let form = Form::Line { points, stroke: Stroke::new(CONFLICT, 1.5) };
            drawing.add_about(form, words.clone(), Some(conflict.other.clone()));
        }
    }
}

/// Both strokes of a cross.
fn cross([x, y]: [f64; 2], half: f64) -> [Vec<[f64; 2]>; 2] {
    [half, -half].map(|rise| vec![[x - half, y - rise], [x + half, y + rise]])
}

fn openings(drawing: &mut Drawing, plan: &CorridorPlan, map: &Map) {
    for branch in &plan.branches {
        for (kind, chainage) in &branch.openings {
            if let Some(place) = at(&branch.axis, *chainage) {
                opening(drawing, *kind, map.px([place[0], place[1]]));
            }
        }
    }
}

fn opening(drawing: &mut Drawing, kind: CorridorNodeKind, [x, y]: [f64; 2]) {
    let paint = Paint::filled(PAPER).edged(INK, 1.2);
    match kind {
        CorridorNodeKind::Access => drawing.rect([x - 4.5, y - 4.5], [x + 4.5, y + 4.5], paint),
        CorridorNodeKind::Hoist => {
            let triangle = vec![[x - 5.5, y + 4.5], [x + 5.5, y + 4.5], [x, y - 5.0]];
            drawing.add(Form::Area { rings: vec![triangle], paint });
        }
        CorridorNodeKind::Escape => drawing.circle([x, y], 4.0, paint),
        // Air shafts are many and small: a dot.
        _ => drawing.circle([x, y], 1.8, Paint::filled(PAPER)),
    }
}

fn served(drawing: &mut Drawing, plan: &CorridorPlan, community: &Community, map: &Map) {
    for (i, place) in plan.served.iter().enumerate() {
        let ends = [map.px(place.from), map.px(place.at)];
        drawing.line(ends, Stroke::new(TUNNEL, 2.0).dashed(3.0, 4.0));
        let [x, y] = ends[1];
        let name = community.id_of(&Key::from(place.name.as_str())).and_then(|id| community.element(id));
        let name = name.and_then(|element| element.name.clone()).unwrap_or_else(|| place.name.clone());
        drawing.circle([x, y], 10.0, Paint::filled(TUNNEL).edged(PAPER, 2.0));
        let number = lettering([x, y + 4.3], Anchor::Middle, (i + 1).to_string());
        drawing.text(number.sized(12.0).inked(PAPER));
        let mut label = lettering([x, y + 25.0], Anchor::Middle, name);
        label.halo = Some(LAND);
        drawing.text(label);
    }
}

fn scale_bar(drawing: &mut Drawing, map: &Map) {
    let metres =
        [20.0, 50.0, 100.0, 200.0, 500.0].into_iter().find(|m| m * map.per_m >= 90.0).unwrap_or(1000.0);
    let (x, y) = (24.0, MAP[1] - 24.0);
    let end = x + metres * map.per_m;
    drawing.line([[x, y - 8.0], [x, y], [end, y], [end, y - 8.0]], Stroke::new(INK, 2.0));
    let north = MAP[0] - 34.0;
    let arrow = vec![[north, 52.0], [north - 8.0, 74.0], [north, 68.0], [north + 8.0, 74.0]];
    drawing.add(Form::Area { rings: vec![arrow], paint: Paint::filled(INK) });
    let middle = [f64::midpoint(x, end), y - 8.0];
    drawing.text(lettering(middle, Anchor::Middle, format!("{metres:.0} m")));
    drawing.text(lettering([north, 44.0], Anchor::Middle, "N"));
}

/// Figures, signs and places.
fn list(drawing: &mut Drawing, plan: &CorridorPlan, style: &DrawingStyle) {
    let x = MAP[0] + 20.0;
    let mut y = list_figures(drawing, plan, style, [x, MAP[0] + LIST - 20.0], 74.0) + 16.0;
    let mut sign = |drawing: &mut Drawing, words: &str| {
        drawing.text(lettering([x + 38.0, y], Anchor::Start, words));
        let at = y - 4.0;
        y += 23.0;
        at
    };
    let at = sign(drawing, style.word("管廊", "tunnel"));
    drawing.line([[x, at], [x + 26.0, at]], Stroke::new(TUNNEL, 7.0));
    let at = sign(drawing, style.word("支线（直线距离）", "connection (straight)"));
    drawing.line([[x, at], [x + 26.0, at]], Stroke::new(TUNNEL, 2.0).dashed(3.0, 4.0));
    for (kind, words) in [
        (CorridorNodeKind::Access, style.word("人员出入口", "access")),
        (CorridorNodeKind::Hoist, style.word("吊装口", "hoist")),
        (CorridorNodeKind::Escape, style.word("逃生口", "escape")),
    ] {
        let at = sign(drawing, words);
        opening(drawing, kind, [x + 13.0, at]);
    }
    let at = sign(drawing, style.word("与规范净距冲突", "nearer than a rule allows"));
    for points in cross([x + 13.0, at], 4.0) {
        drawing.line(points, Stroke::new(CONFLICT, 1.6));
    }
    let at = sign(drawing, style.word("地下室", "basement"));
    let edge = Some(Stroke::new(BASEMENT, 1.0).dashed(5.0, 3.0));
    drawing.rect([x, at - 6.0], [x + 26.0, at + 6.0], Paint { fill: Some(BASEMENT_FILL), edge });
}
