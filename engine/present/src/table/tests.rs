use linli_model::{AttributeValue, Building, Geometry, Key, Kind, Language, SceneFrame, Tree};

use super::*;

fn community() -> Community {
    let frame = SceneFrame {
        crs: String::new(),
        anchor_m: [0.0; 3],
        longitude_deg: 0.0,
        latitude_deg: 0.0,
        convergence_deg: 0.0,
    };
    let mut community = Community::new("test", frame);
    for (key, storeys, owner) in [
        ("a", Some(18.0), "Fan, \"Li\""),
        ("b", Some(6.0), "wang"),
        ("c", None, "Wang"),
        ("d", Some(33.0), ""),
    ] {
        let building = Building { storeys_above: storeys, ..Building::default() };
        let mut element = linli_model::Element::new(key, Kind::Building(building), Geometry::None);
        if !owner.is_empty() {
            element.attributes.push(Key::from("owner"), AttributeValue::Text(owner.into()));
        }
        community.add_renamed(element);
    }
    community.add_renamed(linli_model::Element::new("t", Kind::Tree(Tree::default()), Geometry::None));
    community
}

fn ask(conditions: &str, columns: &[&str]) -> TableAsk {
    TableAsk {
        kind: Some("building".into()),
        conditions: parse_conditions(conditions).unwrap_or_else(|why| unreachable!("{why}")),
        columns: columns.iter().map(|name| (*name).to_owned()).collect(),
        ..TableAsk::default()
    }
}

fn keys(community: &Community, ask: &TableAsk) -> Vec<String> {
    let table = table_of(community, ask, |_| true);
    table
        .rows
        .iter()
        .filter_map(|row| community.element(row.id))
        .map(|element| element.key.as_str().to_owned())
        .collect()
}

#[test]
fn conditions_are_combined_and_rows_sorted_with_missing_values_last() {
    let community = community();
    assert_eq!(keys(&community, &ask("", &[])), ["a", "b", "c", "d"]);
    assert_eq!(keys(&community, &ask("storeys>=18", &[])), ["a", "d"]);
    assert_eq!(keys(&community, &ask("storeys >= 6 and owner = WANG", &[])), ["b"]);
    let sorted = |descending| TableAsk { sort: Some("storeys".into()), descending, ..ask("", &[]) };
    assert_eq!(keys(&community, &sorted(false)), ["b", "a", "d", "c"]);
    assert_eq!(keys(&community, &sorted(true)), ["d", "a", "b", "c"]);
    let all = TableAsk { kind: None, ..TableAsk::default() };
    assert_eq!(keys(&community, &all).len(), 5);
    assert_eq!(keys(&community, &TableAsk { kind: Some("trees".into()), ..TableAsk::default() }), ["t"]);
}

#[test]
fn columns_of_numbers_have_statistics_and_others_none() {
    let community = community();
    let table = table_of(&community, &ask("", &["key", "storeys", "owner"]), |_| true);
    let of = |at: usize| (table.columns[at].filled, table.columns[at].statistics);
    assert_eq!((of(0).0, of(0).1), (4, None));
    let storeys = of(1).1.unwrap_or_else(|| unreachable!("all are numbers"));
    assert_eq!((storeys.count, storeys.sum, storeys.median), (3, 57.0, 18.0));
    assert_eq!(table.columns[1].sum(), None, "a sum of storeys over buildings means nothing");
    assert_eq!((of(2).0, of(2).1), (3, None));
}

#[test]
fn files_hold_every_value_and_quote_what_needs_it() {
    let community = community();
    let table = table_of(&community, &ask("", &["key", "storeys", "owner"]), |_| true);
    let csv = table.to_csv(Language::English);
    assert_eq!(csv, "key,storeys,owner\r\na,18,\"Fan, \"\"Li\"\"\"\r\nb,6,wang\r\nc,,Wang\r\nd,33,\r\n");
}

#[test]
fn negative_numbers_come_before_positive_ones() {
    let key = |value: f64| SortKey::of(Some(FactValue::Number(value)), false);
    let values = [-1e9, -2.0, -0.5, 0.0, 0.25, 3.0, 1e12];
    assert!(values.windows(2).all(|pair| key(pair[0]) < key(pair[1])));
    assert!(key(-0.0) == key(0.0));
    assert!(key(3.0) < SortKey::of(Some(FactValue::Text("a".into())), false));
}

#[test]
fn the_usual_columns_are_what_the_kind_has() {
    let columns = usual_columns(&community(), Some("building"));
    assert_eq!(columns, ["key", "storeys"]);
}
