//! The way of an order to one home.

use std::collections::BTreeMap;

use linli_model::ElementId;

use super::GoodsModel;
use super::site::{Customer, Hub, carrier_inside};
use super::{BuildingGoods, GoodsOptions};
use crate::reach::explain::{HomeTrip, Leg, LegKind, inside_legs, way_legs};
use crate::reach::network::TravelNetwork;

impl GoodsModel<'_> {
    /// The way of an order to one storey; what depends on other orders as the mean of the building over
    /// the simulated days. Nothing when no hub serves the storey, or it ordered nothing.
    pub fn explain(&self, building: ElementId, level: i16) -> Option<HomeTrip> {
        let goods = self.reach.buildings.iter().find(|goods| goods.building == building)?;
        let (hub, customer) = self.site.hubs.iter().find_map(|hub| {
            let is_here = |c: &&Customer| hub.stops[c.stop] == building && c.level == level;
            Some((hub, hub.customers.iter().find(is_here)?))
        })?;
        let leg = |kind, ms: u64| Leg::new(kind, ms, Vec::new());
        let rules = &self.options.rules.goods;
        let drive_ms = u64::from(hub.between_ms(0, customer.stop + 1));
        let mut legs = vec![
            leg(LegKind::Pick, rules.pick.ms().into()),
            leg(LegKind::Batch, goods.wait_ms),
            leg(LegKind::Load, rules.load.ms().into()),
            leg(LegKind::OtherStops, goods.way_ms.saturating_sub(drive_ms)),
        ];
        legs.extend(self.drive_legs(hub, customer));
        legs.extend(self.up_legs(hub, customer));
        legs.push(leg(LegKind::Handover, handover_ms(customer, &self.options)));
        legs.retain(|leg| leg.ms > 0 || !leg.path.is_empty());
        Some(HomeTrip { legs, limit_ms: self.reach.limit_ms, place: hub.element })
    }

    /// Mean time of an order to each storey, milliseconds: by building and level.
    pub fn storey_means_ms(&self) -> BTreeMap<(ElementId, i16), u64> {
        let goods: BTreeMap<ElementId, &BuildingGoods> =
            self.reach.buildings.iter().map(|goods| (goods.building, goods)).collect();
        let rules = &self.options.rules.goods;
        let mut means = BTreeMap::new();
        for hub in &self.site.hubs {
            for customer in &hub.customers {
                let building = hub.stops[customer.stop];
                let Some(goods) = goods.get(&building) else { continue };
                let fixed = u64::from(rules.pick.ms()) + u64::from(rules.load.ms());
                let last = u64::from(customer.up_ms) + handover_ms(customer, &self.options);
                means.insert((building, customer.level), fixed + goods.wait_ms + goods.way_ms + last);
            }
        }
        means
    }

    fn drive_legs(&self, hub: &Hub, customer: &Customer) -> Vec<Leg> {
        let limit = hub.between_ms(0, customer.stop + 1);
        let (_, door, _) = hub.doors[customer.stop];
        let graph = &self.site.network.graph;
        let mut links = TravelNetwork::links_between(graph, &[hub.node], door, limit);
        links.reverse();
        way_legs(LegKind::Drive, self.site.network.way(&links))
    }

    fn up_legs(&self, hub: &Hub, customer: &Customer) -> Vec<Leg> {
        let (building, node, door) = hub.doors[customer.stop];
        let home = &self.site.homes[building];
        let level = home.doors[door].level;
        let (closed, rules) = (self.options.closed_lifts, self.options.rules);
        let carrier = carrier_inside(&self.options);
        let Some(trip) =
            home.trip(level, customer.level, closed, carrier, rules).filter(|_| !customer.at_door)
        else {
            return Vec::new();
        };
        let place = self.site.network.places[node as usize];
        let base_m = place[2] - home.height_m(level);
        inside_legs(home, trip, [level, customer.level], Some(place), true, base_m)
    }
}

fn handover_ms(customer: &Customer, options: &GoodsOptions<'_>) -> u64 {
    let rules = &options.rules.goods;
    u64::from(if customer.at_door { rules.locker_handover.ms() } else { rules.handover.ms() })
}
