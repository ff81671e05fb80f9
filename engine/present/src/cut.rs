//! Where the screen cuts the ground open.

use linli_model::{Community, Geometry, Key};
use linli_space::GroundCut;

/// Where an opening lies.
#[derive(Clone, Debug, PartialEq)]
pub enum CutPlace {
    /// A rectangle.
    Block {
        /// Its middle, local metres.
        centre: [f64; 2],
        /// Direction of its length, degrees clockwise from north.
        heading_deg: f64,
        /// Length, metres.
        length_m: f64,
        /// Width, metres.
        width_m: f64,
    },
    /// A trench along an element: a utility line, a tunnel, a street.
    Along {
        /// The element's key.
        element: Key,
        /// Width, metres.
        width_m: f64,
    },
}

/// An opening of the ground, as the screen is set to it.
#[derive(Clone, Debug, PartialEq)]
pub struct CutPlan {
    /// Where it lies.
    pub place: CutPlace,
    /// Depth below the ground, metres.
    pub depth_m: f64,
    /// Whether lines end at its walls; otherwise they run through the open space.
    pub through_lines: bool,
}

impl CutPlan {
    /// Smallest and largest width and length that the screen offers, metres.
    pub const SIZES_M: [f64; 2] = [0.6, 200.0];
    /// Smallest and largest depth that the screen offers, metres.
    pub const DEPTHS_M: [f64; 2] = [1.0, 30.0];

    /// A rectangle of usual size at a place.
    pub fn at(centre: [f64; 2], heading_deg: f64) -> Self {
        let place = CutPlace::Block { centre, heading_deg, length_m: 60.0, width_m: 24.0 };
        Self { place, depth_m: 9.0, through_lines: false }
    }

    /// A trench of usual size along an element.
    pub fn along(element: Key) -> Self {
        Self { place: CutPlace::Along { element, width_m: 3.0 }, depth_m: 4.0, through_lines: false }
    }

    /// The opening in a community; `None` when the element is not there or has no line.
    pub fn in_community(&self, community: &Community) -> Option<GroundCut> {
        match &self.place {
            CutPlace::Block { centre, heading_deg, length_m, width_m } => {
                GroundCut::block(*centre, *heading_deg, *length_m, *width_m, self.depth_m)
            }
            CutPlace::Along { element, width_m } => {
                let element = community.element(community.id_of(element)?)?;
                match &element.geometry {
                    Geometry::Line(points) => GroundCut::along(points, *width_m, self.depth_m),
                    _ => None,
                }
            }
        }
    }

    /// The same opening, moved at right angles to its length; a trench along an element stays.
    pub fn moved_across(&self, by_m: f64) -> Self {
        let mut plan = self.clone();
        if let CutPlace::Block { centre, heading_deg, .. } = &mut plan.place {
            let (sin, cos) = heading_deg.to_radians().sin_cos();
            *centre = [centre[0] - cos * by_m, centre[1] + sin * by_m];
        }
        plan
    }
}

#[cfg(test)]
mod tests {
    use linli_model::{Element, Kind, SceneFrame, UtilityLine};

    use super::*;

    fn community() -> Community {
        let frame = SceneFrame {
            crs: "EPSG:4549".into(),
            anchor_m: [0.0; 3],
            longitude_deg: 120.15,
            latitude_deg: 30.27,
            convergence_deg: 0.0,
        };
        let mut community = Community::new("c", frame);
        let line = Geometry::Line(vec![[0.0; 3], [50.0, 0.0, 0.0]]);
        community.add_renamed(Element::new("s", Kind::UtilityLine(UtilityLine::default()), line));
        community
    }

    #[test]
    fn an_opening_follows_an_element_or_stands_where_it_is_put() {
        let community = community();
        let trench = CutPlan::along(Key::from("s")).in_community(&community);
        assert!(trench.is_some_and(|cut| cut.contains(25.0, 1.4) && !cut.contains(25.0, 1.6)));
        assert_eq!(CutPlan::along(Key::from("nowhere")).in_community(&community), None);
        let block = CutPlan::at([0.0, 0.0], 0.0).moved_across(100.0);
        let cut = block.in_community(&community);
        assert!(cut.is_some_and(|cut| cut.contains(-100.0, 29.0) && !cut.contains(0.0, 0.0)));
    }
}
