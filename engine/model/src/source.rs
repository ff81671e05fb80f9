//! Where an element came from.

use serde::{Deserialize, Serialize};

/// One input file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Source {
    /// File name as given, without its folder.
    pub file: String,
    /// Format as the reader calls it, for example `CityJSON 2.0`.
    pub format: String,
    /// Coordinate system of the file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub crs: Option<String>,
    /// Licence or attribution, when the file says one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub licence: Option<String>,
}

/// Which source, and the object's own id in it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SourceRef {
    /// Position in [`crate::Community::sources`].
    pub source: u32,
    /// Id of the object in the file.
    pub id: String,
}
