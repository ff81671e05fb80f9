#![expect(clippy::unwrap_used, reason = "tests")]

use proptest::prelude::*;

use super::*;

/// Shortest times by the plainest method: repeat until nothing gets better (Bellman and Ford).
fn oracle(nodes: u32, links: &[Link], seeds: &[Seed]) -> Vec<u32> {
    let mut times = vec![UNREACHED; nodes as usize];
    for seed in seeds {
        let known = &mut times[seed.node as usize];
        *known = (*known).min(seed.time_ms);
    }
    loop {
        let before = times.clone();
        for link in links {
            let there = plus(times[link.from as usize], link.cost_ms);
            let known = &mut times[link.to as usize];
            *known = (*known).min(there);
        }
        if times == before {
            return times;
        }
    }
}

fn turned(links: &[Link]) -> Vec<Link> {
    links.iter().map(|l| Link { from: l.to, to: l.from, cost_ms: l.cost_ms }).collect()
}

prop_compose! {
    /// Small graphs with islands, loops, zero costs, closed and parallel links, and one-way streets.
    fn town()(nodes in 1_u32..40)(
        nodes in Just(nodes),
        streets in prop::collection::vec(
            (0..nodes, 0..nodes, prop_oneof![Just(0_u32), 1_u32..90, 1_u32..2_000_000, Just(UNREACHED)], prop::bool::ANY),
            0..90,
        ),
        // A long chain, as streets are.
        chain in prop::collection::vec(0..nodes, 0..20),
        seeds in prop::collection::vec((0..nodes, 0_u32..50), 0..5),
    ) -> (u32, Vec<Link>, Vec<Seed>) {
        let mut links = Vec::new();
        for (from, to, cost_ms, both) in streets {
            links.push(Link { from, to, cost_ms });
            if both {
                links.push(Link { from: to, to: from, cost_ms });
            }
        }
        for pair in chain.windows(2) {
            links.push(Link { from: pair[0], to: pair[1], cost_ms: 7 });
            links.push(Link { from: pair[1], to: pair[0], cost_ms: 9 });
        }
        (nodes, links, seeds.into_iter().map(|(node, time_ms)| Seed { node, time_ms }).collect())
    }
}

proptest! {
    #[test]
    fn a_search_equals_the_oracle((nodes, links, seeds) in town()) {
        let graph = TravelGraph::from_links(nodes, &links).unwrap();
        let expected = oracle(nodes, &links, &seeds);
        prop_assert_eq!(&graph.times_from(&seeds, UNREACHED - 1), &expected);
        let tree = graph.tree_from(&seeds, UNREACHED - 1);
        prop_assert_eq!(&tree.times_ms, &expected);
        for node in 0..nodes {
            let way = tree.way_back(node);
            prop_assert_eq!(way.is_empty(), expected[node as usize] == UNREACHED);
            if let Some((start, _)) = way.last() {
                let seed = seeds[tree.origins[node as usize] as usize];
                prop_assert_eq!(seed.node, *start);
                let spent: u32 = way.iter().filter(|(_, e)| *e != UNREACHED).map(|(_, e)| graph.cost_ms(*e as usize)).sum();
                prop_assert_eq!(seed.time_ms + spent, expected[node as usize]);
            }
        }
    }

    #[test]
    fn the_way_there_is_the_way_back_on_the_turned_graph((nodes, links, seeds) in town()) {
        let graph = TravelGraph::from_links(nodes, &links).unwrap();
        let expected = oracle(nodes, &turned(&links), &seeds);
        prop_assert_eq!(graph.reversed().times_from(&seeds, UNREACHED - 1), expected);
        prop_assert_eq!(graph.reversed().reversed().edge_count(), graph.edge_count());
    }

    #[test]
    fn the_nearest_of_each_kind_equals_the_oracle((nodes, links, seeds) in town(), split in 0_usize..5) {
        let graph = TravelGraph::from_links(nodes, &links).unwrap();
        let (a, b) = seeds.split_at(split.min(seeds.len()));
        let kinds: Vec<Vec<Seed>> = (0..9).map(|i| if i % 2 == 0 { a.to_vec() } else { b.to_vec() }).collect();
        let found = NearestEngine::new(&graph).times_to_nearest(&kinds);
        for (kind, times) in kinds.iter().zip(&found) {
            prop_assert_eq!(times, &oracle(nodes, &turned(&links), kind));
        }
    }

    #[test]
    fn bands_nest((nodes, links, seeds) in town(), low in 0_u32..500, more in 0_u32..500) {
        let graph = TravelGraph::from_links(nodes, &links).unwrap();
        let (near, far) = (graph.times_from(&seeds, low), graph.times_from(&seeds, low + more));
        for (a, b) in near.iter().zip(&far) {
            prop_assert!(*a == UNREACHED || a == b);
            prop_assert!(*a == UNREACHED || *a <= low);
        }
    }

    #[test]
    fn one_more_link_never_lengthens_a_trip(
        (nodes, links, seeds) in town(), from in 0_u32..40, to in 0_u32..40, cost_ms in 0_u32..100,
    ) {
        let mut more = links.clone();
        more.push(Link { from: from % nodes, to: to % nodes, cost_ms });
        let times = |links: &[Link]| TravelGraph::from_links(nodes, links).unwrap().times_from(&seeds, UNREACHED - 1);
        for (with, without) in times(&more).into_iter().zip(times(&links)) {
            prop_assert!(with <= without);
        }
    }

    #[test]
    fn edits_equal_searching_again(
        (nodes, mut links, seeds) in town(),
        edits in prop::collection::vec(
            prop::collection::vec((0_usize..200, prop_oneof![Just(0_u32), 1_u32..90, Just(UNREACHED)]), 1..4), 0..8),
    ) {
        let mut field = LiveField::new(TravelGraph::from_links(nodes, &links).unwrap(), seeds.clone());
        for edit in edits {
            let changes: Vec<(u32, u32)> = edit.iter().map(|(link, cost)| (*link as u32, *cost)).collect();
            let before = field.tree().times_ms.clone();
            let told = field.set_costs(&changes);
            for (link, cost) in edit {
                if let Some(link) = links.get_mut(link) {
                    link.cost_ms = cost;
                }
            }
            let expected = oracle(nodes, &links, &seeds);
            prop_assert_eq!(&field.tree().times_ms, &expected);
            let changed: Vec<TimeChange> = (0..nodes)
                .map(|node| TimeChange { node, before_ms: before[node as usize], after_ms: expected[node as usize] })
                .filter(|change| change.before_ms != change.after_ms)
                .collect();
            prop_assert_eq!(told, changed);
        }
    }

    #[test]
    fn a_bridge_is_what_splits_the_graph((nodes, links, _) in town()) {
        let graph = TravelGraph::from_links(nodes, &links).unwrap();
        // Both directions between two nodes are one street here.
        let street = |link: u32| {
            let l = links[link as usize];
            l.from.min(l.to) * 64 + l.from.max(l.to)
        };
        let found = bridges(&graph, street);
        let parts = |without: Option<u32>| {
            let kept = links.iter().enumerate().filter(|(i, l)| {
                l.cost_ms < UNREACHED && without.is_none_or(|gone| street(gone) != street(*i as u32))
            });
            let both: Vec<Link> = kept.flat_map(|(_, l)| [*l, Link { from: l.to, to: l.from, cost_ms: 0 }]).map(|l| Link { cost_ms: 0, ..l }).collect();
            let mut count = 0;
            let mut seen = vec![false; nodes as usize];
            for node in 0..nodes {
                if !seen[node as usize] {
                    count += 1;
                    for (i, t) in oracle(nodes, &both, &[Seed { node, time_ms: 0 }]).into_iter().enumerate() {
                        seen[i] |= t == 0;
                    }
                }
            }
            count
        };
        let whole = parts(None);
        for link in 0..links.len() as u32 {
            let l = links[link as usize];
            let splits = l.cost_ms < UNREACHED && l.from != l.to && parts(Some(link)) > whole;
            let told = (0..links.len()).any(|other| found[other] && street(other as u32) == street(link));
            prop_assert_eq!(told, splits || (l.cost_ms == UNREACHED && told), "link {}", link);
        }
    }
}

#[test]
fn a_link_to_nowhere_is_refused() {
    let error = TravelGraph::from_links(2, &[Link { from: 0, to: 2, cost_ms: 1 }]).unwrap_err();
    assert_eq!(error, GraphError { link: 0, node: 2, nodes: 2 });
}

#[test]
fn an_empty_graph_has_empty_answers() {
    let graph = TravelGraph::from_links(0, &[]).unwrap();
    let seeds = [Seed { node: 3, time_ms: 0 }];
    assert!(graph.times_from(&seeds, 10).is_empty());
    assert_eq!(NearestEngine::new(&graph).times_to_nearest(&[seeds.to_vec()]), vec![Vec::<u32>::new()]);
    assert!(bridges(&graph, |link| link).is_empty());
}

proptest! {
    #[test]
    fn new_links_and_cuts_equal_a_new_search(
        (nodes, links, seeds) in town(),
        more in prop::collection::vec((0_u32..50, 0_u32..50, 0_u32..1000), 0..12),
        cuts in prop::collection::vec((any::<prop::sample::Index>(), 0_u32..100), 0..4),
    ) {
        let graph = TravelGraph::from_links(nodes, &links).unwrap();
        let mut field = LiveField::new(graph, seeds.clone());
        let before = field.tree().times_ms.clone();
        let count = nodes + 10;
        let mut fresh: Vec<Link> = more
            .iter()
            .map(|(from, to, cost_ms)| Link { from: from % count, to: to % count, cost_ms: *cost_ms })
            .collect();
        // Each link is cut once, at a node of its own, into parts that take as long as it did.
        let mut cut_list: Vec<Cut> = Vec::new();
        let mut all_nodes = count;
        for (pick, share) in cuts {
            if links.is_empty() {
                continue;
            }
            let link = pick.index(links.len()) as u32;
            let whole = links[link as usize];
            if cut_list.iter().any(|cut| cut.link == link) || whole.cost_ms == UNREACHED || whole.from == whole.to {
                continue;
            }
            let first = whole.cost_ms / 100 * share;
            let number = (links.len() + fresh.len()) as u32;
            fresh.push(Link { from: whole.from, to: all_nodes, cost_ms: first });
            fresh.push(Link { from: all_nodes, to: whole.to, cost_ms: whole.cost_ms - first });
            cut_list.push(Cut { link, node: all_nodes, parts: [number, number + 1] });
            all_nodes += 1;
        }
        let changes = field.extend(all_nodes, &fresh, &cut_list);
        let mut all = links.clone();
        all.extend(&fresh);
        for cut in &cut_list {
            all[cut.link as usize].cost_ms = UNREACHED;
        }
        let expected = oracle(all_nodes, &all, &seeds);
        prop_assert_eq!(&field.tree().times_ms, &expected);
        // Nobody needs longer, and what changed is told.
        for (node, time) in before.iter().enumerate() {
            prop_assert!(expected[node] <= *time);
            let told = changes.iter().any(|change| change.node as usize == node);
            prop_assert_eq!(told, expected[node] != *time);
        }
        // Ways still lead to their seeds in the time they say.
        for node in 0..all_nodes {
            let way = field.tree().way_back(node);
            let spent: u32 = way
                .iter()
                .filter(|(_, edge)| *edge != UNREACHED)
                .map(|(_, edge)| field.graph().cost_ms(*edge as usize))
                .sum();
            if let Some((start, _)) = way.last() {
                let seed = seeds[field.tree().origins[node as usize] as usize];
                prop_assert_eq!((seed.node, seed.time_ms + spent), (*start, expected[node as usize]));
            }
        }
    }
}
