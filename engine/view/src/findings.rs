//! The underground check in the window: computed on a worker when it is asked for, shown as a list and in the scene.

use std::sync::Arc;

use bevy::prelude::*;
use bevy::tasks::{AsyncComputeTaskPool, Task, futures_lite::future};
use linli_present::{CameraPose, Command, CutPlace, CutPlan};
use linli_sim::clearance::{Finding, RuleBook, all_findings};

use crate::ViewSet;
use crate::analysis::in_finished_plan;
use crate::camera::Rig;
use crate::capture::Capture;
use crate::scene::{CurrentScene, LoadedScene};
use crate::session::{Order, ViewSession};

/// Rules of the underground check; without them there is none.
#[derive(Resource, Clone)]
pub struct UndergroundRules(pub RuleBook);

/// The findings of the scene.
#[derive(Resource, Default)]
pub(crate) struct Findings {
    /// Those of the last check; none before the first.
    pub list: Option<Arc<Vec<Finding>>>,
    running: Option<Task<Vec<Finding>>>,
}

pub(crate) fn plugin(app: &mut App) {
    app.init_resource::<Findings>()
        .add_systems(Update, check.after(ViewSet::Scene).before(ViewSet::Sync))
        .add_systems(Update, go.after(ViewSet::Session).before(ViewSet::Camera));
}

fn check(
    session: Res<ViewSession>,
    scene: Res<CurrentScene>,
    rules: Option<Res<UndergroundRules>>,
    capture: Option<Res<Capture>>,
    mut findings: ResMut<Findings>,
) {
    if scene.is_changed() {
        *findings = Findings::default();
    }
    let (Some(scene), Some(rules), true) = (&scene.0, rules, session.0.findings) else { return };
    if findings.list.is_none() && findings.running.is_none() {
        let (scene, book) = (scene.clone(), rules.0.clone());
        if capture.is_some() {
            // A picture waits for what it shows.
            findings.list = Some(Arc::new(of_finished_plan(&scene, book)));
            return;
        }
        let task = AsyncComputeTaskPool::get().spawn(async move { of_finished_plan(&scene, book) });
        findings.running = Some(task);
    }
    let finished = findings
        .bypass_change_detection()
        .running
        .as_mut()
        .and_then(|task| future::block_on(future::poll_once(task)));
    if let Some(list) = finished {
        findings.running = None;
        findings.list = Some(Arc::new(list));
    }
}

/// Findings of the finished plan, as on the command line: what is removed or only sketched is no neighbour.
fn of_finished_plan(scene: &LoadedScene, book: RuleBook) -> Vec<Finding> {
    all_findings(&in_finished_plan(scene, &scene.facts).part_of(&scene.facts), book, true)
}

/// Flies to a finding when it is chosen, and cuts the ground open around it.
fn go(
    session: Res<ViewSession>,
    scene: Res<CurrentScene>,
    findings: Res<Findings>,
    capture: Option<Res<Capture>>,
    mut rig: ResMut<Rig>,
    mut orders: MessageWriter<Order>,
    mut shown: Local<Option<String>>,
) {
    let wanted = session.0.finding.clone();
    if *shown == wanted && !findings.is_changed() {
        return;
    }
    let (Some(scene), Some(list)) = (&scene.0, &findings.list) else { return };
    *shown = wanted;
    let Some(finding) = chosen(&session, list) else { return };
    let (pose, cut) = seen(scene, finding);
    if capture.is_some() {
        rig.jump(pose);
    } else {
        rig.fly_to(pose);
    }
    orders.write(Order(Command::SetCut(Some(cut))));
}

/// The finding that is chosen.
pub(crate) fn chosen<'a>(session: &ViewSession, list: &'a [Finding]) -> Option<&'a Finding> {
    let id = session.0.finding.as_ref()?;
    list.iter().find(|finding| finding.id == *id)
}

/// A pose and an opening that show a finding.
pub(crate) fn seen(scene: &LoadedScene, finding: &Finding) -> (CameraPose, CutPlan) {
    let [x, y, z] = finding.at;
    let ground = scene.ground.height_at(x, y);
    let depth_m = (ground - z.min(finding.facing[2]) + 1.5).clamp(2.0, 30.0);
    let reach = 4.0 + depth_m;
    let eye = [x - 0.9 * reach, y - 0.9 * reach, ground + 0.9 * reach];
    let place =
        CutPlace::Block { centre: [x, y], heading_deg: 45.0, length_m: 2.4 * reach, width_m: 1.6 * reach };
    (CameraPose::new(eye, finding.at), CutPlan { place, depth_m, through_lines: false })
}
