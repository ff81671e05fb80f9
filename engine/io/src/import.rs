//! Many files into one community.
use crate::{ImportReport, Limits, Rejection};
use linli_model::{Community, Progress};
use std::path::PathBuf;
use thiserror::Error;

/// How to import.
#[derive(Clone, Debug, Default)]
pub struct ImportOptions {
    /// Coordinate system of files that do not say theirs (`--crs`).
    pub crs: Option<String>,
    /// Coordinate system of the scene (`--scene-crs`); chosen from the files when not given.
    pub scene_crs: Option<String>,
    /// Name of the community.
    pub name: Option<String>,
    /// Limits.
    pub limits: Limits,
}

/// Why nothing was imported.
#[derive(Debug, Error)]
pub enum ImportError {
    /// A file was refused and nothing else was left.
    #[error("{0}")]
    Rejected(#[from] Rejection),
    /// The user stopped it.
    #[error("cancelled")]
    Cancelled,
}

/// Reads files and folders into one community.
pub fn import(
    _paths: &[PathBuf],
    _options: &ImportOptions,
    _progress: &dyn Progress,
) -> Result<(Community, ImportReport), ImportError> {
    Err(ImportError::Cancelled)
}
