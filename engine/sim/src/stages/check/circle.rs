//! Tasks that wait for each other in a circle.

use linli_model::Schedule;

use crate::stages::problem::{ProblemKind, ScheduleProblem, Severity, listed};
use crate::stages::tree::TaskTree;

pub(super) fn check(schedule: &Schedule, tree: &TaskTree<'_>, problems: &mut Vec<ScheduleProblem>) {
    let waits_for: Vec<Vec<u32>> = schedule
        .tasks
        .iter()
        .map(|task| task.after.iter().filter_map(|tie| tree.position(&tie.predecessor)).collect())
        .collect();
    for circle in circles(&waits_for) {
        let tasks: Vec<_> = circle.iter().filter_map(|at| schedule.tasks.get(*at as usize)).collect();
        let names = listed(&tasks.iter().map(|task| task.id.as_str()).collect::<Vec<_>>());
        let texts = [
            format!("tasks wait for each other in a circle: {names}; take one of the dependencies away"),
            format!("任务相互等待成环：{names}；请去掉其中一条依赖关系"),
        ];
        problems.push(ScheduleProblem::new(ProblemKind::DependencyCycle, Severity::Error, &tasks, texts));
    }
}

/// Strongly connected components with more than one member or an edge to themselves, each sorted, by
/// their first members (Tarjan, Depth-first search and linear graph algorithms, SIAM J. Comput. 1972;
/// with a stack of its own instead of recursion).
fn circles(edges: &[Vec<u32>]) -> Vec<Vec<u32>> {
    const UNSEEN: u32 = u32::MAX;
    let mut order = vec![UNSEEN; edges.len()];
    let mut low = vec![0_u32; edges.len()];
    let mut on_stack = vec![false; edges.len()];
    let (mut stack, mut found, mut next) = (Vec::new(), Vec::new(), 0_u32);
    let mut calls: Vec<(u32, usize)> = Vec::new();
    for start in 0..edges.len() as u32 {
        if order[start as usize] != UNSEEN {
            continue;
        }
        calls.push((start, 0));
        while let Some((at, edge)) = calls.pop() {
            let node = at as usize;
            if edge == 0 {
                (order[node], low[node]) = (next, next);
                next += 1;
                stack.push(at);
                on_stack[node] = true;
            } else {
                // Back from the edge before.
                let to = edges[node][edge - 1] as usize;
                if on_stack[to] {
                    low[node] = low[node].min(low[to]);
                }
            }
            if let Some(&to) = edges[node].get(edge) {
                calls.push((at, edge + 1));
                if order[to as usize] == UNSEEN {
                    calls.push((to, 0));
                }
            } else if low[node] == order[node] {
                let from = stack.iter().rposition(|member| *member == at).unwrap_or(0);
                let mut members = stack.split_off(from);
                members.iter().for_each(|member| on_stack[*member as usize] = false);
                members.sort_unstable();
                if members.len() > 1 || edges[node].contains(&at) {
                    found.push(members);
                }
            }
        }
    }
    found.sort_unstable();
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Members that reach each other, by walking from each.
    fn by_walking(edges: &[Vec<u32>]) -> Vec<Vec<u32>> {
        let reach = |from: u32| {
            let (mut seen, mut next) = (vec![false; edges.len()], edges[from as usize].clone());
            while let Some(at) = next.pop() {
                if !std::mem::replace(&mut seen[at as usize], true) {
                    next.extend(&edges[at as usize]);
                }
            }
            seen
        };
        let reached: Vec<Vec<bool>> = (0..edges.len() as u32).map(reach).collect();
        let mut circles: Vec<Vec<u32>> = (0..edges.len())
            .filter(|a| reached[*a][*a])
            .map(|a| {
                (0..edges.len()).filter(|b| reached[a][*b] && reached[*b][a]).map(|b| b as u32).collect()
            })
            .collect();
        circles.sort();
        circles.dedup();
        circles
    }

    #[test]
    fn a_long_chain_does_not_overflow() {
        let mut edges: Vec<Vec<u32>> = (1..200_000).map(|next| vec![next]).collect();
        edges.push(Vec::new());
        assert!(circles(&edges).is_empty());
        edges[199_999].push(0);
        assert_eq!(circles(&edges).first().map(Vec::len), Some(200_000));
    }

    proptest! {
        #[test]
        fn circles_are_what_reaches_itself(
            pairs in prop::collection::vec((0_u32..9, 0_u32..9), 0..22),
        ) {
            let mut edges = vec![Vec::new(); 9];
            for (from, to) in pairs {
                edges[from as usize].push(to);
            }
            prop_assert_eq!(circles(&edges), by_walking(&edges));
        }
    }
}
