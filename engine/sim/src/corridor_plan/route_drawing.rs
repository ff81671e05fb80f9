//! The route on a plan of the streets, as an SVG drawing.

use std::fmt::Write as _;

use linli_model::{Aabb, Community, CorridorNodeKind, Geometry, Key, Kind, Layer, Polygon, StreetClass};

use super::CorridorPlan;
use super::drawing::figures;
use super::export::at;
use crate::profile::DrawingStyle;
use crate::profile::drawing::{escaped, polyline, text};

/// Size of the map and of the list beside it, pixels.
const MAP: [f64; 2] = [1100.0, 860.0];
const LIST: f64 = 270.0;
/// Ground shown around the route, metres.
const AROUND_M: f64 = 90.0;
const INK: &str = "#333333";
const TUNNEL: &str = "#c2410c";
const CONFLICT: &str = "#b00020";
const BASEMENT: &str = "#5b7fb8";

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

    fn line(&self, svg: &mut String, points: &[[f64; 3]], stroke: &str, paint: &str) {
        polyline(svg, points.iter().map(|p| self.px([p[0], p[1]])), stroke, paint);
    }

    fn areas(&self, svg: &mut String, polygons: &[Polygon], paint: &str) {
        svg.push_str("<path d=\"");
        for ring in polygons.iter().flat_map(Polygon::rings) {
            for (i, p) in ring.iter().enumerate() {
                let [x, y] = self.px([p[0], p[1]]);
                let _ = write!(svg, "{}{x:.1} {y:.1}", if i == 0 { 'M' } else { 'L' });
            }
            svg.push('Z');
        }
        let _ = writeln!(svg, "\" fill-rule=\"evenodd\" {paint}/>");
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
pub fn route_svg(plan: &CorridorPlan, community: &Community, style: &DrawingStyle) -> String {
    let map = Map::of(plan);
    let title = style.word("综合管廊路由方案", "Utility tunnel, proposed route");
    let (width, height) = (MAP[0] + LIST, MAP[1]);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
         font-family=\"Noto Sans SC, sans-serif\" font-size=\"13\">\n<title>{title}</title>\n\
         <rect width=\"{width}\" height=\"{height}\" fill=\"#f4f1ea\"/>\n"
    );
    ground(&mut svg, community, &map);
    tunnel(&mut svg, plan, &map);
    served(&mut svg, plan, community, &map);
    for conflict in &plan.conflicts {
        let [x, y] = map.px([conflict.at[0], conflict.at[1]]);
        let words = escaped(&format!(
            "{}: {:.2} m < {:.2} m, {}",
            conflict.other, conflict.actual_m, conflict.required_m, conflict.clause
        ));
        let _ = writeln!(
            svg,
            "<path d=\"M{0:.1} {1:.1}l8 8m0 -8l-8 8\" stroke=\"{CONFLICT}\" stroke-width=\"1.6\"><title>{words}</title></path>",
            x - 4.0,
            y - 4.0
        );
    }
    scale_bar(&mut svg, &map);
    let _ = writeln!(
        svg,
        "<rect x=\"{}\" y=\"0\" width=\"{LIST}\" height=\"{height}\" fill=\"#ffffff\"/>\
         <text x=\"{}\" y=\"38\" font-size=\"19\">{title}</text>",
        MAP[0],
        MAP[0] + 20.0
    );
    list(&mut svg, plan, style);
    svg.push_str("</svg>\n");
    svg
}

/// Water, streets, buildings and basements.
fn ground(svg: &mut String, community: &Community, map: &Map) {
    let shown = || community.elements().iter().filter(|element| map.shows(&element.geometry.aabb()));
    for element in shown().filter(|element| element.layer() == Layer::Water) {
        if let Geometry::Area(polygons) = &element.geometry {
            map.areas(svg, polygons, "fill=\"#c9dfea\"");
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
    for (more, colour) in [(1.6, "#d5cfc2"), (0.0, "#ffffff")] {
        for (width, points) in &streets {
            let paint = format!("stroke-width=\"{:.1}\" stroke-linejoin=\"round\"", width * map.per_m + more);
            map.line(svg, points, colour, &paint);
        }
    }
    for element in shown() {
        if let (Kind::Building(_), Geometry::Area(polygons)) = (&element.kind, &element.geometry) {
            map.areas(svg, polygons, "fill=\"#dcd6ca\" stroke=\"#c3bcae\" stroke-width=\"0.6\"");
        }
    }
    let paint = format!(
        "fill=\"{BASEMENT}\" fill-opacity=\"0.16\" stroke=\"{BASEMENT}\" stroke-width=\"1.2\" stroke-dasharray=\"5 3\""
    );
    for element in shown() {
        if let (Kind::Basement(_), Geometry::Area(polygons)) = (&element.kind, &element.geometry) {
            map.areas(svg, polygons, &paint);
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

fn tunnel(svg: &mut String, plan: &CorridorPlan, map: &Map) {
    let width = (plan.corridor.outer_width_m() * map.per_m).max(4.0);
    for (more, colour) in [(3.0, "#ffffff"), (0.0, TUNNEL)] {
        for branch in &plan.branches {
            let paint = format!("stroke-width=\"{:.1}\" stroke-linejoin=\"round\"", width + more);
            map.line(svg, &branch.axis, colour, &paint);
        }
    }
    for branch in &plan.branches {
        for (kind, chainage) in &branch.openings {
            if let Some(place) = at(&branch.axis, *chainage) {
                opening(svg, *kind, map.px([place[0], place[1]]));
            }
        }
    }
}

fn opening(svg: &mut String, kind: CorridorNodeKind, [x, y]: [f64; 2]) {
    let paint = format!("fill=\"#ffffff\" stroke=\"{INK}\" stroke-width=\"1.2\"");
    let _ = match kind {
        CorridorNodeKind::Access => {
            writeln!(
                svg,
                "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"9\" height=\"9\" {paint}/>",
                x - 4.5,
                y - 4.5
            )
        }
        CorridorNodeKind::Hoist => {
            writeln!(svg, "<path d=\"M{:.1} {:.1}h11l-5.5 -9.5z\" {paint}/>", x - 5.5, y + 4.5)
        }
        CorridorNodeKind::Escape => writeln!(svg, "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4\" {paint}/>"),
        // Air shafts are many and small: a dot.
        _ => writeln!(svg, "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"1.8\" fill=\"#ffffff\"/>"),
    };
}

fn served(svg: &mut String, plan: &CorridorPlan, community: &Community, map: &Map) {
    for (i, place) in plan.served.iter().enumerate() {
        let ends = [map.px(place.from), map.px(place.at)];
        let paint = "stroke-width=\"2\" stroke-dasharray=\"3 4\"";
        polyline(svg, ends.into_iter(), TUNNEL, paint);
        let [x, y] = ends[1];
        let name = community.id_of(&Key::from(place.name.as_str())).and_then(|id| community.element(id));
        let name = name.and_then(|element| element.name.clone()).unwrap_or_else(|| place.name.clone());
        let _ = writeln!(
            svg,
            "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"10\" fill=\"{TUNNEL}\" stroke=\"#ffffff\" stroke-width=\"2\"/>\
             <text x=\"{x:.1}\" y=\"{:.1}\" fill=\"#ffffff\" text-anchor=\"middle\" font-size=\"12\">{}</text>\
             <text x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\" stroke=\"#f4f1ea\" stroke-width=\"3.5\" paint-order=\"stroke\">{2}</text>\
             <text x=\"{x:.1}\" y=\"{3:.1}\" text-anchor=\"middle\">{2}</text>",
            y + 4.3,
            i + 1,
            escaped(&name),
            y + 25.0
        );
    }
}

fn scale_bar(svg: &mut String, map: &Map) {
    let metres =
        [20.0, 50.0, 100.0, 200.0, 500.0].into_iter().find(|m| m * map.per_m >= 90.0).unwrap_or(1000.0);
    let (x, y) = (24.0, MAP[1] - 24.0);
    let end = x + metres * map.per_m;
    let _ = writeln!(
        svg,
        "<path d=\"M{x} {0:.1}V{y:.1}H{end:.1}V{0:.1}\" stroke=\"{INK}\" fill=\"none\" stroke-width=\"2\"/>\
         <path d=\"M{1:.1} 52l-8 22l8 -6l8 6z\" fill=\"{INK}\"/>",
        y - 8.0,
        MAP[0] - 34.0
    );
    text(svg, [f64::midpoint(x, end), y - 8.0], "middle", &format!("{metres:.0} m"));
    text(svg, [MAP[0] - 34.0, 44.0], "middle", "N");
}

/// Figures, signs and places.
fn list(svg: &mut String, plan: &CorridorPlan, style: &DrawingStyle) {
    let x = MAP[0] + 20.0;
    let mut y = 74.0;
    for (name, value) in figures(plan, style) {
        text(svg, [x, y], "start", name);
        let _ = writeln!(
            svg,
            "<text x=\"{:.1}\" y=\"{y:.1}\" text-anchor=\"end\" font-weight=\"bold\">{}</text>",
            MAP[0] + LIST - 20.0,
            escaped(&value)
        );
        y += 23.0;
    }
    y += 16.0;
    let route = [[x, y - 4.0], [x + 26.0, y - 4.0]];
    polyline(svg, route.into_iter(), TUNNEL, "stroke-width=\"7\"");
    text(svg, [x + 38.0, y], "start", style.word("管廊", "tunnel"));
    y += 23.0;
    let connection = [[x, y - 4.0], [x + 26.0, y - 4.0]];
    polyline(svg, connection.into_iter(), TUNNEL, "stroke-width=\"2\" stroke-dasharray=\"3 4\"");
    text(svg, [x + 38.0, y], "start", style.word("支线（直线距离）", "connection (straight)"));
    y += 23.0;
    for (kind, words) in [
        (CorridorNodeKind::Access, style.word("人员出入口", "access")),
        (CorridorNodeKind::Hoist, style.word("吊装口", "hoist")),
        (CorridorNodeKind::Escape, style.word("逃生口", "escape")),
    ] {
        opening(svg, kind, [x + 13.0, y - 4.0]);
        text(svg, [x + 38.0, y], "start", words);
        y += 23.0;
    }
    let _ = writeln!(
        svg,
        "<path d=\"M{0:.1} {1:.1}l8 8m0 -8l-8 8\" stroke=\"{CONFLICT}\" stroke-width=\"1.6\"/>\
         <rect x=\"{x:.1}\" y=\"{2:.1}\" width=\"26\" height=\"12\" fill=\"{BASEMENT}\" fill-opacity=\"0.16\" stroke=\"{BASEMENT}\" stroke-dasharray=\"5 3\"/>",
        x + 9.0,
        y - 8.0,
        y + 13.0
    );
    text(svg, [x + 38.0, y], "start", style.word("与规范净距冲突", "nearer than a rule allows"));
    text(svg, [x + 38.0, y + 23.0], "start", style.word("地下室", "basement"));
}
