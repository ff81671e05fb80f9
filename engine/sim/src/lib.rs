//! Pure analyses of a community: the same input gives the same bytes.
//!
//! | question | function |
//! |---|---|
//! | Where does the sun stand? | [`sun_position`] |
//! | Which lines lie too near, too shallow, and what mends it? | [`clearance::ClearanceState`] |
//! | Which way do sunbeams run through the scene? | [`sun_direction_in_local`] |

pub mod clearance;
mod sun;

pub use sun::{SunError, SunPosition, clock_offset_hours, sun_direction_in_local, sun_position};
