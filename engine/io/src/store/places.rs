//! Where a scene's variants are kept: files, journals, backups, copies of what could not be used.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use linli_model::variant::TreeProblem;
use linli_model::{SceneFrame, Variant};

use super::backup;
use super::files::{Files, SystemFiles, save};
use super::health::Recovery;
use super::journal::content_id;
use super::open::OpenError;
use crate::Input;
use crate::scene::{VARIANTS_FOLDER, read_variant_input, write_variant};

/// Where things are kept.
#[derive(Clone, Debug)]
pub struct StorePlaces {
    /// The file operations.
    pub files: Arc<dyn Files>,
    /// The scene folder.
    pub scene: PathBuf,
    /// The other place, for when the scene folder cannot be written: the user's state folder.
    pub state: PathBuf,
}

impl StorePlaces {
    /// A scene folder on the system's files; the other place is the user's state folder.
    pub fn of(scene: &Path) -> Self {
        Self { files: Arc::new(SystemFiles), scene: scene.to_owned(), state: state_folder() }
    }

    pub(super) fn variants(&self) -> PathBuf {
        self.scene.join(VARIANTS_FOLDER)
    }

    /// Whether there is a file of a variant with this key, even one that cannot be read.
    pub fn holds(&self, key: &str) -> bool {
        self.file(key).exists()
    }

    pub(super) fn file(&self, key: &str) -> PathBuf {
        self.variants().join(format!("{key}.json"))
    }

    pub(super) fn journal(&self, key: &str) -> PathBuf {
        self.variants().join(format!("{key}.journal"))
    }

    pub(super) fn other_journal(&self, key: &str) -> PathBuf {
        let scene = std::path::absolute(&self.scene).unwrap_or_else(|_| self.scene.clone());
        let id = content_id(scene.to_string_lossy().as_bytes());
        self.state.join("journals").join(id).join(format!("{key}.journal"))
    }
}

/// The folder of the user's state, where work is kept when its own place cannot be written.
pub fn state_folder() -> PathBuf {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let base = set("XDG_STATE_HOME")
        .or_else(|| set("LOCALAPPDATA"))
        .or_else(|| set("HOME").map(|home| home.join(".local").join("state")));
    base.unwrap_or_else(std::env::temp_dir).join("linli")
}

/// The variant of its file, else of its newest backup; and the bytes of the file.
pub(super) fn read_file(
    places: &StorePlaces,
    key: &str,
    frame: &SceneFrame,
    recovery: &mut Recovery,
) -> Result<(Variant, Vec<u8>), OpenError> {
    let path = places.file(key);
    let missing = || OpenError::Tree(TreeProblem::NoSuchVariant(key.to_owned()));
    let parse = |bytes: &[u8]| {
        let input = Input { name: format!("{key}.json"), bytes: bytes.to_vec(), path: None };
        read_variant_input(&input, frame)
    };
    let bytes = places.files.read(&path);
    let messages = match &bytes {
        Ok(bytes) => match parse(bytes) {
            Ok(variant) => return Ok((variant, bytes.clone())),
            Err(messages) => messages,
        },
        Err(_) => Vec::new(),
    };
    let backup = backup::newest(places.files.as_ref(), &places.variants(), key);
    let restored = backup.and_then(|(_, backup)| {
        let bytes = places.files.read(&backup).ok()?;
        Some((parse(&bytes).ok()?, backup))
    });
    match restored {
        Some((variant, backup)) => {
            let bytes = bytes.unwrap_or_default();
            if !bytes.is_empty() {
                recovery.copies.extend(set_aside(places, &path, &bytes));
            }
            recovery.backup = Some(backup);
            Ok((variant, bytes))
        }
        None if messages.is_empty() => Err(missing()),
        None => Err(OpenError::Unreadable(messages)),
    }
}

/// Keeps a copy of what could not be used, in the scene folder or else in the other place.
pub(super) fn set_aside(places: &StorePlaces, path: &Path, bytes: &[u8]) -> Option<PathBuf> {
    let name = path.file_name()?.to_string_lossy().into_owned();
    let name = format!("{name}.{}", content_id(bytes));
    let folders = [places.variants().join("recovered"), places.state.join("recovered")];
    folders
        .into_iter()
        .map(|folder| folder.join(&name))
        .find(|to| save(places.files.as_ref(), to, bytes).is_ok())
}

/// Stores a new variant, or one that was renamed or merged into, as a whole.
///
/// # Errors
/// As the system says, or when an element cannot be written.
pub fn store_variant(places: &StorePlaces, variant: &Variant, frame: &SceneFrame) -> io::Result<PathBuf> {
    let text = write_variant(variant, frame).map_err(io::Error::other)?;
    let path = places.file(&variant.key);
    save(places.files.as_ref(), &path, text.as_bytes())?;
    Ok(path)
}

/// Moves a variant's file to the folder of those that were thrown away, from where a person can take it back.
///
/// # Errors
/// As the system says.
pub fn discard_variant(places: &StorePlaces, key: &str) -> io::Result<PathBuf> {
    let files = places.files.as_ref();
    let path = places.file(key);
    let bytes = files.read(&path)?;
    let to = places.variants().join("discarded").join(format!("{key}-{}.json", content_id(&bytes)));
    save(files, &to, &bytes)?;
    files.remove(&path)?;
    files.remove(&places.journal(key))?;
    files.sync_folder(&places.variants())?;
    Ok(to)
}
