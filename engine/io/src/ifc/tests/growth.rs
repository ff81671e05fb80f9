//! Small files that would become very much: parts that are used again and again within each other.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use linli_model::Progress;

use super::*;
use crate::ifc::cut::{Plane, Solid};

/// Reads a model with a wall of one item, `#23`, within a limit of points and faces.
fn read_wall(more: &str, vertices: u64) -> Result<Reading, Rejection> {
    let text = format!(
        "ISO-10303-21;
HEADER;
FILE_SCHEMA(('IFC4'));
ENDSEC;
DATA;
#4=IFCCARTESIANPOINT((0.,0.,0.));
#5=IFCAXIS2PLACEMENT3D(#4,$,$);
#6=IFCLOCALPLACEMENT($,#5);
#7=IFCDIRECTION((0.,0.,1.));
#8=IFCCARTESIANTRANSFORMATIONOPERATOR3D($,$,#4,1.,$);
#20=IFCWALL('w',$,'Wall',$,$,#6,#21,$,$);
#21=IFCPRODUCTDEFINITIONSHAPE($,$,(#22));
#22=IFCSHAPEREPRESENTATION($,'Body','SweptSolid',(#23));
{more}
ENDSEC;
END-ISO-10303-21;
"
    );
    read_with(&text, vertices, &NoProgress)
}

fn read_with(text: &str, vertices: u64, progress: &dyn Progress) -> Result<Reading, Rejection> {
    let input = Input { name: "wall.ifc".to_owned(), bytes: text.as_bytes().to_vec(), path: None };
    let limits = Limits { vertices, ..Limits::default() };
    read(&input, &ReadContext { limits: &limits, progress, crs: Some("EPSG:4549") })
}

fn code(result: Result<Reading, Rejection>) -> &'static str {
    result.map_or_else(|rejection| rejection.0.code.id, |_| "read")
}

/// So many times the same number, as a list.
fn again(id: usize, times: usize) -> String {
    vec![format!("#{id}"); times].join(",")
}

/// An extrusion along a curve that is made of curves, `levels` within each other, of 16 parts each.
fn curves(levels: usize) -> String {
    let mut text = "#23=IFCEXTRUDEDAREASOLID(#24,$,#7,3.);
#24=IFCARBITRARYCLOSEDPROFILEDEF(.AREA.,$,#100);
#30=IFCCARTESIANPOINT((0.,0.));
#31=IFCCARTESIANPOINT((1.,0.));
#32=IFCCARTESIANPOINT((0.,1.));
"
    .to_owned();
    for level in 0..levels {
        let (curve, segment) = (100 + 2 * level, 101 + 2 * level);
        let _ = writeln!(text, "#{curve}=IFCCOMPOSITECURVE(({}),.F.);", again(segment, 16));
        let _ = writeln!(text, "#{segment}=IFCCOMPOSITECURVESEGMENT(.CONTINUOUS.,.T.,#{});", curve + 2);
    }
    let _ = writeln!(text, "#{}=IFCPOLYLINE((#30,#31,#32));", 100 + 2 * levels);
    text
}

#[test]
fn curves_within_curves_are_counted() {
    assert_eq!(code(read_wall(&curves(1), 100_000)), "read");
    assert_eq!(code(read_wall(&curves(3), 10_000)), "CIM-IF-003");
    // 3 × 16¹⁵ points, if they were made.
    assert_eq!(code(read_wall(&curves(15), 200_000_000)), "CIM-IF-003");
}

/// Maps of maps, `levels` within each other, of 8 items each; at the bottom is an item of no faces.
fn maps(levels: usize) -> String {
    let mut text = "#23=IFCMAPPEDITEM(#100,#8);\n".to_owned();
    for level in 0..levels {
        let map = 100 + 3 * level;
        let (shape, item) = (map + 1, map + 2);
        let _ = writeln!(text, "#{map}=IFCREPRESENTATIONMAP(#5,#{shape});");
        let _ = writeln!(text, "#{shape}=IFCSHAPEREPRESENTATION($,'Body','Brep',({}));", again(item, 8));
        if level + 1 < levels {
            let _ = writeln!(text, "#{item}=IFCMAPPEDITEM(#{},#8);", map + 3);
        } else {
            let _ = writeln!(text, "#{item}=IFCSHELLBASEDSURFACEMODEL(());");
        }
    }
    text
}

#[test]
fn items_within_items_are_counted() {
    assert_eq!(code(read_wall(&maps(2), 10_000)), "CIM-IF-005", "nothing is there to be shown");
    assert_eq!(code(read_wall(&maps(5), 10_000)), "CIM-IF-003");
    assert_eq!(code(read_wall(&maps(30), 200_000_000)), "CIM-IF-003");
    // Differences of differences, both of whose operands are the next one.
    let mut differences = String::new();
    for level in 23..53 {
        let next = if level == 52 { 60 } else { level + 1 };
        let _ = writeln!(differences, "#{level}=IFCBOOLEANRESULT(.DIFFERENCE.,#{next},#{next});");
    }
    differences += "#60=IFCSHELLBASEDSURFACEMODEL(());";
    assert_eq!(code(read_wall(&differences, 200_000_000)), "CIM-IF-003");
}

/// A surface of one face with so many bounds, all the same loop of so many corners.
fn shared_loop(bounds: usize, corners: usize) -> String {
    let mut text = "#23=IFCFACETEDBREP(#24);
#24=IFCCLOSEDSHELL((#25));
#26=IFCFACEBOUND(#27,.T.);
#28=IFCCARTESIANPOINT((1.,0.,0.));
#29=IFCCARTESIANPOINT((0.,1.,0.));
"
    .to_owned();
    let _ = writeln!(text, "#25=IFCFACE(({}));", again(26, bounds));
    let _ = writeln!(text, "#27=IFCPOLYLOOP((#4,#28,#29,{}));", again(4, corners));
    text
}

#[test]
fn a_list_that_many_share_is_paid_for_by_each() {
    assert_eq!(code(read_wall(&shared_loop(5, 5), 200_000)), "read");
    assert_eq!(code(read_wall(&shared_loop(500, 500), 200_000)), "CIM-IF-003");
    assert_eq!(
        code(read_wall(&shared_loop(2000, 2000), 200_000_000)),
        "CIM-IF-003",
        "its size bounds it too"
    );
}

#[test]
fn what_a_cut_costs_is_counted() {
    let side = |normal: [f64; 3]| Plane::at(normal.map(|v| v / 2.0), normal).unwrap();
    let region: Vec<Plane> = [
        [1.0, 0.0, 0.0],
        [-1.0, 0.0, 0.0],
        [0.0, 1.0, 0.0],
        [0.0, -1.0, 0.0],
        [0.0, 0.0, 1.0],
        [0.0, 0.0, -1.0],
    ]
    .map(side)
    .to_vec();
    let square = |z: f64| vec![vec![[-1.0, -1.0, z], [1.0, -1.0, z], [1.0, 1.0, z], [-1.0, 1.0, z]]];
    let mut solid = Solid::of_surface((0..1000).map(|_| square(0.0)).collect());
    let enough = Budget::new(1_000_000, &NoProgress);
    assert_eq!(solid.clone().subtract(&region, &[], &enough), Ok(()));
    assert!(enough.left() < 1_000_000 - 4000);
    assert_eq!(solid.subtract(&region, &[], &Budget::new(1000, &NoProgress)), Err(Spent::Limit));
}

/// Somebody who stops the reading as soon as buildings are begun.
#[derive(Default)]
struct StoppedAtBuildings(std::sync::atomic::AtomicBool);

impl Progress for StoppedAtBuildings {
    fn step(&self, _: &str, _: u64, _: u64) {
        self.0.store(true, std::sync::atomic::Ordering::Relaxed);
    }
    fn cancelled(&self) -> bool {
        self.0.load(std::sync::atomic::Ordering::Relaxed)
    }
}

#[test]
fn buildings_can_be_stopped() {
    let Some(input) = data("duplex.ifc.gz") else { return };
    let limits = Limits::default();
    let progress = StoppedAtBuildings::default();
    let context = ReadContext { limits: &limits, progress: &progress, crs: Some("EPSG:25832") };
    assert_eq!(code(read(&input, &context)), "CIM-IF-004");
}

#[test]
fn many_buildings_with_many_parts_take_no_square_of_time() {
    let mut text = "ISO-10303-21;\nFILE_SCHEMA(('IFC4'));\n".to_owned();
    const MANY: usize = 30_000;
    for i in 1..=MANY {
        let (building, part, tie) = (3 * i, 3 * i + 1, 3 * i + 2);
        let _ = writeln!(text, "#{building}=IFCBUILDING('b',$,$,$,$,$,$,$,.ELEMENT.,$,$,$);");
        let _ = writeln!(text, "#{part}=IFCWALL('w',$,'Wall',$,$,$,#1,$,$);");
        let _ = writeln!(text, "#{tie}=IFCRELAGGREGATES('r',$,$,$,#{building},(#{part}));");
    }
    text += "#1=IFCPRODUCTDEFINITIONSHAPE($,$,());\nEND-ISO-10303-21;\n";
    let begun = Instant::now();
    assert_eq!(code(read_with(&text, 200_000_000, &NoProgress)), "CIM-IF-005");
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
}

#[test]
fn escapes_that_never_end_take_no_square_of_time() {
    let text = format!(
        "ISO-10303-21;\nFILE_SCHEMA(('IFC4'));\n#1=IFCPROJECT('{}');\nEND-ISO-10303-21;\n",
        "\\X2\\".repeat(1 << 21)
    );
    let begun = Instant::now();
    assert_eq!(code(read_with(&text, 1000, &NoProgress)), "CIM-IF-005");
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
}
