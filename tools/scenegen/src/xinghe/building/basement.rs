//! Basements under the parcels, and the passages that join them around the station.

use linli_model::{
    AttributeValue, Basement, BuildingUse, EntranceUse, Geometry, Key, Kind, Polygon, Presence, Truth,
};

use super::house::{House, centimetres};
use crate::draft::{Door, Draft};
use crate::plan::{Name, Place, Rectangle, lifted};
use crate::xinghe::Unit;
use crate::xinghe::plan::{AXES, Grade, Plot, Programme};
use crate::xinghe::street::passage_to_platform_s;

/// Height of a basement's level, metres.
const LEVEL_M: f64 = 3.8;
/// Soil above basements under courts, and above passages under streets, metres.
const SOIL_M: f64 = 1.5;
/// See [`SOIL_M`].
const PASSAGE_TOP_M: f64 = 4.0;
/// Depth of the passages' base slab, metres.
const PASSAGE_BOTTOM_M: f64 = 8.6;
/// Key of the station's box.
const STATION: &str = "station/box";

/// Whether a parcel is built anew, so that its underground is designed.
pub(super) fn is_new(plot: &Plot) -> bool {
    let public =
        [Programme::CulturalCentre, Programme::Library, Programme::Kindergarten, Programme::EnergyAndFire];
    plot.implementation || public.contains(&plot.programme)
}

/// Stage of a parcel's underground.
pub(super) fn presence(plot: &Plot) -> Presence {
    Presence::new(if is_new(plot) { Truth::Designed } else { Truth::Existing }, 5)
}

/// A passage below a street: key, name, outline, what it joins.
struct Passage {
    key: &'static str,
    name: Name,
    outline: Rectangle,
    joins: [&'static str; 2],
}

impl Passage {
    /// The end that meets the station, for those that lead there.
    fn to_station(&self) -> Option<Place> {
        let o = &self.outline;
        let v = if o.south.abs() < o.north.abs() { o.south } else { o.north };
        self.joins.contains(&STATION).then(|| [f64::midpoint(o.west, o.east), v])
    }
}

/// Passages at the depth of the station's concourse, clear of the station's box and the utility tunnels.
fn passages() -> [Passage; 8] {
    let passage = |key, name, [w, s, e, n]: [f64; 4], joins| Passage {
        key,
        name,
        outline: Rectangle::new(w, s, e, n),
        joins,
    };
    [
        passage(
            "a1-station",
            ("星河之心—车站通道", "Heart of Xinghe to station"),
            [-66.0, 13.0, -58.0, 25.0],
            ["A1", STATION],
        ),
        passage(
            "a2-station",
            ("天街—车站通道", "Sky Street to station"),
            [62.0, 13.0, 70.0, 25.0],
            ["A2", STATION],
        ),
        passage(
            "a4-station",
            ("广场—车站通道", "Square to station"),
            [-66.0, -25.0, -58.0, -13.0],
            ["A4", STATION],
        ),
        passage(
            "a5-station",
            ("青年公馆—车站通道", "Talent Flats to station"),
            [62.0, -25.0, 70.0, -13.0],
            ["A5", STATION],
        ),
        passage(
            "a1-a2",
            ("星河中路地下街", "Xinghe Middle Road underpass"),
            [-19.0, 92.0, 19.0, 104.0],
            ["A1", "A2"],
        ),
        passage(
            "a3-a4",
            ("众创里—广场通道", "Start-up Court to square"),
            [-96.7, -120.0, -82.7, -112.0],
            ["A3", "A4"],
        ),
        passage(
            "a4-a5",
            ("广场—青年公馆通道", "Square to Talent Flats"),
            [-19.0, -124.0, 19.0, -114.0],
            ["A4", "A5"],
        ),
        passage(
            "a1-a3",
            ("星河大道西通道", "Avenue passage west"),
            [-140.0, -25.0, -132.0, 25.0],
            ["A1", "A3"],
        ),
    ]
}

fn key_of(name: &str) -> String {
    if name == STATION { name.to_owned() } else { format!("{name}/basement") }
}

/// Adds the basements of a unit; `houses` are the buildings of each parcel.
pub(super) fn draw(draft: &mut Draft, unit: &Unit, houses: &[(Plot, Vec<House>)]) {
    let drawn = |name: &str| name == STATION || unit.plots.iter().any(|p| p.key == name);
    let passages: Vec<Passage> =
        passages().into_iter().filter(|p| p.joins.iter().all(|name| drawn(name))).collect();
    for (plot, houses) in houses {
        let Some(outline) = plot.basement() else { continue };
        let linked: Vec<String> = passages
            .iter()
            .filter(|p| p.joins.contains(&plot.key))
            .map(|p| format!("passage/{}", p.key))
            .collect();
        draw_basement(draft, plot, outline, houses, &linked);
    }
    for passage in &passages {
        draw_passage(draft, unit, passage);
    }
}

fn draw_basement(draft: &mut Draft, plot: &Plot, outline: Rectangle, houses: &[House], linked: &[String]) {
    draft.presence = presence(plot);
    let levels = plot.basement_levels;
    // What stands today has no cellars; its successors do.
    let above = houses.iter().filter(|h| h.presence.truth == draft.presence.truth);
    let full = |key: &str| Key::from(draft.full_key(key));
    let facts = Basement {
        levels,
        top_depth_m: SOIL_M,
        bottom_depth_m: centimetres(SOIL_M + LEVEL_M * f64::from(levels)),
        use_: BuildingUse::Parking,
        floor_area_m2: Some((outline.area_m2() * f64::from(levels)).round()),
        buildings: above.map(|h| full(&format!("{}/{}", plot.key, h.key))).collect(),
        linked: linked.iter().map(|key| full(key)).collect(),
    };
    let key = key_of(plot.key);
    let name = [format!("{}地下室", plot.name.0), format!("{} basement", plot.name.1)];
    let geometry = Geometry::Area(vec![Polygon::new(lifted(&outline.ring(), 0.0))]);
    draft.add_titled(key.as_str(), Some(name), Kind::Basement(facts), geometry, &[]);
    for (i, place) in ramps(plot, outline).into_iter().enumerate() {
        draft.doors.push(Door {
            key: format!("{key}/ramp-{}", i + 1),
            of: key.clone(),
            place,
            entrance_use: EntranceUse::Cars,
            level: -1,
            step_free: true,
            presence: draft.presence,
        });
    }
}

fn draw_passage(draft: &mut Draft, unit: &Unit, passage: &Passage) {
    let joined = unit.plots.iter().find(|p| passage.joins.contains(&p.key));
    draft.presence = joined.map_or(Presence::new(Truth::Designed, 5), presence);
    let facts = Basement {
        levels: 1,
        top_depth_m: PASSAGE_TOP_M,
        bottom_depth_m: PASSAGE_BOTTOM_M,
        use_: BuildingUse::Commercial,
        floor_area_m2: Some(passage.outline.area_m2().round()),
        buildings: Vec::new(),
        linked: passage.joins.iter().map(|name| Key::from(draft.full_key(&key_of(name)))).collect(),
    };
    let geometry = Geometry::Area(vec![passage.outline.polygon()]);
    let attributes: Vec<(&str, AttributeValue)> = passage
        .to_station()
        .map(|end| ("to_platform_s", AttributeValue::Number(passage_to_platform_s(end))))
        .into_iter()
        .collect();
    let key = format!("passage/{}", passage.key);
    draft.add_with(key, Some(passage.name), Kind::Basement(facts), geometry, &attributes);
}

/// Heads of the ramps on the basement's edge: on its quietest sides, two for large basements.
fn ramps(plot: &Plot, outline: Rectangle) -> Vec<Place> {
    let o = plot.outline;
    let sides = [
        (true, o.west, [outline.west, at_third(outline.south, outline.north)]),
        (true, o.east, [outline.east, at_third(outline.south, outline.north)]),
        (false, o.south, [at_third(outline.west, outline.east), outline.south]),
        (false, o.north, [at_third(outline.west, outline.east), outline.north]),
    ];
    let mut ranked: Vec<(Grade, Place)> =
        sides.into_iter().map(|(north, at, place)| (grade_beside(north, at), place)).collect();
    // The quietest street first; the order of sides decides between equals.
    ranked.sort_by_key(|(grade, _)| std::cmp::Reverse(*grade));
    let count = if outline.area_m2() > 9000.0 { 2 } else { 1 };
    ranked.into_iter().take(count).map(|(_, place)| place.map(centimetres)).collect()
}

fn at_third(from: f64, to: f64) -> f64 {
    from + (to - from) / 3.0
}

/// Grade of the street along a parcel's side; a living street where another parcel of the block follows.
fn grade_beside(north: bool, at: f64) -> Grade {
    let beside = |axis: &&crate::xinghe::plan::Axis| {
        axis.north == north && ((at - axis.at).abs() - axis.grade.red_line()).abs() < 0.6
    };
    AXES.iter().find(beside).map_or(Grade::Living, |axis| axis.grade)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::xinghe::plan::{STATION_BOX, corridors, plots};

    fn meet(a: Rectangle, b: Rectangle) -> bool {
        a.west < b.east && b.west < a.east && a.south < b.north && b.south < a.north
    }

    #[test]
    fn passages_touch_what_they_join_and_nothing_else() {
        let plots = plots();
        for passage in passages() {
            assert!(!meet(passage.outline, STATION_BOX), "{}", passage.key);
            for name in passage.joins {
                let joined = if name == STATION {
                    STATION_BOX
                } else {
                    plots.iter().find(|p| p.key == name).and_then(Plot::basement).unwrap()
                };
                let touching = passage.outline.grown(0.01);
                assert!(meet(touching, joined), "{} does not reach {name}", passage.key);
                assert!(!meet(passage.outline.grown(-0.01), joined), "{} runs into {name}", passage.key);
            }
            for (key, _, [a, b]) in corridors() {
                assert!(!passage.outline.grown(4.5).is_crossed(a, b), "{} and {key}", passage.key);
            }
        }
    }

    #[test]
    fn ramps_lie_on_the_quiet_sides() {
        for plot in plots().iter().filter(|p| p.basement_levels > 0) {
            let outline = plot.basement().unwrap();
            let ramps = ramps(plot, outline);
            assert!(!ramps.is_empty());
            for [u, v] in ramps {
                let o = plot.outline;
                let avenue = o.south == 22.0 && v < o.south + 4.0 || o.north == -22.0 && v > o.north - 4.0;
                assert!(!avenue, "{} opens to the avenue at {u} {v}", plot.key);
            }
        }
    }
}
