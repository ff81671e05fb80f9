//! A first proposal of a utility tunnel: its route along the streets, its section, what it costs and what
//! it conflicts with.
//!
//! [`plan_corridor`] looks at every section that the sharing rules of the packs allow and that could be the
//! cheapest, joins the places to serve by the cheapest tree of streets that keeps clear of basements and
//! tunnels, and takes the pair of section and route that costs least. See `docs/methods/corridor.md`.

mod compartment;
mod conflict;
mod cost;
mod drawing;
mod export;
mod join;
mod obstacle;
mod openings;
mod route;
mod route_drawing;
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
pub use drawing::section_drawing;
pub use export::{plan_geojson, plan_json};
pub use route_drawing::route_drawing;
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
    /// Too many different lines.
    #[error("at most {limit} different lines can be put into compartments; {given} given")]
    TooManyLines {
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
    /// Length with the weights of its streets, metres.
    pub weighted_m: f64,
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
    /// Where it is, local metres in plan.
    pub at: [f64; 2],
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
    /// Whether the route is the cheapest of all for its section, openings aside; otherwise its weighted length
    /// is at most twice that.
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
    let sections = section::sections(&demand.lines, rules, packs)?;
    let obstacles = obstacle::obstacles(community, ground);
    let corridors = sections.iter().map(|compartments| section::corridor(compartments, rules));
    let widest_m = corridors.map(|corridor| corridor.outer_width_m()).fold(0.0, f64::max);
    let mut network = route::Network::of(community, ground, &obstacles, widest_m, rules);
    let least = compartment::least_size(packs).map(|metres| metres + 2.0 * rules.wall_m.value);
    let (ends, served) = network.join(&demand.terminals, least)?;
    let mut best: Option<CorridorPlan> = None;
    let mut apart = None;
    for compartments in sections {
        let corridor = section::corridor(&compartments, rules);
        let box_m = [corridor.outer_width_m(), corridor.outer_height_m()];
        let (tree, exact_route) = match network.tree(&network.open(box_m), &ends, &demand.terminals) {
            Ok(found) => found,
            Err(error) => {
                apart.get_or_insert(error);
                continue;
            }
        };
        let mut branches = network.branches(&tree, &ends, box_m[1], community);
        for branch in &mut branches {
            branch.openings = openings::openings(branch.length_m, &demand.lines, packs);
        }
        let trench = cost::trench(&branches, box_m, rules);
        let cost = cost::items(&branches, &served, &corridor, &trench, rules);
        let cost_total = cost.iter().map(|item| item.amount).sum();
        if best.as_ref().is_none_or(|known| cost_total < known.cost_total) {
            best = Some(CorridorPlan {
                length_m: branches.iter().map(|branch| branch.length_m).sum(),
                branches,
                served: served.clone(),
                exact_route,
                corridor,
                compartments,
                trench,
                cost,
                cost_total,
                conflicts: Vec::new(),
            });
        }
    }
    match best {
        Some(mut plan) => {
            plan.conflicts = conflict::conflicts(community, &plan.branches, &plan.corridor, packs)?;
            Ok(plan)
        }
        None => Err(apart.unwrap_or(CorridorPlanError::NoLines)),
    }
}
