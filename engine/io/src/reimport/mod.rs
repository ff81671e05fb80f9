//! A newer file of a scene in the place of the older one: what it would change, and the scene with it.
//!
//! Nothing is written here: whoever asked looks at the changes first.

mod compare;
#[cfg(test)]
mod tests;

use std::collections::HashSet;

pub use compare::{ElementUpdate, PlaceUpdate, Update, ValueUpdate, compare};
use linli_model::variant::for_each_reference;
use linli_model::{Community, Element, Geometry, Key, Layer, point_on_raster};
use thiserror::Error;

/// A scene with newer files in the place of older ones.
#[derive(Clone, Debug)]
pub struct Reimport {
    /// The scene with them.
    pub community: Community,
    /// What they change, by layer and key.
    pub updates: Vec<ElementUpdate>,
    /// Files of the scene that are replaced.
    pub replaced: Vec<String>,
    /// Elements of other files that name an element that is gone, and its key.
    pub dangling: Vec<(Key, Key)>,
}

/// Why files do not go over a scene.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ReimportFault {
    /// The files are in another coordinate system than the scene.
    #[error("the files are in {0}, the scene is in {1}")]
    Crs(String, String),
    /// The scene has no source of the name of a file.
    #[error("the scene has no file {file}; it has {}", .sources.join(", "))]
    NoSuchSource {
        /// The name that was sought.
        file: String,
        /// Names of the scene's files.
        sources: Vec<String>,
    },
    /// The scene has several sources of this name, or several files would go into the place of one.
    #[error("{0} names more than one file")]
    Ambiguous(String),
}

/// Puts newly imported files (in the coordinate system of the scene) into the place of those of the scene that have the
/// same names; `replaces` names the one of the scene when there is one new file of another name.
///
/// # Errors
/// [`ReimportFault`] when it is not clear what they replace.
pub fn reimport(
    scene: &Community,
    mut new: Community,
    replaces: Option<&str>,
) -> Result<Reimport, ReimportFault> {
    if new.frame.crs != scene.frame.crs {
        return Err(ReimportFault::Crs(new.frame.crs, scene.frame.crs.clone()));
    }
    let mut places = Vec::new();
    for source in &new.sources {
        let wanted = if new.sources.len() == 1 { replaces.unwrap_or(&source.file) } else { &source.file };
        let mut found = (0..scene.sources.len()).filter(|at| scene.sources[*at].file == wanted);
        let Some(place) = found.next() else {
            let sources = scene.sources.iter().map(|source| source.file.clone()).collect();
            return Err(ReimportFault::NoSuchSource { file: wanted.to_owned(), sources });
        };
        if found.next().is_some() || places.contains(&place) {
            return Err(ReimportFault::Ambiguous(wanted.to_owned()));
        }
        places.push(place);
    }
    if let (Some(replaces), true) = (replaces, new.sources.len() != 1) {
        return Err(ReimportFault::Ambiguous(replaces.to_owned()));
    }
    let is_replaced = |element: &Element| places.contains(&(element.source.source as usize));
    let mut community = Community::new(scene.name.clone(), scene.frame.clone());
    community.sources.clone_from(&scene.sources);
    let taken = std::mem::take(&mut new.sources);
    for (place, source) in places.iter().zip(taken) {
        community.sources[*place] = source;
    }
    let by: [f64; 3] = std::array::from_fn(|i| new.frame.anchor_m[i] - scene.frame.anchor_m[i]);
    let kept = scene.elements().iter().filter(|element| !is_replaced(element)).cloned();
    let fresh = new.elements().iter().map(|element| moved(element, by, &places));
    let mut all: Vec<Element> = kept.chain(fresh).collect();
    // As an import of all files at once has them: by layer, then by file.
    all.sort_by_key(|element| {
        (Layer::ALL.iter().position(|layer| *layer == element.layer()), element.source.source)
    });
    for element in all {
        community.add_renamed(element);
    }
    let updates = compare(scene, &community);
    let gone: HashSet<&Key> =
        updates.iter().filter(|update| update.update == Update::Removed).map(|update| &update.key).collect();
    let mut dangling = Vec::new();
    for element in community.elements().iter().filter(|element| !is_replaced(element)) {
        for_each_reference(element, |key| {
            if gone.contains(key) {
                dangling.push((element.key.clone(), key.clone()));
            }
        });
    }
    let replaced = places.iter().map(|place| scene.sources[*place].file.clone()).collect();
    Ok(Reimport { community, updates, replaced, dangling })
}

/// An element in the frame of the scene, with its source's number there.
fn moved(element: &Element, by: [f64; 3], places: &[usize]) -> Element {
    let mut element = element.clone();
    if by != [0.0; 3] {
        element.geometry.map_points(|p| *p = point_on_raster(std::array::from_fn(|i| p[i] + by[i])));
        if let Geometry::Grid(grid) = &mut element.geometry {
            grid.origin_m[0] += by[0];
            grid.origin_m[1] += by[1];
        }
    }
    let place = places.get(element.source.source as usize).copied().unwrap_or_default();
    element.source.source = place as u32;
    element
}
