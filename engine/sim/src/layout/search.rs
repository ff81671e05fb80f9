//! The search: NSGA-II (Deb et al. 2002) over wishes for each parcel, with a seed.

use std::collections::BTreeMap;

use linli_model::Progress;
use rayon::prelude::*;

use super::massing::{Typology, Wish};
use super::parcel::ParcelSite;
use super::rules::LayoutRules;
use super::screen::{Objective, Programme, Screened, massings, screen};
use crate::reach::Random;

/// Wishes of one parcel as numbers.
const GENES: usize = 4;
/// Spread of crossover and of mutation (Deb's distribution indices).
const CROSSOVER_INDEX: f64 = 12.0;
const MUTATION_INDEX: f64 = 18.0;

/// How to search.
#[derive(Clone, Debug, PartialEq)]
pub struct SearchOptions {
    /// What is sought; the others are reckoned and not sought.
    pub objectives: Vec<Objective>,
    /// What has to be met first.
    pub programme: Programme,
    /// Layouts that each generation keeps.
    pub count: usize,
    /// Generations.
    pub generations: usize,
    /// Seed: the same one gives the same layouts.
    pub seed: u64,
}

/// A layout that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Wishes, parcel by parcel.
    pub wishes: Vec<Wish>,
    /// Its numbers.
    pub screened: Screened,
}

struct Individual {
    genes: Vec<f64>,
    screened: Screened,
    typologies: Vec<Option<Typology>>,
    rank: usize,
    crowding: f64,
}

/// Layouts of which none is better than another in everything that is sought, the best of the first
/// objective first. `None` when it was cancelled.
pub fn search(
    sites: &[ParcelSite],
    rules: &LayoutRules,
    options: &SearchOptions,
    progress: &dyn Progress,
) -> Option<Vec<Candidate>> {
    let count = options.count.clamp(4, 10_000).next_multiple_of(2);
    let total = (count * (options.generations + 1)) as u64;
    let mut random = Random::new(options.seed);
    let judge = |genes: Vec<Vec<f64>>| -> Vec<Individual> {
        let judged = genes.into_par_iter().map(|genes| {
            let wishes = wishes_of(&genes);
            let massings = massings(sites, &wishes, rules);
            let screened = screen(sites, &massings, &options.programme, rules);
            let typologies = massings.iter().map(|massing| massing.typology).collect();
            Individual { genes, screened, typologies, rank: 0, crowding: 0.0 }
        });
        judged.collect()
    };
    let mut people = judge((0..count).map(|number| first_genes(sites, number, &mut random)).collect());
    rank(&mut people, options);
    for generation in 0..options.generations {
        if progress.cancelled() {
            return None;
        }
        progress.step("layouts", (count * (generation + 1)) as u64, total);
        let mut children = Vec::with_capacity(count);
        while children.len() < count {
            let [a, b] = [0; 2].map(|_| tournament(&people, &mut random));
            let (mut c, mut d) = crossed(&people[a].genes, &people[b].genes, &mut random);
            mutate(&mut c, &mut random);
            mutate(&mut d, &mut random);
            children.extend([c, d]);
        }
        people.extend(judge(children));
        rank(&mut people, options);
        people.sort_by(|a, b| a.rank.cmp(&b.rank).then(b.crowding.total_cmp(&a.crowding)));
        people.truncate(count);
    }
    progress.step("layouts", total, total);
    (!progress.cancelled()).then(|| front(people, options))
}

/// The first front without doubles.
fn front(people: Vec<Individual>, options: &SearchOptions) -> Vec<Candidate> {
    let best = people.into_iter().filter(|one| one.rank == 0);
    let mut candidates: Vec<Candidate> =
        best.map(|one| Candidate { wishes: wishes_of(&one.genes), screened: one.screened }).collect();
    candidates.sort_by(|a, b| {
        costs(&a.screened, options)
            .partial_cmp(&costs(&b.screened, options))
            .unwrap_or(std::cmp::Ordering::Equal)
    });
    candidates.dedup_by(|a, b| a.screened == b.screened);
    candidates
}

fn wishes_of(genes: &[f64]) -> Vec<Wish> {
    let wish = |g: &[f64]| Wish { typology: g[0], density: g[1], form: g[2], shift: g[3] };
    genes.chunks_exact(GENES).map(wish).collect()
}

/// A random start; every other one with the densities of the gradient.
fn first_genes(sites: &[ParcelSite], number: usize, random: &mut Random) -> Vec<f64> {
    let lift = 0.6 + 0.8 * random.share();
    let mut genes = Vec::with_capacity(sites.len() * GENES);
    for site in sites {
        let mut own: [f64; GENES] = std::array::from_fn(|_| random.share());
        if number.is_multiple_of(2) {
            own[1] = (site.target_far * lift / site.far_max.max(0.1)).clamp(0.0, 1.0);
        }
        genes.extend(own);
    }
    genes
}

/// What is to be made small, in the order of the objectives that are sought.
fn costs(screened: &Screened, options: &SearchOptions) -> Vec<f64> {
    let cost = |objective: &Objective| {
        let value = screened.value(*objective);
        if objective.more_is_better() { -value } else { value }
    };
    options.objectives.iter().map(cost).collect()
}

/// Whether one is better: it meets more of the programme, in steps of a tenth, or is nowhere worse and somewhere
/// better. The steps leave a choice where the parcels cannot hold all that is asked for.
fn dominates(a: (&[f64], f64), b: (&[f64], f64)) -> bool {
    let [less, more] = [a.1, b.1].map(|missing| (missing * 10.0).ceil());
    if less != more {
        return less < more;
    }
    a.0.iter().zip(b.0).all(|(x, y)| x <= y) && a.0.iter().zip(b.0).any(|(x, y)| x < y)
}

/// Fronts and crowding distances of all.
fn rank(people: &mut [Individual], options: &SearchOptions) {
    let costs: Vec<Vec<f64>> = people.iter().map(|one| costs(&one.screened, options)).collect();
    let missing: Vec<f64> = people.iter().map(|one| one.screened.missing).collect();
    let count = people.len();
    let mut beaten_by = vec![0_usize; count];
    let mut beats: Vec<Vec<usize>> = vec![Vec::new(); count];
    for a in 0..count {
        for b in a + 1..count {
            let (one, other) = ((costs[a].as_slice(), missing[a]), (costs[b].as_slice(), missing[b]));
            if dominates(one, other) {
                beats[a].push(b);
                beaten_by[b] += 1;
            } else if dominates(other, one) {
                beats[b].push(a);
                beaten_by[a] += 1;
            }
        }
    }
    let mut front: Vec<usize> = (0..count).filter(|at| beaten_by[*at] == 0).collect();
    let mut level = 0;
    while !front.is_empty() {
        crowd(people, &costs, &front);
        let mut next = Vec::new();
        for at in front {
            people[at].rank = level;
            for other in &beats[at] {
                beaten_by[*other] -= 1;
                if beaten_by[*other] == 0 {
                    next.push(*other);
                }
            }
        }
        next.sort_unstable();
        front = next;
        level += 1;
    }
}

/// Crowding distance of one front, in what is sought and in what is built (Deb and Tiwari 2008): the ends of each
/// objective are kept, and typologies that few others have.
fn crowd(people: &mut [Individual], costs: &[Vec<f64>], front: &[usize]) {
    for at in front {
        people[*at].crowding = 0.0;
    }
    let parcels = people.first().map_or(0, |one| one.typologies.len());
    for parcel in 0..parcels {
        let of = |at: usize| people[at].typologies[parcel];
        let mut alike: BTreeMap<Option<Typology>, usize> = BTreeMap::new();
        for at in front {
            *alike.entry(of(*at)).or_default() += 1;
        }
        let rare = |at: usize| 1.0 - alike[&of(at)] as f64 / front.len() as f64;
        let rarities: Vec<f64> = front.iter().map(|at| rare(*at) / parcels as f64).collect();
        for (at, rarity) in front.iter().zip(rarities) {
            people[*at].crowding += rarity;
        }
    }
    let objectives = costs.first().map_or(0, Vec::len);
    let of = |objective: usize| move |person: usize| costs[person][objective];
    for cost in (0..objectives).map(of) {
        let mut order = front.to_vec();
        order.sort_by(|a, b| cost(*a).total_cmp(&cost(*b)).then(a.cmp(b)));
        let (Some(first), Some(last)) = (order.first(), order.last()) else { return };
        let span = cost(*last) - cost(*first);
        people[*first].crowding = f64::INFINITY;
        people[*last].crowding = f64::INFINITY;
        if span > 0.0 {
            for three in order.windows(3) {
                people[three[1]].crowding += (cost(three[2]) - cost(three[0])) / span;
            }
        }
    }
}

fn tournament(people: &[Individual], random: &mut Random) -> usize {
    let [a, b] = [0; 2].map(|_| random.below(people.len() as u64) as usize);
    let better = (people[a].rank, -people[a].crowding) <= (people[b].rank, -people[b].crowding);
    if better { a } else { b }
}

/// Simulated binary crossover (Deb and Agrawal 1995); a parcel's numbers are crossed or kept together.
fn crossed(a: &[f64], b: &[f64], random: &mut Random) -> (Vec<f64>, Vec<f64>) {
    let (mut c, mut d) = (a.to_vec(), b.to_vec());
    for parcel in 0..a.len() / GENES {
        if random.share() < 0.5 {
            continue;
        }
        for gene in parcel * GENES..(parcel + 1) * GENES {
            let u = random.share();
            let power = 1.0 / (CROSSOVER_INDEX + 1.0);
            let spread = if u <= 0.5 { (2.0 * u).powf(power) } else { (1.0 / (2.0 * (1.0 - u))).powf(power) };
            let (x, y) = (a[gene], b[gene]);
            c[gene] = (0.5 * ((1.0 + spread) * x + (1.0 - spread) * y)).clamp(0.0, 1.0);
            d[gene] = (0.5 * ((1.0 - spread) * x + (1.0 + spread) * y)).clamp(0.0, 1.0);
            if random.share() < 0.5 {
                (c[gene], d[gene]) = (d[gene], c[gene]);
            }
        }
    }
    (c, d)
}

/// Polynomial mutation (Deb and Goyal 1996); a typology is drawn anew.
fn mutate(genes: &mut [f64], random: &mut Random) {
    let chance = 1.5 / genes.len().max(1) as f64;
    for (at, gene) in genes.iter_mut().enumerate() {
        if random.share() >= chance.max(0.01) {
            continue;
        }
        if at % GENES == 0 {
            *gene = random.share();
            continue;
        }
        let u = random.share();
        let power = 1.0 / (MUTATION_INDEX + 1.0);
        let step = if u < 0.5 { (2.0 * u).powf(power) - 1.0 } else { 1.0 - (2.0 * (1.0 - u)).powf(power) };
        *gene = (*gene + step).clamp(0.0, 1.0);
    }
}
