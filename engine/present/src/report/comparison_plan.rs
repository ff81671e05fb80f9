//! A small plan of what differs, as SVG: added green, removed red hatched, changed amber.

use std::fmt::Write as _;

use linli_model::variant::DifferenceKind;
use linli_model::{Aabb, Element, Geometry, Key, Kind, Point3};
use linli_sim::drawing::escaped;

use super::comparison::ComparisonReport;

/// Width of the plan, pixels.
const WIDTH_PX: f64 = 720.0;
/// Space around what differs, metres.
const MARGIN_M: f64 = 60.0;

/// The plan.
pub(super) fn plan(report: &ComparisonReport) -> String {
    let side = |at: usize, key: &Key| {
        let community = &report.sides[at];
        community.id_of(key).and_then(|id| community.element(id))
    };
    let mut shown: Vec<(&'static str, &Element)> = Vec::new();
    let mut aabb = Aabb::EMPTY;
    for difference in &report.differences {
        let (class, at) = match difference.kind {
            DifferenceKind::Added => ("added", 1),
            DifferenceKind::Removed => ("removed", 0),
            DifferenceKind::Moved(_) | DifferenceKind::Changed(_) => ("changed", 1),
        };
        if let Some(element) = side(at, &difference.key) {
            aabb = aabb.union(&element.geometry.aabb());
            shown.push((class, element));
        }
        if let (DifferenceKind::Moved(_), Some(element)) = (&difference.kind, side(0, &difference.key)) {
            aabb = aabb.union(&element.geometry.aabb());
            shown.push(("before", element));
        }
    }
    if aabb.is_empty() {
        return String::new();
    }
    let frame = Frame::of(&aabb.inflated(MARGIN_M));
    let mut svg = format!(
        r##"<svg class="plan" viewBox="0 0 {:.0} {:.0}" role="img" aria-label="plan"><defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6" fill="#fde0dc"/><line x1="0" y1="0" x2="0" y2="6" stroke="#c62828" stroke-width="2.4"/></pattern></defs>"##,
        frame.width_px, frame.height_px
    );
    for element in report.sides[0].elements() {
        let backdrop = match &element.kind {
            Kind::Building(_) => "building",
            Kind::Street(street) if !street.class.is_rail() => "street",
            _ => continue,
        };
        let own = element.geometry.aabb();
        if !own.is_empty() && frame.shows(&own) {
            frame.draw(backdrop, element, &mut svg);
        }
    }
    // Large shapes first, so that small ones stay visible.
    shown.sort_by(|x, y| area(y.1).total_cmp(&area(x.1)));
    shown.iter().for_each(|(class, element)| frame.draw(class, element, &mut svg));
    let metres = [20.0, 50.0, 100.0, 200.0, 500.0, 1000.0];
    let bar = metres.into_iter().rev().find(|m| m * frame.px_per_m < WIDTH_PX / 3.0).unwrap_or(20.0);
    let (y, end) = (frame.height_px - 12.0, 12.0 + bar * frame.px_per_m);
    let _ = write!(
        svg,
        r#"<path class="bar" d="M12 {y:.1}H{end:.1}"/><text x="12" y="{:.1}">{bar:.0} m</text><text x="{:.1}" y="20" text-anchor="end">N ↑</text></svg>"#,
        y - 5.0,
        frame.width_px - 10.0
    );
    svg
}

fn area(element: &Element) -> f64 {
    let size = element.geometry.aabb().size();
    size[0] * size[1]
}

/// From local metres to pixels, north up.
struct Frame {
    west: f64,
    north: f64,
    px_per_m: f64,
    width_px: f64,
    height_px: f64,
}

impl Frame {
    fn of(aabb: &Aabb) -> Self {
        let size = aabb.size();
        let px_per_m = WIDTH_PX / size[0].max(size[1] / 1.4).max(1.0);
        Self {
            west: aabb.min[0],
            north: aabb.max[1],
            px_per_m,
            width_px: (size[0] * px_per_m).max(240.0),
            height_px: (size[1] * px_per_m).max(120.0),
        }
    }

    fn shows(&self, aabb: &Aabb) -> bool {
        let (east, south) =
            (self.west + self.width_px / self.px_per_m, self.north - self.height_px / self.px_per_m);
        aabb.max[0] >= self.west && aabb.min[0] <= east && aabb.max[1] >= south && aabb.min[1] <= self.north
    }

    fn point(&self, p: &Point3, out: &mut String) {
        let (x, y) = ((p[0] - self.west) * self.px_per_m, (self.north - p[1]) * self.px_per_m);
        let _ = write!(out, "{x:.1} {y:.1}");
    }

    fn path(&self, points: &[Point3], closed: bool, out: &mut String) {
        for (at, p) in points.iter().enumerate() {
            out.push(if at == 0 { 'M' } else { 'L' });
            self.point(p, out);
        }
        if closed {
            out.push('Z');
        }
    }

    fn draw(&self, class: &str, element: &Element, out: &mut String) {
        let title = escaped(element.key.as_str());
        let mut path = String::new();
        match &element.geometry {
            Geometry::Area(polygons) => {
                for ring in polygons.iter().flat_map(linli_model::Polygon::rings) {
                    self.path(ring, true, &mut path);
                }
                let _ = write!(out, r#"<path class="{class} area" d="{path}"><title>{title}</title></path>"#);
            }
            Geometry::Boundary(boundary) => {
                for face in 0..boundary.faces.len() {
                    let Some(ring) = boundary.face_rings(face).next() else { continue };
                    let points: Vec<Point3> = ring
                        .iter()
                        .filter_map(|corner| boundary.vertices.get(*corner as usize).copied())
                        .collect();
                    self.path(&points, true, &mut path);
                }
                let _ = write!(
                    out,
                    r#"<path class="{class} area solid" d="{path}"><title>{title}</title></path>"#
                );
            }
            Geometry::Line(points) => {
                self.path(points, false, &mut path);
                let _ = write!(out, r#"<path class="{class} line" d="{path}"><title>{title}</title></path>"#);
            }
            Geometry::Point(p) => {
                let mut place = String::new();
                self.point(p, &mut place);
                let (x, y) = place.split_once(' ').unwrap_or(("0", "0"));
                let _ = write!(
                    out,
                    r#"<circle class="{class} area" cx="{x}" cy="{y}" r="3"><title>{title}</title></circle>"#
                );
            }
            Geometry::None | Geometry::Grid(_) => {}
        }
    }
}
