//! Circles in which water would flow back to where it came from.

use std::collections::BTreeMap;

/// Which lines, given by their start and end, are part of a directed circle: those whose two ends are
/// in one strongly connected component (Tarjan 1972, without recursion).
pub fn on_circles<'a>(lines: &[(&'a str, &'a str)]) -> Vec<bool> {
    let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
    for (from, to) in lines {
        for name in [from, to] {
            let next = numbers.len();
            numbers.entry(name).or_insert(next);
        }
    }
    let mut after: Vec<Vec<usize>> = vec![Vec::new(); numbers.len()];
    let ends: Vec<(usize, usize)> =
        lines.iter().filter_map(|(from, to)| Some((*numbers.get(from)?, *numbers.get(to)?))).collect();
    for (from, to) in &ends {
        if let Some(list) = after.get_mut(*from) {
            list.push(*to);
        }
    }
    let component = components(&after);
    ends.iter().map(|(from, to)| from != to && component.get(*from) == component.get(*to)).collect()
}

/// Number of the strongly connected component of every node.
fn components(after: &[Vec<usize>]) -> Vec<usize> {
    const UNSEEN: usize = usize::MAX;
    let count = after.len();
    let (mut order, mut low, mut component) = (vec![UNSEEN; count], vec![0; count], vec![UNSEEN; count]);
    let (mut clock, mut found) = (0, 0);
    let mut open: Vec<usize> = Vec::new();
    for root in 0..count {
        if order[root] != UNSEEN {
            continue;
        }
        // A node and the number of its successors that were looked at.
        let mut way = vec![(root, 0)];
        while let Some((node, looked)) = way.pop() {
            if looked == 0 {
                order[node] = clock;
                low[node] = clock;
                clock += 1;
                open.push(node);
            }
            match after[node].get(looked).copied() {
                Some(next) => {
                    way.push((node, looked + 1));
                    if order[next] == UNSEEN {
                        way.push((next, 0));
                    } else if component[next] == UNSEEN {
                        low[node] = low[node].min(order[next]);
                    }
                }
                None => {
                    if low[node] == order[node] {
                        while let Some(member) = open.pop() {
                            component[member] = found;
                            if member == node {
                                break;
                            }
                        }
                        found += 1;
                    }
                    if let Some((parent, _)) = way.last() {
                        low[*parent] = low[*parent].min(low[node]);
                    }
                }
            }
        }
    }
    component
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_lines_on_a_directed_circle_are_named() {
        let lines = [("a", "b"), ("b", "c"), ("c", "a"), ("c", "d"), ("d", "e"), ("a", "e"), ("f", "f")];
        assert_eq!(on_circles(&lines), [true, true, true, false, false, false, false]);
        assert_eq!(on_circles(&[("a", "b"), ("a", "b"), ("b", "c")]), [false; 3], "two lines side by side");
        assert_eq!(on_circles(&[("a", "b"), ("b", "a")]), [true; 2]);
    }

    #[test]
    fn a_long_chain_needs_no_deep_stack() {
        let names: Vec<String> = (0..200_000).map(|i| i.to_string()).collect();
        let mut lines: Vec<(&str, &str)> =
            names.windows(2).map(|pair| (pair[0].as_str(), pair[1].as_str())).collect();
        assert!(on_circles(&lines).iter().all(|on| !on));
        lines.push((names[199_999].as_str(), names[0].as_str()));
        assert!(on_circles(&lines).iter().all(|on| *on));
    }
}
