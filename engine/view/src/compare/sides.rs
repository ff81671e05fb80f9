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
use linli_model::variant::Sides;
use linli_present::compare::grid_of;
use linli_present::{Command, CompareMode};

use super::{Comparison, open};
use crate::ViewSet;
use crate::camera::{MainCamera, lens};
use crate::capture::Capture;
use crate::scene::CurrentScene;
use crate::session::{Order, ViewSession};
use crate::sky::SunLight;

/// Layer of pictures that show every side at once; those of the sides are their numbers.
const EVERY_SIDE: usize = 7;
/// Seconds for which a blink shows each side.
const BLINK_S: f32 = 1.1;

/// The sides of a comparison that show an entity.
#[derive(Component, Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ShownOn(pub Sides);

/// A camera that draws a side into an image.
#[derive(Component)]
struct SideCamera;

/// A sun beside the first one.
#[derive(Component)]
struct SideSun;

/// What the screen is made of while variants are compared.
#[derive(Clone, Debug, Default, PartialEq)]
struct Arrangement {
    /// Layer of the main camera; none: it draws nothing itself.
    main: Option<usize>,
    /// Sides that are drawn into images.
    sides: Vec<usize>,
    /// Columns and rows of the images; a swipe has one that fills the screen.
    grid: [usize; 2],
    /// Size of each image, pixels.
    size_px: UVec2,
}

/// The pictures of sides, for the panels to lay over the window.
#[derive(Resource, Default)]
pub(crate) struct SideViews {
    arrangement: Option<Arrangement>,
    /// Each side with its picture.
    pub images: Vec<(usize, Handle<Image>)>,
}

impl SideViews {
    /// Columns and rows of pictures side by side; none when one picture fills the screen.
    pub fn grid(&self) -> Option<[usize; 2]> {
        let arrangement = self.arrangement.as_ref()?;
        (arrangement.main.is_none()).then_some(arrangement.grid)
    }

    /// Column and row of a place of a window of a size, in pictures side by side.
    fn cell(&self, position: Vec2, size: Vec2) -> Option<[usize; 2]> {
        let [columns, rows] = self.grid()?;
        let at = |share: f32, count: usize| ((share * count as f32).max(0.0) as usize).min(count - 1);
        Some([at(position.x / size.x, columns), at(position.y / size.y, rows)])
    }

    /// Where a place of the window lies in the picture that the main camera would draw: a picture beside others is
    /// a part of it, from the same eye.
    pub fn in_picture(&self, position: Vec2, size: Vec2) -> Vec2 {
        let (Some([columns, rows]), Some([column, row])) = (self.grid(), self.cell(position, size)) else {
            return position;
        };
        let cell = size / Vec2::new(columns as f32, rows as f32);
        let corner = cell * Vec2::new(column as f32, row as f32);
        let off = position - corner - cell / 2.0;
        // Every picture has the same angle from top to bottom.
        size / 2.0 + off * (size.y / cell.y)
    }

    /// The side under a place of the window.
    fn side_at(&self, position: Vec2, size: Vec2, at: f32) -> Option<usize> {
        if let (Some([columns, _]), Some([column, row])) = (self.grid(), self.cell(position, size)) {
            return self.images.get(row * columns + column).map(|(side, _)| *side);
        }
        (!self.images.is_empty()).then_some(usize::from(position.x / size.x >= at))
    }
}

pub(super) fn plugin(app: &mut App) {
    app.init_resource::<SideViews>()
        .add_systems(
            Update,
            (point.run_if(any_with_component::<PrimaryWindow>), blink).in_set(ViewSet::Input),
        )
        .add_systems(Update, (arrange, link, layer).chain().in_set(ViewSet::Sync));
}

/// How the screen is arranged for a comparison on a target of a size.
fn arrangement_of(comparison: &Comparison, mode: CompareMode, side: usize, size: UVec2) -> Arrangement {
    let count = comparison.sides.len();
    match mode {
        CompareMode::Swipe => Arrangement { main: Some(0), sides: vec![1], grid: [1, 1], size_px: size },
        CompareMode::Blink => Arrangement { main: Some(side.min(count - 1)), ..default() },
        CompareMode::Ghost | CompareMode::Differences => Arrangement { main: Some(EVERY_SIDE), ..default() },
        CompareMode::Split => {
            let grid = grid_of(count, size.x as f32 / size.y.max(1) as f32);
            let size_px = size / UVec2::new(grid[0] as u32, grid[1] as u32);
            Arrangement { main: None, sides: (0..count).collect(), grid, size_px: size_px.max(UVec2::ONE) }
        }
    }
}

#[expect(clippy::too_many_arguments, reason = "a system's inputs")]
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
    mut commands: Commands,
) {
    let (main, camera) = *camera;
    let view = session.0.compare;
    let wanted = open(&scene)
        .zip(camera.physical_target_size())
        .map(|(comparison, size)| arrangement_of(comparison, view.mode, view.side, size));
    if wanted == views.arrangement {
        return;
    }
    old.iter().for_each(|entity| commands.entity(entity).despawn());
    for (_, image) in views.images.drain(..) {
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
        commands.spawn((
            SunLight,
            SideSun,
            light.clone(),
            *turned,
            cascades.clone(),
            RenderLayers::layer(layer),
        ));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_of_a_picture_beside_others_is_one_of_the_whole() {
        let arrangement =
            Arrangement { main: None, sides: vec![0, 1], grid: [2, 1], size_px: UVec2::new(400, 500) };
        let images = [0, 1].map(|side| (side, Handle::default())).to_vec();
        let views = SideViews { arrangement: Some(arrangement), images };
        let size = Vec2::new(800.0, 500.0);
        // The middle of each picture is the middle of the whole.
        for x in [200.0, 600.0] {
            assert_eq!(views.in_picture(Vec2::new(x, 250.0), size), size / 2.0);
        }
        assert_eq!(views.in_picture(Vec2::new(0.0, 0.0), size), Vec2::new(200.0, 0.0));
        assert_eq!(views.side_at(Vec2::new(399.0, 3.0), size, 0.5), Some(0));
        assert_eq!(views.side_at(Vec2::new(401.0, 3.0), size, 0.5), Some(1));
    }

    #[test]
    fn two_rows_show_the_middle_of_the_whole_larger() {
        let arrangement =
            Arrangement { main: None, sides: vec![0, 1, 2, 3], grid: [2, 2], size_px: UVec2::new(400, 250) };
        let images = (0..4).map(|side| (side, Handle::default())).collect();
        let views = SideViews { arrangement: Some(arrangement), images };
        let size = Vec2::new(800.0, 500.0);
        assert_eq!(views.in_picture(Vec2::new(400.0, 250.0), size), Vec2::ZERO);
        assert_eq!(views.side_at(Vec2::new(10.0, 400.0), size, 0.5), Some(2));
        let swipe = Arrangement { main: Some(0), sides: vec![1], grid: [1, 1], size_px: UVec2::new(8, 5) };
        let views = SideViews { arrangement: Some(swipe), images: vec![(1, Handle::default())] };
        assert_eq!(views.in_picture(Vec2::new(7.0, 9.0), size), Vec2::new(7.0, 9.0));
        assert_eq!(views.side_at(Vec2::new(700.0, 9.0), size, 0.9), Some(0));
    }
}
