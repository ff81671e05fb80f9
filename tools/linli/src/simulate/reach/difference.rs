//! What closures and drawn streets change: who gains, who loses, how many people.

use linli_model::Community;
use linli_sim::reach::{StoreyTimes, storey_times};
use serde_json::{Value, json};

use super::{Files, Models, key};
use crate::simulate::table::{Table, maybe_seconds, rounded};

/// Time of one reach of a storey.
type Reach = (&'static str, fn(&StoreyTimes) -> Option<u64>);

/// The reaches that are compared.
const REACHES: [Reach; 4] = [
    ("person", |storey| storey.person_ms),
    ("fetch_car", |storey| storey.fetch_ms),
    ("park_car", |storey| storey.park_ms),
    ("goods", |storey| storey.goods_ms),
];

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
    for (name, _) in REACHES {
        header.extend([format!("{name}_before_s"), format!("{name}_after_s")]);
    }
    let header: Vec<&str> = header.iter().map(String::as_str).collect();
    let mut table = Table::new(&header);
    let pairs: Vec<(&StoreyTimes, &StoreyTimes)> = then.iter().zip(&now).collect();
    for (then, now) in pairs.iter().filter(|(then, now)| then != now) {
        let mut cells = vec![key(community, now.building), now.level.to_string(), now.residents.to_string()];
        for (_, time) in REACHES {
            cells.extend([maybe_seconds(time(then)), maybe_seconds(time(now))]);
        }
        table.row(&cells);
    }
    files.push(("difference.csv", table.into_text()));
    let mut reaches = serde_json::Map::new();
    for (name, time) in REACHES {
        reaches.insert(name.to_owned(), change(&pairs, time));
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
fn change(pairs: &[(&StoreyTimes, &StoreyTimes)], time: fn(&StoreyTimes) -> Option<u64>) -> Value {
    let [mut gain, mut lose, mut cut_off, mut joined, mut people] = [0_u64; 5];
    let mut sum_ms = 0_i64;
    for (then, now) in pairs {
        let residents = u64::from(now.residents);
        match (time(then), time(now)) {
            (Some(then), Some(now)) => {
                gain += if now < then { residents } else { 0 };
                lose += if now > then { residents } else { 0 };
                sum_ms += (now as i64 - then as i64) * residents as i64;
                people += residents;
            }
            (Some(_), None) => cut_off += residents,
            (None, Some(_)) => joined += residents,
            (None, None) => {}
        }
    }
    json!({
        "gain": gain,
        "lose": lose,
        "cut_off": cut_off,
        "joined": joined,
        "mean_change_s": (people > 0).then(|| rounded(sum_ms as f64 / people as f64 / 1000.0, 3)),
    })
}
