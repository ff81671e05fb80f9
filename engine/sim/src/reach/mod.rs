//! Reach: how long people, cars and goods take from door to door.

mod graph;
mod network;
mod rules;
#[cfg(test)]
mod town;

pub use graph::{
    GraphError, Link, LiveField, NearestEngine, Seed, TimeChange, TravelGraph, TravelTree, UNREACHED, bridges,
};
pub use network::{JoinProblem, Joined, Joint, NetworkIssue, NetworkLink, NetworkOptions, TravelNetwork};
pub use rules::{
    CarRules, Circle, Delays, DoorRules, FacilityKind, Figure, GoodsRules, HomeRules, LifeCircleRules,
    LiftRules, Name, PersonRules, Profile, ReachRules, RulesError, SlopeRule, StairRules, TravelMode,
};
