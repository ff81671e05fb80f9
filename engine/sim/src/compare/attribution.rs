//! Which causes explain a difference: Shapley values.
//!
//! The contribution of a cause is the mean, over all orders in which the causes could be made one after the other, of
//! what it changes when its turn comes (L. S. Shapley, A value for n-person games, 1953). Contributions do not depend
//! on the order of the edits and add up to the difference.

use std::collections::HashMap;

/// Up to so many causes every order counts; beyond, orders are drawn.
pub const MOST_EXACT: usize = 10;

/// What a cause contributes to the differences of some figures.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Contribution {
    /// For each figure.
    pub values: Vec<f64>,
    /// Standard error of each, 0 when every order counted.
    pub errors: Vec<f64>,
}

/// How contributions were found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Every order counted.
    Exact,
    /// So many orders were drawn.
    Sampled(usize),
}

/// Contributions of causes.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribution {
    /// For each cause, in their order.
    pub contributions: Vec<Contribution>,
    /// How they were found.
    pub method: Method,
    /// How many different choices of causes were reckoned.
    pub reckoned: usize,
}

/// Attributes differences to causes. `figures` reckons the figures for a choice of causes (a bit set); the same choice
/// is asked only once. `orders` is how many orders are drawn where there are too many causes for all, in pairs of an
/// order and its reverse.
pub fn attribute(
    causes: usize,
    orders: usize,
    seed: u64,
    mut figures: impl FnMut(&[bool]) -> Vec<f64>,
) -> Attribution {
    let mut known: HashMap<Vec<bool>, Vec<f64>> = HashMap::new();
    let mut value = |choice: &[bool]| -> Vec<f64> {
        if let Some(known) = known.get(choice) {
            return known.clone();
        }
        let values = figures(choice);
        known.insert(choice.to_vec(), values.clone());
        values
    };
    let none = value(&vec![false; causes]);
    let all = value(&vec![true; causes]);
    let total: Vec<f64> = all.iter().zip(&none).map(|(all, none)| all - none).collect();
    let (mut contributions, method) = if causes <= MOST_EXACT {
        (exact(causes, total.len(), &mut value), Method::Exact)
    } else {
        let orders = orders.max(2).next_multiple_of(2);
        (sampled(causes, total.len(), orders, seed, &mut value), Method::Sampled(orders))
    };
    settle(&mut contributions, &total);
    Attribution { contributions, method, reckoned: known.len() }
}

fn exact(causes: usize, figures: usize, value: &mut dyn FnMut(&[bool]) -> Vec<f64>) -> Vec<Contribution> {
    let choices = 1_usize << causes;
    let bits = |set: usize| (0..causes).map(|at| set >> at & 1 == 1).collect::<Vec<bool>>();
    let values: Vec<Vec<f64>> = (0..choices).map(|set| value(&bits(set))).collect();
    // Weight of a choice of s others: s! (n − s − 1)! / n!.
    let weight = |s: usize| {
        let mut binomial = 1.0;
        for i in 0..s {
            binomial = binomial * (causes - 1 - i) as f64 / (i + 1) as f64;
        }
        1.0 / (binomial * causes as f64)
    };
    let one = |cause: usize| {
        let mut sums = vec![0.0; figures];
        for set in (0..choices).filter(|set| set >> cause & 1 == 0) {
            let weight = weight(set.count_ones() as usize);
            let (without, with) = (&values[set], &values[set | 1 << cause]);
            for (sum, (with, without)) in sums.iter_mut().zip(with.iter().zip(without)) {
                *sum += weight * (with - without);
            }
        }
        Contribution { values: sums, errors: vec![0.0; figures] }
    };
    (0..causes).map(one).collect()
}

fn sampled(
    causes: usize,
    figures: usize,
    orders: usize,
    seed: u64,
    value: &mut dyn FnMut(&[bool]) -> Vec<f64>,
) -> Vec<Contribution> {
    let mut random = linli_model::variant::script::Script::new(seed);
    let pairs = orders / 2;
    let mut sums = vec![vec![(0.0, 0.0); figures]; causes];
    for _ in 0..pairs {
        let mut order: Vec<usize> = (0..causes).collect();
        for at in (1..causes).rev() {
            order.swap(at, random.below(at + 1));
        }
        // An order and its reverse together: what one over-counts, the other under-counts.
        let mut pair = vec![vec![0.0; figures]; causes];
        for reverse in [false, true] {
            let mut choice = vec![false; causes];
            let mut before = value(&choice);
            for step in 0..causes {
                let cause = order[if reverse { causes - 1 - step } else { step }];
                choice[cause] = true;
                let after = value(&choice);
                for (sum, (after, before)) in pair[cause].iter_mut().zip(after.iter().zip(&before)) {
                    *sum += (after - before) / 2.0;
                }
                before = after;
            }
        }
        for (sums, pair) in sums.iter_mut().zip(&pair) {
            for ((sum, squares), value) in sums.iter_mut().zip(pair) {
                *sum += value;
                *squares += value * value;
            }
        }
    }
    let n = pairs as f64;
    let one = |sums: &Vec<(f64, f64)>| {
        let mean = |sum: f64| sum / n;
        let error = |(sum, squares): (f64, f64)| {
            if pairs < 2 {
                f64::INFINITY
            } else {
                ((squares / n - mean(sum).powi(2)).max(0.0) / (n - 1.0)).sqrt()
            }
        };
        Contribution {
            values: sums.iter().map(|(sum, _)| mean(*sum)).collect(),
            errors: sums.iter().map(|both| error(*both)).collect(),
        }
    };
    sums.iter().map(one).collect()
}

/// Lets contributions add up to the total to the last bit: what rounding left goes to the largest.
fn settle(contributions: &mut [Contribution], total: &[f64]) {
    for (figure, total) in total.iter().enumerate() {
        for _ in 0..4 {
            let sum: f64 = contributions.iter().map(|c| c.values[figure]).sum();
            let rest = total - sum;
            if rest == 0.0 || !rest.is_finite() {
                break;
            }
            let largest = (0..contributions.len()).max_by(|a, b| {
                let size = |at: &usize| contributions[*at].values[figure].abs();
                size(a).total_cmp(&size(b))
            });
            if let Some(largest) = largest {
                contributions[largest].values[figure] += rest;
            }
        }
    }
}
