//! The elastic compass of a parcel: how far each limit lets its floor-area ratio grow, and which stops it first.

use linli_model::Language;
use linli_sim::density::Stop;
use linli_sim::figures::{ParcelRoom, PlanSheet};

use crate::number::{area, quantity};

/// Spokes reach at most this many times the largest ratio that matters; what lies beyond is cut there.
const MOST_TIMES: f64 = 1.6;

/// One stop.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spoke {
    /// The stop.
    pub stop: Stop,
    /// Floor-area ratio up to which it lets the parcel grow; nothing when a fact is missing.
    pub far: Option<f64>,
    /// Whether it stops the parcel first.
    pub is_first: bool,
    /// Length as a share of the compass, 0 to 1; cut at 1.
    pub share: f64,
}

/// What the compass of a parcel shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Compass {
    /// Floor-area ratio now, and as a share of the compass.
    pub far: f64,
    /// The ratio that may be reached, all stops kept; nothing when no stop is known.
    pub full_far: Option<f64>,
    /// Ratio of the plan.
    pub far_max: Option<f64>,
    /// Ratio that density towards the station asks for.
    pub target_far: Option<f64>,
    /// Floor that may still be added, square metres.
    pub room_m2: Option<f64>,
    /// Ratio at the rim.
    pub rim_far: f64,
    /// Every stop.
    pub spokes: Vec<Spoke>,
}

impl Compass {
    /// A ratio as a share of the compass.
    pub fn share(&self, far: f64) -> f64 {
        (far / self.rim_far).clamp(0.0, 1.0)
    }

    /// Stops that are met first.
    pub fn first(&self) -> impl Iterator<Item = Stop> {
        self.spokes.iter().filter(|spoke| spoke.is_first).map(|spoke| spoke.stop)
    }
}

/// The compass of a parcel; nothing for one without land.
pub fn compass_of(room: &ParcelRoom) -> Option<Compass> {
    let far = room.far_with(0.0).filter(|far| far.is_finite())?;
    let full_far = room.room.extra_m2.and_then(|extra| room.far_with(extra));
    let far_max = room.facts.far_max;
    let matters = [Some(far), full_far, far_max, room.target_far];
    let largest = matters.into_iter().flatten().filter(|far| far.is_finite()).fold(0.0, f64::max);
    let mut compass = Compass {
        far,
        full_far,
        far_max,
        target_far: room.target_far,
        room_m2: room.room.extra_m2,
        rim_far: (largest * MOST_TIMES).max(0.5),
        spokes: Vec::new(),
    };
    for limit in &room.room.limits {
        let far = limit.extra_m2.and_then(|extra| room.far_with(extra));
        compass.spokes.push(Spoke {
            stop: limit.stop,
            far,
            is_first: room.room.binding.contains(&limit.stop),
            share: far.map_or(0.0, |far| compass.share(far)),
        });
    }
    Some(compass)
}

/// Floor that may be added, in the units of planners.
pub fn floor_text(m2: f64, language: Language) -> String {
    match language {
        Language::Chinese if m2 >= 1e4 => quantity(m2 / 1e4, 2, "万 m²"),
        Language::English if m2 >= 1e4 => quantity(m2, 0, "m²"),
        _ => area(m2, language),
    }
}

/// The room of all parcels together.
#[derive(Clone, Debug, PartialEq)]
pub struct UnitRoom {
    /// Floor-area ratio over the land of all parcels.
    pub far: f64,
    /// The same with all room used.
    pub full_far: f64,
    /// Floor that may still be added, square metres.
    pub room_m2: f64,
    /// Parcels that may still grow by more than a hundredth of their floor, and all with a known limit.
    pub growing: usize,
    /// Parcels with a known limit.
    pub known: usize,
    /// How many parcels each stop stops first, the most first.
    pub first: Vec<(Stop, usize)>,
}

/// The room of all parcels together; nothing without land.
pub fn unit_room(sheet: &PlanSheet) -> Option<UnitRoom> {
    let land_m2: f64 = sheet.rooms.iter().map(|room| room.facts.land_m2).sum();
    let counted_m2: f64 = sheet.rooms.iter().map(|room| room.facts.counted_m2).sum();
    if land_m2 <= 0.0 {
        return None;
    }
    let known = || sheet.rooms.iter().filter_map(|room| Some((room, room.room.extra_m2?)));
    let room_m2: f64 = known().map(|(_, extra)| extra).filter(|extra| extra.is_finite()).sum();
    let mut first: Vec<(Stop, usize)> = Stop::ALL
        .into_iter()
        .map(|stop| (stop, known().filter(|(room, _)| room.room.binding.contains(&stop)).count()))
        .filter(|(_, count)| *count > 0)
        .collect();
    first.sort_by_key(|(stop, count)| (std::cmp::Reverse(*count), *stop));
    Some(UnitRoom {
        far: counted_m2 / land_m2,
        full_far: (counted_m2 + room_m2) / land_m2,
        room_m2,
        growing: known().filter(|(room, extra)| *extra > 0.01 * room.facts.counted_m2.max(1.0)).count(),
        known: known().count(),
        first,
    })
}

#[cfg(test)]
mod tests {
    use linli_model::Key;
    use linli_sim::density::{ElasticFacts, room_of};

    use super::*;

    fn room(counted_m2: f64) -> ParcelRoom {
        let facts = ElasticFacts {
            land_m2: 10_000.0,
            counted_m2,
            footprint_m2: 1_500.0,
            far_max: Some(2.2),
            bonus_m2: 0.0,
            coverage_max_pct: Some(28.0),
            green_min_pct: None,
            height_max_m: Some(36.0),
            sun_height_m: None,
            storey_m: 3.0,
            spare_bays: None,
            bays_per_m2: 0.01,
            reach_people: None,
            pipe_people: None,
            people_per_m2: 0.025,
        };
        ParcelRoom { parcel: Key::from("p"), facts, room: room_of(&facts), target_far: Some(2.0) }
    }

    #[test]
    fn the_compass_points_to_what_stops_first() {
        let compass = compass_of(&room(18_000.0));
        let compass = compass.as_ref();
        assert_eq!(compass.map(|c| (c.far, c.full_far, c.room_m2)), Some((1.8, Some(2.2), Some(4_000.0))));
        assert_eq!(compass.map(|c| c.first().collect::<Vec<_>>()), Some(vec![Stop::Far]));
        let unknown = compass.map(|c| c.spokes.iter().filter(|s| s.far.is_none()).count());
        // Green, sunlight, parking, reach and pipes are not known.
        assert_eq!(unknown, Some(5));
        assert!(compass.is_some_and(|c| c.spokes.iter().all(|s| (0.0..=1.0).contains(&s.share))));
        let empty = ParcelRoom { facts: ElasticFacts { land_m2: 0.0, ..room(1.0).facts }, ..room(1.0) };
        assert_eq!(compass_of(&empty), None);
    }

    #[test]
    fn parcels_add_up_to_their_unit() {
        let sheet = PlanSheet { rooms: vec![room(18_000.0), room(22_000.0)], ..PlanSheet::default() };
        let unit = unit_room(&sheet);
        assert_eq!(unit.as_ref().map(|u| (u.far, u.full_far, u.room_m2)), Some((2.0, 2.2, 4_000.0)));
        assert_eq!(unit.map(|u| (u.growing, u.known, u.first)), Some((1, 2, vec![(Stop::Far, 2)])));
        assert_eq!(unit_room(&PlanSheet::default()), None);
    }
}
