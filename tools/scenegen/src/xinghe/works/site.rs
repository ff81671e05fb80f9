//! What stands on a parcel only while it is built.

use linli_model::{Area, AreaUse, Geometry, Kind, Presence, SiteWork, SiteWorkKind, Truth};

use crate::draft::{Draft, flat};
use crate::plan::{Place, Rectangle, lifted};
use crate::xinghe::plan::Plot;

/// Height of a storey below ground and what the pit is deeper than the basement, metres.
const LEVEL_M: f64 = 3.8;
const BELOW_SLAB_M: f64 = 2.0;
/// Depth of the pit of a building without a basement, metres.
const FOUNDATION_M: f64 = 1.8;
/// Foot of the shoring below the ground as a multiple of the pit's depth.
const EMBEDDED: f64 = 1.6;
/// Width of a gate in the hoarding and height of the hoarding, metres.
const GATE_M: f64 = 8.0;
const HOARDING_M: f64 = 2.5;
/// Width of the track between hoarding and shoring, metres.
const TRACK_M: f64 = 2.0;
/// Size and height of site offices, metres.
pub(super) const OFFICE_M: [f64; 2] = [26.0, 8.0];
const OFFICE_HEIGHT_M: f64 = 6.0;

pub(super) fn temporary() -> Presence {
    Presence::new(Truth::Temporary, 3)
}

/// A temporary work without sizes.
pub(super) fn plain(work: SiteWorkKind) -> SiteWork {
    SiteWork { work, depth_m: None, height_m: None, reach_m: None }
}

/// Depth of a parcel's pit, metres; none where nothing is dug.
pub(super) fn pit_depth_m(plot: &Plot, builds: bool) -> Option<f64> {
    match plot.basement_levels {
        0 if builds => Some(FOUNDATION_M),
        0 => None,
        levels => Some(f64::from(levels) * LEVEL_M + BELOW_SLAB_M),
    }
}

/// Adds hoarding, track, pit and shoring of a parcel; `builds` tells whether it gets buildings.
pub(super) fn draw(draft: &mut Draft, plot: &Plot, builds: bool) {
    let key = |what: &str| format!("works/{}/{what}", plot.key);
    let o = plot.outline;
    let hoarding = Kind::SiteWork(SiteWork { height_m: Some(HOARDING_M), ..plain(SiteWorkKind::Hoarding) });
    let line = lifted(&hoarding_line(o), 0.0);
    draft.add(key("hoarding"), Some(("围挡", "Hoarding")), hoarding, Geometry::Line(line));
    // Inside the hoarding, outside the pit.
    let track = [
        [o.west + 0.3, o.south + 0.3],
        [o.east - 0.3, o.south + 0.3],
        [o.east - 0.3, o.north - 0.3],
        [o.east - 0.3 - TRACK_M, o.north - 0.3],
        [o.east - 0.3 - TRACK_M, o.south + 0.3 + TRACK_M],
        [o.west + 0.3, o.south + 0.3 + TRACK_M],
    ];
    let road = Kind::SiteWork(plain(SiteWorkKind::SiteRoad));
    draft.add(key("road"), Some(("施工便道", "Site road")), road, flat(&track));
    let Some(depth) = pit_depth_m(plot, builds) else { return };
    let dug = plot.basement().unwrap_or(plot.buildable());
    excavation(draft, &key("pit"), dug, depth);
    if plot.basement_levels > 0 {
        shoring(draft, &key("shoring"), dug, depth);
    }
}

/// Adds a pit.
pub(super) fn excavation(draft: &mut Draft, key: &str, dug: Rectangle, depth_m: f64) {
    let pit = Kind::SiteWork(SiteWork { depth_m: Some(depth_m), ..plain(SiteWorkKind::Excavation) });
    draft.add(key, Some(("基坑", "Excavation pit")), pit, flat(&dug.ring()));
}

/// Adds the shoring around a pit.
pub(super) fn shoring(draft: &mut Draft, key: &str, dug: Rectangle, depth_m: f64) {
    let wall = Kind::SiteWork(SiteWork { depth_m: Some(depth_m * EMBEDDED), ..plain(SiteWorkKind::Shoring) });
    let mut ring = dug.grown(0.3).ring();
    ring.extend(ring.first().copied());
    draft.add(key, Some(("基坑围护", "Shoring")), wall, Geometry::Line(lifted(&ring, 0.0)));
}

/// Along the outline, with a gate in the middle of the southern side.
fn hoarding_line(o: Rectangle) -> Vec<Place> {
    let gate = [-0.5, 0.5].map(|side| o.centre()[0] + side * GATE_M);
    vec![
        [gate[1], o.south],
        [o.east, o.south],
        [o.east, o.north],
        [o.west, o.north],
        [o.west, o.south],
        [gate[0], o.south],
    ]
}

/// Adds the site offices of a parcel.
pub(super) fn office(draft: &mut Draft, plot: &Plot, at: Rectangle) {
    let office =
        Kind::SiteWork(SiteWork { height_m: Some(OFFICE_HEIGHT_M), ..plain(SiteWorkKind::SiteOffice) });
    draft.add(
        format!("works/{}/office", plot.key),
        Some(("项目部", "Site offices")),
        office,
        flat(&at.ring()),
    );
}

/// The first place for a rectangle of a size, row by row from the north-west, that lies in a region and clear of
/// others.
pub(super) fn free_place(
    region: Rectangle,
    [width, depth]: [f64; 2],
    taken: &[Rectangle],
) -> Option<Rectangle> {
    const STEP_M: f64 = 4.0;
    let rows = ((region.north - region.south - depth) / STEP_M).floor();
    let columns = ((region.east - region.west - width) / STEP_M).floor();
    if rows < 0.0 || columns < 0.0 {
        return None;
    }
    (0..=rows as u32).flat_map(|row| (0..=columns as u32).map(move |column| (row, column))).find_map(
        |(row, column)| {
            let north = region.north - STEP_M * f64::from(row);
            let west = region.west + STEP_M * f64::from(column);
            let place = Rectangle::new(west, north - depth, west + width, north);
            taken.iter().all(|other| !overlap(&place.grown(2.0), other)).then_some(place)
        },
    )
}

pub(super) fn overlap(a: &Rectangle, b: &Rectangle) -> bool {
    a.west < b.east && b.west < a.east && a.south < b.north && b.south < a.north
}

/// Adds the open ground of a parcel, between and around its buildings: the zone of the outdoor works.
pub(super) fn grounds(draft: &mut Draft, plot: &Plot, taken: &[Rectangle]) {
    let polygons = open_ground(plot.outline, taken).iter().map(Rectangle::polygon).collect();
    let area = Kind::Area(Area::new(AreaUse::Construction));
    draft.add(
        format!("works/{}/grounds", plot.key),
        Some(("室外工程范围", "Extent of outdoor works")),
        area,
        Geometry::Area(polygons),
    );
}

/// Least side of a piece of open ground, metres.
const PIECE_M: f64 = 0.3;
/// Gap between two pieces, metres: rings of one area must not share edges.
const GAP_M: f64 = 0.02;

/// An outline without rectangles, in strips from west to east.
fn open_ground(outline: Rectangle, taken: &[Rectangle]) -> Vec<Rectangle> {
    let mut cuts: Vec<f64> = taken.iter().flat_map(|r| [r.south, r.north]).collect();
    cuts.extend([outline.south, outline.north]);
    cuts.retain(|v| (outline.south..=outline.north).contains(v));
    cuts.sort_by(f64::total_cmp);
    cuts.dedup_by(|a, b| *a - *b < PIECE_M);
    let mut pieces = Vec::new();
    for row in cuts.windows(2) {
        let middle = (row[0] + row[1]) / 2.0;
        let mut held: Vec<[f64; 2]> =
            taken.iter().filter(|r| r.south < middle && middle < r.north).map(|r| [r.west, r.east]).collect();
        held.sort_by(|a, b| a[0].total_cmp(&b[0]));
        let mut west = outline.west;
        for [from, to] in held.into_iter().chain([[outline.east, outline.east]]) {
            let east = from.min(outline.east);
            if east - west > PIECE_M {
                pieces.push(Rectangle::new(west, row[0] + GAP_M, east, row[1]));
            }
            west = west.max(to);
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn open_ground_is_the_outline_without_what_stands_on_it() {
        let outline = Rectangle::new(0.0, 0.0, 100.0, 60.0);
        let taken = [Rectangle::new(10.0, 10.0, 40.0, 30.0), Rectangle::new(30.0, 20.0, 60.0, 50.0)];
        let pieces = open_ground(outline, &taken);
        let area: f64 = pieces.iter().map(Rectangle::area_m2).sum();
        let wanted = 6000.0 - (600.0 + 900.0 - 100.0);
        assert!((area - wanted).abs() < 12.0, "{area} {wanted}");
        assert!(pieces.iter().all(|p| taken.iter().all(|t| !overlap(p, t))));
    }

    #[test]
    fn a_free_place_keeps_clear() {
        let region = Rectangle::new(0.0, 0.0, 60.0, 20.0);
        let taken = [Rectangle::new(0.0, 0.0, 20.0, 20.0)];
        let place = free_place(region, [26.0, 8.0], &taken);
        assert!(place.is_some_and(|p| p.west >= 22.0 && p.east <= 60.0));
        assert_eq!(free_place(region, [26.0, 30.0], &taken), None);
    }
}
