//! Files about public transport by a timetable.

use anyhow::bail;
use chrono::NaiveDate;
use linli_io::{Language, Transform, read_gtfs};
use linli_model::{Community, Timetable};
use linli_sim::reach::{NetworkOptions, ReachQuestion, Scope, TransitOptions, TransitReach, transit_reach};
use linli_space::StreetGraph;
use serde_json::{Value, json};

use super::{Files, ReachArgs, key};
use crate::schedule::report_text;
use crate::simulate::table::Table;
use crate::speech::either;

/// Departures begin at 08:00 when nothing else is asked for.
const FROM_MINUTE: u16 = 8 * 60;

/// Reads the feed, searches, and adds files; nothing when no feed is given.
///
/// # Errors
/// When the feed cannot be read, or nothing runs on the day.
pub(super) fn write(
    args: &ReachArgs,
    asked: &ReachQuestion,
    scope: Scope<'_>,
    streets: &StreetGraph,
    files: &mut Files,
    language: Language,
) -> anyhow::Result<Option<Value>> {
    let Some(path) = &args.gtfs else { return Ok(None) };
    let community = scope.community();
    let (timetable, report) =
        read_gtfs(path).map_err(|rejection| anyhow::anyhow!("{}", rejection.0.text(language)))?;
    if !report.messages.is_empty() {
        eprint!("{}", report_text(&report, language));
    }
    let day = day(args, &timetable, language)?;
    let options = TransitOptions {
        network: NetworkOptions {
            profile: &asked.walker,
            rules: &asked.rules,
            closed: asked.closed.elements(),
            minute: asked.minute,
            private_allowed: true,
        },
        day,
        from_s: u32::from(asked.minute.unwrap_or(FROM_MINUTE)) * 60,
    };
    let places = places(&timetable, community)?;
    let reach = transit_reach(scope, streets, &timetable, &places, &options);
    let limits: Vec<u32> = asked.rules.transit.limits.iter().map(|limit| limit.ms() / 1000).collect();
    files.push(("transit_buildings.csv", buildings_csv(&reach, &limits, community)));
    files.push(("transit_stops.csv", stops_csv(&reach, &limits, &timetable)));
    let people: u64 = reach.buildings.iter().map(|building| building.residents).sum();
    let near = reach.buildings.iter().filter(|building| building.stops_near > 0);
    Ok(Some(json!({
        "feed": report.file,
        "day": day.to_string(),
        "departures": reach.departures_s.len(),
        "first_departure_s": reach.departures_s.first(),
        "stops": timetable.stops.len(),
        "stops_on_network": reach.stops_on_network.len(),
        "trips_on_day": timetable.trips_on(day).count(),
        "residents": people,
        "residents_near_a_stop": near.map(|building| building.residents).sum::<u64>(),
    })))
}

/// The day asked for, else the busiest working day of the feed.
fn day(args: &ReachArgs, timetable: &Timetable, language: Language) -> anyhow::Result<NaiveDate> {
    let day = args.transit_day.or_else(|| timetable.busiest_working_day());
    let Some(day) = day.filter(|day| timetable.trips_on(*day).next().is_some()) else {
        let what = either(language, "no trip runs on that day", "该日没有班次");
        let day = day.map(|day| day.to_string()).unwrap_or_default();
        let busiest = timetable.busiest_working_day().map(|day| day.to_string()).unwrap_or_default();
        bail!("{day}: {what}; --transit-day {busiest}");
    };
    Ok(day)
}

/// Stops in local metres.
fn places(timetable: &Timetable, community: &Community) -> anyhow::Result<Vec<[f64; 3]>> {
    let project = Transform::new("EPSG:4326", &community.frame.crs)?;
    let place = |stop: &linli_model::TimetableStop| {
        // A stop that the scene's system cannot show has no place.
        let Ok([x, y]) = project.point(stop.place_deg) else { return [f64::NAN; 3] };
        let [x, y, _] = community.frame.local_from_projected([x, y, 0.0]);
        [x, y, 0.0]
    };
    Ok(timetable.stops.iter().map(place).collect())
}

fn buildings_csv(reach: &TransitReach, limits: &[u32], community: &Community) -> String {
    let mut header = vec!["building".to_owned(), "residents".to_owned(), "stops_near".to_owned()];
    for limit in limits {
        header.extend([
            format!("stops_within_{}_min_median", limit / 60),
            format!("stops_within_{}_min_judged", limit / 60),
        ]);
    }
    let header: Vec<&str> = header.iter().map(String::as_str).collect();
    let mut table = Table::new(&header);
    for building in &reach.buildings {
        let mut cells = vec![
            key(community, building.building),
            building.residents.to_string(),
            building.stops_near.to_string(),
        ];
        for limit in limits {
            for times in [&building.median_s, &building.judged_s] {
                let within = times.iter().filter(|time| time.is_some_and(|time| time <= *limit));
                cells.push(within.count().to_string());
            }
        }
        table.row(&cells);
    }
    table.into_text()
}

/// Stops that somebody reaches within the longest limit.
fn stops_csv(reach: &TransitReach, limits: &[u32], timetable: &Timetable) -> String {
    let mut header = ["stop", "name", "on_network", "quickest_median_s"].map(str::to_owned).to_vec();
    header.extend(limits.iter().map(|limit| format!("residents_within_{}_min_median", limit / 60)));
    let header: Vec<&str> = header.iter().map(String::as_str).collect();
    let mut table = Table::new(&header);
    let longest = limits.iter().copied().max().unwrap_or(0);
    for (number, stop) in timetable.stops.iter().enumerate() {
        let times = || {
            let of = move |b: &linli_sim::reach::BuildingTransit| {
                Some((b.median_s.get(number).copied().flatten()?, b.residents))
            };
            reach.buildings.iter().filter_map(of)
        };
        let Some(quickest) = times().map(|(time, _)| time).min().filter(|time| *time <= longest) else {
            continue;
        };
        let on_network = reach.stops_on_network.binary_search(&(number as u32)).is_ok();
        let mut cells =
            vec![stop.id.clone(), stop.name.clone(), on_network.to_string(), quickest.to_string()];
        for limit in limits {
            let within = times().filter(|(time, _)| time <= limit);
            cells.push(within.map(|(_, residents)| residents).sum::<u64>().to_string());
        }
        table.row(&cells);
    }
    table.into_text()
}
