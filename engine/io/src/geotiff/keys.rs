//! GeoTIFF keys: where the raster lies, and in which system (OGC 19-008r4).

use std::io::{Read, Seek};

use tiff::decoder::Decoder;
use tiff::tags::Tag;

use crate::CrsInfo;

const MODEL_TYPE: u16 = 1024;
const MODEL_PROJECTED: u16 = 1;
const RASTER_TYPE: u16 = 1025;
const CITATION: u16 = 1026;
const GEODETIC_CRS: u16 = 2048;
const GEODETIC_CITATION: u16 = 2049;
const PROJECTED_CRS: u16 = 3072;
const PROJECTED_CITATION: u16 = 3073;
const VERTICAL_UNITS: u16 = 4099;
const PIXEL_IS_POINT: u16 = 2;

/// What the keys say.
#[derive(Debug, Default)]
pub struct Keys {
    short: Vec<(u16, u16)>,
    ascii: Vec<(u16, String)>,
}

/// Where grid points lie: column and row from the north-west, in the file's coordinates.
#[derive(Debug, PartialEq)]
pub struct Place {
    /// Place of the first grid point of the first row.
    pub first: [f64; 2],
    /// Step from column to column, positive.
    pub step_x: f64,
    /// Step from row to row; negative where rows go south, as they usually do.
    pub step_y: f64,
}

impl Keys {
    /// Reads the key directory; a file without one has no keys.
    pub fn read<R: Read + Seek>(decoder: &mut Decoder<R>) -> Self {
        let directory = decoder.get_tag_u16_vec(Tag::GeoKeyDirectoryTag).unwrap_or_default();
        let text = decoder.get_tag_ascii_string(Tag::GeoAsciiParamsTag).unwrap_or_default();
        let mut keys = Self::default();
        for entry in directory.chunks_exact(4).skip(1) {
            let [key, location, count, value] = *entry else { continue };
            match location {
                0 => keys.short.push((key, value)),
                34737 => {
                    let from = usize::from(value);
                    let words = text.get(from..from + usize::from(count)).unwrap_or_default();
                    keys.ascii.push((key, words.trim_end_matches(['|', '\0']).to_owned()));
                }
                _ => {}
            }
        }
        keys
    }

    fn short(&self, key: u16) -> Option<u16> {
        self.short.iter().find(|(k, _)| *k == key).map(|(_, value)| *value)
    }

    /// Name of the coordinate system, or the words that did not lead to one.
    pub fn crs(&self) -> Result<String, String> {
        let projected =
            self.short(PROJECTED_CRS).is_some() || self.short(MODEL_TYPE) == Some(MODEL_PROJECTED);
        let code = self.short(if projected { PROJECTED_CRS } else { GEODETIC_CRS });
        // 32767 is "user defined"; EPSG codes start at 1024.
        if let Some(code @ 1024..=32766) = code {
            return Ok(format!("EPSG:{code}"));
        }
        let citations: &[u16] =
            if projected { &[PROJECTED_CITATION, CITATION] } else { &[CITATION, GEODETIC_CITATION] };
        let mut words = Vec::new();
        for (_, text) in citations.iter().flat_map(|key| self.ascii.iter().filter(move |(k, _)| k == key)) {
            for title in text.split('|').map(str::trim).filter(|title| !title.is_empty()) {
                if let Ok(info) = CrsInfo::of(title) {
                    return Ok(info.code);
                }
                words.push(title.to_owned());
            }
        }
        Err(words.join("; "))
    }

    /// Metres per unit of the heights, when the file says that they are feet.
    pub fn metres_per_foot(&self) -> Option<f64> {
        match self.short(VERTICAL_UNITS) {
            Some(9002) => Some(0.3048),
            Some(9003) => Some(1200.0 / 3937.0),
            _ => None,
        }
    }

    /// Where the grid points lie. A pixel of an area is represented by its middle.
    pub fn place<R: Read + Seek>(&self, decoder: &mut Decoder<R>) -> Result<Place, String> {
        let half = if self.short(RASTER_TYPE) == Some(PIXEL_IS_POINT) { 0.0 } else { 0.5 };
        let (corner, step_x, step_y) = affine(decoder)?;
        let usable = corner.iter().all(|v| v.is_finite() && v.abs() < 1e9)
            && step_x.is_finite()
            && step_x > 0.0
            && step_y.is_finite()
            && step_y != 0.0;
        if !usable {
            return Err(format!("corner {corner:?}, pixel {step_x} × {step_y}"));
        }
        let first = [corner[0] + half * step_x, corner[1] + half * step_y];
        Ok(Place { first, step_x, step_y })
    }
}

/// Corner of the raster and the steps of column and row.
fn affine<R: Read + Seek>(decoder: &mut Decoder<R>) -> Result<([f64; 2], f64, f64), String> {
    if let Ok(m) = decoder.get_tag_f64_vec(Tag::ModelTransformationTag) {
        return match m.as_slice() {
            [_, b, _, _, e, ..] if *b != 0.0 || *e != 0.0 => Err("it is turned or sheared".to_owned()),
            [a, _, _, d, _, f, _, h, ..] => Ok(([*d, *h], *a, *f)),
            _ => Err("transformation of the wrong length".to_owned()),
        };
    }
    let scale = decoder.get_tag_f64_vec(Tag::ModelPixelScaleTag).unwrap_or_default();
    let tie = decoder.get_tag_f64_vec(Tag::ModelTiepointTag).unwrap_or_default();
    match (scale.as_slice(), tie.as_slice()) {
        ([sx, sy, ..], [i, j, _, x, y, _, ..]) => Ok(([x - i * sx, y + j * sy], *sx, -*sy)),
        _ => Err("no pixel scale and tie point".to_owned()),
    }
}
