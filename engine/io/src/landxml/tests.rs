//! A drainage system of buildingSMART, and what other programs write.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::path::PathBuf;

use linli_model::{DepthReference, Geometry, Kind, NoProgress, Section, UtilityNodeKind};

use super::*;
use crate::Limits;

fn context(limits: &Limits) -> ReadContext<'_> {
    ReadContext { limits, progress: &NoProgress, crs: Some("EPSG:4549") }
}

fn read_text(text: &str) -> Result<Reading, Rejection> {
    let limits = Limits::default();
    let input = Input { name: "net.xml".into(), bytes: text.as_bytes().to_vec(), path: None };
    assert!(recognise(&input));
    read(&input, &context(&limits))
}

#[test]
fn the_drainage_system_has_its_levels() {
    let path = PathBuf::from(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/data/underground/landxml_DrainageSystem-1-1.xml"
    ));
    let limits = Limits::default();
    let Ok(input) = Input::open(&path, &limits) else {
        eprintln!("skipped: {} is not there", path.display());
        return;
    };
    assert!(recognise(&input));
    let reading = read(&input, &context(&limits)).unwrap();
    assert_eq!(reading.crs.as_deref(), Some("EPSG:3878"));
    assert_eq!((reading.report.objects["structures"], reading.report.objects["pipes"]), (7, 6));
    assert_eq!(reading.elements.len(), 13);
    let pipe = reading.elements.iter().find(|e| e.key.as_str().ends_with("/link/8")).unwrap();
    let (Kind::UtilityLine(line), Geometry::Line(points)) = (&pipe.kind, &pipe.geometry) else {
        panic!("no line")
    };
    assert_eq!((line.medium, line.depth_reference), (Medium::Storm, DepthReference::Invert));
    assert!((line.diameter_mm - 520.0).abs() < 1e-9, "0.4 m and two walls of 0.06 m");
    assert_eq!(line.material.as_deref(), Some("betoni"));
    assert_eq!(points[0], [24_525_622.894716, 6_876_920.244796, 124.984735]);
    assert_eq!(points[1][2], 124.927521);
    // Slope of the file: 0.3416 %.
    let run = (points[1][0] - points[0][0]).hypot(points[1][1] - points[0][1]);
    assert!(((points[0][2] - points[1][2]) / run * 100.0 - 0.341_615_944_3).abs() < 1e-4);
    let manhole = reading.elements.iter().find(|e| e.key.as_str().ends_with("/node/10")).unwrap();
    let Kind::UtilityNode(node) = &manhole.kind else { panic!("no node") };
    assert!((node.depth_m.unwrap() - 1.96).abs() < 1e-9 && node.node == UtilityNodeKind::Manhole);
    assert_eq!(manhole.geometry.aabb().max[2], 126.944735);
    assert_eq!(reading.report.worst().filter(|s| *s == crate::Severity::Error), None);
}

#[test]
fn feet_inches_boxes_and_several_networks() {
    let network = |name: &str, type_: &str| {
        format!(
            "<PipeNetwork name=\"{name}\" pipeNetType=\"{type_}\"><Structs>\
             <Struct name=\"A\" elevRim=\"100\" elevSump=\"90\"><Center>3345000 512000</Center><RectStruct/><Invert elev=\"91\" flowDir=\"out\" refPipe=\"P\"/></Struct>\
             <Struct name=\"B\"><Center>3345100 512000</Center><OutletStruct/><Invert elev=\"90\" flowDir=\"in\" refPipe=\"P\"/></Struct>\
             </Structs><Pipes><Pipe name=\"P\" refStart=\"A\" refEnd=\"B\"><RectPipe width=\"48\" height=\"24\"/></Pipe>\
             <Pipe name=\"Q\" refStart=\"A\" refEnd=\"Z\"><CircPipe diameter=\"12\"/></Pipe><Pipe name=\"R\"/></Pipes></PipeNetwork>"
        )
    };
    let text = format!(
        "<LandXML xmlns=\"http://www.landxml.org/schema/LandXML-1.2\"><Units><Imperial linearUnit=\"foot\" diameterUnit=\"inch\"/></Units>\
         <PipeNetworks>{}{}</PipeNetworks></LandXML>",
        network("one", "sanitary"),
        network("two", "water")
    );
    let reading = read_text(&text).unwrap();
    let pipe = reading.elements.iter().find(|e| e.source.id == "one:P").unwrap();
    let (Kind::UtilityLine(line), Geometry::Line(points)) = (&pipe.kind, &pipe.geometry) else {
        panic!("no line")
    };
    assert_eq!(line.medium, Medium::Sewage);
    let Section::Box { width_mm, height_mm } = line.section else { panic!("{:?}", line.section) };
    assert!((width_mm - 1219.2).abs() < 1e-9 && (height_mm - 609.6).abs() < 1e-9);
    assert!((points[0][2] - 91.0 * 0.3048).abs() < 1e-9);
    assert_eq!([points[0][0], points[0][1]], [512_000.0, 3_345_000.0], "north comes first");
    assert_eq!(reading.elements.len(), 6);
    let codes: Vec<(&str, u64)> = reading.report.codes.iter().map(|(id, n)| (*id, *n)).collect();
    assert_eq!(codes, [("CIM-UT-010", 2), ("CIM-UT-012", 2)]);
    for at in 1..text.len() {
        if text.is_char_boundary(at) {
            let input = Input { name: "n.xml".into(), bytes: text.as_bytes()[..at].to_vec(), path: None };
            let _ = recognise(&input);
            let _ = read(&input, &context(&Limits::default()));
        }
    }
}
