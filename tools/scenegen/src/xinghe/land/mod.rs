//! Parcels, parks, squares, water, paving, green on the ground.
//!
//! The plan says what each parcel is; the land itself is what buildings, ways and car parks leave free, with
//! its corners rounded. Pieces do not overlap, so that their areas can be added up.

mod canal;
mod context;
mod court;
pub(crate) mod ground;
mod parcel;
mod park;
pub(crate) mod region;
mod room;
mod sport;
mod square;
mod street;
mod writer;

use linli_model::{Presence, Truth};

use super::Unit;
use super::plan::{Plot, Programme};
use crate::draft::Draft;
use crate::random::Random;
use ground::Ground;
use writer::Writer;

/// Land that stands as it is today.
pub(crate) fn existing() -> Presence {
    Presence::new(Truth::Existing, 3)
}

/// Land that is designed, and part of the plan's picture.
pub(crate) fn planned() -> Presence {
    Presence { planned: true, ..Presence::new(Truth::Designed, 4) }
}

/// What is claimed about the land of a parcel.
pub(crate) fn presence_of(plot: &Plot) -> Presence {
    use Programme as P;
    let public =
        matches!(plot.programme, P::CulturalCentre | P::Library | P::Kindergarten | P::EnergyAndFire);
    if plot.implementation || public { planned() } else { existing() }
}

/// Adds them.
pub(crate) fn draw(draft: &mut Draft, unit: &Unit, _random: &mut Random) {
    let ground = Ground::of(draft, unit);
    let mut writer = Writer::new(draft);
    parcel::draw(&mut writer, unit);
    street::draw(&mut writer, unit, &ground);
    for plot in &unit.plots {
        writer.draft.presence = presence_of(plot);
        match plot.programme {
            Programme::CentralPark => park::draw(&mut writer, &ground, plot),
            Programme::StationSquare => square::draw(&mut writer, &ground, plot),
            _ => court::draw(&mut writer, &ground, plot),
        }
    }
    canal::draw(&mut writer, unit, &ground);
    context::draw(&mut writer, unit, &ground);
}
