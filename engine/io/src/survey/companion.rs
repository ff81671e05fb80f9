//! The point table that belongs to a line table in a file of its own.

use super::columns::TableKind;
use super::table::{self, Table};
use crate::{Input, Limits, text};

/// Most files of a folder that are looked at.
const MOST_FILES: usize = 500;
/// Bytes at the beginning of a file in which its header is.
const HEAD: usize = 1 << 14;

/// The point table beside a line table, with its file name: the one whose name differs by the word for
/// points only, else the only point table in the folder.
pub fn points_beside(input: &Input, limits: &Limits) -> Option<(String, Table)> {
    let own = bare(&input.name);
    let mut tables = Vec::new();
    for name in input.neighbours(&["csv", "txt"], MOST_FILES) {
        let Ok(head) = input.neighbour_head(&name, HEAD) else { continue };
        // The last line of the beginning may be cut in the middle.
        let decoded = text::decode(&head);
        let whole = decoded.text.rsplit_once('\n').map_or(decoded.text.as_ref(), |(lines, _)| lines);
        if matches!(table::kind_of(whole), Some(TableKind::Points | TableKind::PointsWithConnections)) {
            tables.push(name);
        }
    }
    let name = match tables.iter().find(|name| bare(name) == own) {
        Some(name) => name.clone(),
        None if tables.len() == 1 => tables.pop()?,
        None => return None,
    };
    let neighbour = input.neighbour(&name, limits).ok()?;
    let decoded = text::decode(&neighbour.bytes);
    Some((name, table::from_csv(&decoded.text, limits).ok()?))
}

/// A file name without its ending and the words for points and lines.
fn bare(name: &str) -> String {
    let mut stem = text::stem(name).to_lowercase();
    for word in
        ["管线点", "管点", "管线", "点表", "线表", "points", "point", "lines", "line", "点", "线", "_p", "_l"]
    {
        stem = stem.replace(word, "");
    }
    stem.trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
}

#[cfg(test)]
mod tests {
    use super::bare;

    #[test]
    fn names_of_a_pair_are_the_same_without_their_words() {
        assert_eq!(bare("JS_POINT.csv"), bare("js_line.csv"));
        assert_eq!(bare("星河给水点表.csv"), bare("星河给水线表.csv"));
        assert_ne!(bare("JS_POINT.csv"), bare("WS_LINE.csv"));
    }
}
