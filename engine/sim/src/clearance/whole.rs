//! Every check of what is below the ground, in one call.

use linli_model::Community;

use super::finding::sort_worst_first;
use super::{ClearanceState, Finding, RuleBook, corridor_findings, drainage_findings, findings};

/// Findings of all checks of a community, clearances, covers, drainage and utility tunnels, the worst first. `with_moves`
/// looks for the smallest move that mends each run, which takes most of the time.
pub fn all_findings(community: &Community, book: RuleBook, with_moves: bool) -> Vec<Finding> {
    let state = ClearanceState::new(book, community);
    let mut found = findings(&state, with_moves);
    found.extend(drainage_findings(community, state.book(), state.surfaces().ground()));
    found.extend(corridor_findings(community, state.book()));
    sort_worst_first(&mut found);
    found
}
