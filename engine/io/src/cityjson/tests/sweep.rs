//! Cutting a file at every byte and flipping every byte: never a panic, never a broken boundary.

use linli_model::Geometry;

use super::read_bytes;

const SMALL: &str = r#"{"type":"CityJSON","version":"2.0","transform":{"scale":[0.001,0.001,0.001],"translate":[85000,447000,0]},
"metadata":{"referenceSystem":"https://www.opengis.net/def/crs/EPSG/0/7415"},
"appearance":{"materials":[{"name":"a","diffuseColor":[0.1,0.2,0.3]}]},
"geometry-templates":{"templates":[{"type":"MultiSurface","lod":"1","boundaries":[[[0,1,2]]]}],
"vertices-templates":[[0.0,0.0,0.0],[1.0,0.0,0.0],[0.0,1.0,0.0]]},
"CityObjects":{"b":{"type":"Building","attributes":{"storeysAboveGround":3,"n\u00e4me":"x"},"children":["p"]},
"p":{"type":"BuildingPart","parents":["b"],"geometry":[{"type":"Solid","lod":"2.2",
"boundaries":[[[[0,2,1]],[[0,1,3]],[[1,2,3]],[[2,0,3]]]],
"semantics":{"surfaces":[{"type":"GroundSurface"},{"type":"WallSurface"}],"values":[[0,1,1,null]]},
"material":{"m":{"values":[[0,0,null,0]]}}}]},
"t":{"type":"SolitaryVegetationObject","geometry":[{"type":"GeometryInstance","template":0,"boundaries":[0],
"transformationMatrix":[2,0,0,0,0,2,0,0,0,0,2,0,0,0,0,1]}]}},
"vertices":[[0,0,0],[4000,0,0],[0,4000,0],[0,0,4000]]}"#;

fn read_and_check(bytes: &[u8]) -> bool {
    let Ok((reading, _)) = read_bytes(bytes) else { return false };
    for element in &reading.elements {
        if let Geometry::Boundary(boundary) = &element.geometry {
            assert_eq!(boundary.check(), Ok(()), "{}", String::from_utf8_lossy(bytes));
        }
        element.geometry.for_each_point(|p| assert!(p.iter().all(|v| v.is_finite())));
    }
    true
}

#[test]
fn cut_at_every_byte() {
    assert!(read_and_check(SMALL.as_bytes()));
    for length in 1..SMALL.len() {
        assert!(!read_and_check(&SMALL.as_bytes()[..length]), "cut at {length}");
    }
}

#[test]
fn every_byte_flipped() {
    let mut bytes = SMALL.as_bytes().to_vec();
    for i in 0..bytes.len() {
        let whole = bytes[i];
        for bit in 0..8 {
            bytes[i] = whole ^ (1 << bit);
            read_and_check(&bytes);
        }
        for other in *b"\"{}[],:-9eE.n\\ \n\0" {
            bytes[i] = other;
            read_and_check(&bytes);
        }
        bytes[i] = whole;
    }
}

#[test]
fn a_sequence_cut_and_flipped() {
    let feature = r#"{"type":"CityJSONFeature","id":"a","CityObjects":{"a":{"type":"Building","geometry":[{"type":"MultiSurface","lod":"1","boundaries":[[[0,1,2]]]}]}},"vertices":[[0,0,0],[1,0,0],[0,1,0]]}"#;
    let header = r#"{"type":"CityJSON","version":"2.0","transform":{"scale":[1,1,1],"translate":[0,0,0]},"CityObjects":{},"vertices":[]}"#;
    let mut bytes = format!("{header}\n{feature}\n{feature}\n").into_bytes();
    for length in 1..bytes.len() {
        read_and_check(&bytes[..length]);
    }
    for i in 0..bytes.len() {
        let whole = bytes[i];
        for other in *b"\"{}[],:-9\n\xff" {
            bytes[i] = other;
            read_and_check(&bytes);
        }
        bytes[i] = whole;
    }
}
