//! Files that are cut off, altered, or lie about themselves.

use super::*;

/// A wall of 4 m by 0.3 m and 3 m high with a door of 1 m by 2 m, in a building of one storey.
const HOUSE: &str = "ISO-10303-21;
HEADER;
FILE_SCHEMA(('IFC4'));
ENDSEC;
DATA;
#1=IFCPROJECT('p',$,'House',$,$,$,$,(#9),#2);
#2=IFCUNITASSIGNMENT((#3));
#3=IFCSIUNIT(*,.LENGTHUNIT.,.MILLI.,.METRE.);
#4=IFCCARTESIANPOINT((0.,0.,0.));
#5=IFCAXIS2PLACEMENT3D(#4,$,$);
#6=IFCLOCALPLACEMENT($,#5);
#7=IFCDIRECTION((0.,0.,1.));
#9=IFCGEOMETRICREPRESENTATIONCONTEXT($,'Model',3,1.E-5,#5,$);
#10=IFCBUILDING('b',$,'\\X2\\661F6CB3\\X0\\',$,$,#6,$,$,.ELEMENT.,$,$,$);
#11=IFCBUILDINGSTOREY('s',$,'Ground',$,$,#6,$,$,.ELEMENT.,0.);
#12=IFCRELAGGREGATES('r1',$,$,$,#1,(#10));
#13=IFCRELAGGREGATES('r2',$,$,$,#10,(#11));
#14=IFCRELCONTAINEDINSPATIALSTRUCTURE('r3',$,$,$,(#20),#11);
#20=IFCWALL('w',$,'Wall',$,$,#6,#21,$,$);
#21=IFCPRODUCTDEFINITIONSHAPE($,$,(#22));
#22=IFCSHAPEREPRESENTATION(#9,'Body','SweptSolid',(#23));
#23=IFCEXTRUDEDAREASOLID(#24,$,#7,3000.);
#24=IFCRECTANGLEPROFILEDEF(.AREA.,$,$,4000.,300.);
#30=IFCOPENINGELEMENT('o',$,'Door',$,$,#6,#31,$,$);
#31=IFCPRODUCTDEFINITIONSHAPE($,$,(#32));
#32=IFCSHAPEREPRESENTATION(#9,'Body','SweptSolid',(#33));
#33=IFCEXTRUDEDAREASOLID(#34,$,#7,2000.);
#34=IFCRECTANGLEPROFILEDEF(.AREA.,$,$,1000.,300.);
#35=IFCRELVOIDSELEMENT('v',$,$,$,#20,#30);
#36=IFCMAPCONVERSION(#9,#37,500000.,3300000.,10.,0.,1.,0.001);
#37=IFCPROJECTEDCRS('EPSG:4549',$,$,$,$,$,$);
ENDSEC;
END-ISO-10303-21;
";

fn outcome(text: &str) -> String {
    match read_text(text) {
        Ok(reading) => reading.report.codes.keys().copied().collect::<Vec<_>>().join(" "),
        Err(rejection) => format!("{} {}", rejection.0.code.id, rejection.0.detail),
    }
}

#[test]
fn a_house_stands_where_it_should() {
    let reading = read_text(HOUSE).unwrap();
    assert_eq!(outcome(HOUSE), "", "{:?}", reading.report.messages);
    assert_eq!(reading.crs.as_deref(), Some("EPSG:4549"));
    let building = &reading.elements[0];
    assert_eq!(building.name.as_deref(), Some("星河"));
    let aabb = building.geometry.aabb();
    // Turned by 90°: its 4 m run from south to north.
    for (found, wanted) in
        aabb.min.iter().chain(&aabb.max).zip([499_999.85, 3_299_998.0, 10.0, 500_000.15, 3_300_002.0, 13.0])
    {
        assert!((found - wanted).abs() < 1e-6, "{aabb:?}");
    }
    let Geometry::Boundary(boundary) = &building.geometry else { panic!() };
    let area = |wanted: fn(linli_model::Point3) -> bool| -> f64 {
        (0..boundary.faces.len())
            .filter(|face| boundary.face_normal(*face).is_some_and(wanted))
            .map(|face| {
                let ring = boundary.face_rings(face).next().unwrap();
                let points: Vec<_> = ring.iter().map(|i| boundary.vertices[*i as usize]).collect();
                let normal = crate::ifc::cut::normal(&points);
                crate::ifc::cut::dot(normal, normal).sqrt() / 2.0
            })
            .sum()
    };
    // The broad side towards the east: 12 m² less the door of 2 m².
    assert!((area(|n| n[0] > 0.99) - 10.0).abs() < 1e-6);
    // Towards the north: the end of the wall, and the reveal at the door's southern side.
    assert!((area(|n| n[1] > 0.99) - (0.9 + 0.6)).abs() < 1e-6);
    // Downwards: the wall's foot beside the door, and the lintel.
    assert!((area(|n| n[2] < -0.99) - (0.9 + 0.3)).abs() < 1e-6);
    let Kind::Building(facts) = &building.kind else { panic!() };
    assert_eq!((facts.storeys.len(), facts.storeys[0].height_m), (1, 3.0));
}

#[test]
fn what_is_wrong_is_named_and_the_rest_is_read() {
    for (from, to, wanted) in [
        ("ISO-10303-21;", "ISO-10303-22;", "CIM-IF-001"),
        ("'IFC4'", "'IFC5'", "CIM-IF-002 IFC5"),
        ("'IFC4'", "'IFC2X2_FINAL'", "CIM-IF-002 IFC2X2_FINAL"),
        ("END-ISO-10303-21;", "", "CIM-IF-010"),
        ("#7=IFCDIRECTION((0.,0.,1.));", "#7=IFCDIRECTION((-nan.,0.,1.));", "CIM-IF-011"),
        ("#7=IFCDIRECTION((0.,0.,1.));", "#7=IFCDIRECTION((0.,0.,0.));", ""),
        ("#4=IFCCARTESIANPOINT((0.,0.,0.));", "#4=IFCCARTESIANPOINT();", "CIM-IF-005"),
        (
            "IFCRECTANGLEPROFILEDEF(.AREA.,$,$,4000.,300.)",
            "IFCRECTANGLEPROFILEDEF(.-1.,$,$,4000.,300.)",
            "CIM-IF-005",
        ),
        ("#37=IFCPROJECTEDCRS", "#99999999999999999999=IFCPROJECTEDCRS", "CIM-IF-011 CIM-IF-017"),
        ("#37=IFCPROJECTEDCRS", "#36=IFCPROJECTEDCRS", "CIM-IF-017 CIM-IF-022"),
        ("#6=IFCLOCALPLACEMENT($,#5)", "#6=IFCLOCALPLACEMENT(#6,#5)", "CIM-IF-005"),
        ("(#22)", "(#77)", "CIM-IF-005"),
        ("#7,3000.)", "#7,0.)", "CIM-IF-005"),
        ("#7,3000.)", "#7,1.E9)", "CIM-IF-005"),
        ("'EPSG:4549'", "'EPSG:99999'", "CIM-IF-017"),
        ("IFCWALL('w'", "IFCWALL('w", "CIM-IF-"),
        ("#1=IFCPROJECT", "/* #1=IFCPROJECT", "CIM-IF-005"),
    ] {
        let text = HOUSE.replace(from, to);
        assert_ne!(text, HOUSE, "{from}");
        let found = outcome(&text);
        assert!(found.starts_with(wanted), "{from} → {to}: {found}");
    }
    let loop_of_maps = HOUSE.replace(
        "#23=IFCEXTRUDEDAREASOLID(#24,$,#7,3000.);",
        "#23=IFCMAPPEDITEM(#40,#41);
#40=IFCREPRESENTATIONMAP(#5,#22);
#41=IFCCARTESIANTRANSFORMATIONOPERATOR3D($,$,#4,1.,$);",
    );
    assert!(outcome(&loop_of_maps).starts_with("CIM-IF-005"), "{}", outcome(&loop_of_maps));
    let deep = HOUSE.replace("(0.,0.,0.)", &format!("{}0.{}", "(".repeat(100_000), ")".repeat(100_000)));
    assert!(outcome(&deep).contains("CIM-IF-0"), "{}", outcome(&deep));
}

#[test]
fn no_cut_and_no_flipped_byte_makes_the_reader_panic() {
    let bytes = HOUSE.as_bytes();
    for at in 0..bytes.len() {
        for change in [0x01_u8, 0x10, 0xff] {
            let mut flipped = bytes.to_vec();
            flipped[at] ^= change;
            let input = Input { name: "x.ifc".to_owned(), bytes: flipped, path: None };
            let _ = read_input(&input, None);
        }
        if at % 8 == 0 {
            let input = Input { name: "x.ifc".to_owned(), bytes: bytes[..at].to_vec(), path: None };
            let _ = read_input(&input, None);
        }
    }
}
