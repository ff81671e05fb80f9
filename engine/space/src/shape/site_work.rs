//! Temporary works of a construction site.

use linli_model::{Element, FaceKind, Geometry, Kind, Point3, Polygon, SiteWork, SiteWorkKind, Vertical};

use super::builder::{ShapeBuilder, Skin};
use super::line::resolved_line;
use super::solid::{Skins, UprightBox, banded_prism, base_of, footprint_of, raised_base_of, size_or};
use super::spot::Spot;
use super::sweep::{Path, Section};
use super::{Shape, crane, line};
use crate::{Ground, Triangulator};

/// Depth of pits and shoring where the source gives none, metres.
const ASSUMED_DEPTH_M: f64 = 6.0;
const DEPTHS_M: [f64; 2] = [0.1, 200.0];
/// Walls along lines have a point at least this often, so that they follow the ground, metres.
const STEP_M: f64 = 3.0;
/// Thickness of shoring, height above the ground, and depth of its foot as a part of the pit's.
const SHORING_M: f64 = 0.6;
const SHORING_TOP_M: f64 = 0.3;
const EMBEDDED: f64 = 1.3;
/// Side of the waling's square, and its depth as a part of the pit's.
const WALING_M: f64 = 0.4;
const WALING_AT: f64 = 0.35;
/// Height, thickness and post spacing of a hoarding, side of its posts, metres.
const HOARDING_M: f64 = 2.2;
const BOARD_M: f64 = 0.08;
const POST_M: f64 = 0.12;
const MOST_POSTS: f64 = 2000.0;
/// Height of jib and reach of a crane where the source gives none, metres.
const CRANE_M: [f64; 2] = [50.0, 50.0];
/// Height of a storey of site offices, and of the painted band at its top, metres.
const OFFICE_STOREY_M: f64 = 2.8;
const BAND_M: f64 = 0.3;
const OFFICE_STOREYS: f64 = 2.0;
/// Colours, sRGB.
const EARTH: [u8; 3] = [134, 108, 78];
const EARTH_WALL: [u8; 3] = [150, 126, 96];
const STEEL: [u8; 3] = [120, 110, 102];
const BLUE: [u8; 3] = [58, 108, 168];
const WHITE: [u8; 3] = [230, 232, 230];

/// The shape of a work; `None` where its geometry says nothing about how it stands.
pub(super) fn shape(element: &Element, work: &SiteWork, above: bool, ground: &Ground) -> Option<Shape> {
    let mut builder = ShapeBuilder::default();
    match (work.work, &element.geometry) {
        (SiteWorkKind::Excavation, Geometry::Area(polygons)) => {
            return Some(pit(polygons, depth_of(work), above, ground));
        }
        (SiteWorkKind::Shoring, Geometry::Line(points)) => {
            shoring(&mut builder, points, is_ring(points), depth_of(work), above, ground);
        }
        (SiteWorkKind::Shoring, Geometry::Area(polygons)) => {
            for ring in polygons.iter().flat_map(Polygon::rings) {
                shoring(&mut builder, ring, true, depth_of(work), above, ground);
            }
        }
        (SiteWorkKind::Crane, geometry) => {
            let mut spot = Spot::of(geometry, 0.0, above, ground)?;
            if matches!(geometry, Geometry::Point(_)) {
                spot.u = crane::direction(element.key.as_str());
            }
            let height = size_or(work.height_m, CRANE_M[0], [10.0, 500.0]);
            crane::build(&mut builder, &spot, height, size_or(work.reach_m, CRANE_M[1], [8.0, 120.0]));
        }
        (SiteWorkKind::Hoarding, Geometry::Line(points)) => {
            hoarding(&mut builder, points, is_ring(points), work, above, ground);
        }
        (SiteWorkKind::Hoarding, Geometry::Area(polygons)) => {
            for polygon in polygons {
                hoarding(&mut builder, &polygon.exterior, true, work, above, ground);
            }
        }
        (SiteWorkKind::SiteRoad, Geometry::Area(polygons)) => {
            return Some(line::shape_of_area(polygons, FaceKind::Traffic, above, ground));
        }
        (SiteWorkKind::SiteOffice, Geometry::Area(polygons)) => {
            offices(&mut builder, polygons, work, above, ground);
        }
        _ => return None,
    }
    Some(builder.finish())
}

/// The open pit of an excavation dug down to `dug_m` below the lowest ground at its edge: floor and
/// walls, seen from inside, with their upper edge on the ground. It encloses no volume. Empty for
/// anything but an excavation over an area, and for a depth that is not more than 0.
pub fn excavation_pit(element: &Element, dug_m: f64, ground: &Ground) -> Shape {
    match (&element.kind, &element.geometry) {
        (Kind::SiteWork(work), Geometry::Area(polygons))
            if work.work == SiteWorkKind::Excavation && dug_m > 0.0 && dug_m <= DEPTHS_M[1] =>
        {
            pit(polygons, dug_m, element.vertical == Vertical::AboveGround, ground)
        }
        _ => Shape::default(),
    }
}

/// Depth of an excavation or of the pit that shoring holds, metres.
fn depth_of(work: &SiteWork) -> f64 {
    size_or(work.depth_m, ASSUMED_DEPTH_M, DEPTHS_M)
}

fn pit(polygons: &[Polygon], depth: f64, above: bool, ground: &Ground) -> Shape {
    let mut builder = ShapeBuilder::default();
    let base = base_of(polygons, above, ground);
    let bottom = base - depth;
    for footprint in polygons.iter().filter_map(footprint_of) {
        let floor = footprint.at_height(bottom);
        let corners: Vec<Point3> = floor.rings().flatten().copied().collect();
        let mut triangles = Vec::new();
        Triangulator::new().polygon(&floor, &mut triangles);
        for triangle in triangles {
            let skin = (FaceKind::Ground, Some(EARTH));
            builder.triangle_at(triangle.map(|i| corners[i as usize]), skin);
        }
        for ring in &footprint.rings {
            let edge: Vec<Point3> = ring.iter().chain(ring.first()).map(|p| [p[0], p[1], 0.0]).collect();
            // Flat outlines with a height of their own keep it; the others reach the ground.
            let top = if above { resolved_line(&edge, 0.0, STEP_M, true, ground) } else { edge };
            let height = |p: Point3| if above { p[2] } else { base };
            for pair in top.windows(2) {
                let (a, b) = (pair[0], pair[1]);
                let quad = [
                    [b[0], b[1], bottom],
                    [a[0], a[1], bottom],
                    [a[0], a[1], height(a)],
                    [b[0], b[1], height(b)],
                ];
                let quad = quad.map(|p| builder.vertex(p));
                builder.quad(quad, (FaceKind::Wall, Some(EARTH_WALL)));
            }
        }
    }
    builder.finish()
}

/// Whether a line ends where it starts.
fn is_ring(points: &[Point3]) -> bool {
    match (points.first(), points.last()) {
        (Some(a), Some(b)) => points.len() > 3 && (b[0] - a[0]).hypot(b[1] - a[1]) < 0.01,
        _ => false,
    }
}

fn shoring(
    builder: &mut ShapeBuilder,
    points: &[Point3],
    ring: bool,
    depth: f64,
    above: bool,
    ground: &Ground,
) {
    let half = SHORING_M / 2.0;
    let path = path(points, ring, half + WALING_M, above, ground);
    let wall = Section { left: -half, right: half, bottom: -EMBEDDED * depth, top: SHORING_TOP_M };
    path.sweep(builder, wall, Skins::plain(FaceKind::Wall, Some(STEEL)));
    // The waling runs along the pit's side: at the left of a counter-clockwise ring.
    let origin = points.first().copied().unwrap_or_default();
    let turn = |a: Point3, b: Point3| {
        (a[0] - origin[0]) * (b[1] - origin[1]) - (b[0] - origin[0]) * (a[1] - origin[1])
    };
    let twice: f64 = points.windows(2).map(|pair| turn(pair[0], pair[1])).sum();
    let [left, right] = if twice >= 0.0 { [-half - WALING_M, -half] } else { [half, half + WALING_M] };
    let middle = -WALING_AT * depth;
    let waling = Section { left, right, bottom: middle - WALING_M / 2.0, top: middle + WALING_M / 2.0 };
    path.sweep(builder, waling, Skins::plain(FaceKind::Unknown, Some(STEEL)));
}

fn path(points: &[Point3], ring: bool, reach: f64, above: bool, ground: &Ground) -> Path {
    let closing = points.first().filter(|_| ring);
    let points: Vec<Point3> = points.iter().chain(closing).copied().collect();
    Path::new(&resolved_line(&points, 0.0, STEP_M, above, ground), ring, reach)
}

fn hoarding(
    builder: &mut ShapeBuilder,
    points: &[Point3],
    ring: bool,
    work: &SiteWork,
    above: bool,
    ground: &Ground,
) {
    let height = size_or(work.height_m, HOARDING_M, [0.5, 10.0]);
    let half = BOARD_M / 2.0;
    let board = Section { left: -half, right: half, bottom: 0.0, top: height };
    path(points, ring, half, above, ground).sweep(builder, board, Skins::plain(FaceKind::Wall, Some(BLUE)));
    let closing = points.first().filter(|_| ring);
    let points: Vec<Point3> = points.iter().chain(closing).copied().collect();
    let line = resolved_line(&points, 0.0, STEP_M, above, ground);
    let length: f64 = line.windows(2).map(|p| (p[1][0] - p[0][0]).hypot(p[1][1] - p[0][1])).sum();
    if !length.is_finite() {
        return;
    }
    let spacing = STEP_M.max(length / MOST_POSTS);
    let mut to_next = spacing / 2.0;
    for pair in line.windows(2) {
        let (a, b) = (pair[0], pair[1]);
        let piece = (b[0] - a[0]).hypot(b[1] - a[1]);
        while to_next < piece {
            let t = to_next / piece;
            let u = [(b[0] - a[0]) / piece, (b[1] - a[1]) / piece];
            let beside = half + POST_M / 2.0;
            let foot = a[2] + t * (b[2] - a[2]);
            let post = UprightBox {
                centre: [a[0] + t * (b[0] - a[0]) - u[1] * beside, a[1] + t * (b[1] - a[1]) + u[0] * beside],
                along: u,
                length: POST_M,
                width: POST_M,
                bottom: foot,
                top: foot + height,
            };
            post.build(builder, Skins::plain(FaceKind::Unknown, Some(WHITE)));
            to_next += spacing;
        }
        to_next -= piece;
    }
}

/// Stacked containers: white storeys with a blue band at the top of each.
fn offices(builder: &mut ShapeBuilder, polygons: &[Polygon], work: &SiteWork, above: bool, ground: &Ground) {
    let height = size_or(work.height_m, OFFICE_STOREYS * OFFICE_STOREY_M, [2.0, 30.0]);
    let storeys = (height / OFFICE_STOREY_M).round().max(1.0) as u32;
    let storey = height / f64::from(storeys);
    for polygon in polygons {
        let Some(footprint) = footprint_of(polygon) else { continue };
        let base = raised_base_of(std::slice::from_ref(polygon), 0.0, above, ground);
        let mut levels = vec![base];
        for i in 1..=storeys {
            let top = base + storey * f64::from(i);
            levels.extend([top - BAND_M, top]);
        }
        let side = |band: usize| -> Skin {
            (FaceKind::Wall, Some(if band.is_multiple_of(2) { WHITE } else { BLUE }))
        };
        banded_prism(builder, &footprint, &levels, side, Skins::built(Some(WHITE)));
    }
}
