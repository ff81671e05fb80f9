//! The works between the parcels: preparation, metro, utility tunnels, mains, public realm.

use chrono::NaiveDate;
use linli_model::{Community, Element, Geometry, Key, Kind, Selector, SiteWork, SiteWorkKind, Truth, Work};

use super::book::{Book, Row};
use super::site::{excavation, plain, shoring};
use super::{PROBLEM_CLASH, PROBLEM_CLOSURE, cover, day};
use crate::draft::{Draft, flat};
use crate::plan::{Place, Rectangle, lifted};
use crate::xinghe::plan::{COLUMNS, ROWS, STATION_BOX, STATION_DEPTHS, corridors};
use crate::xinghe::site::Unit;

/// Kinds of lines in the order in which they are laid: deep and gravity first.
const MEDIA: [(&str, &str, &str); 8] = [
    ("sewage", "污水", "sewers"),
    ("storm", "雨水", "storm drains"),
    ("water", "给水", "water mains"),
    ("reclaimed", "再生水", "reclaimed water mains"),
    ("heat", "热力", "heat mains"),
    ("gas", "燃气", "gas mains"),
    ("power", "电力", "power ducts"),
    ("telecom", "通信", "telecom ducts"),
];
/// Length of a section of open trench, metres, and width of the trench.
const SECTION_M: f64 = 172.0;
const TRENCH_M: f64 = 10.0;
/// Depth of the trenches below the ground, and of the first section of the tunnel on the lower floor, metres.
const TRENCH_DEPTH_M: [f64; 2] = [6.8, 10.8];
/// Depth of the shaft pit that is dug in the open trench by mistake, metres.
const SHAFT_DEPTH_M: f64 = 2.0;

/// A section of a tunnel's trench.
pub(super) struct Trench {
    /// `GL1-1`.
    pub key: String,
    tunnel: &'static str,
    area: Rectangle,
    depth_m: f64,
}

/// The part of the plan that a unit draws.
fn drawn(unit: &Unit) -> Rectangle {
    let end = |values: &[f64], at: usize| values.get(at).copied().unwrap_or_default();
    Rectangle::new(
        end(&COLUMNS, unit.columns[0]),
        end(&ROWS, unit.rows[0]),
        end(&COLUMNS, unit.columns[1] + 1),
        end(&ROWS, unit.rows[1] + 1),
    )
}

/// The sections of the trenches that lie in what is drawn.
pub(super) fn trenches(unit: &Unit) -> Vec<Trench> {
    let drawn = drawn(unit).grown(20.0);
    let mut all = Vec::new();
    for (tunnel, _, [a, b]) in corridors() {
        let length = (b[0] - a[0]).hypot(b[1] - a[1]);
        let count = (length / SECTION_M).round().max(1.0);
        let at = |share: f64| -> Place { [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share] };
        for number in 0..count as u32 {
            let [from, to] = [at(f64::from(number) / count), at(f64::from(number + 1) / count)];
            let (half, north) = (TRENCH_M / 2.0, a[0] == b[0]);
            let area = if north {
                Rectangle::new(from[0] - half, from[1], from[0] + half, to[1])
            } else {
                Rectangle::new(from[0], from[1] - half, to[0], from[1] + half)
            };
            if drawn.distance_m(area.centre()) <= 0.0 {
                let depth_m = TRENCH_DEPTH_M[usize::from(north && number == 0)];
                all.push(Trench { key: format!("{tunnel}-{}", number + 1), tunnel, area, depth_m });
            }
        }
    }
    all
}

/// Adds the temporary works of station and tunnels.
pub(super) fn draw(draft: &mut Draft, unit: &Unit, trenches: &[Trench]) {
    station(draft);
    for trench in trenches {
        excavation(draft, &format!("works/{}/trench", trench.key), trench.area, trench.depth_m);
    }
    let [_, pit] = PROBLEM_CLASH;
    if let (true, Some(trench)) = (unit.is_whole(), trenches.iter().find(|trench| trench.key == CLASH_AT)) {
        let [u, v] = trench.area.centre();
        let shaft = Rectangle::new(u, v, u, v).grown(3.0);
        excavation(draft, &format!("works/{pit}"), shaft, SHAFT_DEPTH_M);
    }
}

/// The section in which the clash lies.
const CLASH_AT: &str = "GL1-4";

/// The station's pit in two halves, with traffic on the other half.
fn station(draft: &mut Draft) {
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

/// What there is, for the tasks to be linked to.
pub(super) struct Town<'a> {
    pub draft: &'a Draft,
    pub unit: &'a Unit,
    pub trenches: &'a [Trench],
}

impl Town<'_> {
    fn element(&self, key: &str) -> Option<&Element> {
        let community = &self.draft.community;
        community.id_of(&Key::from(self.draft.full_key(key))).and_then(|id| community.element(id))
    }

    /// Those of the keys that are there.
    fn keys<'b>(&self, keys: impl IntoIterator<Item = &'b str>) -> Vec<Selector> {
        let there = keys.into_iter().filter_map(|key| self.element(key));
        there.map(|element| Selector::Key(element.key.clone())).collect()
    }

    /// Those of the patterns that find something designed.
    fn names<'b>(&self, patterns: impl IntoIterator<Item = &'b str>) -> Vec<Selector> {
        let full = patterns.into_iter().map(|pattern| self.draft.full_key(pattern));
        full.filter(|pattern| cover::finds(&self.draft.community, pattern)).map(Selector::Name).collect()
    }
}

fn row(id: &str, parent: &str, zh: &str, en: &str, days: i64) -> Row {
    Row::new(id, parent, zh.to_owned(), en.to_owned(), days)
}

/// Adds a task when it has something to do.
fn add(book: &mut Book, row: Row) {
    if !row.elements.is_empty() {
        book.add(row);
    }
}

/// Survey, relocation, demolition, old pipes.
pub(super) fn preparation(book: &mut Book, town: &Town<'_>) {
    book.summary("prep", Some("xinghe"), "前期准备", "Preparation");
    book.add(row("prep.survey", "prep", "勘察与测绘", "survey and soil tests", 60).from(day(2026, 3, 2)));
    book.add(row("prep.permits", "prep", "规划许可与施工许可", "permits", 90).with("prep.survey", 20));
    let old: Vec<&str> = town
        .draft
        .community
        .elements()
        .iter()
        .filter(|e| e.presence.truth == Truth::Existing && matches!(e.kind, Kind::Building(_)))
        .map(|e| e.key.as_str())
        .filter(|key| key.starts_with(&town.draft.full_key("C2/old-")))
        .collect();
    if !old.is_empty() {
        demolition(book, &old);
    }
    let mut before = "prep.survey".to_owned();
    for (medium, zh, en) in [MEDIA[2], MEDIA[5], MEDIA[6], MEDIA[7]] {
        let pattern = town.draft.full_key(&format!("pipe/{medium}/r2/*"));
        let any = town.draft.community.elements().iter().any(|e| {
            e.presence.truth == Truth::Existing && e.key.as_str().starts_with(pattern.trim_end_matches('*'))
        });
        if any {
            let id = format!("prep.divert-{medium}");
            let (zh, en) =
                (format!("星河大道既有{zh}管线迁改保护"), format!("existing {en} in the avenue protected"));
            let row = Row::new(&id, "prep", zh, en, 25).work(Work::Maintain).after(&before, 0);
            book.add(row.on([Selector::Name(pattern)]));
            before = id;
        }
    }
}

/// The old estate in four batches, each with the paths and doors of its buildings.
fn demolition(book: &mut Book, old: &[&str]) {
    const BATCHES: usize = 4;
    book.add(
        row(
            "prep.relocation",
            "prep",
            "机床新村居民过渡安置",
            "relocation of the residents of the old estate",
            110,
        )
        .from(day(2026, 4, 1)),
    );
    let mut before = "prep.relocation".to_owned();
    for number in 0..BATCHES {
        let batch = old.iter().enumerate().filter(|(at, _)| at * BATCHES / old.len() == number);
        let elements: Vec<Selector> = batch
            .flat_map(|(_, key)| [Selector::Key(Key::from(*key)), Selector::Name(format!("{key}/*"))])
            .collect();
        if elements.is_empty() {
            continue;
        }
        let id = format!("prep.demolish-{}", number + 1);
        let (zh, en) =
            (format!("机床新村拆除第{}批", number + 1), format!("demolition, batch {}", number + 1));
        book.add(Row::new(&id, "prep", zh, en, 24).work(Work::Demolish).after(&before, 0).on(elements));
        before = id;
    }
    book.add(row("prep.cleared", "prep", "机床新村场地清理完成", "old estate cleared", 10).after(&before, 0));
}

/// The station in two halves, tubes, inside, entrances.
pub(super) fn metro(book: &mut Book, town: &Town<'_>) {
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

/// The utility tunnels in sections, then what lies in them.
pub(super) fn tunnels(book: &mut Book, town: &Town<'_>) {
    book.summary("tunnel", Some("xinghe"), "综合管廊", "Utility tunnels");
    let mut before: Option<String> = None;
    for trench in town.trenches {
        let id = |what: &str| format!("tunnel.{}.{what}", trench.key);
        let named = |zh: &str, en: &str| [format!("{}段{zh}", trench.key), format!("{}, {en}", trench.key)];
        let [zh, en] = named("明挖沟槽", "open trench");
        let open = Row::new(id("trench"), "tunnel", zh, en, 60).work(Work::Temporary).from(day(2026, 9, 1));
        let open = before.iter().fold(open, |row, before| row.with(before, 12));
        add(book, open.on(town.keys([format!("works/{}/trench", trench.key).as_str()])));
        let [zh, en] = named("廊体结构", "structure");
        let built = Row::new(id("box"), "tunnel", zh, en, 50).with(&id("trench"), 32);
        add(book, built.on(town.keys([format!("corridor/{}", trench.tunnel).as_str()])));
        book.until(&id("trench"), (&id("box"), false), 6);
        before = Some(id("box"));
        closed_lane(book, town, trench, &id("close"), &id("trench"));
    }
    let Some(last) = before else { return };
    let nodes = row("tunnel.shafts", "tunnel", "出入口与通风口", "shafts and openings", 60).after(&last, 10);
    add(book, nodes.on(town.names(["corridor/GL?/*"])));
    let mut before = "tunnel.shafts".to_owned();
    for (medium, zh, en) in MEDIA {
        let id = format!("tunnel.{medium}");
        let (zh, en) = (format!("廊内{zh}管线"), format!("{en} in the tunnels"));
        let pipes = Row::new(&id, "tunnel", zh, en, 28).after(&before, 0);
        let pipes = pipes.on(town.names([format!("pipe/{medium}/GL?/*").as_str()]));
        if !pipes.elements.is_empty() {
            book.add(pipes);
            before = id;
        }
    }
    book.add(row("tunnel.open", "tunnel", "综合管廊投运", "utility tunnels in use", 5).after(&before, 0));
}

/// The cycle lane of Hebin Road beside a section, while it is open.
fn closed_lane(book: &mut Book, town: &Town<'_>, trench: &Trench, id: &str, open: &str) {
    if trench.tunnel != "GL1" {
        return;
    }
    let [u, _] = trench.area.centre();
    let block = COLUMNS.iter().filter(|column| **column < u).count().saturating_sub(1);
    let lane = format!("street/r1/{block}/cycle-south");
    let (zh, en) = (format!("{}段非机动车道封闭", trench.key), format!("{}, cycle lane closed", trench.key));
    let close = Row::new(id, "tunnel", zh, en, 60).work(Work::Close).with(open, 0);
    add(book, close.on(town.keys([lane.as_str()])));
    book.until(id, (open, false), 0);
}

/// Mains in the streets, one kind after the other.
pub(super) fn mains(book: &mut Book, town: &Town<'_>, in_parcel: impl Fn(&Element) -> bool) {
    book.summary("public", Some("xinghe"), "市政管线与公共空间", "Mains and public realm");
    let mut before: Vec<String> = ["metro.box-2", "tunnel.shafts"].map(str::to_owned).to_vec();
    for (medium, zh, en) in MEDIA {
        for (side, zh_side, en_side) in
            [("r", "东西向道路", "east-west streets"), ("c", "南北向道路", "north-south streets")]
        {
            let id = format!("public.{medium}-{side}");
            let (zh, en) = (format!("{zh_side}{zh}管线"), format!("{en} in {en_side}"));
            let mut elements = town.names([format!("pipe/{medium}/{side}?/*").as_str()]);
            if side == "c" {
                elements.extend(nodes(town, medium, &in_parcel));
            }
            if !elements.is_empty() {
                let main = Row::new(&id, "public", zh, en, 20).from(day(2027, 9, 1)).on(elements);
                book.add(before.iter().fold(main, |row, before| row.after(before, 0)));
                before = vec![id];
            }
        }
    }
    let mains = row("public.mains", "public", "市政管线贯通", "mains in use", 5).from(day(2027, 9, 1));
    book.add(before.iter().fold(mains, |row, before| row.after(before, 0)));
}

/// Designed nodes of a kind of line outside the parcels.
fn nodes(town: &Town<'_>, medium: &str, in_parcel: &impl Fn(&Element) -> bool) -> Vec<Selector> {
    let start = town.draft.full_key(&format!("node/{medium}/"));
    let wanted = |e: &&Element| {
        e.presence.truth == Truth::Designed && e.key.as_str().starts_with(&start) && !in_parcel(e)
    };
    town.draft.community.elements().iter().filter(wanted).map(|e| Selector::Key(e.key.clone())).collect()
}

/// Streets, bridges and banks between the parcels.
pub(super) fn realm(book: &mut Book, town: &Town<'_>, last: NaiveDate) {
    for (id, zh, en, patterns, days, start) in [
        (
            "public.lanes",
            "街区内慢行街",
            "lanes inside the blocks",
            ["street/lane-*", ""],
            90,
            day(2030, 3, 1),
        ),
        (
            "public.bridges",
            "天桥与景观桥",
            "footbridges",
            ["street/footbridge-*", "street/walkway*"],
            120,
            day(2029, 12, 1),
        ),
        (
            "public.greenway",
            "滨水绿道",
            "greenways along the canal",
            ["street/greenway-*", ""],
            150,
            day(2030, 3, 1),
        ),
    ] {
        let patterns = patterns.into_iter().filter(|pattern| !pattern.is_empty());
        add(
            book,
            row(id, "public", zh, en, days)
                .from(start)
                .after("public.mains", 0)
                // The footbridge ends on the square.
                .after("A4.basement", 0)
                .on(town.names(patterns)),
        );
    }
    book.add(
        row(
            "public.rest",
            "public",
            "信号、照明、标识与绿化收尾",
            "signals, lighting, signs and planting",
            120,
        )
        .from(last)
        .after("public.mains", 0)
        // Signs and planting stand beside what is paved and built by then.
        .after("public.bridges", 0)
        .after("public.greenway", 0),
    );
    if !town.unit.is_whole() {
        return;
    }
    let [_, pit] = PROBLEM_CLASH;
    let shaft = row(pit, "public", "河滨路热力检修井基坑", "pit of a heat chamber in Hebin Road", 30)
        .work(Work::Temporary);
    if let Some(open) = book.start_of(&format!("tunnel.{CLASH_AT}.trench")) {
        add(
            book,
            shaft.from(super::book::shifted(open, 20)).on(town.keys([format!("works/{pit}").as_str()])),
        );
    }
    let (task, gates) = PROBLEM_CLOSURE;
    let close =
        row(task, "public", "机床新村1幢楼前管线迁改封闭", "doors of house 1 closed for pipe works", 14)
            .work(Work::Close);
    let pattern = town.draft.full_key(gates);
    book.add(close.from(day(2028, 3, 6)).on([Selector::Name(pattern)]));
}

/// Which task an element is left to that no rule reaches.
pub(super) fn home_of(community: &Community, key: &Key) -> &'static str {
    let kind = community.id_of(key).and_then(|id| community.element(id)).map(|element| &element.kind);
    match kind {
        Some(Kind::UtilityLine(_) | Kind::UtilityNode(_)) => "public.telecom-c",
        _ => "public.rest",
    }
}
