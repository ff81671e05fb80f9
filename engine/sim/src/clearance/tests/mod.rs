#![expect(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

mod findings;
mod golden;
mod random;
mod town;
