//! What closures and drawn streets change: who gains, who loses, how many people.

use linli_model::Community;
use linli_sim::reach::{HomeWay, StoreyTimes, WayDifference, storey_times};
use serde_json::{Value, json};

use super::{Files, Models, key};
use crate::simulate::table::{Table, maybe_seconds, rounded};

/// Compares the place as it was with what it is after the closures and additions. The same seed draws the
/// same cars and orders in both.
pub(super) fn write(
    before: &Models<'_>,
    after: &Models<'_>,
    community: &Community,
    files: &mut Files,
) -> Value {
    let [then, now] = [before, after].map(|models| storey_times(&models.person, &models.car, &models.goods));
    let mut header = vec!["building".to_owned(), "level".to_owned(), "residents".to_owned()];
    for name in HomeWay::ALL.map(HomeWay::name) {
        header.extend([format!("{name}_before_s"), format!("{name}_after_s")]);
    }
    let header: Vec<&str> = header.iter().map(String::as_str).collect();
    let mut table = Table::new(&header);
    let pairs: Vec<(&StoreyTimes, &StoreyTimes)> = then.iter().zip(&now).collect();
    for (then, now) in pairs.iter().filter(|(then, now)| then != now) {
        let mut cells = vec![key(community, now.building), now.level.to_string(), now.residents.to_string()];
        for way in HomeWay::ALL {
            cells.extend([maybe_seconds(way.ms(then)), maybe_seconds(way.ms(now))]);
        }
        table.row(&cells);
    }
    files.push(("difference.csv", table.into_text()));
    let mut reaches = serde_json::Map::new();
    for way in HomeWay::ALL {
        let limit_ms = match way {
            HomeWay::Person => after.person.reach().limit_ms,
            HomeWay::FetchCar | HomeWay::ParkCar => after.car.reach().limit_ms,
            HomeWay::Goods => after.goods.reach().limit_ms,
        };
        let found = WayDifference::between(&then, &now, way, limit_ms.into());
        reaches.insert(way.name().to_owned(), change(&found));
    }
    let share = |models: &Models<'_>| {
        json!({
            "person": models.person.reach().share_within().map(|share| rounded(share, 6)),
            "car": models.car.reach().share_within.map(|share| rounded(share, 6)),
            "goods": models.goods.reach().share_within.map(|share| rounded(share, 6)),
        })
    };
    json!({
        "share_within_before": share(before),
        "share_within_after": share(after),
        "residents": reaches,
    })
}

/// Residents whose time falls, rises, comes to be known or is lost, and by how much the mean changes.
fn change(found: &WayDifference) -> Value {
    json!({
        "gain": found.gain,
        "lose": found.lose,
        "cut_off": found.cut_off,
        "joined": found.joined,
        "within": found.within,
        "mean_change_s": found.mean_change_ms.map(|ms| rounded(ms / 1000.0, 3)),
    })
}
