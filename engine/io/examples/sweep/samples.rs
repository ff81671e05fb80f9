//! Files that damaged copies are made of.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use flate2::read::GzDecoder;

/// Largest sample, bytes: larger ones take long without showing more.
const LARGEST: usize = 3 << 20;
/// Endings of files that something reads.
const ENDINGS: [&str; 22] = [
    "json", "jsonl", "gltf", "glb", "pbf", "osm", "ifc", "inp", "tif", "gml", "csv", "xml", "geojson",
    "gpkg", "fgb", "parquet", "shp", "dbf", "dxf", "xer", "zip", "xlsx",
];
/// Endings of files that are read beside another.
const BESIDE: [&str; 5] = ["shp", "dbf", "shx", "prj", "cpg"];

/// A file, unpacked.
pub struct Sample {
    /// Where it comes from.
    pub from: PathBuf,
    /// Its name, without the ending of a packed file.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
    /// What lies beside it.
    pub beside: Vec<(String, Vec<u8>)>,
}

fn ending(name: &str) -> String {
    name.rsplit('.').next().unwrap_or_default().to_lowercase()
}

impl Sample {
    /// The ending of its name.
    pub fn ending(&self) -> &str {
        self.name.rsplit('.').next().unwrap_or_default()
    }

    /// All samples of folders, in the order of their paths.
    pub fn all(folders: &[String]) -> Vec<Self> {
        let mut waiting: Vec<PathBuf> = folders.iter().map(PathBuf::from).collect();
        let mut paths = Vec::new();
        while let Some(path) = waiting.pop() {
            if path.is_dir() {
                waiting.extend(
                    std::fs::read_dir(&path).into_iter().flatten().flatten().map(|entry| entry.path()),
                );
            } else {
                paths.push(path);
            }
        }
        paths.sort();
        paths.iter().filter_map(|path| Self::of(path)).collect()
    }

    fn of(path: &Path) -> Option<Self> {
        let mut name = path.file_name()?.to_string_lossy().into_owned();
        let mut bytes = std::fs::read(path).ok()?;
        if let Some(plain) = name.strip_suffix(".gz") {
            name = plain.to_owned();
            let mut unpacked = Vec::new();
            GzDecoder::new(bytes.as_slice()).take(LARGEST as u64 + 1).read_to_end(&mut unpacked).ok()?;
            bytes = unpacked;
        }
        if bytes.is_empty() || bytes.len() > LARGEST || !ENDINGS.contains(&ending(&name).as_str()) {
            return None;
        }
        let beside = if BESIDE.contains(&ending(&name).as_str()) { beside(path) } else { Vec::new() };
        Some(Self { from: path.to_owned(), name, bytes, beside })
    }
}

/// The files of the same name with the endings of those that are read together.
fn beside(path: &Path) -> Vec<(String, Vec<u8>)> {
    let others = BESIDE.iter().map(|ending| path.with_extension(ending)).filter(|other| other != path);
    let read = |other: PathBuf| {
        Some((other.file_name()?.to_string_lossy().into_owned(), std::fs::read(&other).ok()?))
    };
    others.filter_map(read).collect()
}
