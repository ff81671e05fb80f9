//! Handles of the selected element: what a hand can grab, and the change that a drag of it asks for.

use linli_model::variant::make::Corner;
use linli_model::{Element, Geometry, Kind, Point3, Vertical};
use linli_space::Ground;

use super::{EditWish, storey_height_m};
use crate::number::quantity;

/// Most handles of one element: an outline with more corners is no drawing of a designer.
const MOST_HANDLES: usize = 400;
/// Way of a pushed edge, and of a corner that no other thing draws, in steps of so many metres.
const RASTER_M: f64 = 0.5;
/// Steps of a depth, metres.
const DEPTH_RASTER_M: f64 = 0.05;
/// Steps of a turn, degrees.
const TURN_RASTER_DEG: f64 = 5.0;

/// Something that a hand can grab.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Handle {
    /// A corner of an outline, or a vertex of a line.
    Corner(Corner),
    /// The middle of a piece of a line: a new vertex is pulled out of it.
    Between(Corner),
    /// The middle of an edge of the first outline: the edge is pushed.
    Edge(usize),
    /// The top of a building: storeys are stacked or taken off.
    Top,
    /// Beside the middle: the element is turned.
    Turn,
}

/// A handle with its place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HandlePlace {
    /// What it is.
    pub handle: Handle,
    /// Where it is, local metres.
    pub at: Point3,
}

/// A drag of a handle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HandleDrag {
    /// The handle.
    pub handle: Handle,
    /// Where it was, local metres.
    pub from: Point3,
    /// Where the hand holds it, local metres.
    pub to: Point3,
    /// Whether only its height moves.
    pub upright: bool,
    /// Whether steps do not count.
    pub free: bool,
}

/// Whether an element has an outline whose edges can be pushed.
fn has_edges(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::Building(_)
            | Kind::BuildingPart(_)
            | Kind::Basement(_)
            | Kind::Area(_)
            | Kind::Parcel(_)
            | Kind::Parking(_)
            | Kind::Greening(_)
    )
}

fn height(element: &Element, ground: &Ground, p: Point3) -> f64 {
    match element.vertical {
        Vertical::Absolute => p[2],
        Vertical::AboveGround => ground.height_at(p[0], p[1]) + p[2],
    }
}

/// The handles of an element over a ground; none of what has too many corners.
pub fn handles_of(element: &Element, ground: &Ground) -> Vec<HandlePlace> {
    let seen = |p: Point3| [p[0], p[1], height(element, ground, p)];
    let middle = |a: Point3, b: Point3| -> Point3 { std::array::from_fn(|i| (a[i] + b[i]) / 2.0) };
    let mut places = Vec::new();
    let mut add = |handle: Handle, at: Point3| places.push(HandlePlace { handle, at });
    match &element.geometry {
        Geometry::Line(points) => {
            for (index, p) in points.iter().enumerate() {
                add(Handle::Corner(Corner::at(index)), seen(*p));
            }
            for (index, ends) in points.windows(2).enumerate() {
                add(Handle::Between(Corner::at(index + 1)), middle(seen(ends[0]), seen(ends[1])));
            }
        }
        Geometry::Area(polygons) => {
            for (polygon, outline) in polygons.iter().enumerate() {
                for (ring, corners) in outline.rings().enumerate() {
                    for (index, p) in corners.iter().enumerate() {
                        add(Handle::Corner(Corner { polygon, ring, index }), seen(*p));
                    }
                }
            }
            if let (true, Some(first)) = (has_edges(&element.kind), polygons.first()) {
                let corners = &first.exterior;
                for (edge, a) in corners.iter().enumerate() {
                    let b = corners[(edge + 1) % corners.len()];
                    add(Handle::Edge(edge), middle(seen(*a), seen(b)));
                }
            }
        }
        _ => {}
    }
    if places.len() > MOST_HANDLES {
        places.clear();
    }
    let aabb = element.geometry.aabb();
    if aabb.is_empty() || matches!(element.geometry, Geometry::Point(_)) {
        return places;
    }
    let [x, y, _] = aabb.centre();
    let foot = ground.height_at(x, y);
    if let (Kind::Building(building), Geometry::Area(_)) = (&element.kind, &element.geometry)
        && let Some(top_m) = building.height_m
    {
        places.push(HandlePlace { handle: Handle::Top, at: [x, y, foot + top_m + 1.0] });
    }
    if has_edges(&element.kind) {
        let beside = aabb.max[0] + 0.15 * aabb.size()[0].max(aabb.size()[1]) + 3.0;
        let at = [beside, y, ground.height_at(beside, y)];
        places.push(HandlePlace { handle: Handle::Turn, at });
    }
    places
}

fn stepped(value: f64, step: f64, free: bool) -> f64 {
    if free { value } else { (value / step).round() * step }
}

/// The change that a drag asks for, and the numbers that stand beside it; nothing while it changes nothing.
pub fn wish_of_drag(element: &Element, drag: &HandleDrag) -> Option<(EditWish, String)> {
    let by: Point3 = std::array::from_fn(|i| drag.to[i] - drag.from[i]);
    match drag.handle {
        Handle::Corner(corner) => {
            let own = *corner_of(element, corner)?;
            let to = if drag.upright {
                let up = stepped(by[2], DEPTH_RASTER_M, drag.free);
                [own[0], own[1], own[2] + up]
            } else {
                [drag.to[0], drag.to[1], own[2]]
            };
            (to != own).then(|| (EditWish::MoveCorner(corner, to), corner_words(element, corner, to)))
        }
        Handle::Between(corner) => {
            let ends = [corner.index.checked_sub(1)?, corner.index];
            let ends = ends.map(|index| corner_of(element, Corner { index, ..corner }));
            let [Some(a), Some(b)] = ends else { return None };
            let level_m = (a[2] + b[2]) / 2.0;
            let up = if drag.upright { stepped(by[2], DEPTH_RASTER_M, drag.free) } else { 0.0 };
            let plan = if drag.upright { drag.from } else { drag.to };
            let to = [plan[0], plan[1], level_m + up];
            (by != [0.0; 3]).then(|| (EditWish::InsertCorner(corner, to), vertex_words(element, [a, b], to)))
        }
        Handle::Edge(edge) => {
            let Geometry::Area(polygons) = &element.geometry else { return None };
            let corners = &polygons.first()?.exterior;
            let (a, b) = (corners.get(edge)?, corners.get((edge + 1) % corners.len())?);
            let along = [b[0] - a[0], b[1] - a[1]];
            let length = along[0].hypot(along[1]);
            if length <= 0.0 {
                return None;
            }
            // Outer rings run counter-clockwise: outside is to the right.
            let out = stepped((by[0] * along[1] - by[1] * along[0]) / length, RASTER_M, drag.free);
            (out != 0.0).then(|| {
                (EditWish::PushEdge(edge, out), format!("{out:+.2}\u{a0}m · {}", quantity(length, 2, "m")))
            })
        }
        Handle::Top => {
            let storey_m = storey_height_m(element)?;
            let now = super::storeys_of_element(element)?;
            let storeys = f64::from(now) + by[2] / storey_m;
            let wanted = storeys.round().clamp(1.0, 200.0) as i16;
            let words = format!("{wanted}F · {:+.1}\u{a0}m", f64::from(wanted - now) * storey_m);
            (wanted != now).then_some((EditWish::SetStoreys(wanted), words))
        }
        Handle::Turn => {
            let [x, y, _] = element.geometry.aabb().centre();
            let angle = |p: Point3| (p[1] - y).atan2(p[0] - x).to_degrees();
            let turned = (angle(drag.to) - angle(drag.from) + 540.0).rem_euclid(360.0) - 180.0;
            let turned = stepped(turned, TURN_RASTER_DEG, drag.free);
            (turned != 0.0).then(|| (EditWish::Rotate(turned), format!("{turned:+.1}°")))
        }
    }
}

fn corner_of(element: &Element, corner: Corner) -> Option<&Point3> {
    match &element.geometry {
        Geometry::Line(points) => points.get(corner.index),
        Geometry::Area(polygons) => polygons.get(corner.polygon)?.rings().nth(corner.ring)?.get(corner.index),
        _ => None,
    }
}

/// Lengths of the edges that meet at a corner that goes somewhere; of a line below the ground its depth.
fn corner_words(element: &Element, corner: Corner, to: Point3) -> String {
    let at = |index: Option<usize>| index.and_then(|index| corner_of(element, Corner { index, ..corner }));
    let ring = match &element.geometry {
        Geometry::Area(polygons) => {
            polygons.get(corner.polygon).and_then(|p| p.rings().nth(corner.ring)).map(Vec::len)
        }
        _ => None,
    };
    let before = match (corner.index, ring) {
        (0, Some(count)) => count.checked_sub(1),
        (index, _) => index.checked_sub(1),
    };
    let after = ring.map_or(corner.index + 1, |count| (corner.index + 1) % count.max(1));
    let ends: Vec<&Point3> = [at(before), at(Some(after))].into_iter().flatten().collect();
    vertex_words(element, ends, to)
}

fn vertex_words<'a>(element: &Element, ends: impl IntoIterator<Item = &'a Point3>, to: Point3) -> String {
    let length = |p: &Point3| quantity((p[0] - to[0]).hypot(p[1] - to[1]), 2, "m");
    let mut words: Vec<String> = ends.into_iter().map(length).collect();
    if matches!(element.kind, Kind::UtilityLine(_) | Kind::Corridor(_)) {
        let what = if element.vertical == Vertical::AboveGround { "↓ " } else { "z " };
        let value = if element.vertical == Vertical::AboveGround { -to[2] } else { to[2] };
        words.push(format!("{what}{}", quantity(value, 2, "m")));
    }
    words.join(" · ")
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use linli_model::{Building, Medium, Polygon, UtilityLine};

    use super::*;

    fn house() -> Element {
        let ring = vec![[0.0, 0.0, 0.0], [20.0, 0.0, 0.0], [20.0, 10.0, 0.0], [0.0, 10.0, 0.0]];
        let building = Building { height_m: Some(18.0), storeys_above: Some(6.0), ..Building::default() };
        let mut element =
            Element::new("h", Kind::Building(building), Geometry::Area(vec![Polygon::new(ring)]));
        element.vertical = Vertical::AboveGround;
        element
    }

    fn pipe() -> Element {
        let line = UtilityLine { medium: Medium::Water, diameter_mm: 200.0, ..UtilityLine::default() };
        let points = vec![[0.0, 0.0, -1.0], [30.0, 0.0, -1.0]];
        let mut element = Element::new("p", Kind::UtilityLine(line), Geometry::Line(points));
        element.vertical = Vertical::AboveGround;
        element
    }

    fn drag(handle: Handle, from: Point3, to: Point3) -> HandleDrag {
        HandleDrag { handle, from, to, upright: false, free: false }
    }

    #[test]
    fn a_house_has_corners_edges_a_top_and_something_to_turn_it_by() {
        let places = handles_of(&house(), &Ground::level(5.0));
        let count = |wanted: fn(&Handle) -> bool| places.iter().filter(|p| wanted(&p.handle)).count();
        assert_eq!(count(|handle| matches!(handle, Handle::Corner(_))), 4);
        assert_eq!(count(|handle| matches!(handle, Handle::Edge(_))), 4);
        let top = places.iter().find(|place| place.handle == Handle::Top).unwrap();
        assert_eq!(top.at, [10.0, 5.0, 24.0]);
        assert!(places.iter().any(|place| place.handle == Handle::Turn));
        assert_eq!(handles_of(&pipe(), &Ground::level(5.0)).len(), 3);
    }

    #[test]
    fn a_drag_says_what_it_asks_for_with_its_numbers() {
        let house = house();
        let pushed = drag(Handle::Edge(0), [10.0, 0.0, 5.0], [12.0, -2.7, 5.0]);
        let (wish, words) = wish_of_drag(&house, &pushed).unwrap();
        assert_eq!(wish, EditWish::PushEdge(0, 2.5));
        assert_eq!(words, "+2.50\u{a0}m · 20.00\u{a0}m");
        let raised = drag(Handle::Top, [10.0, 5.0, 24.0], [10.0, 5.0, 30.5]);
        assert_eq!(
            wish_of_drag(&house, &raised).unwrap(),
            (EditWish::SetStoreys(8), "8F · +6.0\u{a0}m".into())
        );
        let turned = drag(Handle::Turn, [30.0, 5.0, 5.0], [28.0, 13.0, 5.0]);
        assert_eq!(wish_of_drag(&house, &turned).unwrap().0, EditWish::Rotate(25.0));
        let still = drag(Handle::Top, [10.0, 5.0, 24.0], [10.0, 5.0, 24.4]);
        assert_eq!(wish_of_drag(&house, &still), None);
    }

    #[test]
    fn a_vertex_of_a_pipe_goes_in_plan_or_in_depth() {
        let pipe = pipe();
        let end = Handle::Corner(Corner::at(1));
        let (wish, words) = wish_of_drag(&pipe, &drag(end, [30.0, 0.0, 4.0], [40.0, 0.0, 4.0])).unwrap();
        assert_eq!(wish, EditWish::MoveCorner(Corner::at(1), [40.0, 0.0, -1.0]));
        assert_eq!(words, "40.00\u{a0}m · ↓ 1.00\u{a0}m");
        let deeper = HandleDrag { upright: true, ..drag(end, [30.0, 0.0, 4.0], [31.0, 2.0, 3.33]) };
        let (wish, words) = wish_of_drag(&pipe, &deeper).unwrap();
        let EditWish::MoveCorner(_, to) = wish else { unreachable!("a corner moves") };
        assert_eq!([to[0], to[1]], [30.0, 0.0]);
        assert!((to[2] + 1.65).abs() < 1e-9, "{to:?}");
        assert_eq!(words, "30.00\u{a0}m · ↓ 1.65\u{a0}m");
        let pulled = drag(Handle::Between(Corner::at(1)), [15.0, 0.0, 4.0], [15.0, 6.0, 4.0]);
        let (wish, _) = wish_of_drag(&pipe, &pulled).unwrap();
        assert_eq!(wish, EditWish::InsertCorner(Corner::at(1), [15.0, 6.0, -1.0]));
    }
}
