//! The town around the unit: rows and blocks of buildings as a frame model.

use linli_model::{Building, BuildingUse, Kind, Presence, RoofShape, Truth};

use super::Unit;
use super::plan::{CANAL_PARK, COLUMNS, ROWS, UNIT, column, row};
use crate::draft::{Draft, flat};
use crate::plan::Rectangle;
use crate::random::Random;

/// How far beyond the border streets the town is drawn, metres from their axes.
const DEPTH_M: f64 = 150.0;
/// Distance of buildings from the red lines, metres.
pub(super) const SETBACK_M: f64 = 6.0;
/// Colours of the frame model: paler than what is modelled closely.
const WALLS: [[u8; 3]; 5] =
    [[226, 222, 214], [218, 212, 202], [230, 226, 220], [212, 210, 206], [222, 214, 204]];

/// What fills a block.
#[derive(Clone, Copy)]
enum Fabric {
    /// Rows of slabs.
    Rows,
    /// Tall points in a green court.
    Points,
    /// Shops along the street and slabs behind.
    Mixed,
    /// Workshops and offices.
    Works,
}

/// Adds them, for whole units at the outer border of the site.
pub(crate) fn draw(draft: &mut Draft, unit: &Unit, random: &mut Random) {
    if !unit.is_whole() {
        return;
    }
    draft.presence = Presence::new(Truth::Existing, 2);
    for (name, block) in blocks(unit.borders.map(|border| border == super::site::Border::Open)) {
        let fabric = random
            .pick(&[Fabric::Rows, Fabric::Rows, Fabric::Points, Fabric::Mixed, Fabric::Works])
            .copied()
            .unwrap_or(Fabric::Rows);
        for (i, house) in fill(block, fabric, random).into_iter().enumerate() {
            add(draft, &format!("context/{name}/{}", i + 1), house, random);
        }
    }
}

/// A range of the plan between two streets, without their land.
type Span = (String, [f64; 2]);

/// Spans between the columns' streets, and beyond the first and last where the corner is free.
fn spans_u(west: bool, east: bool) -> Vec<Span> {
    let mut spans = Vec::new();
    let last = COLUMNS.len() - 1;
    if west {
        let edge = column(0).at - column(0).grade.red_line();
        spans.push(("w".to_owned(), [UNIT.west - DEPTH_M, edge]));
    }
    for i in 0..last {
        let (a, b) = (column(i), column(i + 1));
        spans.push((i.to_string(), [a.at + a.grade.red_line(), b.at - b.grade.red_line()]));
    }
    if east {
        let edge = column(last).at + column(last).grade.red_line();
        spans.push(("e".to_owned(), [edge, UNIT.east + DEPTH_M]));
    }
    spans
}

/// Spans between the rows' streets; the canal's park goes through the southern one.
fn spans_v() -> Vec<Span> {
    let between = |i: usize| {
        let (a, b) = (row(i), row(i + 1));
        [a.at + a.grade.red_line(), b.at - b.grade.red_line()]
    };
    let [south, north] = between(0);
    let mut spans =
        vec![("0s".to_owned(), [south, CANAL_PARK[0]]), ("0n".to_owned(), [CANAL_PARK[1], north])];
    spans.extend((1..ROWS.len() - 1).map(|i| (i.to_string(), between(i))));
    spans
}

/// The blocks of the ring beyond the open sides (west, south, east, north), inside their setbacks.
pub(super) fn blocks([west, south, east, north]: [bool; 4]) -> Vec<(String, Rectangle)> {
    let mut blocks = Vec::new();
    let (first, last) = (row(0), row(ROWS.len() - 1));
    let bands = [
        (south, "s", [UNIT.south - DEPTH_M, first.at - first.grade.red_line()]),
        (north, "n", [last.at + last.grade.red_line(), UNIT.north + DEPTH_M]),
    ];
    for (_, side, [low, high]) in bands.into_iter().filter(|band| band.0) {
        for (name, [a, b]) in spans_u(west, east) {
            blocks.push((format!("{side}{name}"), Rectangle::new(a, low, b, high)));
        }
    }
    let (first, last) = (column(0), column(COLUMNS.len() - 1));
    let bands = [
        (west, "w", [UNIT.west - DEPTH_M, first.at - first.grade.red_line()]),
        (east, "e", [last.at + last.grade.red_line(), UNIT.east + DEPTH_M]),
    ];
    for (_, side, [low, high]) in bands.into_iter().filter(|band| band.0) {
        for (name, [a, b]) in spans_v() {
            blocks.push((format!("{side}{name}"), Rectangle::new(low, a, high, b)));
        }
    }
    blocks.into_iter().map(|(name, block)| (name, block.grown(-SETBACK_M))).collect()
}

/// A building of the frame model.
struct Frame {
    outline: Rectangle,
    storeys: u32,
    use_: BuildingUse,
    pitched: bool,
}

fn fill(block: Rectangle, fabric: Fabric, random: &mut Random) -> Vec<Frame> {
    match fabric {
        Fabric::Rows => {
            let storeys = random.between(5.0, 11.99) as u32;
            slabs(block, storeys, BuildingUse::Residential, random)
        }
        Fabric::Points => points(block, random),
        Fabric::Mixed => {
            let shops = Rectangle::new(block.west, block.south, block.east, block.south + 14.0);
            let behind = Rectangle::new(block.west, shops.north + 22.0, block.east, block.north);
            let mut frames = divided(shops, 3, 3, BuildingUse::Commercial);
            frames.extend(slabs(behind, random.between(6.0, 9.99) as u32, BuildingUse::Residential, random));
            frames
        }
        Fabric::Works => {
            let middle = (block.south + block.north) / 2.0;
            let lower = Rectangle::new(block.west, block.south, block.east, middle - 8.0);
            let upper = Rectangle::new(block.west, middle + 8.0, block.east, block.north);
            let storeys = random.between(3.0, 5.99) as u32;
            let mut frames = divided(lower, 3, storeys, BuildingUse::Office);
            frames.extend(divided(upper, 2, storeys + 4, BuildingUse::Office));
            frames
        }
    }
}

/// Rows of slabs about 13 m deep, as far apart as they are high.
fn slabs(block: Rectangle, storeys: u32, use_: BuildingUse, random: &mut Random) -> Vec<Frame> {
    let depth = 13.0;
    let pitch = depth + (f64::from(storeys) * 3.0).max(16.0);
    let rows = (((block.north - block.south - depth) / pitch).floor().max(0.0) as u32) + 1;
    let per_row = ((block.east - block.west) / 62.0).round().max(1.0) as u32;
    let gap = 12.0;
    let width = (block.east - block.west - gap * f64::from(per_row - 1)) / f64::from(per_row);
    let mut frames = Vec::new();
    if block.north - block.south < depth || width < 16.0 {
        return frames;
    }
    for r in 0..rows {
        let south = block.south + pitch * f64::from(r);
        for c in 0..per_row {
            let west = block.west + (width + gap) * f64::from(c);
            let short = random.between(0.0, (width - 16.0).clamp(0.0, 9.0));
            frames.push(Frame {
                outline: Rectangle::new(west, south, west + width - short, south + depth),
                storeys,
                use_,
                pitched: storeys <= 6,
            });
        }
    }
    frames
}

/// Points of 14 to 18 storeys, one of 25, staggered over the block.
fn points(block: Rectangle, random: &mut Random) -> Vec<Frame> {
    let (width, depth) = (block.east - block.west, block.north - block.south);
    let columns = (width / 52.0).floor().max(1.0) as u32;
    let rows = (depth / 60.0).floor().max(1.0) as u32;
    let [step_u, step_v] = [width / f64::from(columns), depth / f64::from(rows)];
    let mut frames = Vec::new();
    for r in 0..rows {
        for c in 0..columns {
            let u = block.west + step_u * f64::from(c) + random.between(0.0, (step_u - 30.0).max(0.1));
            let v = block.south + step_v * f64::from(r) + (step_v - 20.0).max(0.0) / 2.0;
            let landmark = r == 0 && c == columns / 2 && depth > 70.0;
            frames.push(Frame {
                outline: Rectangle::new(u, v, (u + 26.0).min(block.east), (v + 18.0).min(block.north)),
                storeys: if landmark { 25 } else { random.between(14.0, 18.99) as u32 },
                use_: BuildingUse::Residential,
                pitched: false,
            });
        }
    }
    frames
}

/// A strip in a number of buildings side by side.
fn divided(strip: Rectangle, count: u32, storeys: u32, use_: BuildingUse) -> Vec<Frame> {
    let gap = 10.0;
    let width = (strip.east - strip.west - gap * f64::from(count - 1)) / f64::from(count);
    if width < 12.0 || strip.north - strip.south < 8.0 {
        return Vec::new();
    }
    let deep = (strip.north - strip.south).min(34.0);
    let frame = |i: u32| {
        let west = strip.west + (width + gap) * f64::from(i);
        let outline = Rectangle::new(west, strip.south, west + width, strip.south + deep);
        Frame { outline, storeys: storeys + i % 2, use_, pitched: false }
    };
    (0..count).map(frame).collect()
}

fn add(draft: &mut Draft, key: &str, frame: Frame, random: &mut Random) {
    let round = |v: f64| (v * 10.0).round() / 10.0;
    let o = frame.outline;
    let outline = Rectangle::new(round(o.west), round(o.south), round(o.east), round(o.north));
    let storey_m = if frame.use_ == BuildingUse::Residential { 3.0 } else { 4.0 };
    let walls = f64::from(frame.storeys) * storey_m;
    let roof_m = if frame.pitched { 2.4 } else { 0.0 };
    let facts = Building {
        use_: frame.use_,
        storeys_above: Some(frame.storeys as f32),
        height_m: Some(walls + roof_m),
        roof: if frame.pitched { RoofShape::Gabled } else { RoofShape::Flat },
        roof_height_m: frame.pitched.then_some(roof_m),
        colour: random.pick(&WALLS).copied(),
        year: Some(1992 + random.between(0.0, 28.0) as i32),
        ..Building::default()
    };
    draft.built.push(outline);
    draft.add(key, None, Kind::Building(facts), flat(&outline.ring()));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::xinghe::plan::AXES;

    #[test]
    fn the_streets_and_the_canal_go_on_through_the_ring() {
        let blocks = blocks([true; 4]);
        assert_eq!(blocks.len(), 24);
        for (name, block) in &blocks {
            assert!(
                block.east > UNIT.east
                    || block.west < UNIT.west
                    || block.north > UNIT.north
                    || block.south < UNIT.south,
                "{name}"
            );
            for axis in AXES {
                let [low, high] =
                    if axis.north { [block.west, block.east] } else { [block.south, block.north] };
                let clear = axis.at + axis.grade.red_line() <= low || axis.at - axis.grade.red_line() >= high;
                assert!(clear, "{name} lies on {}", axis.key);
            }
            assert!(block.north <= CANAL_PARK[0] || block.south >= CANAL_PARK[1], "{name} lies on the canal");
        }
        assert_eq!(super::blocks([false; 4]).len(), 0);
        assert_eq!(super::blocks([true, false, false, false]).len(), 6);
    }

    #[test]
    fn buildings_stay_in_their_block() {
        let mut random = Random::new(5);
        for (name, block) in blocks([true; 4]) {
            for fabric in [Fabric::Rows, Fabric::Points, Fabric::Mixed, Fabric::Works] {
                for frame in fill(block, fabric, &mut random) {
                    let o = frame.outline;
                    assert!(o.west >= block.west - 0.01 && o.east <= block.east + 0.01, "{name} {o:?}");
                    assert!(o.south >= block.south - 0.01 && o.north <= block.north + 0.01, "{name} {o:?}");
                    assert!((2..=25).contains(&frame.storeys));
                }
            }
        }
    }
}
