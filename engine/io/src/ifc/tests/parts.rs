//! Storeys, spaces and parts of two houses beside IfcOpenShell.

use super::*;
use crate::ifc::cut::{Solid, cross, dot, triangles};

fn volume_m3(solid: &Solid) -> f64 {
    let triangles = solid.faces.iter().flat_map(triangles);
    triangles.map(|t| dot(t[0], cross(t[1], t[2])) / 6.0).sum()
}

/// The volume of a product. The faces of a surface model look either way, as the file has them, so that their sum is
/// no volume; the other tool gives the magnitude of the same sum, which shows that every face lies where it should.
fn volume_of_product_m3(solids: &[Solid]) -> f64 {
    let volume: f64 = solids.iter().map(volume_m3).sum();
    if solids.iter().all(|solid| solid.cells.is_empty()) { volume.abs() } else { volume }
}

/// A model read without a place on the Earth.
fn at_home<T>(name: &str, look: impl FnOnce(&Reader) -> T) -> Option<T> {
    let input = data(name)?;
    let model = Model::read(&text::decode(&input.bytes).text, 1_000_000, &mut FileReport::new("")).unwrap();
    let units = units(&model);
    let shapes = Shapes {
        model: &model,
        radians: units.radians,
        metres: units.metres,
        budget: Budget::new(10_000_000, &NoProgress),
        remarks: RefCell::default(),
    };
    let reader = Reader {
        model: &model,
        shapes,
        tree: Tree::of(&model),
        network: Network::of(&model),
        place: Georeference::as_it_is(None),
        stem: "house",
    };
    Some(look(&reader))
}

#[test]
fn spaces_have_the_volume_that_another_tool_finds() {
    for name in ["AC20-FZK-Haus.ifc.gz", "duplex.ifc.gz"] {
        let wanted = reference(name);
        let found = at_home(name, |reader| {
            for (id, space) in reader.model.all("IFCSPACE") {
                let solids = reader.solids(id, space, &mut FileReport::new(""));
                let volume = volume_of_product_m3(&solids);
                let about = &wanted["spaces"][space.text(0).unwrap()];
                let wanted = about["volume_m3"].as_f64().unwrap();
                assert!(
                    (volume - wanted).abs() < 0.002 * wanted + 0.001,
                    "{name} {id}: {volume} of {wanted}"
                );
                let storey =
                    reader.tree.above(id, "IFCBUILDINGSTOREY").and_then(|id| reader.model.get(id)).unwrap();
                assert_eq!(storey.text(2), about["storey"].as_str(), "{name} {id}");
            }
        });
        if found.is_none() {
            return;
        }
    }
}

#[test]
fn parts_with_their_openings_have_the_volume_that_another_tool_finds() {
    for name in ["AC20-FZK-Haus.ifc.gz", "duplex.ifc.gz"] {
        let wanted = reference(name);
        let found = at_home(name, |reader| {
            let mut volumes: BTreeMap<&str, f64> = BTreeMap::new();
            let mut notes = FileReport::new("");
            for (id, product) in reader.model.iter() {
                if tree::is_product(reader.model, product) && tree::role(product) == Role::Part {
                    let volume = volume_of_product_m3(&reader.part(id, product, &mut notes));
                    *volumes.entry(product.type_.as_str()).or_default() += volume;
                }
            }
            let mut wrong = Vec::new();
            for (type_, wanted) in wanted["volume_m3"].as_object().unwrap() {
                let wanted = wanted.as_f64().unwrap();
                let found = volumes.get(type_.to_uppercase().as_str()).copied().unwrap_or_default();
                eprintln!("{name} {type_}: {found:.4} of {wanted:.4}");
                let share = if type_.starts_with("IfcWall") || type_ == "IfcSlab" || type_ == "IfcFooting" {
                    0.01
                } else {
                    1.0
                };
                if (found - wanted).abs() >= share * wanted {
                    wrong.push(format!("{type_}: {found} of {wanted}"));
                }
            }
            assert!(wrong.is_empty(), "{name} {wrong:?}: {notes:?}");
        });
        if found.is_none() {
            return;
        }
    }
}

#[test]
fn buildings_have_storeys_and_the_extent_that_another_tool_finds() {
    for (name, levels, above) in
        [("AC20-FZK-Haus.ifc.gz", vec![1, 2], 2.0), ("duplex.ifc.gz", vec![-1, 1, 2, 3], 3.0)]
    {
        let wanted = reference(name);
        let found = at_home(name, |reader| {
            let (id, building) = reader.model.all("IFCBUILDING").next().unwrap();
            let elements = reader.building(id, building, &mut FileReport::new(""));
            let Kind::Building(facts) = &elements[0].kind else { panic!("{name}") };
            let found: Vec<i16> = facts.storeys.iter().map(|run| run.from_level).collect();
            assert_eq!((found, facts.storeys_above), (levels, Some(above)), "{name}");
            let floors = numbers(&wanted["storeys_m"]);
            let height = floors[1] - floors[0];
            assert!((facts.storeys[0].height_m - height).abs() < 0.01 || height < 1.8, "{name}");
            let aabb = elements[0].geometry.aabb();
            let bounds = numbers(&wanted["low"]).into_iter().chain(numbers(&wanted["high"]));
            for (found, wanted) in aabb.min.iter().chain(&aabb.max).zip(bounds) {
                assert!((found - wanted).abs() < 0.01, "{name}: {found} of {wanted}");
            }
            let spaces =
                elements.iter().filter(|e| matches!(&e.kind, Kind::Other { what } if what == "space"));
            assert_eq!(spaces.count(), wanted["spaces"].as_object().unwrap().len(), "{name}");
            let area: f64 = facts.storeys.iter().map(|run| run.floor_area_m2).sum();
            assert!(area > 100.0, "{name}: {area}");
        });
        if found.is_none() {
            return;
        }
    }
}
