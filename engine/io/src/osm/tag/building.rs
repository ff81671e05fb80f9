//! Facts of a building from its tags.

use linli_model::{Building, BuildingUse, RoofShape};

use crate::osm::file::Tags;
use crate::osm::measure::{colour, direction_deg, length_m, number};

/// Storey height of dwellings, metres.
pub(in crate::osm) const RESIDENTIAL_STOREY_M: f64 = 3.0;
/// Storey height of all other uses, metres.
pub(in crate::osm) const OTHER_STOREY_M: f64 = 3.6;
/// More storeys than any building has (the tallest has 163) are a typing error.
const MOST_STOREYS: f64 = 200.0;
/// Taller than any building (828 m) is a typing error.
const MOST_HEIGHT_M: f64 = 1000.0;

/// Facts of a building or a part of one, and what had to be mended in its tags.
///
/// Height above the ground, roof included:
/// 1. `height` when it is a length between 0 and 1000 m;
/// 2. else (`building:levels` + `roof:levels`) × storey height, where a storey is 3.0 m high in
///    dwellings and 3.6 m in everything else, and `roof:height`, when given, replaces the height
///    of the roof levels. Levels count from the ground, so `building:min_level` is not added;
/// 3. else a height by the kind of building (a garage 3 m, a house 6 m, flats 15 m, a church 15 m,
///    anything else 9 m, see `default_height_m`), and `height_assumed` is set.
///
/// The underside is `min_height`, else `building:min_level` × storey height, else 0. When the levels
/// end below the underside they were counted from it, so they are put on top of it; a part without
/// any height is at least one storey high. Storeys above 200 are cut to 200; a negative or
/// unreadable value is left out. What was mended is returned.
pub(in crate::osm) fn building(tags: Tags, part: bool) -> (Building, Vec<String>) {
    let kind = tags.set(if part { "building:part" } else { "building" }).unwrap_or("yes");
    let use_ = use_of(kind, tags);
    let storey_m = if use_ == BuildingUse::Residential { RESIDENTIAL_STOREY_M } else { OTHER_STOREY_M };
    let mut values = Values { tags, mended: Vec::new() };
    let levels = values.storeys("building:levels");
    let min_level = values.storeys("building:min_level");
    let roof_levels = values.storeys("roof:levels");
    let roof_height_m = values.length("roof:height");
    let stated = values.length("height").or_else(|| values.length("building:height"));
    let counted = levels
        .map(|levels| levels * storey_m + roof_height_m.or(roof_levels.map(|n| n * storey_m)).unwrap_or(0.0));
    let height_m = stated.or(counted).filter(|height| *height > 0.0);
    let height_assumed = height_m.is_none();
    let mut height_m = height_m.unwrap_or_else(|| default_height_m(kind, use_));
    let mut min_height_m = values.length("min_height").or(min_level.map(|n| n * storey_m)).unwrap_or(0.0);
    if min_height_m >= height_m && height_assumed {
        height_m = min_height_m + storey_m;
    } else if min_height_m >= height_m && stated.is_none() {
        values.mended.push(format!("levels end at {height_m} m, below {min_height_m} m; put on top"));
        height_m += min_height_m;
    } else if min_height_m >= height_m {
        values.mended.push(format!("underside at {min_height_m} m, top at {height_m} m; underside set to 0"));
        min_height_m = 0.0;
    }
    let building = Building {
        use_,
        parent: None,
        storeys_above: levels.map(|n| n as f32),
        storeys_below: values.storeys("building:levels:underground").map(|n| n as f32),
        height_m: Some(height_m),
        min_height_m,
        roof_height_m: roof_height_m.filter(|roof| *roof <= height_m - min_height_m),
        roof: tags.get("roof:shape").map_or(RoofShape::Unknown, roof_shape),
        roof_direction_deg: tags.get("roof:direction").and_then(direction_deg),
        height_assumed,
        outline_of_parts: false,
        colour: tags.get("building:colour").or(tags.get("building:color")).and_then(colour),
        roof_colour: tags.get("roof:colour").or(tags.get("roof:color")).and_then(colour),
        address: address_line(tags),
        year: tags.get("start_date").and_then(year),
        ..Building::default()
    };
    (building, values.mended)
}

struct Values<'a> {
    tags: Tags<'a>,
    mended: Vec<String>,
}

impl Values<'_> {
    fn length(&mut self, name: &str) -> Option<f64> {
        let text = self.tags.get(name)?;
        match length_m(text) {
            Some(value) if (0.0..=MOST_HEIGHT_M).contains(&value) => Some(value),
            _ => {
                self.mended.push(format!("{name}={text}; left out"));
                None
            }
        }
    }

    fn storeys(&mut self, name: &str) -> Option<f64> {
        let text = self.tags.get(name)?;
        match number(text) {
            Some(value) if (0.0..=MOST_STOREYS).contains(&value) => Some(value),
            Some(value) if value > MOST_STOREYS => {
                self.mended.push(format!("{name}={text}; cut to {MOST_STOREYS}"));
                Some(MOST_STOREYS)
            }
            // A part that starts below the ground is drawn from the ground.
            Some(_) if name == "building:min_level" => None,
            _ => {
                self.mended.push(format!("{name}={text}; left out"));
                None
            }
        }
    }
}

/// Height in metres of a building that says nothing about it.
fn default_height_m(kind: &str, use_: BuildingUse) -> f64 {
    match kind {
        "garage" | "garages" | "carport" | "shed" | "hut" | "kiosk" | "cabin" | "toilets" | "service"
        | "bunker" | "container" | "static_caravan" | "guardhouse" => 3.0,
        "roof" | "canopy" | "greenhouse" | "transformer_tower" => 4.0,
        "house" | "detached" | "semidetached_house" | "terrace" | "bungalow" | "farm" | "villa" | "semi"
        | "farm_auxiliary" | "barn" | "stable" => 6.0,
        "church" | "cathedral" | "mosque" | "temple" | "stadium" | "grandstand" => 15.0,
        "tower" | "silo" | "storage_tank" | "water_tower" | "chimney" => 20.0,
        _ => match use_ {
            BuildingUse::Residential => 15.0,
            BuildingUse::Office | BuildingUse::Health => 14.4,
            BuildingUse::Education | BuildingUse::Culture | BuildingUse::Civic | BuildingUse::Sport => 10.8,
            BuildingUse::Industrial | BuildingUse::Transport | BuildingUse::Parking => 8.0,
            BuildingUse::Commercial => 7.2,
            BuildingUse::Auxiliary => 3.0,
            BuildingUse::Unknown => 9.0,
        },
    }
}

/// Main use: the kind of building, else what is in it.
fn use_of(kind: &str, tags: Tags) -> BuildingUse {
    match kind {
        "apartments" | "residential" | "house" | "detached" | "semidetached_house" | "terrace"
        | "dormitory" | "bungalow" | "villa" | "semi" | "cabin" | "static_caravan" | "houseboat" | "farm"
        | "tenement" => BuildingUse::Residential,
        "commercial" | "retail" | "supermarket" | "hotel" | "kiosk" | "mall" | "shop" | "restaurant" => {
            BuildingUse::Commercial
        }
        "office" => BuildingUse::Office,
        "industrial" | "warehouse" | "manufacture" | "factory" | "silo" | "storage_tank" => {
            BuildingUse::Industrial
        }
        "school" | "kindergarten" | "university" | "college" => BuildingUse::Education,
        "hospital" | "clinic" | "nursing_home" => BuildingUse::Health,
        "church" | "cathedral" | "chapel" | "mosque" | "temple" | "synagogue" | "shrine" | "religious"
        | "museum" | "library" | "theatre" | "monastery" => BuildingUse::Culture,
        "public" | "civic" | "government" | "fire_station" | "townhall" | "police" => BuildingUse::Civic,
        "train_station" | "transportation" | "station" | "hangar" => BuildingUse::Transport,
        "sports_hall" | "stadium" | "grandstand" | "sports_centre" | "pavilion" => BuildingUse::Sport,
        "parking" | "garage" | "garages" | "carport" => BuildingUse::Parking,
        "shed" | "hut" | "roof" | "canopy" | "greenhouse" | "service" | "toilets" | "transformer_tower"
        | "barn" | "stable" | "farm_auxiliary" | "bunker" | "container" | "ruins" | "guardhouse" => {
            BuildingUse::Auxiliary
        }
        _ => use_inside(tags),
    }
}

fn use_inside(tags: Tags) -> BuildingUse {
    match tags.get("amenity").unwrap_or_default() {
        "school" | "kindergarten" | "university" | "college" => return BuildingUse::Education,
        "hospital" | "clinic" | "doctors" | "nursing_home" | "social_facility" => return BuildingUse::Health,
        "place_of_worship" | "library" | "theatre" | "cinema" | "arts_centre" => return BuildingUse::Culture,
        "townhall" | "police" | "fire_station" | "courthouse" | "community_centre" => {
            return BuildingUse::Civic;
        }
        "parking" => return BuildingUse::Parking,
        "restaurant" | "cafe" | "bar" | "pub" | "fast_food" | "bank" | "marketplace" => {
            return BuildingUse::Commercial;
        }
        _ => {}
    }
    if tags.is_any("tourism", &["museum", "gallery"]) {
        BuildingUse::Culture
    } else if tags.set("shop").is_some() || tags.is_any("tourism", &["hotel", "hostel", "guest_house"]) {
        BuildingUse::Commercial
    } else if tags.is("office", "government") {
        BuildingUse::Civic
    } else if tags.set("office").is_some() {
        BuildingUse::Office
    } else if tags.is_any("leisure", &["sports_centre", "sports_hall", "stadium", "fitness_centre"]) {
        BuildingUse::Sport
    } else if tags.is_any("railway", &["station", "halt"]) || tags.is("public_transport", "station") {
        BuildingUse::Transport
    } else {
        BuildingUse::Unknown
    }
}

fn roof_shape(text: &str) -> RoofShape {
    match text.trim() {
        "flat" => RoofShape::Flat,
        "skillion" | "lean_to" | "shed" => RoofShape::Skillion,
        "gabled" | "pitched" | "saltbox" | "gabled_row" | "double_saltbox" => RoofShape::Gabled,
        "hipped" | "half-hipped" | "half_hipped" | "side_hipped" => RoofShape::Hipped,
        "pyramidal" | "cone" | "conical" => RoofShape::Pyramidal,
        "dome" => RoofShape::Dome,
        "onion" => RoofShape::Onion,
        "round" | "barrel" => RoofShape::Round,
        "gambrel" => RoofShape::Gambrel,
        "mansard" => RoofShape::Mansard,
        _ => RoofShape::Unknown,
    }
}

/// Address as one line: `addr:full`, else street and number, postcode and city.
pub(in crate::osm) fn address_line(tags: Tags) -> Option<String> {
    if let Some(full) = tags.get("addr:full") {
        return Some(full.to_owned());
    }
    let number = tags.get("addr:housenumber").or(tags.get("addr:housename"))?;
    let join = |parts: [Option<&str>; 2]| parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let street = tags.get("addr:street").or(tags.get("addr:place"));
    let line = join([street, Some(number)]);
    let town = join([tags.get("addr:postcode"), tags.get("addr:city")]);
    Some(if town.is_empty() { line } else { format!("{line}, {town}") })
}

fn year(text: &str) -> Option<i32> {
    let digits: String = text.trim_start_matches(['~', ' ']).chars().take(4).collect();
    digits.parse().ok().filter(|year| (1..3000).contains(year))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::osm::tests::store_of_tags;

    fn of(pairs: &[(&str, &str)]) -> (Building, Vec<String>) {
        let (store, tags) = store_of_tags(pairs);
        building(store.tags(&tags), false)
    }

    #[test]
    fn height_follows_the_rule_in_its_order() {
        let height = |pairs: &[(&str, &str)]| {
            let (building, _) = of(pairs);
            (building.height_m, building.height_assumed)
        };
        assert_eq!(height(&[("building", "yes"), ("height", "21")]), (Some(21.0), false));
        assert_eq!(height(&[("building", "apartments"), ("building:levels", "5")]), (Some(15.0), false));
        assert_eq!(height(&[("building", "office"), ("building:levels", "5")]), (Some(18.0), false));
        let roof = [("building", "house"), ("building:levels", "2"), ("roof:levels", "1")];
        assert_eq!(height(&roof), (Some(9.0), false));
        let roof = [("building", "house"), ("building:levels", "2"), ("roof:height", "4")];
        assert_eq!(height(&roof), (Some(10.0), false));
        assert_eq!(height(&[("building", "garage")]), (Some(3.0), true));
        assert_eq!(height(&[("building", "yes")]), (Some(9.0), true));
    }

    #[test]
    fn impossible_values_are_mended_and_named() {
        let (tower, mended) = of(&[("building", "yes"), ("building:levels", "9999")]);
        assert_eq!(tower.storeys_above, Some(200.0));
        assert_eq!(mended.len(), 1);
        let (sunk, mended) = of(&[("building", "yes"), ("height", "-3")]);
        assert_eq!((sunk.height_m, sunk.height_assumed), (Some(9.0), true));
        assert_eq!(mended, vec!["height=-3; left out".to_owned()]);
        let (wide, mended) = of(&[("building", "yes"), ("height", "１２")]);
        assert_eq!((wide.height_m, mended.len()), (Some(12.0), 0));
        let (upper, mended) =
            of(&[("building", "office"), ("building:levels", "2"), ("building:min_level", "7")]);
        let range = (upper.min_height_m, upper.height_m.map(|h| (h * 10.0).round()));
        assert_eq!((range, mended.len()), ((25.2, Some(324.0)), 1));
        let (bridge, mended) = of(&[("building", "yes"), ("height", "10"), ("min_height", "12")]);
        assert_eq!((bridge.min_height_m, mended.len()), (0.0, 1));
    }

    #[test]
    fn use_roof_and_address() {
        let (school, _) = of(&[
            ("building", "yes"),
            ("amenity", "school"),
            ("roof:shape", "half-hipped"),
            ("roof:colour", "red"),
            ("addr:street", "文一西路"),
            ("addr:housenumber", "998"),
            ("start_date", "1907-05"),
        ]);
        assert_eq!(school.use_, BuildingUse::Education);
        assert_eq!(school.roof, RoofShape::Hipped);
        assert_eq!(school.roof_colour, Some([255, 0, 0]));
        assert_eq!(school.address.as_deref(), Some("文一西路 998"));
        assert_eq!(school.year, Some(1907));
    }
}
