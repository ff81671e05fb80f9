//! Views that people keep: read when they are first asked for, written at every change.

use std::sync::Arc;

use bevy::prelude::*;
use linli_model::{Bookmark, Language, SceneFrame};

/// Where bookmarks are kept.
pub trait BookmarkStore: Send + Sync {
    /// All of them in their order.
    ///
    /// # Errors
    /// Why they cannot be read; nothing may be written then.
    fn read(&self, frame: &SceneFrame, language: Language) -> Result<Vec<Bookmark>, String>;

    /// Keeps these instead of those before.
    ///
    /// # Errors
    /// Why they cannot be kept; those before are there then.
    fn write(&self, frame: &SceneFrame, bookmarks: &[Bookmark]) -> Result<(), String>;
}

/// The store of the scene; without it there are no bookmarks.
#[derive(Resource, Clone)]
pub struct BookmarkShelf(pub Arc<dyn BookmarkStore>);

/// The bookmarks of the scene on screen.
#[derive(Resource, Default)]
pub(crate) struct Bookmarks {
    /// Those that are there, or why they cannot be read; nothing before they were asked for.
    pub list: Option<Result<Vec<Bookmark>, String>>,
    /// The name that is typed.
    pub name: String,
    /// Why the last change could not be kept.
    pub problem: Option<String>,
}

impl Bookmarks {
    /// Reads them, when that was not done yet.
    pub(crate) fn read(&mut self, shelf: &BookmarkShelf, frame: &SceneFrame, language: Language) {
        if self.list.is_none() {
            self.list = Some(shelf.0.read(frame, language));
        }
    }

    /// Changes them and keeps the change; what cannot be kept is not shown either.
    pub(crate) fn change(
        &mut self,
        shelf: &BookmarkShelf,
        frame: &SceneFrame,
        change: impl FnOnce(&mut Vec<Bookmark>),
    ) {
        let Some(Ok(list)) = &mut self.list else { return };
        let mut changed = list.clone();
        change(&mut changed);
        match shelf.0.write(frame, &changed) {
            Ok(()) => {
                *list = changed;
                self.problem = None;
            }
            Err(why) => self.problem = Some(why),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Full;

    impl BookmarkStore for Full {
        fn read(&self, _: &SceneFrame, _: Language) -> Result<Vec<Bookmark>, String> {
            Ok(Vec::new())
        }

        fn write(&self, _: &SceneFrame, bookmarks: &[Bookmark]) -> Result<(), String> {
            if bookmarks.len() > 1 { Err("no space left".to_owned()) } else { Ok(()) }
        }
    }

    #[test]
    fn what_cannot_be_kept_is_not_shown() {
        let frame = crate::SceneInfo::default().frame;
        let shelf = BookmarkShelf(Arc::new(Full));
        let mut bookmarks = Bookmarks::default();
        bookmarks.read(&shelf, &frame, Language::English);
        let one = |name: &str| Bookmark {
            name: name.to_owned(),
            eye_m: [0.0; 3],
            target_m: [1.0; 3],
            stage: linli_model::Stage::Design,
            date: None,
            hidden: Default::default(),
            underground: false,
        };
        bookmarks.change(&shelf, &frame, |list| list.push(one("a")));
        assert_eq!(bookmarks.problem, None);
        bookmarks.change(&shelf, &frame, |list| list.push(one("b")));
        assert_eq!(bookmarks.problem.as_deref(), Some("no space left"));
        assert_eq!(bookmarks.list.as_ref().map(|list| list.as_ref().map(Vec::len)), Some(Ok(1)));
    }
}
