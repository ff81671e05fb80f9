//! The window's side of the heartbeat: marks that the render loop sets, and the thread that tells of them.

use std::io::{BufRead as _, Write as _};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::{Beat, FrameTimes, Order, Status};

/// Time between two heartbeats.
const EVERY: Duration = Duration::from_secs(1);

/// Marks that the loops of the window set. Cheap enough for every frame; clones are the same marks.
#[derive(Clone, Debug)]
pub struct Pulse(Arc<Marks>);

#[derive(Debug)]
struct Marks {
    begin: Instant,
    main_ms: AtomicU64,
    picture_ms: AtomicU64,
    simulation_ms: AtomicU64,
    input_ms: AtomicU64,
    paused: AtomicBool,
    told: Mutex<(FrameTimes, Status)>,
}

impl Default for Pulse {
    fn default() -> Self {
        Self(Arc::new(Marks {
            begin: Instant::now(),
            main_ms: AtomicU64::new(0),
            picture_ms: AtomicU64::new(0),
            simulation_ms: AtomicU64::new(0),
            input_ms: AtomicU64::new(0),
            paused: AtomicBool::new(false),
            told: Mutex::default(),
        }))
    }
}

impl Pulse {
    fn now_ms(&self) -> u64 {
        u64::try_from(self.0.begin.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    fn mark(&self, at: &AtomicU64) {
        at.store(self.now_ms(), Ordering::Relaxed);
    }

    /// The main schedule has run.
    pub fn advanced(&self) {
        self.mark(&self.0.main_ms);
    }

    /// A picture has been presented, so many milliseconds after the one before.
    pub fn presented(&self, frame_ms: f64) {
        self.mark(&self.0.picture_ms);
        let now_ms = self.now_ms();
        // A thread that panicked while telling leaves numbers that are still numbers.
        self.0.told.lock().unwrap_or_else(PoisonError::into_inner).0.add(now_ms, frame_ms);
    }

    /// The simulation has gone on, or is paused on purpose.
    pub fn simulated(&self, paused: bool) {
        self.0.paused.store(paused, Ordering::Relaxed);
        self.mark(&self.0.simulation_ms);
    }

    /// Input has been looked at.
    pub fn input_answered(&self) {
        self.mark(&self.0.input_ms);
    }

    /// What the window says about itself from now on.
    pub fn set_status(&self, status: Status) {
        self.0.told.lock().unwrap_or_else(PoisonError::into_inner).1 = status;
    }

    /// The heartbeat of this moment.
    pub fn beat(&self, number: u64) -> Beat {
        let now_ms = self.now_ms();
        let age = |mark: &AtomicU64| now_ms.saturating_sub(mark.load(Ordering::Relaxed));
        let told = self.0.told.lock().unwrap_or_else(PoisonError::into_inner);
        Beat {
            version: 1,
            number,
            up_ms: now_ms,
            main_age_ms: age(&self.0.main_ms),
            picture_age_ms: age(&self.0.picture_ms),
            simulation_age_ms: (!self.0.paused.load(Ordering::Relaxed)).then(|| age(&self.0.simulation_ms)),
            input_age_ms: age(&self.0.input_ms),
            frames: told.0.summary(),
            status: told.1.clone(),
        }
    }
}

/// Starts the thread that writes a heartbeat to the standard output every second. It never holds the render
/// loop: a pipe that nobody reads holds this thread only.
///
/// # Errors
/// When the thread cannot be started.
pub fn start_beating(pulse: Pulse) -> std::io::Result<()> {
    let beat = move || {
        for number in 0.. {
            let line = pulse.beat(number).line();
            let mut out = std::io::stdout().lock();
            if out.write_all(line.as_bytes()).and_then(|()| out.flush()).is_err() {
                return;
            }
            drop(out);
            std::thread::sleep(EVERY);
        }
    };
    std::thread::Builder::new().name("heartbeat".into()).spawn(beat).map(drop)
}

/// Orders of the supervisor from the standard input, the last being that it has gone.
///
/// # Errors
/// When the thread cannot be started.
pub fn orders() -> std::io::Result<Receiver<Order>> {
    let (sender, receiver) = channel();
    let read = move || {
        for line in std::io::stdin().lock().lines() {
            let Ok(line) = line else { break };
            if let Some(order) = Order::read(&line)
                && sender.send(order).is_err()
            {
                return;
            }
        }
        // Nobody may listen any more; then the program is ending anyway.
        let _ = sender.send(Order::SupervisorGone);
    };
    std::thread::Builder::new().name("orders".into()).spawn(read)?;
    Ok(receiver)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_loop_that_stands_still_is_told_by_its_age() {
        let pulse = Pulse::default();
        pulse.advanced();
        pulse.presented(16.0);
        pulse.simulated(true);
        pulse.input_answered();
        std::thread::sleep(Duration::from_millis(60));
        pulse.advanced();
        let beat = pulse.beat(1);
        assert!(beat.main_age_ms < 50 && beat.picture_age_ms >= 60 && beat.oldest_age_ms() >= 60);
        assert_eq!((beat.simulation_age_ms, beat.frames.count), (None, 1));
    }
}
