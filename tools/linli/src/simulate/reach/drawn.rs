//! Streets drawn into a scene, from a file.

use std::path::Path;

use anyhow::bail;
use linli_io::{ImportOptions, Language, import};
use linli_model::{Community, Geometry, Kind, NoProgress};
use linli_sim::reach::AddedStreets;
use linli_space::Ground;

use crate::speech::either;

/// The streets of a file in the frame of a scene.
///
/// # Errors
/// When the file cannot be read or holds no street.
pub(super) fn read(path: &Path, community: &Community, language: Language) -> anyhow::Result<AddedStreets> {
    let options = ImportOptions { scene_crs: Some(community.frame.crs.clone()), ..ImportOptions::default() };
    let (drawn, _) = import(&[path.to_owned()], &options, &NoProgress)
        .map_err(|error| anyhow::anyhow!("{}: {error}", path.display()))?;
    let mut streets = Community::new(drawn.name.clone(), community.frame.clone());
    for element in drawn.elements() {
        let (Kind::Street(street), Geometry::Line(points)) = (&element.kind, &element.geometry) else {
            continue;
        };
        let moved = points
            .iter()
            .map(|point| community.frame.local_from_projected(drawn.frame.projected_from_local(*point)));
        let mut element = element.clone();
        // Numbers of another file mean nothing here: streets meet by their places.
        let mut street = street.clone();
        street.nodes.clear();
        element.geometry = Geometry::Line(moved.collect());
        element.kind = Kind::Street(street);
        streets.add_renamed(element);
    }
    if streets.elements().is_empty() {
        let what = "no street in the file; give lines with a highway, for example \"highway\": \"footway\"";
        let chinese = "文件中没有道路；请给出带 highway 属性的线，例如 \"highway\": \"footway\"";
        bail!("{}: {}", path.display(), either(language, what, chinese));
    }
    let first_id = community.elements().len() as u32;
    Ok(AddedStreets { streets, ground: Ground::of(community), first_id })
}
