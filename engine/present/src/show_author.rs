//! What the show editor records and plays: views as steps of a chapter, a chapter as a tour.

use linli_model::{Chapter, RecordedView, Tour};

use crate::{CameraPose, Session};

/// The camera and the moment on screen, as a step of a show keeps them.
pub fn recorded_view(pose: CameraPose, session: &Session) -> RecordedView {
    RecordedView {
        eye_m: pose.eye_m,
        target_m: pose.target_m,
        stage: session.moment.stage,
        date: Some(session.moment.day),
        minute: session.minute_of_day(),
        underground: session.underground,
    }
}

/// A chapter as a tour of its steps.
pub fn chapter_tour(chapter: &Chapter) -> Tour {
    Tour {
        // No tour of a scene has a slash in its name: they are names of files.
        key: format!("chapter/{}", chapter.key),
        name_zh: chapter.title.zh.clone(),
        name_en: chapter.title.en.clone(),
        stops: chapter.steps.iter().map(|step| step.stop.clone()).collect(),
    }
}

/// Seconds that a chapter takes: nobody flies to its first step.
pub fn chapter_length_s(chapter: &Chapter) -> f64 {
    let fly_s = |at: usize, fly_s: f64| if at == 0 { 0.0 } else { fly_s };
    let steps = chapter.steps.iter().enumerate();
    steps.map(|(at, step)| step.stop.stay_s + fly_s(at, step.stop.fly_s)).sum()
}

#[cfg(test)]
mod tests {
    use linli_model::{Language, SceneFrame, Stage};

    use super::*;
    use crate::Command;

    #[test]
    fn a_view_is_recorded_with_its_moment() {
        let frame = SceneFrame {
            crs: "EPSG:4549".into(),
            anchor_m: [0.0; 3],
            longitude_deg: 120.0,
            latitude_deg: 30.0,
            convergence_deg: 0.0,
        };
        let mut session = Session::new(&frame, Language::English);
        session.apply(Command::SetMinuteOfDay(17 * 60 + 30));
        session.apply(Command::ShowUnderground(true));
        session.apply(Command::SetStage(Stage::Construction));
        let pose = CameraPose::new([1.0, 2.0, 30.0], [4.0, 5.0, 6.0]);
        let view = recorded_view(pose, &session);
        assert_eq!((view.eye_m, view.minute, view.underground), ([1.0, 2.0, 30.0], 1050, true));
        assert_eq!((view.stage, view.date), (Stage::Construction, Some(session.moment.day)));
    }

    #[test]
    fn a_chapter_is_a_tour_that_begins_at_its_first_step() {
        let show = crate::kiosk::tests::show();
        let tour = chapter_tour(&show.chapters[0]);
        assert_eq!((tour.key.as_str(), tour.name_zh.as_str(), tour.stops.len()), ("chapter/one", "中one", 2));
        assert_eq!(chapter_length_s(&show.chapters[0]), 10.0 + 5.0 + 5.0);
    }
}
