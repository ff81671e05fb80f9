//! GTFS Schedule: timetables of public transport.
//!
//! See `docs/data/gtfs.md`. Rows that cannot be used are left out and named in the report.

#![expect(
    clippy::result_large_err,
    reason = "a problem ends the reading of its file; it is rare and made once"
)]

mod archive;
mod calls;
mod codes;
mod table;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::path::Path;

use linli_model::{Service, Timetable, TimetableRoute, TimetableStop, TimetableTransfer, TransitMode};

use crate::report::Message;
use crate::{FileReport, Input, Limits, Rejection};
use archive::Texts;
use table::{Row, Table};

/// Transfer that cannot be made, in `transfer_type`.
const NO_TRANSFER: &str = "3";

/// Reads a feed: a ZIP archive, or a folder with its tables.
///
/// # Errors
/// A [`Rejection`] when it cannot be opened, is damaged as a whole, passes a limit, or misses a table that
/// it cannot do without.
pub fn read_gtfs(path: &Path) -> Result<(Timetable, FileReport), Rejection> {
    let limits = Limits::default();
    if !path.is_dir() {
        return read_gtfs_input(&Input::open(path, &limits)?, &limits);
    }
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    let mut report = FileReport::new(&name);
    let texts = archive::of_folder(path, &limits, &mut report)?;
    read(&texts, report, &limits).map_err(|rejection| named(rejection, &name))
}

/// Reads a feed out of the bytes of its archive, within limits.
///
/// # Errors
/// As [`read_gtfs`].
pub fn read_gtfs_input(input: &Input, limits: &Limits) -> Result<(Timetable, FileReport), Rejection> {
    let mut report = FileReport::new(&input.name);
    let texts = archive::of_archive(input, limits, &mut report);
    texts.and_then(|texts| read(&texts, report, limits)).map_err(|rejection| named(rejection, &input.name))
}

fn named(mut rejection: Rejection, file: &str) -> Rejection {
    file.clone_into(&mut rejection.0.file);
    rejection
}

/// Positions by id.
type Ids = HashMap<String, u32>;

fn read(
    texts: &Texts,
    mut report: FileReport,
    limits: &Limits,
) -> Result<(Timetable, FileReport), Rejection> {
    "GTFS Schedule".clone_into(&mut report.format);
    let mut timetable = Timetable::default();
    let text = |table: &'static str| {
        let missing = || Rejection::from(Message::new(&codes::NO_TABLE, "", table));
        texts.get(table).map(String::as_str).ok_or_else(missing)
    };
    let stops = stops(text("stops.txt")?, limits, &mut report, &mut timetable)?;
    let routes = routes(text("routes.txt")?, limits, &mut report, &mut timetable)?;
    let services = services(texts, limits, &mut report, &mut timetable)?;
    calls::read(texts, [&stops, &routes, &services], limits, &mut report, &mut timetable)?;
    transfers(texts, &stops, limits, &mut report, &mut timetable)?;
    Ok((timetable, report))
}

/// Keeps an id, unless it is taken.
fn keep(ids: &mut Ids, id: &str, position: usize) -> Result<(), Message> {
    if ids.contains_key(id) {
        return Err(Message::new(&codes::DUPLICATE, "", id.chars().take(60).collect::<String>()));
    }
    ids.insert(id.to_owned(), position as u32);
    Ok(())
}

fn stops(
    text: &str,
    limits: &Limits,
    report: &mut FileReport,
    timetable: &mut Timetable,
) -> Result<Ids, Rejection> {
    let mut ids = Ids::new();
    Table::new("stops.txt", text, &["stop_id"])?.each(limits, report, |row| {
        // Entrances, nodes and boarding areas have no calls.
        if !matches!(row.text("location_type"), "" | "0" | "1") {
            return Ok(());
        }
        let place_deg = [row.number("stop_lon")?, row.number("stop_lat")?];
        for (column, value, most) in [("stop_lon", place_deg[0], 180.0), ("stop_lat", place_deg[1], 90.0)] {
            if !(-most..=most).contains(&value) {
                return Err(row.bad(column));
            }
        }
        keep(&mut ids, row.text("stop_id"), timetable.stops.len())?;
        let (id, name) = (row.text("stop_id").to_owned(), row.text("stop_name").to_owned());
        timetable.stops.push(TimetableStop { id, name, place_deg });
        Ok(())
    })?;
    Ok(ids)
}

fn routes(
    text: &str,
    limits: &Limits,
    report: &mut FileReport,
    timetable: &mut Timetable,
) -> Result<Ids, Rejection> {
    let mut ids = Ids::new();
    Table::new("routes.txt", text, &["route_id", "route_type"])?.each(limits, report, |row| {
        let mode = mode_of(row.number("route_type")?);
        keep(&mut ids, row.text("route_id"), timetable.routes.len())?;
        let names = ["route_short_name", "route_long_name"].map(|column| row.text(column));
        let name = names.into_iter().find(|name| !name.is_empty()).unwrap_or_default().to_owned();
        timetable.routes.push(TimetableRoute { id: row.text("route_id").to_owned(), name, mode });
        Ok(())
    })?;
    Ok(ids)
}

/// Mode of a route type, plain or extended.
fn mode_of(route_type: u32) -> TransitMode {
    match route_type {
        0 | 5 | 900..=999 => TransitMode::Tram,
        1 | 12 | 400..=499 => TransitMode::Subway,
        2 | 7 | 100..=199 | 1400..=1499 => TransitMode::Rail,
        4 | 6 | 1000..=1099 | 1200..=1399 => TransitMode::Ferry,
        _ => TransitMode::Bus,
    }
}

fn services(
    texts: &Texts,
    limits: &Limits,
    report: &mut FileReport,
    timetable: &mut Timetable,
) -> Result<Ids, Rejection> {
    let mut ids = Ids::new();
    if texts.get("calendar.txt").is_none() && texts.get("calendar_dates.txt").is_none() {
        return Err(Message::new(&codes::NO_TABLE, "", "calendar.txt, calendar_dates.txt").into());
    }
    if let Some(text) = texts.get("calendar.txt") {
        let needed = ["service_id", "start_date", "end_date"];
        Table::new("calendar.txt", text, &needed)?.each(limits, report, |row| {
            let service = Service {
                weekdays: weekdays(row),
                period: Some([row.day("start_date")?, row.day("end_date")?]),
                ..Service::default()
            };
            keep(&mut ids, row.text("service_id"), timetable.services.len())?;
            timetable.services.push(service);
            Ok(())
        })?;
    }
    if let Some(text) = texts.get("calendar_dates.txt") {
        let needed = ["service_id", "date", "exception_type"];
        Table::new("calendar_dates.txt", text, &needed)?.each(limits, report, |row| {
            let day = row.day("date")?;
            let added = match row.text("exception_type") {
                "1" => true,
                "2" => false,
                _ => return Err(row.bad("exception_type")),
            };
            let id = row.text("service_id");
            let position = *ids.entry(id.to_owned()).or_insert_with(|| {
                timetable.services.push(Service::default());
                timetable.services.len() as u32 - 1
            });
            if let Some(service) = timetable.services.get_mut(position as usize) {
                if added { &mut service.added } else { &mut service.removed }.push(day);
            }
            Ok(())
        })?;
    }
    for service in &mut timetable.services {
        for days in [&mut service.added, &mut service.removed] {
            days.sort_unstable();
            days.dedup();
        }
    }
    Ok(ids)
}

fn weekdays(row: &Row<'_>) -> [bool; 7] {
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
        .map(|day| row.text(day) == "1")
}

fn transfers(
    texts: &Texts,
    stops: &Ids,
    limits: &Limits,
    report: &mut FileReport,
    timetable: &mut Timetable,
) -> Result<(), Rejection> {
    let Some(text) = texts.get("transfers.txt") else { return Ok(()) };
    Table::new("transfers.txt", text, &["from_stop_id", "to_stop_id"])?.each(limits, report, |row| {
        if row.text("transfer_type") == NO_TRANSFER {
            return Ok(());
        }
        let (from, to) = (row.position("from_stop_id", stops)?, row.position("to_stop_id", stops)?);
        let seconds = match row.text("min_transfer_time") {
            "" => 0,
            _ => row.number("min_transfer_time")?,
        };
        timetable.transfers.push(TimetableTransfer { from, to, seconds });
        Ok(())
    })
}
