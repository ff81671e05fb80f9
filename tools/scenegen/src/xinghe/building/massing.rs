//! The massing of the plan (规划体量): podium and tower boxes as an urban design guideline draws them.

use linli_model::{Building, Geometry, Key, Kind, Presence, RoofShape, StoreyRun, Truth};

use super::house::{House, Part, Role, centimetres};
use super::writer::parcel_key;
use crate::draft::Draft;
use crate::plan::Rectangle;
use crate::xinghe::plan::Plot;

/// Colour of massing that says nothing about materials, sRGB.
const PAPER: [u8; 3] = [226, 222, 210];

/// A box of the massing.
struct Volume {
    outline: Rectangle,
    rise_m: [f64; 2],
    runs: Vec<StoreyRun>,
    use_: linli_model::BuildingUse,
}

/// Adds the volumes of a parcel.
pub(super) fn draw(draft: &mut Draft, plot: &Plot, houses: &[House]) {
    draft.presence = Presence::new(Truth::Proposed, 2);
    let volumes = houses.iter().filter(|h| h.presence.truth == Truth::Designed).flat_map(volumes_of);
    for (i, volume) in volumes.enumerate() {
        let storeys: u32 = volume.runs.iter().map(StoreyRun::count).sum();
        let facts = Building {
            use_: volume.use_,
            storeys_above: Some(storeys as f32),
            height_m: Some(volume.rise_m[1]),
            min_height_m: volume.rise_m[0],
            roof: RoofShape::Flat,
            colour: Some(PAPER),
            storeys: volume.runs,
            parcel: Some(Key::from(draft.full_key(&parcel_key(plot)))),
            ..Building::default()
        };
        let number = i + 1;
        let name = [format!("{}体量{number}", plot.name.0), format!("{} massing {number}", plot.name.1)];
        let geometry = Geometry::Area(vec![volume.outline.polygon()]);
        let key = format!("{}/massing-{number}", plot.key);
        draft.add_titled(key, Some(name), Kind::Building(facts), geometry, &[]);
    }
}

/// The boxes of a building: one for what stands on the ground, one for the tower above it.
fn volumes_of(house: &House) -> Vec<Volume> {
    let of = |role| house.parts.iter().filter(move |p| p.role == role).collect::<Vec<&Part>>();
    let (bases, shafts) = (of(Role::Base), of(Role::Shaft));
    let base_top = bases.iter().map(|p| p.rise_m[1] - p.roof_m).fold(0.0, f64::max);
    let mut level = 0.0;
    let below_top = |run: &StoreyRun| {
        let foot = level;
        level += f64::from(run.count()) * run.height_m;
        foot + 0.1 < base_top
    };
    let count = house.storeys.iter().filter({
        let mut below_top = below_top;
        move |run| below_top(run)
    });
    let split = count.count();
    let (lower, upper) = house.storeys.split_at(split);
    let mut volumes = Vec::new();
    let base_area: f64 = bases.iter().map(|p| p.area_m2()).sum();
    for base in &bases {
        let share = base.area_m2() / base_area.max(1.0);
        let top = base.rise_m[1] - base.roof_m;
        volumes.push(Volume {
            outline: box_of(std::slice::from_ref(base)),
            rise_m: [0.0, centimetres(top)],
            runs: merged(lower, share, 1),
            use_: base.use_,
        });
    }
    if let (Some(first), false) = (shafts.first(), upper.is_empty()) {
        let top = shafts.iter().map(|p| p.rise_m[1] - p.roof_m).fold(0.0, f64::max);
        let from = upper.first().map_or(1, |run| run.from_level);
        volumes.push(Volume {
            outline: box_of(&shafts),
            rise_m: [first.rise_m[0], centimetres(top)],
            runs: merged(upper, 1.0, from),
            use_: first.use_,
        });
    }
    volumes
}

/// A rectangle about the middle of the parts, with the mean of their areas.
fn box_of(parts: &[&Part]) -> Rectangle {
    let around = parts.first().map_or(Rectangle::new(0.0, 0.0, 0.0, 0.0), |p| Rectangle::around(&p.ring));
    let storeys: f64 = parts.iter().map(|p| f64::from(p.storeys.max(1))).sum();
    let mean =
        parts.iter().map(|p| p.area_m2() * f64::from(p.storeys.max(1))).sum::<f64>() / storeys.max(1.0);
    let scale = (mean / around.area_m2().max(1.0)).sqrt().min(1.0);
    let [u, v] = around.centre();
    let half = [around.east - around.west, around.north - around.south].map(|side| side / 2.0 * scale);
    let [west, south, east, north] =
        [u - half[0], v - half[1], u + half[0], v + half[1]].map(|c| (c * 10.0).round() / 10.0);
    Rectangle::new(west, south, east, north)
}

/// One run in place of several: a sketch knows one storey height and one mix.
fn merged(runs: &[StoreyRun], share: f64, from_level: i16) -> Vec<StoreyRun> {
    let count: u32 = runs.iter().map(StoreyRun::count).sum();
    let Some(main) = runs.iter().max_by_key(|run| run.count()) else { return Vec::new() };
    let storeys = f64::from(count);
    let mean = |value: &dyn Fn(&StoreyRun) -> f64| {
        runs.iter().map(|run| value(run) * f64::from(run.count())).sum::<f64>() / storeys
    };
    let people = |value: &dyn Fn(&StoreyRun) -> f64| (mean(value) * share).round() as u32;
    vec![StoreyRun {
        from_level,
        to_level: from_level + count as i16 - 1,
        height_m: mean(&|run| run.height_m),
        use_: main.use_,
        floor_area_m2: (mean(&|run| run.floor_area_m2) * share).round(),
        dwellings: people(&|run| f64::from(run.dwellings)),
        residents: people(&|run| f64::from(run.residents)),
        jobs: people(&|run| f64::from(run.jobs)),
    }]
}
