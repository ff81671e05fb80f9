//! Tables of FlatBuffers, each access within the bytes or none.

/// A table: a place in a buffer whose fields a table of offsets tells.
#[derive(Clone, Copy)]
pub struct Table<'a> {
    bytes: &'a [u8],
    at: usize,
    offsets: usize,
    offsets_length: usize,
}

/// A vector: a place and a count that the buffer is long enough for.
#[derive(Clone, Copy)]
pub struct Vector<'a> {
    bytes: &'a [u8],
    start: usize,
    /// How many entries.
    pub count: usize,
}

fn chunk<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    bytes.get(at..at.checked_add(N)?)?.try_into().ok()
}

fn offset(bytes: &[u8], at: usize) -> Option<usize> {
    at.checked_add(usize::try_from(u32::from_le_bytes(chunk(bytes, at)?)).ok()?)
}

impl<'a> Table<'a> {
    /// The table that a buffer begins with.
    pub fn root(bytes: &'a [u8]) -> Option<Self> {
        Self::at(bytes, offset(bytes, 0)?)
    }

    fn at(bytes: &'a [u8], at: usize) -> Option<Self> {
        let back = i64::from(i32::from_le_bytes(chunk(bytes, at)?));
        let offsets = usize::try_from(i64::try_from(at).ok()?.checked_sub(back)?).ok()?;
        let offsets_length = usize::from(u16::from_le_bytes(chunk(bytes, offsets)?));
        Some(Self { bytes, at, offsets, offsets_length })
    }

    /// Where a field is, when it is there.
    fn field(&self, number: usize) -> Option<usize> {
        let entry = 4 + 2 * number;
        if entry + 2 > self.offsets_length {
            return None;
        }
        let offset = usize::from(u16::from_le_bytes(chunk(self.bytes, self.offsets.checked_add(entry)?)?));
        if offset == 0 { None } else { self.at.checked_add(offset) }
    }

    /// A byte.
    pub fn byte(&self, number: usize) -> Option<u8> {
        self.bytes.get(self.field(number)?).copied()
    }

    /// A number of 16 bits.
    pub fn short(&self, number: usize) -> Option<u16> {
        Some(u16::from_le_bytes(chunk(self.bytes, self.field(number)?)?))
    }

    /// A signed number of 32 bits.
    pub fn int(&self, number: usize) -> Option<i32> {
        Some(i32::from_le_bytes(chunk(self.bytes, self.field(number)?)?))
    }

    /// A number of 64 bits.
    pub fn long(&self, number: usize) -> Option<u64> {
        Some(u64::from_le_bytes(chunk(self.bytes, self.field(number)?)?))
    }

    /// A table within the table.
    pub fn table(&self, number: usize) -> Option<Self> {
        Self::at(self.bytes, offset(self.bytes, self.field(number)?)?)
    }

    /// A vector of entries of so many bytes each. What is there but cannot be is `Some(None)`.
    pub fn vector(&self, number: usize, bytes_each: usize) -> Option<Option<Vector<'a>>> {
        let field = self.field(number)?;
        Some(self.vector_at(field, bytes_each))
    }

    fn vector_at(&self, field: usize, bytes_each: usize) -> Option<Vector<'a>> {
        let at = offset(self.bytes, field)?;
        let count = usize::try_from(u32::from_le_bytes(chunk(self.bytes, at)?)).ok()?;
        let start = at.checked_add(4)?;
        self.bytes.get(start..start.checked_add(count.checked_mul(bytes_each)?)?)?;
        Some(Vector { bytes: self.bytes, start, count })
    }

    /// A text.
    pub fn text(&self, number: usize) -> Option<String> {
        let vector = self.vector(number, 1)??;
        Some(String::from_utf8_lossy(vector.slice()).into_owned())
    }
}

impl<'a> Vector<'a> {
    /// A vector of bytes as such.
    pub fn slice(&self) -> &'a [u8] {
        self.bytes.get(self.start..self.start + self.count).unwrap_or_default()
    }

    /// A number of 32 bits.
    pub fn int(&self, i: usize) -> Option<u32> {
        Some(u32::from_le_bytes(chunk(self.bytes, self.start.checked_add(i.checked_mul(4)?)?)?))
    }

    /// A number of 64 bits with a fraction.
    pub fn double(&self, i: usize) -> Option<f64> {
        Some(f64::from_le_bytes(chunk(self.bytes, self.start.checked_add(i.checked_mul(8)?)?)?))
    }

    /// A table.
    pub fn table(&self, i: usize) -> Option<Table<'a>> {
        Table::at(self.bytes, offset(self.bytes, self.start.checked_add(i.checked_mul(4)?)?)?)
    }
}
