//! What the end of a Parquet file says about its columns and where they are.

use std::collections::{BTreeMap, HashMap};

use super::thrift::{self, Thrift};
use super::value::{self, Meaning};

/// Longest footer, bytes: one of a city is some hundred kilobytes.
const LONGEST_FOOTER: usize = 16 << 20;
/// Most columns.
const MOST_COLUMNS: usize = 4096;

/// How values are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Physical {
    /// Bits.
    Boolean,
    /// 32 bits.
    Int32,
    /// 64 bits.
    Int64,
    /// 96 bits, an old way of times.
    Int96,
    /// 32 bits with a fraction.
    Float,
    /// 64 bits with a fraction.
    Double,
    /// Bytes of any length.
    Bytes,
    /// Bytes of a length.
    Fixed(usize),
}

/// A flat column.
#[derive(Debug)]
pub struct Column {
    /// Name.
    pub name: String,
    /// How it is stored.
    pub physical: Physical,
    /// Whether values may be absent.
    pub optional: bool,
    /// What its values mean.
    pub meaning: Meaning,
    /// For a column of a geometry type: what it says about its coordinate system.
    pub geometry: Option<Option<String>>,
}

/// Where the values of a column are within a row group.
#[derive(Debug)]
pub struct Chunk {
    /// First byte of its first page.
    pub start: usize,
    /// Length of all pages, bytes.
    pub length: usize,
    /// How the pages are packed.
    pub codec: i64,
}

/// Rows that are stored together.
#[derive(Debug)]
pub struct Group {
    /// How many.
    pub rows: u64,
    /// By the position of the flat column; a group need not have all.
    pub chunks: BTreeMap<usize, Chunk>,
}

/// The footer.
#[derive(Debug)]
pub struct Footer {
    /// Rows of all groups.
    pub rows: u64,
    /// Flat columns.
    pub columns: Vec<Column>,
    /// Names of nested columns.
    pub skipped: Vec<String>,
    /// Row groups.
    pub groups: Vec<Group>,
    /// The text of the `geo` metadata.
    pub geo: Option<String>,
}

/// Why a footer cannot be used.
#[derive(Debug)]
pub enum Bad {
    /// It is damaged.
    Damaged(String),
    /// It asks for something that is not there.
    NotSupported(String),
}

impl From<&str> for Bad {
    fn from(why: &str) -> Self {
        Self::Damaged(why.to_owned())
    }
}

impl Footer {
    /// Reads the footer of a file.
    pub fn of(bytes: &[u8]) -> Result<Self, Bad> {
        let (rest, magic) = bytes.split_last_chunk::<4>().ok_or("the file is too short")?;
        match magic {
            b"PAR1" => {}
            b"PARE" => return Err(Bad::NotSupported("an encrypted file".to_owned())),
            _ => return Err("the file does not end as Parquet does: it is cut off".into()),
        }
        let (rest, length) = rest.split_last_chunk::<4>().ok_or("the file is too short")?;
        let length = u32::from_le_bytes(*length) as usize;
        if length > LONGEST_FOOTER {
            return Err(Bad::Damaged(format!("a footer of {length} bytes")));
        }
        let start = rest.len().checked_sub(length).ok_or("the footer is longer than the file")?;
        let mut footer = rest.get(start..).unwrap_or_default();
        let meta = thrift::read(&mut footer).ok_or("the footer cannot be read")?;
        let (columns, skipped) = columns(meta.list(2))?;
        let groups = groups(&meta, &columns)?;
        let rows = groups.iter().try_fold(0_u64, |sum, group| sum.checked_add(group.rows));
        let geo = meta.list(5).iter().find(|pair| pair.text(1).as_deref() == Some("geo"));
        Ok(Self {
            rows: rows.ok_or("the rows cannot be counted")?,
            columns,
            skipped,
            groups,
            geo: geo.and_then(|pair| pair.text(2)),
        })
    }
}

/// Flat columns, and the names of nested ones.
fn columns(schema: &[Thrift]) -> Result<(Vec<Column>, Vec<String>), Bad> {
    let (mut columns, mut skipped) = (Vec::new(), Vec::new());
    let mut entries = schema.iter().skip(1);
    while let Some(entry) = entries.next() {
        let name = entry.text(4).ok_or("a column has no name")?;
        let children = entry.size(5).unwrap_or_default();
        if children > 0 {
            // Everything below it, which may have something below it in turn.
            let mut below = children;
            while below > 0 {
                let child = entries.next().ok_or("the schema ends too early")?;
                below = below - 1 + child.size(5).unwrap_or_default().min(schema.len());
            }
            // The boxes that speed up searches are no attributes.
            if name != "bbox" && !name.ends_with("_bbox") {
                skipped.push(name);
            }
            continue;
        }
        if columns.len() >= MOST_COLUMNS {
            return Err(Bad::Damaged(format!("more than {MOST_COLUMNS} columns")));
        }
        match entry.int(3) {
            Some(2) => skipped.push(name),
            repetition => columns.push(Column {
                physical: physical(entry).ok_or("a column has no type")?,
                optional: repetition == Some(1),
                meaning: value::meaning(entry),
                geometry: geometry(entry),
                name,
            }),
        }
    }
    Ok((columns, skipped))
}

fn physical(entry: &Thrift) -> Option<Physical> {
    Some(match entry.int(1)? {
        0 => Physical::Boolean,
        1 => Physical::Int32,
        2 => Physical::Int64,
        3 => Physical::Int96,
        4 => Physical::Float,
        5 => Physical::Double,
        6 => Physical::Bytes,
        7 => Physical::Fixed(entry.size(2).filter(|length| *length > 0)?),
        _ => return None,
    })
}

/// Whether it is of the type geometry or geography, and the coordinate system that it names.
fn geometry(entry: &Thrift) -> Option<Option<String>> {
    let logical = entry.field(10)?;
    let type_ = logical.field(17).or_else(|| logical.field(18))?;
    Some(type_.text(1).filter(|crs| !crs.is_empty()))
}

fn groups(meta: &Thrift, columns: &[Column]) -> Result<Vec<Group>, Bad> {
    let mut places = HashMap::new();
    for (place, column) in columns.iter().enumerate() {
        places.entry(column.name.as_bytes()).or_insert(place);
    }
    let mut groups = Vec::new();
    for group in meta.list(4) {
        let rows = group.int(3).and_then(|rows| u64::try_from(rows).ok()).ok_or("a row group has no rows")?;
        // A group of no rows has nothing to say, and there may be millions of them.
        if rows == 0 {
            continue;
        }
        let mut chunks = BTreeMap::new();
        for chunk in group.list(1) {
            if chunk.field(1).is_some() {
                return Err(Bad::NotSupported("columns in another file".to_owned()));
            }
            let Some(meta) = chunk.field(3) else { continue };
            let [Thrift::Bytes(name)] = meta.list(3) else { continue };
            let name = String::from_utf8_lossy(name);
            if let (Some(place), Some(chunk)) = (places.get(name.as_bytes()), chunk_of(meta)) {
                chunks.insert(*place, chunk);
            }
        }
        groups.push(Group { rows, chunks });
    }
    Ok(groups)
}

fn chunk_of(meta: &Thrift) -> Option<Chunk> {
    let data = meta.size(9)?;
    // A dictionary stands before the data; some writers put 0 when there is none.
    let start = meta.size(11).filter(|dictionary| (4..data).contains(dictionary)).unwrap_or(data);
    Some(Chunk { start, length: meta.size(7)?, codec: meta.int(4)? })
}
