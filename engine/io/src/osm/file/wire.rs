//! Protocol buffer wire format: just enough to check a block before it is decoded.
//!
//! The decoder behind it trusts what it is given: it adds deltas that may overflow, pairs columns
//! of unequal length without a word and makes a text of every entry of a string table. So each
//! block is walked once here, without allocation, and refused when it would mislead.

use crate::bytes::{take, varint, zigzag};

/// What follows a field number.
#[derive(Clone, Copy, Debug)]
pub(super) enum Value<'a> {
    /// A number.
    Varint(u64),
    /// A text, bytes, a nested message or a packed list.
    Bytes(&'a [u8]),
    /// A number of fixed size, not used by this format.
    Fixed,
}

/// Walks the fields of a message; an `Err` ends it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fields<'a>(pub &'a [u8]);

impl<'a> Iterator for Fields<'a> {
    type Item = Result<(u64, Value<'a>), String>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.0.is_empty() {
            return None;
        }
        let field = self.field();
        if field.is_none() {
            self.0 = &[];
        }
        Some(field.ok_or_else(|| "a message breaks off or has an unknown field type".to_owned()))
    }
}

impl<'a> Fields<'a> {
    fn field(&mut self) -> Option<(u64, Value<'a>)> {
        let tag = varint(&mut self.0)?;
        let value = match tag & 7 {
            0 => Value::Varint(varint(&mut self.0)?),
            1 => take(&mut self.0, 8).map(|_| Value::Fixed)?,
            2 => {
                let length = usize::try_from(varint(&mut self.0)?).ok()?;
                Value::Bytes(take(&mut self.0, length)?)
            }
            5 => take(&mut self.0, 4).map(|_| Value::Fixed)?,
            _ => return None,
        };
        Some((tag >> 3, value))
    }
}

/// One column of a table stored column after column.
#[derive(Clone, Copy, Debug, Default)]
struct Column {
    count: u64,
    sum: i128,
    largest: u128,
    highest: u64,
}

impl Column {
    fn feed(&mut self, value: Value<'_>) -> Result<(), String> {
        match value {
            Value::Varint(number) => self.add(number),
            Value::Bytes(mut packed) => {
                while !packed.is_empty() {
                    let number = varint(&mut packed).ok_or("a packed list breaks off")?;
                    self.add(number);
                }
            }
            Value::Fixed => return Err("a list has the wrong type".to_owned()),
        }
        Ok(())
    }

    fn add(&mut self, number: u64) {
        self.count += 1;
        self.highest = self.highest.max(number);
        self.sum += i128::from(zigzag(number));
        self.largest = self.largest.max(self.sum.unsigned_abs());
    }

    fn fits(&self, most: i64, what: &str) -> Result<(), String> {
        if self.largest > most as u128 {
            return Err(format!("{what} overflow"));
        }
        Ok(())
    }
}

/// What a block's coordinates may do.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct BlockFacts {
    /// Whether granularity and offsets may carry a coordinate beyond 64 bits.
    pub coordinates_may_overflow: bool,
}

/// Why a block is refused.
#[derive(Clone, Debug)]
pub(super) enum BlockProblem {
    /// More texts than the limit.
    Strings(String),
    /// Damage.
    Damage(String),
}

impl From<String> for BlockProblem {
    fn from(text: String) -> Self {
        Self::Damage(text)
    }
}

/// Checks a primitive block: string table within `most_strings`, columns of equal length, no
/// running sum beyond its type, no unknown member type.
pub(super) fn check_block(data: &[u8], most_strings: usize) -> Result<BlockFacts, BlockProblem> {
    let mut strings = 0_usize;
    let (mut granularity, mut offset, mut largest) = (100_i32, 0_u64, 0_u128);
    for field in Fields(data) {
        match field? {
            (1, Value::Bytes(table)) => {
                for entry in Fields(table) {
                    entry?;
                    strings += 1;
                    if strings > most_strings {
                        return Err(BlockProblem::Strings(format!("more than {most_strings} entries")));
                    }
                }
            }
            (2, Value::Bytes(group)) => largest = largest.max(check_group(group)?),
            (17, Value::Varint(value)) => granularity = value as i32,
            (19 | 20, Value::Varint(value)) => offset = offset.max((value as i64).unsigned_abs()),
            _ => {}
        }
    }
    let most = largest.saturating_mul(u128::from(granularity.unsigned_abs())) + u128::from(offset);
    Ok(BlockFacts { coordinates_may_overflow: most > i64::MAX as u128 })
}

/// Returns the largest coordinate of the group.
fn check_group(group: &[u8]) -> Result<u128, String> {
    let mut largest = 0;
    for field in Fields(group) {
        match field? {
            (1, Value::Bytes(node)) => largest = largest.max(check_node(node)?),
            (2, Value::Bytes(dense)) => largest = largest.max(check_dense(dense)?),
            (3, Value::Bytes(way)) => largest = largest.max(check_way(way)?),
            (4, Value::Bytes(relation)) => check_relation(relation)?,
            _ => {}
        }
    }
    Ok(largest)
}

fn check_node(node: &[u8]) -> Result<u128, String> {
    let (mut largest, mut keys, mut values) = (0, Column::default(), Column::default());
    for field in Fields(node) {
        match field? {
            (2, value) => keys.feed(value)?,
            (3, value) => values.feed(value)?,
            (8 | 9, Value::Varint(value)) => {
                largest = largest.max(u128::from(zigzag(value).unsigned_abs()));
            }
            _ => {}
        }
    }
    equal(&[keys, values], "tag names and values of a node")?;
    Ok(largest)
}

fn check_dense(dense: &[u8]) -> Result<u128, String> {
    let [mut ids, mut latitudes, mut longitudes] = [Column::default(); 3];
    for field in Fields(dense) {
        match field? {
            (1, value) => ids.feed(value)?,
            (5, Value::Bytes(info)) => check_dense_info(info)?,
            (8, value) => latitudes.feed(value)?,
            (9, value) => longitudes.feed(value)?,
            _ => {}
        }
    }
    equal(&[ids, latitudes, longitudes], "ids, latitudes and longitudes of nodes")?;
    ids.fits(i64::MAX, "node ids")?;
    latitudes.fits(i64::MAX, "latitudes")?;
    longitudes.fits(i64::MAX, "longitudes")?;
    Ok(latitudes.largest.max(longitudes.largest))
}

fn check_dense_info(info: &[u8]) -> Result<(), String> {
    let mut columns = [Column::default(); 4];
    for field in Fields(info) {
        let (number, value) = field?;
        let column = usize::try_from(number).ok().and_then(|n| n.checked_sub(2));
        if let Some(column) = column.and_then(|n| columns.get_mut(n)) {
            column.feed(value)?;
        }
    }
    let [timestamps, changesets, users, names] = columns;
    timestamps.fits(i64::MAX, "timestamps")?;
    changesets.fits(i64::MAX, "changesets")?;
    users.fits(i64::from(i32::MAX), "user ids")?;
    names.fits(i64::from(i32::MAX), "user names")
}

fn check_way(way: &[u8]) -> Result<u128, String> {
    let [mut keys, mut values, mut refs, mut latitudes, mut longitudes] = [Column::default(); 5];
    for field in Fields(way) {
        match field? {
            (2, value) => keys.feed(value)?,
            (3, value) => values.feed(value)?,
            (8, value) => refs.feed(value)?,
            (9, value) => latitudes.feed(value)?,
            (10, value) => longitudes.feed(value)?,
            _ => {}
        }
    }
    equal(&[keys, values], "tag names and values of a way")?;
    refs.fits(i64::MAX, "node references of a way")?;
    latitudes.fits(i64::MAX, "latitudes of a way")?;
    longitudes.fits(i64::MAX, "longitudes of a way")?;
    Ok(latitudes.largest.max(longitudes.largest))
}

fn check_relation(relation: &[u8]) -> Result<(), String> {
    let [mut keys, mut values, mut roles, mut members, mut types] = [Column::default(); 5];
    for field in Fields(relation) {
        match field? {
            (2, value) => keys.feed(value)?,
            (3, value) => values.feed(value)?,
            (8, value) => roles.feed(value)?,
            (9, value) => members.feed(value)?,
            (10, value) => types.feed(value)?,
            _ => {}
        }
    }
    equal(&[keys, values], "tag names and values of a relation")?;
    equal(&[roles, members, types], "roles, members and types of a relation")?;
    members.fits(i64::MAX, "member ids of a relation")?;
    if types.highest > 2 {
        return Err(format!("unknown member type {}", types.highest));
    }
    Ok(())
}

fn equal(columns: &[Column], what: &str) -> Result<(), String> {
    let counts: Vec<String> = columns.iter().map(|column| column.count.to_string()).collect();
    if counts.windows(2).any(|pair| pair.first() != pair.last()) {
        return Err(format!("{what} are {} long", counts.join(" / ")));
    }
    Ok(())
}
