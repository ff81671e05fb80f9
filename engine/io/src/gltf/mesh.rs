//! Primitives of meshes as triangles.

use std::collections::BTreeSet;

use draco_gltf::{DecodeLimits, DracoPrimitiveContract, DracoPrimitiveExtension, JsonValue};

use super::accessor::Accessors;
use super::buffer::Buffers;
use super::document::{Document, Draco, Material, Primitive, entry};
use super::feature::{self, Feature};
use crate::budget::Budget;

/// Values beyond this belong to no building, in any unit.
const FARTHEST: f64 = 1e9;
/// An index that restarts a strip, by component type.
const RESTARTS: [(usize, u32); 3] = [(5121, 0xff), (5123, 0xffff), (5125, u32::MAX)];

/// Triangles of a primitive, in the mesh's own coordinates.
#[derive(Clone, Debug, Default)]
pub struct Triangles {
    /// Corner points.
    pub points: Vec<[f64; 3]>,
    /// Three corners each.
    pub corners: Vec<[u32; 3]>,
    /// Colour of the material, sRGB.
    pub colour: Option<[u8; 3]>,
    /// Feature of each point; empty when the primitive has none, or nobody asks.
    pub features: Vec<Option<Feature>>,
}

/// What reads primitives.
pub struct Meshes<'a> {
    /// The document.
    pub document: &'a Document,
    /// Its buffers.
    pub buffers: &'a Buffers<'a>,
    /// Its accessors.
    pub accessors: &'a Accessors<'a>,
    /// Elements that may still be read.
    pub budget: &'a Budget<'a>,
    /// Whether to tell the feature of each point.
    pub with_features: bool,
}

impl Meshes<'_> {
    /// The triangles of a primitive; none for points and lines.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn triangles(&self, primitive: &Primitive) -> Result<Option<Triangles>, String> {
        let mode = primitive.mode.map_or(4, |mode| mode.0);
        if mode < 4 {
            return Ok(None);
        }
        if mode > 6 {
            return Err(format!("mode {mode}"));
        }
        self.check_attributes(primitive)?;
        let position = *primitive.attributes.get("POSITION").ok_or("there are no positions")?;
        let colour = match primitive.material {
            None => None,
            Some(number) => {
                let material = entry(self.document.materials.as_ref(), number);
                colour_of(material.ok_or_else(|| format!("there is no material {}", number.0))?)
            }
        };
        let draco = primitive.extensions.as_ref().and_then(|found| found.draco.as_ref());
        let wanted = if self.with_features { feature::of_primitive(primitive)? } else { None };
        let (points, corners, numbers) = match draco {
            Some(draco) => {
                self.draco(primitive, draco, wanted.as_ref().and_then(feature::Wanted::attribute))?
            }
            None => {
                let points = self.accessors.vectors(position)?;
                let indices = match primitive.indices {
                    None => {
                        self.budget.take(points.len())?;
                        (0..u32::try_from(points.len()).map_err(|_| "too many points")?).collect()
                    }
                    Some(number) => {
                        let component = self.accessors.declared(number)?.component_type.0;
                        let indices = self.accessors.indices(number)?;
                        let restart = RESTARTS.iter().find(|(type_, _)| *type_ == component);
                        if let Some(at) = indices.iter().position(|i| restart.is_some_and(|(_, r)| i == r)) {
                            return Err(format!("index {at} restarts the strip"));
                        }
                        indices
                    }
                };
                let numbers =
                    match wanted.as_ref().and_then(|wanted| primitive.attributes.get(wanted.attribute()?)) {
                        Some(number) => self.accessors.scalars(*number)?,
                        None => Vec::new(),
                    };
                (points, corners_of(&indices, mode), numbers)
            }
        };
        if let Some(at) = points.iter().position(|p| p.iter().any(|v| !v.is_finite() || v.abs() > FARTHEST)) {
            return Err(format!("position {at} is not finite, or too far away"));
        }
        if let Some(wrong) = corners.iter().flatten().find(|corner| **corner as usize >= points.len()) {
            return Err(format!("index {wrong} of {} positions", points.len()));
        }
        let features = wanted.map_or_else(Vec::new, |wanted| wanted.features(&numbers, points.len()));
        Ok(Some(Triangles { points, corners, colour, features }))
    }

    /// Whether all attributes have the same count and names that are allowed.
    fn check_attributes(&self, primitive: &Primitive) -> Result<(), String> {
        const NAMES: [&str; 7] =
            ["POSITION", "NORMAL", "TANGENT", "TEXCOORD_", "COLOR_", "JOINTS_", "WEIGHTS_"];
        let mut counts = BTreeSet::new();
        for (name, number) in &primitive.attributes {
            let numbered = NAMES.iter().any(|known| match known.strip_suffix('_') {
                None => name == known,
                Some(stem) => {
                    name.strip_prefix(stem).and_then(|rest| rest.strip_prefix('_')).is_some_and(|digits| {
                        digits.parse::<u16>().is_ok_and(|number| number.to_string() == digits)
                    })
                }
            });
            if !numbered && !name.starts_with('_') {
                return Err(format!("an attribute {name}"));
            }
            let accessor = self.accessors.declared(*number).map_err(|why| format!("{name}: {why}"))?;
            counts.insert(accessor.count.0);
        }
        if counts.len() > 1 { Err("attributes of different counts".to_owned()) } else { Ok(()) }
    }

    /// Points and triangles of a compressed primitive, and the numbers of one more attribute.
    fn draco(&self, primitive: &Primitive, draco: &Draco, also: Option<&str>) -> Result<Decoded, String> {
        let (payload, _) = self.buffers.view(draco.buffer_view)?;
        let attributes = draco.attributes.iter();
        let attributes = attributes.map(|(name, id)| (name.clone(), JsonValue::from(id.0)));
        let described = JsonValue::object([
            ("bufferView", JsonValue::from(draco.buffer_view.0)),
            ("attributes", JsonValue::object(attributes)),
        ]);
        let failed = |error: draco_gltf::Error| error.to_string();
        let extension = DracoPrimitiveExtension::from_json(&described).map_err(failed)?;
        let most = self.budget.left();
        let mut limits = DecodeLimits::default();
        limits.max_points = limits.max_points.min(most);
        limits.max_faces = limits.max_faces.min(most);
        let mut contract = DracoPrimitiveContract::new().with_limits(limits);
        for (name, number) in &primitive.attributes {
            let accessor = self.accessors.declared(*number)?;
            contract =
                contract.with_attribute(name, accessor.count.0 as u64, accessor.normalized == Some(true));
        }
        if let Some(position) = primitive.attributes.get("POSITION") {
            self.budget.take(self.accessors.declared(*position)?.count.0)?;
        }
        if let Some(indices) = primitive.indices {
            let count = self.accessors.declared(indices)?.count.0;
            self.budget.take(count)?;
            contract = contract.with_indices(count as u64);
        }
        let geometry = extension.decode(payload, &contract).map_err(failed)?;
        let position = geometry.attributes().iter().find(|attribute| attribute.semantic() == "POSITION");
        let position = position.ok_or("the compressed part has no positions")?;
        if position.components() != 3 || position.bytes().len() != position.count() * 12 {
            return Err("compressed positions that are no floats".to_owned());
        }
        let floats: Vec<f64> = position.bytes().chunks_exact(4).map(|b| f64::from(float(b))).collect();
        let points = floats.chunks_exact(3).map(|p| std::array::from_fn(|i| p[i])).collect();
        let indices = geometry.indices().ok_or("the compressed part has no triangles")?;
        let size = indices.bytes().len().checked_div(indices.count()).unwrap_or(4);
        let indices: Vec<u32> = indices
            .bytes()
            .chunks_exact(size.max(1))
            .map(|bytes| bytes.iter().rev().fold(0, |value, byte| value << 8 | u32::from(*byte)))
            .collect();
        let also = also.and_then(|name| Some((primitive.attributes.get(name)?, name)));
        let numbers = match also {
            None => Vec::new(),
            Some((number, name)) => {
                let found = geometry.attributes().iter().find(|attribute| attribute.semantic() == name);
                let found = found.ok_or_else(|| format!("the compressed part has no {name}"))?;
                let is_float = self.accessors.declared(*number)?.component_type.0 == 5126;
                let size = found.bytes().len().checked_div(found.count()).unwrap_or_default();
                if found.components() != 1 || !matches!(size, 1 | 2 | 4) || (is_float && size != 4) {
                    return Err(format!("compressed {name} of {size} bytes"));
                }
                self.budget.take(found.count())?;
                let number = |bytes: &[u8]| match is_float {
                    true => f64::from(float(bytes)),
                    false => bytes.iter().rev().fold(0.0, |value, byte| value * 256.0 + f64::from(*byte)),
                };
                found.bytes().chunks_exact(size).map(number).collect()
            }
        };
        Ok((points, corners_of(&indices, 4), numbers))
    }
}

/// Points, triangles, and a number of each point where one was asked for.
type Decoded = (Vec<[f64; 3]>, Vec<[u32; 3]>, Vec<f64>);

fn float(bytes: &[u8]) -> f32 {
    bytes.try_into().map_or(f32::NAN, f32::from_le_bytes)
}

/// Triangles of a list, a strip or a fan.
fn corners_of(indices: &[u32], mode: usize) -> Vec<[u32; 3]> {
    match mode {
        5 => {
            let windows = indices.windows(3).enumerate();
            let strip =
                windows.map(|(i, w)| if i % 2 == 0 { [w[0], w[1], w[2]] } else { [w[1], w[0], w[2]] });
            strip.collect()
        }
        6 => {
            let Some(first) = indices.first() else { return Vec::new() };
            indices.get(1..).unwrap_or_default().windows(2).map(|w| [*first, w[0], w[1]]).collect()
        }
        _ => indices.chunks_exact(3).map(|w| [w[0], w[1], w[2]]).collect(),
    }
}

/// The colour of a material as sRGB; linear in the file. None when a texture gives it.
fn colour_of(material: &Material) -> Option<[u8; 3]> {
    let glossy = material.extensions.as_ref().and_then(|found| found.glossiness.as_ref());
    let factor = match (&material.pbr_metallic_roughness, glossy) {
        (_, Some(glossy)) => glossy.diffuse_factor.as_ref(),
        (Some(metallic), None) if metallic.base_color_texture.is_some() => {
            // The factor of a textured material is mostly white, which says nothing.
            metallic.base_color_factor.as_ref().filter(|factor| factor.iter().any(|v| *v < 0.99))
        }
        (Some(metallic), None) => metallic.base_color_factor.as_ref(),
        (None, None) => None,
    }?;
    let encoded = |linear: f64| {
        let linear = linear.clamp(0.0, 1.0);
        let curved =
            if linear <= 0.003_130_8 { 12.92 * linear } else { 1.055 * linear.powf(1.0 / 2.4) - 0.055 };
        (curved * 255.0).round() as u8
    };
    match factor.as_slice() {
        [r, g, b, ..] => Some([encoded(*r), encoded(*g), encoded(*b)]),
        _ => None,
    }
}
