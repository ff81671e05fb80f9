//! Ways and their nodes: where two ways at ground level touch, they share a node number.

use std::collections::BTreeMap;

use linli_model::{
    Access, Geometry, Kind, ModeAccess, Oneway, Street, StreetClass, StreetNode, StreetNodeKind,
};

use crate::draft::Draft;
use crate::plan::{Name, Place, lifted};

/// Number of the first node.
const FIRST_NODE: i64 = 1001;

/// One street or path.
#[derive(Clone, Debug)]
pub(crate) struct Way {
    pub key: String,
    pub name: Option<Name>,
    pub class: StreetClass,
    pub width_m: f64,
    pub lanes: Option<u8>,
    pub speed_kmh: Option<f32>,
    pub surface: &'static str,
    pub layer: i8,
    pub points: Vec<Place>,
}

impl Way {
    /// A way at ground level.
    pub(crate) fn new(key: impl Into<String>, class: StreetClass, width_m: f64, points: &[Place]) -> Self {
        let surface = match class {
            StreetClass::Footway | StreetClass::Pedestrian | StreetClass::LivingStreet => "paving_stones",
            _ => "asphalt",
        };
        Self {
            key: key.into(),
            name: None,
            class,
            width_m,
            lanes: None,
            speed_kmh: None,
            surface,
            layer: 0,
            points: points.to_vec(),
        }
    }

    pub(crate) fn named(mut self, name: Name) -> Self {
        self.name = Some(name);
        self
    }

    pub(crate) fn with_lanes(mut self, lanes: u8, speed_kmh: f32) -> Self {
        (self.lanes, self.speed_kmh) = (Some(lanes), Some(speed_kmh));
        self
    }

    pub(crate) fn on_layer(mut self, layer: i8) -> Self {
        self.layer = layer;
        self
    }

    /// The straight pieces.
    pub(crate) fn pieces(&self) -> impl Iterator<Item = [Place; 2]> + '_ {
        self.points.windows(2).map(|pair| [pair[0], pair[1]])
    }

    fn access(&self) -> ModeAccess {
        let [walk, cycle, car] = match self.class {
            StreetClass::Subway => [Access::No, Access::No, Access::No],
            StreetClass::Cycleway => [Access::No, Access::Yes, Access::No],
            StreetClass::Footway => [Access::Yes, Access::No, Access::No],
            StreetClass::Pedestrian => [Access::Yes, Access::Yes, Access::No],
            StreetClass::LivingStreet => [Access::Yes, Access::Yes, Access::Private],
            _ => [Access::Yes, Access::Yes, Access::Yes],
        };
        ModeAccess { walk, cycle, car }
    }
}

/// All ways, and the numbers of their nodes by place in centimetres.
#[derive(Default)]
pub(crate) struct Network {
    pub ways: Vec<Way>,
    nodes: BTreeMap<[i64; 2], i64>,
}

fn centimetres(p: Place) -> [i64; 2] {
    p.map(|v| (v * 100.0).round() as i64)
}

impl Network {
    /// Cuts all ways at ground level where they touch, and numbers every point.
    pub(crate) fn join(&mut self) {
        let mut cuts: Vec<Vec<Place>> = vec![Vec::new(); self.ways.len()];
        for (i, a) in self.ways.iter().enumerate() {
            for (j, b) in self.ways.iter().enumerate().skip(i + 1) {
                if a.layer != 0 || b.layer != 0 {
                    continue;
                }
                for p in a.pieces().flat_map(|p| b.pieces().filter_map(move |q| touching(p, q))) {
                    for way in [i, j] {
                        if let Some(list) = cuts.get_mut(way) {
                            list.push(p);
                        }
                    }
                }
            }
        }
        for (way, cuts) in self.ways.iter_mut().zip(&cuts) {
            way.points = cut(&way.points, cuts);
        }
        for p in self.ways.iter().flat_map(|way| &way.points) {
            let next = FIRST_NODE + self.nodes.len() as i64;
            self.nodes.entry(centimetres(*p)).or_insert(next);
        }
    }

    /// The node at a place.
    pub(crate) fn node(&self, p: Place) -> Option<i64> {
        self.nodes.get(&centimetres(p)).copied()
    }

    /// Adds all ways, and the crossings and signals on them.
    pub(crate) fn draw(&self, draft: &mut Draft) {
        for way in &self.ways {
            let street = Street {
                class: way.class,
                width_m: Some(way.width_m),
                lanes: way.lanes,
                oneway: Oneway::No,
                surface: Some(way.surface.to_owned()).filter(|_| !way.class.is_rail()),
                bridge: way.layer > 0,
                tunnel: way.layer < 0,
                layer: way.layer,
                speed_kmh: way.speed_kmh,
                access: way.access(),
                area: false,
                nodes: way.points.iter().filter_map(|p| self.node(*p)).collect(),
            };
            let line = Geometry::Line(lifted(&way.points, 0.0));
            draft.add(format!("street/{}", way.key), way.name, Kind::Street(street), line);
        }
        for (place, what) in self.street_nodes() {
            let node = self.node(place);
            let key = format!("street-node/{}", node.unwrap_or_default());
            let kind = Kind::StreetNode(StreetNode { what, node });
            draft.add(key, None, kind, Geometry::Point([place[0], place[1], 0.0]));
        }
    }

    /// Crossings where a footway passes over a street for cars; signals where the main street meets
    /// another.
    fn street_nodes(&self) -> Vec<(Place, StreetNodeKind)> {
        use StreetClass::{Footway, LivingStreet, Residential, Secondary};
        let mut classes: BTreeMap<[i64; 2], Vec<StreetClass>> = BTreeMap::new();
        for way in self.ways.iter().filter(|w| w.layer == 0) {
            for p in &way.points {
                classes.entry(centimetres(*p)).or_default().push(way.class);
            }
        }
        let what = |at: &Vec<StreetClass>| {
            let has = |class| at.contains(&class);
            match (has(Secondary), has(Residential), has(Footway)) {
                (true, true, _) => Some(StreetNodeKind::Signals),
                (true, _, true) => Some(StreetNodeKind::SignalCrossing),
                (false, true, true) if !has(LivingStreet) => Some(StreetNodeKind::Crossing),
                _ => None,
            }
        };
        let place = |at: &[i64; 2]| at.map(|v| v as f64 / 100.0);
        classes.iter().filter_map(|(at, classes)| Some((place(at), what(classes)?))).collect()
    }
}

/// Where two pieces touch: a crossing, or the end of one on the other.
fn touching([a, b]: [Place; 2], [c, d]: [Place; 2]) -> Option<Place> {
    let [u, v] = [[b[0] - a[0], b[1] - a[1]], [d[0] - c[0], d[1] - c[1]]];
    let cross = u[0] * v[1] - u[1] * v[0];
    if cross.abs() < 1e-9 {
        return None;
    }
    let from = [c[0] - a[0], c[1] - a[1]];
    let t = (from[0] * v[1] - from[1] * v[0]) / cross;
    let s = (from[0] * u[1] - from[1] * u[0]) / cross;
    let on = |v: f64, length: f64| v * length > -0.005 && (v - 1.0) * length < 0.005;
    let touches = on(t, u[0].hypot(u[1])) && on(s, v[0].hypot(v[1]));
    touches.then(|| [a[0] + t * u[0], a[1] + t * u[1]].map(|v| (v * 100.0).round() / 100.0))
}

/// A line with further points put in, each on the piece it lies on.
fn cut(points: &[Place], cuts: &[Place]) -> Vec<Place> {
    let mut line: Vec<Place> = Vec::new();
    let mut push = |p: Place| {
        if line.last().is_none_or(|q| centimetres(*q) != centimetres(p)) {
            line.push(p);
        }
    };
    for pair in points.windows(2) {
        let [a, b] = [pair[0], pair[1]];
        let along = |p: &Place| (p[0] - a[0]) * (b[0] - a[0]) + (p[1] - a[1]) * (b[1] - a[1]);
        let mut here: Vec<Place> =
            cuts.iter().copied().filter(|p| crate::plan::distance_to_segment(*p, a, b) < 0.02).collect();
        here.sort_by(|p, q| along(p).total_cmp(&along(q)));
        push(a);
        here.into_iter().for_each(&mut push);
        push(b);
    }
    line
}
