//! `linli soak`: watches a running show for hours or days and tells whether it grows.

mod slope;

use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use chrono::Local;
use linli_io::Language;
use serde_json::{Value, json};

use crate::args::SoakArgs;
use crate::kiosk::{HEALTH_FILE, Usage, usage};
use crate::outcome::Outcome;
use crate::output::put_line;
use crate::speech::either;
use crate::watch;
use slope::{Slope, slope};

/// Handles may differ by so many and still be constant.
const SAME_HANDLES: u64 = 2;
/// What the goal allows, mebibytes an hour.
const GOAL_MIB_PER_H: f64 = 0.5;

/// One look.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Sample {
    hours: f64,
    /// Which process of the show: memory of two processes is no series.
    life: u64,
    usage: Usage,
    frame_ms: Option<[f64; 2]>,
}

/// Runs the command.
///
/// # Errors
/// When there is neither a state folder with health nor a process to look at, or a table cannot be written.
pub fn run(args: &SoakArgs, language: Language) -> anyhow::Result<Outcome> {
    let begin = Instant::now();
    let mut table = args.csv.as_deref().map(open_table).transpose()?;
    let (mut samples, mut restarts, mut gaps) = (Vec::new(), (None, 0), 0_u64);
    while begin.elapsed() < args.duration && !watch::stopped() {
        match look(args, begin) {
            Some((sample, count)) => {
                let first = *restarts.0.get_or_insert(count);
                restarts.1 = count.saturating_sub(first);
                if let Some(table) = &mut table {
                    write_row(table, &sample).context("csv")?;
                }
                samples.push(sample);
            }
            None if samples.is_empty() && begin.elapsed() > Duration::from_secs(30) => {
                let what = either(language, "there is no running show to look at", "没有正在运行的展示");
                bail!("{what}");
            }
            None => gaps += 1,
        }
        let next = begin + args.every * (samples.len() as u32 + gaps as u32);
        while Instant::now() < next && !watch::stopped() {
            std::thread::sleep(Duration::from_millis(50).min(args.every));
        }
    }
    Ok(tell(args, &samples, restarts.1, gaps, language))
}

/// Looks at the show: what its health says, what the system says about its process.
fn look(args: &SoakArgs, begin: Instant) -> Option<(Sample, u64)> {
    let hours = begin.elapsed().as_secs_f64() / 3600.0;
    if let Some(pid) = args.pid {
        let sample = Sample { hours, life: u64::from(pid), usage: usage(pid)?, frame_ms: None };
        return Some((sample, 0));
    }
    let text = std::fs::read_to_string(args.state.as_ref()?.join(HEALTH_FILE)).ok()?;
    let health: Value = serde_json::from_str(&text).ok()?;
    let pid = u32::try_from(health.get("pid")?.as_u64()?).ok()?;
    let frames = health.pointer("/beat/frames");
    let frame = |name: &str| frames?.get(name)?.as_f64();
    let frame_ms = frame("p50_ms").zip(frame("p99_ms")).map(|(p50, p99)| [p50, p99]);
    let restarts = health.get("restarts").and_then(Value::as_u64).unwrap_or_default();
    Some((Sample { hours, life: u64::from(pid), usage: usage(pid)?, frame_ms }, restarts))
}

fn open_table(path: &Path) -> anyhow::Result<File> {
    let mut file = File::create(path).with_context(|| path.display().to_string())?;
    writeln!(file, "time,hours,pid,memory_mib,handles,threads,frame_p50_ms,frame_p99_ms")?;
    Ok(file)
}

fn write_row(file: &mut File, sample: &Sample) -> std::io::Result<()> {
    let Sample { hours, life, usage, frame_ms } = sample;
    let frames = frame_ms.map_or_else(|| ",".to_owned(), |[p50, p99]| format!("{p50:.3},{p99:.3}"));
    let time = Local::now().format("%Y-%m-%dT%H:%M:%S");
    writeln!(
        file,
        "{time},{hours:.5},{life},{:.3},{},{},{frames}",
        usage.memory_mib, usage.handles, usage.threads
    )
}

/// What came of it.
#[derive(Clone, Debug, PartialEq)]
struct Judgement {
    hours: f64,
    samples: usize,
    memory: Option<Slope>,
    memory_mib: [f64; 2],
    handles: [u64; 2],
    threads: [u64; 2],
    /// Change of the middle and the slow pictures from the first to the last quarter, percent.
    frame_drift: Option<[f64; 2]>,
    restarts: u64,
    gaps: u64,
}

/// Looks at the longest life of the show, without its warm-up.
fn judge(samples: &[Sample], warm_up_h: f64, restarts: u64, gaps: u64) -> Option<Judgement> {
    let lives = samples.chunk_by(|a, b| a.life == b.life);
    let longest = lives.max_by_key(|life| life.len())?;
    let begin = longest.first()?.hours;
    let warm: Vec<Sample> =
        longest.iter().filter(|sample| sample.hours - begin >= warm_up_h).copied().collect();
    let (first, last) = (warm.first()?, warm.last()?);
    let series: Vec<(f64, f64)> = warm.iter().map(|sample| (sample.hours, sample.usage.memory_mib)).collect();
    let ends = |value: fn(&Sample) -> u64| {
        let values = || warm.iter().map(value);
        [values().min().unwrap_or_default(), values().max().unwrap_or_default()]
    };
    let frames: Vec<[f64; 2]> = warm.iter().filter_map(|sample| sample.frame_ms).collect();
    let quarter = frames.len() / 4;
    let middle = |part: &[[f64; 2]], at: usize| {
        let mut values: Vec<f64> = part.iter().map(|frame| frame[at]).collect();
        values.sort_by(f64::total_cmp);
        values[values.len() / 2]
    };
    let frame_drift = (quarter > 0).then(|| {
        let (early, late) = (&frames[..quarter], &frames[frames.len() - quarter..]);
        [0, 1].map(|at| (middle(late, at) / middle(early, at).max(1e-9) - 1.0) * 100.0)
    });
    Some(Judgement {
        hours: last.hours - first.hours,
        samples: warm.len(),
        memory: slope(&series),
        memory_mib: [first.usage.memory_mib, last.usage.memory_mib],
        handles: ends(|sample| sample.usage.handles),
        threads: ends(|sample| sample.usage.threads),
        frame_drift,
        restarts,
        gaps,
    })
}

fn tell(args: &SoakArgs, samples: &[Sample], restarts: u64, gaps: u64, language: Language) -> Outcome {
    let Some(found) = judge(samples, args.warm_up.as_secs_f64() / 3600.0, restarts, gaps) else {
        eprintln!("{}", either(language, "nothing was measured after the warm-up", "预热之后没有测得数据"));
        return Outcome::Wrong;
    };
    let steady = found.handles[1] - found.handles[0] <= SAME_HANDLES;
    let small = found.memory.is_some_and(|slope| slope.high <= GOAL_MIB_PER_H);
    let good = steady && small && restarts == 0;
    if args.json {
        let slope = found.memory.map(|slope| {
            json!({"median_mib_per_h": slope.median, "low_mib_per_h": slope.low, "high_mib_per_h": slope.high})
        });
        put_line(&format!(
            "{:#}",
            json!({
                "hours": found.hours, "samples": found.samples, "memory_slope": slope,
                "memory_mib": found.memory_mib, "handles": found.handles, "threads": found.threads,
                "frame_drift_percent": found.frame_drift, "restarts": found.restarts, "gaps": found.gaps,
                "goal_mib_per_h": GOAL_MIB_PER_H, "within_goal": good,
            })
        ));
        return if good { Outcome::Done } else { Outcome::Wrong };
    }
    let line = |english: &str, chinese: &str, value: String| {
        put_line(&format!("{}\t{value}", either(language, english, chinese)));
    };
    line("time after warm-up", "预热后时长", format!("{:.2} h, n = {}", found.hours, found.samples));
    let [from, to] = found.memory_mib;
    line("memory", "内存", format!("{from:.1} → {to:.1} MiB"));
    match found.memory {
        Some(slope) => {
            let interval =
                format!("{:+.2} MiB/h (95 %: {:+.2} … {:+.2})", slope.median, slope.low, slope.high);
            line("memory slope", "内存斜率", interval);
        }
        None => line("memory slope", "内存斜率", either(language, "too few samples", "样本过少").to_owned()),
    }
    line("handles", "句柄", format!("{} … {}", found.handles[0], found.handles[1]));
    line("threads", "线程", format!("{} … {}", found.threads[0], found.threads[1]));
    if let Some([p50, p99]) = found.frame_drift {
        line("frame time drift", "帧时间漂移", format!("p50 {p50:+.1} %, p99 {p99:+.1} %"));
    }
    line("restarts", "重启次数", found.restarts.to_string());
    if gaps > 0 {
        line("looks without a show", "未见展示的次数", gaps.to_string());
    }
    let verdict = if good {
        either(language, "within the goal", "达标")
    } else {
        either(language, "not within the goal", "未达标")
    };
    line(
        "goal: at most 0.5 MiB/h at the upper end, handles constant",
        "目标：上限不超过 0.5 MiB/h，句柄不变",
        verdict.to_owned(),
    );
    if good { Outcome::Done } else { Outcome::Wrong }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn the_longest_life_without_its_warm_up_is_judged() {
        let sample = |at: usize, life: u64, memory_mib: f64, frame: f64| Sample {
            hours: at as f64 / 100.0,
            life,
            usage: Usage { memory_mib, handles: 11, threads: 12 },
            frame_ms: Some([frame, 2.0 * frame]),
        };
        let mut samples: Vec<Sample> = (0..50).map(|at| sample(at, 1, 900.0, 9.0)).collect();
        // A new process: it grows while it warms up, then by 2 MiB an hour; pictures slow down by a tenth.
        samples.extend((50..450).map(|at| {
            let warm = (at as f64 - 150.0).max(0.0) / 100.0;
            let memory = if at < 150 { at as f64 * 3.0 } else { 450.0 + 2.0 * warm };
            sample(at, 2, memory, if at < 300 { 10.0 } else { 11.0 })
        }));
        let found = judge(&samples, 1.0, 1, 3).unwrap();
        assert!((found.memory.unwrap().median - 2.0).abs() < 1e-6, "{found:?}");
        assert_eq!((found.samples, found.handles, found.restarts), (300, [11, 11], 1));
        let [p50, p99] = found.frame_drift.unwrap();
        assert!((p50 - 10.0).abs() < 1e-6 && (p99 - 10.0).abs() < 1e-6);
        assert_eq!(judge(&samples, 9.0, 0, 0), None);
    }
}
