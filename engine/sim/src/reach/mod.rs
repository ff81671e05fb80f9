//! Reach: how long people, cars and goods take from door to door.

mod car;
mod circle;
mod difference;
mod explain;
mod field;
mod goods;
mod graph;
mod home;
mod memo;
mod network;
mod person;
mod question;
mod queue;
mod rules;
mod scope;
#[cfg(test)]
mod town;
mod transit;

pub use car::{
    BuildingCars, CarModel, CarOptions, CarReach, CarTrips, GarageDay, GarageReach, Percentiles, StoreyCars,
    car_reach,
};
pub(crate) use circle::door_joints;
pub use circle::{KindCoverage, life_circles, life_circles_planned};
pub use difference::{HomeWay, WayDifference};
pub use explain::{
    HomeExplanation, HomeTrip, Leg, LegKind, StoreyTimes, explain_home, person_times, storey_times,
};
pub use field::{Walk, WalkField};
pub use goods::{
    BuildingGoods, GoodsModel, GoodsOptions, GoodsReach, HubReach, TooManyBuildings, goods_reach,
};
pub use graph::{
    Cut, GraphError, Link, LiveField, NearestEngine, Seed, TimeChange, TravelGraph, TravelTree, UNREACHED,
    bridges,
};
pub(crate) use home::homes_among;
pub use home::{Door, HomeBuilding, HomeStorey, Levels, VerticalTrip, homes_of, lift_interval_s, lift_run_s};
pub use memo::DayMemo;
pub use network::{
    Added, JoinProblem, Joined, Joint, NetworkIssue, NetworkLink, NetworkOptions, NoTimeOfDay, TravelNetwork,
    Way, minute_of_day,
};
pub use person::{
    Closure, ClosureEffect, ClosureProblem, ClosureTarget, Direction, Edit, HomeReach, HomeTime, Isochrone,
    PersonModel, PersonOptions, PersonReach, TimeGrid, UnknownReason,
};
pub use question::{Closed, NoSuchProfile, ReachQuestion, STANDARD_SEED};
pub use queue::{Job, LineUse, Random, Simulated, Step, percentile, simulate};
pub use rules::{
    CarDayRules, CarRules, Circle, Delays, DoorRules, FacilityKind, GoodsRules, HomeRules, LifeCircleRules,
    LiftRules, Name, PersonRules, Profile, ReachRules, RulesError, SlopeRule, StairRules, TransitRules,
    TravelMode,
};
pub use scope::{AddedStreets, InUse, Scope};
pub use transit::{
    BuildingTransit, StopWalk, TransitNetwork, TransitOptions, TransitReach, TransitSearch, transit_reach,
};
