//! Pictures: of the window on request, and without any window.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use bevy::app::{AppExit, ScheduleRunnerPlugin};
use bevy::camera::RenderTarget;
use bevy::prelude::*;
use bevy::render::RenderPlugin;
use bevy::render::render_resource::{Extent3d, TextureDimension, TextureFormat, TextureUsages};
use bevy::render::renderer::RenderAdapterInfo;
use bevy::render::view::screenshot::{Screenshot, ScreenshotCaptured};
use bevy::window::ExitCondition;
use bevy::winit::WinitPlugin;
use image::RgbaImage;
use linli_model::{Key, Language};
use linli_present::measure::MeasureAsked;
use linli_present::{CameraPose, Command, Effect, Gallery, ReachWish, Text, text};
use linli_sim::reach::Closure;

use crate::analysis::Analyses;
use crate::camera::{MainCamera, Rig};
use crate::kiosk::{ShowFrame, show_frame};
use crate::material::CityShaders;
use crate::panel::{Notice, PanelsShown};
use crate::scene::{CurrentScene, DrawCounts, Loading, SceneInfo, all_spawned};
use crate::session::{Deed, ViewSession};
use crate::tools::measure_all;
use crate::tour::tour_of;
use crate::{ViewPlugin, ViewSet};

/// One picture to make.
#[derive(Clone, Debug)]
pub struct Shot {
    /// Name of a saved view; the first one when neither this nor a pose is given.
    pub view: Option<String>,
    /// Where the camera is; comes before `view`.
    pub pose: Option<CameraPose>,
    /// Width and height, pixels.
    pub size_px: UVec2,
    /// Changes of the session before the picture: time, layers, underground.
    pub commands: Vec<Command>,
    /// Key of the element to select.
    pub select: Option<Key>,
    /// Compartment of the selected utility tunnel that is walked in, from the left.
    pub inside: Option<usize>,
    /// Storey above which the selected building is open; 1 is the ground floor.
    pub storey: Option<i32>,
    /// The selected element is a home whose ways are shown.
    pub home: Option<HomeShot>,
    /// What is measured in the picture.
    pub measures: Vec<MeasureAsked>,
    /// What lies over the picture.
    pub panels: PanelsShown,
    /// A frame of a show instead of all of this but the size.
    pub show: Option<Box<ShowFrame>>,
}

/// The home whose ways a picture shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HomeShot {
    /// Its level; none: the highest with homes.
    pub level: Option<i16>,
}

/// A finished picture.
#[derive(Clone, Debug)]
pub struct Picture {
    /// The pixels.
    pub image: RgbaImage,
    /// Work that was on screen.
    pub counts: DrawCounts,
    /// Name of the graphics adapter.
    pub adapter: String,
}

/// What came of a capture.
#[derive(Clone, Debug)]
pub enum CaptureOutcome {
    /// The pictures, in the order of the shots.
    Pictures(Vec<Picture>),
    /// Why there are none.
    Failed(String),
}

/// Takes each finished picture at once, in the order of the shots; an error ends the capture.
pub type PictureSink = Box<dyn FnMut(Picture) -> Result<(), String> + Send + Sync>;

/// Frames drawn before a picture, so that transforms, shadows and panels have settled.
const SETTLING_FRAMES: u32 = 5;
/// Each side is drawn this many times larger and then averaged: smooth lines and edges.
const SUPERSAMPLING: u32 = 2;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Loading,
    Settling(u32),
    Waiting,
}

/// Pictures to make, and those made.
#[derive(Resource)]
pub struct Capture {
    shots: VecDeque<Shot>,
    stage: Stage,
    finished: Arc<Mutex<Vec<Picture>>>,
    sink: Option<PictureSink>,
    /// Pictures given to the sink so far.
    handed_out: usize,
    /// The home that the picture in the making must show.
    home: Option<HomeShot>,
    outcome: Arc<Mutex<Option<CaptureOutcome>>>,
}

/// Where pictures of the window are saved.
#[derive(Resource, Clone, Debug, Default)]
pub struct ScreenshotFolder(pub PathBuf);

pub(crate) fn plugin(app: &mut App) {
    app.init_resource::<ScreenshotFolder>()
        .add_systems(Update, take_screenshot.in_set(ViewSet::Sync))
        .add_systems(
            Update,
            run_shots.after(ViewSet::Session).before(ViewSet::Camera).run_if(resource_exists::<Capture>),
        );
}

/// An app without a window that makes pictures of what its [`crate::LoadEvents`] bring, and then
/// ends. The outcome is put into `outcome`.
pub fn capture_app(language: Language, shots: Vec<Shot>, outcome: Arc<Mutex<Option<CaptureOutcome>>>) -> App {
    app_of(language, shots, None, outcome)
}

/// [`capture_app`] that keeps no picture: each goes to `sink` as soon as it is finished, and the outcome
/// holds none.
pub fn streaming_app(
    language: Language,
    shots: Vec<Shot>,
    sink: PictureSink,
    outcome: Arc<Mutex<Option<CaptureOutcome>>>,
) -> App {
    app_of(language, shots, Some(sink), outcome)
}

fn app_of(
    language: Language,
    shots: Vec<Shot>,
    sink: Option<PictureSink>,
    outcome: Arc<Mutex<Option<CaptureOutcome>>>,
) -> App {
    let mut app = App::new();
    app.add_plugins(
        DefaultPlugins
            .set(WindowPlugin { primary_window: None, exit_condition: ExitCondition::DontExit, ..default() })
            .set(RenderPlugin { synchronous_pipeline_compilation: true, ..default() })
            .set(bevy::log::LogPlugin { filter: "warn".into(), ..default() })
            .disable::<WinitPlugin>(),
    )
    .add_plugins(ScheduleRunnerPlugin::run_loop(std::time::Duration::ZERO))
    .add_plugins(ViewPlugin { language })
    .insert_resource(Capture {
        shots: shots.into(),
        stage: Stage::Loading,
        finished: Arc::default(),
        sink,
        handed_out: 0,
        home: None,
        outcome,
    });
    app
}

fn target(images: &mut Assets<Image>, size_px: UVec2) -> Handle<Image> {
    let size = Extent3d { width: size_px.x, height: size_px.y, depth_or_array_layers: 1 };
    let mut image = Image::new_fill(
        size,
        TextureDimension::D2,
        &[0, 0, 0, 255],
        TextureFormat::Rgba8UnormSrgb,
        bevy::asset::RenderAssetUsages::default(),
    );
    image.texture_descriptor.usage |=
        TextureUsages::RENDER_ATTACHMENT | TextureUsages::COPY_SRC | TextureUsages::TEXTURE_BINDING;
    images.add(image)
}

/// Loading, then for each shot: set up, settle, take, wait.
fn run_shots(world: &mut World) {
    let stage = world.resource::<Capture>().stage;
    match stage {
        Stage::Loading => match world.resource::<Loading>().clone() {
            Loading::Done if all_spawned(world) && shaders_ready(world) => next_shot(world),
            Loading::Failed(why) => finish(world, CaptureOutcome::Failed(why)),
            Loading::Cancelled => finish(world, CaptureOutcome::Failed("cancelled".into())),
            _ => {}
        },
        Stage::Settling(0) => match home_missing(world) {
            Some(why) => finish(world, CaptureOutcome::Failed(why)),
            None => shoot(world),
        },
        Stage::Settling(left) => world.resource_mut::<Capture>().stage = Stage::Settling(left - 1),
        Stage::Waiting => {
            if let Err(why) = hand_out(world) {
                finish(world, CaptureOutcome::Failed(why));
                return;
            }
            let capture = world.resource::<Capture>();
            let kept = capture.finished.lock().map_or(0, |pictures| pictures.len());
            let (made, is_last) = (capture.handed_out + kept, capture.shots.is_empty());
            let wanted = world.resource::<ShotNumber>().0;
            if made == wanted {
                if is_last { finish_all(world) } else { next_shot(world) }
            }
        }
    }
}

/// Gives finished pictures to the sink, when there is one.
fn hand_out(world: &mut World) -> Result<(), String> {
    let mut capture = world.resource_mut::<Capture>();
    let Capture { finished, sink, handed_out, .. } = &mut *capture;
    let Some(sink) = sink else { return Ok(()) };
    let pictures = finished.lock().map(|mut pictures| std::mem::take(&mut *pictures)).unwrap_or_default();
    for picture in pictures {
        *handed_out += 1;
        sink(picture)?;
    }
    Ok(())
}

/// Shots begun so far.
#[derive(Resource, Default)]
struct ShotNumber(usize);

/// Why the home that the picture is about is not in it; nothing when it is, or none is asked for. Pictures wait for
/// answers, so that what is not there by now never comes.
fn home_missing(world: &World) -> Option<String> {
    let home = world.resource::<Capture>().home?;
    let analyses = world.resource::<Analyses>();
    if analyses.home.is_some() {
        return None;
    }
    let session = &world.resource::<ViewSession>().0;
    let scene = world.resource::<CurrentScene>().0.as_ref();
    let element = session.selection.and_then(|id| scene?.community.element(id));
    let name = element.map(|element| element.key.to_string()).unwrap_or_default();
    Some(match (&analyses.trouble, home.level) {
        (Some(trouble), _) => trouble.clone(),
        (None, Some(level)) => format!("'{name}' has no homes on level {level}"),
        (None, None) => format!("'{name}' has no homes"),
    })
}

fn shaders_ready(world: &World) -> bool {
    let server = world.resource::<AssetServer>();
    world.resource::<CityShaders>().0.iter().all(|shader| server.is_loaded_with_dependencies(shader))
}

fn next_shot(world: &mut World) {
    let Some(shot) = world.resource_mut::<Capture>().shots.pop_front() else {
        finish_all(world);
        return;
    };
    let info = world.resource::<SceneInfo>().clone();
    let named = |name: &str| info.views.iter().find(|view| view.key == name).map(|view| view.pose);
    let pose = match (&shot.pose, &shot.view) {
        (Some(pose), _) => Some(*pose),
        (None, Some(name)) => match named(name) {
            Some(pose) => Some(pose),
            None => {
                let names: Vec<&str> = info.views.iter().map(|view| view.key.as_str()).collect();
                let why = format!("the scene has no view '{name}'; it has: {}", names.join(", "));
                finish(world, CaptureOutcome::Failed(why));
                return;
            }
        },
        (None, None) => info.views.first().map(|view| view.pose),
    };
    world.init_resource::<ShotNumber>();
    world.resource_mut::<ShotNumber>().0 += 1;
    world.resource_mut::<Capture>().home = shot.home;
    let image = target(&mut world.resource_mut::<Assets<Image>>(), shot.size_px * SUPERSAMPLING);
    let camera = world.query_filtered::<Entity, With<MainCamera>>().single(world);
    if let Ok(camera) = camera {
        world.entity_mut(camera).insert(RenderTarget::Image(image.into()));
    }
    if let Some(frame) = &shot.show {
        show_frame(world, frame);
        *world.resource_mut::<PanelsShown>() = PanelsShown::Names;
        world.resource_mut::<Capture>().stage = Stage::Settling(SETTLING_FRAMES);
        return;
    }
    for command in shot.commands {
        world.resource_mut::<ViewSession>().0.apply(command);
    }
    if let Some(key) = &shot.select {
        let id = world.resource::<CurrentScene>().0.as_ref().and_then(|scene| scene.community.id_of(key));
        if id.is_none() {
            finish(world, CaptureOutcome::Failed(format!("the scene has no element '{key}'")));
            return;
        }
        world.resource_mut::<ViewSession>().0.apply(Command::Select(id));
    }
    world.resource_mut::<ViewSession>().0.apply(Command::OpenStorey(shot.storey));
    if let Err(why) = measure_all(world, &shot.measures) {
        finish(world, CaptureOutcome::Failed(why));
        return;
    }
    if let Some(compartment) = shot.inside {
        world.resource_mut::<ViewSession>().0.apply(Command::WalkInside(Some(compartment)));
        let place = world.resource::<ViewSession>().0.inside;
        let scene = world.resource::<CurrentScene>().0.as_ref();
        let gallery = scene.zip(place).and_then(|(scene, (id, compartment))| {
            Gallery::of(scene.community.element(id)?, compartment, &scene.ground)
        });
        if gallery.is_none() {
            let why =
                format!("the selected element is no utility tunnel with a compartment {}", compartment + 1);
            finish(world, CaptureOutcome::Failed(why));
            return;
        }
    }
    let closed = world.resource::<ViewSession>().0.reach.closed.clone();
    let unknown = world.resource::<CurrentScene>().0.as_ref().and_then(|scene| {
        closed.iter().find_map(|name| Some((name, Closure::named(name, &scene.facts).err()?)))
    });
    if let Some((name, problem)) = unknown {
        finish(world, CaptureOutcome::Failed(format!("{name} cannot be closed: {problem}")));
        return;
    }
    world
        .resource_mut::<ViewSession>()
        .0
        .apply(Command::Reach(ReachWish::Level(shot.home.and_then(|home| home.level))));
    if let Some(tour) = &world.resource::<ViewSession>().0.tour
        && tour_of(&info, &tour.tour).is_none()
    {
        let names: Vec<&str> = info.tours.iter().map(|tour| tour.key.as_str()).collect();
        let why = format!("the scene has no tour '{}'; it has: {}", tour.tour, names.join(", "));
        finish(world, CaptureOutcome::Failed(why));
        return;
    }
    *world.resource_mut::<PanelsShown>() = shot.panels;
    if let Some(pose) = pose {
        world.resource_mut::<Rig>().jump(pose);
    }
    world.resource_mut::<Capture>().stage = Stage::Settling(SETTLING_FRAMES);
}

fn shoot(world: &mut World) {
    world.resource_mut::<Capture>().stage = Stage::Waiting;
    let mut cameras = world.query_filtered::<&RenderTarget, With<MainCamera>>();
    let Ok(RenderTarget::Image(target)) = cameras.single(world) else { return };
    let handle = target.handle.clone();
    let finished = world.resource::<Capture>().finished.clone();
    let outcome = world.resource::<Capture>().outcome.clone();
    let counts = *world.resource::<DrawCounts>();
    let adapter = world.get_resource::<RenderAdapterInfo>().map(|info| info.name.clone()).unwrap_or_default();
    world.spawn(Screenshot::image(handle)).observe(
        move |captured: On<ScreenshotCaptured>, mut exit: MessageWriter<AppExit>| match averaged(
            &captured.image,
        ) {
            Ok(image) => {
                if let Ok(mut pictures) = finished.lock() {
                    pictures.push(Picture { image, counts, adapter: adapter.clone() });
                }
            }
            Err(why) => {
                if let Ok(mut outcome) = outcome.lock() {
                    *outcome = Some(CaptureOutcome::Failed(why));
                }
                exit.write(AppExit::error());
            }
        },
    );
}

/// The picture at its wanted size: every pixel is the mean of what was drawn under it.
fn averaged(image: &Image) -> Result<RgbaImage, String> {
    let large = image.clone().try_into_dynamic().map_err(|e| e.to_string())?.to_rgba8();
    let (width, height) = (large.width() / SUPERSAMPLING, large.height() / SUPERSAMPLING);
    let count = SUPERSAMPLING * SUPERSAMPLING;
    Ok(RgbaImage::from_fn(width, height, |x, y| {
        let mut sum = [0_u32; 3];
        for dy in 0..SUPERSAMPLING {
            for dx in 0..SUPERSAMPLING {
                let pixel = large.get_pixel(x * SUPERSAMPLING + dx, y * SUPERSAMPLING + dy);
                for (sum, channel) in sum.iter_mut().zip(pixel.0) {
                    *sum += u32::from(channel);
                }
            }
        }
        let [r, g, b] = sum.map(|s| ((s + count / 2) / count) as u8);
        image::Rgba([r, g, b, 255])
    }))
}

fn finish_all(world: &mut World) {
    let pictures = world.resource::<Capture>().finished.lock().map(|mut p| std::mem::take(&mut *p));
    finish(world, CaptureOutcome::Pictures(pictures.unwrap_or_default()));
}

fn finish(world: &mut World, outcome: CaptureOutcome) {
    let failed = matches!(outcome, CaptureOutcome::Failed(_));
    if let Ok(mut slot) = world.resource::<Capture>().outcome.lock() {
        slot.get_or_insert(outcome);
    }
    world.write_message(if failed { AppExit::error() } else { AppExit::Success });
}

fn take_screenshot(
    mut deeds: MessageReader<Deed>,
    folder: Res<ScreenshotFolder>,
    info: Res<SceneInfo>,
    mut commands: Commands,
) {
    for Deed(effect) in deeds.read() {
        if *effect == Effect::Screenshot {
            let path = free_path(&folder.0, &info.name, "png");
            commands.spawn(Screenshot::primary_window()).observe(
                move |captured: On<ScreenshotCaptured>,
                      session: Res<ViewSession>,
                      mut notice: ResMut<Notice>| {
                    let language = session.0.language;
                    let words = match save_screenshot(&captured.image, &path) {
                        Ok(()) => format!("{} {}", text(Text::Saved, language), path.display()),
                        Err(why) => format!("{}: {why}", text(Text::NotSaved, language)),
                    };
                    notice.0 = Some((words, 5.0));
                },
            );
        }
    }
}

/// A file name that is not taken yet: of a scene, with a number and an ending.
pub fn free_path(folder: &Path, scene: &str, ending: &str) -> PathBuf {
    let stem: String = scene.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
    let stem = if stem.is_empty() { "linli".to_owned() } else { stem };
    (1..)
        .map(|number: u32| folder.join(format!("{stem}-{number:03}.{ending}")))
        .find(|path| !path.exists())
        .unwrap_or_else(|| folder.join(format!("linli.{ending}")))
}

/// Saves a captured window as PNG.
///
/// # Errors
/// Why the picture cannot be converted or written.
pub fn save_screenshot(image: &Image, path: &Path) -> Result<(), String> {
    let picture = image.clone().try_into_dynamic().map_err(|e| e.to_string())?.to_rgb8();
    picture.save(path).map_err(|e| e.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_averaged_down() {
        let size = Extent3d { width: 4, height: 2, depth_or_array_layers: 1 };
        let mut data = Vec::new();
        for value in [0_u8, 100, 200, 200, 100, 0, 200, 200] {
            data.extend([value, value, value, 255]);
        }
        let image = Image::new(
            size,
            TextureDimension::D2,
            data,
            TextureFormat::Rgba8UnormSrgb,
            bevy::asset::RenderAssetUsages::default(),
        );
        let small = averaged(&image).unwrap_or_default();
        assert_eq!((small.width(), small.height()), (2, 1));
        assert_eq!(small.get_pixel(0, 0).0, [50, 50, 50, 255]);
        assert_eq!(small.get_pixel(1, 0).0, [200, 200, 200, 255]);
    }
}
