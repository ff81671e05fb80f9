//! Progress of long work, and the wish to stop it.

/// Told how far long work has come; asked whether it should stop.
///
/// Work calls [`Progress::step`] at least every tenth of a second and [`Progress::cancelled`] as
/// often; results are all or nothing.
pub trait Progress: Sync {
    /// `done` of `total` units of the stage are finished; `total` 0 means unknown.
    fn step(&self, stage: &str, done: u64, total: u64);

    /// Whether the work should stop as soon as it can.
    fn cancelled(&self) -> bool {
        false
    }
}

/// Nobody watches.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoProgress;

impl Progress for NoProgress {
    fn step(&self, _stage: &str, _done: u64, _total: u64) {}
}
