//! Times of "every node to the nearest of each of ten kinds" on an OpenStreetMap file, and the same
//! graph as plain files for other programs.
//!
//! `reach_nearest FILE.osm.pbf DIR` writes into DIR `nodes.f64` (longitude, latitude), `edges.u32`
//! (from, to, milliseconds; undirected), `kind-N.u32` (nodes), `times.u32` (kind by kind, one a node)
//! and prints one JSON line.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a bench over known files")]

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::Instant;

use linli_sim::reach::{LiveField, NearestEngine, Seed, TravelGraph, UNREACHED};
use linli_tests::OsmWalk;
use rayon::prelude::*;

/// Sizes of the ten kinds: a few hospitals, many shops.
const SIZES: [usize; 10] = [5, 10, 20, 40, 60, 80, 100, 150, 200, 300];
const SPEED_MPS: f64 = 1.2;
const ROUNDS: usize = 5;

fn main() {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let file = arguments.next().expect("the OSM file");
    let folder = arguments.next().expect("the folder to write to");
    let walk = OsmWalk::read(&file).unwrap();
    let kinds = kinds(&walk);
    let nodes = walk.numbers.len() as u32;
    let links = walk.links(SPEED_MPS);

    let (mut build, mut ask, mut plain) = (Vec::new(), Vec::new(), Vec::new());
    let mut answer = Vec::new();
    let mut core = (0, 0);
    for _ in 0..ROUNDS {
        let start = Instant::now();
        let graph = TravelGraph::from_links(nodes, &links).unwrap();
        let engine = black_box(NearestEngine::new(&graph));
        build.push(start.elapsed().as_secs_f64());
        core = engine.core_share();
        let start = Instant::now();
        answer = black_box(engine.times_to_nearest(&kinds));
        ask.push(start.elapsed().as_secs_f64());
        let start = Instant::now();
        let reversed = graph.reversed();
        let searched: Vec<Vec<u32>> =
            kinds.par_iter().map(|seeds| reversed.times_from(seeds, UNREACHED - 1)).collect();
        plain.push(start.elapsed().as_secs_f64());
        assert_eq!(searched, answer, "the engine and the plain search must agree");
    }
    let edits = edits_ms(&walk, &kinds[1]);
    write_files(&folder, &walk, &kinds, &answer);
    println!(
        "{{\"nodes\": {nodes}, \"edges\": {}, \"core_nodes\": {}, \"build_s\": {:.5}, \"ask_s\": {:.5}, \"plain_s\": {:.5}, \"edit_median_ms\": {:.4}, \"edit_most_ms\": {:.4}}}",
        walk.edges.len(),
        core.0,
        median(&mut build),
        median(&mut ask),
        median(&mut plain),
        edits[edits.len() / 2],
        edits[edits.len() - 1]
    );
}

/// Times to close and to open again some edges that shortest ways use, sorted, milliseconds.
fn edits_ms(walk: &OsmWalk, seeds: &[Seed]) -> Vec<f64> {
    let graph = walk.graph(SPEED_MPS);
    let mut field = LiveField::new(graph, seeds.to_vec());
    let tree = field.tree();
    let used: Vec<u32> = tree.entry_edges.iter().copied().filter(|edge| *edge != UNREACHED).collect();
    let links: Vec<u32> =
        used.iter().step_by(used.len() / 300).map(|edge| field.graph().link(*edge as usize)).collect();
    let mut times = Vec::new();
    for link in links {
        let cost = field.cost_of_link_ms(link);
        for cost in [UNREACHED, cost] {
            let start = Instant::now();
            black_box(field.set_costs(&[(link, cost)]));
            times.push(start.elapsed().as_secs_f64() * 1000.0);
        }
    }
    times.sort_by(f64::total_cmp);
    times
}

fn median(times: &mut [f64]) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

/// Seeded random sets of nodes; only nodes that share their place with no other, because others
/// find facilities by their place.
fn kinds(walk: &OsmWalk) -> Vec<Vec<Seed>> {
    let bits = |place: &[f64; 2]| place.map(f64::to_bits);
    let mut places: Vec<[u64; 2]> = walk.places.iter().map(bits).collect();
    places.sort_unstable();
    let mut state = 20_190_311_u64;
    let mut draw = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((state >> 33) % walk.places.len() as u64) as u32
    };
    let lonely = |node: u32| {
        let own = bits(&walk.places[node as usize]);
        places.partition_point(|p| *p <= own) - places.partition_point(|p| *p < own) == 1
    };
    let mut kinds = Vec::new();
    for size in SIZES {
        let mut kind = Vec::new();
        while kind.len() < size {
            let node = draw();
            if lonely(node) {
                kind.push(Seed { node, time_ms: 0 });
            }
        }
        kinds.push(kind);
    }
    kinds
}

fn write_files(folder: &Path, walk: &OsmWalk, kinds: &[Vec<Seed>], answer: &[Vec<u32>]) {
    let write = |name: &str, bytes: Vec<u8>| std::fs::write(folder.join(name), bytes).unwrap();
    let whole = |numbers: Vec<u32>| numbers.into_iter().flat_map(u32::to_le_bytes).collect::<Vec<u8>>();
    write("nodes.f64", walk.places.iter().flatten().flat_map(|v| v.to_le_bytes()).collect());
    let links = walk.links(SPEED_MPS);
    write("edges.u32", whole(links.iter().step_by(2).flat_map(|l| [l.from, l.to, l.cost_ms]).collect()));
    for (number, seeds) in kinds.iter().enumerate() {
        write(&format!("kind-{number}.u32"), whole(seeds.iter().map(|s| s.node).collect()));
    }
    write("times.u32", whole(answer.iter().flatten().copied().collect()));
}
