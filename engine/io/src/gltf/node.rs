//! The tree of nodes: checked as a whole, then walked without recursion.

use super::codes;
use super::document::{Document, Node, Whole, entry};
use super::transform;
use crate::FileReport;
use crate::matrix::Matrix;
use crate::report::Message;

/// Deepest nesting.
const DEEPEST: usize = 128;
/// Most nodes.
const MOST_NODES: usize = 1_000_000;

/// Attributes of instances that place them, and how many numbers each has.
const INSTANCES: [(&str, usize); 3] = [("TRANSLATION", 3), ("ROTATION", 4), ("SCALE", 3)];

/// A node with a mesh, and where it is.
#[derive(Debug)]
pub struct Placed<'a> {
    /// Position among the nodes.
    pub number: usize,
    /// The node.
    pub node: &'a Node,
    /// Its mesh.
    pub mesh: Whole,
    /// From the mesh to the model.
    pub matrix: Matrix,
}

fn place(number: usize) -> String {
    format!("/nodes/{number}")
}

/// Checks that the nodes are trees.
///
/// # Errors
/// A message that refuses the file.
pub fn check(document: &Document, report: &mut FileReport) -> Result<(), Box<Message>> {
    let nodes = document.nodes.as_deref().unwrap_or_default();
    if nodes.len() > MOST_NODES {
        return Err(Box::new(Message::new(&codes::TOO_MANY, "/nodes", format!("{} nodes", nodes.len()))));
    }
    let mut parents: Vec<Option<usize>> = vec![None; nodes.len()];
    for (number, node) in nodes.iter().enumerate() {
        for (i, child) in node.children.iter().flatten().enumerate() {
            let below = format!("{}/children/{i}", place(number));
            match parents.get_mut(child.0) {
                None => report.push(Message::new(&codes::REFERENCE, below, format!("node {}", child.0))),
                Some(Some(other)) => {
                    let why = format!("node {} has the parents {other} and {number}", child.0);
                    return Err(Box::new(Message::new(&codes::HIERARCHY, below, why)));
                }
                Some(parent) => *parent = Some(number),
            }
        }
    }
    // Along the parents from each node: a way that is longer than allowed is too deep, or a circle.
    for start in 0..nodes.len() {
        let (mut at, mut depth) = (start, 0);
        while let Some(Some(parent)) = parents.get(at) {
            at = *parent;
            depth += 1;
            if at == start {
                let why = format!("node {start} is below itself");
                return Err(Box::new(Message::new(&codes::HIERARCHY, place(start), why)));
            }
            if depth > DEEPEST {
                return Err(Box::new(Message::new(&codes::DEPTH, place(start), format!("{DEEPEST} levels"))));
            }
        }
    }
    Ok(())
}

/// Nodes with meshes of the scene that is shown, in the order of a walk from its roots.
pub fn walk<'a>(document: &'a Document, report: &mut FileReport) -> Vec<Placed<'a>> {
    let mut found = Vec::new();
    let mut seen = vec![false; document.nodes.as_ref().map_or(0, Vec::len)];
    let mut waiting: Vec<(Whole, Matrix)> =
        roots(document, report).into_iter().rev().map(|root| (root, Matrix::IDENTITY)).collect();
    while let Some((number, above)) = waiting.pop() {
        let Some(node) = entry(document.nodes.as_ref(), number) else { continue };
        // A scene may name a node twice, or one that is below another of its roots.
        if seen.get(number.0).copied().unwrap_or(true) {
            report.push(Message::new(&codes::VALUE, place(number.0), "it is shown twice"));
            continue;
        }
        seen[number.0] = true;
        let hidden = node.extensions.as_ref().and_then(|found| found.visibility.as_ref());
        if hidden.is_some_and(|visibility| visibility.visible == Some(false)) {
            continue;
        }
        let own = match transform::of_node(node) {
            Ok((own, mended)) => {
                if mended {
                    report.push(Message::new(&codes::ROTATION, place(number.0), ""));
                }
                own
            }
            Err(why) => {
                report.push(Message::new(&codes::NODE, place(number.0), why));
                continue;
            }
        };
        let matrix = above.after(&own);
        if let Some(mesh) = node.mesh {
            found.push(Placed { number: number.0, node, mesh, matrix });
        }
        waiting.extend(node.children.iter().flatten().rev().map(|child| (*child, matrix)));
    }
    found
}

/// The roots of the scene that is shown: the default one, else the first, else every node without a parent.
fn roots(document: &Document, report: &mut FileReport) -> Vec<Whole> {
    let count = document.nodes.as_ref().map_or(0, Vec::len);
    let Some(scenes) = document.scenes.as_ref().filter(|scenes| !scenes.is_empty()) else {
        let mut is_child = vec![false; count];
        for child in document.nodes.iter().flatten().flat_map(|node| node.children.iter().flatten()) {
            if let Some(flag) = is_child.get_mut(child.0) {
                *flag = true;
            }
        }
        return (0..count).filter(|number| !is_child[*number]).map(Whole).collect();
    };
    let number = document.scene.unwrap_or_default();
    let scene = scenes.get(number.0).unwrap_or_else(|| {
        report.push(Message::new(&codes::REFERENCE, "/scene", format!("scene {}", number.0)));
        &scenes[0]
    });
    let roots = scene.nodes.clone().unwrap_or_default();
    for root in roots.iter().filter(|root| root.0 >= count) {
        let below = format!("/scenes/{}/nodes", number.0);
        report.push(Message::new(&codes::REFERENCE, below, format!("node {}", root.0)));
    }
    roots
}

/// How often a node's mesh is shown, as its instances declare it.
///
/// # Errors
/// When an accessor is not there.
pub fn instance_count(node: &Node, accessors: &super::accessor::Accessors) -> Result<u64, String> {
    let Some(instancing) = node.extensions.as_ref().and_then(|found| found.instancing.as_ref()) else {
        return Ok(1);
    };
    let mut most = 0;
    for number in INSTANCES.iter().filter_map(|(name, _)| instancing.attributes.get(*name)) {
        most = most.max(accessors.declared(*number)?.count.0 as u64);
    }
    Ok(most)
}

/// Where the instances of a node's mesh are (`EXT_mesh_gpu_instancing`), relative to the node.
///
/// # Errors
/// What is wrong with them.
pub fn instances(node: &Node, accessors: &super::accessor::Accessors) -> Result<Option<Vec<Matrix>>, String> {
    let Some(instancing) = node.extensions.as_ref().and_then(|found| found.instancing.as_ref()) else {
        return Ok(None);
    };
    let read = |name: &str, wanted: usize| match instancing.attributes.get(name) {
        None => Ok(None),
        Some(number) => {
            let (numbers, components) = accessors.all(*number)?;
            if components == wanted {
                Ok(Some(numbers))
            } else {
                Err(format!("{name} of {components} numbers"))
            }
        }
    };
    let [first, second, third] = INSTANCES.map(|(name, size)| read(name, size));
    let parts = [first?, second?, third?];
    let counts =
        parts.iter().zip(INSTANCES).filter_map(|(part, (_, size))| Some(part.as_ref()?.len() / size));
    let (least, count) = counts.fold((usize::MAX, 0), |(low, high), count| (low.min(count), high.max(count)));
    if count > 0 && least != count {
        return Err("attributes of instances differ in number".to_owned());
    }
    fn at<const N: usize>(part: &Option<Vec<f64>>, i: usize, otherwise: [f64; N]) -> [f64; N] {
        let values = part.as_ref().and_then(|values| values.get(i * N..(i + 1) * N));
        values.and_then(|values| values.try_into().ok()).unwrap_or(otherwise)
    }
    let [translation, rotation, scale] = &parts;
    let matrices = (0..count).map(|i| {
        let (rotation, _) = transform::unit(at(rotation, i, [0.0, 0.0, 0.0, 1.0]));
        Matrix::of(at(translation, i, [0.0; 3]), rotation, at(scale, i, [1.0; 3]))
    });
    Ok(Some(matrices.collect()))
}
