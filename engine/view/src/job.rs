//! Work on a thread of its own while one looks: news as they come, progress, a pause, and the wish to stop.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Condvar, Mutex};

use linli_model::Progress;

/// Work that goes on; letting go of it stops it.
pub(crate) struct Job<T> {
    news: Mutex<Receiver<T>>,
    watch: Arc<Watch>,
}

/// How far work is, and what is wished of it.
#[derive(Default)]
pub(crate) struct Watch {
    done: AtomicU64,
    total: AtomicU64,
    stop: AtomicBool,
    over: AtomicBool,
    paused: Mutex<bool>,
    woken: Condvar,
}

impl Progress for Watch {
    /// Tells how far work is; work that is paused waits here.
    fn step(&self, _: &str, done: u64, total: u64) {
        self.done.store(done, Ordering::Relaxed);
        self.total.store(total, Ordering::Relaxed);
        let Ok(mut paused) = self.paused.lock() else { return };
        while *paused && !self.cancelled() {
            let Ok(woken) = self.woken.wait(paused) else { return };
            paused = woken;
        }
    }

    fn cancelled(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}

/// Tells that work is over when it is dropped.
struct Over(Arc<Watch>);

impl Drop for Over {
    fn drop(&mut self) {
        self.0.over.store(true, Ordering::Release);
    }
}

impl<T: Send + 'static> Job<T> {
    /// Starts work that sends its news; nothing when the system gives no thread.
    pub fn start(name: &str, work: impl FnOnce(&Watch, &Sender<T>) + Send + 'static) -> Option<Self> {
        let (sender, receiver) = channel();
        let watch = Arc::new(Watch::default());
        let own = watch.clone();
        let spawned = std::thread::Builder::new().name(name.into()).spawn(move || {
            // Dropped last, even where the work panics.
            let _over = Over(own.clone());
            work(&own, &sender);
        });
        spawned.ok().map(|_| Self { news: receiver.into(), watch })
    }
}

impl<T> Job<T> {
    /// The next of its news.
    pub fn next(&self) -> Option<T> {
        self.news.lock().ok()?.try_recv().ok()
    }

    /// Whether all of its news are there.
    pub fn is_over(&self) -> bool {
        self.watch.over.load(Ordering::Acquire)
    }

    /// Share of it that is done, 0 to 1.
    pub fn done(&self) -> f32 {
        let (done, total) =
            (self.watch.done.load(Ordering::Relaxed), self.watch.total.load(Ordering::Relaxed));
        if total == 0 { 0.0 } else { done as f32 / total as f32 }
    }

    /// Whether it stands still.
    pub fn is_paused(&self) -> bool {
        self.watch.paused.lock().is_ok_and(|paused| *paused)
    }

    /// Lets it stand still at its next step, or go on.
    pub fn pause(&self, on: bool) {
        if let Ok(mut paused) = self.watch.paused.lock() {
            *paused = on;
        }
        self.watch.woken.notify_all();
    }
}

impl<T> Drop for Job<T> {
    fn drop(&mut self) {
        self.watch.stop.store(true, Ordering::Relaxed);
        self.pause(false);
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use std::time::{Duration, Instant};

    use super::*;

    fn until(what: impl Fn() -> bool) {
        let began = Instant::now();
        while !what() {
            assert!(began.elapsed() < Duration::from_secs(20), "it never came");
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    #[test]
    fn work_that_is_paused_stands_still_and_goes_on() {
        let job = Job::start("test", |watch, news| {
            for step in 0..3 {
                watch.step("", step, 3);
                let _ = news.send(step);
                // The test pauses after the first news.
                while step == 0 && watch.paused.lock().is_ok_and(|paused| !*paused) {
                    std::thread::yield_now();
                }
            }
        })
        .unwrap();
        until(|| job.next() == Some(0));
        job.pause(true);
        until(|| (job.done() - 1.0 / 3.0).abs() < 1e-6);
        std::thread::sleep(Duration::from_millis(20));
        assert!(job.next().is_none() && !job.is_over() && job.is_paused());
        job.pause(false);
        until(|| job.is_over());
        assert_eq!([job.next(), job.next(), job.next()], [Some(1), Some(2), None]);
    }

    #[test]
    fn work_that_breaks_off_is_over() {
        let job = Job::<()>::start("test", |_, _| assert_eq!(1, 2, "on purpose")).unwrap();
        until(|| job.is_over());
        assert!(job.next().is_none());
    }

    #[test]
    fn letting_go_stops_even_what_is_paused() {
        let (ended, waits) = channel();
        let job = Job::<()>::start("test", move |watch, _| {
            while !watch.cancelled() {
                watch.step("", 0, 1);
            }
            let _ = ended.send(());
        })
        .unwrap();
        job.pause(true);
        drop(job);
        assert!(waits.recv_timeout(Duration::from_secs(20)).is_ok());
    }
}
