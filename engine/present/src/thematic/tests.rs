use linli_model::{AttributeValue, Building, Element, Geometry, Key, Kind, SceneFrame, Tree};

use super::*;

fn community(elements: Vec<Element>) -> Community {
    let frame = SceneFrame {
        crs: String::new(),
        anchor_m: [0.0; 3],
        longitude_deg: 0.0,
        latitude_deg: 0.0,
        convergence_deg: 0.0,
    };
    let mut community = Community::new("test", frame);
    for element in elements {
        community.add_renamed(element);
    }
    community
}

fn house(storeys: Option<f32>) -> Building {
    Building { storeys_above: storeys, ..Building::default() }
}

fn with(name: &str, value: &str) -> Element {
    let mut element = Element::new("b", Kind::Building(Building::default()), Geometry::None);
    element.attributes.push(Key::from(name), AttributeValue::Text(value.into()));
    element
}

fn made(community: &Community, ask: &ThemeAsk) -> Theme {
    theme_of(community, ask, |_| true).unwrap_or_else(|_| unreachable!("some have values"))
}

#[test]
fn numbers_become_classes_with_counts_and_others_take_no_part() {
    let mut elements: Vec<Element> = [6.0, 6.0, 11.0, 18.0, 18.0, 33.0]
        .into_iter()
        .map(|storeys| Element::new("b", Kind::Building(house(Some(storeys))), Geometry::None))
        .collect();
    elements.push(Element::new("b", Kind::Building(house(None)), Geometry::None));
    elements.push(Element::new("t", Kind::Tree(Tree::default()), Geometry::None));
    let community = community(elements);
    let theme = made(&community, &ThemeAsk { classes: 3, ..ThemeAsk::by("storeys") });
    assert!(theme.is_numeric);
    let told: Vec<(&str, usize)> =
        theme.classes.iter().map(|class| (class.words[0].as_str(), class.count)).collect();
    assert_eq!(told, [("6", 2), ("11 – 18", 3), ("33", 1)]);
    assert_eq!(theme.no_value, 1);
    assert_eq!(theme.class_of(ElementId(6)), Some(Theme::NO_VALUE));
    assert_eq!(theme.colour_of(ElementId(7)), None, "a tree has no storeys and keeps its colour");
    assert_eq!(theme.colour_of(ElementId(0)), Some(theme.classes[0].colour));
}

#[test]
fn parts_take_the_value_of_the_whole_and_are_not_counted_twice() {
    let whole = Element::new(
        "w",
        Kind::Building(Building { outline_of_parts: true, ..house(Some(20.0)) }),
        Geometry::None,
    );
    let part = |key: &str, parent: &str| {
        let building = Building { parent: Some(Key::from(parent)), ..house(Some(3.0)) };
        Element::new(key, Kind::BuildingPart(building), Geometry::None)
    };
    let bare = Building { outline_of_parts: true, ..Building::default() };
    let outline = Element::new("o", Kind::Building(bare), Geometry::None);
    let community = community(vec![whole, part("w1", "w"), part("w2", "w"), outline, part("o1", "o")]);
    let theme = made(&community, &ThemeAsk::by("storeys"));
    assert_eq!(theme.classes.iter().map(|class| class.count).collect::<Vec<_>>(), [1, 1]);
    assert_eq!(theme.no_value, 0, "an outline that is not drawn is no building without a value");
    assert_eq!(theme.class_of(ElementId(1)), theme.class_of(ElementId(0)));
    assert_ne!(theme.class_of(ElementId(4)), theme.class_of(ElementId(0)));
    let buildings = ThemeAsk { kind: Some("building".into()), ..ThemeAsk::by("storeys") };
    let theme = made(&community, &buildings);
    assert!(theme.class_of(ElementId(1)).is_some(), "a part is coloured with its building");
}

#[test]
fn names_are_ordered_by_how_frequent_they_are_and_rare_ones_share_a_colour() {
    let mut elements = Vec::new();
    for (place, owner) in ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"].into_iter().enumerate() {
        elements.extend((0..10 - place).map(|_| with("owner", owner)));
    }
    let theme = made(&community(elements), &ThemeAsk::by("owner"));
    assert!(!theme.is_numeric);
    assert_eq!(theme.classes.len(), 8);
    assert_eq!(theme.classes[0].words[0], "a");
    assert_eq!(theme.classes.iter().map(|class| class.count).sum::<usize>(), 55);
    assert_eq!(theme.classes[7].count, 3 + 2 + 1);
    let colours: BTreeSet<Colour> = theme.classes.iter().map(|class| class.colour).collect();
    assert_eq!(colours.len(), 8, "every class has a colour of its own");
    assert!(!colours.contains(&NO_VALUE_COLOUR));
}

#[test]
fn one_word_among_numbers_makes_names_of_all() {
    let theme = made(&community(vec![with("n", "12"), with("n", "about 12")]), &ThemeAsk::by("n"));
    assert!(!theme.is_numeric);
    let absent = theme_of(&community(vec![with("n", "1")]), &ThemeAsk::by("m"), |_| true);
    assert_eq!(absent, Err(NoSuchValues));
}

#[test]
fn equal_intervals_tell_their_bounds_and_years_are_not_grouped() {
    let elements = ["1900", "1950", "2000"].map(|year| with("start_year", year));
    let ask = ThemeAsk { classes: 2, method: ClassMethod::Equal, ..ThemeAsk::by("start_year") };
    let theme = made(&community(elements.into()), &ask);
    let told: Vec<&str> = theme.classes.iter().map(|class| class.words[0].as_str()).collect();
    assert_eq!(told, ["1900 – 1950", "1950 – 2000"]);
    assert_eq!(theme.classes.iter().map(|class| class.count).collect::<Vec<_>>(), [2, 1]);
}
