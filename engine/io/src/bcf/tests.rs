#![expect(clippy::unwrap_used, reason = "tests")]

use std::io::Read as _;

use flate2::read::DeflateDecoder;
use quick_xml::Reader;
use quick_xml::events::Event;

use super::*;

fn topic() -> BcfTopic {
    BcfTopic {
        guid: "0123abcd-0123-4567-89ab-0123456789ab".into(),
        title: "给水 < 污水 & \"0.30 m\"".into(),
        description: "GB 50289-2016".into(),
        kind: "CLASH",
        status: "OPEN",
        labels: vec!["vertical".into()],
        created: "2026-01-01T00:00:00Z".into(),
        eye_m: [10.0, 0.0, 10.0],
        target_m: [0.0, 0.0, 0.0],
        lines_m: vec![[[0.0; 3], [0.0, 0.0, 0.3]]],
        elements: vec!["water/1".into(), "sewer/2".into()],
    }
}

/// Entries of an archive by its directory: name and content, checked against the checksum.
fn entries(bytes: &[u8]) -> Vec<(String, String)> {
    let half = |at: usize| u16::from_le_bytes([bytes[at], bytes[at + 1]]) as usize;
    let word = |at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap());
    let end = bytes.len() - 22;
    assert_eq!(&bytes[end..end + 4], b"PK\x05\x06");
    let mut at = word(end + 16) as usize;
    (0..half(end + 10))
        .map(|_| {
            assert_eq!(&bytes[at..at + 4], b"PK\x01\x02");
            let (crc, size, length) = (word(at + 16), word(at + 20) as usize, half(at + 28));
            let name = String::from_utf8(bytes[at + 46..at + 46 + length].to_vec()).unwrap();
            let local = word(at + 42) as usize;
            assert_eq!(&bytes[local..local + 4], b"PK\x03\x04");
            let data = local + 30 + half(local + 26) + half(local + 28);
            let mut text = String::new();
            DeflateDecoder::new(&bytes[data..data + size]).read_to_string(&mut text).unwrap();
            let mut sum = flate2::Crc::new();
            sum.update(text.as_bytes());
            assert_eq!(sum.sum(), crc);
            at += 46 + length;
            (name, text)
        })
        .collect()
}

/// Paths of all elements in the order of the file.
fn paths(xml: &str) -> Vec<String> {
    let mut reader = Reader::from_str(xml);
    let (mut open, mut found) = (Vec::<String>::new(), Vec::new());
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) => {
                open.push(tag.name().as_ref().to_owned());
                found.push(open.join("/"));
            }
            Event::Empty(tag) => {
                let name = tag.name().as_ref().to_owned();
                found.push(open.iter().cloned().chain([name]).collect::<Vec<_>>().join("/"));
            }
            Event::End(_) => {
                open.pop();
            }
            Event::Eof => return found,
            _ => {}
        }
    }
}

#[test]
fn the_archive_has_the_published_structure() {
    let bytes = write_bcf("演示", &[topic()]);
    let entries = entries(&bytes);
    let names: Vec<&str> = entries.iter().map(|(name, _)| name.as_str()).collect();
    let guid = "0123abcd-0123-4567-89ab-0123456789ab";
    let expected = [
        "bcf.version",
        "project.bcfp",
        "extensions.xml",
        &format!("{guid}/markup.bcf"),
        &format!("{guid}/viewpoint.bcfv"),
    ];
    assert_eq!(names, expected);
    let xml = |name: &str| &entries.iter().find(|(held, _)| held.ends_with(name)).unwrap().1;
    assert!(xml("bcf.version").contains("VersionId=\"3.0\""));
    let markup = paths(xml("markup.bcf"));
    // The order of the schema: Title, Labels, CreationDate, CreationAuthor, Description, Viewpoints.
    let topic: Vec<&str> = markup
        .iter()
        .filter_map(|path| path.strip_prefix("Markup/Topic/"))
        .filter(|p| !p.contains('/'))
        .collect();
    assert_eq!(topic, ["Title", "Labels", "CreationDate", "CreationAuthor", "Description", "Viewpoints"]);
    let view = paths(xml("viewpoint.bcfv"));
    let top: Vec<&str> = view
        .iter()
        .filter_map(|p| p.strip_prefix("VisualizationInfo/"))
        .filter(|p| !p.contains('/'))
        .collect();
    assert_eq!(top, ["Components", "PerspectiveCamera", "Lines"]);
    let lists: Vec<String> =
        paths(xml("extensions.xml")).into_iter().filter(|p| p.matches('/').count() == 1).collect();
    let names =
        ["TopicTypes", "TopicStatuses", "Priorities", "TopicLabels", "Users", "SnippetTypes", "Stages"];
    assert_eq!(lists, names.map(|name| format!("Extensions/{name}")));
}

#[test]
fn the_same_topics_give_the_same_bytes() {
    assert_eq!(write_bcf("a", &[topic()]), write_bcf("a", &[topic()]));
}
