//! What lies above a place: the ground's height, and whether motor vehicles drive there.

use linli_model::{Aabb, Community, CoverSurface, Element, Geometry, Kind};
use linli_space::{Ground, PackedTree};

use super::super::geometry::closest_on_segments;

/// The surface of a community: its ground and its carriageways.
#[derive(Clone, Debug)]
pub struct Surfaces {
    ground: Ground,
    tree: PackedTree,
    lanes: Vec<Lane>,
}

#[derive(Clone, Copy, Debug)]
struct Lane {
    axis: [[f64; 2]; 2],
    half_width_m: f64,
}

impl Surfaces {
    /// The surface of a community.
    pub fn of(community: &Community) -> Self {
        let lanes = community.elements().iter().flat_map(lanes_of);
        Self::new(Ground::of(community), lanes.collect())
    }

    /// A ground without carriageways.
    pub fn bare(ground: Ground) -> Self {
        Self::new(ground, Vec::new())
    }

    /// Lays the carriageways of these elements in the place of those that are known; the ground stays.
    pub fn lay_anew<'a>(&mut self, elements: impl Iterator<Item = &'a Element>) {
        let ground = std::mem::replace(&mut self.ground, Ground::level(0.0));
        *self = Self::new(ground, elements.flat_map(lanes_of).collect());
    }

    fn new(ground: Ground, lanes: Vec<Lane>) -> Self {
        let boxes: Vec<Aabb> = lanes
            .iter()
            .map(|lane| {
                let [a, b] = lane.axis;
                Aabb::from_corners([a[0], a[1], 0.0], [b[0], b[1], 0.0]).inflated(lane.half_width_m)
            })
            .collect();
        Self { ground, tree: PackedTree::build(&boxes), lanes }
    }

    /// The ground.
    pub fn ground(&self) -> &Ground {
        &self.ground
    }

    /// What lies above a place.
    pub fn at(&self, x: f64, y: f64) -> CoverSurface {
        let mut driven = false;
        let place = Aabb { min: [x, y, 0.0], max: [x, y, 0.0] };
        self.tree.for_each_in_box(&place, |item, _| {
            if let Some(lane) = self.lanes.get(item as usize) {
                let closest = closest_on_segments(lane.axis, [[x, y]; 2]);
                driven |= closest.distance_m <= lane.half_width_m;
            }
        });
        if driven { CoverSurface::MotorLane } else { CoverSurface::Footway }
    }
}

/// The land over which an element lays carriageways; nothing when it lays none.
pub fn carriageway_box(element: &Element) -> Option<Aabb> {
    let lanes = lanes_of(element);
    let half_width_m = lanes.first()?.half_width_m;
    let ends = lanes.iter().flat_map(|lane| lane.axis);
    Some(
        ends.fold(Aabb::EMPTY, |aabb, [x, y]| aabb.union(&Aabb { min: [x, y, 0.0], max: [x, y, 0.0] }))
            .inflated(half_width_m),
    )
}

fn lanes_of(element: &Element) -> Vec<Lane> {
    match (&element.kind, &element.geometry) {
        (Kind::Street(street), Geometry::Line(points))
            if street.class.is_carriageway()
                && !street.bridge
                && !street.tunnel
                && !street.area
                && street.layer == 0 =>
        {
            let half_width_m = street.drawn_width_m() / 2.0;
            let pairs = points.windows(2).filter_map(|pair| match pair {
                [a, b] => Some(Lane { axis: [[a[0], a[1]], [b[0], b[1]]], half_width_m }),
                _ => None,
            });
            pairs.collect()
        }
        _ => Vec::new(),
    }
}
