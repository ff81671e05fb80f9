//! What is known about a coordinate system.

use serde_json::Value;

use super::library::{Library, shortened};
use super::{CrsError, name};

/// What is known about a coordinate system.
#[derive(Clone, Debug, PartialEq)]
pub struct CrsInfo {
    /// Name of the horizontal system, for example `EPSG:28992` (also where the text said
    /// `EPSG:7415`, which adds heights to it), or its definition when it has no name.
    pub code: String,
    /// Title for people, for example `Amersfoort / RD New`.
    pub title: String,
    /// Whether coordinates are longitude and latitude in degrees.
    pub geographic: bool,
    /// Metres per unit of the projected axes (1 for metres, 0.3048 for feet; 0 for geographic).
    pub metres_per_unit: f64,
    /// Where it may be used: west, south, east, north in degrees, when PROJ knows. West is larger
    /// than east where the area crosses the antimeridian.
    pub area_deg: Option<[f64; 4]>,
}

impl CrsInfo {
    /// Looks a system up: `EPSG:4549` in any usual spelling (URN, opengis.net address, bare
    /// number, `CRS84`), a whole title such as `WGS 84 / UTM zone 51N`, a PROJ string, WKT, PROJJSON.
    ///
    /// # Errors
    /// [`CrsError`] when PROJ does not know it, or it is not a map system: geocentric, vertical
    /// only, local engineering axes, or angles in another unit than degrees.
    pub fn of(text: &str) -> Result<Self, CrsError> {
        let name = name::normalise(text);
        if name.is_empty() {
            return Err(CrsError("no coordinate system named".to_owned()));
        }
        let library = Library::system(&name)?;
        let described = described(&library).ok_or_else(|| not_a_map_system(&name))?;
        let area_deg = library
            .get()
            .and_then(|system| system.area_of_use().ok())
            .and_then(|(area, _)| area)
            .map(|area| [area.west, area.south, area.east, area.north])
            .filter(|area| area.iter().all(|v| v.abs() <= 360.0));
        let info = Self::from_projjson(&name, &described, area_deg)?;
        // PROJ takes the beginning of a title for the title; only the whole one is meant here.
        let titled = !name.contains([':', '[', '{', '=']);
        if titled && !info.title.eq_ignore_ascii_case(&name) {
            return Err(CrsError(format!("{}: not a coordinate system", shortened(&name))));
        }
        Ok(info)
    }

    fn from_projjson(name: &str, described: &Value, area_deg: Option<[f64; 4]>) -> Result<Self, CrsError> {
        let whole = described;
        let mut system = described;
        if kind(system) == "CompoundCRS" {
            system = &system["components"][0];
        }
        // What a bound system adds is a way to WGS 84; the system itself is its source.
        let bound = kind(system) == "BoundCRS";
        let horizontal = if bound { &system["source_crs"] } else { system };
        let axis_unit = &horizontal["coordinate_system"]["axis"][0]["unit"];
        let (geographic, metres_per_unit) = match kind(horizontal) {
            "GeographicCRS" | "DerivedGeographicCRS" if axis_unit == "degree" => (true, 0.0),
            "ProjectedCRS" | "DerivedProjectedCRS" => (false, metres(axis_unit)),
            _ => return Err(not_a_map_system(name)),
        };
        let usable = geographic || (metres_per_unit.is_finite() && metres_per_unit > 0.0);
        if !usable {
            return Err(not_a_map_system(name));
        }
        let mut identified = authority_name(&horizontal["id"]).filter(|_| !bound);
        if identified.is_none() && !whole["id"].is_null() {
            // PROJ leaves the parts of a named compound system without their own names.
            identified = look_up(horizontal);
        }
        let code = if let Some(code) = identified {
            code
        } else if std::ptr::eq(whole, system) {
            name.to_owned()
        } else {
            system.to_string()
        };
        let title = horizontal["name"].as_str().unwrap_or_default().to_owned();
        Ok(Self { code, title, geographic, metres_per_unit, area_deg })
    }
}

fn described(library: &Library) -> Option<Value> {
    let json = library.get()?.to_projjson(Some(false), None, None).ok()?;
    serde_json::from_str(&json).ok()
}

/// Name of the system that has this title, type and axes.
fn look_up(horizontal: &Value) -> Option<String> {
    let found = described(&Library::system(horizontal["name"].as_str()?).ok()?)?;
    let same = kind(&found) == kind(horizontal)
        && found["name"] == horizontal["name"]
        && found["coordinate_system"] == horizontal["coordinate_system"];
    authority_name(&found["id"]).filter(|_| same)
}

fn kind(system: &Value) -> &str {
    system["type"].as_str().unwrap_or_default()
}

/// Metres per unit, or NaN for something that is not a length.
fn metres(unit: &Value) -> f64 {
    match unit.as_str() {
        Some("metre") => 1.0,
        Some(_) => f64::NAN,
        None => unit["conversion_factor"].as_f64().unwrap_or(f64::NAN),
    }
}

fn authority_name(id: &Value) -> Option<String> {
    let authority = id["authority"].as_str()?;
    let code = &id["code"];
    let code = code.as_str().map_or_else(|| code.as_u64().map(|n| n.to_string()), |s| Some(s.to_owned()))?;
    Some(name::normalise(&format!("{authority}:{code}")))
}

fn not_a_map_system(name: &str) -> CrsError {
    CrsError(format!(
        "{}: not a map coordinate system (it must be projected, or longitude and latitude in degrees)",
        shortened(name)
    ))
}
