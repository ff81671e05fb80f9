//! Faces, and what is left of a solid when a convex one is taken away.

use geo::TriangulateEarcut as _;
use linli_model::Point3;

use crate::budget::{Budget, Spent};

/// Distances below this count as none, metres.
const NEAR: f64 = 1e-6;
/// Tests of a point against a plane that count as much as a point that is made.
const TESTS_OF_A_POINT: usize = 16;
/// Half the size of the square that a plane is shown by before it is cut, metres.
const WIDE: f64 = 1e5;

/// A face: its outer ring, then its holes.
pub type Face = Vec<Vec<Point3>>;

/// A plane; `normal · p − distance` is above 0 outside.
#[derive(Clone, Copy, Debug)]
pub struct Plane {
    /// Unit normal.
    pub normal: Point3,
    /// Distance from the origin along it.
    pub distance: f64,
}

/// A solid by its faces.
#[derive(Clone, Debug, Default)]
pub struct Solid {
    /// Faces, outer rings counter-clockwise seen from outside.
    pub faces: Vec<Face>,
    /// The planes that bound it, when it is convex.
    pub planes: Option<Vec<Plane>>,
    /// Convex parts that made it up before anything was taken away; none when they are not known.
    pub cells: Vec<Vec<Side>>,
    /// Convex regions that were taken away.
    pub gone: Vec<Vec<Plane>>,
}

/// A side of a convex part.
#[derive(Clone, Copy, Debug)]
pub struct Side {
    /// Its plane.
    pub plane: Plane,
    /// Whether another part lies beyond.
    pub inner: bool,
}

pub fn minus(a: Point3, b: Point3) -> Point3 {
    std::array::from_fn(|i| a[i] - b[i])
}

pub fn dot(a: Point3, b: Point3) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

pub fn cross(a: Point3, b: Point3) -> Point3 {
    [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}

/// A direction of length one; nothing for one of no length.
pub fn unit(a: Point3) -> Option<Point3> {
    let length = dot(a, a).sqrt();
    (length > 1e-12 && length.is_finite()).then(|| a.map(|v| v / length))
}

/// The normal of a ring by Newell's method, twice its area long.
pub fn normal(ring: &[Point3]) -> Point3 {
    let Some(origin) = ring.first() else { return [0.0; 3] };
    let mut sum = [0.0; 3];
    for (i, a) in ring.iter().enumerate() {
        let turned = cross(minus(*a, *origin), minus(ring[(i + 1) % ring.len()], *origin));
        (0..3).for_each(|k| sum[k] += turned[k]);
    }
    sum
}

impl Plane {
    /// The plane through a point with a normal.
    pub fn at(point: Point3, normal: Point3) -> Option<Self> {
        let normal = unit(normal)?;
        Some(Self { normal, distance: dot(normal, point) })
    }

    /// How far outside a point is.
    pub fn outside(&self, p: Point3) -> f64 {
        dot(self.normal, p) - self.distance
    }

    /// A square around the place next to a point, turned as the plane is.
    fn square(&self, near: Point3) -> Vec<Point3> {
        let other = if self.normal[2].abs() < 0.9 { [0.0, 0.0, 1.0] } else { [1.0, 0.0, 0.0] };
        let u = unit(cross(other, self.normal)).unwrap_or([1.0, 0.0, 0.0]);
        let v = cross(self.normal, u);
        let away = self.outside(near);
        let middle: Point3 = std::array::from_fn(|i| near[i] - away * self.normal[i]);
        let corner = |s: f64, t: f64| std::array::from_fn(|i| middle[i] + WIDE * (s * u[i] + t * v[i]));
        vec![corner(-1.0, -1.0), corner(1.0, -1.0), corner(1.0, 1.0), corner(-1.0, 1.0)]
    }
}

impl Solid {
    /// A solid of faces; convex when every corner lies behind every face.
    pub fn of(faces: Vec<Face>) -> Self {
        /// Most faces of which convexity is asked.
        const MOST: usize = 512;
        /// Most corners: a convex solid has fewer than six to a face.
        const MOST_CORNERS: usize = 6 * MOST;
        let mut planes = Vec::new();
        let corners = || faces.iter().flatten().map(Vec::len).sum::<usize>();
        let mut convex =
            faces.len() <= MOST && faces.iter().all(|face| face.len() == 1) && corners() <= MOST_CORNERS;
        if convex {
            for ring in faces.iter().flatten() {
                match ring.first().and_then(|p| Plane::at(*p, normal(ring))) {
                    Some(plane) => planes.push(plane),
                    None => convex = false,
                }
            }
            let points = || faces.iter().flatten().flatten();
            convex &= points().all(|p| planes.iter().all(|plane| plane.outside(*p) < 1e-4));
        }
        let planes = convex.then_some(planes);
        let cell =
            |planes: &Vec<Plane>| planes.iter().map(|plane| Side { plane: *plane, inner: false }).collect();
        Self { faces, cells: planes.iter().map(cell).collect(), planes, gone: Vec::new() }
    }

    /// Faces of which nothing is known but that they are there.
    pub fn of_surface(faces: Vec<Face>) -> Self {
        Self { faces, ..Self::default() }
    }

    /// How much there is of it: its corners, and the sides of its convex parts.
    pub fn weight(&self) -> usize {
        let corners: usize = self.faces.iter().flatten().map(|ring| 1 + ring.len()).sum();
        corners + self.cells.iter().map(Vec::len).sum::<usize>()
    }

    /// Takes a convex region away that planes bound; `ends` are the faces that show where it was, as they look out of
    /// the region. They are cut to the convex parts of the solid: where those are not known, none are made.
    ///
    /// # Errors
    /// When the budget is spent; the solid is then not to be used.
    pub fn subtract(&mut self, region: &[Plane], ends: &[Vec<Point3>], budget: &Budget) -> Result<(), Spent> {
        let mut faces = Vec::new();
        for face in std::mem::take(&mut self.faces) {
            pay_for_tests(region.len(), face.iter().map(Vec::len).sum(), budget)?;
            let apart = region.iter().any(|plane| {
                face.iter().flatten().all(|p| plane.outside(*p) > -NEAR)
                    && face.iter().flatten().any(|p| plane.outside(*p) > NEAR)
            });
            if apart {
                faces.push(face);
                continue;
            }
            pay_for_triangles(&face, budget)?;
            for triangle in triangles(&face) {
                pay_for_tests(region.len(), triangle.len(), budget)?;
                remove(triangle, region, false, &mut faces);
            }
        }
        for (end, cell) in ends.iter().flat_map(|end| self.cells.iter().map(move |cell| (end, cell))) {
            pay_for_tests(cell.len(), end.len(), budget)?;
            let mut shown: Vec<Face> =
                within(end.iter().rev().copied().collect(), cell).into_iter().collect();
            for gone in &self.gone {
                pay_for_tests(shown.len(), gone.len(), budget)?;
                let mut left = Vec::new();
                shown.into_iter().flatten().for_each(|ring| remove(ring, gone, true, &mut left));
                shown = left;
            }
            faces.append(&mut shown);
        }
        self.faces = faces;
        match (&mut self.planes, region) {
            // Less a half space, a convex solid stays convex.
            (Some(own), [plane]) => {
                let plane = Plane { normal: plane.normal.map(|v| -v), distance: -plane.distance };
                own.push(plane);
                self.cells.iter_mut().for_each(|cell| cell.push(Side { plane, inner: false }));
            }
            _ => {
                self.planes = None;
                self.gone.push(region.to_vec());
            }
        }
        Ok(())
    }

    /// The face that a cut by a plane leaves, looking out of what is taken away.
    pub fn cap(&self, plane: &Plane) -> Vec<Vec<Point3>> {
        let near = self.faces.iter().flatten().flatten().next().copied().unwrap_or_default();
        vec![plane.square(near)]
    }
}

/// What of a convex polygon that looks out of a solid lies in a convex part of it. In a side of the part it is no new
/// face, unless it looks towards another part that goes on there.
fn within(polygon: Vec<Point3>, cell: &[Side]) -> Option<Face> {
    let facing = normal(&polygon);
    let mut shown = polygon;
    for Side { plane, inner } in cell {
        if shown.iter().all(|p| plane.outside(*p).abs() < NEAR) {
            if *inner && dot(facing, plane.normal) > 0.0 {
                continue;
            }
            return None;
        }
        shown = split(&shown, plane).1?;
    }
    Some(vec![shown])
}

/// What is left of a convex polygon outside a region; with `border`, what lies in its border is gone too.
fn remove(polygon: Vec<Point3>, region: &[Plane], border: bool, left: &mut Vec<Face>) {
    let facing = normal(&polygon);
    let mut inside = Some(polygon);
    for plane in region {
        let Some(polygon) = inside.take() else { return };
        if polygon.iter().all(|p| plane.outside(*p).abs() < NEAR) {
            // In the border of the region: gone where both look the same way, else not touched.
            if border || dot(facing, plane.normal) > 0.0 {
                inside = Some(polygon);
                continue;
            }
            left.push(vec![polygon]);
            return;
        }
        let (outer, inner) = split(&polygon, plane);
        left.extend(outer.map(|ring| vec![ring]));
        inside = inner;
    }
}

/// The parts of a convex polygon outside and inside a plane.
fn split(polygon: &[Point3], plane: &Plane) -> (Option<Vec<Point3>>, Option<Vec<Point3>>) {
    let (mut outer, mut inner) = (Vec::new(), Vec::new());
    for (i, a) in polygon.iter().enumerate() {
        let b = polygon[(i + 1) % polygon.len()];
        let (da, db) = (plane.outside(*a), plane.outside(b));
        if da > -NEAR {
            outer.push(*a);
        }
        if da < NEAR {
            inner.push(*a);
        }
        if (da > NEAR && db < -NEAR) || (da < -NEAR && db > NEAR) {
            let share = da / (da - db);
            let between: Point3 = std::array::from_fn(|k| a[k] + share * (b[k] - a[k]));
            outer.push(between);
            inner.push(between);
        }
    }
    let real = |ring: Vec<Point3>| {
        let area = dot(normal(&ring), normal(&ring)).sqrt();
        (ring.len() >= 3 && area > NEAR * NEAR).then_some(ring)
    };
    (real(outer), real(inner))
}

/// Turns the faces of a closed surface that all look inwards; the surface of a model may.
pub fn outwards(mut faces: Vec<Face>) -> Vec<Face> {
    if closed_volume(&faces).is_some_and(|volume| volume < 0.0) {
        faces.iter_mut().flatten().for_each(|ring| ring.reverse());
    }
    faces
}

/// The volume within faces, below 0 when they look inwards; nothing when they leave gaps or look either way.
pub fn closed_volume(faces: &[Face]) -> Option<f64> {
    /// Share of the whole area by which a closed surface may miss closing.
    const GAP: f64 = 1e-6;
    let origin = faces.iter().flatten().flatten().next().copied()?;
    let (mut sum, mut area, mut volume) = ([0.0; 3], 0.0, 0.0);
    for ring in faces.iter().flatten() {
        let turned = normal(ring);
        (0..3).for_each(|k| sum[k] += turned[k]);
        area += dot(turned, turned).sqrt();
        volume += ring.first().map_or(0.0, |p| dot(minus(*p, origin), turned)) / 6.0;
    }
    // Only where the areas add up to nothing does the volume not depend on the origin.
    (dot(sum, sum).sqrt() < GAP * area).then_some(volume)
}

/// Takes from a budget what it costs to test points against planes.
///
/// # Errors
/// When that is not left.
pub fn pay_for_tests(planes: usize, points: usize, budget: &Budget) -> Result<(), Spent> {
    budget.take(1 + planes.saturating_mul(points) / TESTS_OF_A_POINT)
}

/// Takes from a budget what it may cost to cut a face into triangles, which is more than its corners for a long ring.
///
/// # Errors
/// When that is not left.
pub fn pay_for_triangles(face: &[Vec<Point3>], budget: &Budget) -> Result<(), Spent> {
    /// Corners up to which the cost grows about as their number does.
    const FEW: usize = 256;
    let corners: usize = face.iter().map(Vec::len).sum();
    budget.take(corners.saturating_mul(1 + corners / FEW))
}

/// A face as triangles that look the same way.
pub fn triangles(face: &Face) -> Vec<Vec<Point3>> {
    if let [ring] = face.as_slice()
        && ring.len() == 3
    {
        return vec![ring.clone()];
    }
    if face.iter().any(|ring| ring.len() < 3) {
        return Vec::new();
    }
    let Some(facing) = face.first().and_then(|ring| unit(normal(ring))) else { return Vec::new() };
    // Seen along its longest axis, kept the right way round.
    let drop = (0..3).max_by(|a, b| facing[*a].abs().total_cmp(&facing[*b].abs())).unwrap_or(2);
    let (u, v) = ((drop + 1) % 3, (drop + 2) % 3);
    let points: Vec<Point3> = face.iter().flatten().copied().collect();
    let line = |ring: &Vec<Point3>| -> geo::LineString { ring.iter().map(|p| (p[u], p[v])).collect() };
    let mut lines = face.iter().map(line);
    let Some(outer) = lines.next() else { return Vec::new() };
    let polygon = geo::Polygon::new(outer, lines.collect());
    let found = polygon.earcut_triangles_raw();
    let corner = |i: usize| points.get(i).copied();
    let mut triangles = Vec::new();
    for three in found.triangle_indices.chunks_exact(3) {
        let (Some(a), Some(b), Some(c)) = (corner(three[0]), corner(three[1]), corner(three[2])) else {
            continue;
        };
        let turned = dot(normal(&[a, b, c]), facing) < 0.0;
        triangles.push(if turned { vec![a, c, b] } else { vec![a, b, c] });
    }
    triangles
}
