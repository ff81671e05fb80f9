//! Standard output that may be closed early, as by `head`.

use std::io::Write as _;

/// Writes text to standard output.
pub fn put(text: &str) {
    let mut out = std::io::stdout().lock();
    // Nobody is left to be told when the reader of the output has gone.
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

/// Writes text and a line end to standard output.
pub fn put_line(text: &str) {
    put(&format!("{text}\n"));
}
