//! A hundred thousand events of a monkey: nobody is stuck, nothing resets under a finger, the staff menu
//! stays shut without the PIN.

use std::collections::BTreeMap;

use chrono::Duration;
use linli_model::KioskMode;

use super::*;

/// SplitMix64 (Steele, Lea, Flood 2014).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, count: u64) -> u64 {
        self.next() % count
    }

    fn place(&mut self) -> [f64; 2] {
        [self.below(3840) as f64, self.below(2160) as f64]
    }
}

struct Monkey {
    random: Random,
    kiosk: Kiosk,
    ms: u64,
    jump: Duration,
    /// Contacts on the glass as the monkey knows them: place, when they last moved, whether they are palms.
    contacts: BTreeMap<u64, ([f64; 2], u64, bool)>,
    staff_by_pin: usize,
}

impl Monkey {
    fn now(&self) -> Now {
        let now = at(self.ms);
        Now { local: now.local + self.jump, ..now }
    }

    fn is_touched(&self) -> bool {
        self.contacts.values().any(|(_, moved_ms, palm)| !palm && self.ms.saturating_sub(*moved_ms) < 30_000)
    }

    /// Gives one event to the machine and looks at what it does.
    fn give(&mut self, event: &Event) {
        let before = self.kiosk.phase().clone();
        let effects = self.kiosk.handle(self.now(), event);
        let after = self.kiosk.phase();
        if *after == Phase::Staff && before != Phase::Staff {
            assert!(matches!(&before, Phase::Pin { typed } if typed == PIN), "staff menu from {before:?}");
            self.staff_by_pin += 1;
        }
        let resets = effects.iter().any(|effect| matches!(effect, Effect::Reset(_) | Effect::Sleep(true)));
        assert!(!(resets && self.is_touched()), "{before:?} → {after:?} under a finger");
        let quits = effects.iter().any(|effect| matches!(effect, Effect::Quit | Effect::Restart));
        assert!(!quits || before == Phase::Staff, "ended by a visitor");
        for effect in effects {
            if let Effect::Look(from, to) = effect {
                assert!(from.iter().chain(&to).all(|v| v.is_finite()));
            }
        }
    }

    fn contact(&mut self) {
        let id = self.random.below(4);
        let known = self.contacts.get(&id).copied();
        match (known, self.random.below(4)) {
            (None, _) => {
                let place = self.somewhere();
                let palm = self.random.below(12) == 0;
                self.contacts.insert(id, (place, self.ms, palm));
                let width_mm = Some(if palm { 70.0 } else { 9.0 });
                self.give(&Event::Touch(Touch { id, phase: TouchPhase::Down, at_px: place, width_mm }));
            }
            (Some(([x, y], _, palm)), 0 | 1) => {
                let way = |random: &mut Random| random.below(41) as f64 - 20.0;
                let place = [x + way(&mut self.random), y + way(&mut self.random)];
                let moved = if place == [x, y] { self.contacts[&id].1 } else { self.ms };
                self.contacts.insert(id, (place, moved, palm));
                self.give(&touch(id, TouchPhase::Moved, place));
            }
            (Some((place, ..)), end) => {
                self.contacts.remove(&id);
                let phase = if end == 2 { TouchPhase::Up } else { TouchPhase::Cancelled };
                self.give(&touch(id, phase, place));
            }
        }
    }

    /// A target on the screen, a corner, or anywhere.
    fn somewhere(&mut self) -> [f64; 2] {
        let now = self.now();
        let targets = self.kiosk.layout(now).targets;
        match self.random.below(8) {
            0..=4 if !targets.is_empty() => {
                let (target, _) = targets[self.random.below(targets.len() as u64) as usize];
                middle(&self.kiosk, now, target).unwrap()
            }
            5 => {
                let right = if self.random.below(2) == 0 { 3.0 } else { 3836.0 };
                let low = if self.random.below(2) == 0 { 3.0 } else { 2156.0 };
                [right, low]
            }
            _ => self.random.place(),
        }
    }

    /// The four corners in their order, and perhaps the PIN.
    fn staff(&mut self) {
        for (id, corner) in
            [[3.0, 3.0], [3836.0, 3.0], [3836.0, 2156.0], [3.0, 2156.0]].into_iter().enumerate()
        {
            self.tap(100 + id as u64, corner);
        }
        let right = self.random.below(3) == 0;
        for _ in 0..4 {
            if !matches!(self.kiosk.phase(), Phase::Pin { .. }) {
                return;
            }
            let digit = if right {
                let Phase::Pin { typed } = self.kiosk.phase() else { return };
                PIN.as_bytes().get(typed.len()).map_or(0, |byte| byte - b'0')
            } else {
                self.random.below(10) as u8
            };
            if let Some(place) = middle(&self.kiosk, self.now(), Target::Digit(digit)) {
                self.tap(110, place);
            }
        }
        if let Some(place) = middle(&self.kiosk, self.now(), Target::Enter) {
            self.tap(111, place);
        }
    }

    fn tap(&mut self, id: u64, place: [f64; 2]) {
        self.contacts.insert(id, (place, self.ms, false));
        self.give(&touch(id, TouchPhase::Down, place));
        self.ms += 30;
        self.contacts.remove(&id);
        self.give(&touch(id, TouchPhase::Up, place));
    }

    fn remote(&mut self) {
        let keys = ["one", "two", "three", "nowhere"];
        let remote = match self.random.below(8) {
            0 => Remote::Next,
            1 => Remote::Previous,
            2 => Remote::Pause,
            3 => Remote::Resume,
            4 => Remote::Home,
            5 => Remote::Language(self.kiosk.language().other()),
            6 => Remote::Mode(
                [KioskMode::Automatic, KioskMode::Guided, KioskMode::Manual][self.random.below(3) as usize],
            ),
            _ => Remote::Chapter(keys[self.random.below(4) as usize].to_owned()),
        };
        self.give(&Event::Remote(remote));
    }

    fn step(&mut self) {
        self.ms += self.random.below(400);
        match self.random.below(1000) {
            0..=699 => self.contact(),
            700..=899 => self.give(&Event::Tick),
            900..=919 => self.remote(),
            920..=939 => {
                self.ms += self.random.below(90_000);
                self.give(&Event::Tick);
            }
            940..=944 => {
                self.contacts.clear();
                self.give(&Event::TouchesLost);
            }
            945..=949 => {
                // The clock on the wall jumps by up to a year, either way.
                self.jump = Duration::minutes(self.random.below(1_051_200) as i64 - 525_600);
                self.give(&Event::Tick);
            }
            950..=952 => self.staff(),
            953 => {
                let bad = Touch { id: 50, phase: TouchPhase::Down, at_px: [f64::NAN, 1e300], width_mm: None };
                self.give(&Event::Touch(bad));
            }
            954 => self.give(&Event::Leader(Playhead::beginning(1, 0), None)),
            _ => {
                let playhead = self.kiosk.playhead();
                self.give(&Event::Tick);
                assert!(self.kiosk.playhead().is_none_or(|p| (p.chapter as usize) < 3), "{playhead:?}");
            }
        }
    }

    /// Left alone, it is at its beginning again within a time that the settings name.
    fn is_not_stuck(&self) {
        let mut kiosk = self.kiosk.clone();
        let idle = &settings().idle;
        let most_s = 30.0
            + 3.0 * idle.warning_after_s.max(idle.guide_s)
            + idle.gentle_after_s
            + idle.full_after_s
            + idle.cleaning_s.max(idle.staff_s)
            + 5.0;
        let begin = kiosk.phase().clone();
        for second in 0..=(most_s as u64) {
            let now = at(self.ms + second * 1000);
            kiosk.handle(Now { local: now.local + self.jump, ..now }, &Event::Tick);
            if kiosk.is_idle() {
                assert_eq!(kiosk.language(), settings().language);
                return;
            }
        }
        panic!("stuck: {begin:?} → {:?} after {most_s} s", kiosk.phase());
    }

    /// Every screen of a visitor leads home and to the other language.
    fn leads_home(&self) {
        if let Phase::Engaged(_) | Phase::Resting(_) = self.kiosk.phase() {
            let layout = self.kiosk.layout(self.now());
            assert!(layout.rect_of(Target::Home).is_some() && layout.rect_of(Target::Language).is_some());
        }
    }
}

#[test]
fn a_hundred_thousand_events_leave_nobody_stuck() {
    let mut monkey = Monkey {
        random: Random(2035),
        kiosk: kiosk(),
        ms: 0,
        jump: Duration::zero(),
        contacts: BTreeMap::new(),
        staff_by_pin: 0,
    };
    let mut phases: BTreeMap<String, u32> = BTreeMap::new();
    for step in 0..100_000 {
        monkey.step();
        let phase = format!("{:?}", monkey.kiosk.phase());
        let name = phase.split(['(', ' ', '{']).next().unwrap().to_owned();
        *phases.entry(name).or_default() += 1;
        if step % 25 == 0 {
            monkey.is_not_stuck();
            monkey.leads_home();
        }
    }
    println!("{phases:?}, staff menu by PIN {} times", monkey.staff_by_pin);
    for wanted in ["Attract", "Engaged", "Warning", "Resting", "Pin", "Staff", "Cleaning", "Closed"] {
        assert!(phases.contains_key(wanted), "the monkey never came to {wanted}: {phases:?}");
    }
    assert!(monkey.staff_by_pin > 0);
}
