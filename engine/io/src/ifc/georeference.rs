//! Units, and where a model stands on the Earth. Grid north is the y axis of the map that an `IfcMapConversion` leads to;
//! true north is stated apart, and only counts where nothing leads to a map.

use linli_model::Point3;

use super::codes;
use super::step::{Entity, Model, Value};
use crate::FileReport;
use crate::report::Message;
use crate::{CrsInfo, Transform, convergence_deg, projected_crs_for};

/// Difference of two norths that is worth a warning, degrees.
const NORTH_APART_DEG: f64 = 1.0;

/// Units of a model.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Units {
    /// Metres of a unit of length.
    pub metres: f64,
    /// Radians of a unit of plane angle.
    pub radians: f64,
}

/// Units as the project states them; metres and radians where it does not.
pub fn units(model: &Model) -> Units {
    let mut units = Units { metres: 1.0, radians: 1.0 };
    let Some((_, project)) = model.all("IFCPROJECT").next() else { return units };
    let Some(assignment) = model.of(project, 8) else { return units };
    for unit in assignment.ids(0).filter_map(|id| model.get(id)) {
        match (unit.name(1), factor(model, unit, 0)) {
            (Some("LENGTHUNIT"), Some(metres)) => units.metres = metres,
            (Some("PLANEANGLEUNIT"), Some(radians)) => units.radians = radians,
            _ => {}
        }
    }
    units
}

/// What a unit is of the unit of the SI.
fn factor(model: &Model, unit: &Entity, depth: usize) -> Option<f64> {
    const PREFIXES: [(&str, f64); 7] = [
        ("KILO", 1e3),
        ("HECTO", 1e2),
        ("DECA", 1e1),
        ("DECI", 1e-1),
        ("CENTI", 1e-2),
        ("MILLI", 1e-3),
        ("MICRO", 1e-6),
    ];
    match unit.type_.as_str() {
        "IFCSIUNIT" => {
            let prefix = unit.name(2);
            let known = prefix.and_then(|prefix| PREFIXES.iter().find(|(name, _)| *name == prefix));
            if prefix.is_some() && known.is_none() {
                None
            } else {
                Some(known.map_or(1.0, |(_, factor)| *factor))
            }
        }
        "IFCCONVERSIONBASEDUNIT" | "IFCCONVERSIONBASEDUNITWITHOFFSET" if depth < 4 => {
            let measure = model.of(unit, 3)?;
            let base = factor(model, model.of(measure, 1)?, depth + 1)?;
            Some(measure.number(0)? * base).filter(|factor| factor.is_finite() && *factor > 0.0)
        }
        _ => None,
    }
}

/// From the project's metres to a map.
#[derive(Clone, Debug, PartialEq)]
pub struct Georeference {
    /// The map's coordinate system.
    pub crs: Option<String>,
    /// Where the project's origin is: easting, northing in the map's unit, height in metres.
    pub origin: Point3,
    /// Angle from the map's x axis to the project's, radians counter-clockwise.
    pub turn: f64,
    /// Metres of a unit of the map.
    pub map_metres: f64,
    /// Length on the map of a metre of the project, metres: the scale of the projection.
    pub stretch: f64,
}

impl Georeference {
    /// A model whose coordinates are taken as they are.
    pub fn as_it_is(crs: Option<String>) -> Self {
        let map_metres =
            crs.as_deref().and_then(|crs| CrsInfo::of(crs).ok()).map_or(1.0, |info| info.metres_per_unit);
        Self {
            crs,
            origin: [0.0; 3],
            turn: 0.0,
            map_metres: if map_metres > 0.0 { map_metres } else { 1.0 },
            stretch: 1.0,
        }
    }

    /// A point of the project, in metres, on the map.
    pub fn place(&self, [x, y, z]: Point3) -> Point3 {
        let (sin, cos) = self.turn.sin_cos();
        let factor = self.stretch / self.map_metres;
        [
            self.origin[0] + (x * cos - y * sin) * factor,
            self.origin[1] + (x * sin + y * cos) * factor,
            self.origin[2] + z,
        ]
    }
}

/// Where the model stands: by its map conversion, else by the user's coordinate system with coordinates as they are, else
/// by the latitude and longitude of its site.
pub fn georeference(
    model: &Model,
    units: Units,
    given: Option<&str>,
    report: &mut FileReport,
) -> Georeference {
    let conversions = ["IFCMAPCONVERSION", "IFCMAPCONVERSIONSCALED", "IFCRIGIDOPERATION"];
    let conversion = conversions.iter().find_map(|type_| model.all(type_).next());
    if let Some((id, conversion)) = conversion
        && let Some(found) = converted(model, id, conversion, units, given, report)
    {
        return found;
    }
    if let Some(given) = given {
        return Georeference::as_it_is(Some(given.to_owned()));
    }
    if let Some(found) = by_site(model, units, report) {
        return found;
    }
    report.push(Message::new(&codes::NOT_PLACED, "", ""));
    Georeference::as_it_is(None)
}

/// The direction of true north as an angle from the project's y axis, radians counter-clockwise.
fn true_north(model: &Model) -> Option<f64> {
    let (_, context) = model.all("IFCGEOMETRICREPRESENTATIONCONTEXT").next()?;
    let north = super::placement::direction(model, context.id(5))?;
    Some((-north[0]).atan2(north[1]))
}

fn converted(
    model: &Model,
    id: u64,
    conversion: &Entity,
    units: Units,
    given: Option<&str>,
    report: &mut FileReport,
) -> Option<Georeference> {
    let place = format!("#{id}");
    let target = model.of(conversion, 1);
    let named = target.and_then(|crs| crs.text(0).or_else(|| crs.text(1)));
    let known = named.and_then(|name| CrsInfo::of(name).ok());
    let info = match known.or_else(|| given.and_then(|crs| CrsInfo::of(crs).ok())) {
        Some(info) => Some(info),
        None => {
            report.push(Message::new(&codes::CRS_UNKNOWN, place.as_str(), named.unwrap_or("without a name")));
            None
        }
    };
    let (first, second, height) =
        (conversion.number(2)?, conversion.number(3)?, conversion.number(4).unwrap_or(0.0));
    // The unit of the map: as its system says, else as the file does, else metres.
    let stated = target.filter(|crs| crs.type_ == "IFCPROJECTEDCRS").and_then(|crs| model.of(crs, 6));
    let map_unit = stated.and_then(|unit| factor(model, unit, 0));
    let is_angle = matches!(conversion.value(2), Value::Typed(name, _) if name == "IFCPLANEANGLEMEASURE");
    if is_angle {
        return at_degrees(info.as_ref()?, [first, second], height, 0.0, report);
    }
    let map_metres = info.as_ref().map(|info| info.metres_per_unit).filter(|metres| *metres > 0.0);
    let map_metres = map_metres.or(map_unit).unwrap_or(1.0);
    let ratio = map_unit.unwrap_or(map_metres) / map_metres;
    let is_turned = conversion.type_ != "IFCRIGIDOPERATION";
    let turn = match (conversion.number(5), conversion.number(6)) {
        (Some(x), Some(y)) if is_turned && (x != 0.0 || y != 0.0) => y.atan2(x),
        _ => 0.0,
    };
    let scale = conversion.number(7).filter(|_| is_turned);
    let wanted = units.metres / map_unit.unwrap_or(1.0);
    // A scale of the projection is within a part in a hundred; anything else mistakes a unit.
    let stretch = scale.map_or(1.0, |scale| scale / wanted);
    let is_scale = (stretch - 1.0).abs() <= 0.01;
    if !is_scale {
        let detail = format!("{} instead of {wanted}", stretch * wanted);
        report.push(Message::new(&codes::SCALE, place.as_str(), detail));
    }
    let found = Georeference {
        crs: info.as_ref().map(|info| info.code.clone()),
        origin: [first * ratio, second * ratio, height * map_unit.unwrap_or(1.0)],
        turn,
        map_metres,
        stretch: if is_scale { stretch } else { 1.0 },
    };
    check_north(model, &found, &place, report);
    Some(found)
}

/// Compares the true north that the model states with that of the place.
fn check_north(model: &Model, found: &Georeference, place: &str, report: &mut FileReport) {
    let (Some(stated), Some(crs)) = (true_north(model), &found.crs) else { return };
    let Ok(degrees) = Transform::new(crs, "EPSG:4326") else { return };
    let Ok([longitude, latitude]) = degrees.point([found.origin[0], found.origin[1]]) else { return };
    let Ok(convergence) = convergence_deg(crs, longitude, latitude) else { return };
    // On the map, true north lies the convergence to the left of grid north when that is to the right of true north.
    let on_map = (stated + found.turn).to_degrees();
    let apart = (on_map - convergence + 180.0).rem_euclid(360.0) - 180.0;
    // Straight up is what programs write that know no north.
    if apart.abs() > NORTH_APART_DEG && stated.abs() > 1e-9 {
        report.push(Message::new(&codes::NORTH, place, format!("{apart:.2}°")));
    }
}

/// Degrees, minutes, seconds and millionths of a second as degrees.
fn degrees(values: &[Value]) -> Option<f64> {
    let parts: Option<Vec<f64>> = values.iter().map(Value::number).collect();
    let parts = parts.filter(|parts| parts.len() >= 3)?;
    let millionth = parts.get(3).copied().unwrap_or(0.0);
    Some(parts[0] + parts[1] / 60.0 + (parts[2] + millionth / 1e6) / 3600.0)
}

fn by_site(model: &Model, units: Units, report: &mut FileReport) -> Option<Georeference> {
    let (id, site) = model.all("IFCSITE").next()?;
    let (latitude, longitude) = (degrees(site.list(9))?, degrees(site.list(10))?);
    let height = site.number(11).unwrap_or(0.0) * units.metres;
    let info = CrsInfo::of("EPSG:4326").ok()?;
    let north = true_north(model).unwrap_or(0.0);
    let found = at_degrees(&info, [longitude, latitude], height, north, report)?;
    let detail = format!("{longitude:.6}°, {latitude:.6}°");
    report.push(Message::new(&codes::BY_SITE, format!("#{id}"), detail));
    Some(found)
}

/// A model at a longitude and latitude, whose true north is an angle from its y axis.
fn at_degrees(
    info: &CrsInfo,
    place: [f64; 2],
    height: f64,
    north: f64,
    report: &mut FileReport,
) -> Option<Georeference> {
    let found = (|| {
        let [longitude, latitude] = Transform::new(&info.code, "EPSG:4326").ok()?.point(place).ok()?;
        let crs = projected_crs_for(longitude, latitude);
        let [x, y] = Transform::new(&info.code, &crs).ok()?.point(place).ok()?;
        let convergence = convergence_deg(&crs, longitude, latitude).ok()?;
        // True north on the map is the convergence to the left; the model's lies `north` to the left of its y axis.
        let turn = convergence.to_radians() - north;
        Some(Georeference { crs: Some(crs), origin: [x, y, height], turn, map_metres: 1.0, stretch: 1.0 })
    })();
    if found.is_none() {
        let detail = format!("{}, {}", place[0], place[1]);
        report.push(Message::new(&codes::CRS_UNKNOWN, "", detail));
    }
    found
}
