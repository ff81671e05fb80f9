//! One place where a rule's figure is not kept.

use linli_model::{CoverSurface, Key, Point3};

/// Less than this is rounding of coordinates, metres: a figure kept to a micrometre is kept.
const ROUNDING_M: f64 = 1e-6;

/// How sure it is, given how far surveyed positions may be off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// The figure is not kept wherever in its tolerance each line lies.
    Certain,
    /// It depends on where in its tolerance each line lies.
    Possible,
    /// The figure is kept wherever in its tolerance each line lies.
    Clear,
}

impl Certainty {
    /// The class of a measured value that may be off by `tolerance` either way and must not be less
    /// than `required`.
    pub fn of(actual: f64, required: f64, tolerance: f64) -> Self {
        let required = required - ROUNDING_M;
        if actual + tolerance < required {
            Self::Certain
        } else if actual - tolerance < required {
            Self::Possible
        } else {
            Self::Clear
        }
    }
}

/// One place where a rule's figure is not kept, between two straight pieces or along one.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// Number of the rule in the [`super::super::RuleBook`].
    pub rule: u32,
    /// The line, or the first of two things in the order of their keys' hashes.
    pub a: Key,
    /// The other thing; `None` for cover.
    pub b: Option<Key>,
    /// Straight piece of `a`.
    pub piece_a: u32,
    /// Straight piece of `b`; for cover, the number of the stretch on the piece.
    pub piece_b: u32,
    /// Share along the piece of `a`; for cover, where the stretch starts.
    pub on_a: f64,
    /// Share along the piece of `b`; for cover, where the stretch on `a` ends.
    pub on_b: f64,
    /// Measured, metres.
    pub actual_m: f64,
    /// Required, metres.
    pub required_m: f64,
    /// How sure it is.
    pub certainty: Certainty,
    /// Whether something that it rests on was assumed (a depth, a gas pressure, a diameter).
    pub assumed: bool,
    /// Where it is on `a`, local metres.
    pub at_a: Point3,
    /// Where it is on `b` (for cover, on the surface), local metres.
    pub at_b: Point3,
    /// What lies above, for cover.
    pub surface: Option<CoverSurface>,
}

impl Hit {
    /// Keys and numbers that put hits into one order whatever way they were found.
    pub(crate) fn order(&self) -> (&Key, Option<&Key>, u32, u32, u32, Option<CoverSurface>) {
        (&self.a, self.b.as_ref(), self.rule, self.piece_a, self.piece_b, self.surface)
    }
}
