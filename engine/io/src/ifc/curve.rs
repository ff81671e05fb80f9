//! Curves and profiles as points.

use std::f64::consts::TAU;

use linli_model::Point3;

use super::cut::{cross, dot, minus, unit};
use super::placement;
use super::step::{Entity, Model, Value};
use crate::budget::Budget;
use crate::matrix::Matrix;

/// Parts of a full circle.
const CIRCLE_PARTS: f64 = 24.0;
/// Deepest nesting of curves.
const DEEPEST: usize = 16;

/// A point; two numbers lie in the plane z = 0.
///
/// # Errors
/// When it is none.
pub fn point(model: &Model, id: Option<u64>) -> Result<Point3, String> {
    let entity = id.and_then(|id| model.get(id)).ok_or("a point is not there")?;
    if entity.type_ != "IFCCARTESIANPOINT" {
        return Err(format!("{} is no point", entity.type_));
    }
    numbers(entity.list(0)).ok_or_else(|| "a point without numbers".to_owned())
}

/// Two or three numbers as a place.
pub fn numbers(values: &[Value]) -> Option<Point3> {
    let numbers: Option<Vec<f64>> = values.iter().map(Value::number).collect();
    match numbers?.as_slice() {
        [x, y] => Some([*x, *y, 0.0]),
        [x, y, z] => Some([*x, *y, *z]),
        _ => None,
    }
}

/// What curves are made with.
#[derive(Clone, Copy)]
pub struct Curves<'a> {
    /// The model.
    pub model: &'a Model,
    /// Radians of a unit of plane angles.
    pub radians: f64,
    /// Points that may still be made.
    pub budget: &'a Budget<'a>,
}

impl Curves<'_> {
    /// The points of a curve in order.
    ///
    /// # Errors
    /// What is wrong with it, or not supported.
    pub fn points(&self, id: Option<u64>) -> Result<Vec<Point3>, String> {
        self.within(id, 0)
    }

    fn within(&self, id: Option<u64>, depth: usize) -> Result<Vec<Point3>, String> {
        if depth > DEEPEST {
            return Err("curves are nested too deep".to_owned());
        }
        let entity = id.and_then(|id| self.model.get(id)).ok_or("a curve is not there")?;
        // Lists are paid for before they are gone through: many curves may share one.
        self.budget.take(1 + entity.list(0).len())?;
        let mut found = match entity.type_.as_str() {
            "IFCPOLYLINE" => {
                entity.ids(0).map(|id| point(self.model, Some(id))).collect::<Result<Vec<_>, _>>()?
            }
            "IFCINDEXEDPOLYCURVE" => self.indexed(entity)?,
            "IFCCOMPOSITECURVE" => {
                let mut all = Vec::new();
                for segment in entity.ids(0).filter_map(|id| self.model.get(id)) {
                    let mut part = self.within(segment.id(2), depth + 1)?;
                    if segment.name(1) == Some("F") {
                        part.reverse();
                    }
                    self.budget.take(part.len())?;
                    all.extend(part);
                }
                all
            }
            "IFCTRIMMEDCURVE" => self.trimmed(entity, depth)?,
            "IFCCIRCLE" | "IFCELLIPSE" => arc(self.model, entity, 0.0, TAU)?,
            other => return Err(format!("{other} is not supported")),
        };
        found.dedup_by(|a, b| dot(minus(*a, *b), minus(*a, *b)) < 1e-18);
        Ok(found)
    }

    fn trimmed(&self, entity: &Entity, depth: usize) -> Result<Vec<Point3>, String> {
        let (model, radians) = (self.model, self.radians);
        self.budget.take(entity.list(1).len() + entity.list(2).len())?;
        let basis = model.of(entity, 0).ok_or("a curve is not there")?;
        let trim = |i: usize| {
            let number = entity.list(i).iter().find_map(Value::number);
            let place = entity.list(i).iter().find_map(|value| point(model, value.id()).ok());
            (number, place)
        };
        let ((from, start), (to, end)) = (trim(1), trim(2));
        let forward = entity.name(3) != Some("F");
        if !matches!(basis.type_.as_str(), "IFCCIRCLE" | "IFCELLIPSE") {
            if let (Some(start), Some(end)) = (start, end) {
                return Ok(vec![start, end]);
            }
            if basis.type_ == "IFCLINE" {
                let origin = point(model, basis.id(0))?;
                let vector = model.of(basis, 1).ok_or("a line without direction")?;
                let direction =
                    placement::direction(model, vector.id(0)).ok_or("a line without direction")?;
                let length = vector.number(1).unwrap_or(1.0);
                let at = |t: f64| std::array::from_fn(|i| origin[i] + t * length * direction[i]);
                return Ok(vec![at(from.unwrap_or(0.0)), at(to.unwrap_or(1.0))]);
            }
            return self.within(entity.id(0), depth + 1);
        }
        let position = placement::axes(model, basis.id(0))?;
        let radius =
            [basis.number(1), if basis.type_ == "IFCELLIPSE" { basis.number(2) } else { basis.number(1) }];
        let angle_of = |place: Point3| {
            let local = placement::inverse(&position).point(place);
            (local[1] / radius[1].unwrap_or(1.0)).atan2(local[0] / radius[0].unwrap_or(1.0))
        };
        let angle =
            |number: Option<f64>, place: Option<Point3>| number.map(|n| n * radians).or(place.map(angle_of));
        let (Some(a), Some(b)) = (angle(from, start), angle(to, end)) else {
            return Err("a circle that is not trimmed".to_owned());
        };
        // Forward is counter-clockwise: the second angle follows the first.
        let span = if forward { (b - a).rem_euclid(TAU) } else { -(a - b).rem_euclid(TAU) };
        arc(model, basis, a, a + if span == 0.0 { TAU } else { span })
    }

    fn indexed(&self, entity: &Entity) -> Result<Vec<Point3>, String> {
        let list = self.model.of(entity, 0).ok_or("a list of points is not there")?;
        self.budget.take(list.list(0).len())?;
        let all: Option<Vec<Point3>> = list.list(0).iter().map(|value| numbers(value.list())).collect();
        let all = all.ok_or("a point without numbers")?;
        let segments = entity.list(1);
        if segments.is_empty() {
            return Ok(all);
        }
        let mut found = Vec::new();
        for segment in segments {
            let Value::Typed(name, values) = segment else {
                return Err("a segment without a type".to_owned());
            };
            let count: usize = values.iter().map(|value| value.list().len()).sum();
            self.budget.take(1 + count)?;
            let places: Option<Vec<Point3>> = values
                .iter()
                .flat_map(Value::list)
                .map(|value| all.get((value.number()? as usize).checked_sub(1)?).copied())
                .collect();
            let places = places.ok_or("an index that names no point")?;
            match (name.as_str(), places.as_slice()) {
                ("IFCARCINDEX", [a, b, c]) => found.extend(through(*a, *b, *c)),
                _ => found.extend(places),
            }
        }
        Ok(found)
    }

    /// The rings of a profile, the outer one first and counter-clockwise, holes clockwise.
    ///
    /// # Errors
    /// What is wrong with it, or not supported.
    pub fn profile(&self, id: Option<u64>) -> Result<Vec<Vec<Point3>>, String> {
        let model = self.model;
        let entity = id.and_then(|id| model.get(id)).ok_or("a profile is not there")?;
        self.budget.take(1 + entity.list(3).len())?;
        let number = |i: usize| {
            let number = entity.number(i).filter(|number| *number > 0.0);
            number.ok_or_else(|| format!("{} without its measures", entity.type_))
        };
        let mut rings = match entity.type_.as_str() {
            "IFCRECTANGLEPROFILEDEF" | "IFCROUNDEDRECTANGLEPROFILEDEF" => {
                vec![rectangle(number(3)?, number(4)?)]
            }
            "IFCRECTANGLEHOLLOWPROFILEDEF" => {
                let (x, y, wall) = (number(3)?, number(4)?, number(5)?);
                vec![rectangle(x, y), rectangle(x - 2.0 * wall, y - 2.0 * wall)]
            }
            "IFCCIRCLEPROFILEDEF" => vec![round(number(3)?, number(3)?)],
            "IFCELLIPSEPROFILEDEF" => vec![round(number(3)?, number(4)?)],
            "IFCCIRCLEHOLLOWPROFILEDEF" => {
                let (radius, wall) = (number(3)?, number(4)?);
                let inner = (wall < radius).then(|| round(radius - wall, radius - wall));
                std::iter::once(round(radius, radius)).chain(inner).collect()
            }
            "IFCISHAPEPROFILEDEF" => {
                let (w, h, web, flange) = (number(3)? / 2.0, number(4)? / 2.0, number(5)? / 2.0, number(6)?);
                let quarter = [[w, h], [w, h - flange], [web, h - flange]];
                let mut ring: Vec<Point3> = Vec::new();
                for (sx, sy, turned) in
                    [(1.0, 1.0, false), (1.0, -1.0, true), (-1.0, -1.0, false), (-1.0, 1.0, true)]
                {
                    let corner = |[x, y]: [f64; 2]| [sx * x, sy * y, 0.0];
                    let part = quarter.map(corner).into_iter();
                    if turned { ring.extend(part.rev()) } else { ring.extend(part) }
                }
                vec![ring]
            }
            "IFCLSHAPEPROFILEDEF" => {
                let (h, t) = (number(3)?, number(5)?);
                let w = entity.number(4).unwrap_or(h);
                let corners = [[0.0, 0.0], [w, 0.0], [w, t], [t, t], [t, h], [0.0, h]];
                vec![corners.map(|[x, y]| [x - w / 2.0, y - h / 2.0, 0.0]).to_vec()]
            }
            "IFCARBITRARYCLOSEDPROFILEDEF" => vec![self.points(entity.id(2))?],
            "IFCARBITRARYPROFILEDEFWITHVOIDS" => {
                let outer = self.points(entity.id(2))?;
                let holes = entity.ids(3).map(|id| self.points(Some(id)));
                std::iter::once(Ok(outer)).chain(holes).collect::<Result<_, _>>()?
            }
            other => return Err(format!("{other} is not supported")),
        };
        let arbitrary = entity.type_.starts_with("IFCARBITRARY");
        if !arbitrary && entity.id(2).is_some() {
            let position = placement::axes(model, entity.id(2))?;
            rings.iter_mut().flatten().for_each(|p| *p = position.point(*p));
        }
        for (i, ring) in rings.iter_mut().enumerate() {
            if ring.len() > 1
                && ring
                    .first()
                    .zip(ring.last())
                    .is_some_and(|(a, b)| dot(minus(*a, *b), minus(*a, *b)) < 1e-12)
            {
                ring.pop();
            }
            let area = super::cut::normal(ring)[2];
            if ring.len() < 3 || area.abs() < 1e-12 {
                return Err("a profile without area".to_owned());
            }
            if (area > 0.0) != (i == 0) {
                ring.reverse();
            }
        }
        Ok(rings)
    }
}

/// Points of a circle or ellipse from an angle to another.
fn arc(model: &Model, entity: &Entity, from: f64, to: f64) -> Result<Vec<Point3>, String> {
    let position = placement::axes(model, entity.id(0))?;
    let first = entity.number(1).ok_or("a circle without radius")?;
    let second = if entity.type_ == "IFCELLIPSE" { entity.number(2).unwrap_or(first) } else { first };
    let parts = ((to - from).abs() / TAU * CIRCLE_PARTS).ceil().clamp(1.0, CIRCLE_PARTS) as usize;
    let at = |i: usize| {
        let (sin, cos) = (from + (to - from) * i as f64 / parts as f64).sin_cos();
        position.point([first * cos, second * sin, 0.0])
    };
    Ok((0..=parts).map(at).collect())
}

/// The arc through three points; a line where they lie on one.
fn through(a: Point3, b: Point3, c: Point3) -> Vec<Point3> {
    let (u, v) = (minus(b, a), minus(c, a));
    let Some(w) = unit(cross(u, v)) else { return vec![a, b, c] };
    let (uu, vv, uv) = (dot(u, u), dot(v, v), dot(u, v));
    let divisor = 2.0 * (uu * vv - uv * uv);
    let (s, t) = (vv * (uu - uv) / divisor, uu * (vv - uv) / divisor);
    let centre: Point3 = std::array::from_fn(|i| a[i] + s * u[i] + t * v[i]);
    let x = minus(a, centre);
    let y = cross(w, x);
    let end = minus(c, centre);
    let angle = dot(end, y).atan2(dot(end, x)).rem_euclid(TAU);
    let parts = (angle / TAU * CIRCLE_PARTS).ceil().max(1.0) as usize;
    let at = |i: usize| {
        let (sin, cos) = (angle * i as f64 / parts as f64).sin_cos();
        std::array::from_fn(|k| centre[k] + cos * x[k] + sin * y[k])
    };
    (0..=parts).map(at).collect()
}

fn rectangle(x: f64, y: f64) -> Vec<Point3> {
    let (x, y) = (x / 2.0, y / 2.0);
    vec![[-x, -y, 0.0], [x, -y, 0.0], [x, y, 0.0], [-x, y, 0.0]]
}

fn round(x: f64, y: f64) -> Vec<Point3> {
    let at = |i: usize| {
        let (sin, cos) = (TAU * i as f64 / CIRCLE_PARTS).sin_cos();
        [x * cos, y * sin, 0.0]
    };
    (0..CIRCLE_PARTS as usize).map(at).collect()
}

/// The matrix that turns z along a direction at a place, for sweeping a circle along a line.
pub fn along(place: Point3, direction: Point3) -> Option<Matrix> {
    let z = unit(direction)?;
    let other = if z[2].abs() < 0.9 { [0.0, 0.0, 1.0] } else { [1.0, 0.0, 0.0] };
    let x = unit(cross(other, z))?;
    Some(Matrix::of_axes(x, cross(z, x), z, place))
}
