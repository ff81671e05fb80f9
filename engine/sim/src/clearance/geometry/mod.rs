//! Exact distances between the swept shapes of lines and their neighbours.

mod plan;
mod strip;

pub use plan::{PlanClosest, closest_on_segments, reach_along};
pub(crate) use plan::{cross, dot, minus};
pub use strip::{Strip, SweptSection, horizontal_gap, polygon_gap, vertical_gap};
