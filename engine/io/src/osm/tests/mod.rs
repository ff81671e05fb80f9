//! Tests of the whole reader.
#![expect(clippy::unwrap_used, reason = "tests")]

mod corpus;
mod hostile;
mod tiny;
mod town;

use linli_model::NoProgress;

use super::file::Store;
use crate::{Format, Input, Limits, ReadContext, Reading, Rejection};

/// A store and the numbers of some tags in it.
pub(super) fn store_of_tags(pairs: &[(&str, &str)]) -> (Store, Vec<(u32, u32)>) {
    let mut store = Store::default();
    let tags = pairs.iter().map(|(key, value)| (store.intern(key), store.intern(value))).collect();
    (store, tags)
}

/// Reads bytes with the default limits.
fn read(format: &Format, name: &str, bytes: Vec<u8>) -> Result<Reading, Rejection> {
    let limits = Limits::default();
    let input = Input::from_bytes(name, bytes, &limits)?;
    (format.read)(&input, &ReadContext { limits: &limits, progress: &NoProgress, crs: None })
}

/// Id of the problem that a file was refused for, or `accepted`.
fn refusal(format: &Format, bytes: Vec<u8>) -> &'static str {
    read(format, "test", bytes).map_or_else(|rejection| rejection.0.code.id, |_| "accepted")
}
