//! Where the instances of an i3dm tile are.

use linli_model::Point3;

use super::table::Table;
use crate::crs::east_north_up;
use crate::matrix::Matrix;

/// Places nearer to the origin than this have no up of their own: they are in no geocentric coordinates, metres.
const NEAR_ORIGIN_M: f64 = 1_000_000.0;
/// Largest whole number of 16 bits.
const WHOLE_16: f64 = 65_535.0;

/// How many instances a table declares.
///
/// # Errors
/// When it does not say so.
pub fn count(table: &Table) -> Result<usize, String> {
    table.whole("INSTANCES_LENGTH").ok_or_else(|| "it does not say how many instances there are".to_owned())
}

/// From the model, z up, to the tile, for an instance.
///
/// # Errors
/// What is wrong with it.
pub fn matrix(table: &Table, row: usize) -> Result<Matrix, String> {
    let place = place(table, row)?;
    let [x, y, z] = axes(table, row, place)?;
    let [single] = table.row::<1>("SCALE", "FLOAT", row)?.unwrap_or([1.0]);
    let each = table.row::<3>("SCALE_NON_UNIFORM", "FLOAT", row)?.unwrap_or([1.0; 3]);
    let stretched = |axis: Point3, by: f64| axis.map(|part| part * by * single);
    let matrix = Matrix::of_axes(stretched(x, each[0]), stretched(y, each[1]), stretched(z, each[2]), place);
    if matrix.0.iter().all(|number| number.is_finite()) {
        Ok(matrix)
    } else {
        Err(format!("instance {row} has a place that is not finite"))
    }
}

/// Where an instance is, the centre of the tile included.
fn place(table: &Table, row: usize) -> Result<Point3, String> {
    let own = match table.row::<3>("POSITION", "FLOAT", row)? {
        Some(place) => place,
        None => {
            let whole = table.row::<3>("POSITION_QUANTIZED", "UNSIGNED_SHORT", row)?;
            let whole = whole.ok_or("it has no positions")?;
            let volume = |name: &str| {
                table.row::<3>(name, "FLOAT", 0)?.ok_or_else(|| format!("packed positions without {name}"))
            };
            let (offset, scale) = (volume("QUANTIZED_VOLUME_OFFSET")?, volume("QUANTIZED_VOLUME_SCALE")?);
            std::array::from_fn(|i| whole[i] / WHOLE_16 * scale[i] + offset[i])
        }
    };
    let centre = table.row::<3>("RTC_CENTER", "FLOAT", 0)?.unwrap_or_default();
    Ok(std::array::from_fn(|i| own[i] + centre[i]))
}

/// Its right, ahead and up.
fn axes(table: &Table, row: usize, place: Point3) -> Result<[Point3; 3], String> {
    let packed = |name: &str| -> Result<Option<Point3>, String> {
        Ok(table
            .row::<2>(name, "UNSIGNED_SHORT", row)?
            .map(|whole| unpacked(whole.map(|part| part / WHOLE_16))))
    };
    let up = match table.row::<3>("NORMAL_UP", "FLOAT", row)? {
        Some(up) => Some(up),
        None => packed("NORMAL_UP_OCT32P")?,
    };
    let right = match table.row::<3>("NORMAL_RIGHT", "FLOAT", row)? {
        Some(right) => Some(right),
        None => packed("NORMAL_RIGHT_OCT32P")?,
    };
    if let (Some(up), Some(right)) = (up, right) {
        // The specification calls them up and right: they are the y and x axes of the instance.
        let (Some(y), Some(x)) = (unit(up), unit(right)) else {
            return Err(format!("instance {row} has directions without a length"));
        };
        let z = unit(cross(x, y)).ok_or_else(|| format!("instance {row} has its right upwards"))?;
        return Ok([x, y, z]);
    }
    let is_geocentric = place.iter().map(|part| part * part).sum::<f64>().sqrt() > NEAR_ORIGIN_M;
    match east_north_up(place) {
        Some(axes) if table.flag("EAST_NORTH_UP") && is_geocentric => Ok(axes),
        _ => Ok([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
    }
}

/// A direction from its two numbers between 0 and 1 on an octahedron (Cigolle and others, *A survey of efficient
/// representations for independent unit vectors*, 2014).
fn unpacked(parts: [f64; 2]) -> Point3 {
    let [x, y] = parts.map(|part| part * 2.0 - 1.0);
    let z = 1.0 - x.abs() - y.abs();
    if z >= 0.0 {
        return [x, y, z];
    }
    [(1.0 - y.abs()).copysign(x), (1.0 - x.abs()).copysign(y), z]
}

fn cross(a: Point3, b: Point3) -> Point3 {
    [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}

fn unit(v: Point3) -> Option<Point3> {
    let length = v.iter().map(|part| part * part).sum::<f64>().sqrt();
    (length.is_finite() && length > 1e-9).then(|| v.map(|part| part / length))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn packed_places_and_directions_are_those_of_the_specification() {
        let binary: Vec<u8> = [65_535_u16, 0, 32_768].iter().flat_map(|v| v.to_le_bytes()).collect();
        let json =
            br#"{"INSTANCES_LENGTH": 1, "POSITION_QUANTIZED": {"byteOffset": 0}, "RTC_CENTER": [100, 0, 0],
            "QUANTIZED_VOLUME_OFFSET": [-10, -10, 0], "QUANTIZED_VOLUME_SCALE": [20, 20, 10], "SCALE": [2]}"#;
        let found = matrix(&Table::of(json, &binary).unwrap(), 0).unwrap();
        let place = found.point([0.0; 3]);
        assert!((place[0] - 110.0).abs() < 1e-9 && (place[1] + 10.0).abs() < 1e-9, "{place:?}");
        assert!((place[2] - 5.0).abs() < 1e-3, "{place:?}");
        assert_eq!(found.point([1.0, 0.0, 0.0])[0] - place[0], 2.0);
        for (parts, wanted) in [
            ([0.5, 0.5], [0.0, 0.0, 1.0]),
            ([1.0, 0.5], [1.0, 0.0, 0.0]),
            ([0.5, 0.0], [0.0, -1.0, 0.0]),
            ([1.0, 1.0], [0.0, 0.0, -1.0]),
        ] {
            let found = unit(unpacked(parts)).unwrap();
            assert!(found.iter().zip(wanted).all(|(a, b)| (a - b).abs() < 1e-12), "{parts:?} {found:?}");
        }
        let json = br#"{"POSITION": [1, 2, 3], "NORMAL_UP": [0, 0, 1], "NORMAL_RIGHT": [0, 1, 0]}"#;
        let turned = matrix(&Table::of(json, &[]).unwrap(), 0).unwrap();
        assert_eq!(turned.point([1.0, 0.0, 0.0]), [1.0, 3.0, 3.0], "its x is its right");
        assert_eq!(turned.point([0.0, 1.0, 0.0]), [1.0, 2.0, 4.0], "its y is its up");
        let flat =
            Table::of(br#"{"POSITION": [1, 2, 3], "NORMAL_UP": [0, 1, 0], "NORMAL_RIGHT": [0, 1, 0]}"#, &[])
                .unwrap();
        assert!(matrix(&flat, 0).is_err());
        assert!(matrix(&Table::of(br#"{"INSTANCES_LENGTH": 1}"#, &[]).unwrap(), 0).is_err());
    }
}
