//! Every query against brute force, and the traps that the index must avoid.

mod brute;
mod nanaimo;
mod packed;

use std::collections::BTreeMap;
use std::sync::Arc;

use linli_model::{Aabb, ElementId, FaceKind, Point3};
use proptest::prelude::*;
use rstar::{AABB, PointDistance, RTree, RTreeObject};

use super::vector::{add, along, distance, scale, sub, unit};
use super::*;
use crate::{Segment, ShapePart};

type Scene = BTreeMap<ElementId, Arc<Shape>>;

fn offset(reach: f64) -> impl Strategy<Value = Point3> {
    prop::array::uniform3(-reach..reach)
}

fn soup() -> impl Strategy<Value = Shape> {
    prop::collection::vec(prop::array::uniform3(offset(4.0)), 1..50).prop_map(|triangles| Shape {
        vertices: triangles.iter().flatten().copied().collect(),
        triangles: (0..triangles.len() as u32).map(|i| [3 * i, 3 * i + 1, 3 * i + 2]).collect(),
        ..Shape::default()
    })
}

fn pipe() -> impl Strategy<Value = Shape> {
    (prop::collection::vec(offset(6.0), 2..50), 0.0..0.5f64).prop_map(|(points, radius_m)| Shape {
        segments: points.windows(2).map(|p| Segment { a: p[0], b: p[1], radius_m }).collect(),
        ..Shape::default()
    })
}

/// A closed star-shaped solid: an octahedron whose faces are cut `depth` times into four.
pub(crate) fn solid(radii: &[f64], depth: u32) -> Shape {
    let mut corners: Vec<Point3> =
        vec![[1., 0., 0.], [0., 1., 0.], [-1., 0., 0.], [0., -1., 0.], [0., 0., 1.], [0., 0., -1.]];
    let mut triangles: Vec<[u32; 3]> =
        vec![[0, 1, 4], [1, 2, 4], [2, 3, 4], [3, 0, 4], [1, 0, 5], [2, 1, 5], [3, 2, 5], [0, 3, 5]];
    let mut middles = BTreeMap::new();
    for _ in 0..depth {
        let coarse = std::mem::take(&mut triangles);
        for [a, b, c] in coarse {
            let mut middle = |i: u32, j: u32| {
                *middles.entry((i.min(j), i.max(j))).or_insert_with(|| {
                    let sum = add(corners[i as usize], corners[j as usize]);
                    corners.push(unit(sum).unwrap_or(sum));
                    corners.len() as u32 - 1
                })
            };
            let (ab, bc, ca) = (middle(a, b), middle(b, c), middle(c, a));
            triangles.extend([[a, ab, ca], [ab, b, bc], [ca, bc, c], [ab, bc, ca]]);
        }
    }
    let stretched = |(i, &p): (usize, &Point3)| scale(p, radii[i % radii.len()]);
    let vertices = corners.iter().enumerate().map(stretched).collect();
    Shape { vertices, triangles, closed: true, ..Shape::default() }
}

fn block() -> impl Strategy<Value = Shape> {
    (prop::collection::vec(2.0..6.0f64, 1..9), 0..3u32).prop_map(|(radii, depth)| solid(&radii, depth))
}

fn moved(mut shape: Shape, by: Point3) -> Arc<Shape> {
    shape.vertices.iter_mut().for_each(|p| *p = add(*p, by));
    for segment in &mut shape.segments {
        (segment.a, segment.b) = (add(segment.a, by), add(segment.b, by));
    }
    Arc::new(shape)
}

fn shape() -> impl Strategy<Value = Arc<Shape>> {
    (prop_oneof![soup(), pipe(), block()], offset(20.0)).prop_map(|(shape, by)| moved(shape, by))
}

/// An index after a bulk load and a run of changes, and what it must hold.
fn scene() -> impl Strategy<Value = (SpatialIndex, Scene)> {
    let start = prop::collection::vec(shape(), 0..24);
    let changes = prop::collection::vec((0..32u32, prop::option::weighted(0.7, shape())), 0..24);
    (start, changes).prop_map(|(start, changes)| {
        let items: Vec<_> = start.into_iter().zip(0..).map(|(shape, id)| (ElementId(id), shape)).collect();
        let mut scene: Scene = items.iter().cloned().collect();
        let mut index = SpatialIndex::bulk(items).unwrap_or_default();
        for (id, change) in changes {
            let id = ElementId(id);
            if let Some(shape) = change {
                scene.insert(id, shape.clone());
                assert_eq!(index.insert(id, shape), Ok(()));
            } else {
                assert_eq!(index.remove(id), scene.remove(&id).is_some());
            }
        }
        assert_eq!(index.len(), scene.len());
        (index, scene)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn boxes_and_frusta_find_what_brute_force_finds(
        (index, scene) in scene(), a in offset(25.0), size in prop::array::uniform3(0.0..12.0f64),
    ) {
        let query = Aabb::from_corners(a, add(a, size));
        prop_assert_eq!(index.boxes_in_box(&query), brute::boxes_in_box(&scene, &query));
        prop_assert_eq!(index.in_box(&query), brute::in_box(&scene, &query));
        let planes = brute::sides(&query);
        prop_assert_eq!(index.in_frustum(&planes), brute::in_frustum(&scene, &planes));
    }

    #[test]
    fn rays_meet_what_brute_force_meets(
        (index, scene) in scene(), origin in offset(30.0), target in offset(15.0), barred in 0..32u32,
    ) {
        let filter = |id: ElementId| id.0 != barred;
        let direction = sub(target, origin);
        let got = index.pick(origin, direction, filter).map(|hit| (hit.id, hit.distance_m));
        prop_assert_eq!(got, brute::pick(&scene, origin, direction, filter));
    }

    #[test]
    fn nearest_is_what_brute_force_says(
        (index, scene) in scene(), point in offset(30.0), k in 0..8usize,
    ) {
        let near = index.nearest(point, k);
        let got: Vec<_> = near.iter().map(|n| (n.id, n.distance_m)).collect();
        prop_assert_eq!(got, brute::nearest(&scene, point, k));
        for n in near {
            prop_assert!((distance(n.point, point) - n.distance_m).abs() < 1e-9);
        }
    }

    #[test]
    fn within_is_what_brute_force_says(
        (index, scene) in scene(), asked in shape(), reach in 0.0..15.0f64,
    ) {
        let near = index.within(reach, &asked).unwrap_or_default();
        let got: Vec<_> = near.iter().map(|n| (n.id, n.distance_m)).collect();
        let wanted = brute::within(&scene, reach, &asked);
        prop_assert_eq!(got.len(), wanted.len());
        for (got, wanted) in got.iter().zip(&wanted) {
            prop_assert!(got.0 == wanted.0 && (got.1 - wanted.1).abs() < 1e-9, "{got:?} {wanted:?}");
        }
        for n in near {
            prop_assert!((distance(n.point, n.of_point) - n.distance_m).abs() < 1e-9, "{n:?}");
        }
    }

    #[test]
    fn containing_agrees_with_the_winding_number((index, scene) in scene(), point in offset(25.0)) {
        prop_assert_eq!(index.containing(point), brute::containing(&scene, point));
    }
}

#[test]
fn points_on_edges_and_corners_of_a_cube_are_told_apart() {
    let vertices = (0..8).map(|i| [i & 1, i >> 1 & 1, i >> 2 & 1].map(f64::from)).collect();
    let triangles = vec![
        [0, 2, 1],
        [1, 2, 3],
        [4, 5, 6],
        [5, 7, 6],
        [0, 1, 4],
        [1, 5, 4],
        [2, 6, 3],
        [3, 6, 7],
        [0, 4, 2],
        [2, 4, 6],
        [1, 3, 5],
        [3, 7, 5],
    ];
    let cube = Arc::new(Shape { vertices, triangles, closed: true, ..Shape::default() });
    let index = SpatialIndex::bulk(vec![(ElementId(7), cube)]).unwrap_or_default();
    for i in -2..=6 {
        for j in -2..=6 {
            for k in -2..=6 {
                let point = [i, j, k].map(|v| f64::from(v) / 4.0);
                let inside = point.iter().all(|v| (0.0..=1.0).contains(v));
                assert_eq!(index.containing(point).len(), usize::from(inside), "{point:?}");
            }
        }
    }
    let outside = index.nearest([3.0, 0.5, 0.5], 4);
    assert_eq!(outside[0].distance_m, 2.0);
    assert_eq!(outside[0].point, [1.0, 0.5, 0.5]);
}

#[test]
fn a_hit_names_part_and_normal() {
    let part = |kind, triangles| ShapePart { kind, colour: None, triangles };
    let shape = Shape {
        vertices: vec![[0., 0., 0.], [9., 0., 0.], [0., 9., 0.], [0., 0., 5.], [9., 0., 5.], [0., 9., 5.]],
        triangles: vec![[0, 2, 1], [3, 4, 5]],
        parts: vec![part(FaceKind::Ground, 0..1), part(FaceKind::Roof, 1..2)],
        ..Shape::default()
    };
    let index = SpatialIndex::bulk(vec![(ElementId(3), Arc::new(shape))]).unwrap_or_default();
    let hit = index.pick([1.0, 1.0, 20.0], [0.0, 0.0, -2.0], |_| true);
    let roof = Hit {
        id: ElementId(3),
        distance_m: 15.0,
        point: [1.0, 1.0, 5.0],
        normal: [0.0, 0.0, 1.0],
        part: Some(1),
    };
    assert_eq!(hit, Some(roof));
    let below = index.pick([1.0, 1.0, -2.0], [0.0, 0.0, 1.0], |_| true);
    assert_eq!(below.map(|h| (h.part, h.normal)), Some((Some(0), [0.0, 0.0, -1.0])));
    assert_eq!(index.pick([1.0, 1.0, 20.0], [0.0; 3], |_| true), None);
}

#[test]
fn the_packed_tree_is_rebuilt_and_nothing_is_lost() {
    let thread = |x: f64| {
        let segments = vec![Segment { a: [x, 0.0, 0.0], b: [x, 1.0, 0.0], radius_m: 0.1 }];
        Arc::new(Shape { segments, ..Shape::default() })
    };
    let mut index = SpatialIndex::default();
    for i in 0..5000u32 {
        assert_eq!(index.insert(ElementId(i), thread(f64::from(i))), Ok(()));
    }
    assert!(index.packed > 2000, "the packed tree holds {}", index.packed);
    for i in (0..5000).step_by(2) {
        assert!(index.remove(ElementId(i)));
    }
    let everything = Aabb::from_corners([-10.0; 3], [6000.0; 3]);
    let odd: Vec<ElementId> = (1..5000).step_by(2).map(ElementId).collect();
    assert_eq!(index.in_box(&everything), odd);
    assert_eq!(index.nearest([2000.2, 0.5, 0.0], 1)[0].id, ElementId(2001));
}

#[test]
fn shapes_that_are_not_finite_stay_out() {
    let id = ElementId(1);
    let not_finite = Err(IndexError::Shape { id, error: ShapeError::NotFinite });
    let mut index = SpatialIndex::default();
    for bad in [f64::NAN, f64::INFINITY, 1e300] {
        let vertices = vec![[0.0; 3], [1.0, 0.0, 0.0], [0.0, bad, 0.0]];
        let triangle = Shape { vertices, triangles: vec![[0, 1, 2]], ..Shape::default() };
        assert_eq!(index.insert(id, Arc::new(triangle)), not_finite);
        let segments = vec![Segment { a: [0.0; 3], b: [1.0; 3], radius_m: -bad }];
        assert_eq!(index.insert(id, Arc::new(Shape { segments, ..Shape::default() })), not_finite);
    }
    let missing = Shape { vertices: vec![[0.0; 3]], triangles: vec![[0, 1, 2]], ..Shape::default() };
    let error = ShapeError::MissingVertex;
    assert_eq!(index.insert(id, Arc::new(missing)), Err(IndexError::Shape { id, error }));
    assert!(index.is_empty());
    let twice = vec![(id, Arc::default()), (id, Arc::default())];
    assert_eq!(SpatialIndex::bulk(twice).err(), Some(IndexError::Twice(id)));
}

/// A pipe the way rstar's `nearest_neighbor` does not bear it: the envelope holds the radius, the
/// distance is taken to the centreline.
struct LoosePipe(u32, Segment);

impl RTreeObject for LoosePipe {
    type Envelope = AABB<[f64; 3]>;
    fn envelope(&self) -> Self::Envelope {
        let aabb = Aabb::from_corners(self.1.a, self.1.b).inflated(self.1.radius_m);
        AABB::from_corners(aabb.min, aabb.max)
    }
}

impl PointDistance for LoosePipe {
    fn distance_2(&self, p: &[f64; 3]) -> f64 {
        let on = super::distance::on_segment(*p, self.1.a, self.1.b);
        super::distance::Closest::between(on, *p).squared
    }
}

#[test]
fn nearest_is_right_where_the_shortcut_of_rstar_is_wrong() {
    let mut state = 1u64;
    let mut random = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as f64 / (1u64 << 31) as f64
    };
    let pipes: Vec<Segment> = (0..4000)
        .map(|_| {
            let a = [random() * 500.0, random() * 500.0, random() * 4.0 - 5.0];
            let b = along(a, [random() - 0.5, random() - 0.5, 0.0], 40.0);
            Segment { a, b, radius_m: 0.6 }
        })
        .collect();
    let loose = pipes.iter().zip(0..).map(|(&pipe, id)| LoosePipe(id, pipe)).collect();
    let shortcut = RTree::bulk_load(loose);
    // All radii are equal, so the order by centreline is the order by surface.
    let items = pipes
        .iter()
        .zip(0..)
        .map(|(&pipe, id)| (ElementId(id), Arc::new(Shape { segments: vec![pipe], ..Shape::default() })));
    let index = SpatialIndex::bulk(items.collect()).unwrap_or_default();
    let (mut wrong, mut right) = (0, 0);
    for _ in 0..2000 {
        let p = [random() * 500.0, random() * 500.0, 30.0];
        let least = pipes
            .iter()
            .map(|s| (distance(super::distance::on_segment(p, s.a, s.b), p) - s.radius_m).max(0.0))
            .fold(f64::INFINITY, f64::min);
        let ours = index.nearest(p, 1)[0];
        right += usize::from((ours.distance_m - least).abs() < 1e-9);
        let theirs =
            shortcut.nearest_neighbor(p).map_or(f64::NAN, |l| (l.distance_2(&p).sqrt() - 0.6).max(0.0));
        wrong += usize::from(theirs > least + 1e-9);
        let iterated = shortcut.nearest_neighbor_iter(p).next().map(|l| l.0);
        assert_eq!(iterated, Some(ours.id.0));
    }
    assert_eq!(right, 2000);
    assert!(wrong > 0, "the shortcut has become right: the trap is gone");
}
