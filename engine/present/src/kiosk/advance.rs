//! What passes with time: idle times, opening hours, the attract loop, questions, cues.

use linli_model::{KioskMode, LinkRole};

use super::machine::{Effect, Kiosk, Now, Phase, Place, ResetKind, ms};
use super::playhead::Playhead;
use super::question::Asking;
use super::script::US_PER_S;

/// Time that an answer stays before the chapter goes on by itself, milliseconds.
const ANSWER_MS: u64 = 12_000;
/// Time without a digit after which the PIN is no longer asked for, milliseconds.
const PIN_MS: u64 = 30_000;
/// A chapter that plays keeps a visitor who only looks from being asked, for at most so many idle times.
const LOOKING: u64 = 3;
/// A playhead that jumps farther than this sends no cues for what it passed over, microseconds.
const CUE_JUMP_US: i64 = 2_000_000;

impl Kiosk {
    /// Lets time pass.
    pub(super) fn advance(&mut self, now: Now, effects: &mut Vec<Effect>) {
        let touched = self.fingers.live(now.ms).next().is_some();
        if touched {
            self.active_ms = now.ms;
        }
        self.pass(now, touched, effects);
        self.play_on(now, effects);
        self.send_cues(now, effects);
    }

    fn pass(&mut self, now: Now, touched: bool, effects: &mut Vec<Effect>) {
        let idle = &self.settings.idle;
        let quiet = now.ms.saturating_sub(self.active_ms);
        match self.phase {
            Phase::Attract if touched => self.engage(effects),
            Phase::Warning(place, _) if touched => self.phase = Phase::Engaged(place),
            Phase::Resting(_) if touched => self.phase = Phase::Engaged(Place::Menu),
            Phase::Engaged(place) if !touched && now.ms >= self.warn_at_ms(now) => {
                self.phase = Phase::Warning(place, now.ms);
            }
            Phase::Warning(_, since) if now.ms >= since + ms(idle.gentle_after_s) => {
                self.gentle_reset(now, effects);
            }
            Phase::Resting(since) if now.ms >= since + ms(idle.full_after_s) => self.full_reset(effects),
            Phase::Cleaning(until) if now.ms >= until && !touched => self.full_reset(effects),
            Phase::Pin { .. } if quiet >= PIN_MS => self.full_reset(effects),
            Phase::Staff if quiet >= ms(idle.staff_s) => self.full_reset(effects),
            Phase::Closed if !touched && self.settings.hours.is_open(now.local) => {
                self.full_reset(effects);
                effects.push(Effect::Sleep(false));
            }
            _ => {}
        }
        let shuts = matches!(self.phase, Phase::Attract | Phase::Resting(_));
        if shuts && !touched && !self.settings.hours.is_open(now.local) {
            self.full_reset(effects);
            self.phase = Phase::Closed;
            effects.push(Effect::Sleep(true));
        }
    }

    /// When a visitor is asked whether somebody is there.
    fn warn_at_ms(&self, now: Now) -> u64 {
        let after = ms(self.settings.idle.warning_after_s);
        let mut at = self.active_ms.saturating_add(after);
        if self.mode == KioskMode::Guided
            && let Some(guide) = self.guide_ms
        {
            at = at.max(guide.saturating_add(ms(self.settings.idle.guide_s)));
        }
        // A question that comes after a long look is not covered at once.
        if self.asking.is_some() {
            let answered = self.asked_ms.saturating_add(after);
            at = at.max(answered.min(self.active_ms.saturating_add(LOOKING * after)));
        }
        // Who watches a chapter does not touch; the question comes when it has ended.
        if let (None, Some(playhead)) = (&self.asking, self.playhead)
            && playhead.held_us.is_none()
        {
            let left_us =
                self.script.length_us(playhead.chapter as usize) - playhead.position_us(now.clock_us);
            let asks = |(at, of): (usize, &linli_model::Chapter)| {
                of.question.is_some() && !self.answered.contains(&at)
            };
            // Its question may come at its very end.
            let answering = if self.chapter().is_some_and(asks) { after } else { 0 };
            let end = now.ms.saturating_add((left_us.max(0) / 1000) as u64).saturating_add(answering);
            at = at.max(end.min(self.active_ms.saturating_add(LOOKING * after)));
        }
        at
    }

    /// Somebody has come.
    pub(super) fn engage(&mut self, effects: &mut Vec<Effect>) {
        self.phase = Phase::Engaged(Place::Menu);
        self.playhead = None;
        self.asking = None;
        self.answered.clear();
        effects.extend([Effect::Visitor, Effect::GoHome]);
    }

    fn gentle_reset(&mut self, now: Now, effects: &mut Vec<Effect>) {
        self.phase = Phase::Resting(now.ms);
        self.playhead = None;
        self.asking = None;
        effects.extend([Effect::Reset(ResetKind::Gentle), Effect::GoHome]);
    }

    /// As after the start.
    pub(super) fn full_reset(&mut self, effects: &mut Vec<Effect>) {
        self.phase = Phase::Attract;
        self.playhead = None;
        self.asking = None;
        self.answered.clear();
        self.corners = (0, 0);
        self.guide_ms = None;
        self.mode = self.settings.mode;
        self.high_contrast = self.settings.high_contrast;
        self.low = self.settings.controls_low;
        effects.push(Effect::Reset(ResetKind::Full));
        if self.language != self.settings.language {
            self.language = self.settings.language;
            effects.push(Effect::SetLanguage(self.language));
        }
    }

    /// Begins a chapter.
    pub(super) fn play(&mut self, now: Now, chapter: usize, effects: &mut Vec<Effect>) {
        if chapter >= self.script.show().chapters.len() {
            return;
        }
        self.playhead = Some(Playhead::beginning(chapter, now.clock_us));
        self.asking = None;
        effects.push(Effect::Play(chapter));
    }

    fn play_on(&mut self, now: Now, effects: &mut Vec<Effect>) {
        match self.phase {
            Phase::Attract => self.attract(now, effects),
            Phase::Engaged(Place::Chapter) => self.question_time(now),
            _ => {}
        }
    }

    /// The loop that plays while nobody is there: a leader's, or the machine's own.
    fn attract(&mut self, now: Now, effects: &mut Vec<Effect>) {
        if let Some((playhead, _)) = self.fresh_leader(now.ms) {
            let begins = self.playhead.is_none_or(|own| own.chapter != playhead.chapter);
            self.playhead = Some(playhead);
            if begins {
                effects.push(Effect::Play(playhead.chapter as usize));
            }
            return;
        }
        if self.mode == KioskMode::Manual {
            self.playhead = None;
            return;
        }
        let list = self.script.show().attract_chapters();
        let plays = self.playhead.is_some_and(|playhead| {
            let length_us = self.script.length_us(playhead.chapter as usize);
            playhead.held_us.is_none() && length_us > 0 && playhead.position_us(now.clock_us) < length_us
        });
        if plays || list.is_empty() {
            return;
        }
        if let Some(playhead) = self.playhead {
            let at = list.iter().position(|chapter| *chapter == playhead.chapter as usize);
            self.attract_at = at.map_or(0, |at| at + 1);
        }
        self.attract_at %= list.len();
        self.play(now, list[self.attract_at], effects);
    }

    /// Asks the chapter's question when its time has come, and goes on some time after the answer.
    fn question_time(&mut self, now: Now) {
        if let Some(Asking::Shown { since_ms, .. }) = &self.asking {
            if now.ms.saturating_sub(*since_ms) >= ANSWER_MS {
                self.go_on(now);
            }
            return;
        }
        let Some((at, chapter)) = self.chapter() else { return };
        let (Some(question), Some(playhead)) = (&chapter.question, self.playhead) else { return };
        let due_us = (question.at_s * US_PER_S) as i64;
        let due = playhead.held_us.is_none() && playhead.position_us(now.clock_us) >= due_us;
        if due && self.asking.is_none() && !self.answered.contains(&at) {
            self.asking = Some(Asking::begin(question));
            self.asked_ms = now.ms;
            self.answered.insert(at);
            self.playhead = Some(playhead.held(now.clock_us));
        }
    }

    /// Closes a question and lets the chapter go on.
    pub(super) fn go_on(&mut self, now: Now) {
        self.asking = None;
        self.playhead = self.playhead.map(|playhead| playhead.released(now.clock_us));
    }

    /// Cues that the playhead has passed. A follower sends none: its leader does.
    fn send_cues(&mut self, now: Now, effects: &mut Vec<Effect>) {
        let Some(playhead) = self.playhead else {
            self.cued = None;
            return;
        };
        let position = playhead.position_us(now.clock_us);
        let before = match self.cued {
            Some((chapter, upto)) if chapter == playhead.chapter && upto <= position => upto,
            // A chapter that begins; one that is joined in its middle does not send what has passed.
            _ => -1,
        };
        self.cued = Some((playhead.chapter, position));
        let leads =
            !matches!(self.settings.network.role, LinkRole::Follower { .. }) || !self.is_following(now.ms);
        if leads && position - before <= CUE_JUMP_US {
            let cues = self.script.cues(playhead.chapter as usize, before, position);
            effects.extend(cues.cloned().map(Effect::Cue));
        }
    }
}
