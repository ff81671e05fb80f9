//! Pure analyses of a community: the same input gives the same bytes.
//!
//! | question | function |
//! |---|---|
//! | Where does the sun stand? | [`sun_position`] |
//! | What stands on each date? What is wrong with the schedule? | [`stages`] |
//! | Which lines lie too near, too shallow, and what mends it? | [`clearance::ClearanceState`] |
//! | What does a pipe look like from the side, and in section? | [`profile::long_profile`], [`profile::cross_section`] |
//! | Which way could a utility tunnel take, how large, at what cost? | [`corridor_plan::plan_corridor`] |
//! | A sheet of lines, areas and words, for a file or a screen | [`drawing::Drawing`] |
//! | What lies upstream, and what does a closed valve cut off? | [`trace::UtilityGraph`] |
//! | Which way do sunbeams run through the scene? | [`sun_direction_in_local`] |
//! | How much floor, how many people, how near to the station? How much more may be built? | [`density`] |
//! | Does a scheme pay for itself? | [`capital`] |
//! | What is a figure called, how is it reckoned, what is its limit? | [`indicator::Indicator`] |
//! | All figures of a variant, again and again while it is edited | [`figures::LiveFigures`] |
//! | What do two variants not share, and why? | [`compare`] |
//! | How much sun does each home have? | [`sun::SunModel`] |
//! | How green is a place, by which clause? | [`green::GreenModel`] |
//! | What could be built on the parcels? | [`layout::search`] |
//! | How long do people, cars and goods take from door to door? | [`reach`] |

pub mod capital;
pub mod clearance;
pub mod compare;
pub mod corridor_plan;
mod csv;
pub mod density;
pub mod drawing;
pub mod figures;
pub mod green;
pub mod indicator;
pub mod layout;
pub mod profile;
pub mod reach;
mod rule_figure;
pub mod stages;
pub mod sun;
pub mod trace;

pub use rule_figure::Figure as RuleFigure;
pub use sun::{SunError, SunPosition, clock_offset_hours, sun_direction_in_local, sun_position};
