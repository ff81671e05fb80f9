//! The SQLite database of a GeoPackage, opened so that a hostile one can do no more than be wrong.

use std::collections::BTreeSet;
use std::fs::OpenOptions;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::types::{Type, ValueRef};
use rusqlite::{Connection, OpenFlags};
use serde_json::Value;

use crate::budget::{Budget, Spent};
use crate::report::Code;
use crate::vector::{codes, number, weight};
use crate::{Input, text};

/// Longest text or blob that the database may give, bytes.
const LONGEST_VALUE: i32 = 64 << 20;
/// Most bytes of all texts in the tables of contents.
const MOST_CONTENTS: usize = 16 << 20;
/// Most columns of a layer.
const MOST_COLUMNS: i32 = 2000;
/// Steps of SQLite's machine between two looks at how long a row takes.
const STEPS_AT_ONCE: i32 = 100_000;
/// Most looks before a row must have come: a few seconds.
const MOST_LOOKS: u64 = 2_000;
/// Most looks on the whole, less one for each [`ROWS_OF_A_LOOK`]: rows that come, but slowly, must end as well.
const MOST_LOOKS_IN_ALL: u64 = 5 * MOST_LOOKS;
/// Rows that a table gives between two looks, at least.
const ROWS_OF_A_LOOK: u64 = 16;
/// Most temporary copies with names that are taken before another folder must be found.
const MOST_NAMES: usize = 1000;
/// Most layers.
const MOST_LAYERS: usize = 1000;

/// Why reading stops.
#[derive(Debug, thiserror::Error)]
pub enum Stop {
    /// The database says so.
    #[error("{0}")]
    Database(#[from] rusqlite::Error),
    /// A temporary file cannot be made.
    #[error("{0}")]
    Disk(#[from] std::io::Error),
    /// A limit, or the user.
    #[error("{1}")]
    Limit(&'static Code, String),
}

impl From<Spent> for Stop {
    fn from(spent: Spent) -> Self {
        match spent {
            Spent::Limit => Self::Limit(&codes::TOO_MANY, spent.to_string()),
            Spent::Stopped => Self::Limit(&codes::CANCELLED, String::new()),
        }
    }
}

/// How long SQLite has worked, in looks.
#[derive(Debug, Default)]
struct Work {
    since_row: AtomicU64,
    in_all: AtomicU64,
}

impl Work {
    /// Counts a look; whether to stop.
    fn look(&self) -> bool {
        let since_row = self.since_row.fetch_add(1, Ordering::Relaxed);
        let in_all = self.in_all.fetch_add(1, Ordering::Relaxed);
        since_row >= MOST_LOOKS || in_all >= MOST_LOOKS_IN_ALL
    }

    /// Begins with a statement, or goes on after a row.
    fn row(&self, number: u64) {
        self.since_row.store(0, Ordering::Relaxed);
        if number % ROWS_OF_A_LOOK == ROWS_OF_A_LOOK - 1 {
            let left = self.in_all.load(Ordering::Relaxed).saturating_sub(1);
            self.in_all.store(left, Ordering::Relaxed);
        }
    }
}

/// A layer with geometry.
#[derive(Debug)]
pub struct Layer {
    /// Name of its table or view.
    pub name: String,
    /// Column of the geometry.
    pub geometry: String,
    /// What the file says about its coordinate system, the best first.
    pub crs: Vec<String>,
}

/// A row of a layer.
pub struct Row {
    /// Its number, when the table has one.
    pub number: Option<i64>,
    /// Attributes in the order of the columns.
    pub properties: Vec<(String, Value)>,
    /// Geometry as stored.
    pub geometry: Option<Vec<u8>>,
    /// Columns whose value cannot be an attribute.
    pub left_out: Vec<String>,
}

/// An opened database.
pub struct Database {
    connection: Connection,
    work: Arc<Work>,
    /// Bytes of a write-ahead log beside the file, which is not read.
    pub unsaved: Option<u64>,
    // Removed when the connection has been closed: fields are dropped in their order.
    _copy: Option<Copy>,
}

impl Database {
    /// Opens the file where it lies, or a temporary copy when it was compressed or is not on a disk.
    ///
    /// # Errors
    /// When the temporary file cannot be written, or SQLite refuses the file.
    pub fn open(input: &Input) -> Result<Self, Stop> {
        let on_disk = input.path.as_deref().filter(|path| is_same_size(path, input.bytes.len()));
        let mut copy = if on_disk.is_none() { Some(Copy::of(&input.bytes)?) } else { None };
        let path = on_disk.or(copy.as_ref().map(|copy| copy.0.as_path())).unwrap_or(Path::new(""));
        // Immutable: no lock, no log, nothing is ever written beside somebody's file.
        let address = format!("file:{}?immutable=1", escaped(path));
        let flags =
            OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(address, flags)?;
        // An open file outlives its name here, so that nothing is left even if the process is killed.
        if cfg!(unix) {
            copy = None;
        }
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
        connection.pragma_update(None, "trusted_schema", false)?;
        connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, LONGEST_VALUE)?;
        connection.set_limit(Limit::SQLITE_LIMIT_COLUMN, MOST_COLUMNS)?;
        let work = Arc::new(Work::default());
        let counted = Arc::clone(&work);
        connection.progress_handler(STEPS_AT_ONCE, Some(move || counted.look()));
        let log = on_disk.map(|path| PathBuf::from(format!("{}-wal", path.display())));
        let unsaved = log.and_then(|log| log.metadata().ok()).map(|meta| meta.len()).filter(|size| *size > 0);
        Ok(Self { connection, work, unsaved, _copy: copy })
    }

    /// Layers with geometry in the order of their names, and the names of other tables that the file counts
    /// among its contents.
    ///
    /// # Errors
    /// When the tables of contents cannot be read.
    pub fn layers(&self) -> Result<(Vec<Layer>, Vec<String>), Stop> {
        const FEATURES: &str = "SELECT c.table_name, g.column_name, g.srs_id, s.organization, \
             s.organization_coordsys_id, s.definition \
             FROM gpkg_contents c JOIN gpkg_geometry_columns g ON g.table_name = c.table_name \
             LEFT JOIN gpkg_spatial_ref_sys s ON s.srs_id = g.srs_id ORDER BY c.table_name";
        const OTHERS: &str = "SELECT table_name, data_type FROM gpkg_contents WHERE table_name NOT IN \
             (SELECT table_name FROM gpkg_geometry_columns) ORDER BY table_name";
        self.work.row(0);
        let mut contents = MOST_CONTENTS;
        let mut layers = Vec::new();
        let mut statement = self.connection.prepare(FEATURES)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let srs: i64 = row.get(2).unwrap_or(-1);
            let organization = text_at(row, 3, &mut contents)?;
            let number: Option<i64> = row.get(4).unwrap_or_default();
            let definition = text_at(row, 5, &mut contents)?;
            // −1 and 0 are the undefined systems of the standard.
            let stated = if srs <= 0 { Vec::new() } else { names_of(organization, number, definition, srs) };
            let (name, geometry) = (name_at(row, 0, &mut contents)?, name_at(row, 1, &mut contents)?);
            layers.push(Layer { name, geometry, crs: stated });
            if layers.len() > MOST_LAYERS {
                break;
            }
        }
        let mut others = Vec::new();
        let mut statement = self.connection.prepare(OTHERS)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (name, kind) = (name_at(row, 0, &mut contents)?, name_at(row, 1, &mut contents)?);
            others.push(format!("{name} ({kind})"));
            if others.len() >= MOST_LAYERS {
                break;
            }
        }
        Ok((layers, others))
    }

    /// Visits every row of a layer. What a row takes in memory, in bytes, is taken from the budget before it is copied.
    ///
    /// # Errors
    /// When the layer cannot be read on, or the visitor stops.
    pub fn each_row(
        &self,
        layer: &Layer,
        bytes: &Budget,
        mut visit: impl FnMut(Row) -> Result<(), Stop>,
    ) -> Result<(), Stop> {
        self.work.row(0);
        let mut statement = self.connection.prepare(&format!("SELECT * FROM {}", quoted(&layer.name)))?;
        let names = self.column_names(&layer.name)?;
        if names.len() != statement.column_count() {
            return Err(rusqlite::Error::InvalidColumnIndex(names.len()).into());
        }
        let declared = self.declared(&layer.name)?;
        let is_flag: Vec<bool> = names.iter().map(|name| declared.flags.contains(name)).collect();
        let mut rows = statement.query([])?;
        let mut count = 0;
        while let Some(row) = rows.next()? {
            self.work.row(count);
            count += 1;
            let mut found =
                Row { number: None, properties: Vec::new(), geometry: None, left_out: Vec::new() };
            for (column, name) in names.iter().enumerate() {
                let value = row.get_ref(column)?;
                bytes.take(size_of_value(name, value))?;
                if name.eq_ignore_ascii_case(&layer.geometry) {
                    found.geometry = match value {
                        ValueRef::Blob(bytes) => Some(bytes.to_vec()),
                        _ => None,
                    };
                    continue;
                }
                if declared.key.as_deref() == Some(name)
                    && let ValueRef::Integer(number) = value
                {
                    found.number = Some(number);
                }
                match property(value, is_flag.get(column).copied().unwrap_or_default()) {
                    Some(value) => found.properties.push((name.clone(), value)),
                    None => found.left_out.push(name.clone()),
                }
            }
            visit(found)?;
        }
        Ok(())
    }

    /// The names of a layer's columns in the order of its rows. Asked as values: the library panics when the name of
    /// a column of a statement is not UTF-8. Hidden columns of a virtual table are no part of its rows.
    fn column_names(&self, table: &str) -> Result<Vec<String>, Stop> {
        let mut statement =
            self.connection.prepare("SELECT name FROM pragma_table_xinfo(?1) WHERE hidden <> 1")?;
        let mut rows = statement.query([table])?;
        let mut names = Vec::new();
        while let Some(row) = rows.next()? {
            names.push(text::decode(row.get_ref(0)?.as_bytes().unwrap_or_default()).text.into_owned());
        }
        Ok(names)
    }

    /// What a table declares about its columns.
    fn declared(&self, table: &str) -> Result<Declared, Stop> {
        let mut declared = Declared::default();
        let mut statement = self.connection.prepare("SELECT name, type, pk FROM pragma_table_info(?1)")?;
        let mut rows = statement.query([table])?;
        while let Some(row) = rows.next()? {
            let (name, type_): (String, String) = (row.get(0)?, row.get(1)?);
            if type_.eq_ignore_ascii_case("boolean") {
                declared.flags.insert(name.clone());
            }
            if row.get::<_, i64>(2)? == 1 {
                declared.key = Some(name);
            }
        }
        Ok(declared)
    }
}

/// What a table declares about its columns.
#[derive(Debug, Default)]
struct Declared {
    /// The column that numbers the rows.
    key: Option<String>,
    /// Columns of yes and no.
    flags: BTreeSet<String>,
}

/// The names of a coordinate system, the best first.
fn names_of(
    organization: Option<String>,
    number: Option<i64>,
    definition: Option<String>,
    srs: i64,
) -> Vec<String> {
    let named = organization.zip(number).filter(|(name, _)| !name.eq_ignore_ascii_case("none"));
    let mut names: Vec<String> =
        named.map(|(name, number)| format!("{}:{number}", name.to_uppercase())).into_iter().collect();
    names.extend(definition.filter(|text| !text.trim().is_empty() && text != "undefined"));
    if names.is_empty() {
        names.push(format!("srs_id {srs}"));
    }
    names
}

/// A text of the tables of contents; none when it is none. Its length is taken from what is left for them.
fn text_at(row: &rusqlite::Row, column: usize, left: &mut usize) -> Result<Option<String>, Stop> {
    let ValueRef::Text(bytes) = row.get_ref(column)? else { return Ok(None) };
    let too_long = || Stop::Limit(&codes::TOO_MANY, format!("{MOST_CONTENTS} bytes of contents"));
    *left = left.checked_sub(bytes.len()).ok_or_else(too_long)?;
    Ok(std::str::from_utf8(bytes).ok().map(str::to_owned))
}

/// A text of the tables of contents that must be there.
fn name_at(row: &rusqlite::Row, column: usize, left: &mut usize) -> Result<String, Stop> {
    let missing = || rusqlite::Error::InvalidColumnType(column, "name".to_owned(), Type::Null);
    Ok(text_at(row, column, left)?.ok_or_else(missing)?)
}

/// What a value of a row takes in memory with its name, bytes, about.
fn size_of_value(name: &str, value: ValueRef) -> usize {
    let long = match value {
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => bytes.len(),
        ValueRef::Null | ValueRef::Integer(_) | ValueRef::Real(_) => 0,
    };
    weight(name, &Value::Null) + long
}

fn property(value: ValueRef, is_flag: bool) -> Option<Value> {
    Some(match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(value) if is_flag => Value::Bool(value != 0),
        ValueRef::Integer(value) => Value::from(value),
        ValueRef::Real(value) => number(value),
        ValueRef::Text(bytes) => Value::String(text::decode(bytes).text.into_owned()),
        ValueRef::Blob(_) => return None,
    })
}

/// A name of SQL, whatever is in it.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// A path within an address: what would end it or be undone is written as its number.
fn escaped(path: &Path) -> String {
    let mut address = String::new();
    for byte in path.to_string_lossy().bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'.' | b'-' | b'_') {
            address.push(char::from(byte));
        } else {
            address.push_str(&format!("%{byte:02X}"));
        }
    }
    address
}

fn is_same_size(path: &Path, size: usize) -> bool {
    path.to_str().is_some() && path.metadata().is_ok_and(|meta| meta.len() == size as u64)
}

/// A copy in the folder for temporary files, gone with this value.
struct Copy(PathBuf);

impl Copy {
    fn of(bytes: &[u8]) -> Result<Self, std::io::Error> {
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        let numbers = std::iter::repeat_with(|| NUMBER.fetch_add(1, Ordering::Relaxed)).take(MOST_NAMES);
        Self::within(&std::env::temp_dir(), numbers, bytes)
    }

    /// A copy in a folder, with the first of the numbers that is free.
    fn within(
        folder: &Path,
        numbers: impl Iterator<Item = u64>,
        bytes: &[u8],
    ) -> Result<Self, std::io::Error> {
        let mut last = None;
        for number in numbers {
            let path = folder.join(format!("linli-{}-{number}.gpkg", std::process::id()));
            match OpenOptions::new().write(true).create_new(true).open(&path) {
                Ok(mut file) => {
                    let copy = Self(path);
                    file.write_all(bytes)?;
                    return Ok(copy);
                }
                // A process of the same number was killed before it could remove its own.
                Err(error) if error.kind() == ErrorKind::AlreadyExists => last = Some(error),
                Err(error) => return Err(error),
            }
        }
        Err(last.unwrap_or_else(|| ErrorKind::AlreadyExists.into()))
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        // Nothing depends on its going, and nobody could be told.
        let _ = std::fs::remove_file(&self.0);
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn a_copy_takes_a_free_name_and_goes_with_its_value() {
        let folder = tempfile::tempdir().unwrap();
        let first = Copy::within(folder.path(), 7.., b"1").unwrap();
        let second = Copy::within(folder.path(), 7.., b"22").unwrap();
        assert_ne!(first.0, second.0);
        assert_eq!(std::fs::read(&first.0).unwrap(), b"1");
        assert_eq!(std::fs::read(&second.0).unwrap(), b"22");
        let taken = Copy::within(folder.path(), 7..9, b"3").map(|_| ()).unwrap_err();
        assert_eq!(taken.kind(), ErrorKind::AlreadyExists);
        drop((first, second));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        let nowhere = Copy::within(&folder.path().join("absent"), 0.., b"1").map(|_| ()).unwrap_err();
        assert_eq!(nowhere.kind(), ErrorKind::NotFound);
    }

    #[test]
    fn rows_that_come_slowly_end_and_many_rows_do_not() {
        let rows_until_stop = |looks_of_a_row: &dyn Fn(u64) -> u64| {
            let work = Work::default();
            (0..1_000_000).find(|row| {
                work.row(*row);
                (0..looks_of_a_row(*row)).any(|_| work.look())
            })
        };
        assert_eq!(rows_until_stop(&|_| MOST_LOOKS + 1), Some(0), "one row that never comes");
        assert_eq!(rows_until_stop(&|_| MOST_LOOKS - 1), Some(5), "five that take a few seconds each");
        assert_eq!(rows_until_stop(&|row| u64::from(row % ROWS_OF_A_LOOK == 0)), None);
    }
}
