//! Where buildings meet the street network.

use std::collections::BTreeMap;

use linli_model::{Aabb, Access, Community, ElementId, EntranceUse, Geometry, Kind, Point3};
use linli_space::{PackedTree, StreetEdge, StreetGraph};

/// Whether people on foot may use an edge.
pub(super) fn is_walkable(edge: &StreetEdge) -> bool {
    edge.access.walk != Access::No
}

/// A way into a building.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Door {
    /// Its entrance, when the source has it.
    pub entrance: Option<ElementId>,
    pub at: DoorPlace,
}

/// Where a door meets the network.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum DoorPlace {
    /// At a node of the graph.
    Node(u32),
    /// Along an edge of the graph, by its position.
    Edge(u32),
}

/// The doors of each building: its entrances for people at their node of the streets, else at the
/// nearest walkable street; for a building without entrances the walkable street nearest to its middle.
/// Buildings without a street are left out.
pub(super) fn doors(community: &Community, graph: &StreetGraph) -> BTreeMap<ElementId, Vec<Door>> {
    let nearest = NearestStreet::of(graph);
    let mut doors: BTreeMap<ElementId, Vec<Door>> = BTreeMap::new();
    for (id, element) in community.iter() {
        let Kind::Entrance(entrance) = &element.kind else { continue };
        let Some(building) = entrance.of.as_ref().and_then(|key| community.id_of(key)) else { continue };
        if entrance.entrance_use != EntranceUse::People || !is_building(community, building) {
            continue;
        }
        let node = entrance.node.and_then(|number| graph.node_of(number)).map(DoorPlace::Node);
        let at = node.or_else(|| match element.geometry {
            Geometry::Point(place) => nearest.edge(place).map(DoorPlace::Edge),
            _ => None,
        });
        if let Some(at) = at {
            doors.entry(building).or_default().push(Door { entrance: Some(id), at });
        }
    }
    for (id, element) in community.iter() {
        let aabb = element.geometry.aabb();
        if !matches!(element.kind, Kind::Building(_)) || aabb.is_empty() || doors.contains_key(&id) {
            continue;
        }
        if let Some(edge) = nearest.edge(aabb.centre()) {
            doors.insert(id, vec![Door { entrance: None, at: DoorPlace::Edge(edge) }]);
        }
    }
    doors
}

fn is_building(community: &Community, id: ElementId) -> bool {
    community.element(id).is_some_and(|element| matches!(element.kind, Kind::Building(_)))
}

/// Walkable streets to be asked for the nearest in plan.
struct NearestStreet {
    tree: PackedTree,
    pieces: Vec<(u32, [Point3; 2])>,
}

impl NearestStreet {
    fn of(graph: &StreetGraph) -> Self {
        let mut pieces = Vec::new();
        for (at, edge) in (0_u32..).zip(&graph.edges) {
            // Both directions share one way.
            if edge.from > edge.to || !is_walkable(edge) {
                continue;
            }
            let path = graph.path(edge);
            pieces.extend(path.windows(2).map(|p| (at, [p[0], p[1]].map(|p| [p[0], p[1], 0.0]))));
        }
        let boxes: Vec<Aabb> = pieces.iter().map(|(_, [a, b])| Aabb::from_corners(*a, *b)).collect();
        Self { tree: PackedTree::build(&boxes), pieces }
    }

    /// The edge nearest to a place; the first of several at the same distance.
    fn edge(&self, place: Point3) -> Option<u32> {
        let place = [place[0], place[1], 0.0];
        if !place.iter().all(|v| v.is_finite()) {
            return None;
        }
        let mut best: Option<(f64, u32)> = None;
        self.tree.for_each_near(place, f64::INFINITY, |item, bound| {
            let Some((edge, ends)) = self.pieces.get(item as usize) else { return bound };
            let found = (squared_distance(place, *ends), *edge);
            if best.is_none_or(|best| found.0.total_cmp(&best.0).then(found.1.cmp(&best.1)).is_lt()) {
                best = Some(found);
            }
            best.map_or(bound, |(squared, _)| squared)
        });
        best.map(|(_, edge)| edge)
    }
}

fn squared_distance(p: Point3, [a, b]: [Point3; 2]) -> f64 {
    let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
    let (px, py) = (p[0] - a[0], p[1] - a[1]);
    let length = dx * dx + dy * dy;
    let t = if length > 0.0 { ((px * dx + py * dy) / length).clamp(0.0, 1.0) } else { 0.0 };
    (px - t * dx).powi(2) + (py - t * dy).powi(2)
}
