//! Damaged and hostile files: refused or mended with a reason, and never a panic.

use linli_model::{Geometry, Kind, Progress};

use super::tiny::{blob, block, data, dense, file, framed, header, number, packed, signed, way, zlib};
use super::{read, refusal};
use crate::osm::{OSM_PBF, OSM_XML};
use crate::{Input, Limits, ReadContext, Reading};

/// Degrees × 10⁷ near 30° N, 120° E.
const LATITUDE: i64 = 300_000_000;
const LONGITUDE: i64 = 1_200_000_000;

/// Three nodes and a footway over them.
fn honest() -> Vec<u8> {
    let nodes = dense(&[1, 1, 1], &[LATITUDE, 1000, 0], &[LONGITUDE, 0, 1000], &[]);
    let path = way(7, &[1, 1, 1], &[1], &[2]);
    file(&block(&[b"", b"highway", b"footway"], &[nodes, path], &[]))
}

fn pbf(bytes: Vec<u8>) -> &'static str {
    refusal(&OSM_PBF, bytes)
}

fn xml(body: &str) -> Reading {
    read(&OSM_XML, "t.osm", format!("<osm version='0.6'>{body}</osm>").into_bytes()).unwrap()
}

fn codes(reading: &Reading) -> Vec<&'static str> {
    reading.report.codes.keys().copied().collect()
}

#[test]
fn an_honest_file_is_read() {
    let reading = read(&OSM_PBF, "honest.osm.pbf", honest()).unwrap();
    assert_eq!(codes(&reading), Vec::<&str>::new());
    let way = reading.elements.first().unwrap();
    assert_eq!(way.key.as_str(), "osm/way/7");
    let Kind::Street(street) = &way.kind else { panic!("not a street") };
    assert_eq!(street.nodes, vec![1, 2, 3]);
    let expected = vec![[120.0, 30.0, 0.0], [120.0, 30.0001, 0.0], [120.0001, 30.0001, 0.0]];
    assert_eq!(way.geometry, Geometry::Line(expected));
}

#[test]
fn os01_to_os07_framing_and_sizes() {
    assert_eq!(pbf(Vec::new()), "CIM-IN-005");
    let page = b"<!DOCTYPE html><html><body>404 Not Found, the file you want is somewhere else</body></html>";
    let rejection = read(&OSM_PBF, "a.osm.pbf", page.to_vec()).unwrap_err();
    assert_eq!(rejection.0.code.id, "CIM-OSM-001");
    assert!(rejection.0.detail.contains("web page"));
    let mut short = honest();
    short.truncate(short.len() - 5);
    let rejection = read(&OSM_PBF, "a.osm.pbf", short).unwrap_err();
    assert_eq!(rejection.0.code.id, "CIM-OSM-002");
    assert!(rejection.0.place.starts_with("blob 1"), "{}", rejection.0.place);
    let mut long_header = header(&["OsmSchema-V0.6"]);
    long_header.extend_from_slice(&[0xff, 0xff, 0xff, 0xff, 0, 0]);
    assert_eq!(pbf(long_header), "CIM-OSM-003");
    let mut large = header(&[]);
    large.extend(framed("OSMData", 1 << 31, b"x"));
    assert_eq!(pbf(large), "CIM-OSM-003");
    let mut bad_zlib = header(&[]);
    bad_zlib.extend(blob("OSMData", 3, b"this is no zlib data"));
    assert_eq!(pbf(bad_zlib), "CIM-OSM-006");
    let mut bomb = header(&[]);
    bomb.extend(blob("OSMData", 3, &zlib(&vec![0; 64 << 20])));
    assert_eq!(pbf(bomb), "CIM-OSM-003");
}

#[test]
fn os08_a_million_strings_are_too_many() {
    let table = [0x0a, 0x00].repeat(1_000_001);
    let mut content = Vec::new();
    data(&mut content, 1, &table);
    assert_eq!(pbf(file(&content)), "CIM-OSM-007");
}

#[test]
fn os09_a_tag_without_text_is_left_out_and_the_next_one_stays() {
    let nodes = dense(&[1, 1], &[LATITUDE, 1000], &[LONGITUDE, 0], &[]);
    let path = way(7, &[1, 1], &[99, 1, 1], &[2, 99, 2]);
    let reading =
        read(&OSM_PBF, "t", file(&block(&[b"", b"highway", b"steps"], &[nodes, path], &[]))).unwrap();
    assert_eq!(codes(&reading), vec!["CIM-OSM-008"]);
    assert_eq!(reading.report.messages.first().unwrap().detail, "2");
    assert!(matches!(reading.elements.first().unwrap().kind, Kind::Street(_)));
}

#[test]
fn os10_os12_columns_and_sums() {
    let unequal = dense(&[1, 1, 1], &[LATITUDE, 0], &[LONGITUDE, 0, 0], &[]);
    assert_eq!(pbf(file(&block(&[b""], &[unequal], &[]))), "CIM-OSM-006");
    let overflow = dense(&[i64::MAX, 1], &[0, 0], &[0, 0], &[]);
    assert_eq!(pbf(file(&block(&[b""], &[overflow], &[]))), "CIM-OSM-006");
    let refs = way(1, &[i64::MAX, i64::MAX], &[], &[]);
    assert_eq!(pbf(file(&block(&[b""], &[refs], &[]))), "CIM-OSM-006");
    let mut relation = Vec::new();
    number(&mut relation, 1, 1);
    data(&mut relation, 8, &packed([0]));
    data(&mut relation, 9, &packed([signed(1)]));
    data(&mut relation, 10, &packed([9]));
    let mut group = Vec::new();
    data(&mut group, 4, &relation);
    assert_eq!(pbf(file(&block(&[b""], &[group], &[]))), "CIM-OSM-006");
}

#[test]
fn os11_a_node_beyond_the_numbers_is_skipped_alone() {
    let mut extra = Vec::new();
    number(&mut extra, 17, 1_000_000_000);
    let nodes = dense(&[1, 1], &[30, 1 << 60], &[120, 0], &[1, 2, 0, 1, 2, 0]);
    let reading = read(&OSM_PBF, "t", file(&block(&[b"", b"natural", b"tree"], &[nodes], &extra))).unwrap();
    assert_eq!(codes(&reading), vec!["CIM-OSM-009"]);
    assert_eq!(reading.elements.len(), 1);
    assert_eq!(reading.elements.first().unwrap().geometry, Geometry::Point([120.0, 30.0, 0.0]));
}

#[test]
fn os13_missing_nodes_cut_a_way_into_pieces() {
    let nodes = "<node id='1' lat='1' lon='1'/><node id='2' lat='1' lon='2'/>
        <node id='4' lat='1' lon='4'/><node id='5' lat='1' lon='5'/>";
    let refs: String = (1..=5).map(|id| format!("<nd ref='{id}'/>")).collect();
    let reading = xml(&format!("{nodes}<way id='9'>{refs}<tag k='highway' v='path'/></way>"));
    let keys: Vec<&str> = reading.elements.iter().map(|e| e.key.as_str()).collect();
    assert_eq!(keys, vec!["osm/way/9", "osm/way/9#street2"]);
    assert_eq!(codes(&reading), vec!["CIM-OSM-010"]);
}

#[test]
fn os14_os15_features_and_compression_are_named() {
    let mut history = header(&["OsmSchema-V0.6", "HistoricalInformation"]);
    history.extend(blob("OSMData", 3, &zlib(&block(&[b""], &[], &[]))));
    let rejection = read(&OSM_PBF, "h.osm.pbf", history).unwrap_err();
    assert_eq!(rejection.0.code.id, "CIM-OSM-005");
    assert!(rejection.0.detail.contains("HistoricalInformation"));
    for (field, name) in [(4, "LZMA"), (5, "bzip2"), (6, "LZ4"), (7, "Zstandard")] {
        let mut file = header(&[]);
        file.extend(blob("OSMData", field, b"\xfd7zXZ"));
        let rejection = read(&OSM_PBF, "l.osm.pbf", file).unwrap_err();
        assert_eq!((rejection.0.code.id, rejection.0.detail.as_str()), ("CIM-OSM-004", name));
    }
}

#[test]
fn os16_a_relation_in_itself_and_an_open_ring() {
    let nodes = "<node id='1' lat='0' lon='0'/><node id='2' lat='0' lon='1'/><node id='3' lat='1' lon='1'/>";
    let way = "<way id='5'><nd ref='1'/><nd ref='2'/><nd ref='3'/></way>";
    let reading = xml(&format!(
        "{nodes}{way}<relation id='8'><member type='relation' ref='8' role=''/>
         <member type='way' ref='5' role='outer'/><tag k='type' v='multipolygon'/>
         <tag k='landuse' v='forest'/></relation>"
    ));
    assert!(reading.elements.is_empty());
    assert_eq!(codes(&reading), vec!["CIM-OSM-012", "CIM-OSM-014", "CIM-OSM-029"]);
    let open = reading.report.messages.iter().find(|m| m.code.id == "CIM-OSM-012").unwrap();
    assert_eq!(open.object.as_deref(), Some("relation/8"));
}

#[test]
fn os17_very_short_and_very_long_ways() {
    let reading = xml("<node id='1' lat='0' lon='0'/>
        <way id='2'><nd ref='1'/><tag k='highway' v='path'/></way>");
    assert_eq!((codes(&reading), reading.elements.len()), (vec!["CIM-OSM-011"], 0));
    let count = 100_000_i64;
    let ones = vec![1; count as usize];
    let mut latitudes = vec![10; count as usize];
    latitudes[0] = LATITUDE;
    let mut longitudes = vec![0; count as usize];
    longitudes[0] = LONGITUDE;
    let groups = [dense(&ones, &latitudes, &longitudes, &[]), way(7, &ones, &[1], &[2])];
    let reading = read(&OSM_PBF, "t", file(&block(&[b"", b"highway", b"path"], &groups, &[]))).unwrap();
    assert_eq!(codes(&reading), vec!["CIM-OSM-030"]);
    let edges: usize = reading
        .elements
        .iter()
        .map(|element| match &element.kind {
            Kind::Street(street) => street.nodes.len() - 1,
            _ => 0,
        })
        .sum();
    assert_eq!((reading.elements.len() > 1, edges), (true, 99_999));
}

#[test]
fn os18_heights_as_people_write_them() {
    let corners = "<node id='1' lat='0' lon='0'/><node id='2' lat='0' lon='0.001'/>
        <node id='3' lat='0.001' lon='0.001'/>";
    let house = |id: u32, tag: &str, value: &str| {
        format!(
            "<way id='{id}'><nd ref='1'/><nd ref='2'/><nd ref='3'/><nd ref='1'/>
             <tag k='building' v='yes'/><tag k='{tag}' v='{value}'/></way>"
        )
    };
    let ways = [
        house(1, "building:levels", "9999"),
        house(2, "height", "12 ft"),
        house(3, "height", "-3"),
        house(4, "height", "１２"),
    ];
    let reading = xml(&format!("{corners}{}", ways.concat()));
    let heights: Vec<f64> = reading
        .elements
        .iter()
        .filter_map(|e| e.kind.building()?.height_m)
        .map(|h| (h * 100.0).round())
        .collect();
    assert_eq!(heights, vec![72_000.0, 366.0, 900.0, 1200.0]);
    let mended: Vec<_> = reading.report.messages.iter().filter_map(|m| m.object.clone()).collect();
    assert_eq!(mended, vec!["way/1", "way/3"]);
}

#[test]
fn damaged_xml_is_refused_with_its_line() {
    let refused = |text: &str| refusal(&OSM_XML, text.as_bytes().to_vec());
    let bomb = "<?xml version='1.0'?><!DOCTYPE osm [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]>
        <osm><node id='1' lat='0' lon='0'><tag k='name' v='&b;'/></node></osm>";
    assert_eq!(refused(bomb), "CIM-OSM-018");
    assert_eq!(refused("<osm><node id='1' lat='0' lon='0'>"), "CIM-OSM-017");
    assert_eq!(refused("<osm><node id='1' lat='0' lon='0'></way></osm>"), "CIM-OSM-017");
    assert_eq!(refused(&"<osm>".repeat(100_000)), "CIM-OSM-019");
    assert_eq!(refused("<html><body>404</body></html>"), "CIM-OSM-020");
    assert_eq!(refused("not xml at all"), "CIM-OSM-020");
    let rejection = read(&OSM_XML, "t.osm", b"<osm>\n\n<node id=1></osm>".to_vec()).unwrap_err();
    assert!(rejection.0.place.starts_with("line 3"), "{}", rejection.0.place);
    assert_eq!(rejection.0.file, "t.osm");
}

#[test]
fn bad_objects_are_skipped_alone() {
    let reading = xml("<node id='x' lat='0' lon='0'/><node id='2' lat='NaN' lon='0'/>
        <node id='3' lat='91' lon='0'/><node id='4' lat='1' lon='1'><tag k='natural' v='tree'/>
        <tag k='name' v='&nobody;'/></node><node id='4' lat='2' lon='2'><tag k='natural' v='tree'/></node>
        <node id='5' lat='1' lon='1' action='delete'><tag k='natural' v='tree'/></node>");
    assert_eq!(reading.elements.len(), 1);
    assert_eq!(reading.elements.first().unwrap().geometry, Geometry::Point([2.0, 2.0, 0.0]));
    assert_eq!(codes(&reading), vec!["CIM-OSM-008", "CIM-OSM-009", "CIM-OSM-016", "CIM-OSM-023"]);
}

#[test]
fn other_encodings_are_read_and_told() {
    let text = "<?xml version='1.0' encoding='GBK'?><osm><node id='1' lat='0' lon='0'>\
        <tag k='natural' v='tree'/><tag k='name' v='银杏'/></node></osm>";
    let name = |bytes: Vec<u8>| {
        let reading = read(&OSM_XML, "t.osm", bytes).unwrap();
        assert_eq!(codes(&reading), vec!["CIM-OSM-021"]);
        reading.elements.first().unwrap().name.clone()
    };
    let (gbk, ..) = encoding_rs::GBK.encode(text);
    assert_eq!(name(gbk.into_owned()).as_deref(), Some("银杏"));
    let mut utf16 = vec![0xff, 0xfe];
    utf16.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(name(utf16).as_deref(), Some("银杏"));
    assert_eq!(refusal(&OSM_XML, b"<osm><node id='\xff\xff\xff'/></osm>".to_vec()), "CIM-OSM-022");
}

#[test]
fn files_are_recognised_by_content_and_name() {
    let input = |name: &str, bytes: Vec<u8>| Input { name: name.to_owned(), bytes, path: None };
    let recognised = |input: &Input| ((OSM_PBF.recognise)(input), (OSM_XML.recognise)(input));
    assert_eq!(recognised(&input("x.bin", honest())), (true, false));
    assert_eq!(
        recognised(&input("x.txt", b"<?xml version='1.0'?><osm version='0.6'>".to_vec())),
        (false, true)
    );
    assert_eq!(recognised(&input("x.osm.pbf", b"<html>".to_vec())), (true, false));
    assert_eq!(recognised(&input("x.json", b"{}".to_vec())), (false, false));
}

#[test]
fn long_texts_are_cut_where_openstreetmap_cuts_them() {
    let long = "树".repeat(100_000);
    let reading = xml(&format!(
        "<node id='1' lat='0' lon='0'><tag k='natural' v='tree'/><tag k='name' v='{long}'/></node>"
    ));
    assert_eq!(codes(&reading), vec!["CIM-OSM-032"]);
    assert_eq!(reading.elements.first().unwrap().name.as_ref().unwrap().chars().count(), 255);
}

#[test]
fn rows_of_trees_cannot_fill_the_memory() {
    let row = "<nd ref='1'/><nd ref='2'/><tag k='natural' v='tree_row'/></way>";
    let ways: String = (1..=300).map(|id| format!("<way id='{id}'>{row}")).collect();
    let reading = xml(&format!("<node id='1' lat='0' lon='0'/><node id='2' lat='1' lon='0'/>{ways}"));
    let trees = reading.elements.iter().filter(|e| matches!(e.kind, Kind::Tree(_))).count();
    assert_eq!((trees, reading.elements.len()), (200_000, 200_200));
}

struct Impatient;

impl Progress for Impatient {
    fn step(&self, _stage: &str, _done: u64, _total: u64) {}

    fn cancelled(&self) -> bool {
        true
    }
}

#[test]
fn reading_stops_when_the_user_wants() {
    let limits = Limits::default();
    let context = ReadContext { limits: &limits, progress: &Impatient, crs: None };
    let osm = b"<osm><node id='1' lat='0' lon='0'/></osm>".to_vec();
    for (format, bytes) in [(&OSM_PBF, honest()), (&OSM_XML, osm)] {
        let input = Input::from_bytes("t", bytes, &limits).unwrap();
        let rejection = (format.read)(&input, &context).unwrap_err();
        assert_eq!(rejection.0.code.id, "CIM-OSM-028");
    }
}

#[test]
fn limits_on_objects_and_vertices_hold() {
    let few = Limits { objects: 3, ..Limits::default() };
    let thin = Limits { vertices: 2, ..Limits::default() };
    for limits in [few, thin] {
        let input = Input::from_bytes("t", honest(), &limits).unwrap();
        let context = ReadContext { limits: &limits, progress: &linli_model::NoProgress, crs: None };
        assert_eq!((OSM_PBF.read)(&input, &context).unwrap_err().0.code.id, "CIM-OSM-027");
    }
}

/// Cuts at every byte and flips every byte. The blocks are not compressed, so that every change
/// reaches the decoder.
#[test]
fn no_cut_and_no_flipped_byte_makes_it_panic() {
    let nodes = dense(&[1, 1, 1], &[LATITUDE, 1000, 0], &[LONGITUDE, 0, 1000], &[1, 2, 0, 0, 0]);
    let path = way(7, &[1, 1, 1, -2], &[1, 3], &[2, 4]);
    let mut relation = Vec::new();
    number(&mut relation, 1, 5);
    data(&mut relation, 2, &packed([5]));
    data(&mut relation, 3, &packed([6]));
    data(&mut relation, 8, &packed([0]));
    data(&mut relation, 9, &packed([signed(7)]));
    data(&mut relation, 10, &packed([1]));
    let mut group = Vec::new();
    data(&mut group, 4, &relation);
    let strings: [&[u8]; 7] = [b"", b"highway", b"crossing", b"building", b"yes", b"type", b"multipolygon"];
    let mut file = blob("OSMHeader", 1, b"\x22\x0eOsmSchema-V0.6");
    file.extend(blob("OSMData", 1, &block(&strings, &[nodes, path, group], &[])));
    assert_eq!(pbf(file.clone()), "accepted");
    for end in 0..file.len() {
        pbf(file.get(..end).unwrap().to_vec());
        for mask in [0x01, 0x80, 0xff] {
            let mut changed = file.clone();
            changed[end] ^= mask;
            pbf(changed);
        }
    }
    let text = b"<?xml version='1.0'?><osm><bounds minlat='0' minlon='0' maxlat='1' maxlon='1'/>\
        <node id='1' lat='0' lon='0'><tag k='a' v='&amp;'/></node></osm>";
    for end in 0..text.len() {
        refusal(&OSM_XML, text.get(..end).unwrap().to_vec());
        for mask in [0x01, 0x80, 0xff] {
            let mut changed = text.to_vec();
            changed[end] ^= mask;
            refusal(&OSM_XML, changed);
        }
    }
}
