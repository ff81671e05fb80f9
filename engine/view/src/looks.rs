//! Stages and dates on screen: the table of what each element looks like, and the pits that are open.
//!
//! Changing a stage or a date rewrites this table and touches no mesh.

use std::collections::BTreeMap;
use std::sync::Arc;

use bevy::prelude::*;
use bevy::render::storage::ShaderBuffer;
use linli_model::{
    Community, Element, ElementId, Geometry, Key, Kind, Presence, Schedule, SiteWorkKind, Stage,
};
use linli_present::{ElementLook, Floors, Moment, Pattern, levels_below, look_at};
use linli_sim::stages::{ElementState, Timeline};
use linli_space::{Ground, Shape, basement_floors, storey_heights};

use crate::ViewSet;
use crate::capture::Capture;
use crate::coordinates::render_from_local;
use crate::material::{CityMaterial, CityMaterials, LineMaterial, Split};
use crate::scene::CurrentScene;
use crate::session::ViewSession;

/// Seconds of a cross-fade between two stages.
const FADE_S: f32 = 0.6;
/// Share of a pit's time after which it is dug out.
const DIGGING_SHARE: f64 = 0.35;

/// Everything that tells what stands when.
#[derive(Clone, Debug)]
pub struct StageFacts {
    /// The schedule; empty when the scene has none.
    pub schedule: Arc<Schedule>,
    /// What it does to each element.
    pub timeline: Arc<Timeline>,
    /// Floors by element, for buildings, their parts and basements.
    /// Whether the place has stages at all: something is more or less than existing.
    pub has_stages: bool,
    floors: Arc<Vec<Option<Arc<Floors>>>>,
    pits: Arc<Vec<Pit>>,
}

/// An excavation.
#[derive(Clone, Debug)]
struct Pit {
    id: ElementId,
    ground_m: f64,
    depth_m: f64,
    /// Rings in render axes: x and z.
    rings: Vec<Vec<[f32; 2]>>,
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

/// What is on screen now.
#[derive(Resource, Default)]
struct Looks {
    /// Moments of the two sides that the targets belong to.
    moments: Option<[Moment; 2]>,
    split: Option<f32>,
    sides: [Vec<ElementLook>; 2],
    before: Vec<ElementLook>,
    fade: f32,
    states: Vec<ElementState>,
    bytes: Vec<u8>,
}

pub(crate) fn plugin(app: &mut App) {
    app.init_resource::<Looks>()
        .add_systems(Update, play.before(ViewSet::Sync))
        .add_systems(Update, follow.in_set(ViewSet::Sync));
}

/// Days of construction pass while they are played.
fn play(
    time: Res<Time<Real>>,
    scene: Res<CurrentScene>,
    mut session: ResMut<ViewSession>,
    mut left: Local<f64>,
) {
    let Some(days_per_second) = session.0.playing else { return };
    let Some(span) = scene.0.as_ref().and_then(|scene| scene.stages.timeline.span()) else { return };
    *left += time.delta_secs_f64().min(0.5) * days_per_second;
    let whole = left.floor();
    if whole < 1.0 {
        return;
    }
    *left -= whole;
    let next = session.0.moment.day + chrono::Duration::days(whole as i64);
    session.0.moment.day = next.min(span.finish);
    if next >= span.finish {
        session.0.playing = None;
    }
}

#[expect(clippy::too_many_arguments, reason = "a system's inputs")]
fn follow(
    session: Res<ViewSession>,
    scene: Res<CurrentScene>,
    capture: Option<Res<Capture>>,
    time: Res<Time<Real>>,
    handles: Res<CityMaterials>,
    mut looks: ResMut<Looks>,
    mut buffers: ResMut<Assets<ShaderBuffer>>,
    mut city: ResMut<Assets<CityMaterial>>,
    mut lines: ResMut<Assets<LineMaterial>>,
) {
    let Some(loaded) = &scene.0 else { return };
    let first = session.0.moment;
    let moments = [first, session.0.split.map_or(first, |split| split.other)];
    let split = session.0.split.map(|split| split.at);
    let new_scene = scene.is_changed();
    let moved = looks.moments != Some(moments) || new_scene;
    if moved {
        let stage_changed = looks.moments.is_some_and(|old| old[0].stage != first.stage) && !new_scene;
        let Looks { sides, states, before, fade, moments: shown, .. } = &mut *looks;
        if stage_changed && capture.is_none() {
            std::mem::swap(before, &mut sides[0]);
            *fade = 0.0;
        } else if capture.is_some() || new_scene || shown.is_none_or(|old| old[0].stage != first.stage) {
            *fade = 1.0;
        }
        loaded.stages.looks_into(&loaded.community, first, states, &mut sides[0]);
        if split.is_some() {
            loaded.stages.looks_into(&loaded.community, moments[1], states, &mut sides[1]);
        }
        looks.moments = Some(moments);
    }
    let fading = looks.fade < 1.0;
    if fading {
        looks.fade = (looks.fade + time.delta_secs().min(0.1) / FADE_S).min(1.0);
    }
    if !(moved || fading || looks.split != split) {
        return;
    }
    looks.split = split;
    looks.pack();
    let pits = packed_pits(&loaded.stages, &looks, split.is_some());
    let uniform = Split { at: split.unwrap_or(2.0), pits: pits.0, ..Split::default() };
    if let Some(mut buffer) = buffers.get_mut(&handles.looks) {
        buffer.data = Some(looks.bytes.clone());
    }
    if let Some(mut buffer) = buffers.get_mut(&handles.pits) {
        *buffer = ShaderBuffer::from(pits.1);
    }
    // Touching a material binds its buffers anew.
    for handle in handles.all() {
        if let Some(mut material) = city.get_mut(handle) {
            material.extension.split = uniform;
        }
    }
    if let Some(mut material) = lines.get_mut(&handles.lines) {
        material.split = uniform;
    }
}

impl Looks {
    /// The table as the shaders read it: four words a look, two looks an element.
    fn pack(&mut self) {
        let Self { sides, before, fade, bytes, split, .. } = self;
        bytes.clear();
        let second = if split.is_some() { &sides[1] } else { &sides[0] };
        for (id, (a, b)) in sides[0].iter().zip(second).enumerate() {
            let mut a = *a;
            if *fade < 1.0
                && let Some(old) = before.get(id)
            {
                if a.opacity > old.opacity {
                    a.opacity = *fade;
                } else if a.opacity < old.opacity {
                    a = ElementLook { opacity: 1.0 - *fade, ..*old };
                }
            }
            for look in [&a, b] {
                words(look).iter().for_each(|word| bytes.extend(word.to_le_bytes()));
            }
        }
        if bytes.is_empty() {
            // A buffer is never empty.
            bytes.extend([0; 16]);
        }
    }
}

fn words(look: &ElementLook) -> [u32; 4] {
    let opacity = (look.opacity.clamp(0.0, 1.0) * 255.0).round() as u32;
    let pattern = match look.pattern {
        Pattern::None => 0,
        Pattern::Stripes => 1,
        Pattern::Dots => 2,
        Pattern::Crosses => 3,
    };
    let tint = look.tint.map_or(0, |(colour, share)| {
        let share = (share.clamp(0.0, 1.0) * 255.0).round() as u32;
        u32::from(colour[0]) | u32::from(colour[1]) << 8 | u32::from(colour[2]) << 16 | share << 24
    });
    let height = |m: f64| (m as f32).clamp(-1e30, 1e30).to_bits();
    [opacity | u32::from(look.rising) << 8 | pattern << 12, tint, height(look.facade_m), height(look.frame_m)]
}

/// Number of pits that are open on some side, and their outlines as the shaders read them.
fn packed_pits(stages: &StageFacts, looks: &Looks, split: bool) -> (u32, Vec<Vec4>) {
    let open =
        |pit: &Pit, side: usize| looks.sides[side].get(pit.id.index()).is_some_and(|l| l.opacity > 0.0);
    let mut heads = Vec::new();
    let mut edges: Vec<Vec4> = Vec::new();
    for pit in stages.pits.iter() {
        let first = open(pit, 0);
        let second = if split { open(pit, 1) } else { first };
        if !(first || second) {
            continue;
        }
        let begin = edges.len();
        for ring in &pit.rings {
            let next = ring.iter().cycle().skip(1);
            edges.extend(ring.iter().zip(next).map(|(a, b)| Vec4::new(a[0], a[1], b[0], b[1])));
        }
        let sides = f32::from(u8::from(first) | u8::from(second) << 1);
        heads.push(Vec4::new(begin as f32, (edges.len() - begin) as f32, sides, 0.0));
    }
    let count = heads.len();
    heads.iter_mut().for_each(|head| head.x += count as f32);
    heads.extend(edges);
    if heads.is_empty() {
        heads.push(Vec4::ZERO);
    }
    (count as u32, heads)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_look_is_four_words() {
        let look = ElementLook {
            opacity: 1.0,
            rising: true,
            pattern: Pattern::Dots,
            tint: Some(([1, 2, 3], 0.5)),
            facade_m: 12.5,
            frame_m: f64::INFINITY,
        };
        let [state, tint, facade, frame] = words(&look);
        assert_eq!((state & 255, state >> 8 & 1, state >> 12), (255, 1, 2));
        assert_eq!(tint, 1 | 2 << 8 | 3 << 16 | 128 << 24);
        assert_eq!((f32::from_bits(facade), f32::from_bits(frame)), (12.5, 1e30));
    }
}
