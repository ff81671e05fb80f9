//! Composition: scenes from `io` and `space` reach the window of `view`.
//!
//! The program `linli-view` is made of this; tests of pictures use it as well.

pub mod args;
mod author;
pub mod bookmarks;
mod comparison;
pub mod desktop;
mod editor;
pub mod kiosk;
pub mod loading;
mod pages;
pub mod picture;
pub mod reach_args;
pub mod timelapse;
pub mod tool_args;

/// Exit code when there is no display.
pub const NO_DISPLAY: u8 = 79;
