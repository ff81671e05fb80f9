//! Looks at a document as a whole: its version, its extensions, and every part that a shape could be made of.

use std::collections::{BTreeMap, BTreeSet};

use super::Wish;
use super::accessor::Accessors;
use super::buffer::Buffers;
use super::codes;
use super::document::{Document, Whole, entry};
use crate::FileReport;
use crate::report::Message;

/// Extensions that are read, or that change nothing about shape and colour of a building.
const READ: [&str; 7] = [
    "KHR_draco_mesh_compression",
    "EXT_meshopt_compression",
    "KHR_meshopt_compression",
    "KHR_mesh_quantization",
    "EXT_mesh_gpu_instancing",
    "KHR_node_visibility",
    "KHR_materials_pbrSpecularGlossiness",
];
/// Those that are read besides when features are asked for.
const READ_OF_FEATURES: [&str; 4] =
    ["EXT_mesh_features", "EXT_instance_features", "EXT_structural_metadata", "CESIUM_RTC"];
/// Beginnings of the names of extensions about what is not shown: looks of materials, textures, lights, movement.
const WITHOUT_EFFECT: [&str; 10] = [
    "KHR_materials_",
    "KHR_texture_",
    "KHR_lights_",
    "KHR_animation_",
    "KHR_xmp",
    "EXT_texture_",
    "EXT_lights_",
    "EXT_mesh_features",
    "EXT_instance_features",
    "EXT_structural_metadata",
];

/// Refuses what is not glTF 2.
///
/// # Errors
/// A message that refuses the file.
pub fn version(document: &Document) -> Result<(), Box<Message>> {
    let asset = &document.asset;
    let major = |version: &str| {
        let (major, minor) = version.split_once('.')?;
        minor.parse::<u32>().ok()?;
        major.parse::<u32>().ok()
    };
    match (major(&asset.version), asset.min_version.as_deref()) {
        (Some(2), None | Some("2.0")) => Ok(()),
        (_, least) => {
            let shown = least.unwrap_or(&asset.version).chars().take(20).collect::<String>();
            Err(Box::new(Message::new(&codes::VERSION, "/asset", shown)))
        }
    }
}

/// Refuses a model that cannot be understood without an extension that is not read; names the others.
///
/// # Errors
/// A message that refuses the file.
pub fn extensions(document: &Document, wish: Wish, report: &mut FileReport) -> Result<(), Box<Message>> {
    let is_read =
        |name: &str| READ.contains(&name) || (wish == Wish::Features && READ_OF_FEATURES.contains(&name));
    let without_effect = |name: &str| WITHOUT_EFFECT.iter().any(|known| name.starts_with(known));
    let (used, required) = (document.extensions_used.as_deref(), document.extensions_required.as_deref());
    let (used, required) = (used.unwrap_or_default(), required.unwrap_or_default());
    let missing: Vec<&str> =
        required.iter().map(String::as_str).filter(|name| !is_read(name) && !without_effect(name)).collect();
    if !missing.is_empty() {
        return Err(Box::new(Message::new(&codes::EXTENSION, "/extensionsRequired", missing.join(", "))));
    }
    for (list, names) in [("/extensionsUsed", used), ("/extensionsRequired", required)] {
        let mut sorted: Vec<&String> = names.iter().collect();
        sorted.sort();
        if let Some(pair) = sorted.windows(2).find(|pair| pair[0] == pair[1]) {
            report.push(Message::new(&codes::VALUE, list, format!("{} twice", pair[0])));
        }
    }
    for name in required.iter().filter(|name| !used.contains(name)) {
        report.push(Message::new(
            &codes::VALUE,
            "/extensionsRequired",
            format!("{name} is not among those used"),
        ));
    }
    for name in document.extensions.iter().flat_map(BTreeMap::keys).filter(|name| !used.contains(name)) {
        report.push(Message::new(&codes::VALUE, "/extensions", format!("{name} is not among those used")));
    }
    if used.iter().any(|name| name == "KHR_mesh_quantization")
        && !required.iter().any(|name| name == "KHR_mesh_quantization")
    {
        let why = "KHR_mesh_quantization is used but not required";
        report.push(Message::new(&codes::VALUE, "/extensionsUsed", why));
    }
    let idle: Vec<&str> = used.iter().map(String::as_str).filter(|name| !is_read(name)).collect();
    if !idle.is_empty() {
        report.push(Message::new(&codes::EXTENSIONS, "", idle.join(", ")));
    }
    Ok(())
}

/// Counts the parts of the document, and names those that are not shown.
pub fn counts(document: &Document, report: &mut FileReport) {
    fn length<T>(list: &Option<Vec<T>>) -> u64 {
        list.as_ref().map_or(0, |list| list.len() as u64)
    }
    for (name, count) in [
        ("scenes", length(&document.scenes)),
        ("nodes", length(&document.nodes)),
        ("meshes", length(&document.meshes)),
        ("materials", length(&document.materials)),
        ("textures", length(&document.textures)),
        ("animations", length(&document.animations)),
    ] {
        if count > 0 {
            report.count(name, count);
        }
    }
    let left: Vec<String> = [
        ("textures", length(&document.textures)),
        ("animations", length(&document.animations)),
        ("skins", length(&document.skins)),
        ("cameras", length(&document.cameras)),
    ]
    .into_iter()
    .filter(|(_, count)| *count > 0)
    .map(|(name, count)| format!("{name} {count}"))
    .collect();
    if !left.is_empty() {
        report.push(Message::new(&codes::LEFT_OUT, "", left.join(", ")));
    }
    let empty = [
        ("scenes", document.scenes.as_ref().map(Vec::is_empty)),
        ("nodes", document.nodes.as_ref().map(Vec::is_empty)),
        ("meshes", document.meshes.as_ref().map(Vec::is_empty)),
        ("accessors", document.accessors.as_ref().map(Vec::is_empty)),
        ("bufferViews", document.buffer_views.as_ref().map(Vec::is_empty)),
        ("buffers", document.buffers.as_ref().map(Vec::is_empty)),
        ("materials", document.materials.as_ref().map(Vec::is_empty)),
        ("textures", document.textures.as_ref().map(Vec::is_empty)),
        ("images", document.images.as_ref().map(Vec::is_empty)),
        ("samplers", document.samplers.as_ref().map(Vec::is_empty)),
        ("animations", document.animations.as_ref().map(Vec::is_empty)),
        ("skins", document.skins.as_ref().map(Vec::is_empty)),
        ("cameras", document.cameras.as_ref().map(Vec::is_empty)),
        ("extensionsUsed", document.extensions_used.as_ref().map(Vec::is_empty)),
        ("extensionsRequired", document.extensions_required.as_ref().map(Vec::is_empty)),
    ];
    for (name, _) in empty.into_iter().filter(|(_, is_empty)| *is_empty == Some(true)) {
        report.push(Message::new(&codes::VALUE, format!("/{name}"), "an empty list"));
    }
}

/// Looks at every part that a shape could be made of, whether or not it is used.
pub fn parts(document: &Document, buffers: &Buffers, accessors: &Accessors, report: &mut FileReport) {
    let broken: BTreeSet<usize> = buffers.problems().map(|(buffer, _)| buffer).collect();
    for (number, view) in document.buffer_views.iter().flatten().enumerate() {
        let place = format!("/bufferViews/{number}");
        let stride = view.byte_stride.map(|stride| stride.0);
        if let Err(why) = buffers.view(Whole(number))
            && !broken.contains(&view.buffer.0)
        {
            report.push(Message::new(&codes::BUFFER, place.as_str(), why));
        }
        if stride.is_some_and(|stride| !(4..=252).contains(&stride) || stride % 4 != 0) {
            report.push(Message::new(
                &codes::VALUE,
                place.as_str(),
                format!("a stride of {}", stride.unwrap_or(0)),
            ));
        }
        if view.target.is_some_and(|target| !matches!(target.0, 34962 | 34963)) {
            report.push(Message::new(&codes::VALUE, place, "a target that is not known"));
        }
    }
    for (number, accessor) in document.accessors.iter().flatten().enumerate() {
        let reads = accessor.buffer_view.is_none_or(|view| buffers.view(view).is_ok());
        if let Err(why) = accessors.check(accessor)
            && (reads
                || accessor
                    .buffer_view
                    .is_some_and(|view| entry(document.buffer_views.as_ref(), view).is_none()))
        {
            report.push(Message::new(&codes::VALUE, format!("/accessors/{number}"), why));
        }
    }
    for (number, node) in document.nodes.iter().flatten().enumerate() {
        let place = format!("/nodes/{number}");
        for (what, needs_mesh) in [("skin", node.skin.is_some()), ("weights", node.weights.is_some())] {
            if needs_mesh && node.mesh.is_none() {
                report.push(Message::new(&codes::VALUE, place.as_str(), format!("{what} without a mesh")));
            }
        }
        if node.children.as_ref().is_some_and(Vec::is_empty) {
            report.push(Message::new(&codes::VALUE, place, "an empty list of children"));
        }
    }
    for (number, mesh) in document.meshes.iter().flatten().enumerate() {
        let place = format!("/meshes/{number}");
        let targets = mesh.primitives.first().and_then(|primitive| primitive.targets.as_ref()).map(Vec::len);
        if mesh.weights.as_ref().is_some_and(|weights| Some(weights.len()) != targets) {
            report.push(Message::new(
                &codes::VALUE,
                place.as_str(),
                "weights and morph targets differ in number",
            ));
        }
        if mesh.primitives.is_empty() {
            report.push(Message::new(&codes::VALUE, place, "no primitives"));
        }
    }
}
