//! The camera on screen: a rig of settings that ends in one transform.

mod keys;
mod mouse;
mod touch;

pub(crate) use mouse::DragState;
pub(crate) use touch::TouchState;

use bevy::camera::Exposure;
use bevy::core_pipeline::tonemapping::Tonemapping;
use bevy::ecs::system::SystemParam;
use bevy::math::DVec3;
use bevy::pbr::{ScreenSpaceAmbientOcclusion, ScreenSpaceAmbientOcclusionQualityLevel};
use bevy::prelude::*;
use linli_model::ElementId;
use linli_present::{CameraMode, CameraPose, Command, Effect, Flight, Gallery, OrbitCamera, Walker};

use crate::compare::SideViews;
use crate::coordinates::{local_from_render, render_from_local};
use crate::scene::{CurrentScene, SceneInfo};
use crate::session::{Deed, Order, ViewSession};
use crate::{ViewSet, pick};

/// The camera that shows the scene.
#[derive(Component)]
#[require(Camera3d)]
pub struct MainCamera;

/// An eye that flies freely.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct FlyState {
    pub eye: DVec3,
    pub heading_rad: f64,
    pub pitch_rad: f64,
}

impl FlyState {
    pub fn forward(&self) -> DVec3 {
        let (heading, pitch) = (self.heading_rad, self.pitch_rad);
        DVec3::new(heading.sin() * pitch.cos(), heading.cos() * pitch.cos(), pitch.sin())
    }
}

/// Where the camera is and how it moves.
#[derive(Resource, Clone, Debug)]
pub struct Rig {
    pub(crate) orbit: OrbitCamera,
    pub(crate) fly: FlyState,
    pub(crate) walk: Walker,
    /// The tunnel compartment that the walker is in.
    pub(crate) gallery: Option<Gallery>,
    flight: Option<Flight>,
    mode: CameraMode,
    /// Whether a visitor has moved the camera since it was asked.
    touched: bool,
}

impl Default for Rig {
    fn default() -> Self {
        let pose = CameraPose::new([400.0, -400.0, 350.0], [0.0; 3]);
        let mut rig = Self {
            orbit: OrbitCamera::from_pose(&pose),
            fly: FlyState { eye: DVec3::ZERO, heading_rad: 0.0, pitch_rad: 0.0 },
            walk: Walker { eye: DVec3::ZERO, heading_rad: 0.0, pitch_rad: 0.0 },
            gallery: None,
            flight: None,
            mode: CameraMode::Orbit,
            touched: false,
        };
        rig.jump(pose);
        rig
    }
}

impl Rig {
    /// The pose to draw.
    pub fn pose(&self) -> CameraPose {
        match self.mode {
            CameraMode::Orbit => self.orbit.pose(),
            CameraMode::Fly => {
                CameraPose::new(self.fly.eye.into(), (self.fly.eye + self.fly.forward() * 50.0).into())
            }
            CameraMode::Walk => {
                CameraPose::new(self.walk.eye.into(), (self.walk.eye + self.walk.forward() * 50.0).into())
            }
        }
    }

    /// Shows a pose at once.
    pub fn jump(&mut self, pose: CameraPose) {
        self.flight = None;
        self.set_pose(pose);
    }

    /// Flies to a pose.
    pub fn fly_to(&mut self, pose: CameraPose) {
        self.flight = Some(Flight::new(self.pose(), pose));
        self.mode = CameraMode::Orbit;
    }

    /// Stops a flight: any touch of the visitor does.
    pub fn stop_flight(&mut self) {
        self.flight = None;
        self.touched = true;
    }

    /// Whether a visitor has moved the camera since this was last asked.
    pub(crate) fn take_touch(&mut self) -> bool {
        std::mem::take(&mut self.touched)
    }

    fn set_pose(&mut self, pose: CameraPose) {
        self.orbit = OrbitCamera::from_pose(&pose);
        let (eye, heading, pitch) =
            (DVec3::from(pose.eye_m), pose.heading_deg().to_radians(), pose.pitch_deg().to_radians());
        self.fly = FlyState { eye, heading_rad: heading, pitch_rad: pitch };
        self.walk = Walker { eye, heading_rad: heading, pitch_rad: pitch.clamp(-0.6, 0.6) };
    }

    /// Changes how the camera moves, without moving it; a walker steps down to the ground.
    pub fn set_mode(&mut self, mode: CameraMode, ground_m: impl Fn(f64, f64) -> f64) {
        if mode == self.mode {
            return;
        }
        let pose = self.pose();
        self.set_pose(pose);
        match mode {
            CameraMode::Orbit => {}
            CameraMode::Fly => {}
            CameraMode::Walk => {
                let focus = self.orbit.focus;
                let start = if self.mode == CameraMode::Orbit { focus } else { self.fly.eye };
                self.walk.eye = DVec3::new(
                    start.x,
                    start.y,
                    ground_m(start.x, start.y) + linli_present::WALK_EYE_HEIGHT_M,
                );
                self.walk.pitch_rad = 0.0;
            }
        }
        if mode == CameraMode::Orbit {
            // Turn about what is a little ahead, not about a point far behind walls.
            let eye = DVec3::from(pose.eye_m);
            let ahead = eye + pose.direction() * 80.0;
            self.orbit = OrbitCamera::from_pose(&CameraPose::new(eye.into(), ahead.into()));
        }
        self.mode = mode;
    }

    /// How the camera moves.
    pub fn mode(&self) -> CameraMode {
        self.mode
    }
}

pub(crate) fn plugin(app: &mut App) {
    app.init_resource::<Rig>()
        .add_systems(Startup, spawn)
        .add_systems(
            Update,
            (
                start_at_home,
                follow_effects,
                follow_mode,
                go_inside,
                (mouse::drag, mouse::wheel, keys::commands, keys::movement, touch::gestures)
                    .run_if(crate::kiosk::is_desktop),
                advance,
                place,
            )
                .chain()
                .in_set(ViewSet::Camera),
        )
        .init_resource::<touch::TouchState>()
        .init_resource::<mouse::DragState>();
}

fn spawn(mut commands: Commands) {
    commands.spawn((MainCamera, lens()));
}

/// How a camera of the scene draws.
pub(crate) fn lens() -> impl Bundle {
    (
        Msaa::Off,
        bevy::camera::Hdr,
        Tonemapping::AcesFitted,
        Exposure::BLENDER,
        Projection::Perspective(PerspectiveProjection {
            fov: 45_f32.to_radians(),
            near: 0.2,
            far: 40_000.0,
            ..default()
        }),
        ScreenSpaceAmbientOcclusion {
            quality_level: ScreenSpaceAmbientOcclusionQualityLevel::Medium,
            constant_object_thickness: 2.0,
        },
        bevy::anti_alias::smaa::Smaa::default(),
    )
}

/// The main camera, with the way from places of the window to its picture.
#[derive(SystemParam)]
pub(crate) struct Eye<'w, 's> {
    camera: Single<'w, 's, (&'static Camera, &'static GlobalTransform), With<MainCamera>>,
    views: Res<'w, SideViews>,
}

impl Eye<'_, '_> {
    /// The ray of a place of the window in local coordinates.
    pub fn ray_at(&self, position: Vec2) -> Option<(DVec3, DVec3)> {
        let (camera, transform) = *self.camera;
        let size = camera.logical_viewport_size()?;
        ray_at(camera, transform, self.views.in_picture(position, size))
    }
}

/// The first pose of a new scene: its first saved view. Another variant of the same scene keeps the camera.
fn start_at_home(info: Res<SceneInfo>, mut rig: ResMut<Rig>, mut shown: Local<String>) {
    if info.is_changed()
        && !info.is_added()
        && *shown != info.name
        && let Some(view) = info.views.first()
    {
        shown.clone_from(&info.name);
        rig.jump(view.pose);
    }
}

fn follow_effects(
    mut deeds: MessageReader<Deed>,
    info: Res<SceneInfo>,
    scene: Res<CurrentScene>,
    camera: Single<&Camera, With<MainCamera>>,
    mut rig: ResMut<Rig>,
) {
    let aspect = camera.logical_viewport_size().map_or(16.0 / 9.0, |s| f64::from(s.x / s.y.max(1.0)));
    let heading = rig.pose().heading_deg();
    for Deed(effect) in deeds.read() {
        match effect {
            Effect::Home => {
                if let Some(view) = info.views.first() {
                    rig.fly_to(view.pose);
                }
            }
            Effect::View(number) => {
                if let Some(view) = info.views.get(*number) {
                    rig.fly_to(view.pose);
                }
            }
            Effect::FlyTo(id) => {
                if let Some(pose) = scene.0.as_ref().and_then(|s| s.pose_of(*id, heading, aspect)) {
                    rig.fly_to(pose);
                }
            }
            Effect::NorthUp => {
                let mut orbit = OrbitCamera::from_pose(&rig.pose());
                orbit.heading_rad = 0.0;
                rig.fly_to(orbit.pose());
            }
            Effect::TopView => {
                let mut orbit = OrbitCamera::from_pose(&rig.pose());
                orbit.pitch_rad = -1.55;
                rig.fly_to(orbit.pose());
            }
            Effect::None
            | Effect::Screenshot
            | Effect::CutHere
            | Effect::SectionHere
            | Effect::OpenVariant(_)
            | Effect::OpenComparison(_)
            | Effect::Edit(_)
            | Effect::Undo
            | Effect::Redo
            | Effect::GoToEdit(_)
            | Effect::ForkVariant
            | Effect::ExportComparison => {}
        }
    }
}

fn follow_mode(
    session: Res<ViewSession>,
    scene: Res<CurrentScene>,
    mut rig: ResMut<Rig>,
    mut orders: MessageWriter<Order>,
) {
    if rig.flight.is_some() && session.0.mode != CameraMode::Orbit && rig.mode == CameraMode::Orbit {
        orders.write(Order(Command::SetCameraMode(CameraMode::Orbit)));
        return;
    }
    let ground = |x: f64, y: f64| scene.0.as_ref().map_or(0.0, |s| s.ground.height_at(x, y));
    rig.set_mode(session.0.mode, ground);
}

/// Steps into a tunnel, at the place of it that is nearest to what is looked at; and out of it.
fn go_inside(
    session: Res<ViewSession>,
    scene: Res<CurrentScene>,
    mut rig: ResMut<Rig>,
    mut shown: Local<Option<(ElementId, usize)>>,
) {
    if *shown == session.0.inside && !scene.is_changed() {
        return;
    }
    *shown = session.0.inside;
    let gallery = session.0.inside.and_then(|(id, compartment)| {
        let scene = scene.0.as_ref()?;
        Gallery::of(scene.community.element(id)?, compartment, &scene.ground)
    });
    if let Some(gallery) = &gallery {
        let was_inside = rig.gallery.is_some();
        let from = if was_inside { rig.walk.eye } else { rig.orbit.focus };
        rig.flight = None;
        rig.mode = CameraMode::Walk;
        rig.walk.eye = gallery.keep(from);
        if !was_inside {
            rig.walk.heading_rad = gallery.nearest(rig.walk.eye).heading_rad;
            rig.walk.pitch_rad = 0.0;
        }
    }
    rig.gallery = gallery;
}

fn advance(
    time: Res<Time<Real>>,
    info: Res<SceneInfo>,
    scene: Res<CurrentScene>,
    session: Res<ViewSession>,
    mut rig: ResMut<Rig>,
) {
    let rig = &mut *rig;
    if let Some(flight) = &mut rig.flight {
        let (pose, arrived) = flight.advance(time.delta_secs_f64());
        rig.set_pose(pose);
        if arrived {
            rig.flight = None;
        }
        return;
    }
    let fence = info.fence();
    let is_below = session.0.opens_ground();
    let ground = |x: f64, y: f64| scene.0.as_ref().map_or(info.level_m, |s| s.ground.height_at(x, y));
    match rig.mode {
        CameraMode::Orbit => rig.orbit.keep_within(&fence, ground, is_below),
        CameraMode::Fly => {
            let floor = if is_below { f64::NEG_INFINITY } else { ground(rig.fly.eye.x, rig.fly.eye.y) + 1.0 };
            rig.fly.eye = fence.keep_eye(rig.fly.eye, floor.max(info.aabb.min[2] - 60.0));
        }
        CameraMode::Walk => {
            rig.walk.eye = match &rig.gallery {
                Some(gallery) => gallery.keep(rig.walk.eye),
                None => fence.keep_eye(rig.walk.eye, info.aabb.min[2] - 60.0),
            };
        }
    }
}

fn place(rig: Res<Rig>, mut camera: Single<(&mut Transform, &mut Projection), With<MainCamera>>) {
    let pose = rig.pose();
    let (eye, target) = (render_from_local(pose.eye_m), render_from_local(pose.target_m));
    let (transform, projection) = &mut *camera;
    let wanted = Transform::from_translation(eye).looking_at(target, Vec3::Y);
    transform.set_if_neq(wanted);
    if let Projection::Perspective(perspective) = &mut **projection {
        // Far eyes need no near detail: depth stays fine where it is looked at.
        let near = if rig.mode == CameraMode::Orbit {
            (rig.orbit.distance_m * 0.01).clamp(0.2, 10.0) as f32
        } else {
            0.1
        };
        if (perspective.near - near).abs() > 0.02 {
            perspective.near = near;
        }
    }
}

/// The ray of a place of the camera's picture in local coordinates.
pub(crate) fn ray_at(camera: &Camera, transform: &GlobalTransform, position: Vec2) -> Option<(DVec3, DVec3)> {
    let ray = camera.viewport_to_world(transform, position).ok()?;
    let origin = DVec3::from(local_from_render(ray.origin));
    let direction = DVec3::from(local_from_render(*ray.direction));
    Some((origin, direction.normalize()))
}

/// What is seen under a ray: an element's surface, else the ground, else the level plane.
pub(crate) fn point_under(
    scene: &CurrentScene,
    info: &SceneInfo,
    session: &ViewSession,
    origin: DVec3,
    direction: DVec3,
) -> Option<DVec3> {
    if let Some(scene) = &scene.0
        && let Some(picked) = pick::picked(scene, &session.0, origin, direction)
    {
        return Some(picked.point);
    }
    let along = (info.level_m - origin.z) / direction.z;
    (direction.z < -0.01 && along > 0.0).then(|| origin + direction * along)
}
