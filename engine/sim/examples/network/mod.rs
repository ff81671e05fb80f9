//! A million random pieces of pipe, the same for the example, the bench and the Python side.

use linli_model::{DepthReference, Element, GasPressure, Geometry, Kind, Medium, UtilityLine};

/// Pieces of pipe.
pub const COUNT: usize = 1_000_000;
/// Side of the square that they lie in, metres.
pub const AREA_M: f64 = 20_000.0;

/// A step of a linear congruential generator (Knuth's MMIX), as a share from 0 to 1.
pub fn draw(seed: &mut u64) -> f64 {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*seed >> 11) as f64 / (1_u64 << 53) as f64
}

/// Medium and outer diameter in millimetres, by turns.
const KINDS: [(Medium, f64); 5] = [
    (Medium::Sewage, 400.0),
    (Medium::Water, 200.0),
    (Medium::Gas, 160.0),
    (Medium::Power, 100.0),
    (Medium::Telecom, 100.0),
];

/// One piece: 5 to 50 m long, along a street grid turned by a little, 0.8 to 3 m deep.
pub fn piece(number: usize, seed: &mut u64) -> Element {
    let (medium, diameter_mm) = KINDS[number % KINDS.len()];
    let (x, y) = (draw(seed) * AREA_M, draw(seed) * AREA_M);
    let length = 5.0 + 45.0 * draw(seed);
    let slant = 0.2 * (draw(seed) - 0.5);
    let z = -0.8 - 2.2 * draw(seed);
    let (dx, dy) = if draw(seed) < 0.5 { (length, length * slant) } else { (length * slant, length) };
    let facts = UtilityLine {
        medium,
        diameter_mm,
        depth_reference: DepthReference::Axis,
        gas_pressure: (medium == Medium::Gas).then_some(GasPressure::MediumB),
        ..UtilityLine::default()
    };
    let points = vec![[x, y, z], [x + dx, y + dy, z]];
    Element::new(format!("p{number}"), Kind::UtilityLine(facts), Geometry::Line(points))
}

/// A network of `count` pieces.
pub fn network(count: usize) -> Vec<Element> {
    let mut seed = 1;
    (0..count).map(|number| piece(number, &mut seed)).collect()
}
