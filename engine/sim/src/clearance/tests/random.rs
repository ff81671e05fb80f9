//! Random networks: the index against brute force, and the live check against a full one.

use linli_model::{
    Basement, Building, Element, GasPressure, Geometry, Kind, Medium, Polygon, Section, SurveyQuality, Tree,
    UtilityLine, UtilityNode, UtilityNodeKind,
};
use linli_space::Ground;
use proptest::prelude::*;

use super::town::{book, line};
use crate::clearance::check::{Joints, NodeEnds, Pairing, body_of};
use crate::clearance::{ClearanceState, Edit, Hit, Surfaces};

const MEDIA: [Medium; 9] = [
    Medium::Water,
    Medium::Reclaimed,
    Medium::Sewage,
    Medium::Storm,
    Medium::Combined,
    Medium::Gas,
    Medium::Heat,
    Medium::Power,
    Medium::Telecom,
];

/// A step of a linear congruential generator (Knuth's MMIX), as a share from 0 to 1.
fn draw(seed: &mut u64) -> f64 {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*seed >> 11) as f64 / (1_u64 << 53) as f64
}

fn pick<T: Copy>(seed: &mut u64, from: &[T]) -> T {
    from[(draw(seed) * from.len() as f64) as usize]
}

/// One random element of a dense block of `size` metres; lines often share nodes.
pub fn element(number: usize, size: f64, seed: &mut u64) -> Element {
    let key = format!("e{number}");
    let mut place = || [draw(seed) * size, draw(seed) * size];
    let (p, q, r) = (place(), place(), place());
    let kind = draw(seed);
    if kind < 0.06 {
        let z = 0.0;
        let ring =
            vec![[p[0], p[1], z], [p[0] + 8.0, p[1], z], [p[0] + 8.0, p[1] + 6.0, z], [p[0], p[1] + 6.0, z]];
        let geometry = Geometry::Area(vec![Polygon::new(ring)]);
        let kind = if draw(seed) < 0.5 {
            Kind::Building(Building::default())
        } else {
            Kind::Basement(Basement { top_depth_m: 1.5, bottom_depth_m: 5.0, ..Basement::default() })
        };
        return Element::new(key.as_str(), kind, geometry);
    }
    if kind < 0.12 {
        return Element::new(key.as_str(), Kind::Tree(Tree::default()), Geometry::Point([p[0], p[1], 0.0]));
    }
    let medium = pick(seed, &MEDIA);
    if kind < 0.2 {
        let kinds = [UtilityNodeKind::Connection, UtilityNodeKind::Outfall, UtilityNodeKind::Manhole];
        let facts = UtilityNode { medium, node: pick(seed, &kinds), depth_m: Some(2.0) };
        let mut node =
            Element::new(key.as_str(), Kind::UtilityNode(facts), Geometry::Point([p[0], p[1], -0.5]));
        // One of the nodes that lines name; several may share a name.
        node.name = Some(format!("n{}", (draw(seed) * 40.0) as u32));
        return node;
    }
    let z = |seed: &mut u64| -0.5 - draw(seed) * 3.0;
    let near = |from: [f64; 2], to: [f64; 2]| {
        [from[0] + (to[0] - from[0]) * 15.0 / size, from[1] + (to[1] - from[1]) * 15.0 / size]
    };
    let (q, r) = (near(p, q), near(q, r));
    let points = [[p[0], p[1], z(seed)], [q[0], q[1], z(seed)], [r[0], r[1], z(seed)]];
    let node = |seed: &mut u64| (draw(seed) < 0.5).then(|| format!("n{}", (draw(seed) * 40.0) as u32));
    let facts = UtilityLine {
        medium,
        diameter_mm: 50.0 + draw(seed) * 800.0,
        from_node: node(seed),
        to_node: node(seed),
        section: if draw(seed) < 0.2 {
            Section::DuctBank { columns: 3, rows: 2, width_mm: 600.0, height_mm: 400.0 }
        } else {
            Section::Round
        },
        gas_pressure: (draw(seed) < 0.7).then_some(GasPressure::MediumB),
        survey: (draw(seed) < 0.5).then_some(SurveyQuality::C),
        ..UtilityLine::default()
    };
    line(&key, facts, &points)
}

fn town(count: usize, size: f64, mut seed: u64) -> Vec<Element> {
    (0..count).map(|number| element(number, size, &mut seed)).collect()
}

pub fn surfaces() -> Surfaces {
    Surfaces::bare(Ground::level(0.0))
}

fn full(elements: &[Element]) -> Vec<Hit> {
    let state = ClearanceState::with_surfaces(book(), elements, surfaces());
    state.hits().into_iter().cloned().collect()
}

/// Every pair of pieces, without any index.
fn brute(elements: &[Element]) -> Vec<Hit> {
    let (book, surfaces) = (book(), surfaces());
    let nodes = NodeEnds::of(elements);
    let told = |element: &Element| {
        let mut body = body_of(element, &book, surfaces.ground())?;
        nodes.tell(&mut body);
        Some(body)
    };
    let bodies: Vec<_> = elements.iter().map(told).collect();
    let joints = Joints::of(&bodies);
    let pairing = Pairing { book: &book, bodies: &bodies, joints: &joints, moved: &[] };
    let pieces = |slot: u32| {
        let count = bodies[slot as usize].as_ref().map_or(0, |body| body.strips().len().max(1));
        (0..count as u32).map(move |piece| (slot, piece))
    };
    let mut hits = Vec::new();
    for slot in 0..bodies.len() as u32 {
        for other in slot + 1..bodies.len() as u32 {
            for a in pieces(slot) {
                for b in pieces(other) {
                    pairing.check(a, b, &mut hits);
                }
            }
        }
    }
    hits.sort_by(|a, b| a.order().cmp(&b.order()));
    hits
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]

    #[test]
    fn the_index_finds_what_brute_force_finds(seed in any::<u64>(), count in 20_usize..160) {
        let elements = town(count, 90.0, seed);
        let all = full(&elements);
        let pairs: Vec<&Hit> = all.iter().filter(|hit| hit.b.is_some()).collect();
        let expected = brute(&elements);
        prop_assert_eq!(pairs, expected.iter().collect::<Vec<_>>());
    }

    #[test]
    fn the_order_of_elements_changes_nothing(seed in any::<u64>()) {
        let mut elements = town(120, 80.0, seed);
        let forwards = full(&elements);
        elements.reverse();
        prop_assert_eq!(forwards, full(&elements));
    }

    #[test]
    fn edits_end_where_a_full_check_ends(seed in any::<u64>()) {
        let mut seed = seed;
        let mut elements = town(150, 100.0, seed);
        let mut state = ClearanceState::with_surfaces(book(), &elements, surfaces());
        for _ in 0..400 {
            let number = (draw(&mut seed) * 180.0) as usize;
            let at = elements.iter().position(|e| e.key.as_str() == format!("e{number}"));
            if draw(&mut seed) < 0.25 {
                if let Some(at) = at {
                    let gone = elements.remove(at);
                    state.edit(&Edit::Remove(gone.key));
                }
                continue;
            }
            let new = element(number, 100.0, &mut seed);
            state.edit(&Edit::Put(Box::new(new.clone())));
            match at {
                Some(at) => elements[at] = new,
                None => elements.push(new),
            }
        }
        let live: Vec<Hit> = state.hits().into_iter().cloned().collect();
        let expected = full(&elements);
        prop_assert!(!expected.is_empty());
        prop_assert_eq!(live.len(), expected.len());
        prop_assert_eq!(live, expected);
    }
}

#[test]
fn many_edits_of_a_larger_town_end_where_a_full_check_ends() {
    let mut seed = 7;
    let mut elements = town(1200, 600.0, 3);
    let mut state = ClearanceState::with_surfaces(book(), &elements, surfaces());
    for _ in 0..10_000 {
        let at = (draw(&mut seed) * elements.len() as f64) as usize;
        let new = element(at, 600.0, &mut seed);
        state.edit(&Edit::Put(Box::new(new.clone())));
        elements[at] = new;
    }
    let live: Vec<Hit> = state.hits().into_iter().cloned().collect();
    assert_eq!(live, full(&elements));
    let named = elements.iter().map(|e| state.hits_of(&e.key).len()).sum::<usize>();
    let covers = live.iter().filter(|hit| hit.b.is_none()).count();
    assert_eq!(named, 2 * (live.len() - covers) + covers, "hits are found from both sides");
}
