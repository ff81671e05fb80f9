//! What a question about people gives.

use std::collections::BTreeMap;

use linli_model::ElementId;

use super::{Closure, PersonModel};
use crate::reach::graph::UNREACHED;
use crate::reach::network::JoinProblem;

/// Milliseconds of a minute.
const MINUTE_MS: u32 = 60_000;

/// Why the time of a home is not known.
#[derive(Clone, Debug, PartialEq)]
pub enum UnknownReason {
    /// There is no station entrance on the network.
    NoStation,
    /// The building has neither doors nor a usable outline.
    NoDoor,
    /// No door is on the network; the reason of the first.
    DoorOffNetwork(JoinProblem),
    /// Neither stairs nor lifts that this walker can use lead to a door without a step.
    NoWayInside,
    /// The doors are on the network, but no station can be reached from there; what closed off its
    /// part of the network, as far as something is closed.
    CutOff {
        /// Closed elements at the edge of what can be reached from the door.
        by: Vec<ElementId>,
    },
}

/// Time of a home with its parts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HomeTime {
    /// All together, milliseconds.
    pub total_ms: u32,
    /// Stairs in the building, milliseconds.
    pub stairs_ms: u32,
    /// Waiting for the lift, milliseconds.
    pub wait_ms: u32,
    /// In the lift, milliseconds.
    pub ride_ms: u32,
    /// From the door to the station entrance, or back, milliseconds.
    pub walk_ms: u32,
    /// From the entrance to the platform, milliseconds, where it is known; not part of the total.
    pub platform_ms: Option<u32>,
    /// Station entrance.
    pub station: ElementId,
    /// Door, or the building itself where its door is assumed.
    pub door: ElementId,
    /// Whether the door is assumed.
    pub door_assumed: bool,
    /// Length of the walk, metres.
    pub length_m: f64,
    /// Length of the walk over the straight distance; nothing below 1 m.
    pub detour: Option<f64>,
}

/// One storey of one building.
#[derive(Clone, Debug, PartialEq)]
pub struct HomeReach {
    /// Building.
    pub building: ElementId,
    /// Level.
    pub level: i16,
    /// Dwellings.
    pub dwellings: u32,
    /// Residents.
    pub residents: u32,
    /// Whether residents are assumed from the floor area.
    pub assumed_residents: bool,
    /// The time, or why it is not known.
    pub time: Result<HomeTime, UnknownReason>,
}

/// All homes.
#[derive(Clone, Debug, PartialEq)]
pub struct PersonReach {
    /// Storeys by building and level.
    pub homes: Vec<HomeReach>,
    /// Time that counts as reached, milliseconds.
    pub limit_ms: u32,
    /// Residents of all homes.
    pub residents: u64,
    /// Residents within the limit.
    pub residents_within: u64,
    /// Residents whose time is not known.
    pub residents_unknown: u64,
    /// Residents by whole minutes: the first entry holds those who need up to one minute.
    pub bands: Vec<u64>,
}

impl PersonReach {
    /// Share of residents within the limit, of all residents; those whose time is not known count
    /// as not reached. Nothing when nobody lives there.
    pub fn share_within(&self) -> Option<f64> {
        (self.residents > 0).then(|| self.residents_within as f64 / self.residents as f64)
    }

    /// Residents whose time to the platform is known, and those of them who are there within the limit.
    pub fn to_platform(&self) -> [u64; 2] {
        let times = self.homes.iter().filter_map(|home| {
            let time = home.time.as_ref().ok()?;
            Some((time.total_ms.saturating_add(time.platform_ms?), u64::from(home.residents)))
        });
        times.fold([0; 2], |[known, within], (ms, residents)| {
            [known + residents, within + if ms <= self.limit_ms { residents } else { 0 }]
        })
    }

    /// Positions of the slowest homes whose time is known, slowest first.
    pub fn worst(&self, count: usize) -> Vec<usize> {
        let timed = self.homes.iter().enumerate().filter_map(|(i, home)| Some((home.time.as_ref().ok()?, i)));
        let mut order: Vec<(std::cmp::Reverse<u32>, usize)> =
            timed.map(|(time, i)| (std::cmp::Reverse(time.total_ms), i)).collect();
        order.sort();
        order.into_iter().take(count).map(|(_, i)| i).collect()
    }

    /// Mean detour ratio of the residents whose walk is 1 m or longer.
    pub fn mean_detour(&self) -> Option<f64> {
        let (mut sum, mut people) = (0.0, 0.0);
        for home in &self.homes {
            if let Some(detour) = home.time.as_ref().ok().and_then(|time| time.detour) {
                sum += detour * f64::from(home.residents);
                people += f64::from(home.residents);
            }
        }
        (people > 0.0).then(|| sum / people)
    }
}

impl PersonModel<'_> {
    /// Times of all homes as the network is now.
    pub fn reach(&self) -> PersonReach {
        let limit_ms = self.options.rules.person.limit.ms();
        let mut result = PersonReach {
            homes: Vec::new(),
            limit_ms,
            residents: 0,
            residents_within: 0,
            residents_unknown: 0,
            bands: Vec::new(),
        };
        let islands = self.islands();
        for (number, home) in self.homes.iter().enumerate() {
            let doors = self.doors_of(number);
            let walks: Vec<Option<(f64, f64)>> =
                doors.iter().map(|door| self.walk_m(number, *door)).collect();
            for storey in &home.storeys {
                let time = self.storey_time(number, &doors, &walks, storey.level);
                let time = time.ok_or_else(|| self.why_unknown(number, &doors, storey.level, &islands));
                result.residents += u64::from(storey.residents);
                result.add(u64::from(storey.residents), time.as_ref().ok().map(|time| time.total_ms));
                result.homes.push(HomeReach {
                    building: home.element,
                    level: storey.level,
                    dwellings: storey.dwellings,
                    residents: storey.residents,
                    assumed_residents: home.assumed_residents,
                    time,
                });
            }
        }
        result
    }

    fn storey_time(
        &self,
        building: usize,
        doors: &[usize],
        walks: &[Option<(f64, f64)>],
        level: i16,
    ) -> Option<HomeTime> {
        let (number, trip, walk_ms) = self.quickest_door(building, doors, level)?;
        let door = &self.homes[building].doors[number];
        let node = self.network.node_of_joint(self.first_joint[building] + number)?;
        let station = *self.field.tree().origins.get(node as usize)? as usize;
        let (length_m, straight_m) = doors.iter().position(|d| *d == number).and_then(|i| walks[i])?;
        Some(HomeTime {
            total_ms: trip.total_ms().saturating_add(walk_ms),
            stairs_ms: trip.stairs_ms,
            wait_ms: trip.wait_ms,
            ride_ms: trip.ride_ms,
            walk_ms,
            platform_ms: self.platform_ms.get(station).copied().flatten(),
            station: *self.stations.get(station)?,
            door: door.joint.element,
            door_assumed: door.assumed,
            length_m,
            detour: (straight_m >= 1.0).then(|| length_m / straight_m),
        })
    }

    /// Links of the way between a door and its station, from the door; empty when there is none.
    pub fn way(&self, building: usize, door: usize) -> Vec<u32> {
        let joint = self.first_joint.get(building).map(|first| first + door);
        let Some(node) = joint.and_then(|joint| self.network.node_of_joint(joint)) else { return Vec::new() };
        let way = self.field.tree().way_back(node);
        let edges = way.into_iter().filter(|(_, edge)| *edge != UNREACHED);
        edges.map(|(_, edge)| self.field.graph().link(edge as usize)).collect()
    }

    /// Length of the walk from a door, and the straight distance, metres.
    fn walk_m(&self, building: usize, door: usize) -> Option<(f64, f64)> {
        let node = self.network.node_of_joint(self.first_joint[building] + door)?;
        let station = self.field.tree().origins.get(node as usize).filter(|origin| **origin != UNREACHED)?;
        let first_station = self.network.joints.len() - self.stations.len();
        let end = self.network.node_of_joint(first_station + *station as usize)?;
        let length: f64 =
            self.way(building, door).iter().map(|link| self.network.links[*link as usize].length_m).sum();
        let [a, b] = [node, end].map(|node| self.network.places[node as usize]);
        Some((length, (a[0] - b[0]).hypot(a[1] - b[1])))
    }

    pub(super) fn why_unknown(
        &self,
        building: usize,
        doors: &[usize],
        level: i16,
        islands: &Islands,
    ) -> UnknownReason {
        let home = &self.homes[building];
        let first_station = self.network.joints.len() - self.stations.len();
        if self.network.joints[first_station..].iter().all(Result::is_err) {
            return UnknownReason::NoStation;
        }
        let Some(&door) = doors.first() else {
            let first = self.network.joints.get(self.first_joint[building]);
            return match (home.doors.is_empty(), first) {
                (false, Some(Err(problem))) => UnknownReason::DoorOffNetwork(*problem),
                _ => UnknownReason::NoDoor,
            };
        };
        let can_leave = doors.iter().any(|number| {
            let door = &home.doors[*number];
            (door.step_free || self.options.profile.steps) && self.trip(home, level, door.level).is_some()
        });
        if !can_leave {
            return UnknownReason::NoWayInside;
        }
        let node = self.network.node_of_joint(self.first_joint[building] + door);
        UnknownReason::CutOff { by: node.map(|node| islands.closed_around(node)).unwrap_or_default() }
    }

    /// Parts of the network that hang together, and what is closed at their edges.
    pub(super) fn islands(&self) -> Islands {
        let mut parent: Vec<u32> = (0..self.network.places.len() as u32).collect();
        let mut shut = Vec::new();
        for (number, link) in self.network.links.iter().enumerate() {
            if link.open && self.held[number] == 0 {
                let (a, b) = (root(&mut parent, link.from), root(&mut parent, link.to));
                parent[a.max(b) as usize] = a.min(b);
            } else {
                shut.push(number);
            }
        }
        let mut closers: BTreeMap<u32, Vec<ElementId>> = BTreeMap::new();
        for closure in &self.closed {
            if let Closure::Element(element) = closure {
                for link in self.network.links_of(*element) {
                    closers.entry(link).or_default().push(*element);
                }
            }
        }
        let mut edges: Vec<(u32, ElementId)> = Vec::new();
        for number in shut {
            let link = &self.network.links[number];
            let (a, b) = (root(&mut parent, link.from), root(&mut parent, link.to));
            if a != b {
                // Closed by request, else by the hours of the street itself.
                let own = [link.element];
                let by = closers.get(&(number as u32)).map_or(own.as_slice(), Vec::as_slice);
                edges.extend(by.iter().flat_map(|element| [(a, *element), (b, *element)]));
            }
        }
        edges.sort_unstable();
        edges.dedup();
        let roots = (0..parent.len() as u32).map(|node| root(&mut parent, node)).collect();
        Islands { roots, edges }
    }
}

pub(super) struct Islands {
    roots: Vec<u32>,
    /// Closed elements at the edge of each part, sorted.
    edges: Vec<(u32, ElementId)>,
}

impl Islands {
    fn closed_around(&self, node: u32) -> Vec<ElementId> {
        let Some(root) = self.roots.get(node as usize) else { return Vec::new() };
        let start = self.edges.partition_point(|(island, _)| island < root);
        self.edges[start..].iter().take_while(|(island, _)| island == root).map(|(_, e)| *e).collect()
    }
}

fn root(parent: &mut [u32], mut node: u32) -> u32 {
    while parent[node as usize] != node {
        parent[node as usize] = parent[parent[node as usize] as usize];
        node = parent[node as usize];
    }
    node
}

impl PersonReach {
    /// Counts residents with their time.
    fn add(&mut self, residents: u64, total_ms: Option<u32>) {
        let Some(total_ms) = total_ms else {
            self.residents_unknown += residents;
            return;
        };
        if total_ms <= self.limit_ms {
            self.residents_within += residents;
        }
        let band = total_ms.div_ceil(MINUTE_MS).max(1) as usize - 1;
        if self.bands.len() <= band {
            self.bands.resize(band + 1, 0);
        }
        self.bands[band] += residents;
    }
}
