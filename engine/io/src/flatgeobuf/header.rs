//! The header: name, columns, coordinate system, size of the index.

use super::flatbuffer::Table;

/// Most columns.
const MOST_COLUMNS: usize = 4096;
/// Longest name of a column, bytes.
const LONGEST_NAME: usize = 256;
/// Bytes of an entry of the index: a box of four numbers and an offset.
const INDEX_ENTRY: u64 = 40;
/// Entries of a node of the index when the header does not say it.
const NODE_SIZE: u16 = 16;

/// A column of attributes.
#[derive(Clone, Debug)]
pub struct Column {
    /// Name.
    pub name: String,
    /// Type, as the schema numbers it.
    pub type_: u8,
}

/// What the header tells.
#[derive(Debug)]
pub struct Header {
    /// Name of the layer.
    pub name: String,
    /// Type of all geometries; 0 when each says its own.
    pub geometry_type: u8,
    /// Columns of the features that bring none of their own.
    pub columns: Vec<Column>,
    /// Number of features; 0 when not known.
    pub features: u64,
    /// What the file says about its coordinate system, the best first.
    pub crs: Vec<String>,
    node_size: u16,
}

impl Header {
    /// Reads a header.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        let table = Table::root(bytes)?;
        Some(Self {
            name: table.text(0).unwrap_or_default(),
            geometry_type: table.byte(2).unwrap_or_default(),
            columns: columns(&table, 7)?,
            features: table.long(8).unwrap_or_default(),
            crs: table.table(10).map(|crs| crs_names(&crs)).unwrap_or_default(),
            node_size: table.short(9).unwrap_or(NODE_SIZE),
        })
    }

    /// Bytes of the packed index after the header; none when they cannot be counted.
    pub fn index_bytes(&self) -> Option<u64> {
        if self.node_size == 0 || self.features == 0 {
            return Some(0);
        }
        // A node of one entry would never end.
        let node = u64::from(self.node_size.max(2));
        let (mut level, mut entries) = (self.features, self.features);
        while level > 1 {
            level = level.div_ceil(node);
            entries = entries.checked_add(level)?;
        }
        // One feature has a root of its own.
        let entries = if self.features == 1 { 2 } else { entries };
        entries.checked_mul(INDEX_ENTRY)
    }
}

/// The columns in a field of a header or a feature; empty when there are none, none when one cannot be read or has too
/// long a name: each may point at the same one, and every feature carries it.
pub fn columns(table: &Table, field: usize) -> Option<Vec<Column>> {
    let Some(vector) = table.vector(field, 4) else { return Some(Vec::new()) };
    let vector = vector.filter(|vector| vector.count <= MOST_COLUMNS)?;
    let column = |i| {
        let column = vector.table(i)?;
        column.vector(0, 1)?.filter(|name| name.count <= LONGEST_NAME)?;
        Some(Column { name: column.text(0)?, type_: column.byte(1).unwrap_or_default() })
    };
    (0..vector.count).map(column).collect()
}

fn crs_names(crs: &Table) -> Vec<String> {
    let organization = crs.text(0).filter(|name| !name.is_empty()).unwrap_or_else(|| "EPSG".to_owned());
    let code = crs.int(1).filter(|code| *code > 0).map(|code| code.to_string());
    let code = code.or_else(|| crs.text(5).filter(|code| !code.is_empty()));
    let named = code.map(|code| format!("{}:{code}", organization.to_uppercase()));
    named.into_iter().chain(crs.text(4).filter(|wkt| !wkt.trim().is_empty())).collect()
}
