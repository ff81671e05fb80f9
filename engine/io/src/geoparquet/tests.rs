//! Small files that say they hold very much.
#![expect(clippy::unwrap_used, reason = "tests")]

use linli_model::NoProgress;

use super::*;
use crate::Limits;

/// A value of the compact protocol of Thrift.
#[derive(Clone)]
enum Thrift {
    Int(i64),
    Bytes(Vec<u8>),
    List(Vec<Thrift>),
    Struct(Vec<(u8, Thrift)>),
}

impl Thrift {
    fn type_(&self) -> u8 {
        match self {
            Self::Int(_) => 6,
            Self::Bytes(_) => 8,
            Self::List(_) => 9,
            Self::Struct(_) => 12,
        }
    }

    fn write(&self, out: &mut Vec<u8>) {
        match self {
            Self::Int(value) => varint(((value << 1) ^ (value >> 63)).cast_unsigned(), out),
            Self::Bytes(bytes) => {
                varint(bytes.len() as u64, out);
                out.extend(bytes);
            }
            Self::List(list) => {
                out.push(0xf0 | list.first().map_or(12, Self::type_));
                varint(list.len() as u64, out);
                list.iter().for_each(|entry| entry.write(out));
            }
            Self::Struct(fields) => {
                let mut last = 0;
                for (number, value) in fields {
                    out.push((number - last) << 4 | value.type_());
                    last = *number;
                    value.write(out);
                }
                out.push(0);
            }
        }
    }
}

fn varint(mut value: u64, out: &mut Vec<u8>) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

fn text(text: &str) -> Thrift {
    Thrift::Bytes(text.as_bytes().to_vec())
}

/// A file under construction: pages, then the footer.
struct File {
    bytes: Vec<u8>,
    columns: Vec<Thrift>,
    groups: Vec<Thrift>,
}

impl File {
    fn new() -> Self {
        Self { bytes: MAGIC.to_vec(), columns: Vec::new(), groups: Vec::new() }
    }

    /// Declares a required column of a physical type.
    fn column(&mut self, name: &str, physical: i64) {
        self.columns.push(Thrift::Struct(vec![
            (1, Thrift::Int(physical)),
            (3, Thrift::Int(0)),
            (4, text(name)),
        ]));
    }

    /// Writes the pages of a column, each as the number and content of its header and its bytes.
    fn chunk(&mut self, name: &str, pages: &[(i64, u8, Thrift, Vec<u8>)]) -> Thrift {
        let start = self.bytes.len();
        for (kind, field, about, bytes) in pages {
            let size = Thrift::Int(bytes.len() as i64);
            let header = vec![(1, Thrift::Int(*kind)), (2, size.clone()), (3, size), (*field, about.clone())];
            Thrift::Struct(header).write(&mut self.bytes);
            self.bytes.extend(bytes);
        }
        let meta = vec![
            (3, Thrift::List(vec![text(name)])),
            (4, Thrift::Int(0)),
            (7, Thrift::Int((self.bytes.len() - start) as i64)),
            (9, Thrift::Int(start as i64)),
        ];
        Thrift::Struct(vec![(3, Thrift::Struct(meta))])
    }

    /// A page of so many values as they are.
    fn plain(count: usize, bytes: Vec<u8>) -> (i64, u8, Thrift, Vec<u8>) {
        (0, 5, Thrift::Struct(vec![(1, Thrift::Int(count as i64)), (2, Thrift::Int(0))]), bytes)
    }

    /// A chunk of so many points.
    fn points(&mut self, count: usize) -> Thrift {
        let point = [&[21, 0, 0, 0, 1, 1, 0, 0, 0][..], &[0; 16]].concat();
        self.chunk("geometry", &[Self::plain(count, point.repeat(count))])
    }

    fn group(&mut self, rows: usize, chunks: Vec<Thrift>) {
        self.groups.push(Thrift::Struct(vec![(1, Thrift::List(chunks)), (3, Thrift::Int(rows as i64))]));
    }

    fn finish(mut self) -> Vec<u8> {
        let root = Thrift::Struct(vec![(4, text("schema")), (5, Thrift::Int(self.columns.len() as i64))]);
        let schema = std::iter::once(root).chain(self.columns).collect();
        let geo = r#"{"version": "1.0.0", "primary_column": "geometry", "columns": {"geometry": {"encoding": "WKB"}}}"#;
        let geo = Thrift::Struct(vec![(1, text("geo")), (2, text(geo))]);
        let mut footer = Vec::new();
        Thrift::Struct(vec![
            (2, Thrift::List(schema)),
            (4, Thrift::List(self.groups)),
            (5, Thrift::List(vec![geo])),
        ])
        .write(&mut footer);
        let length = u32::try_from(footer.len()).unwrap();
        self.bytes.append(&mut footer);
        self.bytes.extend(length.to_le_bytes());
        self.bytes.extend(MAGIC);
        self.bytes
    }
}

fn read_bytes(bytes: Vec<u8>) -> Result<Reading, Rejection> {
    let limits = Limits::default();
    let context = ReadContext { limits: &limits, progress: &NoProgress, crs: None };
    read(&Input { name: "points.parquet".to_owned(), bytes, path: None }, &context)
}

fn said(reading: &Reading) -> String {
    reading.report.messages.iter().map(|m| format!("{} {}: {}\n", m.code.id, m.place, m.detail)).collect()
}

#[test]
fn a_file_written_here_is_read() {
    let mut file = File::new();
    file.column("geometry", 6);
    file.column("open", 0);
    let geometry = file.points(3);
    let open = file.chunk("open", &[File::plain(3, vec![0b101])]);
    file.group(3, vec![geometry, open]);
    let reading = read_bytes(file.finish()).unwrap();
    assert_eq!(reading.report.objects["features"], 3, "{}", said(&reading));
    assert!(!reading.report.codes.contains_key("CIM-VT-015"), "{}", said(&reading));
}

#[test]
fn many_groups_of_many_columns_take_room_for_what_is_there_only() {
    const COLUMNS: usize = 4000;
    let mut file = File::new();
    file.column("geometry", 6);
    (1..COLUMNS).for_each(|i| file.column(&format!("c{i}"), 0));
    (0..20_000).for_each(|_| file.group(0, Vec::new()));
    let geometry = file.points(1);
    (0..20_000).for_each(|_| file.group(1, vec![geometry.clone()]));
    let bytes = file.finish();
    let footer = Footer::of(&bytes).unwrap();
    assert_eq!(footer.groups.len(), 20_000, "those of no rows are none");
    assert_eq!(footer.groups.iter().map(|group| group.chunks.len()).sum::<usize>(), 20_000);
    let reading = read_bytes(bytes).unwrap();
    assert_eq!(reading.report.objects["features"], 20_000);
    assert_eq!(reading.report.codes["CIM-VT-015"], 20_000, "one line a group, not one a column");
}

#[test]
fn a_dictionary_of_yes_and_no_is_refused() {
    let mut file = File::new();
    file.column("geometry", 6);
    file.column("open", 0);
    let geometry = file.points(1);
    let dictionary =
        (2, 7, Thrift::Struct(vec![(1, Thrift::Int(8 << 18)), (2, Thrift::Int(0))]), vec![0; 1 << 18]);
    let open = file.chunk("open", &[dictionary, File::plain(1, vec![1])]);
    file.group(1, vec![geometry, open]);
    let reading = read_bytes(file.finish()).unwrap();
    assert_eq!(reading.report.objects["features"], 1);
    assert!(said(&reading).contains("a dictionary of yes and no"), "{}", said(&reading));
}

#[test]
fn entries_of_a_dictionary_count_as_what_they_take_in_memory() {
    let mut file = File::new();
    file.column("geometry", 6);
    file.column("storeys", 1);
    let geometry = file.points(1);
    // A million numbers of four bytes; sixty groups name the same pages.
    let dictionary =
        (2, 7, Thrift::Struct(vec![(1, Thrift::Int(1 << 20)), (2, Thrift::Int(0))]), vec![0; 4 << 20]);
    let storeys = file.chunk("storeys", &[dictionary, File::plain(1, vec![0; 4])]);
    (0..60).for_each(|_| file.group(1, vec![geometry.clone(), storeys.clone()]));
    let reading = read_bytes(file.finish()).unwrap();
    // Each takes 4 MiB unpacked, 4 MiB read and 24 or 32 MiB as values; the file may become some 800 MiB.
    assert!(said(&reading).contains("than the limit allows"), "{}", said(&reading));
}

#[test]
fn a_long_name_of_a_column_counts_with_every_row() {
    let name = "n".repeat(100_000);
    let mut file = File::new();
    file.column("geometry", 6);
    file.column(&name, 0);
    let geometry = file.points(2000);
    let open = file.chunk(&name, &[File::plain(2000, vec![0xff; 250])]);
    file.group(2000, vec![geometry, open]);
    let reading = read_bytes(file.finish()).unwrap();
    assert_eq!(reading.report.objects["features"], 2000);
    assert_eq!(reading.report.codes.get("CIM-VT-015"), Some(&1), "{}", said(&reading).len());
}
