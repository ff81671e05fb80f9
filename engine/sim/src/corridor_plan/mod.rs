//! A first proposal of a utility tunnel: its route along the streets, its section, what it costs and what
//! it conflicts with.
//!
//! [`plan_corridor`] joins the places that are to be served by the cheapest tree of streets
//! ([`steiner`]), puts what they need into the fewest compartments that the sharing rules of the packs
//! allow ([`section`]), keeps clear of basements and other structures, and counts openings by the spacing
//! rules. See `docs/methods/corridor-planning.md`.

mod conflict;
mod cost;
mod drawing;
mod export;
mod obstacle;
mod openings;
mod route;
pub mod rules;
mod section;
mod steiner;
#[cfg(test)]
mod tests;

use linli_model::{Community, Corridor, CorridorNodeKind, Key, Medium, Point3, UtilityRules};
use linli_space::Ground;
use serde::Serialize;

pub use conflict::PlanConflict;
pub use cost::{CostItem, Trench};
pub use drawing::section_svg;
pub use export::{plan_geojson, plan_json};
pub use rules::CorridorPlanRules;
pub use section::{PlannedCompartment, PlannedLine, Side};

/// A line that the tunnel is to carry.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DemandLine {
    /// What it carries.
    pub medium: Medium,
    /// Number of pipes or cables.
    pub count: u32,
    /// Outer diameter of a pipe or cable, millimetres.
    pub diameter_mm: f64,
    /// Voltage of power, kilovolts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub voltage_kv: Option<f64>,
    /// Whether heat comes as steam.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub steam: bool,
}

/// A place that the tunnel is to serve.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Terminal {
    /// Name: the key of an element, or the user's own.
    pub name: String,
    /// Place in plan, local metres.
    pub at: [f64; 2],
}

/// What is wanted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CorridorDemand {
    /// Places to serve.
    pub terminals: Vec<Terminal>,
    /// Lines to carry.
    pub lines: Vec<DemandLine>,
}

/// Why nothing can be proposed.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum CorridorPlanError {
    /// Fewer than two places.
    #[error("a tunnel needs at least two places to serve; {0} given")]
    Terminals(usize),
    /// Nothing to carry.
    #[error("nothing is to be carried: name at least one medium")]
    NoLines,
    /// Too many places.
    #[error("at most {limit} places can be served; {given} given")]
    TooMany {
        /// Given.
        given: usize,
        /// Limit.
        limit: usize,
    },
    /// A place has no street near it.
    #[error("no street that may hold a tunnel lies within {reach_m} m of \"{name}\"")]
    NoStreet {
        /// Its name.
        name: String,
        /// How far was looked, metres.
        reach_m: f64,
    },
    /// Places that no allowed way joins.
    #[error("no way along the streets, clear of basements and tunnels, leads from \"{from}\" to \"{to}\"")]
    Apart {
        /// One place.
        from: String,
        /// The other.
        to: String,
    },
    /// The rules contradict themselves.
    #[error("{0}")]
    Rules(String),
}

/// A stretch of the tunnel between two junctions, ends or places served.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Branch {
    /// Key of the tunnel element that it would be.
    pub key: Key,
    /// Middle of the outer box, local metres.
    pub axis: Vec<Point3>,
    /// Length in plan, metres.
    pub length_m: f64,
    /// Streets that it follows, in order.
    pub streets: Vec<Key>,
    /// Openings: kind and chainage, metres.
    pub openings: Vec<(CorridorNodeKind, f64)>,
}

/// A place served, and how.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ServedPlace {
    /// Its name.
    pub name: String,
    /// Where its connection leaves the tunnel, local metres in plan.
    pub from: [f64; 2],
    /// Length of the connection as the crow flies, metres.
    pub connection_m: f64,
}

/// A proposal.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CorridorPlan {
    /// Stretches of the tunnel.
    pub branches: Vec<Branch>,
    /// Length of all stretches, metres.
    pub length_m: f64,
    /// Places served.
    pub served: Vec<ServedPlace>,
    /// Whether the route is the cheapest of all; otherwise it costs at most twice as much in street weights.
    pub exact_route: bool,
    /// The section as an element of the model has it.
    pub corridor: Corridor,
    /// The section with what stands where, and why.
    pub compartments: Vec<PlannedCompartment>,
    /// Pit and spoil.
    pub trench: Trench,
    /// Cost by item; unit prices are parameters.
    pub cost: Vec<CostItem>,
    /// Cost of all items, yuan.
    pub cost_total: f64,
    /// What it conflicts with.
    pub conflicts: Vec<PlanConflict>,
}

/// Proposes a tunnel.
///
/// # Errors
/// [`CorridorPlanError`] when too little is wanted, a place is out of reach, or no way leads there.
pub fn plan_corridor(
    community: &Community,
    ground: &Ground,
    demand: &CorridorDemand,
    rules: &CorridorPlanRules,
    packs: &[UtilityRules],
) -> Result<CorridorPlan, CorridorPlanError> {
    if demand.terminals.len() < 2 {
        return Err(CorridorPlanError::Terminals(demand.terminals.len()));
    }
    if demand.lines.is_empty() {
        return Err(CorridorPlanError::NoLines);
    }
    let compartments = section::compartments(&demand.lines, rules, packs);
    let corridor = section::corridor(&compartments, rules);
    let box_m = [corridor.outer_width_m(), corridor.outer_height_m()];
    let obstacles = obstacle::obstacles(community, ground);
    let network = route::Network::of(community, ground, &obstacles, box_m, rules);
    let route = route::tree(&network, &demand.terminals, rules)?;
    let mut branches = route::branches(&network, &route, ground, box_m[1], rules, community);
    for branch in &mut branches {
        branch.openings = openings::openings(branch.length_m, &compartments, packs);
    }
    let trench = cost::trench(&branches, box_m, rules);
    let cost = cost::items(&branches, &corridor, &trench, rules);
    let conflicts = conflict::conflicts(community, &branches, &corridor, packs)?;
    Ok(CorridorPlan {
        length_m: branches.iter().map(|branch| branch.length_m).sum(),
        served: route.served,
        exact_route: route.exact,
        cost_total: cost.iter().map(|item| item.amount).sum(),
        branches,
        corridor,
        compartments,
        trench,
        cost,
        conflicts,
    })
}
