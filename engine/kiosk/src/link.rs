//! The link between a leader and its followers.

use std::collections::BTreeMap;
use std::net::{SocketAddr, UdpSocket};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use linli_present::CameraPose;
use linli_present::kiosk::Playhead;

use crate::packet::MOST_BYTES;
use crate::{ClockSync, Head, Packet, ShowClock};

/// How often a leader tells its followers what it shows, at least.
const TELL: Duration = Duration::from_millis(100);
/// Time between a follower's questions, and at its start, microseconds.
const ASK_US: i64 = 250_000;
const ASK_FIRST_US: i64 = 50_000;
/// Answers after which the start is over.
const FIRST: u32 = 10;
/// A follower that has not asked for so long is no longer told, microseconds.
const GONE_US: i64 = 10_000_000;
/// Most followers.
const MOST: usize = 32;

/// A leader: answers questions about its clock, and tells what it shows.
#[derive(Debug)]
pub struct Leader {
    shared: Arc<Shared<Option<Head>>>,
    socket: UdpSocket,
    followers: Arc<Mutex<BTreeMap<SocketAddr, i64>>>,
    address: SocketAddr,
    epoch: i64,
}

#[derive(Debug)]
struct Shared<T> {
    stop: AtomicBool,
    value: Mutex<T>,
}

/// A lock whose last holder may have panicked: the values behind it are whole at every moment.
fn held<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Leader {
    /// Listens on an address for followers. `epoch` must differ from start to start, for example the time.
    ///
    /// # Errors
    /// When the address is taken, or no thread can be started.
    pub fn start(address: &str, clock: ShowClock, epoch: i64) -> std::io::Result<Self> {
        let socket = UdpSocket::bind(address)?;
        socket.set_read_timeout(Some(TELL))?;
        let shared = Arc::new(Shared { stop: AtomicBool::new(false), value: Mutex::new(None) });
        let followers = Arc::new(Mutex::new(BTreeMap::new()));
        let leader = Self {
            shared: shared.clone(),
            socket: socket.try_clone()?,
            followers: followers.clone(),
            address: socket.local_addr()?,
            epoch,
        };
        let answer = move || {
            let (mut bytes, mut told_us) = ([0; MOST_BYTES], 0);
            while !shared.stop.load(Ordering::Relaxed) {
                if let Ok((length, from)) = socket.recv_from(&mut bytes)
                    && let Some(Packet::Ask(asked_us)) = Packet::decode(&bytes[..length])
                {
                    let received_us = clock.now_us();
                    let mut followers = held(&followers);
                    followers.retain(|_, asked| received_us - *asked < GONE_US);
                    if followers.len() < MOST || followers.contains_key(&from) {
                        followers.insert(from, received_us);
                        let answered_us = clock.now_us();
                        let answer = Packet::Answer { epoch, asked_us, received_us, answered_us };
                        // A follower that cannot be reached asks again.
                        let _ = socket.send_to(&answer.encode(), from);
                    }
                }
                if clock.now_us() - told_us >= TELL.as_micros() as i64 {
                    told_us = clock.now_us();
                    tell(&socket, &followers, *held(&shared.value));
                }
            }
        };
        std::thread::Builder::new().name("leader".into()).spawn(answer)?;
        Ok(leader)
    }

    /// Shows something else from now on; followers are told at once when it has changed.
    pub fn show(&self, playhead: Playhead, pose: Option<CameraPose>) {
        let mut value = held(&self.shared.value);
        let number = value.map_or(0, |head| head.number);
        let same = value.is_some_and(|head| head.playhead == playhead && head.pose == pose);
        if same {
            return;
        }
        let head = Head { epoch: self.epoch, number: number + 1, playhead, pose };
        *value = Some(head);
        drop(value);
        tell(&self.socket, &self.followers, Some(head));
    }

    /// The address that it listens on.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Followers that are there.
    pub fn followers(&self) -> usize {
        held(&self.followers).len()
    }
}

fn tell(socket: &UdpSocket, followers: &Mutex<BTreeMap<SocketAddr, i64>>, head: Option<Head>) {
    let Some(head) = head else { return };
    let bytes = Packet::Head(head).encode();
    let to: Vec<SocketAddr> = held(followers).keys().copied().collect();
    for follower in to {
        // The next telling comes soon.
        let _ = socket.send_to(&bytes, follower);
    }
}

impl Drop for Leader {
    fn drop(&mut self) {
        self.shared.stop.store(true, Ordering::Relaxed);
    }
}

#[derive(Debug, Default)]
struct Heard {
    sync: ClockSync,
    epoch: Option<i64>,
    head: Option<Head>,
    /// Whether the head has come since it was last asked for.
    fresh: bool,
}

/// A follower: knows the leader's clock and what it shows.
#[derive(Debug)]
pub struct Follower {
    shared: Arc<Shared<Heard>>,
    clock: ShowClock,
}

impl Follower {
    /// Follows the leader at an address. The leader need not be there yet.
    ///
    /// # Errors
    /// When the system gives no socket or no thread.
    pub fn start(leader: &str, clock: ShowClock) -> std::io::Result<Self> {
        let socket = UdpSocket::bind("0.0.0.0:0")?;
        socket.set_read_timeout(Some(Duration::from_millis(20)))?;
        let heard = Heard::default();
        let shared = Arc::new(Shared { stop: AtomicBool::new(false), value: Mutex::new(heard) });
        let (follower, leader) = (Self { shared: shared.clone(), clock }, leader.to_owned());
        let follow = move || {
            let (mut bytes, mut asked_us, mut answers) = ([0; MOST_BYTES], i64::MIN / 2, 0_u32);
            while !shared.stop.load(Ordering::Relaxed) {
                let now_us = clock.now_us();
                let wait = if answers < FIRST { ASK_FIRST_US } else { ASK_US };
                if now_us - asked_us >= wait {
                    asked_us = now_us;
                    // A leader that cannot be reached is asked again; its name may not be known yet either.
                    let _ = socket.send_to(&Packet::Ask(clock.now_us()).encode(), leader.as_str());
                }
                let Ok(length) = socket.recv(&mut bytes) else { continue };
                let heard_us = clock.now_us();
                let Some(packet) = Packet::decode(&bytes[..length]) else { continue };
                let mut heard = held(&shared.value);
                if heard.take(&packet, heard_us) {
                    answers = answers.saturating_add(1);
                } else if heard.epoch.is_none() {
                    answers = 0;
                }
            }
        };
        std::thread::Builder::new().name("follower".into()).spawn(follow)?;
        Ok(follower)
    }

    /// The leader's clock now, microseconds; the own one before the leader has ever answered.
    pub fn clock_us(&self) -> i64 {
        let now_us = self.clock.now_us();
        held(&self.shared.value).sync.leader_us(now_us).unwrap_or(now_us)
    }

    /// What the leader shows, when it has told since this was last asked.
    pub fn news(&self) -> Option<Head> {
        let mut heard = held(&self.shared.value);
        std::mem::take(&mut heard.fresh).then_some(heard.head).flatten()
    }

    /// Largest error of the clock, milliseconds; `None` before the leader has answered.
    pub fn error_ms(&self) -> Option<f64> {
        let now_us = self.clock.now_us();
        held(&self.shared.value).sync.error_us(now_us).map(|us| us / 1000.0)
    }
}

impl Heard {
    /// Takes a packet; whether it told the time.
    fn take(&mut self, packet: &Packet, heard_us: i64) -> bool {
        match *packet {
            Packet::Answer { epoch, asked_us, received_us, answered_us } => {
                if self.epoch != Some(epoch) {
                    // A leader that was started again: its clock begins anew.
                    *self = Self { epoch: Some(epoch), ..Self::default() };
                }
                self.sync.sample(asked_us, received_us, answered_us, heard_us);
                true
            }
            // What is shown means nothing without its clock.
            Packet::Head(head) if self.epoch == Some(head.epoch) => {
                if self.head.is_none_or(|before| before.number <= head.number) {
                    self.head = Some(head);
                    self.fresh = true;
                }
                false
            }
            Packet::Head(_) | Packet::Ask(_) => false,
        }
    }
}

impl Drop for Follower {
    fn drop(&mut self) {
        self.shared.stop.store(true, Ordering::Relaxed);
    }
}
