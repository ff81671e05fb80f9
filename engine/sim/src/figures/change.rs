//! What a change of elements means for the models that figures come from.

use std::collections::BTreeSet;

use linli_model::variant::ElementChange;
use linli_model::{AreaUse, Community, Element, EntranceUse, Key, Kind};

/// What has to be made again.
#[derive(Debug, Default)]
pub(super) struct Change {
    /// Everything that was touched.
    pub touched: BTreeSet<Key>,
    /// Of that, what may cover other ground than before.
    pub covers: BTreeSet<Key>,
    /// Buildings and basements whose floor, people or doors may be others now.
    pub buildings: BTreeSet<Key>,
    /// Parcels or units differ.
    pub sites: bool,
    /// Streets, stations or their entrances differ: walks.
    pub ways: bool,
    /// Gates and ramps for cars differ.
    pub driveways: bool,
    /// Space below ground that is linked to the station or to utility tunnels may be another.
    pub below: bool,
    /// The ground differs, on which everything depends that has a depth.
    pub terrain: bool,
}

/// Whether only names and the like differ.
fn covers_the_same(change: &ElementChange) -> bool {
    change.before.as_ref().zip(change.after.as_ref()).is_some_and(|(before, after)| {
        (&before.kind, &before.geometry, &before.presence) == (&after.kind, &after.geometry, &after.presence)
    })
}

impl Change {
    pub fn of(community: &Community, changes: &[ElementChange]) -> Self {
        let mut change = Self::default();
        let mut wholes = BTreeSet::new();
        for one in changes {
            change.touched.insert(one.key.clone());
            if !covers_the_same(one) {
                change.covers.insert(one.key.clone());
            }
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
                self.ways |= entrance.of.is_none();
                self.buildings.extend(entrance.of.clone());
            }
            Kind::Entrance(entrance) if entrance.entrance_use == EntranceUse::Cars => self.driveways = true,
            // Who brings goods is asked for by reach alone.
            Kind::Entrance(entrance) if entrance.entrance_use == EntranceUse::Goods => {}
            Kind::Area(area) => self.sites |= area.use_ == AreaUse::Unit,
            Kind::Corridor(_) | Kind::CorridorNode(_) => self.below = true,
            Kind::Parcel(_) => self.sites = true,
            Kind::Tree(_)
            | Kind::UtilityLine(_)
            | Kind::UtilityNode(_)
            | Kind::Equipment(_)
            | Kind::SiteWork(_)
            | Kind::Parking(_)
            | Kind::Address => {}
            Kind::Terrain => {
                self.ways = true;
                self.terrain = true;
            }
            _ => self.ways = true,
        }
    }
}
