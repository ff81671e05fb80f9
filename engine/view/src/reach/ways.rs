//! The three ways of a home in the scene: whole where they are seen, dashed where something hides them.

use std::sync::Arc;

use bevy::camera::visibility::NoFrustumCulling;
use bevy::light::NotShadowCaster;
use bevy::prelude::*;
use linli_model::Point3;
use linli_present::HomeWays;

use crate::analysis::Analyses;
use crate::coordinates::render_from_local;
use crate::material::{WayLook, WayMaterial};
use crate::mesh::way_mesh;
use crate::scene::CurrentScene;

/// Half of the width of a way and of the pale rim around it, pixels on a picture of 720 rows.
const RADIUS_PX: [f32; 2] = [2.6, 4.2];
/// How much further apart the ways lie than in truth, metres: where they share a street each stays seen.
const APART_M: f64 = 1.4;
/// Dashes of what is hidden, metres.
const DASH_M: f32 = 3.0;

/// A way on screen.
#[derive(Component)]
pub(super) struct Drawn;

/// Materials of ways: rim, line, and what shows through.
#[derive(Clone)]
pub(super) struct Looks([Handle<WayMaterial>; 3]);

impl FromWorld for Looks {
    fn from_world(world: &mut World) -> Self {
        let mut materials = world.resource_mut::<Assets<WayMaterial>>();
        let mut make = |radius_px, opacity, dash_m, colour, through, order| {
            let look = WayLook { radius_px, opacity, dash_m, colour };
            materials.add(WayMaterial { look, through, order })
        };
        let [line, rim] = RADIUS_PX;
        // Drawn after everything else that is see-through: hidden parts, then rims, then lines.
        Self([
            make(line, 0.9, DASH_M, Vec4::ZERO, true, 1e6),
            make(rim, 1.0, 0.0, Vec4::new(0.92, 0.93, 0.9, 1.0), false, 2e6),
            make(line, 1.0, 0.0, Vec4::ZERO, false, 3e6),
        ])
    }
}

pub(super) fn follow(
    analyses: Res<Analyses>,
    scene: Res<CurrentScene>,
    looks: Local<Looks>,
    mut meshes: ResMut<Assets<Mesh>>,
    mut commands: Commands,
    drawn: Query<Entity, With<Drawn>>,
    mut shown: Local<Option<Arc<HomeWays>>>,
) {
    let wanted = analyses.home.as_ref().filter(|_| scene.0.is_some());
    let is_same = match (&*shown, wanted) {
        (Some(old), Some(new)) => Arc::ptr_eq(old, new),
        (old, new) => old.is_none() && new.is_none(),
    };
    if is_same {
        return;
    }
    for entity in &drawn {
        commands.entity(entity).despawn();
    }
    *shown = wanted.cloned();
    let Some(ways) = wanted else { return };
    for (number, row) in ways.rows.iter().enumerate() {
        let Some(trip) = &row.trip else { continue };
        let origin = trip.legs.iter().find_map(|leg| leg.path.first().copied()).unwrap_or_default();
        let up = number as f64 * APART_M * 0.35;
        let lines: Vec<Vec<Point3>> =
            trip.legs.iter().map(|leg| beside(&leg.path, (number as f64 - 1.0) * APART_M, up)).collect();
        let Some(mesh) = way_mesh(origin, lines.iter().map(Vec::as_slice), row.kind.colour()) else {
            continue;
        };
        let mesh = meshes.add(mesh);
        for look in &looks.0 {
            commands.spawn((
                Drawn,
                Mesh3d(mesh.clone()),
                MeshMaterial3d(look.clone()),
                Transform::from_translation(render_from_local(origin)),
                NotShadowCaster,
                NoFrustumCulling,
            ));
        }
    }
}

/// A line moved to its east (and north) by a distance, and up: the same for every piece, so that corners stay whole.
fn beside(line: &[Point3], aside_m: f64, up_m: f64) -> Vec<Point3> {
    let off = aside_m * std::f64::consts::FRAC_1_SQRT_2;
    line.iter().map(|place| [place[0] + off, place[1] + off, place[2] + up_m]).collect()
}
