//! Scenes written and read back.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::fs;
use std::path::Path;

use linli_model::*;
use proptest::prelude::*;

use super::*;
use crate::{FileReport, ImportReport};

fn frame() -> SceneFrame {
    SceneFrame {
        crs: "EPSG:4528".into(),
        anchor_m: [40_514_293.0, 3_347_038.0, 0.0],
        longitude_deg: 120.15,
        latitude_deg: 30.24,
        convergence_deg: 0.07,
    }
}

fn access() -> ModeAccess {
    ModeAccess { walk: Access::Yes, cycle: Access::Private, car: Access::No }
}

fn street(class: StreetClass, width_m: Option<f64>, nodes: Vec<i64>) -> Street {
    Street {
        class,
        width_m,
        lanes: Some(2),
        oneway: Oneway::Backward,
        surface: Some("asphalt".into()),
        bridge: true,
        tunnel: false,
        layer: -1,
        speed_kmh: Some(30.5),
        access: access(),
        area: false,
        nodes,
    }
}

fn kinds() -> impl Strategy<Value = Kind> {
    let number = || proptest::option::of(-1e6..1e6_f64);
    let building = (number(), 0.0..50.0_f64, proptest::option::of("\\PC{0,12}"), any::<bool>());
    let building = building.prop_map(|(height_m, min_height_m, address, height_assumed)| Building {
        use_: BuildingUse::Residential,
        parent: address.as_deref().map(Key::from),
        storeys_above: Some(6.5),
        height_m,
        min_height_m,
        roof: RoofShape::Gabled,
        roof_direction_deg: Some(12.3),
        height_assumed,
        colour: Some([1, 2, 255]),
        address,
        year: Some(1987),
        window_wall_ratio: Some(0.35),
        ..Building::default()
    });
    prop_oneof![
        Just(Kind::Terrain),
        building.clone().prop_map(Kind::Building),
        building.prop_map(Kind::BuildingPart),
        (number(), proptest::collection::vec(any::<i64>(), 0..4))
            .prop_map(|(width, nodes)| Kind::Street(street(StreetClass::LivingStreet, width, nodes))),
        Just(Kind::Street(street(StreetClass::Tram, None, Vec::new()))),
        Just(Kind::StreetNode(StreetNode { what: StreetNodeKind::Gate, node: Some(-5) })),
        Just(Kind::Station(Station { mode: TransitMode::Subway })),
        Just(Kind::StationEntrance(StationEntrance {
            mode: TransitMode::Subway,
            label: Some("C1".into()),
            node: None
        })),
        Just(Kind::Stop(Stop { mode: TransitMode::Ferry })),
        Just(Kind::Parking(Parking {
            parking: ParkingKind::Underground,
            capacity: Some(300),
            storage: CarStorage::Agv,
            servers: Some(3),
            ..Parking::default()
        })),
        Just(Kind::Area(Area::new(AreaUse::Water))),
        Just(Kind::Area(Area::new(AreaUse::Park))),
        Just(Kind::Area(Area::new(AreaUse::Plaza))),
        number().prop_map(|height_m| Kind::Tree(Tree { height_m, conifer: true, ..Tree::default() })),
        Just(Kind::Facility(Facility {
            category: "school".into(),
            scenario: Some(Scenario::Education),
            capacity: Some(960),
            ..Facility::default()
        })),
        Just(Kind::Address),
        Just(Kind::Bridge),
        Just(Kind::Tunnel),
        "\\PC{0,8}".prop_map(|what| Kind::Structure { what }),
        (0.0..3000.0_f64).prop_map(|diameter_mm| Kind::UtilityLine(UtilityLine {
            medium: Medium::Gas,
            diameter_mm,
            material: None,
            depth_reference: DepthReference::Invert,
            depth_assumed: true,
            diameter_assumed: false,
            from_node: Some("J1".into()),
            to_node: None,
            year: Some(2001),
            section: Section::DuctBank { columns: 4, rows: 3, width_mm: 900.0, height_mm: 700.0 },
            gas_pressure: Some(GasPressure::MediumB),
            voltage_kv: Some(10.0),
            survey: Some(SurveyQuality::B),
            ..UtilityLine::default()
        })),
        Just(Kind::UtilityNode(UtilityNode {
            medium: Medium::Power,
            node: UtilityNodeKind::Manhole,
            depth_m: Some(2.5)
        })),
        "\\PC{0,8}".prop_map(|what| Kind::Other { what }),
        Just(Kind::Building(building_with_storeys())),
        number().prop_map(|far_max| Kind::Parcel(Parcel { far_max, ..Parcel::new(LandUse::Mixed) })),
        Just(Kind::Entrance(Entrance { of: Some(Key::from("b/1")), level: Some(-1), ..Entrance::default() })),
        Just(Kind::Basement(Basement {
            levels: 2,
            top_depth_m: 1.5,
            bottom_depth_m: 9.8,
            linked: vec![Key::from("station/box")],
            ..Basement::default()
        })),
        Just(Kind::Corridor(Corridor {
            compartments: vec![Compartment {
                compartment: CompartmentKind::Gas,
                width_m: 1.8,
                height_m: 3.0,
                lines: vec![Key::from("gas/1")],
            }],
            wall_m: 0.35,
        })),
        Just(Kind::CorridorNode(CorridorNode {
            corridor_node: CorridorNodeKind::Hoist,
            corridor: Key::from("corridor/1"),
            depth_m: 5.5,
            size_m: Some([7.0, 1.6]),
        })),
        Just(Kind::Greening(Greening {
            place: GreeningPlace::Wall,
            planting: Planting::Climber,
            soil_depth_m: 0.6,
            area_m2: 120.5,
            height_m: 1.0,
            building: None,
            open_to_all: true,
        })),
        Just(Kind::Equipment(Equipment {
            equipment: EquipmentKind::SolarPanels,
            of: Some(Key::from("b/1")),
            count: None,
            power_kw: Some(88.0),
            height_m: 54.2,
        })),
        Just(Kind::SiteWork(SiteWork {
            work: SiteWorkKind::Crane,
            depth_m: None,
            height_m: Some(96.0),
            reach_m: Some(55.0),
        })),
    ]
}

fn point() -> impl Strategy<Value = Point3> {
    (-90_000_000..90_000_000_i64, -90_000_000..90_000_000_i64, -500_000..90_000_000_i64)
        .prop_map(|(x, y, z)| [x, y, z].map(|units| on_raster(units as f64 / 1e4)))
}

fn points(least: usize) -> impl Strategy<Value = Vec<Point3>> {
    proptest::collection::vec(point(), least..least + 5)
}

fn boundaries() -> impl Strategy<Value = Boundary> {
    let kind = prop_oneof![Just(FaceKind::Roof), Just(FaceKind::Wall), Just(FaceKind::Unknown)];
    let colour = proptest::option::of(any::<[u8; 3]>());
    let face = (proptest::collection::vec(proptest::collection::vec(0..8_u32, 1..6), 1..3), kind, colour);
    (proptest::collection::vec(point(), 8), proptest::collection::vec(face, 0..5), any::<bool>()).prop_map(
        |(vertices, faces, solid)| {
            let mut boundary = Boundary { vertices, solid, ..Boundary::default() };
            for (rings, kind, colour) in faces {
                let rings: Vec<&[u32]> = rings.iter().map(Vec::as_slice).collect();
                boundary.push_face(&rings, kind, colour);
            }
            boundary.welded()
        },
    )
}

fn grids() -> impl Strategy<Value = TerrainGrid> {
    (2..5_u32, 2..5_u32, point(), 0.01..40.0_f64, proptest::collection::vec(-100.0..3000.0_f32, 25)).prop_map(
        |(columns, rows, origin, cell, heights)| TerrainGrid {
            origin_m: [origin[0], origin[1]],
            cell_m: [cell, cell * 1.25],
            columns,
            rows,
            heights_m: heights.into_iter().take((columns * rows) as usize).collect(),
        },
    )
}

fn geometries() -> impl Strategy<Value = Geometry> {
    let polygon = (points(0), proptest::collection::vec(points(3), 0..2))
        .prop_map(|(exterior, holes)| Polygon { exterior, holes });
    prop_oneof![
        Just(Geometry::None),
        point().prop_map(Geometry::Point),
        points(2).prop_map(Geometry::Line),
        proptest::collection::vec(polygon, 0..3).prop_map(Geometry::Area),
        boundaries().prop_map(Geometry::Boundary),
        grids().prop_map(Geometry::Grid),
    ]
}

fn attribute_values() -> impl Strategy<Value = AttributeValue> {
    prop_oneof![
        any::<bool>().prop_map(AttributeValue::Bool),
        any::<i64>().prop_map(AttributeValue::Integer),
        (-1e300..1e300_f64).prop_map(AttributeValue::Number),
        "\\PC{0,12}".prop_map(AttributeValue::Text),
    ]
}

fn building_with_storeys() -> Building {
    Building {
        use_: BuildingUse::Residential,
        storeys: vec![StoreyRun {
            from_level: 1,
            to_level: 18,
            height_m: 3.0,
            use_: BuildingUse::Residential,
            floor_area_m2: 412.5,
            dwellings: 4,
            residents: 11,
            jobs: 0,
        }],
        lifts: vec![LiftBank {
            cars: 2,
            speed_mps: 1.75,
            capacity: 13,
            from_level: -2,
            to_level: 18,
            at: [3.5, -2.0],
        }],
        parcel: Some(Key::from("parcel/7")),
        ..Building::default()
    }
}

fn presences() -> impl Strategy<Value = Presence> {
    let truth = prop_oneof![
        Just(Truth::Existing),
        Just(Truth::Proposed),
        Just(Truth::Designed),
        Just(Truth::Temporary)
    ];
    (truth, proptest::option::of(1..=7_u8), any::<bool>()).prop_map(|(truth, cim_level, planned)| Presence {
        truth,
        cim_level,
        planned,
    })
}

fn elements() -> impl Strategy<Value = Element> {
    let attributes = proptest::collection::vec(("[a-z名]{1,6}", attribute_values()), 0..4);
    (
        kinds(),
        geometries(),
        proptest::option::of("\\PC{0,12}"),
        any::<bool>(),
        any::<bool>(),
        attributes,
        presences(),
    )
        .prop_map(|(kind, geometry, name, flat, lod, attributes, presence)| Element {
            name,
            vertical: if flat { Vertical::AboveGround } else { Vertical::Absolute },
            lod: lod.then_some(Lod { major: 2, minor: 2 }),
            presence,
            source: SourceRef { source: 0, id: "way/17".into() },
            attributes: attributes.into_iter().map(|(name, value)| (Key::from(name), value)).collect(),
            ..Element::new("", kind, geometry)
        })
}

fn communities() -> impl Strategy<Value = Community> {
    proptest::collection::vec(elements(), 0..12).prop_map(|elements| {
        let mut frame = frame();
        frame.anchor_m[2] = 0.0;
        let mut community = Community::new("小区 A", frame);
        community.sources.push(Source {
            file: "a.json".into(),
            format: "CityJSON 2.0".into(),
            ..Source::default()
        });
        let mut elements: Vec<Element> = elements;
        elements.sort_by_key(|e| Layer::ALL.iter().position(|layer| *layer == e.layer()));
        for (i, mut element) in elements.into_iter().enumerate() {
            element.key = Key::from(format!("elément/{i}"));
            community.add(element).unwrap();
        }
        community
    })
}

fn read(folder: &Path) -> (Community, FileReport) {
    read_scene(folder, &NoProgress, &mut |_| {}, &mut |_, _| {}).unwrap()
}

fn folder_bytes(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.collect();
    names.sort();
    names.into_iter().map(|name| (name.clone(), fs::read(folder.join(&name)).unwrap())).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn a_scene_comes_back_as_it_was(community in communities()) {
        let home = tempfile::tempdir().unwrap();
        let (first, second) = (home.path().join("first"), home.path().join("second"));
        write_scene(&first, &community, &ImportReport::default()).unwrap();
        let (back, report) = read(&first);
        prop_assert!(report.messages.is_empty(), "{:?}", report.messages);
        prop_assert_eq!(back.elements(), community.elements());
        prop_assert_eq!((&back.name, &back.frame, &back.sources), (&community.name, &community.frame, &community.sources));
        write_scene(&second, &back, &ImportReport::default()).unwrap();
        prop_assert_eq!(folder_bytes(&first), folder_bytes(&second));
    }
}

fn tree(key: &str, x: f64) -> Element {
    Element::new(key, Kind::Tree(Tree::default()), Geometry::Point([x, 2.0, 0.0]))
}

fn small_scene(folder: &Path) {
    let mut community = Community::new("small", frame());
    community.add(tree("a", 1.0)).unwrap();
    community.add(tree("b", 2.0)).unwrap();
    community.add(Element::new("c", Kind::Address, Geometry::None)).unwrap();
    write_scene(folder, &community, &ImportReport::default()).unwrap();
}

#[test]
fn gdal_finds_the_coordinate_system_and_each_feature_is_a_line() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("scene");
    small_scene(&folder);
    let text = fs::read_to_string(folder.join("trees.geojson")).unwrap();
    assert!(text.starts_with(r#"{"type":"FeatureCollection","name":"trees","crs":{"#), "{text}");
    assert!(text.contains("urn:ogc:def:crs:EPSG::4528"));
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 4, "head, two features, foot");
    assert!(lines[1].contains(r#""coordinates":[40514294,3347040,0]"#), "{}", lines[1]);
}

#[test]
fn a_folder_that_is_not_a_scene_is_left_alone_and_a_scene_is_replaced() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("mine");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("letter.txt"), "dear").unwrap();
    let error = write_scene(&folder, &Community::new("x", frame()), &ImportReport::default());
    assert!(matches!(error, Err(SceneError::InTheWay(_))), "{error:?}");
    assert_eq!(folder_bytes(&folder), vec![("letter.txt".to_owned(), b"dear".to_vec())]);
    let scene = home.path().join("scene");
    small_scene(&scene);
    write_scene(&scene, &Community::new("empty", frame()), &ImportReport::default()).unwrap();
    assert_eq!(read(&scene).0.elements().len(), 0);
    let left: Vec<_> = fs::read_dir(home.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(left.len(), 2, "nothing temporary stays: {left:?}");
}

#[test]
fn a_failed_write_keeps_the_old_scene() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("scene");
    small_scene(&folder);
    let before = folder_bytes(&folder);
    let mut bad = Community::new("bad", frame());
    bad.add(tree("far", f64::INFINITY)).unwrap();
    let error = write_scene(&folder, &bad, &ImportReport::default());
    assert!(matches!(error, Err(SceneError::Element { .. })), "{error:?}");
    assert_eq!(folder_bytes(&folder), before);
    assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1);
}

#[test]
fn damage_is_named_and_the_rest_is_read() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("scene");
    small_scene(&folder);
    let path = folder.join("trees.geojson");
    let text = fs::read_to_string(&path).unwrap();
    let codes = |folder: &Path| read(folder).1.codes.into_keys().collect::<Vec<_>>();
    fs::write(&path, text.replacen(r#""kind":"tree""#, r#""kind":"dragon""#, 1)).unwrap();
    assert_eq!((codes(&folder), read(&folder).0.elements().len()), (vec!["CIM-SCN-002"], 2));
    fs::write(&path, &text[..text.len() - 30]).unwrap();
    assert_eq!((codes(&folder), read(&folder).0.elements().len()), (vec!["CIM-SCN-003"], 2));
    fs::write(&path, text.replace("\"b\"", "\"a\"")).unwrap();
    assert_eq!((codes(&folder), read(&folder).0.elements().len()), (vec!["CIM-SCN-005"], 3));
    fs::remove_file(&path).unwrap();
    assert_eq!((codes(&folder), read(&folder).0.elements().len()), (vec!["CIM-SCN-001"], 1));
}

#[test]
fn a_scene_cannot_reach_outside_its_folder() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("scene");
    small_scene(&folder);
    fs::copy(folder.join("trees.geojson"), home.path().join("trees.geojson")).unwrap();
    let path = folder.join(SCENE_FILE);
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("\"trees.geojson\"", "\"../trees.geojson\"")).unwrap();
    let (community, report) = read(&folder);
    assert_eq!(community.elements().len(), 1);
    assert_eq!(report.codes.keys().copied().collect::<Vec<_>>(), ["CIM-SCN-004"]);
}

#[test]
fn a_broken_scene_file_says_where() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("scene");
    small_scene(&folder);
    fs::write(folder.join(SCENE_FILE), "{\n  \"name\": 5\n}").unwrap();
    let error = read_scene_file(&folder).unwrap_err();
    assert!(matches!(error, SceneError::Content { line: 2, .. }), "{error}");
    fs::remove_file(folder.join(SCENE_FILE)).unwrap();
    assert!(matches!(read_scene_file(&folder), Err(SceneError::NotAScene(_))));
    assert!(!scene_is(&folder));
}

#[test]
fn a_new_scene_has_views() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("scene");
    let mut community = Community::new("views", frame());
    for i in 0..20 {
        community.add(tree(&format!("t{i}"), f64::from(i) * 20.0)).unwrap();
    }
    let axis = street(StreetClass::Residential, None, Vec::new());
    let line = Geometry::Line(vec![[190.0, 0.0, 4.0], [290.0, 0.0, 4.0]]);
    let mut way = Element::new("s", Kind::Street(Street { layer: 0, ..axis }), line);
    way.vertical = Vertical::AboveGround;
    community.add(way).unwrap();
    write_scene(&folder, &community, &ImportReport::default()).unwrap();
    let scene = read_scene_file(&folder).unwrap();
    let keys: Vec<&str> = scene.views.iter().map(|view| view.key.as_str()).collect();
    assert_eq!(keys, ["overview", "top", "street"]);
    let overview = &scene.views[0];
    assert!(overview.eye_m[0] > overview.target_m[0] && overview.eye_m[1] < overview.target_m[1]);
    assert_eq!(scene.views[2].eye_m, [190.0, 0.0, 2.5]);
}

/// Every byte of every file changed in turn: messages or an error, never a panic.
#[test]
fn no_changed_byte_stops_the_program() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("scene");
    let mut community = Community::new("small", frame());
    let mut roof =
        Boundary { vertices: vec![[0.0; 3], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0]], ..Boundary::default() };
    roof.push_face(&[&[0, 1, 2]], FaceKind::Roof, Some([1, 2, 3]));
    community.add(Element::new("r", Kind::Bridge, Geometry::Boundary(roof))).unwrap();
    let heights_m = vec![1.0; 4];
    let grid = TerrainGrid { origin_m: [0.0; 2], cell_m: [1.0; 2], columns: 2, rows: 2, heights_m };
    community.add(Element::new("t", Kind::Terrain, Geometry::Grid(grid))).unwrap();
    write_scene(&folder, &community, &ImportReport::default()).unwrap();
    let mut damaged = 0;
    for name in ["scene.json", "structures.geojson", "terrain.geojson", "terrain-1.tif"] {
        let path = folder.join(name);
        let sound = fs::read(&path).unwrap();
        for place in 0..sound.len() {
            let mut changed = sound.clone();
            changed[place] ^= if place % 2 == 0 { 0x01 } else { 0x80 };
            fs::write(&path, &changed).unwrap();
            match read_scene(&folder, &NoProgress, &mut |_| {}, &mut |_, _| {}) {
                Ok((_, report)) => damaged += usize::from(!report.messages.is_empty()),
                Err(_) => damaged += 1,
            }
        }
        fs::write(&path, &sound).unwrap();
    }
    assert!(damaged > 500, "{damaged}");
    assert_eq!(read(&folder).0.elements().len(), 2);
}
