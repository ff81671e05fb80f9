#![expect(clippy::unwrap_used, reason = "tests")]

use std::io::{Cursor, Write as _};

use super::*;

const STOPS: &str = "stop_id,stop_name,stop_lat,stop_lon\na,\"North, gate\",30.0,120.0\nb,South,30.1,120.1\nc,East,30.2,120.2\n";
const ROUTES: &str = "route_id,route_short_name,route_long_name,route_type\nr,6,,1\n";
const CALENDAR: &str = "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\nw,1,1,1,1,1,0,0,20260101,20261231\n";
const TRIPS: &str = "route_id,service_id,trip_id\nr,w,t\n";
const TIMES: &str = "trip_id,arrival_time,departure_time,stop_id,stop_sequence\nt,8:10:00,8:11:00,c,30\nt,8:00:00,8:00:00,a,5\nt,,,b,20\n";

fn archive(tables: &[(&str, &str)]) -> Input {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in tables {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    Input { name: "feed.zip".into(), bytes: writer.finish().unwrap().into_inner(), path: None }
}

fn feed<'a>(change: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut tables = vec![
        ("stops.txt", STOPS),
        ("routes.txt", ROUTES),
        ("calendar.txt", CALENDAR),
        ("trips.txt", TRIPS),
        ("stop_times.txt", TIMES),
    ];
    for (name, text) in change {
        tables.retain(|(known, _)| known != name);
        tables.push((name, text));
    }
    tables
}

fn read_feed(change: &[(&str, &str)]) -> (Timetable, FileReport) {
    read_gtfs_input(&archive(&feed(change)), &Limits::default()).unwrap()
}

#[test]
fn calls_come_in_order_and_missing_times_lie_between() {
    let (table, report) = read_feed(&[]);
    let times: Vec<(u32, u32, u32)> =
        table.trips[0].calls.iter().map(|call| (call.stop, call.arrive_s, call.depart_s)).collect();
    // 08:00, half way to 08:10, 08:10 to 08:11.
    assert_eq!(times, vec![(0, 28_800, 28_800), (1, 29_100, 29_100), (2, 29_400, 29_460)]);
    assert_eq!((table.stops[0].name.as_str(), table.stops[2].place_deg), ("North, gate", [120.2, 30.2]));
    assert_eq!((table.routes[0].name.as_str(), table.routes[0].mode), ("6", TransitMode::Subway));
    assert_eq!(report.codes.keys().copied().collect::<Vec<_>>(), vec!["CIM-GTFS-009"]);
}

#[test]
fn headways_are_written_out() {
    let frequencies = "trip_id,start_time,end_time,headway_secs\nt,06:00:00,07:00:00,1200\n";
    let (table, _) = read_feed(&[("frequencies.txt", frequencies)]);
    let starts: Vec<u32> = table.trips.iter().map(|trip| trip.calls[0].depart_s).collect();
    assert_eq!(starts, vec![21_600, 22_800, 24_000]);
    assert_eq!(table.trips[2].calls[2].arrive_s, 24_600);
}

#[test]
fn bad_rows_are_named_and_the_rest_is_read() {
    let stops = "stop_id,stop_lat,stop_lon\na,30,120\nb,95,120\nc,30,120\na,31,120\n";
    let (table, report) = read_feed(&[("stops.txt", stops)]);
    assert_eq!((table.stops.len(), table.trips[0].calls.len()), (2, 2));
    let found: Vec<(&str, &str)> =
        report.messages.iter().map(|message| (message.code.id, message.place.as_str())).collect();
    assert_eq!(
        found,
        vec![
            ("CIM-GTFS-005", "stops.txt line 3"),
            ("CIM-GTFS-011", "stops.txt line 5"),
            ("CIM-GTFS-006", "stop_times.txt line 4"),
        ]
    );
    let back = "trip_id,arrival_time,departure_time,stop_id,stop_sequence\nt,8:00:00,8:00:00,a,1\nt,7:00:00,7:00:00,b,2\n";
    let (table, report) = read_feed(&[("stop_times.txt", back)]);
    assert!(table.trips.is_empty() && report.codes.contains_key("CIM-GTFS-007"));
    let silent = "route_id,service_id,trip_id\nr,other,t\n";
    assert!(read_feed(&[("trips.txt", silent)]).1.codes.contains_key("CIM-GTFS-010"));
}

#[test]
fn what_is_no_feed_is_refused_and_limits_hold() {
    let code = |input: &Input, limits: &Limits| read_gtfs_input(input, limits).unwrap_err().0.code.id;
    let limits = Limits::default();
    let no = Input { name: "no.zip".into(), bytes: b"hello".to_vec(), path: None };
    assert_eq!(code(&no, &limits), "CIM-GTFS-001");
    assert_eq!(code(&archive(&[("stops.txt", STOPS)]), &limits), "CIM-GTFS-002");
    let headless = feed(&[("stop_times.txt", "trip_id,stop_id\n")]);
    assert_eq!(code(&archive(&headless), &limits), "CIM-GTFS-004");
    let few = Limits { objects: 2, ..Limits::default() };
    assert_eq!(code(&archive(&feed(&[])), &few), "CIM-GTFS-003");
    let small = Limits { decompressed_bytes: 100, ..Limits::default() };
    assert_eq!(code(&archive(&feed(&[])), &small), "CIM-GTFS-003");
    let endless = "trip_id,start_time,end_time,headway_secs\nt,00:00:00,200:00:00,1\n";
    let some = Limits { objects: 1000, ..Limits::default() };
    assert_eq!(code(&archive(&feed(&[("frequencies.txt", endless)])), &some), "CIM-GTFS-003");
}

#[test]
fn a_feed_cut_anywhere_never_panics() {
    let whole = archive(&feed(&[]));
    for length in 0..whole.bytes.len() {
        let cut = Input { name: "cut.zip".into(), bytes: whole.bytes[..length].to_vec(), path: None };
        let _ = read_gtfs_input(&cut, &Limits::default());
    }
}
