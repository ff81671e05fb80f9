//! The picture of the scene behind the words: drawn at a share of the screen's resolution and laid onto it.

use bevy::camera::visibility::RenderLayers;
use bevy::camera::{ClearColorConfig, ImageRenderTarget, RenderTarget};
use bevy::prelude::*;
use bevy::render::render_resource::{Extent3d, TextureDimension, TextureFormat, TextureUsages};
use bevy::window::PrimaryWindow;
use bevy_egui::{EguiContexts, EguiTextureHandle, PrimaryEguiContext, egui};
use linli_present::kiosk::Phase;

use super::KioskShow;
use super::quality::Ladder;
use crate::camera::MainCamera;
use crate::panel::context;

/// Nothing of the scene lies on this layer.
const EMPTY: usize = 31;

/// The picture of the scene.
#[derive(Resource, Clone, Debug, Default)]
pub(crate) struct Glass {
    image: Option<(Handle<Image>, egui::TextureId, UVec2)>,
}

/// The camera of the window: words over the picture.
#[derive(Component)]
pub(super) struct GlassCamera;

pub(super) fn attach(mut commands: Commands) {
    commands.spawn((
        GlassCamera,
        Camera3d::default(),
        Camera { order: 10, clear_color: ClearColorConfig::Custom(Color::BLACK), ..default() },
        Msaa::Off,
        RenderLayers::layer(EMPTY),
        PrimaryEguiContext,
    ));
}

/// Keeps the picture as large as the window and the ladder want it.
pub(super) fn fit(
    window: Single<&Window, With<PrimaryWindow>>,
    ladder: Res<Ladder>,
    mut glass: ResMut<Glass>,
    mut images: ResMut<Assets<Image>>,
    mut contexts: EguiContexts,
    camera: Single<Entity, With<MainCamera>>,
    mut commands: Commands,
) {
    let scale = ladder.quality().map_or(1.0, |quality| quality.render_scale);
    let share = |pixels: u32| ((f64::from(pixels) * scale).round() as u32).clamp(16, 16_384);
    let size = UVec2::new(share(window.physical_width()), share(window.physical_height()));
    if glass.image.as_ref().is_some_and(|(_, _, now)| *now == size) {
        return;
    }
    if let Some((old, _, _)) = glass.image.take() {
        contexts.remove_image(&old);
    }
    let extent = Extent3d { width: size.x, height: size.y, depth_or_array_layers: 1 };
    let mut image = Image::new_fill(
        extent,
        TextureDimension::D2,
        &[0, 0, 0, 255],
        TextureFormat::Rgba8UnormSrgb,
        bevy::asset::RenderAssetUsages::default(),
    );
    image.texture_descriptor.usage |= TextureUsages::RENDER_ATTACHMENT | TextureUsages::TEXTURE_BINDING;
    let handle = images.add(image);
    let texture = contexts.add_image(EguiTextureHandle::Strong(handle.clone()));
    let target = ImageRenderTarget { handle: handle.clone(), scale_factor: 1.0 };
    commands.entity(*camera).insert(RenderTarget::Image(target));
    glass.image = Some((handle, texture, size));
}

/// Lays the picture under the words; a closed show is dark.
pub(super) fn draw(
    mut contexts: EguiContexts,
    glass: Option<Res<Glass>>,
    show: Res<KioskShow>,
    mut camera: Single<&mut Camera, With<MainCamera>>,
) {
    let Some(glass) = glass else { return };
    let sleeps = *show.kiosk.phase() == Phase::Closed;
    if camera.is_active == sleeps {
        camera.is_active = !sleeps;
    }
    let (Some(ctx), Some((_, texture, _))) = (context(&mut contexts), &glass.image) else { return };
    if sleeps {
        return;
    }
    let screen = ctx.content_rect();
    // An area is painted before layers without one, and before areas that come later: pictures of other sides.
    let area = egui::Area::new("glass".into()).order(egui::Order::Background).fixed_pos(screen.min);
    area.interactable(false).constrain(false).show(&ctx, |ui| {
        let whole = egui::Rect::from_min_max(egui::pos2(0.0, 0.0), egui::pos2(1.0, 1.0));
        ui.painter().with_clip_rect(screen).image(*texture, screen, whole, egui::Color32::WHITE);
    });
}
