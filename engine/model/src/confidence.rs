//! How far a figure of a standard can be trusted.

use serde::{Deserialize, Serialize};

/// How far a figure of a standard can be trusted, and hence what may be said with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Confidence {
    /// Seen in a source.
    S,
    /// Seen second-hand: someone says that they checked the standard.
    S2,
    /// From memory, high confidence, to be verified.
    #[serde(rename = "M+")]
    MPlus,
    /// From memory, medium confidence, to be verified.
    M,
    /// From memory, low confidence: a placeholder.
    #[serde(rename = "M-")]
    MMinus,
    /// Computed, or a convention of this engine.
    C,
}

impl Confidence {
    /// Whether the figure may give a verdict; all others give an indication only.
    pub fn gives_verdict(self) -> bool {
        matches!(self, Self::S | Self::S2)
    }

    /// Tag used in files and on screen.
    pub fn tag(self) -> &'static str {
        match self {
            Self::S => "S",
            Self::S2 => "S2",
            Self::MPlus => "M+",
            Self::M => "M",
            Self::MMinus => "M-",
            Self::C => "C",
        }
    }
}
