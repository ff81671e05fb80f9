//! How streets and blocks serve walkers: what the ITDP TOD Standard and GB 50180 ask of them.

use geo::{Area as _, BooleanOps as _, Coord, MinimumRotatedRect as _, MultiPolygon, Polygon, unary_union};
use linli_model::{
    Access, Community, ElementId, EntranceUse, Geometry, Kind, Point3, Street, StreetClass, StreetNodeKind,
};
use linli_space::{StreetEdge, StreetGraph};

use super::model::DensityModel;
use super::plan::Plan;
use super::site::units_of;

/// Blocks smaller than this are traffic islands, square metres.
const LEAST_BLOCK_M2: f64 = 500.0;
/// A walkway within this beyond the edge of the carriageway runs alongside it, metres.
const ALONGSIDE_M: f64 = 8.0;

/// Streets and blocks of a unit.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StreetPattern {
    /// Land of the unit, square metres.
    pub land_m2: f64,
    /// Length of roads (carriageways open to all cars, without driveways and tracks), metres.
    pub road_m: f64,
    /// Of that: with a walkway on it or alongside, metres.
    pub road_with_walkway_m: f64,
    /// Length of everything that can be walked, metres.
    pub walk_m: f64,
    /// Land under roads, square metres.
    pub road_m2: f64,
    /// Junctions of roads; those near each other are one.
    pub road_junctions: usize,
    /// Junctions of ways to walk.
    pub walk_junctions: usize,
    /// Pedestrian crossings on roads.
    pub crossings: usize,
    /// Gates and ramps for cars.
    pub driveways: usize,
    /// Area and longest side of each block between roads, square metres and metres, largest first.
    pub blocks: Vec<(f64, f64)>,
}

impl StreetPattern {
    /// Something by square kilometre of the unit.
    pub fn per_km2(&self, count: f64) -> Option<f64> {
        (self.land_m2 > 0.0).then(|| count / self.land_m2 * 1e6)
    }

    /// Density of roads, km/km².
    pub fn road_density(&self) -> Option<f64> {
        self.per_km2(self.road_m / 1000.0)
    }

    /// Mean area of the blocks, square metres.
    pub fn mean_block_m2(&self) -> Option<f64> {
        let count = self.blocks.len();
        (count > 0).then(|| self.blocks.iter().map(|(area, _)| area).sum::<f64>() / count as f64)
    }

    /// Mean of the longest sides of the blocks, weighed by area, metres.
    pub fn mean_block_side_m(&self) -> Option<f64> {
        let area: f64 = self.blocks.iter().map(|(area, _)| area).sum();
        (area > 0.0).then(|| self.blocks.iter().map(|(area, side)| area * side).sum::<f64>() / area)
    }

    /// Share of block area in blocks whose longest side is within a length.
    pub fn share_of_blocks_within(&self, side_m: f64) -> Option<f64> {
        let area = |blocks: &mut dyn Iterator<Item = &(f64, f64)>| blocks.map(|(area, _)| area).sum::<f64>();
        let all = area(&mut self.blocks.iter());
        (all > 0.0).then(|| area(&mut self.blocks.iter().filter(|(_, side)| *side <= side_m)) / all)
    }
}

/// Whether a street is a road: a carriageway open to all cars that is more than a driveway. Streets inside
/// of an estate, for its residents only, cut no blocks.
fn is_road(street: &Street) -> bool {
    street.class.is_carriageway()
        && street.access.car == Access::Yes
        && !matches!(street.class, StreetClass::Service | StreetClass::Track)
}

/// Land under the roads of a unit, and the blocks between them.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct UnitBlocks {
    unit: MultiPolygon,
    strips: Vec<Polygon>,
    road_m2: f64,
    /// Area and longest side of each, square metres and metres, largest first.
    blocks: Vec<(f64, f64)>,
}

impl UnitBlocks {
    /// Those of a unit, taken over from `known` where its roads are the same.
    fn of(
        unit: &Plan,
        community: &Community,
        streets: &StreetGraph,
        counts: &dyn Fn(ElementId) -> bool,
        known: Option<&Self>,
    ) -> Self {
        let mut strips: Vec<Polygon> = Vec::new();
        for edge in streets.edges.iter().filter(|edge| !edge.is_reversed() && counts(edge.street)) {
            if let Some(Kind::Street(street)) = community.element(edge.street).map(|e| &e.kind)
                && is_road(street)
            {
                strips.extend(strips_of(&streets.path(edge), street.drawn_width_m() / 2.0, unit));
            }
        }
        if let Some(known) = known.filter(|known| known.strips == strips && known.unit == unit.polygons) {
            return known.clone();
        }
        let roads = unary_union(&strips);
        let road_m2 = roads.intersection(&unit.polygons).unsigned_area();
        let mut blocks: Vec<(f64, f64)> = Vec::new();
        for block in unit.polygons.difference(&roads) {
            let area_m2 = block.unsigned_area();
            if area_m2 >= LEAST_BLOCK_M2 {
                blocks.push((area_m2, longest_side_m(&block)));
            }
        }
        blocks.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.total_cmp(&a.1)));
        Self { unit: unit.polygons.clone(), strips, road_m2, blocks }
    }
}

/// Roads and blocks of all units, in their order; of those in `known` what has the same roads is taken over.
pub(crate) fn unit_blocks(
    community: &Community,
    streets: &StreetGraph,
    counts: &dyn Fn(ElementId) -> bool,
    known: &[UnitBlocks],
) -> Vec<UnitBlocks> {
    let units = units_of(community, counts);
    let of = |(at, unit): (usize, &super::site::UnitPlan)| {
        UnitBlocks::of(&unit.plan, community, streets, counts, known.get(at))
    };
    units.iter().enumerate().map(of).collect()
}

impl DensityModel {
    /// Streets and blocks of a unit, by its position; nothing when there is no such unit. Streets do not
    /// change with buildings: ask once, not at every edit.
    pub fn street_pattern(
        &self,
        unit: usize,
        community: &Community,
        streets: &StreetGraph,
        counts: &dyn Fn(ElementId) -> bool,
    ) -> Option<StreetPattern> {
        let blocks = UnitBlocks::of(&self.units.get(unit)?.plan, community, streets, counts, None);
        self.street_pattern_between(unit, community, streets, counts, &blocks)
    }

    /// [`Self::street_pattern`] of blocks that are known.
    pub(crate) fn street_pattern_between(
        &self,
        unit: usize,
        community: &Community,
        streets: &StreetGraph,
        counts: &dyn Fn(ElementId) -> bool,
        blocks: &UnitBlocks,
    ) -> Option<StreetPattern> {
        let unit = &self.units.get(unit)?.plan;
        let mut pattern = StreetPattern {
            land_m2: unit.area_m2,
            road_m2: blocks.road_m2,
            blocks: blocks.blocks.clone(),
            ..StreetPattern::default()
        };
        let (mut road_ends, mut walk_ends) = (Ends::default(), Ends::default());
        for edge in streets.edges.iter().filter(|edge| !edge.is_reversed() && counts(edge.street)) {
            let Some(Kind::Street(street)) = community.element(edge.street).map(|e| &e.kind) else {
                continue;
            };
            let path = streets.path(edge);
            let road = is_road(street);
            let walks = street.access.walk != Access::No;
            let width_m = street.drawn_width_m();
            for ends in path.windows(2) {
                self.add_piece(&mut pattern, unit, [ends[0], ends[1]], road, walks, width_m);
            }
            if road {
                road_ends.add(edge);
            }
            if walks {
                walk_ends.add(edge);
            }
        }
        let merge_m = self.rules().tod.junction_merge.value;
        pattern.road_junctions = road_ends.junctions(streets, unit, merge_m);
        pattern.walk_junctions = walk_ends.junctions(streets, unit, merge_m);
        count_points(&mut pattern, community, counts, unit);
        Some(pattern)
    }

    /// Counts crossings and driveways of a unit anew, where all else of its streets is as it was.
    pub fn recount_points(
        &self,
        unit: usize,
        pattern: &mut StreetPattern,
        community: &Community,
        counts: &dyn Fn(ElementId) -> bool,
    ) {
        if let Some(unit) = self.units.get(unit) {
            count_points(pattern, community, counts, &unit.plan);
        }
    }

    fn add_piece(
        &self,
        pattern: &mut StreetPattern,
        unit: &Plan,
        [a, b]: [Point3; 2],
        road: bool,
        walks: bool,
        width_m: f64,
    ) {
        let middle = [(a[0] + b[0]) / 2.0, (a[1] + b[1]) / 2.0];
        if !unit.contains(middle) {
            return;
        }
        let length_m = (a[0] - b[0]).hypot(a[1] - b[1]);
        if road {
            pattern.road_m += length_m;
            if walks || self.field().street_within(middle, width_m / 2.0 + ALONGSIDE_M) {
                pattern.road_with_walkway_m += length_m;
            }
        }
        if walks {
            pattern.walk_m += length_m;
        }
    }
}

/// Crossings and driveways inside a unit.
fn count_points(
    pattern: &mut StreetPattern,
    community: &Community,
    counts: &dyn Fn(ElementId) -> bool,
    unit: &Plan,
) {
    (pattern.crossings, pattern.driveways) = (0, 0);
    for (id, element) in community.iter() {
        let Geometry::Point(place) = &element.geometry else { continue };
        let number = match &element.kind {
            Kind::StreetNode(node)
                if matches!(node.what, StreetNodeKind::Crossing | StreetNodeKind::SignalCrossing) =>
            {
                &mut pattern.crossings
            }
            Kind::Entrance(entrance) if entrance.entrance_use == EntranceUse::Cars => &mut pattern.driveways,
            _ => continue,
        };
        if counts(id) && unit.contains([place[0], place[1]]) {
            *number += 1;
        }
    }
}

/// How many streets end at each node.
#[derive(Default)]
struct Ends(std::collections::BTreeMap<u32, u32>);

impl Ends {
    fn add(&mut self, edge: &StreetEdge) {
        for node in [edge.from, edge.to] {
            *self.0.entry(node).or_default() += 1;
        }
    }

    /// Nodes of three and more streets inside a unit; those within a distance of one that counts
    /// already are the same junction.
    fn junctions(&self, streets: &StreetGraph, unit: &Plan, merge_m: f64) -> usize {
        let cell = |v: f64| (v / merge_m).floor() as i64;
        let mut grid: std::collections::BTreeMap<(i64, i64), Vec<[f64; 2]>> = Default::default();
        let mut count = 0;
        for (node, _) in self.0.iter().filter(|(_, ends)| **ends >= 3) {
            let Some(place) = streets.nodes.get(*node as usize).map(|p| [p[0], p[1]]) else { continue };
            if !unit.contains(place) {
                continue;
            }
            let home = (cell(place[0]), cell(place[1]));
            let known = (-1..=1).flat_map(|dx| (-1..=1).map(move |dy| (home.0 + dx, home.1 + dy)));
            let near = |other: &[f64; 2]| (other[0] - place[0]).hypot(other[1] - place[1]) < merge_m;
            if known.filter_map(|cell| grid.get(&cell)).flatten().any(near) {
                continue;
            }
            grid.entry(home).or_default().push(place);
            count += 1;
        }
        count
    }
}

/// Rectangles around the pieces of a line, with square ends that close the corners, near a unit.
fn strips_of(path: &[Point3], half_m: f64, unit: &Plan) -> Vec<Polygon> {
    let strip = |ends: &[Point3]| {
        let (a, b) = (ends[0], ends[1]);
        let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
        let length = dx.hypot(dy);
        let outside = (0..2).any(|i| {
            a[i].max(b[i]) + half_m < unit.aabb.min[i] || a[i].min(b[i]) - half_m > unit.aabb.max[i]
        });
        if length.is_nan() || length <= 0.0 || outside {
            return None;
        }
        let (ux, uy) = (dx / length * half_m, dy / length * half_m);
        let corner = |p: Point3, along: f64, side: f64| Coord {
            x: p[0] + along * ux - side * uy,
            y: p[1] + along * uy + side * ux,
        };
        let ring = vec![
            corner(a, -1.0, -1.0),
            corner(b, 1.0, -1.0),
            corner(b, 1.0, 1.0),
            corner(a, -1.0, 1.0),
            corner(a, -1.0, -1.0),
        ];
        Some(Polygon::new(geo::LineString(ring), Vec::new()))
    };
    path.windows(2).filter_map(strip).collect()
}

/// Longer side of the smallest rectangle around a block, metres.
fn longest_side_m(block: &Polygon) -> f64 {
    let Some(rectangle) = block.minimum_rotated_rect() else { return 0.0 };
    let side = |ends: &[Coord]| (ends[0].x - ends[1].x).hypot(ends[0].y - ends[1].y);
    rectangle.exterior().0.windows(2).map(side).fold(0.0, f64::max)
}
