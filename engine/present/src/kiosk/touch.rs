//! What touches and a guide's commands do.

use linli_model::{Answer, KioskMode, TallyKey};

use super::fingers::{Motion, Touch};
use super::layout::{Rect, Target};
use super::machine::{Effect, Kiosk, Now, Phase, Place, Remote, ms};
use super::pin::{PIN_DIGITS, PinTry};
use super::pixel_shift::pixel_shift;
use super::question::{Asking, figure_text, slid, vote_shares};

/// Time for the four corners, milliseconds.
const CORNERS_MS: u64 = 5_000;
/// A corner is so many targets wide.
const CORNER_TARGETS: f64 = 1.6;
/// One step of the buttons for who cannot use two fingers: zoom factor, and turn in radians.
const BUTTON: (f64, f64) = (0.75, 0.26);

impl Kiosk {
    /// Takes news of a contact.
    pub(super) fn touch(&mut self, now: Now, touch: &Touch, effects: &mut Vec<Effect>) {
        match self.fingers.take(now.ms, touch, self.settings.screen.px_per_mm()) {
            Motion::Nothing => {}
            Motion::Began(at) => self.began(now, at, effects),
            Motion::Moved(at, from_px) => self.moved(now, at, from_px, effects),
            Motion::Ended(finger, live) => {
                if !live || finger.spent {
                    return;
                }
                self.active_ms = now.ms;
                match finger.target {
                    Some((target, rect)) if rect.holds(unshifted(now, finger.at_px)) => {
                        self.press(now, target, effects);
                    }
                    Some(_) => {}
                    None if !finger.travelled && self.is_free() => effects.push(Effect::Tap(finger.at_px)),
                    None => {}
                }
            }
        }
    }

    fn began(&mut self, now: Now, at: usize, effects: &mut Vec<Effect>) {
        let Some(place) = self.fingers.get(at).map(|finger| finger.at_px) else { return };
        if self.corner(now, place) {
            self.phase = Phase::Pin { typed: String::new() };
            self.playhead = None;
            self.asking = None;
            self.fingers.spend();
            return;
        }
        if matches!(self.phase, Phase::Warning(..) | Phase::Closed | Phase::Cleaning(_)) {
            self.fingers.spend();
            return;
        }
        let layout = self.layout_with(now, Default::default(), Default::default());
        let there = unshifted(now, place);
        let target = layout.target_at(there).and_then(|target| Some((target, layout.rect_of(target)?)));
        let attract = self.phase == Phase::Attract;
        let Some(finger) = self.fingers.get_mut(at) else { return };
        if !finger.is_live(now.ms) {
            return;
        }
        finger.target = target;
        // The first touch stops the loop; what it would have done was not meant.
        finger.spent = attract && target.is_none();
        if attract {
            self.engage(effects);
        }
        self.slide(now, at, effects);
    }

    fn moved(&mut self, now: Now, at: usize, from_px: [f64; 2], effects: &mut Vec<Effect>) {
        let Some(finger) = self.fingers.get(at).filter(|finger| !finger.spent && finger.is_live(now.ms))
        else {
            return;
        };
        if finger.target.is_some() {
            self.slide(now, at, effects);
            return;
        }
        if !self.is_free() {
            return;
        }
        let (id, to_px) = (finger.id, finger.at_px);
        let others: Vec<[f64; 2]> = self
            .fingers
            .live(now.ms)
            .filter(|other| other.id != id && other.target.is_none() && !other.spent)
            .map(|other| other.at_px)
            .collect();
        // Who takes the camera in hand holds the chapter.
        self.playhead = self.playhead.map(|playhead| playhead.held(now.clock_us));
        effects.push(match others.as_slice() {
            [] => Effect::Look(from_px, to_px),
            [other, ..] => Effect::ZoomTurn([from_px, *other], [to_px, *other]),
        });
    }

    /// Whether a touch of the picture moves the camera.
    fn is_free(&self) -> bool {
        matches!(self.phase, Phase::Engaged(_)) && self.asking.is_none()
    }

    /// Moves the slider that a finger is on.
    fn slide(&mut self, now: Now, at: usize, effects: &mut Vec<Effect>) {
        let Some(finger) = self.fingers.get(at) else { return };
        let Some((target, rect)) = finger.target else { return };
        let share = share_of(&rect, unshifted(now, finger.at_px));
        match target {
            Target::Slider(play) => {
                self.playhead = self.playhead.map(|playhead| playhead.held(now.clock_us));
                effects.push(Effect::Slide(play, share));
            }
            Target::Guess => {
                let question = self.chapter().and_then(|(_, chapter)| chapter.question.as_ref());
                let slid = question.and_then(|question| slid(question, share));
                if let (Some(Asking::Guess { value }), Some(slid)) = (&mut self.asking, slid) {
                    *value = slid;
                }
            }
            _ => {}
        }
    }

    /// Whether this touch completes the four corners: upper left, upper right, lower right, lower left.
    fn corner(&mut self, now: Now, [x, y]: [f64; 2]) -> bool {
        if !self.gate.can_open()
            || matches!(self.phase, Phase::Pin { .. } | Phase::Staff | Phase::Cleaning(_))
        {
            return false;
        }
        let screen = &self.settings.screen;
        let side = CORNER_TARGETS * screen.target_mm * screen.px_per_mm();
        let (width, height) = (f64::from(screen.width_px), f64::from(screen.height_px));
        let (left, right) = (x <= side, x >= width - side);
        let (top, bottom) = (y <= side, y >= height - side);
        let wanted = [left && top, right && top, right && bottom, left && bottom];
        let (done, since) = self.corners;
        let in_time = now.ms.saturating_sub(since) <= CORNERS_MS;
        self.corners = match done {
            1..=3 if in_time && wanted[done] => (done + 1, since),
            _ if wanted[0] => (1, now.ms),
            _ => (0, 0),
        };
        if self.corners.0 < 4 {
            return false;
        }
        self.corners = (0, 0);
        true
    }

    /// Carries out what a target is for.
    fn press(&mut self, now: Now, target: Target, effects: &mut Vec<Effect>) {
        match (&self.phase, target) {
            (Phase::Engaged(_), target) => self.visitor_press(now, target, effects),
            (Phase::Pin { .. }, target) => self.pin_press(now, target, effects),
            (Phase::Staff, target) => self.staff_press(now, target, effects),
            _ => {}
        }
    }

    fn visitor_press(&mut self, now: Now, target: Target, effects: &mut Vec<Effect>) {
        let chapters = self.script.show().chapters.len();
        let at = self.playhead.map(|playhead| playhead.chapter as usize);
        match target {
            Target::Home => self.open_menu(effects),
            Target::Back if self.asking.is_some() => self.go_on(now),
            Target::Back => self.open_menu(effects),
            Target::Language => {
                self.language = self.language.other();
                effects.push(Effect::SetLanguage(self.language));
            }
            Target::Contrast => self.high_contrast = !self.high_contrast,
            Target::Low => self.low = !self.low,
            Target::Card(card) if card < chapters => self.open_chapter(now, card, effects),
            Target::Next => self.step(now, at, true, effects),
            Target::Previous => self.step(now, at, false, effects),
            Target::Hold => {
                self.playhead = self.playhead.map(|playhead| match playhead.held_us {
                    Some(_) => playhead.released(now.clock_us),
                    None => playhead.held(now.clock_us),
                });
            }
            Target::ZoomIn => effects.push(Effect::Zoom(BUTTON.0)),
            Target::ZoomOut => effects.push(Effect::Zoom(1.0 / BUTTON.0)),
            Target::TurnLeft => effects.push(Effect::Turn(-BUTTON.1)),
            Target::TurnRight => effects.push(Effect::Turn(BUTTON.1)),
            Target::Confirm => self.answer(now, None, effects),
            Target::Choice(choice) => self.answer(now, Some(choice), effects),
            Target::Continue => self.go_on(now),
            _ => {}
        }
    }

    fn open_menu(&mut self, effects: &mut Vec<Effect>) {
        self.phase = Phase::Engaged(Place::Menu);
        self.playhead = None;
        self.asking = None;
        effects.push(Effect::GoHome);
    }

    fn open_chapter(&mut self, now: Now, chapter: usize, effects: &mut Vec<Effect>) {
        self.phase = Phase::Engaged(Place::Chapter);
        self.play(now, chapter, effects);
    }

    /// The chapter after or before; around the end.
    fn step(&mut self, now: Now, at: Option<usize>, forward: bool, effects: &mut Vec<Effect>) {
        let chapters = self.script.show().chapters.len();
        if chapters == 0 {
            return;
        }
        let next = match at {
            None => 0,
            Some(at) if forward => (at + 1) % chapters,
            Some(at) => (at + chapters - 1) % chapters,
        };
        self.open_chapter(now, next, effects);
    }

    /// Counts an answer and shows what it is about.
    fn answer(&mut self, now: Now, choice: Option<usize>, effects: &mut Vec<Effect>) {
        let Some(Asking::Guess { value }) = self.asking else { return };
        let Some(question) = self.chapter().and_then(|(_, chapter)| chapter.question.clone()) else { return };
        let (guess, answer) = match (&question.answer, choice) {
            (Answer::Guess { step, .. }, None) => {
                (Some(value), figure_text(value, *step).replace('\u{2009}', ""))
            }
            (Answer::Vote { choices }, Some(at)) => match choices.get(at) {
                Some(choice) => (None, choice.key.clone()),
                None => return,
            },
            _ => return,
        };
        let show = self.script.show().key.clone();
        self.tally.add(TallyKey {
            day: now.local.date(),
            show: show.clone(),
            question: question.key.clone(),
            answer: answer.clone(),
        });
        let shares = vote_shares(&self.tally, &show, &question);
        self.asking = Some(Asking::Shown { guess, shares, since_ms: now.ms });
        effects.push(Effect::Answer(question.key, answer));
    }

    fn pin_press(&mut self, now: Now, target: Target, effects: &mut Vec<Effect>) {
        let Phase::Pin { typed } = &mut self.phase else { return };
        match target {
            Target::Digit(digit) if typed.len() < *PIN_DIGITS.end() && digit < 10 => {
                typed.push(char::from(b'0' + digit));
            }
            Target::Erase => _ = typed.pop(),
            Target::Enter if !typed.is_empty() => {
                let typed = std::mem::take(typed);
                if self.gate.try_pin(now.ms, &typed) == PinTry::Right {
                    self.phase = Phase::Staff;
                }
            }
            Target::Leave => self.leave(now, effects),
            _ => {}
        }
    }

    fn staff_press(&mut self, now: Now, target: Target, effects: &mut Vec<Effect>) {
        match target {
            Target::Clean => {
                self.phase = Phase::Cleaning(now.ms.saturating_add(ms(self.settings.idle.cleaning_s)));
            }
            Target::Restart => effects.push(Effect::Restart),
            Target::Quit => effects.push(Effect::Quit),
            Target::Leave => self.leave(now, effects),
            _ => {}
        }
    }

    /// Away from the PIN and the staff menu. A second finger on the screen keeps the menu.
    fn leave(&mut self, now: Now, effects: &mut Vec<Effect>) {
        let touched = self.fingers.live(now.ms).next().is_some();
        if touched { self.open_menu(effects) } else { self.full_reset(effects) }
    }

    /// Takes a command of a guide. Staff menus, cleaning and closing are none of a guide's business.
    pub(super) fn remote(&mut self, now: Now, remote: &Remote, effects: &mut Vec<Effect>) {
        if matches!(self.phase, Phase::Closed | Phase::Cleaning(_) | Phase::Pin { .. } | Phase::Staff) {
            return;
        }
        self.guide_ms = Some(now.ms);
        self.active_ms = now.ms;
        let at = self.playhead.map(|playhead| playhead.chapter as usize);
        match remote {
            Remote::Chapter(key) => {
                if let Some(chapter) = self.script.show().chapter_at(key) {
                    self.open_chapter(now, chapter, effects);
                }
            }
            Remote::Next => self.step(now, at, true, effects),
            Remote::Previous => self.step(now, at, false, effects),
            Remote::Pause => self.playhead = self.playhead.map(|playhead| playhead.held(now.clock_us)),
            Remote::Resume if self.asking.is_some() => self.go_on(now),
            Remote::Resume => self.playhead = self.playhead.map(|playhead| playhead.released(now.clock_us)),
            Remote::Home => self.open_menu(effects),
            Remote::Language(language) => {
                self.language = *language;
                effects.push(Effect::SetLanguage(*language));
            }
            Remote::Mode(mode) => self.mode = *mode,
        }
        // A loop that a guide holds is no loop any more.
        if self.mode == KioskMode::Guided && self.phase == Phase::Attract {
            self.phase = Phase::Engaged(if self.playhead.is_some() { Place::Chapter } else { Place::Menu });
        }
    }
}

/// A place on the glass as the layout knows it.
fn unshifted(now: Now, [x, y]: [f64; 2]) -> [f64; 2] {
    let [dx, dy] = pixel_shift(now.ms);
    [x - dx, y - dy]
}

fn share_of(rect: &Rect, [x, _]: [f64; 2]) -> f64 {
    ((x - rect.x) / rect.w.max(1.0)).clamp(0.0, 1.0)
}
