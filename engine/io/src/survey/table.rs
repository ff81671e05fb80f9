//! Tables out of CSV texts and XLSX workbooks.

use std::io::Cursor;

use calamine::{DataRef, Reader as _, Xlsx};

use super::columns::{Columns, TableKind};
use crate::Limits;
use crate::schedule::table::Records;

/// Most lines at the beginning of a table in which its header is looked for.
const HEADER_WITHIN: usize = 20;
/// Most columns.
const MOST_COLUMNS: usize = 256;
/// Longest field, bytes; what is longer is no figure and no name.
const LONGEST_FIELD: usize = 1024;
/// Longest text of all fields together, bytes.
const LONGEST_TABLE: usize = 1 << 30;
/// Separators, the likeliest first.
const SEPARATORS: [char; 4] = [',', '\t', ';', '，'];

/// A table with a known header.
#[derive(Debug)]
pub struct Table {
    /// Name of the sheet; empty in a CSV file.
    pub sheet: String,
    /// What it holds.
    pub kind: TableKind,
    /// Its columns.
    pub columns: Columns,
    /// Rows with their numbers, from 1.
    pub rows: Vec<(usize, Vec<String>)>,
}

impl Table {
    /// Place of a row for reports.
    pub fn place(&self, row: usize) -> String {
        if self.sheet.is_empty() { format!("line {row}") } else { format!("{}!{row}", self.sheet) }
    }
}

/// Why no table was found.
#[derive(Debug)]
pub enum TableProblem {
    /// No sheet and no line has a header of a point or line table.
    NoHeader,
    /// The workbook cannot be opened.
    Workbook(String),
    /// More rows than the limit.
    TooMany(u64),
}

/// The separator and header of a CSV text: the line, of the first ones, that names a table.
fn layout(text: &str) -> Option<(char, usize, Columns, TableKind)> {
    for separator in SEPARATORS {
        for record in Records::new(text, 1, separator, MOST_COLUMNS).take(HEADER_WITHIN) {
            let columns = Columns::of(&record.fields);
            if let Some(kind) = columns.kind() {
                return Some((separator, record.line, columns, kind));
            }
        }
    }
    None
}

/// Whether the text begins as a point or line table does.
pub fn is_survey(text: &str) -> bool {
    layout(text).is_some()
}

/// What the table of a text holds.
pub fn kind_of(text: &str) -> Option<TableKind> {
    layout(text).map(|(.., kind)| kind)
}

/// The table of a CSV text.
///
/// # Errors
/// A [`TableProblem`].
pub fn from_csv(text: &str, limits: &Limits) -> Result<Table, TableProblem> {
    let (separator, header, columns, kind) = layout(text).ok_or(TableProblem::NoHeader)?;
    let mut rows = Vec::new();
    for record in Records::new(text, 1, separator, MOST_COLUMNS) {
        if record.line <= header || record.is_blank() {
            continue;
        }
        if rows.len() as u64 >= limits.objects {
            return Err(TableProblem::TooMany(limits.objects));
        }
        rows.push((record.line, record.fields));
    }
    Ok(Table { sheet: String::new(), kind, columns, rows })
}

/// The point and line tables of a workbook; other sheets are passed over. The archive must have been
/// checked against bombs before.
///
/// # Errors
/// A [`TableProblem`].
pub fn from_workbook(bytes: &[u8], limits: &Limits) -> Result<Vec<Table>, TableProblem> {
    let wrong = |error: calamine::XlsxError| TableProblem::Workbook(error.to_string());
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(wrong)?;
    let mut tables = Vec::new();
    let mut budget = LONGEST_TABLE;
    for sheet in book.sheet_names() {
        let mut cells = match book.worksheet_cells_reader(&sheet) {
            Ok(cells) => cells,
            // A sheet of charts has no cells.
            Err(_) => continue,
        };
        let mut sheet_rows = SheetRows::new(sheet);
        loop {
            let Some(cell) = cells.next_cell().map_err(wrong)? else { break };
            let (row, column) = cell.get_position();
            let text = text_of(cell.get_value());
            budget = budget.checked_sub(text.len() + 32).ok_or(TableProblem::TooMany(limits.objects))?;
            if !sheet_rows.put(row as usize + 1, column as usize, text, limits)? {
                break;
            }
        }
        tables.extend(sheet_rows.finish());
    }
    if tables.is_empty() { Err(TableProblem::NoHeader) } else { Ok(tables) }
}

/// The rows of a sheet as they come.
struct SheetRows {
    sheet: String,
    header: Option<(Columns, TableKind)>,
    current: (usize, Vec<String>),
    seen: usize,
    rows: Vec<(usize, Vec<String>)>,
}

impl SheetRows {
    fn new(sheet: String) -> Self {
        Self { sheet, header: None, current: (0, Vec::new()), seen: 0, rows: Vec::new() }
    }

    /// Puts a cell; `false` when the sheet is no table of a survey.
    fn put(
        &mut self,
        row: usize,
        column: usize,
        text: String,
        limits: &Limits,
    ) -> Result<bool, TableProblem> {
        if row != self.current.0 {
            if !self.end_row(limits)? {
                return Ok(false);
            }
            self.current = (row, Vec::new());
        }
        if column < MOST_COLUMNS && !text.is_empty() {
            if self.current.1.len() <= column {
                self.current.1.resize(column + 1, String::new());
            }
            if let Some(field) = self.current.1.get_mut(column) {
                *field = text;
            }
        }
        Ok(true)
    }

    fn end_row(&mut self, limits: &Limits) -> Result<bool, TableProblem> {
        let (row, fields) = std::mem::take(&mut self.current);
        if fields.iter().all(|field| field.trim().is_empty()) {
            return Ok(true);
        }
        if self.header.is_some() {
            if self.rows.len() as u64 >= limits.objects {
                return Err(TableProblem::TooMany(limits.objects));
            }
            self.rows.push((row, fields));
            return Ok(true);
        }
        self.seen += 1;
        let columns = Columns::of(&fields);
        if let Some(kind) = columns.kind() {
            self.header = Some((columns, kind));
        }
        Ok(self.header.is_some() || self.seen < HEADER_WITHIN)
    }

    fn finish(mut self) -> Option<Table> {
        // The last row is put away like the others; its count was checked with them.
        let (row, fields) = std::mem::take(&mut self.current);
        let (columns, kind) = self.header?;
        if fields.iter().any(|field| !field.trim().is_empty()) {
            self.rows.push((row, fields));
        }
        Some(Table { sheet: self.sheet, kind, columns, rows: self.rows })
    }
}

fn text_of(value: &DataRef) -> String {
    match value {
        DataRef::Int(value) => value.to_string(),
        DataRef::Float(value) if value.fract() == 0.0 && value.abs() < 9e15 => format!("{value:.0}"),
        DataRef::Float(value) => value.to_string(),
        DataRef::String(text) => shortened(text),
        DataRef::SharedString(text) => shortened(text),
        DataRef::Bool(value) => value.to_string(),
        DataRef::DateTime(value) => value.as_f64().to_string(),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => shortened(text),
        DataRef::Error(_) | DataRef::Empty => String::new(),
    }
}

fn shortened(text: &str) -> String {
    let mut end = text.len().min(LONGEST_FIELD);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default().trim().to_owned()
}
