//! The bookmarks of a scene folder, for the window and for pictures.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use linli_io::store::SystemFiles;
use linli_io::{read_bookmarks, read_scene_file, write_bookmarks};
use linli_model::{Bookmark, Language, SceneFrame};
use linli_view::{BookmarkShelf, BookmarkStore};

struct Folder(PathBuf);

/// The bookmarks of a scene folder.
pub fn shelf(scene: PathBuf) -> BookmarkShelf {
    BookmarkShelf(Arc::new(Folder(scene)))
}

impl BookmarkStore for Folder {
    fn read(&self, frame: &SceneFrame, language: Language) -> Result<Vec<Bookmark>, String> {
        // One that cannot be used is left alone and would be lost when the others are written.
        match read_bookmarks(&self.0, frame) {
            Ok((bookmarks, faults)) => match faults.first() {
                Some(fault) => Err(fault.text(language)),
                None => Ok(bookmarks),
            },
            Err(fault) => Err(fault.text(language)),
        }
    }

    fn write(&self, frame: &SceneFrame, bookmarks: &[Bookmark]) -> Result<(), String> {
        write_bookmarks(&SystemFiles, &self.0, bookmarks, frame).map_err(|error| error.to_string())
    }
}

/// A bookmark of a scene folder by its name.
///
/// # Errors
/// When it cannot be read or is not there.
pub fn named(scene: &Path, name: &str, language: Language) -> anyhow::Result<Bookmark> {
    let file = read_scene_file(scene).map_err(|error| anyhow::anyhow!(error.text(language)))?;
    let read = read_bookmarks(scene, &file.frame);
    let (bookmarks, _) = read.map_err(|fault| anyhow::anyhow!(fault.text(language)))?;
    let names: Vec<&str> = bookmarks.iter().map(|bookmark| bookmark.name.as_str()).collect();
    match bookmarks.iter().find(|bookmark| bookmark.name == name) {
        Some(bookmark) => Ok(bookmark.clone()),
        None => anyhow::bail!("the scene has no bookmark '{name}'; it has: {}", names.join(", ")),
    }
}
