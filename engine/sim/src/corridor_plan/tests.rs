//! Small towns whose best route, section and quantities are known.
#![expect(clippy::unwrap_used, reason = "tests")]

use linli_io::built_in_utility_rules;
use linli_model::{
    Basement, CompartmentKind, Element, Geometry, Kind, Language, Polygon, Street, StreetClass, UtilityLine,
    Vertical,
};
use proptest::prelude::*;

use super::*;
use crate::drawing::{Drawing, Form, Mark};
use crate::profile::DrawingStyle;

fn street(key: &str, class: StreetClass, points: &[[f64; 2]]) -> Element {
    let line = points.iter().map(|[x, y]| [*x, *y, 0.0]).collect();
    let mut element = Element::new(key, Kind::Street(Street::new(class)), Geometry::Line(line));
    element.vertical = Vertical::AboveGround;
    element
}

fn basement(key: &str, [x0, y0, x1, y1]: [f64; 4], top_depth_m: f64) -> Element {
    let ring = vec![[x0, y0, 0.0], [x1, y0, 0.0], [x1, y1, 0.0], [x0, y1, 0.0]];
    let facts = Basement { levels: 2, top_depth_m, bottom_depth_m: top_depth_m + 8.0, ..Basement::default() };
    let mut element = Element::new(key, Kind::Basement(facts), Geometry::Area(vec![Polygon::new(ring)]));
    element.vertical = Vertical::AboveGround;
    element
}

fn town(elements: Vec<Element>) -> Community {
    let frame = linli_model::SceneFrame {
        crs: "EPSG:4549".into(),
        anchor_m: [0.0; 3],
        longitude_deg: 120.0,
        latitude_deg: 30.0,
        convergence_deg: 0.0,
    };
    let mut community = Community::new("t", frame);
    for element in elements {
        community.add(element).unwrap();
    }
    community
}

fn wanted(media: &[(Medium, u32, f64)]) -> Vec<DemandLine> {
    let line = |(medium, count, diameter_mm): &(Medium, u32, f64)| DemandLine {
        medium: *medium,
        count: *count,
        diameter_mm: *diameter_mm,
        voltage_kv: None,
        steam: false,
    };
    media.iter().map(line).collect()
}

fn terminal(name: &str, at: [f64; 2]) -> Terminal {
    Terminal { name: name.to_owned(), at }
}

fn plan(
    community: &Community,
    terminals: Vec<Terminal>,
    lines: Vec<DemandLine>,
) -> Result<CorridorPlan, CorridorPlanError> {
    let demand = CorridorDemand { terminals, lines };
    let (rules, packs) = (CorridorPlanRules::standard().unwrap(), built_in_utility_rules().unwrap());
    plan_corridor(community, &Ground::of(community), &demand, &rules, &packs)
}

/// A square of primary roads with a residential street through its middle.
fn square() -> Vec<Element> {
    use StreetClass::{Primary, Residential};
    vec![
        street("south", Primary, &[[0., 0.], [300., 0.]]),
        street("east", Primary, &[[300., 0.], [300., 300.]]),
        street("north", Primary, &[[300., 300.], [0., 300.]]),
        street("west", Primary, &[[0., 300.], [0., 0.]]),
        street("lane", Residential, &[[0., 0.], [300., 300.]]),
    ]
}

#[test]
fn the_route_takes_main_roads_and_keeps_clear_of_basements() {
    let ends = || vec![terminal("a", [-20., 0.]), terminal("b", [320., 300.])];
    let water = || wanted(&[(Medium::Water, 1, 300.0)]);
    let plain = plan(&town(square()), ends(), water()).unwrap();
    // The lane is 424.3 m long and counts 1.6 a metre: 679; round the square it is 600.
    assert!((plain.length_m - 600.0).abs() < 1e-9 && plain.exact_route, "{}", plain.length_m);
    assert_eq!(plain.served[0].connection_m, 20.0);
    assert_eq!(plain.branches.len(), 1);

    let mut elements = square();
    elements.push(basement("core", [140., -10., 160., 10.], 1.5));
    elements.push(basement("deep", [140., 290., 160., 310.], 1.5));
    let round = plan(&town(elements), ends(), water()).unwrap();
    assert!((round.length_m - 300.0 * 2.0_f64.sqrt()).abs() < 1e-6, "only the lane is left");
    assert_eq!(round.branches[0].streets, vec![Key::from("lane")]);

    // A basement whose roof lies deep enough is passed over: cover 2.5 m, box, and 1 m between.
    let mut elements = square();
    elements.push(basement("core", [140., -10., 160., 10.], 8.0));
    elements.push(basement("other", [140., 290., 160., 310.], 8.0));
    let over = plan(&town(elements), ends(), water()).unwrap();
    assert!((over.length_m - 600.0).abs() < 1e-9);
}

#[test]
fn the_sharing_rules_divide_the_section() {
    let ends = || vec![terminal("a", [0., 0.]), terminal("b", [300., 0.])];
    let of = |lines: Vec<DemandLine>| plan(&town(square()), ends(), lines).unwrap().compartments;
    let kinds = |compartments: &[PlannedCompartment]| compartments.iter().map(|c| c.kind).collect::<Vec<_>>();
    let all = of(wanted(&[
        (Medium::Water, 1, 400.0),
        (Medium::Gas, 1, 300.0),
        (Medium::Heat, 2, 300.0),
        (Medium::Power, 12, 110.0),
        (Medium::Telecom, 8, 110.0),
    ]));
    // Gas alone; heat never with power: no fewer than three, and more walls cost more.
    assert_eq!(all.len(), 3, "{:?}", kinds(&all));
    assert_eq!(all.last().unwrap().kind, CompartmentKind::Gas);
    for compartment in &all {
        let media: Vec<Medium> = compartment.lines.iter().map(|l| l.line.medium).collect();
        assert!(!(media.contains(&Medium::Heat) && media.contains(&Medium::Power)), "{media:?}");
        assert!(!media.contains(&Medium::Gas) || media.len() == 1, "{media:?}");
        assert!(compartment.height_m >= 2.4 && compartment.passage_m >= 0.9);
    }
    let mut steam = wanted(&[(Medium::Heat, 1, 300.0), (Medium::Water, 1, 300.0)]);
    steam[0].steam = true;
    assert_eq!(of(steam).len(), 2, "steam stands alone");
    assert_eq!(of(wanted(&[(Medium::Water, 1, 300.0), (Medium::Power, 6, 110.0)])).len(), 1);
}

#[test]
fn a_compartment_of_one_pipe_has_the_size_of_the_table() {
    let ends = vec![terminal("a", [0., 0.]), terminal("b", [300., 0.])];
    let plan = plan(&town(square()), ends, wanted(&[(Medium::Water, 1, 300.0)])).unwrap();
    let compartment = &plan.compartments[0];
    // Pipe 0.3 m with 0.4 m on both sides, passage on one side 0.9 m: 2.0 m. Height 2.4 m (5.3.1).
    assert!((compartment.width_m - 2.0).abs() < 1e-9 && (compartment.height_m - 2.4).abs() < 1e-9);
    assert_eq!(compartment.lines[0].places_m, vec![[0.55, 0.55]]);
    // Outer box 2.7 × 3.1 m; pit 4.3 m wide and 2.5 + 3.1 + 0.2 = 5.8 m deep over 300 m.
    let trench = &plan.trench;
    assert!((trench.floor_width_m - 4.3).abs() < 1e-9 && (trench.depth_m - 5.8).abs() < 1e-9);
    assert!((trench.excavation_m3 - 4.3 * 5.8 * 300.0).abs() < 1e-6);
    let left = 4.3 * 5.8 - 2.7 * 3.1 - 4.3 * 0.2;
    assert!((trench.backfill_m3 - left * 300.0).abs() < 1e-6);
    assert!((trench.walls_m2 - 2.0 * 5.8 * 300.0).abs() < 1e-6);
    let of = |name: &str| plan.cost.iter().find(|item| item.item == name).unwrap();
    assert!((of("excavation").amount - 4.3 * 5.8 * 300.0 * 60.0).abs() < 1e-3);
    let concrete = (2.7 * 3.1 - 2.0 * 2.4) * 300.0;
    assert!((of("concrete").quantity - concrete).abs() < 1e-6);
    let sum: f64 = plan.cost.iter().map(|item| item.amount).sum();
    assert_eq!(sum, plan.cost_total);
    // 300 m: hoist and escape every 400 m at most, air by turns every 200 m, two accesses.
    let count = |kind| plan.branches[0].openings.iter().filter(|(k, _)| *k == kind).count();
    assert_eq!(count(CorridorNodeKind::Access), 2);
    assert_eq!(count(CorridorNodeKind::Hoist), 1);
    assert_eq!(count(CorridorNodeKind::Escape), 1);
    assert!(count(CorridorNodeKind::AirInlet) >= 1 && count(CorridorNodeKind::AirOutlet) >= 1);
    assert!(plan.branches[0].axis.iter().all(|p| (p[2] + 2.5 + 1.55).abs() < 1e-9));
}

#[test]
fn what_lies_in_the_way_is_named() {
    let mut elements = square();
    let pipe = UtilityLine { medium: Medium::Sewage, diameter_mm: 600.0, ..UtilityLine::default() };
    let mut sewer =
        Element::new("sewer", Kind::UtilityLine(pipe), Geometry::Line(vec![[0., 1., -4.], [300., 1., -4.]]));
    sewer.vertical = Vertical::AboveGround;
    elements.push(sewer);
    let ends = vec![terminal("a", [0., 0.]), terminal("b", [300., 0.])];
    let plan = plan(&town(elements), ends, wanted(&[(Medium::Water, 1, 300.0)])).unwrap();
    let found: Vec<&str> = plan.conflicts.iter().map(|conflict| conflict.other.as_str()).collect();
    assert_eq!(found, ["sewer"]);
    assert!(plan.conflicts[0].actual_m < plan.conflicts[0].required_m);
}

#[test]
fn wishes_that_cannot_be_met_are_told() {
    let community = town(square());
    let water = || wanted(&[(Medium::Water, 1, 300.0)]);
    let ends = |b: [f64; 2]| vec![terminal("a", [0., 0.]), terminal("b", b)];
    assert_eq!(
        plan(&community, vec![terminal("a", [0., 0.])], water()),
        Err(CorridorPlanError::Terminals(1))
    );
    assert_eq!(plan(&community, ends([300., 0.]), Vec::new()), Err(CorridorPlanError::NoLines));
    let far = plan(&community, ends([9000., 0.]), water());
    assert!(matches!(far, Err(CorridorPlanError::NoStreet { name, .. }) if name == "b"));
    let mut apart = square();
    apart.push(street("island", StreetClass::Primary, &[[1000., 0.], [1100., 0.]]));
    let apart = plan(&town(apart), ends([1000., 0.]), water());
    assert!(matches!(apart, Err(CorridorPlanError::Apart { .. })), "{apart:?}");
}

#[test]
fn a_proposal_is_written_as_json_geojson_and_drawing() {
    let community = town(square());
    let ends = vec![terminal("a", [0., 0.]), terminal("b", [300., 0.]), terminal("c", [300., 300.])];
    let lines = wanted(&[(Medium::Water, 1, 400.0), (Medium::Power, 8, 110.0), (Medium::Gas, 1, 200.0)]);
    let plan = plan(&community, ends, lines).unwrap();
    assert_eq!(plan.branches.len(), 2, "cut at the place served between");
    let json: serde_json::Value = serde_json::from_str(&plan_json(&plan).unwrap()).unwrap();
    assert_eq!(json["compartments"].as_array().unwrap().len(), 2);
    let geojson: serde_json::Value =
        serde_json::from_str(&plan_geojson(&plan, &community.frame).unwrap()).unwrap();
    let tunnels =
        geojson["features"].as_array().unwrap().iter().filter(|f| f["properties"]["kind"] == "corridor");
    assert_eq!(tunnels.count(), 2);
    let style = DrawingStyle {
        language: Language::Chinese,
        datum_m: 0.0,
        colour: |_| [10, 20, 30],
        medium: |medium, _| format!("{medium:?}"),
        compartment: |kind, _| format!("{kind:?} room"),
    };
    let circles = |drawing: &Drawing, radius: Option<f64>| {
        let is_one = |mark: &&Mark| matches!(mark.form, Form::Ellipse { radii, .. } if radius.is_none_or(|r| radii[0] == r));
        drawing.marks.iter().filter(is_one).count()
    };
    let section = section_drawing(&plan, &style);
    assert!(section.to_svg().contains("Gas room"));
    // Two pipes, 8 cables, and the numbers of three lines in the drawing and in the list.
    assert_eq!(circles(&section, None), 2 + 8 + 2 * 3);
    // Three places served.
    assert_eq!(circles(&route_drawing(&plan, &community, &style), Some(10.0)), 3);
}

/// Streets each 100 m from 0 to 300 m both ways.
fn grid_of_streets() -> Vec<Element> {
    let mut elements = Vec::new();
    for i in 0..4 {
        let at = f64::from(i) * 100.0;
        let across = [[0., at], [100., at], [200., at], [300., at]];
        elements.push(street(&format!("h{i}"), StreetClass::Secondary, &across));
        elements.push(street(&format!("v{i}"), StreetClass::Secondary, &across.map(|[x, y]| [y, x])));
    }
    elements
}

/// Every line stands once, beside none that a rule keeps from it, in its room, clear of the passage.
fn holds_what_is_wanted(plan: &CorridorPlan, lines: &[DemandLine]) -> Result<(), String> {
    let count = |medium: Medium, of: &mut dyn Iterator<Item = &DemandLine>| -> u32 {
        of.filter(|line| line.medium == medium).map(|line| line.count).sum()
    };
    let stood = || plan.compartments.iter().flat_map(|c| c.lines.iter().map(|planned| &planned.line));
    for line in lines {
        if count(line.medium, &mut stood()) != count(line.medium, &mut lines.iter()) {
            return Err(format!("{:?} is not what was wanted", line.medium));
        }
    }
    for compartment in &plan.compartments {
        let media: Vec<Medium> = compartment.lines.iter().map(|planned| planned.line.medium).collect();
        let has = |medium| media.contains(&medium);
        let others = |medium| media.iter().any(|other| *other != medium);
        if has(Medium::Gas) && others(Medium::Gas) {
            return Err("gas stands beside others (4.3.4)".to_owned());
        }
        if has(Medium::Heat) && has(Medium::Power) {
            return Err("heat stands beside power (4.3.6)".to_owned());
        }
        if compartment.lines.iter().any(|planned| planned.line.steam) && compartment.lines.len() > 1 {
            return Err("steam stands beside others (4.3.5)".to_owned());
        }
        let reach = |side: Side| {
            let on_side = compartment.lines.iter().filter(move |planned| planned.side == side);
            on_side
                .flat_map(|planned| {
                    planned.places_m.iter().map(move |place| match planned.rack_m {
                        Some(depth) => {
                            if side == Side::Left {
                                place[0] + depth
                            } else {
                                compartment.width_m - place[0]
                            }
                        }
                        None => {
                            let from_wall =
                                if side == Side::Left { place[0] } else { compartment.width_m - place[0] };
                            from_wall + planned.line.diameter_mm / 2000.0
                        }
                    })
                })
                .fold(0.0, f64::max)
        };
        if reach(Side::Left) + reach(Side::Right) + compartment.passage_m > compartment.width_m + 1e-9 {
            return Err("the passage is too narrow (5.3.3)".to_owned());
        }
        let top = compartment.lines.iter().flat_map(|planned| {
            planned.places_m.iter().map(move |place| place[1] + planned.line.diameter_mm / 2000.0)
        });
        if top.fold(0.0, f64::max) > compartment.height_m {
            return Err("a line stands through the roof".to_owned());
        }
    }
    Ok(())
}

fn without_openings(plan: &CorridorPlan) -> f64 {
    plan.cost.iter().filter(|item| item.item != "opening").map(|item| item.amount).sum()
}

#[test]
fn a_lower_box_is_chosen_where_it_passes_over_a_roof() {
    let ends = || vec![terminal("a", [0., 0.]), terminal("b", [300., 300.])];
    let lines = || wanted(&[(Medium::Water, 1, 800.0), (Medium::Heat, 1, 800.0)]);
    // One over the other: 0.8 + 2 × 0.5 + 0.9 = 2.7 m wide, 2 × 1.3 + 0.8 = 3.4 m high.
    // On two sides: 2 × 1.8 + 1.0 = 4.6 m wide, at least 2.4 m high.
    let size = |plan: &CorridorPlan| [plan.compartments[0].width_m, plan.compartments[0].height_m];
    let near = |a: [f64; 2], b: [f64; 2]| a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-9);
    // A metre of the high box costs 24.6 thousand yuan, of the low one 25.6, where the pit's walls cost 300/m².
    let mut rules = CorridorPlanRules::standard().unwrap();
    rules.prices.support.value = 300.0;
    let plan = |community: &Community, terminals, lines| {
        let packs = built_in_utility_rules().unwrap();
        plan_corridor(community, &Ground::of(community), &CorridorDemand { terminals, lines }, &rules, &packs)
    };
    let free = plan(&town(square()), ends(), lines()).unwrap();
    assert!(near(size(&free), [2.7, 3.4]), "{:?}", size(&free));
    assert!((free.length_m - 600.0).abs() < 1e-9);
    // Roofs 7.0 m deep: the high box ends at 2.5 + 4.1 = 6.6 m and needs 1 m, the low one at 5.6 m.
    let mut elements = square();
    elements.push(basement("core", [140., -10., 160., 10.], 7.0));
    elements.push(basement("other", [140., 290., 160., 310.], 7.0));
    let over = plan(&town(elements), ends(), lines()).unwrap();
    assert!(near(size(&over), [4.6, 2.4]), "{:?}", size(&over));
    assert!((over.length_m - 600.0).abs() < 1e-9, "the lane would count 679 m");
    assert!(over.cost_total > free.cost_total);
}

#[test]
fn tunnels_of_railways_are_kept_clear_of_and_bridges_hold_none() {
    let ends = || vec![terminal("a", [0., 0.]), terminal("b", [300., 300.])];
    let water = || wanted(&[(Medium::Water, 1, 300.0)]);
    let metro = |depth: f64| {
        let mut line = street("metro", StreetClass::Subway, &[[150., -50.], [150., 50.]]);
        if let (Kind::Street(street), Geometry::Line(points)) = (&mut line.kind, &mut line.geometry) {
            street.tunnel = true;
            street.width_m = Some(6.0);
            points.iter_mut().for_each(|p| p[2] = -depth);
        }
        line
    };
    // Box down to 5.6 m, 1 m between: a tunnel 6 m thick may lie 9.6 m deep.
    for (depth, by) in [(9.5, ["west", "north"]), (9.7, ["south", "east"])] {
        let mut elements = square();
        elements.push(metro(depth));
        let plan = plan(&town(elements), ends(), water()).unwrap();
        let mut streets: Vec<&str> = plan.branches.iter().flat_map(|b| &b.streets).map(Key::as_str).collect();
        streets.sort_unstable();
        let mut expected = by;
        expected.sort_unstable();
        if depth < 9.6 {
            assert_eq!(streets, expected, "{depth}");
        } else {
            assert!((plan.length_m - 600.0).abs() < 1e-9, "{depth}");
        }
    }
    let mut elements = square();
    for element in &mut elements {
        if let Kind::Street(street) = &mut element.kind {
            street.bridge = ["east", "north"].contains(&element.key.as_str());
        }
    }
    let plan = plan(&town(elements), ends(), water()).unwrap();
    assert_eq!(plan.branches[0].streets, vec![Key::from("lane")]);
}

fn any_line() -> impl Strategy<Value = DemandLine> {
    let media = prop::sample::select(vec![
        Medium::Water,
        Medium::Reclaimed,
        Medium::Heat,
        Medium::Gas,
        Medium::Power,
        Medium::Telecom,
        Medium::Sewage,
    ]);
    (
        media,
        1_u32..14,
        prop::sample::select(vec![110.0, 200.0, 300.0, 500.0, 900.0]),
        prop::option::of(Just(110.0)),
    )
        .prop_map(|(medium, count, diameter_mm, kv)| DemandLine {
            medium,
            count: if matches!(medium, Medium::Power | Medium::Telecom) { count } else { count.div_ceil(5) },
            diameter_mm,
            voltage_kv: kv.filter(|_| medium == Medium::Power),
            steam: false,
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn more_to_carry_never_costs_less_and_the_rules_hold(
        lines in proptest::collection::vec(any_line(), 1..5),
        more in any_line(),
        basements in proptest::collection::vec((0.0_f64..300.0, 0.0_f64..300.0, 0.5_f64..9.0), 0..6),
        ends in proptest::collection::vec((0.0_f64..300.0, 0.0_f64..300.0), 2..5),
    ) {
        let mut elements = grid_of_streets();
        for (i, (x, y, depth)) in basements.iter().enumerate() {
            elements.push(basement(&format!("b{i}"), [*x, *y, x + 20.0, y + 25.0], *depth));
        }
        let community = town(elements);
        let ends: Vec<Terminal> = ends.iter().enumerate().map(|(i, (x, y))| terminal(&i.to_string(), [*x, *y])).collect();
        let first = plan(&community, ends.clone(), lines.clone());
        let mut all = lines.clone();
        all.push(more);
        let second = plan(&community, ends, all.clone());
        match (first, second) {
            (Ok(first), Ok(second)) => {
                prop_assert!(without_openings(&second) >= without_openings(&first) - 1e-3);
                prop_assert_eq!(holds_what_is_wanted(&first, &lines), Ok(()));
                prop_assert_eq!(holds_what_is_wanted(&second, &all), Ok(()));
                for (plan, box_m) in [&first, &second].map(|plan| (plan, plan.corridor.outer_width_m())) {
                    for p in plan.branches.iter().flat_map(|branch| &branch.axis) {
                        let on_street = [p[0], p[1]].iter().any(|v| (v / 100.0 - (v / 100.0).round()).abs() < 1e-9);
                        prop_assert!(on_street, "{:?} lies in no street", p);
                    }
                    let bottom = 2.5 + plan.corridor.outer_height_m();
                    for (x, y, depth) in basements.iter().filter(|(.., depth)| *depth < bottom + 1.0) {
                        for pair in plan.branches.iter().flat_map(|branch| branch.axis.windows(2)) {
                            for i in 0..=50 {
                                let t = f64::from(i) / 50.0;
                                let at: [f64; 2] = std::array::from_fn(|k| pair[0][k] + t * (pair[1][k] - pair[0][k]));
                                let apart = [(x - at[0]).max(at[0] - x - 20.0), (y - at[1]).max(at[1] - y - 25.0)];
                                let apart = apart[0].max(0.0).hypot(apart[1].max(0.0));
                                // Obstacles are looked for each metre.
                                prop_assert!(apart > box_m / 2.0 + 1.0 - 0.2, "{} from a basement {} deep", apart, depth);
                            }
                        }
                    }
                }
            }
            (Err(_), Ok(_)) => prop_assert!(false, "more to carry found a way where less found none"),
            _ => {}
        }
    }

    #[test]
    fn every_place_is_served_and_quantities_follow_the_length(
        places in proptest::collection::vec((0.0_f64..300.0, 0.0_f64..300.0), 2..9),
    ) {
        let elements = grid_of_streets();
        let terminals: Vec<Terminal> =
            places.iter().enumerate().map(|(i, (x, y))| terminal(&i.to_string(), [*x, *y])).collect();
        let community = town(elements);
        let plan = plan(&community, terminals.clone(), wanted(&[(Medium::Water, 1, 300.0)])).unwrap();
        prop_assert_eq!(plan.served.len(), terminals.len());
        let on_route = |p: [f64; 2]| plan.branches.iter().flat_map(|b| &b.axis).any(|q| (q[0] - p[0]).hypot(q[1] - p[1]) < 1e-6);
        let one_node = plan.served.iter().all(|served| served.from == plan.served[0].from);
        prop_assert!(one_node || plan.served.iter().all(|served| on_route(served.from)));
        // A tree on a grid of 100 m: no longer than all places joined one after the other, each way at most
        // two halves of a block longer than its parts east and north.
        let chain: f64 = plan.served.windows(2).map(|pair| {
            (pair[0].from[0] - pair[1].from[0]).abs() + (pair[0].from[1] - pair[1].from[1]).abs() + 100.0
        }).sum();
        prop_assert!(plan.length_m <= chain + 1e-6);
        prop_assert!((plan.trench.excavation_m3 - plan.trench.floor_width_m * plan.trench.depth_m * plan.length_m).abs() < 1e-6);
        let again = super::tests::plan(&community, terminals, wanted(&[(Medium::Water, 1, 300.0)])).unwrap();
        prop_assert_eq!(plan_json(&again).unwrap(), plan_json(&plan).unwrap());
    }
}
