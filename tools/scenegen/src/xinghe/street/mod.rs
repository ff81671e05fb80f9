//! Streets, paths, crossings, station, stops, car parks, doors.

mod frame;
mod grid;
mod network;
mod way;

use linli_model::{Presence, Truth};

use super::Unit;
use crate::draft::Draft;
use crate::random::Random;
use frame::Frame;
use network::Network;

/// What stands today.
pub(crate) fn existing() -> Presence {
    Presence::new(Truth::Existing, 3)
}

/// What is designed, and part of the plan's picture.
pub(crate) fn planned() -> Presence {
    Presence { planned: true, ..Presence::new(Truth::Designed, 4) }
}

/// Adds them.
pub(crate) fn draw(draft: &mut Draft, unit: &Unit, _random: &mut Random) {
    let frame = Frame::of(unit);
    let mut network = Network::new(draft, unit.placing);
    grid::lay(&mut network, unit, &frame);
    network.clip(&frame);
    network.join();
    network.draw(draft);
}
