//! Many files into one community.
//!
//! Files are read side by side, each in its own coordinates; then the scene's coordinate system is
//! chosen, every point is transformed, the middle becomes the local origin, and keys are made
//! unique. Whatever is left out on the way is named in the report of its file.

mod apart;
mod assemble;
mod codes;
mod collect;
mod companions;
mod files;
mod frame;
mod latch;
mod place;
#[cfg(test)]
mod real;
mod regrid;
#[cfg(test)]
mod tests;

use std::path::PathBuf;

pub use companions::companions;
use linli_model::{Community, Element, Progress};
use thiserror::Error;

use crate::report::Message;
use crate::{FORMATS, Format, ImportReport, Limits, Rejection};

/// Looks at the elements of one file before they are placed, and says what is wrong with them.
///
/// It is given the elements in the file's own coordinates, the metres of one unit of these (1 when
/// nobody knows the coordinate system, 0 when they are degrees), and whom to tell about progress.
/// Its messages name places in the file's coordinates.
pub type Inspect = fn(&[Element], f64, &dyn Progress) -> Vec<Message>;

/// How to import.
#[derive(Clone, Debug, Default)]
pub struct ImportOptions {
    /// Coordinate system of files that do not say theirs (`--crs`).
    pub crs: Option<String>,
    /// Coordinate system of the scene (`--scene-crs`); chosen from the files when not given.
    pub scene_crs: Option<String>,
    /// Name of the community; that of the first file or folder when not given.
    pub name: Option<String>,
    /// Limits.
    pub limits: Limits,
    /// A further look at the elements of each file, for example at the validity of their geometry.
    pub inspect: Option<Inspect>,
}

/// Why nothing was imported.
#[derive(Debug, Error)]
pub enum ImportError {
    /// A file was refused and nothing else was left; the report tells about every file.
    #[error("{0}")]
    Rejected(Rejection, Box<ImportReport>),
    /// The user stopped it.
    #[error("cancelled")]
    Cancelled,
}

/// Whether a file that does not say its coordinate system is an error.
#[derive(Clone, Copy, Debug, PartialEq)]
enum MissingCrs {
    /// It cannot be placed, so it is left out with an error.
    Error,
    /// It is left out of the placing with a note.
    Note,
}

/// Reads files and folders (with everything in them that can be read) into one community.
///
/// # Errors
/// [`ImportError`] when nothing could be used, or the user stopped it. One bad file does not stop
/// the others.
pub fn import(
    paths: &[PathBuf],
    options: &ImportOptions,
    progress: &dyn Progress,
) -> Result<(Community, ImportReport), ImportError> {
    import_formats(paths, FORMATS, options, progress, MissingCrs::Error)
}

/// Reads files and folders only to see what is in them and what is wrong with them. A missing
/// coordinate system is no error here, and a refused file is only named in the report.
///
/// # Errors
/// [`ImportError::Cancelled`] when the user stopped it.
pub fn check(
    paths: &[PathBuf],
    options: &ImportOptions,
    progress: &dyn Progress,
) -> Result<ImportReport, ImportError> {
    match import_formats(paths, FORMATS, options, progress, MissingCrs::Note) {
        Ok((_, report)) => Ok(report),
        Err(ImportError::Rejected(_, report)) => Ok(*report),
        Err(ImportError::Cancelled) => Err(ImportError::Cancelled),
    }
}

fn import_formats(
    paths: &[PathBuf],
    formats: &[&Format],
    options: &ImportOptions,
    progress: &dyn Progress,
    missing_crs: MissingCrs,
) -> Result<(Community, ImportReport), ImportError> {
    let latch = latch::Latch::new(progress);
    let progress: &dyn Progress = &latch;
    let (found, folders) = collect::collect(paths, formats);
    let mut files = files::read_files(&found, formats, options, progress).ok_or(ImportError::Cancelled)?;
    let systems = assemble::systems(&mut files, missing_crs, options, progress);
    if progress.cancelled() {
        return Err(ImportError::Cancelled);
    }
    let name = match (&options.name, paths) {
        (Some(name), _) => name.clone(),
        (None, [first, ..]) => collect::bare_name(first, formats),
        (None, []) => String::new(),
    };
    let placed = if files.iter().any(|file| file.reading.is_some()) {
        assemble::assemble(name, &mut files, &systems, options, progress).map_err(Some)
    } else {
        Err(None)
    };
    let refused = files.iter_mut().find_map(|file| file.rejection.take());
    let report = ImportReport { files: files.into_iter().map(|file| file.report).chain(folders).collect() };
    match placed {
        Ok(Some(community)) => Ok((community, report)),
        Ok(None) => Err(ImportError::Cancelled),
        Err(rejection) => {
            let nothing = || Message::new(&codes::NOTHING, "", "").into();
            let rejection = rejection.or(refused).unwrap_or_else(nothing);
            Err(ImportError::Rejected(rejection, Box::new(report)))
        }
    }
}
