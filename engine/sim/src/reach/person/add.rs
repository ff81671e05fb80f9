//! New streets: what they change, without a new search.

use std::collections::{BTreeMap, BTreeSet};

use super::{Closure, Direction, Edit, PersonModel};
use crate::reach::graph::{Link, UNREACHED};
use crate::reach::network::{Added, NetworkOptions};
use crate::reach::scope::AddedStreets;

impl PersonModel<'_> {
    /// Takes in drawn streets. Only what becomes nearer is worked out again. How streets meet: see
    /// [`TravelNetwork::add_streets`](crate::reach::TravelNetwork::add_streets).
    pub fn add_streets(&mut self, drawn: &AddedStreets) -> (Edit, Added) {
        let nothing = BTreeSet::new();
        let options = NetworkOptions {
            profile: self.options.profile,
            rules: self.options.rules,
            closed: &nothing,
            minute: self.options.minute,
            private_allowed: true,
        };
        let added = self.network.add_streets(drawn, &options);
        let fresh = self.network.links.get(added.first_link as usize..).unwrap_or_default();
        let gates: BTreeMap<_, _> = self.network.node_elements().collect();
        let holds = |closure: &Closure, link: &crate::reach::network::NetworkLink| match closure {
            Closure::Element(element) => {
                let at = gates.get(element).copied();
                link.element == *element || at.is_some_and(|node| link.from == node || link.to == node)
            }
            Closure::Lift(..) => false,
        };
        let held: Vec<u16> = fresh
            .iter()
            .map(|link| self.closed.iter().filter(|closure| holds(closure, link)).count() as u16)
            .collect();
        let links: Vec<Link> = fresh
            .iter()
            .zip(&held)
            .map(|(link, held)| {
                let cost_ms = if link.open && *held == 0 { link.open_ms } else { UNREACHED };
                match self.options.direction {
                    Direction::ToStation => Link { from: link.to, to: link.from, cost_ms },
                    Direction::FromStation => Link { from: link.from, to: link.to, cost_ms },
                }
            })
            .collect();
        self.held.extend(held);
        self.building_of_node.resize(self.network.places.len(), UNREACHED);
        let changes = self.field.extend(self.network.places.len() as u32, &links, &added.cuts);
        (self.edit_of(&changes), added)
    }
}
