//! Simple closed solids: prisms over footprints, boxes and bars.

use linli_model::{FaceKind, Point3, Polygon};

use super::builder::{ShapeBuilder, Skin, rim};
use super::footprint::Footprint;
use crate::index::vector::{add, cross, scale, sub, unit};
use crate::{Ground, Triangulator};

/// Coordinates beyond this are no place in a scene, metres.
const FARTHEST_M: f64 = 1e9;

/// What the underside, the sides and the top of a solid are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Skins {
    pub under: Skin,
    pub side: Skin,
    pub over: Skin,
}

impl Skins {
    /// The same all around.
    pub(super) fn plain(kind: FaceKind, colour: Option<[u8; 3]>) -> Self {
        let skin = (kind, colour);
        Self { under: skin, side: skin, over: skin }
    }

    /// Ground face, walls and roof, of one colour.
    pub(super) fn built(colour: Option<[u8; 3]>) -> Self {
        Self {
            under: (FaceKind::Ground, colour),
            side: (FaceKind::Wall, colour),
            over: (FaceKind::Roof, colour),
        }
    }
}

/// An upright box, turned freely about the vertical.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct UprightBox {
    pub centre: [f64; 2],
    /// Unit direction of the length.
    pub along: [f64; 2],
    pub length: f64,
    pub width: f64,
    pub bottom: f64,
    pub top: f64,
}

impl UprightBox {
    /// The four corners, counter-clockwise seen from above.
    pub(super) fn corners(&self) -> [[f64; 2]; 4] {
        let ([cx, cy], [ux, uy]) = (self.centre, self.along);
        [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)].map(|(u, v)| {
            let (u, v) = (u * self.length / 2.0, v * self.width / 2.0);
            [cx + u * ux - v * uy, cy + u * uy + v * ux]
        })
    }

    pub(super) fn build(&self, builder: &mut ShapeBuilder, skins: Skins) {
        let at = |z: f64| self.corners().map(|p| [p[0], p[1], z]);
        hexahedron(builder, at(self.bottom), at(self.top), skins);
    }
}

/// A solid between two quadrilaterals, both counter-clockwise seen from above.
pub(super) fn hexahedron(builder: &mut ShapeBuilder, low: [Point3; 4], high: [Point3; 4], skins: Skins) {
    let low = low.map(|p| builder.vertex(p));
    let high = high.map(|p| builder.vertex(p));
    let [a, b, c, d] = low;
    builder.quad([d, c, b, a], skins.under);
    for k in 0..4 {
        let next = (k + 1) % 4;
        builder.quad([low[k], low[next], high[next], high[k]], skins.side);
    }
    builder.quad(high, skins.over);
}

/// A square bar from one point to another; nothing when they are one.
pub(super) fn bar(builder: &mut ShapeBuilder, a: Point3, b: Point3, thickness: f64, skin: Skin) {
    let Some(direction) = unit(sub(b, a)) else { return };
    let helper = if direction[2].abs() < 0.9 { [0.0, 0.0, 1.0] } else { [1.0, 0.0, 0.0] };
    let Some(u) = unit(cross(helper, direction)) else { return };
    let v = cross(direction, u);
    let ring = |p: Point3| {
        [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)]
            .map(|(i, j)| add(p, add(scale(u, i * thickness / 2.0), scale(v, j * thickness / 2.0))))
    };
    // Seen along the bar as from above: u × v is its direction.
    let skins = Skins { under: skin, side: skin, over: skin };
    hexahedron(builder, ring(a), ring(b), skins);
}

/// A prism over a footprint.
pub(super) fn prism(
    builder: &mut ShapeBuilder,
    footprint: &Footprint,
    [bottom, top]: [f64; 2],
    skins: Skins,
) {
    banded_prism(builder, footprint, &[bottom, top], |_| skins.side, skins);
}

/// A prism whose walls are cut at every level (from low to high); `side` tells the skin of the band
/// between a level and the next.
pub(super) fn banded_prism(
    builder: &mut ShapeBuilder,
    footprint: &Footprint,
    levels: &[f64],
    side: impl Fn(usize) -> Skin,
    skins: Skins,
) {
    let (Some(&bottom), Some(&top)) = (levels.first(), levels.last()) else { return };
    let corners: Vec<[f64; 2]> = footprint.corners().collect();
    let mut triangles = Vec::new();
    Triangulator::new().polygon(&footprint.at_height(0.0), &mut triangles);
    let at = |i: u32, z: f64| {
        let p = corners[i as usize];
        [p[0], p[1], z]
    };
    for &[a, b, c] in &triangles {
        builder.triangle_at([at(a, top), at(b, top), at(c, top)], skins.over);
    }
    for [a, b] in rim(&triangles) {
        for (band, pair) in levels.windows(2).enumerate() {
            let (low, high) = (pair[0], pair[1]);
            let quad = [at(a, low), at(b, low), at(b, high), at(a, high)].map(|p| builder.vertex(p));
            builder.quad(quad, side(band));
        }
    }
    for &[a, b, c] in &triangles {
        builder.triangle_at([at(a, bottom), at(c, bottom), at(b, bottom)], skins.under);
    }
}

/// A slab of even thickness on the outer side of a plane face; its rings are indices into
/// `vertices`, the outer one counter-clockwise seen from outside.
pub(super) fn slab_on_face(
    builder: &mut ShapeBuilder,
    vertices: &[Point3],
    rings: &[Vec<u32>],
    normal: Point3,
    thickness: f64,
    skin: Skin,
) {
    let mut triangles = Vec::new();
    Triangulator::new().face(vertices, rings.iter().map(Vec::as_slice), &mut triangles);
    let back = |i: u32| vertices[i as usize];
    let front = |i: u32| add(back(i), scale(normal, thickness));
    for &[a, b, c] in &triangles {
        builder.triangle_at([front(a), front(b), front(c)], skin);
        builder.triangle_at([back(a), back(c), back(b)], skin);
    }
    for [a, b] in rim(&triangles) {
        let quad = [back(a), back(b), front(b), front(a)].map(|p| builder.vertex(p));
        builder.quad(quad, skin);
    }
}

/// Whether a point can be a place: finite and not absurdly far.
pub(super) fn is_place(p: Point3) -> bool {
    p.iter().all(|v| v.abs() <= FARTHEST_M)
}

/// The polygon as a footprint, when it has an area and all its corners are places; heights that
/// are not finite do not matter.
pub(super) fn footprint_of(polygon: &Polygon) -> Option<Footprint> {
    let placed = polygon.rings().flatten().all(|p| is_place([p[0], p[1], 0.0]));
    placed.then(|| Footprint::of(polygon)).flatten()
}

/// A size as the source says it within limits, else the assumed one.
pub(super) fn size_or(said: Option<f64>, assumed: f64, [least, most]: [f64; 2]) -> f64 {
    said.filter(|v| v.is_finite() && *v > 0.0).map_or(assumed, |v| v.clamp(least, most))
}

/// Height that things over outlines count from: the lowest ground under the outer rings and the
/// lowest height of the rings' own points above it, or the latter alone where heights are absolute.
pub(super) fn base_of(polygons: &[Polygon], above: bool, ground: &Ground) -> f64 {
    let corners = || polygons.iter().flat_map(|p| &p.exterior).filter(|p| is_place([p[0], p[1], 0.0]));
    let least = |values: &mut dyn Iterator<Item = f64>| {
        let low = values.filter(|z| z.abs() <= FARTHEST_M).fold(f64::INFINITY, f64::min);
        if low.is_finite() { low } else { 0.0 }
    };
    let own = least(&mut corners().map(|p| p[2]));
    if above { least(&mut corners().map(|p| ground.height_at(p[0], p[1]))) + own } else { own }
}

/// As [`base_of`] for something that is `height_m` high up: outlines drawn flat on the ground are
/// lifted by it, outlines that already have heights are not.
pub(super) fn raised_base_of(polygons: &[Polygon], height_m: f64, above: bool, ground: &Ground) -> f64 {
    let flat = polygons.iter().flat_map(|p| &p.exterior).all(|p| p[2] == 0.0 || !p[2].is_finite());
    base_of(polygons, above, ground) + if above && flat { finite_or_zero(height_m) } else { 0.0 }
}

/// The height, or 0 when it is not usable.
pub(super) fn finite_or_zero(height_m: f64) -> f64 {
    if height_m.abs() <= 1e5 { height_m } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn built(build: impl Fn(&mut ShapeBuilder)) -> crate::Shape {
        let mut builder = ShapeBuilder::default();
        build(&mut builder);
        builder.finish()
    }

    fn near(value: f64, wanted: f64) {
        assert!((value - wanted).abs() < 1e-9 * wanted.abs().max(1.0), "{value} instead of {wanted}");
    }

    #[test]
    fn boxes_and_bars_have_their_volumes() {
        let turned = UprightBox {
            centre: [3.0, -2.0],
            along: [0.6, 0.8],
            length: 6.1,
            width: 2.4,
            bottom: 1.0,
            top: 3.6,
        };
        let shape = built(|b| turned.build(b, Skins::built(None)));
        assert!(shape.closed);
        near(shape.volume_m3(), 6.1 * 2.4 * 2.6);
        for end in [[3.0, 4.0, 0.0], [0.0, 0.0, 5.0], [0.0, 3.0, -4.0], [0.0, 0.0, -5.0]] {
            let shape = built(|b| bar(b, [0.0; 3], end, 0.2, (FaceKind::Unknown, None)));
            assert!(shape.closed && shape.triangles.len() == 12);
            near(shape.volume_m3(), 5.0 * 0.04);
        }
    }

    #[test]
    fn a_banded_prism_with_a_hole_is_closed() {
        let polygon = Polygon {
            exterior: vec![[0., 0., 0.], [10., 0., 0.], [10., 10., 0.], [0., 10., 0.]],
            holes: vec![vec![[4., 4., 0.], [4., 6., 0.], [6., 6., 0.], [6., 4., 0.]]],
        };
        let footprint = footprint_of(&polygon).unwrap_or_default();
        let skins = Skins::built(None);
        let shape = built(|b| banded_prism(b, &footprint, &[1.0, 3.0, 4.0], |_| skins.side, skins));
        assert!(shape.closed);
        near(shape.volume_m3(), 96.0 * 3.0);
    }

    #[test]
    fn a_slab_on_a_turned_face_has_its_volume() {
        let vertices = [[0., 0., 1.], [4., 3., 1.], [4., 3., 3.], [0., 0., 3.]];
        let normal = [0.6, -0.8, 0.0];
        let skin = (FaceKind::Unknown, None);
        let shape = built(|b| slab_on_face(b, &vertices, &[vec![0, 1, 2, 3]], normal, 0.15, skin));
        assert!(shape.closed);
        near(shape.volume_m3(), 10.0 * 0.15);
    }
}
