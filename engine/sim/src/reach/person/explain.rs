//! The way of one home to its station.

use linli_model::ElementId;

use super::{Direction, PersonModel, UnknownReason};
use crate::reach::explain::{HomeTrip, LegKind, inside_legs, way_legs};

impl PersonModel<'_> {
    /// The way between one storey and its station, or why there is none; nothing when nobody lives there.
    pub fn explain(&self, building: ElementId, level: i16) -> Option<Result<HomeTrip, UnknownReason>> {
        let number = self.homes.iter().position(|home| {
            home.element == building && home.storeys.iter().any(|storey| storey.level == level)
        })?;
        let doors = self.doors_of(number);
        let Some((door, trip, _)) = self.quickest_door(number, &doors, level) else {
            return Some(Err(self.why_unknown(number, &doors, level, &self.islands())));
        };
        let home = &self.homes[number];
        let node = self.network.node_of_joint(self.first_joint[number] + door)?;
        let place = *self.network.places.get(node as usize)?;
        let station = *self.field.tree().origins.get(node as usize)? as usize;
        let door_level = home.doors[door].level;
        let base_m = place[2] - home.height_m(door_level);
        let mut links = self.way(number, door);
        let is_out = self.options.direction == Direction::ToStation;
        if !is_out {
            links.reverse();
        }
        let outside = way_legs(LegKind::Walk, self.network.way(&links));
        let ends = if is_out { [level, door_level] } else { [door_level, level] };
        let inside = inside_legs(home, trip, ends, Some(place), !is_out, base_m);
        let legs = if is_out { [inside, outside] } else { [outside, inside] }.concat();
        Some(Ok(HomeTrip {
            legs,
            limit_ms: self.options.rules.person.limit.ms(),
            place: *self.stations.get(station)?,
        }))
    }
}
