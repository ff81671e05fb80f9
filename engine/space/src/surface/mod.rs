//! Draped ground surfaces, ready to draw: terrain, land, water, streets, markings, decks.

mod alongside;
mod area;
mod axis;
mod crossing;
mod deck;
mod drape;
mod line;
mod marking;
mod place;
mod rail;
mod region;
mod sheet;
mod terrain;
mod tile;

pub(crate) use drape::drape_polygon;
pub use place::StreetPlaces;

use std::sync::atomic::{AtomicU64, Ordering};

use linli_model::{Community, Point3, Progress};
use rayon::prelude::*;

use crate::Ground;
use line::StreetLines;
use sheet::Sheets;
use tile::Tiles;

/// Height between two layers of the street network, metres.
pub(crate) const LEVEL_HEIGHT_M: f64 = 5.0;
/// Height of a kerb above the carriageway, metres.
const KERB_M: f64 = 0.12;

/// What a ground surface is; later kinds lie higher where they overlap (kerbs and decks apart).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SurfaceKind {
    /// The relief itself.
    Terrain,
    /// Land in use for building, industry, railways.
    Land,
    /// Park or garden.
    Park,
    /// Cemetery.
    Cemetery,
    /// Allotments, orchard.
    Allotments,
    /// Trees.
    Forest,
    /// Grass, meadow.
    Grass,
    /// Shrubs, heath.
    Scrub,
    /// Beach, sand.
    Sand,
    /// Playground.
    Playground,
    /// Pitch or other sports ground.
    Sport,
    /// Water.
    Water,
    /// Car park.
    Parking,
    /// Square or street for people.
    Plaza,
    /// Way for walking.
    Footway,
    /// Way for cycling.
    Cycleway,
    /// Bed of a railway.
    Ballast,
    /// Road surface.
    Carriageway,
    /// White paint on the road: lines and zebra crossings; u runs along, v across.
    Marking,
    /// Steel rails.
    Rail,
    /// Pavement beside the road, a kerb's height above it.
    Pavement,
    /// Upright face of the pavement's edge.
    Kerb,
    /// Sides and underside of a bridge's slab (its top has the kind of the way on it).
    BridgeSlab,
    /// Road surface in a tunnel, below the ground.
    Tunnel,
    /// Railway in a tunnel, below the ground.
    RailTunnel,
}

impl SurfaceKind {
    /// Height above the ground at which it lies, metres: steps that keep what overlaps apart.
    pub fn offset_m(self) -> f64 {
        match self {
            Self::Terrain | Self::BridgeSlab | Self::Tunnel | Self::RailTunnel => 0.0,
            Self::Land => 0.01,
            Self::Park => 0.02,
            Self::Cemetery => 0.024,
            Self::Allotments => 0.028,
            Self::Forest => 0.032,
            Self::Grass => 0.036,
            Self::Scrub => 0.04,
            Self::Sand => 0.044,
            Self::Playground => 0.048,
            Self::Sport => 0.052,
            Self::Water => 0.056,
            Self::Parking => 0.062,
            Self::Plaza => 0.07,
            Self::Footway => 0.08,
            Self::Cycleway => 0.086,
            Self::Ballast => 0.092,
            Self::Carriageway => 0.1,
            Self::Marking => 0.115,
            Self::Rail => 0.13,
            Self::Pavement | Self::Kerb => 0.1 + KERB_M,
        }
    }
}

/// One piece of ground surface of one kind, inside one square tile of the scene.
#[derive(Clone, Debug, PartialEq)]
pub struct SurfaceMesh {
    /// What it is.
    pub kind: SurfaceKind,
    /// Column and row of its tile ([`TILE_M`] metres), counted from the local origin.
    pub tile: [i32; 2],
    /// Corner points, local metres.
    pub vertices: Vec<Point3>,
    /// Unit normal at each corner.
    pub normals: Vec<[f32; 3]>,
    /// Metres in the plane; along and across for ribbons (markings, rails, decks).
    pub uv: Vec<[f32; 2]>,
    /// Counter-clockwise seen from above (from outside for upright faces).
    pub triangles: Vec<[u32; 3]>,
}

/// Side of a tile, metres.
pub const TILE_M: f64 = 400.0;

/// All ground surfaces of a community with the relief below them, by kind and tile. Cancelled work gives
/// nothing.
pub fn surfaces(community: &Community, ground: &Ground, progress: &dyn Progress) -> Vec<SurfaceMesh> {
    let mut meshes = draped_surfaces(community, ground, progress);
    if progress.cancelled() {
        return Vec::new();
    }
    meshes.extend(terrain_surfaces(ground));
    meshes.sort_by_key(|mesh| (mesh.kind, mesh.tile));
    meshes
}

/// What lies on the ground, without the relief itself, by kind and tile. Cancelled work gives nothing.
pub fn draped_surfaces(community: &Community, ground: &Ground, progress: &dyn Progress) -> Vec<SurfaceMesh> {
    let lines = StreetLines::of(community);
    let mut tiles = Tiles::default();
    area::collect(community, &mut tiles);
    region::collect(community, &lines, &mut tiles);
    marking::collect(&lines, &mut tiles);
    crossing::collect(community, &lines, &mut tiles);
    rail::collect(&lines, &mut tiles);
    deck::collect(&lines, ground, &mut tiles);
    let tiles = tiles.into_sorted();
    let total = tiles.len() as u64;
    let done = AtomicU64::new(0);
    let mut meshes: Vec<SurfaceMesh> = tiles
        .into_par_iter()
        .flat_map_iter(|(place, content)| {
            if progress.cancelled() {
                return Vec::new();
            }
            let meshes = content.meshes(place, ground);
            progress.step("surfaces", done.fetch_add(1, Ordering::Relaxed) + 1, total);
            meshes
        })
        .collect();
    if progress.cancelled() {
        return Vec::new();
    }
    meshes.sort_by_key(|mesh| (mesh.kind, mesh.tile));
    meshes
}

/// The relief as meshes, one for each tile; nothing for level ground. Cells are cut from
/// south-west to north-east, as [`Ground::height_at`] reads them.
pub fn terrain_surfaces(ground: &Ground) -> Vec<SurfaceMesh> {
    terrain::meshes(ground)
}

impl tile::Tile {
    /// Draws together what lies in one tile.
    fn meshes(self, place: [i32; 2], ground: &Ground) -> Vec<SurfaceMesh> {
        let mut sheets = Sheets::new(place, ground);
        region::draw(&self, place, &mut sheets);
        for (kind, triangle) in self.flat {
            sheets.drape(kind, triangle);
        }
        for quad in self.quads {
            sheets.quad(&quad);
        }
        sheets.finish()
    }
}

#[cfg(test)]
mod tests;
