//! What is part of what: buildings, storeys, elements and their openings.

use std::collections::{BTreeMap, HashMap};

use super::step::{Entity, Model};

/// Longest way from a part to its building.
const DEEPEST: usize = 64;

/// What becomes of a product.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A part of a building.
    Part,
    /// A room.
    Space,
    /// What is cut out of a part of a building.
    Opening,
    /// A utility line.
    Pipe,
    /// A node of a utility network.
    Chamber,
    /// A built thing of its own.
    Other,
    /// Nothing.
    LeftAlone,
}

/// Beginnings of the types of parts of buildings.
const PARTS: [&str; 22] = [
    "IFCWALL",
    "IFCSLAB",
    "IFCROOF",
    "IFCCOLUMN",
    "IFCBEAM",
    "IFCMEMBER",
    "IFCPLATE",
    "IFCWINDOW",
    "IFCDOOR",
    "IFCSTAIR",
    "IFCRAMP",
    "IFCRAILING",
    "IFCCOVERING",
    "IFCFOOTING",
    "IFCPILE",
    "IFCCURTAINWALL",
    "IFCBUILDINGELEMENT",
    "IFCCHIMNEY",
    "IFCSHADINGDEVICE",
    "IFCBUILTELEMENT",
    "IFCBUILDINGPART",
    "IFCELEMENTASSEMBLY",
];
/// Beginnings of the types that have no shape of their own to show, or are furniture.
const ALONE: [&str; 21] = [
    "IFCANNOTATION",
    "IFCGRID",
    "IFCVIRTUAL",
    "IFCDISTRIBUTIONPORT",
    "IFCSITE",
    "IFCBUILDINGSTOREY",
    "IFCREFERENT",
    "IFCALIGNMENT",
    "IFCFURNI",
    "IFCSYSTEMFURNI",
    "IFCPROJECTION",
    "IFCVOIDING",
    "IFCSURFACEFEATURE",
    "IFCSTRUCTURAL",
    "IFCFLOWTERMINAL",
    "IFCSANITARY",
    "IFCLIGHT",
    "IFCSPATIALZONE",
    "IFCPROXY",
    "IFCBUILDINGSYSTEM",
    "IFCEXTERNALSPATIAL",
];

/// What becomes of a product of a type.
pub fn role(product: &Entity) -> Role {
    let type_ = product.type_.as_str();
    let begins = |names: &[&str]| names.iter().any(|name| type_.starts_with(name));
    match type_ {
        "IFCSPACE" => Role::Space,
        "IFCOPENINGELEMENT" | "IFCOPENINGSTANDARDCASE" => Role::Opening,
        "IFCPIPESEGMENT" | "IFCFLOWSEGMENT" | "IFCCABLESEGMENT" | "IFCCABLECARRIERSEGMENT" => Role::Pipe,
        "IFCDISTRIBUTIONCHAMBERELEMENT" | "IFCVALVE" => Role::Chamber,
        "IFCBUILDING" | "IFCPROJECT" => Role::LeftAlone,
        _ if begins(&ALONE) => Role::LeftAlone,
        _ if begins(&PARTS) => Role::Part,
        _ => Role::Other,
    }
}

/// Whether an entity is a product with a shape.
pub fn is_product(model: &Model, entity: &Entity) -> bool {
    model.of(entity, 6).is_some_and(|shape| shape.type_ == "IFCPRODUCTDEFINITIONSHAPE")
}

/// What is part of what.
#[derive(Debug, Default)]
pub struct Tree<'a> {
    parents: HashMap<u64, u64>,
    /// Openings of each element.
    pub openings: BTreeMap<u64, Vec<u64>>,
    /// Groups of each element, such as the system of a pipe.
    pub groups: HashMap<u64, &'a Entity>,
    /// Type of each entity.
    types: HashMap<u64, &'a str>,
    /// What lies in each building, in the order of the file.
    inside: HashMap<u64, Vec<u64>>,
}

impl<'a> Tree<'a> {
    /// Reads the relations of a model.
    pub fn of(model: &'a Model) -> Self {
        let mut tree = Self::default();
        for (id, entity) in model.iter() {
            tree.types.insert(id, &entity.type_);
            match entity.type_.as_str() {
                "IFCRELAGGREGATES" | "IFCRELNESTS" => {
                    let Some(parent) = entity.id(4) else { continue };
                    for child in entity.ids(5) {
                        tree.parents.entry(child).or_insert(parent);
                    }
                }
                "IFCRELCONTAINEDINSPATIALSTRUCTURE" => {
                    let Some(parent) = entity.id(5) else { continue };
                    for child in entity.ids(4) {
                        tree.parents.entry(child).or_insert(parent);
                    }
                }
                "IFCRELVOIDSELEMENT" => {
                    if let (Some(element), Some(opening)) = (entity.id(4), entity.id(5)) {
                        tree.openings.entry(element).or_default().push(opening);
                    }
                }
                "IFCRELASSIGNSTOGROUP" => {
                    let Some(group) = model.of(entity, 6) else { continue };
                    for member in entity.ids(4) {
                        tree.groups.entry(member).or_insert(group);
                    }
                }
                _ => {}
            }
        }
        for (id, _) in model.iter() {
            if let Some(building) = tree.above(id, "IFCBUILDING") {
                tree.inside.entry(building).or_default().push(id);
            }
        }
        tree
    }

    /// What lies in a building, but not in another building within it, in the order of the file.
    pub fn inside(&self, building: u64) -> &[u64] {
        self.inside.get(&building).map(Vec::as_slice).unwrap_or_default()
    }

    /// The nearest thing of a type that something is part of.
    pub fn above(&self, id: u64, type_: &str) -> Option<u64> {
        let mut at = id;
        for _ in 0..DEEPEST {
            at = *self.parents.get(&at)?;
            if self.types.get(&at) == Some(&type_) {
                return Some(at);
            }
        }
        None
    }
}
