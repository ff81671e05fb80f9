//! The packed tree alone: every size, big offsets, equal boxes.

use super::*;

fn boxes() -> impl Strategy<Value = Vec<Aabb>> {
    let one = (prop::array::uniform3(-50..50i32), prop::array::uniform3(0.0..3.0f64));
    let shift = prop::sample::select(vec![0.0, 0.1, 5_435_084.399, -3e9]);
    (prop::collection::vec(one, 0..1500), shift).prop_map(|(places, shift)| {
        let place = |(at, size): ([i32; 3], Point3)| {
            let min = at.map(|v| f64::from(v / 5) + shift);
            Aabb::from_corners(min, add(min, size))
        };
        places.into_iter().map(place).collect()
    })
}

fn gap(aabb: &Aabb, p: Point3) -> f64 {
    (0..3).map(|i| (aabb.min[i] - p[i]).max(p[i] - aabb.max[i]).max(0.0).powi(2)).sum()
}

proptest! {
    #[test]
    fn box_queries_miss_nothing_and_are_sure_only_of_hits(
        boxes in boxes(), of in 0..1500usize, size in prop::array::uniform3(0.0..20.0f64),
    ) {
        let tree = PackedTree::build(&boxes);
        prop_assert_eq!(tree.len(), boxes.len());
        let corner = boxes.get(of).or(boxes.first()).map_or([0.0; 3], |aabb| aabb.max);
        let query = Aabb::from_corners(corner, add(corner, size));
        let mut found = Vec::new();
        tree.for_each_in_box(&query, |item, sure| {
            let hit = boxes[item as usize].intersects(&query);
            assert!(hit || !sure);
            if hit {
                found.push(item);
            }
        });
        found.sort_unstable();
        let wanted: Vec<u32> =
            (0u32..).zip(&boxes).filter(|(_, b)| b.intersects(&query)).map(|(i, _)| i).collect();
        prop_assert_eq!(found, wanted);
    }

    #[test]
    fn the_nearest_box_is_the_nearest(boxes in boxes(), of in 0..1500usize, by in offset(9.0)) {
        let tree = PackedTree::build(&boxes);
        let p = add(boxes.get(of).or(boxes.first()).map_or([0.0; 3], |aabb| aabb.max), by);
        let mut least = f64::INFINITY;
        let mut asked = 0;
        tree.for_each_near(p, f64::INFINITY, |item, bound| {
            asked += 1;
            least = least.min(gap(&boxes[item as usize], p));
            least.min(bound)
        });
        prop_assert_eq!(least, boxes.iter().map(|b| gap(b, p)).fold(f64::INFINITY, f64::min));
        prop_assert!(asked <= boxes.len());
    }

    #[test]
    fn rays_miss_no_box(boxes in boxes(), of in 0..1500usize, direction in offset(1.0)) {
        let tree = PackedTree::build(&boxes);
        let middle = boxes.get(of).or(boxes.first()).map_or([0.0; 3], Aabb::centre);
        let flat = if of % 2 == 0 { [direction[0], 0.0, 0.0] } else { direction };
        let ray = super::super::ray::Ray::new(sub(middle, scale(flat, 30.0)), flat);
        let mut found = Vec::new();
        tree.for_each_on_ray(&ray, f64::INFINITY, |item, bound| {
            found.push(item);
            bound
        });
        found.sort_unstable();
        for (item, aabb) in (0u32..).zip(&boxes) {
            if ray.enters(aabb).is_some() {
                prop_assert!(found.binary_search(&item).is_ok());
            }
        }
    }
}
