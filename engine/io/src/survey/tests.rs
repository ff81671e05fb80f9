//! Own surveys in every form that is met, and what goes wrong in them.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::io::{Cursor, Write as _};

use encoding_rs::GB18030;
use linli_model::{
    DepthReference, Element, GasPressure, Geometry, Kind, Medium, NoProgress, Section, SurveyQuality,
    UtilityLine, UtilityNode, UtilityNodeKind, Vertical,
};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;
use crate::Limits;

const POINTS: &str = "物探点号,特征,附属物,X坐标(m),Y坐标(m),地面高程(m),井深,管线类型,探测方法\n\
    WS1,直线点,窨井,3345000.00,512000.00,6.00,2.4,污水,明显点\n\
    WS2,转折点,检查井,3345030.00,512040.00,6.10,2.6,污水,明显点\n\
    WS3,,出水口,3345060.00,512040.00,5.90,,污水,隐蔽点\n\
    JS1,三通,阀门井,3345000.00,512005.00,6.00,,给水,隐蔽点\n\
    JS2,,消防栓,3345030.00,512045.00,6.00,,给水,隐蔽点\n";
const LINES: &str = "起点点号,终点点号,起点埋深,终点埋深,管径(mm),材质,压力,电压,总孔数,埋设方式,权属单位,建设年代,管线类型,备注\n\
    WS1,WS2,2.20,2.40,DN400,砼,,,,直埋,排水公司,2015,污水,甲\n\
    WS2,WS3,2.40,2.30,1200X800,砖,,,,管沟,排水公司,2015-06,污水,\n\
    JS1,JS2,1.10,,DN200,球墨铸铁,,,,直埋,水务集团,,给水,\n";

fn context(limits: &Limits) -> ReadContext<'_> {
    ReadContext { limits, progress: &NoProgress, crs: Some("EPSG:4549") }
}

fn open(folder: &std::path::Path, name: &str) -> Result<Reading, Rejection> {
    let limits = Limits::default();
    let input = Input::open(&folder.join(name), &limits)?;
    assert!(recognise(&input), "{name}");
    read(&input, &context(&limits))
}

fn read_bytes(name: &str, bytes: &[u8]) -> Result<Reading, Rejection> {
    let limits = Limits::default();
    let input = Input { name: name.into(), bytes: bytes.to_vec(), path: None };
    assert!(recognise(&input), "{name}");
    read(&input, &context(&limits))
}

fn line<'a>(reading: &'a Reading, id: &str) -> (&'a UtilityLine, &'a Element, &'a [[f64; 3]]) {
    let element =
        reading.elements.iter().find(|e| e.source.id == id && matches!(e.kind, Kind::UtilityLine(_)));
    let element = element.unwrap_or_else(|| panic!("{id}: {:?}", reading.report.messages));
    match (&element.kind, &element.geometry) {
        (Kind::UtilityLine(line), Geometry::Line(points)) => (line, element, points),
        other => panic!("{other:?}"),
    }
}

fn node<'a>(reading: &'a Reading, id: &str) -> (&'a UtilityNode, [f64; 3]) {
    let element = reading.elements.iter().find(|e| e.source.id == id).unwrap();
    match (&element.kind, &element.geometry) {
        (Kind::UtilityNode(node), Geometry::Point(at)) => (node, *at),
        other => panic!("{other:?}"),
    }
}

fn ids(reading: &Reading) -> Vec<(&str, u64)> {
    reading.report.codes.iter().map(|(id, count)| (*id, *count)).collect()
}

#[test]
fn two_tables_make_a_network_in_either_encoding() {
    let folder = tempfile::tempdir().unwrap();
    let (points, _, _) = GB18030.encode(POINTS);
    let (lines, _, _) = GB18030.encode(LINES);
    for (name, bytes) in [
        ("gb/星河点表.csv", points.as_ref()),
        ("gb/星河线表.csv", lines.as_ref()),
        ("utf/xh_POINT.csv", POINTS.as_bytes()),
        ("utf/xh_LINE.csv", LINES.as_bytes()),
    ] {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    for (points, lines, guessed) in
        [("gb/星河点表.csv", "gb/星河线表.csv", true), ("utf/xh_POINT.csv", "utf/xh_LINE.csv", false)]
    {
        let points = open(folder.path(), points).unwrap();
        assert_eq!(points.report.codes.contains_key("CIM-UT-004"), guessed);
        assert_eq!((points.elements.len(), points.report.objects["rows"]), (5, 5));
        let (manhole, at) = node(&points, "WS1");
        assert_eq!((manhole.node, manhole.medium), (UtilityNodeKind::Manhole, Medium::Sewage));
        assert_eq!(manhole.depth_m, Some(2.4));
        assert_eq!(at, [512_000.0, 3_345_000.0, 6.0], "X is north");
        assert_eq!(node(&points, "JS1").0.node, UtilityNodeKind::Valve);
        assert_eq!(node(&points, "JS2").0.node, UtilityNodeKind::Hydrant);
        assert_eq!(node(&points, "WS3").0.node, UtilityNodeKind::Outfall);

        let lines = open(folder.path(), lines).unwrap();
        assert_eq!(lines.elements.len(), 3, "lines only; the points come with their own file");
        let (sewer, element, path) = line(&lines, "WS1-WS2");
        assert_eq!((sewer.medium, sewer.diameter_mm, sewer.year), (Medium::Sewage, 400.0, Some(2015)));
        assert_eq!(sewer.depth_reference, DepthReference::Invert, "sewers are measured to the invert");
        assert_eq!((sewer.material.as_deref(), sewer.owner.as_deref()), (Some("砼"), Some("排水公司")));
        assert_eq!(element.vertical, Vertical::Absolute);
        for (point, wanted) in path.iter().zip([[512_000.0, 3_345_000.0, 3.8], [512_040.0, 3_345_030.0, 3.7]])
        {
            assert!((0..3).all(|k| (point[k] - wanted[k]).abs() < 1e-9), "{path:?}");
        }
        assert_eq!(line(&lines, "WS2-WS3").0.section, Section::Box { width_mm: 1200.0, height_mm: 800.0 });
        let (water, _, path) = line(&lines, "JS1-JS2");
        assert_eq!(
            (water.depth_reference, water.depth_assumed),
            (DepthReference::Crown, true),
            "one end only"
        );
        assert!((path[1][2] - 4.9).abs() < 1e-9);
        assert!(
            lines.report.codes.contains_key("CIM-UT-029") && lines.report.codes.contains_key("CIM-PS-005")
        );
    }
}

#[test]
fn a_line_table_alone_says_what_is_missing() {
    let rejection = read_bytes("线表.csv", LINES.as_bytes()).unwrap_err();
    assert_eq!(rejection.0.code.id, "CIM-PS-002");
    assert!(!recognise(&Input {
        name: "a.csv".into(),
        bytes: b"id,name,start\n1,a,2020\n".to_vec(),
        path: None
    }));
}

#[test]
fn a_table_of_points_with_connections_gives_each_line_once() {
    let text = "某市地下管线成果表\n点号,连接点号,特征,附属物,X,Y,地面高程,管顶埋深,管径,材质,压力,管线种类\n\
        TR1,TR2,,,3345000,512000,6.0,1.2,DN160,PE,中压A,燃气\nTR1,TR3,,,3345000,512000,6.0,1.25,DN160,PE,0.3MPa,燃气\n\
        TR2,TR1,,,3345050,512000,6.2,1.3,DN160,PE,中压A,燃气\nTR3,TR1,,阀门,3345000,512060,6.1,1.1,DN160,PE,中压A,燃气\n";
    let reading = read_bytes("成果表.csv", text.as_bytes()).unwrap();
    assert_eq!(reading.elements.len(), 3 + 2);
    let (gas, _, path) = line(&reading, "TR1-TR2");
    assert_eq!((gas.gas_pressure, gas.depth_reference), (Some(GasPressure::MediumA), DepthReference::Crown));
    assert!((path[0][2] - 4.8).abs() < 1e-9 && (path[1][2] - 4.9).abs() < 1e-9, "each end has its own depth");
    assert!(!gas.depth_assumed);
}

#[test]
fn every_slip_is_named_by_its_row_and_the_rest_loads() {
    let points = "点号,X,Y,地面高程\n\
        A,3345000,512000,6\nB,3345030,512000,6\nC,512020,3345060,6\nD,3345090000,512000000,6\nE,,512000,6\nB,3345031,512000,6\n\
        F,3345000,512100,6\nG,3345040,512100,6\nH,3345000,512000,6\nI,3345200,512100,6\nJ,3345200,512140,6\n";
    let lines = "起点,终点,起点埋深,终点埋深,管径,管类\n\
        A,B,1.0,1.0,300,污水\nB,A,1.0,1.0,300,污水\nA,X,1,1,300,污水\nA,A,1,1,300,污水\nA,H,1,1,300,污水\nB,C,1200,1300,0.4,污水\n\
        F,G,-0.8,1.0,300,污水\nG,F,2,2,400,污水\nC,E,1,1,300,污水\nC,D,一米,1,300,污水\nI,J,,,,污水\nI,G,900000,1,99999,污水\n";
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("p_点.csv"), points).unwrap();
    std::fs::write(folder.path().join("p_线.csv"), lines).unwrap();
    let found = open(folder.path(), "p_点.csv").unwrap();
    let wanted =
        [("CIM-PS-004", 1), ("CIM-UT-011", 1), ("CIM-UT-013", 1), ("CIM-UT-020", 1), ("CIM-UT-021", 1)];
    assert_eq!(ids(&found), wanted, "{:#?}", found.report.messages);
    assert_eq!(node(&found, "C").1, [512_020.0, 3_345_060.0, 6.0], "changed over again");
    assert_eq!(node(&found, "D").1, [512_000.0, 3_345_090.0, 6.0], "from millimetres");
    let swapped = found.report.messages.iter().find(|m| m.code.id == "CIM-UT-020").unwrap();
    assert_eq!((swapped.place.as_str(), swapped.object.as_deref()), ("line 4", Some("C")));

    let found = open(folder.path(), "p_线.csv").unwrap();
    let of = |id: &str| -> Vec<String> {
        found.report.messages.iter().filter(|m| m.code.id == id).map(|m| m.place.clone()).collect()
    };
    assert_eq!(of("CIM-UT-014"), ["line 3"], "the same line from the other end");
    assert_eq!(of("CIM-UT-012"), ["line 4"], "a point that is not there");
    assert_eq!(of("CIM-UT-016"), ["line 5"], "from a point to itself");
    assert_eq!(of("CIM-UT-015"), ["line 6"], "two names for one place");
    assert_eq!(of("CIM-UT-023"), ["line 7", "line 7"], "depths in millimetres");
    assert_eq!(of("CIM-UT-024"), ["line 7"], "a diameter in metres");
    assert_eq!(of("CIM-UT-027"), ["line 8"], "above the ground");
    assert_eq!(of("CIM-UT-018"), ["line 8", "line 9"], "a circle");
    assert_eq!(of("CIM-UT-011"), ["line 10"], "a point without coordinates");
    assert_eq!(of("CIM-UT-010"), ["line 11"], "a depth that is no figure");
    assert_eq!(of("CIM-UT-029"), ["line 11", "line 13"], "one end without depth");
    assert_eq!(of("CIM-UT-026"), ["line 13"], "a depth that cannot be");
    assert_eq!(of("CIM-UT-025"), ["line 13"], "a diameter that cannot be");
    let loaded: Vec<&str> = found.elements.iter().map(|e| e.source.id.as_str()).collect();
    assert_eq!(loaded, ["A-B", "B-C", "F-G", "G-F", "C-D", "I-J", "I-G"]);
    let (bc, ..) = line(&found, "B-C");
    assert_eq!(bc.diameter_mm, 400.0);
    let (ij, _, path) = line(&found, "I-J");
    assert_eq!((ij.depth_assumed, ij.diameter_assumed, ij.survey), (true, true, Some(SurveyQuality::D)));
    assert_eq!((ij.depth_reference, path[0][2]), (DepthReference::Crown, 4.0), "the cover of sewage is 2 m");
}

#[test]
fn minus_signs_of_a_whole_file_are_no_mistake() {
    let text = "点号,连接点号,X,Y,地面高程,埋深,管径,管类\n\
        A,B,3345000,512000,6,-1.0,300,给水\nB,A,3345050,512000,6,-1.2,300,给水\n";
    let reading = read_bytes("a.csv", text.as_bytes()).unwrap();
    let (_, _, path) = line(&reading, "A-B");
    assert!((path[0][2] - 5.0).abs() < 1e-9 && (path[1][2] - 4.8).abs() < 1e-9);
    assert!(
        reading.report.codes.contains_key("CIM-UT-028") && !reading.report.codes.contains_key("CIM-UT-027")
    );
}

#[test]
fn axes_are_told_by_names_by_size_or_by_custom() {
    for (header, first, second) in [
        ("点号,X,Y,地面高程", "3345000", "512000"),
        ("点号,X,Y,地面高程", "512000", "3345000"),
        ("点号,北坐标,东坐标,地面高程", "3345000", "512000"),
        ("点号,东坐标,北坐标,地面高程", "512000", "3345000"),
        ("point_no,x,y,z", "512000", "3345000"),
        ("点号,X,Y,地面高程", "3345000", "40512000"),
    ] {
        let text = format!("{header}\nA,{first},{second},6\nB,{first},{second},6\n");
        let reading = read_bytes("p.csv", text.as_bytes()).unwrap();
        let at = node(&reading, "A").1;
        assert_eq!((at[0] % 1e6, at[1]), (512_000.0, 3_345_000.0), "{header} {first}");
    }
    let local = read_bytes("p.csv", "点号,X,Y\nA,100,200\n".as_bytes()).unwrap();
    assert_eq!(node(&local, "A").1, [200.0, 100.0, 0.0], "X is north in a Chinese survey");
    let local = read_bytes("p.csv", b"id,x,y\nA,100,200\n").unwrap();
    assert_eq!(node(&local, "A").1, [100.0, 200.0, 0.0]);
}

fn sheet_xml(rows: &[&[&str]]) -> String {
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>",
    );
    for (r, row) in rows.iter().enumerate() {
        xml.push_str(&format!("<row r=\"{}\">", r + 1));
        for (c, value) in row.iter().enumerate().filter(|(_, value)| !value.is_empty()) {
            let name = format!("{}{}", char::from(b'A' + c as u8), r + 1);
            if value.parse::<f64>().is_ok() {
                xml.push_str(&format!("<c r=\"{name}\"><v>{value}</v></c>"));
            } else {
                xml.push_str(&format!("<c r=\"{name}\" t=\"inlineStr\"><is><t>{value}</t></is></c>"));
            }
        }
        xml.push_str("</row>");
    }
    xml.push_str("</sheetData></worksheet>");
    xml
}

fn workbook(sheets: &[(&str, String)]) -> Vec<u8> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const DOCUMENT: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
    let mut entries = vec![(
        "_rels/.rels".to_owned(),
        format!(
            "<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"rId1\" Type=\"{DOCUMENT}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
        ),
    )];
    let (mut list, mut rels, mut types) = (String::new(), String::new(), String::new());
    for (i, (name, xml)) in sheets.iter().enumerate() {
        let n = i + 1;
        list.push_str(&format!("<sheet name=\"{name}\" sheetId=\"{n}\" r:id=\"rId{n}\"/>"));
        rels.push_str(&format!(
            "<Relationship Id=\"rId{n}\" Type=\"{DOCUMENT}/worksheet\" Target=\"worksheets/sheet{n}.xml\"/>"
        ));
        types.push_str(&format!("<Override PartName=\"/xl/worksheets/sheet{n}.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>"));
        entries.push((format!("xl/worksheets/sheet{n}.xml"), xml.clone()));
    }
    entries.push((
        "xl/workbook.xml".into(),
        format!("<workbook xmlns=\"{MAIN}\" xmlns:r=\"{DOCUMENT}\"><sheets>{list}</sheets></workbook>"),
    ));
    entries.push((
        "xl/_rels/workbook.xml.rels".into(),
        format!("<Relationships xmlns=\"{PACKAGE}/relationships\">{rels}</Relationships>"),
    ));
    entries.push(("[Content_Types].xml".into(), format!("<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/>{types}</Types>")));
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in entries {
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn the_sheets_of_a_workbook_belong_together() {
    let points = sheet_xml(&[
        &["电力管线点表"],
        &["点号", "X", "Y", "地面高程", "附属物"],
        &["101", "3345000", "512000", "6", "手孔"],
        &["102", "3345080.5", "512000", "6.2", ""],
    ]);
    let lines = sheet_xml(&[
        &["起点点号", "终点点号", "起点埋深", "终点埋深", "断面尺寸", "总孔数", "电压", "建设年代"],
        &["101", "102", "0.8", "0.9", "600X300", "8", "10kV", "43160"],
    ]);
    let notes = sheet_xml(&[&["说明"], &["本表由某单位编制"]]);
    let bytes = workbook(&[("说明", notes), ("电力_点", points), ("电力_线", lines)]);
    let reading = read_bytes("电力.xlsx", &bytes).unwrap();
    assert_eq!(reading.elements.len(), 3);
    let (bank, element, path) = line(&reading, "101-102");
    assert_eq!((bank.medium, bank.voltage_kv, bank.year), (Medium::Power, Some(10.0), Some(2018)));
    let wanted = Section::DuctBank { columns: 4, rows: 2, width_mm: 600.0, height_mm: 300.0 };
    assert_eq!((bank.section, bank.count), (wanted, Some(8)));
    assert!((path[1][1] - 3_345_080.5).abs() < 1e-9 && (path[1][2] - 5.3).abs() < 1e-9);
    assert_eq!(element.vertical, Vertical::Absolute);
    assert_eq!(reading.report.objects["电力_点"], 2);
}

#[test]
fn hostile_workbooks_are_refused_and_far_cells_cost_nothing() {
    let bomb = workbook(&[("点", format!("{}{}", sheet_xml(&[&["点号", "X", "Y"]]), " ".repeat(80 << 20)))]);
    assert!(bomb.len() < 200_000);
    assert_eq!(read_bytes("b.xlsx", &bomb).unwrap_err().0.code.id, "CIM-PS-003");
    let far = "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><dimension ref=\"A1:XFD1048576\"/><sheetData>\
        <row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>点号</t></is></c><c r=\"B1\" t=\"inlineStr\"><is><t>X</t></is></c><c r=\"C1\" t=\"inlineStr\"><is><t>Y</t></is></c></row>\
        <row r=\"1048576\"><c r=\"A1048576\"><v>7</v></c><c r=\"B1048576\"><v>1</v></c><c r=\"C1048576\"><v>2</v></c><c r=\"XFD1048576\"><v>1</v></c></row></sheetData></worksheet>";
    let reading = read_bytes("far.xlsx", &workbook(&[("点", far.to_owned())])).unwrap();
    assert_eq!(reading.elements.len(), 1);
    let whole = workbook(&[("点", sheet_xml(&[&["点号", "X", "Y"], &["1", "2", "3"]]))]);
    for at in (0..whole.len()).step_by(7) {
        let mut flipped = whole.clone();
        flipped[at] ^= 0xff;
        for bytes in [whole[..at].to_vec(), flipped] {
            let input = Input { name: "x.xlsx".into(), bytes, path: None };
            let limits = Limits::default();
            let _ = recognise(&input);
            let _ = read(&input, &context(&limits));
        }
    }
}

#[test]
fn no_cut_and_no_flipped_byte_of_a_text_makes_it_panic() {
    let text = "点号,连接点号,X,Y,地面高程,埋深,管径,管类\nA,B,3345000,512000,6,1,300X200,给水\nB,A,3345050,512000,6,1,\"3\"\n";
    let limits = Limits::default();
    for at in 1..text.len() {
        let mut flipped = text.as_bytes().to_vec();
        flipped[at] ^= 0xff;
        for bytes in [text.as_bytes()[..at].to_vec(), flipped] {
            let input = Input { name: "x.csv".into(), bytes, path: None };
            let _ = recognise(&input);
            let _ = read(&input, &context(&limits));
        }
    }
}
