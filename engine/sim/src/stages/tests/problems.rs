//! Each kind of problem, and schedules without any.

use linli_model::Language;

use super::*;

/// The only problem of a schedule of one tower `t` and one existing tower `old`.
fn only(tasks: Vec<Task>) -> ScheduleProblem {
    only_at(None, tasks)
}

fn only_at(data_date: Option<i32>, tasks: Vec<Task>) -> ScheduleProblem {
    let community = community(vec![tower("t", Truth::Designed, 0.0), tower("old", Truth::Existing, 50.0)]);
    let schedule = Schedule { data_date: data_date.map(day), ..schedule(tasks) };
    let mut found = problems(&community, &schedule);
    assert_eq!(found.len(), 1, "{found:?}");
    found.pop().unwrap()
}

fn check(problem: &ScheduleProblem, kind: ProblemKind, severity: Severity, tasks: &[&str]) {
    assert_eq!((problem.kind, problem.severity), (kind, severity), "{problem:?}");
    assert_eq!(problem.tasks, tasks);
    assert!(
        tasks.iter().all(|id| problem.english.contains(id) && problem.chinese.contains(id)),
        "{problem:?}"
    );
    assert_ne!(problem.text(Language::English), problem.text(Language::Chinese));
    assert!(problem.code().starts_with("CIM-STG-"));
}

fn build() -> Task {
    task("B", Work::Build, 10, 20, &["t"])
}

#[test]
fn a_sound_schedule_has_no_problems() {
    let community = community(vec![tower("t", Truth::Designed, 0.0), tree("crane", Truth::Temporary)]);
    let tasks = vec![
        task("S", Work::Build, 10, 30, &[]),
        below(build(), "S"),
        below(
            after(task("C", Work::Temporary, 10, 19, &["crane"]), "B", DependencyKind::StartToStart, 0.0),
            "S",
        ),
        after(task("N", Work::Maintain, 31, 32, &["t"]), "S", DependencyKind::FinishToStart, 1.0),
    ];
    assert_eq!(problems(&community, &schedule(tasks)), []);
}

#[test]
fn circles_are_named() {
    let tasks = vec![
        after(task("X", Work::Build, 1, 5, &[]), "Y", DependencyKind::StartToStart, -9.0),
        after(task("Y", Work::Build, 1, 5, &[]), "X", DependencyKind::StartToStart, -9.0),
        build(),
    ];
    check(&only(tasks), ProblemKind::DependencyCycle, Severity::Error, &["X", "Y"]);
    let own = after(build(), "B", DependencyKind::FinishToFinish, 0.0);
    check(&only(vec![own]), ProblemKind::DependencyCycle, Severity::Error, &["B"]);
    let tasks = vec![
        below(task("X", Work::Build, 1, 5, &[]), "Y"),
        below(task("Y", Work::Build, 1, 5, &[]), "X"),
        build(),
    ];
    check(&only(tasks), ProblemKind::ParentCycle, Severity::Error, &["X", "Y"]);
}

#[test]
fn names_that_lead_nowhere_are_named() {
    check(
        &only(vec![build(), task("B", Work::Build, 1, 2, &[])]),
        ProblemKind::DuplicateId,
        Severity::Error,
        &["B", "B"],
    );
    let lonely = after(build(), "nobody", DependencyKind::FinishToStart, 0.0);
    check(&only(vec![lonely]), ProblemKind::UnknownPredecessor, Severity::Error, &["B"]);
    check(&only(vec![below(build(), "nobody")]), ProblemKind::UnknownParent, Severity::Warning, &["B"]);
    let lost = only(vec![task("B", Work::Build, 1, 2, &["t", "lost"])]);
    check(&lost, ProblemKind::UnknownElement, Severity::Error, &["B"]);
    assert_eq!(lost.elements, [Key::from("lost")]);
    let pattern = Task { elements: vec![Selector::Name("z*".into())], ..task("N", Work::Build, 1, 2, &[]) };
    check(&only(vec![build(), pattern]), ProblemKind::UnknownElement, Severity::Warning, &["N"]);
    let unfit = only(vec![build(), task("O", Work::Build, 1, 2, &["old"])]);
    check(&unfit, ProblemKind::WorkDoesNotFit, Severity::Warning, &["O"]);
    assert_eq!(unfit.elements, [Key::from("old")]);
}

#[test]
fn dates_that_cannot_be_are_named() {
    check(
        &only(vec![task("B", Work::Build, 20, 10, &["t"])]),
        ProblemKind::EndBeforeStart,
        Severity::Error,
        &["B"],
    );
    let bad = Task { done_pct: Some(f64::NAN), ..build() };
    check(&only(vec![bad]), ProblemKind::BadValue, Severity::Warning, &["B"]);
    let future = Task { actual_start: Some(day(12)), ..build() };
    check(&only_at(Some(11), vec![future]), ProblemKind::ActualAfterDataDate, Severity::Error, &["B"]);
    let undated = Task { planned: None, ..task("U", Work::Maintain, 1, 2, &["old"]) };
    check(&only(vec![build(), undated]), ProblemKind::NoDates, Severity::Warning, &["U"]);
    let begun = Task { actual_start: Some(day(9)), ..task("X", Work::Build, 9, 30, &[]) };
    check(&only_at(Some(15), vec![begun, build()]), ProblemKind::StartOverdue, Severity::Notice, &["B"]);
    let tasks = vec![task("S", Work::Build, 10, 19, &[]), below(build(), "S")];
    check(&only(tasks), ProblemKind::SummaryTooShort, Severity::Warning, &["S", "B"]);
}

#[test]
fn each_kind_of_dependency_is_looked_at() {
    let kinds = [
        (DependencyKind::FinishToStart, task("N", Work::Maintain, 20, 25, &["t"]), 0.0),
        (DependencyKind::StartToStart, task("N", Work::Maintain, 10, 25, &["t"]), 0.0),
        (DependencyKind::FinishToFinish, task("N", Work::Maintain, 1, 20, &["t"]), 0.0),
        (DependencyKind::StartToFinish, task("N", Work::Maintain, 1, 10, &["t"]), 0.0),
    ];
    let community = community(vec![tower("t", Truth::Designed, 0.0)]);
    for (kind, next, lag) in kinds {
        let found =
            |lag: f64| problems(&community, &schedule(vec![build(), after(next.clone(), "B", kind, lag)]));
        assert_eq!(found(lag), [], "{kind:?}");
        assert_eq!(found(lag - 3.0), [], "{kind:?}");
        let late = found(lag + 1.0);
        assert_eq!(late.len(), 1, "{kind:?}");
        check(&late[0], ProblemKind::DependencyViolated, Severity::Error, &["N", "B"]);
    }
    let fact = Task { actual_start: Some(day(12)), ..task("N", Work::Maintain, 12, 25, &["t"]) };
    let fact = after(fact, "B", DependencyKind::FinishToStart, 0.0);
    check(&only(vec![build(), fact]), ProblemKind::DependencyViolated, Severity::Warning, &["N", "B"]);
}

#[test]
fn storeys_need_what_carries_them() {
    let part =
        |id: &str, start, finish, from, to| storeys(task(id, Work::Build, start, finish, &["t"]), from, to);
    let flying = only(vec![part("H", 1, 9, 5, 10), part("L", 10, 19, 1, 4)]);
    check(&flying, ProblemKind::StoreyAboveNothing, Severity::Error, &["H", "L"]);
    let early = only(vec![part("H", 11, 25, 5, 10), part("L", 10, 19, 1, 4)]);
    check(&early, ProblemKind::StoreyAboveNothing, Severity::Warning, &["H", "L"]);
    check(&only(vec![part("H", 1, 9, 5, 10)]), ProblemKind::StoreyAboveNothing, Severity::Error, &["H"]);
    check(&only(vec![part("H", 1, 9, 1, 11)]), ProblemKind::StoreyBeyondBuilding, Severity::Error, &["H"]);
    let twice = only(vec![part("L", 1, 9, 1, 6), part("H", 10, 19, 5, 10)]);
    check(&twice, ProblemKind::BuiltTwice, Severity::Notice, &["L", "H"]);
    let community = community(vec![tower("t", Truth::Designed, 0.0)]);
    assert_eq!(problems(&community, &schedule(vec![part("L", 1, 9, 1, 6), part("H", 9, 19, 7, 10)])), []);
}

#[test]
fn works_come_in_their_order() {
    let wrong = only(vec![build(), task("D", Work::Demolish, 15, 30, &["t"])]);
    check(&wrong, ProblemKind::DemolishedBeforeBuilt, Severity::Error, &["D", "B"]);
    let again =
        vec![build(), task("D", Work::Demolish, 30, 31, &["t"]), task("R", Work::Build, 40, 50, &["t"])];
    check(&only(again), ProblemKind::BuiltTwice, Severity::Error, &["R", "D"]);
    let mut elements = vec![tower("t", Truth::Designed, 0.0), tree("crane", Truth::Temporary)];
    elements.push(tree("lost", Truth::Designed));
    let community = community(elements);
    let found = problems(&community, &schedule(vec![build(), task("C", Work::Temporary, 5, 21, &["crane"])]));
    assert_eq!(found.len(), 2);
    check(&found[0], ProblemKind::TemporaryOutlives, Severity::Warning, &["C"]);
    assert_eq!((found[1].kind, found[1].severity), (ProblemKind::NeverScheduled, Severity::Notice));
    assert_eq!(found[1].elements, [Key::from("lost")]);
    assert_eq!(worst(&found), Some(Severity::Warning));
    assert_eq!(of_kind(&found, ProblemKind::NeverScheduled).len(), 1);
}
