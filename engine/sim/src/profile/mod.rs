//! Drawings of buried lines: long profile and cross-section, as data and as drawings.

pub(crate) mod drawing;
mod long;
mod run;
mod section;

#[cfg(test)]
mod tests;

pub use drawing::{DrawingStyle, SHEET, cross_section_drawing, long_profile_drawing};
pub use long::{
    LongProfile, ProfileCrossing, ProfileError, ProfileNode, ProfilePoint, line_axis, long_profile,
};
pub use run::run_through;
pub use section::{CrossSection, SectionCut, SectionRoom, cross_section, section_length_m};
