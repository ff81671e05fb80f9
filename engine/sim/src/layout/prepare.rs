//! What a search begins with: the parcels that are built on, cleared, and what has to be kept.

use std::collections::BTreeSet;

use linli_model::{
    Community, Element, ElementId, Geometry, Key, Kind, LandUse, Parcel, Point3, Street, StreetClass,
};
use linli_space::StreetGraph;

use super::grid::Grid;
use super::parcel::{Gate, ParcelSite, rings_of};
use super::rules::LayoutRules;
use super::screen::Programme;
use crate::green::plane::{self, Plan};
use crate::reach::{Joint, NearestEngine, NetworkOptions, ReachRules, Seed, TravelNetwork, UNREACHED};

/// Declination of the sun on Great Cold day 2001, degrees.
const GREAT_COLD_DEG: f64 = -20.115;
/// Kept clear around things that stay: entrances of stations, stops, shafts, metres.
const AROUND_M: f64 = 4.0;
/// Share of a way on a parcel from which it is the parcel's own: its ends may reach into the street outside.
const OWN_WAY: f64 = 0.7;
/// Farthest that a parcel's lane reaches to a street, metres.
const GATE_REACH_M: f64 = 80.0;
/// Limits where a parcel has none.
const FAR_MAX: f64 = 2.0;
const COVERAGE_MAX: f64 = 0.3;
const HEIGHT_MAX_M: f64 = 54.0;

/// A search that cannot begin.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LayoutError {
    /// No parcel can be built on.
    #[error("no parcel can be built on; draw parcels with a use and limits, or name others")]
    NoParcel,
    /// A key that is no parcel.
    #[error("{0}: no parcel of this key")]
    UnknownParcel(Key),
    /// The rules lack the walker whose times count.
    #[error("the reach rules have no profile \"planning\"")]
    NoProfile,
}

impl LayoutError {
    /// What is wrong, in English and Chinese.
    pub fn text(&self) -> [String; 2] {
        let chinese = match self {
            Self::NoParcel => "没有可建设的地块；请绘制带用途与限值的地块，或另选地块".to_owned(),
            Self::UnknownParcel(key) => format!("{key}：没有这个地块"),
            Self::NoProfile => "可达规则缺少 \"planning\" 步行者".to_owned(),
        };
        [self.to_string(), chinese]
    }
}

/// Parcels, what is cleared for them, and what a programme would replace.
#[derive(Clone, Debug)]
pub struct LayoutSite {
    /// Parcels that are built on, in the order of their keys.
    pub parcels: Vec<ParcelSite>,
    /// Elements that a layout takes away.
    pub cleared: Vec<ElementId>,
    /// Dwellings and jobs that stand on the parcels now.
    pub standing: Programme,
    /// Parcels that could not be used, with why in English and Chinese.
    pub left_out: Vec<(Key, [&'static str; 2])>,
}

/// Which parcels are built on.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum ParcelChoice {
    /// Those of the implementation unit; all where there is none.
    #[default]
    ImplementationUnit,
    /// All.
    All,
    /// These.
    Keys(Vec<Key>),
}

impl LayoutSite {
    /// Prepares the parcels of what stands.
    ///
    /// # Errors
    /// [`LayoutError`] when nothing can be built on, or a key is no parcel.
    pub fn new(
        community: &Community,
        stands: &dyn Fn(ElementId, &Element) -> bool,
        choice: &ParcelChoice,
        rules: &LayoutRules,
        reach: &ReachRules,
    ) -> Result<Self, LayoutError> {
        let chosen = chosen(community, stands, choice)?;
        let mut left_out = Vec::new();
        let mut plans: Vec<(ElementId, &Parcel, Plan)> = Vec::new();
        for (id, parcel, element) in chosen {
            let Some(plan) = plane::plan_of(&element.geometry) else {
                left_out.push((element.key.clone(), ["it has no usable outline", "没有可用的边界"]));
                continue;
            };
            // Land in two parcels stays with the first.
            match Plan::of_clean(plan.minus(plans.iter().map(|(_, _, plan)| plan))) {
                Some(plan) => plans.push((id, parcel, plan)),
                None => left_out
                    .push((element.key.clone(), ["it lies inside another parcel", "完全落在其他地块内"])),
            }
        }
        let cleared = cleared(community, stands, &plans);
        let gone: BTreeSet<ElementId> = cleared.iter().copied().collect();
        let kept = |id: ElementId, element: &Element| stands(id, element) && !gone.contains(&id);
        let obstacles = Obstacles::of(community, &kept, rules);
        let minutes = walk_minutes(community, &kept, &plans, reach)?;
        let gates = gates(community, &kept, &plans);
        let noon_shadow = (community.frame.latitude_deg - GREAT_COLD_DEG).to_radians().tan().clamp(0.1, 10.0);
        let mut parcels = Vec::new();
        for (((id, parcel, plan), walk_minutes), gate) in plans.into_iter().zip(minutes).zip(gates) {
            let Some(element) = community.element(id) else { continue };
            let finite =
                |value: Option<f64>, most: f64| value.filter(|v| v.is_finite() && *v > 0.0 && *v <= most);
            let setback_m = finite(parcel.setback_m, 100.0).unwrap_or(0.0).max(rules.lane_strip_m());
            let made = shrunk(&plan, setback_m).and_then(|inner| {
                let near = obstacles.above(&inner);
                let lane = shrunk(&plan, rules.lane_edge + rules.fire_lane / 2.0)?;
                Some((Grid::new(&inner, &near)?, lane))
            });
            let Some((grid, lane)) = made else {
                left_out.push((element.key.clone(), ["its setbacks leave nothing", "退界后无可建范围"]));
                continue;
            };
            let inner = shrunk(&plan, rules.lane_edge);
            let basement_grid = inner.and_then(|inner| Grid::new(&inner, &obstacles.below(&inner)));
            let metres = walk_minutes.map(|minutes| minutes * 60.0);
            let fade = metres.map_or(0.0, |d| (-(d / rules.gradient_length).powi(2)).exp());
            parcels.push(ParcelSite {
                key: element.key.clone(),
                name: element.name.clone(),
                land_use: parcel.land_use,
                area_m2: plan.area_m2,
                far_max: finite(parcel.far_max, 30.0).unwrap_or(FAR_MAX),
                coverage_max: finite(parcel.coverage_max_pct, 100.0).map_or(COVERAGE_MAX, |pct| pct / 100.0),
                height_max_m: finite(parcel.height_max_m, 1000.0).unwrap_or(HEIGHT_MAX_M),
                green_min: finite(parcel.green_min_pct, 100.0).map_or(0.0, |pct| pct / 100.0),
                setback_m,
                noon_shadow,
                walk_minutes,
                target_far: rules.edge_far + (rules.core_far - rules.edge_far) * fade,
                grid,
                basement_grid,
                gate,
                lane: rings_of(&lane.shape).into_iter().next().unwrap_or_default(),
                plan,
            });
        }
        if parcels.is_empty() {
            return Err(LayoutError::NoParcel);
        }
        let standing = standing(community, &cleared);
        Ok(Self { parcels, cleared, standing, left_out })
    }
}

/// The parcels that are asked for, in the order of their keys; of those that nothing can be built on only
/// the ones that are named.
fn chosen<'a>(
    community: &'a Community,
    stands: &dyn Fn(ElementId, &Element) -> bool,
    choice: &ParcelChoice,
) -> Result<Vec<(ElementId, &'a Parcel, &'a Element)>, LayoutError> {
    let all = community.iter().filter(|(id, element)| stands(*id, element));
    let mut all: Vec<(ElementId, &Parcel, &Element)> = all
        .filter_map(|(id, element)| match &element.kind {
            Kind::Parcel(parcel) => Some((id, parcel, element)),
            _ => None,
        })
        .collect();
    all.sort_by(|a, b| a.2.key.cmp(&b.2.key));
    let buildable =
        |parcel: &Parcel| super::massing::Typology::suiting(parcel.land_use, 0.0) != [super::Typology::Open];
    match choice {
        ParcelChoice::Keys(keys) => {
            for key in keys {
                if !all.iter().any(|(_, _, element)| element.key == *key) {
                    return Err(LayoutError::UnknownParcel(key.clone()));
                }
            }
            all.retain(|(_, _, element)| keys.contains(&element.key));
        }
        ParcelChoice::ImplementationUnit
            if all.iter().any(|(_, parcel, _)| parcel.in_implementation_unit) =>
        {
            all.retain(|(_, parcel, _)| parcel.in_implementation_unit && buildable(parcel));
        }
        ParcelChoice::ImplementationUnit | ParcelChoice::All => {
            all.retain(|(_, parcel, _)| buildable(parcel))
        }
    }
    all.retain(|(_, parcel, _)| parcel.land_use != LandUse::Water);
    Ok(all)
}

/// A plan shrunk by a distance, with sharp corners; its largest piece.
pub(super) fn shrunk(plan: &Plan, by_m: f64) -> Option<Plan> {
    use geo::algorithm::buffer::{BufferStyle, LineJoin};
    use geo::{Area as _, Buffer as _, MultiPolygon};
    let style = BufferStyle::new(-by_m).line_join(LineJoin::Miter(0.2));
    let pieces = plan.shape.buffer_with_style(style);
    let largest = pieces.0.into_iter().max_by(|a, b| a.unsigned_area().total_cmp(&b.unsigned_area()))?;
    Plan::of_clean(MultiPolygon::new(vec![largest]))
}

/// A plan shrunk by a distance, with every piece that is left.
pub(super) fn shrunk_all(plan: &Plan, by_m: f64) -> Option<Plan> {
    use geo::Buffer as _;
    use geo::algorithm::buffer::{BufferStyle, LineJoin};
    let style = BufferStyle::new(-by_m).line_join(LineJoin::Bevel);
    Plan::of_clean(plan.shape.buffer_with_style(style))
}

/// What stays and keeps buildings and basements away.
struct Obstacles {
    above: Vec<Plan>,
    below: Vec<Plan>,
}

impl Obstacles {
    fn of(community: &Community, kept: &dyn Fn(ElementId, &Element) -> bool, rules: &LayoutRules) -> Self {
        let (mut above, mut below) = (Vec::new(), Vec::new());
        for (_, element) in community.iter().filter(|(id, element)| kept(*id, element)) {
            let around = |width_m: f64| match &element.geometry {
                Geometry::Line(points) => plane::strip_of(points, width_m),
                Geometry::Point(at) => plane::circle([at[0], at[1]], 2.0 * AROUND_M),
                other => plane::plan_of(other).and_then(|plan| plan.grown(rules.corridor_clearance)),
            };
            match &element.kind {
                Kind::Corridor(corridor) => {
                    let plan = around(corridor.outer_width_m() + 2.0 * rules.corridor_clearance);
                    above.extend(plan.clone());
                    below.extend(plan);
                }
                Kind::CorridorNode(_) | Kind::StationEntrance(_) | Kind::Stop(_) => {
                    let plan = around(0.0);
                    above.extend(plan.clone());
                    below.extend(plan);
                }
                Kind::Street(street) if !street.class.is_rail() && !street.tunnel => {
                    above.extend(around(street.drawn_width_m()));
                }
                Kind::Street(street) if street.class.is_rail() => {
                    below.extend(around(street.drawn_width_m() + 8.0));
                }
                Kind::Basement(_) | Kind::Station(_) => below.extend(around(0.0)),
                Kind::Building(_) | Kind::BuildingPart(_) => {
                    let plan = plane::plan_of(&element.geometry);
                    above.extend(plan.as_ref().and_then(|plan| plan.grown(rules.fire_gap_mixed)));
                    below.extend(plan);
                }
                Kind::Area(area) if area.use_ == linli_model::AreaUse::Water => {
                    let plan = around(0.0);
                    above.extend(plan.clone());
                    below.extend(plan);
                }
                _ => {}
            }
        }
        Self { above, below }
    }

    fn above(&self, area: &Plan) -> Vec<&Plan> {
        self.above.iter().filter(|plan| plane::touches(&plan.rect, &area.rect)).collect()
    }

    fn below(&self, area: &Plan) -> Vec<&Plan> {
        self.below.iter().filter(|plan| plane::touches(&plan.rect, &area.rect)).collect()
    }
}

/// What stands on the parcels and is not part of the ground below or of the streets around.
fn cleared(
    community: &Community,
    stands: &dyn Fn(ElementId, &Element) -> bool,
    parcels: &[(ElementId, &Parcel, Plan)],
) -> Vec<ElementId> {
    let on_parcel = |at: [f64; 2]| parcels.iter().any(|(_, _, plan)| plan.contains(at));
    let mut cleared = Vec::new();
    for (id, element) in community.iter() {
        // Sketches of the plan are replaced as well, though they do not stand in the design.
        let sketch = element.presence.truth == linli_model::Truth::Proposed;
        if !stands(id, element) && !sketch {
            continue;
        }
        let goes = match &element.kind {
            Kind::Building(_) | Kind::BuildingPart(_) | Kind::Greening(_) | Kind::Parking(_) => true,
            Kind::Tree(_) | Kind::Entrance(_) | Kind::Equipment(_) | Kind::StreetNode(_) => true,
            Kind::Basement(basement) => basement.use_ != linli_model::BuildingUse::Transport,
            Kind::Facility(_) | Kind::SiteWork(_) => true,
            Kind::Area(area) => {
                !matches!(area.use_, linli_model::AreaUse::Unit | linli_model::AreaUse::Water)
            }
            Kind::Street(street) => is_inner(street),
            _ => false,
        };
        if !goes {
            continue;
        }
        let inside = match &element.geometry {
            Geometry::Point(at) => on_parcel([at[0], at[1]]),
            Geometry::Line(points) => share_inside(points, &on_parcel) >= OWN_WAY,
            other => plane::plan_of(other).is_some_and(|plan| {
                let shared: f64 = parcels.iter().map(|(_, _, parcel)| plan.shared_m2(parcel)).sum();
                shared > plan.area_m2 / 2.0
            }),
        };
        if inside {
            cleared.push(id);
        }
    }
    cleared
}

/// Share of a line's length that lies on parcels, looked at every few metres.
fn share_inside(points: &[Point3], on_parcel: &dyn Fn([f64; 2]) -> bool) -> f64 {
    let (mut inside_m, mut all_m) = (0.0, 0.0);
    for ends in points.windows(2) {
        let [a, b] = [ends[0], ends[1]];
        let length_m = (b[0] - a[0]).hypot(b[1] - a[1]);
        let pieces = (length_m / 2.0).ceil().clamp(1.0, 500.0);
        for piece in 0..pieces as u32 {
            let share = (f64::from(piece) + 0.5) / pieces;
            let at = [a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])];
            inside_m += if on_parcel(at) { length_m / pieces } else { 0.0 };
        }
        all_m += length_m;
    }
    if all_m > 0.0 { inside_m / all_m } else { 0.0 }
}

/// Ways that a parcel makes for itself.
fn is_inner(street: &Street) -> bool {
    use StreetClass::{Corridor, Cycleway, Footway, LivingStreet, Path, Pedestrian, Service, Steps};
    matches!(street.class, Corridor | Cycleway | Footway | LivingStreet | Path | Pedestrian | Service | Steps)
        && !street.tunnel
}

/// Walking time from each parcel to the nearest station entrance, minutes: the mean over its outline.
fn walk_minutes(
    community: &Community,
    kept: &dyn Fn(ElementId, &Element) -> bool,
    parcels: &[(ElementId, &Parcel, Plan)],
    reach: &ReachRules,
) -> Result<Vec<Option<f64>>, LayoutError> {
    let profile = reach.profile("planning").ok_or(LayoutError::NoProfile)?;
    let mut joints = Vec::new();
    for (id, element) in community.iter().filter(|(id, element)| kept(*id, element)) {
        if let (Kind::StationEntrance(entrance), Geometry::Point(place)) = (&element.kind, &element.geometry)
        {
            joints.push(Joint::new(id, *place, entrance.node));
        }
    }
    let stations = joints.len();
    let mut of_parcel = Vec::new();
    for (id, _, plan) in parcels {
        let start = joints.len();
        for corner in rings_of(&plan.shape).into_iter().flatten().take(64) {
            joints.push(Joint::new(*id, [corner[0], corner[1], 0.0], None));
        }
        of_parcel.push(start..joints.len());
    }
    let streets = StreetGraph::of(community);
    let closed: BTreeSet<ElementId> =
        community.iter().filter(|(id, element)| !kept(*id, element)).map(|(id, _)| id).collect();
    let options =
        NetworkOptions { profile, rules: reach, closed: &closed, minute: None, private_allowed: true };
    let network = TravelNetwork::new(community, &streets, &options, &joints);
    let seeds: Vec<Seed> = (0..stations)
        .filter_map(|joint| network.node_of_joint(joint))
        .map(|node| Seed { node, time_ms: 0 })
        .collect();
    let times = NearestEngine::new(&network.graph).times_to_nearest(&[seeds]).pop().unwrap_or_default();
    let minutes = |joints: std::ops::Range<usize>| {
        let nodes = joints.filter_map(|joint| network.node_of_joint(joint));
        let known = nodes.filter_map(|node| times.get(node as usize)).filter(|time| **time < UNREACHED);
        let known: Vec<f64> = known.map(|time| f64::from(*time) / 60_000.0).collect();
        (!known.is_empty()).then(|| known.iter().sum::<f64>() / known.len() as f64)
    };
    Ok(of_parcel.into_iter().map(minutes).collect())
}

/// Nearest point of a street for cars to each parcel: a numbered point where there is one near.
fn gates(
    community: &Community,
    kept: &dyn Fn(ElementId, &Element) -> bool,
    parcels: &[(ElementId, &Parcel, Plan)],
) -> Vec<Option<Gate>> {
    let mut points: Vec<(Point3, Option<i64>)> = Vec::new();
    for (_, element) in community.iter().filter(|(id, element)| kept(*id, element)) {
        let (Kind::Street(street), Geometry::Line(line)) = (&element.kind, &element.geometry) else {
            continue;
        };
        if !street.class.is_carriageway() || street.tunnel || street.bridge || street.layer != 0 {
            continue;
        }
        let fast = matches!(street.class, StreetClass::Motorway | StreetClass::Trunk);
        if !fast {
            let numbered = street.nodes.len() == line.len();
            points.extend(line.iter().enumerate().map(|(i, p)| (*p, numbered.then(|| street.nodes[i]))));
        }
    }
    let gate = |plan: &Plan| {
        let rings = rings_of(&plan.shape);
        let near = points.iter().map(|(p, node)| {
            let at = [p[0], p[1]];
            let gap_m = rings.iter().map(|ring| distance_to_ring(ring, at)).fold(f64::INFINITY, f64::min);
            Gate { at, node: *node, gap_m }
        });
        // A link to a point inside the parcel could run through what is built there.
        let near = near.filter(|gate| gate.gap_m <= GATE_REACH_M && !plan.contains(gate.at));
        near.min_by(|a, b| a.gap_m.total_cmp(&b.gap_m))
    };
    parcels.iter().map(|(_, _, plan)| gate(plan)).collect()
}

/// Distance from a point to a closed ring, metres.
pub(super) fn distance_to_ring(ring: &[[f64; 2]], at: [f64; 2]) -> f64 {
    nearest_on_ring(ring, at).map_or(f64::INFINITY, |(_, place)| (place[0] - at[0]).hypot(place[1] - at[1]))
}

/// The nearest place on a closed ring: the number of its edge, and the place.
pub(super) fn nearest_on_ring(ring: &[[f64; 2]], at: [f64; 2]) -> Option<(usize, [f64; 2])> {
    let edges = ring.iter().zip(ring.iter().cycle().skip(1)).enumerate();
    let on_edge = |(number, (a, b)): (usize, (&[f64; 2], &[f64; 2]))| {
        let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
        let length2 = dx * dx + dy * dy;
        let along = if length2 > 0.0 { ((at[0] - a[0]) * dx + (at[1] - a[1]) * dy) / length2 } else { 0.0 };
        let along = along.clamp(0.0, 1.0);
        let place = [a[0] + along * dx, a[1] + along * dy];
        ((place[0] - at[0]).hypot(place[1] - at[1]), number, place)
    };
    let nearest = edges.map(on_edge).min_by(|a, b| a.0.total_cmp(&b.0));
    nearest.map(|(_, number, place)| (number, place))
}

/// Dwellings and jobs of buildings that go, as far as their storeys tell; sketches not counted.
fn standing(community: &Community, cleared: &[ElementId]) -> Programme {
    let mut programme = Programme::default();
    for element in cleared.iter().filter_map(|id| community.element(*id)) {
        if element.presence.truth == linli_model::Truth::Proposed {
            continue;
        }
        for run in element.kind.building().iter().flat_map(|building| &building.storeys) {
            programme.homes += f64::from(run.count()) * f64::from(run.dwellings);
            programme.jobs += f64::from(run.count()) * f64::from(run.jobs);
        }
    }
    programme
}
