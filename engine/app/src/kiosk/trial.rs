//! Faults that a window makes by itself when a trial asks for them: what no signal from outside can cause.
//!
//! The file of `--trial` holds one line: `lose-device` destroys the graphics device, `grow N` takes N MiB of memory,
//! `clock N` puts the local time N seconds ahead. It is removed when it has been obeyed.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use bevy::prelude::*;
use bevy::render::renderer::RenderDevice;
use bevy::time::common_conditions::on_real_timer;

/// Time between two looks at the file.
const EVERY: Duration = Duration::from_millis(200);

/// Seconds that the local time is put ahead; clones are the same.
#[derive(Clone, Debug, Default)]
pub(super) struct ClockShift(Arc<AtomicI64>);

impl ClockShift {
    /// Local time as this machine is told to believe it.
    pub(super) fn local(&self) -> chrono::NaiveDateTime {
        let now = chrono::Local::now().naive_local();
        let shift = chrono::Duration::try_seconds(self.0.load(Ordering::Relaxed));
        shift.and_then(|shift| now.checked_add_signed(shift)).unwrap_or(now)
    }
}

#[derive(Resource)]
struct Trial {
    file: PathBuf,
    clock: ClockShift,
    grown: Vec<Vec<u8>>,
}

/// Lets an app obey the file of a trial.
pub(super) fn add(app: &mut App, file: PathBuf, clock: ClockShift) {
    app.insert_resource(Trial { file, clock, grown: Vec::new() })
        .add_systems(Last, obey.run_if(on_real_timer(EVERY)));
}

fn obey(mut trial: ResMut<Trial>, device: Option<Res<RenderDevice>>) {
    let Ok(line) = fs::read_to_string(&trial.file) else { return };
    // A file that cannot be removed is obeyed again, which a trial will notice.
    let _ = fs::remove_file(&trial.file);
    let (what, number) = line.trim().split_once(' ').unwrap_or((line.trim(), "0"));
    match (what, number.parse::<i64>()) {
        ("lose-device", _) => device.iter().for_each(|device| device.wgpu_device().destroy()),
        // Each byte is written, so that the memory is really taken.
        ("grow", Ok(mib)) => trial.grown.push(vec![1; usize::try_from(mib << 20).unwrap_or_default()]),
        ("clock", Ok(seconds)) => trial.clock.0.store(seconds, Ordering::Relaxed),
        _ => warn!("no such fault: {line}"),
    }
}
