//! Against files written to the published formats, and hostile ones.
#![expect(clippy::unwrap_used, reason = "tests")]

mod formats;
mod hostile;
mod odd;
mod round_trip;

use linli_model::{Schedule, Task};

use super::*;

const CSV: &[u8] = include_bytes!("tower.csv");
const MSPDI: &[u8] = include_bytes!("tower.mspdi.xml");
const XER: &[u8] = include_bytes!("tower.xer");
const P6: &[u8] = include_bytes!("tower.p6.xml");

fn read(name: &str, bytes: &[u8]) -> Result<(Schedule, FileReport), Rejection> {
    let limits = Limits::default();
    read_schedule_input(&Input::from_bytes(name, bytes.to_vec(), &limits)?, &limits)
}

fn read_text(text: &str) -> (Schedule, Vec<&'static str>) {
    let (schedule, report) = read("plan.csv", text.as_bytes()).unwrap();
    (schedule, report.codes.keys().copied().collect())
}

fn refused(bytes: &[u8]) -> &'static str {
    read("plan", bytes).map_or_else(|rejection| rejection.0.code.id, |_| "accepted")
}

fn task<'a>(schedule: &'a Schedule, id: &str) -> &'a Task {
    schedule.tasks.iter().find(|task| task.id == id).unwrap()
}
