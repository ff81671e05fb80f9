//! Pictures that have reached the screen, marked in the render world: the only place where that is known.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use bevy::app::AppExit;
use bevy::prelude::*;
use bevy::render::extract_resource::{ExtractResource, ExtractResourcePlugin};
use bevy::render::view::ExtractedWindows;
use bevy::render::{Render, RenderApp, RenderSystems};

/// Exit code: pictures reach no screen.
const NO_PRESENT: u8 = 77;
/// Longest time without a picture on screen, seconds; the supervisor waits a little longer.
const LONGEST_S: f64 = 8.0;
/// Updates that must have passed in that time: a slow picture is none that is lost.
const LEAST_UPDATES: u32 = 30;

/// Where the show is in a picture.
#[derive(Resource, ExtractResource, Clone, Copy, Debug, Default, PartialEq)]
pub struct ShownMoment {
    /// Number of the chapter and position in it, microseconds; none outside the chapters.
    pub place: Option<(u32, i64)>,
    /// Where the camera is, local metres.
    pub eye_m: [f64; 3],
}

/// A picture that has reached the screen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PresentedPicture {
    /// Milliseconds since the picture before.
    pub frame_ms: f64,
    /// What it shows.
    pub moment: ShownMoment,
}

/// Called whenever a picture has been presented.
#[derive(Resource, Clone)]
pub struct PresentedMark(pub Arc<dyn Fn(&PresentedPicture) + Send + Sync>);

/// Marks of the render world.
#[derive(Resource, Clone)]
struct Seen {
    begin: Instant,
    /// Time of the last picture, microseconds since `begin`; 0 before the first.
    last_us: Arc<AtomicU64>,
    mark: PresentedMark,
}

/// Whether a picture is about to be presented.
#[derive(Resource, Default)]
struct Ready(bool);

/// Adds the marks; without a [`PresentedMark`] nothing is told.
pub(super) fn build(app: &mut App) {
    let Some(mark) = app.world().get_resource::<PresentedMark>().cloned() else { return };
    let seen = Seen { begin: Instant::now(), last_us: Arc::default(), mark };
    app.insert_resource(seen.clone())
        .add_plugins(ExtractResourcePlugin::<ShownMoment>::default())
        .add_systems(Last, watch);
    if let Some(render) = app.get_sub_app_mut(RenderApp) {
        render
            .insert_resource(seen)
            .init_resource::<Ready>()
            .add_systems(Render, ready.in_set(RenderSystems::Queue))
            .add_systems(Render, presented.in_set(RenderSystems::Cleanup));
    }
}

fn ready(windows: Res<ExtractedWindows>, mut ready: ResMut<Ready>) {
    ready.0 = windows.values().any(|window| window.swap_chain_texture.is_some());
}

fn presented(
    windows: Res<ExtractedWindows>,
    ready: Res<Ready>,
    seen: Res<Seen>,
    moment: Option<Res<ShownMoment>>,
) {
    if !ready.0 || windows.values().any(|window| window.swap_chain_texture.is_some()) {
        return;
    }
    let now_us = seen.now_us();
    let before_us = seen.last_us.swap(now_us, Ordering::Relaxed);
    let took_us = if before_us == 0 { 0 } else { now_us.saturating_sub(before_us) };
    let moment = moment.map(|moment| *moment).unwrap_or_default();
    (seen.mark.0)(&PresentedPicture { frame_ms: took_us as f64 / 1000.0, moment });
}

/// Ends the window when pictures no longer reach the screen although they are made.
fn watch(seen: Res<Seen>, mut updates: Local<(u64, u32)>, mut exit: MessageWriter<AppExit>) {
    let last_us = seen.last_us.load(Ordering::Relaxed);
    if updates.0 != last_us {
        *updates = (last_us, 0);
    }
    updates.1 = updates.1.saturating_add(1);
    let age_s = seen.now_us().saturating_sub(last_us) as f64 / 1e6;
    if last_us > 0 && age_s > LONGEST_S && updates.1 > LEAST_UPDATES {
        error!("no picture has reached the screen for {age_s:.0} s");
        exit.write(AppExit::from_code(NO_PRESENT));
    }
}

impl Seen {
    fn now_us(&self) -> u64 {
        u64::try_from(self.begin.elapsed().as_micros()).unwrap_or(u64::MAX).max(1)
    }
}
