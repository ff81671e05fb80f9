//! What lies around the window of a show: clocks, guides, lights, other machines, the supervisor, the state folder.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{SystemTime, UNIX_EPOCH};

use linli_io::write_tally;
use linli_kiosk::{
    ControlPage, CueSender, Follower, GuideListener, Leader, Order, Pulse, Server, ShowClock, Status,
    chapter_list, orders, serve, start_beating,
};
use linli_model::{KioskSettings, LinkRole, Show};
use linli_present::kiosk::{Effect, Event, Kiosk, Now, Phase, Place, Remote};
use linli_view::{Hall, Told};

use super::trial::ClockShift;

/// Exit code: a restart that was asked for.
const RESTART: u8 = 80;

/// How the machine stands to others.
enum Link {
    Alone,
    Leader(Leader),
    Follower(Follower),
}

/// The hall of this machine.
pub(super) struct MachineHall {
    clock: ShowClock,
    local: ClockShift,
    state: Option<PathBuf>,
    pulse: Pulse,
    orders: Option<std::sync::Mutex<Receiver<Order>>>,
    remotes: std::sync::Mutex<Receiver<Remote>>,
    cues: Option<CueSender>,
    link: Link,
    restart: bool,
    // They listen as long as they are held.
    _guide: Option<GuideListener>,
    _page: Option<Server>,
}

impl MachineHall {
    /// Opens everything that the settings ask for; what cannot be opened is a problem, and the show goes on.
    pub(super) fn open(
        settings: &KioskSettings,
        show: &Show,
        state: Option<PathBuf>,
        pulse: Pulse,
        problems: &mut Vec<String>,
    ) -> Self {
        let network = &settings.network;
        let (sender, remotes) = channel();
        let mut open = Opening { problems };
        let guide =
            network.osc.as_ref().and_then(|at| open.got(at, GuideListener::start(at, sender.clone())));
        let page = network.page.as_ref().zip(network.token.as_ref());
        let page = page.and_then(|(at, token)| open.got(at, control_page(at, token, show, sender)));
        let cues = (!network.cues_to.is_empty()).then(|| CueSender::new(network.cues_to.clone()));
        let cues = cues.and_then(|cues| open.got("cues_to", cues));
        let clock = ShowClock::default();
        let epoch = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_micros());
        let epoch = i64::try_from(epoch).unwrap_or(i64::MAX);
        let link = match &network.role {
            LinkRole::Alone => None,
            LinkRole::Leader { listen } => {
                open.got(listen, Leader::start(listen, clock, epoch)).map(Link::Leader)
            }
            LinkRole::Follower { leader } => {
                open.got(leader, Follower::start(leader, clock)).map(Link::Follower)
            }
        };
        // A window that somebody started by hand has no supervisor.
        let beats = open.got("heartbeat", start_beating(pulse.clone()));
        let orders = beats.and_then(|()| open.got("orders", orders()));
        Self {
            clock,
            local: ClockShift::default(),
            state,
            pulse,
            orders: orders.map(Into::into),
            remotes: remotes.into(),
            cues,
            link: link.unwrap_or(Link::Alone),
            restart: false,
            _guide: guide,
            _page: page,
        }
    }
}

impl MachineHall {
    /// The shift of the local time, for trials.
    pub(super) fn clock_shift(&self) -> ClockShift {
        self.local.clone()
    }
}

struct Opening<'a> {
    problems: &'a mut Vec<String>,
}

impl Opening<'_> {
    fn got<T>(&mut self, what: &str, opened: std::io::Result<T>) -> Option<T> {
        opened.map_err(|error| self.problems.push(format!("{what}: {error}"))).ok()
    }
}

fn control_page(at: &str, token: &str, show: &Show, sender: Sender<Remote>) -> std::io::Result<Server> {
    serve(at, ControlPage::new(token.to_owned(), chapter_list(show), sender).handler())
}

impl Hall for MachineHall {
    fn now(&mut self) -> Now {
        let own_us = self.clock.now_us();
        let clock_us = match &self.link {
            Link::Follower(follower) => follower.clock_us(),
            Link::Alone | Link::Leader(_) => own_us,
        };
        let ms = u64::try_from(own_us / 1000).unwrap_or_default();
        Now { ms, clock_us, local: self.local.local() }
    }

    fn events(&mut self) -> Vec<Event> {
        self.pulse.advanced();
        self.pulse.input_answered();
        let remotes = self.remotes.get_mut().map(|remotes| remotes.try_iter().collect()).unwrap_or_default();
        let remotes: Vec<Remote> = remotes;
        let mut events: Vec<Event> = remotes.into_iter().map(Event::Remote).collect();
        if let Link::Follower(follower) = &self.link {
            events.extend(follower.news().map(|head| Event::Leader(head.playhead, head.pose)));
        }
        events
    }

    fn carry_out(&mut self, effect: &Effect, kiosk: &Kiosk) {
        match effect {
            Effect::Cue(cue) => {
                if let Some(cues) = &mut self.cues {
                    cues.cue(cue);
                }
            }
            Effect::Play(chapter) => {
                let chapter = kiosk.script().show().chapters.get(*chapter);
                if let (Some(cues), Some(chapter)) = (&mut self.cues, chapter) {
                    cues.chapter(&chapter.key);
                }
            }
            Effect::Answer(..) => {
                if let Some(state) = &self.state
                    && let Err(error) = write_tally(state, kiosk.tally())
                {
                    // The count goes on in memory; the log tells that the disk does not take it.
                    eprintln!("{}: {error}", state.display());
                }
            }
            _ => {}
        }
    }

    fn tell(&mut self, told: &Told<'_>) {
        let kiosk = told.kiosk;
        let held = kiosk.playhead().is_some_and(|playhead| playhead.held_us.is_some());
        self.pulse.simulated(held || kiosk.playhead().is_none());
        let chapter = kiosk.playhead().and_then(|playhead| {
            kiosk.script().show().chapters.get(playhead.chapter as usize).map(|chapter| chapter.key.clone())
        });
        if let (Link::Leader(leader), Some(playhead)) = (&self.link, kiosk.playhead()) {
            leader.show(playhead, told.hand);
        }
        let sync_error_ms = match &self.link {
            Link::Follower(follower) => follower.error_ms(),
            Link::Alone | Link::Leader(_) => None,
        };
        self.pulse.set_status(Status {
            phase: phase_word(kiosk.phase()).to_owned(),
            idle: kiosk.is_idle(),
            chapter,
            scene: told.scene,
            visitors: told.visitors,
            quality: told.quality,
            adapter: told.adapter.to_owned(),
            software_rendering: told.software,
            temperature_c: None,
            gpu_mib: None,
            sync_error_ms,
        });
    }

    fn end(&mut self, idle: bool) -> Option<u8> {
        if let Some(orders) = self.orders.as_mut().and_then(|orders| orders.get_mut().ok()) {
            for order in orders.try_iter() {
                match order {
                    Order::RestartWhenIdle => self.restart = true,
                    Order::Quit | Order::SupervisorGone => return Some(0),
                }
            }
        }
        (self.restart && idle).then_some(RESTART)
    }
}

/// The word for health.
fn phase_word(phase: &Phase) -> &'static str {
    match phase {
        Phase::Attract => "attract",
        Phase::Engaged(Place::Menu) => "menu",
        Phase::Engaged(Place::Chapter) => "chapter",
        Phase::Warning(..) => "warning",
        Phase::Resting(_) => "resting",
        Phase::Cleaning(_) => "cleaning",
        Phase::Pin { .. } => "pin",
        Phase::Staff => "staff",
        Phase::Closed => "closed",
    }
}
