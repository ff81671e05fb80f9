//! The sun of a place and a time.

mod position;

pub use position::{SunError, SunPosition, clock_offset_hours, sun_direction_in_local, sun_position};
