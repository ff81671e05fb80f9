//! Where in a region there is room: for playgrounds, courts, rain gardens.

use super::region::Region;
use crate::plan::{Place, distance_to_segment};

/// Spacing of the places that are tried, metres.
const STEP_M: f64 = 2.5;

/// Places in a region with their distance to its edge.
pub(crate) struct Room(Vec<(Place, f64)>);

impl Room {
    /// The room in a region.
    pub(crate) fn of(region: &Region) -> Self {
        let Some(around) = region.around() else { return Self(Vec::new()) };
        let edges = region.edges();
        let mut places = Vec::new();
        let counts = [around.east - around.west, around.north - around.south].map(|s| (s / STEP_M) as u32);
        for i in 0..=counts[0] {
            for j in 0..=counts[1] {
                let p = [around.west, around.south].map(f64::round);
                let p = [p[0] + STEP_M * f64::from(i), p[1] + STEP_M * f64::from(j)];
                if region.holds(p) {
                    let edge = |[a, b]: &[Place; 2]| distance_to_segment(p, *a, *b);
                    places.push((p, edges.iter().map(edge).fold(f64::INFINITY, f64::min)));
                }
            }
        }
        Self(places)
    }

    /// The place with the most room, and how much; none with less than asked. It is taken, and the land
    /// around it up to a distance.
    pub(crate) fn take(&mut self, least_m: f64, most_m: f64, apart_m: f64) -> Option<(Place, f64)> {
        // More room than is needed makes no place better; then the first in the order of the plan.
        let best = self.0.iter().fold(None, |best: Option<(Place, f64)>, (p, room)| {
            let room = room.min(most_m);
            if best.is_none_or(|(_, most)| room > most + 1e-9) { Some((*p, room)) } else { best }
        });
        let (place, room) = best.filter(|(_, room)| *room >= least_m)?;
        for (p, left) in &mut self.0 {
            let distance = (p[0] - place[0]).hypot(p[1] - place[1]) - room - apart_m;
            *left = left.min(distance);
        }
        Some((place, room))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Rectangle;

    #[test]
    fn the_second_place_keeps_clear_of_the_first() {
        let mut room = Room::of(&Region::of(&Rectangle::new(0.0, 0.0, 60.0, 20.0)));
        let places: Vec<Place> = std::iter::from_fn(|| room.take(6.0, 8.0, 1.0).map(|(p, _)| p)).collect();
        assert!(places.len() >= 3, "{places:?}");
        for (i, a) in places.iter().enumerate() {
            for b in &places[i + 1..] {
                assert!((a[0] - b[0]).hypot(a[1] - b[1]) >= 13.0);
            }
        }
        assert!(room.take(11.0, 12.0, 0.0).is_none());
    }
}
