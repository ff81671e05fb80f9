//! Building footprints, raised to closed prisms with a roof.

use linli_model::{Building, FaceKind, Point3, Polygon, RoofShape};

use super::Shape;
use super::builder::{ShapeBuilder, Skin, rim};
use super::footprint::Footprint;
use super::lathe;
use super::roof::{BreakLine, Roof, roof_height_m};
use super::storey::height_of_runs;
use crate::{Ground, Triangulator};

/// How far walls go below the lowest ground under the footprint where the ground is not level.
const SKIRT_M: f64 = 0.5;
/// Storey height where the source gives storeys only, metres.
const STOREY_M: f64 = 3.0;
/// Height where the source gives nothing at all, metres.
const ASSUMED_HEIGHT_M: f64 = 6.0;
/// Least height that a prism keeps, metres.
const LEAST_HEIGHT_M: f64 = 0.1;
/// Corners closer than this to a break line lie on it, metres.
const ON_LINE_M: f64 = 1e-6;

/// Prisms over all footprints of a building.
pub(super) fn shape_of_building(
    polygons: &[Polygon],
    building: &Building,
    above: bool,
    ground: &Ground,
) -> Shape {
    let mut builder = ShapeBuilder::default();
    for polygon in polygons {
        if let Some(footprint) = Footprint::of(polygon) {
            let heights = Heights::of(polygon, building, above, ground);
            extrude(&mut builder, &footprint, building, heights);
        }
    }
    builder.finish()
}

/// Underside and top of a prism, local metres.
#[derive(Clone, Copy, Debug)]
pub(super) struct Heights {
    bottom: f64,
    /// Where the building's own height starts: above a skirt.
    pub(super) foot: f64,
    pub(super) top: f64,
}

impl Heights {
    /// Heights count from the lowest ground under the footprint, or from its own absolute height.
    pub(super) fn of(polygon: &Polygon, building: &Building, above: bool, ground: &Ground) -> Self {
        let corners = || polygon.exterior.iter();
        let lowest_ground = corners().map(|p| ground.height_at(p[0], p[1])).fold(f64::INFINITY, f64::min);
        let own = corners().map(|p| p[2]).filter(|z| z.is_finite()).fold(f64::INFINITY, f64::min);
        let own = if own.is_finite() { own } else { 0.0 };
        let base = if above { lowest_ground + own } else { own };
        let min_height = building.min_height_m.max(0.0);
        let storeys = building.storeys_above.map(f64::from).filter(|n| n.is_finite() && *n > 0.0);
        let height = building
            .height_m
            .filter(|h| h.is_finite() && *h > 0.0)
            .or_else(|| {
                let walls = height_of_runs(building).or_else(|| storeys.map(|n| n * STOREY_M));
                walls.map(|walls| walls + building.roof_height_m.unwrap_or(0.0))
            })
            .unwrap_or(min_height + ASSUMED_HEIGHT_M);
        let foot = base + min_height;
        let top = (base + height).max(foot + LEAST_HEIGHT_M);
        // On slopes walls must reach the ground, whatever the terrain's own corners do.
        let on_ground = min_height == 0.0 && !ground.is_level();
        let bottom = if on_ground { foot.min(lowest_ground) - SKIRT_M } else { foot };
        Self { bottom, foot, top }
    }
}

fn extrude(builder: &mut ShapeBuilder, footprint: &Footprint, building: &Building, heights: Heights) {
    let Heights { bottom, foot, top } = heights;
    let roof_skin: Skin = (FaceKind::Roof, building.roof_colour);
    let total = top - foot;
    if matches!(building.roof, RoofShape::Pyramidal | RoofShape::Dome | RoofShape::Onion)
        && let Some(rectangle) = footprint.rectangle()
    {
        let eave = top - roof_height_m(building, &rectangle, total);
        if lathe::build(builder, footprint, building.roof, [eave, top], building.roof_colour) {
            return close(builder, &Pieces::of(footprint), building, bottom, |_| eave);
        }
    }
    let roof = Roof::of(building, footprint, total);
    let eave = top - roof.as_ref().map_or(0.0, |r| r.height_m);
    let height_at = |p: [f64; 2]| eave + roof.as_ref().map_or(0.0, |r| r.height_at(p));
    let mut pieces = Pieces::of(footprint);
    for line in roof.iter().flat_map(|r| &r.lines) {
        pieces.cut(line);
    }
    for triangle in &pieces.triangles {
        let corners: [Point3; 3] = triangle.map(|i| {
            let p = pieces.corners[i as usize];
            [p[0], p[1], height_at(p)]
        });
        builder.triangle_at(corners, roof_skin);
    }
    close(builder, &pieces, building, bottom, height_at);
}

/// Walls from the rim down to the bottom, and the underside.
fn close(
    builder: &mut ShapeBuilder,
    Pieces { corners, triangles }: &Pieces,
    building: &Building,
    bottom: f64,
    height_at: impl Fn([f64; 2]) -> f64,
) {
    let underside = if building.min_height_m > 0.0 { FaceKind::OuterCeiling } else { FaceKind::Ground };
    let low = |i: u32| {
        let p = corners[i as usize];
        [p[0], p[1], bottom]
    };
    for [a, b] in rim(triangles) {
        let [pa, pb] = [a, b].map(|i| corners[i as usize]);
        let quad = [low(a), low(b), [pb[0], pb[1], height_at(pb)], [pa[0], pa[1], height_at(pa)]];
        let quad = quad.map(|p| builder.vertex(p));
        builder.quad(quad, (FaceKind::Wall, building.colour));
    }
    for &[a, b, c] in triangles {
        builder.triangle_at([low(a), low(c), low(b)], (underside, None));
    }
}

/// A footprint in triangles that can be cut along lines without opening gaps between them.
struct Pieces {
    corners: Vec<[f64; 2]>,
    triangles: Vec<[u32; 3]>,
}

impl Pieces {
    fn of(footprint: &Footprint) -> Self {
        let mut triangles = Vec::new();
        Triangulator::new().polygon(&footprint.at_height(0.0), &mut triangles);
        Self { corners: footprint.corners().collect(), triangles }
    }

    /// Cuts every triangle that a line passes through. A cut of an edge depends on nothing but the
    /// edge, and both its triangles share it.
    fn cut(&mut self, line: &BreakLine) {
        let size = line.normal[0].hypot(line.normal[1]);
        if size <= 0.0 {
            return;
        }
        let side = |p: [f64; 2]| {
            let d = (line.normal[0] * p[0] + line.normal[1] * p[1] - line.offset) / size;
            if d.abs() < ON_LINE_M { 0.0 } else { d }
        };
        let mut sides: Vec<f64> = self.corners.iter().map(|p| side(*p)).collect();
        let mut cuts: std::collections::HashMap<[u32; 2], u32> = std::collections::HashMap::new();
        let mut done = Vec::with_capacity(self.triangles.len());
        for triangle in std::mem::take(&mut self.triangles) {
            let mut above: Vec<u32> = Vec::with_capacity(4);
            let mut below: Vec<u32> = Vec::with_capacity(4);
            for k in 0..3 {
                let (a, b) = (triangle[k], triangle[(k + 1) % 3]);
                let (da, db) = (sides[a as usize], sides[b as usize]);
                if da >= 0.0 {
                    above.push(a);
                }
                if da <= 0.0 {
                    below.push(a);
                }
                if da * db < 0.0 {
                    let at = *cuts.entry([a.min(b), a.max(b)]).or_insert_with(|| {
                        let (pa, pb) = (self.corners[a as usize], self.corners[b as usize]);
                        let t = da / (da - db);
                        self.corners.push([pa[0] + t * (pb[0] - pa[0]), pa[1] + t * (pb[1] - pa[1])]);
                        sides.push(0.0);
                        self.corners.len() as u32 - 1
                    });
                    above.push(at);
                    below.push(at);
                }
            }
            let full = |piece: &[u32]| piece.iter().any(|&i| sides[i as usize] != 0.0);
            for piece in [above, below] {
                if full(&piece) {
                    done.extend((2..piece.len()).map(|i| [piece[0], piece[i - 1], piece[i]]));
                }
            }
        }
        self.triangles = done;
    }
}

#[cfg(test)]
mod tests;
