//! Tower cranes of bars: mast, slewing jib, counter-jib with ballast, cab, ties and hook.

use linli_model::{FaceKind, Point3};

use super::builder::{ShapeBuilder, Skin};
use super::solid::{Skins, bar};
use super::spot::Spot;

/// Side of the mast's square and thickness of its posts and diagonals, metres.
const MAST_M: f64 = 1.8;
const POST_M: f64 = 0.2;
const DIAGONAL_M: f64 = 0.1;
/// Side and height of the base block, metres.
const BASE_M: [f64; 2] = [5.0, 0.8];
/// Height of the tower's head above the jib, metres.
const HEAD_M: f64 = 6.0;
/// Width and height of the jib's triangle, metres.
const JIB_M: [f64; 2] = [1.4, 1.2];
/// Length of the counter-jib as part of the jib's reach.
const COUNTER: f64 = 0.28;
/// Most bays between diagonals: bars stay few.
const MOST_BAYS: f64 = 12.0;
/// Length of a bay where there are fewer, metres.
const BAY_M: f64 = 3.0;
/// Where the trolley hangs, and how far down the hook, as parts of the reach and the height.
const TROLLEY: f64 = 0.55;
const HOOK: f64 = 0.35;
/// Colours, sRGB: yellow of cranes, white cab, grey ballast.
const YELLOW: [u8; 3] = [236, 180, 40];
const WHITE: [u8; 3] = [228, 232, 236];
const GREY: [u8; 3] = [128, 128, 124];

const STEEL: Skin = (FaceKind::Unknown, Some(YELLOW));

/// Builds a crane whose jib is `height` above the foot and reaches `reach` along the spot's length.
/// Bars meet in their axes, so they share a little space where they join.
pub(super) fn build(builder: &mut ShapeBuilder, spot: &Spot, height: f64, reach: f64) {
    let grey = Skins::plain(FaceKind::Unknown, Some(GREY));
    spot.cuboid(builder, [0.0; 3], [BASE_M[0], BASE_M[0], BASE_M[1]], grey);
    mast(builder, spot, height);
    jib(builder, spot, height, reach);
    let counter = reach * COUNTER;
    let yellow = Skins::plain(STEEL.0, STEEL.1);
    let middle = -(counter + MAST_M / 2.0) / 2.0;
    spot.cuboid(builder, [middle, 0.0, height], [counter - MAST_M / 2.0, JIB_M[0], 0.2], yellow);
    spot.cuboid(builder, [-counter + 1.2, 0.0, height - 2.2], [2.0, JIB_M[0], 2.2], grey);
    let white = Skins::plain(FaceKind::Unknown, Some(WHITE));
    spot.cuboid(builder, [MAST_M / 2.0 + 1.0, -1.5, height - 2.1], [1.6, 1.4, 2.1], white);
    let head = spot.at([0.0, 0.0, height + HEAD_M]);
    for side in [-1.0, 1.0] {
        for end in [-1.0, 1.0] {
            let foot = [end * MAST_M / 2.0, side * MAST_M / 2.0, height];
            bar(builder, spot.at(foot), head, POST_M, STEEL);
        }
        bar(builder, head, spot.at([-counter + 0.4, side * 0.5, height + 0.2]), DIAGONAL_M, STEEL);
    }
    for part in [0.35, 0.75] {
        bar(builder, head, spot.at([reach * part, 0.0, height + JIB_M[1]]), DIAGONAL_M, STEEL);
    }
    let trolley = [reach * TROLLEY, 0.0, height - 0.4];
    spot.cuboid(builder, trolley, [1.2, JIB_M[0], 0.3], yellow);
    let hook = height * (1.0 - HOOK);
    bar(builder, spot.at(trolley), spot.at([trolley[0], 0.0, hook]), 0.05, (FaceKind::Unknown, Some(GREY)));
    spot.cuboid(builder, [trolley[0], 0.0, hook - 0.8], [0.5, 0.4, 0.8], yellow);
}

fn bays(length: f64) -> u32 {
    (length / BAY_M).round().clamp(1.0, MOST_BAYS) as u32
}

fn mast(builder: &mut ShapeBuilder, spot: &Spot, height: f64) {
    let half = MAST_M / 2.0;
    let corners = [[-half, -half], [half, -half], [half, half], [-half, half]];
    let at = |corner: usize, z: f64| -> Point3 {
        let [x, y] = corners[corner % 4];
        spot.at([x, y, z])
    };
    for corner in 0..4 {
        bar(builder, at(corner, BASE_M[1]), at(corner, height), POST_M, STEEL);
    }
    let count = bays(height - BASE_M[1]);
    let level = |i: u32| BASE_M[1] + (height - BASE_M[1]) * f64::from(i) / f64::from(count);
    for bay in 0..count {
        for side in 0..4 {
            let (a, b) = if bay % 2 == 0 { (side, side + 1) } else { (side + 1, side) };
            bar(builder, at(a, level(bay)), at(b, level(bay + 1)), DIAGONAL_M, STEEL);
        }
    }
}

/// Two lower chords, one upper chord, and diagonals that climb to the upper chord and back.
fn jib(builder: &mut ShapeBuilder, spot: &Spot, height: f64, reach: f64) {
    let start = MAST_M / 2.0;
    let count = bays(reach - start);
    let place = |i: f64| start + (reach - start) * i / f64::from(count);
    let upper = |i: f64| spot.at([place(i), 0.0, height + JIB_M[1]]);
    bar(builder, upper(0.0), upper(f64::from(count) - 0.5), DIAGONAL_M * 1.5, STEEL);
    for side in [-0.5, 0.5] {
        let lower = |i: f64| spot.at([place(i), side * JIB_M[0], height]);
        bar(builder, lower(0.0), lower(f64::from(count)), DIAGONAL_M * 1.5, STEEL);
        for bay in 0..count {
            let i = f64::from(bay);
            bar(builder, lower(i), upper(i + 0.5), DIAGONAL_M, STEEL);
            bar(builder, upper(i + 0.5), lower(i + 1.0), DIAGONAL_M, STEEL);
        }
    }
}

/// Direction of the jib: from the key, so that every crane points elsewhere and always the same
/// way (FNV-1a, 64 bit).
pub(super) fn direction(key: &str) -> [f64; 2] {
    let hash = key.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    // The high bits: the low ones follow the last letter too closely.
    let part = (hash >> 32) as f64 / f64::from(u32::MAX);
    let angle = part * std::f64::consts::TAU;
    [angle.cos(), angle.sin()]
}
