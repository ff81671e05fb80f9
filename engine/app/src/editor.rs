//! The window's editor: a variant of the scene on the disk, every change in its journal before it is shown; and new
//! variants that the window proposes.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use linli_io::read_variants;
use linli_io::store::{EditStore, Owner, StorePlaces, store_variant};
use linli_model::variant::{Touched, VariantTree};
use linli_model::{Community, Edit, EditProblem, EditSession, Language, Variant};
use linli_view::{Editor, EditorSource, VariantKeeper};

/// Key of a variant that is begun in the window; further ones get a number.
const BEGUN: &str = "draft";

/// The clock.
fn now() -> DateTime<Utc> {
    DateTime::from(std::time::SystemTime::now())
}

struct StoreEditor(EditStore);

impl StoreEditor {
    /// Brings the journal into the variant's file when it has grown long; what fails is told by the health.
    fn save_when_due(&mut self) {
        if self.0.wants_save(now()) {
            let _ = self.0.save(now());
        }
    }
}

impl Editor for StoreEditor {
    fn session(&self) -> &EditSession {
        self.0.session()
    }

    fn commit(&mut self, edit: Edit) -> Result<Touched, Vec<EditProblem>> {
        let touched = self.0.commit(edit, now())?;
        self.save_when_due();
        Ok(touched)
    }

    fn undo(&mut self) -> Option<Touched> {
        self.0.undo(now())
    }

    fn redo(&mut self) -> Option<Touched> {
        self.0.redo(now())
    }

    fn trouble(&self, language: Language) -> Option<String> {
        self.0.access().text(language).or_else(|| self.0.health().text(language))
    }
}

impl Drop for StoreEditor {
    fn drop(&mut self) {
        // The journal holds everything; the file only spares the next start its reading.
        if self.0.unsaved() > 0 {
            let _ = self.0.save(now());
        }
    }
}

/// Opens variants of a scene folder for editing.
pub fn source(scene: PathBuf) -> EditorSource {
    EditorSource(Box::new(move |community, variant, language| open(&scene, community, variant, language)))
}

fn open(
    scene: &Path,
    community: &Community,
    variant: Option<&str>,
    language: Language,
) -> Result<(Box<dyn Editor>, Vec<String>), String> {
    let places = StorePlaces::of(scene);
    let (variants, _) = read_variants(scene, &community.frame);
    let mut tree = VariantTree::new(variants);
    let key = match variant {
        Some(key) => key.to_owned(),
        None => {
            let begun = begin(&tree, &places);
            // A folder that cannot be written shows in the health of what is opened.
            let _ = store_variant(&places, &begun, &community.frame);
            let key = begun.key.clone();
            tree.put(begun);
            key
        }
    };
    let owner = Owner::this("linli-view", &now().to_rfc3339());
    let (store, recovery) = EditStore::open(places, community, &tree, &key, &owner)
        .map_err(|error| error.lines(language).join("\n"))?;
    let mut lines = recovery.lines(language);
    if variant.is_none() {
        lines.push(match language {
            Language::English => format!("a new variant was begun: {key}"),
            Language::Chinese => format!("已新建方案：{key}"),
        });
    }
    Ok((Box::new(StoreEditor(store)), lines))
}

/// A new variant over the scene, with a key that is free.
fn begin(tree: &VariantTree, places: &StorePlaces) -> Variant {
    let key = free_key(tree, places, BEGUN);
    Variant {
        name_zh: format!("草案 {key}"),
        name_en: format!("Draft {key}"),
        ..Variant::of(key, Vec::new())
    }
}

/// A key that no variant has, nor a file that cannot be read: the wished one, or that one with a number.
fn free_key(tree: &VariantTree, places: &StorePlaces, wished: &str) -> String {
    let numbered = (2..).map(|number: u32| format!("{wished}-{number}"));
    let is_free = |key: &String| tree.get(key).is_none() && !places.holds(key);
    let key = std::iter::once(wished.to_owned()).chain(numbered).find(is_free);
    key.unwrap_or_else(|| wished.to_owned())
}

/// Keeps proposed variants in a scene folder.
pub fn keeper(scene: PathBuf) -> VariantKeeper {
    VariantKeeper(Arc::new(move |community, wished, make, language| {
        keep(&scene, community, wished, make).map_err(|error| match language {
            Language::English => format!("{}: the variant cannot be kept: {error}", scene.display()),
            Language::Chinese => format!("{}：无法保存方案：{error}", scene.display()),
        })
    }))
}

fn keep(
    scene: &Path,
    community: &Community,
    wished: &str,
    make: &dyn Fn(&str) -> Variant,
) -> std::io::Result<String> {
    let (variants, _) = read_variants(scene, &community.frame);
    let places = StorePlaces::of(scene);
    let key = free_key(&VariantTree::new(variants), &places, wished);
    store_variant(&places, &make(&key), &community.frame)?;
    Ok(key)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use linli_model::SceneFrame;
    use linli_present::{DraftPoint, Drawing, EditWish, edit_of};

    use super::*;

    fn frame() -> SceneFrame {
        SceneFrame {
            crs: "EPSG:4549".into(),
            anchor_m: [519_000.0, 3_348_000.0, 0.0],
            longitude_deg: 120.2,
            latitude_deg: 30.26,
            convergence_deg: 0.0,
        }
    }

    #[test]
    fn proposals_are_kept_under_keys_of_their_own_and_can_be_edited() {
        let folder = tempfile::tempdir().unwrap();
        let community = Community::new("c", frame());
        let keeper = keeper(folder.path().to_owned());
        let keep =
            || (keeper.0)(&community, "layout-001", &|key| Variant::of(key, Vec::new()), Language::English);
        assert_eq!((keep().unwrap(), keep().unwrap()), ("layout-001".into(), "layout-001-2".into()));
        let (editor, _) = open(folder.path(), &community, Some("layout-001-2"), Language::English).unwrap();
        assert_eq!(editor.session().key(), "layout-001-2");
        // A file that cannot be read is somebody's work: it is left alone.
        let broken = folder.path().join("variants/layout-001-3.json");
        std::fs::write(&broken, "{").unwrap();
        assert_eq!(keep().unwrap(), "layout-001-4");
        assert_eq!(std::fs::read_to_string(broken).unwrap(), "{");
        // A folder that is a file cannot keep anything, and says so.
        let file = folder.path().join("file");
        std::fs::write(&file, "x").unwrap();
        let refused = super::keeper(file);
        let why = (refused.0)(&community, "k", &|key| Variant::of(key, Vec::new()), Language::English);
        assert!(why.is_err_and(|why| why.contains("cannot be kept")));
    }

    #[test]
    fn what_was_drawn_in_the_window_is_there_again() {
        let folder = tempfile::tempdir().unwrap();
        let community = Community::new("c", frame());
        let outline: Vec<DraftPoint> =
            [[0.0, 0.0], [40.0, 0.0], [40.0, 12.0], [0.0, 12.0]].map(DraftPoint::from).to_vec();
        let draw = |editor: &mut dyn Editor| {
            let edit = edit_of(
                editor.session().community(),
                &[],
                &EditWish::Draw(Drawing::Building, outline.clone()),
            )
            .unwrap();
            editor.commit(edit).unwrap()
        };
        let (mut editor, lines) = open(folder.path(), &community, None, Language::English).unwrap();
        assert!(lines.iter().any(|line| line.contains("draft")), "{lines:?}");
        draw(editor.as_mut());
        assert!(editor.trouble(Language::English).is_none());
        let kept = editor.session().community().clone();
        // A second program is told of the first.
        let (second, _) = open(folder.path(), &community, Some("draft"), Language::English).unwrap();
        assert!(second.trouble(Language::English).is_some_and(|words| words.contains("linli-view")));
        drop(second);
        // Killed: nothing is saved but the journal.
        std::mem::forget(editor);
        let places = StorePlaces::of(folder.path());
        let (variants, _) = read_variants(folder.path(), &community.frame);
        let tree = VariantTree::new(variants);
        let owner = Owner::this("test", "now");
        let (store, _) = EditStore::open(places, &community, &tree, "draft", &owner).unwrap();
        assert_eq!(store.session().community().elements().len(), kept.elements().len());
        assert_eq!(store.session().community().elements().len(), 1);
    }
}
