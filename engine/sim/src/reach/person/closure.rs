//! Closing and opening: the effect at once, and which single closure would hurt most.

use std::collections::{BTreeMap, BTreeSet};

use linli_model::ElementId;

use super::{Closure, PersonModel};
use crate::reach::graph::{TimeChange, TravelTree, UNREACHED, bridges};

/// What one edit changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edit {
    /// Nodes whose time changed.
    pub nodes: usize,
    /// Residents who need less time now.
    pub residents_gain: u64,
    /// Residents who need more time now, or have none.
    pub residents_lose: u64,
    /// Residents who had a way before, but have none now.
    pub residents_cut_off: u64,
    /// Change of the number of residents within the limit.
    pub within: i64,
}

/// What could close.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ClosureTarget {
    /// What closes.
    pub closure: Closure,
    /// Whether it is the only connection of what lies behind it.
    pub is_bridge: bool,
}

/// Effect of a single closure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClosureEffect {
    /// What closes.
    pub target: ClosureTarget,
    /// Residents within the limit before, but not after.
    pub residents_lost: u64,
    /// Residents without any way after.
    pub residents_cut_off: u64,
}

/// Times of one building's storeys: total time and residents.
type Storeys = Vec<(Option<u32>, u64)>;

impl PersonModel<'_> {
    /// Closes something; nothing happens when it is closed already.
    pub fn close(&mut self, closure: Closure) -> Edit {
        if self.closed.insert(closure) { self.apply(closure, true) } else { Edit::default() }
    }

    /// Opens what was closed by [`PersonModel::close`].
    pub fn open(&mut self, closure: Closure) -> Edit {
        if self.closed.remove(&closure) { self.apply(closure, false) } else { Edit::default() }
    }

    fn apply(&mut self, closure: Closure, closes: bool) -> Edit {
        match closure {
            Closure::Element(element) => {
                let changes = self.changes_of(element, closes);
                self.edit_of(&changes)
            }
            Closure::Lift(element, bank) => {
                let affected: Vec<usize> =
                    (0..self.homes.len()).filter(|b| self.homes[*b].element == element).collect();
                let then: Vec<Storeys> = affected.iter().map(|b| self.storeys_of(*b, None)).collect();
                if closes {
                    self.closed_lifts.insert((element, bank));
                } else {
                    self.closed_lifts.remove(&(element, bank));
                }
                let mut edit = Edit::default();
                for (building, then) in affected.into_iter().zip(then) {
                    let now = self.storeys_of(building, None);
                    edit.compare(&then, &now, self.options.rules.person.limit.ms());
                }
                edit
            }
        }
    }

    /// What changed for residents, when the times of some nodes changed.
    pub(super) fn edit_of(&self, changes: &[TimeChange]) -> Edit {
        let buildings = self.buildings_at(changes.iter().map(|change| change.node));
        let old: BTreeMap<u32, u32> = changes.iter().map(|change| (change.node, change.before_ms)).collect();
        let mut edit = Edit { nodes: changes.len(), ..Edit::default() };
        for building in buildings {
            let now = self.storeys_of(building, None);
            let then = self.storeys_of(building, Some(&old));
            edit.compare(&then, &now, self.options.rules.person.limit.ms());
        }
        edit
    }

    /// Gives the links of an element their costs and tells which nodes changed.
    fn changes_of(&mut self, element: ElementId, closes: bool) -> Vec<TimeChange> {
        let mut costs = Vec::new();
        for link in self.network.links_of(element) {
            let held = &mut self.held[link as usize];
            *held = if closes { held.saturating_add(1) } else { held.saturating_sub(1) };
            let known = &self.network.links[link as usize];
            let cost = if *held == 0 && known.open { known.open_ms } else { UNREACHED };
            costs.push((link, cost));
        }
        self.field.set_costs(&costs)
    }

    /// Buildings with a door at one of some nodes.
    fn buildings_at(&self, nodes: impl Iterator<Item = u32>) -> BTreeSet<usize> {
        let of = |node: u32| self.building_of_node.get(node as usize).copied().filter(|b| *b != UNREACHED);
        nodes.filter_map(of).map(|building| building as usize).collect()
    }

    /// Total time and residents of each storey; with the times of some nodes as they were before.
    fn storeys_of(&self, building: usize, before: Option<&BTreeMap<u32, u32>>) -> Storeys {
        let home = &self.homes[building];
        let doors = self.doors_of(building);
        let outside = |door: usize| {
            let node = self.network.node_of_joint(self.first_joint[building] + door)?;
            let now = self.field.tree().times_ms[node as usize];
            Some(before.and_then(|times| times.get(&node).copied()).unwrap_or(now))
        };
        home.storeys
            .iter()
            .map(|storey| {
                let times = doors.iter().filter_map(|number| {
                    let door = &home.doors[*number];
                    let usable = door.step_free || self.options.profile.steps;
                    let trip = usable.then(|| self.trip(home, storey.level, door.level)).flatten()?;
                    let total = outside(*number)?.saturating_add(trip.total_ms());
                    (total < UNREACHED).then_some(total)
                });
                (times.min(), u64::from(storey.residents))
            })
            .collect()
    }

    /// The single closures that take most residents out of the limit, worst first. Streets, gates
    /// and doors that no shortest way uses cannot hurt; of the others those with the most residents
    /// behind them are tried first, until no other can hurt more.
    pub fn worst_closures(&mut self, count: usize) -> Vec<ClosureEffect> {
        let mut effects: Vec<ClosureEffect> = Vec::new();
        let bridge_elements = self.bridge_elements();
        for (bound, closure) in self.candidates() {
            effects.sort_by_key(|effect| (std::cmp::Reverse(effect.residents_lost), effect.target));
            if effects.len() >= count
                && effects.get(count.saturating_sub(1)).is_some_and(|e| e.residents_lost >= bound)
            {
                break;
            }
            let edit = self.close(closure);
            self.open(closure);
            let is_bridge = match closure {
                Closure::Element(element) => bridge_elements.contains(&element),
                Closure::Lift(..) => false,
            };
            effects.push(ClosureEffect {
                target: ClosureTarget { closure, is_bridge },
                residents_lost: edit.within.min(0).unsigned_abs(),
                residents_cut_off: edit.residents_cut_off,
            });
        }
        effects.sort_by_key(|effect| (std::cmp::Reverse(effect.residents_lost), effect.target));
        effects.truncate(count);
        effects.retain(|effect| effect.residents_lost > 0);
        effects
    }

    /// Elements on shortest ways with the residents (within the limit) who pass them, most first;
    /// and lifts with the residents of their building.
    fn candidates(&self) -> Vec<(u64, Closure)> {
        let limit = self.options.rules.person.limit.ms();
        let mut passing = vec![0_u64; self.network.places.len()];
        let mut lifts = Vec::new();
        for (building, home) in self.homes.iter().enumerate() {
            let doors = self.doors_of(building);
            let mut inside = 0;
            for storey in &home.storeys {
                let Some((door, trip, outside)) = self.quickest_door(building, &doors, storey.level) else {
                    continue;
                };
                if outside.saturating_add(trip.total_ms()) <= limit {
                    let node = self.network.node_of_joint(self.first_joint[building] + door);
                    if let Some(at) = node {
                        passing[at as usize] += u64::from(storey.residents);
                    }
                    inside += u64::from(storey.residents);
                }
            }
            lifts.extend(
                home.bank_numbers().into_iter().map(|bank| (inside, Closure::Lift(home.element, bank))),
            );
        }
        let mut sums = self.sums_on_ways(passing);
        sums.extend(lifts);
        // A door that is only assumed cannot be closed.
        let assumed: BTreeSet<ElementId> = self
            .homes
            .iter()
            .filter(|home| home.doors.first().is_some_and(|door| door.assumed))
            .map(|home| home.element)
            .collect();
        let closable = |closure: &Closure| match closure {
            Closure::Element(element) => !assumed.contains(element),
            Closure::Lift(..) => true,
        };
        sums.retain(|(sum, closure)| *sum > 0 && !self.closed.contains(closure) && closable(closure));
        sums.sort_by_key(|(sum, closure)| (std::cmp::Reverse(*sum), *closure));
        sums
    }

    /// Carries residents along their ways to the stations and sums them by element.
    fn sums_on_ways(&self, mut passing: Vec<u64>) -> Vec<(u64, Closure)> {
        let tree = self.field.tree();
        let depth = depths(tree);
        let mut order: Vec<u32> =
            (0..passing.len() as u32).filter(|node| depth[*node as usize] < UNREACHED).collect();
        // Whatever was entered from a node comes before it, also over links without length.
        order.sort_by_key(|node| std::cmp::Reverse(depth[*node as usize]));
        let mut on_links: BTreeMap<u32, u64> = BTreeMap::new();
        let mut at_nodes: BTreeMap<u32, u64> = BTreeMap::new();
        for node in order {
            let people = passing[node as usize];
            if people == 0 {
                continue;
            }
            at_nodes.insert(node, people);
            let (edge, before) = (tree.entry_edges[node as usize], tree.before[node as usize]);
            if edge != UNREACHED && before != UNREACHED {
                *on_links.entry(self.field.graph().link(edge as usize)).or_insert(0) += people;
                passing[before as usize] += people;
            }
        }
        let by_street = super::sum_by(
            on_links.iter().map(|(link, people)| (self.network.links[*link as usize].element, *people)),
        );
        let mut sums: Vec<(u64, Closure)> =
            by_street.into_iter().map(|(element, people)| (people, Closure::Element(element))).collect();
        for (element, node) in self.network.node_elements() {
            if let Some(people) = at_nodes.get(&node) {
                sums.push((*people, Closure::Element(element)));
            }
        }
        sums
    }

    /// Elements with a link that is the only connection of what lies behind it.
    fn bridge_elements(&self) -> BTreeSet<ElementId> {
        let links = &self.network.links;
        // Both directions of a piece of street lie between the same two places of one line.
        let group = |link: u32| links[link as usize].along.map_or(UNREACHED, |(line, ..)| line);
        let found = bridges(self.field.graph(), group);
        found.iter().zip(links).filter(|(is_bridge, _)| **is_bridge).map(|(_, link)| link.element).collect()
    }
}

/// How many nodes lie between each node and its seed; [`UNREACHED`] without a way.
fn depths(tree: &TravelTree) -> Vec<u32> {
    let mut depth = vec![UNREACHED; tree.before.len()];
    let mut open = Vec::new();
    for start in 0..tree.before.len() as u32 {
        let mut at = start;
        while depth[at as usize] == UNREACHED && tree.before[at as usize] != UNREACHED {
            open.push(at);
            if tree.before[at as usize] == at {
                break;
            }
            at = tree.before[at as usize];
        }
        while let Some(node) = open.pop() {
            let before = tree.before[node as usize];
            depth[node as usize] = if before == node { 0 } else { depth[before as usize].saturating_add(1) };
        }
    }
    depth
}

impl Edit {
    fn compare(&mut self, then: &Storeys, now: &Storeys, limit_ms: u32) {
        let within = |time: Option<u32>| time.is_some_and(|time| time <= limit_ms);
        for ((before, residents), (after, _)) in then.iter().zip(now) {
            let (a, b) = (before.unwrap_or(UNREACHED), after.unwrap_or(UNREACHED));
            self.residents_gain += if b < a { *residents } else { 0 };
            self.residents_lose += if b > a { *residents } else { 0 };
            self.residents_cut_off += if a < UNREACHED && b == UNREACHED { *residents } else { 0 };
            self.within += (i64::from(within(*after)) - i64::from(within(*before))) * *residents as i64;
        }
    }
}
