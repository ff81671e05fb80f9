//! Solar panels: rows that fill an outline, tilted towards south.

use linli_model::{FaceKind, Polygon};

use super::builder::ShapeBuilder;
use super::footprint::Footprint;
use super::solid::{Skins, footprint_of, hexahedron, prism, raised_base_of};
use crate::Ground;

/// Colour of panels, sRGB.
const PANEL_COLOUR: [u8; 3] = [24, 38, 84];
/// Depth of a row along its slope, gap to the next row in the plan, metres.
const ROW_M: f64 = 1.0;
const GAP_M: f64 = 0.6;
/// Tilt of a panel.
const TILT_DEG: f64 = 10.0;
/// Thickness of a panel and height of its lower edge above the face that it stands on, metres.
const THICKNESS_M: f64 = 0.04;
const FOOT_M: f64 = 0.1;
/// Distance of a row from the outline at its ends, and the shortest row, metres.
const MARGIN_M: f64 = 0.1;
const SHORTEST_M: f64 = 1.0;
/// Most rows over one outline: over larger ones rows stand farther apart.
const MOST_ROWS: f64 = 1000.0;
/// Outlines with more corners than this are no roof, and get no rows.
const MOST_CORNERS: usize = 5000;

/// Rows over every outline; where none fits, a flat panel over the outline.
pub(super) fn build(
    builder: &mut ShapeBuilder,
    polygons: &[Polygon],
    height_m: f64,
    above: bool,
    ground: &Ground,
) {
    let skins = Skins::plain(FaceKind::Unknown, Some(PANEL_COLOUR));
    for polygon in polygons {
        let Some(footprint) = footprint_of(polygon) else { continue };
        let base = raised_base_of(std::slice::from_ref(polygon), height_m, above, ground);
        let rows = rows(&footprint);
        if rows.is_empty() {
            prism(builder, &footprint, [base, base + THICKNESS_M], skins);
        }
        let (depth, rise) = (row_depth(), ROW_M * TILT_DEG.to_radians().sin());
        for Row { west, east, south } in rows {
            let (low, high) = (base + FOOT_M, base + FOOT_M + rise);
            let under = [
                [west, south, low],
                [east, south, low],
                [east, south + depth, high],
                [west, south + depth, high],
            ];
            let over = under.map(|p| [p[0], p[1], p[2] + THICKNESS_M]);
            hexahedron(builder, under, over, skins);
        }
    }
}

/// Depth of a row in the plan, metres.
fn row_depth() -> f64 {
    ROW_M * TILT_DEG.to_radians().cos()
}

/// A row of panels: its ends and its lower, southern edge.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Row {
    west: f64,
    east: f64,
    south: f64,
}

/// All rows that lie inside a footprint with their whole rectangle, from south to north.
fn rows(footprint: &Footprint) -> Vec<Row> {
    let (south, north) = footprint
        .corners()
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), p| (low.min(p[1]), high.max(p[1])));
    let depth = row_depth();
    let room = north - south - 2.0 * MARGIN_M - depth;
    if room < 0.0 || footprint.corners().count() > MOST_CORNERS {
        return Vec::new();
    }
    let pitch = (depth + GAP_M).max(room / MOST_ROWS);
    let count = (room / pitch + 1e-9).floor() as u32;
    let mut rows = Vec::new();
    for i in 0..=count {
        let low = south + MARGIN_M + f64::from(i) * pitch;
        let spans = spans_inside(footprint, low, low + depth).into_iter();
        let spans = spans.map(|[west, east]| [west + MARGIN_M, east - MARGIN_M]);
        let long = spans.filter(|[west, east]| east - west >= SHORTEST_M);
        rows.extend(long.map(|[west, east]| Row { west, east, south: low }));
    }
    rows
}

/// Where the band between two heights in the plan is inside over its full depth, from west to east.
///
/// Between the corners in the band no side begins or ends: there the inside is a row of trapezoids,
/// and their narrowest parts count.
fn spans_inside(footprint: &Footprint, low: f64, high: f64) -> Vec<[f64; 2]> {
    let mut cuts: Vec<f64> = footprint.corners().map(|p| p[1]).filter(|y| *y > low && *y < high).collect();
    cuts.extend([low, high]);
    cuts.sort_by(f64::total_cmp);
    let mut spans: Option<Vec<[f64; 2]>> = None;
    for pair in cuts.windows(2).filter(|pair| pair[1] - pair[0] > 1e-9) {
        let here = trapezoids(footprint, pair[0], pair[1]);
        spans = Some(match spans {
            None => here,
            Some(before) => common(&before, &here),
        });
    }
    spans.unwrap_or_default()
}

fn trapezoids(footprint: &Footprint, low: f64, high: f64) -> Vec<[f64; 2]> {
    let mut sides: Vec<[f64; 2]> = Vec::new();
    for ring in &footprint.rings {
        for (i, a) in ring.iter().enumerate() {
            let b = ring[(i + 1) % ring.len()];
            if a[1].min(b[1]) <= low && a[1].max(b[1]) >= high {
                let x = |y: f64| a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0]);
                sides.push([x(low), x(high)]);
            }
        }
    }
    sides.sort_by(|a, b| (a[0] + a[1]).total_cmp(&(b[0] + b[1])));
    let (pairs, _) = sides.as_chunks::<2>();
    let spans = pairs.iter().map(|[west, east]| [west[0].max(west[1]), east[0].min(east[1])]);
    spans.filter(|[west, east]| east > west).collect()
}

/// What two sorted lists of spans have in common.
fn common(a: &[[f64; 2]], b: &[[f64; 2]]) -> Vec<[f64; 2]> {
    let (mut i, mut j) = (0, 0);
    let mut both = Vec::new();
    while let (Some(p), Some(q)) = (a.get(i), b.get(j)) {
        let span = [p[0].max(q[0]), p[1].min(q[1])];
        if span[1] > span[0] {
            both.push(span);
        }
        if p[1] < q[1] { i += 1 } else { j += 1 }
    }
    both
}

#[cfg(test)]
mod tests {
    use super::*;

    fn footprint(ring: &[[f64; 2]]) -> Footprint {
        Footprint { rings: vec![ring.to_vec()] }
    }

    #[test]
    fn rows_fill_a_rectangle() {
        let rows = rows(&footprint(&[[0., 0.], [20., 0.], [20., 5.0], [0., 5.0]]));
        // 0.985 m deep, 1.585 m from row to row: the third ends at 4.254 m, a fourth would not fit.
        assert_eq!(rows.len(), 3);
        assert!(rows.iter().all(|row| row.west == 0.1 && row.east == 19.9));
        assert!((rows[2].south - (0.1 + 2.0 * (0.6 + row_depth()))).abs() < 1e-12);
    }

    #[test]
    fn rows_keep_inside_slanted_and_notched_outlines() {
        let slanted = footprint(&[[0., 0.], [10., 0.], [14., 8.0], [4., 8.0]]);
        for Row { west, east, south } in rows(&slanted) {
            assert!(west >= (south + row_depth()) / 2.0 && east <= 10.0 + south / 2.0);
        }
        // A notch from the north, whose tip at y = 2 lies within a row's band.
        let notched = footprint(&[[0., 0.], [20., 0.], [20., 8.], [11., 8.], [10., 2.], [9., 8.], [0., 8.]]);
        let cut = rows(&notched);
        assert!(cut.iter().filter(|row| row.south < 0.5).all(|row| row.east - row.west > 19.0));
        let beside = cut.iter().filter(|row| row.south > 1.5);
        assert!(beside.clone().count() >= 6 && beside.into_iter().all(|r| r.east < 10.0 || r.west > 10.0));
    }
}
