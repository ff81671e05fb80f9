//! Winners and losers: whose way from home to the station becomes shorter or longer.

use std::collections::BTreeMap;

use linli_model::{Community, Key};
use linli_space::StreetGraph;
use serde::Serialize;

use super::super::reach::{Direction, PersonModel, PersonOptions, ReachRules};

/// A change of less than this counts as none, seconds.
pub const LEAST_CHANGE_S: f64 = 5.0;

/// The homes of one building on one level.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HomeDifference {
    /// The building.
    pub building: Key,
    /// The level.
    pub level: i16,
    /// Residents: of both sides the lesser, who stay; of a home that only one side has, all.
    pub residents: u32,
    /// Time in the first, seconds; nothing when there is no home or no way.
    pub a_s: Option<f64>,
    /// Time in the second, seconds.
    pub b_s: Option<f64>,
}

/// Winners and losers.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct People {
    /// Residents whose way becomes shorter.
    pub winners: u64,
    /// Residents whose way becomes longer.
    pub losers: u64,
    /// Residents whose way stays.
    pub same: u64,
    /// Residents of homes that only the second has.
    pub new: u64,
    /// Residents of homes that only the first has.
    pub gone: u64,
    /// Homes whose way changes, those that lose most first.
    pub homes: Vec<HomeDifference>,
}

/// Compares the ways from home to the station of two communities.
pub fn winners_and_losers(a: &Community, b: &Community, rules: &ReachRules) -> People {
    let (a, b) = (homes(a, rules), homes(b, rules));
    let mut people = People::default();
    for (home, (residents, a_s)) in &a {
        let difference = |residents, b_s| HomeDifference {
            building: home.0.clone(),
            level: home.1,
            residents,
            a_s: *a_s,
            b_s,
        };
        let Some((others, b_s)) = b.get(home) else {
            people.gone += u64::from(*residents);
            continue;
        };
        let staying = (*residents).min(*others);
        people.gone += u64::from(residents - staying);
        people.new += u64::from(others - staying);
        let change = b_s.unwrap_or(f64::INFINITY) - a_s.unwrap_or(f64::INFINITY);
        match change {
            change if change <= -LEAST_CHANGE_S => people.winners += u64::from(staying),
            change if change >= LEAST_CHANGE_S => people.losers += u64::from(staying),
            _ => {
                people.same += u64::from(staying);
                continue;
            }
        }
        people.homes.push(difference(staying, *b_s));
    }
    let only_b = b.iter().filter(|(home, _)| !a.contains_key(*home));
    people.new += only_b.map(|(_, (residents, _))| u64::from(*residents)).sum::<u64>();
    let loss = |home: &HomeDifference| home.b_s.unwrap_or(f64::INFINITY) - home.a_s.unwrap_or(f64::INFINITY);
    people.homes.sort_by(|x, y| {
        let order = loss(y).total_cmp(&loss(x));
        order.then_with(|| (&x.building, x.level).cmp(&(&y.building, y.level)))
    });
    people
}

/// Residents and time of each home.
fn homes(community: &Community, rules: &ReachRules) -> BTreeMap<(Key, i16), (u32, Option<f64>)> {
    let Some(profile) = rules.profile("standard") else { return BTreeMap::new() };
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
