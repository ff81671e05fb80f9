//! Where trees may stand: clear of walls, ways, water, lines, furniture and each other.

use std::collections::BTreeMap;

use linli_model::{
    AreaUse, EquipmentKind, Geometry, Kind, Medium, Presence, StreetClass, Tree, UtilityNodeKind,
};

use super::species::{Age, Species};
use crate::draft::Draft;
use crate::plan::{Place, Rectangle, distance_to_segment};
use crate::random::Random;
use crate::xinghe::Unit;
use crate::xinghe::land::ground::{Ground, Planted, meets};
use crate::xinghe::plan::UNIT;

/// Side of the squares by which what is near is found, metres.
const CELL_M: f64 = 12.0;
/// Room of a trunk beside ways, and beside carriageways' kerbs, metres.
const WAY_M: f64 = 1.0;
const KERB_M: f64 = 0.8;
/// Room of a street tree beside its street's pavement or cycle lane, metres.
const STREET_M: f64 = 0.5;
/// Trunks keep so much of their crown, and so many metres, from walls.
const WALL: [f64; 2] = [0.3, 1.0];
/// Least distance of trunks as a part of the sum of both crowns.
const APART: f64 = 0.36;
/// Room around manholes and other covers in the ground, metres.
const COVER_M: f64 = 1.0;
/// Land around the unit that is planted, metres.
const AROUND_M: f64 = 152.0;

/// One side or edge of something.
struct Edge {
    ends: [Place; 2],
    /// Room on both sides.
    room_m: f64,
    /// Room for each metre of crown.
    per_crown: f64,
}

/// A tree that is planted.
pub(super) struct Planting {
    pub key: String,
    pub place: Place,
    pub tree: Tree,
    pub presence: Presence,
}

/// All trees, and what they keep clear of.
pub(super) struct Grove {
    edges: Vec<Edge>,
    edge_cells: BTreeMap<[i32; 2], Vec<usize>>,
    spots: Vec<(Place, f64)>,
    spot_cells: BTreeMap<[i32; 2], Vec<usize>>,
    tree_cells: BTreeMap<[i32; 2], Vec<usize>>,
    /// Land on which no trunk stands.
    closed: Vec<(Rectangle, crate::xinghe::land::region::Region)>,
    pub trees: Vec<Planting>,
    counts: BTreeMap<String, u32>,
}

fn cell(p: Place) -> [i32; 2] {
    p.map(|v| (v / CELL_M).floor() as i32)
}

impl Grove {
    /// What stands and lies in a unit.
    pub(super) fn of(draft: &Draft, unit: &Unit, ground: &Ground, land: &[Planted]) -> Self {
        let mut grove = Self {
            edges: Vec::new(),
            edge_cells: BTreeMap::new(),
            spots: Vec::new(),
            spot_cells: BTreeMap::new(),
            tree_cells: BTreeMap::new(),
            closed: Vec::new(),
            trees: Vec::new(),
            counts: BTreeMap::new(),
        };
        for body in &ground.buildings {
            let next = body.ring.iter().cycle().skip(1);
            for (a, b) in body.ring.iter().zip(next) {
                grove.add_edge(Edge { ends: [*a, *b], room_m: WALL[1], per_crown: WALL[0] });
            }
            grove.close(crate::xinghe::land::region::Region::of_ring(&body.ring));
        }
        for lot in &ground.lots {
            grove.close(crate::xinghe::land::region::Region::of_ring(&lot.ring).grown(0.5));
        }
        for route in &ground.routes {
            use StreetClass::{Primary, Residential, Secondary};
            let main = matches!(route.class, Primary | Secondary | Residential);
            // Rows beside a carriageway stand in its strip, between kerb and cycle lane or pavement.
            let room = match route.class {
                _ if main => KERB_M,
                _ if route.of_street => STREET_M,
                _ => WAY_M,
            };
            for pair in route.points.windows(2) {
                let ends = [pair[0], pair[1]];
                grove.add_edge(Edge { ends, room_m: route.half_width_m + room, per_crown: 0.0 });
            }
        }
        for piece in land {
            let closed = matches!(
                piece.use_,
                AreaUse::Water | AreaUse::Playground | AreaUse::Sport | AreaUse::RainGarden
            );
            if closed || piece.key.ends_with("/pitch") || piece.key.ends_with("/football") {
                grove.close(piece.region.grown(0.8));
            }
        }
        grove.add_points(draft, unit);
        grove
    }

    fn close(&mut self, region: crate::xinghe::land::region::Region) {
        if let Some(around) = region.around() {
            self.closed.push((around, region));
        }
    }

    fn add_edge(&mut self, edge: Edge) {
        let around = Rectangle::around(&edge.ends);
        if !meets(&around.grown(1.0), &UNIT.grown(AROUND_M)) {
            return;
        }
        let reach = edge.room_m + 9.0 * edge.per_crown;
        let index = self.edges.len();
        let [a, b] = edge.ends;
        let steps = ((a[0] - b[0]).hypot(a[1] - b[1]) / (CELL_M / 2.0)).ceil().max(1.0);
        let spread = (reach / CELL_M).ceil() as i32;
        let mut seen: Vec<[i32; 2]> = Vec::new();
        for i in 0..=steps as u32 {
            let t = f64::from(i) / steps;
            let [x, y] = cell([a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])]);
            for dx in -spread..=spread {
                for dy in -spread..=spread {
                    seen.push([x + dx, y + dy]);
                }
            }
        }
        seen.sort_unstable();
        seen.dedup();
        for place in seen {
            self.edge_cells.entry(place).or_default().push(index);
        }
        self.edges.push(edge);
    }

    fn add_spot(&mut self, place: Place, room_m: f64) {
        let [x, y] = cell(place);
        for dx in -1..=1 {
            for dy in -1..=1 {
                self.spot_cells.entry([x + dx, y + dy]).or_default().push(self.spots.len());
            }
        }
        self.spots.push((place, room_m));
    }

    /// Stops, entrances, crossings, equipment, lines and their nodes.
    fn add_points(&mut self, draft: &Draft, unit: &Unit) {
        let window = UNIT.grown(AROUND_M);
        for element in draft.community.elements() {
            let room = match &element.kind {
                Kind::Stop(_) => 7.0,
                Kind::StationEntrance(_) => 5.0,
                Kind::Entrance(_) => 2.5,
                Kind::StreetNode(_) => 4.0,
                Kind::CorridorNode(_) => 2.5,
                Kind::Facility(f) if f.building.is_none() => 1.5,
                Kind::Equipment(e) if e.equipment == EquipmentKind::StreetLamp => 2.0,
                Kind::Equipment(_) | Kind::Structure { .. } => 1.5,
                Kind::UtilityNode(n) if n.node != UtilityNodeKind::Junction => COVER_M,
                // A line in a tunnel lies below all roots.
                Kind::UtilityLine(line) if line.corridor.is_some() => continue,
                Kind::UtilityLine(line) => {
                    self.add_line(element, unit, clearance_m(line.medium) + line.diameter_mm / 2000.0);
                    continue;
                }
                _ => continue,
            };
            let aabb = element.geometry.aabb();
            if aabb.is_empty() {
                continue;
            }
            let ends = [[aabb.min[0], aabb.min[1]], [aabb.max[0], aabb.max[1]]];
            let small = (ends[1][0] - ends[0][0]).hypot(ends[1][1] - ends[0][1]) < 8.0;
            let middle = unit.placing.plan([0, 1].map(|k| (ends[0][k] + ends[1][k]) / 2.0));
            if small && window.distance_m(middle) == 0.0 {
                self.add_spot(middle, room);
            }
        }
    }

    fn add_line(&mut self, element: &linli_model::Element, unit: &Unit, room_m: f64) {
        let Geometry::Line(points) = &element.geometry else { return };
        for pair in points.windows(2) {
            let ends = [pair[0], pair[1]].map(|p| unit.placing.plan([p[0], p[1]]));
            self.add_edge(Edge { ends, room_m, per_crown: 0.0 });
        }
    }

    /// Whether a trunk with a crown may stand at a place.
    fn has_room(&self, p: Place, crown_m: f64) -> bool {
        let at = cell(p);
        let edges = self.edge_cells.get(&at).into_iter().flatten().filter_map(|i| self.edges.get(*i));
        let mut edges =
            edges.map(|e| distance_to_segment(p, e.ends[0], e.ends[1]) >= e.room_m + e.per_crown * crown_m);
        let spots = self.spot_cells.get(&at).into_iter().flatten().filter_map(|i| self.spots.get(*i));
        let mut spots = spots.map(|(q, room)| (p[0] - q[0]).hypot(p[1] - q[1]) >= *room);
        let apart = |q: &Planting| {
            let crowns = crown_m + q.tree.crown_m.unwrap_or_default();
            (p[0] - q.place[0]).hypot(p[1] - q.place[1]) >= (APART * crowns).max(2.2)
        };
        let mut trees =
            self.tree_cells.get(&at).into_iter().flatten().filter_map(|i| self.trees.get(*i)).map(apart);
        edges.all(|free| free)
            && spots.all(|free| free)
            && trees.all(|free| free)
            && !self.closed.iter().any(|(around, region)| around.distance_m(p) == 0.0 && region.holds(p))
    }

    /// Plants a tree where there is room for it; says whether there was.
    pub(super) fn plant(
        &mut self,
        key: &str,
        place: Place,
        (species, age): (&Species, Age),
        presence: Presence,
        random: &mut Random,
    ) -> bool {
        let tree = species.tree(age, random);
        let place = place.map(|v| (v * 100.0).round() / 100.0);
        if !self.has_room(place, tree.crown_m.unwrap_or_default()) {
            return false;
        }
        let count = self.counts.entry(key.to_owned()).or_default();
        *count += 1;
        let key = format!("{key}/tree-{count}");
        let [x, y] = cell(place);
        for dx in -1..=1 {
            for dy in -1..=1 {
                self.tree_cells.entry([x + dx, y + dy]).or_default().push(self.trees.len());
            }
        }
        self.trees.push(Planting { key, place, tree, presence });
        true
    }
}

/// Least distance between a line and a tree, metres (GB 50289-2016, table 4.1.9).
fn clearance_m(medium: Medium) -> f64 {
    crate::utility::tree_clearance_m(medium)
}
