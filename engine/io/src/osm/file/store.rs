//! Nodes, ways and relations as the file holds them, sorted by id.

use std::collections::HashMap;
use std::sync::Arc;

use linli_model::Key;

use crate::osm::code::{BAD_COORDINATE, BAD_TAG, DUPLICATE, LONG_TEXT, TOO_MANY};
use crate::report::{FileReport, Message};
use crate::{Limits, Rejection};

/// Longest name, value or role, characters (OpenStreetMap API 0.6).
const LONGEST_TEXT: usize = 255;

/// Numbers of a tag's name and value in [`Store::strings`].
pub(in crate::osm) type TagPair = (u32, u32);

/// A place on Earth with an id.
#[derive(Clone, Debug)]
pub(in crate::osm) struct Node {
    /// Id; negative in files of editors.
    pub id: i64,
    /// Longitude and latitude, degrees.
    pub at: [f64; 2],
    /// Tags.
    pub tags: Box<[TagPair]>,
}

/// A polyline of node ids.
#[derive(Clone, Debug)]
pub(in crate::osm) struct Way {
    /// Id.
    pub id: i64,
    /// Node ids in order.
    pub refs: Box<[i64]>,
    /// Tags.
    pub tags: Box<[TagPair]>,
}

impl Way {
    /// Whether the first and the last node are the same and at least three lie in the ring.
    pub fn is_closed(&self) -> bool {
        self.refs.len() > 3 && self.refs.first() == self.refs.last()
    }
}

/// What a member of a relation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::osm) enum MemberKind {
    /// A node.
    Node,
    /// A way.
    Way,
    /// A relation.
    Relation,
}

/// One member of a relation.
#[derive(Clone, Copy, Debug)]
pub(in crate::osm) struct Member {
    /// What it is.
    pub kind: MemberKind,
    /// Its id.
    pub id: i64,
    /// Number of its role in [`Store::strings`].
    pub role: u32,
}

/// A group of objects.
#[derive(Clone, Debug)]
pub(in crate::osm) struct Relation {
    /// Id.
    pub id: i64,
    /// Members in order.
    pub members: Box<[Member]>,
    /// Tags.
    pub tags: Box<[TagPair]>,
}

/// Box of longitudes and latitudes, degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::osm) struct Bounds {
    /// South-west corner.
    pub min: [f64; 2],
    /// North-east corner.
    pub max: [f64; 2],
}

/// Tags of one object.
#[derive(Clone, Copy, Debug)]
pub(in crate::osm) struct Tags<'a> {
    strings: &'a [Key],
    pairs: &'a [TagPair],
}

impl<'a> Tags<'a> {
    /// Value of a tag.
    pub fn get(self, name: &str) -> Option<&'a str> {
        self.pairs().find(|(key, _)| key.as_str() == name).map(|(_, value)| value.as_str())
    }

    /// Value of a tag, unless it is `no`.
    pub fn set(self, name: &str) -> Option<&'a str> {
        self.get(name).filter(|value| *value != "no")
    }

    /// Whether a tag has a value.
    pub fn is(self, name: &str, value: &str) -> bool {
        self.get(name) == Some(value)
    }

    /// Whether a tag has one of some values.
    pub fn is_any(self, name: &str, values: &[&str]) -> bool {
        self.get(name).is_some_and(|value| values.contains(&value))
    }

    /// Names and values in the order of the file.
    pub fn pairs(self) -> impl Iterator<Item = (&'a Key, &'a Key)> {
        self.pairs
            .iter()
            .filter_map(move |(k, v)| Some((self.strings.get(*k as usize)?, self.strings.get(*v as usize)?)))
    }

    /// Whether there are none.
    pub fn is_empty(self) -> bool {
        self.pairs.is_empty()
    }
}

/// Everything in one file.
#[derive(Debug, Default)]
pub(in crate::osm) struct Store {
    /// Texts, each once.
    pub strings: Vec<Key>,
    index: HashMap<Arc<str>, u32>,
    /// Nodes, by id.
    pub nodes: Vec<Node>,
    /// Ways, by id.
    pub ways: Vec<Way>,
    /// Relations, by id.
    pub relations: Vec<Relation>,
    /// Places of nodes that only the ways of the file tell (`LocationsOnWays`, Overpass `geom`).
    pub located: Vec<(i64, [f64; 2])>,
    /// Box that the file states.
    pub bounds: Option<Bounds>,
    /// Tags whose texts could not be read.
    pub bad_tags: u64,
    /// Texts that were cut.
    long_texts: u64,
    vertices: u64,
}

impl Store {
    /// The number of a text, adding it when it is new. Long texts are cut, because every object
    /// that uses one gets a copy of it.
    pub fn intern(&mut self, text: &str) -> u32 {
        let end = if text.len() > LONGEST_TEXT { text.char_indices().nth(LONGEST_TEXT) } else { None };
        let text = end.and_then(|(end, _)| text.get(..end)).unwrap_or(text);
        self.long_texts += u64::from(end.is_some());
        if let Some(number) = self.index.get(text) {
            return *number;
        }
        let number = self.strings.len() as u32;
        let shared: Arc<str> = Arc::from(text);
        self.strings.push(Key::new(shared.clone()));
        self.index.insert(shared, number);
        number
    }

    /// The text of a number.
    pub fn text(&self, number: u32) -> &str {
        self.strings.get(number as usize).map_or("", Key::as_str)
    }

    /// Tags with their texts.
    pub fn tags<'a>(&'a self, pairs: &'a [TagPair]) -> Tags<'a> {
        Tags { strings: &self.strings, pairs }
    }

    /// The node of an id.
    pub fn node(&self, id: i64) -> Option<&Node> {
        self.nodes.binary_search_by_key(&id, |node| node.id).ok().and_then(|i| self.nodes.get(i))
    }

    /// The way of an id.
    pub fn way(&self, id: i64) -> Option<&Way> {
        self.ways.binary_search_by_key(&id, |way| way.id).ok().and_then(|i| self.ways.get(i))
    }

    /// Adds a node, or reports that it is not on Earth.
    pub fn add_node(&mut self, node: Node, report: &mut FileReport) {
        let [x, y] = node.at;
        if x.abs() <= 180.0 && y.abs() <= 90.0 {
            self.nodes.push(node);
        } else {
            let message = Message::new(&BAD_COORDINATE, "", format!("longitude {x}, latitude {y}"));
            report.push(message.object(format!("node/{}", node.id)));
        }
    }

    /// Adds a way.
    pub fn add_way(&mut self, way: Way) {
        self.vertices += way.refs.len() as u64;
        self.ways.push(way);
    }

    /// Refuses to grow beyond the limits.
    pub fn check(&self, limits: &Limits) -> Result<(), Rejection> {
        let objects = (self.nodes.len() + self.ways.len() + self.relations.len()) as u64;
        let reject = |text: String| Err(Message::new(&TOO_MANY, "", text).into());
        if objects > limits.objects {
            return reject(format!("{} objects", limits.objects));
        }
        if self.vertices > limits.vertices {
            return reject(format!("{} vertices", limits.vertices));
        }
        Ok(())
    }

    /// Sorts by id, keeps the last of several objects with one id, and reports both that and the
    /// tags that could not be read.
    pub fn complete(&mut self, report: &mut FileReport) {
        sort_unique(&mut self.nodes, |node| node.id, "node", report);
        sort_unique(&mut self.ways, |way| way.id, "way", report);
        sort_unique(&mut self.relations, |relation| relation.id, "relation", report);
        let known = (self.nodes.len(), self.ways.len(), self.relations.len());
        report.count("nodes", known.0 as u64);
        report.count("ways", known.1 as u64);
        report.count("relations", known.2 as u64);
        self.adopt_located();
        if self.bad_tags > 0 {
            report.push(Message::new(&BAD_TAG, "", self.bad_tags.to_string()));
        }
        if self.long_texts > 0 {
            report.push(Message::new(&LONG_TEXT, "", self.long_texts.to_string()));
        }
    }

    fn adopt_located(&mut self) {
        let mut located = std::mem::take(&mut self.located);
        located.retain(|(id, at)| at[0].abs() <= 180.0 && at[1].abs() <= 90.0 && self.node(*id).is_none());
        located.sort_by_key(|(id, _)| *id);
        located.dedup_by_key(|(id, _)| *id);
        if !located.is_empty() {
            self.nodes.extend(located.into_iter().map(|(id, at)| Node { id, at, tags: Box::default() }));
            self.nodes.sort_by_key(|node| node.id);
        }
    }
}

fn sort_unique<T>(items: &mut Vec<T>, id: impl Fn(&T) -> i64, what: &str, report: &mut FileReport) {
    if !items.is_sorted_by_key(&id) {
        items.sort_by_key(&id);
    }
    items.dedup_by(|later, earlier| {
        let same = id(later) == id(earlier);
        if same {
            std::mem::swap(later, earlier);
            let object = format!("{what}/{}", id(earlier));
            report.push(Message::new(&DUPLICATE, "", object.clone()).object(object));
        }
        same
    });
}
