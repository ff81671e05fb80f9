//! Trees of streets, parks and courts.

use super::Unit;
use crate::draft::Draft;
use crate::random::Random;

/// Adds them.
pub(crate) fn draw(_draft: &mut Draft, _unit: &Unit, _random: &mut Random) {}
