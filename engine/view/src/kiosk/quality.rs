//! The quality ladder applied: how large the picture is drawn, with which shadows, trees and smoothing.

use std::time::Instant;

use bevy::anti_alias::smaa::Smaa;
use bevy::core_pipeline::prepass::{DepthPrepass, NormalPrepass};
use bevy::diagnostic::DiagnosticsStore;
use bevy::light::{CascadeShadowConfig, CascadeShadowConfigBuilder};
use bevy::pbr::{ScreenSpaceAmbientOcclusion, ScreenSpaceAmbientOcclusionQualityLevel};
use bevy::prelude::*;
use bevy::render::diagnostic::RenderDiagnosticsPlugin;
use linli_model::QualitySettings;
use linli_present::kiosk::{AntiAliasing, Quality, QualityLadder, ShadowQuality};

use super::KioskShow;
use crate::camera::MainCamera;
use crate::compare::SideCamera;
use crate::scene::TreeShare;
use crate::sky::SunLight;

/// How far shadows of a near sun reach, metres.
const NEAR_M: f32 = 420.0;

/// With which ladder the window begins.
#[derive(Resource, Clone, Copy, Debug)]
pub struct QualityStart(pub QualitySettings);

/// The ladder of the window; pictures have none.
#[derive(Resource, Default)]
pub(crate) struct Ladder {
    ladder: Option<QualityLadder>,
    begun: Option<Instant>,
    applied: Option<Quality>,
}

impl Ladder {
    /// Rung, 0 without a ladder.
    pub(super) fn level(&self) -> u8 {
        self.ladder.as_ref().map_or(0, QualityLadder::level)
    }

    /// What the rung draws.
    pub(super) fn quality(&self) -> Option<Quality> {
        self.ladder.as_ref().map(QualityLadder::quality)
    }
}

pub(super) fn build(app: &mut App) {
    let settings = app.world().get_resource::<QualityStart>().map(|start| start.0);
    app.insert_resource(Ladder { ladder: settings.as_ref().map(QualityLadder::new), ..Ladder::default() })
        .add_plugins(RenderDiagnosticsPlugin)
        .add_systems(Update, apply);
}

/// The work of a picture begins.
pub(super) fn begin(mut ladder: ResMut<Ladder>) {
    ladder.begun = Some(Instant::now());
}

/// Takes the cost of a picture: the longer of the processor's and the card's time; of a card that does not tell its
/// own, the time from picture to picture.
pub(super) fn measure(
    time: Res<Time<Real>>,
    diagnostics: Res<DiagnosticsStore>,
    show: Option<Res<KioskShow>>,
    mut ladder: ResMut<Ladder>,
) {
    let Some(show) = show else { return };
    let ladder = &mut *ladder;
    let (Some(steps), Some(begun)) = (&mut ladder.ladder, ladder.begun) else { return };
    let processor_ms = begun.elapsed().as_secs_f64() * 1000.0;
    let card_ms: f64 = diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.path().as_str().ends_with("elapsed_gpu"))
        .filter_map(|diagnostic| diagnostic.value())
        .sum();
    let whole_ms = time.delta_secs_f64() * 1000.0;
    let cost_ms = if card_ms > 0.0 { processor_ms.max(card_ms) } else { whole_ms };
    if let Some(change) = steps.picture(show.now.ms, cost_ms) {
        info!("quality {} to {}: a picture took {:.1} ms", change.from, change.to, change.measured_ms);
    }
}

/// Cameras that draw the scene: the main one, and those of further sides of a comparison.
type SceneCamera = Or<(With<MainCamera>, With<SideCamera>)>;

fn apply(
    mut ladder: ResMut<Ladder>,
    cameras: Query<(Entity, Ref<Camera>), SceneCamera>,
    mut suns: Query<(&mut DirectionalLight, &mut CascadeShadowConfig), With<SunLight>>,
    mut trees: ResMut<TreeShare>,
    mut commands: Commands,
) {
    let Some(quality) = ladder.quality() else { return };
    let is_new = ladder.applied != Some(quality);
    ladder.applied = Some(quality);
    // Suns of further sides are made like the first one; cameras are made anew.
    for (camera, _) in cameras.iter().filter(|(_, camera)| is_new || camera.is_added()) {
        smooth(&mut commands.entity(camera), quality.anti_aliasing);
    }
    if !is_new {
        return;
    }
    for (mut light, mut cascades) in &mut suns {
        light.shadow_maps_enabled = quality.shadows != ShadowQuality::Off;
        *cascades = match quality.shadows {
            ShadowQuality::Full => crate::sky::cascades(),
            ShadowQuality::Near | ShadowQuality::Off => {
                CascadeShadowConfigBuilder { num_cascades: 1, maximum_distance: NEAR_M, ..default() }.build()
            }
        };
    }
    trees.set_if_neq(TreeShare(quality.trees as f32));
}

/// How smooth the edges of a camera's picture are.
fn smooth(camera: &mut EntityCommands<'_>, wanted: AntiAliasing) {
    match wanted {
        AntiAliasing::Off => {
            camera.remove::<(Smaa, ScreenSpaceAmbientOcclusion, DepthPrepass, NormalPrepass)>();
        }
        AntiAliasing::Four => {
            let occlusion = ScreenSpaceAmbientOcclusion {
                quality_level: ScreenSpaceAmbientOcclusionQualityLevel::Medium,
                constant_object_thickness: 2.0,
            };
            camera.insert((Smaa::default(), occlusion));
        }
    }
}
