//! Sun, sky, haze: from the session's time to light.

use bevy::light::{CascadeShadowConfig, CascadeShadowConfigBuilder, DirectionalLightShadowMap};
use bevy::math::{DVec3, Vec3};
use bevy::prelude::*;
use linli_model::SceneFrame;
use linli_sim::sun_direction_in_local;

use crate::coordinates::render_from_local_direction;
use crate::material::{CityMaterial, CityMaterials, DomeMaterial, LineMaterial, Sky};
use crate::scene::SceneInfo;
use crate::session::ViewSession;
use crate::{ViewSet, camera::MainCamera};

/// The sun's light.
#[derive(Component)]
pub struct SunLight;

/// The sky's dome; it follows the camera.
#[derive(Component)]
struct Dome;

/// The sky of the moment, for whoever draws.
#[derive(Resource, Clone, Copy, Debug, Default)]
pub struct CurrentSky(pub Sky);

/// Opacity of the ground when the underground is shown.
const FADED_GROUND: f32 = 0.13;

/// Opacity of the ground while the underground is shown, when it is another than usual.
#[derive(Resource, Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct FadedGround(pub Option<f32>);

/// How far and how finely the sun casts shadows.
pub(crate) fn cascades() -> CascadeShadowConfig {
    CascadeShadowConfigBuilder { maximum_distance: 1500.0, first_cascade_far_bound: 90.0, ..default() }
        .build()
}

/// Sky, sunlight colour (linear) and illuminance (lux, in the picture's own exposure) for the sun's
/// direction in render axes. Colours are chosen by eye between four keys: night, dusk, low sun, day.
pub fn sky_for(sun: Vec3) -> (Sky, Vec3, f32) {
    let elevation_deg = sun.y.clamp(-1.0, 1.0).asin().to_degrees();
    #[rustfmt::skip]
    let keys: [(f32, [Vec3; 4], f32, f32); 5] = [
        // elevation, [zenith, horizon, glow, sunlight], illuminance, ambient
        (-12.0, [v(0.010, 0.016, 0.042), v(0.026, 0.036, 0.070), v(0.0, 0.0, 0.0), v(0.55, 0.65, 1.0)], 300.0, 2.5),
        (-4.0, [v(0.055, 0.105, 0.29), v(0.45, 0.36, 0.44), v(0.60, 0.30, 0.16), v(0.6, 0.6, 0.9)], 420.0, 1.25),
        (3.0, [v(0.12, 0.24, 0.50), v(0.80, 0.62, 0.52), v(0.92, 0.50, 0.24), v(1.0, 0.60, 0.34)], 2900.0, 0.88),
        (14.0, [v(0.13, 0.29, 0.60), v(0.66, 0.72, 0.78), v(0.60, 0.46, 0.28), v(1.0, 0.84, 0.64)], 5500.0, 0.84),
        (40.0, [v(0.11, 0.28, 0.64), v(0.60, 0.72, 0.84), v(0.34, 0.31, 0.25), v(1.0, 0.95, 0.86)], 6100.0, 0.74),
    ];
    let mut mixed = (keys[0].1, keys[0].2, keys[0].3);
    for pair in keys.windows(2) {
        let t = ((elevation_deg - pair[0].0) / (pair[1].0 - pair[0].0)).clamp(0.0, 1.0);
        if elevation_deg >= pair[0].0 {
            mixed = (
                std::array::from_fn(|i| pair[0].1[i].lerp(pair[1].1[i], t)),
                pair[0].2 + (pair[1].2 - pair[0].2) * t,
                pair[0].3 + (pair[1].3 - pair[0].3) * t,
            );
        }
    }
    let ([zenith, horizon, glow, sunlight], illuminance, ambient) = mixed;
    let night = 1.0 - ((elevation_deg + 6.0) / 10.0).clamp(0.0, 1.0);
    let ground = horizon * v(0.42, 0.40, 0.36) + sunlight * (illuminance / 6100.0) * 0.06;
    let sky = Sky {
        sun: sun.extend(night),
        zenith: zenith.extend(1.0 / 6500.0),
        horizon: horizon.extend(0.75),
        glow: glow.extend(FADED_GROUND),
        ground: ground.extend(ambient),
    };
    (sky, sunlight, illuminance)
}

fn v(r: f32, g: f32, b: f32) -> Vec3 {
    Vec3::new(r, g, b)
}

pub(crate) fn plugin(app: &mut App) {
    app.init_resource::<CurrentSky>()
        .init_resource::<FadedGround>()
        .insert_resource(DirectionalLightShadowMap { size: 2048 })
        .insert_resource(GlobalAmbientLight::NONE)
        .add_systems(Startup, spawn)
        .add_systems(Update, (follow_time, carry_dome).chain().in_set(ViewSet::Sync));
}

fn spawn(mut commands: Commands, mut meshes: ResMut<Assets<Mesh>>, mut domes: ResMut<Assets<DomeMaterial>>) {
    commands.spawn((
        Dome,
        Mesh3d(meshes.add(Sphere::new(30_000.0).mesh().uv(48, 24))),
        MeshMaterial3d(domes.add(DomeMaterial::default())),
        bevy::camera::visibility::NoFrustumCulling,
        bevy::light::NotShadowCaster,
        bevy::light::NotShadowReceiver,
    ));
    commands.spawn((SunLight, DirectionalLight { shadow_maps_enabled: true, ..default() }, cascades()));
}

/// Unit vector towards the sun in render axes.
fn sun_in_render(session: &ViewSession, frame: &SceneFrame) -> Vec3 {
    let sun = session.0.sun().map(|sun| sun_direction_in_local(sun, frame));
    render_from_local_direction(DVec3::from(sun.unwrap_or([0.3, -0.5, 0.8]))).normalize()
}

#[expect(clippy::too_many_arguments, reason = "a system's inputs")]
fn follow_time(
    session: Res<ViewSession>,
    scene: Res<SceneInfo>,
    handles: Res<CityMaterials>,
    faded: Res<FadedGround>,
    mut city: ResMut<Assets<CityMaterial>>,
    mut domes: ResMut<Assets<DomeMaterial>>,
    mut lines: ResMut<Assets<LineMaterial>>,
    mut current: ResMut<CurrentSky>,
    mut suns: Query<(&mut DirectionalLight, &mut Transform), With<SunLight>>,
    mut last: Local<Option<(Vec3, FadedGround)>>,
) {
    if !(session.is_changed() || scene.is_changed() || faded.is_changed()) {
        return;
    }
    let sun = sun_in_render(&session, &scene.frame);
    if *last == Some((sun, *faded)) {
        return;
    }
    *last = Some((sun, *faded));
    let (mut sky, sunlight, illuminance) = sky_for(sun);
    sky.glow.w = faded.0.unwrap_or(FADED_GROUND);
    current.0 = sky;
    for handle in handles.all() {
        if let Some(mut material) = city.get_mut(handle) {
            material.extension.sky = sky;
        }
    }
    for (_, dome) in domes.iter_mut() {
        dome.sky = sky;
    }
    if let Some(mut lines) = lines.get_mut(&handles.lines) {
        lines.sky = sky;
    }
    // At night the moon stands opposite the sun, high enough to give form.
    let from = if sun.y > -0.02 { sun } else { Vec3::new(-sun.x, 0.8, -sun.z).normalize() };
    for (mut light, mut transform) in &mut suns {
        light.color = Color::linear_rgb(sunlight.x, sunlight.y, sunlight.z);
        light.illuminance = illuminance;
        transform.rotation = Transform::default().looking_to(-from, Vec3::Y).rotation;
    }
}

fn carry_dome(
    camera: Single<&Transform, (With<MainCamera>, Without<Dome>)>,
    mut dome: Single<&mut Transform, With<Dome>>,
) {
    dome.translation = camera.translation;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(elevation_deg: f32) -> (Sky, Vec3, f32) {
        let e = elevation_deg.to_radians();
        sky_for(Vec3::new(e.cos(), e.sin(), 0.0))
    }

    #[test]
    fn night_is_dark_and_lamps_are_on() {
        let (night, _, moonlight) = at(-20.0);
        let (day, _, sunlight) = at(50.0);
        assert!(night.sun.w > 0.99 && day.sun.w < 0.01);
        assert!(moonlight * 20.0 < sunlight);
        assert!(night.zenith.truncate().max_element() < 0.05);
    }

    #[test]
    fn a_low_sun_is_warm_and_light_changes_smoothly() {
        let (_, low, _) = at(3.0);
        assert!(low.x > 2.0 * low.z);
        for tenth in -200..600 {
            let (a, b) = (at(tenth as f32 / 10.0).0, at((tenth + 1) as f32 / 10.0).0);
            assert!((a.horizon - b.horizon).length() < 0.03, "jump at {tenth}");
        }
    }
}
