//! Features whose parts and columns point at the same bytes again and again.
#![expect(clippy::unwrap_used, reason = "tests")]

use super::*;

/// A field of a table: its number, and what is there.
enum Field<'a> {
    Byte(usize, u8),
    /// What a number of 32 bits points at.
    At(usize, &'a Block),
}

/// A table or vector that was written, by its place.
#[derive(Clone, Copy)]
struct Block(usize);

/// Tables and vectors written one after the other, from the back of the feature to its front: an offset points
/// forwards, so each is put before what it points at.
#[derive(Default)]
struct Writer(Vec<u8>);

impl Writer {
    /// Puts bytes at the front; places count from the back.
    fn put(&mut self, mut bytes: Vec<u8>) -> Block {
        bytes.append(&mut self.0);
        self.0 = bytes;
        Block(self.0.len())
    }

    /// The offset to a block from a place that will be so far from the back.
    fn offset(from: usize, to: &Block) -> [u8; 4] {
        u32::try_from(from - to.0).unwrap().to_le_bytes()
    }

    fn bytes(&mut self, count: usize, bytes: &[u8]) -> Block {
        self.put([&u32::try_from(count).unwrap().to_le_bytes(), bytes].concat())
    }

    fn blocks(&mut self, blocks: &[Block]) -> Block {
        let end = self.0.len();
        let mut bytes = u32::try_from(blocks.len()).unwrap().to_le_bytes().to_vec();
        for (i, block) in blocks.iter().enumerate() {
            bytes.extend(Self::offset(end + 4 * (blocks.len() - i), block));
        }
        self.put(bytes)
    }

    /// A table with its offsets before it; every field takes four bytes.
    fn table(&mut self, fields: &[Field]) -> Block {
        let number = |field: &Field| match field {
            Field::Byte(number, _) | Field::At(number, _) => *number,
        };
        let length = 4 + 2 * (1 + fields.iter().map(number).max().unwrap());
        let mut offsets = vec![0_u8; length];
        offsets[..2].copy_from_slice(&u16::try_from(length).unwrap().to_le_bytes());
        let end = self.0.len();
        let mut table = i32::try_from(length).unwrap().to_le_bytes().to_vec();
        for (i, field) in fields.iter().enumerate() {
            let at = 4 + 4 * i;
            let entry = 4 + 2 * number(field);
            offsets[entry..entry + 2].copy_from_slice(&u16::try_from(at).unwrap().to_le_bytes());
            match field {
                Field::Byte(_, value) => table.extend([*value, 0, 0, 0]),
                Field::At(_, block) => table.extend(Self::offset(end + 4 * (fields.len() - i), block)),
            }
        }
        let place = self.put(table);
        self.put(offsets);
        place
    }

    /// The feature: the offset of its table, then everything.
    fn finish(mut self, root: Block) -> Vec<u8> {
        let offset = Self::offset(self.0.len() + 4, &root);
        self.put(offset.to_vec());
        self.0
    }
}

fn header() -> Header {
    let mut rest = &include_bytes!("../vector/tests/pipes.fgb")[MAGIC_LENGTH..];
    Header::of(sized(&mut rest).unwrap()).unwrap()
}

/// A collection of so many parts, all the same points.
fn collection(parts: usize, points: usize) -> Vec<u8> {
    let mut writer = Writer::default();
    let numbers: Vec<u8> = (0..2 * points).flat_map(|i| (i as f64).to_le_bytes()).collect();
    let xy = writer.bytes(2 * points, &numbers);
    let part = writer.table(&[Field::At(1, &xy), Field::Byte(6, 4)]);
    let all = writer.blocks(&vec![part; parts]);
    let geometry = writer.table(&[Field::Byte(6, 7), Field::At(7, &all)]);
    let feature = writer.table(&[Field::At(0, &geometry)]);
    writer.finish(feature)
}

fn problem(bytes: &[u8]) -> String {
    feature::read(bytes, &header()).map_or_else(|problem| problem.detail, |_| "read".to_owned())
}

#[test]
fn parts_that_share_their_points_are_refused() {
    let (_, shape, _) = feature::read(&collection(1, 10), &header()).unwrap();
    assert_eq!(shape.unwrap().positions, 10);
    // 1000 × 1000 points in 20 KB.
    assert!(
        problem(&collection(1000, 1000)).contains("share their bytes"),
        "{}",
        problem(&collection(1000, 1000))
    );
}

#[test]
fn collections_that_share_their_parts_are_refused() {
    let mut writer = Writer::default();
    let point = writer.bytes(2, &[0; 16]);
    let mut part = writer.table(&[Field::At(1, &point), Field::Byte(6, 1)]);
    // Ten parts, each of ten parts, and so on, which are the same ones.
    for _ in 0..6 {
        let all = writer.blocks(&[part; 10]);
        part = writer.table(&[Field::Byte(6, 7), Field::At(7, &all)]);
    }
    let feature = writer.table(&[Field::At(0, &part)]);
    assert!(problem(&writer.finish(feature)).contains("share their bytes"));
}

/// A feature with so many columns of its own of yes and no, of one name, and their values.
fn with_columns(name: usize, columns: usize, values: &[u8]) -> Vec<u8> {
    let mut writer = Writer::default();
    let name = writer.bytes(name, &vec![b'a'; name]);
    let column = writer.table(&[Field::At(0, &name), Field::Byte(1, 2)]);
    let columns = writer.blocks(&vec![column; columns]);
    let values = writer.bytes(values.len(), values);
    let feature = writer.table(&[Field::At(1, &values), Field::At(2, &columns)]);
    writer.finish(feature)
}

#[test]
fn long_names_and_columns_given_twice_are_refused() {
    let (properties, shape, _) =
        feature::read(&with_columns(256, 2, &[0, 0, 1, 1, 0, 0]), &header()).unwrap();
    assert_eq!((properties.len(), shape.is_none()), (2, true));
    assert_eq!(problem(&with_columns(257, 2, &[0, 0, 1])), "its columns cannot be read");
    assert_eq!(problem(&with_columns(5, 2, &[1, 0, 1, 1, 0, 0])), "column 1 twice");
}
