//! A show in the window. What it does is decided by the state machine of `linli_present::kiosk`; the systems here
//! give it touches and time, carry out what it answers and draw its layout over the picture.

mod beside;
mod draw;
mod follow;
mod frame;
mod glass;
mod icons;
mod input;
mod notice;
mod pins;
mod presented;
mod quality;
mod run;
mod sheet;
mod touchable;

use std::collections::BTreeMap;

use bevy::prelude::*;
use bevy_egui::EguiPrimaryContextPass;
use image::RgbaImage;
use linli_model::{Key, Language};
use linli_present::CameraPose;
use linli_present::kiosk::{Effect, Event, Kiosk, Now};

use crate::ViewSet;
use crate::panel::{PanelsShown, Themed};

pub use frame::{ShowFrame, ShowPlace};
pub use notice::KioskNotice;
pub use presented::{PresentedMark, PresentedPicture, ShownMoment};
pub use quality::QualityStart;

pub(crate) use frame::show_frame;
pub(crate) use glass::Glass;

/// What lies outside the window: clocks, guides, lights, other machines, the supervisor, the state folder.
pub trait Hall: Send + Sync {
    /// The three clocks.
    fn now(&mut self) -> Now;

    /// What guides and leaders have asked for since the last picture.
    fn events(&mut self) -> Vec<Event>;

    /// Something that the show asks of the hall: cues, counted answers.
    fn carry_out(&mut self, effect: &Effect, kiosk: &Kiosk);

    /// How the show stands, after each picture.
    fn tell(&mut self, told: &Told<'_>);

    /// The exit code that the supervisor wants the window to end with now, if any.
    fn end(&mut self, idle: bool) -> Option<u8>;
}

/// How the show stands.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    /// The state machine.
    pub kiosk: &'a Kiosk,
    /// The clocks.
    pub now: Now,
    /// The camera, while a visitor moves it.
    pub hand: Option<CameraPose>,
    /// Whether the scene is loaded.
    pub scene: bool,
    /// Rung of the quality ladder.
    pub quality: u8,
    /// Visitors since the start.
    pub visitors: u64,
    /// Graphics card and driver.
    pub adapter: &'a str,
    /// Whether the processor draws.
    pub software: bool,
}

/// What a visitor has moved; the show takes it back when it goes on.
#[derive(Clone, Debug, Default, PartialEq)]
struct Moved {
    minute: Option<u32>,
    day: Option<chrono::NaiveDate>,
    ground: Option<f64>,
    swipe: Option<f32>,
    /// The element that was tapped, by its key in what is drawn.
    selection: Option<Key>,
    /// The variant of the answer that was given.
    variant: Option<Key>,
}

/// A way of the camera back to where the show is.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Ride {
    from: CameraPose,
    since_ms: u64,
    for_ms: u64,
}

/// The show on this machine.
#[derive(Resource)]
pub struct KioskShow {
    kiosk: Kiosk,
    hall: Box<dyn Hall>,
    now: Now,
    pictures: BTreeMap<String, RgbaImage>,
    moved: Moved,
    /// Whether a visitor has the camera in hand.
    hand: bool,
    ride: Option<Ride>,
    /// Since when the picture comes out of the dark, milliseconds.
    dark_since_ms: Option<u64>,
    visitors: u64,
    pending: Vec<Event>,
}

impl KioskShow {
    /// A show, what lies around it, and its pictures by file name.
    pub fn new(kiosk: Kiosk, mut hall: Box<dyn Hall>, pictures: BTreeMap<String, RgbaImage>) -> Self {
        Self {
            now: hall.now(),
            kiosk,
            hall,
            pictures,
            moved: Moved::default(),
            hand: false,
            ride: None,
            dark_since_ms: None,
            visitors: 0,
            pending: Vec::new(),
        }
    }

    /// Language of the texts.
    pub fn language(&self) -> Language {
        self.kiosk.language()
    }

    fn home(&self) -> CameraPose {
        let [eye, target] = self.kiosk.script().show().home_m;
        CameraPose::new(eye, target)
    }
}

/// Whether the desktop's own pointer and keys work: never in a show.
pub(crate) fn is_desktop(show: Option<Res<KioskShow>>, windows: Query<(), With<Window>>) -> bool {
    show.is_none() && !windows.is_empty()
}

/// Everything of a show but its window: also for pictures of it.
pub(crate) fn plugin(app: &mut App) {
    let has_show = resource_exists::<KioskShow>;
    app.init_resource::<quality::Ladder>()
        .add_systems(
            Update,
            (
                input::gather.run_if(any_with_component::<Window>),
                run::run.run_if(not(resource_exists::<crate::Capture>)),
            )
                .chain()
                .in_set(ViewSet::Input)
                .run_if(has_show),
        )
        .add_systems(
            Update,
            (follow::follow, follow::widen)
                .chain()
                .after(ViewSet::Scene)
                .before(ViewSet::Camera)
                .run_if(has_show),
        )
        .add_systems(EguiPrimaryContextPass, glass::draw.before(crate::panel::PanelsDrawn).run_if(has_show))
        .add_systems(
            EguiPrimaryContextPass,
            (pins::draw, beside::draw, draw::draw).chain().after(crate::panel::PanelsDrawn).run_if(has_show),
        )
        .add_systems(
            EguiPrimaryContextPass,
            notice::draw.after(crate::panel::PanelsDrawn).run_if(resource_exists::<KioskNotice>),
        );
}

/// The window of a show: its picture on glass, the quality ladder, what is told of each picture.
pub struct KioskWindowPlugin;

impl Plugin for KioskWindowPlugin {
    fn build(&self, app: &mut App) {
        app.insert_resource(PanelsShown::Names)
            .insert_resource(glass::Glass::default())
            .init_resource::<ShownMoment>();
        app.add_systems(PostStartup, glass::attach)
            .add_systems(First, quality::begin)
            .add_systems(Update, glass::fit.in_set(ViewSet::Input))
            .add_systems(Last, (quality::measure, run::tell).chain());
        quality::build(app);
        presented::build(app);
    }
}

/// Whether fonts are set: before that nothing can be drawn.
fn is_themed(themed: &Themed) -> bool {
    themed.0
}
