//! One element as one line of GeoJSON, and back.

use std::fmt;

use linli_model::{Boundary, Element, Geometry, Point3, Polygon, SceneFrame, Welder};
use serde::de::{Error as _, IgnoredAny, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::properties::{FaceRun, PropertiesIn, PropertiesOut};
use super::text::Placing;

/// The feature line of an element. `grid` names the file of its height grid, if it is one.
///
/// # Errors
/// What is wrong with the element, when it cannot be written.
pub(super) fn feature_line(
    element: &Element,
    frame: &SceneFrame,
    grid: Option<&str>,
) -> Result<String, String> {
    let mut line = String::from(r#"{"type":"Feature","properties":"#);
    let properties = serde_json::to_string(&PropertiesOut::new(element, grid)).map_err(|e| e.to_string())?;
    line.push_str(&properties);
    line.push_str(r#","geometry":"#);
    let placing = Placing::new(frame, element.vertical);
    if !push_geometry(&element.geometry, &placing, &mut line) {
        return Err("a coordinate is not finite or too large".to_owned());
    }
    line.push('}');
    Ok(line)
}

fn push_geometry(geometry: &Geometry, placing: &Placing, out: &mut String) -> bool {
    let name = match geometry {
        Geometry::None | Geometry::Grid(_) => {
            out.push_str("null");
            return true;
        }
        Geometry::Point(_) => "Point",
        Geometry::Line(_) => "LineString",
        Geometry::Area(polygons) if polygons.len() == 1 => "Polygon",
        Geometry::Area(_) | Geometry::Boundary(_) => "MultiPolygon",
    };
    out.push_str(r#"{"type":""#);
    out.push_str(name);
    out.push_str(r#"","coordinates":"#);
    let written = match geometry {
        Geometry::None | Geometry::Grid(_) => true,
        Geometry::Point(p) => placing.point(*p, out),
        Geometry::Line(points) => placing.points(points.iter(), false, out),
        Geometry::Area(polygons) => match polygons.as_slice() {
            [polygon] => placing.polygon(polygon, out),
            polygons => push_list(polygons.iter(), out, |polygon, out| placing.polygon(polygon, out)),
        },
        Geometry::Boundary(boundary) => push_list(0..boundary.faces.len(), out, |face, out| {
            push_list(boundary.face_rings(face), out, |ring, out| {
                placing.points(ring.iter().map(|&corner| &boundary.vertices[corner as usize]), true, out)
            })
        }),
    };
    out.push('}');
    written
}

fn push_list<T>(
    items: impl Iterator<Item = T>,
    out: &mut String,
    mut push: impl FnMut(T, &mut String) -> bool,
) -> bool {
    out.push('[');
    for (i, item) in items.enumerate() {
        if i > 0 {
            out.push(',');
        }
        if !push(item, out) {
            return false;
        }
    }
    out.push(']');
    true
}

#[derive(Deserialize)]
struct FeatureIn<'a> {
    properties: PropertiesIn,
    #[serde(borrow)]
    geometry: Option<GeometryIn<'a>>,
}

#[derive(Deserialize)]
struct GeometryIn<'a> {
    #[serde(rename = "type")]
    kind: String,
    #[serde(borrow)]
    coordinates: &'a RawValue,
}

/// A feature, read. An element whose height grid is in a file of its own still lacks it.
pub(super) struct FeatureRead {
    /// The element.
    pub(super) element: Element,
    /// File name of its height grid, as the feature says it.
    pub(super) grid: Option<String>,
}

/// Reads one feature.
///
/// # Errors
/// What is wrong with it.
pub(super) fn read_feature(text: &str, frame: &SceneFrame) -> Result<FeatureRead, String> {
    let feature: FeatureIn = serde_json::from_str(text).map_err(|e| e.to_string())?;
    let placing = Placing::new(frame, feature.properties.vertical());
    let mut properties = feature.properties;
    let geometry = match feature.geometry {
        None => Geometry::None,
        Some(geometry) => read_geometry(&geometry, &mut properties, &placing)?,
    };
    let grid = properties.grid.take();
    Ok(FeatureRead { element: properties.into_element(geometry), grid })
}

fn read_geometry(
    geometry: &GeometryIn,
    properties: &mut PropertiesIn,
    placing: &Placing,
) -> Result<Geometry, String> {
    let coordinates = geometry.coordinates.get();
    match geometry.kind.as_str() {
        "Point" => parse::<Position>(coordinates)?.local(placing).map(Geometry::Point),
        "LineString" => Ok(Geometry::Line(locals(&parse::<Vec<Position>>(coordinates)?, placing)?)),
        "Polygon" => {
            let polygon = polygon(&parse::<Vec<Vec<Position>>>(coordinates)?, placing)?;
            Ok(Geometry::Area(vec![polygon]))
        }
        "MultiPolygon" => {
            let polygons = parse::<Vec<Vec<Vec<Position>>>>(coordinates)?;
            match properties.faces.take() {
                Some(runs) => {
                    let solid = properties.solid.unwrap_or(false);
                    boundary(&polygons, &runs, solid, placing).map(Geometry::Boundary)
                }
                None => {
                    let areas = polygons.iter().map(|p| polygon(p, placing));
                    areas.collect::<Result<_, _>>().map(Geometry::Area)
                }
            }
        }
        other => Err(format!("geometry type {other} does not belong in a scene")),
    }
}

/// Two or three numbers; further ones are ignored as RFC 7946 says.
struct Position(Point3);

impl Position {
    fn local(&self, placing: &Placing) -> Result<Point3, String> {
        let local = placing.local(self.0);
        if local.iter().all(|v| v.is_finite()) { Ok(local) } else { Err("a coordinate is not finite".into()) }
    }
}

impl<'de> Deserialize<'de> for Position {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Numbers;
        impl<'de> Visitor<'de> for Numbers {
            type Value = Position;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a position of two or three numbers")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut numbers: A) -> Result<Position, A::Error> {
                let x = numbers.next_element()?.ok_or_else(|| A::Error::invalid_length(0, &self))?;
                let y = numbers.next_element()?.ok_or_else(|| A::Error::invalid_length(1, &self))?;
                let z = numbers.next_element()?.unwrap_or_default();
                while numbers.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Position([x, y, z]))
            }
        }
        deserializer.deserialize_seq(Numbers)
    }
}

fn parse<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, String> {
    serde_json::from_str(text).map_err(|e| format!("coordinates: {e}"))
}

fn locals(positions: &[Position], placing: &Placing) -> Result<Vec<Point3>, String> {
    positions.iter().map(|position| position.local(placing)).collect()
}

/// A ring without its repeated first point.
fn open_ring(positions: &[Position], placing: &Placing) -> Result<Vec<Point3>, String> {
    let mut ring = locals(positions, placing)?;
    if ring.len() > 1 && ring.first() == ring.last() {
        ring.pop();
    }
    Ok(ring)
}

fn polygon(rings: &[Vec<Position>], placing: &Placing) -> Result<Polygon, String> {
    let mut rings = rings.iter().map(|ring| open_ring(ring, placing));
    let exterior = rings.next().transpose()?.unwrap_or_default();
    Ok(Polygon { exterior, holes: rings.collect::<Result<_, _>>()? })
}

fn boundary(
    polygons: &[Vec<Vec<Position>>],
    runs: &[FaceRun],
    solid: bool,
    placing: &Placing,
) -> Result<Boundary, String> {
    let mut kinds = runs.iter().flat_map(|run| {
        let (kind, count, colour) = run.parts();
        std::iter::repeat_n((kind, colour), count as usize)
    });
    let mut welder = Welder::new(solid);
    for rings in polygons {
        let (kind, colour) = kinds.next().unwrap_or_default();
        let mut face = Vec::with_capacity(rings.len());
        for ring in rings {
            let points = open_ring(ring, placing)?;
            face.push(points.into_iter().map(|p| welder.vertex(p)).collect::<Vec<u32>>());
        }
        let rings: Vec<&[u32]> = face.iter().map(Vec::as_slice).collect();
        welder.boundary.push_face(&rings, kind, colour);
    }
    Ok(welder.boundary)
}
