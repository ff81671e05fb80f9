//! Drawings of buried lines: long profile and cross-section, as data and as SVG.

pub(crate) mod drawing;
mod long;
mod section;

#[cfg(test)]
mod tests;

pub use drawing::{DrawingStyle, cross_section_svg, long_profile_svg};
pub use long::{LongProfile, ProfileCrossing, ProfileError, ProfileNode, ProfilePoint, long_profile};
pub use section::{CrossSection, SectionCut, cross_section};
