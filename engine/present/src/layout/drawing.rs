//! Plans of layouts as coloured paths: drawn as pixels in the window and as SVG on the contact sheet.

use linli_model::{AreaUse, Geometry, Kind, LandUse};
use linli_sim::layout::{Block, Layout, LayoutStudy, ParcelSite, plan_rings};
use linli_space::convex_hull;

use crate::palette::{Colour, PlanPaint, massing_colour, plan_colour};

/// Land around the parcels that is drawn as well, metres.
const MARGIN_M: f64 = 25.0;
/// Radius of a station entrance, and widths of lines, as shares of the width of the drawing.
const STATION: f64 = 0.012;
const EDGE: f64 = 0.0016;
const LEAST_STREET: f64 = 0.002;
/// Length of a drawn shadow over height: the sun is taken as high, so that shadows tell heights and hide nothing.
const SHADOW: f64 = 0.35;
/// Height at which a block is darkest, metres.
const DARKEST_M: f64 = 120.0;

/// A path on a plan. Places are shares of the width of the drawing, x to the right, y downwards.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanPath {
    /// Its corners.
    pub points: Vec<[f64; 2]>,
    /// Whether the last corner is joined to the first.
    pub closed: bool,
    /// Colour of its inside, and how opaque it is, 0 to 255.
    pub fill: Option<(Colour, u8)>,
    /// Colour and width of its line, as a share of the width of the drawing.
    pub line: Option<(Colour, f64)>,
}

/// What stays around the parcels of a study, and the parcels: the same for all of its layouts.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanDrawing {
    /// Height over width.
    pub aspect: f64,
    /// Ground colour.
    pub ground: Colour,
    /// What stays, from below.
    pub base: Vec<PlanPath>,
    frame: Frame,
}

/// From local metres to shares of the width.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Frame {
    west_m: f64,
    north_m: f64,
    width_m: f64,
}

impl Frame {
    fn at(&self, [x, y]: [f64; 2]) -> [f64; 2] {
        [(x - self.west_m) / self.width_m, (self.north_m - y) / self.width_m]
    }

    fn all(&self, points: &[[f64; 2]]) -> Vec<[f64; 2]> {
        points.iter().map(|p| self.at(*p)).collect()
    }
}

impl PlanDrawing {
    /// The plan below the layouts of a study.
    pub fn of(study: &LayoutStudy) -> Self {
        let corners = || study.site.parcels.iter().flat_map(ParcelSite::outline).flatten();
        let span = |axis: usize| {
            let values = corners().map(|corner| corner[axis]);
            values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(v), high.max(v)))
        };
        let ((west, east), (south, north)) = (span(0), span(1));
        let width_m = (east - west + 2.0 * MARGIN_M).max(1.0);
        let frame = Frame { west_m: west - MARGIN_M, north_m: north + MARGIN_M, width_m };
        // A very long strip of parcels still leaves a picture.
        let aspect = ((north - south + 2.0 * MARGIN_M) / width_m).clamp(0.3, 2.5);
        let mut drawing = Self { aspect, ground: plan_colour(PlanPaint::Ground), base: Vec::new(), frame };
        drawing.areas(study);
        drawing.streets(study);
        for ring in study.site.parcels.iter().flat_map(ParcelSite::outline) {
            let line = Some((plan_colour(PlanPaint::ParcelEdge), EDGE));
            drawing.fill(&ring, PlanPaint::Parcel, line);
        }
        drawing.stations(study);
        drawing
    }

    fn fill(&mut self, ring: &[[f64; 2]], paint: PlanPaint, line: Option<(Colour, f64)>) {
        let points = self.frame.all(ring);
        if self.is_seen(&points) {
            let fill = Some((plan_colour(paint), u8::MAX));
            self.base.push(PlanPath { points, closed: true, fill, line });
        }
    }

    fn is_seen(&self, points: &[[f64; 2]]) -> bool {
        let outside = |axis: usize, most: f64| {
            points.iter().all(|p| p[axis] < 0.0) || points.iter().all(|p| p[axis] > most)
        };
        !points.is_empty() && !outside(0, 1.0) && !outside(1, self.aspect)
    }

    fn areas(&mut self, study: &LayoutStudy) {
        for (_, element) in study.community.iter().filter(|(id, _)| study.stays(*id)) {
            let paint = match &element.kind {
                Kind::Area(area) if area.use_ == AreaUse::Water => PlanPaint::Water,
                Kind::Area(area) if area.use_.is_green() => PlanPaint::Green,
                Kind::Parcel(parcel) if parcel.land_use == LandUse::Park => PlanPaint::Park,
                Kind::Building(_) => PlanPaint::KeptBuilding,
                _ => continue,
            };
            for ring in plan_rings(&element.geometry) {
                self.fill(&ring, paint, None);
            }
        }
    }

    fn streets(&mut self, study: &LayoutStudy) {
        for (_, element) in study.community.iter().filter(|(id, _)| study.stays(*id)) {
            let (Kind::Street(street), Geometry::Line(line)) = (&element.kind, &element.geometry) else {
                continue;
            };
            let points: Vec<[f64; 2]> = line.iter().map(|p| self.frame.at([p[0], p[1]])).collect();
            if street.class.is_carriageway() && !street.tunnel && self.is_seen(&points) {
                let width = (street.drawn_width_m() / self.frame.width_m).max(LEAST_STREET);
                let line = Some((plan_colour(PlanPaint::Street), width));
                self.base.push(PlanPath { points, closed: false, fill: None, line });
            }
        }
    }

    fn stations(&mut self, study: &LayoutStudy) {
        for (_, element) in study.community.iter().filter(|(id, _)| study.stays(*id)) {
            if let (Kind::StationEntrance(_), Geometry::Point(at)) = (&element.kind, &element.geometry) {
                let [x, y] = self.frame.at([at[0], at[1]]);
                let corner = |step: u32| {
                    let (sin, cos) = (f64::from(step) / 16.0 * std::f64::consts::TAU).sin_cos();
                    [x + STATION * cos, y + STATION * sin]
                };
                let points: Vec<[f64; 2]> = (0..16).map(corner).collect();
                if self.is_seen(&points) {
                    let fill = Some((plan_colour(PlanPaint::Station), u8::MAX));
                    let line = Some((plan_colour(PlanPaint::Street), 2.0 * EDGE));
                    self.base.push(PlanPath { points, closed: true, fill, line });
                }
            }
        }
    }

    /// The buildings of a layout over their shadows: colours are uses, darker is higher.
    pub fn buildings(&self, study: &LayoutStudy, layout: &Layout) -> Vec<PlanPath> {
        let blocks = study.site.parcels.iter().zip(&layout.massings);
        let blocks: Vec<(Vec<[f64; 2]>, &Block)> = blocks
            .flat_map(|(parcel, massing)| massing.blocks.iter().map(move |block| (parcel, block)))
            .map(|(parcel, block)| (self.frame.all(&parcel.corners(block)), block))
            .collect();
        let shadows = blocks.iter().map(|(corners, block)| {
            let length = SHADOW * block.top_m / self.frame.width_m;
            let away = |p: &[f64; 2]| [p[0] + 0.6 * length, p[1] - 0.8 * length];
            let both: Vec<[f64; 2]> = corners.iter().copied().chain(corners.iter().map(away)).collect();
            let points = convex_hull(&both);
            let fill = Some((plan_colour(PlanPaint::Shadow), 80));
            PlanPath { points, closed: true, fill, line: None }
        });
        let mut paths: Vec<PlanPath> = shadows.collect();
        paths.extend(blocks.iter().map(|(corners, block)| PlanPath {
            points: corners.clone(),
            closed: true,
            fill: Some((block_colour(block), u8::MAX)),
            line: Some((plan_colour(PlanPaint::BlockEdge), EDGE)),
        }));
        paths
    }
}

/// Colour of a block: its use, darker with height.
fn block_colour(block: &Block) -> Colour {
    let shade = 1.0 - 0.5 * (block.top_m / DARKEST_M).clamp(0.0, 1.0);
    massing_colour(block.use_).map(|part| (f64::from(part) * shade) as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hull_of_a_square_and_its_shadow_has_six_corners() {
        let square = [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]];
        let moved = square.map(|[x, y]| [x + 0.5, y + 0.25]);
        let both: Vec<[f64; 2]> = square.into_iter().chain(moved).collect();
        let hull = convex_hull(&both);
        assert_eq!(hull.len(), 6);
        assert!(!hull.contains(&[1.0, 1.0]) && hull.contains(&[1.5, 1.25]));
    }
}
