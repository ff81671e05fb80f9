//! Single edits: order, inverse, problems.

use super::*;
use crate::variant::Value;

#[test]
fn changes_are_made_in_order_and_taken_back() {
    let base = community(&["a", "b", "c"]);
    let edits = vec![remove("a"), add("d", 4.0), replace("b", 2.0), replace("d", 5.0), add("a", 9.0)];
    let resolved = variant(edits).resolve(&base).unwrap();
    let changed = resolved.apply(&base);
    let places: Vec<(&str, Geometry)> =
        changed.elements().iter().map(|e| (e.key.as_str(), e.geometry.clone())).collect();
    let at = |x| Geometry::Point([x, 0.0, 0.0]);
    assert_eq!(places, [("b", at(2.0)), ("c", at(1.0)), ("d", at(5.0)), ("a", at(9.0))]);
    assert_eq!(sorted(&resolved.inverse().apply(&changed)), sorted(&base));
    assert_eq!(resolved.inverse().inverse().apply(&base), changed);
}

#[test]
fn every_change_that_cannot_be_made_is_told() {
    let base = community(&["a", "b"]);
    let known = Edit::from(Change::Remove { key: Key::from("b"), old: Some(Box::new(tree("b", 7.0))) });
    let set = |key: &str, new, old| Edit::from(Change::Set { key: Key::from(key), new, old });
    let edits = vec![
        add("a", 1.0),
        remove("x"),
        replace("y", 1.0),
        known,
        remove("b"),
        add("b", 2.0),
        set("b", Value::DiameterMm(3.0), None),
        set("b", Value::CrownM(Some(f64::NAN)), None),
        set("b", Value::CrownM(Some(3.0)), Some(Value::CrownM(Some(9.0)))),
        replace("b", f64::INFINITY),
    ];
    let problems = variant(edits).resolve(&base).unwrap_err();
    let faults: Vec<(usize, EditFault)> = problems.iter().map(|p| (p.number, p.fault.clone())).collect();
    use EditFault::{KeyTaken, NoSuchValue, NotAsKnown, NotFinite, NothingThere};
    let wanted = [
        (1, KeyTaken),
        (2, NothingThere),
        (3, NothingThere),
        (4, NotAsKnown),
        (5, NothingThere),
        (7, NoSuchValue),
        (8, NotFinite),
        (9, NotAsKnown),
        (10, NotFinite),
    ];
    assert_eq!(faults, wanted);
    assert!(problems.iter().all(|p| p.english().contains(p.key.as_str()) && p.chinese().contains("第")));
}

#[test]
fn a_name_that_would_lead_nowhere_is_told_with_the_edit_that_causes_it() {
    let mut base = community(&["t"]);
    base.add(house("h", 0.0, 3)).unwrap();
    let part = |key: &str, of: &str| {
        let building = Building { parent: Some(Key::from(of)), ..Building::default() };
        Element::new(key, Kind::BuildingPart(building), Geometry::None)
    };
    base.add(part("h/p", "h")).unwrap();
    base.add(part("old", "nobody")).unwrap();
    let problem = |edits: Vec<Edit>| {
        let problems = variant(edits).resolve(&base).unwrap_err();
        problems.iter().map(|p| (p.number, p.key.to_string(), p.fault.clone())).collect::<Vec<_>>()
    };
    let to = |key: &str| EditFault::Dangling(Key::from(key));
    assert_eq!(problem(vec![remove("t"), remove("h")]), [(2, "h/p".to_owned(), to("h"))]);
    let adds = Edit::from(Change::Add(Box::new(part("n", "gone"))));
    assert_eq!(problem(vec![adds]), [(1, "n".to_owned(), to("gone"))]);
    // Both gone, or what led nowhere before, is no problem.
    assert!(variant(vec![remove("h"), remove("h/p")]).resolve(&base).is_ok());
    let mut named = part("old", "nobody");
    named.name = Some("still".to_owned());
    assert!(
        variant(vec![Edit::from(Change::Replace { new: Box::new(named), old: None })]).resolve(&base).is_ok()
    );
}

proptest::proptest! {
    #[test]
    fn what_is_applied_and_taken_back_is_the_same(
        steps in proptest::collection::vec((0_usize..3, 0_usize..8, 0_u32..5), 0..24)
    ) {
        let keys = ["a", "b", "c", "d", "e", "f", "g", "h"];
        let base = community(&keys[..4]);
        let mut there: Vec<bool> = (0..8).map(|i| i < 4).collect();
        let mut edits = Vec::new();
        for (what, at, x) in steps {
            let (key, x) = (keys[at], f64::from(x));
            edits.push(match (what, there[at]) {
                (_, false) => add(key, x),
                (0, true) => remove(key),
                _ => replace(key, x),
            });
            there[at] = !matches!(edits.last().unwrap().changes[0], Change::Remove { .. });
        }
        let resolved = variant(edits).resolve(&base);
        let resolved = resolved.map_err(|p| proptest::test_runner::TestCaseError::fail(format!("{p:?}")))?;
        let changed = resolved.apply(&base);
        for (at, key) in keys.iter().enumerate() {
            proptest::prop_assert_eq!(changed.id_of(&Key::from(*key)).is_some(), there[at]);
        }
        proptest::prop_assert_eq!(sorted(&resolved.inverse().apply(&changed)), sorted(&base));
    }
}
