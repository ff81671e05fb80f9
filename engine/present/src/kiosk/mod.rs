//! A show on an exhibition machine: what it does at each touch and each moment, without a window (展项).
//!
//! [`Kiosk`] is the state machine. It is given what happens and the time, and answers with [`Effect`]s that
//! the window carries out. It never asks a clock: idle times run on a monotonic count of milliseconds, the
//! show on a clock of microseconds that several machines share, opening hours on the local time. All three
//! are whole numbers, so that they are as fine after a year as at the start.

mod advance;
mod fingers;
mod gesture;
mod layout;
mod machine;
mod pin;
mod pixel_shift;
mod playhead;
mod quality;
mod question;
mod script;
mod text_fit;
mod texts;
mod touch;

#[cfg(test)]
pub(crate) mod tests;

pub use fingers::{Touch, TouchPhase};
pub use gesture::{fenced, kiosk_fence, one_finger_look, two_finger_zoom_turn};
pub use layout::{CAP_MM, Face, GAP_MM, Layout, Page, REACH_MM, Rect, Target, TextBox, TextRole, layout};
pub use machine::{Effect, Event, Kiosk, Now, Phase, Place, Remote, ResetKind};
pub use pin::{PIN_DIGITS, PIN_ROUNDS, PinGate, PinHash, PinTry};
pub use pixel_shift::pixel_shift;
pub use playhead::Playhead;
pub use quality::{AntiAliasing, Quality, QualityChange, QualityLadder, ShadowQuality};
pub use question::{Asking, figure_text, vote_shares};
pub use script::{Script, ShowMoment};
pub use text_fit::{CAP_HEIGHT, Fitted, LINE_HEIGHT, advance_em, fit, lines, width_em};
pub use texts::{TextProblem, check_texts};
