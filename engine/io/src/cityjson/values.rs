//! The `values` of semantics and materials: one number for each face, nested like the boundaries.

use linli_model::FaceKind;

use super::geometry::{GeometryType, RawMaterial, RawSemantics};
use super::nest::{IndexNest, Step, Steps};

/// Calls `put` with the number of every face (or line, or point) that has one.
///
/// # Errors
/// What does not fit: the nesting, the length of a list, a number not below `count`.
pub fn align(
    steps: &Steps,
    nest: &IndexNest,
    type_: GeometryType,
    count: usize,
    mut put: impl FnMut(usize, u32),
) -> Result<(), String> {
    let levels = type_.depth().saturating_sub(2).max(1);
    // For each open list: number of its next child, and the number after its last.
    let mut open: Vec<(usize, usize)> = Vec::with_capacity(levels);
    for (i, step) in steps.0.iter().enumerate() {
        if open.is_empty() {
            match step {
                Step::Null => return Ok(()),
                Step::Open if i == 0 => {}
                _ => return Err("values is not a list".to_owned()),
            }
            let range = nest.children(0, 0);
            open.push((range.start, range.end));
            continue;
        }
        let level = open.len();
        let Some((next, end)) = open.last_mut() else { break };
        if *step == Step::Close {
            if next != end {
                return Err(format!("a list of values is {} too short", *end - *next));
            }
            open.pop();
            continue;
        }
        if next == end {
            return Err("a list of values is too long".to_owned());
        }
        let number = *next;
        *next += 1;
        match step {
            Step::Null => {}
            Step::Index(value) if level == levels => {
                if *value as usize >= count {
                    return Err(format!("number {value}, but there are only {count}"));
                }
                put(number, *value);
            }
            Step::Open if level < levels => {
                let range = nest.children(level, number);
                open.push((range.start, range.end));
            }
            Step::Bad => return Err("a value is not a whole number from 0".to_owned()),
            _ => return Err("values are not nested like the boundaries".to_owned()),
        }
    }
    Ok(())
}

/// What each of `faces` faces is; empty when nothing is said.
///
/// # Errors
/// What does not fit.
pub fn face_kinds(
    semantics: &RawSemantics<'_>,
    nest: &IndexNest,
    type_: GeometryType,
    faces: usize,
) -> Result<Vec<FaceKind>, String> {
    let Some(values) = &semantics.values else { return Err("there are no values".to_owned()) };
    let types: Vec<FaceKind> = semantics.surfaces.iter().map(|s| face_kind(s)).collect();
    let mut kinds = vec![FaceKind::Unknown; faces];
    align(values, nest, type_, types.len(), |face, surface| {
        if let (Some(kind), Some(type_)) = (kinds.get_mut(face), types.get(surface as usize)) {
            *kind = *type_;
        }
    })?;
    Ok(kinds)
}

/// Material of each of `faces` faces.
///
/// # Errors
/// What does not fit.
pub fn face_materials(
    material: &RawMaterial,
    nest: &IndexNest,
    type_: GeometryType,
    faces: usize,
    count: usize,
) -> Result<Vec<Option<u32>>, String> {
    match (&material.value, &material.values) {
        (Some(value), _) => match value.0.as_slice() {
            [Step::Null] => Ok(vec![None; faces]),
            [Step::Index(one)] if (*one as usize) < count => Ok(vec![Some(*one); faces]),
            [Step::Index(one)] => Err(format!("number {one}, but there are only {count}")),
            _ => Err("value is not a whole number from 0".to_owned()),
        },
        (None, Some(values)) => {
            let mut materials = vec![None; faces];
            align(values, nest, type_, count, |face, number| {
                if let Some(material) = materials.get_mut(face) {
                    *material = Some(number);
                }
            })?;
            Ok(materials)
        }
        (None, None) => Err("there is neither value nor values".to_owned()),
    }
}

/// The face kind of a semantic surface type; extension types are [`FaceKind::Unknown`].
pub fn face_kind(type_: &str) -> FaceKind {
    match type_ {
        "RoofSurface" => FaceKind::Roof,
        "WallSurface" => FaceKind::Wall,
        "GroundSurface" => FaceKind::Ground,
        "OuterCeilingSurface" => FaceKind::OuterCeiling,
        "OuterFloorSurface" => FaceKind::OuterFloor,
        "Window" => FaceKind::Window,
        "Door" => FaceKind::Door,
        "ClosureSurface" | "WaterClosureSurface" | "TransportationHole" => FaceKind::Closure,
        "InteriorWallSurface" | "CeilingSurface" | "FloorSurface" => FaceKind::Interior,
        "WaterSurface" | "WaterGroundSurface" => FaceKind::Water,
        "TrafficArea" | "AuxiliaryTrafficArea" | "TransportationMarking" => FaceKind::Traffic,
        _ => FaceKind::Unknown,
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use crate::cityjson::geometry::{RawGeometry, Spare};

    fn kinds(type_: &str, boundaries: &str, values: &str) -> Result<Vec<FaceKind>, String> {
        let text = format!(
            r#"{{"type":"{type_}","boundaries":{boundaries},"semantics":{{"surfaces":[{{"type":"RoofSurface"}},
            {{"type":"WallSurface"}}],"values":{values}}}}}"#
        );
        let geometry = RawGeometry::read(&text, 0, &mut Spare::default()).unwrap().0;
        let nest = geometry.boundaries.as_ref().unwrap();
        let semantics = geometry.semantics.as_ref().unwrap();
        face_kinds(semantics, nest, geometry.geometry_type().unwrap(), geometry.surfaces())
    }

    #[test]
    fn values_follow_the_boundaries() {
        use FaceKind::{Roof, Unknown, Wall};
        let solid = "[[[[0,1,2]],[[2,1,0]],[[0,2,1]]],[[[3,4,5]]]]";
        assert_eq!(kinds("Solid", solid, "[[0,null,1],[1]]"), Ok(vec![Roof, Unknown, Wall, Wall]));
        assert_eq!(kinds("Solid", solid, "[[0,1,1],null]"), Ok(vec![Roof, Wall, Wall, Unknown]));
        assert_eq!(kinds("Solid", solid, "null"), Ok(vec![Unknown; 4]));
        assert_eq!(
            kinds("MultiSolid", &format!("[{solid},{solid}]"), "[[[0,0,0],[0]],null]").map(|k| k.len()),
            Ok(8)
        );
        assert_eq!(kinds("MultiSurface", "[[[0,1,2]],[[2,1,0],[4,5,6]]]", "[1,0]"), Ok(vec![Wall, Roof]));
    }

    #[test]
    fn values_that_do_not_fit_are_refused() {
        let surfaces = "[[[0,1,2]],[[2,1,0]]]";
        for values in ["[0]", "[0,1,1]", "[0,5]", "[[0,1]]", "[0,-1]", "[0,1.5]", "3", "[]"] {
            assert!(kinds("MultiSurface", surfaces, values).is_err(), "{values}");
        }
        for values in ["[[0,1]]", "[0,1]", "[[0],[1],[0]]"] {
            assert!(kinds("Solid", "[[[[0,1,2]]],[[[2,1,0]]]]", values).is_err(), "{values}");
        }
    }
}
