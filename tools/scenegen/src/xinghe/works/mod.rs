//! How Xinghe is built, 2026 to 2031: temporary works and the schedule.
//!
//! Two things in it are wrong on purpose, so that checks have something to find: [`PROBLEM_CLOSURE`] and
//! [`PROBLEM_CLASH`].

mod book;
mod cover;
mod crane;
mod facts;
mod metro;
mod parcel;
mod site;
mod town;
mod tunnel;

use chrono::NaiveDate;
use linli_model::{Element, Key, Schedule, Selector, Task};

use super::Unit;
use super::plan::{CANAL_PARK, Plot, Programme};
use crate::draft::Draft;
use crate::plan::Rectangle;
use book::Book;
use facts::Ground;
use parcel::Course;
use town::Town;

/// A task that closes every door and path of a house that stays: its id and the pattern of what it closes. Nobody
/// can leave while it lasts.
pub const PROBLEM_CLOSURE: (&str, &str) = ("public.doors-closed", "C1/slab-1/door-*");
/// Two tasks that dig in the same place on the same days, without one waiting for the other.
pub const PROBLEM_CLASH: [&str; 2] = ["tunnel.GL1-4.trench", "public.heat-chamber"];

/// Day up to which the works are known.
pub(super) fn data_date() -> NaiveDate {
    day(2028, 9, 1)
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}

/// When a parcel is built; none for what is not built by this plan.
fn course(plot: &Plot) -> Option<Course> {
    let course = |start, dig, storey, finish| Course { start, delay: 0, pace: 1.0, dig, storey, finish };
    Some(match plot.key {
        "A1" => course(day(2026, 9, 15), 150, [55, 12, 7], [330, 130]),
        "A2" => Course { delay: 22, pace: 1.05, ..course(day(2026, 10, 15), 150, [55, 12, 7], [300, 120]) },
        "A3" => course(day(2027, 4, 1), 100, [50, 10, 8], [260, 90]),
        "A4" => course(day(2030, 1, 5), 90, [45, 12, 12], [120, 130]),
        "A5" => course(day(2027, 2, 1), 110, [50, 10, 7], [280, 100]),
        "C2" => course(day(2027, 1, 20), 70, [45, 9, 7], [240, 100]),
        "C4" => course(day(2027, 6, 1), 60, [45, 20, 12], [150, 60]),
        "D1" => course(day(2027, 5, 10), 70, [45, 9, 7], [220, 100]),
        "D2" => Course { pace: 0.93, ..course(day(2027, 3, 1), 60, [45, 20, 12], [200, 70]) },
        "D3" => course(day(2030, 9, 1), 30, [30, 10, 10], [60, 210]),
        "E4" => course(day(2028, 3, 1), 40, [30, 14, 9], [150, 70]),
        "F1" => course(day(2027, 9, 1), 70, [45, 30, 20], [220, 90]),
        "F2" => course(day(2027, 12, 1), 70, [45, 30, 20], [220, 90]),
        _ => return None,
    })
}

/// Where the offices of a parcel's site stand: on land that is built later, or on the bank.
fn office_region(unit: &Unit, plot: &Plot) -> Option<Rectangle> {
    let of = |programme: Programme| unit.plots.iter().find(|p| p.programme == programme).map(|p| p.outline);
    match plot.key {
        "A1" | "A2" | "A3" | "A5" => of(Programme::StationSquare),
        "C2" | "C4" | "D1" | "D2" | "E4" => of(Programme::CentralPark),
        "F1" | "F2" => {
            let [_, north] = CANAL_PARK;
            Some(Rectangle { south: north - 16.0, north: north - 3.0, ..plot.outline })
        }
        _ => None,
    }
    .map(|region| region.grown(-4.0))
}

/// Adds the temporary works of a unit and gives the tasks.
pub(super) fn draw(draft: &mut Draft, unit: &Unit) -> Vec<Task> {
    draft.presence = site::temporary();
    let trenches = tunnel::trenches(unit);
    metro::draw(draft);
    tunnel::draw(draft, unit, &trenches);
    let grounds: Vec<(Ground, Course)> =
        unit.plots.iter().filter_map(|plot| Some((Ground::of(draft, plot), course(plot)?))).collect();
    let mut offices: Vec<Rectangle> = Vec::new();
    let mut sites = Vec::new();
    for (ground, course) in &grounds {
        let plot = &ground.plot;
        let builds = !ground.houses.is_empty();
        site::draw(draft, plot, builds && plot.programme != Programme::CentralPark);
        let office =
            office_region(unit, plot).and_then(|region| site::free_place(region, site::OFFICE_M, &offices));
        if let Some(place) = office {
            site::office(draft, plot, place);
            offices.push(place);
        }
        let cranes = if builds { crane::draw(draft, plot, &ground.outlines, ground.highest_m()) } else { 0 };
        sites.push((ground, *course, cranes, office.is_some(), zone(draft, ground)));
    }
    // What is built on the land that others use for their offices comes last.
    sites.sort_by_key(|site| site.1.start);
    let mut book = Book::new([day(2026, 3, 2), data_date()], draft.full_key(""));
    let town = Town { draft, unit, trenches: &trenches };
    write(&mut book, &town, &sites);
    book.tasks()
}

/// The zone of a parcel's outdoor works: the parcel itself where nothing is built on it, else its open ground.
fn zone(draft: &mut Draft, ground: &Ground) -> String {
    let parcel = draft.full_key(&format!("parcel/{}", ground.plot.key));
    if ground.houses.is_empty() && draft.community.id_of(&Key::from(parcel.as_str())).is_some() {
        return parcel;
    }
    // What has its own tasks must not lie in the zone: its middle decides.
    const AROUND_M: f64 = 0.7;
    let mut taken: Vec<Rectangle> = ground.built.iter().map(|r| r.grown(AROUND_M)).collect();
    let start = draft.full_key(&format!("{}/", ground.plot.key));
    let middles = draft.community.elements().iter().filter(|element| {
        let has_tasks = matches!(
            element.kind,
            linli_model::Kind::Building(_)
                | linli_model::Kind::BuildingPart(_)
                | linli_model::Kind::Basement(_)
        );
        has_tasks && element.key.as_str().starts_with(&start)
    });
    for element in middles {
        if let Some([u, v]) = middle(draft, element) {
            let place = Rectangle::new(u, v, u, v).grown(AROUND_M);
            if taken.iter().all(|r| r.distance_m([u, v]) > 0.0) {
                taken.push(place);
            }
        }
    }
    site::grounds(draft, &ground.plot, &taken);
    draft.full_key(&format!("works/{}/grounds", ground.plot.key))
}

/// Middle of an element's box in the plan.
fn middle(draft: &Draft, element: &Element) -> Option<[f64; 2]> {
    let [x, y, _] = element.geometry.aabb().centre();
    (x.is_finite() && y.is_finite()).then(|| draft.placing.map_or([x, y], |placing| placing.folded([x, y])))
}

type SiteRow<'a> = (&'a Ground, Course, usize, bool, String);

fn write(book: &mut Book, town: &Town<'_>, sites: &[SiteRow<'_>]) {
    let draft = town.draft;
    let parcel_of = |element: &Element| {
        let place = middle(draft, element)?;
        sites.iter().map(|site| &site.0.plot).find(|plot| plot.outline.distance_m(place) <= 0.0)
    };
    book.summary("xinghe", None, "星河社区实施单元", "Implementation unit of Xinghe");
    town::preparation(book, town);
    metro::station(book, town);
    tunnel::tunnels(book, town);
    town::mains(book, town, |element| parcel_of(element).is_some());
    for (ground, course, cranes, has_office, zone) in sites {
        let site =
            parcel::Site { draft, ground, cranes: *cranes, has_office: *has_office, zone: zone.clone() };
        parcel::write(book, &site, *course);
    }
    metro::entrances(book, town);
    metro::passages(book, town);
    town::realm(book, town, day(2030, 12, 1));
    let left = cover::left_over(&draft.community, &draft.full_key(""), book.selectors());
    for key in left {
        let element = draft.community.id_of(&key).and_then(|id| draft.community.element(id));
        // A ramp belongs to its parcel, wherever its middle lies.
        let named = key.as_str().strip_prefix(&draft.full_key("")).and_then(|key| key.split('/').next());
        let parcel = match sites.iter().map(|site| site.0.plot).find(|plot| Some(plot.key) == named) {
            Some(plot) => Some(plot.key),
            None => element.and_then(parcel_of).map(|plot| plot.key),
        };
        let parcel = parcel.map(|parcel| format!("{parcel}.outdoors"));
        let task = parcel.filter(|id| book.holds(id));
        let task = task.unwrap_or_else(|| town::home_of(&draft.community, &key).to_owned());
        let task = if book.holds(&task) { task } else { "public.rest".to_owned() };
        book.extend(&task, vec![Selector::Key(key)]);
    }
}

/// The schedule of all units.
pub(super) fn schedule(tasks: Vec<Task>) -> Schedule {
    book::schedule("星河社区实施单元总进度 / Master schedule of Xinghe", data_date(), tasks)
}
