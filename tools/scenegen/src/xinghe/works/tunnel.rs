//! The utility tunnels: their trenches in sections, and the tasks for them and for what lies in them.

use linli_model::Work;

use super::book::{Book, Row};
use super::site::excavation;
use super::town::{MEDIA, Town, add, row};
use super::{PROBLEM_CLASH, day};
use crate::draft::Draft;
use crate::plan::{Place, Rectangle};
use crate::xinghe::plan::{COLUMNS, ROWS, corridors};
use crate::xinghe::site::Unit;

/// Length of a section of open trench, metres, and width of the trench.
const SECTION_M: f64 = 172.0;
const TRENCH_M: f64 = 10.0;
/// Depth of the trenches below the ground, and of the first section of the tunnel on the lower floor, metres.
const TRENCH_DEPTH_M: [f64; 2] = [6.8, 10.8];
/// Depth of the shaft pit that is dug in the open trench by mistake, metres.
const SHAFT_DEPTH_M: f64 = 2.0;
/// The section in which the clash lies.
pub(super) const CLASH_AT: &str = "GL1-4";

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

/// Adds the open trenches, and the shaft pit that is dug in one of them by mistake.
pub(super) fn draw(draft: &mut Draft, unit: &Unit, trenches: &[Trench]) {
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
