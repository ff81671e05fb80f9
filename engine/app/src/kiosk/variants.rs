//! Variants that a show sets beside its scene.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use linli_io::{Language, variant_community};
use linli_model::variant::{ElementChange, Touched};
use linli_model::{Community, Key};
use linli_view::{ComparedVariants, compared_scene};

/// Lets a show set variants of a scene folder beside the scene.
pub fn compared(folder: PathBuf) -> ComparedVariants {
    ComparedVariants(Arc::new(move |key, scene| {
        let changed = variant_community(&folder, &scene.base, key.as_str())
            .map_err(|refused| refused.lines(Language::English).join("; "))?;
        Ok(compared_scene(scene, key, &changes(&scene.base, &changed)))
    }))
}

/// What differs between two communities, element by element.
fn changes(before: &Community, after: &Community) -> Touched {
    let element =
        |community: &Community, key: &Key| community.id_of(key).and_then(|id| community.element(id)).cloned();
    let mut seen: BTreeSet<&Key> = BTreeSet::new();
    let keys = before.elements().iter().chain(after.elements()).map(|element| &element.key);
    let elements = keys
        .filter(|key| seen.insert(key))
        .filter_map(|key| {
            let (before, after) = (element(before, key), element(after, key));
            (before != after).then(|| ElementChange { key: key.clone(), before, after })
        })
        .collect();
    Touched { elements, renumbered: true }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use linli_io::{read_scene_file, read_variants};
    use linli_model::Edit;

    use super::*;

    #[test]
    fn what_a_variant_changes_is_what_its_edits_name() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenes/lantern-court");
        let scene = linli_io::read_scene(&folder, &linli_model::NoProgress, &mut |_| (), &mut |_, _| ());
        let (community, _) = scene.unwrap();
        let frame = read_scene_file(&folder).unwrap().frame;
        let (variants, _) = read_variants(&folder, &frame);
        let mut looked_at = 0;
        for variant in &variants {
            let Ok(changed) = variant_community(&folder, &community, &variant.key) else { continue };
            let touched = changes(&community, &changed);
            let named = |edit: &Edit| edit.keys().into_iter().cloned().collect::<Vec<_>>();
            let keys: BTreeSet<Key> = variant.edits.iter().flat_map(named).collect();
            assert!(touched.elements.iter().all(|change| keys.contains(&change.key)), "{}", variant.key);
            assert!(!touched.elements.is_empty(), "{}", variant.key);
            looked_at += 1;
        }
        assert!(changes(&community, &community).elements.is_empty());
        assert!(looked_at > 0 || variants.is_empty());
    }
}
