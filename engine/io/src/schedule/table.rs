//! Rows of a table with a separator and quotation marks (RFC 4180, and what programs really write).

/// One row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// Line that it begins on, from 1.
    pub line: usize,
    /// Fields; those beyond the asked number are only counted.
    pub fields: Vec<String>,
    /// Number of fields in the file.
    pub count: usize,
}

impl Record {
    /// Whether nothing is written in it.
    pub fn is_blank(&self) -> bool {
        self.fields.iter().all(|field| field.trim().is_empty())
    }
}

/// Reads row after row.
pub struct Records<'a> {
    text: &'a str,
    position: usize,
    line: usize,
    separator: char,
    most_fields: usize,
    quotes: bool,
    /// Line of a quotation mark that was never closed.
    pub open_quote: Option<usize>,
}

impl<'a> Records<'a> {
    /// Reads a text whose first line has a number.
    pub fn new(text: &'a str, line: usize, separator: char, most_fields: usize) -> Self {
        Self { text, position: 0, line, separator, most_fields, quotes: true, open_quote: None }
    }

    /// Byte at which the next row begins.
    pub fn position(&self) -> usize {
        self.position
    }

    /// Line of the next row.
    pub fn line(&self) -> usize {
        self.line
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.position..).unwrap_or_default()
    }

    /// Reads a field between quotation marks, the first of which is next; `None` when it is never closed.
    fn quoted(&mut self) -> Option<String> {
        let mut rest = self.rest().strip_prefix('"')?;
        let mut field = String::new();
        loop {
            let (before, after) = rest.split_once('"')?;
            field.push_str(before);
            match after.strip_prefix('"') {
                Some(more) => {
                    field.push('"');
                    rest = more;
                }
                None => {
                    // What stands between the closing mark and the separator belongs to the field.
                    let end = after.find([self.separator, '\n', '\r']).unwrap_or(after.len());
                    let (tail, left) = after.split_at_checked(end)?;
                    field.push_str(tail);
                    self.line += field.matches('\n').count();
                    self.position = self.text.len() - left.len();
                    return Some(field);
                }
            }
        }
    }

    fn plain(&mut self) -> String {
        let rest = self.rest();
        let end = rest.find([self.separator, '\n', '\r']).unwrap_or(rest.len());
        self.position += end;
        rest.get(..end).unwrap_or_default().to_owned()
    }

    fn field(&mut self) -> String {
        if self.quotes && self.rest().starts_with('"') {
            match self.quoted() {
                Some(field) => return field,
                None => {
                    self.quotes = false;
                    self.open_quote = Some(self.line);
                }
            }
        }
        self.plain()
    }
}

impl Iterator for Records<'_> {
    type Item = Record;

    fn next(&mut self) -> Option<Record> {
        if self.position >= self.text.len() {
            return None;
        }
        let mut record = Record { line: self.line, ..Record::default() };
        loop {
            let field = self.field();
            record.count += 1;
            if record.fields.len() < self.most_fields {
                record.fields.push(field);
            }
            let rest = self.rest();
            if rest.starts_with(self.separator) {
                self.position += self.separator.len_utf8();
                continue;
            }
            // Two-byte line ends count once; a lone carriage return is a line end too.
            self.position += if rest.starts_with("\r\n") { 2 } else { usize::from(!rest.is_empty()) };
            self.line += 1;
            return Some(record);
        }
    }
}

/// A field as it is written into a table with commas.
pub fn field_text(field: &str) -> String {
    let spaced = field.trim() != field;
    if spaced || field.contains([',', ';', '\t', '"', '\n', '\r']) {
        return format!("\"{}\"", field.replace('"', "\"\""));
    }
    field.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Vec<(usize, Vec<String>)>, Option<usize>) {
        let mut records = Records::new(text, 1, ',', 3);
        let rows = records.by_ref().map(|r| (r.line, r.fields)).collect();
        (rows, records.open_quote)
    }

    fn row(line: usize, fields: &[&str]) -> (usize, Vec<String>) {
        (line, fields.iter().map(|f| (*f).to_owned()).collect())
    }

    #[test]
    fn quotation_marks_hold_separators_and_line_ends() {
        let (rows, open) = read("a,\"b,\n\"\"c\"\"\",d\r\n\r\ne,5\" pipe,\"f\"g,h\rlast");
        assert_eq!(
            rows,
            [
                row(1, &["a", "b,\n\"c\"", "d"]),
                row(3, &[""]),
                row(4, &["e", "5\" pipe", "fg"]),
                row(5, &["last"]),
            ]
        );
        assert_eq!(open, None);
    }

    #[test]
    fn an_open_quotation_mark_swallows_nothing() {
        let (rows, open) = read("a,\"b\nc,\"d\ne,f\n");
        assert_eq!(rows.len(), 2);
        assert_eq!(open, None, "the second mark closes the first");
        let (rows, open) = read("a,\"b\nc,d\ne,f\n");
        assert_eq!(rows, [row(1, &["a", "\"b"]), row(2, &["c", "d"]), row(3, &["e", "f"])]);
        assert_eq!(open, Some(1));
    }

    #[test]
    fn fields_are_counted_but_not_all_kept() {
        let record = Records::new("1,2,3,4,5\n", 7, ',', 2).next().unwrap_or_default();
        assert_eq!((record.line, record.fields.len(), record.count), (7, 2, 5));
    }
}
