//! The raster's values.

use std::io::{Read, Seek};

use linli_model::Progress;
use tiff::ColorType;
use tiff::decoder::{ChunkType, Decoder, DecodingResult};
use tiff::tags::Tag;

use super::codes;
use crate::report::{Message, Rejection};
use crate::{FileReport, Limits};

/// Heights that a community can have (metres); what lies beyond is a no-data value in disguise.
const POSSIBLE_M: std::ops::RangeInclusive<f64> = -500.0..=9000.0;
/// No TIFF compression shrinks further (deflate: 1032 to 1).
const BEST_COMPRESSION: u64 = 1100;

/// Size of the raster after the checks that need no pixels.
pub fn checked_size<R: Read + Seek>(
    decoder: &mut Decoder<R>,
    file_bytes: u64,
    limits: &Limits,
) -> Result<(u32, u32), Rejection> {
    let unreadable = |why: String| Rejection::from(Message::new(&codes::UNREADABLE, "", why));
    let (columns, rows) = decoder.dimensions().map_err(|e| unreadable(e.to_string()))?;
    match decoder.colortype().map_err(|e| unreadable(e.to_string()))? {
        ColorType::Gray(_) => {}
        other => return Err(Message::new(&codes::NOT_ELEVATION, "", format!("{other:?}")).into()),
    }
    if columns < 2 || rows < 2 {
        return Err(unreadable(format!("{columns} × {rows} points")));
    }
    let points = u64::from(columns) * u64::from(rows);
    if points > limits.grid_points {
        let detail = format!("{columns} × {rows} of {}", limits.grid_points);
        return Err(Message::new(&codes::TOO_LARGE, "", detail).into());
    }
    if points > file_bytes.saturating_mul(BEST_COMPRESSION) {
        return Err(unreadable(format!("{columns} × {rows} points cannot be in {file_bytes} bytes")));
    }
    Ok((columns, rows))
}

/// Heights row after row as the file has them (metres after the factor), NaN where there are none.
pub fn read<R: Read + Seek>(
    decoder: &mut Decoder<R>,
    (columns, rows): (u32, u32),
    metres_per_unit: f64,
    progress: &dyn Progress,
    report: &mut FileReport,
) -> Result<Vec<f32>, Rejection> {
    let unreadable = |why: String| Rejection::from(Message::new(&codes::UNREADABLE, "", why));
    let layout = Layout::of(decoder, columns, rows).map_err(unreadable)?;
    let points = columns as usize * rows as usize;
    let mut heights = Vec::new();
    heights.try_reserve_exact(points).map_err(|e| unreadable(e.to_string()))?;
    heights.resize(points, f32::NAN);
    let mut grid = Grid { columns, heights, metres_per_unit, no_data: no_data(decoder), impossible: 0 };
    let mut read = 0;
    for part in 0..layout.parts() {
        if progress.cancelled() {
            return Err(Message::new(&codes::CANCELLED, "", "").into());
        }
        progress.step("geotiff", u64::from(part), u64::from(layout.parts()));
        // A sparse file leaves out parts without data.
        if layout.bytes.get(part as usize) == Some(&0) {
            continue;
        }
        match decoder.read_chunk(part) {
            Ok(values) => {
                grid.fill(&values, decoder.chunk_data_dimensions(part), layout.corner(part));
                read += 1;
            }
            Err(error) => {
                let place = format!("strip or tile {part}");
                report.push(Message::new(&codes::DAMAGED_PART, place, error.to_string()));
            }
        }
    }
    if read == 0 && report.codes.contains_key(codes::DAMAGED_PART.id) {
        return Err(unreadable("every strip or tile is damaged".to_owned()));
    }
    if grid.impossible > 0 {
        report.push(Message::new(&codes::IMPOSSIBLE, "", format!("{} points", grid.impossible)));
    }
    Ok(grid.heights)
}

/// The heights while they are filled in.
struct Grid {
    columns: u32,
    heights: Vec<f32>,
    metres_per_unit: f64,
    no_data: Option<f64>,
    /// How many values were no possible heights.
    impossible: u64,
}

impl Grid {
    /// Takes over a strip or tile whose first point is at a column and row.
    fn fill(&mut self, values: &DecodingResult, (width, height): (u32, u32), (left, top): (u32, u32)) {
        for y in 0..height {
            for x in 0..width.min(self.columns.saturating_sub(left)) {
                let from = y as usize * width as usize + x as usize;
                let to = (top + y) as usize * self.columns as usize + (left + x) as usize;
                let metres = value(values, from).and_then(|value| self.metres(value));
                if let (Some(metres), Some(cell)) = (metres, self.heights.get_mut(to)) {
                    *cell = metres as f32;
                }
            }
        }
    }

    /// A value as a height, when it is one.
    fn metres(&mut self, value: f64) -> Option<f64> {
        if !value.is_finite() || self.no_data.is_some_and(|none| same(none, value)) {
            return None;
        }
        let metres = value * self.metres_per_unit;
        let possible = POSSIBLE_M.contains(&metres);
        self.impossible += u64::from(!possible);
        possible.then_some(metres)
    }
}

/// How the file is cut into strips or tiles.
struct Layout {
    across: u32,
    down: u32,
    width: u32,
    height: u32,
    bytes: Vec<u64>,
}

impl Layout {
    fn of<R: Read + Seek>(decoder: &mut Decoder<R>, columns: u32, rows: u32) -> Result<Self, String> {
        let (width, height) = decoder.chunk_dimensions();
        if width == 0 || height == 0 {
            return Err("strips or tiles without size".to_owned());
        }
        let counts = match decoder.get_chunk_type() {
            ChunkType::Strip => Tag::StripByteCounts,
            ChunkType::Tile => Tag::TileByteCounts,
        };
        let bytes = decoder.find_tag_unsigned_vec(counts).ok().flatten().unwrap_or_default();
        Ok(Self { across: columns.div_ceil(width), down: rows.div_ceil(height), width, height, bytes })
    }

    fn parts(&self) -> u32 {
        self.across.saturating_mul(self.down)
    }

    fn corner(&self, part: u32) -> (u32, u32) {
        ((part % self.across) * self.width, (part / self.across) * self.height)
    }
}

fn no_data<R: Read + Seek>(decoder: &mut Decoder<R>) -> Option<f64> {
    let text = decoder.get_tag_ascii_string(Tag::GdalNodata).ok()?;
    text.trim_matches(['\0', ' ']).parse().ok()
}

/// Equal in the precision of the raster: a no-data text of −3.4e38 meets its 32-bit value.
fn same(none: f64, value: f64) -> bool {
    none == value || none as f32 == value as f32
}

fn value(values: &DecodingResult, at: usize) -> Option<f64> {
    match values {
        DecodingResult::U8(v) => v.get(at).map(|x| f64::from(*x)),
        DecodingResult::U16(v) => v.get(at).map(|x| f64::from(*x)),
        DecodingResult::U32(v) => v.get(at).map(|x| f64::from(*x)),
        DecodingResult::U64(v) => v.get(at).map(|x| *x as f64),
        DecodingResult::I8(v) => v.get(at).map(|x| f64::from(*x)),
        DecodingResult::I16(v) => v.get(at).map(|x| f64::from(*x)),
        DecodingResult::I32(v) => v.get(at).map(|x| f64::from(*x)),
        DecodingResult::I64(v) => v.get(at).map(|x| *x as f64),
        DecodingResult::F16(v) => v.get(at).map(|x| f64::from(x.to_f32())),
        DecodingResult::F32(v) => v.get(at).map(|x| f64::from(*x)),
        DecodingResult::F64(v) => v.get(at).copied(),
    }
}
