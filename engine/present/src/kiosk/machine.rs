//! The state machine: its states, what it is told and what it answers.

use std::collections::BTreeSet;

use chrono::NaiveDateTime;
use linli_model::{KioskMode, KioskSettings, Language, LinkRole, Play, Show, ShowCue, Tally, Words};

use super::fingers::{Fingers, Touch};
use super::layout::{Face, Layout, Page, layout};
use super::pin::{PinGate, PinHash};
use super::playhead::Playhead;
use super::question::Asking;
use super::script::{Script, ShowMoment};
use crate::CameraPose;

/// A leader that has been silent for so long is gone, milliseconds.
const LEADER_MS: u64 = 3_000;

/// The three clocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Now {
    /// Milliseconds of a clock that never goes back.
    pub ms: u64,
    /// Microseconds of the clock that all machines of the exhibit share.
    pub clock_us: i64,
    /// Local time, for opening hours; it may jump.
    pub local: NaiveDateTime,
}

/// Where a visitor is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// At the chapters to choose from.
    Menu,
    /// In a chapter.
    Chapter,
}

/// What the machine is doing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Nobody is there: the show plays by itself and invites.
    Attract,
    /// A visitor or a guide is there.
    Engaged(Place),
    /// Nobody has touched it for long: it asks, since then (milliseconds).
    Warning(Place, u64),
    /// After the gentle reset, since then: home view and menu, in the visitor's language.
    Resting(u64),
    /// It takes no touches until then.
    Cleaning(u64),
    /// The PIN is asked for.
    Pin {
        /// Digits so far.
        typed: String,
    },
    /// The staff menu.
    Staff,
    /// Outside the opening hours: the screen is dark.
    Closed,
}

/// A chapter command of a guide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remote {
    /// A chapter by its key.
    Chapter(String),
    /// The chapter after.
    Next,
    /// The chapter before.
    Previous,
    /// Holds the chapter.
    Pause,
    /// Lets it go on.
    Resume,
    /// Back to the menu.
    Home,
    /// Language.
    Language(Language),
    /// Who moves the show on.
    Mode(KioskMode),
}

/// What happens.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// Time passes; once a frame.
    Tick,
    /// News of a contact.
    Touch(Touch),
    /// The touch device has gone.
    TouchesLost,
    /// A guide.
    Remote(Remote),
    /// The leader's playhead, and its camera while a visitor moves it.
    Leader(Playhead, Option<CameraPose>),
}

/// How much is taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResetKind {
    /// Home view, nothing selected, everything a visitor moved; the language stays.
    Gentle,
    /// As after the start.
    Full,
}

/// What the window has to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// A visitor has come.
    Visitor,
    /// Take back what visitors changed.
    Reset(ResetKind),
    /// Show the texts in a language.
    SetLanguage(Language),
    /// Fly to the home view.
    GoHome,
    /// A chapter begins.
    Play(usize),
    /// Look around: from where to where a finger went, pixels.
    Look([f64; 2], [f64; 2]),
    /// Zoom and turn: from where to where two fingers went, pixels.
    ZoomTurn([[f64; 2]; 2], [[f64; 2]; 2]),
    /// Come nearer (below 1) or go away.
    Zoom(f64),
    /// Turn, radians to the right.
    Turn(f64),
    /// A tap in the picture, pixels.
    Tap([f64; 2]),
    /// A slider stands at a share of its length.
    Slide(Play, f64),
    /// Send a cue.
    Cue(ShowCue),
    /// Count an answer: key of the question, key of the choice or the guessed figure.
    Answer(String, String),
    /// Black screen, or light again.
    Sleep(bool),
    /// Start the window again.
    Restart,
    /// End the show.
    Quit,
}

/// A show on an exhibition machine.
#[derive(Clone, Debug, PartialEq)]
pub struct Kiosk {
    pub(super) script: Script,
    pub(super) settings: KioskSettings,
    pub(super) phase: Phase,
    pub(super) mode: KioskMode,
    pub(super) language: Language,
    pub(super) high_contrast: bool,
    pub(super) low: bool,
    pub(super) fingers: Fingers,
    pub(super) playhead: Option<Playhead>,
    pub(super) asking: Option<Asking>,
    /// When the last question came.
    pub(super) asked_ms: u64,
    /// Chapters whose question this visitor has had.
    pub(super) answered: BTreeSet<usize>,
    pub(super) tally: Tally,
    pub(super) gate: PinGate,
    /// Corners touched in a row, and when the first was.
    pub(super) corners: (usize, u64),
    pub(super) active_ms: u64,
    pub(super) guide_ms: Option<u64>,
    /// Where the attract loop is in its list.
    pub(super) attract_at: usize,
    /// Chapter, its beginning and position up to which cues were sent.
    pub(super) cued: Option<(u32, i64)>,
    pub(super) leader: Option<(Playhead, Option<CameraPose>, u64)>,
    pub(super) last_ms: u64,
    problems: Vec<String>,
}

impl Kiosk {
    /// A show with the answers counted so far, and what the staff should know; nobody is there. A PIN that
    /// cannot be read opens nothing.
    pub fn new(show: Show, settings: KioskSettings, tally: Tally, problems: Vec<String>, now: Now) -> Self {
        let hash = settings.pin.as_deref().and_then(|pin| PinHash::read(pin).ok());
        Self {
            script: Script::new(show),
            phase: Phase::Attract,
            mode: settings.mode,
            language: settings.language,
            high_contrast: settings.high_contrast,
            low: settings.controls_low,
            fingers: Fingers::default(),
            playhead: None,
            asking: None,
            asked_ms: now.ms,
            answered: BTreeSet::new(),
            tally,
            gate: PinGate::new(hash),
            corners: (0, 0),
            active_ms: now.ms,
            guide_ms: None,
            attract_at: 0,
            cued: None,
            leader: None,
            last_ms: now.ms,
            problems,
            settings,
        }
    }

    /// Takes what happens and tells what the window has to do, in this order.
    pub fn handle(&mut self, now: Now, event: &Event) -> Vec<Effect> {
        // A monotonic clock that goes back is a fault elsewhere; nothing here may run twice for it.
        let now = Now { ms: now.ms.max(self.last_ms), ..now };
        self.last_ms = now.ms;
        let mut effects = Vec::new();
        match event {
            Event::Tick => {}
            Event::Touch(touch) => self.touch(now, touch, &mut effects),
            Event::TouchesLost => self.fingers.clear(),
            Event::Remote(remote) => self.remote(now, remote, &mut effects),
            Event::Leader(playhead, pose) => {
                let known = self.script.show().chapters.len() > playhead.chapter as usize;
                if known && matches!(self.settings.network.role, LinkRole::Follower { .. }) {
                    self.leader = Some((*playhead, *pose, now.ms));
                }
            }
        }
        self.advance(now, &mut effects);
        effects
    }

    /// What it is doing.
    pub fn phase(&self) -> &Phase {
        &self.phase
    }

    /// Who moves the show on.
    pub fn mode(&self) -> KioskMode {
        self.mode
    }

    /// Language of the texts.
    pub fn language(&self) -> Language {
        self.language
    }

    /// Settings of the machine.
    pub fn settings(&self) -> &KioskSettings {
        &self.settings
    }

    /// The question that is open, and how far it is.
    pub fn asking(&self) -> Option<&Asking> {
        self.asking.as_ref()
    }

    /// The screen turned out to have so many pixels; what is laid out from now on is laid out for them. Fingers that
    /// are down are forgotten: their places were others.
    pub fn set_screen_px(&mut self, width: u32, height: u32) {
        let screen = &mut self.settings.screen;
        if width == 0 || height == 0 || (screen.width_px, screen.height_px) == (width, height) {
            return;
        }
        (screen.width_px, screen.height_px) = (width, height);
        self.fingers.clear();
    }

    /// Holds the chapter where it is.
    pub fn hold(&mut self, now: Now) {
        self.playhead = self.playhead.map(|playhead| playhead.held(now.clock_us));
    }

    /// Whether contrast is strong.
    pub fn high_contrast(&self) -> bool {
        self.high_contrast
    }

    /// The show as a function of time.
    pub fn script(&self) -> &Script {
        &self.script
    }

    /// Answers counted so far.
    pub fn tally(&self) -> &Tally {
        &self.tally
    }

    /// Where the show is; `None` at the menu.
    pub fn playhead(&self) -> Option<Playhead> {
        self.playhead
    }

    /// Whether the picture is a leader's.
    pub fn is_following(&self, now_ms: u64) -> bool {
        self.fresh_leader(now_ms).is_some() && matches!(self.phase, Phase::Attract | Phase::Resting(_))
    }

    /// The camera of the leader while its visitor moves it.
    pub fn leader_pose(&self, now_ms: u64) -> Option<CameraPose> {
        self.fresh_leader(now_ms).filter(|_| self.is_following(now_ms)).and_then(|(_, pose)| pose)
    }

    pub(super) fn fresh_leader(&self, now_ms: u64) -> Option<(Playhead, Option<CameraPose>)> {
        let (playhead, pose, heard_ms) = self.leader?;
        (now_ms.saturating_sub(heard_ms) < LEADER_MS).then_some((playhead, pose))
    }

    /// Whether a restart would disturb nobody.
    pub fn is_idle(&self) -> bool {
        matches!(self.phase, Phase::Attract | Phase::Closed)
    }

    /// What is shown of the show now; `None` at the menu and when closed.
    pub fn moment(&self, now: Now, ground_m: impl Fn(f64, f64) -> Option<f64>) -> Option<ShowMoment<'_>> {
        let playhead = self.playhead.filter(|_| self.phase != Phase::Closed)?;
        self.script.at(playhead.chapter as usize, playhead.position_us(now.clock_us), ground_m)
    }

    /// Everything on the screen besides the picture. Draw it moved by [`super::pixel_shift`].
    pub fn layout(&self, now: Now) -> Layout {
        let moment = self.moment(now, |_, _| None);
        let (caption, narration) =
            moment.map_or_else(Default::default, |moment| (moment.caption, moment.narration.clone()));
        self.layout_with(now, caption, narration)
    }

    pub(super) fn layout_with(&self, now: Now, caption: Words, narration: Words) -> Layout {
        let page = Page {
            settings: &self.settings,
            show: self.script.show(),
            language: self.language,
            low: self.low,
        };
        layout(&page, &self.face(now, caption, narration))
    }

    fn face(&self, now: Now, caption: Words, narration: Words) -> Face<'_> {
        let left_s = |until_ms: u64| until_ms.saturating_sub(now.ms).div_ceil(1000);
        match &self.phase {
            Phase::Attract => Face::Attract { caption },
            Phase::Engaged(Place::Menu) | Phase::Resting(_) => Face::Menu,
            Phase::Engaged(Place::Chapter) => {
                let Some((at, chapter)) = self.chapter() else { return Face::Menu };
                let question = chapter.question.as_ref().zip(self.asking.as_ref());
                let held = self.playhead.is_some_and(|playhead| playhead.held_us.is_some());
                let asking = question.filter(|_| at < self.script.show().chapters.len());
                Face::Chapter { chapter, caption, narration, held, asking }
            }
            Phase::Warning(_, since) => Face::Warning(left_s(since + ms(self.settings.idle.gentle_after_s))),
            Phase::Cleaning(until) => Face::Cleaning(left_s(*until)),
            Phase::Pin { typed } => Face::Pin(typed.len(), self.gate.locked_until(now.ms).map(left_s)),
            Phase::Staff => Face::Staff(self.problems.clone()),
            Phase::Closed => Face::Closed,
        }
    }

    /// The chapter that plays, with its position.
    pub(super) fn chapter(&self) -> Option<(usize, &linli_model::Chapter)> {
        let at = self.playhead?.chapter as usize;
        Some((at, self.script.show().chapters.get(at)?))
    }
}

/// Whole milliseconds of a setting in seconds, at least 1 and at most a day.
pub(super) fn ms(seconds: f64) -> u64 {
    if seconds.is_finite() { (seconds * 1000.0).clamp(1.0, 86_400_000.0) as u64 } else { 60_000 }
}
