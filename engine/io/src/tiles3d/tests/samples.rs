//! `CesiumGS/3d-tiles-samples`, with numbers counted by other means.

use linli_model::Kind;

use super::*;

/// The folder of the samples; `None` (and said so) where it is not.
fn samples() -> Option<PathBuf> {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/3dtiles"));
    if folder.is_dir() {
        return Some(folder.to_owned());
    }
    eprintln!("skipped: {} is not there", folder.display());
    None
}

#[test]
fn trees_of_the_sample_stand_where_proj_puts_them() {
    let Some(folder) = samples() else { return };
    let path = folder.join("1.0/TilesetWithTreeBillboards/tileset.json");
    let reading = read_path(&path, &Limits::default(), None).unwrap();
    // 25 instances by the feature table of tree.i3dm.
    assert_eq!(reading.elements.len(), 25);
    assert_eq!(reading.crs.as_deref(), Some("EPSG:32618"));
    // The first and the last by pyproj 3.7.2, EPSG:4978 to EPSG:4979 and on to EPSG:32618. The model is not quite round
    // about its origin (x −3.668 to 3.159 m, y −3.388 to 3.308 m), and its foot is 0.4 mm below.
    for (number, [x, y, z]) in
        [(0, [447_703.590, 4_432_577.780, -0.0578]), (24, [447_864.608, 4_432_736.651, -0.0823])]
    {
        let Geometry::Point(p) = reading.elements[number].geometry else { panic!("a tree is a point") };
        assert!((p[0] - x + 0.254).abs() < 0.01, "{p:?}");
        assert!((p[1] - y + 0.040).abs() < 0.01, "{p:?}");
        assert!((p[2] - z).abs() < 0.002, "{p:?}");
    }
    for element in &reading.elements {
        let Kind::Tree(tree) = &element.kind else { panic!("{:?}", element.kind) };
        assert!((tree.height_m.unwrap() - 16.5736).abs() < 0.002, "z of the accessors: {tree:?}");
        assert!((tree.crown_m.unwrap() - (6.827 + 6.696) / 2.0).abs() < 0.03, "{tree:?}");
        assert_eq!(
            element.attributes.get("Height").and_then(linli_model::AttributeValue::as_f64),
            Some(20.0)
        );
    }
    assert_eq!(reading.report.codes.get(codes::ELLIPSOID.id), Some(&1));
}

#[test]
fn an_implicit_quadtree_has_the_tiles_of_its_bits() {
    let Some(folder) = samples() else { return };
    let path = folder.join("1.1/SparseImplicitQuadtree/tileset.json");
    let reading = read_path(&path, &Limits::default(), Some("EPSG:32618")).unwrap();
    // 63 tiles are available, 32 of them with contents, by a count of the bits in Python; as many files are there.
    assert_eq!(reading.report.objects["tiles looked at"], 63);
    assert_eq!(reading.report.objects["contents"], 32);
    assert_eq!(reading.elements.len(), 32);
    let area = |boundary: &Boundary| -> f64 {
        let twice = |face: usize| {
            let ring = boundary.face_rings(face).next().unwrap();
            let [a, b, c] = [0, 1, 2].map(|i| boundary.vertices[ring[i] as usize]);
            ((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])).abs()
        };
        (0..boundary.faces.len()).map(twice).sum::<f64>() / 2.0
    };
    let whole: f64 = reading.elements.iter().map(|element| area(boundary(element))).sum();
    assert!((whole - 32.0 / 1024.0).abs() < 1e-9, "32 squares of a 32nd: {whole}");
    let first =
        reading.elements.iter().find(|element| element.source.id == "content/content_5__0_21").unwrap();
    let aabb = first.geometry.aabb();
    // Its accessor's bounds; the tileset has z up.
    let (least, most) = ([0.0, 0.65625, 0.0], [0.03125, 0.6875, 0.0]);
    assert!(
        (0..3).all(|i| (aabb.min[i] - least[i]).abs() < 1e-7 && (aabb.max[i] - most[i]).abs() < 1e-7),
        "{aabb:?}"
    );
    assert_eq!(reading.crs.as_deref(), Some("EPSG:32618"), "the user's word");
    assert_eq!(codes_of(&reading.report), []);
    let nowhere = read_path(&path, &Limits::default(), None).unwrap();
    assert_eq!((nowhere.crs, nowhere.report.codes.get(codes::NOT_PLACED.id)), (None, Some(&1)));
}

#[test]
fn a_limit_takes_a_coarser_level_and_says_so() {
    let Some(folder) = samples() else { return };
    let path = folder.join("1.1/SparseImplicitQuadtree/tileset.json");
    let read = |limits: Limits| read_path(&path, &limits, Some("EPSG:32618"));
    // The error of the root is 32; that of level 5, where the contents are, is 1.
    let coarse = read(Limits { geometric_error_m: 40.0, ..Limits::default() }).unwrap();
    assert_eq!(coarse.elements.len(), 32, "tiles that show nothing are refined whatever is wished");
    let few = read(Limits { tileset_bytes: 5 << 10, ..Limits::default() }).unwrap();
    assert!((1..=5).contains(&few.elements.len()), "{}", few.elements.len());
    assert_eq!(few.report.codes.get(codes::DETAIL.id), Some(&1));
    let trees = folder.join("1.0/TilesetWithTreeBillboards/tileset.json");
    let wish = Limits { geometric_error_m: 20.0, ..Limits::default() };
    // The coarser tile has billboards that need KHR_techniques_webgl.
    let refused = read_path(&trees, &wish, None).unwrap_err();
    assert!(refused.0.detail.contains("KHR_techniques_webgl"), "{}", refused.0.detail);
}
