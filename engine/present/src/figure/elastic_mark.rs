//! The elastic compass as a mark at each parcel: how much of what may be reached stands, and what stops it first.

use linli_model::{Key, Language};
use linli_sim::density::Stop;
use linli_sim::figures::ParcelRoom;

use super::compass::floor_text;
use crate::number::quantity;
use crate::palette::{Colour, stop_colour};
use crate::{Text, text};

/// Floor below which a parcel counts as full, square metres.
const FULL_M2: f64 = 1.0;

/// The mark of a parcel.
#[derive(Clone, Debug, PartialEq)]
pub struct ElasticMark {
    /// The parcel.
    pub parcel: Key,
    /// What stops it first; nothing when no limit is known.
    pub stop: Option<Stop>,
    /// Share of the floor-area ratio that may be reached which stands, 0 to 1; nothing when no limit is known.
    pub share: Option<f64>,
    /// Floor-area ratio now, in words.
    pub far: String,
    /// Floor that may still be added, in words.
    pub room: String,
    /// What stops it first, in words.
    pub first: String,
    /// Floor that may still be added, square metres; 0 when it is not known.
    pub room_m2: f64,
}

/// The mark of a parcel; nothing for one without land.
pub fn elastic_mark(room: &ParcelRoom, language: Language) -> Option<ElasticMark> {
    let far = room.far_with(0.0).filter(|far| far.is_finite())?;
    let stop = room.room.binding.first().copied();
    let extra_m2 = room.room.extra_m2.filter(|extra| extra.is_finite());
    let full = extra_m2.and_then(|extra| room.far_with(extra.max(0.0)));
    let words = match extra_m2 {
        Some(extra) if extra >= FULL_M2 => format!("+{}", floor_text(extra, language)),
        Some(_) => text(Text::CompassFullNow, language).to_owned(),
        None => String::new(),
    };
    Some(ElasticMark {
        parcel: room.parcel.clone(),
        stop,
        share: full.map(|full| if full > 0.0 { (far / full).clamp(0.0, 1.0) } else { 1.0 }),
        far: quantity(far, 1, "").trim_end().to_owned(),
        room: words,
        first: stop.map_or_else(String::new, |stop| stop.title().text(language).to_owned()),
        room_m2: extra_m2.unwrap_or(0.0),
    })
}

/// Colours of what stops parcels first, with names and numbers of parcels, the most first.
pub fn elastic_legend(marks: &[ElasticMark], language: Language) -> Vec<(Colour, &'static str, usize)> {
    let count = |stop: Stop| marks.iter().filter(|mark| mark.stop == Some(stop)).count();
    let mut found: Vec<(Stop, usize)> =
        Stop::ALL.into_iter().map(|stop| (stop, count(stop))).filter(|(_, count)| *count > 0).collect();
    found.sort_by_key(|(stop, count)| (std::cmp::Reverse(*count), *stop));
    found.into_iter().map(|(stop, count)| (stop_colour(stop), stop.title().text(language), count)).collect()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use linli_sim::density::{ElasticFacts, room_of};

    use super::*;

    fn room(counted_m2: f64, far_max: Option<f64>) -> ParcelRoom {
        let facts = ElasticFacts {
            land_m2: 10_000.0,
            counted_m2,
            footprint_m2: 1_500.0,
            far_max,
            bonus_m2: 0.0,
            coverage_max_pct: None,
            green_min_pct: None,
            height_max_m: None,
            sun_height_m: None,
            storey_m: 3.0,
            spare_bays: None,
            bays_per_m2: 0.01,
            reach_people: None,
            pipe_people: None,
            people_per_m2: 0.025,
        };
        ParcelRoom { parcel: Key::from("p"), facts, room: room_of(&facts), target_far: None }
    }

    #[test]
    fn marks_tell_what_stands_of_what_may_be_reached() {
        let mark = elastic_mark(&room(16_500.0, Some(2.2)), Language::English).unwrap();
        assert_eq!(mark.stop, Some(Stop::Far));
        assert!(mark.share.is_some_and(|share| (share - 0.75).abs() < 1e-9));
        assert_eq!(mark.room, "+5\u{2009}500\u{a0}m²");
        assert_eq!((mark.far.as_str(), mark.first.as_str()), ("1.6", "floor-area ratio"));
        let full = elastic_mark(&room(22_000.0, Some(2.2)), Language::English).unwrap();
        assert_eq!((full.share, full.room.as_str()), (Some(1.0), "at its limit"));
        let over = elastic_mark(&room(30_000.0, Some(2.2)), Language::Chinese).unwrap();
        assert_eq!((over.share, over.room.as_str()), (Some(1.0), "已达上限"));
        let empty =
            ParcelRoom { facts: ElasticFacts { land_m2: 0.0, ..room(1.0, None).facts }, ..room(1.0, None) };
        assert_eq!(elastic_mark(&empty, Language::English), None);
    }

    #[test]
    fn the_legend_counts_parcels() {
        let marks: Vec<ElasticMark> = [18_000.0, 21_000.0]
            .iter()
            .filter_map(|floor| elastic_mark(&room(*floor, Some(2.2)), Language::English))
            .collect();
        assert_eq!(
            elastic_legend(&marks, Language::English),
            [(stop_colour(Stop::Far), "floor-area ratio", 2)]
        );
    }
}
