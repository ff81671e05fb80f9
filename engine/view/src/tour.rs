//! Tours in the window and in pictures: the camera, the date and the stage follow the script.

use bevy::prelude::*;
use linli_model::Tour;
use linli_present::{Command, tour_at, tour_length_s};

use crate::ViewSet;
use crate::camera::Rig;
use crate::capture::Capture;
use crate::scene::{CurrentScene, SceneInfo};
use crate::session::{Order, ViewSession};

/// Longest step of a tour between two frames, seconds: a frame that took long does not skip a stop.
const LONGEST_STEP_S: f64 = 0.25;

/// Caption of the tour that is played, English and Chinese, and how far it has come, 0…1.
#[derive(Resource, Clone, Debug, Default, PartialEq)]
pub(crate) struct TourCaption(pub Option<([String; 2], f32)>);

pub(crate) fn plugin(app: &mut App) {
    app.init_resource::<TourCaption>()
        .add_systems(Update, follow.after(ViewSet::Scene).before(ViewSet::Camera));
}

/// The tour of a key.
pub(crate) fn tour_of<'a>(info: &'a SceneInfo, key: &str) -> Option<&'a Tour> {
    info.tours.iter().find(|tour| tour.key == key)
}

#[expect(clippy::too_many_arguments, reason = "a system's inputs")]
fn follow(
    time: Res<Time<Real>>,
    capture: Option<Res<Capture>>,
    info: Res<SceneInfo>,
    scene: Res<CurrentScene>,
    mut session: ResMut<ViewSession>,
    mut rig: ResMut<Rig>,
    mut caption: ResMut<TourCaption>,
    mut orders: MessageWriter<Order>,
) {
    let touched = rig.bypass_change_detection().take_touch();
    let Some(play) = session.0.tour.clone() else {
        caption.set_if_neq(TourCaption(None));
        return;
    };
    let (Some(scene), Some(tour)) = (&scene.0, tour_of(&info, &play.tour)) else { return };
    let length = tour_length_s(tour);
    let is_over = play.seconds >= length && capture.is_none();
    if touched || is_over {
        orders.write(Order(Command::EndTour));
        return;
    }
    let ground = |x: f64, y: f64| Some(scene.ground.height_at(x, y));
    let Some(moment) = tour_at(tour, play.seconds, ground) else { return };
    rig.jump(moment.pose);
    session.0.follow(&moment);
    let share = (play.seconds / length.max(1e-6)).clamp(0.0, 1.0) as f32;
    caption.set_if_neq(TourCaption(Some((moment.caption, share))));
    if !play.paused && capture.is_none() {
        let step = time.delta_secs_f64().min(LONGEST_STEP_S);
        session.0.apply(Command::SeekTour((play.seconds + step).min(length)));
    }
}
