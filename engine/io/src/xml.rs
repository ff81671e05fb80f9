//! Walks through XML, one small subtree at a time.

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use crate::Limits;

/// Why XML cannot be walked through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum XmlProblem {
    /// It is damaged, or ends too early.
    Syntax(String),
    /// It declares a document type.
    DocType,
    /// It is nested deeper than the limit.
    Depth(usize),
}

/// Gives the problem at a line its code.
pub type Refuse<E> = fn(XmlProblem, usize) -> E;

/// Most attributes of an element that are kept.
const MOST_ATTRIBUTES: usize = 256;

/// An element with what is inside.
#[derive(Debug, Default)]
pub struct Node {
    /// Name without its namespace prefix.
    pub name: String,
    /// Attributes in order, by their names without namespace prefix.
    pub attributes: Vec<(String, String)>,
    /// Text right inside.
    pub text: String,
    /// Elements right inside.
    pub children: Vec<Node>,
    /// Line that it begins on, from 1.
    pub line: usize,
}

impl Node {
    /// Elements right inside of a name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Node> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// Text of the first element right inside of a name, without blanks around it; empty when there is none.
    pub fn get(&self, name: &str) -> &str {
        self.children.iter().find(|child| child.name == name).map_or("", |child| child.text.trim())
    }

    /// The first element right inside of a name.
    pub fn child(&self, name: &str) -> Option<&Node> {
        self.children.iter().find(|child| child.name == name)
    }

    /// An attribute without blanks around it; empty when there is none.
    pub fn attribute(&self, name: &str) -> &str {
        self.attributes.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.trim())
    }

    /// An attribute as a finite number.
    pub fn attribute_number(&self, name: &str) -> Option<f64> {
        self.attribute(name).parse().ok().filter(|value: &f64| value.is_finite())
    }

    /// Every element inside of a name, at any depth, in order.
    pub fn inside<'a>(&'a self, name: &str) -> Vec<&'a Node> {
        let (mut found, mut waiting) = (Vec::new(), vec![self]);
        while let Some(node) = waiting.pop() {
            if node.name == name {
                found.push(node);
            }
            waiting.extend(node.children.iter().rev());
        }
        found
    }

    /// A number.
    pub fn number(&self, name: &str) -> Option<f64> {
        self.get(name).parse().ok().filter(|value: &f64| value.is_finite())
    }

    /// Whether a flag is set.
    pub fn flag(&self, name: &str) -> bool {
        matches!(self.get(name), "1" | "true" | "True" | "TRUE")
    }
}

/// An element that is open around another.
#[derive(Clone, Debug)]
pub struct Open {
    /// Name without its namespace prefix.
    pub name: String,
    /// How many elements of the file opened before it.
    pub number: u64,
}

/// Takes an element and those that are open around it; an error ends the walk.
pub type Visit<'a, E> = dyn FnMut(&[Open], Node) -> Result<(), E> + 'a;

/// Gives every element that `wanted` asks for, with those that are open around it, to `visit`.
///
/// Only the five entities of XML itself and numbered characters are known, so nothing can grow; a document
/// type is refused, and so is nesting beyond the limit.
pub fn walk<E>(
    text: &str,
    limits: &Limits,
    wanted: &dyn Fn(&[Open], &str) -> bool,
    visit: &mut Visit<'_, E>,
    refuse: Refuse<E>,
) -> Result<(), E> {
    let mut xml = Reader::from_str(text);
    let mut lines = Lines { text, position: 0, line: 1 };
    let mut walker = Walker { outer: Vec::new(), inner: Vec::new(), opened: 0, wanted };
    loop {
        let line = lines.at(xml.buffer_position());
        let event = xml.read_event().map_err(|error| refuse(XmlProblem::Syntax(error.to_string()), line))?;
        match event {
            Event::Start(element) => {
                if walker.depth() >= limits.json_depth {
                    return Err(refuse(XmlProblem::Depth(limits.json_depth), line));
                }
                walker.open(&element, line);
            }
            Event::Empty(element) => {
                walker.open(&element, line);
                walker.close(visit)?;
            }
            Event::End(_) => walker.close(visit)?,
            Event::Text(piece) => walker.add(&piece.xml10_content()),
            Event::CData(piece) => walker.add(&piece.xml10_content()),
            Event::GeneralRef(entity) => walker.add(&entity_text(&entity)),
            Event::DocType(_) => return Err(refuse(XmlProblem::DocType, line)),
            Event::Eof if walker.depth() > 0 => {
                return Err(refuse(XmlProblem::Syntax("it ends too early".to_owned()), line));
            }
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

fn entity_text(entity: &quick_xml::events::BytesRef) -> String {
    if let Ok(Some(c)) = entity.resolve_char_ref() {
        return c.to_string();
    }
    let name = entity.xml10_content();
    match quick_xml::escape::resolve_predefined_entity(&name) {
        Some(text) => text.to_owned(),
        None => format!("&{name};"),
    }
}

struct Walker<'a> {
    /// Open elements that are not kept.
    outer: Vec<Open>,
    /// Open elements that are kept, from the wanted one inwards.
    inner: Vec<Node>,
    opened: u64,
    wanted: &'a dyn Fn(&[Open], &str) -> bool,
}

impl Walker<'_> {
    fn depth(&self) -> usize {
        self.outer.len() + self.inner.len()
    }

    fn open(&mut self, element: &BytesStart, line: usize) {
        let name = element.local_name().as_ref().to_owned();
        self.opened += 1;
        if !self.inner.is_empty() || (self.wanted)(&self.outer, &name) {
            let attributes = element.attributes().filter_map(|attribute| {
                let attribute = attribute.ok()?;
                let value = attribute.normalized_value(XmlVersion::Implicit1_0).ok()?;
                Some((attribute.key.local_name().as_ref().to_owned(), value.into_owned()))
            });
            let attributes = attributes.take(MOST_ATTRIBUTES).collect();
            self.inner.push(Node { name, attributes, line, ..Node::default() });
        } else {
            self.outer.push(Open { name, number: self.opened });
        }
    }

    fn add(&mut self, text: &str) {
        if let Some(node) = self.inner.last_mut() {
            node.text.push_str(text);
        }
    }

    fn close<E>(&mut self, visit: &mut Visit<'_, E>) -> Result<(), E> {
        let Some(node) = self.inner.pop() else {
            self.outer.pop();
            return Ok(());
        };
        match self.inner.last_mut() {
            Some(parent) => parent.children.push(node),
            None => visit(&self.outer, node)?,
        }
        Ok(())
    }
}

/// Counts lines as the reading goes on.
struct Lines<'a> {
    text: &'a str,
    position: usize,
    line: usize,
}

impl Lines<'_> {
    fn at(&mut self, position: u64) -> usize {
        let position = position as usize;
        let passed = self.text.as_bytes().get(self.position..position).unwrap_or_default();
        self.line += passed.iter().filter(|byte| **byte == b'\n').count();
        self.position = position.max(self.position);
        self.line
    }
}
