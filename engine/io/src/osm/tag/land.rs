//! Land, water and trees.

use linli_model::{AreaUse, Tree};

use crate::osm::file::Tags;
use crate::osm::measure::length_m;

/// What an area of land or water is.
pub(in crate::osm) fn area_use(tags: Tags) -> Option<AreaUse> {
    let leisure = tags.get("leisure").and_then(of_leisure);
    let natural = || tags.get("natural").and_then(of_natural);
    let landuse = || tags.get("landuse").and_then(of_landuse);
    leisure.or_else(natural).or_else(landuse).or_else(|| of_others(tags))
}

fn of_leisure(leisure: &str) -> Option<AreaUse> {
    Some(match leisure {
        "park" | "garden" | "nature_reserve" | "dog_park" => AreaUse::Park,
        "golf_course" | "common" => AreaUse::Grass,
        "playground" => AreaUse::Playground,
        "pitch" | "track" | "sports_centre" | "stadium" | "miniature_golf" | "ice_rink" => AreaUse::Sport,
        "swimming_pool" => AreaUse::Water,
        _ => return None,
    })
}

fn of_natural(natural: &str) -> Option<AreaUse> {
    Some(match natural {
        "water" | "bay" | "strait" => AreaUse::Water,
        "wood" => AreaUse::Forest,
        "scrub" | "heath" | "shrubbery" | "tundra" => AreaUse::Scrub,
        "grassland" | "fell" | "wetland" => AreaUse::Grass,
        "beach" | "sand" | "shingle" | "dune" => AreaUse::Sand,
        "bare_rock" | "scree" | "glacier" | "mud" | "shoal" | "rock" => AreaUse::Other,
        _ => return None,
    })
}

fn of_landuse(landuse: &str) -> Option<AreaUse> {
    Some(match landuse {
        "grass" | "meadow" | "village_green" | "greenfield" | "flowerbed" | "farmland" => AreaUse::Grass,
        "recreation_ground" => AreaUse::Park,
        "forest" => AreaUse::Forest,
        "cemetery" => AreaUse::Cemetery,
        "allotments" | "orchard" | "vineyard" | "plant_nursery" | "greenhouse_horticulture" => {
            AreaUse::Allotments
        }
        "basin" | "reservoir" => AreaUse::Water,
        "residential" => AreaUse::Residential,
        "commercial" | "retail" => AreaUse::Commercial,
        "industrial" | "garages" | "port" | "depot" | "quarry" | "landfill" => AreaUse::Industrial,
        "institutional" | "education" | "religious" | "military" => AreaUse::Institution,
        "railway" => AreaUse::Railway,
        "construction" => AreaUse::Construction,
        _ => AreaUse::Other,
    })
}

fn of_others(tags: Tags) -> Option<AreaUse> {
    let amenity = tags.get("amenity").unwrap_or_default();
    if tags.is_any("waterway", &["riverbank", "dock", "boatyard"]) || amenity == "fountain" {
        Some(AreaUse::Water)
    } else if tags.is("place", "square") {
        Some(AreaUse::Plaza)
    } else if tags.is_any("amenity", &["grave_yard", "crematorium"]) {
        Some(AreaUse::Cemetery)
    } else if tags
        .is_any("amenity", &["school", "kindergarten", "university", "college", "hospital", "clinic"])
    {
        Some(AreaUse::Institution)
    } else if tags.is("area:highway", "footway") || tags.is("area:highway", "pedestrian") {
        Some(AreaUse::Pavement)
    } else if tags.set("area:highway").is_some() {
        Some(AreaUse::Carriageway)
    } else {
        None
    }
}

/// What the surface of a street mapped as an area is.
pub(in crate::osm) fn street_area_use(highway: &str) -> AreaUse {
    match highway {
        "pedestrian" | "footway" | "path" | "steps" | "corridor" | "living_street" | "cycleway" => {
            AreaUse::Plaza
        }
        "platform" => AreaUse::Pavement,
        _ => AreaUse::Carriageway,
    }
}

/// A tree: height and crown as the tags say, at most those of the tallest trees on Earth.
pub(in crate::osm) fn tree(tags: Tags) -> Tree {
    let within = |name: &str, most: f64| tags.get(name).and_then(length_m).filter(|v| *v > 0.0 && *v <= most);
    let species = ["species", "species:en", "taxon", "genus", "species:zh"];
    Tree {
        height_m: within("height", 116.0),
        crown_m: within("diameter_crown", 60.0),
        conifer: tags.is("leaf_type", "needleleaved"),
        species: species.iter().find_map(|name| tags.get(name)).map(str::to_owned),
    }
}
