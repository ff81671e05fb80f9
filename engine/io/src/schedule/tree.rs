//! The tree of summaries, as the position of every row's parent; without recursion.

/// Whether a row is being looked at, or known to lead to the top.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Fresh,
    Open,
    Done,
}

/// Cuts every ring of parents at one row; gives those rows.
pub fn cut_cycles(parents: &mut [Option<usize>]) -> Vec<usize> {
    let mut marks = vec![Mark::Fresh; parents.len()];
    let mut cuts = Vec::new();
    for start in 0..parents.len() {
        let mut trail = Vec::new();
        let mut at = Some(start);
        while let Some(row) = at {
            match marks.get_mut(row) {
                Some(mark @ Mark::Fresh) => {
                    *mark = Mark::Open;
                    trail.push(row);
                    at = parents.get(row).copied().flatten();
                }
                Some(Mark::Open) => {
                    if let Some(parent) = parents.get_mut(row) {
                        *parent = None;
                    }
                    cuts.push(row);
                    break;
                }
                Some(Mark::Done) | None => break,
            }
        }
        for row in trail {
            if let Some(mark) = marks.get_mut(row) {
                *mark = Mark::Done;
            }
        }
    }
    cuts
}

/// Rows ordered so that a parent stands before what it holds, else as they are; and how many parents moved.
pub fn summaries_first(parents: &[Option<usize>]) -> (Vec<usize>, usize) {
    let mut placed = vec![false; parents.len()];
    let mut order = Vec::with_capacity(parents.len());
    let mut moved = 0;
    for start in 0..parents.len() {
        let mut chain = Vec::new();
        let mut at = Some(start);
        while let Some(row) = at.filter(|row| placed.get(*row) == Some(&false)) {
            if let Some(place) = placed.get_mut(row) {
                *place = true;
            }
            chain.push(row);
            at = parents.get(row).copied().flatten();
        }
        moved += chain.len().saturating_sub(1);
        order.extend(chain.into_iter().rev());
    }
    (order, moved)
}

/// Draws rows up that lie deeper than a number of levels; gives the first of them.
pub fn flatten(parents: &mut [Option<usize>], most: usize) -> Option<usize> {
    let (order, _) = summaries_first(parents);
    let mut depths = vec![1_usize; parents.len()];
    let mut first: Option<usize> = None;
    for row in order {
        let Some(parent) = parents.get(row).copied().flatten() else { continue };
        let mut depth = depths.get(parent).copied().unwrap_or(1) + 1;
        if depth > most {
            let above = parents.get(parent).copied().flatten();
            if let Some(place) = parents.get_mut(row) {
                *place = above;
            }
            depth = most;
            first = Some(first.map_or(row, |known| known.min(row)));
        }
        if let Some(place) = depths.get_mut(row) {
            *place = depth;
        }
    }
    first
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rings_are_cut_once() {
        let mut parents = vec![Some(1), Some(2), Some(0), Some(3), Some(0), None];
        assert_eq!(cut_cycles(&mut parents), [0, 3]);
        assert_eq!(parents, [None, Some(2), Some(0), None, Some(0), None]);
    }

    #[test]
    fn parents_go_first_and_others_stay() {
        let (order, moved) = summaries_first(&[Some(2), None, Some(3), None, Some(1)]);
        assert_eq!((order, moved), (vec![3, 2, 0, 1, 4], 2));
    }

    #[test]
    fn a_deep_chain_is_drawn_up() {
        let mut parents: Vec<Option<usize>> = (0..100_000_usize).map(|i| i.checked_sub(1)).collect();
        assert_eq!(flatten(&mut parents, 3), Some(3));
        assert_eq!(parents[2..6], [Some(1), Some(1), Some(1), Some(1)]);
        assert!(cut_cycles(&mut parents).is_empty());
    }
}
