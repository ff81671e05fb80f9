//! Helpers of the end-to-end tests: where real data lies, and how a whole district is brought in.

use std::path::PathBuf;
use std::sync::Arc;

use linli_io::{ImportError, ImportOptions, ImportReport, import};
use linli_model::{Community, ElementId, NoProgress};
use linli_space::{Ground, IndexError, Shape, SpatialIndex, shape_of};

/// Path of a file of the shared data, or `None` (said aloud) when the data is not here.
pub fn data(path: &str) -> Option<PathBuf> {
    let full = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data")).join(path);
    if full.exists() {
        return Some(full);
    }
    eprintln!("skipped: {path} is not among the shared data");
    None
}

/// Several files of the shared data, or `None` when one is missing.
pub fn all_data(paths: &[&str]) -> Option<Vec<PathBuf>> {
    paths.iter().map(|path| data(path)).collect()
}

/// Imports files as `linli import` does.
///
/// # Errors
/// As [`linli_io::import`].
pub fn brought_in(
    paths: &[PathBuf],
    options: &ImportOptions,
) -> Result<(Community, ImportReport), ImportError> {
    import(paths, options, &NoProgress)
}

/// A community as geometry.
pub struct Solid {
    /// The ground.
    pub ground: Ground,
    /// Shape of each element.
    pub shapes: Vec<Arc<Shape>>,
    /// The index over them.
    pub index: SpatialIndex,
}

/// Ground, shapes and index of a community, as the window makes them.
///
/// # Errors
/// When a shape cannot enter the index.
pub fn solid(community: &Community) -> Result<Solid, IndexError> {
    let ground = Ground::of(community);
    let shapes: Vec<Arc<Shape>> =
        community.elements().iter().map(|element| Arc::new(shape_of(element, &ground))).collect();
    let items = shapes.iter().enumerate().map(|(i, shape)| (ElementId(i as u32), shape.clone())).collect();
    let index = SpatialIndex::bulk(items)?;
    Ok(Solid { ground, shapes, index })
}
