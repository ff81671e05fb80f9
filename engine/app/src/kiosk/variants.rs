//! Variants that a show sets beside its scene.

use std::path::PathBuf;
use std::sync::Arc;

use linli_io::{Language, variant_community};
use linli_model::variant::{Touched, changes_between};
use linli_view::{ComparedVariants, compared_scene};

/// Lets a show set variants of a scene folder beside the scene.
pub fn compared(folder: PathBuf) -> ComparedVariants {
    ComparedVariants(Arc::new(move |key, scene| {
        let changed = variant_community(&folder, &scene.base, key.as_str())
            .map_err(|refused| refused.lines(Language::English).join("; "))?;
        let elements = changes_between(&scene.base, &changed);
        Ok(compared_scene(scene, key, &Touched { elements, renumbered: true }))
    }))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use std::collections::BTreeSet;

    use linli_io::{read_scene_file, read_variants};
    use linli_model::{Edit, Key};

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
            let changes = changes_between(&community, &changed);
            let named = |edit: &Edit| edit.keys().into_iter().cloned().collect::<Vec<_>>();
            let keys: BTreeSet<Key> = variant.edits.iter().flat_map(named).collect();
            assert!(changes.iter().all(|change| keys.contains(&change.key)), "{}", variant.key);
            assert!(!changes.is_empty(), "{}", variant.key);
            looked_at += 1;
        }
        assert!(changes_between(&community, &community).is_empty());
        assert!(looked_at > 0 || variants.is_empty());
    }
}
