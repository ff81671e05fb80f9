//! The works on one parcel, from its hoarding to its handover.

use chrono::NaiveDate;
use linli_model::{Key, Selector, Work};

use super::book::{Book, Row};
use super::facts::{Ground, House};
use crate::draft::Draft;

/// When a parcel's works begin and how they go.
#[derive(Clone, Copy)]
pub(super) struct Course {
    pub start: NaiveDate,
    /// Days that its first task really began later than planned at first.
    pub delay: i64,
    /// Days that it takes for one planned day, until the data date.
    pub pace: f64,
    /// Days from the pit's beginning until the base slab can be cast.
    pub dig: i64,
    /// Days for one basement level, one storey of a podium, one storey above.
    pub storey: [i64; 3],
    /// Days of fit-out and of outdoor works.
    pub finish: [i64; 2],
}

/// Days that envelopes follow behind the frame.
const ENVELOPE_LAG: i64 = 45;

/// What there is on the parcel for the tasks to be linked to.
pub(super) struct Site<'a> {
    pub draft: &'a Draft,
    pub ground: &'a Ground,
    pub cranes: usize,
    pub has_office: bool,
    /// Key of the zone of the outdoor works.
    pub zone: String,
}

impl Site<'_> {
    fn key(&self, key: &str) -> Selector {
        Selector::Key(Key::from(self.draft.full_key(key)))
    }

    fn work_key(&self, what: &str) -> Selector {
        self.key(&format!("works/{}/{what}", self.ground.plot.key))
    }

    fn has(&self, key: &str) -> bool {
        self.draft.community.id_of(&Key::from(self.draft.full_key(key))).is_some()
    }

    /// The pattern, when it finds something that is designed.
    fn pattern(&self, pattern: &str) -> Option<Selector> {
        super::cover::finds(&self.draft.community, &self.draft.full_key(pattern))
            .then(|| Selector::Name(self.draft.full_key(pattern)))
    }
}

struct Writer<'a> {
    site: &'a Site<'a>,
    course: Course,
    book: &'a mut Book,
    /// Key of the parcel.
    p: &'static str,
}

/// Adds the tasks of a parcel.
pub(super) fn write(book: &mut Book, site: &Site<'_>, course: Course) {
    let plot = &site.ground.plot;
    book.summary(plot.key, Some("xinghe"), &format!("{} {}", plot.key, plot.name.0), &format!("{} {}", plot.key, plot.name.1));
    let mut writer = Writer { site, course, book, p: plot.key };
    writer.start();
    let carrier = writer.below_ground();
    let (frames, envelopes) = writer.houses(&carrier);
    let services = writer.services(&envelopes);
    writer.finish(&frames, &services);
    writer.ends(&frames);
}

impl Writer<'_> {
    fn id(&self, what: &str) -> String {
        format!("{}.{what}", self.p)
    }

    fn row(&self, what: &str, zh: &str, en: &str, days: i64) -> Row {
        let name = |text: &str, plot: &str| format!("{plot} {text}");
        let plot = self.p;
        Row::new(self.id(what), plot, name(zh, plot), name(en, plot), days).pace(self.course.pace)
    }

    /// Hoarding, track, offices.
    fn start(&mut self) {
        let prepare = self.row("prepare", "场地移交与施工准备", "site handover and preparation", 20);
        self.book.add(prepare.from(self.course.start).pace(1.0));
        let mut hoarding = self.row("hoarding", "围挡", "hoarding", 30).work(Work::Temporary);
        hoarding.pace = 1.0;
        self.book.add(hoarding.after(&self.id("prepare"), self.course.delay).on([self.site.work_key("hoarding")]));
        let first = self.id("hoarding");
        let road = self.row("road", "施工便道", "site road", 30).work(Work::Temporary);
        self.book.add(road.with(&first, 5).on([self.site.work_key("road")]));
        if self.site.has_office {
            let office = self.row("office", "项目部", "site offices", 30).work(Work::Temporary);
            self.book.add(office.with(&first, 10).on([self.site.work_key("office")]));
        }
    }

    /// Shoring, pit, cranes, basement; gives the task that carries the buildings.
    fn below_ground(&mut self) -> String {
        let levels = i64::from(self.site.ground.plot.basement_levels);
        if !self.site.has(&format!("works/{}/pit", self.p)) {
            return self.id("hoarding");
        }
        let mut before = self.id("hoarding");
        if levels > 0 {
            let shoring = self.row("shoring", "基坑围护", "shoring", 40).work(Work::Temporary);
            self.book.add(shoring.with(&before, 12).on([self.site.work_key("shoring")]));
            before = self.id("shoring");
        }
        let pit = self.row("pit", "土方开挖与基坑", "excavation and open pit", self.course.dig).work(Work::Temporary);
        self.book.add(pit.with(&before, 18).on([self.site.work_key("pit")]));
        let pit = self.id("pit");
        for number in 1..=self.site.cranes {
            let name = format!("crane-{number}");
            let (zh, en) = (format!("{number}号塔吊"), format!("tower crane {number}"));
            let crane = self.row(&name, &zh, &en, 60).work(Work::Temporary);
            let crane = crane.with(&pit, self.course.dig * 2 / 3 + 4 * number as i64);
            self.book.add(crane.on([self.site.work_key(&name)]));
        }
        if !self.site.ground.has_basement {
            let base = self.row("base", "地基与基础", "foundations", 30).with(&pit, self.course.dig);
            let base = self.after_cranes(base);
            self.book.add(base);
            self.until("pit", "base", false, 0);
            return self.id("base");
        }
        let days = (levels * self.course.storey[0]).max(30);
        let (zh, en) = ("地下室结构", "basement");
        let basement = self.row("basement", zh, en, days).with(&pit, self.course.dig);
        let basement = basement.on([self.site.key(&format!("{}/basement", self.p))]);
        let basement = self.after_cranes(basement).storeys(-(levels as i16), -1);
        self.book.add(basement);
        self.until("pit", "basement", false, -1);
        self.until("shoring", "basement", false, 0);
        self.id("basement")
    }

    fn after_cranes(&self, row: Row) -> Row {
        (1..=self.site.cranes).fold(row, |row, number| row.with(&self.id(&format!("crane-{number}")), 3))
    }

    fn until(&mut self, id: &str, other: &str, at_start: bool, days: i64) {
        let (id, other) = (self.id(id), self.id(other));
        self.book.until(&id, (&other, at_start), days);
    }

    /// Frames and envelopes; gives the last task of each kind.
    fn houses(&mut self, carrier: &str) -> (Vec<String>, Vec<String>) {
        let (mut frames, mut envelopes) = (Vec::new(), Vec::new());
        let (low, high): (Vec<&House>, Vec<&House>) =
            self.site.ground.houses.iter().partition(|house| house.is_low());
        for group in alike(&high) {
            let (frame, envelope) = self.tower(&group, carrier);
            frames.push(frame);
            envelopes.push(envelope);
        }
        if !low.is_empty() {
            frames.push(self.low(&low, carrier));
            envelopes.push(self.low_parts(&low));
        }
        (frames, envelopes)
    }

    fn low(&mut self, houses: &[&House], carrier: &str) -> String {
        let top = houses.iter().map(|house| i64::from(house.top)).max().unwrap_or(1);
        let row = self.row("low", "低层建筑结构", "low buildings, structure", 24 * top + 20);
        self.book.add(row.after(carrier, 0).on(houses.iter().map(|house| Selector::Key(house.key.clone()))));
        self.id("low")
    }

    fn low_parts(&mut self, houses: &[&House]) -> String {
        let parts: Vec<Selector> =
            houses.iter().flat_map(|house| &house.parts).map(|(key, _)| Selector::Key(key.clone())).collect();
        if parts.is_empty() {
            return self.id("low");
        }
        let row = self.row("low.shell", "低层建筑外围护", "low buildings, envelope", 60);
        self.book.add(row.with(&self.id("low"), 25).ends_after(&self.id("low")).on(parts));
        self.id("low.shell")
    }

    /// The frame of a building, or of several that are alike, range by range, and its envelope behind it.
    fn tower(&mut self, houses: &[&House], carrier: &str) -> (String, String) {
        let Some(first) = houses.first() else { return (carrier.to_owned(), carrier.to_owned()) };
        let (short, [zh, en]) = (group_key(houses), group_name(houses));
        let mut before = carrier.to_owned();
        for (number, [from, to]) in first.ranges.iter().enumerate() {
            let storey = self.course.storey[if number == 0 { 1 } else { 2 }];
            let name = format!("{short}.{from}-{to}");
            let (zh, en) = (format!("{zh} {from}–{to}层结构"), format!("{en}, storeys {from} to {to}"));
            let row = self.row(&name, &zh, &en, storey * i64::from(to - from + 1)).after(&before, 0);
            let keys = houses.iter().map(|house| Selector::Key(house.key.clone()));
            self.book.add(row.on(keys).storeys(*from, *to));
            before = self.id(&name);
        }
        let envelope = self.envelope(houses, &short, [&zh, &en]);
        (before.clone(), envelope.unwrap_or(before))
    }

    fn envelope(&mut self, houses: &[&House], short: &str, [zh, en]: [&str; 2]) -> Option<String> {
        let first = houses.first()?;
        let mut last: Option<String> = None;
        for [from, to] in &first.ranges {
            let inside = |range: &[i16; 2]| (*from..=*to).contains(&range[1]);
            let parts = houses.iter().flat_map(|house| &house.parts).filter(|(_, range)| inside(range));
            let parts: Vec<Selector> = parts.map(|(key, _)| Selector::Key(key.clone())).collect();
            if parts.is_empty() {
                continue;
            }
            let name = format!("{short}.shell.{from}-{to}");
            let (zh, en) = (format!("{zh} {from}–{to}层外围护"), format!("{en}, envelope of storeys {from} to {to}"));
            let frame = self.id(&format!("{short}.{from}-{to}"));
            // Starts a few storeys behind the frame.
            let row = self.row(&name, &zh, &en, 30).with(&frame, ENVELOPE_LAG.min(i64::from(to - from) * 6 + 6));
            let mut row = row.ends_after(&frame).on(parts);
            if let Some(before) = &last {
                row = row.with(before, 1).ends_after(before);
            }
            self.book.add(row);
            let id = self.id(&name);
            self.book.until(&id, (&frame, false), ENVELOPE_LAG);
            last = Some(id);
        }
        last
    }

    /// Pipes and cables of the parcel, gravity first; gives the last task.
    fn services(&mut self, envelopes: &[String]) -> Vec<String> {
        const KINDS: [(&str, &str, &str); 8] = [
            ("sewage", "污水接户管", "sewers"),
            ("storm", "雨水接户管", "storm drains"),
            ("water", "给水接户管", "water pipes"),
            ("reclaimed", "再生水接户管", "reclaimed water pipes"),
            ("heat", "热力接户管", "heat pipes"),
            ("gas", "燃气接户管", "gas pipes"),
            ("power", "电力接户线", "power cables"),
            ("telecom", "通信接户线", "telecom cables"),
        ];
        let mut before: Vec<String> = envelopes.to_vec();
        for (medium, zh, en) in KINDS {
            let Some(pipes) = self.site.pattern(&format!("pipe/{medium}/{}/*", self.p)) else { continue };
            let row = self.row(medium, zh, en, 12).on([pipes]);
            let row = before.iter().fold(row, |row, id| row.after(id, 0));
            let row = ["public.mains", "tunnel.open"].iter().fold(row, |row, id| row.after(id, 0));
            self.book.add(row);
            before = vec![self.id(medium)];
        }
        before
    }

    /// Fit-out, roofs, outdoor works, handover.
    fn finish(&mut self, frames: &[String], services: &[String]) {
        let [fit_out, outdoors] = self.course.finish;
        let mut last: Vec<String> = services.to_vec();
        if !self.site.ground.houses.is_empty() {
            let row = self.row("fit-out", "幕墙收口、机电与装修", "fit-out and building services", fit_out);
            let row = frames.iter().fold(row, |row, id| row.after(id, 20));
            let row = services.iter().fold(row, |row, id| row.ends_after(id));
            let houses = self.site.ground.houses.iter().map(|house| Selector::Key(house.key.clone()));
            let doors = [format!("{}/*/door-?", self.p), format!("{}/*/door-??", self.p)];
            let doors = doors.iter().filter_map(|pattern| self.site.pattern(pattern));
            self.book.add(row.on(houses.chain(doors).collect::<Vec<_>>()));
            last.push(self.id("fit-out"));
            self.roofs();
        }
        let row = self.row("outdoors", "道路、景观与绿化", "paths, landscape and planting", outdoors);
        let row = services.iter().fold(row, |row, id| row.after(id, 0));
        let row = if self.site.ground.houses.is_empty() { row } else { row.with(&self.id("fit-out"), fit_out / 2) };
        let zone = Selector::Zone(Key::from(self.site.zone.as_str()));
        self.book.add(row.on([zone]));
        let row = self.row("handover", "竣工验收与移交", "acceptance and handover", 20);
        let row = last.iter().fold(row, |row, id| row.after(id, 0)).after(&self.id("outdoors"), 0);
        self.book.add(row);
    }

    fn roofs(&mut self) {
        let green = ["roof-garden", "balconies", "green-wall"].map(|what| format!("{}/*{what}*", self.p));
        let green: Vec<Selector> = green.iter().filter_map(|pattern| self.site.pattern(pattern)).collect();
        let solar: Vec<Selector> =
            self.site.pattern(&format!("{}/*solar*", self.p)).into_iter().collect();
        let fit_out = self.id("fit-out");
        for (what, zh, en, elements) in [
            ("roof-gardens", "屋顶花园与立体绿化", "roof gardens and green walls", green),
            ("solar", "光伏发电", "solar panels", solar),
        ] {
            if !elements.is_empty() {
                let row = self.row(what, zh, en, 50).with(&fit_out, self.course.finish[0] / 2);
                self.book.add(row.ends_after(&fit_out).on(elements));
            }
        }
    }

    /// When the temporary works go.
    fn ends(&mut self, frames: &[String]) {
        self.until("hoarding", "outdoors", false, -15);
        self.until("road", "outdoors", true, -1);
        let last = if self.site.ground.houses.is_empty() { "outdoors" } else { "fit-out" };
        self.until("office", last, false, -30);
        for number in 1..=self.site.cranes {
            let id = self.id(&format!("crane-{number}"));
            for frame in frames {
                self.book.extend_until(&id, frame, 18);
            }
        }
    }
}

/// Buildings with the same number of storeys, in the order in which the first of them comes.
fn alike<'a>(houses: &[&'a House]) -> Vec<Vec<&'a House>> {
    let mut groups: Vec<Vec<&House>> = Vec::new();
    for house in houses {
        match groups.iter_mut().find(|group| group.iter().all(|other| other.ranges == house.ranges)) {
            Some(group) => group.push(house),
            None => groups.push(vec![house]),
        }
    }
    groups
}

fn group_key(houses: &[&House]) -> String {
    match houses {
        [one] => one.short.clone(),
        [first, .., last] => format!("{}+{}", first.short, last.short),
        [] => String::new(),
    }
}

fn group_name(houses: &[&House]) -> [String; 2] {
    match houses {
        [one] => one.name.clone(),
        [first, rest @ ..] => {
            [format!("{}等{}幢", first.name[0], rest.len() + 1), format!("{} and {} more", first.name[1], rest.len())]
        }
        [] => [String::new(), String::new()],
    }
}
