//! Openings along a stretch, by the spacing rules of the packs.

use linli_model::{Bound, CompartmentKind, CorridorNodeKind, LimitQuantity, UtilityRules};

use super::DemandLine;
use super::compartment::kind_of;

/// Largest spacing where no pack says one, metres.
const SPACING_M: f64 = 400.0;
/// Way between air inlet and outlet: a fire section of power and gas compartments (GB 50838-2015, 7.1.6), metres.
const AIR_SPACING_M: f64 = 200.0;

/// The openings of a stretch: accesses at both ends, hoists and escapes as often as the strictest of its
/// lines asks wherever it stands, air in and out by turns.
pub(super) fn openings(
    length_m: f64,
    lines: &[DemandLine],
    packs: &[UtilityRules],
) -> Vec<(CorridorNodeKind, f64)> {
    let escape = lines
        .iter()
        .map(|line| spacing(packs, LimitQuantity::EscapeSpacing, Some(kind_of(line.medium))))
        .fold(SPACING_M, f64::min);
    let hoist = spacing(packs, LimitQuantity::HoistSpacing, None);
    let mut openings = vec![(CorridorNodeKind::Access, 0.0), (CorridorNodeKind::Access, length_m)];
    openings.extend(every(length_m, hoist).map(|at| (CorridorNodeKind::Hoist, at)));
    openings.extend(every(length_m, escape).map(|at| (CorridorNodeKind::Escape, at)));
    let air = every(length_m, AIR_SPACING_M).chain([length_m]).enumerate();
    openings.extend(air.map(|(i, at)| {
        (if i % 2 == 0 { CorridorNodeKind::AirInlet } else { CorridorNodeKind::AirOutlet }, at)
    }));
    openings.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
    openings
}

/// Places so that none is farther than the spacing from the next, and from both ends half of it.
fn every(length_m: f64, spacing_m: f64) -> impl Iterator<Item = f64> {
    let count = (length_m / spacing_m.max(1.0)).ceil().clamp(1.0, 1e5);
    (0..count as u32).map(move |i| (f64::from(i) + 0.5) * length_m / count)
}

/// The strictest spacing of a kind of opening.
fn spacing(packs: &[UtilityRules], quantity: LimitQuantity, kind: Option<CompartmentKind>) -> f64 {
    let limits = packs.iter().flat_map(|pack| &pack.limits).filter(|limit| {
        let of = limit.when.as_ref().and_then(|when| when.compartment);
        limit.quantity == quantity && limit.bound == Bound::Max && (of.is_none() || of == kind)
    });
    limits.map(|limit| limit.value).filter(|value| *value > 0.0).fold(SPACING_M, f64::min)
}
