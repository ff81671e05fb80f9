//! What is on the ground already: buildings, ways, car parks, and the nodes of the ways.

use linli_model::{AreaUse, Element, Geometry, Kind, ParkingKind, Presence, Street, StreetClass, Truth};

use super::region::Region;
use crate::draft::Draft;
use crate::plan::{Place, Rectangle};
use crate::xinghe::Unit;
use crate::xinghe::plan::{Programme, UNIT};

/// Land around the unit that is looked at, metres.
const AROUND_M: f64 = 175.0;
/// Parts of buildings that begin below this stand on the ground, metres.
const HEADROOM_M: f64 = 4.0;
/// Room beside a way that is not planted, metres.
const VERGE_M: f64 = 0.06;

/// A building or a car park.
pub(crate) struct Body {
    pub ring: Vec<Place>,
    pub around: Rectangle,
}

/// A way at ground level.
pub(crate) struct Route {
    pub class: StreetClass,
    pub half_width_m: f64,
    pub points: Vec<Place>,
    pub around: Rectangle,
    /// Whether it is a street's own pavement or cycle lane: street trees stand beside it.
    pub of_street: bool,
}

/// The ground of a unit, in its plan frame.
pub(crate) struct Ground {
    pub buildings: Vec<Body>,
    pub routes: Vec<Route>,
    pub lots: Vec<Body>,
    /// Buildings that stand until what is designed is built.
    pub going: Vec<Body>,
    /// Nodes of ways that people walk on.
    nodes: Vec<(Place, i64)>,
}

impl Ground {
    /// The ground as it will be when all that is designed stands.
    pub(crate) fn of(draft: &Draft, unit: &Unit) -> Self {
        let mut ground = Self {
            buildings: Vec::new(),
            routes: Vec::new(),
            lots: Vec::new(),
            going: Vec::new(),
            nodes: Vec::new(),
        };
        let renewed: Vec<Rectangle> = unit
            .plots
            .iter()
            .filter(|p| p.programme == Programme::OldEstateRenewed)
            .map(|p| p.outline)
            .collect();
        for element in draft.community.elements() {
            match &element.kind {
                Kind::Building(b) | Kind::BuildingPart(b) if b.min_height_m < HEADROOM_M => {
                    ground.add_building(element, unit, &renewed);
                }
                Kind::Street(street) => ground.add_route(element, street, unit),
                Kind::Parking(p) if matches!(p.parking, ParkingKind::Surface | ParkingKind::StreetSide) => {
                    ground.lots.extend(bodies(element, unit));
                }
                _ => {}
            }
        }
        ground
    }

    fn add_building(&mut self, element: &Element, unit: &Unit, renewed: &[Rectangle]) {
        let makes_room = |b: &Body| renewed.iter().any(|r| r.distance_m(b.around.centre()) == 0.0);
        match element.presence.truth {
            Truth::Proposed | Truth::Temporary => {}
            Truth::Existing => {
                let (going, staying): (Vec<Body>, Vec<Body>) =
                    bodies(element, unit).into_iter().partition(makes_room);
                self.going.extend(going);
                self.buildings.extend(staying);
            }
            Truth::Designed => self.buildings.extend(bodies(element, unit)),
        }
    }

    fn add_route(&mut self, element: &Element, street: &Street, unit: &Unit) {
        let Geometry::Line(line) = &element.geometry else { return };
        let hidden = street.class.is_rail() || street.class == StreetClass::Corridor;
        if hidden || street.layer != 0 || street.tunnel {
            return;
        }
        let points: Vec<Place> = line.iter().map(|p| unit.placing.plan([p[0], p[1]])).collect();
        let around = Rectangle::around(&points);
        if !meets(&around, &UNIT.grown(AROUND_M)) {
            return;
        }
        if street.access.walk == linli_model::Access::Yes {
            self.nodes.extend(points.iter().copied().zip(street.nodes.iter().copied()));
        }
        let half_width_m = street.width_m.unwrap_or(2.0) / 2.0;
        let key = element.key.as_str();
        let of_street = key.contains("/walk-") || key.contains("/cycle-");
        self.routes.push(Route { class: street.class, half_width_m, points, around, of_street });
    }

    /// Buildings in a window.
    pub(crate) fn built(&self, window: &Rectangle) -> Region {
        let near = self.buildings.iter().filter(|b| meets(&b.around, window));
        Region::union(&near.map(|b| Region::of_ring(&b.ring)).collect::<Vec<_>>())
    }

    /// Ways and car parks in a window.
    pub(crate) fn paved(&self, window: &Rectangle) -> Region {
        self.ways(window, VERGE_M, |_| true)
    }

    /// Car parks, and ways of some classes, in a window; `beside_m` wider on both sides.
    pub(crate) fn ways(&self, window: &Rectangle, beside_m: f64, of: impl Fn(StreetClass) -> bool) -> Region {
        let near = self
            .routes
            .iter()
            .filter(|r| of(r.class) && meets(&r.around.grown(r.half_width_m + beside_m), window))
            .map(|r| Region::along(&r.points, r.half_width_m + beside_m));
        let lots = self.lots.iter().filter(|b| meets(&b.around, window)).map(|b| Region::of_ring(&b.ring));
        Region::union(&near.chain(lots).collect::<Vec<_>>())
    }

    /// The node of a walked way nearest to a place, within a distance.
    pub(crate) fn nearest_node(&self, [u, v]: Place, within_m: f64) -> Option<i64> {
        self.nodes
            .iter()
            .map(|(p, node)| ((p[0] - u).hypot(p[1] - v), *node))
            .filter(|(distance, _)| *distance <= within_m)
            .min_by(|a, b| a.0.total_cmp(&b.0))
            .map(|(_, node)| node)
    }
}

/// Areas of the land that is drawn, for what grows on them: use, presence, key and region.
pub(crate) struct Planted {
    pub key: String,
    pub use_: AreaUse,
    pub presence: Presence,
    pub region: Region,
}

/// All areas of a unit in its plan frame.
pub(crate) fn planted(draft: &Draft, unit: &Unit) -> Vec<Planted> {
    let prefix = unit.placing.prefix();
    let whole = UNIT.grown(AROUND_M);
    let mut list = Vec::new();
    for element in draft.community.elements() {
        let (Kind::Area(area), Geometry::Area(polygons)) = (&element.kind, &element.geometry) else {
            continue;
        };
        let Some(key) = element.key.as_str().strip_prefix(&prefix) else { continue };
        let ring = |points: &[linli_model::Point3]| -> Vec<Place> {
            points.iter().map(|p| unit.placing.plan([p[0], p[1]])).collect()
        };
        let mut region = Region::empty();
        for polygon in polygons {
            let outer = ring(&polygon.exterior);
            if !meets(&Rectangle::around(&outer), &whole) {
                continue;
            }
            let holes: Vec<Region> = polygon.holes.iter().map(|h| Region::of_ring(&ring(h))).collect();
            let piece = Region::of_ring(&outer).without(&Region::union(&holes));
            region.0.0.extend(piece.0.0);
        }
        if !region.is_empty() {
            let (use_, presence) = (area.use_, element.presence);
            list.push(Planted { key: key.to_owned(), use_, presence, region });
        }
    }
    list
}

/// Whether two boxes overlap.
pub(crate) fn meets(a: &Rectangle, b: &Rectangle) -> bool {
    a.west < b.east && a.east > b.west && a.south < b.north && a.north > b.south
}

fn bodies(element: &Element, unit: &Unit) -> Vec<Body> {
    let Geometry::Area(polygons) = &element.geometry else { return Vec::new() };
    let body = |polygon: &linli_model::Polygon| {
        let ring: Vec<Place> = polygon.exterior.iter().map(|p| unit.placing.plan([p[0], p[1]])).collect();
        let around = Rectangle::around(&ring);
        Body { ring, around }
    };
    polygons.iter().map(body).filter(|b| meets(&b.around, &UNIT.grown(AROUND_M))).collect()
}
