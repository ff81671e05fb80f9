//! Where the screen cuts everything through, buildings too.

use linli_model::{Aabb, Language};
use linli_space::Section;

use crate::number::length;
use crate::text::{Text, text};

/// A section, as the screen is set to it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum SectionPlan {
    /// An upright plane: what lies before it is taken away.
    Upright {
        /// A place on it, local metres.
        through: [f64; 2],
        /// Direction in which one looks at it, degrees clockwise from north.
        heading_deg: f64,
    },
    /// A level plane: what lies above it is taken away.
    Level {
        /// Its height, local metres.
        height_m: f64,
    },
    /// A box: what lies outside is taken away.
    Block {
        /// Its middle, local metres.
        centre: [f64; 2],
        /// Direction of its length, degrees clockwise from north.
        heading_deg: f64,
        /// Length and width, metres.
        size_m: [f64; 2],
        /// Its lowest and highest place, local metres.
        heights_m: [f64; 2],
    },
}

impl SectionPlan {
    /// Smallest and largest side of a box that the screen offers, metres.
    pub const SIZES_M: [f64; 2] = [2.0, 2_000.0];

    /// The section itself; `None` when a number is none or a box has no height.
    pub fn section(&self) -> Option<Section> {
        match *self {
            Self::Upright { through, heading_deg } => Section::upright(through, heading_deg),
            Self::Level { height_m } => Section::level(height_m),
            Self::Block { centre, heading_deg, size_m, heights_m } => {
                Section::block(centre, heading_deg, size_m, heights_m)
            }
        }
    }

    /// An upright plane through the same place; of a level one through the place given.
    pub fn upright(&self, place: [f64; 2], heading_deg: f64) -> Self {
        match *self {
            Self::Upright { .. } => *self,
            Self::Block { centre, heading_deg, .. } => Self::Upright { through: centre, heading_deg },
            Self::Level { .. } => Self::Upright { through: place, heading_deg },
        }
    }

    /// A level plane a little above the ground given.
    pub fn level(&self, ground_m: f64) -> Self {
        match *self {
            Self::Level { .. } => *self,
            Self::Upright { .. } => Self::Level { height_m: ground_m + 10.0 },
            Self::Block { heights_m, .. } => Self::Level { height_m: heights_m[1] },
        }
    }

    /// A box of usual size around the same place, from below the deepest pipes to above the highest roof.
    pub fn block(&self, place: [f64; 2], ground_m: f64, extent: &Aabb) -> Self {
        let heights_m = [ground_m - 12.0, extent.max[2].max(ground_m) + 5.0];
        let around =
            |centre, heading_deg| Self::Block { centre, heading_deg, size_m: [120.0, 80.0], heights_m };
        match *self {
            Self::Block { .. } => *self,
            Self::Upright { through, heading_deg } => around(through, heading_deg + 90.0),
            Self::Level { .. } => around(place, 90.0),
        }
    }

    /// The same section moved: an upright plane and a box in the direction of their heading, a level plane up.
    pub fn moved(&self, by_m: f64) -> Self {
        let ahead = |[x, y]: [f64; 2], heading_deg: f64| {
            let (sin, cos) = heading_deg.to_radians().sin_cos();
            [x + sin * by_m, y + cos * by_m]
        };
        match *self {
            Self::Upright { through, heading_deg } => {
                Self::Upright { through: ahead(through, heading_deg), heading_deg }
            }
            Self::Level { height_m } => Self::Level { height_m: height_m + by_m },
            Self::Block { centre, heading_deg, size_m, heights_m } => {
                Self::Block { centre: ahead(centre, heading_deg), heading_deg, size_m, heights_m }
            }
        }
    }

    /// What the section is, in words: its kind, and where it lies.
    pub fn words(&self, language: Language) -> String {
        let said = |name| text(name, language);
        match *self {
            Self::Upright { heading_deg, .. } => {
                let looking = heading_deg.rem_euclid(360.0).round() % 360.0;
                format!("{} · {} {looking:.0}°", said(Text::SectionUpright), said(Text::SectionLooking))
            }
            Self::Level { height_m } => format!("{} · {:+.1} m", said(Text::SectionLevel), height_m),
            Self::Block { size_m: [long, wide], heights_m: [low, high], .. } => format!(
                "{} · {} × {} · {low:+.1} … {high:+.1} m",
                said(Text::SectionBox),
                length(long),
                length(wide)
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_of_sections_become_each_other_where_they_are() {
        let extent = Aabb::from_corners([-90.0, -90.0, 0.0], [90.0, 90.0, 50.0]);
        let upright = SectionPlan::Upright { through: [5.0, 6.0], heading_deg: 30.0 };
        let block = upright.block([0.0; 2], 2.0, &extent);
        let SectionPlan::Block { centre, heading_deg, heights_m, .. } = block else { panic!("{block:?}") };
        assert_eq!((centre, heading_deg, heights_m), ([5.0, 6.0], 120.0, [-10.0, 55.0]));
        assert_eq!(block.level(2.0), SectionPlan::Level { height_m: 55.0 });
        assert_eq!(upright.level(2.0), SectionPlan::Level { height_m: 12.0 });
        let again = SectionPlan::Level { height_m: 3.0 }.upright([1.0, 2.0], 90.0);
        assert_eq!(again, SectionPlan::Upright { through: [1.0, 2.0], heading_deg: 90.0 });
        for plan in [upright, block, again] {
            assert!(plan.section().is_some());
        }
    }

    #[test]
    fn a_section_moves_where_it_looks() {
        let upright = SectionPlan::Upright { through: [0.0, 0.0], heading_deg: 90.0 }.moved(4.0);
        let keeps = |at: [f64; 3]| upright.section().is_some_and(|section| section.keeps(at));
        assert!(keeps([4.1, 0.0, 0.0]) && !keeps([3.9, 0.0, 0.0]));
        assert_eq!(SectionPlan::Level { height_m: 1.0 }.moved(0.5), SectionPlan::Level { height_m: 1.5 });
    }

    #[test]
    fn a_section_says_where_it_lies() {
        let words = |plan: SectionPlan| plan.words(Language::English);
        assert_eq!(words(SectionPlan::Level { height_m: 12.0 }), "Level section · +12.0 m");
        let upright = SectionPlan::Upright { through: [0.0; 2], heading_deg: -90.0 };
        assert_eq!(words(upright), "Upright section · looking 270°");
        assert_eq!(upright.words(Language::Chinese), "竖向剖切 · 视向 270°");
    }
}
