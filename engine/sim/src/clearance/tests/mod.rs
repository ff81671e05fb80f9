#![expect(clippy::unwrap_used, reason = "tests")]

mod findings;
mod golden;
mod limits;
mod neighbours;
mod random;
pub mod town;
