//! Whether what stands on parcels keeps the plan: the same check for a proposal and for a drawing.

use geo::{Distance as _, Euclidean};
use linli_model::{Aabb, AreaUse, Community, Element, ElementId, Geometry, Key, Kind, Parcel};
use linli_space::StreetGraph;
use serde::Serialize;

use super::prepare::shrunk;
use super::rules::LayoutRules;
use crate::green::places::{Places, place};
use crate::green::plane::{self, Plan};
use crate::green::{GreenModel, GreenProfile};
use crate::reach::ReachRules;

/// Areas smaller than this are rounding, square metres.
const LEAST_M2: f64 = 0.1;
/// Lengths smaller than this are rounding, metres.
const LEAST_M: f64 = 0.02;

/// Farther away nothing changes what a parcel's check says: more than edges of green, crowns and fire distances reach,
/// metres.
const AROUND_M: f64 = 40.0;

/// What a parcel or a building breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PlanRule {
    /// Two buildings are in the same place.
    Overlap,
    /// A building reaches over the setback line or the parcel's edge.
    Setback,
    /// A building stands in a street.
    InStreet,
    /// Two buildings are nearer than fire allows.
    FireGap,
    /// The floor-area ratio is above the parcel's.
    Far,
    /// The coverage is above the parcel's.
    Coverage,
    /// A building is above the parcel's height.
    Height,
    /// The green land ratio is below the parcel's.
    Green,
    /// No street for cars that leads to the others reaches the parcel.
    Isolated,
    /// A basement lies in a utility tunnel.
    BasementInCorridor,
}

/// One fault.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PlanFault {
    /// What is broken.
    pub rule: PlanRule,
    /// The parcel.
    pub parcel: Key,
    /// The element, and the other one.
    pub elements: Vec<Key>,
    /// What there is.
    pub actual: f64,
    /// What there may be.
    pub allowed: f64,
}

/// A building on a parcel.
struct Standing<'a> {
    element: &'a Element,
    plan: Plan,
    low_m: f64,
    top_m: f64,
}

/// Faults of everything that stands on the parcels of these keys, by parcel.
pub fn check_plan(
    community: &Community,
    stands: &dyn Fn(ElementId, &Element) -> bool,
    parcels: &[Key],
    rules: &LayoutRules,
    profile: &GreenProfile,
    reach: &ReachRules,
) -> Vec<PlanFault> {
    let mut faults = Vec::new();
    // Units and what lies far away change nothing on these parcels; only the way in may be long.
    let near = near_parcels(community, parcels);
    let around = |id: ElementId, element: &Element| {
        let is_unit = matches!(&element.kind, Kind::Area(area) if area.use_ == AreaUse::Unit);
        near.get(id.index()).copied().unwrap_or(false) && !is_unit && stands(id, element)
    };
    let green = GreenModel::new(community, profile.clone(), reach, &around);
    let ratios = green.sums();
    let buildings = buildings(community, &around);
    let places = buildings.iter().zip(0_u32..).map(|(b, number)| place(&b.plan.rect, number));
    let places = Places::bulk_load(places.collect());
    let streets = street_strips(community, &around);
    let street_places = streets.iter().zip(0_u32..).map(|(strip, number)| place(&strip.1.rect, number));
    let street_places = Places::bulk_load(street_places.collect());
    let reached = reached_places(community, stands);
    let corridors: Vec<(Key, Plan)> = lying(community, &around, |kind, geometry| match (kind, geometry) {
        (Kind::Corridor(c), Geometry::Line(points)) => plane::strip_of(points, c.outer_width_m()),
        _ => None,
    });
    let basements = lying(community, &around, |kind, geometry| match kind {
        Kind::Basement(_) => plane::plan_of(geometry),
        _ => None,
    });
    for key in parcels {
        let Some((parcel, plan)) = parcel_of(community, key) else { continue };
        let mut push = |rule, elements: Vec<Key>, actual: f64, allowed: f64| {
            faults.push(PlanFault { rule, parcel: key.clone(), elements, actual, allowed });
        };
        let near = places.near(&plan.rect);
        let on: Vec<&Standing<'_>> = near
            .iter()
            .map(|number| &buildings[*number as usize])
            .filter(|b| b.plan.shared_m2(&plan) > b.plan.area_m2 / 2.0)
            .collect();
        let setback_m = parcel.setback_m.filter(|m| m.is_finite() && *m >= 0.0).unwrap_or(0.0);
        let inner = if setback_m > 0.0 { shrunk(&plan, setback_m) } else { Some(plan.clone()) };
        for (number, b) in on.iter().enumerate() {
            let own = b.element.key.clone();
            let inside = inner.as_ref().map_or(0.0, |inner| b.plan.shared_m2(inner));
            if b.low_m < LEAST_M && b.plan.area_m2 - inside > LEAST_M2 {
                push(PlanRule::Setback, vec![own.clone()], b.plan.area_m2 - inside, 0.0);
            }
            if let Some(most) = parcel.height_max_m.filter(|most| b.top_m > most + LEAST_M) {
                push(PlanRule::Height, vec![own.clone()], b.top_m, most);
            }
            for street in street_places.near(&b.plan.rect) {
                let (street, strip) = &streets[street as usize];
                let shared = strip.shared_m2(&b.plan);
                if b.low_m < LEAST_M && shared > LEAST_M2 {
                    push(PlanRule::InStreet, vec![own.clone(), street.clone()], shared, 0.0);
                }
            }
            for other in &on[..number] {
                let shared = b.plan.shared_m2(&other.plan);
                let overlap_m = b.top_m.min(other.top_m) - b.low_m.max(other.low_m);
                let pair = || vec![other.element.key.clone(), own.clone()];
                if shared > LEAST_M2 && overlap_m > LEAST_M {
                    push(PlanRule::Overlap, pair(), shared, 0.0);
                } else if shared <= LEAST_M2 && overlap_m > LEAST_M {
                    let gap = Euclidean.distance(&b.plan.shape, &other.plan.shape);
                    let wanted = rules.fire_gap_m(b.top_m, other.top_m);
                    // What touches is one building in two parts.
                    if gap > LEAST_M && gap < wanted - LEAST_M {
                        push(PlanRule::FireGap, pair(), gap, wanted);
                    }
                }
            }
        }
        let floor: f64 = on.iter().map(|b| floor_above_m2(b.element)).sum();
        let far = floor / plan.area_m2;
        if let Some(most) = parcel.far_max.filter(|most| far > most + 0.005) {
            push(PlanRule::Far, Vec::new(), far, most);
        }
        let ground: Vec<geo::Polygon> =
            on.iter().filter(|b| b.low_m < LEAST_M).flat_map(|b| b.plan.shape.0.clone()).collect();
        let ground = Plan::of(ground);
        let coverage = ground.map_or(0.0, |ground| ground.area_m2) / plan.area_m2 * 100.0;
        if let Some(most) = parcel.coverage_max_pct.filter(|most| coverage > most + 0.05) {
            push(PlanRule::Coverage, Vec::new(), coverage, most);
        }
        let site = green.sites().iter().position(|site| site.key.as_ref() == Some(key));
        if let (Some(site), Some(least)) = (site, parcel.green_min_pct) {
            let ratio = (ratios[site].natural_m2 + ratios[site].deep_soil_m2) / ratios[site].area_m2 * 100.0;
            if ratio < least - 0.05 {
                push(PlanRule::Green, Vec::new(), ratio, least);
            }
        }
        if !on.is_empty() && !reached.iter().any(|at| plan.contains(*at)) {
            push(PlanRule::Isolated, Vec::new(), 0.0, 1.0);
        }
        for (basement, outline) in basements.iter().filter(|(_, b)| plane::touches(&b.rect, &plan.rect)) {
            for (corridor, strip) in &corridors {
                let shared = outline.shared_m2(strip);
                if shared > LEAST_M2 && outline.shared_m2(&plan) > 0.0 {
                    push(PlanRule::BasementInCorridor, vec![basement.clone(), corridor.clone()], shared, 0.0);
                }
            }
        }
    }
    faults
}

/// For each element whether it is near one of some parcels.
fn near_parcels(community: &Community, parcels: &[Key]) -> Vec<bool> {
    let element_of = |key: &Key| community.id_of(key).and_then(|id| community.element(id));
    let boxes: Vec<Aabb> = parcels
        .iter()
        .filter_map(|key| Some(element_of(key)?.geometry.aabb().inflated(AROUND_M)))
        .filter(|aabb| !aabb.is_empty())
        .collect();
    let meets =
        |a: &Aabb, b: &Aabb| (0..2).all(|axis| a.min[axis] <= b.max[axis] && b.min[axis] <= a.max[axis]);
    let near = |element: &Element| {
        let own = element.geometry.aabb();
        !own.is_empty() && boxes.iter().any(|aabb| meets(aabb, &own))
    };
    community.elements().iter().map(near).collect()
}

fn parcel_of<'a>(community: &'a Community, key: &Key) -> Option<(&'a Parcel, Plan)> {
    let element = community.id_of(key).and_then(|id| community.element(id))?;
    match &element.kind {
        Kind::Parcel(parcel) => Some((parcel, plane::plan_of(&element.geometry)?)),
        _ => None,
    }
}

/// Buildings with their storeys: wholes only, parts say how they look.
fn buildings<'a>(
    community: &'a Community,
    stands: &dyn Fn(ElementId, &Element) -> bool,
) -> Vec<Standing<'a>> {
    let standing = community.iter().filter(|(id, element)| stands(*id, element));
    standing
        .filter_map(|(_, element)| {
            let Kind::Building(building) = &element.kind else { return None };
            let plan = plane::plan_of(&element.geometry)?;
            let storeys = building.storeys_above.map(|storeys| f64::from(storeys) * 3.0);
            let top_m = building.height_m.or(storeys).filter(|top| top.is_finite()).unwrap_or(3.0);
            Some(Standing { element, plan, low_m: building.min_height_m.max(0.0), top_m })
        })
        .collect()
}

/// Floor above the ground as the storeys tell it, square metres.
fn floor_above_m2(element: &Element) -> f64 {
    let runs = element.kind.building().into_iter().flat_map(|building| &building.storeys);
    runs.map(|run| {
        let above = (i32::from(run.to_level) - i32::from(run.from_level.max(1)) + 1).max(0);
        f64::from(above) * run.floor_area_m2
    })
    .sum()
}

fn lying(
    community: &Community,
    stands: &dyn Fn(ElementId, &Element) -> bool,
    plan: impl Fn(&Kind, &Geometry) -> Option<Plan>,
) -> Vec<(Key, Plan)> {
    let standing = community.iter().filter(|(id, element)| stands(*id, element));
    standing.filter_map(|(_, e)| Some((e.key.clone(), plan(&e.kind, &e.geometry)?))).collect()
}

/// Strips of streets on the ground.
fn street_strips(community: &Community, stands: &dyn Fn(ElementId, &Element) -> bool) -> Vec<(Key, Plan)> {
    lying(community, stands, |kind, geometry| match (kind, geometry) {
        (Kind::Street(street), Geometry::Line(points))
            if !street.class.is_rail()
                && street.class != linli_model::StreetClass::Corridor
                && !street.tunnel
                && !street.bridge
                && street.layer == 0 =>
        {
            plane::strip_of(points, street.drawn_width_m())
        }
        _ => None,
    })
}

/// Places on streets for cars that belong to the largest network.
fn reached_places(community: &Community, stands: &dyn Fn(ElementId, &Element) -> bool) -> Vec<[f64; 2]> {
    let streets = StreetGraph::of(community);
    let standing: Vec<bool> = community.iter().map(|(id, element)| stands(id, element)).collect();
    let is_open = |edge: &linli_space::StreetEdge| {
        standing[edge.street.index()] && edge.access.car != linli_model::Access::No
    };
    let component = streets.components(is_open);
    let edges = streets.edges.iter().filter(|edge| is_open(edge) && component[edge.from as usize] == 0);
    edges.flat_map(|edge| streets.path(edge)).map(|p| [p[0], p[1]]).collect()
}
