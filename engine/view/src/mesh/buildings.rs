//! Buildings: walls with windows suggested from the storeys, roofs, crisp edges.

use bevy::math::DVec3;
use linli_model::{Building, BuildingUse, Element, ElementId, FaceKind, Layer, Point3, Truth};
use linli_present::{Colour, building_colour, massing_colour, roof_colour, softened};
use linli_space::{Shape, feature_edges};

use super::builder::{Corner, Drawn, MeshBuilder, TileMesh, TileSet, dressed};
use crate::material::Finish;

/// Width of a window bay that walls are divided into, metres.
const BAY_M: f64 = 3.0;
/// Smallest angle between faces that is drawn as an edge, degrees.
const EDGE_DEG: f64 = 25.0;

/// A building's dress: what its walls and roofs look like.
struct Dress {
    wall: [f32; 4],
    roof_flat: [f32; 4],
    roof_pitched: [f32; 4],
    plain: [f32; 4],
    glass: [f32; 4],
    base_m: f64,
    storey_m: f64,
}

impl Dress {
    /// A volume of a proposal: one colour, no windows.
    fn as_sketch(&mut self, use_: BuildingUse) {
        let paint = dressed(massing_colour(use_), Finish::Plain, 0.0);
        (self.wall, self.roof_flat, self.roof_pitched, self.plain) = (paint, paint, paint, paint);
    }
}

/// A number in 0…1 that stays with a key.
pub(super) fn seed_of(key: &str) -> f32 {
    let mut hash: u32 = 2_166_136_261;
    for byte in key.bytes() {
        hash = (hash ^ u32::from(byte)).wrapping_mul(16_777_619);
    }
    (hash >> 8) as f32 / 16_777_216.0
}

fn wall_finish(use_: BuildingUse, height_m: f64) -> Finish {
    match use_ {
        BuildingUse::Office => Finish::WallOffice,
        BuildingUse::Commercial | BuildingUse::Transport | BuildingUse::Culture if height_m > 4.0 => {
            Finish::WallShops
        }
        BuildingUse::Industrial | BuildingUse::Auxiliary | BuildingUse::Parking => Finish::WallBlank,
        _ if height_m > 70.0 => Finish::WallOffice,
        _ if height_m < 2.6 => Finish::WallBlank,
        _ => Finish::WallHomes,
    }
}

/// Neighbours differ a little in hue, as built towns do.
fn varied(colour: Colour, seed: f32) -> Colour {
    let shift = |channel: u8, amount: f32| (f32::from(channel) + amount).clamp(0.0, 255.0) as u8;
    let warm = (seed - 0.5) * 26.0;
    let light = ((seed * 7.3).fract() - 0.5) * 22.0;
    [shift(colour[0], light + warm), shift(colour[1], light + warm * 0.35), shift(colour[2], light - warm)]
}

fn dress_of(building: &Building, key: &str, shape: &Shape) -> Dress {
    let seed = seed_of(key);
    let (low, high) = shape
        .vertices
        .iter()
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), p| (low.min(p[2]), high.max(p[2])));
    let height_m = building.height_m.unwrap_or(high - low).max(0.1);
    let storey_m = building
        .storeys_above
        .filter(|n| *n >= 1.0)
        .map(|n| (height_m - building.min_height_m) / f64::from(n))
        .filter(|h| (2.2..8.0).contains(h))
        .unwrap_or(match building.use_ {
            BuildingUse::Office | BuildingUse::Commercial => 3.9,
            _ => 3.1,
        });
    let wall = building.colour.map(softened).unwrap_or_else(|| varied(building_colour(building.use_), seed));
    let flat =
        building.roof_colour.map(softened).unwrap_or_else(|| varied(roof_colour(building.use_, false), seed));
    let slope =
        building.roof_colour.map(softened).unwrap_or_else(|| varied(roof_colour(building.use_, true), seed));
    Dress {
        wall: dressed(wall, wall_finish(building.use_, height_m), seed),
        roof_flat: dressed(flat, Finish::RoofFlat, seed),
        roof_pitched: dressed(slope, Finish::RoofPitched, seed),
        plain: dressed(wall, Finish::Plain, seed),
        glass: dressed([60, 76, 88], Finish::Glass, seed),
        base_m: low,
        storey_m,
    }
}

/// Tiles of the buildings in a list of elements with their shapes.
pub fn building_tiles<'a>(
    buildings: impl Iterator<Item = (ElementId, &'a Element, &'a Shape)>,
) -> Vec<TileMesh> {
    let mut tiles = TileSet::default();
    let mut edges = TileSet::default();
    for (id, element, shape) in buildings {
        let Some(building) = element.kind.building() else { continue };
        let is_sketch = element.presence.truth == Truth::Proposed;
        let Some(&place) = shape.vertices.first() else { continue };
        let mut dress = dress_of(building, element.key.as_str(), shape);
        if is_sketch {
            dress.as_sketch(building.use_);
        }
        let drawn = if is_sketch { Drawn::Massing } else { Drawn::Solid };
        let (builder, origin) = tiles.at(place, Layer::Buildings, drawn);
        builder.of_element(id);
        for part in &shape.parts {
            let range = part.triangles.start as usize..part.triangles.end as usize;
            let triangles = shape.triangles.get(range).unwrap_or_default();
            let own = part.colour.filter(|_| !is_sketch);
            add_part(builder, origin, shape, triangles, part.kind, own, &dress);
        }
        add_edges(&mut edges, id, shape, place, Layer::Buildings);
    }
    let mut all = tiles.finish();
    all.extend(edges.finish());
    all
}

fn add_edges(edges: &mut TileSet, id: ElementId, shape: &Shape, place: Point3, layer: Layer) {
    let (builder, origin) = edges.at(place, layer, Drawn::Overlay);
    builder.of_element(id);
    let ink = dressed([34, 32, 36], Finish::Unlit, 0.0);
    for [a, b] in feature_edges(shape, EDGE_DEG) {
        let corner = |at| Corner { at, normal: [0.0, 0.0, 1.0], uv: [0.42, 0.0], uv_b: [0.0; 2] };
        let (a, b) = (builder.corner(origin, corner(a), ink), builder.corner(origin, corner(b), ink));
        builder.line([a, b]);
    }
}

fn triangle_normal(shape: &Shape, triangle: [u32; 3]) -> Option<DVec3> {
    let [a, b, c] = triangle.map(|i| DVec3::from(shape.vertices[i as usize]));
    (b - a).cross(c - a).try_normalize()
}

/// Adds the triangles of one part: runs in one plane are one face, so that windows sit in rows.
fn add_part(
    builder: &mut MeshBuilder,
    origin: Point3,
    shape: &Shape,
    triangles: &[[u32; 3]],
    kind: FaceKind,
    colour: Option<Colour>,
    dress: &Dress,
) {
    let mut start = 0;
    while start < triangles.len() {
        let Some(normal) = triangle_normal(shape, triangles[start]) else {
            start += 1;
            continue;
        };
        let anchor = DVec3::from(shape.vertices[triangles[start][0] as usize]);
        let in_plane = |triangle: &[u32; 3]| {
            triangle_normal(shape, *triangle).is_some_and(|n| n.dot(normal) > 0.9995)
                && triangle
                    .iter()
                    .all(|&i| (DVec3::from(shape.vertices[i as usize]) - anchor).dot(normal).abs() < 0.05)
        };
        let length = triangles[start..].iter().take_while(|t| in_plane(t)).count().max(1);
        let face = &triangles[start..start + length];
        add_face(builder, origin, shape, face, normal, kind, colour, dress);
        start += length;
    }
}

#[expect(clippy::too_many_arguments, reason = "one face and everything that dresses it")]
fn add_face(
    builder: &mut MeshBuilder,
    origin: Point3,
    shape: &Shape,
    face: &[[u32; 3]],
    normal: DVec3,
    kind: FaceKind,
    colour: Option<Colour>,
    dress: &Dress,
) {
    let upright = normal.z.abs() < 0.35;
    let mut paint = match kind {
        FaceKind::Window | FaceKind::Door => dress.glass,
        FaceKind::Closure => return,
        FaceKind::Roof | FaceKind::OuterFloor if normal.z.abs() > 0.985 => dress.roof_flat,
        FaceKind::Roof => {
            if upright {
                dress.plain
            } else {
                dress.roof_pitched
            }
        }
        FaceKind::Wall | FaceKind::Unknown if upright => dress.wall,
        _ if normal.z > 0.9 => dress.roof_flat,
        _ => dress.plain,
    };
    if let Some(colour) = colour {
        let own = dressed(softened(colour), Finish::Plain, 0.0);
        paint = [own[0], own[1], own[2], paint[3]];
    }
    let along = DVec3::new(-normal.y, normal.x, 0.0).try_normalize().unwrap_or(DVec3::X);
    let (mut left, mut right, mut top) = (f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY);
    for &index in face.iter().flatten() {
        let p = DVec3::from(shape.vertices[index as usize]);
        let u = p.dot(along);
        (left, right, top) = (left.min(u), right.max(u), top.max(p.z));
    }
    let width = right - left;
    let bays = (width / BAY_M).round().max(1.0);
    // Very narrow walls get no window.
    let size = [if width < 1.6 { 0.0 } else { bays as f32 }, ((top - dress.base_m) / dress.storey_m) as f32];
    let down = normal.cross(along);
    let normal = normal.as_vec3().to_array();
    for triangle in face {
        let corners = triangle.map(|index| {
            let at = shape.vertices[index as usize];
            let p = DVec3::from(at);
            let uv = if upright {
                [
                    ((p.dot(along) - left) / width.max(0.01) * bays) as f32,
                    ((p.z - dress.base_m) / dress.storey_m) as f32,
                ]
            } else {
                [p.dot(along) as f32, p.dot(down) as f32]
            };
            builder.corner(origin, Corner { at, normal, uv, uv_b: size }, paint)
        });
        builder.triangle(corners);
    }
}
