//! Well-known binary (ISO 19125, OGC 06-103r4), with the flags of PostGIS's EWKB too: a geometry becomes a shape, and no
//! count is believed before the rest of the bytes is long enough for it.

use linli_model::Point3;

use super::ShapeBuilder;
use super::codes;
use crate::geojson::{Problem, Shape, codes as shape_codes};

/// Deepest nesting of collections.
const DEEPEST: usize = 16;
/// Shortest geometry within another: byte order, type and a count.
const SHORTEST: usize = 9;

/// Reads a geometry.
///
/// # Errors
/// A [`Problem`] when the bytes are no geometry, or one that cannot be used.
pub fn read(bytes: &[u8]) -> Result<Shape, Problem> {
    let mut cursor = Cursor { bytes, at: 0, little: true };
    let head = cursor.head()?;
    let mut builder = ShapeBuilder::new(name_of(head.type_), head.has_z);
    add(&mut cursor, head, &mut builder, 0)?;
    builder.finish()
}

/// What stands at the beginning of each geometry.
#[derive(Clone, Copy)]
struct Head {
    type_: u32,
    has_z: bool,
    has_m: bool,
}

impl Head {
    fn bytes_each(self) -> usize {
        8 * (2 + usize::from(self.has_z) + usize::from(self.has_m))
    }
}

struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
    little: bool,
}

fn ends_early() -> Problem {
    Problem::new(&codes::FEATURE, "the geometry ends too early")
}

impl Cursor<'_> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N], Problem> {
        let end = self.at.checked_add(N).ok_or_else(ends_early)?;
        let taken = self.bytes.get(self.at..end).and_then(|b| b.try_into().ok()).ok_or_else(ends_early)?;
        self.at = end;
        Ok(taken)
    }

    fn int(&mut self) -> Result<u32, Problem> {
        let bytes = self.take::<4>()?;
        Ok(if self.little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) })
    }

    fn double(&mut self) -> Result<f64, Problem> {
        let bytes = self.take::<8>()?;
        Ok(if self.little { f64::from_le_bytes(bytes) } else { f64::from_be_bytes(bytes) })
    }

    fn head(&mut self) -> Result<Head, Problem> {
        let [order] = self.take::<1>()?;
        self.little = match order {
            0 => false,
            1 => true,
            other => return Err(Problem::new(&codes::FEATURE, format!("byte order {other}"))),
        };
        let word = self.int()?;
        if word & 0x2000_0000 != 0 {
            self.int()?;
        }
        let (flag_z, flag_m, base) = (word & 0x8000_0000 != 0, word & 0x4000_0000 != 0, word & 0x0fff_ffff);
        let dimensions = base / 1000;
        Ok(Head {
            type_: base % 1000,
            has_z: flag_z || dimensions == 1 || dimensions == 3,
            has_m: flag_m || dimensions == 2 || dimensions == 3,
        })
    }

    /// A count of things of at least so many bytes each.
    fn count(&mut self, bytes_each: usize) -> Result<usize, Problem> {
        let said = self.int()?;
        let left = self.bytes.len() - self.at;
        usize::try_from(said)
            .ok()
            .filter(|count| count.checked_mul(bytes_each).is_some_and(|needed| needed <= left))
            .ok_or_else(|| Problem::new(&codes::FEATURE, format!("a count of {said} in {left} bytes")))
    }

    fn point(&mut self, head: Head) -> Result<Point3, Problem> {
        let (x, y) = (self.double()?, self.double()?);
        let z = if head.has_z { self.double()? } else { 0.0 };
        if head.has_m {
            self.double()?;
        }
        Ok([x, y, z])
    }

    fn points(&mut self, head: Head) -> Result<Vec<Point3>, Problem> {
        let count = self.count(head.bytes_each())?;
        (0..count).map(|_| self.point(head)).collect()
    }

    fn rings(&mut self, head: Head) -> Result<Vec<Vec<Point3>>, Problem> {
        let count = self.count(4)?;
        let rings: Result<Vec<_>, _> = (0..count).map(|_| self.points(head)).collect();
        rings.map(|rings| rings.into_iter().filter(|ring| !ring.is_empty()).collect())
    }
}

/// Adds one geometry; only collections nest, and `depth` bounds them.
fn add(cursor: &mut Cursor, head: Head, builder: &mut ShapeBuilder, depth: usize) -> Result<(), Problem> {
    if depth > DEEPEST {
        return Err(Problem::new(&codes::FEATURE, format!("collections nested deeper than {DEEPEST}")));
    }
    match head.type_ {
        1 => {
            let point = cursor.point(head)?;
            builder.point(point)
        }
        2 => {
            let line = cursor.points(head)?;
            builder.line(line)
        }
        3 | 17 => {
            let rings = cursor.rings(head)?;
            builder.area(vec![rings])
        }
        4 | 5 | 7 => {
            for _ in 0..cursor.count(SHORTEST)? {
                let member = cursor.head()?;
                add(cursor, member, builder, depth + 1)?;
            }
            Ok(())
        }
        6 | 15 | 16 => {
            let mut polygons = Vec::new();
            for _ in 0..cursor.count(SHORTEST)? {
                let member = cursor.head()?;
                if !matches!(member.type_, 3 | 17) {
                    let what = format!("{} in {}", name_of(member.type_), name_of(head.type_));
                    return Err(Problem::new(&codes::FEATURE, what));
                }
                polygons.push(cursor.rings(member)?);
            }
            polygons.retain(|rings| !rings.is_empty());
            if polygons.is_empty() {
                Err(Problem::new(&shape_codes::EMPTY, ""))
            } else {
                builder.area(polygons)
            }
        }
        8..=14 => Err(Problem::new(&codes::CURVE, name_of(head.type_))),
        other => Err(Problem::new(&codes::FEATURE, format!("geometry type {other}"))),
    }
}

/// Names of the types, as ISO 19125 has them.
pub fn name_of(type_: u32) -> &'static str {
    const NAMES: [&str; 18] = [
        "Geometry",
        "Point",
        "LineString",
        "Polygon",
        "MultiPoint",
        "MultiLineString",
        "MultiPolygon",
        "GeometryCollection",
        "CircularString",
        "CompoundCurve",
        "CurvePolygon",
        "MultiCurve",
        "MultiSurface",
        "Curve",
        "Surface",
        "PolyhedralSurface",
        "TIN",
        "Triangle",
    ];
    NAMES.get(type_ as usize).copied().unwrap_or("Geometry")
}
