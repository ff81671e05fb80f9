#![expect(clippy::unwrap_used, reason = "tests")]

mod findings;
mod golden;
mod limits;
mod neighbours;
mod random;
mod tally;
pub mod town;
