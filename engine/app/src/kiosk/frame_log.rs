//! A table of the pictures that reached the screen, for measuring whether windows are in step.

use std::fs::File;
use std::io::{self, Write as _};
use std::path::Path;
use std::sync::Mutex;
use std::time::{SystemTime, UNIX_EPOCH};

use linli_view::PresentedPicture;

/// The table: `time_us` since 1970, `frame_ms`, `chapter`, `position_us`, and the eye of the camera, `x_m,y_m,z_m`.
pub(super) struct FrameLog(Mutex<File>);

impl FrameLog {
    /// Begins a table.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub(super) fn create(path: &Path) -> io::Result<Self> {
        let mut file = File::create(path)?;
        writeln!(file, "time_us,frame_ms,chapter,position_us,x_m,y_m,z_m")?;
        Ok(Self(file.into()))
    }

    /// Notes a picture. A table that can no longer be written ends, and the show goes on.
    pub(super) fn note(&self, picture: &PresentedPicture) {
        let time_us = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_micros());
        let place = picture
            .moment
            .place
            .map_or_else(|| ",".to_owned(), |(chapter, at_us)| format!("{chapter},{at_us}"));
        let [x, y, z] = picture.moment.eye_m;
        let line = format!("{time_us},{:.3},{place},{x:.4},{y:.4},{z:.4}\n", picture.frame_ms);
        if let Ok(mut file) = self.0.lock() {
            let _ = file.write_all(line.as_bytes());
        }
    }
}
