//! Stages and dates on screen: the table of what each element looks like, and the pits that are open.
//!
//! Changing a stage or a date rewrites this table and touches no mesh.

use bevy::prelude::*;
use bevy::render::storage::ShaderBuffer;
use linli_model::{ElementId, Kind};
use linli_present::{CompareMode, ElementLook, Moment, Overlay, OverlayKind, Pattern};
use linli_sim::stages::ElementState;

use crate::ViewSet;
use crate::analysis::Analyses;
use crate::capture::Capture;
use crate::coordinates::render_from_local;
use crate::cut::OpenCut;
use crate::figures::FigureOverlay;
use crate::interior::{OPEN_ABOVE_M, OpenStorey};
use crate::material::{CityMaterial, CityMaterials, LineMaterial, Split};
use crate::scene::{CurrentScene, LoadedScene};
use crate::section::OpenSection;
use crate::session::ViewSession;
use crate::stage_facts::{Pit, StageFacts};
use crate::tools::Overrides;

/// Seconds of a cross-fade between two stages.
const FADE_S: f32 = 0.6;
/// How grey is what differs in no way, where differences are coloured.
const MUTED: f32 = 0.92;

/// What is on screen now.
#[derive(Resource, Default)]
pub(crate) struct Looks {
    /// Moments of the two sides that the targets belong to.
    moments: Option<[Moment; 2]>,
    split: Option<f32>,
    storey: Option<(ElementId, i32)>,
    overlay: Option<OverlayKind>,
    compare: Option<CompareMode>,
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
    (cut, section): (Res<OpenCut>, Res<OpenSection>),
    open: Res<OpenStorey>,
    analyses: Res<Analyses>,
    figure: Res<FigureOverlay>,
    overrides: Res<Overrides>,
    mut looks: ResMut<Looks>,
    mut buffers: ResMut<Assets<ShaderBuffer>>,
    mut city: ResMut<Assets<CityMaterial>>,
    mut lines: ResMut<Assets<LineMaterial>>,
) {
    let Some(loaded) = &scene.0 else {
        if scene.is_changed() && !scene.is_added() {
            // Between two scenes no element has a look of its own.
            *looks = Looks::default();
            if let Some(mut buffer) = buffers.get_mut(&handles.looks) {
                *buffer = ShaderBuffer::from(vec![UVec4::ZERO]);
            }
            touch(&handles, &mut city, &mut lines, Split::default());
        }
        return;
    };
    let first = session.0.moment;
    let moments = [first, session.0.split.map_or(first, |split| split.other)];
    let split = session.0.split.map(|split| split.at);
    let new_scene = scene.is_changed();
    let storey_changed = looks.storey != session.0.storey;
    let compare = loaded.comparison.as_ref().map(|_| session.0.compare.mode);
    let compare_changed = looks.compare != compare;
    let moved = looks.moments != Some(moments)
        || new_scene
        || storey_changed
        || compare_changed
        || overrides.is_changed();
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
        looks.compare = compare;
        if let (Some(comparison), Some(mode)) = (&loaded.comparison, compare) {
            looks.sides.iter_mut().for_each(|side| comparison.paint(mode, side));
        }
        looks.sides.iter_mut().for_each(|side| overrides.paint(side));
        looks.storey = session.0.storey;
        if let Some(storey) = session.0.storey {
            looks.open_storey(loaded, storey, open.interior.is_some());
        }
    }
    let fading = looks.fade < 1.0;
    if fading {
        looks.fade = (looks.fade + time.delta_secs().min(0.1) / FADE_S).min(1.0);
    }
    let overlay_changed = analyses.is_changed() || figure.is_changed() || looks.overlay != session.0.overlay;
    looks.overlay = session.0.overlay;
    if !(moved
        || fading
        || looks.split != split
        || cut.is_changed()
        || section.is_changed()
        || overlay_changed)
    {
        return;
    }
    looks.split = split;
    looks.pack(loaded);
    let pits = packed_pits(&loaded.stages, &looks, split.is_some(), &cut);
    let cuts = u32::from(cut.cut.is_some());
    let asked = || session.0.overlay.and_then(|kind| analyses.get(kind)?.ok());
    let shown = figure.0.as_ref().or_else(asked);
    let heat = shown.map(|overlay| packed_values(loaded, overlay));
    let valued = heat.as_ref().map_or(0, |_| (loaded.community.elements().len() + loaded.apart.len()) as u32);
    if let (Some(heat), Some(mut buffer)) = (heat, buffers.get_mut(&handles.values)) {
        *buffer = ShaderBuffer::from(heat);
    }
    let muted = if compare == Some(CompareMode::Differences) { MUTED } else { 0.0 };
    let (planes, section) = section.packed();
    let at = split.unwrap_or(2.0);
    let uniform = Split { at, pits: pits.0, cuts, valued, muted, planes, section };
    if let Some(mut buffer) = buffers.get_mut(&handles.looks) {
        buffer.data = Some(looks.bytes.clone());
    }
    if let Some(mut buffer) = buffers.get_mut(&handles.pits) {
        *buffer = ShaderBuffer::from(pits.1);
    }
    touch(&handles, &mut city, &mut lines, uniform);
}

/// Touching a material binds its buffers anew.
fn touch(
    handles: &CityMaterials,
    city: &mut Assets<CityMaterial>,
    lines: &mut Assets<LineMaterial>,
    uniform: Split,
) {
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
    /// Height above which nothing of an element stands now on any side of the picture, local metres.
    pub(crate) fn top_m(&self, id: ElementId) -> f64 {
        let sides = if self.split.is_some() { 2 } else { 1 };
        let looks = self.sides.iter().take(sides).filter_map(|side| side.get(id.index()));
        looks.map(|look| look.frame_m).reduce(f64::max).unwrap_or(f64::INFINITY)
    }

    /// Opens a building above one of its storeys, with everything that stands on it.
    fn open_storey(&mut self, scene: &LoadedScene, (id, level): (ElementId, i32), has_rooms: bool) {
        let Some([floor, _]) = scene.stages.storey_m(id, level) else { return };
        // Rooms bring the walls of their storey with them; what is left out stands a little above the height given.
        let top = if has_rooms { floor - 0.3 } else { floor + OPEN_ABOVE_M };
        let whole = crate::pick::whole(scene, id);
        let aabb = whole
            .iter()
            .filter_map(|id| scene.shapes.get(id.index()))
            .fold(linli_model::Aabb::EMPTY, |aabb, shape| aabb.union(&shape.aabb()));
        for side in &mut self.sides {
            for id in &whole {
                if let Some(look) = side.get_mut(id.index()) {
                    look.frame_m = look.frame_m.min(top);
                }
            }
        }
        for id in scene.index.boxes_in_box(&aabb) {
            let is_on_it = scene.community.element(id).is_some_and(|element| {
                matches!(element.kind, Kind::Greening(_) | Kind::Equipment(_) | Kind::Tree(_))
            });
            let stands = scene.shapes.get(id.index()).map(|shape| shape.aabb().min[2]);
            if is_on_it && stands.is_some_and(|z| z > floor - 0.1) {
                for side in &mut self.sides {
                    if let Some(look) = side.get_mut(id.index()) {
                        look.opacity = 0.0;
                    }
                }
            }
        }
    }

    /// The table as the shaders read it: four words a look, two looks an element.
    fn pack(&mut self, scene: &LoadedScene) {
        let Self { sides, before, fade, bytes, split, .. } = self;
        bytes.clear();
        let second = if split.is_some() { &sides[1] } else { &sides[0] };
        let tiles = sides[0].iter().zip(second).enumerate();
        // What was edited is drawn by meshes of its own, whose numbers come after all others.
        let apart = scene
            .apart
            .iter()
            .filter_map(|id| Some((id.index(), (sides[0].get(id.index())?, second.get(id.index())?))));
        let count = sides[0].len();
        for (place, (id, (a, b))) in tiles.chain(apart).enumerate() {
            let number = ElementId(id as u32);
            let hidden =
                if place < count { scene.apart.contains(&number) } else { scene.gone.contains(&number) };
            let (mut a, mut b) = (*a, *b);
            if hidden {
                (a.opacity, b.opacity) = (0.0, 0.0);
            }
            if *fade < 1.0
                && !hidden
                && let Some(old) = before.get(id)
            {
                if a.opacity > old.opacity {
                    a.opacity = *fade;
                } else if a.opacity < old.opacity {
                    a = ElementLook { opacity: 1.0 - *fade, ..*old };
                }
            }
            for look in [&a, &b] {
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
    [
        opacity | u32::from(look.rising) << 8 | u32::from(look.outlined) << 9 | pattern << 12,
        tint,
        height(look.facade_m),
        height(look.frame_m),
    ]
}

/// Number of pits that are open on some side, and their outlines as the shaders read them: the cut first.
fn packed_pits(stages: &StageFacts, looks: &Looks, split: bool, cut: &OpenCut) -> (u32, Vec<Vec4>) {
    let open =
        |pit: &Pit, side: usize| looks.sides[side].get(pit.id.index()).is_some_and(|l| l.opacity > 0.0);
    let mut heads = Vec::new();
    let mut edges: Vec<Vec4> = Vec::new();
    if let Some(open) = &cut.cut {
        let flat = |p: [f64; 2]| render_from_local([p[0], p[1], 0.0]);
        edges.extend(open.edges().map(|ends| {
            let [a, b] = ends.map(flat);
            Vec4::new(a.x, a.z, b.x, b.z)
        }));
        let level = if cut.through_lines { 2.0 } else { 1.0 };
        heads.push(Vec4::new(0.0, edges.len() as f32, 3.0, level));
    }
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

/// An overlay as the shader reads it: one head an element (first colour, number of colours, lowest height, step),
/// then the colours, four to a vector. A value that is not there is a colour without opacity.
fn packed_values(scene: &LoadedScene, overlay: &Overlay) -> Vec<UVec4> {
    let count = scene.community.elements().len();
    let mut heads = vec![UVec4::ZERO; (count + scene.apart.len()).max(1)];
    let first = heads.len() as u32 * 4;
    let mut colours: Vec<u32> = Vec::new();
    for element in &overlay.elements {
        let head = UVec4::new(
            first + colours.len() as u32,
            element.values.len() as u32,
            (element.base_m as f32).to_bits(),
            (element.step_m.min(1e6) as f32).to_bits(),
        );
        colours.extend(element.values.iter().map(|value| match value {
            Some(value) => {
                let [r, g, b] = overlay.colour(*value).map(u32::from);
                r | g << 8 | b << 16 | 255 << 24
            }
            None => 0,
        }));
        for id in crate::pick::whole(scene, element.element) {
            heads[id.index()] = head;
            if let Some(place) = scene.apart.iter().position(|apart| *apart == id) {
                heads[count + place] = head;
            }
        }
    }
    colours.resize(colours.len().next_multiple_of(4), 0);
    heads.extend(colours.chunks_exact(4).map(UVec4::from_slice));
    heads
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_look_is_four_words() {
        let look = ElementLook {
            opacity: 1.0,
            rising: true,
            outlined: true,
            pattern: Pattern::Dots,
            tint: Some(([1, 2, 3], 0.5)),
            facade_m: 12.5,
            frame_m: f64::INFINITY,
        };
        let [state, tint, facade, frame] = words(&look);
        assert_eq!((state & 255, state >> 8 & 3, state >> 12), (255, 3, 2));
        assert_eq!(tint, 1 | 2 << 8 | 3 << 16 | 128 << 24);
        assert_eq!((f32::from_bits(facade), f32::from_bits(frame)), (12.5, 1e30));
    }
}
