//! The wish to stop, which holds once it was uttered.

use std::sync::atomic::{AtomicBool, Ordering};

use linli_model::Progress;

/// Passes progress on, and remembers that the work should stop: a reader that heard it refuses its
/// file, and that must not look like a bad file afterwards.
pub(super) struct Latch<'a> {
    inner: &'a dyn Progress,
    stopped: AtomicBool,
}

impl<'a> Latch<'a> {
    /// Nobody wished to stop yet.
    pub(super) fn new(inner: &'a dyn Progress) -> Self {
        Self { inner, stopped: AtomicBool::new(false) }
    }
}

impl Progress for Latch<'_> {
    fn step(&self, stage: &str, done: u64, total: u64) {
        self.inner.step(stage, done, total);
    }

    fn cancelled(&self) -> bool {
        if self.inner.cancelled() {
            self.stopped.store(true, Ordering::Relaxed);
        }
        self.stopped.load(Ordering::Relaxed)
    }
}
