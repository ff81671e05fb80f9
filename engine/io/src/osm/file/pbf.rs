//! OSM PBF: a chain of blobs, each a header or a block of objects.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::read::ZlibDecoder;
use osmpbf::{BlobDecode, BlobReader, PrimitiveBlock, PrimitiveGroup, RelMemberType};
use rayon::prelude::*;
use std::io::Read;

use super::store::{Bounds, Member, MemberKind, Node, Relation, Store, TagPair, Way};
use super::wire::{BlockProblem, Fields, Value, check_block};
use crate::osm::code::{BLOB_LIMIT, BLOCK, CANCELLED, COMPRESSION, FEATURE, FRAMING, NOT_PBF, STRINGS};
use crate::report::{Code, FileReport, Message};
use crate::{Input, ReadContext, Rejection};

/// Largest blob header, bytes (OSM PBF specification).
const HEADER_LIMIT: usize = 64 * 1024;
/// Largest blob before and after decompression, bytes (OSM PBF specification).
const BLOB_BYTES_LIMIT: usize = 32 * 1024 * 1024;
/// Features that this reader understands.
const FEATURES: [&str; 2] = ["OsmSchema-V0.6", "DenseNodes"];

/// Whether the content starts like a PBF file.
pub(in crate::osm) fn looks_like_pbf(input: &Input) -> bool {
    let head = input.bytes.get(4..64.min(input.bytes.len())).unwrap_or_default();
    head.windows(9).any(|window| window == b"OSMHeader")
}

/// Reads a PBF file.
pub(in crate::osm) fn read_pbf(
    input: &Input,
    context: &ReadContext,
    report: &mut FileReport,
) -> Result<Store, Rejection> {
    if !looks_like_pbf(input) {
        return Err(not_pbf(input));
    }
    let blobs = split(&input.bytes)?;
    let mut store = Store::default();
    check_header(&blobs, &mut store)?;
    let data: Vec<&Blob> = blobs.iter().filter(|blob| blob.kind == "OSMData").collect();
    let (done, plain_bytes) = (AtomicU64::new(0), AtomicU64::new(0));
    let blocks: Vec<Result<Block, Rejection>> = data
        .par_iter()
        .map(|blob| {
            if context.progress.cancelled() {
                return Err(Message::new(&CANCELLED, "", "").into());
            }
            let plain = blob.plain()?;
            let total = plain_bytes.fetch_add(plain.len() as u64, Ordering::Relaxed) + plain.len() as u64;
            if total > context.limits.decompressed_bytes {
                let limit = format!("{} decompressed bytes", context.limits.decompressed_bytes);
                return Err(blob.reject(&BLOB_LIMIT, limit));
            }
            let block = blob.decode(&plain, context.limits.string_table_entries)?;
            let finished = done.fetch_add(1, Ordering::Relaxed) + 1;
            context.progress.step("osm blocks", finished, data.len() as u64);
            Ok(block)
        })
        .collect();
    for block in blocks {
        block?.merge(&mut store, report);
        store.check(context.limits)?;
    }
    Ok(store)
}

fn not_pbf(input: &Input) -> Rejection {
    let head = input.head(512).to_ascii_lowercase();
    let what = if head.starts_with("<!doctype html") || head.starts_with("<html") || head.contains("<html") {
        "it is a web page".to_owned()
    } else if head.starts_with('<') {
        "it is XML text".to_owned()
    } else if input.bytes.len() < 64 {
        format!("only {} bytes, and no OSM header", input.bytes.len())
    } else {
        "it does not start with an OSM header".to_owned()
    };
    Message::new(&NOT_PBF, "offset 0", what).into()
}

/// One blob in the file.
struct Blob<'a> {
    number: usize,
    offset: usize,
    kind: &'a str,
    content: &'a [u8],
}

/// Cuts the file into its blobs.
fn split(bytes: &[u8]) -> Result<Vec<Blob<'_>>, Rejection> {
    let mut blobs = Vec::new();
    let mut offset = 0;
    while offset < bytes.len() {
        let number = blobs.len();
        let reject = |code: &'static Code, text: &str| -> Rejection {
            Message::new(code, format!("blob {number}, offset {offset}"), text).into()
        };
        let rest = bytes.get(offset..).unwrap_or_default();
        let (length, rest) =
            rest.split_first_chunk::<4>().ok_or_else(|| reject(&FRAMING, "it ends too early"))?;
        let length = u32::from_be_bytes(*length) as usize;
        if length > HEADER_LIMIT {
            return Err(reject(
                &BLOB_LIMIT,
                &format!("blob header of {length} bytes, at most {HEADER_LIMIT}"),
            ));
        }
        let (header, rest) =
            rest.split_at_checked(length).ok_or_else(|| reject(&FRAMING, "it ends inside a blob header"))?;
        let (kind, size) = blob_header(header).map_err(|text| reject(&FRAMING, &text))?;
        if size > BLOB_BYTES_LIMIT as u64 {
            return Err(reject(&BLOB_LIMIT, &format!("blob of {size} bytes, at most {BLOB_BYTES_LIMIT}")));
        }
        let content = rest.get(..size as usize).ok_or_else(|| {
            reject(&FRAMING, &format!("{} bytes are missing at the end", size as usize - rest.len()))
        })?;
        blobs.push(Blob { number, offset, kind, content });
        offset += 4 + length + content.len();
    }
    Ok(blobs)
}

fn blob_header(header: &[u8]) -> Result<(&str, u64), String> {
    let (mut kind, mut size) = (None, None);
    for field in Fields(header) {
        match field? {
            (1, Value::Bytes(text)) => kind = std::str::from_utf8(text).ok(),
            (3, Value::Varint(value)) => size = Some(value),
            _ => {}
        }
    }
    kind.zip(size).ok_or_else(|| "a blob header lacks its type or size".to_owned())
}

/// Reads the header block: its features must be known; its box is kept.
fn check_header(blobs: &[Blob], store: &mut Store) -> Result<(), Rejection> {
    let Some(blob) = blobs.first().filter(|blob| blob.kind == "OSMHeader") else {
        return Err(Message::new(&NOT_PBF, "offset 0", "the first blob is not a header").into());
    };
    let plain = blob.plain()?;
    let packed = repack("OSMHeader", &plain);
    let header = match BlobReader::new(packed.as_slice()).next() {
        Some(Ok(first)) => first.to_headerblock(),
        Some(Err(error)) => Err(error),
        None => return Err(blob.reject(&FRAMING, "no header".to_owned())),
    };
    let header = header.map_err(|error| blob.reject(&BLOCK, error.to_string()))?;
    for feature in header.required_features() {
        if !FEATURES.contains(&feature.as_str()) {
            return Err(blob.reject(&FEATURE, feature.clone()));
        }
    }
    store.bounds = header.bbox().map(|b| Bounds { min: [b.left, b.bottom], max: [b.right, b.top] });
    Ok(())
}

/// Frames plain data as one uncompressed blob, the only door that the decoder has.
fn repack(kind: &str, plain: &[u8]) -> Vec<u8> {
    fn number(bytes: &mut Vec<u8>, mut value: usize) {
        while value > 0x7f {
            bytes.push((value & 0x7f) as u8 | 0x80);
            value >>= 7;
        }
        bytes.push(value as u8);
    }
    let mut blob_start = vec![0x0a];
    number(&mut blob_start, plain.len());
    let mut header = vec![0x0a];
    number(&mut header, kind.len());
    header.extend_from_slice(kind.as_bytes());
    header.push(0x18);
    number(&mut header, blob_start.len() + plain.len());
    let mut file = Vec::with_capacity(4 + header.len() + blob_start.len() + plain.len());
    file.extend_from_slice(&(header.len() as u32).to_be_bytes());
    file.extend_from_slice(&header);
    file.extend_from_slice(&blob_start);
    file.extend_from_slice(plain);
    file
}

impl Blob<'_> {
    fn reject(&self, code: &'static Code, detail: String) -> Rejection {
        Message::new(code, format!("blob {}, offset {}", self.number, self.offset), detail).into()
    }

    /// The blob's data, decompressed within the limit.
    fn plain(&self) -> Result<Vec<u8>, Rejection> {
        for field in Fields(self.content) {
            let (number, value) = field.map_err(|text| self.reject(&FRAMING, text))?;
            let Value::Bytes(data) = value else { continue };
            let other = match number {
                1 => return self.within(data.to_vec()),
                3 => return self.inflate(data),
                4 => "LZMA",
                5 => "bzip2",
                6 => "LZ4",
                7 => "Zstandard",
                _ => continue,
            };
            return Err(self.reject(&COMPRESSION, other.to_owned()));
        }
        Err(self.reject(&FRAMING, "a blob holds no data".to_owned()))
    }

    fn inflate(&self, data: &[u8]) -> Result<Vec<u8>, Rejection> {
        let mut plain = Vec::new();
        ZlibDecoder::new(data)
            .take(BLOB_BYTES_LIMIT as u64 + 1)
            .read_to_end(&mut plain)
            .map_err(|error| self.reject(&BLOCK, format!("zlib: {error}")))?;
        self.within(plain)
    }

    fn within(&self, plain: Vec<u8>) -> Result<Vec<u8>, Rejection> {
        if plain.len() >= BLOB_BYTES_LIMIT {
            return Err(self.reject(&BLOB_LIMIT, format!("a block of {BLOB_BYTES_LIMIT} bytes or more")));
        }
        Ok(plain)
    }

    fn decode(&self, plain: &[u8], most_strings: usize) -> Result<Block, Rejection> {
        let facts = check_block(plain, most_strings).map_err(|problem| match problem {
            BlockProblem::Strings(text) => self.reject(&STRINGS, text),
            BlockProblem::Damage(text) => self.reject(&BLOCK, text),
        })?;
        let packed = repack(self.kind, plain);
        let decoded = catch_unwind(AssertUnwindSafe(|| {
            let blob =
                BlobReader::new(packed.as_slice()).next().ok_or("no block")?.map_err(|e| e.to_string())?;
            match blob.decode().map_err(|error| error.to_string())? {
                BlobDecode::OsmData(block) => Ok(Block::read(&block, facts.coordinates_may_overflow)),
                BlobDecode::OsmHeader(_) | BlobDecode::Unknown(_) => Err("no data block".to_owned()),
            }
        }));
        match decoded {
            Ok(Ok(block)) => Ok(block),
            Ok(Err(text)) => Err(self.reject(&BLOCK, text)),
            Err(_) => Err(self.reject(&BLOCK, "a number overflows".to_owned())),
        }
    }
}

/// One decoded block; texts are numbers in its own table.
#[derive(Default)]
struct Block {
    strings: Vec<Option<Box<str>>>,
    nodes: Vec<Node>,
    ways: Vec<Way>,
    relations: Vec<Relation>,
    located: Vec<(i64, [f64; 2])>,
}

impl Block {
    fn read(block: &PrimitiveBlock, may_overflow: bool) -> Self {
        let text = |bytes: &Vec<u8>| std::str::from_utf8(bytes).ok().map(Box::from);
        let mut read =
            Self { strings: block.raw_stringtable().iter().map(text).collect(), ..Self::default() };
        for group in block.groups() {
            read.nodes(&group, may_overflow);
            read.ways(&group, may_overflow);
            for relation in group.relations() {
                let members = relation.members().map(|member| Member {
                    kind: match member.member_type {
                        RelMemberType::Node => MemberKind::Node,
                        RelMemberType::Way => MemberKind::Way,
                        RelMemberType::Relation => MemberKind::Relation,
                    },
                    id: member.member_id,
                    role: member.role_sid as u32,
                });
                let (id, tags) = (relation.id(), relation.raw_tags().collect());
                read.relations.push(Relation { id, members: members.collect(), tags });
            }
        }
        read
    }

    fn nodes(&mut self, group: &PrimitiveGroup, may_overflow: bool) {
        for node in group.nodes() {
            let at = place(may_overflow, || (node.nano_lon(), node.nano_lat()));
            self.nodes.push(Node { id: node.id(), at, tags: node.raw_tags().collect() });
        }
        for node in group.dense_nodes() {
            let at = place(may_overflow, || (node.nano_lon(), node.nano_lat()));
            let tags = node.raw_tags().map(|(key, value)| (key as u32, value as u32)).collect();
            self.nodes.push(Node { id: node.id(), at, tags });
        }
    }

    fn ways(&mut self, group: &PrimitiveGroup, may_overflow: bool) {
        for way in group.ways() {
            let refs: Box<[i64]> = way.refs().collect();
            // An overflow here would lose the whole block for the sake of an optional extra.
            if !may_overflow && way.node_locations().len() == refs.len() {
                let places = way.node_locations().map(|l| degrees((l.nano_lon(), l.nano_lat())));
                self.located.extend(refs.iter().copied().zip(places));
            }
            self.ways.push(Way { id: way.id(), refs, tags: way.raw_tags().collect() });
        }
    }

    /// Moves everything into the store, with texts numbered there.
    fn merge(self, store: &mut Store, report: &mut FileReport) {
        let mut numbers: Vec<Option<u32>> = vec![None; self.strings.len()];
        let strings = &self.strings;
        let mut number = |store: &mut Store, local: u32| -> Option<u32> {
            let slot = numbers.get_mut(local as usize)?;
            if slot.is_none() {
                *slot = strings.get(local as usize)?.as_deref().map(|text| store.intern(text));
            }
            *slot
        };
        let mut renumber = |store: &mut Store, tags: &[TagPair]| -> Box<[TagPair]> {
            let mut kept = Vec::with_capacity(tags.len());
            for (key, value) in tags {
                match number(store, *key).zip(number(store, *value)) {
                    Some(pair) => kept.push(pair),
                    None => store.bad_tags += 1,
                }
            }
            kept.into_boxed_slice()
        };
        for mut node in self.nodes {
            if !node.tags.is_empty() {
                node.tags = renumber(store, &node.tags);
            }
            store.add_node(node, report);
        }
        for mut way in self.ways {
            way.tags = renumber(store, &way.tags);
            store.add_way(way);
        }
        for mut relation in self.relations {
            relation.tags = renumber(store, &relation.tags);
            for member in &mut relation.members {
                let role = role_text(strings, member.role);
                member.role = store.intern(role);
            }
            store.relations.push(relation);
        }
        store.located.extend(self.located);
    }
}

fn role_text(strings: &[Option<Box<str>>], role: u32) -> &str {
    strings.get(role as usize).and_then(Option::as_deref).unwrap_or_default()
}

/// Degrees from nanodegrees; not on Earth when they overflow.
fn place(may_overflow: bool, nano: impl Fn() -> (i64, i64)) -> [f64; 2] {
    if may_overflow {
        return catch_unwind(AssertUnwindSafe(nano)).map_or([f64::INFINITY; 2], degrees);
    }
    degrees(nano())
}

fn degrees((longitude, latitude): (i64, i64)) -> [f64; 2] {
    [longitude as f64 / 1e9, latitude as f64 / 1e9]
}
