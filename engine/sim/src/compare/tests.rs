#![expect(clippy::unwrap_used, reason = "tests")]

use linli_model::variant::script::Script;
use linli_model::variant::{Action, Change, EditSession, VariantTree};
use linli_model::{
    Building, BuildingUse, Community, Edit, Element, Geometry, Key, Kind, Polygon, Presence, SceneFrame,
    StoreyRun, Truth, Variant,
};
use proptest::prelude::*;

use super::*;
use crate::figures::FigureRules;

fn rules() -> FigureRules {
    let packs =
        linli_io::built_in_utility_rules().map_err(|e| e.0.text(linli_model::Language::English)).unwrap();
    let prices =
        linli_io::built_in_capital_prices().map_err(|e| e.0.text(linli_model::Language::English)).unwrap();
    FigureRules::standard(&packs, prices, linli_model::Schedule::default()).unwrap()
}

fn house(key: &str, x: f64, storeys: i16) -> Element {
    let ring = vec![[x, 0.0, 0.0], [x + 20.0, 0.0, 0.0], [x + 20.0, 10.0, 0.0], [x, 10.0, 0.0]];
    let run = StoreyRun {
        from_level: 1,
        to_level: storeys,
        height_m: 3.0,
        use_: BuildingUse::Residential,
        floor_area_m2: 200.0,
        dwellings: 2,
        residents: 5,
        jobs: 0,
    };
    let building = Building { storeys: vec![run], ..Building::default() };
    let mut element = Element::new(key, Kind::Building(building), Geometry::Area(vec![Polygon::new(ring)]));
    element.presence = Presence::new(Truth::Designed, 3);
    element
}

fn town() -> Community {
    let frame = SceneFrame {
        crs: "EPSG:4549".into(),
        anchor_m: [0.0; 3],
        longitude_deg: 120.0,
        latitude_deg: 30.0,
        convergence_deg: 0.0,
    };
    let mut town = Community::new("town", frame);
    for at in 0..4_i16 {
        town.add(house(&format!("h{at}"), f64::from(at) * 40.0, 3 + at)).unwrap();
    }
    town
}

fn edits(variant: &str, list: Vec<Edit>) -> Vec<CauseEdit> {
    let one = |(at, edit)| CauseEdit { variant: variant.to_owned(), number: at + 1, edit };
    list.into_iter().enumerate().map(one).collect()
}

fn floors() -> Vec<&'static FigureGroup> {
    groups_of(&["floors".to_owned()]).unwrap()
}

fn raise(key: &str, x: f64, from: i16, to: i16) -> Edit {
    Edit::new(Action::SetStoreys(to), vec![Change::replace(&house(key, x, from), house(key, x, to))])
}

#[test]
fn each_edit_explains_its_own_part() {
    let a = edits("a", vec![raise("h0", 0.0, 3, 5)]);
    let new = Edit::from(Change::Add(Box::new(house("n", 500.0, 4))));
    let b = edits("b", vec![raise("h1", 40.0, 4, 10), new]);
    let causes = Causes::new(town(), a, b).unwrap();
    assert_eq!(causes.causes().len(), 3);
    let explained = explain(&causes, &rules(), &floors(), 0, 1, &linli_model::NoProgress).unwrap();
    let above = explained.iter().find(|e| e.spec.id == "floors.above").unwrap();
    // A's two storeys go, B's six storeys and a house of four come.
    assert_eq!(above.total, -400.0 + 1200.0 + 800.0);
    // Means over orders: their last digits are those of the division.
    let rounded: Vec<_> =
        above.causes.iter().map(|(at, by, error)| (*at, (by * 1e6).round() / 1e6, *error)).collect();
    assert_eq!(rounded, [(1, 1200.0, 0.0), (2, 800.0, 0.0), (0, -400.0, 0.0)]);
}

#[test]
fn what_hangs_together_is_one_cause() {
    let mut town = town();
    let part = Building { parent: Some(Key::from("h0")), ..Building::default() };
    let part = Element::new("h0/p", Kind::BuildingPart(part), Geometry::None);
    town.add(part.clone()).unwrap();
    let remove = |element: &Element| Edit::from(Change::remove(element));
    let b = edits("b", vec![remove(&part), raise("h2", 80.0, 5, 6), remove(&house("h0", 0.0, 3))]);
    let causes = Causes::new(town, Vec::new(), b).unwrap();
    let numbers: Vec<Vec<usize>> =
        causes.causes().iter().map(|c| c.b.iter().map(|edit| edit.number).collect()).collect();
    assert_eq!(numbers, [vec![1, 3], vec![2]]);
    // Both sides of one element are one cause as well.
    let causes = Causes::new(
        super::tests::town(),
        edits("a", vec![raise("h0", 0.0, 3, 4)]),
        edits("b", vec![raise("h0", 0.0, 3, 9)]),
    )
    .unwrap();
    assert_eq!(causes.causes().len(), 1);
}

#[test]
fn shapley_values_of_a_game_that_is_known() {
    // The glove game: two left gloves, one right one; a pair is worth 1. (1/6, 1/6, 4/6).
    let worth = |who: &[bool]| vec![f64::from(u8::from((who[0] || who[1]) && who[2]))];
    let found = attribute(3, 0, 1, worth);
    let values: Vec<f64> = found.contributions.iter().map(|c| c.values[0]).collect();
    for (value, wanted) in values.iter().zip([1.0 / 6.0, 1.0 / 6.0, 4.0 / 6.0]) {
        assert!((value - wanted).abs() < 1e-12, "{values:?}");
    }
    assert_eq!((found.method, found.reckoned), (Method::Exact, 8));
}

#[test]
fn drawn_orders_come_near_and_tell_how_near() {
    // A figure of 14 causes, each with its own weight, and pairs that help each other.
    let weights: Vec<f64> = (1..=14).map(f64::from).collect();
    let worth = |who: &[bool]| {
        let own: f64 = who.iter().zip(&weights).filter(|(on, _)| **on).map(|(_, w)| w).sum();
        let pairs = who.chunks(2).filter(|pair| pair.iter().all(|on| *on)).count();
        vec![own + 6.0 * pairs as f64]
    };
    let found = attribute(14, 200, 7, worth);
    assert_eq!(found.method, Method::Sampled(200));
    let total: f64 = found.contributions.iter().map(|c| c.values[0]).sum();
    assert!((total - (105.0 + 42.0)).abs() < 1e-9);
    for (contribution, weight) in found.contributions.iter().zip(&weights) {
        // By symmetry each of a pair gets half of what the pair adds.
        let off = (contribution.values[0] - (weight + 3.0)).abs();
        assert!(off <= 5.0 * contribution.errors[0] + 1e-9, "{contribution:?} {weight}");
    }
    assert_eq!(attribute(14, 200, 7, worth), found, "the same seed gives the same");
}

fn session(seed: u64, steps: usize) -> EditSession {
    let mut session = EditSession::open(std::sync::Arc::new(town()), Variant::of("v", Vec::new())).unwrap();
    let mut script = Script::new(seed);
    for _ in 0..steps {
        match script.below(7) {
            0 => _ = session.undo(),
            1 => _ = session.redo(),
            _ => {
                if let Some(edit) = script.edit(session.community()) {
                    session.commit(edit).unwrap();
                }
            }
        }
    }
    session
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn fresh_figures_equal_those_reckoned_anew(seed: u64) {
        let session = session(seed, 25);
        let tree = VariantTree::new([session.variant()]);
        let cold = tree.community(&town(), "v").unwrap();
        let all: Vec<&FigureGroup> = FIGURE_GROUPS.iter().collect();
        let rules = rules();
        prop_assert_eq!(figures_of(session.community(), &rules, &all), figures_of(&cold, &rules, &all));
    }

    #[test]
    fn what_is_known_of_one_community_changes_no_figure_of_another(seed: u64) {
        let all: Vec<&FigureGroup> = FIGURE_GROUPS.iter().collect();
        let (rules, mut memo) = (rules(), FigureMemo::default());
        for salt in 0..3 {
            let session = session(seed ^ salt, 12);
            let with = figures_with(session.community(), &rules, &all, &mut memo);
            prop_assert_eq!(with, figures_of(session.community(), &rules, &all));
        }
    }

    #[test]
    fn swapping_the_sides_flips_the_signs_and_causes_add_up(seed: u64) {
        let (a, b) = (session(seed ^ 1, 8).variant().edits, session(seed ^ 2, 8).variant().edits);
        let (a, b) = (edits("a", a), edits("b", b));
        // Two scripts may leave each other's names in the air: then there is nothing to compare.
        let (Ok(there), Ok(back)) =
            (Causes::new(town(), a.clone(), b.clone()), Causes::new(town(), b, a)) else { return Ok(()) };
        let (rules, groups) = (rules(), floors());
        let table = |causes: &Causes| {
            let side = |on| figures_of(&causes.community(|_| on), &rules, &groups);
            figure_table(&side(false), &side(true))
        };
        let (rows, swapped) = (table(&there), table(&back));
        for row in &rows {
            let other = swapped.iter().find(|r| r.spec.id == row.spec.id && r.subject == row.subject).unwrap();
            prop_assert_eq!(row.difference.map(|d| -d + 0.0), other.difference.map(|d| d + 0.0));
            prop_assert_eq!((row.a, row.b), (other.b, other.a));
        }
        let (one, two) = (
            explain(&there, &rules, &groups, 16, 1, &linli_model::NoProgress).unwrap(),
            explain(&back, &rules, &groups, 16, 1, &linli_model::NoProgress).unwrap(),
        );
        for explanation in &one {
            let sum: f64 = explanation.causes.iter().map(|(_, share, _)| share).sum();
            prop_assert!((sum - explanation.total).abs() <= 1e-9 * explanation.total.abs().max(1.0));
            let other = two.iter().find(|e| e.spec.id == explanation.spec.id && e.subject == explanation.subject);
            let other = other.unwrap();
            prop_assert_eq!(other.total, -explanation.total);
            if explanation.method != Method::Exact {
                continue;
            }
            for (cause, share, _) in &explanation.causes {
                let keys = &there.causes()[*cause].keys;
                let same = back.causes().iter().position(|c| c.keys.iter().all(|key| keys.contains(key))).unwrap();
                let back = other.causes.iter().find(|(cause, _, _)| *cause == same).unwrap().1;
                prop_assert!((share + back).abs() <= 1e-6 * share.abs().max(1.0), "{} {}", share, back);
            }
        }
    }

    #[test]
    fn every_choice_of_causes_fits(seed: u64) {
        let b = edits("b", session(seed, 14).variant().edits);
        let causes = Causes::new(town(), Vec::new(), b).unwrap();
        let mut script = Script::new(seed);
        for _ in 0..8 {
            let choice: Vec<bool> = causes.causes().iter().map(|_| script.below(2) == 1).collect();
            let plain: Vec<Edit> = {
                let mut list: Vec<&CauseEdit> =
                    causes.causes().iter().zip(&choice).filter(|(_, on)| **on).flat_map(|(c, _)| &c.b).collect();
                list.sort_by_key(|edit| edit.number);
                list.into_iter().map(|edit| edit.edit.clone()).collect()
            };
            let fits = linli_model::variant::resolve_edits(&town(), &plain);
            prop_assert!(fits.is_ok(), "{:?}", fits.err());
            let community = causes.community(|cause| choice[cause]);
            prop_assert_eq!(fits.unwrap().apply(&town()), community);
        }
    }
}
