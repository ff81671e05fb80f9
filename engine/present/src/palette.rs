//! Colours. Every colour of the picture and the panels comes from here.

use linli_model::{AreaUse, BuildingUse, LandUse, Medium, Scenario};
use linli_sim::density::Stop;

/// sRGB, 0-255.
pub type Colour = [u8; 3];

/// Wall colour of a building by its use: muted, so that data colours and greenery stand out.
pub fn building_colour(use_: BuildingUse) -> Colour {
    match use_ {
        BuildingUse::Unknown => [206, 198, 186],
        BuildingUse::Residential => [220, 200, 172],
        BuildingUse::Commercial => [214, 186, 164],
        BuildingUse::Office => [190, 204, 216],
        BuildingUse::Industrial => [190, 186, 186],
        BuildingUse::Education => [226, 190, 152],
        BuildingUse::Health => [236, 232, 228],
        BuildingUse::Culture => [214, 196, 176],
        BuildingUse::Civic => [206, 206, 196],
        BuildingUse::Transport => [176, 188, 196],
        BuildingUse::Sport => [196, 212, 196],
        BuildingUse::Parking => [196, 196, 196],
        BuildingUse::Auxiliary => [208, 204, 196],
    }
}

/// Roof colour of a building by its use.
pub fn roof_colour(use_: BuildingUse, pitched: bool) -> Colour {
    match use_ {
        _ if pitched => [150, 104, 84],
        BuildingUse::Office | BuildingUse::Transport => [168, 174, 180],
        BuildingUse::Residential => [186, 176, 166],
        BuildingUse::Industrial => [160, 162, 166],
        _ => [178, 174, 168],
    }
}

/// A source's own colour, made fit for a lit picture: files often name pure red or white, which no wall or
/// roof is. Hue and lightness stay; saturation is held below a half, and lightness below 0.9.
pub fn softened(colour: Colour) -> Colour {
    let [r, g, b] = colour.map(f64::from);
    let (most, least) = (r.max(g).max(b), r.min(g).min(b));
    // Pure hues are dark by luma alone; paint and tile of that hue are not.
    let luma = (0.299 * r + 0.587 * g + 0.114 * b).max(0.45 * most);
    let saturation = if most > 0.0 { (most - least) / most } else { 0.0 };
    let keep = (0.5 / saturation.max(0.5)).min(1.0);
    [r, g, b].map(|c| (luma + (c - luma) * keep).clamp(20.0, 230.0).round() as u8)
}

/// Colour of a piece of land or water.
pub fn area_colour(use_: AreaUse) -> Colour {
    match use_ {
        AreaUse::Park => [132, 164, 92],
        AreaUse::Grass => [142, 172, 98],
        AreaUse::Forest => [98, 136, 76],
        AreaUse::Scrub => [124, 150, 90],
        AreaUse::RainGarden => [112, 152, 104],
        AreaUse::Cemetery => [136, 160, 110],
        AreaUse::Allotments => [150, 164, 100],
        AreaUse::Playground => [206, 178, 132],
        AreaUse::Sport => [120, 158, 112],
        AreaUse::Water => [46, 88, 104],
        AreaUse::Plaza => [184, 174, 158],
        AreaUse::Carriageway => [84, 86, 90],
        AreaUse::Pavement => [164, 160, 152],
        AreaUse::Sand => [220, 204, 164],
        AreaUse::Residential => [184, 178, 160],
        AreaUse::Commercial => [204, 190, 180],
        AreaUse::Industrial => [188, 184, 180],
        AreaUse::Institution => [204, 198, 176],
        AreaUse::Railway => [150, 146, 142],
        AreaUse::Construction => [194, 176, 148],
        AreaUse::Unit | AreaUse::Other => [194, 190, 178],
    }
}

/// Colour of a planned land use, after the drawing habit of Chinese plans (housing yellow, commerce red,
/// culture and schools pink, industry brown, green green, utilities blue-grey), made lighter for a lit scene.
pub fn land_use_colour(use_: LandUse) -> Colour {
    match use_ {
        LandUse::Residential => [246, 214, 92],
        LandUse::CommunityService => [240, 150, 110],
        LandUse::Civic => [232, 96, 140],
        LandUse::Culture => [236, 128, 170],
        LandUse::Education => [240, 160, 190],
        LandUse::Sport => [150, 190, 70],
        LandUse::Health => [228, 120, 120],
        LandUse::Welfare => [236, 156, 150],
        LandUse::Commercial => [222, 60, 50],
        LandUse::Business => [196, 70, 104],
        LandUse::Mixed => [238, 140, 54],
        LandUse::Innovation => [178, 130, 84],
        LandUse::TransportHub => [130, 130, 140],
        LandUse::Utility => [90, 130, 170],
        LandUse::Park => [88, 176, 84],
        LandUse::ProtectiveGreen => [130, 178, 110],
        LandUse::Square => [196, 196, 196],
        LandUse::Water => [120, 180, 220],
    }
}

/// Colour of a variant among up to six that are compared: told apart with any colour vision (after Okabe and Ito).
pub fn side_colour(side: usize) -> Colour {
    const COLOURS: [Colour; 6] =
        [[86, 180, 233], [230, 159, 0], [0, 178, 130], [240, 228, 66], [222, 120, 190], [222, 98, 16]];
    COLOURS[side % COLOURS.len()]
}

/// Colour of what stops a parcel first: told apart with any colour vision (after Okabe and Ito), words beside it.
pub fn stop_colour(stop: Stop) -> Colour {
    match stop {
        Stop::Far => [230, 159, 0],
        Stop::Coverage => [86, 180, 233],
        Stop::FreeLand => [204, 121, 167],
        Stop::Green => [0, 178, 130],
        Stop::Height => [222, 98, 16],
        Stop::Sunlight => [240, 228, 66],
        Stop::Parking => [150, 140, 255],
        Stop::Reach => [200, 204, 210],
        Stop::Pipes => [176, 124, 84],
    }
}

/// What is painted on a plan of layouts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum PlanPaint {
    Ground,
    Water,
    Green,
    Park,
    KeptBuilding,
    Street,
    Parcel,
    ParcelEdge,
    BlockEdge,
    Shadow,
    Station,
}

/// Colour on a plan of layouts: pale ground, so that buildings stand out.
pub fn plan_colour(paint: PlanPaint) -> Colour {
    match paint {
        PlanPaint::Ground => [243, 241, 236],
        PlanPaint::Water => [169, 207, 230],
        PlanPaint::Green => [195, 219, 176],
        PlanPaint::Park => [168, 206, 146],
        PlanPaint::KeptBuilding => [216, 212, 204],
        PlanPaint::Street => [255, 255, 255],
        PlanPaint::Parcel => [223, 232, 210],
        PlanPaint::ParcelEdge => [154, 165, 138],
        PlanPaint::BlockEdge => [51, 56, 61],
        PlanPaint::Shadow => [40, 48, 60],
        PlanPaint::Station => [200, 16, 46],
    }
}

/// Colour of a proposed volume: the drawing colour of the land use that its use belongs to.
pub fn massing_colour(use_: BuildingUse) -> Colour {
    land_use_colour(match use_ {
        BuildingUse::Residential => LandUse::Residential,
        BuildingUse::Commercial => LandUse::Commercial,
        BuildingUse::Office => LandUse::Business,
        BuildingUse::Industrial => LandUse::Innovation,
        BuildingUse::Education => LandUse::Education,
        BuildingUse::Health => LandUse::Health,
        BuildingUse::Culture => LandUse::Culture,
        BuildingUse::Civic => LandUse::CommunityService,
        BuildingUse::Transport => LandUse::TransportHub,
        BuildingUse::Sport => LandUse::Sport,
        BuildingUse::Parking | BuildingUse::Auxiliary => LandUse::Utility,
        BuildingUse::Unknown => LandUse::Square,
    })
}

/// Colour of a utility line, as survey drawings usually have them (a convention of this project, not the
/// text of a standard): water blue, sewage
/// brown, storm water teal, gas magenta, heat orange, power red, telecom green.
pub fn medium_colour(medium: Medium) -> Colour {
    match medium {
        Medium::Water => [0, 114, 178],
        Medium::Reclaimed => [86, 180, 233],
        Medium::Sewage => [128, 84, 46],
        Medium::Storm => [0, 158, 150],
        Medium::Combined => [88, 108, 40],
        Medium::Gas => [204, 60, 160],
        Medium::Heat => [230, 140, 0],
        Medium::Power => [208, 52, 44],
        Medium::Telecom => [60, 160, 60],
    }
}

/// Colour of one of the nine scenarios, for points and labels.
pub fn category_scenario_colour(scenario: Option<Scenario>) -> Colour {
    match scenario {
        Some(Scenario::Neighbourhood) => [230, 159, 0],
        Some(Scenario::Education) => [86, 180, 233],
        Some(Scenario::Health) => [213, 94, 0],
        Some(Scenario::Enterprise) => [0, 114, 178],
        Some(Scenario::Building) => [150, 150, 150],
        Some(Scenario::Transport) => [70, 70, 160],
        Some(Scenario::LowCarbon) => [0, 158, 115],
        Some(Scenario::Services) => [204, 121, 167],
        Some(Scenario::Governance) => [120, 90, 60],
        None => [120, 120, 120],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pure_colours_become_believable_and_muted_ones_stay() {
        let [r, g, b] = softened([255, 0, 0]);
        assert!(r > 150 && r < 200 && g < 70 && b < 70, "{r} {g} {b}");
        assert_eq!(softened([180, 160, 140]), [180, 160, 140]);
        assert_eq!(softened([255, 255, 255]), [230, 230, 230]);
    }

    #[test]
    fn media_can_be_told_apart() {
        use Medium::*;
        let all = [Water, Reclaimed, Sewage, Storm, Combined, Gas, Heat, Power, Telecom];
        for (i, a) in all.iter().enumerate() {
            for b in &all[i + 1..] {
                let (a, b) = (medium_colour(*a), medium_colour(*b));
                let distance: i32 = (0..3).map(|k| (i32::from(a[k]) - i32::from(b[k])).pow(2)).sum();
                assert!(distance > 40 * 40, "{a:?} {b:?}");
            }
        }
    }
}
