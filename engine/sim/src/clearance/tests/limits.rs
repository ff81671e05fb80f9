//! Golden tests of the limits that may give a verdict (tags S and S2): drainage and utility tunnels.

use linli_model::{
    AttributeValue, Building, Compartment, CompartmentKind, Corridor, CorridorNode, CorridorNodeKind,
    Element, Geometry, Key, Kind, Medium, Point3, Polygon, UtilityLine, UtilityNode, UtilityNodeKind,
};
use linli_space::Ground;

use super::town::{book, community, line, pipe};
use crate::clearance::{Finding, Verdict, corridor_findings, drainage_findings};

fn rules(found: &[Finding]) -> Vec<&str> {
    let violations = found.iter().filter(|f| f.verdict == Verdict::Violation);
    violations.filter_map(|f| Some(f.places.first()?.rule.as_str())).collect()
}

fn drains(elements: Vec<Element>) -> Vec<Finding> {
    drainage_findings(&community(elements), &book(), &Ground::level(0.0))
}

fn node(key: &str, medium: Medium, node: UtilityNodeKind, at: Point3) -> Element {
    let kind = Kind::UtilityNode(UtilityNode { medium, node, depth_m: None });
    Element::new(key, kind, Geometry::Point(at))
}

fn sewer(key: &str, diameter_mm: f64, material: &str, slope: f64) -> Element {
    let facts = UtilityLine { material: Some(material.into()), ..pipe(Medium::Sewage, diameter_mm) };
    line(key, facts, &[[0.0, 0.0, -2.0], [50.0, 0.0, -2.0 - 50.0 * slope]])
}

#[test]
fn slopes_and_diameters() {
    for (diameter, material, least, rule) in [
        (300.0, "concrete", 0.003, "drain/slope/300"),
        (300.0, "HDPE", 0.002, "drain/slope/300_plastic"),
        (200.0, "concrete", 0.01, "drain/slope/200"),
    ] {
        let at = |slope: f64| drains(vec![sewer("a", diameter, material, slope)]);
        let below = at(least - 1e-4);
        assert!(rules(&below).contains(&rule), "{rule}: {:?}", rules(&below));
        // A hundred-thousandth of fifty metres is half a millimetre: rounding.
        for kept in [least + 1e-5, least - 1e-5] {
            assert!(!rules(&at(kept)).contains(&rule), "{rule} {kept}");
        }
    }
    assert_eq!(rules(&drains(vec![sewer("a", 299.0, "concrete", 0.02)])), ["drain/min_diameter"]);
    assert!(rules(&drains(vec![sewer("a", 300.0, "concrete", 0.02)])).is_empty());
    // A connection may be DN 200, and not less.
    for (diameter, broken) in [(200.0, false), (199.0, true)] {
        let facts = UtilityLine { to_node: Some("house".into()), ..pipe(Medium::Storm, diameter) };
        let drain = line("a", facts, &[[0.0, 0.0, -2.0], [10.0, 0.0, -1.5]]);
        let house = node("utility/house", Medium::Storm, UtilityNodeKind::Connection, [10.0, 0.0, -1.5]);
        let found = drains(vec![drain, house]);
        assert_eq!(rules(&found) == ["drain/min_diameter_gully"], broken, "{diameter}");
        assert_eq!(rules(&found).is_empty(), !broken);
    }
    // DN 400 is from memory: an indication.
    let weak = drains(vec![sewer("a", 400.0, "concrete", 0.001)]);
    assert!(rules(&weak).is_empty() && weak.len() == 1);
}

/// A sewer between two manholes, in two pieces joined at a plain node.
fn between_manholes(length: f64, diameter_mm: f64) -> Vec<Element> {
    let piece = |key: &str, ends: [&str; 2], from: f64, to: f64| {
        let facts = UtilityLine {
            from_node: Some(ends[0].into()),
            to_node: Some(ends[1].into()),
            ..pipe(Medium::Sewage, diameter_mm)
        };
        line(key, facts, &[[from, 0.0, -2.0 - from * 0.02], [to, 0.0, -2.0 - to * 0.02]])
    };
    vec![
        node("m1", Medium::Sewage, UtilityNodeKind::Manhole, [0.0; 3]),
        node("m2", Medium::Sewage, UtilityNodeKind::Manhole, [length, 0.0, 0.0]),
        piece("a", ["m1", "j"], 0.0, length / 3.0),
        piece("b", ["j", "m2"], length / 3.0, length),
    ]
}

#[test]
fn ways_between_manholes() {
    for (diameter, most) in
        [(300.0, 75.0), (600.0, 75.0), (700.0, 100.0), (1000.0, 100.0), (1500.0, 150.0), (2000.0, 200.0)]
    {
        let longer = drains(between_manholes(most + 0.01, diameter));
        assert_eq!(rules(&longer).len(), 1, "DN {diameter}");
        assert!((longer.first().unwrap().required - most).abs() < 1e-9);
        assert!(rules(&drains(between_manholes(most - 0.01, diameter))).is_empty(), "DN {diameter}");
    }
}

#[test]
fn turns_at_manholes() {
    for (angle, broken) in [(89.0_f64, true), (91.0, false), (180.0, false)] {
        let turn = (180.0 - angle).to_radians();
        let end = [30.0 + 30.0 * turn.cos(), 30.0 * turn.sin(), -3.2];
        let facts = |from: &str, to: &str| UtilityLine {
            from_node: Some(from.into()),
            to_node: Some(to.into()),
            ..pipe(Medium::Sewage, 300.0)
        };
        let found = drains(vec![
            node("m", Medium::Sewage, UtilityNodeKind::Manhole, [30.0, 0.0, 0.0]),
            line("in", facts("a", "m"), &[[0.0, 0.0, -2.0], [30.0, 0.0, -2.6]]),
            line("out", facts("m", "b"), &[[30.0, 0.0, -2.6], end]),
        ]);
        assert_eq!(rules(&found) == ["drain/turn"], broken, "{angle}");
    }
}

fn tunnel(length: f64, height: f64, lines: Vec<Key>) -> Element {
    let compartment = |compartment, lines| Compartment { compartment, width_m: 2.4, height_m: height, lines };
    let corridor = Corridor {
        compartments: vec![
            compartment(CompartmentKind::General, lines),
            compartment(CompartmentKind::Gas, Vec::new()),
        ],
        wall_m: 0.3,
    };
    let axis = vec![[0.0, 0.0, -5.0], [length, 0.0, -5.0]];
    Element::new("tunnel", Kind::Corridor(corridor), Geometry::Line(axis))
}

fn opening(key: &str, corridor_node: CorridorNodeKind, x: f64) -> Element {
    let node =
        CorridorNode { corridor_node, corridor: "tunnel".into(), depth_m: 4.0, size_m: Some([1.0, 1.0]) };
    Element::new(key, Kind::CorridorNode(node), Geometry::Point([x, 0.0, 0.0]))
}

/// A tunnel of 400 m that keeps every rule.
fn sound() -> Vec<Element> {
    use CorridorNodeKind as N;
    let mut outlet = opening("out", N::AirOutlet, 120.0);
    outlet.attributes.push("compartment".into(), AttributeValue::Text("gas".into()));
    vec![
        tunnel(400.0, 2.4, Vec::new()),
        opening("access-1", N::Access, 0.0),
        opening("access-2", N::Access, 400.0),
        opening("escape", N::Escape, 200.0),
        opening("hoist", N::Hoist, 150.0),
        opening("in", N::AirInlet, 250.0),
        opening("branch", N::Branch, 100.0),
        outlet,
    ]
}

fn tunnels(elements: Vec<Element>) -> Vec<Finding> {
    corridor_findings(&community(elements), &book())
}

#[test]
fn a_sound_tunnel_has_no_finding() {
    let found = tunnels(sound());
    assert!(found.is_empty(), "{:?}", found.iter().map(|f| &f.places).collect::<Vec<_>>());
}

#[test]
fn tunnel_limits_are_kept_to_the_figure() {
    let mut low = sound();
    low[0] = tunnel(400.0, 2.399, Vec::new());
    assert_eq!(rules(&tunnels(low)), ["corridor/height"]);
    let lone: Vec<Element> = sound().into_iter().filter(|e| e.key != Key::from("access-2")).collect();
    assert!(rules(&tunnels(lone)).contains(&"corridor/access"));
    let closed: Vec<Element> = sound().into_iter().filter(|e| e.key != Key::from("in")).collect();
    assert_eq!(rules(&tunnels(closed)), ["corridor/openings"]);
    // From the hoist at 150 m to the end at 551 m: 401 m.
    for (length, broken) in [(549.9, false), (550.1, true)] {
        let mut long = sound();
        long[0] = tunnel(length, 2.4, Vec::new());
        assert_eq!(rules(&tunnels(long)).contains(&"corridor/hoist"), broken, "{length}");
    }
    for (x, broken) in [(110.1, true), (109.9, false)] {
        let mut near = sound();
        near.push(opening("access-3", CorridorNodeKind::Access, x));
        assert_eq!(rules(&tunnels(near)) == ["corridor/gas_exhaust"], broken, "{x}");
    }
    for (y, broken) in [(9.99, true), (10.01, false)] {
        let mut near = sound();
        let ring = vec![[110.0, y, 0.0], [130.0, y, 0.0], [130.0, y + 9.0, 0.0], [110.0, y + 9.0, 0.0]];
        let geometry = Geometry::Area(vec![Polygon::new(ring)]);
        near.push(Element::new("house", Kind::Building(Building::default()), geometry));
        assert_eq!(rules(&tunnels(near)) == ["corridor/gas_exhaust"], broken, "{y}");
    }
}

#[test]
fn gas_is_alone_and_heat_never_beside_power() {
    let media = |media: &[Medium]| {
        let lines: Vec<Key> = (0..media.len()).map(|i| Key::from(format!("l{i}"))).collect();
        let mut elements = sound();
        elements[0] = tunnel(400.0, 2.4, lines.clone());
        for (key, medium) in lines.iter().zip(media) {
            elements.push(line(key.as_str(), pipe(*medium, 200.0), &[[0.0, 0.0, -5.0], [400.0, 0.0, -5.0]]));
        }
        let found = tunnels(elements);
        rules(&found).iter().map(|rule| (*rule).to_owned()).collect::<Vec<String>>()
    };
    assert_eq!(media(&[Medium::Gas, Medium::Water]), ["share/gas/any"]);
    assert_eq!(media(&[Medium::Heat, Medium::Power]), ["share/heat/power"]);
    assert!(media(&[Medium::Water, Medium::Power, Medium::Telecom]).is_empty());
    assert!(media(&[Medium::Gas]).is_empty());
}
