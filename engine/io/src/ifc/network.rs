//! What hangs together by ports, and what pipes are made of.

use std::collections::HashMap;

use linli_model::Point3;

use super::placement;
use super::step::Model;
use super::tree::{self, Role};

/// Ports, and materials.
#[derive(Debug, Default)]
pub struct Network {
    /// Ports of each product.
    ports: HashMap<u64, Vec<u64>>,
    /// Product of each port.
    owners: HashMap<u64, u64>,
    /// The port that each is connected with.
    other: HashMap<u64, u64>,
    /// Type of each product.
    types: HashMap<u64, u64>,
    /// Material of each product or type.
    materials: HashMap<u64, u64>,
    /// How many nodes have a name.
    names: HashMap<String, usize>,
}

impl Network {
    /// The relations of a model.
    pub fn of(model: &Model) -> Self {
        let mut network = Self::default();
        let is_port = |id: u64| model.get(id).is_some_and(|port| port.type_ == "IFCDISTRIBUTIONPORT");
        for (_, entity) in model.iter() {
            match entity.type_.as_str() {
                "IFCRELNESTS" => {
                    let Some(product) = entity.id(4) else { continue };
                    entity.ids(5).filter(|id| is_port(*id)).for_each(|port| network.own(product, port));
                }
                "IFCRELCONNECTSPORTTOELEMENT" => {
                    if let (Some(port), Some(product)) = (entity.id(4), entity.id(5)) {
                        network.own(product, port);
                    }
                }
                "IFCRELCONNECTSPORTS" => {
                    if let (Some(a), Some(b)) = (entity.id(4), entity.id(5)) {
                        network.other.insert(a, b);
                        network.other.insert(b, a);
                    }
                }
                "IFCRELDEFINESBYTYPE" => {
                    let Some(type_) = entity.id(5) else { continue };
                    entity.ids(4).for_each(|id| _ = network.types.insert(id, type_));
                }
                "IFCRELASSOCIATESMATERIAL" => {
                    let Some(material) = entity.id(5) else { continue };
                    entity.ids(4).for_each(|id| _ = network.materials.entry(id).or_insert(material));
                }
                _ => {}
            }
            if tree::role(entity) == Role::Chamber
                && let Some(name) = entity.text(2)
            {
                *network.names.entry(name.to_owned()).or_default() += 1;
            }
        }
        network
    }

    fn own(&mut self, product: u64, port: u64) {
        self.ports.entry(product).or_default().push(port);
        self.owners.insert(port, product);
    }

    /// The nodes that a pipe is connected with, at the first and at the last point of its way (in the model's own
    /// coordinates): each port belongs to the end that is nearer. A node goes by its name where no other has it, else by
    /// its GlobalId.
    pub fn ends(&self, model: &Model, pipe: u64, first: Point3, last: Point3) -> [Option<String>; 2] {
        let mut ends: [Option<(f64, u64)>; 2] = [None; 2];
        for port in self.ports.get(&pipe).into_iter().flatten() {
            let Some(neighbour) = self.other.get(port).and_then(|other| self.owners.get(other)) else {
                continue;
            };
            let placed = model.get(*port).map(|port| placement::of_product(model, port.id(5)));
            let Some(Ok(matrix)) = placed else { continue };
            let at = matrix.point([0.0; 3]);
            let apart = |p: Point3| (0..3).map(|i| (p[i] - at[i]).powi(2)).sum::<f64>();
            let (start, end) = (apart(first), apart(last));
            let (place, distance) = if start <= end { (&mut ends[0], start) } else { (&mut ends[1], end) };
            if place.is_none_or(|(nearest, _)| distance < nearest) {
                *place = Some((distance, *neighbour));
            }
        }
        ends.map(|end| {
            let node = model.get(end?.1).filter(|node| tree::role(node) == Role::Chamber)?;
            let name = node.text(2).filter(|name| self.names.get(*name) == Some(&1));
            name.or_else(|| node.text(0)).map(str::to_owned)
        })
    }

    /// The name of the material of a product, its own or that of its type.
    pub fn material<'a>(&self, model: &'a Model, product: u64) -> Option<&'a str> {
        /// From a use of a set of profiles to the material itself.
        const STEPS: usize = 5;
        let of_type = self.types.get(&product).and_then(|type_| self.materials.get(type_));
        let mut at = model.get(*self.materials.get(&product).or(of_type)?)?;
        for _ in 0..STEPS {
            let next = match at.type_.as_str() {
                "IFCMATERIAL" => return at.text(0).filter(|name| !name.trim().is_empty()),
                "IFCMATERIALPROFILESETUSAGE"
                | "IFCMATERIALPROFILESETUSAGETAPERING"
                | "IFCMATERIALLAYERSETUSAGE"
                | "IFCMATERIALLAYER" => at.id(0),
                "IFCMATERIALPROFILESET" | "IFCMATERIALCONSTITUENTSET" => at.ids(2).next(),
                "IFCMATERIALPROFILE" | "IFCMATERIALCONSTITUENT" => at.id(2),
                "IFCMATERIALLAYERSET" | "IFCMATERIALLIST" => at.ids(0).next(),
                _ => None,
            };
            at = model.get(next?)?;
        }
        None
    }
}
