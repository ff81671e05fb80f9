//! Walking inside a utility tunnel: a compartment is a gallery with a floor, two walls and two ends.

use glam::DVec3;
use linli_model::{Element, Geometry, Kind, Vertical};
use linli_space::{Ground, corridor_section};

use super::walk::WALK_EYE_HEIGHT_M;

/// Free space kept beside walls and before ends, metres.
const BODY_RADIUS_M: f64 = 0.35;
/// The floor follows the ground in steps of this, metres.
const STEP_M: f64 = 2.0;

/// A compartment of a utility tunnel that somebody can walk in.
#[derive(Clone, Debug, PartialEq)]
pub struct Gallery {
    /// Middle of its floor, local metres, with the way along the tunnel's axis.
    floor: Vec<(f64, DVec3)>,
    half_width_m: f64,
}

/// A place in a gallery.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GalleryPlace {
    /// Way along the tunnel's axis, as sections are measured, metres.
    pub chainage_m: f64,
    /// Middle of the floor there, local metres.
    pub floor: DVec3,
    /// Direction of the tunnel, radians clockwise from grid north.
    pub heading_rad: f64,
    /// Offset from the middle to the right, metres.
    offset_m: f64,
}

impl Gallery {
    /// A compartment of a tunnel, from left to right; `None` when it is no tunnel along a line, or has no such
    /// compartment.
    pub fn of(element: &Element, compartment: usize, ground: &Ground) -> Option<Self> {
        let (Kind::Corridor(corridor), Geometry::Line(points)) = (&element.kind, &element.geometry) else {
            return None;
        };
        let [left, right, bottom, _] = *corridor_section(corridor).get(compartment)?;
        let above = element.vertical == Vertical::AboveGround;
        let (mut floor, mut start) = (Vec::new(), 0.0);
        for pair in points.windows(2) {
            let [a, b] = [DVec3::from(pair[0]), DVec3::from(pair[1])];
            let way = (b - a).truncate();
            let Some(along) = way.try_normalize() else { continue };
            let steps = (way.length() / STEP_M).ceil().clamp(1.0, 1e5) as u32;
            let middle = along.perp() * -(left + right) / 2.0;
            for step in u32::from(!floor.is_empty())..=steps {
                let on_axis = a.lerp(b, f64::from(step) / f64::from(steps));
                let level = if above { ground.height_at(on_axis.x, on_axis.y) } else { 0.0 };
                let chainage = start + way.length() * f64::from(step) / f64::from(steps);
                let place =
                    DVec3::new(on_axis.x + middle.x, on_axis.y + middle.y, on_axis.z + level + bottom);
                floor.push((chainage, place));
            }
            start += way.length();
        }
        let half_width_m = ((right - left) / 2.0 - BODY_RADIUS_M).max(0.0);
        let usable = floor.len() >= 2 && floor.iter().all(|(_, p)| p.is_finite());
        usable.then_some(Self { floor, half_width_m })
    }

    /// Length of the tunnel's axis in plan, metres.
    fn length_m(&self) -> f64 {
        self.floor.last().map_or(0.0, |(chainage, _)| *chainage)
    }

    /// The place that is nearest in plan.
    pub fn nearest(&self, eye: DVec3) -> GalleryPlace {
        let mut best: Option<(f64, GalleryPlace)> = None;
        for pair in self.floor.windows(2) {
            let ((start, a), (end, b)) = (pair[0], pair[1]);
            let way = (b - a).truncate();
            let length = way.length();
            let along = way / length.max(1e-9);
            let from = (eye - a).truncate();
            let on = from.dot(along).clamp(0.0, length);
            let floor = a.lerp(b, on / length.max(1e-9));
            let away = (eye - floor).truncate();
            let place = GalleryPlace {
                chainage_m: start + (end - start) * on / length.max(1e-9),
                floor,
                heading_rad: along.x.atan2(along.y),
                offset_m: -along.perp().dot(away),
            };
            if best.is_none_or(|(least, _)| away.length() < least) {
                best = Some((away.length(), place));
            }
        }
        best.map_or(
            GalleryPlace { chainage_m: 0.0, floor: DVec3::ZERO, heading_rad: 0.0, offset_m: 0.0 },
            |(_, place)| place,
        )
    }

    /// The eye of somebody who stands as near to a place as the walls and ends allow.
    pub fn keep(&self, eye: DVec3) -> DVec3 {
        let place = self.nearest(eye);
        let offset = place.offset_m.clamp(-self.half_width_m, self.half_width_m);
        let (sin, cos) = place.heading_rad.sin_cos();
        let inward = (BODY_RADIUS_M - place.chainage_m).max(0.0)
            - (place.chainage_m - (self.length_m() - BODY_RADIUS_M)).max(0.0);
        let right = DVec3::new(cos, -sin, 0.0) * offset;
        place.floor + right + DVec3::new(sin, cos, 0.0) * inward + DVec3::Z * WALK_EYE_HEIGHT_M
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use linli_model::{Compartment, CompartmentKind, Corridor};

    use super::*;

    /// Along the x axis for 50 m, then north; two compartments of 2 and 3 m, walls of 0.5 m, axis 6 m down.
    fn tunnel() -> Element {
        let room = |width_m| Compartment {
            compartment: CompartmentKind::General,
            width_m,
            height_m: 3.0,
            lines: Vec::new(),
        };
        let corridor = Corridor { compartments: vec![room(2.0), room(3.0)], wall_m: 0.5 };
        let axis = vec![[0.0, 0.0, -6.0], [50.0, 0.0, -6.0], [50.0, 40.0, -6.0]];
        Element::new("tunnel", Kind::Corridor(corridor), Geometry::Line(axis))
    }

    #[test]
    fn a_walker_stays_between_walls_and_ends() {
        let gallery = Gallery::of(&tunnel(), 1, &Ground::level(0.0)).unwrap();
        assert!(Gallery::of(&tunnel(), 2, &Ground::level(0.0)).is_none());
        // The right compartment lies from 0.25 m left to 2.75 m right of the axis, its floor 1.5 m below it.
        let eye = gallery.keep(DVec3::new(20.0, -100.0, 50.0));
        assert!(
            (eye - DVec3::new(20.0, -2.75 + BODY_RADIUS_M, -7.5 + WALK_EYE_HEIGHT_M)).length() < 1e-9,
            "{eye}"
        );
        let start = gallery.keep(DVec3::new(-30.0, -1.25, 0.0));
        assert!((start.x - BODY_RADIUS_M).abs() < 1e-9 && (start.y + 1.25).abs() < 1e-9, "{start}");
        let end = gallery.keep(DVec3::new(51.25, 500.0, 0.0));
        assert!((end.y - (40.0 - BODY_RADIUS_M)).abs() < 1e-9, "{end}");
        // Whoever stands inside is not moved.
        let inside = DVec3::new(30.0, -1.0, -7.5 + WALK_EYE_HEIGHT_M);
        assert!((gallery.keep(inside) - inside).length() < 1e-9);
    }

    #[test]
    fn the_way_along_it_counts_its_bends() {
        let gallery = Gallery::of(&tunnel(), 0, &Ground::level(0.0)).unwrap();
        // The left compartment, 1.75 m left of the axis: its floor steps over the bend.
        let place = gallery.nearest(DVec3::new(10.0, 1.75, -7.0));
        assert!((place.chainage_m - 10.0).abs() < 1e-9 && (place.floor.y - 1.75).abs() < 1e-9);
        assert!((place.heading_rad.to_degrees() - 90.0).abs() < 1e-9);
        let north = gallery.nearest(DVec3::new(48.25, 30.0, -7.0));
        assert!(north.heading_rad.abs() < 1e-9 && (north.chainage_m - 80.0).abs() < 1e-9);
    }
}
