//! The compact protocol of Thrift, in which Parquet writes its headers: values without a schema, within bounds.

use crate::bytes::{array, byte, take, varint, zigzag};

/// Deepest nesting.
const DEEPEST: usize = 32;

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub enum Thrift<'a> {
    /// Yes or no.
    Bool(bool),
    /// A whole number of any size.
    Int(i64),
    /// A number with a fraction.
    Double(f64),
    /// Bytes or text.
    Bytes(&'a [u8]),
    /// A list or set.
    List(Vec<Thrift<'a>>),
    /// Numbered fields.
    Struct(Vec<(i16, Thrift<'a>)>),
}

impl<'a> Thrift<'a> {
    /// The field of a number.
    pub fn field(&self, number: i16) -> Option<&Self> {
        let Self::Struct(fields) = self else { return None };
        fields.iter().find(|(id, _)| *id == number).map(|(_, value)| value)
    }

    /// A field that is a whole number.
    pub fn int(&self, number: i16) -> Option<i64> {
        match self.field(number)? {
            Self::Int(value) => Some(*value),
            _ => None,
        }
    }

    /// A field that is a size or count.
    pub fn size(&self, number: i16) -> Option<usize> {
        usize::try_from(self.int(number)?).ok()
    }

    /// A field that is text.
    pub fn text(&self, number: i16) -> Option<String> {
        match self.field(number)? {
            Self::Bytes(bytes) => Some(String::from_utf8_lossy(bytes).into_owned()),
            _ => None,
        }
    }

    /// A field that is a list; empty when it is not there.
    pub fn list(&self, number: i16) -> &[Thrift<'a>] {
        match self.field(number) {
            Some(Self::List(list)) => list,
            _ => &[],
        }
    }
}

/// Reads a struct at the beginning of the bytes; they then begin behind it.
pub fn read<'a>(bytes: &mut &'a [u8]) -> Option<Thrift<'a>> {
    value(bytes, 12, 0)
}

fn value<'a>(bytes: &mut &'a [u8], type_: u8, depth: usize) -> Option<Thrift<'a>> {
    if depth > DEEPEST {
        return None;
    }
    Some(match type_ {
        1 => Thrift::Bool(true),
        2 => Thrift::Bool(false),
        3 => Thrift::Int(i64::from(byte(bytes)?.cast_signed())),
        4..=6 => Thrift::Int(zigzag(varint(bytes)?)),
        7 => Thrift::Double(f64::from_le_bytes(array(bytes)?)),
        8 => {
            let length = usize::try_from(varint(bytes)?).ok()?;
            Thrift::Bytes(take(bytes, length)?)
        }
        9 | 10 => {
            let head = byte(bytes)?;
            let count = if head >> 4 == 15 { varint(bytes)? } else { u64::from(head >> 4) };
            list(bytes, count, head & 15, depth)?
        }
        11 => map(bytes, depth)?,
        12 => fields(bytes, depth)?,
        _ => return None,
    })
}

/// Entries of a list: each takes at least a byte, so that a count is believed only as far as there are bytes.
fn list<'a>(bytes: &mut &'a [u8], count: u64, type_: u8, depth: usize) -> Option<Thrift<'a>> {
    if count > bytes.len() as u64 {
        return None;
    }
    let mut entries = Vec::new();
    for _ in 0..count {
        // In a list, a truth value is a byte of its own.
        let entry = match type_ {
            1 | 2 => Thrift::Bool(byte(bytes)? == 1),
            _ => value(bytes, type_, depth + 1)?,
        };
        entries.push(entry);
    }
    Some(Thrift::List(entries))
}

/// A map is only stepped over: none of the headers needs one.
fn map<'a>(bytes: &mut &'a [u8], depth: usize) -> Option<Thrift<'a>> {
    let count = varint(bytes)?;
    if count > bytes.len() as u64 {
        return None;
    }
    if count > 0 {
        let types = byte(bytes)?;
        for _ in 0..count {
            value(bytes, types >> 4, depth + 1)?;
            value(bytes, types & 15, depth + 1)?;
        }
    }
    Some(Thrift::List(Vec::new()))
}

fn fields<'a>(bytes: &mut &'a [u8], depth: usize) -> Option<Thrift<'a>> {
    let (mut fields, mut number) = (Vec::new(), 0_i16);
    loop {
        let head = byte(bytes)?;
        if head == 0 {
            return Some(Thrift::Struct(fields));
        }
        number = match head >> 4 {
            0 => i16::try_from(zigzag(varint(bytes)?)).ok()?,
            step => number.checked_add(i16::from(step))?,
        };
        fields.push((number, value(bytes, head & 15, depth + 1)?));
    }
}
