//! Imports of files in a small format made for these tests: `crs NAME` and then one element a line,
//! `KEY KIND X Y Z`.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use linli_model::{Boundary, Building, FaceKind, NoProgress, TerrainGrid, Tree};
use linli_model::{Element, Geometry, Key, Kind, Layer, Vertical};

use super::*;
use crate::scene::{read_scene, write_scene};
use crate::{FileReport, Input, ReadContext, Reading, Severity, Transform};

static LINES: Format =
    Format { id: "lines", title: "Lines", extensions: &["lines"], recognise: is_lines, read: read_lines };
static OTHER: Format = Format {
    id: "other",
    title: "Other",
    extensions: &["other"],
    recognise: |input| input.head(9).starts_with("ambiguous"),
    read: |_, _| panic!("a reader that fails"),
};

fn is_lines(input: &Input) -> bool {
    let head = input.head(9);
    head.starts_with("lines") || head.starts_with("ambiguous")
}

fn read_lines(input: &Input, context: &ReadContext) -> Result<Reading, Rejection> {
    let text = String::from_utf8_lossy(&input.bytes).into_owned();
    let mut reading = Reading {
        crs: context.crs.map(str::to_owned),
        has_heights: true,
        elements: Vec::new(),
        licence: None,
        report: FileReport::new(&input.name),
    };
    for line in text.lines().skip(1) {
        match line.split_whitespace().collect::<Vec<_>>().as_slice() {
            ["crs", name] => reading.crs = Some((*name).to_owned()),
            [key, kind, x, y, z] => {
                let p = [x, y, z].map(|v| v.parse::<f64>().unwrap());
                reading.elements.push(element(key, kind, p));
            }
            _ => {}
        }
    }
    reading.report.elements.insert("trees".to_owned(), 77);
    reading.report.count("lines", reading.elements.len() as u64);
    Ok(reading)
}

fn element(key: &str, kind: &str, p: [f64; 3]) -> Element {
    let (kind, geometry) = match kind.split_once(':').unwrap_or((kind, "")) {
        ("tree", _) => (Kind::Tree(Tree::default()), Geometry::Point(p)),
        ("part", parent) => {
            let building = Building { parent: Some(Key::from(parent)), ..Building::default() };
            (Kind::BuildingPart(building), Geometry::Point(p))
        }
        ("grid", _) => {
            let heights_m = (0..400).map(|i| i as f32).collect();
            let (origin_m, cell_m) = ([p[0], p[1]], [1e-4, 1e-4]);
            (
                Kind::Terrain,
                Geometry::Grid(TerrainGrid { origin_m, cell_m, columns: 20, rows: 20, heights_m }),
            )
        }
        ("roof", _) => {
            let vertices = vec![p, [p[0] + 8.0, p[1], p[2]], [p[0], p[1] + 8.0, p[2]], p];
            let mut roof = Boundary { vertices, ..Boundary::default() };
            roof.push_face(&[&[3, 1, 2]], FaceKind::Roof, None);
            (Kind::Building(Building::default()), Geometry::Boundary(roof))
        }
        _ => (Kind::Building(Building::default()), Geometry::Point(p)),
    };
    let mut element = Element::new(key, kind, geometry);
    element.source.id = key.to_owned();
    element
}

struct Files(tempfile::TempDir);

impl Files {
    fn new(files: &[(&str, &str)]) -> Self {
        let home = tempfile::tempdir().unwrap();
        for (name, content) in files {
            let path = home.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, content).unwrap();
        }
        Self(home)
    }

    fn import(&self, options: &ImportOptions) -> Result<(Community, ImportReport), ImportError> {
        let paths = [self.0.path().to_owned()];
        import_formats(&paths, &[&LINES, &OTHER], options, &NoProgress, MissingCrs::Error)
    }

    fn path(&self) -> &Path {
        self.0.path()
    }
}

fn codes(report: &ImportReport) -> Vec<(&str, &str)> {
    let codes = report.files.iter().flat_map(|f| f.codes.keys().map(|id| (f.file.as_str(), *id)));
    codes.filter(|(_, id)| *id != "CIM-IMP-002").collect()
}

fn point(community: &Community, key: &str) -> [f64; 3] {
    let id = community.id_of(&Key::from(key)).unwrap();
    match community.element(id).unwrap().geometry {
        Geometry::Point(p) => p,
        ref other => panic!("{other:?}"),
    }
}

#[test]
fn the_scene_takes_the_projected_system_that_most_elements_state() {
    let files = Files::new(&[
        (
            "a.lines",
            "lines\ncrs EPSG:7415\na tree 85000.12346 445000 1.5\nb tree 85020 445010 2\nc tree 85040 445020 0",
        ),
        ("b.lines", "lines\ncrs EPSG:4326\nd tree 4.36 52.0 0"),
        ("c.lines", "lines\ncrs EPSG:25831\ne tree 593000 5762000 0"),
    ]);
    let (community, report) = files.import(&ImportOptions::default()).unwrap();
    assert_eq!(community.frame.crs, "EPSG:28992", "the heights of EPSG:7415 do not make another system");
    // Medians: the two from other systems lie west and north of the three.
    assert_eq!(community.frame.anchor_m, [85000.0, 445020.0, 0.0]);
    assert_eq!(point(&community, "a"), [0.1235, -20.0, 1.5], "rounded to 0.1 mm");
    assert!((community.frame.longitude_deg - 4.37).abs() < 0.02);
    assert_eq!(report.files[0].elements["trees"], 3);
    assert_eq!(community.sources[1].file, "b.lines");
    assert_eq!(community.sources[0].crs.as_deref(), Some("EPSG:28992"));
}

#[test]
fn degrees_alone_give_the_zone_of_their_middle() {
    let files =
        Files::new(&[("a.lines", "lines\ncrs EPSG:4326\na tree 120.1 30.2 0\nb tree 120.1002 30.2 0")]);
    let (community, _) = files.import(&ImportOptions::default()).unwrap();
    assert_eq!(community.frame.crs, "EPSG:4549");
    let (a, b) = (point(&community, "a"), point(&community, "b"));
    let apart = (b[0] - a[0]).hypot(b[1] - a[1]);
    // 0.0002° of the parallel at 30.2° on the ellipsoid: cos φ · N · Δλ with N = 6 383 560 m.
    assert!((apart - 19.258).abs() < 0.005, "{apart}");
    let utm = ImportOptions { scene_crs: Some("EPSG:32651".into()), ..ImportOptions::default() };
    assert_eq!(files.import(&utm).unwrap().0.frame.crs, "EPSG:32651");
    for wrong in ["EPSG:4326", "EPSG:2263", "EPSG:1"] {
        let options = ImportOptions { scene_crs: Some(wrong.into()), ..ImportOptions::default() };
        let error = files.import(&options).unwrap_err();
        assert!(error.to_string().contains("CIM-IMP-006"), "{error}");
    }
}

#[test]
fn a_bad_file_does_not_stop_the_others() {
    let files = Files::new(&[
        ("a.lines", "lines\ncrs EPSG:4549\na tree 500000 3300000 0"),
        ("b.lines", "lines\nb tree 500000 3300000 0"),
        ("c.lines", "lines\ncrs EPSG:99999\nc tree 500000 3300000 0"),
        ("d.lines", "nonsense"),
        ("e.other", "ambiguous"),
        ("notes.txt", "remember the milk"),
    ]);
    let (community, report) = files.import(&ImportOptions::default()).unwrap();
    assert_eq!(community.elements().len(), 1);
    let wanted = [("b.lines", "CIM-IMP-003"), ("c.lines", "CIM-IMP-005"), ("e.other", "CIM-IMP-012")];
    assert_eq!(codes(&report), wanted);
    let given = ImportOptions { crs: Some("EPSG:4549".into()), ..ImportOptions::default() };
    assert_eq!(files.import(&given).unwrap().0.elements().len(), 2);
    let noted: Vec<_> = report.files.iter().filter(|f| f.worst() == Some(Severity::Note)).collect();
    assert_eq!(noted.len(), 2, "the unknown content and the letter");
    let paths = [files.path().join("d.lines")];
    let named = import_formats(&paths, &[&LINES], &ImportOptions::default(), &NoProgress, MissingCrs::Error);
    assert!(named.unwrap_err().to_string().contains("CIM-IMP-001"));
}

#[test]
fn the_name_is_that_of_the_first_file_without_its_ending() {
    let name = |path: &str| collect::bare_name(Path::new(path), &[&LINES, &OTHER]);
    assert_eq!((name("x/town.1.LINES.gz"), name("x/town.gz")), ("town.1".to_owned(), "town".to_owned()));
    assert_eq!((name("x/城.other"), name("x/.lines")), ("城".to_owned(), ".lines".to_owned()));
}

#[test]
fn content_decides_and_the_ending_breaks_ties() {
    let files = Files::new(&[("a.other.gz", "lines\ncrs EPSG:4549\na tree 500000 3300000 0")]);
    assert_eq!(files.import(&ImportOptions::default()).unwrap().0.elements().len(), 1);
    let tie = Files::new(&[("a.lines", "ambiguous\ncrs EPSG:4549\na tree 500000 3300000 0")]);
    assert_eq!(tie.import(&ImportOptions::default()).unwrap().0.elements().len(), 1);
}

#[test]
fn distant_data_is_named_and_the_farthest_left_out() {
    let near: String = (0..40).map(|i| format!("n{i} tree {} 3300000 0\n", 500_000 + i * 10)).collect();
    let files = Files::new(&[
        (
            "a.lines",
            &format!("lines\ncrs EPSG:4549\n{near}lone tree 500100 3350000 0\nhuge tree 500000 3600000 0"),
        ),
        (
            "b.lines",
            "lines\ncrs EPSG:4549\nb1 tree 540195 3300000 0\nb2 tree 540195 3300000 0\nhigh tree 500000 3300000 9e9",
        ),
        ("c.lines", "lines\ncrs EPSG:4549\nc1 house 500195 3280000 0"),
    ]);
    let (community, report) = files.import(&ImportOptions::default()).unwrap();
    assert_eq!(community.frame.anchor_m, [500_195.0, 3_300_000.0, 0.0]);
    let wanted = [
        ("a.lines", "CIM-IMP-008"),
        ("b.lines", "CIM-IMP-008"),
        ("b.lines", "CIM-IMP-009"),
        ("c.lines", "CIM-IMP-009"),
    ];
    assert_eq!(codes(&report), wanted);
    let far = report.files[1].messages.iter().find(|m| m.code.id == "CIM-IMP-009").unwrap();
    assert!(far.detail.starts_with("40.0 km, 90°"), "{}", far.detail);
}

#[test]
fn taken_keys_are_changed_and_parts_find_their_building() {
    let text = "lines\ncrs EPSG:4549\nhouse house 500000 3300000 0\npart part:house 500000 3300000 0";
    let files = Files::new(&[("a.lines", text), ("b.lines", text)]);
    let (community, report) = files.import(&ImportOptions::default()).unwrap();
    let parent = |key: &str| {
        let element = community.element(community.id_of(&Key::from(key)).unwrap()).unwrap();
        element.kind.building().unwrap().parent.as_ref().unwrap().to_string()
    };
    assert_eq!((parent("part"), parent("part~2")), ("house".to_owned(), "house~2".to_owned()));
    assert_eq!(report.files[1].codes["CIM-IMP-010"], 2);
}

#[test]
fn a_grid_in_degrees_becomes_a_grid_in_metres() {
    let files =
        Files::new(&[("a.lines", "lines\ncrs EPSG:4326\nt grid 120.1 30.2 0\na tree 120.101 30.201 0")]);
    let (community, _) = files.import(&ImportOptions::default()).unwrap();
    assert_eq!(community.elements()[0].layer(), Layer::Terrain, "layers in their order");
    let Geometry::Grid(grid) = &community.elements()[0].geometry else { panic!("not a grid") };
    let to_scene = Transform::new("EPSG:4326", &community.frame.crs).unwrap();
    let place = to_scene.point([120.1 + 5e-4, 30.2 + 3e-4]).unwrap();
    let local = community.frame.local_from_projected([place[0], place[1], 0.0]);
    // Row 3, column 5 of the source holds 3 × 20 + 5.
    let height = grid.height_at(local[0], local[1]).unwrap();
    assert!((height - 65.0).abs() < 0.2, "{height}");
}

#[test]
fn an_imported_scene_is_written_and_read_without_change() {
    let files = Files::new(&[
        ("a.lines", "lines\ncrs EPSG:4326\nr1 roof 120.1 30.2 12.3456789\nt grid 120.1 30.2 0"),
        ("b.lines", "lines\ncrs EPSG:4549\nr2 roof 509613.123456 3342123.98765 7"),
    ]);
    let options = ImportOptions { crs: Some("EPSG:4549".into()), ..ImportOptions::default() };
    let (community, report) = files.import(&options).unwrap();
    let folder = files.path().join("scene");
    write_scene(&folder, &community, &report).unwrap();
    let (back, messages) = read_scene(&folder, &NoProgress, &mut |_| {}, &mut |_, _| {}).unwrap();
    assert!(messages.messages.is_empty(), "{messages:?}");
    let bytes = |community: &Community| format!("{:?}", community.elements());
    assert_eq!(bytes(&back), bytes(&community));
    let roof = community.element(community.id_of(&Key::from("r2")).unwrap()).unwrap();
    let Geometry::Boundary(roof) = &roof.geometry else { panic!("not a boundary") };
    assert_eq!(roof.vertices.len(), 3, "equal corners are one vertex");
    let text = fs::read_to_string(folder.join("report.json")).unwrap();
    assert!(text.contains("\"a.lines\""));
}

#[test]
fn feet_are_turned_into_metres_and_heights_are_mentioned() {
    // 1000 US survey feet are 304.8006 m; EPSG:2263 is Lambert conformal, true to 0.01 % there.
    let files =
        Files::new(&[("a.lines", "lines\ncrs EPSG:2263\na tree 985000 200000 10\nb tree 986000 200000 10")]);
    let (community, report) = files.import(&ImportOptions::default()).unwrap();
    let (a, b) = (point(&community, "a"), point(&community, "b"));
    assert!(((b[0] - a[0]).hypot(b[1] - a[1]) - 304.80).abs() < 0.15, "{a:?} {b:?}");
    assert_eq!(codes(&report), [("a.lines", "CIM-IMP-011")]);
}

#[test]
fn a_wrong_zone_is_noticed() {
    // Zone 120°E holds 118.5°E to 121.5°E; an easting of a million metres is beyond 125°E.
    let files = Files::new(&[
        ("a.lines", "lines\ncrs EPSG:4549\na tree 1000000 3300000 0"),
        ("b.lines", "lines\ncrs EPSG:4326\nb tree 125.2 29.7 0"),
    ]);
    let (_, report) = files.import(&ImportOptions::default()).unwrap();
    assert_eq!(report.files[0].codes.get("CIM-IMP-016"), Some(&1));
    assert_eq!(report.files[1].codes.get("CIM-IMP-016"), None);
    let detail = &report.files[0].messages[0].detail;
    assert!(detail.contains("EPSG:4549") && detail.contains("125."), "{detail}");
}

#[test]
fn a_scene_in_a_folder_is_left_alone() {
    let text = "lines\ncrs EPSG:4549\na tree 500000 3300000 0";
    let files = Files::new(&[("a.lines", text), ("old/scene.json", "{}"), ("old/b.lines", text)]);
    let (community, report) = files.import(&ImportOptions::default()).unwrap();
    assert_eq!(community.elements().len(), 1);
    assert_eq!(report.files[1].codes["CIM-IMP-002"], 1);
}

#[test]
fn not_a_number_is_stopped_at_the_door() {
    let files = Files::new(&[(
        "a.lines",
        "lines\ncrs EPSG:4549\na tree 500000 3300000 0\nb tree NaN 3300000 0\nc tree 500000 3300000 inf",
    )]);
    let (community, report) = files.import(&ImportOptions::default()).unwrap();
    assert_eq!(community.elements().len(), 1);
    assert_eq!(report.files[0].codes["CIM-IMP-007"], 2);
}

/// Wishes to stop after some questions.
struct Impatient(AtomicU64);

impl Progress for Impatient {
    fn step(&self, _stage: &str, _done: u64, _total: u64) {}

    fn cancelled(&self) -> bool {
        self.0.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_err()
    }
}

#[test]
fn stopping_gives_nothing_at_any_time() {
    let files = Files::new(&[("a.lines", "lines\ncrs EPSG:4549\na tree 500000 3300000 0")]);
    let paths = [files.path().to_owned()];
    let mut stopped = 0;
    for patience in 0..20 {
        let progress = Impatient(AtomicU64::new(patience));
        let options = ImportOptions::default();
        match import_formats(&paths, &[&LINES], &options, &progress, MissingCrs::Error) {
            Err(ImportError::Cancelled) => stopped += 1,
            Ok((community, _)) => assert_eq!(community.elements().len(), 1),
            Err(other) => panic!("{other}"),
        }
    }
    assert!((3..20).contains(&stopped), "{stopped}");
}

/// Wishes to stop once, when the reader asks, and never again.
struct Once(AtomicU64);

impl Progress for Once {
    fn step(&self, _stage: &str, _done: u64, _total: u64) {}

    fn cancelled(&self) -> bool {
        // The first question comes before the file is read, the second from its reader.
        self.0.fetch_add(1, Ordering::SeqCst) == 1
    }
}

#[test]
fn a_reader_that_was_stopped_is_not_a_bad_file() {
    fn read(_: &Input, context: &ReadContext) -> Result<Reading, Rejection> {
        assert!(context.progress.cancelled());
        Err(Message::new(&codes::READER_STOPPED, "", "").into())
    }
    static STOPPED: Format = Format { id: "s", title: "S", extensions: &["s"], recognise: |_| true, read };
    let files = Files::new(&[("a.s", "x")]);
    let progress = Once(AtomicU64::new(0));
    let options = ImportOptions::default();
    let paths = [files.path().to_owned()];
    let outcome = import_formats(&paths, &[&STOPPED], &options, &progress, MissingCrs::Error);
    assert!(matches!(outcome, Err(ImportError::Cancelled)), "{outcome:?}");
}

#[test]
fn elements_are_looked_at_in_the_coordinates_of_their_file() {
    fn look(elements: &[Element], metres_per_unit: f64, _: &dyn Progress) -> Vec<Message> {
        let Geometry::Point(p) = elements[0].geometry else { panic!("not a point") };
        vec![Message::new(&codes::APART, "", format!("{} {metres_per_unit}", p[0])).at(p)]
    }
    let options = ImportOptions { inspect: Some(look), ..ImportOptions::default() };
    let files = Files::new(&[
        ("a.lines", "lines\ncrs EPSG:2263\na tree 985000 200000 10"),
        ("b.lines", "lines\ncrs EPSG:4326\nb tree -73.99 40.71 10"),
    ]);
    let (_, report) = files.import(&options).unwrap();
    let details: Vec<&str> = report.files.iter().map(|f| f.messages[0].detail.as_str()).collect();
    assert!(details[0].starts_with("985000 0.3048"), "{details:?}");
    assert_eq!(details[1], "-73.99 0");
}

#[test]
fn the_same_files_give_the_same_community() {
    let text = |n: usize| {
        let lines = (0..600).map(|i| format!("k{n}-{i} tree {} {} 0\n", 120.1 + i as f64 * 1e-6, 30.2));
        format!("lines\ncrs EPSG:4326\n{}", lines.collect::<String>())
    };
    let files = Files::new(&[("a.lines", &text(1)), ("b/b.lines", &text(2)), ("c.lines", &text(3))]);
    let first = files.import(&ImportOptions::default()).unwrap().0;
    for _ in 0..3 {
        assert_eq!(files.import(&ImportOptions::default()).unwrap().0.elements(), first.elements());
    }
    assert!(first.elements().iter().all(|e| e.vertical == Vertical::Absolute));
}
