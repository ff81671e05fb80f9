//! Which street is drawn at a place.

use linli_model::{Community, ElementId, Geometry, Kind};
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

/// Streets and railways at the surface, to be asked by place: for picking on the ground.
pub struct StreetPlaces {
    tree: RTree<GeomWithData<Rectangle<[f64; 2]>, Piece>>,
}

#[derive(Clone, Copy, Debug)]
struct Piece {
    street: ElementId,
    a: [f64; 2],
    b: [f64; 2],
    half_width: f64,
    layer: i8,
}

impl StreetPlaces {
    /// All street and railway lines of a community but those in tunnels.
    pub fn of(community: &Community) -> Self {
        let mut pieces = Vec::new();
        for (id, element) in community.iter() {
            let (Kind::Street(street), Geometry::Line(points)) = (&element.kind, &element.geometry) else {
                continue;
            };
            if street.area || street.layer < 0 {
                continue;
            }
            let half_width = street.drawn_width_m() / 2.0;
            for pair in points.windows(2).filter(|p| p.iter().flatten().all(|v| v.is_finite())) {
                let [a, b] = [pair[0], pair[1]].map(|p| [p[0], p[1]]);
                let low = [0, 1].map(|k| a[k].min(b[k]) - half_width);
                let high = [0, 1].map(|k| a[k].max(b[k]) + half_width);
                let piece = Piece { street: id, a, b, half_width, layer: street.layer };
                pieces.push(GeomWithData::new(Rectangle::from_corners(low, high), piece));
            }
        }
        Self { tree: RTree::bulk_load(pieces) }
    }

    /// The street whose surface covers a place: the uppermost, and of several on one layer the one
    /// whose axis is nearest for its width.
    pub fn at(&self, x: f64, y: f64) -> Option<ElementId> {
        if !(x.is_finite() && y.is_finite()) {
            return None;
        }
        self.tree
            .locate_in_envelope_intersecting(AABB::from_point([x, y]))
            .map(|item| (&item.data, item.data.distance([x, y]) / item.data.half_width))
            .filter(|(_, part)| *part <= 1.0)
            .min_by(|(p, near), (q, far)| {
                q.layer.cmp(&p.layer).then(near.total_cmp(far)).then(p.street.cmp(&q.street))
            })
            .map(|(piece, _)| piece.street)
    }
}

impl Piece {
    fn distance(&self, p: [f64; 2]) -> f64 {
        let [dx, dy] = [self.b[0] - self.a[0], self.b[1] - self.a[1]];
        let [px, py] = [p[0] - self.a[0], p[1] - self.a[1]];
        let square = dx * dx + dy * dy;
        let t = if square > 0.0 { ((px * dx + py * dy) / square).clamp(0.0, 1.0) } else { 0.0 };
        (px - t * dx).hypot(py - t * dy)
    }
}
