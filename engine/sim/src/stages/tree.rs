//! Tasks by id, and the tree of their summaries.

use std::collections::HashMap;

use linli_model::Schedule;

use super::problem::{ProblemKind, ScheduleProblem, Severity, listed};

/// Summaries above a task that are looked at.
const MOST_DEPTH: usize = 64;

/// Who belongs to whom.
pub(super) struct TaskTree<'a> {
    by_id: HashMap<&'a str, u32>,
    /// Summary of each task; a circle of summaries is cut open.
    pub parent: Vec<Option<u32>>,
    /// Whether a task holds others.
    pub is_summary: Vec<bool>,
    /// Positions of the tasks, those below before their summaries.
    pub from_below: Vec<u32>,
}

impl<'a> TaskTree<'a> {
    pub fn of(schedule: &'a Schedule, problems: &mut Vec<ScheduleProblem>) -> Self {
        let by_id = ids(schedule, problems);
        let mut parent: Vec<Option<u32>> = Vec::with_capacity(schedule.tasks.len());
        for task in &schedule.tasks {
            let found = task.parent.as_deref().map(|id| (id, by_id.get(id).copied()));
            if let Some((id, None)) = found {
                let texts = [
                    format!("task {} belongs to {id}, which is not in the schedule", task.id),
                    format!("任务 {} 的上级 {id} 不在进度计划中", task.id),
                ];
                problems.push(ScheduleProblem::new(
                    ProblemKind::UnknownParent,
                    Severity::Warning,
                    &[task],
                    texts,
                ));
            }
            parent.push(found.and_then(|(_, position)| position));
        }
        cut_circles(schedule, &mut parent, problems);
        let mut is_summary = vec![false; parent.len()];
        for above in parent.iter().flatten() {
            is_summary[*above as usize] = true;
        }
        let depths = depths(&parent);
        let mut from_below: Vec<u32> = (0..parent.len() as u32).collect();
        from_below.sort_by_key(|at| (std::cmp::Reverse(depths[*at as usize]), *at));
        Self { by_id, parent, is_summary, from_below }
    }

    /// Position of the task of an id.
    pub fn position(&self, id: &str) -> Option<u32> {
        self.by_id.get(id).copied()
    }

    /// The summaries above a task, the nearest first.
    pub fn above(&self, task: u32) -> impl Iterator<Item = u32> {
        above(&self.parent, task)
    }
}

/// The summaries above a task, the nearest first.
pub(super) fn above(parent: &[Option<u32>], task: u32) -> impl Iterator<Item = u32> {
    let of = |at: u32| parent.get(at as usize).copied().flatten();
    std::iter::successors(of(task), move |at| of(*at)).take(MOST_DEPTH)
}

fn ids<'a>(schedule: &'a Schedule, problems: &mut Vec<ScheduleProblem>) -> HashMap<&'a str, u32> {
    let mut by_id: HashMap<&str, u32> = HashMap::with_capacity(schedule.tasks.len());
    for (at, task) in (0_u32..).zip(&schedule.tasks) {
        let first = *by_id.entry(task.id.as_str()).or_insert(at);
        if first != at {
            let texts = [
                format!(
                    "two tasks have the id {}; others that name it get the first: make ids unique",
                    task.id
                ),
                format!("两个任务编号同为 {}，引用时取第一个；请使编号唯一", task.id),
            ];
            let both = [task, &schedule.tasks[first as usize]];
            problems.push(ScheduleProblem::new(ProblemKind::DuplicateId, Severity::Error, &both, texts));
        }
    }
    by_id
}

/// Finds circles of summaries, names them and takes their members apart.
fn cut_circles(schedule: &Schedule, parent: &mut [Option<u32>], problems: &mut Vec<ScheduleProblem>) {
    // 0: not seen; else the number of the walk that came here first.
    let mut walk = vec![0_usize; parent.len()];
    for start in 0..parent.len() {
        let mut at = start;
        while walk[at] == 0 {
            walk[at] = start + 1;
            match parent[at] {
                Some(above) => at = above as usize,
                None => break,
            }
        }
        if parent[at].is_none() || walk[at] != start + 1 {
            continue;
        }
        let mut circle = Vec::new();
        while let Some(above) = parent[at].take() {
            circle.push(at);
            at = above as usize;
        }
        circle.sort_unstable();
        let tasks: Vec<_> = circle.iter().map(|at| &schedule.tasks[*at]).collect();
        let names = listed(&tasks.iter().map(|task| task.id.as_str()).collect::<Vec<_>>());
        let texts = [
            format!("summaries belong to each other in a circle: {names}; their summaries are left out"),
            format!("任务上下级成环：{names}；已忽略其上级关系"),
        ];
        problems.push(ScheduleProblem::new(ProblemKind::ParentCycle, Severity::Error, &tasks, texts));
    }
}

/// Number of summaries above each task.
fn depths(parent: &[Option<u32>]) -> Vec<u32> {
    let mut depths = vec![u32::MAX; parent.len()];
    let mut path = Vec::new();
    for start in 0..parent.len() {
        let mut at = start;
        while depths[at] == u32::MAX {
            path.push(at);
            match parent[at] {
                Some(above) => at = above as usize,
                None => break,
            }
        }
        let mut depth = if depths[at] == u32::MAX { 0 } else { depths[at] + 1 };
        while let Some(below) = path.pop() {
            depths[below] = depth;
            depth += 1;
        }
    }
    depths
}
