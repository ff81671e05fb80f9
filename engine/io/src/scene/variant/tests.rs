#![expect(clippy::unwrap_used, reason = "tests")]

use linli_model::variant::{Action, Change, EditSession, Value, script::Script};
use linli_model::{Building, Community, Element, Geometry, Kind, Polygon, Tree};

use super::*;

fn frame() -> SceneFrame {
    SceneFrame {
        crs: "EPSG:4549".into(),
        anchor_m: [519_247.0, 3_348_953.0, 0.0],
        longitude_deg: 120.2,
        latitude_deg: 30.26,
        convergence_deg: 0.1,
    }
}

fn house(key: &str, side: f64) -> Element {
    let ring = vec![[0.0, 0.0, 0.0], [side, 0.0, 0.0], [side, side, 0.0], [0.0, side, 0.0]];
    let building = Building { height_m: Some(12.0), ..Building::default() };
    Element::new(key, Kind::Building(building), Geometry::Area(vec![Polygon::new(ring)]))
}

fn variant() -> Variant {
    let tree = Element::new("t", Kind::Tree(Tree::default()), Geometry::Point([1.5, 2.0, 3.0]));
    Variant {
        key: "tower".to_owned(),
        name_zh: "高塔".to_owned(),
        name_en: "Tower".to_owned(),
        note: "一行说明".to_owned(),
        base: Some(Key::from("court")),
        edits: vec![
            Edit::from(Change::Add(Box::new(house("a", 10.0)))),
            Edit::from(Change::Remove { key: Key::from("t"), old: Some(Box::new(tree)) }),
            Edit::from(Change::Remove { key: Key::from("x"), old: None }),
            Edit::from(Change::replace(&house("b", 9.0), house("b", 12.0))),
        ],
        ..Variant::default()
    }
}

fn read(text: &str) -> Result<Variant, Vec<Message>> {
    read_variant_input(
        &Input { name: "v.json".to_owned(), bytes: text.as_bytes().to_vec(), path: None },
        &frame(),
    )
}

#[test]
fn what_is_written_is_read_back() {
    let text = write_variant(&variant(), &frame()).unwrap();
    assert_eq!(read(&text).unwrap(), variant());
    assert_eq!(write_variant(&read(&text).unwrap(), &frame()).unwrap(), text);
}

#[test]
fn every_bad_edit_is_named_by_its_number() {
    let text = r#"{"schema_version":1,"key":"v","name_zh":"","name_en":"","edits":[
        {"op":"add"},{"op":"remove"},{"op":"remove","key":"a"},
        {"op":"replace","feature":{"type":"Feature","properties":{"key":"k","kind":"tree"},"geometry":null},"key":"z"}]}"#;
    let problems = read(text).unwrap_err();
    let places: Vec<&str> = problems.iter().map(|message| message.place.as_str()).collect();
    assert_eq!(places, ["/edits/0", "/edits/1", "/edits/3"]);
    assert!(problems.iter().all(|message| message.file == "v.json" && message.detail.starts_with("edit ")));
}

#[test]
fn what_is_no_variant_is_refused_with_its_place() {
    for (text, code) in [
        ("", "CIM-VAR-001"),
        ("[]", "CIM-VAR-001"),
        (r#"{"schema_version":1}"#, "CIM-VAR-001"),
        (r#"{"schema_version":1,"key":"","name_zh":"","name_en":"","edits":[]}"#, "CIM-VAR-001"),
        (r#"{"schema_version":9,"key":"v","name_zh":"","name_en":"","edits":[]}"#, "CIM-VAR-002"),
        (
            r#"{"schema_version":1,"key":"v","name_zh":"","name_en":"","edits":[{"op":"burn"}]}"#,
            "CIM-VAR-001",
        ),
    ] {
        assert_eq!(read(text).unwrap_err()[0].code.id, code, "{text}");
    }
}

#[test]
fn the_variants_of_a_folder_are_listed_and_bad_ones_told() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(read_variants(folder.path(), &frame()).0, []);
    let path = |key: &str| variant_path(folder.path(), key).unwrap();
    assert_eq!(variant_path(folder.path(), "../x"), None);
    fs::create_dir(folder.path().join("variants")).unwrap();
    fs::write(path("b"), write_variant(&variant(), &frame()).unwrap()).unwrap();
    fs::write(path("c"), write_variant(&variant(), &frame()).unwrap()).unwrap();
    fs::write(path("a"), "{").unwrap();
    let (variants, messages) = read_variants(folder.path(), &frame());
    assert_eq!(variants, [variant()]);
    let codes: Vec<&str> = messages.iter().map(|message| message.code.id).collect();
    assert_eq!(codes, ["CIM-VAR-001", "CIM-VAR-004"]);
}

#[test]
fn a_variant_that_is_read_can_be_applied_and_taken_back() {
    let mut base = Community::new("base", frame());
    for element in [house("b", 9.0), house("x", 5.0), house("t", 5.0)] {
        base.add(element).unwrap();
    }
    let mut edits = variant().edits;
    edits.remove(1);
    let read = read(&write_variant(&Variant { edits, ..variant() }, &frame()).unwrap()).unwrap();
    let resolved = read.resolve(&base).unwrap();
    let changed = resolved.apply(&base);
    assert_eq!(changed.elements().len(), 3);
    assert!(changed.id_of(&Key::from("x")).is_none());
    let back = resolved.inverse().apply(&changed);
    assert_eq!(back.elements().len(), 3);
    assert_eq!(back.element(back.id_of(&Key::from("b")).unwrap()), Some(&house("b", 9.0)));
}

#[test]
fn the_committed_schema_is_up_to_date() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/schema/variant.schema.json");
    if std::env::var_os("UPDATE_SCHEMA").is_some() {
        fs::write(path, variant_schema()).unwrap();
    }
    let committed = fs::read_to_string(path).unwrap_or_default();
    assert_eq!(committed, variant_schema(), "run the tests once with UPDATE_SCHEMA=1");
}

#[test]
fn the_oldest_version_that_holds_a_variant_is_written() {
    let version = |variant: &Variant| {
        let text = write_variant(variant, &frame()).unwrap();
        assert_eq!(read(&text).unwrap(), *variant);
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        value["schema_version"].as_u64().unwrap()
    };
    assert_eq!(version(&variant()), 1);
    let set = Change::Set {
        key: Key::from("b"),
        new: Value::BuildingHeightM(Some(30.5)),
        old: Some(Value::BuildingHeightM(Some(12.0))),
    };
    let step = Edit::new(Action::SetStoreys(9), vec![set, Change::Remove { key: Key::from("z"), old: None }]);
    let newer = Variant { edits: vec![step.clone()], ..variant() };
    assert_eq!(version(&newer), 2);
    assert_eq!(version(&Variant { undone: vec![step], ..variant() }), 2);
    assert_eq!(version(&Variant { base_edits: Some(1), ..variant() }), 2);
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(40))]

    #[test]
    fn every_script_is_read_back_as_it_was_made(seed: u64) {
        let mut base = Community::new("base", frame());
        for (at, side) in [9.0, 14.0, 20.0].into_iter().enumerate() {
            base.add(house(&format!("b{at}"), side)).unwrap();
        }
        let base = std::sync::Arc::new(base);
        let mut session = EditSession::open(base.clone(), Variant::of("v", Vec::new())).unwrap();
        let mut script = Script::new(seed);
        for _ in 0..40 {
            match script.below(9) {
                0 => _ = session.undo(),
                _ => if let Some(edit) = script.edit(session.community()) {
                    session.commit(edit).unwrap();
                }
            }
        }
        let made = session.variant();
        let text = write_variant(&made, &frame()).unwrap();
        let back = read(&text).unwrap();
        proptest::prop_assert_eq!(&back, &made);
        proptest::prop_assert_eq!(write_variant(&back, &frame()).unwrap(), text);
        let opened = EditSession::open(base, back).unwrap();
        proptest::prop_assert_eq!(
            format!("{:?}", opened.community().elements()),
            format!("{:?}", session.community().elements())
        );
    }
}
