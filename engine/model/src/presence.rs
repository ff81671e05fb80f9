//! Stages and levels of truth: in which picture of a place an element belongs, and how sure it is.

use serde::{Deserialize, Serialize};

/// A stage of a place (规划、设计、建设): one level of truth about the whole of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Planning 规划: land uses, limits, massing; a proposal.
    Planning,
    /// Design 设计: what is to be built, in detail, as if all of it stood.
    #[default]
    Design,
    /// Construction 建设: the place on one date.
    Construction,
}

impl Stage {
    /// Every stage in the order of a project.
    pub const ALL: [Self; 3] = [Self::Planning, Self::Design, Self::Construction];

    /// Name used in files and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Planning => "planning",
            Self::Design => "design",
            Self::Construction => "construction",
        }
    }

    /// The stage of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.name() == name)
    }
}

/// What is claimed about an element.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Truth {
    /// Existing 现状: it stands; surveyed or mapped. Part of every stage, until work removes it.
    #[default]
    Existing,
    /// Proposed 规划: a sketch of the plan. Part of the planning stage only.
    Proposed,
    /// Designed 设计: decided in detail. Part of the design stage, and of construction from the day
    /// on which its work begins.
    Designed,
    /// Temporary 临时: stands only while work needs it. Part of construction only.
    Temporary,
}

impl Truth {
    /// Every level of truth.
    pub const ALL: [Self; 4] = [Self::Existing, Self::Proposed, Self::Designed, Self::Temporary];

    /// Name used in files and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Existing => "existing",
            Self::Proposed => "proposed",
            Self::Designed => "designed",
            Self::Temporary => "temporary",
        }
    }

    /// Whether elements of this truth are part of a stage's picture, before any schedule is asked.
    pub fn is_part_of(self, stage: Stage) -> bool {
        match self {
            Self::Existing => true,
            Self::Proposed => stage == Stage::Planning,
            Self::Designed => matches!(stage, Stage::Design | Stage::Construction),
            Self::Temporary => stage == Stage::Construction,
        }
    }
}

/// How sure an element is, and how fine its model.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Presence {
    /// What is claimed about it.
    #[serde(default, skip_serializing_if = "is_existing")]
    pub truth: Truth,
    /// CIM level 1–7 of its model (CIM 基础平台技术导则 2021, table of model levels: 1 surface, 2 frame,
    /// 3 standard, 4 fine, 5 function, 6 component, 7 part).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cim_level: Option<u8>,
    /// Whether a street, square or green that is designed is already part of the plan's picture.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub planned: bool,
}

fn is_existing(truth: &Truth) -> bool {
    *truth == Truth::Existing
}

impl Presence {
    /// A level of truth with its CIM level.
    pub fn new(truth: Truth, cim_level: u8) -> Self {
        Self { truth, cim_level: Some(cim_level), planned: false }
    }

    /// Whether the element is part of a stage's picture, before any schedule is asked.
    pub fn is_part_of(&self, stage: Stage) -> bool {
        self.truth.is_part_of(stage) || (self.planned && stage == Stage::Planning)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sketch_never_looks_like_a_decision() {
        let sketch = Presence::new(Truth::Proposed, 2);
        assert!(sketch.is_part_of(Stage::Planning));
        assert!(!sketch.is_part_of(Stage::Design) && !sketch.is_part_of(Stage::Construction));
        let designed = Presence::new(Truth::Designed, 4);
        assert!(!designed.is_part_of(Stage::Planning) && designed.is_part_of(Stage::Design));
        assert!(Presence { planned: true, ..designed }.is_part_of(Stage::Planning));
        assert!(Stage::ALL.into_iter().all(|stage| Presence::default().is_part_of(stage)));
        assert!(Stage::ALL.into_iter().all(|stage| Stage::from_name(stage.name()) == Some(stage)));
    }
}
