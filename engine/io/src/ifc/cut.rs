//! Faces, and what is left of a solid when a convex one is taken away.

use geo::TriangulateEarcut as _;
use linli_model::Point3;

/// Distances below this count as none, metres.
const NEAR: f64 = 1e-6;
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
        const MOST: usize = 64;
        let mut planes = Vec::new();
        let mut convex = faces.len() <= MOST && faces.iter().all(|face| face.len() == 1);
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
        Self { faces, planes: convex.then_some(planes) }
    }

    /// Takes a convex region away that planes bound; `ends` are the faces that show where it was, as they look out of
    /// the region. Without convexity of its own, no such faces can be made.
    pub fn subtract(&mut self, region: &[Plane], ends: &[Vec<Point3>]) {
        let own = self.planes.clone();
        let mut faces = Vec::new();
        for face in std::mem::take(&mut self.faces) {
            let apart = region.iter().any(|plane| {
                face.iter().flatten().all(|p| plane.outside(*p) > -NEAR)
                    && face.iter().flatten().any(|p| plane.outside(*p) > NEAR)
            });
            if apart {
                faces.push(face);
                continue;
            }
            for triangle in triangles(&face) {
                remove(triangle, region, &mut faces);
            }
        }
        if let Some(own) = &own {
            for end in ends {
                let mut shown = Some(end.iter().rev().copied().collect::<Vec<_>>());
                for plane in own {
                    // What lies in a face of the solid is no new face of it.
                    let flush = shown
                        .as_ref()
                        .is_some_and(|ring| ring.iter().all(|p| plane.outside(*p).abs() < NEAR));
                    shown = if flush { None } else { shown.and_then(|ring| split(&ring, plane).1) };
                }
                faces.extend(shown.map(|ring| vec![ring]));
            }
        }
        self.faces = faces;
        // Less a half space, a convex solid stays convex.
        self.planes = match (own, region) {
            (Some(mut own), [plane]) => {
                own.push(Plane { normal: plane.normal.map(|v| -v), distance: -plane.distance });
                Some(own)
            }
            _ => None,
        };
    }

    /// The face that a cut by a plane leaves, looking out of what is taken away.
    pub fn cap(&self, plane: &Plane) -> Vec<Vec<Point3>> {
        let near = self.faces.iter().flatten().flatten().next().copied().unwrap_or_default();
        vec![plane.square(near)]
    }
}

/// What is left of a convex polygon outside a region.
fn remove(polygon: Vec<Point3>, region: &[Plane], left: &mut Vec<Face>) {
    let facing = normal(&polygon);
    let mut inside = Some(polygon);
    for plane in region {
        let Some(polygon) = inside.take() else { return };
        if polygon.iter().all(|p| plane.outside(*p).abs() < NEAR) {
            // In the border of the region: gone where both look the same way, else not touched.
            if dot(facing, plane.normal) > 0.0 {
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
