//! Garages as the simulation needs them.

use linli_model::{CarStorage, ElementId, Key, Kind, Parking, ParkingKind, Point3};

use super::CarOptions;
use crate::reach::scope::Scope;

/// A garage with its way to the gate.
#[derive(Clone, Debug)]
pub(super) struct Garage {
    pub element: ElementId,
    pub key: Key,
    pub parking: Parking,
    pub bays: u32,
    /// Levels that cars drive through, at least 1.
    pub levels: u32,
    /// From the community's gate to the garage and back by car, milliseconds; nothing when neither a
    /// gate nor a public street is connected.
    pub from_gate_ms: Option<u32>,
    pub to_gate_ms: Option<u32>,
    pub place: Point3,
    /// Buildings over its basement.
    pub above: Vec<Key>,
}

/// Garages with a capacity, and those without.
pub(super) fn garages_of(scope: Scope<'_>, options: &CarOptions<'_>) -> (Vec<Garage>, Vec<ElementId>) {
    let (mut garages, mut unknown) = (Vec::new(), Vec::new());
    for (id, element) in scope.iter() {
        let Kind::Parking(parking) = &element.kind else { continue };
        if options.closed.contains(&id) || element.geometry.aabb().is_empty() {
            continue;
        }
        let Some(bays) = parking.capacity.filter(|bays| *bays > 0) else {
            unknown.push(id);
            continue;
        };
        let basement = parking.basement.as_ref().and_then(|key| scope.id_of(key));
        let (levels, above) = match basement.and_then(|id| scope.element(id)).map(|e| &e.kind) {
            Some(Kind::Basement(basement)) => (basement.levels.clamp(1, 20), basement.buildings.clone()),
            _ => (1, Vec::new()),
        };
        garages.push(Garage {
            element: id,
            key: element.key.clone(),
            parking: parking.clone(),
            bays,
            levels,
            from_gate_ms: None,
            to_gate_ms: None,
            place: element.geometry.aabb().centre(),
            above,
        });
    }
    (garages, unknown)
}

impl Garage {
    /// Servers that limit the flow: barrier lanes, or the vehicles of an automatic garage.
    pub(super) fn servers(&self, options: &CarOptions<'_>) -> u32 {
        let rules = &options.rules.car;
        match self.parking.storage {
            CarStorage::Driven => {
                // Lanes are counted in and out together.
                let each_way = self.parking.gate_lanes.map(|lanes| lanes.div_ceil(2));
                each_way.unwrap_or(rules.lanes.value as u32).max(1)
            }
            CarStorage::Agv | CarStorage::Stacker => {
                let by_size = (f64::from(self.bays) / rules.bays_per_agv.value).ceil() as u32;
                self.parking.servers.unwrap_or(by_size).max(1)
            }
        }
    }

    /// Levels that a car drives through to a mean bay.
    pub(super) fn mean_levels(&self) -> f64 {
        match self.parking.parking {
            ParkingKind::Underground | ParkingKind::MultiStorey => f64::from(self.levels + 1) / 2.0,
            ParkingKind::Surface | ParkingKind::StreetSide => 0.0,
        }
    }

    /// Bays for those who do not live above it: the shared ones where the source tells them and homes
    /// or offices stand above, else all.
    pub(super) fn open_bays(&self) -> u32 {
        let shared = self.parking.shared_bays.filter(|_| !self.above.is_empty());
        shared.unwrap_or(self.bays).min(self.bays)
    }

    /// Mean way inside on foot and by car, search left out, milliseconds. A mean bay lies half of the
    /// length and half of the width of one level away; those who live above park in the part of the level
    /// around their own lift. Nothing of it in an automatic garage.
    pub(super) fn inside_ms(&self, is_below: bool, options: &CarOptions<'_>) -> (u32, u32) {
        if self.parking.storage != CarStorage::Driven {
            return (0, 0);
        }
        let rules = &options.rules.car;
        let side_m = (f64::from(self.bays) * rules.area_per_bay.value / f64::from(self.levels)).sqrt();
        let ms = |seconds: f64| (seconds * 1000.0).round() as u32;
        let parts = if is_below { self.above.len().max(1) as f64 } else { 1.0 };
        let on_foot = ms(side_m / parts.sqrt() / options.walker.speed.value);
        let ramps = (f64::from(rules.ramp.ms()) * self.mean_levels()).round() as u32;
        (on_foot, ms(side_m / (rules.garage_speed.value / 3.6)).saturating_add(ramps))
    }
}
