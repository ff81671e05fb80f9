//! Helpers of the end-to-end tests: where real data lies, and how a whole district is brought in.

mod walk;

pub use walk::{OsmWalk, haversine_m};

use std::path::PathBuf;
use std::sync::Arc;

use linli_io::{CITYJSON, ImportError, ImportOptions, ImportReport, Input, Limits, ReadContext, import};
use linli_model::{Community, ElementId, NoProgress};
use rayon::prelude::*;

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

/// CityJSON text to shapes and index, on all cores: the work that the benches measure. Coordinates stay
/// in the file's own system; they are moved to a local origin, as an import does.
///
/// # Errors
/// Why the text is refused, or a shape cannot enter the index.
pub fn parsed_and_indexed(name: &str, text: Vec<u8>) -> Result<Solid, String> {
    let limits = Limits::default();
    let context = ReadContext { limits: &limits, progress: &NoProgress, crs: None };
    let input = Input::from_bytes(name, text, &limits).map_err(|e| e.to_string())?;
    let mut reading = (CITYJSON.read)(&input, &context).map_err(|e| e.to_string())?;
    drop(input);
    let mut anchor = None;
    for element in &reading.elements {
        element.geometry.for_each_point(|p| {
            anchor.get_or_insert(p);
        });
    }
    let anchor = anchor.unwrap_or_default();
    let ground = Ground::level(0.0);
    let shapes: Vec<Arc<Shape>> = reading
        .elements
        .par_iter_mut()
        .map(|element| {
            element.geometry.map_points(|p| {
                for (v, a) in p.iter_mut().zip(anchor) {
                    *v -= a;
                }
            });
            let shape = Arc::new(shape_of(element, &ground));
            element.geometry = linli_model::Geometry::None;
            shape
        })
        .collect();
    let items = shapes.iter().enumerate().map(|(i, shape)| (ElementId(i as u32), shape.clone())).collect();
    let index = SpatialIndex::bulk(items).map_err(|e| e.to_string())?;
    Ok(Solid { ground, shapes, index })
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
