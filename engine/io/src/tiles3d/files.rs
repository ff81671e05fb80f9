//! The files of a tileset: all lie in its folder or below it, whatever their addresses say.

use std::cell::Cell;
use std::path::{Path, PathBuf};

use crate::gltf::{Beside, is_plain_name, percent_decoded};
use crate::{Input, Limits};

/// Longest name of a file with its folders, characters.
const LONGEST_NAME: usize = 1000;

/// Files of a tileset by their names: plain parts with `/` between, beginning at the tileset's folder.
pub struct Files<'a> {
    beside: Beside,
    limits: &'a Limits,
    /// What may still be read of tilesets and subtrees, bytes.
    left: Cell<u64>,
}

impl<'a> Files<'a> {
    /// The files around a tileset.
    ///
    /// # Errors
    /// When it is on no disk.
    pub fn around(input: &Input, limits: &'a Limits) -> Result<Self, String> {
        let path = input
            .path
            .as_deref()
            .ok_or("its tiles lie in other files, which only a tileset on a disk has")?;
        Ok(Self { beside: Beside::of(path), limits, left: Cell::new(limits.file_bytes) })
    }

    /// The path of a file.
    ///
    /// # Errors
    /// When a link is on the way.
    pub fn path(&self, name: &str) -> Result<PathBuf, String> {
        self.beside.place(name)
    }

    /// Size of a file on the disk, bytes; none when it is not there.
    pub fn size(&self, name: &str) -> Option<u64> {
        let meta = std::fs::symlink_metadata(self.path(name).ok()?).ok()?;
        meta.is_file().then_some(meta.len())
    }

    /// Reads a file.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub fn open(&self, name: &str) -> Result<Input, String> {
        let opened = Input::open(&self.path(name)?, self.limits);
        opened.map_err(|rejection| rejection.0.code.english.replace("{}", &rejection.0.detail))
    }

    /// Reads a tileset or a subtree; all together have at most the size that one file may have.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub fn open_counted(&self, name: &str) -> Result<Input, String> {
        let input = self.open(name)?;
        let left = self.left.get().checked_sub(input.bytes.len() as u64);
        self.left.set(left.ok_or("all tilesets and subtrees together are too large")?);
        Ok(input)
    }
}

/// The name of the file that an address stands for, seen from the file that names it. Addresses may lead upwards, but
/// not out of the folder of the tileset that was opened; what follows `?` or `#` does not matter on a disk.
///
/// # Errors
/// When it does not stay within the folder.
pub fn name_of(uri: &str, named_by: &str) -> Result<String, String> {
    let bare = uri.split(['?', '#']).next().unwrap_or_default();
    let decoded = percent_decoded(bare).ok_or("it is not text")?;
    let shown = || -> String { uri.chars().filter(|c| !c.is_control()).take(80).collect() };
    let leaves = || format!("it does not stay within the tileset's folder: {}", shown());
    if decoded.is_empty() || decoded.starts_with('/') || decoded.contains(['\\', ':']) {
        return Err(leaves());
    }
    let mut parts: Vec<&str> =
        named_by.rsplit_once('/').map_or(Vec::new(), |(folder, _)| folder.split('/').collect());
    for part in decoded.split('/') {
        match part {
            "." => {}
            ".." => _ = parts.pop().ok_or_else(leaves)?,
            part if is_plain_name(part) && !part.chars().any(char::is_control) => parts.push(part),
            _ => return Err(leaves()),
        }
    }
    let name = parts.join("/");
    if name.is_empty() || name.chars().count() > LONGEST_NAME {
        return Err(leaves());
    }
    Ok(name)
}

/// Whether a name is that of another tileset.
pub fn is_tileset(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    Path::new(lower.strip_suffix(".gz").unwrap_or(&lower)).extension().is_some_and(|ending| ending == "json")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_stay_within_the_folder() {
        for (uri, named_by, wanted) in [
            ("a.glb", "tileset.json", Some("a.glb")),
            ("../a%20b/c.glb?v=1.2#x", "deep/tileset.json", Some("a b/c.glb")),
            ("./x/../y.b3dm", "tileset.json", Some("y.b3dm")),
            ("../a.glb", "tileset.json", None),
            ("x/../../a.glb", "tileset.json", None),
            ("%2e%2e/a.glb", "tileset.json", None),
            ("/etc/passwd", "tileset.json", None),
            ("https://example.com/a.glb", "tileset.json", None),
            ("..\\a.glb", "tileset.json", None),
            ("C:/a.glb", "tileset.json", None),
            ("a//b.glb", "tileset.json", None),
            ("", "tileset.json", None),
            ("CON/a.glb", "tileset.json", None),
        ] {
            assert_eq!(name_of(uri, named_by).ok().as_deref(), wanted, "{uri}");
        }
    }
}
