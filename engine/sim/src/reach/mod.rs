//! Reach: how long people, cars and goods take from door to door.

mod graph;

pub use graph::{
    GraphError, Link, LiveField, NearestEngine, Seed, TimeChange, TravelGraph, TravelTree, UNREACHED, bridges,
};
