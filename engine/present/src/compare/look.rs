//! What an element looks like where variants are compared.

use linli_model::Language;
use linli_model::variant::DifferenceKind;

use super::CompareMode;
use crate::{Colour, ElementLook, Pattern, Text, text};

/// Colour of what the second variant adds to a picture of the first.
pub const GHOST: Colour = [86, 180, 233];
/// Opacity of volumes that are only hinted at.
const FAINT: f32 = 0.42;

/// How an element differs between two variants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ElementDifference {
    /// Only the second has it.
    Added,
    /// Only the first has it.
    Removed,
    /// It stands elsewhere.
    Moved,
    /// It is not the same.
    Changed,
}

impl ElementDifference {
    /// Every difference, in the order of the legend.
    pub const ALL: [Self; 4] = [Self::Added, Self::Removed, Self::Moved, Self::Changed];

    /// The difference that a list of differences tells.
    pub fn of(kind: &DifferenceKind) -> Self {
        match kind {
            DifferenceKind::Added => Self::Added,
            DifferenceKind::Removed => Self::Removed,
            DifferenceKind::Moved(_) => Self::Moved,
            DifferenceKind::Changed(_) => Self::Changed,
        }
    }

    /// Colour and pattern: told apart by either alone, safe for the colour-blind (Okabe and Ito 2008).
    pub fn paint(self) -> (Colour, Pattern) {
        match self {
            Self::Added => ([0, 158, 115], Pattern::None),
            Self::Removed => ([213, 94, 0], Pattern::Crosses),
            Self::Moved => ([0, 114, 178], Pattern::Stripes),
            Self::Changed => ([230, 159, 0], Pattern::Dots),
        }
    }

    /// What it is called.
    pub fn text(self, language: Language) -> &'static str {
        let name = match self {
            Self::Added => Text::Added,
            Self::Removed => Text::RemovedElements,
            Self::Moved => Text::Moved,
            Self::Changed => Text::Changed,
        };
        text(name, language)
    }
}

/// What a version of an element that differs looks like: `first` and `second` tell on which of the two sides it
/// stands, `look` what it would be without a comparison.
pub fn compared_look(
    look: ElementLook,
    mode: CompareMode,
    difference: Option<ElementDifference>,
    [first, second]: [bool; 2],
) -> ElementLook {
    if look.opacity == 0.0 {
        return look;
    }
    match (mode, difference) {
        (CompareMode::Differences, Some(difference)) => {
            let (colour, pattern) = difference.paint();
            let opacity = match (difference, first && !second) {
                // What stood there before would lie in the new one's faces.
                (ElementDifference::Changed, true) => return ElementLook::HIDDEN,
                (ElementDifference::Removed | ElementDifference::Moved, true) => FAINT,
                _ => look.opacity,
            };
            ElementLook { opacity, outlined: opacity < 1.0, tint: Some((colour, 0.82)), pattern, ..look }
        }
        (CompareMode::Differences, None) => ElementLook::HIDDEN,
        (CompareMode::Ghost, _) if second && !first => {
            ElementLook { opacity: FAINT, outlined: true, tint: Some((GHOST, 0.7)), ..look }
        }
        (CompareMode::Ghost, _) if !first => ElementLook::HIDDEN,
        _ => look,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_are_told_apart_by_colour_and_by_pattern() {
        let paints = ElementDifference::ALL.map(ElementDifference::paint);
        for (at, (colour, pattern)) in paints.iter().enumerate() {
            assert!(paints.iter().skip(at + 1).all(|(c, p)| c != colour && p != pattern));
        }
    }

    #[test]
    fn old_and_new_do_not_hide_each_other() {
        let look = |difference, sides| {
            compared_look(ElementLook::SHOWN, CompareMode::Differences, Some(difference), sides)
        };
        let old = [true, false];
        let new = [false, true];
        assert_eq!(look(ElementDifference::Changed, old).opacity, 0.0);
        assert_eq!(look(ElementDifference::Changed, new).opacity, 1.0);
        assert!(look(ElementDifference::Removed, old).opacity < 0.5);
        assert_eq!(look(ElementDifference::Added, new).tint.map(|t| t.0), Some([0, 158, 115]));
        // What the moment does not show stays hidden.
        let hidden =
            compared_look(ElementLook::HIDDEN, CompareMode::Differences, Some(ElementDifference::Added), new);
        assert_eq!(hidden, ElementLook::HIDDEN);
    }

    #[test]
    fn a_ghost_lies_over_the_first_as_it_is() {
        let look = |sides| compared_look(ElementLook::SHOWN, CompareMode::Ghost, None, sides);
        assert_eq!(look([true, false]), ElementLook::SHOWN);
        assert!(look([false, true]).outlined);
        assert_eq!(look([false, false]).opacity, 0.0);
    }
}
