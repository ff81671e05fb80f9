//! What a trip of one home is made of, for pictures and bars.

use linli_model::{ElementId, Point3};

use super::car::{CarModel, CarTrips};
use super::goods::GoodsModel;
use super::home::{HomeBuilding, VerticalTrip};
use super::network::Way;
use super::person::{HomeReach, PersonModel, PersonReach, UnknownReason};
use super::scope::Scope;

/// What time is spent on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LegKind {
    /// On stairs in the building.
    Stairs,
    /// Waiting for the lift.
    LiftWait,
    /// In the lift, doors included.
    LiftRide,
    /// Walking.
    Walk,
    /// At crossings, signals, gates and street lifts.
    Crossing,
    /// On the streets in a vehicle, or with a delivery.
    Drive,
    /// Walking between the garage's entrance or lift and the bay.
    GarageWalk,
    /// Driving inside of the garage, ramps included.
    GarageDrive,
    /// Looking for a bay and turning in.
    Search,
    /// In a waiting line: at the barrier, for an AGV or a stacker.
    Queue,
    /// Served at the barrier, or by an AGV or a stacker.
    Service,
    /// An order is picked.
    Pick,
    /// A picked order waits for others and for a free carrier.
    Batch,
    /// A tour is loaded.
    Load,
    /// Stops at other homes on the same tour, with the ways between them.
    OtherStops,
    /// Handing over at the flat or the locker.
    Handover,
}

impl LegKind {
    /// Every kind, in the order of a trip.
    pub const ALL: [Self; 16] = [
        Self::Pick,
        Self::Batch,
        Self::Load,
        Self::OtherStops,
        Self::Stairs,
        Self::LiftWait,
        Self::LiftRide,
        Self::Walk,
        Self::Crossing,
        Self::GarageWalk,
        Self::GarageDrive,
        Self::Search,
        Self::Queue,
        Self::Service,
        Self::Drive,
        Self::Handover,
    ];

    /// Name used in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Stairs => "stairs",
            Self::LiftWait => "lift_wait",
            Self::LiftRide => "lift_ride",
            Self::Walk => "walk",
            Self::Crossing => "crossing",
            Self::Drive => "drive",
            Self::GarageWalk => "garage_walk",
            Self::GarageDrive => "garage_drive",
            Self::Search => "search",
            Self::Queue => "queue",
            Self::Service => "service",
            Self::Pick => "pick",
            Self::Batch => "batch",
            Self::Load => "load",
            Self::OtherStops => "other_stops",
            Self::Handover => "handover",
        }
    }
}

/// One part of a trip.
#[derive(Clone, Debug, PartialEq)]
pub struct Leg {
    /// What the time is spent on.
    pub kind: LegKind,
    /// How long, milliseconds.
    pub ms: u64,
    /// Where, local metres, in the direction of the trip; empty for what happens at one place.
    pub path: Vec<Point3>,
    /// Streets and ways indoors that it goes along, in its order.
    pub along: Vec<ElementId>,
}

impl Leg {
    /// A part that leads along no street.
    pub(super) fn new(kind: LegKind, ms: u64, path: Vec<Point3>) -> Self {
        Self { kind, ms, path, along: Vec::new() }
    }
}

/// A trip from its start to its end.
#[derive(Clone, Debug, PartialEq)]
pub struct HomeTrip {
    /// Its parts, in order.
    pub legs: Vec<Leg>,
    /// Time that counts as reached, milliseconds.
    pub limit_ms: u32,
    /// Station entrance, garage or hub at the other end.
    pub place: ElementId,
}

impl HomeTrip {
    /// All parts together, milliseconds.
    pub fn total_ms(&self) -> u64 {
        self.legs.iter().map(|leg| leg.ms).sum()
    }

    /// Time of each kind that it has, in the order of [`LegKind::ALL`], milliseconds.
    pub fn split(&self) -> Vec<(LegKind, u64)> {
        let sum = |kind| self.legs.iter().filter(|leg| leg.kind == kind).map(|leg| leg.ms).sum();
        LegKind::ALL.into_iter().map(|kind| (kind, sum(kind))).filter(|(_, ms)| *ms > 0).collect()
    }
}

/// Parts of a trip on the network: on the move, and at crossings.
pub(super) fn way_legs(kind: LegKind, way: Way) -> Vec<Leg> {
    let mut legs = vec![Leg { along: way.along, ..Leg::new(kind, way.moving_ms.into(), way.points) }];
    if way.delay_ms > 0 {
        legs.push(Leg::new(LegKind::Crossing, way.delay_ms.into(), Vec::new()));
    }
    legs
}

/// Parts of a trip inside of a building, from one level to another. `door` is where the building is
/// entered (`enters`) or left; without a door the trip ends at the lift.
pub(super) fn inside_legs(
    home: &HomeBuilding,
    trip: VerticalTrip,
    [from, to]: [i16; 2],
    door: Option<Point3>,
    enters: bool,
    base_m: f64,
) -> Vec<Leg> {
    let at = |level: i16| [home.core[0], home.core[1], base_m + home.height_m(level)];
    let mut path = vec![at(from), at(to)];
    match door {
        Some(place) if enters => path.insert(0, place),
        Some(place) => path.push(place),
        None => {}
    }
    path.dedup();
    let mut legs = Vec::new();
    if trip.wait_ms > 0 {
        legs.push(Leg::new(LegKind::LiftWait, trip.wait_ms.into(), Vec::new()));
    }
    let is_lift = trip.ride_ms > 0;
    if is_lift {
        legs.push(Leg::new(LegKind::LiftRide, trip.ride_ms.into(), path.clone()));
    }
    if trip.stairs_ms > 0 || !is_lift {
        let path = if is_lift { Vec::new() } else { path };
        legs.push(Leg::new(LegKind::Stairs, trip.stairs_ms.into(), path));
    }
    legs
}

/// The three reaches of one home.
#[derive(Clone, Debug, PartialEq)]
pub struct HomeExplanation {
    /// To the station, or back; or why there is no way.
    pub person: Result<HomeTrip, UnknownReason>,
    /// To the car and the gate, and back; nothing without a car that has a bay.
    pub car: Option<CarTrips>,
    /// From the hub; nothing when no hub serves the home.
    pub goods: Option<HomeTrip>,
}

/// What the three reaches of one home are made of. Nothing when nobody lives on that storey.
pub fn explain_home<'a>(
    scope: impl Into<Scope<'a>>,
    person: &PersonModel<'_>,
    car: &CarModel<'_>,
    goods: &GoodsModel<'_>,
    building: ElementId,
    level: i16,
) -> Option<HomeExplanation> {
    Some(HomeExplanation {
        person: person.explain(building, level)?,
        car: car.explain(scope.into(), building, level),
        goods: goods.explain(building, level),
    })
}

/// Times of one storey of one building, milliseconds; queues and tours as their mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StoreyTimes {
    /// The building.
    pub building: ElementId,
    /// The level.
    pub level: i16,
    /// Residents.
    pub residents: u32,
    /// To the station, or back.
    pub person_ms: Option<u64>,
    /// From the flat to the gate by car.
    pub fetch_ms: Option<u64>,
    /// From the gate to the flat by car.
    pub park_ms: Option<u64>,
    /// From an order to its handover.
    pub goods_ms: Option<u64>,
}

/// Times of every storey with homes, in the order of the buildings and from below.
pub fn storey_times(
    person: &PersonModel<'_>,
    car: &CarModel<'_>,
    goods: &GoodsModel<'_>,
) -> Vec<StoreyTimes> {
    let (cars, orders) = (car.storey_means_ms(), goods.storey_means_ms());
    let with_all = |storey: StoreyTimes| {
        let key = (storey.building, storey.level);
        let car = cars.get(&key);
        StoreyTimes {
            fetch_ms: car.map(|[fetch, _]| *fetch),
            park_ms: car.map(|[_, park]| *park),
            goods_ms: orders.get(&key).copied(),
            ..storey
        }
    };
    person_times(&person.reach()).into_iter().map(with_all).collect()
}

/// The same of people alone.
pub fn person_times(reach: &PersonReach) -> Vec<StoreyTimes> {
    let of = |home: &HomeReach| StoreyTimes {
        building: home.building,
        level: home.level,
        residents: home.residents,
        person_ms: home.time.as_ref().ok().map(|time| time.total_ms.into()),
        fetch_ms: None,
        park_ms: None,
        goods_ms: None,
    };
    reach.homes.iter().map(of).collect()
}
