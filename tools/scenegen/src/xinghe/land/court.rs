//! The land of a parcel around its buildings: lawns, planting along walls, rain gardens, places to play.

use linli_model::AreaUse;

use super::ground::Ground;
use super::region::Region;
use super::room::Room;
use super::sport;
use super::writer::{Cover, Writer};
use crate::plan::{Name, Place, ellipse};
use crate::xinghe::plan::{Plot, Programme};

/// Depth of soil over basements under courts and under paved squares, metres.
const SOIL_M: [f64; 2] = [1.5, 1.2];
/// Gravel along walls, metres.
const GRAVEL_M: f64 = 0.4;
/// Lawns nearer to walls than this have only a narrow one, metres.
const COMPACT_M: f64 = 1.3;
/// See [`COMPACT_M`].
const LEAST_GRAVEL_M: f64 = 0.18;
/// Room for the fence on a parcel's edge, metres.
const FENCE_M: f64 = 0.1;
/// Depth of planting along walls, metres.
const PLANTING_M: f64 = 2.0;
/// Depth of the hedge along a parcel's edge, metres.
const HEDGE_M: f64 = 1.9;
/// Radii of rain gardens: least and most, metres.
const RAIN_M: [f64; 2] = [1.8, 3.4];

/// Something that is laid out where there is room.
pub(super) struct Feature {
    pub key: &'static str,
    pub name: Name,
    pub what: What,
    /// Least and most radius, metres.
    pub radius: [f64; 2],
}

/// What a feature is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    /// Playground, of rubber and sand.
    Play,
    /// Ground with fitness devices.
    Fitness,
    /// Paved place with benches.
    Seats,
    /// Beds where neighbours grow vegetables.
    Beds,
}

const fn feature(key: &'static str, name: Name, what: What, radius: [f64; 2]) -> Feature {
    Feature { key, name, what, radius }
}

const PLAY: Feature = feature("playground", ("儿童乐园", "Playground"), What::Play, [4.5, 8.0]);
const PLAY_SMALL: Feature =
    feature("play-corner", ("幼儿游戏角", "Toddlers' corner"), What::Play, [3.0, 4.5]);
const FITNESS: Feature = feature("fitness", ("健身场", "Fitness ground"), What::Fitness, [4.0, 6.5]);
const SEATS: Feature = feature("court", ("邻里会客厅", "Neighbours' court"), What::Seats, [4.5, 8.0]);
const BEDS: Feature = feature("garden", ("共享菜园", "Shared vegetable garden"), What::Beds, [3.0, 5.0]);
const OUTDOOR: Feature = feature("outdoor", ("户外活动场", "Outdoor play yard"), What::Play, [6.0, 11.0]);
const HEALING: Feature = feature("healing", ("康复花园", "Healing garden"), What::Seats, [3.5, 6.0]);

/// How the land of a programme is laid out.
struct Style {
    base: AreaUse,
    /// Whether the ground between lawn and walls is planted; else it is paved.
    planted: bool,
    /// Distance of the lawn from walls, and the radius of its corners, metres.
    apron_m: f64,
    radius_m: f64,
    features: &'static [Feature],
    rain_gardens: u32,
}

impl Style {
    /// Width of the gravel along walls: where land is short, plants go almost up to them.
    fn gravel_m(&self) -> f64 {
        if self.apron_m < COMPACT_M { LEAST_GRAVEL_M } else { GRAVEL_M }
    }
}

fn style(programme: Programme) -> Style {
    use AreaUse::{Commercial, Institution, Residential};
    use Programme as P;
    let of = |base, planted, apron_m, radius_m, features, rain_gardens| Style {
        base,
        planted,
        apron_m,
        radius_m,
        features,
        rain_gardens,
    };
    let homes = GRAVEL_M + PLANTING_M;
    match programme {
        P::HighRise => of(Residential, true, homes, 1.2, &[PLAY, SEATS, FITNESS, PLAY_SMALL, BEDS], 5),
        P::MidRise | P::OldEstateRenewed => {
            of(Residential, true, homes, 1.0, &[PLAY, FITNESS, SEATS, PLAY_SMALL, BEDS], 6)
        }
        P::LowRise => of(Residential, true, homes - 0.6, 0.8, &[PLAY_SMALL, FITNESS], 3),
        P::OldEstateKept => of(Residential, true, homes - 0.8, 0.8, &[PLAY_SMALL, FITNESS, BEDS], 2),
        P::CoreOffices | P::CoreHomesAndBusHub | P::TalentFlats => of(Commercial, false, 3.4, 2.0, &[], 6),
        P::StartUpCourt => of(Commercial, false, 2.6, 1.6, &[FITNESS, SEATS], 5),
        P::Campus => of(Commercial, true, 1.2, 0.8, &[], 5),
        P::Market => of(Commercial, true, 1.0, 0.6, &[], 3),
        P::School => of(Institution, true, homes, 1.2, &[], 4),
        P::Kindergarten => of(Institution, true, homes, 1.2, &[OUTDOOR, OUTDOOR_SECOND, BEDS], 3),
        P::Nursery => of(Institution, true, homes, 0.8, &[OUTDOOR_SECOND, BEDS], 2),
        P::HealthAndCare => of(Institution, true, homes, 1.0, &[HEALING, FITNESS], 3),
        P::Sports => of(Institution, false, 2.6, 1.4, &[FITNESS], 3),
        P::NeighbourhoodCentre | P::CulturalCentre | P::Library => of(Institution, true, 0.45, 0.4, &[], 4),
        P::EnergyAndFire => of(Institution, true, 1.2, 0.8, &[], 3),
        P::StationSquare | P::CentralPark => of(Institution, false, 2.0, 1.0, &[], 0),
    }
}

const OUTDOOR_SECOND: Feature =
    feature("outdoor-2", ("沙水游戏场", "Sand and water yard"), What::Play, [5.0, 9.0]);

/// Adds the land of a parcel.
pub(super) fn draw(writer: &mut Writer, ground: &Ground, plot: &Plot) {
    let style = style(plot.programme);
    let key = plot.key;
    let all = Region::of(&plot.outline);
    writer.whole(&format!("{key}/land"), None, Cover::of(style.base), &all);
    let built = ground.built(&plot.outline);
    let paved = ground.paved(&plot.outline);
    let grounds = sport::draw(writer, ground, plot, &Region::union(&[built.grown(1.0), paved.clone()]));
    let open = Region::of(&plot.outline.grown(-FENCE_M))
        .without(&built.grown(style.gravel_m()))
        .without(&paved)
        .without(&grounds.grown(1.0));
    let mut lawn = open.without(&built.grown(style.apron_m)).rounded(style.radius_m);
    let features = features(writer, ground, plot, &style, &mut lawn);
    let rain = rain_gardens(&mut lawn, style.rain_gardens);
    writer.pieces(&format!("{key}/rain-garden"), Cover::of(AreaUse::RainGarden), &rain);
    let rest = open.without(&Region::union(&[lawn.clone(), rain, features]));
    let shrubs = if style.planted {
        let along_walls = rest.within(&built.grown(style.apron_m + 2.0)).rounded(0.4);
        write_soil(writer, plot, "shrubs", AreaUse::Scrub, &along_walls);
        let border = all.without(&Region::of(&plot.outline.grown(-HEDGE_M)));
        let hedge = rest.within(&border).without(&along_walls).rounded(0.15);
        write_soil(writer, plot, "hedge", AreaUse::Scrub, &hedge);
        along_walls
    } else {
        // An edge of shrubs around every bed.
        let inner = lawn.grown(-1.3);
        let edge = lawn.without(&inner);
        write_soil(writer, plot, "hedge", AreaUse::Scrub, &edge);
        lawn = inner;
        edge
    };
    write_soil(writer, plot, "lawn", AreaUse::Grass, &lawn);
    if !style.planted {
        let paving = rest.without(&shrubs).rounded(0.4);
        writer.pieces(&format!("{key}/paving"), Cover::paving(super::presence_of(plot).planned), &paving);
    }
}

/// Green over the basement knows its soil; the rest grows on natural ground.
pub(super) fn write_soil(writer: &mut Writer, plot: &Plot, what: &str, use_: AreaUse, region: &Region) {
    let key = format!("{}/{what}", plot.key);
    let write = |writer: &mut Writer, cover: Cover, region: &Region| {
        if use_ == AreaUse::Scrub {
            writer.group(&key, cover, region)
        } else {
            writer.pieces(&key, cover, region)
        }
    };
    let Some(basement) = plot.basement() else {
        write(writer, Cover::of(use_), region);
        return;
    };
    let basement = Region::of(&basement);
    let soil = SOIL_M[usize::from(!style(plot.programme).planted)];
    let over = Cover { soil_depth_m: Some(soil), ..Cover::of(use_) };
    write(writer, over, &region.within(&basement));
    write(writer, Cover::of(use_), &region.without(&basement));
}

/// Lays out the features of a parcel in its lawn, and gives their land.
fn features(writer: &mut Writer, ground: &Ground, plot: &Plot, style: &Style, lawn: &mut Region) -> Region {
    if style.features.is_empty() {
        return Region::empty();
    }
    let mut room = Room::of(lawn);
    let mut taken = Vec::new();
    for feature in style.features {
        let [least, most] = feature.radius;
        let Some((place, radius)) = room.take(least + 0.8, most + 0.8, 3.0) else { continue };
        let shape = shape(feature.what, place, radius - 0.8).within(lawn);
        let key = format!("{}/{}", plot.key, feature.key);
        let cover = match feature.what {
            What::Play => Cover::of(AreaUse::Playground),
            What::Fitness => Cover::of(AreaUse::Sport),
            What::Seats => Cover::paving(true),
            What::Beds => Cover::of(AreaUse::Allotments),
        };
        writer.whole(&key, Some(feature.name), cover, &shape);
        let category = match feature.what {
            What::Play => Some("playground"),
            What::Fitness => Some("fitness_ground"),
            _ => None,
        };
        if let Some(category) = category {
            writer.facility(ground, (&key, feature.name), category, place);
        }
        taken.push(shape);
    }
    let taken = Region::union(&taken);
    // A planted gap of half a metre would not be seen: the lawn goes up to the edge.
    *lawn = lawn.without(&taken);
    taken
}

fn shape(what: What, place: Place, radius: f64) -> Region {
    match what {
        What::Play => Region::of_ring(&ellipse(place, [radius, 0.84 * radius], 24, 0.1)),
        What::Seats => Region::of_ring(&ellipse(place, [radius; 2], 20, 0.0)),
        What::Fitness | What::Beds => {
            let half = [0.76 * radius, 0.6 * radius];
            Region::of(&crate::plan::Rectangle::new(
                place[0] - half[0],
                place[1] - half[1],
                place[0] + half[0],
                place[1] + half[1],
            ))
        }
    }
}

/// Takes hollows out of the lawn where there is room.
pub(super) fn rain_gardens(lawn: &mut Region, count: u32) -> Region {
    let mut gardens = Vec::new();
    let mut room = Room::of(lawn);
    for _ in 0..count {
        let Some((place, radius)) = room.take(RAIN_M[0], RAIN_M[1], 14.0) else { break };
        gardens.push(Region::of_ring(&ellipse(place, [radius, 0.8 * radius], 18, 0.14)));
    }
    let gardens = Region::union(&gardens).within(lawn);
    *lawn = lawn.without(&gardens);
    gardens
}
