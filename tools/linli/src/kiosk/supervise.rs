//! Starts the window, watches it and brings it back.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::{Duration, Instant};

use chrono::{Local, Timelike as _};
use linli_io::Language;
use linli_kiosk::{Beat, Order};
use linli_model::{KioskSettings, SoftwareRendering};

use super::health::{self, Desk, Health};
use super::last_good;
use super::log::Log;
use super::policy::{Care, End, Next, Policy, code, planned_restart};
use super::process::{News, Usage, Viewer, temperature_c, usage};
use crate::outcome::Outcome;
use crate::speech::argument;
use crate::watch;

/// How often everything is looked at.
const LOOK: Duration = Duration::from_millis(50);
/// Milliseconds between two looks at memory, health and clock.
const SLOW_MS: u64 = 1_000;
/// Milliseconds between two writings of `health.json` while nothing changes: a flash disk must last for years.
const WRITE_MS: u64 = 30_000;
/// Time that a window has to end by itself, milliseconds.
const GRACE_MS: u64 = 2_000;
/// News of the window that wait to be heard. One that says more waits itself, instead of filling the memory.
const MOST_NEWS: usize = 4_096;
/// A show that has run so long is good, milliseconds.
const GOOD_MS: u64 = 60_000;

/// What is to be shown, and how.
pub struct Plan {
    /// The window's program.
    pub program: PathBuf,
    /// The show's file; `None` when it cannot be used.
    pub show: Option<PathBuf>,
    /// Folder of its scene.
    pub scene: PathBuf,
    /// Settings, each usable.
    pub settings: KioskSettings,
    /// State folder.
    pub state: PathBuf,
    /// File of the settings for the window; `None` for those that are built in.
    pub settings_file: Option<PathBuf>,
    /// File of what is wrong for the window, when something is.
    pub problems_file: Option<PathBuf>,
    /// What is wrong, for the staff.
    pub problems: Vec<String>,
    /// A file whose number of seconds is added to the local time, for trials.
    pub clock_file: Option<PathBuf>,
}

struct Running {
    viewer: Viewer,
    started_ms: u64,
    /// Time of the last heartbeat, and the heartbeat.
    beat: Option<(u64, Beat)>,
    /// When it first showed a picture.
    shown_ms: Option<u64>,
    /// It was asked to end, at this time, because of this.
    asked: Option<(u64, End)>,
    /// It was killed because of this.
    killed: Option<End>,
    good: bool,
}

struct Supervisor<'a> {
    plan: &'a Plan,
    language: Language,
    begin: Instant,
    log: Log,
    policy: Policy,
    running: Option<Running>,
    still: Option<Child>,
    start_at_ms: u64,
    care: Care,
    health: Health,
    desk: Desk,
    ended_at_ms: Option<u64>,
    visitors_before: u64,
    slow_at_ms: u64,
    write_at_ms: u64,
    /// State and process as they were last written.
    written: (String, Option<u32>),
    news: (SyncSender<News>, Receiver<News>),
}

/// Runs until the staff or the system ends it.
pub fn run(plan: &Plan, since_reboot_ms: Option<u64>, language: Language) -> Outcome {
    let (desk, refused) = Desk::open(plan.settings.network.health.as_deref());
    let mut supervisor = Supervisor {
        plan,
        language,
        begin: Instant::now(),
        log: Log::new(&plan.state),
        policy: Policy::new(plan.settings.limits.may_reboot, since_reboot_ms),
        running: None,
        still: None,
        start_at_ms: 0,
        care: if plan.show.is_some() { Care::Normal } else { Care::Safe },
        health: Health {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            supervisor_pid: std::process::id(),
            memory_limit_mib: plan.settings.limits.memory_mib,
            problems: plan.problems.clone(),
            ..Health::default()
        },
        desk,
        ended_at_ms: None,
        visitors_before: 0,
        slow_at_ms: 0,
        write_at_ms: 0,
        written: (String::new(), None),
        news: sync_channel(MOST_NEWS),
    };
    for problem in plan.problems.iter().chain(&refused) {
        supervisor.log.say(0, problem);
    }
    supervisor.health.problems.extend(refused);
    // Outside systemd there is nobody to be told.
    let _ = sd_notify::notify(&[sd_notify::NotifyState::Ready]);
    let outcome = supervisor.watch();
    supervisor.end_still();
    supervisor.health.state = "ending".to_owned();
    supervisor.log.flush();
    health::write(&plan.state, &supervisor.health);
    let _ = sd_notify::notify(&[sd_notify::NotifyState::Stopping]);
    outcome
}

impl Supervisor<'_> {
    fn now_ms(&self) -> u64 {
        u64::try_from(self.begin.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    fn watch(&mut self) -> Outcome {
        loop {
            if watch::stopped() {
                return self.stop();
            }
            self.listen();
            let now_ms = self.now_ms();
            if let Some(outcome) = self.look(now_ms) {
                return outcome;
            }
            if self.running.is_none() && now_ms >= self.start_at_ms {
                self.start(now_ms);
            }
            if now_ms >= self.slow_at_ms {
                self.slow_at_ms = now_ms + SLOW_MS;
                self.look_slowly(now_ms);
            }
        }
    }

    /// Takes what the window says.
    fn listen(&mut self) {
        let mut item = self.news.1.recv_timeout(LOOK).ok();
        // A window that never stops talking is looked at all the same.
        for _ in 0..MOST_NEWS {
            let Some(news) = item else { return };
            let now_ms = self.now_ms();
            match news {
                News::Line(line) => self.log.line(now_ms, &line),
                News::Beat(number, beat) => self.take_beat(now_ms, number, *beat),
            }
            item = self.news.1.try_recv().ok();
        }
    }

    fn take_beat(&mut self, now_ms: u64, number: u64, beat: Beat) {
        let Some(running) = self.running.as_mut().filter(|running| running.viewer.number == number) else {
            return;
        };
        let first = beat.has_shown() && running.shown_ms.is_none();
        self.health.visitors = self.visitors_before + beat.status.visitors;
        let software = beat.status.software_rendering;
        let adapter = beat.status.adapter.clone();
        running.beat = Some((now_ms, beat));
        if !first {
            return;
        }
        running.shown_ms = Some(now_ms);
        self.end_still();
        if let Some(ended) = self.ended_at_ms.take() {
            let seconds = now_ms.saturating_sub(ended) as f64 / 1000.0;
            self.health.last_recovery_s = Some(seconds);
            self.log.say(now_ms, &format!("on screen again {seconds:.1} s after the end"));
        }
        match self.plan.settings.software_rendering {
            SoftwareRendering::Refuse if software => {
                self.log.say(
                    now_ms,
                    &format!("pictures are drawn by the processor ({adapter}), which the settings refuse"),
                );
                self.kill(End::Code(code::NO_DISPLAY));
            }
            SoftwareRendering::Warn if software => {
                let problem = format!("pictures are drawn by the processor ({adapter})");
                if !self.health.problems.contains(&problem) {
                    self.log.say(now_ms, &problem);
                    self.health.problems.push(problem);
                }
            }
            _ => {}
        }
    }

    /// Looks whether the window has ended, hangs or shows nothing.
    fn look(&mut self, now_ms: u64) -> Option<Outcome> {
        let limits = &self.plan.settings.limits;
        let (hang_ms, first_ms) = ((limits.hang_s * 1000.0) as u64, (limits.start_s * 1000.0) as u64);
        let running = self.running.as_mut()?;
        if let Some(end) = running.viewer.ended() {
            let asked = running.asked.map(|(_, end)| end);
            let end = running.killed.or(asked).unwrap_or(end);
            return self.ended(now_ms, end);
        }
        if running.killed.is_some() {
            return None;
        }
        let silent_ms = match &running.beat {
            Some((heard_ms, beat)) => now_ms.saturating_sub(*heard_ms) + beat.oldest_age_ms(),
            None => now_ms.saturating_sub(running.started_ms),
        };
        let why = match (running.asked, running.shown_ms) {
            // One that was asked goes when nobody is there; a visitor who has just come is waited for.
            (Some((asked_ms, end)), _)
                if is_idle(running) && now_ms.saturating_sub(asked_ms) > GRACE_MS.max(hang_ms) =>
            {
                Some(end)
            }
            (_, Some(_)) if silent_ms > hang_ms => Some(End::Hang),
            (_, None) if now_ms.saturating_sub(running.started_ms) > first_ms => Some(End::NoStart),
            _ => None,
        };
        if let Some(why) = why {
            self.kill(why);
        }
        None
    }

    fn kill(&mut self, why: End) {
        if let Some(running) = &mut self.running {
            running.killed = Some(why);
            running.viewer.kill();
        }
    }

    fn ended(&mut self, now_ms: u64, end: End) -> Option<Outcome> {
        let running = self.running.take()?;
        let ran_well_ms = running.shown_ms.map_or(0, |shown| now_ms.saturating_sub(shown));
        self.visitors_before = self.health.visitors;
        self.ended_at_ms.get_or_insert(now_ms);
        let what = end.english();
        let next = self.policy.ended(now_ms, end, ran_well_ms);
        self.health.last_end = Some(what.clone());
        match next {
            Next::Stop => {
                self.log.say(now_ms, "the show was ended by the staff");
                Some(Outcome::Done)
            }
            Next::Reboot => {
                self.log.say(now_ms, &format!("the window {what}; the machine is restarted"));
                super::note_reboot(&self.plan.state);
                self.log.flush();
                // When the system refuses, the show goes on being tried.
                let asked =
                    Command::new("systemctl").arg("reboot").status().is_ok_and(|status| status.success());
                if asked {
                    return Some(Outcome::Done);
                }
                self.log.say(now_ms, "the system refused to restart the machine");
                (self.start_at_ms, self.care) = (now_ms + 60_000, Care::Safe);
                None
            }
            Next::Start(after_ms, care) => {
                let safe = if care == Care::Safe { ", safe" } else { "" };
                let line = format!(
                    "the window {what}; it is started again in {:.1} s{safe}",
                    after_ms as f64 / 1000.0
                );
                self.log.say(now_ms, &line);
                (self.start_at_ms, self.care) = (now_ms + after_ms, care);
                self.begin_still();
                None
            }
        }
    }

    fn start(&mut self, now_ms: u64) {
        let number = self.running_number();
        let words = self.words();
        match Viewer::start(&self.plan.program, &words, number, &self.news.0) {
            Ok(viewer) => {
                self.running = Some(Running {
                    viewer,
                    started_ms: now_ms,
                    beat: None,
                    shown_ms: None,
                    asked: None,
                    killed: None,
                    good: false,
                });
            }
            Err(error) => {
                self.log.say(now_ms, &format!("{}: {error}", self.plan.program.display()));
                self.health.last_end = Some(End::NotStarted.english());
                if let Next::Start(after_ms, care) = self.policy.ended(now_ms, End::NotStarted, 0) {
                    (self.start_at_ms, self.care) = (now_ms + after_ms, care);
                } else {
                    self.start_at_ms = now_ms + 60_000;
                }
            }
        }
    }

    /// Starts are numbered from 0, so that late news of an old window are told from those of the new one.
    fn running_number(&mut self) -> u64 {
        let number = self.health.restarts + u64::from(self.health.last_end.is_some());
        self.health.restarts = number;
        number
    }

    /// The window's command line.
    fn words(&mut self) -> Vec<OsString> {
        let last_good = last_good::find(&self.plan.state);
        let show = match (&self.plan.show, self.care, last_good) {
            (Some(show), Care::Normal, _) => show.clone(),
            (_, _, Some(kept)) => kept,
            (Some(show), Care::Safe, None) => show.clone(),
            // The window itself tells the staff what is missing.
            (None, _, None) => PathBuf::new(),
        };
        self.health.show = show.display().to_string();
        self.health.safe = self.care == Care::Safe;
        let mut words: Vec<OsString> = vec!["kiosk".into(), show.into_os_string()];
        let mut push = |name: &str, value: OsString| words.extend([name.into(), value]);
        if let Some(file) = &self.plan.settings_file {
            push("--settings", file.clone().into_os_string());
        }
        push("--state", self.plan.state.clone().into_os_string());
        push("--lang", argument(self.language).into());
        if let Some(file) = &self.plan.problems_file {
            push("--problems", file.clone().into_os_string());
        }
        if self.care == Care::Safe {
            words.push("--safe".into());
        }
        words
    }

    fn look_slowly(&mut self, now_ms: u64) {
        let _ = sd_notify::notify(&[sd_notify::NotifyState::Watchdog]);
        let used = self.running.as_ref().and_then(|running| usage(running.viewer.pid()));
        self.look_at_memory(now_ms, used);
        self.look_at_clock(now_ms);
        self.keep_what_is_good(now_ms);
        self.log.flush();
        let health = &mut self.health;
        health.at = Local::now().format("%Y-%m-%dT%H:%M:%S%:z").to_string();
        health.up_s = now_ms / 1000;
        health.pid = self.running.as_ref().map(|running| running.viewer.pid());
        health.state = match &self.running {
            Some(running) if running.shown_ms.is_some() => "showing",
            Some(_) => "starting",
            None => "waiting",
        }
        .to_owned();
        health.recent_failures = self.policy.recent(now_ms);
        health.beat =
            self.running.as_ref().and_then(|running| running.beat.as_ref()).map(|(_, beat)| beat.clone());
        let card = health.beat.as_ref().and_then(|beat| beat.status.temperature_c);
        health.temperature_c = [card, temperature_c()].into_iter().flatten().max_by(f64::total_cmp);
        health.set_usage(used);
        health.recent.clone_from(&self.log.recent);
        self.desk.tell(health);
        let changed = self.written.0 != health.state || self.written.1 != health.pid;
        if changed || now_ms >= self.write_at_ms {
            self.write_at_ms = now_ms + WRITE_MS;
            self.written = (health.state.clone(), health.pid);
            health::write(&self.plan.state, health);
        }
    }

    /// Above the budget a restart waits until nobody is there; at 120 % of it it does not.
    fn look_at_memory(&mut self, now_ms: u64, used: Option<Usage>) {
        let (Some(used), Some(running)) = (used, &mut self.running) else { return };
        let limit = self.plan.settings.limits.memory_mib as f64;
        if running.killed.is_some() || used.memory_mib <= limit {
            return;
        }
        if used.memory_mib > 1.2 * limit {
            let line = format!("the window takes {:.0} of {limit:.0} MiB", used.memory_mib);
            self.log.say(now_ms, &line);
            self.kill(End::TooMuchMemory);
        } else if running.asked.is_none() && is_idle(running) {
            running.viewer.order(Order::RestartWhenIdle);
            running.asked = Some((now_ms, End::Planned));
            self.log.say(
                now_ms,
                &format!(
                    "the window takes {:.0} of {limit:.0} MiB; restarted while nobody is there",
                    used.memory_mib
                ),
            );
        }
    }

    fn look_at_clock(&mut self, now_ms: u64) {
        let offset_s = self.plan.clock_file.as_ref().and_then(|path| std::fs::read_to_string(path).ok());
        let offset_s: i64 = offset_s.and_then(|text| text.trim().parse().ok()).unwrap_or_default();
        let local = chrono::TimeDelta::try_seconds(offset_s)
            .and_then(|offset| Local::now().naive_local().checked_add_signed(offset))
            .unwrap_or_else(|| Local::now().naive_local());
        let minute = local.hour() * 60 + local.minute();
        let Some(running) = &mut self.running else { return };
        let (Some(shown_ms), None) = (running.shown_ms, running.asked) else { return };
        let up_ms = now_ms.saturating_sub(shown_ms);
        if planned_restart(minute, self.plan.settings.restart_min(), up_ms, is_idle(running)) {
            running.viewer.order(Order::RestartWhenIdle);
            running.asked = Some((now_ms, End::Planned));
            self.log.say(now_ms, "daily restart");
        }
    }

    fn keep_what_is_good(&mut self, now_ms: u64) {
        let Some(running) = &mut self.running else { return };
        let long = running.shown_ms.is_some_and(|shown| now_ms.saturating_sub(shown) >= GOOD_MS);
        let (Some(show), Care::Normal, false, true) = (&self.plan.show, self.care, running.good, long) else {
            return;
        };
        running.good = true;
        let (state, show, scene) = (self.plan.state.clone(), show.clone(), self.plan.scene.clone());
        let news = self.news.0.clone();
        // A large scene takes a while, and the watch must go on.
        let keep = move || {
            if let Err(error) = last_good::keep(&state, &show, &scene) {
                let line = format!("the show cannot be kept as the last good one: {error}");
                // The supervisor may be ending.
                let _ = news.send(News::Line(line));
            }
        };
        if let Err(error) = std::thread::Builder::new().name("last good".into()).spawn(keep) {
            self.log.say(now_ms, &format!("no thread: {error}"));
        }
    }

    /// Shows a still picture while the window is away, when a program for it is set.
    fn begin_still(&mut self) {
        let [program, words @ ..] = self.plan.settings.limits.still.as_slice() else { return };
        if self.still.is_some() {
            return;
        }
        let null = || Stdio::null();
        let started = Command::new(program).args(words).stdin(null()).stdout(null()).stderr(null()).spawn();
        match started {
            Ok(child) => self.still = Some(child),
            Err(error) => {
                let now_ms = self.now_ms();
                self.log.say(now_ms, &format!("{program}: {error}"));
            }
        }
    }

    fn end_still(&mut self) {
        if let Some(mut child) = self.still.take() {
            // It may have ended by itself.
            let _ = child.kill();
            let _ = child.wait();
        }
    }

    /// Ends the window: politely, then at once.
    fn stop(&mut self) -> Outcome {
        let now_ms = self.now_ms();
        self.log.say(now_ms, "asked to end");
        if let Some(mut running) = self.running.take() {
            running.viewer.order(Order::Quit);
            while running.viewer.ended().is_none() {
                if self.now_ms() > now_ms + GRACE_MS {
                    running.viewer.kill();
                }
                std::thread::sleep(LOOK);
            }
        }
        Outcome::Stopped
    }
}

fn is_idle(running: &Running) -> bool {
    running.beat.as_ref().is_some_and(|(_, beat)| beat.status.idle)
}
