//! The last show that ran well, kept whole beside the state: scene, show and its pictures.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use linli_io::{read_show_file, write_atomically, write_show};

/// Folder inside the state folder.
const FOLDER: &str = "last-good";
/// Name of the show's file in the kept scene.
const SHOW: &str = "shows/last-good.json";
/// Largest scene that is kept, bytes, and most files of one.
const MOST_BYTES: u64 = 2 << 30;
const MOST_FILES: usize = 20_000;

/// The show that is kept in a state folder.
pub fn find(state: &Path) -> Option<PathBuf> {
    let show = state.join(FOLDER).join(SHOW);
    show.is_file().then_some(show)
}

/// Keeps a show and its scene; nothing is done when the same is kept already. Built beside the old one, which
/// stays until the new one is whole.
///
/// # Errors
/// When it cannot be read or written, or is too large; what was kept stays.
pub fn keep(state: &Path, show: &Path, scene: &Path) -> io::Result<()> {
    let files = files_of(scene)?;
    let mut signature = String::new();
    for path in files.iter().map(PathBuf::as_path).chain([show]) {
        let meta = fs::metadata(path)?;
        let changed = meta.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default();
        signature.push_str(&format!("{} {} {}\n", path.display(), meta.len(), changed.as_nanos()));
    }
    let kept = state.join(FOLDER);
    if fs::read_to_string(kept.join("signature")).is_ok_and(|old| old == signature) {
        return Ok(());
    }
    let fresh = state.join(format!("{FOLDER}.new"));
    remove(&fresh)?;
    for path in &files {
        let inside = path.strip_prefix(scene).map_err(io::Error::other)?;
        copy(path, &fresh.join(inside))?;
    }
    let mut file = read_show_file(show).map_err(|message| io::Error::other(message.detail))?;
    file.scene = None;
    let beside = show.parent().unwrap_or(Path::new("."));
    for picture in file.chapters.iter().flat_map(|chapter| &chapter.pictures) {
        copy(&beside.join(&picture.file), &fresh.join("shows").join(&picture.file))?;
    }
    fs::create_dir_all(fresh.join("shows"))?;
    write_atomically(&fresh.join(SHOW), write_show(&file).as_bytes())?;
    write_atomically(&fresh.join("signature"), signature.as_bytes())?;
    let old = state.join(format!("{FOLDER}.old"));
    remove(&old)?;
    if kept.exists() {
        fs::rename(&kept, &old)?;
    }
    if let Err(error) = fs::rename(&fresh, &kept) {
        // Back to what was there.
        let _ = fs::rename(&old, &kept);
        return Err(error);
    }
    remove(&old)
}

/// After a stop between two renames the old one is still there under its other name.
pub fn mend(state: &Path) {
    let (kept, old) = (state.join(FOLDER), state.join(format!("{FOLDER}.old")));
    if !kept.exists() && old.exists() {
        // When this fails there is no last good show, which is told where it is asked for.
        let _ = fs::rename(old, kept);
    }
}

fn files_of(scene: &Path) -> io::Result<Vec<PathBuf>> {
    let (mut files, mut bytes, mut waiting) = (Vec::new(), 0, vec![scene.to_owned()]);
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(&folder)? {
            let entry = entry?;
            let kind = entry.file_type()?;
            if kind.is_dir() {
                waiting.push(entry.path());
            } else if kind.is_file() {
                bytes += entry.metadata()?.len();
                files.push(entry.path());
            }
            if bytes > MOST_BYTES || files.len() > MOST_FILES {
                return Err(io::Error::other("the scene is too large to be kept"));
            }
        }
    }
    files.sort();
    Ok(files)
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::copy(from, to).map(drop)
}

fn remove(folder: &Path) -> io::Result<()> {
    if folder.exists() { fs::remove_dir_all(folder) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    const WORDS: &str = r#"{"zh":"字","en":"word"}"#;

    fn scene(folder: &Path) -> (PathBuf, PathBuf) {
        let scene = folder.join("scene");
        fs::create_dir_all(scene.join("shows")).unwrap();
        fs::write(scene.join("scene.json"), "{}").unwrap();
        let show = scene.join("shows/one.json");
        let text = format!(
            r#"{{"schema_version":1,"key":"one","title":{WORDS},"invitation":{WORDS},"home":{{"eye_m":[0,0,1],"target_m":[1,1,0]}},
               "chapters":[{{"key":"a","title":{WORDS},"summary":{WORDS},"steps":[{{"eye_m":[0,0,1],"target_m":[1,1,0]}}],
               "pictures":[{{"file":"a.png","at_s":0,"for_s":1,"caption":{WORDS}}}]}}]}}"#
        );
        fs::write(&show, text).unwrap();
        fs::write(scene.join("shows/a.png"), "picture").unwrap();
        (scene, show)
    }

    #[test]
    fn a_show_is_kept_whole_and_damage_to_the_original_does_not_reach_it() {
        let folder = tempfile::tempdir().unwrap();
        let state = folder.path().join("state");
        fs::create_dir(&state).unwrap();
        let (scene, show) = scene(folder.path());
        assert_eq!(find(&state), None);
        keep(&state, &show, &scene).unwrap();
        let kept = find(&state).unwrap();
        fs::write(scene.join("scene.json"), "damaged").unwrap();
        fs::remove_file(&show).unwrap();
        assert!(keep(&state, &show, &scene).is_err());
        let kept_scene = linli_io::scene_of_show(&kept, &read_show_file(&kept).unwrap());
        assert_eq!(fs::read_to_string(kept_scene.join("scene.json")).unwrap(), "{}");
        assert!(kept.with_file_name("a.png").is_file());
        // A stop between the two renames.
        fs::rename(state.join(FOLDER), state.join("last-good.old")).unwrap();
        mend(&state);
        assert!(find(&state).is_some());
    }
}
