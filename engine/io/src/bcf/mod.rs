//! BCF 3.0 (buildingSMART): topics with viewpoints, for other BIM programs.
//!
//! A BCF file is a ZIP with `bcf.version`, `extensions.xml`, `project.bcfp` and one folder a topic with
//! `markup.bcf` and a `.bcfv` viewpoint. Coordinates are metres in the scene's projected system.

mod xml;
mod zip;

use linli_model::Point3;

/// One topic.
#[derive(Clone, Debug, PartialEq)]
pub struct BcfTopic {
    /// Stable GUID in small letters, which is also the folder's name.
    pub guid: String,
    /// Title.
    pub title: String,
    /// Description.
    pub description: String,
    /// Type: one of [`BCF_TYPES`].
    pub kind: &'static str,
    /// Status: one of [`BCF_STATUSES`].
    pub status: &'static str,
    /// Labels.
    pub labels: Vec<String>,
    /// Date and time of creation (ISO 8601, UTC).
    pub created: String,
    /// Eye of the viewpoint, projected metres.
    pub eye_m: Point3,
    /// Place looked at, projected metres.
    pub target_m: Point3,
    /// Dimension lines, projected metres.
    pub lines_m: Vec<[Point3; 2]>,
    /// Keys of the elements concerned.
    pub elements: Vec<String>,
}

/// Types of topics that are written.
pub const BCF_TYPES: [&str; 3] = ["ERROR", "WARNING", "CLASH"];
/// Statuses of topics that are written.
pub const BCF_STATUSES: [&str; 4] = ["OPEN", "IN_PROGRESS", "SOLVED", "CLOSED"];

/// Who writes the topics.
const AUTHOR: &str = "linli";

/// A BCF 3.0 file of topics. The same topics give the same bytes.
pub fn write_bcf(project: &str, topics: &[BcfTopic]) -> Vec<u8> {
    let mut archive = zip::Archive::default();
    archive.add("bcf.version", xml::version().as_bytes());
    archive.add("project.bcfp", xml::project(project).as_bytes());
    archive.add("extensions.xml", xml::extensions(topics).as_bytes());
    for topic in topics {
        archive.add(&format!("{}/markup.bcf", topic.guid), xml::markup(topic).as_bytes());
        let name = format!("{}/{}", topic.guid, xml::VIEWPOINT);
        archive.add(&name, xml::viewpoint(topic).as_bytes());
    }
    archive.finish()
}

#[cfg(test)]
mod tests;
