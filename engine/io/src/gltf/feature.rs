//! Which feature a triangle or an instance belongs to: `EXT_mesh_features`, `EXT_instance_features`, and the
//! `_BATCHID` of older tiles.

use std::collections::BTreeMap;

use super::accessor::Accessors;
use super::document::{FeatureSet, Features, Node, Primitive, Whole};

/// Attribute with the feature of each vertex in tiles of 3D Tiles 1.0.
const BATCH: &str = "_BATCHID";

/// A feature of a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Feature {
    /// Table with its attributes, when the model names one.
    pub table: Option<usize>,
    /// Its number: the row of the table.
    pub id: u32,
}

/// Where the features of a primitive's points are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    attribute: Option<String>,
    table: Option<usize>,
    none: Option<usize>,
}

impl Wanted {
    /// The attribute that holds their numbers; without one, each point is a feature of its own.
    pub fn attribute(&self) -> Option<&str> {
        self.attribute.as_deref()
    }

    /// The feature of each of so many points; `numbers` are those of the attribute.
    pub fn features(&self, numbers: &[f64], points: usize) -> Vec<Option<Feature>> {
        let feature = |number: f64| {
            let is_id = number.fract() == 0.0 && (0.0..f64::from(u32::MAX)).contains(&number);
            let is_none = self.none.is_some_and(|none| none as f64 == number);
            (is_id && !is_none).then_some(Feature { table: self.table, id: number as u32 })
        };
        match self.attribute {
            Some(_) => numbers.iter().copied().map(feature).collect(),
            None => (0..points).map(|point| feature(point as f64)).collect(),
        }
    }
}

/// Where the features of a primitive are: the first set with a table, else the first one.
///
/// # Errors
/// When its attribute is not there.
pub fn of_primitive(primitive: &Primitive) -> Result<Option<Wanted>, String> {
    let declared = primitive.extensions.as_ref().and_then(|found| found.features.as_ref());
    let Some(set) = chosen(declared) else {
        let batch = primitive.attributes.contains_key(BATCH);
        let wanted = Wanted { attribute: Some(BATCH.to_owned()), table: None, none: None };
        return Ok(batch.then_some(wanted));
    };
    let attribute = name_in(set, &primitive.attributes)?;
    Ok(Some(Wanted { attribute, ..wanted(set) }))
}

/// The feature of each instance of a node's mesh; empty when it has none.
///
/// # Errors
/// What is wrong with them.
pub fn of_instances(node: &Node, accessors: &Accessors) -> Result<Vec<Option<Feature>>, String> {
    let extensions = node.extensions.as_ref();
    let declared = extensions.and_then(|found| found.features.as_ref());
    let (Some(set), Some(instancing)) =
        (chosen(declared), extensions.and_then(|found| found.instancing.as_ref()))
    else {
        return Ok(Vec::new());
    };
    let attribute = name_in(set, &instancing.attributes)?;
    let numbers = match attribute.as_ref().and_then(|name| instancing.attributes.get(name)) {
        Some(number) => accessors.scalars(*number)?,
        None => Vec::new(),
    };
    let count = super::node::instance_count(node, accessors)?;
    let count = usize::try_from(count).map_err(|_| "too many instances")?;
    Ok(Wanted { attribute, ..wanted(set) }.features(&numbers, count))
}

/// Sets that a texture holds are not read.
fn chosen(features: Option<&Features>) -> Option<&FeatureSet> {
    let sets =
        || features.into_iter().flat_map(|found| &found.feature_ids).filter(|set| set.texture.is_none());
    sets().find(|set| set.property_table.is_some()).or_else(|| sets().next())
}

fn wanted(set: &FeatureSet) -> Wanted {
    let table = set.property_table.map(|table| table.0);
    Wanted { attribute: None, table, none: set.null_feature_id.map(|none| none.0) }
}

/// The name of a set's attribute among those that are there.
fn name_in(set: &FeatureSet, attributes: &BTreeMap<String, Whole>) -> Result<Option<String>, String> {
    let Some(number) = set.attribute else { return Ok(None) };
    let name = format!("_FEATURE_ID_{}", number.0);
    if attributes.contains_key(&name) { Ok(Some(name)) } else { Err(format!("there is no {name}")) }
}
