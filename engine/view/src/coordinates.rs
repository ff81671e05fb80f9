//! The one place where local coordinates (f64, z up) become render coordinates (f32, y up) and back.

use bevy::math::{DVec3, Vec3};
use linli_model::Point3;

/// Render position of a local point: x east, y up, z south.
pub fn render_from_local(p: Point3) -> Vec3 {
    Vec3::new(p[0] as f32, p[2] as f32, -p[1] as f32)
}

/// Local point of a render position.
pub fn local_from_render(p: Vec3) -> Point3 {
    [f64::from(p.x), -f64::from(p.z), f64::from(p.y)]
}

/// Render direction of a local direction.
pub fn render_from_local_direction(d: DVec3) -> Vec3 {
    Vec3::new(d.x as f32, d.z as f32, -d.y as f32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back_within_a_millimetre_over_a_city() {
        for p in [[0.0, 0.0, 0.0], [8000.25, -7999.5, 120.125], [-0.001, 0.002, -30.0]] {
            let back = local_from_render(render_from_local(p));
            for i in 0..3 {
                assert!((back[i] - p[i]).abs() < 1e-3, "{p:?} {back:?}");
            }
        }
        assert_eq!(render_from_local([1.0, 2.0, 3.0]), Vec3::new(1.0, 3.0, -2.0));
    }
}
