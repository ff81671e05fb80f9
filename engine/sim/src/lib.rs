//! Pure analyses of a community: the same input gives the same bytes.
//!
//! | question | function |
//! |---|---|
//! | Where does the sun stand? | [`sun_position`] |
//! | What stands on each date? What is wrong with the schedule? | [`stages`] |
//! | Which way do sunbeams run through the scene? | [`sun_direction_in_local`] |
//! | How long do people, cars and goods take from door to door? | [`reach`] |

pub mod reach;
pub mod stages;
mod sun;

pub use sun::{SunError, SunPosition, clock_offset_hours, sun_direction_in_local, sun_position};
