//! The file's rows by section.

use std::collections::BTreeMap;

/// One row: its words without the comment.
#[derive(Debug)]
pub struct Row<'a> {
    /// Line number, from 1.
    pub line: usize,
    /// Words.
    pub words: Vec<&'a str>,
    /// What follows the first `;`, without blanks and further `;` around it.
    pub comment: &'a str,
}

impl Row<'_> {
    /// A word, or nothing.
    pub fn word(&self, position: usize) -> &str {
        self.words.get(position).copied().unwrap_or_default()
    }

    /// A finite number.
    pub fn number(&self, position: usize) -> Option<f64> {
        self.word(position).parse().ok().filter(|v: &f64| v.is_finite())
    }
}

/// Rows by section.
pub type Sections<'a> = BTreeMap<String, Vec<Row<'a>>>;

/// Rows of every section, by the section's name in capitals without brackets. EPANET knows a
/// section by its first four letters; the same section may come several times.
pub fn sections(text: &str) -> Sections<'_> {
    let mut sections = Sections::new();
    let mut current = String::new();
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        if let Some(name) = line.strip_prefix('[') {
            let name = name.split(']').next().unwrap_or(name).trim();
            current = name.chars().take(4).collect::<String>().to_ascii_uppercase();
            sections.entry(current.clone()).or_default();
            continue;
        }
        let (data, comment) = line.split_once(';').unwrap_or((line, ""));
        let words: Vec<&str> = data.split_whitespace().collect();
        if words.is_empty() {
            continue;
        }
        let comment = comment.trim_matches(|c: char| c == ';' || c.is_whitespace());
        let row = Row { line: index + 1, words, comment };
        if let Some(rows) = sections.get_mut(&current) {
            rows.push(row);
        }
    }
    sections
}

/// Names of the sections that only a SWMM file has, by their first four letters.
pub const SWMM_SECTIONS: [(&str, &str); 5] = [
    ("COND", "[CONDUITS]"),
    ("SUBC", "[SUBCATCHMENTS]"),
    ("XSEC", "[XSECTIONS]"),
    ("OUTF", "[OUTFALLS]"),
    ("RAIN", "[RAINGAGES]"),
];
