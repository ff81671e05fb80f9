//! What a change of elements means for the models that figures come from.

use std::collections::BTreeSet;

use linli_model::variant::ElementChange;
use linli_model::{AreaUse, Community, Element, EntranceUse, Key, Kind};

/// What has to be made again.
#[derive(Debug, Default)]
pub(super) struct Change {
    /// Everything that was touched.
    pub touched: BTreeSet<Key>,
    /// Buildings and basements whose floor, people or doors may be others now.
    pub buildings: BTreeSet<Key>,
    /// Land or streets differ: parcels, units, walks.
    pub land: bool,
    /// Space below ground that is linked to the station or to utility tunnels may be another.
    pub below: bool,
    /// Ground or streets that carry cars differ, on which the cover of lines depends.
    pub surface: bool,
    /// Joints of lines differ, on which the roles of lines depend.
    pub joints: bool,
}

impl Change {
    pub fn of(community: &Community, changes: &[ElementChange]) -> Self {
        let mut change = Self::default();
        let mut wholes = BTreeSet::new();
        for one in changes {
            change.touched.insert(one.key.clone());
            for element in [&one.before, &one.after].into_iter().flatten() {
                change.add(element);
            }
            if one.before.is_some() != one.after.is_some() {
                wholes.insert(&one.key);
            }
        }
        // Parts have floor of their own only while their whole is not there.
        let parts = community.elements().iter().filter(|element| match &element.kind {
            Kind::BuildingPart(part) => part.parent.as_ref().is_some_and(|whole| wholes.contains(whole)),
            _ => false,
        });
        change.buildings.extend(parts.map(|part| part.key.clone()));
        change
    }

    fn add(&mut self, element: &Element) {
        match &element.kind {
            Kind::Building(_) => {
                self.buildings.insert(element.key.clone());
            }
            Kind::BuildingPart(part) => {
                self.buildings.insert(element.key.clone());
                // Homes are those of the parts, else those of the whole.
                self.buildings.extend(part.parent.clone());
            }
            Kind::Basement(basement) => {
                self.below = true;
                self.buildings.insert(element.key.clone());
                // Levels below a building on a basement are the basement's.
                self.buildings.extend(basement.buildings.iter().cloned());
            }
            Kind::Facility(facility) => self.buildings.extend(facility.building.clone()),
            Kind::Greening(greening) => self.buildings.extend(greening.building.clone()),
            Kind::Entrance(entrance) if entrance.entrance_use == EntranceUse::People => {
                self.land |= entrance.of.is_none();
                self.buildings.extend(entrance.of.clone());
            }
            Kind::Area(area) => self.land |= area.use_ == AreaUse::Unit,
            Kind::Corridor(_) | Kind::CorridorNode(_) => self.below = true,
            Kind::UtilityNode(_) => self.joints = true,
            Kind::Tree(_)
            | Kind::UtilityLine(_)
            | Kind::Equipment(_)
            | Kind::SiteWork(_)
            | Kind::Parking(_)
            | Kind::Address => {}
            Kind::Street(_) | Kind::Terrain => {
                self.land = true;
                self.surface = true;
            }
            _ => self.land = true,
        }
    }
}
