//! The rooms of one dwelling.

use geo::Area as _;

use super::corridor::strip;
use super::plan::Plan;
use super::plane::{Axis, Region, length, shares};
use super::room::RoomUse::{self, Bathroom, Bedroom, Kitchen, Living, Passage};

/// Walls inside a dwelling, metres.
const THIN_M: f64 = 0.12;
/// Clear width of a passage, metres.
const PASSAGE_M: f64 = 1.1;
/// Areas of a dwelling up to which it has no, one, two … bedrooms besides the living room, square
/// metres, after what is usual in the Yangtze delta.
const BEDROOMS: [f64; 4] = [32.0, 56.0, 95.0, 135.0];
/// Least clear width of a living room, metres.
const LIVING_M: f64 = 3.3;
/// Dwellings beside a core that are deeper than this and shorter than that lie in three rows, metres.
const DEEP_M: f64 = 9.0;
const LONG_M: f64 = 8.0;
/// Depths of the back row and of the middle row, which reaches the lobby beside stairs of 4.9 m.
const ROWS_M: [f64; 2] = [4.1, 2.1];
/// Relative sizes of rooms, square metres.
const BEDROOM_M2: f64 = 12.0;
const KITCHEN_M2: f64 = 6.0;
const BATHROOM_M2: f64 = 4.5;

/// How a dwelling lies in the plan.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub along: Axis,
    /// Whether its living room is at the far end along the axis.
    pub hub_high: bool,
    /// Whether its better façade is on the far side across the axis.
    pub front_high: bool,
    /// Whether it is entered from the lobby at the end where its living room would be, else from the
    /// back.
    pub from_lobby: bool,
}

/// Living room, bedrooms, kitchen and bathrooms by the area of the dwelling.
pub(super) fn dwelling_rooms(plan: &mut Plan, region: &Region, id: u32, place: Place) {
    let area = region.unsigned_area();
    let bedrooms = BEDROOMS.iter().filter(|limit| area > **limit).count();
    let across = place.along.other();
    let (long, deep) = (length(region, place.along), length(region, across));
    let mut add = |use_, region: Region| plan.add(use_, Some(id), region);
    if area < 14.0 || long < 2.6 || deep < 2.6 {
        return add(Living, region.clone());
    }
    if place.from_lobby && deep >= DEEP_M && long < LONG_M {
        return deep_rooms(&mut add, region, bedrooms > 0 && long >= LONG_M - 2.4, place);
    }
    if bedrooms <= 1 {
        return small(&mut add, region, bedrooms == 1, place);
    }
    let hub = (0.36 * long).max(LIVING_M.min(0.5 * long));
    let [living, rest] = strip(region, place.along, place.hub_high, hub, THIN_M);
    add(Living, living);
    let baths = if bedrooms > 2 { 2 } else { 1 };
    let wide = long - hub;
    if deep >= 6.5 && wide < 5.0 {
        // One room behind the other, all beside the living room.
        let mut uses = vec![Bedroom];
        uses.extend(vec![Bedroom; bedrooms - 1].into_iter().enumerate().flat_map(|(i, bed)| {
            let bath = (i < baths).then_some(Bathroom);
            bath.into_iter().chain([bed])
        }));
        uses.push(Kitchen);
        return in_row(&mut add, &rest, across, place.front_high, &uses);
    }
    if deep >= 6.5 {
        // Bedrooms to the front, wet rooms to the back, a passage between them.
        let back_beds = usize::from(bedrooms > 3);
        let front = vec![Bedroom; bedrooms - back_beds];
        let mut back = vec![Kitchen; 1];
        back.extend(vec![Bathroom; baths]);
        back.extend(vec![Bedroom; back_beds]);
        let part = size_of(&front) / (size_of(&front) + size_of(&back));
        let front_deep = (part * (deep - PASSAGE_M)).clamp(2.6, deep - PASSAGE_M - 1.8);
        let [beds, rest] = strip(&rest, across, place.front_high, front_deep, THIN_M);
        let [way, wet] = strip(&rest, across, place.front_high, PASSAGE_M, THIN_M);
        add(Passage, way);
        in_row(&mut add, &beds, place.along, place.hub_high, &front);
        return in_row(&mut add, &wet, place.along, place.hub_high, &back);
    }
    let (way, row) = if deep >= 4.2 {
        let [way, row] = strip(&rest, across, !place.front_high, PASSAGE_M, THIN_M);
        (Some(way), row)
    } else {
        (None, rest)
    };
    way.into_iter().for_each(|way| add(Passage, way));
    let mut uses = vec![Kitchen, Bathroom];
    uses.extend(vec![Bedroom; bedrooms]);
    in_row(&mut add, &row, place.along, place.hub_high, &uses);
}

/// Three rows: kitchen and bedroom at the back, passage (at the lobby) and bathroom in the middle,
/// living room and perhaps a bedroom at the front.
fn deep_rooms(add: &mut impl FnMut(RoomUse, Region), region: &Region, two: bool, place: Place) {
    let across = place.along.other();
    let [back, rest] = strip(region, across, !place.front_high, ROWS_M[0], THIN_M);
    let [middle, front] = strip(&rest, across, !place.front_high, ROWS_M[1], THIN_M);
    let long = length(region, place.along);
    let rows = [(back, [Kitchen, Bedroom], 0.4), (middle, [Passage, Bathroom], (long - 2.0) / long)];
    for (row, uses, part) in rows {
        let [near, far] = strip(&row, place.along, place.hub_high, part * long, THIN_M);
        add(uses[0], near);
        add(uses[1], far);
    }
    let fore = if two { vec![Living, Bedroom] } else { vec![Living] };
    in_row(add, &front, place.along, place.hub_high, &fore);
}

/// A studio or a dwelling of two rooms: passage and bathroom at the back.
fn small(add: &mut impl FnMut(RoomUse, Region), region: &Region, bedroom: bool, place: Place) {
    let deep = length(region, place.along.other());
    let back_deep = (0.3 * deep).clamp(1.2, 1.9);
    let [back, front] = strip(region, place.along.other(), !place.front_high, back_deep, THIN_M);
    let fore = if bedroom { vec![Living, Bedroom] } else { vec![Living] };
    let aft = if bedroom { vec![Passage, Bathroom, Kitchen] } else { vec![Passage, Bathroom] };
    in_row(add, &front, place.along, place.hub_high, &fore);
    in_row(add, &back, place.along, place.hub_high, &aft);
}

fn weight(use_: RoomUse) -> f64 {
    match use_ {
        Living => 1.3 * BEDROOM_M2,
        Kitchen => KITCHEN_M2,
        Bathroom => BATHROOM_M2,
        _ => BEDROOM_M2,
    }
}

fn size_of(uses: &[RoomUse]) -> f64 {
    uses.iter().map(|u| weight(*u)).sum()
}

/// Rooms side by side from one end on.
fn in_row(
    add: &mut impl FnMut(RoomUse, Region),
    region: &Region,
    axis: Axis,
    from_high: bool,
    uses: &[RoomUse],
) {
    let mut uses = uses.to_vec();
    if from_high {
        uses.reverse();
    }
    let weights: Vec<f64> = uses.iter().map(|u| weight(*u)).collect();
    for (use_, piece) in uses.into_iter().zip(shares(region, axis, &weights, THIN_M)) {
        add(use_, piece);
    }
}
