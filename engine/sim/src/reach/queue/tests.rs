use proptest::prelude::*;

use super::*;

fn serve(ms: u32) -> Step {
    Step::Serve { line: 0, ms, leaves_at_start: false }
}

/// Jobs with exponential gaps and, when asked, exponential service, milliseconds.
fn poisson(count: usize, gap_ms: f64, service: impl Fn(&mut Random) -> f64) -> Vec<Job> {
    let mut random = Random::new(42);
    let mut at = 0.0;
    (0..count)
        .map(|_| {
            at += -(1.0 - random.share()).ln() * gap_ms;
            Job { start_ms: at as u64, steps: vec![serve(service(&mut random) as u32)] }
        })
        .collect()
}

fn mean(values: &[u64]) -> f64 {
    values.iter().sum::<u64>() as f64 / values.len() as f64
}

/// Mean wait of M/M/c in units of the mean service (Erlang C).
fn erlang_c_wait(servers: u32, load: f64) -> f64 {
    let c = f64::from(servers);
    let mut term = 1.0;
    let mut sum = 1.0;
    for i in 1..servers {
        term *= load / f64::from(i);
        sum += term;
    }
    let last = term * load / c * c / (c - load);
    last / (sum + last) / (c - load)
}

#[test]
fn waits_agree_with_closed_forms() {
    let service_ms = 60_000.0;
    for (servers, load) in [(1_u32, 0.7), (2, 1.3), (3, 2.4), (8, 6.0)] {
        let jobs = poisson(400_000, service_ms / load, |random| -(1.0 - random.share()).ln() * service_ms);
        let run = simulate(&jobs, &[servers]);
        let expected = erlang_c_wait(servers, load) * service_ms;
        let found = mean(&run.wait_ms);
        assert!(
            (found / expected - 1.0).abs() < 0.05,
            "M/M/{servers} at {load}: {found} ms, not {expected} ms"
        );
    }
    // M/D/1: half of what M/M/1 waits.
    let jobs = poisson(400_000, service_ms / 0.7, |_| service_ms);
    let found = mean(&simulate(&jobs, &[1]).wait_ms);
    let expected = 0.7 / (2.0 * 0.3) * service_ms;
    assert!((found / expected - 1.0).abs() < 0.05, "M/D/1: {found} ms, not {expected} ms");
}

#[test]
fn a_garage_of_324_bays_needs_three_vehicles() {
    // 12 % of 324 bays in an hour, a mean cycle of 120 s, M/M/c. With 60 s of walk and the cycle itself
    // 300 s are over when the wait is above 120 s: P(W > t) = C e^(−(cμ − λ) t), 25 % and 3 %.
    let jobs = poisson(400_000, 3_600_000.0 / 39.0, |random| -(1.0 - random.share()).ln() * 120_000.0);
    for (servers, expected) in [(2, 0.254), (3, 0.031)] {
        let waits = simulate(&jobs, &[servers]).wait_ms;
        let late = waits.iter().filter(|wait| **wait > 120_000).count() as f64 / waits.len() as f64;
        assert!((late - expected).abs() < 0.012, "{servers} vehicles: {late}, not {expected}");
    }
}

#[test]
fn the_line_is_first_come_first_served_by_arithmetic() {
    let job = |start_ms: u64, ms: u32| Job { start_ms, steps: vec![Step::Delay { ms: 5 }, serve(ms)] };
    let run = simulate(&[job(0, 100), job(10, 50), job(20, 50)], &[1]);
    assert_eq!(run.end_ms, vec![105, 155, 205]);
    assert_eq!(run.wait_ms, vec![0, 90, 130]);
    assert_eq!((run.lines[0].most_waiting, run.lines[0].served, run.lines[0].busy_ms), (2, 3, 200));
    assert_eq!(run.lines[0].length, vec![(15, 1), (25, 2), (105, 1), (155, 0)]);
    // Handed over: the first goes on at once, but its server stays busy.
    let handed = |start_ms: u64| Job {
        start_ms,
        steps: vec![Step::Serve { line: 0, ms: 100, leaves_at_start: true }],
    };
    assert_eq!(simulate(&[handed(0), handed(10)], &[1]).end_ms, vec![0, 100]);
    assert_eq!(simulate(&[job(0, 1)], &[0]).end_ms, vec![u64::MAX]);
    assert_eq!(simulate(&[], &[1]).end_ms, Vec::<u64>::new());
}

#[test]
fn percentiles_are_by_nearest_rank() {
    let mut values: Vec<u64> = (1..=20).rev().collect();
    assert_eq!(percentile(&mut values, 95.0), Some(19));
    assert_eq!(percentile(&mut values, 50.0), Some(10));
    assert_eq!((percentile(&mut values, 0.0), percentile(&mut values, 100.0)), (Some(1), Some(20)));
    assert_eq!(percentile(&mut [], 95.0), None);
}

fn jobs() -> impl Strategy<Value = Vec<Job>> {
    let job = (0_u64..2000, 0_u32..200, prop::bool::ANY, 0_u32..50);
    prop::collection::vec(job, 1..60).prop_map(|jobs| {
        let one = |(start_ms, ms, leaves_at_start, delay)| Job {
            start_ms,
            steps: vec![Step::Delay { ms: delay }, Step::Serve { line: 0, ms, leaves_at_start }],
        };
        jobs.into_iter().map(one).collect()
    })
}

proptest! {
    #[test]
    fn waiting_obeys_little(jobs in jobs(), servers in 1_u32..5) {
        // Sum of waits is the area under the length of the line.
        let run = simulate(&jobs, &[servers]);
        prop_assert_eq!(run.wait_ms.iter().sum::<u64>(), run.lines[0].waiting_area_ms);
        prop_assert_eq!(run.lines[0].served as usize, jobs.len());
    }

    #[test]
    fn without_a_line_time_is_the_sum_of_steps(jobs in jobs()) {
        let run = simulate(&jobs, &[jobs.len() as u32]);
        for (job, end) in jobs.iter().zip(&run.end_ms) {
            let steps = job.steps.iter().map(|step| match step {
                Step::Delay { ms } => u64::from(*ms),
                Step::Serve { ms, leaves_at_start, .. } => if *leaves_at_start { 0 } else { u64::from(*ms) },
            });
            prop_assert_eq!(*end, job.start_ms + steps.sum::<u64>());
        }
    }

    #[test]
    fn more_servers_and_fewer_jobs_never_make_anyone_wait_longer(jobs in jobs(), servers in 1_u32..5) {
        let run = simulate(&jobs, &[servers]);
        let more = simulate(&jobs, &[servers + 1]);
        for (a, b) in run.wait_ms.iter().zip(&more.wait_ms) {
            prop_assert!(b <= a);
        }
        let fewer = simulate(&jobs[..jobs.len() - 1], &[servers]);
        for (a, b) in run.wait_ms.iter().zip(&fewer.wait_ms) {
            prop_assert!(b <= a);
        }
    }

    #[test]
    fn random_numbers_stay_below_their_bound(seed in 0_u64..u64::MAX, bound in 1_u64..u64::MAX) {
        let mut random = Random::new(seed);
        prop_assert!(random.below(bound) < bound && (0.0..1.0).contains(&random.share()));
    }
}
