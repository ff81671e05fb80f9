//! Everything of a scene that tells what stands when: its schedule, what that does to each element, floors, pits.

use std::collections::BTreeMap;
use std::sync::Arc;

use linli_model::{
    Community, Element, ElementId, Geometry, Key, Kind, Presence, Schedule, SiteWorkKind, Stage,
};
use linli_present::{ElementLook, Floors, Moment, levels_below, look_at};
use linli_sim::stages::{ElementState, Timeline};
use linli_space::{Ground, Shape, basement_floors, storey_heights};

use crate::coordinates::render_from_local;

/// Share of a pit's time after which it is dug out.
const DIGGING_SHARE: f64 = 0.35;

/// Everything that tells what stands when.
#[derive(Clone, Debug)]
pub struct StageFacts {
    /// The schedule; empty when the scene has none.
    pub schedule: Arc<Schedule>,
    /// What it does to each element.
    pub timeline: Arc<Timeline>,
    /// Whether the place has stages at all: something is more or less than existing.
    pub has_stages: bool,
    /// Floors by element, for buildings, their parts and basements.
    floors: Arc<Vec<Option<Arc<Floors>>>>,
    pub(crate) pits: Arc<Vec<Pit>>,
}

/// An excavation.
#[derive(Clone, Debug)]
pub(crate) struct Pit {
    /// The site work.
    pub id: ElementId,
    ground_m: f64,
    depth_m: f64,
    /// Rings in render axes: x and z.
    pub rings: Vec<Vec<[f32; 2]>>,
}

impl StageFacts {
    /// The facts of a community under a schedule.
    pub fn of(community: &Community, schedule: Schedule, shapes: &[Arc<Shape>], ground: &Ground) -> Self {
        let (timeline, _) = Timeline::of(community, &schedule);
        let floors = floors_of(community, &timeline, shapes, ground);
        let pits = pits_of(community, ground);
        let is_more = |element: &Element| element.presence != Presence::default();
        Self {
            has_stages: timeline.span().is_some() || community.elements().iter().any(is_more),
            schedule: Arc::new(schedule),
            timeline: Arc::new(timeline),
            floors: Arc::new(floors),
            pits: Arc::new(pits),
        }
    }

    /// Heights of a building's floors from the ground floor to the roof, local metres.
    pub(crate) fn floors_m(&self, id: ElementId) -> Option<Vec<f64>> {
        Some(self.floors.get(id.index())?.as_deref()?.heights_m.clone())
    }

    /// Floor and ceiling of a storey, local metres; 1 is the ground floor.
    pub(crate) fn storey_m(&self, id: ElementId, level: i32) -> Option<[f64; 2]> {
        let floors = self.floors.get(id.index())?.as_deref()?;
        let level = usize::try_from(level).ok()?.checked_sub(1)?;
        Some([*floors.heights_m.get(level)?, *floors.heights_m.get(level + 1)?])
    }

    /// Number of storeys of a building above the ground.
    pub(crate) fn storeys(&self, id: ElementId) -> i32 {
        let floors = self.floors.get(id.index()).and_then(Option::as_deref);
        floors.map_or(0, |floors| floors.heights_m.len().saturating_sub(1) as i32)
    }

    /// Whether an element is part of a moment's picture.
    pub fn shows(&self, community: &Community, id: ElementId, moment: Moment) -> bool {
        self.timeline.shown(community, id, moment.stage, moment.day)
    }

    /// What every element looks like at a moment, in the order of ids.
    pub fn looks_into(
        &self,
        community: &Community,
        moment: Moment,
        states: &mut Vec<ElementState>,
        looks: &mut Vec<ElementLook>,
    ) {
        looks.clear();
        if moment.stage == Stage::Construction {
            self.timeline.states_into(moment.day, states);
        } else {
            states.clear();
        }
        let nothing = ElementState::default();
        looks.extend(community.iter().map(|(id, element)| {
            let state = states.get(id.index()).unwrap_or(&nothing);
            let floors = self.floors.get(id.index()).and_then(Option::as_deref);
            look_at(element, state, self.timeline.is_removed_by_plan(id), moment, floors)
        }));
        if moment.stage != Stage::Construction {
            return;
        }
        for pit in self.pits.iter() {
            let Some(look) = looks.get_mut(pit.id.index()) else { continue };
            if look.opacity > 0.0 {
                look.frame_m = pit.ground_m - pit.depth_m * self.dug(pit.id, moment);
            }
        }
    }

    /// Share of a pit's depth that is dug on a day.
    fn dug(&self, id: ElementId, moment: Moment) -> f64 {
        let tasks = self.timeline.tasks_of(id).iter();
        let mut spans = tasks.filter_map(|task| self.timeline.days_of(*task as usize));
        let Some(span) = spans.find(|span| span.contains(moment.day)) else { return 1.0 };
        let passed = (moment.day - span.start).num_days() as f64 + 1.0;
        (passed / (span.days() as f64 * DIGGING_SHARE).max(1.0)).clamp(0.05, 1.0)
    }
}

/// Floors of each building (shared by its parts) and each basement.
fn floors_of(
    community: &Community,
    timeline: &Timeline,
    shapes: &[Arc<Shape>],
    ground: &Ground,
) -> Vec<Option<Arc<Floors>>> {
    let range = |id: ElementId| {
        let aabb = shapes.get(id.index())?.aabb();
        (!aabb.is_empty()).then_some([aabb.min[2], aabb.max[2]])
    };
    // A building with parts stands from its lowest part to its highest.
    let mut wholes: BTreeMap<&Key, [f64; 2]> = BTreeMap::new();
    for (id, element) in community.iter() {
        let parent = element.kind.building().and_then(|building| building.parent.as_ref());
        if let (Some(parent), Some([low, high])) = (parent, range(id)) {
            let whole = wholes.entry(parent).or_insert([low, high]);
            *whole = [whole[0].min(low), whole[1].max(high)];
        }
    }
    let mut floors: Vec<Option<Arc<Floors>>> = community
        .iter()
        .map(|(id, element)| match &element.kind {
            Kind::Building(building) => {
                let [base, top] = wholes.get(&element.key).copied().or_else(|| range(id))?;
                let heights_m = storey_heights(building, base, top);
                let lowest = timeline.levels_of(id).map(|range| range.from_level);
                let mut heights_m = heights_m;
                // What stands on the highest floor is finished with it.
                if let Some(last) = heights_m.last_mut() {
                    *last = last.max(top);
                }
                Some(Arc::new(Floors { heights_m, below: levels_below(building, lowest) }))
            }
            Kind::Basement(_) => {
                Some(Arc::new(Floors { heights_m: basement_floors(element, ground), below: 0.0 }))
            }
            _ => None,
        })
        .collect();
    for (id, element) in community.iter() {
        if let Kind::BuildingPart(part) = &element.kind
            && let Some(whole) = part.parent.as_ref().and_then(|key| community.id_of(key))
        {
            floors[id.index()] = floors.get(whole.index()).cloned().flatten();
        }
    }
    floors
}

fn pits_of(community: &Community, ground: &Ground) -> Vec<Pit> {
    let mut pits = Vec::new();
    for (id, element) in community.iter() {
        let (Kind::SiteWork(work), Geometry::Area(polygons)) = (&element.kind, &element.geometry) else {
            continue;
        };
        if work.work != SiteWorkKind::Excavation {
            continue;
        }
        let corners = || polygons.iter().flat_map(|polygon| &polygon.exterior);
        let lowest = corners().map(|p| ground.height_at(p[0], p[1])).fold(f64::INFINITY, f64::min);
        let rings = polygons
            .iter()
            .flat_map(|polygon| polygon.rings())
            .map(|ring| {
                let flat = |p: &linli_model::Point3| render_from_local(*p);
                ring.iter().map(flat).map(|p| [p.x, p.z]).collect()
            })
            .collect();
        pits.push(Pit { id, ground_m: lowest, depth_m: work.depth_m.unwrap_or(4.0), rings });
    }
    pits
}
