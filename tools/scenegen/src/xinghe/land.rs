//! Parcels, parks, squares, water, paving, green on the ground.

use super::Unit;
use crate::draft::Draft;
use crate::random::Random;

/// Adds them.
pub(crate) fn draw(_draft: &mut Draft, _unit: &Unit, _random: &mut Random) {}
