//! Winners and losers: whose home has a longer or shorter way to the station or to a park, or more or less sun.

use std::collections::BTreeMap;

use linli_model::{Community, Element, ElementId, Key};
use linli_space::StreetGraph;
use serde::Serialize;

use super::super::reach::{Direction, PersonModel, PersonOptions, homes_among};
use crate::figures::{FigureRules, Standing};
use crate::green::GreenModel;
use crate::indicator::{Better, Title};
use crate::sun::SunModel;

/// What homes are compared by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum HomeMeasure {
    /// Time on foot to the station.
    Station,
    /// Sunlight of the home of a storey that has the least.
    Sunlight,
    /// Time on foot to the nearest usable park.
    Park,
}

impl HomeMeasure {
    /// Every measure.
    pub const ALL: [Self; 3] = [Self::Station, Self::Sunlight, Self::Park];

    /// Name for people.
    pub fn title(self) -> Title {
        match self {
            Self::Station => Title::new("到站时间", "way to the station"),
            Self::Sunlight => Title::new("日照时间", "sunlight"),
            Self::Park => Title::new("到公园时间", "way to a park"),
        }
    }

    /// Unit of its values.
    pub fn unit(self) -> &'static str {
        match self {
            Self::Station | Self::Park => "s",
            Self::Sunlight => "min",
        }
    }

    /// Which way it is better.
    pub fn better(self) -> Better {
        match self {
            Self::Station | Self::Park => Better::Lower,
            Self::Sunlight => Better::Higher,
        }
    }

    /// A change of less than this counts as none, in its unit.
    pub fn least_change(self) -> f64 {
        5.0
    }

    /// The group of figures that it goes with.
    pub fn group(self) -> &'static str {
        match self {
            Self::Station => "reach",
            Self::Sunlight => "sun",
            Self::Park => "green",
        }
    }

    /// How much worse the second value is than the first; a way that is not there is the worst.
    fn loss(self, a: Option<f64>, b: Option<f64>) -> f64 {
        let (a, b) = match self.better() {
            Better::Higher => (b, a),
            Better::Lower | Better::Neither => (a, b),
        };
        match (a, b) {
            (Some(a), Some(b)) => b - a,
            (Some(_), None) => f64::INFINITY,
            (None, Some(_)) => f64::NEG_INFINITY,
            (None, None) => 0.0,
        }
    }
}

/// The homes of one building on one level.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HomeDifference {
    /// The building.
    pub building: Key,
    /// The level.
    pub level: i16,
    /// Residents: of both sides the lesser, who stay.
    pub residents: u32,
    /// Value in the first; nothing where there is no way.
    pub a: Option<f64>,
    /// Value in the second.
    pub b: Option<f64>,
}

impl HomeDifference {
    /// Whether the second is worse.
    pub fn is_worse(&self, measure: HomeMeasure) -> bool {
        measure.loss(self.a, self.b) > 0.0
    }
}

/// Winners and losers.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct People {
    /// What homes are compared by.
    pub measure: HomeMeasure,
    /// Unit of the values.
    pub unit: &'static str,
    /// Residents of homes that become better.
    pub winners: u64,
    /// Residents of homes that become worse.
    pub losers: u64,
    /// Residents of homes that stay as they are.
    pub same: u64,
    /// Residents of homes that only the second has.
    pub new: u64,
    /// Residents of homes that only the first has.
    pub gone: u64,
    /// Homes that change, those that lose most first.
    pub homes: Vec<HomeDifference>,
}

/// Homes by building and level: residents, and the value.
type Homes = BTreeMap<(Key, i16), (u32, Option<f64>)>;

/// Compares the homes of two communities by a measure, in the finished plan.
pub fn winners_and_losers(a: &Community, b: &Community, rules: &FigureRules, measure: HomeMeasure) -> People {
    let homes = |community: &Community| match measure {
        HomeMeasure::Station => by_way_to_station(community, rules),
        HomeMeasure::Sunlight => by_sunlight(community, rules),
        HomeMeasure::Park => by_way_to_park(community, rules),
    };
    between(&homes(a), &homes(b), measure)
}

fn between(a: &Homes, b: &Homes, measure: HomeMeasure) -> People {
    let (winners, losers, same, new, gone) = (0, 0, 0, 0, 0);
    let mut people =
        People { measure, unit: measure.unit(), winners, losers, same, new, gone, homes: Vec::new() };
    for (home, (residents, of_a)) in a {
        let Some((others, of_b)) = b.get(home) else {
            people.gone += u64::from(*residents);
            continue;
        };
        let staying = (*residents).min(*others);
        people.gone += u64::from(residents - staying);
        people.new += u64::from(others - staying);
        let loss = measure.loss(*of_a, *of_b);
        if loss <= -measure.least_change() {
            people.winners += u64::from(staying);
        } else if loss >= measure.least_change() {
            people.losers += u64::from(staying);
        } else {
            people.same += u64::from(staying);
            continue;
        }
        let (building, level) = home.clone();
        people.homes.push(HomeDifference { building, level, residents: staying, a: *of_a, b: *of_b });
    }
    let only_b = b.iter().filter(|(home, _)| !a.contains_key(*home));
    people.new += only_b.map(|(_, (residents, _))| u64::from(*residents)).sum::<u64>();
    let loss = |home: &HomeDifference| measure.loss(home.a, home.b);
    people.homes.sort_by(|x, y| {
        let order = loss(y).total_cmp(&loss(x));
        order.then_with(|| (&x.building, x.level).cmp(&(&y.building, y.level)))
    });
    people
}

/// Seconds on foot to the station.
fn by_way_to_station(community: &Community, rules: &FigureRules) -> Homes {
    let rules = &rules.reach;
    let Some(profile) = rules.profile("standard") else { return Homes::new() };
    let streets = StreetGraph::of(community);
    let options = PersonOptions { rules, profile, minute: None, direction: Direction::ToStation };
    let reach = PersonModel::new(community, &streets, options, &[]).reach();
    let home = |home: &super::super::reach::HomeReach| {
        let key = community.element(home.building)?.key.clone();
        let time = home.time.as_ref().ok().map(|time| f64::from(time.total_ms) / 1000.0);
        Some(((key, home.level), (home.residents, time)))
    };
    reach.homes.iter().filter_map(home).collect()
}

/// Minutes of sun of the home of each storey that has the least.
fn by_sunlight(community: &Community, rules: &FigureRules) -> Homes {
    let standing = Standing::of(community, &rules.schedule);
    let counts = |id: ElementId, _: &Element| standing.is_in_design_at(id);
    let Some(day) = rules.sun.day(None) else { return Homes::new() };
    let Ok(model) = SunModel::new(community, &rules.sun, day, &rules.reach, &counts) else {
        return Homes::new();
    };
    let of = |building: &crate::sun::SunBuilding| -> Vec<_> {
        let home = |storey: &crate::sun::SunStorey| {
            ((building.key.clone(), storey.level), (storey.residents, Some(storey.least_min())))
        };
        building.storeys.iter().map(home).collect()
    };
    model.buildings().flat_map(of).collect()
}

/// Seconds on foot to the nearest usable park: the same on every level of a building.
fn by_way_to_park(community: &Community, rules: &FigureRules) -> Homes {
    let standing = Standing::of(community, &rules.schedule);
    let counts = |id: ElementId, _: &Element| standing.is_in_design_at(id);
    let green = GreenModel::new(community, rules.green.clone(), &rules.reach, &counts);
    let streets = StreetGraph::of(community);
    let Some(access) = green.access(community, &streets, &rules.reach, &counts) else { return Homes::new() };
    let times: BTreeMap<Key, Option<u32>> = access.times_ms.into_iter().collect();
    let mut homes = Homes::new();
    for home in homes_among(community, &rules.reach, &counts) {
        let Some(key) = community.element(home.element).map(|element| &element.key) else { continue };
        let Some(time) = times.get(key) else { continue };
        let seconds = time.map(|ms| f64::from(ms) / 1000.0);
        homes.extend(
            home.storeys.iter().map(|storey| ((key.clone(), storey.level), (storey.residents, seconds))),
        );
    }
    homes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn homes(list: &[(&str, u32, Option<f64>)]) -> Homes {
        list.iter().map(|(key, residents, value)| ((Key::from(*key), 1), (*residents, *value))).collect()
    }

    #[test]
    fn who_wins_by_a_way_loses_by_sun() {
        let a = homes(&[("a", 10, Some(100.0)), ("b", 20, Some(100.0)), ("c", 5, Some(1.0)), ("d", 7, None)]);
        let b = homes(&[("a", 12, Some(90.0)), ("b", 20, Some(130.0)), ("d", 7, None), ("e", 3, Some(1.0))]);
        let by_way = between(&a, &b, HomeMeasure::Station);
        assert_eq!((by_way.winners, by_way.losers, by_way.same, by_way.new, by_way.gone), (10, 20, 7, 5, 5));
        let by_sun = between(&a, &b, HomeMeasure::Sunlight);
        assert_eq!((by_sun.winners, by_sun.losers, by_sun.same), (20, 10, 7));
        assert_eq!(by_sun.homes[0].building, Key::from("a"));
        assert!(
            by_sun.homes[0].is_worse(HomeMeasure::Sunlight) && by_way.homes[0].building == Key::from("b")
        );
        // The other way round winners lose.
        let back = between(&b, &a, HomeMeasure::Station);
        assert_eq!((back.winners, back.losers, back.new, back.gone), (20, 10, 5, 5));
    }

    #[test]
    fn a_way_that_is_lost_is_the_worst() {
        let (a, b) = (
            homes(&[("a", 1, Some(10.0)), ("b", 1, Some(10.0))]),
            homes(&[("a", 1, Some(90.0)), ("b", 1, None)]),
        );
        let people = between(&a, &b, HomeMeasure::Park);
        assert_eq!((people.losers, people.homes[0].building.as_str()), (2, "b"));
    }
}
