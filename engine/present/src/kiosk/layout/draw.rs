//! The screens of a visitor: attract loop, menu, chapters.

use linli_model::{Chapter, KioskSettings, Play, Question, Words};

use super::{CAP_MM, GAP_MM, Layout, Page, REACH_MM, Rect, Target, TextBox, TextRole};
use crate::kiosk::pixel_shift::STEP_PX;
use crate::kiosk::question::Asking;
use crate::kiosk::text_fit::{CAP_HEIGHT, fit};
use crate::{Text, text};

/// Sizes of letters, as multiples of the least.
pub(super) const TITLE: f64 = 1.8;
pub(super) const CAPTION: f64 = 1.4;
pub(super) const INVITATION: f64 = 2.4;
/// Height of the foot of the invitation, where a ring shows where to touch, as a multiple of the least letters.
const RING: f64 = 3.6;

pub(super) struct Draw<'a> {
    page: &'a Page<'a>,
    pub(super) out: Layout,
    /// The screen without its margin.
    pub(super) screen: Rect,
    /// Where targets may lie.
    pub(super) reach: Rect,
    /// Side of the smallest target, pixels.
    pub(super) side: f64,
    pub(super) gap: f64,
    /// Least size of letters, pixels.
    pub(super) letter: f64,
}

impl<'a> Draw<'a> {
    pub(super) fn new(page: &'a Page<'a>) -> Self {
        let screen = &page.settings.screen;
        let scale = screen.px_per_mm();
        let gap = (GAP_MM * scale).ceil();
        // Room for the shift against burning in.
        let margin = gap.max(STEP_PX) + STEP_PX;
        let whole =
            Rect::new(0.0, 0.0, f64::from(screen.width_px), f64::from(screen.height_px)).inset(margin);
        let side = (screen.target_mm.max(20.0) * scale).ceil();
        let reach = if page.low { low_part(page.settings, &whole, side) } else { whole };
        let letter = CAP_MM * scale / CAP_HEIGHT;
        Self {
            page,
            out: Layout { letter_px: letter, ..Layout::default() },
            screen: whole,
            reach,
            side,
            gap,
            letter,
        }
    }

    pub(super) fn words<'b>(&self, words: &'b Words) -> &'b str {
        words.of(self.page.language)
    }

    pub(super) fn say(&self, what: Text) -> &'static str {
        text(what, self.page.language)
    }

    pub(super) fn put(&mut self, role: TextRole, rect: Rect, words: &str, largest: f64) {
        if words.is_empty() {
            return;
        }
        let set = fit(words, [rect.w, rect.h], largest * self.letter, self.letter);
        self.out.texts.push(TextBox { role, rect, set });
    }

    pub(super) fn button(&mut self, target: Target, rect: Rect, words: &str) {
        self.out.targets.push((target, rect));
        self.put(TextRole::Label, rect.inset(self.gap / 2.0), words, 1.2);
    }

    /// The row of controls that every screen of a visitor has; what is above it is left.
    fn band(&mut self, middle: &[(Target, &str)]) -> Rect {
        let (side, gap) = (self.side, self.gap);
        let y = self.reach.y + self.reach.h - side;
        let wide = self.widest_button();
        let row = Rect::new(self.reach.x, y, self.reach.w, side);
        let (home, back) = (self.say(Text::KioskHome), self.say(Text::KioskBack));
        let ends = [(Target::Home, home), (Target::Back, back)];
        let language = self.say(Text::SwitchLanguage);
        let (contrast, low) = (self.say(Text::KioskContrast), self.say(Text::KioskLow));
        let right = [(Target::Low, low), (Target::Contrast, contrast), (Target::Language, language)];
        let count = ends.len() + middle.len() + right.len();
        // A narrow screen gets two rows.
        let fits = wide * count as f64 + gap * (count - 1) as f64 <= row.w;
        if fits {
            let x = |at: usize| row.x + (wide + gap) * at as f64;
            for (at, (target, words)) in ends.iter().chain(middle).enumerate() {
                self.button(*target, Rect::new(x(at), y, wide, side), words);
            }
            for (at, (target, words)) in right.iter().rev().enumerate() {
                let x = row.x + row.w - wide - (wide + gap) * at as f64;
                self.button(*target, Rect::new(x, y, wide, side), words);
            }
        } else {
            let lower: Vec<_> = ends.iter().chain(&right).collect();
            for (at, (target, words)) in lower.iter().enumerate() {
                self.button(*target, row.column(at, lower.len(), gap), words);
            }
            let upper = Rect::new(row.x, y - side - gap, row.w, side);
            for (at, (target, words)) in middle.iter().enumerate() {
                self.button(*target, upper.column(at, middle.len(), gap), words);
            }
        }
        let rows = if fits || middle.is_empty() { 1.0 } else { 2.0 };
        Rect::new(
            self.reach.x,
            self.screen.y,
            self.reach.w,
            y - (rows - 1.0) * (side + gap) - gap - self.screen.y,
        )
    }

    /// Width of a button of the band: wide enough for its words in both languages.
    fn widest_button(&self) -> f64 {
        self.side.max(self.letter * 5.4 + self.gap)
    }

    /// The part of a region in which targets may lie.
    pub(super) fn reachable(&self, region: &Rect) -> Rect {
        let top = region.y.max(self.reach.y);
        Rect::new(region.x, top, region.w, region.y + region.h - top)
    }

    pub(super) fn attract(&mut self, caption: &Words) {
        let (side, gap) = (self.side, self.gap);
        let wide = self.widest_button();
        let y = self.reach.y + self.reach.h - side;
        let language = Rect::new(self.reach.x + self.reach.w - wide, y, wide, side);
        self.button(Target::Language, language, self.say(Text::SwitchLanguage));
        let (title, rest) = self.screen.split_top(self.letter * TITLE * 3.2, gap);
        let name = self.words(&self.page.show.title).to_owned();
        self.put(TextRole::Title, title, &name, TITLE);
        // The invitation stands in both languages: nobody has chosen one yet.
        let invitation = &self.page.show.invitation;
        let both = format!("{}\n{}", invitation.zh, invitation.en);
        let ring = self.letter * RING;
        let room = [rest.w - 4.0 * gap, (self.letter * INVITATION * 3.0).min(rest.h * 0.4)];
        let [wide, high] = fit(&both, room, INVITATION * self.letter, self.letter).extent_px();
        // Below the middle, where the picture is least hidden, and no wider than its words; the ring has its foot.
        let panel = [wide + 4.0 * gap, high + 2.0 * gap + ring];
        let top = rest.y + ((rest.h - panel[1]) * 0.55).max(0.0);
        let plate = Rect::new(rest.x + (rest.w - panel[0]) / 2.0, top, panel[0], panel[1]);
        self.out.plates.push(plate);
        let words = Rect::new(plate.x + gap, plate.y + gap, plate.w - 2.0 * gap, high + 1e-6);
        self.put(TextRole::Title, words, &both, INVITATION);
        let below = Rect::new(rest.x, plate.y + plate.h + gap, rest.w, y - gap - plate.y - plate.h - gap);
        let words = self.words(caption).to_owned();
        if words.is_empty() || below.h <= 0.0 {
            return;
        }
        let most = below.h.min(self.letter * 4.5);
        let room = [below.w - 2.0 * gap, most - gap];
        let [wide, high] = fit(&words, room, CAPTION * self.letter, self.letter).extent_px();
        let (wide, high) = (wide + 2.0 * gap, high + gap);
        let plate = Rect::new(below.x, below.y + below.h - high, wide.min(below.w), high);
        self.out.plates.push(plate);
        let line = Rect::new(plate.x + gap, plate.y + gap / 2.0, plate.w - 2.0 * gap, plate.h - gap + 1e-6);
        self.put(TextRole::Caption, line, &words, CAPTION);
    }

    pub(super) fn menu(&mut self) {
        let rest = self.band(&[]);
        let (title, below) = rest.split_top(self.letter * TITLE * 1.6, self.gap);
        let name = self.words(&self.page.show.title).to_owned();
        self.put(TextRole::Title, title, &name, TITLE);
        let region = self.reachable(&below);
        let chapters = &self.page.show.chapters;
        let columns = columns(chapters.len(), &region, self.side * 3.0 + self.gap);
        let rows = chapters.len().div_ceil(columns.max(1)).max(1);
        // No larger than is comfortable, and at the foot: above them the picture shows.
        let high = region.row(0, rows, self.gap).h.min((self.side * 3.0).max(self.letter * 9.0));
        let top = region.y + region.h - (high + self.gap) * rows as f64 + self.gap;
        for (at, chapter) in chapters.iter().enumerate() {
            let y = top + (high + self.gap) * (at / columns) as f64;
            let card = Rect::new(region.x, y, region.w, high).column(at % columns, columns, self.gap);
            self.out.targets.push((Target::Card(at), card));
            let inner = card.inset(self.gap / 2.0);
            let (head, body) = inner.split_top(inner.h * 0.45, 0.0);
            let (name, summary) =
                (self.words(&chapter.title).to_owned(), self.words(&chapter.summary).to_owned());
            self.put(TextRole::Label, head, &name, CAPTION);
            self.put(TextRole::Body, body, &summary, 1.0);
        }
    }

    pub(super) fn chapter(
        &mut self,
        chapter: &Chapter,
        [caption, narration]: [&Words; 2],
        held: bool,
        asking: Option<&(&'a Question, &'a Asking)>,
    ) {
        let hold = self.say(if held { Text::Play } else { Text::Pause });
        let (before, after) = (self.say(Text::KioskPrevious), self.say(Text::KioskNext));
        let rest = self.band(&[(Target::Previous, before), (Target::Hold, hold), (Target::Next, after)]);
        let (title, below) = rest.split_top(self.letter * TITLE * 1.6, self.gap);
        let name = self.words(&chapter.title).to_owned();
        self.put(TextRole::Title, title, &name, TITLE);
        if let Some((question, asking)) = asking {
            self.question(question, asking, &below);
            return;
        }
        let right = self.camera_buttons(&below);
        let low = Rect::new(below.x, below.y, right - self.gap - below.x, below.h);
        let sliders = self.sliders(chapter, &low);
        let left = Rect::new(low.x, low.y, low.w, sliders - self.gap - low.y);
        let (caption, narration) = (self.words(caption).to_owned(), self.words(narration).to_owned());
        let (plate, boxes) = self.told(&left, [&caption, &narration]);
        self.out.free = Rect::new(left.x, left.y, low.w, plate.y - self.gap - left.y);
        if caption.is_empty() && narration.is_empty() {
            return;
        }
        self.out.plates.push(plate);
        let [first, second] = boxes;
        self.put(TextRole::Caption, first, &caption, CAPTION);
        self.put(TextRole::Narration, second, &narration, 1.0);
    }

    /// The plate of caption and narration at the foot of a region, no higher than they need, and their boxes.
    fn told(&self, region: &Rect, [caption, narration]: [&str; 2]) -> (Rect, [Rect; 2]) {
        let (gap, letter) = (self.gap, self.letter);
        let w = region.w.min(letter * 62.0);
        let most = (letter * 9.5).min(region.h) - gap;
        let room = w - 2.0 * gap;
        let high = |words: &str, largest: f64, most: f64| {
            if words.is_empty() {
                0.0
            } else {
                fit(words, [room, most], largest * letter, letter).extent_px()[1]
            }
        };
        let first = high(caption, CAPTION, letter * CAPTION * 2.95);
        let between = if caption.is_empty() || narration.is_empty() { 0.0 } else { gap / 2.0 };
        let second = high(narration, 1.0, most - first - between);
        let whole = first + between + second + gap;
        let plate = Rect::new(region.x, region.y + region.h - whole, w, whole);
        // Boxes are a hair higher than their words, so that these fit whatever is lost in rounding.
        let inner = Rect::new(plate.x + gap, plate.y + gap / 2.0, room, first + 1e-6);
        (plate, [inner, Rect::new(inner.x, inner.y + first + between, room, second + 1e-6)])
    }

    /// Buttons for who cannot use two fingers, in a column on the right; the column's left edge.
    fn camera_buttons(&mut self, region: &Rect) -> f64 {
        let (side, gap) = (self.side, self.gap);
        let buttons = [
            (Target::ZoomIn, "＋"),
            (Target::ZoomOut, "－"),
            (Target::TurnLeft, "↺"),
            (Target::TurnRight, "↻"),
        ];
        let bottom = region.y + region.h;
        let x = region.x + region.w - side;
        for (at, (target, words)) in buttons.iter().rev().enumerate() {
            let y = bottom - side - (side + gap) * at as f64;
            self.button(*target, Rect::new(x, y, side, side), words);
        }
        x
    }

    /// The sliders of what a visitor can play with, one below the other; the upper edge of the first.
    fn sliders(&mut self, chapter: &Chapter, region: &Rect) -> f64 {
        let plays: Vec<Play> = chapter.plays.iter().copied().filter(|play| *play != Play::Home).collect();
        let (side, gap) = (self.side, self.gap);
        let bottom = region.y + region.h;
        for (at, play) in plays.iter().rev().enumerate() {
            let y = bottom - side - (side + gap) * at as f64;
            let label_wide = (self.letter * 7.0).min(region.w * 0.35);
            let label = Rect::new(region.x, y, label_wide, side);
            self.put(TextRole::Body, label, self.say(play_text(*play)), 1.2);
            let x = region.x + label_wide + gap;
            let track = Rect::new(x, y, (region.w - label_wide - gap).min(self.letter * 55.0), side);
            self.out.targets.push((Target::Slider(*play), track));
        }
        bottom - (side + gap) * plays.len() as f64 + if plays.is_empty() { 0.0 } else { gap }
    }
}

/// The part of the screen between the heights that everybody reaches; the lowest part that holds the controls
/// where the screen hangs higher.
fn low_part(settings: &KioskSettings, whole: &Rect, side: f64) -> Rect {
    let screen = &settings.screen;
    let down = f64::from(screen.height_px) / screen.height_mm;
    let y_of = |height_mm: f64| (screen.lower_edge_mm + screen.height_mm - height_mm) * down;
    let bottom = y_of(REACH_MM[0]).min(whole.y + whole.h);
    let top = y_of(REACH_MM[1]).max(whole.y).min(bottom - side * 7.0).max(whole.y);
    Rect::new(whole.x, top, whole.w, bottom - top)
}

/// How many columns cards of a least width make in a region.
fn columns(cards: usize, region: &Rect, least: f64) -> usize {
    let most = ((region.w / least.max(1.0)).floor() as usize).clamp(1, 4);
    // As few rows as possible, and then no column more than they need.
    let rows = cards.div_ceil(most).max(1);
    cards.div_ceil(rows).max(1)
}

/// The words beside a slider.
fn play_text(play: Play) -> Text {
    match play {
        Play::Home => Text::Home,
        Play::Sun => Text::SunTime,
        Play::Years => Text::KioskYears,
        Play::Ground => Text::KioskGround,
        Play::Swipe => Text::CompareVariants,
    }
}
