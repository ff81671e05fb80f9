//! What an element belongs to, so that it takes over its work.

use std::collections::{HashMap, VecDeque};

use linli_model::{Community, Element, ElementId, Key, Kind, Schedule, Truth, Work};

/// Elements looked at on the way from an element to one that has work.
const FARTHEST: usize = 32;

/// Element that an element is a part of: it comes and goes with it.
pub(crate) fn owner(element: &Element) -> Option<&Key> {
    match &element.kind {
        Kind::BuildingPart(part) => part.parent.as_ref(),
        Kind::Greening(greening) => greening.building.as_ref(),
        Kind::Entrance(entrance) => entrance.of.as_ref(),
        Kind::Equipment(equipment) => equipment.of.as_ref(),
        Kind::Facility(facility) => facility.building.as_ref(),
        Kind::UtilityLine(line) => line.corridor.as_ref(),
        Kind::CorridorNode(node) => Some(&node.corridor),
        Kind::Parking(parking) => parking.basement.as_ref(),
        _ => None,
    }
}

/// Whether an element is a piece of land, which holds things and is none of them.
pub(super) fn is_land(element: &Element) -> bool {
    matches!(element.kind, Kind::Parcel(_) | Kind::Area(_))
}

/// The whole that an element is a part of in the end; the element itself when it is none.
pub(super) fn whole<'a>(community: &'a Community, element: &'a Element) -> &'a Element {
    let mut at = element;
    for _ in 0..FARTHEST {
        let above = owner(at).and_then(|key| community.id_of(key)).and_then(|id| community.element(id));
        match above.filter(|above| !is_land(above)) {
            Some(above) => at = above,
            None => break,
        }
    }
    at
}

/// Elements whose tasks an element takes over when it has none: its owner, the buildings on a basement,
/// the parcel of a building.
fn hosts(element: &Element) -> Vec<&Key> {
    match &element.kind {
        Kind::Basement(basement) => basement.buildings.iter().collect(),
        Kind::Building(building) => building.parcel.iter().collect(),
        _ => owner(element).into_iter().collect(),
    }
}

/// Adds to each element's tasks those that it takes over. `own` are the dated tasks of each element in
/// the order of time.
pub(super) fn inherited(
    community: &Community,
    schedule: &Schedule,
    own: &[Vec<u32>],
    on_land: &HashMap<u32, Vec<u32>>,
) -> Vec<(u32, Vec<u32>)> {
    let links = Links { community, schedule, own, on_land, parts: parts(community) };
    let mut added = Vec::new();
    for (id, element) in community.iter() {
        let has = |works: &[Work]| links.with(id.0, works).next().is_some();
        let tasks = match element.presence.truth {
            Truth::Designed if !has(&[Work::Build, Work::Temporary]) => links.of_hosts(id.0),
            Truth::Existing if !has(&[Work::Demolish]) => links.of_owner(element),
            _ => Vec::new(),
        };
        if !tasks.is_empty() {
            added.push((id.0, tasks));
        }
    }
    added
}

struct Links<'a> {
    community: &'a Community,
    schedule: &'a Schedule,
    own: &'a [Vec<u32>],
    on_land: &'a HashMap<u32, Vec<u32>>,
    parts: HashMap<u32, Vec<u32>>,
}

impl Links<'_> {
    fn with<'b>(&'b self, id: u32, works: &'b [Work]) -> impl Iterator<Item = u32> + 'b {
        let own = self.own.get(id as usize).map(Vec::as_slice).unwrap_or_default();
        own.iter().copied().filter(|task| self.does(*task, works))
    }

    fn does(&self, task: u32, works: &[Work]) -> bool {
        self.schedule.tasks.get(task as usize).is_some_and(|task| works.contains(&task.work))
    }

    fn element(&self, id: u32) -> Option<&Element> {
        self.community.element(ElementId(id))
    }

    /// Build and demolish tasks of the nearest host that is built, the land under it last.
    fn of_hosts(&self, id: u32) -> Vec<u32> {
        let of_parts: Vec<u32> = self.parts.get(&id).into_iter().flatten().copied().collect();
        let mut tasks: Vec<u32> = of_parts.iter().flat_map(|part| self.built(*part)).collect();
        if !tasks.is_empty() {
            tasks.sort_unstable();
            tasks.dedup();
            return tasks;
        }
        let (mut seen, mut next) = (vec![id], VecDeque::from([id]));
        while let Some(at) = next.pop_front() {
            let Some(element) = self.element(at) else { continue };
            for host in hosts(element).into_iter().filter_map(|key| self.community.id_of(key)) {
                if seen.contains(&host.0) || seen.len() >= FARTHEST {
                    continue;
                }
                let tasks = self.built(host.0);
                if !tasks.is_empty() {
                    return tasks;
                }
                seen.push(host.0);
                next.push_back(host.0);
            }
        }
        Vec::new()
    }

    /// What builds an element, and what removes it; what builds on it, when it is land.
    fn built(&self, id: u32) -> Vec<u32> {
        if self.with(id, &[Work::Build]).next().is_some() {
            return self.with(id, &[Work::Build, Work::Demolish]).collect();
        }
        let on_land = self.on_land.get(&id).into_iter().flatten().copied();
        let mut tasks: Vec<u32> = on_land.filter(|task| self.does(*task, &[Work::Build])).collect();
        tasks.dedup();
        tasks
    }

    /// What removes the thing that an element is a part of.
    fn of_owner(&self, element: &Element) -> Vec<u32> {
        let mut at = element;
        for _ in 0..FARTHEST {
            let Some(id) = owner(at).and_then(|key| self.community.id_of(key)) else { break };
            let Some(above) = self.element(id.0) else { break };
            if is_land(above) {
                break;
            }
            let tasks: Vec<u32> = self.with(id.0, &[Work::Demolish]).collect();
            if !tasks.is_empty() {
                return tasks;
            }
            at = above;
        }
        Vec::new()
    }
}

/// Parts of each building.
fn parts(community: &Community) -> HashMap<u32, Vec<u32>> {
    let mut parts: HashMap<u32, Vec<u32>> = HashMap::new();
    for (id, element) in community.iter() {
        if let Kind::BuildingPart(part) = &element.kind
            && let Some(whole) = part.parent.as_ref().and_then(|key| community.id_of(key))
        {
            parts.entry(whole.0).or_default().push(id.0);
        }
    }
    parts
}
