//! The way of one home to its car and to the gate, and back.

use std::collections::BTreeMap;

use linli_model::{CarStorage, ElementId, ParkingKind, Point3};

use super::site::Share;
use super::walk::{below_ms, trip};
use super::{CarModel, GarageReach};
use crate::reach::explain::{HomeTrip, Leg, LegKind, inside_legs, way_legs};
use crate::reach::graph::UNREACHED;
use crate::reach::network::TravelNetwork;
use crate::reach::scope::Scope;

/// Steepest straight ramp of a garage for cars (JGJ 100-2015, 15 %), rise over length.
const RAMP_GRADE: f64 = 0.15;

/// Both ways of the cars of a home.
#[derive(Clone, Debug, PartialEq)]
pub struct CarTrips {
    /// From the flat to the gate.
    pub fetch: HomeTrip,
    /// From the gate to the flat.
    pub park: HomeTrip,
}

impl CarModel<'_> {
    /// Both ways of the cars of one storey, queues as their mean over the simulated peaks; of several
    /// garages the one with most of its cars. Nothing when the storey has no car with a bay.
    pub fn explain(&self, scope: Scope<'_>, building: ElementId, level: i16) -> Option<CarTrips> {
        let share = self.share_of(building, level)?;
        let garage = self.reach.garages.iter().find(|garage| {
            self.site.garages.get(share.garage).is_some_and(|known| known.element == garage.garage)
        })?;
        let trip = |evening: bool| HomeTrip {
            legs: self.legs(scope, share, garage, evening),
            limit_ms: self.reach.limit_ms,
            place: garage.garage,
        };
        Some(CarTrips { fetch: trip(false), park: trip(true) })
    }

    /// Mean times to fetch and to park, milliseconds, over the cars of each storey that have a bay: by
    /// building and level.
    pub fn storey_means_ms(&self) -> BTreeMap<(ElementId, i16), [u64; 2]> {
        let known: BTreeMap<ElementId, &GarageReach> =
            self.reach.garages.iter().map(|garage| (garage.garage, garage)).collect();
        let mut sums: BTreeMap<(ElementId, i16), ([u64; 2], u64)> = BTreeMap::new();
        for share in &self.site.shares {
            let home = &self.site.homes[share.building];
            let Some(garage) = known.get(&self.site.garages[share.garage].element) else { continue };
            let key = (home.element, home.storeys[share.storey].level);
            let (sum, cars) = sums.entry(key).or_default();
            for (sum, evening) in sum.iter_mut().zip([false, true]) {
                *sum += u64::from(share.cars) * self.mean_ms(share, garage, evening);
            }
            *cars += u64::from(share.cars);
        }
        sums.into_iter().map(|(key, (sum, cars))| (key, sum.map(|sum| sum / cars.max(1)))).collect()
    }

    fn mean_ms(&self, share: &Share, garage: &GarageReach, evening: bool) -> u64 {
        let walk = if evening { share.back_ms } else { share.there_ms };
        let inside: u64 = self.garage_legs(share, garage, evening).iter().map(|leg| leg.ms).sum();
        u64::from(walk) + inside + u64::from(self.drive_ms(share, evening))
    }

    fn share_of(&self, building: ElementId, level: i16) -> Option<&Share> {
        let is_here = |share: &&Share| {
            let home = &self.site.homes[share.building];
            home.element == building && home.storeys[share.storey].level == level
        };
        let here = self.site.shares.iter().filter(is_here);
        here.max_by_key(|share| (share.cars, std::cmp::Reverse(share.there_ms)))
    }

    fn drive_ms(&self, share: &Share, evening: bool) -> u32 {
        let garage = &self.site.garages[share.garage];
        if evening { garage.from_gate_ms } else { garage.to_gate_ms }.unwrap_or(0)
    }

    fn legs(&self, scope: Scope<'_>, share: &Share, garage: &GarageReach, evening: bool) -> Vec<Leg> {
        let walk = self.walk_legs(scope, share, evening);
        let mut inside = self.garage_legs(share, garage, evening);
        let drive = self.drive_legs(share, evening);
        // Outside it ends at the lift or the entrance for people, and at that for cars.
        let first = |legs: &[Leg]| legs.iter().find_map(|leg| leg.path.first().copied());
        let last = |legs: &[Leg]| legs.iter().rev().find_map(|leg| leg.path.last().copied());
        let ends = if evening { (first(&walk), last(&drive)) } else { (last(&walk), first(&drive)) };
        if let (Some(on_foot), Some(by_car)) = ends {
            self.garage_paths(&mut inside, share, [on_foot, by_car], evening);
        }
        if evening { [drive, inside, walk] } else { [walk, inside, drive] }.concat()
    }

    /// What happens between the garage's entrance for people and its entrance for cars, in the order of
    /// fetching; turned round for parking.
    fn garage_legs(&self, share: &Share, garage: &GarageReach, evening: bool) -> Vec<Leg> {
        let rules = &self.options.rules.car;
        let known = &self.site.garages[share.garage];
        let leg = |kind, ms: u64| Leg::new(kind, ms, Vec::new());
        let queue = leg(LegKind::Queue, if evening { garage.park_wait_ms } else { garage.fetch_wait_ms });
        let mut legs = match known.parking.storage {
            CarStorage::Driven => {
                let (on_foot, by_car) = known.inside_ms(share.is_below, &self.options);
                let search = if evening { rules.search.ms() } else { 0 };
                vec![
                    leg(LegKind::GarageWalk, on_foot.into()),
                    leg(LegKind::Search, search.into()),
                    leg(LegKind::GarageDrive, by_car.into()),
                    queue,
                    leg(LegKind::Service, rules.barrier.ms().into()),
                ]
            }
            // Who parks goes on as soon as the car is taken.
            CarStorage::Agv | CarStorage::Stacker if evening => vec![queue],
            CarStorage::Agv => vec![queue, leg(LegKind::Service, rules.agv_cycle.ms().into())],
            CarStorage::Stacker => vec![queue, leg(LegKind::Service, rules.stacker_cycle.ms().into())],
        };
        legs.retain(|leg| leg.ms > 0);
        if evening {
            legs.reverse();
        }
        legs
    }

    /// Gives the parts inside of a garage their places: on foot to a mean bay, by car down the ramp and to it. The
    /// source has neither bays nor ramps; times do not depend on these places.
    fn garage_paths(&self, inside: &mut [Leg], share: &Share, [on_foot, by_car]: [Point3; 2], evening: bool) {
        let garage = &self.site.garages[share.garage];
        let level_m = if share.is_below { on_foot[2] } else { by_car[2] - self.depth_m(share.garage) };
        let mut bay = [garage.place[0], garage.place[1], level_m];
        if share.is_below && garage.parking.storage == CarStorage::Driven {
            // Bays of those who live above lie around their own lift.
            let (walk_ms, _) = garage.inside_ms(true, &self.options);
            let walk_m = f64::from(walk_ms) / 1000.0 * self.options.walker.speed.value;
            let off = [0, 1].map(|i| garage.place[i] - on_foot[i]);
            let share = (walk_m / off[0].hypot(off[1]).max(1e-9)).min(1.0);
            bay = [on_foot[0] + share * off[0], on_foot[1] + share * off[1], level_m];
        }
        let off = [0, 1].map(|i| bay[i] - by_car[i]);
        let far_m = off[0].hypot(off[1]);
        let down = ((by_car[2] - level_m).max(0.0) / RAMP_GRADE / far_m.max(1e-9)).min(1.0);
        let foot = [by_car[0] + down * off[0], by_car[1] + down * off[1], level_m];
        let mut drive = vec![bay, foot, by_car];
        drive.dedup();
        let turned = |mut path: Vec<Point3>| {
            if evening {
                path.reverse();
            }
            path
        };
        for leg in inside.iter_mut() {
            match leg.kind {
                LegKind::GarageWalk => leg.path = turned(vec![on_foot, bay]),
                LegKind::GarageDrive => leg.path = turned(drive.clone()),
                LegKind::Service if garage.parking.storage != CarStorage::Driven => {
                    leg.path = turned(drive.clone());
                }
                _ => {}
            }
        }
    }

    /// How deep a garage lies below its entrance, metres: its first level under the ground.
    fn depth_m(&self, garage: usize) -> f64 {
        match self.site.garages[garage].parking.parking {
            ParkingKind::Underground => self.options.rules.homes.storey_height.value,
            ParkingKind::MultiStorey | ParkingKind::Surface | ParkingKind::StreetSide => 0.0,
        }
    }

    fn drive_legs(&self, share: &Share, evening: bool) -> Vec<Leg> {
        let limit = self.drive_ms(share, evening);
        let network = &self.site.drive.network;
        let graph = if evening { &network.graph } else { &self.site.drive.reversed };
        let gates: Vec<u32> = self.site.drive.gates.iter().map(|seed| seed.node).collect();
        let times = graph.times_from(&self.site.drive.gates, limit);
        let entrances = self.site.drive.garages[share.garage].iter().copied();
        let Some(entrance) =
            entrances.filter(|node| times[*node as usize] < UNREACHED).min_by_key(|n| times[*n as usize])
        else {
            return Vec::new();
        };
        let mut links = TravelNetwork::links_between(graph, &gates, entrance, limit);
        // On the graph turned round the way back from the garage already runs to the gate.
        if evening {
            links.reverse();
        }
        way_legs(LegKind::Drive, network.way(&links))
    }

    fn walk_legs(&self, scope: Scope<'_>, share: &Share, evening: bool) -> Vec<Leg> {
        let home = &self.site.homes[share.building];
        let level = home.storeys[share.storey].level;
        let total = if evening { share.back_ms } else { share.there_ms };
        let ends = |door: i16| if evening { [door, level] } else { [level, door] };
        let base_m = self.base_m(share.building);
        let garage = &self.site.garages[share.garage];
        if let Some(below) = below_ms(scope, home, garage, &self.options)
            && let Some(trip) = trip(home, ends(-1)[0], ends(-1)[1], &self.options)
            && trip.total_ms().saturating_add(below) == total
        {
            let mut legs = inside_legs(home, trip, ends(-1), None, evening, base_m);
            if below > 0 {
                let z = base_m + home.height_m(-1);
                let mut path = vec![[home.core[0], home.core[1], z], [garage.place[0], garage.place[1], z]];
                if evening {
                    path.reverse();
                }
                let walk = Leg::new(LegKind::Walk, below.into(), path);
                legs.insert(if evening { 0 } else { legs.len() }, walk);
            }
            return legs;
        }
        self.outside_legs(share, total, evening)
    }

    /// Height of a building's ground floor: that of its first door on the network.
    fn base_m(&self, building: usize) -> f64 {
        let (home, first) = (&self.site.homes[building], self.site.walk.first_joint[building]);
        let doors = home.doors_on(&self.site.walk.network, first);
        let node = doors.first().and_then(|door| {
            self.site.walk.network.node_of_joint(first + door).map(|node| (node, home.doors[*door].level))
        });
        node.map_or(0.0, |(node, level)| {
            self.site.walk.network.places[node as usize][2] - home.height_m(level)
        })
    }

    fn outside_legs(&self, share: &Share, total: u32, evening: bool) -> Vec<Leg> {
        let home = &self.site.homes[share.building];
        let first = self.site.walk.first_joint[share.building];
        let level = home.storeys[share.storey].level;
        let Some(garage) = self.site.walk.garages[share.garage] else { return Vec::new() };
        let network = &self.site.walk.network;
        let graph = if evening { &network.graph } else { &self.site.walk.reversed };
        for door in home.doors_on(network, first) {
            let Some(node) = network.node_of_joint(first + door) else { continue };
            let door_level = home.doors[door].level;
            let ends = if evening { [door_level, level] } else { [level, door_level] };
            let Some(trip) = trip(home, ends[0], ends[1], &self.options) else { continue };
            let Some(limit) = total.checked_sub(trip.total_ms()) else { continue };
            let mut links = TravelNetwork::links_between(graph, &[garage], node, limit);
            if links.is_empty() && node != garage {
                continue;
            }
            if evening {
                links.reverse();
            }
            let way = network.way(&links);
            if way.moving_ms.saturating_add(way.delay_ms) != limit {
                continue;
            }
            let place = network.places[node as usize];
            let base_m = place[2] - home.height_m(door_level);
            let inside = inside_legs(home, trip, ends, Some(place), evening, base_m);
            let outside = way_legs(LegKind::Walk, way);
            return if evening { [outside, inside] } else { [inside, outside] }.concat();
        }
        Vec::new()
    }
}
