//! Where things are: axes, local placements within each other, transformation operators.

use linli_model::Point3;

use super::curve::{numbers, point};
use super::cut::{cross, dot, unit};
use super::step::{Entity, Model};
use crate::matrix::Matrix;

/// Deepest nesting of placements.
const DEEPEST: usize = 64;

/// A direction of length one; nothing when it is absent or has no length.
pub fn direction(model: &Model, id: Option<u64>) -> Option<Point3> {
    let entity = model.get(id?).filter(|entity| entity.type_ == "IFCDIRECTION")?;
    unit(numbers(entity.list(0))?)
}

/// Axes with z and x given, y made of them.
fn frame(origin: Point3, z: Option<Point3>, x: Option<Point3>) -> Matrix {
    let z = z.unwrap_or([0.0, 0.0, 1.0]);
    let standard = if z[0].abs() < 0.9 { [1.0, 0.0, 0.0] } else { [0.0, 1.0, 0.0] };
    // Of the x that is given, only what is square to z counts.
    let square = |x: Point3| unit(std::array::from_fn(|i| x[i] - dot(x, z) * z[i]));
    let x = x.and_then(square).or_else(|| square(standard)).unwrap_or([1.0, 0.0, 0.0]);
    Matrix::of_axes(x, cross(z, x), z, origin)
}

/// The axes of an `IfcAxis2Placement2D` or `3D`.
///
/// # Errors
/// When they are not there, or of another kind.
pub fn axes(model: &Model, id: Option<u64>) -> Result<Matrix, String> {
    let Some(id) = id else { return Ok(Matrix::IDENTITY) };
    let entity = model.get(id).ok_or_else(|| format!("#{id} is not there"))?;
    match entity.type_.as_str() {
        "IFCAXIS2PLACEMENT3D" => {
            let (z, x) = (direction(model, entity.id(1)), direction(model, entity.id(2)));
            Ok(frame(point(model, entity.id(0))?, z, x))
        }
        "IFCAXIS2PLACEMENT2D" => Ok(frame(point(model, entity.id(0))?, None, direction(model, entity.id(1)))),
        "IFCAXIS1PLACEMENT" => Ok(frame(point(model, entity.id(0))?, direction(model, entity.id(1)), None)),
        other => Err(format!("{other} is not supported")),
    }
}

/// The placement of a product in the project's coordinates.
///
/// # Errors
/// When it, or one that it lies in, cannot be used.
pub fn of_product(model: &Model, id: Option<u64>) -> Result<Matrix, String> {
    let mut matrix = Matrix::IDENTITY;
    let mut at = id;
    for _ in 0..DEEPEST {
        let Some(id) = at else { return Ok(matrix) };
        let entity = model.get(id).ok_or_else(|| format!("#{id} is not there"))?;
        let own = match entity.type_.as_str() {
            "IFCLOCALPLACEMENT" => axes(model, entity.id(1))?,
            // Along an alignment, where the file says the place in plain coordinates too.
            "IFCLINEARPLACEMENT" if entity.id(2).is_some() => axes(model, entity.id(2))?,
            other => return Err(format!("{other} is not supported")),
        };
        matrix = own.after(&matrix);
        at = entity.id(0);
    }
    Err(format!("placements lie in each other more than {DEEPEST} deep, or in a circle"))
}

/// The transformation of an `IfcCartesianTransformationOperator`.
///
/// # Errors
/// When it cannot be used.
pub fn operator(model: &Model, entity: &Entity) -> Result<Matrix, String> {
    if !entity.type_.starts_with("IFCCARTESIANTRANSFORMATIONOPERATOR3D") {
        return Err(format!("{} is not supported", entity.type_));
    }
    let origin = point(model, entity.id(2))?;
    let (x, y, z) =
        (direction(model, entity.id(0)), direction(model, entity.id(1)), direction(model, entity.id(4)));
    let base = frame(origin, z, x);
    let axis = |column: usize| -> Point3 { std::array::from_fn(|i| base.0[column * 4 + i]) };
    // A given y that looks the other way mirrors.
    let mirrored = y.is_some_and(|y| dot(y, axis(1)) < 0.0);
    let scale = entity.number(3).unwrap_or(1.0);
    let uneven = entity.type_.ends_with("NONUNIFORM");
    let of = |i: usize| if uneven { entity.number(i).unwrap_or(scale) } else { scale };
    let factors = [scale, if mirrored { -of(5) } else { of(5) }, of(6)];
    let scaled = |column: usize| axis(column).map(|v| v * factors[column]);
    let matrix = Matrix::of_axes(scaled(0), scaled(1), scaled(2), origin);
    if matrix.determinant().abs() < 1e-18 { Err("a scale of 0".to_owned()) } else { Ok(matrix) }
}

/// The way back of axes of length one.
pub fn inverse(matrix: &Matrix) -> Matrix {
    let axis = |column: usize| -> Point3 { std::array::from_fn(|i| matrix.0[column * 4 + i]) };
    let row = |i: usize| -> Point3 { [matrix.0[i], matrix.0[4 + i], matrix.0[8 + i]] };
    let origin = axis(3);
    let back = [-dot(axis(0), origin), -dot(axis(1), origin), -dot(axis(2), origin)];
    Matrix::of_axes(row(0), row(1), row(2), back)
}
