//! The documented mapping: the sample of `docs/data/geojson.md`, and its rules one by one.

use linli_model::{
    AreaUse, BuildingUse, DepthReference, Geometry, Kind, Layer, Medium, Oneway, Scenario, StreetClass,
    Vertical,
};

use super::*;

const PAGE: &str = include_str!("../../../../../docs/data/geojson.md");

#[test]
fn the_sample_of_the_page_becomes_what_the_page_says() {
    let sample = PAGE.split("```json\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    assert!(sample.lines().count() <= 10);
    let reading = read_as("sample.geojson", sample, None).unwrap();
    assert_eq!((reading.crs.as_deref(), reading.elements.len()), (Some("EPSG:4326"), 7));
    assert_eq!(outcome(&Ok(reading.clone())), Vec::<&str>::new());
    let building = element(&reading, "sample/b1");
    let facts = building.kind.building().unwrap();
    assert_eq!((facts.use_, facts.storeys_above), (BuildingUse::Residential, Some(6.0)));
    assert_eq!(building.name.as_deref(), Some("一号楼"));
    let Geometry::Area(polygons) = &building.geometry else { panic!("not an area") };
    assert_eq!(polygons[0].exterior.len(), 4, "the closing point is dropped");
    assert_eq!(building.vertical, Vertical::AboveGround);
    let Kind::Street(street) = &element(&reading, "sample/s1").kind else { panic!("not a street") };
    assert_eq!((street.class, street.oneway), (StreetClass::Residential, Oneway::Forward));
    assert_eq!((street.nodes[0], street.nodes[2]), (11, 12));
    assert!(street.nodes[1] < 0);
    let grass = &element(&reading, "sample/g1").kind;
    assert!(matches!(grass, Kind::Area(area) if area.use_ == AreaUse::Grass));
    let sewer = element(&reading, "sample/w1");
    let Kind::UtilityLine(line) = &sewer.kind else { panic!("not a line") };
    assert_eq!((line.medium, line.diameter_mm), (Medium::Sewage, 300.0));
    assert_eq!((line.depth_reference, sewer.vertical), (DepthReference::Invert, Vertical::Absolute));
    let aabb = sewer.geometry.aabb();
    assert_eq!((aabb.min[2], aabb.max[2]), (2.9, 3.2));
    let Kind::Facility(school) = &element(&reading, "sample/k1").kind else { panic!("not a facility") };
    assert_eq!(school.scenario, Some(Scenario::Education));
    let Kind::Tree(tree) = &element(&reading, "sample/t1").kind else { panic!("not a tree") };
    assert_eq!(tree.height_m, Some(8.0));
    let Kind::StationEntrance(entrance) = &element(&reading, "sample/e1").kind else {
        panic!("not an entrance")
    };
    assert_eq!(entrance.label.as_deref(), Some("A"));
}

/// The kind of one feature with these properties.
fn kind_of(geometry: &str, properties: &str) -> Element {
    let coordinates = match geometry {
        "Point" => "[1,2]",
        "LineString" => "[[1,2],[1,3],[2,3]]",
        _ => "[[[1,2],[2,2],[2,3],[1,2]]]",
    };
    let text = format!(
        r#"{{"type":"Feature","properties":{properties},"geometry":{{"type":"{geometry}","coordinates":{coordinates}}}}}"#
    );
    read_as("one.geojson", &text, None).unwrap().elements.remove(0)
}

#[test]
fn one_rule_one_feature() {
    for (geometry, properties, layer) in [
        ("Polygon", r#"{"高度":12}"#, Layer::Buildings),
        ("Polygon", r#"{"层数":"6"}"#, Layer::Buildings),
        ("Polygon", r#"{"building":"no","landuse":"grass"}"#, Layer::Green),
        ("Polygon", r#"{"natural":"water","height":3}"#, Layer::Water),
        ("Polygon", r#"{"leisure":"park","building":null}"#, Layer::Green),
        ("Polygon", r#"{"kind":"pedestrian"}"#, Layer::Land),
        ("Polygon", r#"{"unheard":"of"}"#, Layer::Other),
        ("LineString", r#"{"fclass":"primary","oneway":"T"}"#, Layer::Streets),
        ("LineString", r#"{"kind":"rail","kind_detail":"subway"}"#, Layer::Railways),
        ("LineString", r#"{"highway":["footway","steps"]}"#, Layer::Streets),
        ("LineString", r#"{"highway":"proposed"}"#, Layer::Other),
        ("LineString", r#"{"waterway":"river"}"#, Layer::Other),
        ("LineString", r#"{"barrier":"wall"}"#, Layer::Structures),
        ("LineString", r#"{"介质":"燃气"}"#, Layer::Utilities),
        ("Point", r#"{"kind":"station","is_subway":true}"#, Layer::Transit),
        ("Point", r#"{"highway":"bus_stop"}"#, Layer::Transit),
        ("Point", r#"{"kind":"address","addr_street":"文一路"}"#, Layer::Addresses),
        ("Point", r#"{"kind":"building","name":"塔楼"}"#, Layer::Other),
        ("Point", r#"{"类型":"检查井"}"#, Layer::Utilities),
        ("Point", r#"{"amenity":"parking","capacity":"40"}"#, Layer::Parking),
        ("Point", "null", Layer::Other),
    ] {
        let found = kind_of(geometry, properties);
        assert_eq!(found.layer(), layer, "{geometry} {properties}: {:?}", found.kind);
    }
}

#[test]
fn units_of_pipes_are_told_apart_by_size() {
    let diameter = |properties: &str| match kind_of("LineString", properties).kind {
        Kind::UtilityLine(line) => (line.diameter_mm, line.diameter_assumed),
        other => panic!("not a line: {other:?}"),
    };
    assert_eq!(diameter(r#"{"diameter":0.3}"#), (300.0, false));
    assert_eq!(diameter(r#"{"DIAMETER":300}"#), (300.0, false));
    assert_eq!(diameter(r#"{"管径":"DN"," dn":3,"diameter_mm":"63,5"}"#), (63.5, false));
    assert_eq!(diameter(r#"{"medium":"storm","diameter":-4}"#), (400.0, true));
    let depth = |properties: &str| {
        let element = kind_of("LineString", properties);
        let Kind::UtilityLine(line) = &element.kind else { panic!("not a line") };
        (element.geometry.aabb().max[2], line.depth_reference, line.depth_assumed)
    };
    assert_eq!(depth(r#"{"medium":"雨水","埋深":2.5}"#), (-2.5, DepthReference::Invert, false));
    assert_eq!(depth(r#"{"medium":"给水","埋深":1.2}"#), (-1.2, DepthReference::Crown, false));
    assert_eq!(depth(r#"{"medium":"电力"}"#), (-0.8, DepthReference::Crown, true));
}

#[test]
fn rings_run_as_the_model_wants_them() {
    let text = r#"{"type":"Polygon","coordinates":[[[0,0,5],[0,9,5],[9,9,5],[9,0,5],[0,0,5]],
        [[1,1,5],[2,1,5],[2,2,5],[1,1,5]]]}"#;
    let reading = read_as("p.geojson", text, None).unwrap();
    let Geometry::Area(polygons) = &reading.elements[0].geometry else { panic!("not an area") };
    let signed = |ring: &[[f64; 3]]| -> f64 {
        ring.iter().zip(ring.iter().cycle().skip(1)).map(|(a, b)| a[0] * b[1] - b[0] * a[1]).sum()
    };
    assert!(signed(&polygons[0].exterior) > 0.0 && signed(&polygons[0].holes[0]) < 0.0);
    assert_eq!(reading.elements[0].vertical, Vertical::Absolute);
    assert!(reading.has_heights);
    assert_eq!(polygons[0].exterior[0][2], 5.0);
}

#[test]
fn parts_of_a_feature_are_numbered() {
    let text = r#"{"type":"Feature","id":"x","properties":{"highway":"path"},"geometry":
        {"type":"GeometryCollection","geometries":[
        {"type":"MultiLineString","coordinates":[[[0,0],[1,1]],[[2,2],[3,3]]]},
        {"type":"Point","coordinates":[4,4]}]}}"#;
    let reading = read_as("m.geojson", text, None).unwrap();
    let keys: Vec<&str> = reading.elements.iter().map(|e| e.key.as_str()).collect();
    assert_eq!(keys, ["m/x#1", "m/x#2", "m/x#3"]);
    assert_eq!(reading.report.objects.get("GeometryCollection"), Some(&1));
}
