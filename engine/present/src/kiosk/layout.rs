//! Where everything lies on the kiosk's screen, as rectangles.
//!
//! Sizes come from millimetres on the stated screen: what is touched is at least as large as the settings
//! ask, letters are at least [`CAP_MM`] high, gaps at least [`GAP_MM`].

mod draw;
mod panels;
mod rect;

use linli_model::{Chapter, KioskSettings, Language, Play, Question, Show, Words};

use super::question::Asking;
use super::text_fit::Fitted;

pub use rect::Rect;

/// Least height of capitals, millimetres, for a distance of 0.7 m.
pub const CAP_MM: f64 = 5.0;
/// Least gap between two targets, millimetres.
pub const GAP_MM: f64 = 5.0;
/// Reach of everybody, seated or small: heights above the floor, millimetres (ADA 2010, 308: 15 to 48 inches).
pub const REACH_MM: [f64; 2] = [380.0, 1220.0];
/// Something that can be touched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// Back to the menu and the whole site.
    Home,
    /// One step back.
    Back,
    /// The other language.
    Language,
    /// Strong contrast.
    Contrast,
    /// Controls low on the screen.
    Low,
    /// A chapter of the menu.
    Card(usize),
    /// The chapter before.
    Previous,
    /// Holds the chapter, or lets it go on.
    Hold,
    /// The chapter after.
    Next,
    /// Nearer.
    ZoomIn,
    /// Farther.
    ZoomOut,
    /// Turns to the left.
    TurnLeft,
    /// Turns to the right.
    TurnRight,
    /// The slider of something to play with.
    Slider(Play),
    /// The slider of a guess.
    Guess,
    /// This is my guess.
    Confirm,
    /// One of the choices.
    Choice(usize),
    /// On, after an answer.
    Continue,
    /// Somebody is still here.
    StillHere,
    /// A digit of the PIN.
    Digit(u8),
    /// Takes the last digit back.
    Erase,
    /// Tries the PIN.
    Enter,
    /// Leaves the PIN or the staff menu.
    Leave,
    /// Takes no touches for a while.
    Clean,
    /// Starts the window again.
    Restart,
    /// Ends the show.
    Quit,
}

/// What a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextRole {
    /// Title of the show, a chapter or a panel.
    Title,
    /// Ordinary words.
    Body,
    /// Caption of the picture.
    Caption,
    /// What a voice would say.
    Narration,
    /// Words on something that can be touched.
    Label,
    /// A figure.
    Figure,
}

/// A text in its box.
#[derive(Clone, Debug, PartialEq)]
pub struct TextBox {
    /// What it is.
    pub role: TextRole,
    /// Where it may be.
    pub rect: Rect,
    /// The text, set.
    pub set: Fitted,
}

/// What is on the screen besides the picture.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layout {
    /// What can be touched, the uppermost last; none overlaps another.
    pub targets: Vec<(Target, Rect)>,
    /// Plates behind words.
    pub plates: Vec<Rect>,
    /// Words.
    pub texts: Vec<TextBox>,
    /// Whether the picture is dark.
    pub dark: bool,
    /// What a chapter leaves of the screen, for legends; nothing elsewhere.
    pub free: Rect,
    /// Size of the smallest letters, pixels.
    pub letter_px: f64,
}

impl Layout {
    /// What lies at a place.
    pub fn target_at(&self, at: [f64; 2]) -> Option<Target> {
        self.targets.iter().rev().find(|(_, rect)| rect.holds(at)).map(|(target, _)| *target)
    }

    /// Where something lies.
    pub fn rect_of(&self, target: Target) -> Option<Rect> {
        self.targets.iter().find(|(other, _)| *other == target).map(|(_, rect)| *rect)
    }
}

/// What is to be shown.
#[derive(Clone, Debug, PartialEq)]
pub enum Face<'a> {
    /// The attract loop: the invitation, and the words of the place that is shown.
    Attract {
        /// Caption.
        caption: Words,
    },
    /// The chapters to choose from.
    Menu,
    /// A chapter.
    Chapter {
        /// The chapter.
        chapter: &'a Chapter,
        /// Caption of the place that is shown.
        caption: Words,
        /// What a voice would say.
        narration: Words,
        /// Whether it is held.
        held: bool,
        /// A question that is open, and how far it is.
        asking: Option<(&'a Question, &'a Asking)>,
    },
    /// Is somebody still here? Seconds left.
    Warning(u64),
    /// No touches for so many seconds.
    Cleaning(u64),
    /// The PIN: digits typed, seconds that it is locked.
    Pin(usize, Option<u64>),
    /// The staff menu with what is wrong.
    Staff(Vec<String>),
    /// Closed.
    Closed,
}

/// What the layout needs to know about the screen and the visitor.
pub struct Page<'a> {
    /// Settings of the machine.
    pub settings: &'a KioskSettings,
    /// The show.
    pub show: &'a Show,
    /// Language.
    pub language: Language,
    /// Whether controls lie low.
    pub low: bool,
}

/// Lays out what is to be shown.
pub fn layout(page: &Page<'_>, face: &Face<'_>) -> Layout {
    let mut draw = draw::Draw::new(page);
    match face {
        Face::Attract { caption } => draw.attract(caption),
        Face::Menu => draw.menu(),
        Face::Chapter { chapter, caption, narration, held, asking } => {
            draw.chapter(chapter, [caption, narration], *held, asking.as_ref());
        }
        Face::Warning(left_s) => draw.warning(*left_s),
        Face::Cleaning(left_s) => draw.cleaning(*left_s),
        Face::Pin(digits, locked_s) => draw.pin(*digits, *locked_s),
        Face::Staff(problems) => draw.staff(problems),
        Face::Closed => draw.out.dark = true,
    }
    draw.out
}
