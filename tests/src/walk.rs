//! The walking graph of an OpenStreetMap file by the rule of `reference/osm_counts_and_reach.json`:
//! every pair of neighbouring points of a walkable way is an undirected edge.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use linli_io::{Input, Limits, OSM_PBF, OSM_XML, ReadContext};
use linli_model::{Access, Element, Geometry, Kind, NoProgress, Street, StreetClass};
use linli_sim::reach::{Link, TravelGraph};

/// Mean radius of the earth that the reference uses, metres.
const EARTH_M: f64 = 6_371_008.8;

/// Nodes with places, and undirected edges with lengths.
#[derive(Debug)]
pub struct OsmWalk {
    /// Node number of the file.
    pub numbers: Vec<i64>,
    /// Longitude and latitude of each node, degrees.
    pub places: Vec<[f64; 2]>,
    /// Edges: two positions in the lists above, and metres.
    pub edges: Vec<(u32, u32, f64)>,
    position: HashMap<i64, u32>,
}

impl OsmWalk {
    /// Reads a file.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn read(path: &Path) -> Result<Self, String> {
        let limits = Limits::default();
        let context = ReadContext { limits: &limits, progress: &NoProgress, crs: None };
        let input = Input::open(path, &limits).map_err(|e| e.to_string())?;
        let format = if path.to_string_lossy().ends_with(".pbf") { &OSM_PBF } else { &OSM_XML };
        let reading = (format.read)(&input, &context).map_err(|e| e.to_string())?;
        Ok(Self::of(&reading.elements))
    }

    /// The graph of elements whose coordinates are degrees.
    pub fn of(elements: &[Element]) -> Self {
        let mut walk =
            Self { numbers: Vec::new(), places: Vec::new(), edges: Vec::new(), position: HashMap::new() };
        let mut known: BTreeMap<(u32, u32), ()> = BTreeMap::new();
        for element in elements {
            let (Kind::Street(street), Geometry::Line(points)) = (&element.kind, &element.geometry) else {
                continue;
            };
            if !counts(element, street) || street.nodes.len() != points.len() {
                continue;
            }
            let positions: Vec<u32> =
                street.nodes.iter().zip(points).map(|(n, p)| walk.node(*n, [p[0], p[1]])).collect();
            for pair in positions.windows(2) {
                let (a, b) = (pair[0].min(pair[1]), pair[0].max(pair[1]));
                if known.insert((a, b), ()).is_none() {
                    let metres = haversine_m(walk.places[a as usize], walk.places[b as usize]);
                    walk.edges.push((a, b, metres));
                }
            }
        }
        walk
    }

    fn node(&mut self, number: i64, place: [f64; 2]) -> u32 {
        *self.position.entry(number).or_insert_with(|| {
            self.numbers.push(number);
            self.places.push(place);
            self.numbers.len() as u32 - 1
        })
    }

    /// Position of a node number.
    pub fn position_of(&self, number: i64) -> Option<u32> {
        self.position.get(&number).copied()
    }

    /// Both directions of each edge, in milliseconds at a walking speed.
    pub fn links(&self, speed_mps: f64) -> Vec<Link> {
        let mut links = Vec::with_capacity(self.edges.len() * 2);
        for (from, to, metres) in &self.edges {
            let cost_ms = (metres / speed_mps * 1000.0).round() as u32;
            links.push(Link { from: *from, to: *to, cost_ms });
            links.push(Link { from: *to, to: *from, cost_ms });
        }
        links
    }

    /// The graph at a walking speed.
    pub fn graph(&self, speed_mps: f64) -> TravelGraph {
        TravelGraph::from_links(self.numbers.len() as u32, &self.links(speed_mps)).unwrap_or_default()
    }
}

/// Whether a way is part of the reference's graph. The reference goes by `access`; `foot=private`
/// alone does not close a way there.
fn counts(element: &Element, street: &Street) -> bool {
    let tag = |name: &str| element.attributes.get(name).map(ToString::to_string).unwrap_or_default();
    let private_on_foot = street.access.walk == Access::Private
        && tag("foot") == "private"
        && !matches!(tag("access").as_str(), "no" | "private");
    let on_foot = street.access.walk == Access::Yes || private_on_foot;
    let fast = matches!(street.class, StreetClass::Motorway | StreetClass::Trunk);
    on_foot && !street.area && !fast && !street.class.is_rail()
}

/// Great-circle distance of two places in degrees, metres.
pub fn haversine_m(a: [f64; 2], b: [f64; 2]) -> f64 {
    let (phi1, phi2) = (a[1].to_radians(), b[1].to_radians());
    let half = |d: f64| (d / 2.0).sin().powi(2);
    let h = half(phi2 - phi1) + phi1.cos() * phi2.cos() * half((b[0] - a[0]).to_radians());
    2.0 * EARTH_M * h.sqrt().asin()
}
