//! The works between the parcels: preparation, mains, public realm.

use chrono::NaiveDate;
use linli_model::{Community, Element, Key, Kind, Selector, Truth, Work};

use super::book::{Book, Row};
use super::tunnel::{CLASH_AT, Trench};
use super::{PROBLEM_CLASH, PROBLEM_CLOSURE, cover, day};
use crate::draft::Draft;
use crate::xinghe::site::Unit;

/// Kinds of lines in the order in which they are laid: deep and gravity first.
pub(super) const MEDIA: [(&str, &str, &str); 8] = [
    ("sewage", "污水", "sewers"),
    ("storm", "雨水", "storm drains"),
    ("water", "给水", "water mains"),
    ("reclaimed", "再生水", "reclaimed water mains"),
    ("heat", "热力", "heat mains"),
    ("gas", "燃气", "gas mains"),
    ("power", "电力", "power ducts"),
    ("telecom", "通信", "telecom ducts"),
];

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
    pub(super) fn keys<'b>(&self, keys: impl IntoIterator<Item = &'b str>) -> Vec<Selector> {
        let there = keys.into_iter().filter_map(|key| self.element(key));
        there.map(|element| Selector::Key(element.key.clone())).collect()
    }

    /// Those of the patterns that find something designed.
    pub(super) fn names<'b>(&self, patterns: impl IntoIterator<Item = &'b str>) -> Vec<Selector> {
        let full = patterns.into_iter().map(|pattern| self.draft.full_key(pattern));
        full.filter(|pattern| cover::finds(&self.draft.community, pattern)).map(Selector::Name).collect()
    }
}

/// A task of a length in days.
pub(super) fn row(id: &str, parent: &str, zh: &str, en: &str, days: i64) -> Row {
    Row::new(id, parent, zh.to_owned(), en.to_owned(), days)
}

/// Adds a task when it has something to do.
pub(super) fn add(book: &mut Book, row: Row) {
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
