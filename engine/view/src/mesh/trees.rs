//! Trees: a few shapes, drawn again and again.

use bevy::asset::RenderAssetUsages;
use bevy::math::{Quat, Vec3};
use bevy::mesh::{Mesh, PrimitiveTopology};
use bevy::transform::components::Transform;
use linli_model::{Community, Geometry, Kind, Vertical};
use linli_space::Ground;

use super::builder::{Corner, MeshBuilder, dressed};
use super::buildings::seed_of;
use crate::coordinates::render_from_local;
use crate::material::Finish;

/// One tree to draw.
#[derive(Clone, Copy, Debug)]
pub struct TreeInstance {
    /// Which of [`tree_meshes`].
    pub mesh: usize,
    /// Where, how high, how wide.
    pub transform: Transform,
}

/// Number of different crowns of broad-leaved trees; the conifer comes after them.
const BROAD_LEAVED: usize = 3;

/// The shapes of trees, one metre high and one metre wide, standing on their origin.
pub fn tree_meshes() -> Vec<Mesh> {
    let greens = [[92, 128, 58], [106, 140, 64], [84, 118, 66], [62, 96, 66]];
    (0..=BROAD_LEAVED)
        .map(|number| {
            let mut builder = MeshBuilder::default();
            trunk(&mut builder);
            let leaves = dressed(greens[number], Finish::Foliage, 0.0);
            if number == BROAD_LEAVED {
                cone(&mut builder, leaves);
            } else {
                crown(&mut builder, leaves, number as f32);
            }
            builder.finish(PrimitiveTopology::TriangleList).0
        })
        .map(|mut mesh| {
            mesh.asset_usage = RenderAssetUsages::default();
            mesh
        })
        .collect()
}

fn corner(at: Vec3, normal: Vec3) -> Corner {
    Corner {
        at: [f64::from(at.x), f64::from(at.y), f64::from(at.z)],
        normal: normal.normalize_or(Vec3::Z).to_array(),
        uv: [0.0; 2],
        uv_b: [0.0; 2],
    }
}

fn trunk(builder: &mut MeshBuilder) {
    let bark = dressed([96, 78, 62], Finish::Plain, 0.0);
    let ring = |z: f32, r: f32| {
        (0..5).map(move |i| {
            let angle = i as f32 * std::f32::consts::TAU / 5.0;
            let out = Vec3::new(angle.cos(), angle.sin(), 0.0);
            corner(out * r + Vec3::Z * z, out)
        })
    };
    let low: Vec<u32> = ring(0.0, 0.045).map(|c| builder.corner([0.0; 3], c, bark)).collect();
    let high: Vec<u32> = ring(0.45, 0.028).map(|c| builder.corner([0.0; 3], c, bark)).collect();
    for i in 0..5 {
        let j = (i + 1) % 5;
        builder.triangle([low[i], low[j], high[j]]);
        builder.triangle([low[i], high[j], high[i]]);
    }
}

/// A ball of leaves with bumps, its underside flattened.
fn crown(builder: &mut MeshBuilder, leaves: [f32; 4], number: f32) {
    const AROUND: usize = 9;
    const UP: usize = 6;
    let bump = |a: f32, b: f32| {
        1.0 + 0.13 * (a * 3.0 + number * 2.1).sin() * (b * 4.0 + number).cos()
            + 0.07 * (a * 5.0 + b * 7.0 + number * 4.0).sin()
    };
    let centre = Vec3::new(0.0, 0.0, 0.64);
    let mut rings = Vec::new();
    for k in 0..=UP {
        let polar = std::f32::consts::PI * k as f32 / UP as f32;
        let ring: Vec<u32> = (0..AROUND)
            .map(|i| {
                let angle = std::f32::consts::TAU * (i as f32 + 0.5 * (k % 2) as f32) / AROUND as f32;
                let out = Vec3::new(angle.cos() * polar.sin(), angle.sin() * polar.sin(), polar.cos());
                let stretch = if out.z < 0.0 { 0.30 } else { 0.36 };
                let r = bump(angle, polar);
                let at = centre + Vec3::new(out.x * 0.5 * r, out.y * 0.5 * r, out.z * stretch * r);
                // Shade from inside: darker below. The shader reads the normal only.
                builder.corner([0.0; 3], corner(at, out + Vec3::Z * 0.35), leaves)
            })
            .collect();
        rings.push(ring);
    }
    for pair in rings.windows(2) {
        for i in 0..AROUND {
            let j = (i + 1) % AROUND;
            builder.triangle([pair[0][i], pair[1][i], pair[1][j]]);
            builder.triangle([pair[0][i], pair[1][j], pair[0][j]]);
        }
    }
}

fn cone(builder: &mut MeshBuilder, leaves: [f32; 4]) {
    for (low, high, radius) in [(0.16_f32, 0.62_f32, 0.5_f32), (0.38, 0.82, 0.38), (0.6, 1.0, 0.26)] {
        let tip = builder.corner([0.0; 3], corner(Vec3::new(0.0, 0.0, high), Vec3::Z), leaves);
        let ring: Vec<u32> = (0..8)
            .map(|i| {
                let angle = std::f32::consts::TAU * i as f32 / 8.0;
                let out = Vec3::new(angle.cos(), angle.sin(), 0.0);
                builder.corner([0.0; 3], corner(out * radius + Vec3::Z * low, out + Vec3::Z * 0.5), leaves)
            })
            .collect();
        for i in 0..8 {
            builder.triangle([ring[i], ring[(i + 1) % 8], tip]);
        }
    }
}

/// Trees of a community that the source gives as points. Height without a source: 9 m, crown 0.6 of
/// the height, both varied by the tree's key by a fifth, so that an avenue does not look stamped.
pub fn tree_instances(community: &Community, ground: &Ground) -> Vec<TreeInstance> {
    let mut trees = Vec::new();
    for element in community.elements() {
        let (Kind::Tree(tree), Geometry::Point(p)) = (&element.kind, &element.geometry) else { continue };
        let seed = f64::from(seed_of(element.key.as_str()));
        let vary = 0.8 + 0.4 * seed;
        let height = tree.height_m.unwrap_or(9.0 * vary).clamp(1.0, 60.0);
        let crown = tree.crown_m.unwrap_or(if tree.conifer { 0.4 } else { 0.66 } * height).clamp(0.5, 30.0);
        let z = match element.vertical {
            Vertical::Absolute => p[2],
            Vertical::AboveGround => ground.height_at(p[0], p[1]) + p[2],
        };
        let mesh = if tree.conifer { BROAD_LEAVED } else { ((seed * 97.0) as usize) % BROAD_LEAVED };
        trees.push(TreeInstance {
            mesh,
            transform: Transform {
                translation: render_from_local([p[0], p[1], z]),
                rotation: Quat::from_rotation_y((seed * 37.0).fract() as f32 * std::f32::consts::TAU),
                scale: Vec3::new(crown as f32, height as f32, crown as f32),
            },
        });
    }
    trees
}
