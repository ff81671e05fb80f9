//! How two or more variants are shown together: ways of looking, colours of what differs, figures.

mod figure;
mod look;
mod parallel;

pub use figure::{
    ComparedFigure, cause_text, compared_figures, figure_title, figure_value, judgement_text, key_figures,
};
pub use look::{ElementDifference, GHOST, compared_look};
pub use parallel::figures_chart;

use linli_model::Language;

use crate::{Text, text};

/// A way of looking at variants together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum CompareMode {
    /// One picture: the first left of a line, the second right of it.
    #[default]
    Swipe,
    /// A picture for each, all from the same eye.
    Split,
    /// The first and the second in turn.
    Blink,
    /// The first, with what the second adds as see-through volumes.
    Ghost,
    /// What was added, removed, moved and changed in colours, the rest grey.
    Differences,
}

impl CompareMode {
    /// Every way, in the order of the panel.
    pub const ALL: [Self; 5] = [Self::Swipe, Self::Split, Self::Blink, Self::Ghost, Self::Differences];

    /// Its word on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Swipe => "swipe",
            Self::Split => "split",
            Self::Blink => "blink",
            Self::Ghost => "ghost",
            Self::Differences => "diff",
        }
    }

    /// The way of a word.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.name() == name)
    }

    /// What it is called.
    pub fn text(self, language: Language) -> &'static str {
        let name = match self {
            Self::Swipe => Text::Swipe,
            Self::Split => Text::SideBySide,
            Self::Blink => Text::Blink,
            Self::Ghost => Text::Ghost,
            Self::Differences => Text::DifferenceColours,
        };
        text(name, language)
    }
}

/// How variants are looked at together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CompareView {
    /// The way.
    pub mode: CompareMode,
    /// Place of the line of a swipe, 0 left … 1 right.
    pub at: f32,
    /// The side that is looked at: where the pointer is, or the one that a blink shows.
    pub side: usize,
    /// The side right of the line of a swipe.
    pub right: usize,
}

impl Default for CompareView {
    fn default() -> Self {
        Self { mode: CompareMode::default(), at: 0.5, side: 0, right: 1 }
    }
}

/// Columns and rows of pictures side by side in a frame `aspect` times as wide as high: those that leave each picture
/// nearest to the shape of 4 : 3, two always beside each other.
pub fn grid_of(count: usize, aspect: f32) -> [usize; 2] {
    if count <= 2 {
        return [count.max(1), 1];
    }
    let off = |columns: usize| {
        let rows = count.div_ceil(columns);
        let cell = aspect * rows as f32 / columns as f32;
        (cell / (4.0 / 3.0)).ln().abs() + 0.25 * (columns * rows - count) as f32
    };
    let columns = (1..=count).min_by(|a, b| off(*a).total_cmp(&off(*b))).unwrap_or(1);
    [columns, count.div_ceil(columns)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_fill_the_frame() {
        let wide = 16.0 / 9.0;
        assert_eq!([2, 3, 4, 5, 6].map(|n| grid_of(n, wide)), [[2, 1], [2, 2], [2, 2], [3, 2], [3, 2]]);
        assert_eq!(grid_of(4, 0.5), [1, 4]);
    }

    #[test]
    fn ways_have_words() {
        for mode in CompareMode::ALL {
            assert_eq!(CompareMode::from_name(mode.name()), Some(mode));
        }
        assert_eq!(CompareMode::from_name("slide"), None);
    }
}
