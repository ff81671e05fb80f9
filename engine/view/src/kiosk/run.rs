//! The state machine, once a frame: what happens goes in, what it answers is carried out.

use bevy::app::AppExit;
use bevy::prelude::*;
use bevy::render::renderer::RenderAdapterInfo;
use bevy::window::{PrimaryWindow, WindowResized};
use bevy::winit::{UpdateMode, WinitSettings};
use chrono::{Days, Timelike as _};
use linli_model::{Answer, Play};
use linli_present::CompareMode;
use linli_present::kiosk::{Effect, Event, fenced, kiosk_fence, one_finger_look, two_finger_zoom_turn};

use super::presented::ShownMoment;
use super::quality::Ladder;
use super::{KioskShow, Moved, Ride, Told};
use crate::camera::{MainCamera, Rig, ray_at};
use crate::pick;
use crate::scene::{CurrentScene, LoadedScene, SceneInfo};
use crate::session::ViewSession;

/// Exit code: the staff ended the show.
const QUIT: u8 = 0;
/// Exit code: a restart that was asked for.
const RESTART: u8 = 80;
/// Time of a ride back home or to the show, milliseconds.
const RIDE_MS: u64 = 1_500;
/// Time between two pictures of a closed show, milliseconds.
const ASLEEP_MS: u64 = 1_000;
/// Hours between which the sun can be dragged, minutes after midnight.
pub(super) const SUN_MIN: [f64; 2] = [300.0, 1260.0];

/// What the effects may touch.
pub(super) struct Stage<'a> {
    pub rig: &'a mut Rig,
    pub info: &'a SceneInfo,
    pub scene: Option<&'a LoadedScene>,
    pub session: &'a ViewSession,
    pub camera: (&'a Camera, &'a GlobalTransform),
}

#[expect(clippy::too_many_arguments, reason = "a system's inputs")]
pub(super) fn run(
    mut show: ResMut<KioskShow>,
    mut rig: ResMut<Rig>,
    info: Res<SceneInfo>,
    scene: Res<CurrentScene>,
    session: Res<ViewSession>,
    camera: Single<(&Camera, &GlobalTransform), With<MainCamera>>,
    window: Single<&Window, With<PrimaryWindow>>,
    mut resized: MessageReader<WindowResized>,
    mut winit: ResMut<WinitSettings>,
    mut exit: MessageWriter<AppExit>,
) {
    if resized.read().count() > 0 || show.is_added() {
        let size = window.physical_size();
        show.kiosk.set_screen_px(size.x, size.y);
    }
    let show = &mut *show;
    show.now = show.hall.now();
    let mut events = std::mem::take(&mut show.pending);
    events.extend(show.hall.events());
    events.push(Event::Tick);
    let mut stage =
        Stage { rig: &mut rig, info: &info, scene: scene.0.as_ref(), session: &session, camera: *camera };
    for event in &events {
        for effect in show.kiosk.handle(show.now, event) {
            show.hall.carry_out(&effect, &show.kiosk);
            match effect {
                Effect::Quit => drop(exit.write(AppExit::from_code(QUIT))),
                Effect::Restart => drop(exit.write(AppExit::from_code(RESTART))),
                Effect::Sleep(sleeps) => {
                    let wait = std::time::Duration::from_millis(ASLEEP_MS);
                    let mode =
                        if sleeps { UpdateMode::reactive_low_power(wait) } else { UpdateMode::Continuous };
                    *winit = WinitSettings { focused_mode: mode, unfocused_mode: mode };
                }
                effect => show.carry_out(&effect, &mut stage),
            }
        }
    }
    if let Some(code) = show.hall.end(show.kiosk.is_idle()) {
        exit.write(AppExit::from_code(code));
    }
}

impl KioskShow {
    /// Carries out what concerns the picture.
    pub(super) fn carry_out(&mut self, effect: &Effect, stage: &mut Stage<'_>) {
        match effect {
            Effect::Visitor => self.visitors += 1,
            Effect::Reset(_) => {
                self.moved = Moved::default();
                self.hand = false;
            }
            Effect::GoHome => {
                self.moved = Moved::default();
                self.ride_from(stage.rig);
            }
            Effect::Play(_) => {
                self.moved = Moved::default();
                self.hand = false;
                self.ride = None;
                self.dark_since_ms = Some(self.now.ms);
            }
            Effect::Look(from, to) => {
                let height_px = f64::from(self.kiosk.settings().screen.height_px);
                stage.rig.orbit = one_finger_look(&stage.rig.orbit, *from, *to, height_px);
                self.take_in_hand(stage);
            }
            Effect::ZoomTurn(from, to) => {
                let fence = kiosk_fence(&stage.info.fence());
                stage.rig.orbit = two_finger_zoom_turn(&stage.rig.orbit, *from, *to, &fence);
                self.take_in_hand(stage);
            }
            Effect::Zoom(factor) => {
                let (focus, fence) = (stage.rig.orbit.focus, kiosk_fence(&stage.info.fence()));
                stage.rig.orbit.zoom(focus, *factor, &fence);
                self.hold();
                self.take_in_hand(stage);
            }
            Effect::Turn(angle_rad) => {
                let focus = stage.rig.orbit.focus;
                stage.rig.orbit.turn_about(focus, *angle_rad, 0.0);
                self.hold();
                self.take_in_hand(stage);
            }
            Effect::Tap(at_px) => self.tap(*at_px, stage),
            Effect::Slide(play, share) => self.slide(*play, *share, stage),
            Effect::Answer(_, answer) => self.moved.variant = self.variant_of(answer),
            Effect::SetLanguage(_) | Effect::Cue(_) | Effect::Sleep(_) | Effect::Restart | Effect::Quit => {}
        }
    }

    /// The camera rides from where it is to where the show is.
    pub(super) fn ride_from(&mut self, rig: &Rig) {
        self.hand = false;
        let still = self.kiosk.settings().reduced_motion;
        self.ride = (!still).then(|| Ride { from: rig.pose(), since_ms: self.now.ms, for_ms: RIDE_MS });
    }

    /// Whoever moves the camera by buttons holds the chapter, as one who moves it by hand does.
    fn hold(&mut self) {
        self.kiosk.hold(self.now);
    }

    fn take_in_hand(&mut self, stage: &mut Stage<'_>) {
        self.hand = true;
        self.ride = None;
        let fence = kiosk_fence(&stage.info.fence());
        let level_m = stage.info.level_m;
        let ground = |x: f64, y: f64| stage.scene.map_or(level_m, |scene| scene.ground.height_at(x, y));
        let below = stage.session.0.underground || stage.session.0.cut.is_some();
        stage.rig.orbit = fenced(&stage.rig.orbit, &fence, ground, below);
    }

    /// What is tapped in the picture is marked: a building, with its times.
    fn tap(&mut self, [x, y]: [f64; 2], stage: &Stage<'_>) {
        let (camera, transform) = stage.camera;
        let screen = self.kiosk.settings().screen;
        let (Some(scene), Some(viewport)) = (stage.scene, camera.logical_viewport_size()) else { return };
        let share = [x / f64::from(screen.width_px.max(1)), y / f64::from(screen.height_px.max(1))];
        let at = Vec2::new(share[0] as f32, share[1] as f32) * viewport;
        let Some((origin, direction)) = ray_at(camera, transform, at) else { return };
        let mut session = stage.session.0.clone();
        let view = &mut session.compare;
        if scene.comparison.is_some() && view.mode == CompareMode::Swipe {
            view.side = if share[0] >= f64::from(view.at) { view.right } else { 0 };
        }
        let hit = pick::picked(scene, &session, origin, direction).and_then(|picked| picked.id);
        let building = hit.map(|id| pick::meant(scene, None, id)).and_then(|id| scene.community.element(id));
        let building = building.filter(|element| element.kind.building().is_some());
        self.moved.selection = building.map(|element| element.key.clone());
    }

    fn slide(&mut self, play: Play, share: f64, stage: &Stage<'_>) {
        match play {
            Play::Home => {}
            Play::Sun => {
                let [from, to] = SUN_MIN;
                self.moved.minute = Some((from + (to - from) * share).round() as u32);
            }
            Play::Years => {
                let span = stage.scene.and_then(|scene| scene.stages.timeline.span());
                self.moved.day = span.and_then(|span| {
                    let days = ((span.finish - span.start).num_days().max(0) as f64 * share).round() as u64;
                    span.start.checked_add_days(Days::new(days))
                });
            }
            Play::Ground => self.moved.ground = Some(share),
            Play::Swipe => self.moved.swipe = Some(share as f32),
        }
    }

    /// The variant that a choice of the chapter's question shows.
    fn variant_of(&self, answer: &str) -> Option<linli_model::Key> {
        let chapter = self.kiosk.playhead()?.chapter as usize;
        let question = self.kiosk.script().show().chapters.get(chapter)?.question.as_ref()?;
        match &question.answer {
            Answer::Vote { choices } => choices.iter().find(|choice| choice.key == answer)?.variant.clone(),
            Answer::Guess { .. } => None,
        }
    }

    /// Where the slider of a play stands, as a share of its length, and the words on it.
    pub(super) fn slider(
        &self,
        play: Play,
        session: &linli_present::Session,
        scene: Option<&LoadedScene>,
    ) -> (f64, String) {
        match play {
            Play::Home => (0.0, String::new()),
            Play::Sun => {
                let [from, to] = SUN_MIN;
                let share = (f64::from(session.minute_of_day()) - from) / (to - from);
                (share, format!("{:02}:{:02}", session.time.hour(), session.time.minute()))
            }
            Play::Years => {
                let day = session.moment.day;
                let span = scene.and_then(|scene| scene.stages.timeline.span());
                let share = span.map_or(0.0, |span| {
                    let whole = (span.finish - span.start).num_days().max(1) as f64;
                    (day - span.start).num_days() as f64 / whole
                });
                (share, day.format("%Y-%m").to_string())
            }
            Play::Ground => {
                let now = if session.underground || session.cut.is_some() { 1.0 } else { 0.0 };
                let share = self.moved.ground.unwrap_or(now);
                (share, format!("{:.0} %", share * 100.0))
            }
            Play::Swipe => {
                let at = session.split.map_or(session.compare.at, |split| split.at);
                (f64::from(at), String::new())
            }
        }
    }
}

/// Tells the hall how the show stands.
pub(super) fn tell(
    show: Option<ResMut<KioskShow>>,
    rig: Res<Rig>,
    scene: Res<CurrentScene>,
    ladder: Res<Ladder>,
    adapter: Option<Res<RenderAdapterInfo>>,
    mut shown: ResMut<ShownMoment>,
) {
    let Some(mut show) = show else { return };
    let show = &mut *show;
    let place =
        show.kiosk.playhead().map(|playhead| (playhead.chapter, playhead.position_us(show.now.clock_us)));
    *shown = ShownMoment { place, eye_m: rig.pose().eye_m };
    let name = adapter.as_ref().map(|info| info.name.as_str()).unwrap_or_default();
    let software =
        adapter.as_ref().is_some_and(|info| format!("{:?}", info.device_type).eq_ignore_ascii_case("cpu"));
    let told = Told {
        kiosk: &show.kiosk,
        now: show.now,
        hand: show.hand.then(|| rig.pose()),
        scene: scene.0.is_some(),
        quality: ladder.level(),
        visitors: show.visitors,
        adapter: name,
        software,
    };
    show.hall.tell(&told);
}
