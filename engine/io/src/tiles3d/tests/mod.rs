//! The samples of the specification's authors, small tilesets made here, and hostile ones.
#![expect(clippy::unwrap_used, reason = "tests")]

mod formats;
mod hostile;
mod make;
mod samples;

use linli_model::{Boundary, Element, Geometry, NoProgress};

use super::*;
use crate::Limits;
use make::Folder;

fn read_tileset(folder: &Folder, limits: &Limits) -> Result<Reading, Rejection> {
    read_path(&folder.path("tileset.json"), limits, None)
}

fn read_path(path: &Path, limits: &Limits, crs: Option<&str>) -> Result<Reading, Rejection> {
    let input = Input::open(path, limits).unwrap();
    assert!(recognise(&input), "it is a tileset");
    read(&input, &ReadContext { limits, progress: &NoProgress, crs })
}

fn boundary(element: &Element) -> &Boundary {
    match &element.geometry {
        Geometry::Boundary(boundary) => boundary,
        other => panic!("{other:?}"),
    }
}

/// Codes of a report with their counts, without the notes on places and kinds.
fn codes_of(report: &FileReport) -> Vec<(&'static str, u64)> {
    let usual = [codes::NOT_PLACED.id, codes::KINDS.id, codes::ELLIPSOID.id];
    report.codes.iter().filter(|(id, _)| !usual.contains(id)).map(|(id, count)| (*id, *count)).collect()
}
