//! Streets and pavements as regions: buffered lines, joined tile by tile.

use geo::algorithm::buffer::{BufferStyle, LineCap, LineJoin};
use geo::{Area as _, BooleanOps, Buffer, Coord, LineString, MultiPolygon, Orient, Rect, unary_union};
use linli_model::{AreaUse, Community, Geometry, Kind, Polygon, StreetClass};
use rayon::prelude::*;

use super::alongside::{Footways, side};
use super::line::{Level, StreetLine, StreetLines};
use super::sheet::Sheets;
use super::tile::{Regions, Tile, Tiles};
use super::{SurfaceKind, TILE_M, area};
use crate::Triangulator;

/// Width of a pavement beside the carriageway, metres.
const PAVEMENT_M: f64 = 2.0;
/// How far a round join may be from the circle, metres.
const ROUND_TOLERANCE_M: f64 = 0.05;
/// Regions smaller than this are not drawn, square metres.
const LEAST_AREA_M2: f64 = 0.05;
/// Points closer than this to a tile's border are on it, metres.
const ON_BORDER_M: f64 = 1e-3;

/// Length of the parts of a street that are buffered one by one, metres.
const STRETCH_M: f64 = 150.0;
/// Radius of the kerb at the corners of a junction, metres.
const CORNER_M: f64 = 4.0;
/// Angle from point to point of a corner's arc, radians.
const CORNER_STEP: f64 = 0.4;
/// How far around a tile its regions are known, so that corners near its border come out alike in
/// both tiles, metres.
pub(super) const MARGIN_M: f64 = 30.0;

type Pick = fn(&mut Regions) -> &mut Vec<MultiPolygon<f64>>;

/// Buffers every line at ground level and adds the carriageway and pavement areas of the source.
pub(super) fn collect(community: &Community, lines: &StreetLines, tiles: &mut Tiles) {
    let footways = Footways::of(lines);
    let buffered: Vec<Vec<(MultiPolygon<f64>, Pick)>> =
        lines.lines.par_iter().map(|line| regions_of(line, &footways)).collect();
    for (region, list) in buffered.into_iter().flatten() {
        tiles.add_region(&region, list);
    }
    for (p, half_width) in lines.junctions() {
        let place = Coord { x: p[0], y: p[1] };
        // Wide enough for the corner's arc between two streets of this width.
        let style = BufferStyle::new((half_width + CORNER_M) * 1.5).line_cap(LineCap::Round(0.55));
        let disc = geo::Point(place).buffer_with_style(style);
        tiles.add_region(&disc, |r| &mut r.junctions);
    }
    for element in community.elements() {
        let (Kind::Area(land), Geometry::Area(polygons)) = (&element.kind, &element.geometry) else {
            continue;
        };
        let list: Pick = match land.use_ {
            AreaUse::Carriageway => |r| &mut r.carriageway,
            AreaUse::Pavement => |r| &mut r.mapped_pavement,
            _ => continue,
        };
        for polygon in polygons.iter().filter(|p| area::is_finite(p)) {
            tiles.add_region(&MultiPolygon(vec![geo_polygon(polygon)]), list);
        }
    }
}

fn regions_of(line: &StreetLine, footways: &Footways) -> Vec<(MultiPolygon<f64>, Pick)> {
    if line.level != Level::Ground || line.class.is_rail() {
        return Vec::new();
    }
    let mut regions: Vec<(MultiPolygon<f64>, Pick)> = Vec::new();
    let list: Pick = match line.class {
        class if class.is_carriageway() => |r| &mut r.carriageway,
        StreetClass::Pedestrian => |r| &mut r.plaza,
        StreetClass::Cycleway => |r| &mut r.cycleway,
        _ => |r| &mut r.footway,
    };
    for points in stretches(&line.points) {
        regions.push((buffered(points, line.half_width), list));
        if has_pavement(line.class) {
            let pavement = pavement(points, line.half_width, footways);
            regions.extend(pavement.map(|region| (region, (|r| &mut r.pavement) as Pick)));
        }
    }
    regions
}

/// Parts of a line that are not much longer than [`STRETCH_M`] and share their end points, so that
/// a long street does not burden every tile that it passes with the whole of itself.
fn stretches(points: &[[f64; 2]]) -> Vec<&[[f64; 2]]> {
    let mut stretches = Vec::new();
    let (mut start, mut length) = (0, 0.0);
    for (i, pair) in points.windows(2).enumerate() {
        length += (pair[1][0] - pair[0][0]).hypot(pair[1][1] - pair[0][1]);
        if length >= STRETCH_M || i + 2 == points.len() {
            stretches.push(&points[start..=i + 1]);
            (start, length) = (i + 1, 0.0);
        }
    }
    stretches
}

fn has_pavement(class: StreetClass) -> bool {
    use StreetClass::{Primary, Residential, Road, Secondary, Tertiary};
    matches!(class, Primary | Secondary | Tertiary | Residential | Road)
}

/// The road with its pavements, which are on those sides on which the source has no way of its own.
fn pavement(points: &[[f64; 2]], half_width: f64, footways: &Footways) -> Option<MultiPolygon<f64>> {
    let width = half_width + PAVEMENT_M;
    let sides = footways.beside(points, half_width);
    match sides {
        [true, true] => None,
        [false, false] => Some(buffered(points, width)),
        [left, _] => {
            // A little wider than the pavement, so that no sliver is left of it.
            let mapped = side(points, 1.01 * width, if left { 1.0 } else { -1.0 });
            Some(buffered(points, width).difference(&mapped))
        }
    }
}

/// All places within `radius` of a line, with round joins and ends.
pub(super) fn buffered(points: &[[f64; 2]], radius: f64) -> MultiPolygon<f64> {
    let line = LineString(points.iter().map(|p| Coord { x: p[0], y: p[1] }).collect());
    let angle = round_angle(radius);
    let style = BufferStyle::new(radius).line_cap(LineCap::Round(angle)).line_join(LineJoin::Round(angle));
    line.buffer_with_style(style)
}

/// Step of a round join: the chord of a circle with radius r is r (1 − cos(φ/2)) away from it.
fn round_angle(radius: f64) -> f64 {
    2.0 * (1.0 - ROUND_TOLERANCE_M / radius.max(0.1)).clamp(0.0, 1.0).acos()
}

fn geo_polygon(polygon: &Polygon) -> geo::Polygon<f64> {
    let ring = |points: &Vec<linli_model::Point3>| {
        LineString(points.iter().map(|p| Coord { x: p[0], y: p[1] }).collect())
    };
    geo::Polygon::new(ring(&polygon.exterior), polygon.holes.iter().map(ring).collect())
        .orient(geo::orient::Direction::Default)
}

/// What is drawn of a tile's regions: each kind's union within the tile, pavements without
/// carriageways and with kerbs.
pub(super) fn draw(tile: &Tile, place: [i32; 2], sheets: &mut Sheets<'_>) {
    let regions = &tile.regions;
    let (square, wide) = (square_of(place, 0.0), square_of(place, MARGIN_M));
    let junctions = union_within(&regions.junctions, &wide);
    let road = union_within(&regions.carriageway, &wide);
    let beside = union_within(&regions.pavement, &wide);
    let carriageway = with_round_corners(&road, &junctions, CORNER_M).intersection(&square);
    // The same centre for both arcs keeps the pavement as wide around the corner. Mapped pavements stay as
    // they are: closing their corners would fill the narrow strips between them.
    let pavement = with_round_corners(&beside, &junctions, CORNER_M - PAVEMENT_M)
        .union(&union_within(&regions.mapped_pavement, &wide))
        .intersection(&square)
        .difference(&carriageway);
    for (kind, region) in [
        (SurfaceKind::Plaza, &union_within(&regions.plaza, &square)),
        (SurfaceKind::Footway, &union_within(&regions.footway, &square)),
        (SurfaceKind::Cycleway, &union_within(&regions.cycleway, &square)),
        (SurfaceKind::Carriageway, &carriageway),
        (SurfaceKind::Pavement, &pavement),
    ] {
        drape(region, kind, sheets);
    }
    kerbs(&pavement, place, sheets);
}

/// The region with the inner corners at junctions rounded: everything near a junction grown by
/// the radius and shrunk again (morphological closing).
fn with_round_corners(
    region: &MultiPolygon<f64>,
    junctions: &MultiPolygon<f64>,
    radius: f64,
) -> MultiPolygon<f64> {
    let near = region.intersection(junctions);
    if near.0.is_empty() {
        return region.clone();
    }
    let style = |distance: f64| BufferStyle::new(distance).line_join(LineJoin::Round(CORNER_STEP));
    let closed = near.buffer_with_style(style(radius)).buffer_with_style(style(-radius));
    // Only what fills corners: the slivers along straight kerbs are no more than rounding.
    let added = closed.difference(&near).into_iter().filter(|p| p.unsigned_area() > LEAST_AREA_M2);
    region.union(&MultiPolygon(added.collect()).intersection(junctions))
}

fn square_of(place: [i32; 2], margin: f64) -> MultiPolygon<f64> {
    let corner = |shift: i32, margin: f64| Coord {
        x: f64::from(place[0] + shift) * TILE_M + margin,
        y: f64::from(place[1] + shift) * TILE_M + margin,
    };
    MultiPolygon(vec![Rect::new(corner(0, -margin), corner(1, margin)).to_polygon()])
}

/// The union of regions, cut to a square.
fn union_within(regions: &[MultiPolygon<f64>], square: &MultiPolygon<f64>) -> MultiPolygon<f64> {
    if regions.is_empty() {
        return MultiPolygon(Vec::new());
    }
    unary_union(regions).intersection(square)
}

fn drape(region: &MultiPolygon<f64>, kind: SurfaceKind, sheets: &mut Sheets<'_>) {
    let mut cutter = Triangulator::new();
    let mut triangles = Vec::new();
    for polygon in region.iter().filter(|p| p.unsigned_area() > LEAST_AREA_M2) {
        let polygon = model_polygon(polygon);
        triangles.clear();
        cutter.polygon(&polygon, &mut triangles);
        let corners: Vec<[f64; 4]> = polygon.rings().flatten().map(|p| [p[0], p[1], p[0], p[1]]).collect();
        for triangle in &triangles {
            sheets.drape(kind, triangle.map(|i| corners[i as usize]));
        }
    }
}

fn model_polygon(polygon: &geo::Polygon<f64>) -> Polygon {
    let ring = |line: &LineString<f64>| {
        let open = line.0.len().saturating_sub(1);
        line.0.iter().take(open).map(|c| [c.x, c.y, 0.0]).collect()
    };
    Polygon { exterior: ring(polygon.exterior()), holes: polygon.interiors().iter().map(ring).collect() }
}

/// Upright faces along the edges of pavements, but not along the tile's own border.
fn kerbs(pavement: &MultiPolygon<f64>, place: [i32; 2], sheets: &mut Sheets<'_>) {
    let on_border = |a: Coord<f64>, b: Coord<f64>| {
        let near = |value: f64, line: i32| (value - f64::from(line) * TILE_M).abs() < ON_BORDER_M;
        [0, 1].iter().any(|shift| {
            (near(a.x, place[0] + shift) && near(b.x, place[0] + shift))
                || (near(a.y, place[1] + shift) && near(b.y, place[1] + shift))
        })
    };
    for polygon in pavement.iter().filter(|p| p.unsigned_area() > LEAST_AREA_M2) {
        for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
            for edge in ring.lines().filter(|edge| !on_border(edge.start, edge.end)) {
                // Rings have their region at the left, so the face looks away from it.
                let [a, b] = [edge.start, edge.end].map(|c| [c.x, c.y]);
                sheets.upright(SurfaceKind::Kerb, a, b, SurfaceKind::Kerb.offset_m());
            }
        }
    }
}
