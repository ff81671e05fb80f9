//! The moment of the show on screen: camera, stage, day, sun, layers, values, comparison, selection.

use bevy::prelude::*;
use linli_model::{Comparison, ElementId, Key, Layer, Overlay, Play, ReachOf, Stage};
use linli_present::kiosk::ShowMoment;
use linli_present::{
    CameraMode, CameraPose, Command, CompareMode, CompareView, CutPlan, FigureName, Moment, OverlayKind,
    ReachView, Session, Split,
};

use super::{KioskShow, Ride};
use crate::analysis::AlsoWanted;
use crate::camera::{MainCamera, Rig};
use crate::scene::{CurrentScene, LoadedScene};
use crate::session::ViewSession;
use crate::sky::FadedGround;

/// Angle of view of a landscape picture from bottom to top, and the widest of a portrait one, degrees.
const VIEW_DEG: (f32, f32) = (45.0, 78.0);
/// Portrait pictures are as wide as this share of a square one.
const PORTRAIT_WIDTH: f32 = 0.8;
/// From nearer than this the ground is cut open to show utilities, metres.
const NEAR_M: f64 = 130.0;
/// Minute of the day at the menu.
const MENU_MINUTE: u32 = 9 * 60 + 40;
/// The ground slider: below this share the ground is whole; opacity of the ground at both ends of the rest.
const GROUND: (f64, [f64; 2]) = (0.04, [0.75, 0.05]);

pub(super) fn follow(
    mut show: ResMut<KioskShow>,
    scene: Res<CurrentScene>,
    capture: Option<Res<crate::Capture>>,
    mut session: ResMut<ViewSession>,
    mut rig: ResMut<Rig>,
    mut also: ResMut<AlsoWanted>,
    mut faded: ResMut<FadedGround>,
) {
    let show = &mut *show;
    let Some(loaded) = &scene.0 else { return };
    // Times of a tapped home are asked for at any moment.
    let plays_home = |chapter: &linli_model::Chapter| chapter.plays.contains(&Play::Home);
    if capture.is_none() && show.kiosk.script().show().chapters.iter().any(plays_home) {
        also.0.extend(OverlayKind::REACH);
    }
    let runs = show.kiosk.playhead().is_some_and(|playhead| playhead.held_us.is_none());
    if runs {
        show.moved = super::Moved::default();
        if show.hand {
            show.ride_from(&rig);
        }
    }
    let ground = |x: f64, y: f64| Some(loaded.ground.height_at(x, y));
    let moment = show.kiosk.moment(show.now, ground);
    let mut next = session.0.clone();
    rest(&mut next, show);
    match &moment {
        Some(moment) => {
            take(&mut next, moment, loaded);
            open_ground(&mut next, moment, show.kiosk.script().show());
        }
        None => at_menu(&mut next, loaded),
    }
    let opacity = moved(&mut next, show, loaded);
    // A home that is chosen shows its three ways, where the chapter is about homes.
    let chapters = &show.kiosk.script().show().chapters;
    next.reach.open = next.selection.is_some() && chapters.iter().any(plays_home);
    if next != session.0 {
        session.0 = next;
    }
    faded.set_if_neq(FadedGround(opacity));
    let home_of_values = moment.as_ref().is_some_and(|moment| {
        moment.selection.is_some() && matches!(moment.overlay, Some(Overlay::Reach { .. }))
    });
    if capture.is_some() && (home_of_values || show.moved.selection.is_some()) {
        also.0.extend(OverlayKind::REACH);
    }
    let wanted = moment.map_or_else(|| show.home(), |moment| moment.tour.pose);
    let leader = show.kiosk.leader_pose(show.now.ms);
    if let Some(pose) = leader {
        rig.jump(pose);
    } else if !show.hand {
        let pose = show.ride.map_or(wanted, |ride| ride.pose(wanted, show.now.ms));
        if show.ride.is_some_and(|ride| show.now.ms >= ride.since_ms + ride.for_ms) {
            show.ride = None;
        }
        rig.jump(pose);
    }
}

/// What a show never uses, and the language.
fn rest(session: &mut Session, show: &KioskShow) {
    session.language = show.language();
    session.mode = CameraMode::Orbit;
    (session.tour, session.tool, session.playing) = (None, None, None);
    (session.help, session.panels, session.schedule, session.comparing) = (false, false, false, false);
    (session.storey, session.cut, session.section) = (None, None, None);
    session.reach = ReachView::default();
}

/// The moment of a chapter.
fn take(session: &mut Session, moment: &ShowMoment<'_>, scene: &LoadedScene) {
    session.follow(&moment.tour);
    session.hidden = moment.hidden.iter().copied().chain([Layer::Addresses]).collect();
    session.overlay = match moment.overlay {
        Some(Overlay::Reach { of: ReachOf::Person, .. }) => Some(OverlayKind::PersonReach),
        Some(Overlay::Reach { of: ReachOf::Car, .. }) => Some(OverlayKind::CarReach),
        Some(Overlay::Reach { of: ReachOf::Goods, .. }) => Some(OverlayKind::GoodsReach),
        _ => None,
    };
    let findings = matches!(moment.overlay, Some(Overlay::Clearances));
    if session.findings != findings {
        session.apply(Command::ShowFindings(findings));
    }
    colour_by(session, moment.overlay.and_then(figure_of));
    let here = session.moment;
    session.split = match moment.comparison {
        Some(Comparison::Moment { stage, date }) => {
            let other = Moment { stage: *stage, day: date.unwrap_or(here.day) };
            Some(Split { at: 0.5, other })
        }
        _ => None,
    };
    session.compare = match moment.comparison {
        Some(Comparison::Variant(key)) => beside(scene, key, session.compare.side),
        _ => alone(scene, moment.variant),
    };
    // Facilities of a scenario have pins, which mark the chosen one by themselves.
    let has_pins = matches!(moment.overlay, Some(Overlay::Scenario(_)));
    let marked = moment.selection.filter(|_| !has_pins);
    session.selection = marked.and_then(|key| scene.id_seen(key, session));
}

/// The figure of parcels that an overlay colours the buildings by.
fn figure_of(overlay: &Overlay) -> Option<&'static str> {
    match overlay {
        Overlay::Density => Some("density.far"),
        Overlay::Greenery => Some("green.land_ratio"),
        _ => None,
    }
}

/// Colours the buildings by a figure of their parcels, or by none.
fn colour_by(session: &mut Session, figure: Option<&str>) {
    if session.figures != figure.is_some() {
        session.apply(Command::ShowFigures(figure.is_some()));
    }
    let name = figure.map(|id| FigureName { id: id.to_owned(), subject: None });
    if session.figure != name {
        session.apply(Command::OpenFigure(name));
    }
}

/// One variant fills the picture, or the scene itself.
fn alone(scene: &LoadedScene, variant: Option<&Key>) -> CompareView {
    let sides = scene.comparison.as_ref();
    let side = variant.zip(sides).and_then(|(key, comparison)| comparison.side_of(key)).unwrap_or_default();
    CompareView { mode: CompareMode::Blink, side, ..CompareView::default() }
}

/// A variant right of a line, the scene left of it. A variant that cannot be had leaves the scene alone.
fn beside(scene: &LoadedScene, variant: &Key, looked_at: usize) -> CompareView {
    match scene.comparison.as_ref().and_then(|comparison| comparison.side_of(variant)) {
        Some(right) if right > 0 => {
            let side = if looked_at == right { right } else { 0 };
            CompareView { mode: CompareMode::Swipe, at: 0.5, side, right }
        }
        _ => alone(scene, None),
    }
}

/// Utilities seen from near are cut open before the camera, from far through a faded ground; trees then stand on
/// nothing and are left out.
fn open_ground(session: &mut Session, moment: &ShowMoment<'_>, show: &linli_model::Show) {
    if !session.underground {
        return;
    }
    session.hidden.insert(Layer::Trees);
    let chapter = show.chapters.get(moment.chapter);
    let Some(step) = chapter.and_then(|chapter| chapter.steps.get(moment.tour.shown)) else { return };
    let pose = CameraPose::new(step.stop.eye_m, step.stop.target_m);
    let way = [0, 1, 2].map(|axis| pose.target_m[axis] - pose.eye_m[axis]);
    let distance_m = way.iter().map(|along| along * along).sum::<f64>().sqrt();
    if step.overlay == Some(Overlay::Utilities) && distance_m < NEAR_M {
        let [x, y, _] = pose.target_m;
        session.cut = Some(CutPlan::at([x, y], pose.heading_deg() + 90.0));
        session.underground = false;
    }
}

/// The finished design behind the chapters to choose from.
fn at_menu(session: &mut Session, scene: &LoadedScene) {
    session.moment.stage = Stage::Design;
    (session.split, session.overlay, session.selection) = (None, None, None);
    session.underground = false;
    session.compare = alone(scene, None);
    session.hidden = [Layer::Addresses].into();
    if session.findings {
        session.apply(Command::ShowFindings(false));
    }
    colour_by(session, None);
    session.apply(Command::SetMinuteOfDay(MENU_MINUTE));
}

/// What a visitor has moved; the opacity of the faded ground, when it was lifted.
fn moved(session: &mut Session, show: &KioskShow, scene: &LoadedScene) -> Option<f32> {
    let moved = &show.moved;
    if let Some(minute) = moved.minute {
        session.apply(Command::SetMinuteOfDay(minute));
    }
    if let Some(day) = moved.day {
        session.moment = Moment { stage: Stage::Construction, day };
    }
    if let Some(at) = moved.swipe {
        session.apply(Command::SetCompareAt(at));
        if let Some(split) = session.split {
            session.apply(Command::SetSplit(Some(Split { at, ..split })));
        }
    }
    if let Some(variant) = &moved.variant {
        session.split = None;
        session.compare = alone(scene, Some(variant));
    }
    if let Some(key) = &moved.selection {
        let seen = |id: &ElementId| scene.is_seen(*id, session);
        session.selection = scene.community.id_of(key).filter(seen);
    }
    let share = moved.ground?;
    session.cut = None;
    session.underground = share > GROUND.0;
    let [whole, lifted] = GROUND.1;
    let along = ((share - GROUND.0) / (1.0 - GROUND.0)).clamp(0.0, 1.0);
    Some((whole + (lifted - whole) * along) as f32)
}

impl Ride {
    fn pose(&self, to: CameraPose, now_ms: u64) -> CameraPose {
        let t = now_ms.saturating_sub(self.since_ms) as f64 / self.for_ms.max(1) as f64;
        let t = t.clamp(0.0, 1.0);
        let eased = t * t * (3.0 - 2.0 * t);
        let mix = |a: [f64; 3], b: [f64; 3]| std::array::from_fn(|i| a[i] + (b[i] - a[i]) * eased);
        CameraPose::new(mix(self.from.eye_m, to.eye_m), mix(self.from.target_m, to.target_m))
    }
}

/// A portrait screen sees more from bottom to top, so that it is not left with a slice.
pub(super) fn widen(mut camera: Single<(&Camera, &mut Projection), With<MainCamera>>) {
    let (camera, projection) = &mut *camera;
    let Some(size) = camera.logical_viewport_size() else { return };
    let aspect = size.x / size.y.max(1.0);
    let (usual, most) = (VIEW_DEG.0.to_radians(), VIEW_DEG.1.to_radians());
    let fov = if aspect < PORTRAIT_WIDTH {
        (2.0 * ((usual / 2.0).tan() * PORTRAIT_WIDTH / aspect.max(0.1)).atan()).min(most)
    } else {
        usual
    };
    if let Projection::Perspective(perspective) = &**projection
        && (perspective.fov - fov).abs() > 1e-3
        && let Projection::Perspective(perspective) = &mut **projection
    {
        perspective.fov = fov;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ride_begins_where_the_camera_is_and_ends_where_the_show_is() {
        let from = CameraPose::new([0.0, 0.0, 100.0], [0.0, 50.0, 0.0]);
        let to = CameraPose::new([200.0, 0.0, 40.0], [0.0, 90.0, 10.0]);
        let ride = Ride { from, since_ms: 1_000, for_ms: 1_500 };
        assert_eq!((ride.pose(to, 500), ride.pose(to, 1_000)), (from, from));
        assert_eq!(ride.pose(to, 2_500), to);
        let middle = ride.pose(to, 1_750);
        assert!((middle.eye_m[0] - 100.0).abs() < 1e-9 && (middle.eye_m[2] - 70.0).abs() < 1e-9);
    }
}
