//! The small map: the whole scene from above, for where the camera is and for going elsewhere.

use linli_model::{Aabb, AreaUse, Community, Geometry, Kind, Point3};

use crate::layout::{PlanPath, PlanPixels};
use crate::palette::{PlanPaint, plan_colour};
use crate::{CameraPose, Colour};

/// Streets are drawn no narrower than this, pixels.
const LEAST_STREET_PX: f64 = 1.2;

/// A map of a scene.
#[derive(Clone, Debug, PartialEq)]
pub struct SmallMap {
    /// Its pixels, north up.
    pub picture: PlanPixels,
    west_m: f64,
    north_m: f64,
    width_m: f64,
}

impl SmallMap {
    /// The map of a community within a box, so many pixels wide and at most as high.
    pub fn of(community: &Community, aabb: &Aabb, width_px: usize) -> Self {
        let width_px = width_px.clamp(16, 2048);
        let [wide, high, _] = aabb.size();
        let side = wide.max(high).max(1.0) * 1.04;
        let [x, y, _] = aabb.centre();
        let (width_m, height_m) = (side, (high * 1.04).clamp(side * 0.4, side));
        let (west_m, north_m) = (x - width_m / 2.0, y + height_m / 2.0);
        let size = [width_px, ((width_px as f64 * height_m / width_m).round() as usize).max(1)];
        let pixels = vec![plan_colour(PlanPaint::Ground); size[0] * size[1]];
        let mut map = Self { picture: PlanPixels { size, pixels }, west_m, north_m, width_m };
        let paths = map.paths(community);
        map.picture.draw(&paths);
        map
    }

    /// Where a place is, as shares of the width: x to the right, y downwards.
    pub fn at(&self, x_m: f64, y_m: f64) -> [f64; 2] {
        [(x_m - self.west_m) / self.width_m, (self.north_m - y_m) / self.width_m]
    }

    /// The place at shares of the width, local metres east and north.
    pub fn place(&self, [x, y]: [f64; 2]) -> [f64; 2] {
        [self.west_m + x * self.width_m, self.north_m - y * self.width_m]
    }

    /// What is drawn, from below: green and water, streets, buildings.
    fn paths(&self, community: &Community) -> Vec<PlanPath> {
        let (mut ground, mut streets, mut buildings) = (Vec::new(), Vec::new(), Vec::new());
        for element in community.elements() {
            match (&element.kind, &element.geometry) {
                (Kind::Area(area), Geometry::Area(polygons)) => {
                    let Some(colour) = area_paint(area.use_) else { continue };
                    ground.extend(polygons.iter().map(|polygon| self.filled(&polygon.exterior, colour)));
                }
                (Kind::Street(street), Geometry::Line(points)) if street.class.is_carriageway() => {
                    let least = LEAST_STREET_PX / self.picture.size[0] as f64;
                    let width = (street.drawn_width_m() / self.width_m).max(least);
                    let line = Some((plan_colour(PlanPaint::Street), width));
                    streets.push(PlanPath { points: self.all(points), closed: false, fill: None, line });
                }
                (Kind::Building(_) | Kind::BuildingPart(_), Geometry::Area(polygons)) => {
                    buildings.extend(polygons.iter().map(|polygon| self.filled(&polygon.exterior, BUILDING)));
                }
                _ => {}
            }
        }
        ground.into_iter().chain(streets).chain(buildings).collect()
    }

    fn all(&self, points: &[Point3]) -> Vec<[f64; 2]> {
        points.iter().map(|p| self.at(p[0], p[1])).collect()
    }

    fn filled(&self, ring: &[Point3], colour: Colour) -> PlanPath {
        PlanPath { points: self.all(ring), closed: true, fill: Some((colour, u8::MAX)), line: None }
    }
}

/// Buildings stand out from streets and ground.
const BUILDING: Colour = [150, 146, 140];

fn area_paint(use_: AreaUse) -> Option<Colour> {
    match use_ {
        AreaUse::Water => Some(plan_colour(PlanPaint::Water)),
        AreaUse::Park => Some(plan_colour(PlanPaint::Park)),
        use_ if use_.is_green() => Some(plan_colour(PlanPaint::Green)),
        _ => None,
    }
}

/// The camera above another place: it looks at the ground there as it looks now, from as far.
pub fn pose_above(pose: &CameraPose, [x, y]: [f64; 2], ground_m: f64) -> CameraPose {
    let way: Point3 = std::array::from_fn(|i| pose.eye_m[i] - pose.target_m[i]);
    let target = [x, y, ground_m];
    CameraPose::new(std::array::from_fn(|i| target[i] + way[i]), target)
}

#[cfg(test)]
mod tests {
    use linli_model::{Area, Building, Element, Polygon, SceneFrame};

    use super::*;

    #[test]
    fn north_is_up_and_places_come_back() {
        let frame = SceneFrame {
            crs: String::new(),
            anchor_m: [0.0; 3],
            longitude_deg: 0.0,
            latitude_deg: 0.0,
            convergence_deg: 0.0,
        };
        let mut community = Community::new("test", frame);
        let square = |x: f64, y: f64| {
            let ring = vec![[x, y, 0.], [x + 40., y, 0.], [x + 40., y + 40., 0.], [x, y + 40., 0.]];
            Geometry::Area(vec![Polygon::new(ring)])
        };
        community.add_renamed(Element::new("b", Kind::Building(Building::default()), square(0.0, 60.0)));
        community.add_renamed(Element::new("w", Kind::Area(Area::new(AreaUse::Water)), square(60.0, 0.0)));
        let map = SmallMap::of(&community, &Aabb::from_corners([0.0; 3], [100.0, 100.0, 30.0]), 104);
        assert_eq!(map.picture.size, [104, 104]);
        let pixel = |x: f64, y: f64| {
            let [column, row] = map.at(x, y).map(|share| (share * 104.0) as usize);
            map.picture.pixels[row * 104 + column]
        };
        assert_eq!(pixel(20.0, 80.0), BUILDING);
        assert_eq!(pixel(80.0, 20.0), plan_colour(PlanPaint::Water));
        assert_eq!(pixel(80.0, 80.0), plan_colour(PlanPaint::Ground));
        let [x, y] = map.place(map.at(12.0, 34.0));
        assert!((x - 12.0).abs() < 1e-9 && (y - 34.0).abs() < 1e-9);
    }

    #[test]
    fn the_camera_keeps_its_way_of_looking() {
        let pose = CameraPose::new([0.0, -100.0, 80.0], [0.0, 0.0, 10.0]);
        let there = pose_above(&pose, [500.0, 200.0], 3.0);
        assert_eq!((there.target_m, there.eye_m), ([500.0, 200.0, 3.0], [500.0, 100.0, 73.0]));
    }
}
