//! Which tasks are tied to each other by dependencies, through summaries too.

use linli_model::{DependencyKind, Schedule};

use super::problem::ScheduleProblem;
use super::tree::{TaskTree, above};

/// Starts and finishes of all tasks (node 2 i and 2 i + 1) and what must come after each.
pub(super) struct Order {
    after: Vec<Vec<u32>>,
    parent: Vec<Option<u32>>,
}

impl Order {
    pub fn of(schedule: &Schedule) -> Self {
        let mut ignored: Vec<ScheduleProblem> = Vec::new();
        let tree = TaskTree::of(schedule, &mut ignored);
        let (start, finish) = (|at: u32| 2 * at, |at: u32| 2 * at + 1);
        let mut after = vec![Vec::new(); 2 * schedule.tasks.len()];
        for (at, task) in (0_u32..).zip(&schedule.tasks) {
            // From the start of a summary one comes to its finish through what it holds.
            if !tree.is_summary[at as usize] {
                after[start(at) as usize].push(finish(at));
            }
            if let Some(above) = tree.parent[at as usize] {
                after[start(above) as usize].push(start(at));
                after[finish(at) as usize].push(finish(above));
            }
            for tie in &task.after {
                let Some(before) = tree.position(&tie.predecessor) else { continue };
                let (from, to) = match tie.kind {
                    DependencyKind::FinishToStart => (finish(before), start(at)),
                    DependencyKind::StartToStart => (start(before), start(at)),
                    DependencyKind::FinishToFinish => (finish(before), finish(at)),
                    DependencyKind::StartToFinish => (start(before), finish(at)),
                };
                after[from as usize].push(to);
            }
        }
        Self { after, parent: tree.parent }
    }

    /// For each task whether it must wait for a task in any way.
    pub fn waiting_for(&self, task: u32) -> Vec<bool> {
        let mut seen = vec![false; self.after.len()];
        let mut next = vec![2 * task];
        while let Some(at) = next.pop() {
            let Some(found) = seen.get_mut(at as usize) else { continue };
            if !std::mem::replace(found, true) {
                next.extend(&self.after[at as usize]);
            }
        }
        seen.chunks(2).map(|ends| ends.iter().any(|end| *end)).collect()
    }

    /// Whether two tasks are one, or one holds the other.
    pub fn holds(&self, a: u32, b: u32) -> bool {
        a == b || above(&self.parent, a).any(|at| at == b) || above(&self.parent, b).any(|at| at == a)
    }
}
