//! Streets, paths, crossings, station, stops, car parks, doors.

mod bus;
mod door;
mod estate;
pub(crate) mod frame;
mod furniture;
pub(crate) mod grid;
mod metro;
mod network;
mod obstacle;
pub(crate) mod open;
mod parking;
mod way;

pub(crate) use metro::passage_to_platform_s;

use linli_model::{Element, Presence, Truth};

use super::Unit;
use crate::draft::Draft;
use crate::random::Random;
use frame::Frame;
use network::Network;
use obstacle::Obstacles;

/// What stands today.
pub(crate) fn existing() -> Presence {
    Presence::new(Truth::Existing, 3)
}

/// What is designed, and part of the plan's picture.
pub(crate) fn planned() -> Presence {
    Presence { planned: true, ..Presence::new(Truth::Designed, 4) }
}

/// The elements that were added for a unit so far.
pub(crate) fn unit_elements<'a>(draft: &'a Draft, unit: &Unit) -> &'a [Element] {
    let (prefix, all) = (unit.placing.prefix(), draft.community.elements());
    let other = all.iter().rposition(|e| !e.key.as_str().starts_with(&prefix));
    all.get(other.map_or(0, |i| i + 1)..).unwrap_or_default()
}

/// Adds them.
pub(crate) fn draw(draft: &mut Draft, unit: &Unit, _random: &mut Random) {
    let frame = Frame::of(unit);
    let mut network = Network::new(draft, unit.placing);
    let obstacles = Obstacles::of(draft, unit);
    grid::lay(&mut network, unit, &frame);
    let mut gates = estate::lay(&mut network, unit, &obstacles);
    open::lay(&mut network, unit, &frame, &obstacles);
    metro::lay(&mut network, unit, &frame);
    bus::lay(&mut network, unit);
    network.clip(&frame);
    door::lay(&mut network, draft, &obstacles);
    network.join();
    network.draw(draft);
    metro::draw(draft, unit, &network);
    door::draw(draft, &network);
    gates.retain(|gate| frame.holds(gate.place));
    bus::draw(draft, unit, &frame, &network, &gates);
    parking::draw(draft, unit, &frame, &network, (&obstacles, &gates));
    furniture::draw(draft, unit, &frame, &network, &gates);
}

#[cfg(test)]
mod tests;
