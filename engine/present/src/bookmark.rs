//! Views that people keep: taken from what is on screen, and shown again.

use linli_model::{Bookmark, Layer, Stage};

use crate::{CameraPose, Command, Session};

/// What is on screen, under a name.
pub fn bookmark_of(session: &Session, pose: &CameraPose, name: &str) -> Bookmark {
    let moment = session.moment;
    Bookmark {
        name: name.to_owned(),
        eye_m: pose.eye_m,
        target_m: pose.target_m,
        stage: moment.stage,
        date: (moment.stage == Stage::Construction).then_some(moment.day),
        hidden: session.hidden.clone(),
        underground: session.underground,
    }
}

/// The commands that show what a bookmark shows; the camera goes there besides.
pub fn bookmark_commands(bookmark: &Bookmark) -> Vec<Command> {
    let layers =
        Layer::ALL.into_iter().map(|layer| Command::ShowLayer(layer, !bookmark.hidden.contains(&layer)));
    let stage = [Command::SetSplit(None), Command::SetStage(bookmark.stage)];
    let day = bookmark.date.map(Command::SetDay);
    layers.chain(stage).chain(day).chain([Command::ShowUnderground(bookmark.underground)]).collect()
}

/// A name that no bookmark has: the wished one, or that one with a number.
pub fn free_bookmark_name(bookmarks: &[Bookmark], wished: &str) -> String {
    let is_free = |name: &String| bookmarks.iter().all(|bookmark| bookmark.name != *name);
    let numbered = (2..).map(|number: u32| format!("{wished} {number}"));
    let free = std::iter::once(wished.to_owned()).chain(numbered).find(is_free);
    free.unwrap_or_else(|| wished.to_owned())
}

#[cfg(test)]
mod tests {
    use linli_model::{Language, SceneFrame};

    use super::*;

    #[test]
    fn what_was_kept_is_shown_again() {
        let frame = SceneFrame {
            crs: "EPSG:4549".into(),
            anchor_m: [0.0; 3],
            longitude_deg: 120.15,
            latitude_deg: 30.27,
            convergence_deg: 0.0,
        };
        let mut session = Session::new(&frame, Language::English);
        session.apply(Command::ShowLayer(Layer::Trees, false));
        session.apply(Command::ShowLayer(Layer::Addresses, true));
        session.apply(Command::SetStage(Stage::Construction));
        session.apply(Command::ShowUnderground(true));
        let pose = CameraPose::new([1.0, 2.0, 3.0], [0.0; 3]);
        let kept = bookmark_of(&session, &pose, "works");
        let mut other = Session::new(&frame, Language::Chinese);
        for command in bookmark_commands(&kept) {
            other.apply(command);
        }
        assert_eq!((other.hidden.clone(), other.moment), (session.hidden.clone(), session.moment));
        assert!(other.underground);
        assert_eq!(bookmark_of(&other, &pose, "works"), kept);
        session.apply(Command::SetStage(Stage::Design));
        assert_eq!(bookmark_of(&session, &pose, "x").date, None, "only construction has days");
        assert_eq!(free_bookmark_name(&[kept], "works"), "works 2");
    }
}
