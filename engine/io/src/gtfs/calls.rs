//! Trips with their calls, and trips by headway written out.

use linli_model::{Call, Timetable, TimetableTrip};

use super::archive::Texts;
use super::table::Table;
use super::{Ids, codes, keep};
use crate::report::Message;
use crate::{FileReport, Limits, Rejection};

/// A call as its row has it.
#[derive(Clone, Copy, Debug)]
struct Row {
    sequence: u32,
    stop: u32,
    arrive_s: Option<u32>,
    depart_s: Option<u32>,
}

/// Rides of one trip at a headway: first and last departure and the time between, seconds.
type Headway = [u32; 3];

/// Reads `trips.txt`, `stop_times.txt` and `frequencies.txt`.
pub fn read(
    texts: &Texts,
    [stops, routes, services]: [&Ids; 3],
    limits: &Limits,
    report: &mut FileReport,
    timetable: &mut Timetable,
) -> Result<(), Rejection> {
    let text = |table: &'static str| {
        let missing = || Rejection::from(Message::new(&codes::NO_TABLE, "", table));
        texts.get(table).map(String::as_str).ok_or_else(missing)
    };
    let (mut ids, mut heads) = (Ids::new(), Vec::new());
    let needed = ["trip_id", "route_id", "service_id"];
    Table::new("trips.txt", text("trips.txt")?, &needed)?.each(limits, report, |row| {
        let route = row.position("route_id", routes)?;
        let service = services.get(row.text("service_id")).copied();
        let service =
            service.ok_or_else(|| Message::new(&codes::NO_SERVICE, "", row.text("service_id").to_owned()))?;
        keep(&mut ids, row.text("trip_id"), heads.len())?;
        heads.push((row.text("trip_id").to_owned(), route, service));
        Ok(())
    })?;
    let mut rows: Vec<Vec<Row>> = vec![Vec::new(); heads.len()];
    let needed = ["trip_id", "stop_id", "stop_sequence"];
    Table::new("stop_times.txt", text("stop_times.txt")?, &needed)?.each(limits, report, |row| {
        let trip = row.position("trip_id", &ids)?;
        let call = Row {
            sequence: row.number("stop_sequence")?,
            stop: row.position("stop_id", stops)?,
            arrive_s: row.time_s("arrival_time")?,
            depart_s: row.time_s("departure_time")?,
        };
        if let Some(rows) = rows.get_mut(trip as usize) {
            rows.push(call);
        }
        Ok(())
    })?;
    let headways = headways(texts, &ids, heads.len(), limits, report)?;
    let mut written = 0_u64;
    for (((id, route, service), rows), headways) in heads.into_iter().zip(rows).zip(headways) {
        let calls = match calls(rows) {
            Ok((calls, filled)) => {
                if filled > 0 {
                    report.push(
                        Message::new(&codes::TIMES_FILLED, "stop_times.txt", filled.to_string()).object(&id),
                    );
                }
                calls
            }
            Err(message) => {
                report.push(message.object(id));
                continue;
            }
        };
        let trip = TimetableTrip { route, service, calls };
        let first = trip.calls.first().map_or(0, |call| call.depart_s);
        if headways.is_empty() {
            timetable.trips.push(trip);
            continue;
        }
        for [from, to, every] in headways {
            for start in (from..to).step_by(every.max(1) as usize) {
                written += 1;
                if written > limits.objects {
                    let detail = format!("frequencies.txt makes more than {} trips", limits.objects);
                    return Err(Message::new(&codes::TOO_LARGE, "frequencies.txt", detail).into());
                }
                timetable.trips.push(moved(&trip, first, start));
            }
        }
    }
    Ok(())
}

/// The same ride beginning at another time.
fn moved(trip: &TimetableTrip, first: u32, start: u32) -> TimetableTrip {
    let at = |time: u32| time - first.min(time) + start;
    let calls = trip
        .calls
        .iter()
        .map(|call| Call { stop: call.stop, arrive_s: at(call.arrive_s), depart_s: at(call.depart_s) })
        .collect();
    TimetableTrip { calls, ..trip.clone() }
}

fn headways(
    texts: &Texts,
    ids: &Ids,
    trips: usize,
    limits: &Limits,
    report: &mut FileReport,
) -> Result<Vec<Vec<Headway>>, Rejection> {
    let mut headways = vec![Vec::new(); trips];
    let Some(text) = texts.get("frequencies.txt") else { return Ok(headways) };
    let needed = ["trip_id", "start_time", "end_time", "headway_secs"];
    Table::new("frequencies.txt", text, &needed)?.each(limits, report, |row| {
        let trip = row.position("trip_id", ids)?;
        let (from, to) = (row.time_s("start_time")?, row.time_s("end_time")?);
        let (from, to) = (from.ok_or_else(|| row.bad("start_time"))?, to.ok_or_else(|| row.bad("end_time"))?);
        let every: u32 = row.number("headway_secs")?;
        if every == 0 {
            return Err(row.bad("headway_secs"));
        }
        if let Some(headways) = headways.get_mut(trip as usize) {
            headways.push([from, to, every]);
        }
        Ok(())
    })?;
    Ok(headways)
}

/// Calls in order with all times, and how many had none.
fn calls(mut rows: Vec<Row>) -> Result<(Vec<Call>, usize), Message> {
    rows.sort_by_key(|row| row.sequence);
    if rows.len() < 2 {
        return Err(Message::new(&codes::SHORT_TRIP, "stop_times.txt", ""));
    }
    let mut filled = 0;
    let mut calls: Vec<Call> = Vec::with_capacity(rows.len());
    let mut at = 0;
    while let Some(row) = rows.get(at) {
        if let Some(arrive_s) = row.arrive_s.or(row.depart_s) {
            let depart_s = row.depart_s.unwrap_or(arrive_s);
            calls.push(Call { stop: row.stop, arrive_s, depart_s });
            at += 1;
            continue;
        }
        // Without times: evenly between the call before and the next one that has some.
        let next = rows[at..].iter().position(|row| row.arrive_s.or(row.depart_s).is_some());
        let (Some(before), Some(gap)) = (calls.last().copied(), next) else {
            return Err(Message::new(
                &codes::TIME_FALLS,
                "stop_times.txt",
                "no time at its first or last stop",
            ));
        };
        let end = rows[at + gap].arrive_s.or(rows[at + gap].depart_s).unwrap_or(before.depart_s);
        let span = u64::from(end.saturating_sub(before.depart_s));
        for (number, row) in rows[at..at + gap].iter().enumerate() {
            let time = before.depart_s + (span * (number as u64 + 1) / (gap as u64 + 1)) as u32;
            calls.push(Call { stop: row.stop, arrive_s: time, depart_s: time });
        }
        filled += gap;
        at += gap;
    }
    let mut last = 0;
    for (number, call) in calls.iter().enumerate() {
        if call.arrive_s < last || call.depart_s < call.arrive_s {
            return Err(Message::new(&codes::TIME_FALLS, "stop_times.txt", format!("call {}", number + 1)));
        }
        last = call.depart_s;
    }
    Ok((calls, filled))
}
