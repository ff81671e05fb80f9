//! ZIP archives in memory, within limits: nothing is written to disk, and nothing is believed that the
//! archive declares about its sizes.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use crate::Limits;
use crate::text;

/// Most entries of an archive that are looked at.
const MOST_ENTRIES: usize = 10_000;
/// Longest content of small archives, whatever the ratio, bytes.
const ALWAYS_ALLOWED: u64 = 1 << 20;

/// Why an archive cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ArchiveProblem {
    /// It is damaged, or packed in a way that is not read.
    Damaged(String),
    /// It grows beyond the limit when unpacked; the limit in bytes.
    Grows(u64),
    /// It holds more entries than are looked at.
    Entries(usize),
}

/// Whether bytes begin as a ZIP archive does.
pub fn is_archive(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

/// Whether a text is in the last part of an archive, where its directory is: a cheap look at its names.
pub fn directory_holds(bytes: &[u8], name: &str) -> bool {
    const DIRECTORY: usize = 4 << 20;
    let tail = bytes.get(bytes.len().saturating_sub(DIRECTORY)..).unwrap_or_default();
    let name = name.as_bytes();
    tail.windows(name.len()).any(|window| window.eq_ignore_ascii_case(name))
}

/// Names and contents of the wanted entries, in the order of the archive. Folders of names are kept, with `/`.
///
/// # Errors
/// An [`ArchiveProblem`]; all entries together may not grow beyond the limits.
pub fn entries(
    bytes: &[u8],
    limits: &Limits,
    wanted: impl Fn(&str) -> bool,
) -> Result<Vec<(String, Vec<u8>)>, ArchiveProblem> {
    let mut found = Vec::new();
    each(bytes, limits, |name, content, budget| {
        if !wanted(name) {
            return Ok(0);
        }
        let mut plain = Vec::new();
        let read = copy(content, budget, |piece| plain.extend_from_slice(piece))?;
        found.push((name.to_owned(), plain));
        Ok(read)
    })?;
    Ok(found)
}

/// Unpacks everything once, keeping nothing: whether the whole archive stays within the limits.
///
/// # Errors
/// An [`ArchiveProblem`].
pub fn check(bytes: &[u8], limits: &Limits) -> Result<(), ArchiveProblem> {
    each(bytes, limits, |_, content, budget| copy(content, budget, |_| ()))
}

fn each(
    bytes: &[u8],
    limits: &Limits,
    mut visit: impl FnMut(&str, &mut dyn Read, u64) -> Result<u64, ArchiveProblem>,
) -> Result<(), ArchiveProblem> {
    let damaged = |error: zip::result::ZipError| ArchiveProblem::Damaged(error.to_string());
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    if archive.len() > MOST_ENTRIES {
        return Err(ArchiveProblem::Entries(archive.len()));
    }
    let by_ratio = (bytes.len() as u64).saturating_mul(limits.decompression_ratio).max(ALWAYS_ALLOWED);
    let most = by_ratio.min(limits.decompressed_bytes);
    let mut left = most;
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).map_err(damaged)?;
        if entry.is_dir() {
            continue;
        }
        let name = text::decode(entry.name_raw()).text.replace('\\', "/");
        let read = visit(&name, &mut entry, left).map_err(|problem| match problem {
            ArchiveProblem::Grows(_) => ArchiveProblem::Grows(most),
            other => other,
        })?;
        left = left.saturating_sub(read);
    }
    Ok(())
}

/// Reads at most `budget` bytes.
fn copy(content: &mut dyn Read, budget: u64, mut keep: impl FnMut(&[u8])) -> Result<u64, ArchiveProblem> {
    let mut piece = vec![0_u8; 1 << 16];
    let mut read = 0_u64;
    loop {
        let count = content.read(&mut piece).map_err(|error| ArchiveProblem::Damaged(error.to_string()))?;
        if count == 0 {
            return Ok(read);
        }
        read += count as u64;
        if read > budget {
            return Err(ArchiveProblem::Grows(budget));
        }
        keep(piece.get(..count).unwrap_or_default());
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    pub fn archive(files: &[(&str, Vec<u8>)]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in files {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap_or_default();
            writer.write_all(content).unwrap_or_default();
        }
        writer.finish().map(Cursor::into_inner).unwrap_or_default()
    }

    #[test]
    fn wanted_entries_come_out_and_bombs_do_not() {
        let limits = Limits::default();
        let bytes = archive(&[("a/x.shp", b"shape".to_vec()), ("a/x.txt", b"text".to_vec())]);
        assert!(is_archive(&bytes) && directory_holds(&bytes, ".SHP"));
        let found = entries(&bytes, &limits, |name| name.ends_with(".shp"));
        assert_eq!(found, Ok(vec![("a/x.shp".to_owned(), b"shape".to_vec())]));
        let bomb = archive(&[("b.shp", vec![0; 60 << 20]), ("c.shp", vec![0; 60 << 20])]);
        assert!(bomb.len() < 200_000, "{}", bomb.len());
        assert!(matches!(check(&bomb, &limits), Err(ArchiveProblem::Grows(_))));
        assert!(matches!(entries(&bomb, &limits, |_| true), Err(ArchiveProblem::Grows(_))));
        let small = Limits { decompressed_bytes: 8, ..Limits::default() };
        assert_eq!(check(&bytes, &small), Err(ArchiveProblem::Grows(8)));
    }

    #[test]
    fn damage_is_named_and_never_a_panic() {
        let bytes = archive(&[("a.shp", b"0123456789".repeat(50))]);
        let limits = Limits::default();
        assert!(matches!(check(b"PK\x03\x04", &limits), Err(ArchiveProblem::Damaged(_))));
        for at in 0..bytes.len() {
            let _ = check(bytes.get(..at).unwrap_or_default(), &limits);
            let mut flipped = bytes.clone();
            flipped[at] ^= 0xff;
            let _ = check(&flipped, &limits);
        }
    }
}
