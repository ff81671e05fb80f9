//! The metro station: its temporary works, and the tasks of station, tubes, entrances and passages.

use linli_model::{Geometry, Key, Kind, Selector, SiteWork, SiteWorkKind, Work};

use super::book::{Book, Row};
use super::day;
use super::site::{excavation, plain, shoring};
use super::town::{Town, add, row};
use crate::draft::{Draft, flat};
use crate::plan::{Rectangle, lifted};
use crate::xinghe::plan::{STATION_BOX, STATION_DEPTHS};

/// The station's pit in two halves, with traffic on the other half.
pub(super) fn draw(draft: &mut Draft) {
    let b = STATION_BOX;
    let depth = STATION_DEPTHS[1] + 0.3;
    for (number, side) in [(1, 1.0), (2, -1.0)] {
        let key = |what: &str| format!("works/station/{what}-{number}");
        let half = |from: f64, to: f64, margin: f64| {
            let v = [side * from, side * to];
            Rectangle::new(b.west - margin, v[0].min(v[1]), b.east + margin, v[0].max(v[1]))
        };
        let dug = half(0.0, b.north, 0.0);
        excavation(draft, &key("pit"), dug, depth);
        shoring(draft, &key("shoring"), dug.grown(-0.3), depth);
        let mut ring = half(-1.2, b.north + 2.0, 2.0).ring();
        ring.extend(ring.first().copied());
        let hoarding = Kind::SiteWork(SiteWork { height_m: Some(2.5), ..plain(SiteWorkKind::Hoarding) });
        draft.add(
            key("hoarding"),
            Some(("车站围挡", "Hoarding of the station")),
            hoarding,
            Geometry::Line(lifted(&ring, 0.0)),
        );
        let road = || Kind::SiteWork(plain(SiteWorkKind::SiteRoad));
        let names = [("交通导改便道", "Diversion of the avenue"), ("临时路面盖板", "Deck over the pit")];
        draft.add(key("diversion"), Some(names[0]), road(), flat(&half(-1.5, -11.0, 14.0).ring()));
        let deck = Rectangle { west: -7.5, east: 7.5, ..half(1.0, b.north - 1.0, 0.0) };
        draft.add(key("deck"), Some(names[1]), road(), flat(&deck.ring()));
    }
}

/// The station in two halves, tubes, inside, entrances.
pub(super) fn station(book: &mut Book, town: &Town<'_>) {
    book.summary("metro", Some("xinghe"), "地铁站与区间", "Metro station and tubes");
    let mut before: Option<String> = None;
    for (number, side, zh, en) in
        [(1, "north", "北半幅", "northern half"), (2, "south", "南半幅", "southern half")]
    {
        let id = |what: &str| format!("metro.{what}-{number}");
        let part = |what: &str, zh_what: &str, en_what: &str, days: i64| {
            Row::new(
                id(what),
                "metro",
                format!("车站{zh}{zh_what}"),
                format!("station, {en}: {en_what}"),
                days,
            )
        };
        let works = |names: &[&str]| {
            let keys: Vec<String> =
                names.iter().map(|name| format!("works/station/{name}-{number}")).collect();
            town.keys(keys.iter().map(String::as_str))
        };
        let first =
            part("diversion", "交通导改与围挡", "traffic diversion and hoarding", 60).work(Work::Temporary);
        let first = first.from(day(2026, 7, 15)).on(works(&["hoarding", "diversion", "deck"]));
        let first = before.iter().fold(first, |row, before| row.after(before, 0));
        add(book, first);
        let lanes = [1, 2].map(|block| format!("street/r2/{block}/cycle-{side}"));
        let close = part("close", "非机动车道封闭", "cycle lane closed", 60).work(Work::Close);
        add(book, close.with(&id("diversion"), 0).on(town.keys(lanes.iter().map(String::as_str))));
        let wall = part("shoring", "地下连续墙", "diaphragm wall", 60).work(Work::Temporary);
        add(book, wall.with(&id("diversion"), 10).on(works(&["shoring"])));
        let pit = part("pit", "基坑开挖", "pit", 120).work(Work::Temporary);
        add(book, pit.with(&id("shoring"), 60).on(works(&["pit"])));
        add(
            book,
            part("box", "主体结构", "structure", 150).with(&id("pit"), 100).on(town.keys(["station/box"])),
        );
        for (what, days) in [("pit", 0), ("shoring", 0), ("diversion", 12), ("close", 12)] {
            book.until(&id(what), (&id("box"), false), days);
        }
        before = Some(id("diversion"));
    }
    let tubes = row("metro.tubes", "metro", "盾构区间", "tubes by shield", 420)
        .after("metro.box-1", 0)
        .with("metro.shoring-2", 0);
    add(book, tubes.on(town.names(["metro/*"])));
    let inside =
        town.names(["station/concourse", "station/platform*", "station/hall-?", "station/lift-hall-?"]);
    add(
        book,
        row("metro.inside", "metro", "站厅站台与轨道", "concourse, platform and track", 240)
            .after("metro.box-2", 0)
            .after("metro.tubes", 0)
            .on(inside),
    );
}

/// Entrances of the station, which lie on the parcels around it, and its opening.
pub(super) fn entrances(book: &mut Book, town: &Town<'_>) {
    let doors = [
        "station/entrance-?",
        "station/pavilion-?",
        "station/stairs-?",
        "station/lift-?",
        "station/lift-?-node",
        "station/path-?",
        "station/lift-path-?",
    ];
    let entrances = row("metro.entrances", "metro", "出入口", "entrances", 150).with("metro.inside", 60);
    let sites = ["A1", "A2", "A4", "A5"]
        .into_iter()
        .flat_map(|p| ["hoarding", "road", "office"].map(|what| format!("{p}.{what}")));
    let sites: Vec<String> =
        sites.filter(|id| book.start_of(id).is_some_and(|start| start < day(2029, 1, 1))).collect();
    let entrances = sites.iter().fold(entrances, |row, id| row.with(id, 1));
    add(book, entrances.on(town.names(doors)));
    let last = row("metro.systems", "metro", "机电与设备调试", "systems and tests", 160)
        .after("metro.inside", 0)
        .after("metro.entrances", 0);
    add(book, last.on(town.names(["station/xinghe-road", "station/bicycle-*"])));
    if book.holds("metro.systems") {
        book.add(row("metro.opening", "metro", "车站开通", "station opens", 1).after("metro.systems", 10));
    }
}

/// Passages between basements and the station, each when both ends stand.
pub(super) fn passages(book: &mut Book, town: &Town<'_>) {
    let start = town.draft.full_key("passage/");
    let keys: Vec<&str> = town
        .draft
        .community
        .elements()
        .iter()
        .map(|e| e.key.as_str())
        .filter(|key| key.starts_with(&start))
        .collect();
    for key in keys {
        let name = key.strip_prefix(&start).unwrap_or(key);
        let ends = name.split('-').map(|end| match end {
            "station" => "metro.box-2".to_owned(),
            parcel => format!("{}.basement", parcel.to_uppercase()),
        });
        let (zh, en) = (format!("地下通道 {name}"), format!("underground passage {name}"));
        let passage = Row::new(format!("metro.passage-{name}"), "metro", zh, en, 70);
        let passage = ends.fold(passage, |row, end| row.after(&end, 30)).after("public.mains", 0);
        add(book, passage.on([Selector::Key(Key::from(key))]));
    }
}
