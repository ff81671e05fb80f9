//! A leader and a follower over the loopback with delay and loss in between: in step within 50 ms, through a
//! drop-out and a leader that starts anew; in one process and in two.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;
use std::net::{SocketAddr, UdpSocket};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use linli_kiosk::{Follower, Leader, ShowClock};
use linli_present::kiosk::Playhead;

/// Largest difference that the exhibition allows.
const IN_STEP_US: i64 = 50_000;
/// Share of packets that are lost, percent, and delay of each way, milliseconds.
const LOSS: u64 = 25;
const DELAY_MS: [u64; 2] = [5, 45];

/// A bad network between followers and a leader: loses packets, delays each by its own time.
struct Relay {
    address: SocketAddr,
    cut: Arc<AtomicBool>,
    leader: Arc<Mutex<SocketAddr>>,
    stop: Arc<AtomicBool>,
}

impl Relay {
    fn start(leader: SocketAddr) -> Self {
        let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
        socket.set_read_timeout(Some(Duration::from_millis(1))).unwrap();
        let relay = Self {
            address: socket.local_addr().unwrap(),
            cut: Arc::default(),
            leader: Arc::new(Mutex::new(leader)),
            stop: Arc::default(),
        };
        let (cut, leader, stop) = (relay.cut.clone(), relay.leader.clone(), relay.stop.clone());
        std::thread::spawn(move || {
            let (mut seed, mut queue, mut follower) = (7_u64, BTreeMap::new(), None::<SocketAddr>);
            let mut bytes = [0; 2048];
            while !stop.load(Ordering::Relaxed) {
                if let Ok((length, from)) = socket.recv_from(&mut bytes) {
                    let leader = *leader.lock().unwrap();
                    if from != leader {
                        follower = Some(from);
                    }
                    let to = if from == leader { follower } else { Some(leader) };
                    seed =
                        seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                    let random = seed >> 33;
                    let lost = random % 100 < LOSS || cut.load(Ordering::Relaxed);
                    if let (Some(to), false) = (to, lost) {
                        let delay = DELAY_MS[0] + (random / 100) % (DELAY_MS[1] - DELAY_MS[0]);
                        queue.insert(
                            (Instant::now() + Duration::from_millis(delay), random),
                            (to, bytes[..length].to_vec()),
                        );
                    }
                }
                while let Some(entry) = queue.first_entry().filter(|entry| entry.key().0 <= Instant::now()) {
                    let (to, bytes) = entry.remove();
                    let _ = socket.send_to(&bytes, to);
                }
            }
        });
        relay
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

/// Largest difference of the two clocks while looking for so long, microseconds.
fn apart(leader: &ShowClock, follower: &Follower, seconds: f64) -> i64 {
    let end = Instant::now() + Duration::from_secs_f64(seconds);
    let mut worst = 0;
    while Instant::now() < end {
        // Read in between two readings: what a busy machine does in the meantime is no difference of clocks.
        let (before, shown, after) = (leader.now_us(), follower.clock_us(), leader.now_us());
        worst = worst.max((before - shown).max(shown - after).max(0));
        std::thread::sleep(Duration::from_millis(16));
    }
    worst
}

#[test]
fn a_follower_is_in_step_through_delay_loss_a_drop_out_and_a_new_leader() {
    let clock = ShowClock::default();
    std::thread::sleep(Duration::from_millis(300));
    let own = ShowClock::default();
    let leader = Leader::start("127.0.0.1:0", clock, 1).unwrap();
    let relay = Relay::start(leader.address());
    let follower = Follower::start(&relay.address.to_string(), own).unwrap();
    std::thread::sleep(Duration::from_secs(3));
    let worst = apart(&clock, &follower, 4.0);
    println!("delay {DELAY_MS:?} ms, loss {LOSS} %: at most {:.1} ms apart", worst as f64 / 1000.0);
    assert!(worst < IN_STEP_US, "{worst} µs");
    let playhead = Playhead::beginning(2, clock.now_us());
    leader.show(playhead, None);
    let begin = Instant::now();
    let head = loop {
        assert!(begin.elapsed() < Duration::from_secs(30), "the chapter never came");
        if let Some(head) = follower.news() {
            break head;
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    println!("a chapter came after {} ms", begin.elapsed().as_millis());
    assert_eq!(head.playhead, playhead);
    assert!(follower.error_ms().is_some_and(|error| error < 50.0));
    // Drop-out of 4 s: the clock goes on.
    relay.cut.store(true, Ordering::Relaxed);
    let worst = apart(&clock, &follower, 4.0);
    assert!(worst < IN_STEP_US, "{worst} µs without a leader");
    relay.cut.store(false, Ordering::Relaxed);
    std::thread::sleep(Duration::from_secs(1));
    assert!(apart(&clock, &follower, 1.0) < IN_STEP_US);
    // A leader that was started again: another clock, in step again.
    drop(leader);
    let clock = ShowClock::default();
    let leader = Leader::start("127.0.0.1:0", clock, 2).unwrap();
    *relay.leader.lock().unwrap() = leader.address();
    std::thread::sleep(Duration::from_secs(3));
    let worst = apart(&clock, &follower, 2.0);
    println!("after a new leader: at most {:.1} ms apart", worst as f64 / 1000.0);
    assert!(worst < IN_STEP_US, "{worst} µs after a new leader");
    assert_eq!(leader.followers(), 1);
}

fn wall_us() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_micros() as i64
}

/// The other process: prints the time of day and the leader's clock.
#[test]
#[ignore = "started by the test below"]
fn follow() {
    let Ok(leader) = std::env::var("LINLI_TEST_LEADER") else { return };
    let follower = Follower::start(&leader, ShowClock::default()).unwrap();
    std::thread::sleep(Duration::from_secs(3));
    for _ in 0..120 {
        let (before, shown, after) = (wall_us(), follower.clock_us(), wall_us());
        println!("at {before} {shown} {after}");
        std::thread::sleep(Duration::from_millis(16));
    }
}

#[test]
fn two_processes_are_in_step() {
    let clock = ShowClock::default();
    let leader = Leader::start("127.0.0.1:0", clock, 5).unwrap();
    let relay = Relay::start(leader.address());
    // The leader's clock is read against the time of day, which both processes share.
    let began_us = wall_us() - clock.now_us();
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "follow", "--ignored", "--nocapture"])
        .env("LINLI_TEST_LEADER", relay.address.to_string())
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let rows: Vec<Vec<i64>> = text
        .lines()
        .filter_map(|line| line.split("at ").nth(1))
        .map(|line| line.split(' ').filter_map(|number| number.parse().ok()).collect())
        .filter(|row: &Vec<i64>| row.len() == 3)
        .collect();
    assert!(rows.len() > 100, "{text}");
    let apart = |row: &Vec<i64>| {
        let (before, shown, after) = (row[0] - began_us, row[1], row[2] - began_us);
        (before - shown).max(shown - after).max(0)
    };
    let worst = rows.iter().map(apart).max().unwrap();
    println!("two processes: at most {:.1} ms apart in {} looks", worst as f64 / 1000.0, rows.len());
    assert!(worst < IN_STEP_US, "{worst} µs");
}
