//! Ways and their nodes: where two ways of one level touch, they share a node number.

use std::collections::BTreeMap;

use linli_model::{
    AttributeValue, Geometry, Kind, Point3, Presence, Street, StreetClass, StreetNode, StreetNodeKind,
};

use super::frame::Frame;
use super::way::{Way, round_cm};
use crate::draft::Draft;
use crate::plan::{Place, Rectangle, distance_to_segment};
use crate::xinghe::Placing;

/// Number of the first node.
const FIRST_NODE: i64 = 1001;
/// Ways closer than this touch, metres.
const TOUCH_M: f64 = 0.012;

/// Millimetres east and north in the scene, and level.
type NodeKey = ([i64; 2], i8);

/// A crossing, signals, a gate or a lift.
pub(crate) struct Mark {
    pub place: Place,
    pub level: i8,
    pub what: StreetNodeKind,
    /// Its key, when it has one of its own.
    pub key: Option<String>,
    pub attributes: Vec<(&'static str, AttributeValue)>,
}

impl Mark {
    pub(crate) fn new(place: Place, level: i8, what: StreetNodeKind) -> Self {
        Self { place: place.map(round_cm), level, what, key: None, attributes: Vec::new() }
    }
}

/// All ways of a unit, and the numbers of their nodes.
pub(crate) struct Network {
    pub ways: Vec<Way>,
    /// Signals, gates and lifts; crossings follow from the ways.
    pub marks: Vec<Mark>,
    placing: Placing,
    nodes: BTreeMap<NodeKey, i64>,
    next: i64,
}

impl Network {
    /// An empty network that knows the nodes of the units drawn before.
    pub(crate) fn new(draft: &Draft, placing: Placing) -> Self {
        let mut network =
            Self { ways: Vec::new(), marks: Vec::new(), placing, nodes: BTreeMap::new(), next: FIRST_NODE };
        for element in draft.community.elements() {
            let (Kind::Street(street), Geometry::Line(points)) = (&element.kind, &element.geometry) else {
                continue;
            };
            for (p, node) in points.iter().zip(&street.nodes) {
                network.next = network.next.max(node + 1);
                // Only streets at ground level cross a unit's border.
                if street.layer == 0 {
                    network.nodes.insert(([p[0], p[1]].map(millimetres), 0), *node);
                }
            }
        }
        network
    }

    /// Cuts every way to the frame; a way may fall into several.
    pub(crate) fn clip(&mut self, frame: &Frame) {
        self.ways = self.ways.iter().flat_map(|way| frame.clip(way)).collect();
        self.marks.retain(|mark| frame.holds(mark.place));
    }

    /// Cuts all ways of one level where they touch, and numbers every point.
    pub(crate) fn join(&mut self) {
        let boxes: Vec<Rectangle> =
            self.ways.iter().map(|w| Rectangle::around(&w.points).grown(TOUCH_M)).collect();
        let mut cuts: Vec<Vec<Place>> = vec![Vec::new(); self.ways.len()];
        for (i, a) in self.ways.iter().enumerate() {
            for (j, b) in self.ways.iter().enumerate().skip(i + 1) {
                if !overlap(&boxes[i], &boxes[j]) {
                    continue;
                }
                let touches = a.pieces().flat_map(|p| b.pieces().filter_map(move |q| touching(p, q)));
                for p in touches.filter(|p| a.level_at(*p) == b.level_at(*p)) {
                    cuts[i].push(p);
                    cuts[j].push(p);
                }
            }
        }
        for (way, cuts) in self.ways.iter_mut().zip(&cuts) {
            way.points = cut(&way.points, cuts);
        }
        let keys: Vec<NodeKey> = self
            .ways
            .iter()
            .flat_map(|way| way.points.iter().enumerate().map(|(i, p)| self.key(*p, way.level(i))))
            .collect();
        for key in keys {
            if self.find(key).is_none() {
                self.nodes.insert(key, self.next);
                self.next += 1;
            }
        }
    }

    fn key(&self, place: Place, level: i8) -> NodeKey {
        (self.placing.place(place).map(millimetres), level)
    }

    /// A neighbouring unit may round to the next millimetre.
    fn find(&self, ([x, y], level): NodeKey) -> Option<i64> {
        let around = [(0, 0), (-1, 0), (1, 0), (0, -1), (0, 1), (-1, -1), (1, -1), (-1, 1), (1, 1)];
        around.iter().find_map(|(dx, dy)| self.nodes.get(&([x + dx, y + dy], level)).copied())
    }

    /// The node at a place of a level.
    pub(crate) fn node(&self, place: Place, level: i8) -> Option<i64> {
        self.find(self.key(place, level))
    }

    /// The node nearest to a place on a way that people may walk on, at ground level, within a distance.
    pub(crate) fn nearest_node(&self, place: Place, within_m: f64) -> Option<i64> {
        let walked = self.ways.iter().filter(|w| w.layer == 0 && w.is_walked());
        walked
            .flat_map(|w| &w.points)
            .map(|p| ((p[0] - place[0]).hypot(p[1] - place[1]), *p))
            .filter(|(distance, _)| *distance <= within_m)
            .min_by(|a, b| a.0.total_cmp(&b.0))
            .and_then(|(_, p)| self.node(p, 0))
    }

    /// Adds all ways, and the crossings, signals, gates and lifts on them.
    pub(crate) fn draw(&self, draft: &mut Draft) {
        for way in &self.ways {
            draft.presence = way.presence;
            let kind = Kind::Street(self.street(way));
            let points: Vec<Point3> =
                way.points.iter().zip(way.heights()).map(|(p, z)| [p[0], p[1], z]).collect();
            draft.add_with(way.key.clone(), way.name, kind, Geometry::Line(points), &way.attributes);
        }
        let truth = self.presence_by_node();
        let crossings = self.crossings();
        for mark in self.marks.iter().chain(&crossings) {
            let Some(node) = self.node(mark.place, mark.level) else { continue };
            draft.presence = truth.get(&node).copied().unwrap_or(draft.presence);
            let kind = Kind::StreetNode(StreetNode { what: mark.what, node: Some(node) });
            let key = mark.key.clone().unwrap_or_else(|| format!("street-node/{node}"));
            let [u, v] = mark.place;
            draft.add_with(key, None, kind, Geometry::Point([u, v, 0.0]), &mark.attributes);
        }
    }

    fn street(&self, way: &Way) -> Street {
        let nodes = way.points.iter().enumerate().filter_map(|(i, p)| self.node(*p, way.level(i)));
        Street {
            class: way.class,
            width_m: Some(way.width_m),
            lanes: way.lanes,
            oneway: way.oneway,
            surface: way.surface().map(str::to_owned),
            bridge: way.layer > 0,
            tunnel: way.layer < 0 || way.through_building,
            layer: way.layer,
            speed_kmh: way.speed_kmh,
            access: way.access(),
            area: false,
            nodes: if way.class.is_rail() { Vec::new() } else { nodes.collect() },
        }
    }

    /// What is claimed about a node: it is there when a carriageway and a path that meet there both are.
    fn presence_by_node(&self) -> BTreeMap<i64, Presence> {
        let mut nodes: BTreeMap<i64, [Option<Presence>; 2]> = BTreeMap::new();
        for way in &self.ways {
            for (i, p) in way.points.iter().enumerate() {
                let Some(node) = self.node(*p, way.level(i)) else { continue };
                let kinds = nodes.entry(node).or_default();
                let one = &mut kinds[usize::from(way.class.is_carriageway())];
                if one.is_none_or(|other| way.presence.truth < other.truth) {
                    *one = Some(way.presence);
                }
            }
        }
        let later = |kinds: [Option<Presence>; 2]| kinds.into_iter().flatten().max_by_key(|p| p.truth);
        nodes.into_iter().filter_map(|(node, kinds)| Some((node, later(kinds)?))).collect()
    }

    /// Crossings where a footway passes over a carriageway: with signals on main streets and beside
    /// their junctions.
    fn crossings(&self) -> Vec<Mark> {
        use StreetClass::{Footway, LivingStreet, Pedestrian, Primary, Residential, Secondary};
        let mut at: BTreeMap<[i64; 2], (Place, Vec<StreetClass>)> = BTreeMap::new();
        for way in self.ways.iter().filter(|w| w.layer == 0) {
            for p in &way.points {
                at.entry(p.map(millimetres)).or_insert((*p, Vec::new())).1.push(way.class);
            }
        }
        let signals: Vec<Place> =
            self.marks.iter().filter(|m| m.what == StreetNodeKind::Signals).map(|m| m.place).collect();
        let near = |p: &Place| signals.iter().any(|s| (s[0] - p[0]).hypot(s[1] - p[1]) < 26.0);
        let marked: Vec<Place> = self.marks.iter().map(|m| m.place).collect();
        at.values()
            .filter(|(p, _)| !marked.contains(p))
            .filter_map(|(p, classes)| {
                let has = |class| classes.contains(&class);
                let walk = has(Footway) || has(Pedestrian);
                let what = match (has(Primary) || has(Secondary), has(Residential)) {
                    (true, _) => StreetNodeKind::SignalCrossing,
                    (_, true) if near(p) => StreetNodeKind::SignalCrossing,
                    (_, true) if !has(LivingStreet) => StreetNodeKind::Crossing,
                    _ => return None,
                };
                walk.then(|| Mark::new(*p, 0, what))
            })
            .collect()
    }
}

fn millimetres(v: f64) -> i64 {
    (v * 1000.0).round() as i64
}

fn overlap(a: &Rectangle, b: &Rectangle) -> bool {
    a.west <= b.east && b.west <= a.east && a.south <= b.north && b.south <= a.north
}

/// Where two pieces touch: a crossing, or the end of one on the other.
pub(crate) fn touching([a, b]: [Place; 2], [c, d]: [Place; 2]) -> Option<Place> {
    let [u, v] = [[b[0] - a[0], b[1] - a[1]], [d[0] - c[0], d[1] - c[1]]];
    let lengths = [u[0].hypot(u[1]), v[0].hypot(v[1])];
    let cross = u[0] * v[1] - u[1] * v[0];
    if cross.abs() < 1e-3 * lengths[0] * lengths[1] {
        return None;
    }
    let from = [c[0] - a[0], c[1] - a[1]];
    let t = (from[0] * v[1] - from[1] * v[0]) / cross;
    let s = (from[0] * u[1] - from[1] * u[0]) / cross;
    let on = |v: f64, length: f64| v * length > -TOUCH_M && (v - 1.0) * length < TOUCH_M;
    if !(on(t, lengths[0]) && on(s, lengths[1])) {
        return None;
    }
    let met = [a[0] + t * u[0], a[1] + t * u[1]];
    // An end that lies on the other way is the place, so that no second point comes beside it.
    let end = [a, b, c, d].into_iter().find(|p| (p[0] - met[0]).hypot(p[1] - met[1]) < 2.0 * TOUCH_M);
    Some(end.unwrap_or(met.map(round_cm)))
}

/// A line with further points put in, each on the piece it lies on.
fn cut(points: &[Place], cuts: &[Place]) -> Vec<Place> {
    let mut line: Vec<Place> = Vec::new();
    let mut push = |p: Place| {
        if line.last().is_none_or(|q| q.map(millimetres) != p.map(millimetres)) {
            line.push(p);
        }
    };
    for pair in points.windows(2) {
        let [a, b] = [pair[0], pair[1]];
        let along = |p: &Place| (p[0] - a[0]) * (b[0] - a[0]) + (p[1] - a[1]) * (b[1] - a[1]);
        let mut here: Vec<Place> =
            cuts.iter().copied().filter(|p| distance_to_segment(*p, a, b) < 2.0 * TOUCH_M).collect();
        here.sort_by(|p, q| along(p).total_cmp(&along(q)));
        push(a);
        here.into_iter().for_each(&mut push);
        push(b);
    }
    line
}
