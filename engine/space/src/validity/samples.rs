//! Faults made by hand, and what must not change a verdict.

use linli_model::{Boundary, FaceKind, Point3};

use super::*;
use crate::index::vector::add;

fn cube(origin: Point3, size: f64) -> Boundary {
    let corner = |i: u32| add(origin, [i & 1, i >> 1 & 1, i >> 2 & 1].map(|bit| f64::from(bit) * size));
    let mut cube = Boundary { vertices: (0..8).map(corner).collect(), solid: true, ..Boundary::default() };
    let faces: [[u32; 4]; 6] =
        [[0, 2, 3, 1], [4, 5, 7, 6], [0, 1, 5, 4], [2, 6, 7, 3], [0, 4, 6, 2], [1, 3, 7, 5]];
    for face in &faces {
        cube.push_face(&[face], FaceKind::Unknown, None);
    }
    cube
}

/// The faces of several boundaries in one, each turned around where `inward` says so.
fn merged(parts: &[(Boundary, bool)]) -> Boundary {
    let mut all = Boundary { solid: true, ..Boundary::default() };
    for (part, inward) in parts {
        let start = all.vertices.len() as u32;
        all.vertices.extend(&part.vertices);
        for face in 0..part.faces.len() {
            let ring = |ring: &[u32]| {
                let mut ring: Vec<u32> = ring.iter().map(|v| v + start).collect();
                if *inward {
                    ring.reverse();
                }
                ring
            };
            let rings: Vec<Vec<u32>> = part.face_rings(face).map(ring).collect();
            let rings: Vec<&[u32]> = rings.iter().map(Vec::as_slice).collect();
            all.push_face(&rings, part.faces[face].kind, None);
        }
    }
    all
}

/// A boundary with the outer rings of its faces changed.
fn changed(boundary: &Boundary, change: impl Fn(usize, &mut Vec<u32>) -> bool) -> Boundary {
    let mut copy = Boundary { vertices: boundary.vertices.clone(), solid: true, ..Boundary::default() };
    for face in 0..boundary.faces.len() {
        let mut ring: Vec<u32> = boundary.face_rings(face).flatten().copied().collect();
        if change(face, &mut ring) {
            copy.push_face(&[&ring], FaceKind::Unknown, None);
        }
    }
    copy
}

fn rules(boundary: &Boundary) -> Vec<u16> {
    let findings = check_solid(boundary, &Tolerances::default());
    findings.iter().map(|finding| finding.rule.number()).collect()
}

#[test]
fn a_cube_is_valid_anywhere() {
    for origin in [[0.0; 3], [5e5, 6e6, -40.0], [-0.3, 1e7, 3.0]] {
        assert_eq!(rules(&cube(origin, 3.0)), [0u16; 0]);
    }
}

#[test]
fn faults_made_by_hand_have_their_numbers() {
    let cube = cube([100.0, 200.0, 0.0], 10.0);
    let mut findings = check_solid(&changed(&cube, |face, _| face != 1), &Tolerances::default());
    assert_eq!(findings.len(), 4);
    assert!(findings.iter().all(|f| f.rule == Rule::ShellNotClosed && f.at[2] == 10.0));
    let turned = changed(&cube, |face, ring| {
        if face == 3 {
            ring.reverse();
        }
        true
    });
    findings = check_solid(&turned, &Tolerances::default());
    assert_eq!(findings.len(), 1);
    assert_eq!((findings[0].rule, findings[0].face), (Rule::PolygonWrongOrientation, Some(3)));
    let bow_tie = changed(&cube, |face, ring| {
        if face == 1 {
            ring.swap(0, 1);
        }
        true
    });
    findings = check_solid(&bow_tie, &Tolerances::default());
    assert_eq!((findings[0].rule, findings[0].at), (Rule::RingSelfIntersection, [105.0, 205.0, 10.0]));
    let mut bent = cube.clone();
    bent.vertices[7][2] += 0.5;
    findings = check_solid(&bent, &Tolerances::default());
    assert_eq!((findings[0].rule, findings[0].face), (Rule::NonPlanarDistance, Some(1)));
    assert_eq!(findings.len(), 1);
    let mut spare = cube.clone();
    spare.vertices.push([1.0; 3]);
    assert_eq!(rules(&spare), [309]);
    let mut wild = cube.clone();
    wild.corners[5] = 99;
    assert_eq!(rules(&wild), [901]);
    let mut lost = cube.clone();
    lost.vertices[2][1] = f64::NAN;
    assert_eq!(rules(&lost), [901]);
    assert_eq!(rules(&Boundary::default()), [301]);
}

#[test]
fn the_shells_of_one_boundary_are_told_apart() {
    let outer = || cube([0.0; 3], 10.0);
    let small = |at: f64| cube([at; 3], 2.0);
    assert_eq!(rules(&merged(&[(outer(), false), (small(4.0), true)])), [0u16; 0]);
    // The order of the faces says nothing.
    assert_eq!(rules(&merged(&[(small(4.0), true), (outer(), false)])), [0u16; 0]);
    assert_eq!(rules(&merged(&[(outer(), false), (small(4.0), false)])), [305]);
    assert_eq!(rules(&merged(&[(outer(), false), (small(20.0), false)])), [305]);
    assert_eq!(rules(&merged(&[(outer(), true)])), [405]);
    let cavities = [(outer(), false), (small(4.0), true), (small(5.0), true)];
    let findings = check_solid(&merged(&cavities), &Tolerances::default());
    assert_eq!(
        findings.iter().map(|f| (f.rule, f.shell)).collect::<Vec<_>>(),
        [(Rule::IntersectionShells, 2)]
    );
}

#[test]
fn a_face_of_the_second_shell_keeps_its_number() {
    let mut solid = merged(&[(cube([0.0; 3], 10.0), false), (cube([4.0; 3], 2.0), true)]);
    // Corner 7 of the cavity: three of its faces are no longer flat.
    solid.vertices[15][2] += 0.3;
    let findings = check_solid(&solid, &Tolerances::default());
    assert!(!findings.is_empty());
    assert!(findings.iter().all(|f| f.rule == Rule::NonPlanarDistance));
    assert!(findings.iter().all(|f| f.face.is_some_and(|face| (6..12).contains(&face))), "{findings:?}");
}

#[test]
fn surfaces_may_be_open_and_multi_surfaces_loose() {
    let open = changed(&cube([0.0; 3], 3.0), |face, _| face > 1);
    assert_eq!(check_surface(&open, &Tolerances::default()), []);
    let loose = merged(&[(open.clone(), false), (cube([9.0; 3], 1.0), false)]);
    let found = check_surface(&loose, &Tolerances::default());
    assert_eq!(found.iter().map(|f| f.rule).collect::<Vec<_>>(), [Rule::MultipleComponents]);
    assert_eq!(check_faces(&loose, &Tolerances::default()), []);
}
