//! Transformations of nodes.

use super::document::Node;
use crate::matrix::Matrix;

/// Transformations below this determinant have no volume left.
const NO_VOLUME: f64 = 1e-18;

/// Longest step away from length one that a rotation may have.
const NEARLY_ONE: f64 = 1e-3;

/// A rotation of length one, and whether it was mended.
pub fn unit(rotation: [f64; 4]) -> ([f64; 4], bool) {
    let length = rotation.iter().map(|v| v * v).sum::<f64>().sqrt();
    if !length.is_finite() || length < 1e-12 {
        return ([0.0, 0.0, 0.0, 1.0], true);
    }
    (rotation.map(|v| v / length), (length - 1.0).abs() > NEARLY_ONE)
}

/// A node's own transformation, and whether its rotation was mended.
///
/// # Errors
/// Why it cannot be used.
pub fn of_node(node: &Node) -> Result<(Matrix, bool), String> {
    let numbers = |values: Option<&Vec<f64>>, count: usize, name: &str| match values {
        Some(values) if values.len() != count => Err(format!("{} numbers of {name}", values.len())),
        Some(values) if values.iter().any(|v| !v.is_finite()) => Err(format!("a {name} that is not finite")),
        _ => Ok(()),
    };
    numbers(node.matrix.as_ref(), 16, "matrix")?;
    numbers(node.translation.as_ref(), 3, "translation")?;
    numbers(node.rotation.as_ref(), 4, "rotation")?;
    numbers(node.scale.as_ref(), 3, "scale")?;
    let (matrix, mended) = if let Some(values) = &node.matrix {
        if [values[3], values[7], values[11]] != [0.0; 3] || values[15] != 1.0 {
            return Err("a matrix that is no movement, turn and scale".to_owned());
        }
        (Matrix(std::array::from_fn(|i| values[i])), false)
    } else {
        fn part<const N: usize>(values: Option<&Vec<f64>>, otherwise: [f64; N]) -> [f64; N] {
            values.and_then(|values| values.as_slice().try_into().ok()).unwrap_or(otherwise)
        }
        let (rotation, mended) = unit(part(node.rotation.as_ref(), [0.0, 0.0, 0.0, 1.0]));
        let (translation, scale) =
            (part(node.translation.as_ref(), [0.0; 3]), part(node.scale.as_ref(), [1.0; 3]));
        (Matrix::of(translation, rotation, scale), mended)
    };
    if matrix.determinant().abs() < NO_VOLUME {
        return Err("a transformation that leaves no volume".to_owned());
    }
    Ok((matrix, mended))
}
