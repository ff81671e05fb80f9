//! Files that an import of another file may read too.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use super::collect::{display_name, has_ending_of};
use crate::{Input, Limits, gltf, text, tiles3d};

/// Most files of a folder that are looked at.
const MOST_FILES: usize = 20_000;
/// Endings of tables, which look for others in the whole folder.
const TABLES: [&str; 2] = [".csv", ".txt"];

/// Files beside a file that an import of it may read too, in order: those whose names begin as its own does, whatever
/// their capitals; the buffers that a glTF model names; for a tileset the files of its folder and of those below it; for
/// a table the other tables of the folder. A change of one may change the import.
pub fn companions(path: &Path) -> Vec<PathBuf> {
    let own = display_name(path);
    let stem = text::stem(&own).to_lowercase();
    let is_table = |name: &str| TABLES.iter().any(|ending| name.ends_with(ending));
    let reads_tables = is_table(&own.to_lowercase());
    let beside = |name: &str| {
        let lower = name.to_lowercase();
        name != own && (lower.starts_with(&stem) || (reads_tables && is_table(&lower)))
    };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().take(MOST_FILES);
    let entries = entries.filter(|entry| beside(&entry.file_name().to_string_lossy()));
    let mut found: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(|path| path.is_file()).collect();
    if has_ending_of(path, &gltf::GLTF)
        && let Ok(input) = Input::open(path, &Limits::default())
    {
        found.extend(gltf::buffer_files(&input));
    }
    if is_tileset(path) {
        found.extend(tiles3d::files_of(path));
    }
    found.sort();
    found.dedup();
    found
}

/// Whether a file is a tileset of 3D Tiles; only its beginning is looked at.
pub(super) fn is_tileset(path: &Path) -> bool {
    /// So much of it, bytes.
    const HEAD: u64 = 1 << 16;
    if !has_ending_of(path, &tiles3d::TILES_3D) {
        return false;
    }
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(HEAD).read_to_end(&mut bytes));
    let input = Input { name: display_name(path), bytes, path: None };
    read.is_ok() && (tiles3d::TILES_3D.recognise)(&input)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn files_of_the_same_name_and_named_buffers_belong_to_a_file() {
        let folder = tempfile::tempdir().unwrap();
        let home = folder.path();
        std::fs::create_dir(home.join("parts")).unwrap();
        for name in [
            "pipes.shp",
            "pipes.shx",
            "pipes.DBF",
            "other.dbf",
            "net.gpkg",
            "net.gpkg-wal",
            "parts/walls 1.bin",
        ] {
            std::fs::write(home.join(name), "x").unwrap();
        }
        std::fs::write(home.join("House.PLACEMENT.json"), "{}").unwrap();
        let model = r#"{"buffers": [{"byteLength": 1, "uri": "parts/walls%201.bin"},
            {"byteLength": 1, "uri": "../outside.bin"}, {"byteLength": 1, "uri": "data:,x"}]}"#;
        std::fs::write(home.join("house.gltf"), model).unwrap();
        let names = |file: &str| -> Vec<String> {
            let found = companions(&home.join(file));
            found.iter().map(|path| path.strip_prefix(home).unwrap().to_string_lossy().into_owned()).collect()
        };
        assert_eq!(names("pipes.shp"), ["pipes.DBF", "pipes.shx"]);
        assert_eq!(names("net.gpkg"), ["net.gpkg-wal"]);
        assert_eq!(names("house.gltf"), ["House.PLACEMENT.json", "parts/walls 1.bin"]);
        std::fs::write(home.join("JS_POINT.csv"), "x").unwrap();
        assert_eq!(names("js_line.csv"), ["JS_POINT.csv"], "a table of lines looks for its points");
    }
}
