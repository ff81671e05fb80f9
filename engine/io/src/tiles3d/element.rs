//! Elements out of models: one for each feature, in the coordinates of the tileset.

use linli_model::{
    Aabb, Attributes, Boundary, Building, Element, FaceKind, Geometry, Key, Kind, Point3, Tree,
};

use super::class::Class;
use crate::gltf::{Feature, Model};
use crate::matrix::Matrix;

/// Attributes that hold an id of the feature, the most certain first.
const IDS: [&str; 8] = ["gml_id", "gml:id", "gmlid", "uuid", "guid", "globalid", "elementid", "id"];
/// Attributes that hold a name.
const NAMES: [&str; 3] = ["name", "名称", "gml:name"];

/// What the elements of a model have in common.
pub struct Origin<'a> {
    /// Name of the tile's content, without its ending.
    pub stem: &'a str,
    /// Further words that may say what the features are.
    pub words: Vec<&'a str>,
    /// Whether features without a word are held to be buildings.
    pub are_buildings: bool,
}

/// Elements of a model, moved by a matrix; `attributes` are those of a feature.
pub fn of_model(
    model: &Model,
    matrix: &Matrix,
    origin: &Origin,
    attributes: impl Fn(Option<Feature>) -> Attributes,
) -> Vec<Element> {
    let count = model.boundary.faces.len();
    let feature = |face: usize| model.features.get(face).copied().flatten();
    let mut faces: Vec<usize> = (0..count).collect();
    faces.sort_by_key(|face| feature(*face));
    let mut places = vec![u32::MAX; model.boundary.vertices.len()];
    let groups = faces.chunk_by(|a, b| feature(*a) == feature(*b));
    groups
        .map(|group| {
            let of = group.first().and_then(|face| feature(*face));
            let boundary = part(&model.boundary, group, matrix, &mut places);
            let numbered = match of {
                None => origin.stem.to_owned(),
                Some(Feature { table: None | Some(0), id }) => format!("{}/{id}", origin.stem),
                Some(Feature { table: Some(table), id }) => format!("{}/{table}/{id}", origin.stem),
            };
            element(boundary, numbered, attributes(of), origin, of.is_some() && origin.are_buildings)
        })
        .collect()
}

/// An instance of a model as one element.
pub fn of_instance(
    model: &Model,
    matrix: &Matrix,
    number: usize,
    origin: &Origin,
    attributes: Attributes,
) -> Element {
    let numbered = format!("{}/{number}", origin.stem);
    if Class::of(&attributes, &origin.words) == Class::Tree {
        // A tree is drawn by its size, not by its leaves.
        let vertices = model.extreme.iter().map(|p| matrix.point(*p)).collect();
        return element(Boundary { vertices, ..Boundary::default() }, numbered, attributes, origin, false);
    }
    let faces: Vec<usize> = (0..model.boundary.faces.len()).collect();
    let mut places = vec![u32::MAX; model.boundary.vertices.len()];
    element(part(&model.boundary, &faces, matrix, &mut places), numbered, attributes, origin, false)
}

fn element(
    boundary: Boundary,
    numbered: String,
    attributes: Attributes,
    origin: &Origin,
    is_building: bool,
) -> Element {
    let kind = match Class::of(&attributes, &origin.words) {
        Class::Tree => Kind::Tree(Tree::default()),
        Class::Building => Kind::Building(Building::default()),
        Class::Unknown if is_building => Kind::Building(Building::default()),
        Class::Unknown => Kind::Structure { what: "3D Tiles".to_owned() },
    };
    let found = |names: &[&str]| {
        let value = names.iter().find_map(|wanted| {
            attributes
                .iter()
                .find(|(name, _)| name.to_lowercase() == *wanted)
                .map(|(_, value)| value.to_string())
        });
        value.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
    };
    let id = found(&IDS).unwrap_or(numbered);
    let mut element = Element::new(Key::from(id.as_str()), kind, Geometry::Boundary(boundary));
    element.name = found(&NAMES);
    element.source.id = id;
    element.attributes = attributes;
    element
}

/// Some faces of a boundary, moved. `places` is full of `u32::MAX`, and is so again afterwards.
fn part(whole: &Boundary, faces: &[usize], matrix: &Matrix, places: &mut [u32]) -> Boundary {
    let mirrored = matrix.determinant() < 0.0;
    let mut found = Boundary::default();
    let mut used = Vec::new();
    for face in faces {
        let colour = whole.faces.get(*face).and_then(|face| face.colour);
        for ring in whole.face_rings(*face) {
            let mut corners: Vec<u32> = Vec::with_capacity(ring.len());
            for corner in ring {
                let (Some(place), Some(p)) =
                    (places.get_mut(*corner as usize), whole.vertices.get(*corner as usize))
                else {
                    continue;
                };
                if *place == u32::MAX {
                    *place = found.vertices.len() as u32;
                    used.push(*corner as usize);
                    found.vertices.push(matrix.point(*p));
                }
                corners.push(*place);
            }
            if mirrored {
                corners.reverse();
            }
            found.push_face(&[&corners], FaceKind::Unknown, colour);
        }
    }
    for corner in used {
        places[corner] = u32::MAX;
    }
    found
}

/// Brings an element into its last form once its points are where they belong: heights of buildings, trees as points.
pub fn finish(element: &mut Element) {
    let aabb: Aabb = element.geometry.aabb();
    let [width, depth, height] = aabb.size();
    match &mut element.kind {
        Kind::Building(building) => building.height_m = Some(height).filter(|height| *height > 0.0),
        Kind::Tree(tree) => {
            tree.height_m = Some(height).filter(|height| *height > 0.0);
            tree.crown_m = Some((width + depth) / 2.0).filter(|crown| *crown > 0.0);
            let [x, y, _] = aabb.centre();
            let foot: Point3 = [x, y, aabb.min[2]];
            element.geometry = Geometry::Point(foot);
        }
        _ => {}
    }
}
