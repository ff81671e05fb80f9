//! Parts of buildings: which building each belongs to, and whether parts replace its outline.

use std::collections::HashMap;

use linli_model::{Building, Element, Geometry, Key, Kind, Polygon};

use super::area::interior;

/// Share of an outline that its parts must cover to be drawn instead of it.
const COVERED_SHARE: f64 = 0.5;
/// Sample lines in each direction for the covered share.
const SAMPLES: usize = 24;
/// Most cells that one outline enters into the grid; a larger one is tried for every part.
const MOST_CELLS: usize = 4096;

/// Finds the building of every part.
///
/// `stated` gives the building of a part by relation (`type=building`); every other part belongs
/// to the smallest building that holds a place inside it. A part without a height of its own takes
/// the stated height of its building. Outlines that parts cover at least by half are marked.
pub(super) fn link_parts(elements: &mut [Element], stated: &HashMap<Key, Key>) {
    let is =
        |wanted: fn(&Kind) -> bool| move |(i, element): (usize, &Element)| wanted(&element.kind).then_some(i);
    let outlines: Vec<usize> =
        elements.iter().enumerate().filter_map(is(|kind| matches!(kind, Kind::Building(_)))).collect();
    let parts: Vec<usize> =
        elements.iter().enumerate().filter_map(is(|kind| matches!(kind, Kind::BuildingPart(_)))).collect();
    if outlines.is_empty() || parts.is_empty() {
        return;
    }
    let grid = Grid::new(elements, &outlines);
    let by_key: HashMap<Key, usize> = outlines.iter().map(|i| (elements[*i].key.clone(), *i)).collect();
    let mut parts_of: Vec<(usize, usize)> = Vec::new();
    for part in parts {
        let named = stated.get(&elements[part].key).and_then(|key| by_key.get(key)).copied();
        let parent = named
            .or_else(|| interior(areas(&elements[part])).and_then(|at| grid.smallest_around(elements, at)));
        if let Some(parent) = parent {
            parts_of.push((parent, part));
            adopt(elements, part, parent);
        }
    }
    parts_of.sort_unstable();
    for group in parts_of.chunk_by(|a, b| a.0 == b.0) {
        let parts: Vec<&Polygon> = group.iter().flat_map(|(_, part)| areas(&elements[*part])).collect();
        let Some((parent, _)) = group.first() else { continue };
        let covered = covered_share(areas(&elements[*parent]), &parts) >= COVERED_SHARE;
        if let Kind::Building(building) = &mut elements[*parent].kind {
            building.outline_of_parts = covered;
        }
    }
}

/// Gives a part its parent, and the parent's height when it has none of its own.
fn adopt(elements: &mut [Element], part: usize, parent: usize) {
    let key = elements[parent].key.clone();
    let height = elements[parent].kind.building().filter(|b| !b.height_assumed).and_then(|b| b.height_m);
    let use_ = elements[parent].kind.building().map(|b| b.use_).unwrap_or_default();
    let Kind::BuildingPart(building) = &mut elements[part].kind else { return };
    building.parent = Some(key);
    if building.use_ == Building::default().use_ {
        building.use_ = use_;
    }
    if let Some(height) = height.filter(|h| building.height_assumed && *h > building.min_height_m) {
        building.height_m = Some(height);
        building.height_assumed = false;
    }
}

fn areas(element: &Element) -> &[Polygon] {
    match &element.geometry {
        Geometry::Area(polygons) => polygons,
        _ => &[],
    }
}

/// Share of some polygons that others cover, by sample points.
fn covered_share(outline: &[Polygon], parts: &[&Polygon]) -> f64 {
    let (min, max) = extent(outline);
    let (mut inside, mut covered) = (0_u32, 0_u32);
    for row in 0..SAMPLES {
        for column in 0..SAMPLES {
            let share = |n: usize| (n as f64 + 0.5) / SAMPLES as f64;
            let x = min[0] + (max[0] - min[0]) * share(column);
            let y = min[1] + (max[1] - min[1]) * share(row);
            if outline.iter().any(|polygon| polygon.contains_xy(x, y)) {
                inside += 1;
                covered += u32::from(parts.iter().any(|polygon| polygon.contains_xy(x, y)));
            }
        }
    }
    f64::from(covered) / f64::from(inside.max(1))
}

fn extent(polygons: &[Polygon]) -> ([f64; 2], [f64; 2]) {
    let (mut min, mut max) = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
    for point in polygons.iter().flat_map(|polygon| &polygon.exterior) {
        for k in 0..2 {
            min[k] = min[k].min(point[k]);
            max[k] = max[k].max(point[k]);
        }
    }
    (min, max)
}

/// Outlines in the cells of a regular grid of degrees.
struct Grid {
    cells: HashMap<(i64, i64), Vec<usize>>,
    large: Vec<usize>,
}

/// Side of a cell, degrees (about 100 m).
const CELL_DEG: f64 = 0.001;

impl Grid {
    fn new(elements: &[Element], outlines: &[usize]) -> Self {
        let mut grid = Self { cells: HashMap::new(), large: Vec::new() };
        for &outline in outlines {
            let (min, max) = extent(areas(&elements[outline]));
            if min[0] > max[0] {
                continue;
            }
            let (low, high) = (cell(min), cell(max));
            if (high.0 - low.0 + 1) * (high.1 - low.1 + 1) > MOST_CELLS as i64 {
                grid.large.push(outline);
                continue;
            }
            for x in low.0..=high.0 {
                for y in low.1..=high.1 {
                    grid.cells.entry((x, y)).or_default().push(outline);
                }
            }
        }
        grid
    }

    fn smallest_around(&self, elements: &[Element], at: [f64; 2]) -> Option<usize> {
        let near = self.cells.get(&cell(at)).map(Vec::as_slice).unwrap_or_default();
        let size = |i: usize| areas(&elements[i]).iter().map(Polygon::area_m2).sum::<f64>();
        near.iter()
            .chain(&self.large)
            .copied()
            .filter(|i| areas(&elements[*i]).iter().any(|polygon| polygon.contains_xy(at[0], at[1])))
            .min_by(|a, b| size(*a).total_cmp(&size(*b)).then(a.cmp(b)))
    }
}

fn cell(at: [f64; 2]) -> (i64, i64) {
    ((at[0] / CELL_DEG).floor() as i64, (at[1] / CELL_DEG).floor() as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(x: f64, size: f64) -> Geometry {
        let ring = vec![[x, 0., 0.], [x + size, 0., 0.], [x + size, size, 0.], [x, size, 0.]];
        Geometry::Area(vec![Polygon::new(ring)])
    }

    fn element(key: &str, kind: Kind, geometry: Geometry) -> Element {
        Element::new(key, kind, geometry)
    }

    #[test]
    fn a_part_finds_the_smallest_building_around_it() {
        let assumed = Building { height_m: Some(9.0), height_assumed: true, ..Building::default() };
        let tall = Building { height_m: Some(40.0), ..Building::default() };
        let mut elements = vec![
            element("roof", Kind::Building(assumed.clone()), square(-0.01, 0.1)),
            element("tower", Kind::Building(tall), square(0.0, 0.001)),
            element("a", Kind::BuildingPart(assumed.clone()), square(0.0, 0.0009)),
            element("b", Kind::BuildingPart(assumed), square(5.0, 0.001)),
        ];
        link_parts(&mut elements, &HashMap::new());
        let facts: Vec<_> = elements.iter().filter_map(|e| e.kind.building()).collect();
        assert_eq!(facts[2].parent, Some(Key::from("tower")));
        assert_eq!((facts[2].height_m, facts[2].height_assumed), (Some(40.0), false));
        assert_eq!(facts[3].parent, None);
        assert!(facts[1].outline_of_parts);
        assert!(!facts[0].outline_of_parts);
    }

    #[test]
    fn a_small_part_does_not_hide_its_building() {
        let plain = Kind::Building(Building::default());
        let part = Kind::BuildingPart(Building::default());
        let mut elements =
            vec![element("hall", plain, square(0.0, 0.001)), element("porch", part, square(0.0, 0.0005))];
        link_parts(&mut elements, &HashMap::new());
        let hidden: Vec<bool> =
            elements.iter().filter_map(|e| e.kind.building()).map(|b| b.outline_of_parts).collect();
        assert_eq!(hidden, vec![false, false]);
    }
}
