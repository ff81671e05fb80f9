//! Objects into elements.

use std::collections::{BTreeMap, HashMap};

use linli_model::{
    Area, AreaUse, AttributeValue, Attributes, Element, Geometry, Key, Kind, Point3, SourceRef, Tree,
    Vertical,
};

use super::area::interior;
use super::code::{
    CANCELLED, LONG_WAY, MEASURE, MISSING_MEMBERS, MISSING_NODES, NO_AREA, OPEN_RING, OUTSIDE_ROLE,
    OWN_MEMBER, RELATIONS, SEA, SHORT_WAY, UNKNOWN,
};
use super::count::{count_area, count_objects};
use super::feature::{Feature, Form, Object, features};
use super::file::{Member, MemberKind, Relation, Store, Tags, Way};
use super::outline::{Outline, Piece, Pieces, pieces, relation_outline, way_outline};
use super::part::link_parts;
use super::sea::sea_of;
use super::stop::drop_double_stops;
use super::tag::{land, transit};
use crate::report::{FileReport, Message};
use crate::{ReadContext, Rejection};

/// Objects between two looks at the user's wishes.
const OBJECTS_PER_STEP: usize = 2048;
/// Distance of the trees of a row, metres.
const TREE_ROW_M: f64 = 8.0;
/// Most trees of one row.
const MOST_ROW_TREES: usize = 2000;
/// Metres of one degree of latitude on the mean sphere.
const METRES_PER_DEGREE: f64 = 111_195.08;
/// Most trees of all rows together.
const MOST_TREES_IN_ROWS: usize = 200_000;
/// Pieces of one cut way that carry its tags; a way cut more often would multiply them.
const MOST_TAGGED_PIECES: usize = 64;

/// Turns everything in the file into elements.
///
/// # Errors
/// A [`Rejection`] only when the user cancels.
pub(super) fn convert(
    store: &Store,
    context: &ReadContext,
    report: FileReport,
) -> Result<(Vec<Element>, FileReport), Rejection> {
    let mut convert = Convert {
        store,
        report,
        elements: Vec::new(),
        platforms: Vec::new(),
        cut_ways: 0,
        missing_nodes: 0,
        lost_ways: 0,
        unknown: 0,
        trees_in_rows: 0,
    };
    count_objects(store, &mut convert.report);
    convert.nodes(context)?;
    convert.ways(context)?;
    convert.relations(context)?;
    convert.sea();
    drop_double_stops(&mut convert.elements, &convert.platforms);
    link_parts(&mut convert.elements, &stated_parents(store));
    convert.summary();
    Ok((convert.elements, convert.report))
}

struct Convert<'a> {
    store: &'a Store,
    report: FileReport,
    elements: Vec<Element>,
    /// Elements that are stops only by their platform.
    platforms: Vec<usize>,
    cut_ways: u64,
    missing_nodes: u64,
    lost_ways: u64,
    unknown: u64,
    trees_in_rows: usize,
}

/// An object with the geometry that its features need.
struct Subject<'a> {
    source: String,
    tags: Tags<'a>,
    at: Option<[f64; 2]>,
    pieces: Vec<Piece>,
    outline: Option<Outline>,
}

impl Convert<'_> {
    fn look(&self, context: &ReadContext, stage: &str, done: usize, total: usize) -> Result<(), Rejection> {
        if done.is_multiple_of(OBJECTS_PER_STEP) {
            context.progress.step(stage, done as u64, total as u64);
            if context.progress.cancelled() {
                return Err(Message::new(&CANCELLED, "", "").into());
            }
        }
        Ok(())
    }

    fn nodes(&mut self, context: &ReadContext) -> Result<(), Rejection> {
        let store = self.store;
        for (done, node) in store.nodes.iter().enumerate() {
            self.look(context, "osm nodes", done, store.nodes.len())?;
            if node.tags.is_empty() {
                continue;
            }
            let tags = store.tags(&node.tags);
            let source = format!("node/{}", node.id);
            let found = features(tags, Object::Node(node.id));
            let at = Some(node.at);
            self.add(Subject { source, tags, at, pieces: Vec::new(), outline: None }, found);
        }
        Ok(())
    }

    fn ways(&mut self, context: &ReadContext) -> Result<(), Rejection> {
        let store = self.store;
        for (done, way) in store.ways.iter().enumerate() {
            self.look(context, "osm ways", done, store.ways.len())?;
            let tags = store.tags(&way.tags);
            if tags.is_empty() {
                continue;
            }
            let closed = way.is_closed() && !tags.is("area", "no");
            let found = features(tags, Object::Way { closed });
            let Some((pieces, outline)) = self.way_geometry(way, &found, tags) else { continue };
            let source = format!("way/{}", way.id);
            let row = tags.is("natural", "tree_row") && self.trees_in_rows < MOST_TREES_IN_ROWS;
            if row {
                self.tree_row(&source, tags, &pieces);
            }
            let only_row = |feature: &Feature| matches!(&feature.kind, Kind::Other { what } if what == "natural=tree_row");
            if !row || !found.iter().all(only_row) {
                self.add(Subject { source, tags, at: None, pieces, outline }, found);
            }
        }
        Ok(())
    }

    /// Lines and outline of a way as far as its features need them; `None` when nothing is left.
    fn way_geometry(
        &mut self,
        way: &Way,
        found: &[Feature],
        tags: Tags,
    ) -> Option<(Vec<Piece>, Option<Outline>)> {
        let needs_area = found.iter().any(|feature| feature.form != Form::Line);
        let outline = (needs_area && way.is_closed()).then(|| way_outline(self.store, way));
        if let Some(outline) = &outline {
            count_area(tags, outline.complete, &mut self.report);
        }
        let Pieces { pieces, missing, divided } = pieces(self.store, way);
        let object = format!("way/{}", way.id);
        if divided {
            self.report.push(Message::new(&LONG_WAY, "", way.refs.len().to_string()).object(&object));
        }
        self.missing_nodes += missing;
        if pieces.is_empty() {
            if missing > 0 {
                self.lost_ways += 1;
            } else {
                self.report.push(Message::new(&SHORT_WAY, "", way.refs.len().to_string()).object(&object));
            }
            return None;
        }
        self.cut_ways += u64::from(missing > 0);
        Some((pieces, outline))
    }

    fn relations(&mut self, context: &ReadContext) -> Result<(), Rejection> {
        let store = self.store;
        let mut left_out: BTreeMap<String, u64> = BTreeMap::new();
        for (done, relation) in store.relations.iter().enumerate() {
            self.look(context, "osm relations", done, store.relations.len())?;
            let tags = store.tags(&relation.tags);
            let own = |m: &&Member| m.kind == MemberKind::Relation && m.id == relation.id;
            if relation.members.iter().any(|member| own(&member)) {
                let message = Message::new(&OWN_MEMBER, "", "");
                self.report.push(message.object(format!("relation/{}", relation.id)));
            }
            let kind = tags.get("type").unwrap_or("without type");
            let found = match kind {
                "multipolygon" | "boundary" => features(tags, Object::Multipolygon),
                _ => Vec::new(),
            };
            // The outline of a district is no thing on the ground.
            let ground = !(kind == "boundary" && found.iter().all(|f| matches!(f.kind, Kind::Other { .. })));
            if found.is_empty() || !ground {
                *left_out.entry(kind.to_owned()).or_default() += 1;
            } else {
                self.multipolygon(relation, tags, found);
            }
        }
        if !left_out.is_empty() {
            let list: Vec<String> = left_out.iter().map(|(kind, n)| format!("{kind} {n}")).collect();
            self.report.push(Message::new(&RELATIONS, "", list.join(", ")));
        }
        Ok(())
    }

    fn multipolygon(&mut self, relation: &Relation, tags: Tags, found: Vec<Feature>) {
        let outline = relation_outline(self.store, relation);
        count_area(tags, outline.complete, &mut self.report);
        let source = format!("relation/{}", relation.id);
        if outline.missing_ways > 0 {
            let message = Message::new(&MISSING_MEMBERS, "", outline.missing_ways.to_string());
            self.report.push(message.object(&source));
        }
        if outline.wrong_roles > 0 {
            let message = Message::new(&OUTSIDE_ROLE, "", outline.wrong_roles.to_string());
            self.report.push(message.object(&source));
        }
        let whole = outline.missing_ways == 0 && outline.missing_nodes == 0;
        if let Some(end) = outline.open_ends.first().filter(|_| whole) {
            let detail = format!("{} open ends, one at node/{end}", outline.open_ends.len());
            let message = Message::new(&OPEN_RING, "", detail).object(&source);
            let at = self.store.node(*end).map(|node| [node.at[0], node.at[1], 0.0]);
            self.report.push(at.into_iter().fold(message, Message::at));
        }
        self.missing_nodes += outline.missing_nodes;
        let subject = Subject { source, tags, at: None, pieces: Vec::new(), outline: Some(outline) };
        self.add(subject, found);
    }

    /// Adds the elements of an object.
    fn add(&mut self, subject: Subject, found: Vec<Feature>) {
        if found.is_empty() {
            self.unknown += 1;
            return;
        }
        let mut keys = 0_usize;
        for feature in found {
            for text in &feature.mended {
                self.report.push(Message::new(&MEASURE, "", text).object(&subject.source));
            }
            let places = self.places(&subject, feature.form);
            let mut kind = Some(feature.kind);
            let last = places.len().saturating_sub(1);
            for (number, (geometry, nodes)) in places.into_iter().enumerate() {
                let suffix = match (keys, number) {
                    (0, _) => String::new(),
                    (_, 0) => format!("#{}", feature.suffix),
                    (_, n) => format!("#{}{}", feature.suffix, n + 1),
                };
                keys += 1;
                let taken = if number == last { kind.take() } else { kind.clone() };
                let Some(mut kind) = taken else { continue };
                if let Kind::Street(street) = &mut kind {
                    street.nodes = nodes;
                }
                if matches!(kind, Kind::Stop(_)) && transit::stop(subject.tags).is_none() {
                    self.platforms.push(self.elements.len());
                }
                let key = format!("osm/{}{suffix}", subject.source);
                let tags = if number < MOST_TAGGED_PIECES { subject.tags } else { self.store.tags(&[]) };
                self.elements.push(element(key, kind, geometry, &subject.source, tags));
            }
        }
    }

    /// Geometries of a form, with the node numbers of lines.
    fn places(&mut self, subject: &Subject, form: Form) -> Vec<(Geometry, Vec<i64>)> {
        let line = |piece: &Piece| (Geometry::Line(piece.points.clone()), piece.nodes.clone());
        match (form, &subject.outline, subject.at) {
            (Form::Point, _, Some(at)) => vec![(Geometry::Point([at[0], at[1], 0.0]), Vec::new())],
            (Form::Line, ..) => subject.pieces.iter().map(line).collect(),
            (_, Some(outline), _) if !outline.polygons.is_empty() => {
                let geometry = match (form, interior(&outline.polygons)) {
                    (Form::Point, Some(at)) => Geometry::Point([at[0], at[1], 0.0]),
                    _ => Geometry::Area(outline.polygons.clone()),
                };
                vec![(geometry, Vec::new())]
            }
            (Form::Point, None, None) => {
                let middle =
                    subject.pieces.first().and_then(|piece| piece.points.get(piece.points.len() / 2));
                middle.map(|at| (Geometry::Point(*at), Vec::new())).into_iter().collect()
            }
            (_, outline, _) => {
                let cut = outline.as_ref().is_some_and(|o| o.missing_nodes + o.missing_ways > 0);
                if cut {
                    self.lost_ways += 1;
                } else {
                    let message = Message::new(&NO_AREA, "", "no ring with an area");
                    self.report.push(message.object(&subject.source));
                }
                Vec::new()
            }
        }
    }

    /// Trees every 8 m along a row, its first point included. The first tree carries the tags of
    /// the row; the facts of a tree are in each.
    fn tree_row(&mut self, source: &str, tags: Tags, pieces: &[Piece]) {
        let tree: Tree = land::tree(tags);
        let places = pieces.iter().flat_map(|piece| along(&piece.points, TREE_ROW_M)).take(MOST_ROW_TREES);
        for (number, at) in places.enumerate() {
            let key = format!("osm/{source}#tree{}", number + 1);
            let kind = Kind::Tree(tree.clone());
            let tags = if number == 0 { tags } else { self.store.tags(&[]) };
            self.elements.push(element(key, kind, Geometry::Point(at), source, tags));
            self.trees_in_rows += 1;
        }
    }

    /// Adds the sea as one area when the coastline allows it.
    fn sea(&mut self) {
        match sea_of(self.store, &self.elements) {
            Some(Ok(polygons)) => {
                let kind = Kind::Area(Area::new(AreaUse::Water));
                let (tags, geometry) = (self.store.tags(&[]), Geometry::Area(polygons));
                self.elements.push(element("osm/sea".to_owned(), kind, geometry, "sea", tags));
            }
            Some(Err(reason)) => self.report.push(Message::new(&SEA, "", reason)),
            None => {}
        }
    }

    /// Reports what is told once for the whole file.
    fn summary(&mut self) {
        if self.missing_nodes > 0 {
            let detail = format!(
                "{} references lead to nodes that are not in the file; {} ways are cut, {} lie wholly outside",
                self.missing_nodes, self.cut_ways, self.lost_ways
            );
            self.report.push(Message::new(&MISSING_NODES, "", detail));
        }
        if self.unknown > 0 {
            self.report.push(Message::new(&UNKNOWN, "", self.unknown.to_string()));
        }
        for element in &self.elements {
            *self.report.elements.entry(element.layer().name().to_owned()).or_default() += 1;
        }
    }
}

/// Buildings of parts as `type=building` relations say them.
fn stated_parents(store: &Store) -> HashMap<Key, Key> {
    let mut parents = HashMap::new();
    for relation in &store.relations {
        if !store.tags(&relation.tags).is("type", "building") {
            continue;
        }
        let key = |member: &Member| {
            let kind = if member.kind == MemberKind::Way { "way" } else { "relation" };
            Key::from(format!("osm/{kind}/{}", member.id))
        };
        let with = |role: &'static str| {
            let members = relation.members.iter().filter(|member| member.kind != MemberKind::Node);
            members.filter(move |member| store.text(member.role) == role)
        };
        let Some(outline) = with("outline").next().map(key) else { continue };
        parents.extend(with("part").map(|part| (key(part), outline.clone())));
    }
    parents
}

/// An element with the tags of its object.
fn element(key: String, kind: Kind, geometry: Geometry, source: &str, tags: Tags) -> Element {
    let mut element = Element::new(key, kind, geometry);
    element.vertical = Vertical::AboveGround;
    element.source = SourceRef { source: 0, id: source.to_owned() };
    element.name = tags.get("name").map(plain_name).filter(|name| !name.is_empty());
    element.attributes = tags
        .pairs()
        .map(|(name, value)| (name.clone(), AttributeValue::Text(value.as_str().to_owned())))
        .collect::<Attributes>();
    element
}

/// A name without control characters and marks that turn the direction of writing.
fn plain_name(name: &str) -> String {
    let hidden = |c: char| {
        c.is_control()
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    name.chars().filter(|c| !hidden(*c)).collect::<String>().trim().to_owned()
}

/// Places at a distance along a line in degrees, starting at its first point.
fn along(points: &[Point3], spacing_m: f64) -> Vec<Point3> {
    let mut places: Vec<Point3> = points.first().copied().into_iter().collect();
    let mut since_last = 0.0;
    for pair in points.windows(2) {
        let [a, b] = *pair else { continue };
        let east = (b[0] - a[0]) * METRES_PER_DEGREE * a[1].to_radians().cos();
        let length = east.hypot((b[1] - a[1]) * METRES_PER_DEGREE);
        let mut next = spacing_m - since_last;
        while next <= length && places.len() < MOST_ROW_TREES {
            let t = next / length;
            places.push([a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, 0.0]);
            next += spacing_m;
        }
        since_last = length - (next - spacing_m);
    }
    places
}
