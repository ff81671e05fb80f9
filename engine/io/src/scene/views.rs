//! Camera views that every new scene gets.

use linli_model::{Community, Geometry, Kind, Layer, Point3, Vertical, point_on_raster};

use super::file::View;

/// Height of the eye in the street view above the ground, metres.
const STREET_EYE_M: f64 = 2.5;

/// Views of a community: bird's eye from the south-east, from straight above, and at a street near
/// the middle when there is one.
pub(crate) fn default_views(community: &Community) -> Vec<View> {
    let Some((centre, radius)) = middle(community) else { return Vec::new() };
    let ground = ground_at(community, centre[0], centre[1]);
    // High towers must fit: the eye goes back by their height and looks at their lower third.
    let tallest = tallest_near(community, centre, radius);
    let radius = radius.max(1.3 * tallest);
    let target = [centre[0], centre[1], ground + 0.3 * tallest];
    let seen_from = |east: f64, north: f64, up: f64| {
        [centre[0] + east * radius, centre[1] + north * radius, ground + up * radius]
    };
    let mut views = vec![
        view("overview", "Overview", "鸟瞰", seen_from(1.05, -1.2, 0.85), target),
        // A camera that looks straight down has no "up": lean by a thousandth to keep north on top.
        view("top", "From above", "俯视", seen_from(0.0, -0.0025, 2.5), target),
    ];
    views.extend(street_view(community, [centre[0], centre[1], ground]));
    views
}

fn view(key: &str, name_en: &str, name_zh: &str, eye_m: Point3, target_m: Point3) -> View {
    View {
        key: key.to_owned(),
        name_en: name_en.to_owned(),
        name_zh: name_zh.to_owned(),
        eye_m: point_on_raster(eye_m),
        target_m: point_on_raster(target_m),
    }
}

/// Middle and radius of what is built; of everything when nothing is. The middle lies where most is
/// built, by volume: the towers of a city, not the middle of its map. Medians and shares, so that a few
/// far elements do not count; a city is shown by its core, not from where nothing can be made out.
fn middle(community: &Community) -> Option<([f64; 2], f64)> {
    let weighted = |buildings: bool| -> Vec<([f64; 2], f64)> {
        let chosen = community.elements().iter().filter(|e| !buildings || e.layer() == Layer::Buildings);
        chosen
            .map(|e| (e, e.geometry.aabb()))
            .filter(|(_, aabb)| !aabb.is_empty())
            .map(|(element, aabb)| {
                let [width, depth, height] = aabb.size();
                let height = element.kind.building().and_then(|b| b.height_m).unwrap_or(height).max(3.0);
                let middle = aabb.centre();
                ([middle[0], middle[1]], (width * depth * height).max(1.0))
            })
            .collect()
    };
    let mut points = weighted(true);
    if points.is_empty() {
        points = weighted(false);
    }
    let along = |axis: usize| percentile(points.iter().map(|(p, weight)| (p[axis], *weight)), 0.5);
    let centre = [along(0)?, along(1)?];
    let distances = points.iter().map(|(p, _)| ((p[0] - centre[0]).hypot(p[1] - centre[1]), 1.0));
    Some((centre, percentile(distances, 0.7)?.clamp(60.0, 620.0)))
}

/// Height of the tallest building within a distance, metres.
fn tallest_near(community: &Community, centre: [f64; 2], radius: f64) -> f64 {
    let heights = community.elements().iter().filter_map(|element| {
        let building = element.kind.building()?;
        let aabb = element.geometry.aabb();
        let [x, y, _] = aabb.centre();
        let near = !aabb.is_empty() && (x - centre[0]).hypot(y - centre[1]) <= radius;
        near.then(|| building.height_m.unwrap_or(aabb.size()[2]))
    });
    heights.fold(0.0, f64::max)
}

/// The value below which a share of the weight lies.
fn percentile(values: impl Iterator<Item = (f64, f64)>, share: f64) -> Option<f64> {
    let mut values: Vec<(f64, f64)> = values.collect();
    values.sort_by(|a, b| a.0.total_cmp(&b.0));
    let wanted = values.iter().map(|(_, weight)| weight).sum::<f64>() * share;
    let mut below = 0.0;
    for (value, weight) in &values {
        below += weight;
        if below >= wanted {
            return Some(*value);
        }
    }
    values.last().map(|(value, _)| *value)
}

/// Ground at a place as the elements say it: the height grid, else the nearest relief or building
/// corner, else 0.
fn ground_at(community: &Community, x: f64, y: f64) -> f64 {
    let mut nearest = (f64::INFINITY, 0.0);
    for element in community.elements() {
        match &element.geometry {
            Geometry::Grid(grid) => {
                if let Some(height) = grid.height_at(x, y) {
                    return height;
                }
            }
            Geometry::Boundary(_) if element.vertical == Vertical::Absolute => {
                let relief = element.kind == Kind::Terrain;
                let lowest = element.geometry.aabb().min[2];
                element.geometry.for_each_point(|p| {
                    let distance = (p[0] - x).hypot(p[1] - y);
                    if distance < nearest.0 {
                        nearest = (distance, if relief { p[2] } else { lowest });
                    }
                });
            }
            _ => {}
        }
    }
    nearest.1
}

fn street_view(community: &Community, target: Point3) -> Option<View> {
    let mut nearest: Option<(f64, Point3, Point3)> = None;
    for element in community.elements().iter().filter(|e| e.layer() == Layer::Streets) {
        let (Kind::Street(street), Geometry::Line(points)) = (&element.kind, &element.geometry) else {
            continue;
        };
        if street.tunnel || street.layer != 0 || street.area {
            continue;
        }
        for pair in points.windows(2) {
            let &[from, to] = pair else { continue };
            let length = (to[0] - from[0]).hypot(to[1] - from[1]);
            let distance = (from[0] - target[0]).hypot(from[1] - target[1]);
            if length > 5.0 && nearest.is_none_or(|(least, ..)| distance < least) {
                nearest = Some((distance, from, to));
            }
        }
    }
    let (_, from, to) = nearest?;
    let eye = [from[0], from[1], ground_at(community, from[0], from[1]) + STREET_EYE_M];
    let length = (to[0] - from[0]).hypot(to[1] - from[1]);
    let ahead = |i: usize| from[i] + (to[i] - from[i]) / length * 50.0;
    Some(view("street", "At street level", "街景", eye, [ahead(0), ahead(1), eye[2]]))
}
