//! Sheets: the meshes of one tile, by kind.

use std::collections::{BTreeMap, HashMap};

use super::drape::{Flat, for_each_piece, stops};
use super::tile::Quad;
use super::{SurfaceKind, SurfaceMesh};
use crate::Ground;

/// Corners closer than this are one, metres.
const WELD_M: f64 = 1e-3;

/// Grows the meshes of one tile.
pub(super) struct Sheets<'a> {
    tile: [i32; 2],
    ground: &'a Ground,
    sheets: BTreeMap<SurfaceKind, Sheet>,
}

struct Sheet {
    mesh: SurfaceMesh,
    by_place: HashMap<[i64; 4], u32>,
}

impl<'a> Sheets<'a> {
    pub(super) fn new(tile: [i32; 2], ground: &'a Ground) -> Self {
        Self { tile, ground, sheets: BTreeMap::new() }
    }

    fn sheet(&mut self, kind: SurfaceKind) -> &mut Sheet {
        let tile = self.tile;
        self.sheets.entry(kind).or_insert_with(|| Sheet {
            mesh: SurfaceMesh {
                kind,
                tile,
                vertices: Vec::new(),
                normals: Vec::new(),
                uv: Vec::new(),
                triangles: Vec::new(),
            },
            by_place: HashMap::new(),
        })
    }

    /// Lays a flat triangle on the ground at its kind's offset.
    pub(super) fn drape(&mut self, kind: SurfaceKind, triangle: [Flat; 3]) {
        let ground = self.ground;
        let sheet = self.sheet(kind);
        for_each_piece(triangle, ground, |piece| {
            for corners in piece.triangles() {
                let corners = corners.map(|p| sheet.draped_vertex(p, kind.offset_m(), ground));
                let [a, b, c] = corners;
                if a != b && b != c && c != a {
                    sheet.mesh.triangles.push(corners);
                }
            }
        });
    }

    /// Adds a quadrilateral in space, in two triangles.
    pub(super) fn quad(&mut self, quad: &Quad) {
        let mesh = &mut self.sheet(quad.kind).mesh;
        let start = mesh.vertices.len() as u32;
        for (corner, uv) in quad.corners.iter().zip(quad.uv) {
            mesh.vertices.push(*corner);
            mesh.normals.push(quad.normal.map(|c| c as f32));
            mesh.uv.push(uv.map(|c| c as f32));
        }
        mesh.triangles.push([start, start + 1, start + 2]);
        mesh.triangles.push([start, start + 2, start + 3]);
    }

    /// An upright face along a line on the ground, from the ground up to `top_m` above it. It
    /// looks to the right of the line.
    pub(super) fn upright(&mut self, kind: SurfaceKind, a: [f64; 2], b: [f64; 2], top_m: f64) {
        let ground = self.ground;
        let length = (b[0] - a[0]).hypot(b[1] - a[1]);
        if length < WELD_M {
            return;
        }
        let normal = [(b[1] - a[1]) / length, -(b[0] - a[0]) / length, 0.0];
        let at = |t: f64| [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])];
        for pair in stops(a, b, ground).windows(2) {
            let (from, to) = (at(pair[0]), at(pair[1]));
            let (z_from, z_to) = (ground.height_at(from[0], from[1]), ground.height_at(to[0], to[1]));
            let low = [[from[0], from[1], z_from], [to[0], to[1], z_to]];
            let high = [[to[0], to[1], z_to + top_m], [from[0], from[1], z_from + top_m]];
            let (u, v) = (pair[0] * length, pair[1] * length);
            self.quad(&Quad {
                kind,
                corners: [low[0], low[1], high[0], high[1]],
                normal,
                uv: [[u, 0.0], [v, 0.0], [v, top_m], [u, top_m]],
            });
        }
    }

    /// The meshes, without empty ones.
    pub(super) fn finish(self) -> Vec<SurfaceMesh> {
        self.sheets.into_values().map(|sheet| sheet.mesh).filter(|m| !m.triangles.is_empty()).collect()
    }
}

impl Sheet {
    fn draped_vertex(&mut self, p: Flat, offset_m: f64, ground: &Ground) -> u32 {
        let place = p.map(|v| (v / WELD_M).round() as i64);
        let mesh = &mut self.mesh;
        *self.by_place.entry(place).or_insert_with(|| {
            mesh.vertices.push([p[0], p[1], ground.height_at(p[0], p[1]) + offset_m]);
            mesh.normals.push(ground.normal_at(p[0], p[1]).map(|c| c as f32));
            mesh.uv.push([p[2] as f32, p[3] as f32]);
            mesh.vertices.len() as u32 - 1
        })
    }
}
