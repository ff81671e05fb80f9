//! Reach: how long people, cars and goods take from door to door.

mod car;
mod circle;
mod field;
mod goods;
mod graph;
mod home;
mod network;
mod person;
mod queue;
mod rules;
#[cfg(test)]
mod town;

pub use car::{BuildingCars, CarOptions, CarReach, GarageDay, GarageReach, Percentiles, car_reach};
pub(crate) use circle::door_joints;
pub use circle::{KindCoverage, life_circles, life_circles_planned};
pub use field::{Walk, WalkField};
pub use goods::{BuildingGoods, GoodsOptions, GoodsReach, HubReach, TooManyBuildings, goods_reach};
pub use graph::{
    GraphError, Link, LiveField, NearestEngine, Seed, TimeChange, TravelGraph, TravelTree, UNREACHED, bridges,
};
pub use home::{Door, HomeBuilding, HomeStorey, Levels, VerticalTrip, homes_of, lift_interval_s, lift_run_s};
pub use network::{JoinProblem, Joined, Joint, NetworkIssue, NetworkLink, NetworkOptions, TravelNetwork};
pub use person::{
    Closure, ClosureEffect, ClosureTarget, Direction, Edit, HomeReach, HomeTime, Isochrone, PersonModel,
    PersonOptions, PersonReach, UnknownReason,
};
pub use queue::{Job, LineUse, Random, Simulated, Step, percentile, simulate};
pub use rules::{
    CarDayRules, CarRules, Circle, Delays, DoorRules, FacilityKind, Figure, GoodsRules, HomeRules,
    LifeCircleRules, LiftRules, Name, PersonRules, Profile, ReachRules, RulesError, SlopeRule, StairRules,
    TravelMode,
};
