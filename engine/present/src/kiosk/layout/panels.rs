//! The panels over a picture: questions, warning, cleaning, PIN, staff menu.

use linli_model::{Answer, Question};

use super::draw::{CAPTION, Draw, INVITATION, TITLE};
use super::{Rect, Target, TextRole};
use crate::Text;
use crate::kiosk::question::{Asking, figure_text};

impl Draw<'_> {
    pub(super) fn question(&mut self, question: &Question, asking: &Asking, region: &Rect) {
        let region = self.reachable(region);
        let panel = region.centred([self.letter * 56.0, region.h.min(self.letter * 26.0 + self.side * 2.0)]);
        self.out.plates.push(panel);
        let inner = panel.inset(self.gap);
        let (head, rest) = inner.split_top(inner.h * 0.28, self.gap);
        let words = self.words(&question.words).to_owned();
        self.put(TextRole::Title, head, &words, CAPTION);
        let (middle, foot) = rest.split_top(rest.h - self.side - self.gap, self.gap);
        match (&question.answer, asking) {
            (Answer::Guess { unit, step, .. }, Asking::Guess { value }) => {
                let (figure, slider) = middle.split_top(middle.h - self.side - self.gap, self.gap);
                let shown = format!("{} {}", figure_text(*value, *step), self.words(unit));
                self.put(TextRole::Figure, figure, &shown, INVITATION);
                self.out.targets.push((Target::Guess, slider));
                self.button(Target::Confirm, foot, self.say(Text::KioskConfirm));
            }
            (Answer::Guess { unit, figure, step, source, .. }, Asking::Shown { guess, .. }) => {
                let unit = self.words(unit).to_owned();
                let (upper, lower) = middle.split_top(middle.h * 0.6, self.gap);
                let mut told =
                    format!("{} {} {unit}", self.say(Text::KioskFigure), figure_text(*figure, *step));
                if let Some(guess) = guess {
                    let own =
                        format!("{} {} {unit}", self.say(Text::KioskYourGuess), figure_text(*guess, *step));
                    told = format!("{told}\n{own}");
                }
                self.put(TextRole::Figure, upper, &told, CAPTION);
                let source = self.words(source).to_owned();
                self.put(TextRole::Body, lower, &source, 1.0);
                self.button(Target::Continue, foot, self.say(Text::KioskContinue));
            }
            (Answer::Vote { choices }, asking) => {
                let shown = matches!(asking, Asking::Shown { .. });
                let region = if shown { middle } else { rest };
                for (at, choice) in choices.iter().enumerate() {
                    let row = region.row(at, choices.len(), self.gap);
                    let words = self.words(&choice.words).to_owned();
                    match asking {
                        Asking::Shown { shares, .. } => {
                            let share = shares.get(at).copied().unwrap_or_default();
                            self.put(TextRole::Body, row, &format!("{words}　{share} %"), 1.2);
                        }
                        Asking::Guess { .. } => self.button(Target::Choice(at), row, &words),
                    }
                }
                if shown {
                    self.button(Target::Continue, foot, self.say(Text::KioskContinue));
                }
            }
        }
    }

    pub(super) fn warning(&mut self, left_s: u64) {
        let region = self.reachable(&self.screen.clone());
        let panel = region.centred([self.letter * 34.0, self.letter * 14.0 + self.side]);
        self.out.plates.push(panel);
        let inner = panel.inset(self.gap);
        let (words, foot) = inner.split_top(inner.h - self.side - self.gap, self.gap);
        let told = format!("{}\n{left_s} s", self.say(Text::KioskStillHere));
        self.put(TextRole::Title, words, &told, TITLE);
        self.button(Target::StillHere, foot, self.say(Text::KioskYes));
    }

    pub(super) fn cleaning(&mut self, left_s: u64) {
        let panel = self.screen.centred([self.letter * 34.0, self.letter * 14.0]);
        self.out.plates.push(panel);
        let told = format!("{}\n{left_s} s", self.say(Text::KioskCleaning));
        self.put(TextRole::Title, panel.inset(self.gap), &told, TITLE);
    }

    pub(super) fn pin(&mut self, digits: usize, locked_s: Option<u64>) {
        let (side, gap) = (self.side, self.gap);
        let region = self.reachable(&self.screen.clone());
        let wide = (side * 1.2).max(self.letter * 5.4 + gap);
        let panel = region.centred([wide * 3.0 + gap * 4.0, side * 5.0 + gap * 6.0 + self.letter * 5.0]);
        self.out.plates.push(panel);
        let inner = panel.inset(gap);
        let (head, pad) = inner.split_top(inner.h - side * 5.0 - gap * 5.0, gap);
        let told = match locked_s {
            Some(seconds) => format!("{} {seconds} s", self.say(Text::KioskLocked)),
            None => format!("{} {}", self.say(Text::KioskPin), "●".repeat(digits)),
        };
        self.put(TextRole::Title, head, &told, CAPTION);
        let keys: [(Target, &str); 12] = [
            (Target::Digit(1), "1"),
            (Target::Digit(2), "2"),
            (Target::Digit(3), "3"),
            (Target::Digit(4), "4"),
            (Target::Digit(5), "5"),
            (Target::Digit(6), "6"),
            (Target::Digit(7), "7"),
            (Target::Digit(8), "8"),
            (Target::Digit(9), "9"),
            (Target::Erase, "⌫"),
            (Target::Digit(0), "0"),
            (Target::Enter, "OK"),
        ];
        for (at, (target, words)) in keys.into_iter().enumerate() {
            let rect = pad.row(at / 3, 5, gap).column(at % 3, 3, gap);
            self.button(target, rect, words);
        }
        let leave = pad.row(4, 5, gap);
        self.button(Target::Leave, leave, self.say(Text::Cancel));
    }

    pub(super) fn staff(&mut self, problems: &[String]) {
        let region = self.reachable(&self.screen.clone());
        let (side, gap) = (self.side, self.gap);
        let high = region.h.min(side * 5.0 + gap * 6.0 + self.letter * 14.0);
        let panel = region.centred([self.letter * 50.0, high]);
        self.out.plates.push(panel);
        let inner = panel.inset(gap);
        let (head, pad) = inner.split_top(inner.h - side * 4.0 - gap * 4.0, gap);
        let (title, notes) = head.split_top(self.letter * 1.6, 0.0);
        self.put(TextRole::Title, title, self.say(Text::KioskStaff), 1.0);
        self.put(TextRole::Body, notes, &problems.join("\n"), 1.0);
        let items = [
            (Target::Clean, Text::KioskClean),
            (Target::Restart, Text::KioskRestart),
            (Target::Quit, Text::KioskQuit),
            (Target::Leave, Text::Close),
        ];
        for (at, (target, words)) in items.into_iter().enumerate() {
            self.button(target, pad.row(at, 4, gap), self.say(words));
        }
    }
}
