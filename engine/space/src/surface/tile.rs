//! Tiles: what lies in which square of the scene.

use std::collections::BTreeMap;

use geo::{BoundingRect, MultiPolygon};
use linli_model::{Point3, Polygon};

use super::drape::{Convex, Flat};
use super::region::MARGIN_M;
use super::{SurfaceKind, TILE_M};
use crate::Triangulator;

/// Tiles further from the origin than this are not made, so that a stray point cannot make millions.
const FARTHEST_TILE: f64 = 2000.0;
/// Most tiles that one polygon may be cut into.
const MOST_TILES: f64 = 10_000.0;

/// A quadrilateral in space, in order around, with a normal at each corner.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Quad {
    pub kind: SurfaceKind,
    pub corners: [Point3; 4],
    pub normal: Point3,
    pub uv: [[f64; 2]; 4],
}

/// Regions whose union is drawn, in the order of [`super::region`]'s classes.
#[derive(Clone, Debug, Default)]
pub(super) struct Regions {
    pub carriageway: Vec<MultiPolygon<f64>>,
    /// Roads with the pavements that are made up beside them.
    pub pavement: Vec<MultiPolygon<f64>>,
    /// Pavements as the source has them.
    pub mapped_pavement: Vec<MultiPolygon<f64>>,
    pub plaza: Vec<MultiPolygon<f64>>,
    pub footway: Vec<MultiPolygon<f64>>,
    pub cycleway: Vec<MultiPolygon<f64>>,
    /// Discs around the places where roads meet.
    pub junctions: Vec<MultiPolygon<f64>>,
}

/// What lies in one tile, before draping.
#[derive(Clone, Debug, Default)]
pub(super) struct Tile {
    pub flat: Vec<(SurfaceKind, [Flat; 3])>,
    pub quads: Vec<Quad>,
    pub regions: Regions,
}

/// All tiles by column and row.
#[derive(Default)]
pub(super) struct Tiles(BTreeMap<[i32; 2], Tile>);

impl Tiles {
    pub(super) fn into_sorted(self) -> Vec<([i32; 2], Tile)> {
        self.0.into_iter().collect()
    }

    /// Puts a polygon into the tiles that it covers, cut along their borders.
    pub(super) fn add_polygon(&mut self, kind: SurfaceKind, polygon: &Polygon, cutter: &mut Triangulator) {
        let corners: Vec<Flat> = polygon.rings().flatten().map(|p| [p[0], p[1], p[0], p[1]]).collect();
        let flat = Polygon {
            exterior: polygon.exterior.iter().map(level).collect(),
            holes: polygon.holes.iter().map(|hole| hole.iter().map(level).collect()).collect(),
        };
        let mut triangles = Vec::new();
        cutter.polygon(&flat, &mut triangles);
        for [a, b, c] in triangles {
            let [a, b, c] = [a, b, c].map(|i| corners[i as usize]);
            let upward = (b[0] - a[0]) * (c[1] - a[1]) > (b[1] - a[1]) * (c[0] - a[0]);
            self.add_triangle(kind, if upward { [a, b, c] } else { [a, c, b] });
        }
    }

    /// Puts a flat triangle into the tiles that it covers.
    pub(super) fn add_triangle(&mut self, kind: SurfaceKind, triangle: [Flat; 3]) {
        let piece = Convex::from_triangle(triangle);
        let Some([low, high]) = tile_span(piece.span(0), piece.span(1)) else { return };
        piece.slice(0, (low[0]..=high[0]).map(|c| f64::from(c) * TILE_M), &mut |strip| {
            strip.slice(1, (low[1]..=high[1]).map(|r| f64::from(r) * TILE_M), &mut |piece| {
                if let Some(place) = tile_at(piece.middle()) {
                    let tile = self.0.entry(place).or_default();
                    tile.flat.extend(piece.triangles().map(|t| (kind, t)));
                }
            });
        });
    }

    /// Puts a small quadrilateral into the tile of its middle.
    pub(super) fn add_flat_quad(&mut self, kind: SurfaceKind, [a, b, c, d]: [Flat; 4]) {
        let middle = [(a[0] + c[0]) / 2.0, (a[1] + c[1]) / 2.0];
        if let Some(place) = tile_at(middle) {
            let tile = self.0.entry(place).or_default();
            tile.flat.push((kind, [a, b, c]));
            tile.flat.push((kind, [a, c, d]));
        }
    }

    /// Puts a quadrilateral in space into the tile of its middle.
    pub(super) fn add_quad(&mut self, quad: Quad) {
        let [a, _, c, _] = quad.corners;
        if let Some(place) = tile_at([(a[0] + c[0]) / 2.0, (a[1] + c[1]) / 2.0]) {
            self.0.entry(place).or_default().quads.push(quad);
        }
    }

    /// Adds a region to every tile that its box touches or comes near to.
    pub(super) fn add_region(
        &mut self,
        region: &MultiPolygon<f64>,
        list: impl Fn(&mut Regions) -> &mut Vec<MultiPolygon<f64>>,
    ) {
        let Some(rect) = region.bounding_rect() else { return };
        let (min, max) = (rect.min(), rect.max());
        let Some([low, high]) = near(min.x, max.x, min.y, max.y) else { return };
        for column in low[0]..=high[0] {
            for row in low[1]..=high[1] {
                let tile = self.0.entry([column, row]).or_default();
                list(&mut tile.regions).push(region.clone());
            }
        }
    }
}

fn level(p: &Point3) -> Point3 {
    [p[0], p[1], 0.0]
}

/// Tiles that a box touches or comes near to.
fn near(x0: f64, x1: f64, y0: f64, y1: f64) -> Option<[[i32; 2]; 2]> {
    tile_span([x0 - MARGIN_M, x1 + MARGIN_M], [y0 - MARGIN_M, y1 + MARGIN_M])
}

/// The tile at a place.
pub(super) fn tile_at(p: [f64; 2]) -> Option<[i32; 2]> {
    let [column, row] = p.map(|v| (v / TILE_M).floor());
    (column.abs() < FARTHEST_TILE && row.abs() < FARTHEST_TILE).then_some([column as i32, row as i32])
}

fn tile_span(x: [f64; 2], y: [f64; 2]) -> Option<[[i32; 2]; 2]> {
    let low = tile_at([x[0], y[0]])?;
    let high = tile_at([x[1], y[1]])?;
    let count = f64::from(high[0] - low[0] + 1) * f64::from(high[1] - low[1] + 1);
    (count <= MOST_TILES).then_some([low, high])
}
