//! The land of the town around the unit: lawns between the houses.

use linli_model::{AreaUse, Presence, Truth};

use super::ground::Ground;
use super::region::Region;
use super::writer::{Cover, Writer};
use crate::xinghe::context::{SETBACK_M, blocks};
use crate::xinghe::{Border, Unit};

/// Paving around houses, metres.
const APRON_M: f64 = 3.0;

/// Adds it around whole units.
pub(super) fn draw(writer: &mut Writer, unit: &Unit, ground: &Ground) {
    if !unit.is_whole() {
        return;
    }
    // As coarse as the houses on it.
    writer.draft.presence = Presence::new(Truth::Existing, 2);
    for (name, block) in blocks(unit.borders.map(|border| border == Border::Open)) {
        let block = block.grown(SETBACK_M);
        let all = Region::of(&block);
        writer.whole(&format!("context/{name}/land"), None, Cover::of(AreaUse::Residential), &all);
        let taken = Region::union(&[ground.built(&block).grown(APRON_M), ground.paved(&block)]);
        let lawn = Region::of(&block.grown(-2.5)).without(&taken).rounded(3.0);
        writer.pieces(&format!("context/{name}/lawn"), Cover::of(AreaUse::Grass), &lawn);
    }
}
