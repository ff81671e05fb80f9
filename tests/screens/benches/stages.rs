//! Prints how long a change of stage or date takes on Xinghe before anything is drawn: what every element looks
//! like, anew. The goal is below one frame of 60 a second, 16 ms.

use std::time::Instant;

use linli_model::Stage;
use linli_present::Moment;
use linli_screens::{loaded, xinghe};

/// Dates and stages tried.
const TRIES: i64 = 60;

fn main() {
    let Some(scene) = loaded(&xinghe()) else {
        eprintln!("the scene cannot be loaded");
        std::process::exit(1);
    };
    let Some(span) = scene.stages.timeline.span() else {
        eprintln!("the scene has no schedule");
        std::process::exit(1);
    };
    let (mut states, mut looks) = (Vec::new(), Vec::new());
    for stage in Stage::ALL {
        let mut times: Vec<f64> = (0..TRIES)
            .map(|i| {
                let passed = (span.finish - span.start).num_days() * i / TRIES;
                let moment = Moment { stage, day: span.start + chrono::Duration::days(passed) };
                let begin = Instant::now();
                scene.stages.looks_into(&scene.community, moment, &mut states, &mut looks);
                begin.elapsed().as_secs_f64() * 1e3
            })
            .collect();
        times.sort_by(f64::total_cmp);
        let (median, worst) = (times[times.len() / 2], times[times.len() - 1]);
        println!("{:<14} {} elements: median {median:.2} ms, worst {worst:.2} ms", stage.name(), looks.len());
    }
}
