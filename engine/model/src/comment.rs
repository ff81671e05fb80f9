//! Comments of people, pinned to places and elements.

use chrono::{DateTime, Utc};

use crate::{Key, Point3};

/// A comment, pinned to an element, to a place, or to both; to the scene as a whole when to neither.
#[derive(Clone, Debug, PartialEq)]
pub struct Comment {
    /// Short id, unique in a scene.
    pub id: String,
    /// Name of the person.
    pub author: String,
    /// When it was written.
    pub at: DateTime<Utc>,
    /// What the person says.
    pub text: String,
    /// Element that it is about.
    pub element: Option<Key>,
    /// Place that it is about, local metres.
    pub place: Option<Point3>,
    /// Key of the variant that it is about; the scene itself when nothing is said.
    pub variant: Option<String>,
    /// Whether it is dealt with.
    pub resolved: bool,
}
