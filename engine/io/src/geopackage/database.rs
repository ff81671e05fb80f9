//! The SQLite database of a GeoPackage, opened so that a hostile one can do no more than be wrong.

use std::collections::BTreeSet;
use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags};
use serde_json::Value;

use crate::report::Code;
use crate::vector::number;
use crate::{Input, text};

/// Longest text or blob that the database may give, bytes.
const LONGEST_VALUE: i32 = 256 << 20;
/// Most columns of a layer.
const MOST_COLUMNS: i32 = 2000;
/// Steps of SQLite's machine between two looks at how long a row takes.
const STEPS_AT_ONCE: i32 = 100_000;
/// Most looks before a row must have come: a few seconds.
const MOST_LOOKS: u64 = 2_000;
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
    looks: Arc<AtomicU64>,
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
        let copy = if on_disk.is_none() { Some(Copy::of(&input.bytes)?) } else { None };
        let path = on_disk.or(copy.as_ref().map(|copy| copy.0.as_path())).unwrap_or(Path::new(""));
        // Immutable: no lock, no log, nothing is ever written beside somebody's file.
        let address = format!("file:{}?immutable=1", escaped(path));
        let flags =
            OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(address, flags)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
        connection.pragma_update(None, "trusted_schema", false)?;
        connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, LONGEST_VALUE)?;
        connection.set_limit(Limit::SQLITE_LIMIT_COLUMN, MOST_COLUMNS)?;
        let looks = Arc::new(AtomicU64::new(0));
        let counted = Arc::clone(&looks);
        connection.progress_handler(
            STEPS_AT_ONCE,
            Some(move || counted.fetch_add(1, Ordering::Relaxed) >= MOST_LOOKS),
        );
        let log = on_disk.map(|path| PathBuf::from(format!("{}-wal", path.display())));
        let unsaved = log.and_then(|log| log.metadata().ok()).map(|meta| meta.len()).filter(|size| *size > 0);
        Ok(Self { connection, looks, unsaved, _copy: copy })
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
        self.looks.store(0, Ordering::Relaxed);
        let mut layers = Vec::new();
        let mut statement = self.connection.prepare(FEATURES)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let srs: i64 = row.get(2).unwrap_or(-1);
            let organization: Option<String> = row.get(3).unwrap_or_default();
            let number: Option<i64> = row.get(4).unwrap_or_default();
            let definition: Option<String> = row.get(5).unwrap_or_default();
            // −1 and 0 are the undefined systems of the standard.
            let stated = if srs <= 0 { Vec::new() } else { names_of(organization, number, definition, srs) };
            layers.push(Layer { name: row.get(0)?, geometry: row.get(1)?, crs: stated });
            if layers.len() > MOST_LAYERS {
                break;
            }
        }
        let mut others = Vec::new();
        let mut statement = self.connection.prepare(OTHERS)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            others.push(format!("{} ({})", row.get::<_, String>(0)?, row.get::<_, String>(1)?));
            if others.len() >= MOST_LAYERS {
                break;
            }
        }
        Ok((layers, others))
    }

    /// Visits every row of a layer.
    ///
    /// # Errors
    /// When the layer cannot be read on, or the visitor stops.
    pub fn each_row(
        &self,
        layer: &Layer,
        mut visit: impl FnMut(Row) -> Result<(), Stop>,
    ) -> Result<(), Stop> {
        self.looks.store(0, Ordering::Relaxed);
        let mut statement = self.connection.prepare(&format!("SELECT * FROM {}", quoted(&layer.name)))?;
        let names = self.column_names(&layer.name)?;
        if names.len() != statement.column_count() {
            return Err(rusqlite::Error::InvalidColumnIndex(names.len()).into());
        }
        let declared = self.declared(&layer.name)?;
        let is_flag: Vec<bool> = names.iter().map(|name| declared.flags.contains(name)).collect();
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            self.looks.store(0, Ordering::Relaxed);
            let mut found =
                Row { number: None, properties: Vec::new(), geometry: None, left_out: Vec::new() };
            for (column, name) in names.iter().enumerate() {
                let value = row.get_ref(column)?;
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
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("linli-{}-{number}.gpkg", std::process::id()));
        let mut options = OpenOptions::new();
        let mut file: File = options.write(true).create_new(true).open(&path)?;
        let copy = Self(path);
        file.write_all(bytes)?;
        Ok(copy)
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        // Nothing depends on its going, and nobody could be told.
        let _ = std::fs::remove_file(&self.0);
    }
}
