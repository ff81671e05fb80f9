//! What a kiosk tells of itself: its health, and how often its window was started.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;

use serde_json::Value;

/// Health as its page tells it; as the file has it where there is no page.
pub fn health(port: u16, file: &Path) -> Value {
    let told = || -> std::io::Result<String> {
        let mut stream = TcpStream::connect(("127.0.0.1", port))?;
        stream.write_all(b"GET /health HTTP/1.1\r\n\r\n")?;
        let mut text = String::new();
        stream.read_to_string(&mut text)?;
        Ok(text.split_once("\r\n\r\n").map(|(_, body)| body.to_owned()).unwrap_or_default())
    };
    let text = told().unwrap_or_else(|_| fs::read_to_string(file).unwrap_or_default());
    serde_json::from_str(&text).unwrap_or_default()
}

/// The starts that are noted in a file, a line each.
pub fn starts(file: &Path) -> Vec<String> {
    fs::read_to_string(file).unwrap_or_default().lines().map(str::to_owned).collect()
}
