//! Roofs of one point (pyramid, dome, onion): rings of the footprint that shrink towards its middle.

use linli_model::{FaceKind, RoofShape};

use super::builder::{ShapeBuilder, Skin};
use super::footprint::Footprint;

/// Width of the ring (part of the footprint's) and height (part of the roof's), from eave to top;
/// the top itself is a point.
const ONION: [[f64; 2]; 8] = [
    [1.0, 0.0],
    [1.13, 0.12],
    [1.16, 0.22],
    [1.08, 0.34],
    [0.86, 0.47],
    [0.56, 0.6],
    [0.28, 0.74],
    [0.1, 0.88],
];
/// Rings of a dome.
const DOME_RINGS: usize = 7;

/// Builds the roof over a footprint without holes whose middle sees every side from inside;
/// false (and nothing built) for other footprints and other roof shapes.
pub(super) fn build(
    builder: &mut ShapeBuilder,
    footprint: &Footprint,
    shape: RoofShape,
    [eave, top]: [f64; 2],
    colour: Option<[u8; 3]>,
) -> bool {
    let profile: Vec<[f64; 2]> = match shape {
        RoofShape::Pyramidal => vec![[1.0, 0.0]],
        RoofShape::Onion => ONION.to_vec(),
        RoofShape::Dome => (0..DOME_RINGS)
            .map(|i| {
                let angle = i as f64 / DOME_RINGS as f64 * std::f64::consts::FRAC_PI_2;
                [angle.cos(), angle.sin()]
            })
            .collect(),
        _ => return false,
    };
    let Some(middle) = seeing_middle(footprint) else { return false };
    let Some(ring) = footprint.rings.first() else { return false };
    let skin: Skin = (FaceKind::Roof, colour);
    let mut below: Vec<u32> = Vec::new();
    for [width, height] in profile {
        let z = if height == 0.0 { eave } else { eave + height * (top - eave) };
        let here: Vec<u32> = ring
            .iter()
            .map(|p| {
                let scaled = |axis: usize| middle[axis] + width * (p[axis] - middle[axis]);
                let place = if width == 1.0 { *p } else { [scaled(0), scaled(1)] };
                builder.vertex([place[0], place[1], z])
            })
            .collect();
        for (i, pair) in sides(&below).enumerate() {
            let (c, d) = (here[(i + 1) % here.len()], here[i]);
            builder.quad([pair[0], pair[1], c, d], skin);
        }
        below = here;
    }
    let point = builder.vertex([middle[0], middle[1], top]);
    for [a, b] in sides(&below) {
        builder.triangle([a, b, point], skin);
    }
    true
}

fn sides(ring: &[u32]) -> impl Iterator<Item = [u32; 2]> + '_ {
    ring.iter().enumerate().map(|(i, &a)| [a, ring[(i + 1) % ring.len()]])
}

/// The centroid, when every side of the only ring is seen from it at its left.
fn seeing_middle(footprint: &Footprint) -> Option<[f64; 2]> {
    let [ring] = footprint.rings.as_slice() else { return None };
    let origin = *ring.first()?;
    let (mut twice, mut sum) = (0.0, [0.0; 2]);
    for pair in ring.windows(2) {
        let [a, b] = [pair[0], pair[1]].map(|p| [p[0] - origin[0], p[1] - origin[1]]);
        let area = a[0] * b[1] - a[1] * b[0];
        twice += area;
        sum = [sum[0] + area * (a[0] + b[0]), sum[1] + area * (a[1] + b[1])];
    }
    let middle = [origin[0] + sum[0] / (3.0 * twice), origin[1] + sum[1] / (3.0 * twice)];
    let seen = ring.iter().enumerate().all(|(i, a)| {
        let b = ring[(i + 1) % ring.len()];
        (b[0] - a[0]) * (middle[1] - a[1]) - (b[1] - a[1]) * (middle[0] - a[0]) > 1e-6
    });
    seen.then_some(middle)
}
