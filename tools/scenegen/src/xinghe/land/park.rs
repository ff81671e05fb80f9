//! The central park: pond, lawns, groves, the mound, places to play.

use linli_model::AreaUse;

use super::ground::Ground;
use super::region::Region;
use super::writer::{Cover, Writer};
use crate::plan::{Name, Place, Rectangle, ellipse};
use crate::xinghe::plan::Plot;

/// Middle and radii of the pond, from the parcel's south-west corner.
const POND: (Place, [f64; 2]) = ([42.0, 98.0], [27.0, 19.0]);
/// Width of the reeds around the pond, metres.
const REED_M: f64 = 1.8;
/// Middle and radius of the mound, in the plan.
const MOUND: (Place, f64) = ([138.0, 290.0], 25.4);
/// Width of the belt of trees inside the parcel's edge, metres.
const BELT_M: f64 = 8.0;

/// A place of the park: key, name, use, middle from the south-west corner, radii, category of its facility.
type Spot = (&'static str, Name, AreaUse, Place, [f64; 2], Option<&'static str>);

const SPOTS: [Spot; 5] = [
    (
        "playground",
        ("星星乐园", "Star Playground"),
        AreaUse::Playground,
        [44.0, 26.0],
        [17.0, 9.5],
        Some("playground"),
    ),
    ("sports-lawn", ("阳光草坪", "Sunny Lawn"), AreaUse::Grass, [128.0, 25.0], [28.0, 10.0], None),
    (
        "fitness",
        ("健身广场", "Fitness ground"),
        AreaUse::Sport,
        [116.0, 66.0],
        [9.0, 6.0],
        Some("fitness_ground"),
    ),
    ("stage", ("草坪剧场", "Lawn Stage"), AreaUse::Plaza, [66.0, 60.0], [8.0, 6.0], None),
    ("pier", ("观星台", "Stargazers' Terrace"), AreaUse::Plaza, [70.0, 118.0], [6.5, 6.5], None),
];

/// Adds it.
pub(super) fn draw(writer: &mut Writer, ground: &Ground, plot: &Plot) {
    let o = plot.outline;
    let at = |[x, y]: Place| [o.west + x, o.south + y];
    let open = Region::of(&o).without(&ground.paved(&o)).without(&ground.built(&o).grown(1.0));
    let pond = Region::of_ring(&ellipse(at(POND.0), POND.1, 44, 0.12)).within(&open);
    writer.whole("D3/pond", Some(("星池", "Star Pond")), Cover::of(AreaUse::Water), &pond);
    let reeds = pond.grown(REED_M).within(&open).without(&pond).without(&Region::of_ring(&ellipse(
        at([71.0, 112.0]),
        [12.0, 12.0],
        16,
        0.0,
    )));
    writer.pieces("D3/reeds", Cover::of(AreaUse::Scrub), &reeds);
    let mut taken = vec![pond, reeds];
    for (key, name, use_, middle, radii, category) in SPOTS {
        let wave = if use_ == AreaUse::Playground { 0.12 } else { 0.03 };
        let shape = Region::of_ring(&ellipse(at(middle), radii, 28, wave)).within(&open);
        let shape = shape.without(&Region::union(&taken));
        let key = format!("D3/{key}");
        let cover = if use_ == AreaUse::Plaza { Cover::paving(true) } else { Cover::of(use_) };
        writer.whole(&key, Some(name), cover, &shape);
        if let Some(category) = category {
            writer.facility(ground, (&key, name), category, at(middle));
        }
        taken.push(shape);
    }
    let mound = Region::of_ring(&ellipse(MOUND.0, [MOUND.1; 2], 32, 0.0)).within(&open);
    writer.pieces("D3/mound", Cover::of(AreaUse::Grass), &mound);
    taken.push(mound);
    plant(writer, o, &open.without(&Region::union(&taken)));
}

/// Groves along the edges and in the corners, flowers along the walks, rain gardens, lawn.
fn plant(writer: &mut Writer, o: Rectangle, land: &Region) {
    let at = |[x, y]: Place| [o.west + x, o.south + y];
    let belt = Region::of(&o).without(&Region::of(&o.grown(-BELT_M)).rounded(18.0));
    let groves: [(Place, [f64; 2]); 8] = [
        ([14.0, 74.0], [9.0, 14.0]),
        ([20.0, 128.0], [12.0, 10.0]),
        ([60.0, 132.0], [16.0, 7.0]),
        ([74.0, 80.0], [6.0, 10.0]),
        ([98.0, 132.0], [6.0, 10.0]),
        ([150.0, 66.0], [14.0, 9.0]),
        ([78.0, 24.0], [6.0, 10.0]),
        ([158.0, 130.0], [8.0, 10.0]),
    ];
    let blobs = groves.map(|(p, radii)| Region::of_ring(&ellipse(at(p), radii, 22, 0.14)));
    let groves = Region::union(&blobs).within(land).rounded(1.0);
    let belt = belt.within(land).without(&groves).rounded(0.8);
    let flowers: [(Place, [f64; 2]); 6] = [
        ([30.0, 54.0], [9.0, 3.0]),
        ([100.0, 56.0], [6.0, 3.0]),
        ([134.0, 54.0], [9.0, 2.8]),
        ([92.0, 96.0], [3.4, 9.0]),
        ([18.0, 24.0], [5.0, 7.0]),
        ([160.0, 26.0], [4.0, 8.0]),
    ];
    let beds = flowers.map(|(p, radii)| Region::of_ring(&ellipse(at(p), radii, 18, 0.12)));
    let trees = Region::union(&[groves.clone(), belt.clone()]);
    let flowers = Region::union(&beds).within(land).without(&trees).rounded(0.6);
    let hollows: [(Place, [f64; 2]); 4] = [
        ([98.0, 36.0], [4.0, 5.0]),
        ([30.0, 66.0], [5.5, 3.6]),
        ([70.0, 96.0], [3.0, 4.5]),
        ([104.0, 76.0], [3.6, 3.0]),
    ];
    let hollows = hollows.map(|(p, radii)| Region::of_ring(&ellipse(at(p), radii, 18, 0.14)));
    let rain =
        Region::union(&hollows).within(land).without(&Region::union(&[trees.clone(), flowers.clone()]));
    let rain = rain.rounded(0.6);
    let lawn = land.without(&Region::union(&[trees, flowers.clone(), rain.clone()])).rounded(0.4);
    writer.pieces("D3/belt", Cover::of(AreaUse::Forest), &belt);
    writer.pieces("D3/grove", Cover::of(AreaUse::Forest), &groves);
    writer.pieces("D3/flowers", Cover::of(AreaUse::Scrub), &flowers);
    writer.pieces("D3/rain-garden", Cover::of(AreaUse::RainGarden), &rain);
    writer.pieces("D3/lawn", Cover::of(AreaUse::Grass), &lawn);
}
