//! CSV and plain numbers that are the same on every run.

/// A table as CSV (RFC 4180, line feeds).
pub struct Table {
    text: String,
}

impl Table {
    /// A table with its header.
    pub fn new(header: &[&str]) -> Self {
        Self { text: format!("{}\n", header.join(",")) }
    }

    /// Adds a row.
    pub fn row(&mut self, cells: &[String]) {
        let line: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
        self.text.push_str(&line.join(","));
        self.text.push('\n');
    }

    /// The whole text.
    pub fn into_text(self) -> String {
        self.text
    }
}

/// A cell, in quotes where it has to be; a leading sign that a spreadsheet would take for a formula is
/// kept away by an apostrophe.
fn quoted(cell: &str) -> String {
    let formula =
        cell.starts_with(['=', '+', '@']) || (cell.starts_with('-') && cell.parse::<f64>().is_err());
    let cell = if formula { format!("'{cell}") } else { cell.to_owned() };
    if cell.contains([',', '"', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
}

/// Milliseconds as seconds with three decimals, from whole numbers only.
pub fn seconds(ms: u64) -> String {
    format!("{}.{:03}", ms / 1000, ms % 1000)
}

/// A time that may not be there.
pub fn maybe_seconds(ms: Option<u64>) -> String {
    ms.map(seconds).unwrap_or_default()
}

/// A number rounded to some decimals, as a JSON number.
pub fn rounded(value: f64, decimals: i32) -> serde_json::Value {
    let scale = 10_f64.powi(decimals);
    // Adding zero keeps "-0.0" away.
    serde_json::json!((value * scale).round() / scale + 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_and_numbers_exact() {
        let mut table = Table::new(&["a", "b"]);
        table.row(&["x,\"y\"".into(), "=1+1".into()]);
        table.row(&["-2.5".into(), seconds(61_007)]);
        assert_eq!(table.into_text(), "a,b\n\"x,\"\"y\"\"\",'=1+1\n-2.5,61.007\n");
        assert_eq!(rounded(1.234_56, 2).to_string(), "1.23");
    }
}
