//! Shows progress on a terminal, and listens for the wish to stop.

use std::io::IsTerminal as _;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use linli_io::Language;
use linli_model::Progress;

use crate::speech::either;

static STOP: AtomicBool = AtomicBool::new(false);

/// From now on Ctrl-C and a polite kill only set a mark, so that work can clean up.
pub fn listen() {
    // A second handler cannot be set; the first one does the same.
    let _ = ctrlc::set_handler(|| STOP.store(true, Ordering::SeqCst));
}

/// Whether the user wants to stop.
pub fn stopped() -> bool {
    STOP.load(Ordering::SeqCst)
}

/// A progress bar on standard error, when that is a terminal.
pub struct Watch {
    bar: ProgressBar,
    language: Language,
}

impl Watch {
    /// A bar that shows nothing yet.
    pub fn new(language: Language) -> Self {
        let bar = if std::io::stderr().is_terminal() {
            let bar = ProgressBar::new(0);
            if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} {bar:30} {pos}/{len} {elapsed}")
            {
                bar.set_style(style);
            }
            bar.enable_steady_tick(Duration::from_millis(100));
            bar
        } else {
            ProgressBar::hidden()
        };
        Self { bar, language }
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

impl Progress for Watch {
    fn step(&self, stage: &str, done: u64, total: u64) {
        let stage = match stage {
            "read" => either(self.language, "reading files", "读取文件"),
            "geometry" => either(self.language, "checking geometry", "检查几何"),
            "place" => either(self.language, "placing", "坐标归位"),
            "layouts" => either(self.language, "trying layouts", "试算布局"),
            "write" => either(self.language, "writing", "写入"),
            other => other,
        };
        self.bar.set_message(stage.to_owned());
        self.bar.set_length(total);
        self.bar.set_position(done);
    }

    fn cancelled(&self) -> bool {
        stopped()
    }
}
