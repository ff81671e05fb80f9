//! Reads one CityJSON file, triangulates and indexes it, and says how much memory that took at most:
//! the whole-process side of `tools/bench/cityjson_vs_cjio`.
#![expect(clippy::unwrap_used, reason = "a bench over known files")]

use linli_tests::parsed_and_indexed;

/// Highest memory of this process so far, bytes (Linux only; 0 elsewhere).
fn peak_bytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    line.and_then(|l| l.split_whitespace().nth(1)).and_then(|kb| kb.parse::<u64>().ok()).unwrap_or(0) * 1024
}

fn main() {
    let path = std::env::args().nth(1).unwrap();
    let before = peak_bytes();
    let bytes = std::fs::read(&path).unwrap();
    let size = bytes.len();
    let solid = parsed_and_indexed(&path, bytes).unwrap();
    let triangles: usize = solid.shapes.iter().map(|shape| shape.triangles.len()).sum();
    let most = peak_bytes() - before;
    println!(
        "{} elements, {triangles} triangles; {size} bytes of text, {most} bytes of memory at most: {:.2} times the text",
        solid.index.len(),
        most as f64 / size as f64
    );
}
