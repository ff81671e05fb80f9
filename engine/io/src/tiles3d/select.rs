//! Which tiles are read: the finest that fit.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::tree::Tree;
use crate::FileReport;

/// Tiles that are read, and what was left out.
#[derive(Debug, Default)]
pub struct Selection {
    /// Numbers of tiles whose contents are read, in order.
    pub tiles: Vec<usize>,
    /// What their contents count as, bytes.
    pub bytes: u64,
    /// Tiles that are not refined since the result would be beyond the limit, or that are left out for it.
    pub held_back: usize,
    /// Tiles that are not refined since they are fine enough.
    pub fine_enough: usize,
    /// Largest geometric error that remains, metres.
    pub error_m: f64,
    /// Contents that are not there, so that the tiles above them are read instead.
    pub missing: Vec<String>,
}

/// A tile that may be refined.
struct Candidate {
    /// Error that remains without refinement, metres; infinite for a tile that shows nothing itself.
    error_m: f64,
    number: usize,
}

impl Ord for Candidate {
    fn cmp(&self, other: &Self) -> Ordering {
        // Of those with the same error, the first one found comes first.
        self.error_m.total_cmp(&other.error_m).then(other.number.cmp(&self.number))
    }
}
impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl PartialEq for Candidate {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}
impl Eq for Candidate {}

/// Refines where the error is largest, until it is small enough everywhere, or until more would be beyond so many
/// bytes. A tile with contents is only replaced by tiles whose contents are all there.
pub fn select(
    tree: &mut Tree,
    most_bytes: u64,
    error_m: f64,
    stopped: impl Fn() -> bool,
    report: &mut FileReport,
) -> Selection {
    let mut selection = Selection::default();
    let mut waiting = BinaryHeap::new();
    let cost = |tree: &Tree, number: usize| -> u64 {
        let contents = tree.tile(number).map_or(&[][..], |tile| tile.contents.as_slice());
        contents.iter().filter_map(|content| content.bytes).sum()
    };
    let candidate = |tree: &Tree, number: usize| {
        let own = tree.tile(number).map_or(0.0, |tile| tile.error_m);
        Candidate { error_m: if cost(tree, number) == 0 { f64::INFINITY } else { own }, number }
    };
    if tree.len() > 0 {
        selection.bytes = cost(tree, 0);
        waiting.push(candidate(tree, 0));
    }
    while let Some(Candidate { error_m: error, number }) = waiting.pop() {
        if stopped() {
            return selection;
        }
        let Some(tile) = tree.tile(number) else { continue };
        let (adds, own, own_error) = (tile.adds, cost(tree, number), tile.error_m);
        if error <= error_m {
            if !tree.children(number, report).is_empty() {
                selection.fine_enough += 1;
                selection.error_m = selection.error_m.max(own_error);
            }
            selection.tiles.push(number);
            continue;
        }
        let children = tree.children(number, report);
        let replaced = if adds { 0 } else { own };
        let wanted: u64 = children.iter().map(|child| cost(tree, *child)).sum();
        let contents = children.iter().filter_map(|child| tree.tile(*child)).flat_map(|tile| &tile.contents);
        let missing = contents.filter(|content| content.bytes.is_none()).map(|content| content.name.clone());
        let missing: Vec<String> = missing.collect();
        let after = selection.bytes.saturating_sub(replaced).saturating_add(wanted);
        if own == 0 {
            // It shows nothing itself: as much of what is below it as fits.
            for child in children {
                let more = cost(tree, child);
                if selection.bytes.saturating_add(more) > most_bytes {
                    selection.held_back += 1;
                    selection.error_m = selection.error_m.max(own_error);
                } else {
                    selection.bytes += more;
                    waiting.push(candidate(tree, child));
                }
            }
            // Contents that are not there are named when they are read.
            selection.tiles.push(number);
        } else if children.is_empty() || (!adds && !missing.is_empty()) || after > most_bytes {
            if after > most_bytes {
                selection.held_back += 1;
            } else {
                selection.missing.extend(missing);
            }
            if !children.is_empty() {
                selection.error_m = selection.error_m.max(own_error);
            }
            selection.tiles.push(number);
        } else {
            selection.bytes = after;
            if adds {
                selection.tiles.push(number);
            }
            waiting.extend(children.into_iter().map(|child| candidate(tree, child)));
        }
    }
    selection.tiles.sort_unstable();
    selection
}
