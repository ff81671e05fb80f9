//! Whether every text of a show has room on a screen.

use linli_model::{Answer, KioskSettings, Language, Show};

use super::layout::{Face, GAP_MM, Layout, Page, Rect, layout};
use super::question::Asking;

/// A text that does not fit, or a target that is too small.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextProblem {
    /// Where, for example `chapters/2 (zh)`.
    pub place: String,
    /// What is wrong, in English and in Chinese.
    pub what: [String; 2],
}

/// Looks at every screen that a show can have on a machine, in both languages, with controls where they are
/// and low.
pub fn check_texts(show: &Show, settings: &KioskSettings) -> Vec<TextProblem> {
    let mut problems = Vec::new();
    for language in [Language::Chinese, Language::English] {
        for low in [settings.controls_low, true] {
            let page = Page { settings, show, language, low };
            let code = if language == Language::Chinese { "zh" } else { "en" };
            for (name, face) in faces(show) {
                let place = format!("{name} ({code}{})", if low { ", low" } else { "" });
                problems.extend(problems_of(&place, &layout(&page, &face), settings));
            }
        }
    }
    problems.sort_by(|a, b| a.place.cmp(&b.place));
    problems.dedup();
    problems
}

/// Every screen with the words that stand on it.
fn faces(show: &Show) -> Vec<(String, Face<'_>)> {
    let locked = Some(600);
    let mut faces = vec![
        ("menu".to_owned(), Face::Menu),
        ("warning".to_owned(), Face::Warning(15)),
        ("cleaning".to_owned(), Face::Cleaning(30)),
        ("pin".to_owned(), Face::Pin(12, None)),
        ("pin".to_owned(), Face::Pin(0, locked)),
        ("staff".to_owned(), Face::Staff(Vec::new())),
        ("closed".to_owned(), Face::Closed),
    ];
    for (at, chapter) in show.chapters.iter().enumerate() {
        for (number, step) in chapter.steps.iter().enumerate() {
            let caption = linli_model::Words::new(&step.stop.caption_zh, &step.stop.caption_en);
            let place = format!("/chapters/{at}/steps/{number}");
            faces.push((place.clone(), Face::Attract { caption: caption.clone() }));
            let narration = step.narration.clone();
            faces.push((
                place,
                Face::Chapter { chapter, caption, narration, held: number % 2 == 0, asking: None },
            ));
        }
        if let Some(question) = &chapter.question {
            for asking in askings(question) {
                let asking = Some((question, asking));
                let face = Face::Chapter {
                    chapter,
                    caption: Default::default(),
                    narration: Default::default(),
                    held: true,
                    asking,
                };
                faces.push((format!("/chapters/{at}/question"), face));
            }
        }
    }
    faces
}

/// A question before and after its answer.
fn askings(question: &linli_model::Question) -> Vec<&'static Asking> {
    static OPEN: Asking = Asking::Guess { value: 99_999.0 };
    static GUESSED: Asking = Asking::Shown { guess: Some(99_999.0), shares: Vec::new(), since_ms: 0 };
    static VOTED: Asking = Asking::Shown { guess: None, shares: Vec::new(), since_ms: 0 };
    match question.answer {
        Answer::Guess { .. } => vec![&OPEN, &GUESSED],
        Answer::Vote { .. } => vec![&OPEN, &VOTED],
    }
}

fn problems_of(place: &str, layout: &Layout, settings: &KioskSettings) -> Vec<TextProblem> {
    let screen = &settings.screen;
    let whole = Rect::new(0.0, 0.0, f64::from(screen.width_px), f64::from(screen.height_px));
    let side = screen.target_mm.max(20.0) * screen.px_per_mm();
    let gap = GAP_MM * screen.px_per_mm();
    let problem =
        |english: String, chinese: String| TextProblem { place: place.to_owned(), what: [english, chinese] };
    let mut problems = Vec::new();
    for (at, (target, rect)) in layout.targets.iter().enumerate() {
        if rect.w < side - 1e-6 || rect.h < side - 1e-6 {
            problems.push(problem(
                format!("{target:?} is {:.0} x {:.0} px, smaller than {side:.0} px", rect.w, rect.h),
                format!("触摸目标 {target:?} 为 {:.0} x {:.0} 像素，小于 {side:.0} 像素", rect.w, rect.h),
            ));
        }
        if !whole.contains(rect) {
            problems.push(problem(
                format!("{target:?} lies outside the screen"),
                format!("触摸目标 {target:?} 超出屏幕"),
            ));
        }
        // Only sliders may stand close to their words; two targets keep their gap.
        let grown = Rect::new(rect.x - gap / 2.0, rect.y - gap / 2.0, rect.w + gap, rect.h + gap).inset(0.6);
        if layout.targets[at + 1..].iter().any(|(_, other)| grown.overlaps(&other.inset(0.6 - gap / 2.0))) {
            problems.push(problem(
                format!("{target:?} is too near another target"),
                format!("触摸目标 {target:?} 与其他目标过近"),
            ));
        }
    }
    for text in &layout.texts {
        let [width, height] = text.set.extent_px();
        let inside =
            width <= text.rect.w + 1e-6 && height <= text.rect.h + 1e-6 && whole.contains(&text.rect);
        if !text.set.whole || !inside {
            let begin: String = text.set.lines.concat().chars().take(24).collect();
            problems.push(problem(
                format!(
                    "{:?} \"{begin}…\" has no room in {:.0} x {:.0} px",
                    text.role, text.rect.w, text.rect.h
                ),
                format!(
                    "文字（{:?}）“{begin}…” 在 {:.0} x {:.0} 像素内放不下",
                    text.role, text.rect.w, text.rect.h
                ),
            ));
        }
    }
    problems
}
