//! Trees: a few shapes, drawn again and again.

use bevy::asset::RenderAssetUsages;
use bevy::math::{Quat, Vec3, Vec3Swizzles as _};
use bevy::mesh::{Mesh, PrimitiveTopology};
use bevy::transform::components::Transform;
use linli_model::variant::Sides;
use linli_model::{Community, ElementId, Geometry, Kind, Vertical};
use linli_space::Ground;

use super::builder::{Corner, MeshBuilder, dressed};
use super::buildings::seed_of;
use crate::coordinates::render_from_local;
use crate::material::Finish;

/// One tree to draw.
#[derive(Clone, Copy, Debug)]
pub struct TreeInstance {
    /// The tree.
    pub element: ElementId,
    /// Which of [`tree_meshes`].
    pub mesh: usize,
    /// Where, how high, how wide.
    pub transform: Transform,
    /// The sides of a comparison that show it.
    pub sides: Sides,
}

/// Number of different crowns of broad-leaved trees; the conifer comes after them.
const BROAD_LEAVED: usize = 3;

/// The shapes of trees, one metre high and one metre wide, standing on their origin.
pub fn tree_meshes() -> Vec<Mesh> {
    let greens = [[104, 136, 62], [116, 144, 70], [94, 126, 68], [66, 100, 66]];
    (0..=BROAD_LEAVED)
        .map(|number| {
            let mut builder = MeshBuilder::default();
            builder.of_instances();
            trunk(&mut builder);
            let leaves = dressed(greens[number], Finish::Foliage, 0.0);
            if number == BROAD_LEAVED {
                cone(&mut builder, leaves);
            } else {
                crown(&mut builder, leaves, number);
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

/// Balls of leaves that make up a crown: middle and half axes, for a crown of unit width and height.
#[rustfmt::skip]
const BALLS: [&[([f32; 3], f32, f32)]; BROAD_LEAVED] = [
    &[
        ([0.0, 0.0, 0.70], 0.36, 0.28),
        ([0.20, 0.06, 0.58], 0.28, 0.20),
        ([-0.17, 0.15, 0.60], 0.29, 0.21),
        ([-0.04, -0.21, 0.57], 0.29, 0.20),
        ([0.08, 0.12, 0.44], 0.26, 0.14),
    ],
    &[
        ([0.0, 0.0, 0.62], 0.40, 0.30),
        ([0.16, -0.15, 0.50], 0.30, 0.18),
        ([-0.20, -0.02, 0.52], 0.28, 0.18),
        ([0.06, 0.20, 0.54], 0.29, 0.19),
    ],
    &[
        ([0.0, 0.02, 0.78], 0.26, 0.20),
        ([0.12, 0.04, 0.60], 0.31, 0.22),
        ([-0.14, -0.06, 0.56], 0.31, 0.22),
        ([0.02, -0.10, 0.42], 0.30, 0.15),
        ([-0.02, 0.16, 0.45], 0.29, 0.15),
    ],
];

/// A crown of several balls of leaves; its inside and its underside are darker (`uv.x`).
fn crown(builder: &mut MeshBuilder, leaves: [f32; 4], number: usize) {
    for (k, (middle, wide, high)) in BALLS[number].iter().enumerate() {
        let phase = k as f32 * 1.7 + number as f32;
        ball(builder, leaves, Vec3::from_array(*middle), [*wide, *high], phase);
    }
}

fn ball(builder: &mut MeshBuilder, leaves: [f32; 4], middle: Vec3, [wide, high]: [f32; 2], phase: f32) {
    const AROUND: usize = 8;
    const UP: usize = 5;
    let mut rings = Vec::new();
    for step in 0..=UP {
        let polar = std::f32::consts::PI * step as f32 / UP as f32;
        let ring: Vec<u32> = (0..AROUND)
            .map(|i| {
                let angle = std::f32::consts::TAU * (i as f32 + 0.5 * (step % 2) as f32) / AROUND as f32;
                let out = Vec3::new(angle.cos() * polar.sin(), angle.sin() * polar.sin(), polar.cos());
                let bump = 1.0 + 0.12 * (angle * 3.0 + polar * 4.0 + phase).sin();
                let at = middle + Vec3::new(out.x * wide, out.y * wide, out.z * high) * bump;
                // Normals of the whole crown, not of the ball alone: light runs softly over it.
                let whole = (at - Vec3::new(0.0, 0.0, 0.5)).normalize_or(out);
                let light = (0.45 + 0.55 * ((at.z - 0.30) / 0.6).clamp(0.0, 1.0))
                    * (0.75 + 0.25 * (at.xy().length() / 0.45).clamp(0.0, 1.0));
                let mut leaf = corner(at, out * 0.6 + whole * 0.6 + Vec3::Z * 0.2);
                leaf.uv = [light, 0.0];
                builder.corner([0.0; 3], leaf, leaves)
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
        let mut top = corner(Vec3::new(0.0, 0.0, high), Vec3::Z);
        top.uv = [1.0, 0.0];
        let tip = builder.corner([0.0; 3], top, leaves);
        let ring: Vec<u32> = (0..8)
            .map(|i| {
                let angle = std::f32::consts::TAU * i as f32 / 8.0;
                let out = Vec3::new(angle.cos(), angle.sin(), 0.0);
                let mut needle = corner(out * radius + Vec3::Z * low, out + Vec3::Z * 0.5);
                needle.uv = [0.7, 0.0];
                builder.corner([0.0; 3], needle, leaves)
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
    for (id, element) in community.iter() {
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
            element: id,
            mesh,
            sides: Sides::ALL,
            transform: Transform {
                translation: render_from_local([p[0], p[1], z]),
                rotation: Quat::from_rotation_y((seed * 37.0).fract() as f32 * std::f32::consts::TAU),
                scale: Vec3::new(crown as f32, height as f32, crown as f32),
            },
        });
    }
    trees
}
