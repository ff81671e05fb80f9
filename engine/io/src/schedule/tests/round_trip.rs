//! What is written is read back.

use chrono::NaiveDate;
use linli_model::{Dependency, DependencyKind, Schedule, Selector, Span, StoreyRange, Task, Work};
use proptest::prelude::*;

use super::*;

/// Text with the marks that the notation itself uses.
fn text() -> impl Strategy<Value = String> {
    "[ A-Za-z0-9;；,，\"'#:：+*?.\\\\/\n_完成开始FS层-]{0,12}".prop_map(|text| text.trim().to_owned())
}

fn named() -> impl Strategy<Value = String> {
    text().prop_filter("a text that is not empty", |text| !text.is_empty())
}

fn day() -> impl Strategy<Value = NaiveDate> {
    (0_u64..40_000).prop_map(|n| NaiveDate::from_ymd_opt(1990, 1, 1).unwrap() + chrono::Days::new(n))
}

fn span() -> impl Strategy<Value = Span> {
    (day(), 0_u64..900).prop_map(|(start, days)| Span { start, finish: start + chrono::Days::new(days) })
}

fn selector() -> impl Strategy<Value = Selector> {
    (0..3, named()).prop_map(|(kind, text)| match kind {
        0 => Selector::Key(text.into()),
        1 => Selector::Name(text),
        _ => Selector::Zone(text.into()),
    })
}

fn storeys() -> impl Strategy<Value = StoreyRange> {
    let level = || (-200_i16..200).prop_filter("there is no level 0", |level| *level != 0);
    (level(), level()).prop_map(|(a, b)| StoreyRange { from_level: a.min(b), to_level: a.max(b) })
}

fn kind() -> impl Strategy<Value = DependencyKind> {
    use DependencyKind::{FinishToFinish, FinishToStart, StartToFinish, StartToStart};
    prop::sample::select(vec![FinishToStart, StartToStart, FinishToFinish, StartToFinish])
}

/// A task that may belong to and wait for tasks by number.
fn draft() -> impl Strategy<Value = (Task, Option<usize>, Vec<(usize, DependencyKind, f64)>)> {
    let links = prop::collection::vec((0_usize..8, kind(), prop_oneof![Just(0.0), -400.0..400.0]), 0..3);
    let dates = (prop::option::of(span()), prop::option::of(span()), prop::option::of(span()), any::<bool>());
    let facts = (
        prop::option::of(0.0..=100.0),
        prop::collection::vec(selector(), 0..3),
        prop::option::of(storeys()),
        prop::sample::select(Work::ALL.to_vec()),
    );
    (named(), text(), dates, facts, prop::option::of(0_usize..8), links).prop_map(
        |(
            id,
            name,
            (planned, baseline, actual, ended),
            (done_pct, elements, storeys, work),
            parent,
            links,
        )| {
            let task = Task {
                id,
                name,
                work,
                planned,
                baseline,
                actual_start: actual.map(|span| span.start),
                actual_finish: actual.filter(|_| ended).map(|span| span.finish),
                done_pct,
                elements,
                storeys,
                ..Task::default()
            };
            (task, parent, links)
        },
    )
}

fn schedule() -> impl Strategy<Value = Schedule> {
    let title = text().prop_map(|text| text.replace('\n', " "));
    (title, prop::option::of(day()), prop::collection::vec(draft(), 1..8)).prop_map(
        |(name, data_date, drafts)| {
            let mut drafts = drafts;
            let mut seen = std::collections::HashSet::new();
            drafts.retain(|(task, ..)| seen.insert(task.id.clone()));
            let ids: Vec<String> = drafts.iter().map(|(task, ..)| task.id.clone()).collect();
            let tasks = drafts.into_iter().enumerate().map(|(index, (mut task, parent, links))| {
                task.parent = parent.filter(|parent| *parent < index).map(|parent| ids[parent].clone());
                let others = links.into_iter().filter(|(at, ..)| *at < ids.len() && *at != index);
                task.after = others
                    .map(|(at, kind, lag_days)| Dependency { predecessor: ids[at].clone(), kind, lag_days })
                    .collect();
                task
            });
            Schedule { name, data_date, tasks: tasks.collect() }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn a_written_schedule_reads_back(wanted in schedule()) {
        let text = write_schedule_csv(&wanted);
        let (mut read, _) = read("plan.csv", text.as_bytes()).unwrap();
        for task in &mut read.tasks {
            task.place.clear();
        }
        prop_assert_eq!(read, wanted, "{}", text);
    }
}

#[test]
fn every_format_survives_the_way_through_the_table() {
    for bytes in [CSV, MSPDI, XER, P6] {
        let (wanted, _) = read("a", bytes).unwrap();
        let (again, report) = read("b", write_schedule_csv(&wanted).as_bytes()).unwrap();
        assert!(report.messages.is_empty(), "{:?}", report.messages);
        for (task, wanted) in again.tasks.iter().zip(&wanted.tasks) {
            assert_eq!(Task { place: wanted.place.clone(), ..task.clone() }, *wanted);
        }
        assert_eq!(
            (again.name, again.data_date, again.tasks.len()),
            (wanted.name, wanted.data_date, wanted.tasks.len())
        );
    }
}
