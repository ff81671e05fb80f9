//! Soil on the planes of a section.

use geo::{BooleanOps as _, BoundingRect as _, Coord, Intersects as _, MultiPolygon, Rect};
use linli_model::{Aabb, FaceKind, Point3};

use super::face::Side;
use crate::Ground;
use crate::cut::{MOST_STEPS, Piece, STEP_M, add_soil, soil_layers};
use crate::index::touch::clip_ring;
use crate::shape::ShapeBuilder;

/// Soil is shown down to this depth, metres.
const DEPTH_M: f64 = 40.0;
/// How far beyond the scene its ground is looked at, metres.
const AROUND_M: f64 = 60.0;
/// How far the land around the scene reaches, metres.
const FAR_M: f64 = 25_000.0;
/// Most cells of a level face along one side.
const MOST_CELLS: f64 = 160.0;

/// Layers on an upright plane, without the rooms that are open in it.
pub(super) fn upright(
    builder: &mut ShapeBuilder,
    side: &Side<'_>,
    extent: &Aabb,
    ground: &Ground,
    paved: &impl Fn(f64, f64) -> bool,
    open: &MultiPolygon,
) {
    let ([x0, y0, _], [x1, y1, _]) = (extent.min, extent.max);
    let corners =
        [[x0, y0], [x1, y0], [x1, y1], [x0, y1]].map(|[x, y]| side.frame.coordinates([x, y, 0.0])[0]);
    let near = corners.iter().fold([f64::MAX, f64::MIN], |[a, b], s| [a.min(*s), b.max(*s)]);
    let near = [near[0] - AROUND_M, near[1] + AROUND_M];
    let whole = Rect::new(Coord { x: near[0] - FAR_M, y: -1e5 }, Coord { x: near[1] + FAR_M, y: 1e5 });
    let Some(window) = side.window(whole, &side.others) else { return };
    let Some(limits) = window.bounding_rect() else { return };
    let window = MultiPolygon::new(vec![window]);
    let pieces = pieces(side, near, [limits.min().x, limits.max().x], ground);
    add_soil(builder, &side.frame, &pieces, DEPTH_M, paved, |face| {
        let face = if side.others.is_empty() { face } else { face.intersection(&window) };
        if face.intersects(open) { face.difference(open) } else { face }
    });
}

/// Pieces of the ground's line: fine in the scene, one on each side of it.
fn pieces(side: &Side<'_>, near: [f64; 2], limits: [f64; 2], ground: &Ground) -> Vec<Piece> {
    let at = |s: f64| {
        let [x, y, _] = side.frame.place(s, 0.0, 0.0);
        [s, ground.height_at(x, y)]
    };
    let (from, to) = (near[0].max(limits[0]), near[1].min(limits[1]));
    let mut places = Vec::new();
    if limits[0] < near[0] {
        places.push(limits[0]);
    }
    if to > from {
        let count = ((to - from) / STEP_M).ceil().clamp(1.0, MOST_STEPS);
        places.extend((0..=count as u32).map(|k| from + (to - from) * f64::from(k) / count));
    }
    if limits[1] > near[1] {
        places.push(limits[1]);
    }
    places.windows(2).map(|pair| [at(pair[0]), at(pair[1])]).collect()
}

/// Soil on a level plane, where it lies below the ground.
pub(super) fn level(
    builder: &mut ShapeBuilder,
    side: &Side<'_>,
    extent: &Aabb,
    ground: &Ground,
    paved: &impl Fn(f64, f64) -> bool,
) {
    let height = side.frame.place(0.0, 0.0, 0.0)[2];
    let depth = |p: &Point3| ground.height_at(p[0], p[1]) - height;
    let mut piece = |[low, high]: [[f64; 2]; 2]| {
        let middle = [(low[0] + high[0]) / 2.0, (low[1] + high[1]) / 2.0, height];
        let Some(layer) =
            soil_layers(paved(middle[0], middle[1])).find(|layer| depth(&middle) <= layer.until_m)
        else {
            return;
        };
        let corners = [[low[0], low[1]], [high[0], low[1]], [high[0], high[1]], [low[0], high[1]]];
        let [a, b, c, d] = corners.map(|[x, y]| [x, y, height]);
        for triangle in [[a, b, c], [a, c, d]] {
            let (mut ring, mut clipped) = (Vec::new(), Vec::new());
            clip_ring(&triangle, |p| depth(&p), &mut ring);
            for plane in &side.others {
                clip_ring(&ring, |p| plane.height(p), &mut clipped);
                std::mem::swap(&mut ring, &mut clipped);
            }
            for k in 2..ring.len() {
                builder.triangle_at([ring[0], ring[k - 1], ring[k]], (FaceKind::Ground, Some(layer.colour)));
            }
        }
    };
    let far = [extent.min, extent.max];
    let far = [far[0].map(|v| v - FAR_M), far[1].map(|v| v + FAR_M)];
    // Pavement is thinner than this.
    if ground.is_level() && !(0.0..1.0).contains(&(ground.level_m - height)) {
        return piece([[far[0][0], far[0][1]], [far[1][0], far[1][1]]]);
    }
    let (low, high) = (extent.min.map(|v| v - AROUND_M), extent.max.map(|v| v + AROUND_M));
    let size = [high[0] - low[0], high[1] - low[1]];
    let cell = (size[0].max(size[1]) / MOST_CELLS).max(STEP_M);
    let count = size.map(|size| (size / cell).ceil().max(1.0) as u32);
    let line = |axis: usize, k: u32| low[axis] + size[axis] * f64::from(k) / f64::from(count[axis]);
    for column in 0..count[0] {
        for row in 0..count[1] {
            piece([[line(0, column), line(1, row)], [line(0, column + 1), line(1, row + 1)]]);
        }
    }
    // The land around the scene.
    piece([[far[0][0], far[0][1]], [far[1][0], low[1]]]);
    piece([[far[0][0], high[1]], [far[1][0], far[1][1]]]);
    piece([[far[0][0], low[1]], [low[0], high[1]]]);
    piece([[high[0], low[1]], [far[1][0], high[1]]]);
}
