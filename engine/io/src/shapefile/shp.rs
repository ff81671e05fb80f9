//! Shapes of a `.shp` file (ESRI Shapefile Technical Description, July 1998), record by record: a bad record
//! is named and left out, and no count is believed before the record's own length bears it out.

use linli_model::{Geometry, Point3};

use crate::geojson::{Problem, Shape, codes as shape_codes, polygon_of};

/// Length of the file's header, bytes.
const HEADER: usize = 100;
/// Length of a record's header, bytes.
const RECORD_HEADER: usize = 8;
/// First number of every file, big-endian.
const MAGIC: i32 = 9994;
/// Coordinates beyond this are on no map, in any unit.
const FARTHEST: f64 = 1e9;
/// Smaller values mean that there is none.
const NO_DATA: f64 = -1e38;

/// One record.
#[derive(Debug)]
pub struct Record {
    /// Number in the file, from 1.
    pub number: usize,
    /// Its shape; none for a null shape, a text for what cannot be read.
    pub shape: Result<Option<Shape>, String>,
    /// What makes the shape unusable, when it is readable but bad.
    pub bad: Option<Problem>,
}

/// Reads the records one after the other.
pub struct Records<'a> {
    bytes: &'a [u8],
    at: usize,
    number: usize,
}

/// Begins to read.
///
/// # Errors
/// A text when the header is not that of a shape file.
pub fn records(bytes: &[u8]) -> Result<Records<'_>, String> {
    let magic = bytes.get(..4).and_then(|b| b.try_into().ok()).map(i32::from_be_bytes);
    if magic != Some(MAGIC) || bytes.len() < HEADER {
        return Err("no header of a .shp file".to_owned());
    }
    Ok(Records { bytes, at: HEADER, number: 0 })
}

impl Iterator for Records<'_> {
    type Item = Record;

    fn next(&mut self) -> Option<Record> {
        let head = self.bytes.get(self.at..self.at.checked_add(RECORD_HEADER)?)?;
        let words = head.get(4..8).and_then(|b| b.try_into().ok()).map(i32::from_be_bytes)?;
        self.number += 1;
        let number = self.number;
        let start = self.at + RECORD_HEADER;
        let length = usize::try_from(words).ok().and_then(|words| words.checked_mul(2));
        let content = length.and_then(|length| self.bytes.get(start..start.checked_add(length)?));
        let Some(content) = content else {
            self.at = self.bytes.len();
            let why = format!("its length of {words} words leaves the file");
            return Some(Record { number, shape: Err(why), bad: None });
        };
        self.at = start + content.len();
        Some(match shape(content) {
            Ok(shape) => Record { number, shape: Ok(shape), bad: None },
            Err(Bad::Record(why)) => Record { number, shape: Err(why), bad: None },
            Err(Bad::Shape(problem)) => Record { number, shape: Ok(None), bad: Some(problem) },
        })
    }
}

enum Bad {
    Record(String),
    Shape(Problem),
}

impl From<Problem> for Bad {
    fn from(problem: Problem) -> Self {
        Self::Shape(problem)
    }
}

struct Content<'a>(&'a [u8]);

impl Content<'_> {
    fn int(&self, at: usize) -> Result<i32, Bad> {
        let bytes = self.0.get(at..at + 4).and_then(|b| b.try_into().ok());
        bytes.map(i32::from_le_bytes).ok_or_else(|| Bad::Record("it ends too early".to_owned()))
    }

    fn double(&self, at: usize) -> Result<f64, Bad> {
        let bytes = self.0.get(at..at + 8).and_then(|b| b.try_into().ok());
        bytes.map(f64::from_le_bytes).ok_or_else(|| Bad::Record("it ends too early".to_owned()))
    }

    /// A count that the record is long enough for.
    fn count(&self, at: usize, bytes_each: usize) -> Result<usize, Bad> {
        let said = self.int(at)?;
        let count = usize::try_from(said)
            .ok()
            .filter(|count| count.checked_mul(bytes_each).is_some_and(|length| length <= self.0.len()));
        count.ok_or_else(|| {
            Bad::Record(format!("it says {said} points or parts, which its length cannot hold"))
        })
    }

    fn xy(&self, at: usize) -> Result<[f64; 2], Bad> {
        let place = [self.double(at)?, self.double(at + 8)?];
        let fine = place.iter().all(|v| v.is_finite() && v.abs() <= FARTHEST);
        fine.then_some(place)
            .ok_or_else(|| Problem::new(&shape_codes::POSITION, format!("{}, {}", place[0], place[1])).into())
    }

    fn z(&self, at: usize) -> Result<f64, Bad> {
        let z = self.double(at)?;
        let fine = z.is_finite() && z.abs() <= FARTHEST;
        if z <= NO_DATA {
            Ok(0.0)
        } else if fine {
            Ok(z)
        } else {
            Err(Problem::new(&shape_codes::POSITION, format!("z {z}")).into())
        }
    }
}

fn shape(content: &[u8]) -> Result<Option<Shape>, Bad> {
    let content = Content(content);
    let type_ = content.int(0)?;
    let has_z = (11..=18).contains(&type_);
    let mut shape = Shape { has_z, ..Shape::default() };
    match type_ {
        0 => return Ok(None),
        1 | 11 | 21 => {
            let [x, y] = content.xy(4)?;
            let z = if has_z { content.z(20)? } else { 0.0 };
            "Point".clone_into(&mut shape.type_);
            shape.positions = 1;
            shape.parts.push(Geometry::Point([x, y, z]));
        }
        8 | 18 | 28 => {
            let points = points(&content, 40, content.count(36, 16)?, has_z)?;
            "MultiPoint".clone_into(&mut shape.type_);
            shape.positions = points.len() as u64;
            shape.parts.extend(points.into_iter().map(Geometry::Point));
        }
        3 | 13 | 23 => {
            "LineString".clone_into(&mut shape.type_);
            for mut line in parts(&content, has_z)? {
                shape.positions += line.len() as u64;
                line.dedup();
                if line.len() < 2 {
                    return Err(Problem::new(&shape_codes::SHORT_LINE, "one point").into());
                }
                shape.parts.push(Geometry::Line(line));
            }
        }
        5 | 15 | 25 => {
            "Polygon".clone_into(&mut shape.type_);
            let rings = parts(&content, has_z)?;
            shape.positions = rings.iter().map(|ring| ring.len() as u64).sum();
            let mut polygons = Vec::new();
            for rings in grouped(rings) {
                // Outer rings run clockwise in this format, so that turning them is no mending.
                let (found, mended) = polygon_of(rings)?;
                polygons.extend(found);
                shape.mended.extend(mended);
            }
            shape.parts.push(Geometry::Area(polygons));
        }
        other => return Err(Bad::Record(format!("its type {other} is not read"))),
    }
    if shape.parts.is_empty() {
        return Err(Problem::new(&shape_codes::EMPTY, "").into());
    }
    Ok(Some(shape))
}

/// Points from a byte on; their z follow after all of them and two bounds.
fn points(content: &Content, at: usize, count: usize, has_z: bool) -> Result<Vec<Point3>, Bad> {
    let heights = at + count * 16 + 16;
    (0..count)
        .map(|i| {
            let [x, y] = content.xy(at + i * 16)?;
            let z = if has_z { content.z(heights + i * 8)? } else { 0.0 };
            Ok([x, y, z])
        })
        .collect()
}

/// The parts of a line or polygon.
fn parts(content: &Content, has_z: bool) -> Result<Vec<Vec<Point3>>, Bad> {
    let part_count = content.count(36, 4)?;
    let point_count = content.count(40, 16)?;
    let all = points(content, 44 + part_count * 4, point_count, has_z)?;
    let mut starts = Vec::with_capacity(part_count + 1);
    for i in 0..part_count {
        let start = usize::try_from(content.int(44 + i * 4)?).unwrap_or(usize::MAX);
        if start > point_count || starts.last().is_some_and(|last| start < *last) {
            return Err(Bad::Record(format!("part {} begins at point {start} of {point_count}", i + 1)));
        }
        starts.push(start);
    }
    starts.push(point_count);
    let pieces = starts.windows(2).filter_map(|pair| match pair {
        [a, b] => all.get(*a..*b).map(<[Point3]>::to_vec),
        _ => None,
    });
    Ok(pieces.filter(|piece| !piece.is_empty()).collect())
}

/// Rings in polygons: each clockwise ring begins one, each counter-clockwise ring is a hole of the one
/// that it lies in.
fn grouped(rings: Vec<Vec<Point3>>) -> Vec<Vec<Vec<Point3>>> {
    let (outer, holes): (Vec<_>, Vec<_>) = rings.into_iter().partition(|ring| doubled_area(ring) <= 0.0);
    if outer.is_empty() {
        // All run the wrong way: each is an outline of its own.
        return holes.into_iter().map(|ring| vec![ring]).collect();
    }
    let outlines: Vec<linli_model::Polygon> =
        outer.iter().map(|ring| linli_model::Polygon::new(ring.clone())).collect();
    let mut polygons: Vec<Vec<Vec<Point3>>> = outer.into_iter().map(|ring| vec![ring]).collect();
    for hole in holes {
        let inside = |outline: &linli_model::Polygon| {
            hole.iter().filter(|p| outline.contains_xy(p[0], p[1])).count() * 2 > hole.len()
        };
        let home = if outlines.len() == 1 { Some(0) } else { outlines.iter().position(inside) };
        match home.and_then(|home| polygons.get_mut(home)) {
            Some(polygon) => polygon.push(hole),
            None => polygons.push(vec![hole]),
        }
    }
    polygons
}

fn doubled_area(ring: &[Point3]) -> f64 {
    let Some(origin) = ring.first() else { return 0.0 };
    let next = ring.iter().cycle().skip(1);
    let pairs = ring.iter().zip(next);
    pairs
        .map(|(a, b)| (a[0] - origin[0]) * (b[1] - origin[1]) - (b[0] - origin[0]) * (a[1] - origin[1]))
        .sum()
}
