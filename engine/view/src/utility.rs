//! The selected utility line or node: its drawing, and where its network leads; made when it is asked for.

use bevy::prelude::*;
use bevy_egui::egui;
use linli_model::{ElementId, Key, Language, Point3};
use linli_present::{LineDrawing, drawing_style, has_network};
use linli_sim::drawing::Drawing;
use linli_sim::profile::{
    cross_section, cross_section_drawing, line_axis, long_profile, long_profile_drawing, run_through,
    section_length_m,
};
use linli_sim::trace::{TraceAnswer, TraceWay, UtilityGraph, trace_element};

use crate::ViewSet;
use crate::camera::Rig;
use crate::scene::{CurrentScene, LoadedScene};
use crate::session::ViewSession;

/// Half of the width of a cross-section, metres.
const HALF_WIDTH_M: f64 = 12.0;
/// A section follows a walker in steps of this, metres.
const FOLLOW_M: f64 = 0.5;
/// Size of a drawing on screen, points.
pub(crate) const SHEET_POINTS: egui::Vec2 = egui::vec2(780.0, 330.0);

/// The drawing on screen.
#[derive(Resource, Default)]
pub(crate) struct LineSheet {
    wanted: Option<(ElementId, LineDrawing, Language)>,
    /// The drawing, or why there is none.
    pub drawing: Option<Result<Drawing, String>>,
    /// Where the section is, and how far it can be taken along the line, metres.
    pub chainage_m: f64,
    pub length_m: f64,
    /// Where the plane of a section meets the ground, from left to right.
    pub plane: Vec<Point3>,
}

/// The network that is followed.
#[derive(Resource, Default)]
pub(crate) struct FollowedNetwork {
    wanted: Option<(ElementId, TraceWay)>,
    /// What was found.
    pub answer: Option<TraceAnswer>,
    /// The lines found, each from where it flows in to where it flows out, local metres.
    pub paths: Vec<Vec<Point3>>,
    /// Valves to close.
    pub valves: Vec<Point3>,
    /// Nodes that are cut off beyond them.
    pub cut_off: Vec<Point3>,
}

pub(crate) fn plugin(app: &mut App) {
    app.init_resource::<LineSheet>()
        .init_resource::<FollowedNetwork>()
        .add_systems(Update, (draw_line, follow).after(ViewSet::Camera).before(ViewSet::Sync));
}

fn draw_line(
    session: Res<ViewSession>,
    scene: Res<CurrentScene>,
    rig: Res<Rig>,
    mut sheet: ResMut<LineSheet>,
) {
    let session = &session.0;
    let wanted = scene.0.as_ref().and_then(|scene| {
        let (id, mut drawing) = session.selection.zip(session.drawing)?;
        let kind = &scene.community.element(id)?.kind;
        if let (LineDrawing::CrossSection { chainage_m }, Some(gallery)) = (&mut drawing, &rig.gallery)
            && session.inside.is_some_and(|(inside, _)| inside == id)
        {
            // Where the walker is.
            *chainage_m = (gallery.nearest(rig.walk.eye).chainage_m / FOLLOW_M).round() * FOLLOW_M;
        }
        drawing.suits(kind).then_some((id, drawing, session.language))
    });
    if wanted == sheet.wanted && !scene.is_changed() {
        return;
    }
    *sheet = LineSheet { wanted, ..LineSheet::default() };
    let (Some((id, asked, language)), Some(scene)) = (wanted, &scene.0) else { return };
    let Some(element) = scene.fact_of(id).and_then(|id| scene.facts.element(id)) else { return };
    let key = &element.key;
    let style = drawing_style(language, scene.community.frame.anchor_m[2]);
    let size = [f64::from(SHEET_POINTS.x), f64::from(SHEET_POINTS.y)];
    let (community, ground) = (&scene.facts, &scene.ground);
    let drawn = match asked {
        LineDrawing::LongProfile => run_through(community, key, ground)
            .and_then(|run| long_profile(community, &run, ground))
            .map(|profile| (long_profile_drawing(&profile, size, &style), [0.0; 2], Vec::new())),
        LineDrawing::CrossSection { chainage_m } => {
            section_length_m(community, key, ground).and_then(|length_m| {
                let at = chainage_m.clamp(0.0, length_m);
                let section = cross_section(community, key, at, HALF_WIDTH_M, ground)?;
                let drawing = cross_section_drawing(&section, size, &style);
                Ok((drawing, [at, length_m], section.ground_places))
            })
        }
    };
    sheet.drawing = Some(match drawn {
        Ok((drawing, [chainage_m, length_m], plane)) => {
            (sheet.chainage_m, sheet.length_m, sheet.plane) = (chainage_m, length_m, plane);
            Ok(drawing)
        }
        Err(error) => Err(error.to_string()),
    });
}

fn follow(
    session: Res<ViewSession>,
    scene: Res<CurrentScene>,
    mut graph: Local<Option<UtilityGraph>>,
    mut followed: ResMut<FollowedNetwork>,
) {
    if scene.is_changed() {
        *graph = None;
    }
    let wanted = scene.0.as_ref().and_then(|scene| {
        let (id, way) = session.0.selection.zip(session.0.trace)?;
        has_network(&scene.community.element(id)?.kind).then_some((id, way))
    });
    if wanted == followed.wanted && !scene.is_changed() {
        return;
    }
    *followed = FollowedNetwork { wanted, ..FollowedNetwork::default() };
    let (Some((id, way)), Some(scene)) = (wanted, &scene.0) else { return };
    let Some(element) = scene.fact_of(id).and_then(|id| scene.facts.element(id)) else { return };
    let graph = graph.get_or_insert_with(|| UtilityGraph::of(&scene.facts, &scene.ground));
    let Ok(answer) = trace_element(graph, &element.key, way) else { return };
    let forwards = answer.forwards.iter().copied().chain(std::iter::repeat(true));
    let lines = answer.lines.iter().zip(forwards);
    followed.paths = lines.filter_map(|(key, forwards)| path(scene, key, forwards)).collect();
    let place = |name: &String| {
        let node = graph.find(name).ok().and_then(|node| graph.nodes().get(node));
        node.map(|node| node.at).or_else(|| middle(scene, &Key::from(name.as_str())))
    };
    followed.valves = answer.valves.iter().filter_map(place).collect();
    let nodes = answer.cut_off_nodes.iter().filter_map(|&node| graph.nodes().get(node));
    followed.cut_off = nodes.map(|node| node.at).collect();
    followed.answer = Some(answer);
}

/// A line's axis in the direction of its flow.
fn path(scene: &LoadedScene, key: &Key, forwards: bool) -> Option<Vec<Point3>> {
    let element = scene.facts.id_of(key).and_then(|id| scene.facts.element(id))?;
    let mut axis = line_axis(element, &scene.ground)?;
    if !forwards {
        axis.reverse();
    }
    Some(axis)
}

fn middle(scene: &LoadedScene, key: &Key) -> Option<Point3> {
    let element = scene.facts.id_of(key).and_then(|id| scene.facts.element(id))?;
    let axis = line_axis(element, &scene.ground)?;
    axis.get(axis.len() / 2).copied()
}
