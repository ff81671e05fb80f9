//! The tables of an XER file: `%T` name, `%F` fields, `%R` rows, `%E` end, tabs between.

use std::collections::BTreeMap;

/// One row, cut up only when a field is asked for.
#[derive(Clone, Copy, Debug)]
pub struct TableRow<'a> {
    /// Line that it begins on, from 1.
    pub line: usize,
    text: &'a str,
}

/// Rows under one header.
#[derive(Debug, Default)]
struct Part<'a> {
    fields: Vec<&'a str>,
    rows: Vec<TableRow<'a>>,
}

/// A row with the header that it stands under.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a, 'b> {
    fields: &'b [&'a str],
    /// The row.
    pub row: TableRow<'a>,
}

impl<'a> Entry<'a, '_> {
    /// A field by its name, without blanks around it; empty when the row has none.
    pub fn get(&self, name: &str) -> &'a str {
        let at = self.fields.iter().position(|field| *field == name);
        at.and_then(|at| self.row.text.split('\t').nth(at)).map_or("", str::trim)
    }

    /// A text field: quotation marks around it are taken away, line ends become blanks.
    pub fn text(&self, name: &str) -> String {
        let value = self.get(name);
        let inner = value.strip_prefix('"').and_then(|v| v.strip_suffix('"')).filter(|v| {
            // Only where each mark inside is doubled do the outer ones belong to the notation.
            v.replace("\"\"", "").find('"').is_none()
        });
        let plain = inner.map_or_else(|| value.to_owned(), |inner| inner.replace("\"\"", "\""));
        plain.replace("\r\n", " ").replace(['\n', '\r', '\u{7f}'], " ")
    }

    /// A finite number.
    pub fn number(&self, name: &str) -> Option<f64> {
        let value = self.get(name);
        value.parse().or_else(|_| value.replace(',', ".").parse()).ok().filter(|v: &f64| v.is_finite())
    }

    /// Number of fields in the header and in the row.
    pub fn lengths(&self) -> (usize, usize) {
        (self.fields.len(), self.row.text.split('\t').count())
    }

    /// `TASK line 12`.
    pub fn place(&self, table: &str) -> String {
        format!("{table} line {}", self.row.line)
    }
}

/// Tables by name.
#[derive(Debug, Default)]
pub struct Tables<'a> {
    parts: BTreeMap<&'a str, Vec<Part<'a>>>,
    /// Whether the end mark is there.
    pub ended: bool,
    /// Lines of rows that stand under no header.
    pub stray: Vec<usize>,
}

/// Most fields of a table that are looked at.
const MOST_FIELDS: usize = 1000;
/// Most stray rows that are told one by one.
const MOST_STRAY: usize = 1000;

impl<'a> Tables<'a> {
    /// Takes a text apart. A line that begins with no mark belongs to the row before it.
    pub fn new(text: &'a str, wanted: &[&str]) -> Self {
        let mut tables = Self::default();
        let mut name = None;
        let mut open: Option<(usize, usize)> = None;
        let mut position = 0;
        for (index, line) in text.split_inclusive('\n').enumerate() {
            let mark = line.get(..2).filter(|mark| matches!(*mark, "%T" | "%F" | "%R" | "%E"));
            let marked =
                mark.filter(|_| matches!(line.as_bytes().get(2), None | Some(b'\t' | b'\r' | b'\n' | b' ')));
            if let Some(mark) = marked {
                tables.row(text, open.take(), position, name);
                let rest = line.get(2..).unwrap_or_default().trim_end_matches(['\n', '\r']);
                let rest = rest.strip_prefix('\t').unwrap_or(rest);
                match mark {
                    "%T" => name = Some(rest.trim()).filter(|name| wanted.contains(name)),
                    "%F" => tables.header(name, rest),
                    "%R" => open = Some((index + 1, position)),
                    _ => tables.ended = true,
                }
                if tables.ended {
                    return tables;
                }
            }
            position += line.len();
        }
        tables.row(text, open, position, name);
        tables
    }

    fn header(&mut self, name: Option<&'a str>, rest: &'a str) {
        let Some(name) = name else { return };
        let fields = rest.split('\t').map(str::trim).take(MOST_FIELDS).collect();
        self.parts.entry(name).or_default().push(Part { fields, rows: Vec::new() });
    }

    fn row(&mut self, text: &'a str, open: Option<(usize, usize)>, end: usize, name: Option<&'a str>) {
        let (Some((line, start)), Some(name)) = (open, name) else { return };
        let whole = text.get(start + 2..end).unwrap_or_default().trim_end_matches(['\n', '\r']);
        let row = TableRow { line, text: whole.strip_prefix('\t').unwrap_or(whole) };
        match self.parts.get_mut(name).and_then(|parts| parts.last_mut()) {
            Some(part) => part.rows.push(row),
            None if self.stray.len() < MOST_STRAY => self.stray.push(line),
            None => {}
        }
    }

    /// Rows of a table in order.
    pub fn rows<'b>(&'b self, name: &str) -> impl Iterator<Item = Entry<'a, 'b>> + use<'a, 'b> {
        let parts = self.parts.get(name).map_or(&[][..], Vec::as_slice);
        parts.iter().flat_map(|part| part.rows.iter().map(|row| Entry { fields: &part.fields, row: *row }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_rows_and_what_is_odd() {
        let text = "ERMHDR\t19.12\r\n%T\tTASK\r\n%R\tlost\r\n%F\ta\tb\tc\r\n%R\t1\tx\ny\t3\r\n%R\t2\r\n\
                    %R\t4\t\"say \"\"hi\"\"\"\t6\t7\r\n%T\tOTHER\r\n%F\tz\r\n%R\t9\r\n%E\r\n%R\tafter";
        let tables = Tables::new(text, &["TASK"]);
        let rows: Vec<Entry> = tables.rows("TASK").collect();
        assert_eq!(rows.len(), 3);
        assert_eq!(
            (rows[0].row.line, rows[0].get("a"), rows[0].text("b"), rows[0].get("c")),
            (5, "1", "x y".into(), "3")
        );
        assert_eq!((rows[1].get("b"), rows[1].lengths()), ("", (3, 1)));
        assert_eq!((rows[2].text("b"), rows[2].lengths()), ("say \"hi\"".into(), (3, 4)));
        assert!(tables.ended && tables.rows("OTHER").next().is_none());
        assert_eq!(tables.stray, [3]);
    }
}
