//! OSM XML, as editors, Overpass and the website write it.

use std::borrow::Cow;

use encoding_rs::{Encoding, GB18030, UTF_8};
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::store::{Bounds, Member, MemberKind, Node, Relation, Store, TagPair, Way};
use crate::osm::code::{
    BAD_ENCODING, BAD_OBJECT, CANCELLED, ENCODING, NOT_OSM_XML, XML_DEPTH, XML_DOCTYPE, XML_SYNTAX,
};
use crate::report::{Code, FileReport, Message};
use crate::{Input, ReadContext, Rejection};

/// Objects between two looks at the clock of the user.
const OBJECTS_PER_STEP: u64 = 4096;

/// Whether the content starts like OSM XML.
pub(in crate::osm) fn looks_like_xml(input: &Input) -> bool {
    let head: String = input.head(4096).chars().filter(|c| *c != '\0').collect();
    let text = head.trim_start_matches(['\u{feff}', '\u{fffd}']).trim_start();
    text.starts_with('<') && (text.contains("<osm ") || text.contains("<osm>") || text.contains("<osm\n"))
}

/// Reads an XML file.
pub(in crate::osm) fn read_xml(
    input: &Input,
    context: &ReadContext,
    report: &mut FileReport,
) -> Result<Store, Rejection> {
    let text = decode(&input.bytes, report)?;
    let mut xml = Reader::from_str(&text);
    let mut parser = Parser { store: Store::default(), report, open: None, depth: 0, objects: 0 };
    loop {
        let position = xml.buffer_position();
        let event = match xml.read_event() {
            Ok(event) => event,
            Err(error) => {
                let at = xml.error_position();
                return Err(reject(&XML_SYNTAX, &text, at, error.to_string()));
            }
        };
        let element = match event {
            Event::Start(element) => Some((element, false)),
            Event::Empty(element) => Some((element, true)),
            Event::End(_) => {
                parser.depth = parser.depth.saturating_sub(1);
                if parser.depth == 1 {
                    parser.close();
                }
                None
            }
            Event::DocType(_) => return Err(reject(&XML_DOCTYPE, &text, position, String::new())),
            Event::Eof if parser.depth > 0 => {
                return Err(reject(&XML_SYNTAX, &text, position, "it ends too early".to_owned()));
            }
            Event::Eof => break,
            _ => None,
        };
        let Some((element, empty)) = element else { continue };
        parser.element(&element).map_err(|(code, detail)| reject(code, &text, position, detail))?;
        if !empty {
            parser.depth += 1;
            if parser.depth > context.limits.json_depth {
                return Err(reject(&XML_DEPTH, &text, position, context.limits.json_depth.to_string()));
            }
        } else if parser.depth == 1 {
            parser.close();
        }
        if parser.objects.is_multiple_of(OBJECTS_PER_STEP) {
            parser.store.check(context.limits)?;
            context.progress.step("osm xml", position, text.len() as u64);
            if context.progress.cancelled() {
                return Err(Message::new(&CANCELLED, "", "").into());
            }
        }
    }
    if parser.objects == 0 && !looks_like_xml(input) {
        return Err(reject(&NOT_OSM_XML, &text, 0, "there is no <osm> element".to_owned()));
    }
    parser.store.check(context.limits)?;
    Ok(parser.store)
}

fn reject(code: &'static Code, text: &str, position: u64, detail: String) -> Rejection {
    let before = text.as_bytes().get(..position as usize).unwrap_or_default();
    let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
    Message::new(code, format!("line {line}, byte {position}"), detail).into()
}

/// Text of the file: byte order mark, else UTF-8, else the declared encoding, else GB18030 when
/// every byte of it decodes.
fn decode<'a>(bytes: &'a [u8], report: &mut FileReport) -> Result<Cow<'a, str>, Rejection> {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        let (text, damaged) = encoding.decode_without_bom_handling(bytes.get(length..).unwrap_or_default());
        if damaged {
            return Err(Message::new(&BAD_ENCODING, "", format!("damaged {}", encoding.name())).into());
        }
        if encoding != UTF_8 {
            report.push(Message::new(&ENCODING, "", encoding.name()));
        }
        return Ok(text);
    }
    let problem = match std::str::from_utf8(bytes) {
        Ok(text) => return Ok(Cow::Borrowed(text)),
        Err(error) => error.valid_up_to(),
    };
    let declared = declared_encoding(bytes).filter(|encoding| *encoding != UTF_8);
    for encoding in declared.into_iter().chain([GB18030]) {
        if let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(bytes) {
            report.push(Message::new(&ENCODING, format!("byte {problem}"), encoding.name()));
            return Ok(text);
        }
    }
    Err(Message::new(&BAD_ENCODING, format!("byte {problem}"), "not UTF-8 and not GB18030").into())
}

fn declared_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(bytes.get(..200.min(bytes.len()))?).into_owned();
    let declaration = head.split("?>").next()?;
    let label = declaration.split("encoding=").nth(1)?;
    let label = label.trim_start_matches(['"', '\'']).split(['"', '\'']).next()?;
    Encoding::for_label(label.as_bytes())
}

/// The object whose inside is being read.
enum Open {
    Node(Node),
    Way(Way, Vec<i64>),
    Relation(Relation, Vec<Member>),
}

struct Parser<'a> {
    store: Store,
    report: &'a mut FileReport,
    open: Option<(Open, Vec<TagPair>)>,
    depth: usize,
    objects: u64,
}

impl Parser<'_> {
    /// Takes one start of an element; an `Err` rejects the file.
    fn element(&mut self, element: &BytesStart) -> Result<(), (&'static Code, String)> {
        let name = element.name();
        let name = name.as_ref();
        if self.depth == 0 && name != "osm" {
            return Err((&NOT_OSM_XML, format!("the first element is <{}>", shown(name))));
        }
        match (self.depth, name) {
            (1, "node" | "way" | "relation") => {
                self.objects += 1;
                let attributes = Attributes::of(element)?;
                self.open = self.object(name, &attributes).map(|open| (open, Vec::new()));
            }
            (1, "bounds") => self.store.bounds = Attributes::of(element)?.bounds(),
            (2, "tag") => self.tag(&Attributes::of(element)?),
            (2, "nd") => self.node_ref(&Attributes::of(element)?),
            (2, "member") => self.member(&Attributes::of(element)?),
            _ => {}
        }
        Ok(())
    }

    fn object(&mut self, name: &str, attributes: &Attributes) -> Option<Open> {
        if attributes.is("action", "delete") || attributes.is("visible", "false") {
            return None;
        }
        let Some(id) = attributes.id("id") else {
            let place = format!("object {}", self.objects);
            self.report.push(Message::new(&BAD_OBJECT, place, format!("a valid id ({name})")));
            return None;
        };
        let tags = Box::default();
        match name {
            "node" => match attributes.place() {
                Some(at) => Some(Open::Node(Node { id, at, tags })),
                None => {
                    let message = Message::new(&BAD_OBJECT, "", "a valid lat and lon");
                    self.report.push(message.object(format!("node/{id}")));
                    None
                }
            },
            "way" => Some(Open::Way(Way { id, refs: Box::default(), tags }, Vec::new())),
            _ => Some(Open::Relation(Relation { id, members: Box::default(), tags }, Vec::new())),
        }
    }

    fn tag(&mut self, attributes: &Attributes) {
        let Some((_, tags)) = &mut self.open else { return };
        match (attributes.get("k"), attributes.get("v")) {
            (Some(key), Some(value)) => tags.push((self.store.intern(key), self.store.intern(value))),
            _ => self.store.bad_tags += 1,
        }
    }

    fn node_ref(&mut self, attributes: &Attributes) {
        let Some((Open::Way(_, refs), _)) = &mut self.open else { return };
        if let Some(id) = attributes.id("ref") {
            refs.push(id);
            self.store.located.extend(attributes.place().map(|at| (id, at)));
        }
    }

    fn member(&mut self, attributes: &Attributes) {
        let Some((Open::Relation(_, members), _)) = &mut self.open else { return };
        let kind = match attributes.get("type") {
            Some("node") => MemberKind::Node,
            Some("way") => MemberKind::Way,
            Some("relation") => MemberKind::Relation,
            _ => return,
        };
        if let Some(id) = attributes.id("ref") {
            let role = self.store.intern(attributes.get("role").unwrap_or_default());
            members.push(Member { kind, id, role });
        }
    }

    /// Moves the open object into the store.
    fn close(&mut self) {
        let Some((open, tags)) = self.open.take() else { return };
        let tags = tags.into_boxed_slice();
        match open {
            Open::Node(node) => self.store.add_node(Node { tags, ..node }, self.report),
            Open::Way(way, refs) => self.store.add_way(Way { id: way.id, refs: refs.into(), tags }),
            Open::Relation(relation, members) => {
                let members = members.into_boxed_slice();
                self.store.relations.push(Relation { id: relation.id, members, tags });
            }
        }
    }
}

/// Attributes of one element; values that could not be read are left out.
struct Attributes<'a>(Vec<(&'a str, Cow<'a, str>)>);

impl<'a> Attributes<'a> {
    fn of(element: &'a BytesStart) -> Result<Self, (&'static Code, String)> {
        let mut list = Vec::new();
        for attribute in element.attributes() {
            let attribute = attribute.map_err(|error| (&XML_SYNTAX, error.to_string()))?;
            // Only the five entities of XML itself are known here, so nothing can grow.
            if let Ok(value) = attribute.normalized_value(XmlVersion::Implicit1_0) {
                list.push((attribute.key.0, value));
            }
        }
        Ok(Self(list))
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| *key == name).map(|(_, value)| value.as_ref())
    }

    fn is(&self, name: &str, value: &str) -> bool {
        self.get(name) == Some(value)
    }

    fn id(&self, name: &str) -> Option<i64> {
        self.get(name)?.trim().parse().ok()
    }

    fn number(&self, name: &str) -> Option<f64> {
        self.get(name)?.trim().parse().ok().filter(|value: &f64| value.is_finite())
    }

    fn place(&self) -> Option<[f64; 2]> {
        Some([self.number("lon")?, self.number("lat")?])
    }

    fn bounds(&self) -> Option<Bounds> {
        let min = [self.number("minlon")?, self.number("minlat")?];
        let max = [self.number("maxlon")?, self.number("maxlat")?];
        (min[0] < max[0] && min[1] < max[1]).then_some(Bounds { min, max })
    }
}

fn shown(name: &str) -> String {
    name.chars().take(40).collect()
}
