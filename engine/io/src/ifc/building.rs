//! A building: its parts joined into one shape, its storeys, its spaces.

use std::collections::BTreeMap;

use linli_model::{
    AttributeValue, Boundary, Building, BuildingUse, Element, FaceKind, Geometry, Key, Kind, StoreyRun,
};

use super::cut::{self, Plane, Solid};
use super::pipe::floor_area_m2;
use super::step::Entity;
use super::tree::{self, Role};
use super::{Reader, codes, placement};
use crate::FileReport;
use crate::report::Message;

/// Storeys whose floor is at most this far below 0 begin above ground, metres.
const ABOUT_GROUND_M: f64 = 1.0;
/// Heights from floor to floor that are believed, metres.
const HEIGHTS_M: std::ops::Range<f64> = 1.8..20.0;
/// Height from floor to floor where nothing tells it, metres.
const USUAL_M: f64 = 3.0;
/// Most openings of one part.
const MOST_OPENINGS: usize = 500;

/// A storey before its level is known.
struct Storey {
    floor_m: f64,
    area_m2: f64,
    name: Option<String>,
}

impl Reader<'_> {
    /// A building and its spaces.
    pub(super) fn building(&self, id: u64, building: &Entity, report: &mut FileReport) -> Vec<Element> {
        let boundary = self.joined(id, report);
        let mut storeys: BTreeMap<u64, Storey> = BTreeMap::new();
        for (storey_id, storey) in self.inside(id, "IFCBUILDINGSTOREY") {
            let by_place = placement::of_product(self.model, storey.id(5)).map(|matrix| matrix.0[14]).ok();
            let floor = storey.number(9).or(by_place).unwrap_or(0.0) * self.shapes.metres;
            let name = storey.text(2).or(storey.text(7)).map(str::to_owned);
            storeys.insert(storey_id, Storey { floor_m: floor, area_m2: 0.0, name });
        }
        let key = self.element(building, Kind::Address, Geometry::None).key;
        let mut elements = Vec::new();
        for (space_id, space) in self.inside(id, "IFCSPACE") {
            if self.shapes.budget.spent().is_some() {
                break;
            }
            let solids = self.solids(space_id, space, report);
            let area = floor_area_m2(&solids);
            let storey = self.tree.above(space_id, "IFCBUILDINGSTOREY");
            if let Some(storey) = storey.and_then(|storey| storeys.get_mut(&storey)) {
                storey.area_m2 += area;
            }
            let mut shape = Boundary::default();
            self.add(&mut shape, &solids, FaceKind::Interior);
            if shape.faces.is_empty() {
                continue;
            }
            let kind = Kind::Other { what: "space".to_owned() };
            let mut element = self.element(space, kind, Geometry::Boundary(shape));
            let name = [space.text(2), space.text(7)].into_iter().flatten().collect::<Vec<_>>().join(" ");
            element.name = Some(name).filter(|name| !name.is_empty());
            let text = |text: &str| AttributeValue::Text(text.to_owned());
            element.attributes.push(Key::new("building"), text(key.as_str()));
            element
                .attributes
                .push(Key::new("floor_area_m2"), AttributeValue::Number((area * 100.0).round() / 100.0));
            if let Some(name) = storey.and_then(|storey| storeys.get(&storey)?.name.as_deref()) {
                element.attributes.push(Key::new("storey"), text(name));
            }
            elements.push(element);
        }
        if boundary.faces.is_empty() {
            return elements;
        }
        let geometry = Geometry::Boundary(boundary);
        let aabb = geometry.aabb();
        let runs = runs(storeys.into_values().collect(), aabb.max[2] - self.place.origin[2]);
        let count = |wanted: fn(&StoreyRun) -> bool| {
            let count = runs.iter().filter(|run| wanted(run)).count();
            (count > 0).then_some(count as f32)
        };
        let facts = Building {
            height_m: Some(aabb.size()[2]),
            storeys_above: count(|run| run.from_level > 0),
            storeys_below: count(|run| run.from_level < 0),
            storeys: runs,
            ..Building::default()
        };
        let mut element = self.element(building, Kind::Building(facts), geometry);
        element.name = building.text(7).or(building.text(2)).map(str::to_owned);
        elements.insert(0, element);
        elements
    }

    /// What of a type lies in a building, in the order of the file.
    fn inside<'a>(&'a self, building: u64, type_: &'a str) -> impl Iterator<Item = (u64, &'a Entity)> {
        let all = self.tree.inside(building).iter().filter_map(|id| Some((*id, self.model.get(*id)?)));
        all.filter(move |(_, entity)| entity.type_ == type_)
    }

    /// Parts of buildings that lie in none: each a structure of its own.
    pub(super) fn parts_without_building(&self, report: &mut FileReport) -> Vec<Element> {
        let parts = self.model.iter().filter(|(id, product)| {
            tree::is_product(self.model, product)
                && tree::role(product) == Role::Part
                && self.tree.above(*id, "IFCBUILDING").is_none()
        });
        let unspent = parts.take_while(|_| self.shapes.budget.spent().is_none());
        unspent.filter_map(|(id, product)| self.structure(id, product, report)).collect()
    }

    /// The parts of a building as one shape, with their openings cut.
    fn joined(&self, building: u64, report: &mut FileReport) -> Boundary {
        let mut boundary = Boundary::default();
        for id in self.tree.inside(building).iter().copied() {
            if self.shapes.budget.spent().is_some() {
                break;
            }
            let product = self.model.get(id);
            let wanted = |product: &&Entity| {
                tree::is_product(self.model, product) && tree::role(product) == Role::Part
            };
            let Some(product) = product.filter(wanted) else { continue };
            let solids = self.part(id, product, report);
            self.add(&mut boundary, &solids, face_kind(product));
        }
        boundary
    }

    /// The solids of a part with its openings cut.
    pub(super) fn part(&self, id: u64, product: &Entity, report: &mut FileReport) -> Vec<Solid> {
        let mut solids = self.solids(id, product, report);
        for opening in self.tree.openings.get(&id).into_iter().flatten().take(MOST_OPENINGS) {
            self.cut(id, *opening, &mut solids, report);
        }
        solids
    }

    /// Cuts an opening out of a part.
    fn cut(&self, id: u64, opening: u64, solids: &mut [Solid], report: &mut FileReport) {
        let place = format!("#{id}");
        let Some(product) = self.model.get(opening) else { return };
        for tool in self.solids(opening, product, report) {
            if self.shapes.budget.spent().is_some() {
                return;
            }
            let Some(planes) = &tool.planes else {
                let why = format!("#{opening} is not convex");
                report.push(Message::new(&codes::OPENING, place.as_str(), why));
                continue;
            };
            let ends: Vec<_> = tool.faces.iter().flatten().cloned().collect();
            let mut without = 0;
            for solid in solids.iter_mut() {
                // Once the budget is spent the model is refused, whatever becomes of this solid.
                if cut::pay_for_tests(planes.len(), solid.weight(), &self.shapes.budget).is_err() {
                    return;
                }
                if !touches(solid, planes) {
                    continue;
                }
                without += usize::from(solid.cells.is_empty());
                if solid.subtract(planes, &ends, &self.shapes.budget).is_err() {
                    return;
                }
            }
            if without > 0 {
                report.push(Message::new(
                    &codes::OPENING,
                    place.as_str(),
                    format!("#{opening} has no reveals"),
                ));
            }
        }
    }
}

/// Whether a solid reaches into a region.
fn touches(solid: &Solid, region: &[Plane]) -> bool {
    region.iter().all(|plane| solid.faces.iter().flatten().flatten().any(|p| plane.outside(*p) < 0.0))
}

/// What the faces of a part are.
fn face_kind(product: &Entity) -> FaceKind {
    let begins = |name: &str| product.type_.starts_with(name);
    let says_roof = || product.values.iter().any(|v| matches!(v, super::step::Value::Name(n) if n == "ROOF"));
    if begins("IFCROOF") || (begins("IFCSLAB") && says_roof()) {
        FaceKind::Roof
    } else if begins("IFCWINDOW") || begins("IFCCURTAINWALL") {
        FaceKind::Window
    } else if begins("IFCDOOR") {
        FaceKind::Door
    } else if begins("IFCSLAB") || begins("IFCSTAIR") || begins("IFCCOVERING") || begins("IFCRAMP") {
        FaceKind::OuterFloor
    } else {
        FaceKind::Wall
    }
}

/// Storeys from below to above with their levels: the first that begins about ground is 1.
fn runs(mut storeys: Vec<Storey>, top_m: f64) -> Vec<StoreyRun> {
    storeys.sort_by(|a, b| a.floor_m.total_cmp(&b.floor_m));
    let below = storeys.iter().filter(|storey| storey.floor_m < -ABOUT_GROUND_M).count();
    let floors: Vec<f64> = storeys.iter().map(|storey| storey.floor_m).chain([top_m]).collect();
    let mut last = USUAL_M;
    let run = |(i, storey): (usize, &Storey)| {
        let height = floors.get(i + 1).map(|next| next - storey.floor_m).filter(|h| HEIGHTS_M.contains(h));
        last = height.unwrap_or(last);
        let level = if i < below { i as i64 - below as i64 } else { (i - below) as i64 + 1 };
        let level = i16::try_from(level).unwrap_or(i16::MAX);
        StoreyRun {
            from_level: level,
            to_level: level,
            height_m: last,
            use_: BuildingUse::Unknown,
            floor_area_m2: storey.area_m2,
            dwellings: 0,
            residents: 0,
            jobs: 0,
        }
    };
    storeys.iter().enumerate().map(run).collect()
}
