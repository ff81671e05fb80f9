//! Bands of a minute on the ground, and the front that spreads from the station.

use std::sync::Arc;

use bevy::asset::RenderAssetUsages;
use bevy::prelude::*;
use bevy::render::render_resource::{Extent3d, TextureDimension, TextureFormat};
use linli_present::OverlayKind;
use linli_sim::reach::TimeGrid;

use crate::analysis::Analyses;
use crate::material::{BANDS, Bands, CityMaterial, CityMaterials};
use crate::session::ViewSession;

/// Seconds of cells that are never reached: more than any time.
const NEVER: f32 = 1e9;

/// What is on the ground now.
#[derive(Default)]
pub(super) struct Shown {
    grid: Option<Arc<TimeGrid>>,
    image: Option<Handle<Image>>,
    bands: Bands,
}

pub(super) fn follow(
    session: Res<ViewSession>,
    analyses: Res<Analyses>,
    handles: Res<CityMaterials>,
    mut images: ResMut<Assets<Image>>,
    mut materials: ResMut<Assets<CityMaterial>>,
    mut shown: Local<Shown>,
) {
    let view = &session.0.reach;
    let grid = analyses.grid.as_ref().filter(|grid| view.bands && !grid.seconds.is_empty());
    let is_same = match (&shown.grid, grid) {
        (Some(old), Some(new)) => Arc::ptr_eq(old, new),
        (old, new) => old.is_none() && new.is_none(),
    };
    if !is_same {
        shown.image = grid.map(|grid| images.add(image_of(grid)));
        shown.grid = grid.cloned();
    }
    let colours = analyses.get(OverlayKind::PersonReach).and_then(Result::ok);
    let mut bands = Bands::default();
    if let (Some(grid), Some(overlay)) = (grid, colours) {
        for (place, [r, g, b]) in bands.colours.iter_mut().zip(overlay.bands(BANDS as u32)) {
            *place = Color::srgb_u8(r, g, b).to_linear().to_vec4();
        }
        let seconds = view.front_min.map_or(60.0 * BANDS as f64, |minute| minute * 60.0);
        let [east, north] = grid.origin_m.map(|v| v as f32);
        bands.grid = Vec4::new(east, north, grid.cell_m as f32, seconds as f32);
        bands.front = u32::from(view.front_min.is_some());
    }
    if is_same && bands == shown.bands {
        return;
    }
    shown.bands = bands;
    for handle in [&handles.ground, &handles.ground_faded] {
        if let Some(mut material) = materials.get_mut(handle) {
            material.extension.bands = bands;
            material.extension.seconds.clone_from(&shown.image);
        }
    }
}

/// The times as a picture, a texel a cell, from the south up.
fn image_of(grid: &TimeGrid) -> Image {
    let size = Extent3d { width: grid.columns, height: grid.rows, depth_or_array_layers: 1 };
    let bytes = grid.seconds.iter().flat_map(|seconds| seconds.min(NEVER).to_le_bytes()).collect();
    Image::new(size, TextureDimension::D2, bytes, TextureFormat::R32Float, RenderAssetUsages::RENDER_WORLD)
}
