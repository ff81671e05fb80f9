//! The rooms of a storey in the making.

use std::collections::BTreeSet;

use geo::{Area as _, BoundingRect as _};
use linli_model::BuildingUse;

use super::plane::{Axis, PlanAxes, Region, apportioned, length, shares};
use super::room::RoomUse;
use super::wing::wings;
use super::{WALL_M, housing, program};

/// Pieces smaller than this are filled up as wall, square metres.
const LEAST_ROOM_M2: f64 = 0.6;
/// Usual size of a flat where the number of flats is not known, square metres.
const USUAL_FLAT_M2: f64 = 90.0;
/// Wings as large as this have stairs of their own, square metres.
const OWN_STAIRS_M2: f64 = 250.0;
/// Storeys smaller than this have no room for stairs, square metres.
const STAIRS_FROM_M2: f64 = 24.0;

/// A room as it is planned.
#[derive(Clone, Debug)]
pub(super) struct PlannedRoom {
    pub use_: RoomUse,
    pub area: geo::Polygon,
    pub dwelling: Option<u32>,
}

/// Rooms so far.
#[derive(Default)]
pub(super) struct Plan {
    pub rooms: Vec<PlannedRoom>,
}

impl Plan {
    /// Each polygon of a region becomes a room, the largest however small it is.
    pub(super) fn add(&mut self, use_: RoomUse, dwelling: Option<u32>, region: Region) {
        let most = region.iter().map(|p| p.unsigned_area()).fold(0.0, f64::max);
        let mut kept_most = false;
        for area in region {
            let size = area.unsigned_area();
            let largest = !kept_most && size >= most && size > 1e-3;
            kept_most |= largest;
            if size >= LEAST_ROOM_M2 || (largest && dwelling.is_some()) {
                self.rooms.push(PlannedRoom { use_, area, dwelling });
            }
        }
    }

    fn dwellings(&self) -> usize {
        self.rooms.iter().filter_map(|room| room.dwelling).collect::<BTreeSet<u32>>().len()
    }
}

/// Lifts that stand together, in the storey's own axes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bank {
    pub cars: u32,
    pub at: [f64; 2],
}

/// What a storey must hold.
pub(super) struct Brief {
    pub use_: BuildingUse,
    pub dwellings: Option<u32>,
    pub lifts: Vec<Bank>,
    /// Whether there are storeys above or below.
    pub stairs: bool,
    pub axes: PlanAxes,
}

/// A piece of a storey that is planned by itself.
pub(super) struct Wing {
    pub region: Region,
    pub use_: BuildingUse,
    pub dwellings: u32,
    pub lifts: Vec<Bank>,
    pub stairs: bool,
    /// Axis along which it is longest.
    pub along: Axis,
    /// Whether the north lies on the high side across.
    pub north_high: bool,
}

/// The rooms of a storey; `None` when it cannot hold its dwellings.
pub(super) fn plan_of(inner: &Region, brief: Brief) -> Option<Plan> {
    let total = inner.unsigned_area();
    let housing = brief.use_ == BuildingUse::Residential;
    let wanted = match (housing, brief.dwellings) {
        (false, _) => 0,
        (true, Some(count)) => count,
        (true, None) => (total / USUAL_FLAT_M2).round().clamp(1.0, 1e3) as u32,
    };
    let plan = in_wings(inner, &brief, wanted, total);
    if plan.dwellings() == wanted as usize {
        return Some(plan);
    }
    // So many or so odd that no usual plan holds them: one room each.
    let mut plain = Plan::default();
    let along = if length(inner, Axis::X) >= length(inner, Axis::Y) { Axis::X } else { Axis::Y };
    for (id, piece) in shares(inner, along, &vec![1.0; wanted as usize], WALL_M).into_iter().enumerate() {
        plain.add(RoomUse::Living, Some(id as u32), piece);
    }
    (plain.dwellings() == wanted as usize).then_some(plain)
}

fn in_wings(inner: &Region, brief: &Brief, wanted: u32, total: f64) -> Plan {
    let regions = wings(inner);
    let areas: Vec<f64> = regions.iter().map(|r| r.unsigned_area()).collect();
    let counts = apportioned(wanted, &areas);
    let mut lifts: Vec<Vec<Bank>> = vec![Vec::new(); regions.len()];
    for bank in &brief.lifts {
        let far = |region: &Region| region.bounding_rect().map_or(f64::INFINITY, |r| distance(&r, bank.at));
        let nearest = (0..regions.len()).min_by(|a, b| far(&regions[*a]).total_cmp(&far(&regions[*b])));
        if let Some(at) = nearest {
            lifts[at].push(*bank);
        }
    }
    let largest = (0..areas.len()).max_by(|a, b| areas[*a].total_cmp(&areas[*b]));
    let mut plan = Plan::default();
    let mut first = 0;
    for (i, (region, lifts)) in regions.into_iter().zip(lifts).enumerate() {
        let own = Some(i) == largest || !lifts.is_empty() || counts[i] > 0 || areas[i] > OWN_STAIRS_M2;
        let along = if length(&region, Axis::X) >= length(&region, Axis::Y) { Axis::X } else { Axis::Y };
        let stairs = brief.stairs && own && total >= STAIRS_FROM_M2;
        let north_high = brief.axes.north_is_high(along.other());
        let dwellings = counts[i];
        let wing = Wing { region, use_: brief.use_, dwellings, lifts, stairs, along, north_high };
        match wing.use_ {
            BuildingUse::Residential if wing.dwellings > 0 => housing::plan(&mut plan, &wing, first),
            BuildingUse::Residential => plan.add(RoomUse::Storage, None, wing.region),
            _ => program::plan(&mut plan, &wing),
        }
        first += counts[i];
    }
    plan
}

/// Distance of a place from a box, metres.
fn distance(rect: &geo::Rect, p: [f64; 2]) -> f64 {
    let dx = (rect.min().x - p[0]).max(p[0] - rect.max().x).max(0.0);
    let dy = (rect.min().y - p[1]).max(p[1] - rect.max().y).max(0.0);
    dx.hypot(dy)
}
