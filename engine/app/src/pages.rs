//! Where the window keeps pages that it exports: beside its pictures, under a number that is free.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use linli_io::store::{SystemFiles, save};
use linli_view::{PageKeeper, free_path};

/// Keeps pages about a scene in a folder.
pub fn keeper(scene: &Path, folder: PathBuf) -> PageKeeper {
    PageKeeper {
        scene: scene.display().to_string(),
        keep: Arc::new(move |name, page| {
            let path = free_path(&folder, name, "html");
            save(&SystemFiles, &path, page.as_bytes()).map_err(|error| error.to_string())?;
            Ok(path.display().to_string())
        }),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn pages_lie_beside_each_other_and_a_folder_that_is_none_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let pages = keeper(Path::new("scenes/town"), folder.path().to_owned());
        let kept = ["<p>a", "<p>b"].map(|page| (pages.keep)("The town", page).unwrap());
        assert!(kept[0].ends_with("The-town-001.html") && kept[1].ends_with("The-town-002.html"), "{kept:?}");
        assert_eq!(std::fs::read_to_string(&kept[1]).unwrap(), "<p>b");
        let file = folder.path().join("file");
        std::fs::write(&file, "x").unwrap();
        assert!((keeper(Path::new("s"), file).keep)("t", "p").is_err());
    }
}
