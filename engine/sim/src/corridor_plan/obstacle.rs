//! Structures below the ground that a tunnel must keep clear of.

use linli_model::{
    Aabb, Basement, Community, Element, Geometry, Kind, Point3, Polygon, Street, StreetClass, Vertical,
};
use linli_space::Ground;

/// A structure: its outline and how high it reaches.
#[derive(Clone, Debug)]
pub(super) struct Obstacle {
    shape: Shape,
    aabb: Aabb,
    /// Heights of its underside and its top, local metres.
    pub(super) heights: [f64; 2],
}

#[derive(Clone, Debug)]
enum Shape {
    Area(Vec<Polygon>),
    /// A line and half of its width, metres.
    Line(Vec<Point3>, f64),
}

/// All basements, and the tunnels of railways.
pub(super) fn obstacles(community: &Community, ground: &Ground) -> Vec<Obstacle> {
    let found = community.elements().iter().filter_map(|element| match (&element.kind, &element.geometry) {
        (Kind::Basement(basement), Geometry::Area(polygons)) => {
            of_basement(element, basement, polygons, ground)
        }
        (Kind::Street(street), Geometry::Line(points)) if is_rail_tunnel(street) => {
            of_tunnel(element, street, points, ground)
        }
        _ => None,
    });
    found.collect()
}

fn is_rail_tunnel(street: &Street) -> bool {
    street.tunnel && matches!(street.class, StreetClass::Rail | StreetClass::Subway | StreetClass::Tram)
}

/// Heights of an element's points, local metres; `None` where one is no number.
fn heights<'a>(
    element: &'a Element,
    points: impl Iterator<Item = &'a Point3>,
    ground: &Ground,
) -> Option<[f64; 2]> {
    let above = element.vertical == Vertical::AboveGround;
    let level = |p: &Point3| if above { ground.height_at(p[0], p[1]) + p[2] } else { p[2] };
    let (low, high) = points.map(level).fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), z| {
        if z.is_finite() { (low.min(z), high.max(z)) } else { (f64::NAN, f64::NAN) }
    });
    (low.is_finite() && high.is_finite()).then_some([low, high])
}

fn of_basement(
    element: &Element,
    basement: &Basement,
    polygons: &[Polygon],
    ground: &Ground,
) -> Option<Obstacle> {
    let [base, _] = heights(element, polygons.iter().flat_map(|p| &p.exterior), ground)?;
    Some(Obstacle {
        shape: Shape::Area(polygons.to_vec()),
        aabb: element.geometry.aabb(),
        heights: [base - basement.bottom_depth_m, base - basement.top_depth_m],
    })
}

/// A tunnel as thick as it is wide around its line.
fn of_tunnel(element: &Element, street: &Street, points: &[Point3], ground: &Ground) -> Option<Obstacle> {
    let [low, high] = heights(element, points.iter(), ground)?;
    let half = street.drawn_width_m() / 2.0;
    Some(Obstacle {
        shape: Shape::Line(points.to_vec(), half),
        aabb: element.geometry.aabb().inflated(half),
        heights: [low - half, high + half],
    })
}

impl Obstacle {
    /// Whether its box in plan comes within `reach_m` of another.
    pub(super) fn is_near(&self, other: &Aabb, reach_m: f64) -> bool {
        (0..2)
            .all(|k| self.aabb.min[k] - reach_m <= other.max[k] && other.min[k] <= self.aabb.max[k] + reach_m)
    }

    /// Distance of a place from the outline in plan, metres; 0 inside.
    pub(super) fn distance_m(&self, at: [f64; 2]) -> f64 {
        match &self.shape {
            Shape::Area(polygons) => {
                polygons.iter().map(|polygon| apart(polygon, at)).fold(f64::INFINITY, f64::min)
            }
            Shape::Line(points, half) => {
                let line = points.windows(2).map(|pair| from_piece([pair[0], pair[1]], at));
                (line.fold(f64::INFINITY, f64::min) - half).max(0.0)
            }
        }
    }
}

fn apart(polygon: &Polygon, at: [f64; 2]) -> f64 {
    if polygon.contains_xy(at[0], at[1]) {
        return 0.0;
    }
    let sides = polygon.rings().flat_map(|ring| ring.iter().zip(ring.iter().cycle().skip(1)));
    sides.map(|(a, b)| from_piece([*a, *b], at)).fold(f64::INFINITY, f64::min)
}

fn from_piece([a, b]: [Point3; 2], [x, y]: [f64; 2]) -> f64 {
    let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
    let whole = dx * dx + dy * dy;
    let t = if whole > 0.0 { ((x - a[0]) * dx + (y - a[1]) * dy) / whole } else { 0.0 };
    let t = t.clamp(0.0, 1.0);
    (a[0] + t * dx - x).hypot(a[1] + t * dy - y)
}
