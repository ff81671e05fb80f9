//! Random places and schedules against a plain reading of the rules, day by day.

use linli_model::Stage;
use proptest::prelude::*;

use super::*;
use crate::stages::stage_summary;

/// Days looked at: beyond every date of a schedule.
const DAYS: i32 = 75;
const KEYS: [&str; 6] = ["t", "part", "a", "b", "c", "d"];

fn truths() -> impl Strategy<Value = Truth> {
    prop::sample::select(vec![
        Truth::Existing,
        Truth::Designed,
        Truth::Designed,
        Truth::Temporary,
        Truth::Proposed,
    ])
}

fn place() -> impl Strategy<Value = Community> {
    prop::collection::vec(truths(), KEYS.len()).prop_map(|truths| {
        let elements = KEYS.into_iter().zip(truths).map(|(key, truth)| {
            let mut element =
                if key.len() == 1 && key > "a" { tree(key, truth) } else { tower(key, truth, 0.0) };
            if key == "part" {
                element.kind =
                    Kind::BuildingPart(Building { parent: Some(Key::from("t")), ..Building::default() });
            }
            if key == "a" {
                let storeys = vec![run(-1, 2, BuildingUse::Commercial), run(3, 8, BuildingUse::Residential)];
                element.kind = Kind::Building(Building { storeys, ..Building::default() });
            }
            element
        });
        community(elements.collect())
    })
}

fn spans() -> impl Strategy<Value = Span> {
    (1_i32..50, 0_i32..12).prop_map(|(start, days)| span(start, start + days))
}

fn tasks() -> impl Strategy<Value = Task> {
    let dates = (
        prop::option::weighted(0.9, spans()),
        prop::option::weighted(0.3, 1_i32..50),
        prop::option::weighted(0.2, 0_i32..12),
        prop::option::weighted(0.3, spans()),
    );
    let what = (prop::sample::select(Work::ALL.to_vec()), prop::sample::subsequence(KEYS.to_vec(), 0..4));
    (what, dates, prop::option::weighted(0.3, 1_i16..8)).prop_map(|((work, keys), dates, storey)| {
        let (planned, started, took, baseline) = dates;
        Task {
            planned,
            baseline,
            actual_start: started.map(day),
            actual_finish: started.zip(took).map(|(start, took)| day(start + took)),
            storeys: storey.map(|level| StoreyRange { from_level: level, to_level: level + 2 }),
            ..task("", work, 1, 1, &keys)
        }
    })
}

fn schedules() -> impl Strategy<Value = Schedule> {
    (prop::collection::vec(tasks(), 0..9), prop::option::of(1_i32..50)).prop_map(|(mut tasks, data_date)| {
        for (number, task) in tasks.iter_mut().enumerate() {
            task.id = format!("t{number}");
        }
        Schedule { data_date: data_date.map(day), ..schedule(tasks) }
    })
}

/// Days on which a task works, written down one by one.
fn days_of(task: &Task, data_date: Option<NaiveDate>) -> Vec<i32> {
    let planned = task.planned.or(task.baseline);
    let Some(first) = task.actual_start.or(planned.map(|span| span.start)) else { return Vec::new() };
    let mut last = task.actual_finish.or(planned.map(|span| span.finish)).unwrap_or(first);
    if let (Some(known), Some(_), None) = (data_date, task.actual_start, task.actual_finish) {
        // Unfinished on the data date: the next day is a working day too.
        while last <= known {
            last = last.succ_opt().unwrap();
        }
    }
    (0..DAYS)
        .filter(|number| *number == number_of(first) || (first <= day(*number) && day(*number) <= last))
        .collect()
}

fn number_of(date: NaiveDate) -> i32 {
    i32::try_from((date - day(0)).num_days()).unwrap()
}

/// Work and days of the tasks that count for an element.
fn jobs(community: &Community, schedule: &Schedule, key: &str) -> Vec<(Work, Vec<i32>)> {
    let truth = |key: &str| community.element(id(community, key)).unwrap().presence.truth;
    let own = |key: &str| -> Vec<(Work, Vec<i32>)> {
        let fits = |work: Work| match truth(key) {
            Truth::Existing => matches!(work, Work::Demolish | Work::Maintain | Work::Close),
            Truth::Proposed => false,
            Truth::Designed | Truth::Temporary => true,
        };
        let names = |task: &&Task| task.elements.contains(&Selector::Key(Key::from(key)));
        let dated =
            schedule.tasks.iter().filter(names).map(|task| (task.work, days_of(task, schedule.data_date)));
        dated.filter(|(work, days)| fits(*work) && !days.is_empty()).collect()
    };
    let mut jobs = own(key);
    let has = |jobs: &[(Work, Vec<i32>)], works: &[Work]| jobs.iter().any(|(work, _)| works.contains(work));
    // A part and its building take over each other's work.
    let other = match key {
        "t" => "part",
        "part" => "t",
        _ => return jobs,
    };
    let others = own(other);
    let wanted: &[Work] = match truth(key) {
        Truth::Designed if !has(&jobs, &[Work::Build, Work::Temporary]) && has(&others, &[Work::Build]) => {
            &[Work::Build, Work::Demolish]
        }
        Truth::Existing if key == "part" && !has(&jobs, &[Work::Demolish]) => &[Work::Demolish],
        _ => &[],
    };
    let own_tasks = jobs.clone();
    let taken = others.into_iter().filter(|job| wanted.contains(&job.0) && !own_tasks.contains(job));
    jobs.extend(taken);
    jobs
}

/// What stands on a day, from the days of the tasks alone.
fn standing(truth: Truth, jobs: &[(Work, Vec<i32>)], last: Option<i32>, number: i32) -> (Standing, bool) {
    let of = |works: &[Work]| -> Vec<i32> {
        jobs.iter().filter(|(work, _)| works.contains(work)).flat_map(|(_, days)| days.clone()).collect()
    };
    let (today, before, later) = (
        |works: &[Work]| of(works).contains(&number),
        |works: &[Work]| of(works).iter().any(|d| *d <= number),
        |works: &[Work]| of(works).iter().any(|d| *d >= number),
    );
    let closed = today(&[Work::Close]);
    let there = if today(&[Work::Maintain]) { Standing::Maintained } else { Standing::Stands };
    let on_days = |works: &[Work]| match () {
        () if today(&[Work::Temporary, Work::Maintain]) => there,
        () if today(&[Work::Build]) => Standing::Rising,
        () if later(works) => Standing::NotYet,
        () => Standing::Gone,
    };
    let never = of(&[Work::Build, Work::Temporary, Work::Maintain]).is_empty();
    let alone = match truth {
        Truth::Existing => there,
        Truth::Proposed => Standing::NotYet,
        Truth::Temporary if never => return (Standing::NotYet, closed),
        Truth::Temporary => on_days(&[Work::Build, Work::Temporary, Work::Maintain]),
        Truth::Designed if !of(&[Work::Build]).is_empty() => match () {
            () if !before(&[Work::Build]) => Standing::NotYet,
            () if later(&[Work::Build]) => Standing::Rising,
            () => there,
        },
        Truth::Designed if !of(&[Work::Temporary]).is_empty() => on_days(&[Work::Temporary, Work::Maintain]),
        Truth::Designed => match last {
            Some(last) if number >= last => there,
            _ => Standing::NotYet,
        },
    };
    let falls = [Work::Demolish];
    let standing = match () {
        () if before(&falls) && later(&falls) => Standing::Falling,
        () if before(&falls) => Standing::Gone,
        () => alone,
    };
    (standing, closed)
}

/// Share of the days of a work that have passed.
fn share(jobs: &[(Work, Vec<i32>)], work: Work, number: i32) -> f32 {
    let days = || jobs.iter().filter(|(of, _)| *of == work).flat_map(|(_, days)| days);
    days().filter(|d| **d <= number).count() as f32 / days().count() as f32
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn what_stands_is_what_the_days_say(community in place(), schedule in schedules()) {
        let timeline = Timeline::of(&community, &schedule).0;
        let days = schedule.tasks.iter().flat_map(|task| days_of(task, schedule.data_date));
        let last = days.max();
        prop_assert_eq!(timeline.span().map(|span| number_of(span.finish)), last);
        let mut states = Vec::new();
        let mut before: Option<Vec<(Standing, bool)>> = None;
        for number in 0..DAYS {
            timeline.states_into(day(number), &mut states);
            for (key, state) in KEYS.iter().zip(&states) {
                let truth = community.element(id(&community, key)).unwrap().presence.truth;
                let jobs = jobs(&community, &schedule, key);
                let wanted = standing(truth, &jobs, last, number);
                prop_assert_eq!((state.standing, state.closed), wanted, "{} on day {}", key, number);
                prop_assert_eq!(*state, at(&timeline, &community, key, number));
                let wanted = match state.standing {
                    Standing::Rising => share(&jobs, Work::Build, number),
                    Standing::Falling => share(&jobs, Work::Demolish, number),
                    Standing::NotYet => 0.0,
                    _ => 1.0,
                };
                prop_assert!((state.share - wanted).abs() < 1e-5, "{} on day {}: {}", key, number, state.share);
                prop_assert!(state.storeys_done >= 0.0 && state.storeys_done <= 12.0);
            }
            // Something changes on steps only.
            let now: Vec<_> = states.iter().map(|state| (state.standing, state.closed)).collect();
            if before.as_ref().is_some_and(|before| *before != now) {
                prop_assert!(timeline.steps().contains(&day(number)), "day {}", number);
            }
            before = Some(now);
        }
    }

    #[test]
    fn floor_area_and_elements_are_neither_lost_nor_made(
        community in place(),
        schedule in schedules(),
        number in 0..DAYS,
    ) {
        let timeline = Timeline::of(&community, &schedule).0;
        for stage in Stage::ALL {
            let [first, then] = [0, number].map(|n| stage_summary(&community, &timeline, stage, day(n)));
            for (a, b) in [(first.above, then.above), (first.below, then.below)] {
                prop_assert!((a.total_m2() - b.total_m2()).abs() < 1e-6);
                prop_assert!(b.rising_finished_m2 <= b.rising_m2 + 1e-6);
                prop_assert!(b.falling_removed_m2 <= b.falling_m2 + 1e-6);
            }
            let by_use: f64 = then.by_use.iter().map(|of| of.above.total_m2() + of.below.total_m2()).sum();
            prop_assert!((by_use - then.above.total_m2() - then.below.total_m2()).abs() < 1e-6);
            prop_assert_eq!(then.elements.total(), first.elements.total());
            let done = then.task_days_pct.unwrap_or(0.0);
            prop_assert!((0.0..=100.0).contains(&done) && done >= first.task_days_pct.unwrap_or(0.0));
        }
    }

    #[test]
    fn the_same_schedule_gives_the_same_answers(community in place(), schedule in schedules()) {
        let [(a, one), (b, two)] = [(); 2].map(|()| Timeline::of(&community, &schedule));
        prop_assert_eq!(format!("{a:?}"), format!("{b:?}"));
        prop_assert_eq!(one, two);
    }

    #[test]
    fn storeys_never_shrink_while_a_building_rises(community in place(), schedule in schedules()) {
        let timeline = Timeline::of(&community, &schedule).0;
        for key in ["t", "a"] {
            let mut reached = 0.0;
            for number in 0..DAYS {
                let state = at(&timeline, &community, key, number);
                if state.standing == Standing::Rising {
                    prop_assert!(state.storeys_done >= reached);
                    reached = state.storeys_done;
                }
            }
        }
    }
}
