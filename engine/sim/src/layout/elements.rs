//! A layout as elements: buildings, doors, fire lanes, greens, basements, and facilities that move in.

use geo::{Area as _, BooleanOps as _, MultiPolygon, Simplify as _, unary_union};
use linli_model::{
    Area, AreaUse, Basement, Building, BuildingUse, Community, Element, Entrance, EntranceUse, Geometry, Key,
    Kind, LiftBank, Point3, Polygon, Presence, RoofShape, StoreyRun, Tree, Truth, Vertical,
};

use super::massing::{Block, Massing};
use super::parcel::ParcelSite;
use super::prepare::LayoutSite;
use super::rules::LayoutRules;
use crate::green::plane::Plan;

/// First node number of streets that layouts make; scenes number theirs far below.
const FIRST_NODE: i64 = 1 << 52;
/// Paving around buildings: of homes, of others, metres.
const APRON_HOME_M: f64 = 2.5;
const APRON_M: f64 = 6.0;
/// Narrowest paving, where the green would else be less than its limit, metres.
const LEAST_APRON_M: f64 = 1.2;
/// Smallest piece of green or paving that is made, square metres.
const LEAST_PIECE_M2: f64 = 20.0;
/// Trees: distance, crown, from the edge of the green, metres; most on a parcel.
const TREE_EVERY_M: f64 = 9.0;
const TREE_CROWN_M: f64 = 5.0;
const MOST_TREES: usize = 80;
/// Basements smaller than this are not dug, square metres.
const LEAST_BASEMENT_M2: f64 = 400.0;
/// Storeys from which a building has lifts.
const LIFTS_FROM: u32 = 4;

/// What a layout changes in a community.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LayoutChange {
    /// Elements that go.
    pub removed: Vec<Key>,
    /// Elements that come.
    pub added: Vec<Element>,
    /// Facilities that move into new buildings, under their own keys.
    pub moved: Vec<Element>,
}

impl LayoutChange {
    /// The change of a layout; `name` begins every key that it makes.
    pub fn of(
        community: &Community,
        site: &LayoutSite,
        massings: &[Massing],
        rules: &LayoutRules,
        name: &str,
    ) -> Self {
        let mut change = Self::default();
        for (number, (parcel, massing)) in site.parcels.iter().zip(massings).enumerate() {
            let first_node = FIRST_NODE + (number as i64) * 10_000;
            let mut maker = Maker { parcel, rules, name, first_node, change: &mut change };
            maker.parcel(massing);
        }
        let mut homes: Vec<(Key, Point3)> = change
            .added
            .iter()
            .filter_map(|element| match (&element.kind, &element.geometry) {
                (Kind::Entrance(entrance), Geometry::Point(at)) => Some((entrance.of.clone()?, *at)),
                _ => None,
            })
            .collect();
        homes.dedup_by(|a, b| a.0 == b.0);
        let mut used = vec![0_u32; homes.len()];
        for element in site.cleared.iter().filter_map(|id| community.element(*id)) {
            let moved = match &element.kind {
                Kind::Facility(_) => moved_in(element, &homes, &mut used),
                _ => None,
            };
            match moved {
                Some(moved) => change.moved.push(moved),
                None => change.removed.push(element.key.clone()),
            }
        }
        change
    }

    /// The community with the change made.
    pub fn apply(&self, community: &Community) -> Community {
        let removed: std::collections::HashSet<&Key> = self.removed.iter().collect();
        let moved: std::collections::HashMap<&Key, &Element> =
            self.moved.iter().map(|element| (&element.key, element)).collect();
        let mut changed = Community::new(community.name.clone(), community.frame.clone());
        changed.sources.clone_from(&community.sources);
        for element in community.elements().iter().filter(|element| !removed.contains(&element.key)) {
            let now = moved.get(&element.key).copied().unwrap_or(element);
            changed.add_renamed(now.clone());
        }
        for element in &self.added {
            changed.add_renamed(element.clone());
        }
        changed
    }
}

/// A facility in the building whose door is near and that holds few already.
fn moved_in(element: &Element, homes: &[(Key, Point3)], used: &mut [u32]) -> Option<Element> {
    let at = element.geometry.aabb().centre();
    let cost = |number: usize| {
        let door = homes[number].1;
        (door[0] - at[0]).hypot(door[1] - at[1]) + 60.0 * f64::from(used[number])
    };
    let nearest = (0..homes.len()).min_by(|a, b| cost(*a).total_cmp(&cost(*b)))?;
    used[nearest] += 1;
    let mut moved = element.clone();
    moved.geometry = Geometry::Point(homes[nearest].1);
    moved.vertical = Vertical::AboveGround;
    if let Kind::Facility(facility) = &mut moved.kind {
        facility.building = Some(homes[nearest].0.clone());
        facility.node = None;
    }
    Some(moved)
}

pub(super) struct Maker<'a> {
    pub parcel: &'a ParcelSite,
    pub rules: &'a LayoutRules,
    name: &'a str,
    pub first_node: i64,
    change: &'a mut LayoutChange,
}

impl Maker<'_> {
    fn parcel(&mut self, massing: &Massing) {
        if massing.blocks.is_empty() {
            // What is cleared and not built on becomes a green.
            return self.open_ground(&[]);
        }
        let mut keys = Vec::new();
        let mut ground: Vec<geo::Polygon> = Vec::new();
        let groups = massing.blocks.chunk_by(|a, b| a.group == b.group);
        for (number, group) in groups.enumerate() {
            let base: Vec<geo::Polygon> =
                group.iter().filter(|block| block.below == 0).map(|block| self.polygon(block)).collect();
            let base = if base.len() > 1 { unary_union(&base) } else { MultiPolygon::new(base) };
            ground.extend(base.0.iter().cloned());
            keys.extend(self.buildings(number + 1, group, &base));
        }
        self.ways(massing);
        self.basement(massing, &keys);
        self.open_ground(&ground);
    }

    fn polygon(&self, block: &Block) -> geo::Polygon {
        self.parcel.grid.frame.rectangle(block.cells.map(f64::from))
    }

    pub(super) fn key(&self, what: &str) -> Key {
        let parcel = self.parcel.key.as_str();
        Key::from(format!("{}/{}/{what}", self.name, parcel.strip_prefix("parcel/").unwrap_or(parcel)))
    }

    pub(super) fn add(&mut self, key: Key, kind: Kind, geometry: Geometry) -> Key {
        let mut element = Element::new(key.clone(), kind, geometry);
        element.vertical = Vertical::AboveGround;
        element.presence = Presence { planned: true, ..Presence::new(Truth::Designed, 3) };
        self.change.added.push(element);
        key
    }

    /// The buildings of a group: what stands on the ground, then each tower on it.
    fn buildings(&mut self, number: usize, group: &[Block], base: &MultiPolygon) -> Vec<Key> {
        let mut keys = Vec::new();
        let door = self.door(base);
        for (part, block) in
            group.iter().filter(|block| block.below > 0 || is_first(group, block)).enumerate()
        {
            let on_ground = block.below == 0;
            let shape = if on_ground { base.clone() } else { MultiPolygon::new(vec![self.polygon(block)]) };
            let floor_m2 = shape.unsigned_area();
            let facts = self.facts(block, floor_m2, &shape);
            let what = match (on_ground, block.use_) {
                (true, _) => format!("building-{number}"),
                (false, _) => format!("building-{number}-tower-{part}"),
            };
            let key = self.key(&what);
            let residents = block.use_ == BuildingUse::Residential;
            let title = if residents { "住宅" } else { "建筑" };
            self.add(key.clone(), Kind::Building(facts), Geometry::Area(model_polygons(&shape, 0.0)));
            if let Some(last) = self.change.added.last_mut() {
                let parcel = self.parcel.name.clone().unwrap_or_default();
                last.name = Some(format!("{parcel}{title}{number}"));
            }
            if let Some(at) = door {
                let entrance = Entrance {
                    of: Some(key.clone()),
                    entrance_use: EntranceUse::People,
                    level: Some(1),
                    step_free: true,
                    node: None,
                };
                let entrance_key = Key::from(format!("{key}/door"));
                self.add(entrance_key, Kind::Entrance(entrance), Geometry::Point([at[0], at[1], 0.0]));
            }
            keys.push(key);
        }
        keys
    }

    fn facts(&self, block: &Block, floor_m2: f64, shape: &MultiPolygon) -> Building {
        let (rules, residential) = (self.rules, block.use_ == BuildingUse::Residential);
        let dwellings = if residential { (floor_m2 / rules.floor_per_home).round().max(1.0) } else { 0.0 };
        let jobs = match block.use_ {
            BuildingUse::Residential => 0.0,
            BuildingUse::Commercial => floor_m2 / rules.floor_per_shop_job,
            BuildingUse::Office => floor_m2 / rules.floor_per_job,
            _ => floor_m2 / rules.floor_per_public_job,
        };
        let run = StoreyRun {
            from_level: block.below as i16 + 1,
            to_level: (block.below + block.storeys) as i16,
            height_m: (block.top_m - block.low_m) / f64::from(block.storeys),
            use_: block.use_,
            floor_area_m2: floor_m2,
            dwellings: dwellings as u32,
            residents: (dwellings * rules.people_per_home).round() as u32,
            jobs: jobs.round() as u32,
        };
        let centre = geo::InteriorPoint::interior_point(shape).map_or([0.0; 2], |p| [p.x(), p.y()]);
        let all = block.below + block.storeys;
        let bank = LiftBank {
            cars: if all > 24 {
                4
            } else if all > 11 {
                3
            } else {
                2
            },
            speed_mps: if all > 18 { 2.5 } else { 1.75 },
            capacity: 13,
            from_level: 1,
            to_level: all as i16,
            at: centre,
        };
        Building {
            use_: block.use_,
            storeys_above: Some(block.storeys as f32),
            height_m: Some(block.top_m),
            min_height_m: block.low_m,
            roof: RoofShape::Flat,
            storeys: vec![run],
            lifts: if all >= LIFTS_FROM { vec![bank] } else { Vec::new() },
            parcel: Some(self.parcel.key.clone()),
            ..Building::default()
        }
    }

    /// A door in the middle of the edge that is nearest to the fire lane.
    fn door(&self, base: &MultiPolygon) -> Option<[f64; 2]> {
        let edges = base.iter().flat_map(|polygon| polygon.exterior().lines());
        let middles =
            edges.map(|edge| [(edge.start.x + edge.end.x) / 2.0, (edge.start.y + edge.end.y) / 2.0]);
        let to_lane = |at: &[f64; 2]| super::prepare::distance_to_ring(&self.parcel.lane, *at);
        middles.min_by(|a, b| to_lane(a).total_cmp(&to_lane(b)))
    }

    fn basement(&mut self, massing: &Massing, buildings: &[Key]) {
        let Some(grid) = &self.parcel.basement_grid else { return };
        let wanted_m2 = super::screen::floor_m2(self.parcel, &massing.blocks) * self.rules.basement_share;
        let [x, y, w, d] = grid.core.map(f64::from);
        let cell2 = grid.frame.cell_m.powi(2);
        let level_m2 = w * d * cell2;
        if wanted_m2 < LEAST_BASEMENT_M2 || level_m2 < LEAST_BASEMENT_M2 {
            return;
        }
        let levels = (wanted_m2 / level_m2).ceil().clamp(1.0, 3.0);
        let depth = (wanted_m2 / (levels * w * cell2)).ceil().clamp(1.0, d);
        let shape = MultiPolygon::new(vec![grid.frame.rectangle([x, y, w, depth])]);
        let facts = Basement {
            levels: levels as u32,
            top_depth_m: self.rules.basement_soil,
            bottom_depth_m: self.rules.basement_soil + levels * self.rules.basement_depth,
            use_: BuildingUse::Parking,
            floor_area_m2: Some(levels * shape.unsigned_area()),
            buildings: buildings.to_vec(),
            linked: Vec::new(),
        };
        let key = self.key("basement");
        self.add(key, Kind::Basement(facts), Geometry::Area(model_polygons(&shape, 0.0)));
    }

    /// Paving around buildings, green on everything else, trees in the green.
    fn open_ground(&mut self, ground: &[geo::Polygon]) {
        let built = Plan::of(ground.to_vec());
        let homes = self.parcel.land_use == linli_model::LandUse::Residential;
        let lanes: Vec<Plan> = self
            .change
            .added
            .iter()
            .filter_map(|element| match (&element.kind, &element.geometry) {
                (Kind::Street(street), Geometry::Line(points)) => {
                    crate::green::plane::strip_of(points, street.drawn_width_m())
                }
                _ => None,
            })
            .filter(|strip| crate::green::plane::touches(&strip.rect, &self.parcel.plan.rect))
            .collect();
        let wanted_m2 = self.parcel.green_min * self.parcel.area_m2 * 1.02;
        let mut width_m = if homes { APRON_HOME_M } else { APRON_M };
        let (apron, green) = loop {
            let apron = built.as_ref().and_then(|built| built.grown(width_m));
            let green = self.parcel.plan.minus(lanes.iter().chain(apron.as_ref()));
            if green.unsigned_area() >= wanted_m2 || width_m <= LEAST_APRON_M {
                break (apron, green);
            }
            width_m = (width_m / 1.5).max(LEAST_APRON_M);
        };
        let paved = apron.as_ref().map(|apron| {
            let inside = apron.shape.intersection(&self.parcel.plan.shape);
            Plan::of_clean(inside).map(|inside| inside.minus(lanes.iter().chain(&built)))
        });
        for (what, use_, shape) in
            [("green", AreaUse::Grass, Some(green.clone())), ("paving", AreaUse::Plaza, paved.flatten())]
        {
            let pieces = shape.into_iter().flat_map(|shape| shape.0);
            let pieces = pieces.filter(|piece| piece.unsigned_area() >= LEAST_PIECE_M2);
            let mut pieces: Vec<geo::Polygon> = pieces.map(|piece| piece.simplify(0.01)).collect();
            pieces.sort_by(|a, b| b.unsigned_area().total_cmp(&a.unsigned_area()));
            for (number, piece) in pieces.into_iter().enumerate() {
                let mut area = Area::new(use_);
                area.permeable = (use_ == AreaUse::Plaza).then_some(homes);
                let key = self.key(&format!("{what}-{}", number + 1));
                let polygons = model_polygons(&MultiPolygon::new(vec![piece]), 0.0);
                self.add(key, Kind::Area(area), Geometry::Area(polygons));
            }
        }
        self.trees(&green);
    }

    fn trees(&mut self, green: &MultiPolygon) {
        let Some(green) = Plan::of_clean(green.clone()) else { return };
        let Some(inner) = super::prepare::shrunk_all(&green, TREE_CROWN_M / 2.0) else { return };
        let frame = self.parcel.grid.frame;
        let every = TREE_EVERY_M / frame.cell_m;
        let margin = self.parcel.setback_m / frame.cell_m;
        let count = |cells: u32| ((f64::from(cells) + 2.0 * margin) / every) as u32 + 1;
        let mut places = Vec::new();
        for row in 0..count(self.parcel.grid.rows) {
            for column in 0..count(self.parcel.grid.columns) {
                let shift = if row % 2 == 0 { 0.0 } else { every / 2.0 };
                let at =
                    frame.place(f64::from(column) * every + shift - margin, f64::from(row) * every - margin);
                if inner.contains(at) {
                    places.push(at);
                }
            }
        }
        let step = places.len().div_ceil(MOST_TREES).max(1);
        for (number, at) in places.into_iter().step_by(step).enumerate() {
            let tree = Tree { height_m: Some(8.0), crown_m: Some(TREE_CROWN_M), ..Tree::default() };
            let key = self.key(&format!("tree-{}", number + 1));
            self.add(key, Kind::Tree(tree), Geometry::Point([at[0], at[1], 0.0]));
        }
    }
}

/// Whether a block is the first of its group on the ground: the group's ground blocks are one building.
fn is_first(group: &[Block], block: &Block) -> bool {
    group.iter().find(|other| other.below == 0).is_some_and(|first| std::ptr::eq(first, block))
}

/// Polygons of the model at one height.
fn model_polygons(shape: &MultiPolygon, z: f64) -> Vec<Polygon> {
    let ring = |line: &geo::LineString| -> Vec<Point3> {
        let open = line.0.len().saturating_sub(1);
        // Millimetres, as scenes are written.
        let round = |v: f64| (v * 1000.0).round() / 1000.0;
        line.0.iter().take(open).map(|c| [round(c.x), round(c.y), z]).collect()
    };
    shape
        .iter()
        .map(|p| Polygon { exterior: ring(p.exterior()), holes: p.interiors().iter().map(ring).collect() })
        .collect()
}
