//! Which elements a task finds.

use linli_model::{Area, AreaUse};

use super::*;

fn found(community: &Community, work: Work, selector: Selector) -> Vec<String> {
    let task = Task { elements: vec![selector], ..task("t", work, 1, 2, &[]) };
    let timeline = timeline(community, vec![task]);
    let keys = timeline.elements_of(0).iter().map(|id| community.element(*id).unwrap().key.to_string());
    keys.collect()
}

fn place() -> Community {
    let unit =
        |key: &str, x: f64| Element::new(key, Kind::Area(Area::new(AreaUse::Unit)), square(x, -20.0, 60.0));
    let mut named = tower("way/7", Truth::Designed, 20.0);
    named.name = Some("3号楼".into());
    community(vec![
        unit("west", -10.0),
        unit("east", 100.0),
        tower("A-1", Truth::Designed, 0.0),
        tower("A-2", Truth::Designed, 120.0),
        named,
        tower("A-old", Truth::Existing, 30.0),
        tree("A-crane", Truth::Temporary),
    ])
}

#[test]
fn patterns_are_matched_against_keys_and_names() {
    let community = place();
    let name = |pattern: &str| Selector::Name(pattern.into());
    assert_eq!(found(&community, Work::Build, name("?号楼")), ["way/7"]);
    assert_eq!(found(&community, Work::Build, name("A-?")), ["A-1", "A-2"]);
    assert_eq!(found(&community, Work::Build, name("A-*")), ["A-1", "A-2", "A-crane"]);
    assert_eq!(found(&community, Work::Demolish, name("A-old")), ["A-old"]);
}

#[test]
fn zones_hold_what_has_its_middle_in_them_and_fits_the_work() {
    let community = place();
    let zone = |key: &str| Selector::Zone(Key::from(key));
    assert_eq!(found(&community, Work::Build, zone("west")), ["A-1", "way/7"]);
    assert_eq!(found(&community, Work::Build, zone("east")), ["A-2"]);
    assert_eq!(found(&community, Work::Demolish, zone("west")), ["A-old"]);
    assert_eq!(found(&community, Work::Temporary, zone("west")), ["A-crane"]);
    assert_eq!(found(&community, Work::Maintain, zone("A-1")), ["A-crane"]);
}

#[test]
fn many_patterns_find_what_one_finds() {
    let community = place();
    let patterns = ["A-?", "*号楼", "way*", "A*1", "*", "*-o?d", "nothing*"];
    let one_by_one: Vec<Vec<String>> = patterns
        .iter()
        .map(|pattern| found(&community, Work::Maintain, Selector::Name((*pattern).into())))
        .collect();
    let tasks = patterns.iter().map(|pattern| Task {
        elements: vec![Selector::Name((*pattern).into())],
        ..task(pattern, Work::Maintain, 1, 2, &[])
    });
    let timeline = timeline(&community, tasks.collect());
    for (at, wanted) in one_by_one.iter().enumerate() {
        let keys = timeline.elements_of(at).iter().map(|id| community.element(*id).unwrap().key.to_string());
        assert_eq!(&keys.collect::<Vec<_>>(), wanted, "{}", patterns[at]);
    }
}

#[test]
fn a_summary_gives_way_to_the_tasks_that_it_holds() {
    let community = community(vec![tower("a", Truth::Designed, 0.0), tower("b", Truth::Designed, 20.0)]);
    let all = Task { planned: None, ..task("all", Work::Build, 1, 2, &["a", "b"]) };
    let tasks = vec![
        all,
        below(task("a1", Work::Build, 3, 4, &["a"]), "all"),
        below(task("x", Work::Build, 6, 9, &[]), "all"),
    ];
    let timeline = timeline(&community, tasks);
    assert_eq!(timeline.tasks_of(id(&community, "a")), [1]);
    // Without dates of its own the summary lasts as long as what it holds.
    assert_eq!(timeline.tasks_of(id(&community, "b")), [0]);
    assert_eq!(timeline.days_of(0), Some(span(3, 9)));
}
