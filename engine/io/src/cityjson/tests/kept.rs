//! What real files become.

use linli_model::{FaceKind, Geometry, Kind, Layer, RoofShape};

use super::{data, read_file};

#[test]
fn dutch_buildings_of_a_sequence() {
    let Some(data) = data() else { return };
    let path = data.join("cityjson/delft_3dbag_tile5908_v1.1.city.jsonl.gz");
    let (reading, _) = read_file(&path).unwrap();
    assert_eq!(reading.elements.len(), 2316);
    assert_eq!(reading.crs.as_deref(), Some("EPSG:7415"));
    let (mut parts, mut wholes, mut with_parts, mut faces) = (0, 0, 0, 0);
    for element in &reading.elements {
        match (&element.kind, &element.geometry) {
            (Kind::BuildingPart(part), Geometry::Boundary(boundary)) => {
                parts += 1;
                faces += boundary.faces.len();
                assert_eq!(element.lod.map(|l| l.to_string()).as_deref(), Some("2.2"));
                assert!(part.parent.is_some() && boundary.solid && boundary.check().is_ok());
                assert!(boundary.faces.iter().any(|f| f.kind == FaceKind::Roof));
                assert!(part.height_m.is_some_and(|h| (1.0..120.0).contains(&h)), "{:?}", part.height_m);
            }
            (Kind::Building(whole), Geometry::Boundary(_)) => {
                wholes += 1;
                with_parts += usize::from(whole.outline_of_parts);
            }
            other => panic!("{other:?}"),
        }
    }
    // Six buildings of the file have a footprint only.
    assert_eq!((parts, wholes, with_parts), (1159, 1157, 1151));
    assert!(faces > 40_000, "{faces}");
    let extent = reading.elements.iter().fold(linli_model::Aabb::EMPTY, |a, e| a.union(&e.geometry.aabb()));
    let expected = [[84386.96, 446_948.34, -2.69], [85040.66, 447_638.53, 76.22]];
    let near =
        |a: linli_model::Point3, b: linli_model::Point3| a.iter().zip(b).all(|(a, b)| (a - b).abs() < 0.01);
    assert!(near(extent.min, expected[0]) && near(extent.max, expected[1]), "{extent:?}");
}

#[test]
fn the_hague_has_parts_colours_and_relief() {
    let Some(data) = data() else { return };
    let (reading, _) = read_file(&data.join("cityjson/denhaag_01.city.json.gz")).unwrap();
    let terrain: Vec<_> = reading.elements.iter().filter(|e| e.layer() == Layer::Terrain).collect();
    assert!(matches!(terrain.as_slice(), [relief] if matches!(relief.geometry, Geometry::Boundary(_))));
    let key = "GUID_DBDABF53-7DD5-4C2F-BE7F-51F29A0CBA16";
    let whole = reading.elements.iter().find(|e| e.key.as_str() == key).unwrap();
    assert_eq!(whole.geometry, Geometry::None);
    assert!(whole.kind.building().is_some_and(|b| b.outline_of_parts && b.height_m > Some(2.0)));
    let part = reading.elements.iter().find(|e| e.key.as_str() == format!("{key}_1")).unwrap();
    let facts = part.kind.building().unwrap();
    assert_eq!((facts.parent.as_ref().map(|k| k.as_str()), facts.roof), (Some(key), RoofShape::Flat));
    assert!((facts.height_m.unwrap() - 3.133).abs() < 0.5, "{:?}", facts.height_m);
    let Geometry::Boundary(boundary) = &part.geometry else { panic!("no boundary") };
    assert_eq!(boundary.faces.len(), 6);
    assert_eq!(boundary.vertices.len(), 8);
    assert!(boundary.faces.iter().all(|f| f.colour.is_some()));
}

#[test]
fn old_delft_fills_many_layers() {
    let Some(data) = data() else { return };
    let (reading, _) = read_file(&data.join("cityjson/delft_bgt_3dfier.city.json.gz")).unwrap();
    let expected =
        [("buildings", 160), ("green", 126), ("land", 224), ("other", 54), ("structures", 3), ("water", 3)];
    let elements: Vec<(&str, u64)> = reading.report.elements.iter().map(|(k, v)| (k.as_str(), *v)).collect();
    assert_eq!(elements, expected);
}
