//! A camera, a sun and a layer for each side of a comparison.
//!
//! Cameras of sides draw into images of their own, which the panels lay over the window: so each has its depth, its
//! shadows and its ambient light, whatever part of the window it fills.

use bevy::camera::RenderTarget;
use bevy::camera::visibility::RenderLayers;
use bevy::light::CascadeShadowConfig;
use bevy::prelude::*;
use bevy::render::render_resource::{Extent3d, TextureDimension, TextureFormat, TextureUsages};
use bevy::window::PrimaryWindow;
use bevy_egui::EguiUserTextures;
use linli_model::variant::Sides;
use linli_present::{Command, CompareMode};

use super::open;
use super::views::{EVERY_SIDE, SideViews, arrangement_of};
use crate::ViewSet;
use crate::camera::{MainCamera, lens};
use crate::capture::Capture;
use crate::scene::CurrentScene;
use crate::session::{Order, ViewSession};
use crate::sky::SunLight;

/// Seconds for which a blink shows each side.
const BLINK_S: f32 = 1.1;

/// The sides of a comparison that show an entity.
#[derive(Component, Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ShownOn(pub Sides);

/// A camera that draws a side into an image.
#[derive(Component)]
pub(crate) struct SideCamera;

/// A sun beside the first one.
#[derive(Component)]
struct SideSun;

pub(super) fn plugin(app: &mut App) {
    app.init_resource::<SideViews>()
        .add_systems(
            Update,
            (point.run_if(any_with_component::<PrimaryWindow>), blink).in_set(ViewSet::Input),
        )
        .add_systems(Update, (arrange, link, layer).chain().in_set(ViewSet::Sync));
}

#[expect(clippy::too_many_arguments, clippy::type_complexity, reason = "a system's inputs")]
fn arrange(
    scene: Res<CurrentScene>,
    session: Res<ViewSession>,
    camera: Single<(Entity, &Camera), With<MainCamera>>,
    old: Query<Entity, Or<(With<SideCamera>, With<SideSun>)>>,
    sun: Single<
        (Entity, &DirectionalLight, &Transform, &CascadeShadowConfig),
        (With<SunLight>, Without<SideSun>),
    >,
    mut views: ResMut<SideViews>,
    mut images: ResMut<Assets<Image>>,
    mut textures: ResMut<EguiUserTextures>,
    mut commands: Commands,
) {
    let (main, camera) = *camera;
    let view = session.0.compare;
    let wanted = open(&scene)
        .zip(camera.physical_target_size())
        .map(|(comparison, size)| arrangement_of(comparison.sides.len(), &view, size));
    if wanted == views.arrangement {
        return;
    }
    old.iter().for_each(|entity| commands.entity(entity).despawn());
    for (_, image) in views.images.drain(..) {
        textures.remove_image(&image);
        images.remove(&image);
    }
    let (first_sun, light, turned, cascades) = *sun;
    let Some(arrangement) = &wanted else {
        commands.entity(main).remove::<RenderLayers>();
        commands.entity(first_sun).remove::<RenderLayers>();
        views.arrangement = None;
        return;
    };
    let layers = arrangement.main.map_or(RenderLayers::none(), RenderLayers::layer);
    commands.entity(main).insert(layers);
    let mut lit = arrangement.main.into_iter().chain(arrangement.sides.iter().copied());
    commands.entity(first_sun).insert(lit.next().map_or(RenderLayers::none(), RenderLayers::layer));
    for layer in lit {
        commands.spawn((SunLight, SideSun, *light, *turned, cascades.clone(), RenderLayers::layer(layer)));
    }
    for (number, side) in arrangement.sides.iter().enumerate() {
        let image = images.add(picture(arrangement.size_px));
        let order = number as isize - Sides::MOST as isize - 1;
        commands.spawn((
            SideCamera,
            lens(),
            Camera3d::default(),
            Camera { order, ..default() },
            RenderTarget::Image(image.clone().into()),
            RenderLayers::layer(*side),
        ));
        views.images.push((*side, image));
    }
    views.arrangement = wanted;
}

/// An image that a camera draws into and the panels show.
fn picture(size_px: UVec2) -> Image {
    let size = Extent3d { width: size_px.x, height: size_px.y, depth_or_array_layers: 1 };
    let mut image = Image::new_fill(
        size,
        TextureDimension::D2,
        &[0, 0, 0, 255],
        TextureFormat::Rgba8UnormSrgb,
        bevy::asset::RenderAssetUsages::RENDER_WORLD,
    );
    image.texture_descriptor.usage |= TextureUsages::RENDER_ATTACHMENT | TextureUsages::TEXTURE_BINDING;
    image
}

/// Cameras of sides look from where the main camera does.
#[expect(clippy::type_complexity, reason = "a system's inputs")]
fn link(
    main: Single<(&Transform, &Projection), (With<MainCamera>, Without<SideCamera>)>,
    mut sides: Query<(&mut Transform, &mut Projection), With<SideCamera>>,
) {
    let (eye, lens) = *main;
    for (mut transform, mut projection) in &mut sides {
        transform.set_if_neq(*eye);
        if let (Projection::Perspective(lens), Projection::Perspective(own)) = (lens, &*projection)
            && (lens.near, lens.far, lens.fov) != (own.near, own.far, own.fov)
        {
            let aspect_ratio = own.aspect_ratio;
            *projection = Projection::Perspective(PerspectiveProjection { aspect_ratio, ..lens.clone() });
        }
    }
}

/// While variants are compared, everything that is drawn is on the layers of the sides that have it.
#[expect(clippy::type_complexity, reason = "a system's inputs")]
fn layer(
    scene: Res<CurrentScene>,
    new: Query<(Entity, Option<&ShownOn>), (With<Mesh3d>, Without<RenderLayers>)>,
    old: Query<Entity, (With<Mesh3d>, With<RenderLayers>)>,
    mut commands: Commands,
) {
    if open(&scene).is_none() {
        old.iter().for_each(|entity| _ = commands.entity(entity).remove::<RenderLayers>());
        return;
    }
    for (entity, shown) in &new {
        let on = shown.map_or(Sides::ALL, |shown| shown.0);
        let sides = (0..Sides::MOST).filter(|side| on.contains(*side));
        commands.entity(entity).insert(RenderLayers::from_iter(sides.chain([EVERY_SIDE])));
    }
}

/// One looks at the side under the pointer.
fn point(
    scene: Res<CurrentScene>,
    session: Res<ViewSession>,
    views: Res<SideViews>,
    window: Single<&Window, With<PrimaryWindow>>,
    mut orders: MessageWriter<Order>,
) {
    let Some(position) = window.cursor_position().filter(|_| open(&scene).is_some()) else { return };
    let view = &session.0.compare;
    if let Some(side) = views.side_at(position, window.size(), view.at).filter(|side| *side != view.side) {
        orders.write(Order(Command::LookAtSide(side)));
    }
}

/// A blink shows the sides in turn.
fn blink(
    time: Res<Time<Real>>,
    scene: Res<CurrentScene>,
    session: Res<ViewSession>,
    capture: Option<Res<Capture>>,
    mut passed: Local<f32>,
    mut orders: MessageWriter<Order>,
) {
    let view = &session.0.compare;
    let Some(comparison) = open(&scene).filter(|_| view.mode == CompareMode::Blink && capture.is_none())
    else {
        *passed = 0.0;
        return;
    };
    *passed += time.delta_secs();
    if *passed >= BLINK_S {
        *passed = 0.0;
        orders.write(Order(Command::LookAtSide((view.side + 1) % comparison.sides.len())));
    }
}
