//! Land and water, trees, stops, facilities, addresses.

use linli_model::{
    Area, AreaUse, Facility, Geometry, Kind, Parking, ParkingKind, Scenario, Station, StationEntrance, Stop,
    StreetNode, StreetNodeKind, TransitMode, Tree,
};

use super::super::properties::Properties;
use super::building::address;

/// A piece of land or water, a station, a car park; nothing when no word says what it is.
pub fn from_area(properties: &Properties, word: Option<&str>) -> Option<Kind> {
    let word = word?;
    if word == "parking" {
        return Some(parking(properties));
    }
    if matches!(word, "station" | "train_station" | "subway_station") {
        return Some(Kind::Station(Station { mode: mode(properties, word) }));
    }
    area_use(word).map(|use_| Kind::Area(Area::new(use_)))
}

fn area_use(word: &str) -> Option<AreaUse> {
    Some(match word {
        "park" | "garden" | "recreation_ground" | "village_green" | "nature_reserve" | "dog_park"
        | "golf_course" | "zoo" | "公园" => AreaUse::Park,
        "grass" | "meadow" | "grassland" | "greenfield" | "绿地" | "草地" => AreaUse::Grass,
        "forest" | "wood" | "natural_wood" | "natural_forest" | "tree_row" | "林地" => AreaUse::Forest,
        "scrub" | "heath" | "shrubbery" | "hedge" => AreaUse::Scrub,
        "cemetery" | "grave_yard" => AreaUse::Cemetery,
        "allotments" | "orchard" | "vineyard" | "plant_nursery" => AreaUse::Allotments,
        "playground" => AreaUse::Playground,
        "pitch" | "track" | "sports_centre" | "stadium" | "swimming_area" => AreaUse::Sport,
        "water" | "river" | "riverbank" | "lake" | "pond" | "reservoir" | "basin" | "canal" | "dock"
        | "wetland" | "swimming_pool" | "fountain" | "ocean" | "sea" | "bay" | "stream" | "水系" | "水体" => {
            AreaUse::Water
        }
        "pedestrian" | "square" | "plaza" | "广场" => AreaUse::Plaza,
        "carriageway" | "road" => AreaUse::Carriageway,
        "footway" | "pavement" | "pier" | "platform" | "bridge" => AreaUse::Pavement,
        "beach" | "sand" => AreaUse::Sand,
        "residential" | "居住用地" => AreaUse::Residential,
        "commercial" | "retail" | "商业用地" => AreaUse::Commercial,
        "industrial" | "工业用地" => AreaUse::Industrial,
        "school" | "kindergarten" | "university" | "college" | "hospital" | "library" | "government"
        | "institutional" | "place_of_worship" | "military" => AreaUse::Institution,
        "railway" => AreaUse::Railway,
        "construction" | "brownfield" => AreaUse::Construction,
        "unit" | "planning_unit" => AreaUse::Unit,
        "protected_area" | "farm" | "farmland" | "farmyard" | "attraction" | "theme_park" | "fuel"
        | "quarry" | "landfill" | "其他用地" => AreaUse::Other,
        _ => return None,
    })
}

/// Walls, and stops drawn as platform edges (put at their middle point).
pub fn from_line(properties: &Properties, word: Option<&str>, geometry: &mut Geometry) -> Option<Kind> {
    let word = word?;
    if matches!(word, "wall" | "fence" | "retaining_wall" | "city_wall" | "guard_rail" | "hedge") {
        return Some(Kind::Structure { what: word.to_owned() });
    }
    if matches!(word, "bus_stop" | "tram_stop" | "platform") {
        if let Geometry::Line(points) = geometry
            && let Some(middle) = points.get(points.len() / 2).copied()
        {
            *geometry = Geometry::Point(middle);
        }
        return Some(Kind::Stop(Stop { mode: mode(properties, word) }));
    }
    None
}

/// What a point is beside the thing of the same id that the file draws elsewhere: its label or its
/// address (points of Mapzen/Nextzen tiles).
pub fn beside(properties: &Properties, word: Option<&str>) -> Option<&'static str> {
    if properties.flag(&["label_placement"]) || matches!(word, Some("building" | "building_part")) {
        return Some("label");
    }
    (word == Some("address")).then_some("address")
}

/// Anything that stands at a point.
pub fn from_point(properties: &Properties, word: Option<&str>, label: bool) -> Option<Kind> {
    if label || word == Some("address") || word.is_none() {
        let detail = properties.text(&["kind_detail"]).filter(|_| word == Some("address"));
        let shop = detail.map(|detail| detail.to_lowercase()).filter(|_| properties.has(&["name"]));
        if let Some(category) = shop {
            return Some(facility(&category));
        }
        let addressed = word == Some("address") || address(properties).is_some();
        return addressed.then_some(Kind::Address);
    }
    let word = word?;
    let street_node = match word {
        "crossing" => Some(StreetNodeKind::Crossing),
        "traffic_signals" => Some(StreetNodeKind::Signals),
        "gate" | "barrier" | "bollard" | "lift_gate" => Some(StreetNodeKind::Gate),
        "elevator" | "lift" => Some(StreetNodeKind::Lift),
        _ => None,
    };
    if let Some(what) = street_node {
        return Some(Kind::StreetNode(StreetNode { what, node: None }));
    }
    match word {
        "tree" => Some(Kind::Tree(tree(properties))),
        "parking" => Some(parking(properties)),
        "station" | "train_station" | "subway_station" | "halt" | "railway_station" | "ferry_terminal"
        | "bus_station" => Some(Kind::Station(Station { mode: mode(properties, word) })),
        "bus_stop" | "tram_stop" | "platform" | "stop_position" | "railway_halt" => {
            Some(Kind::Stop(Stop { mode: mode(properties, word) }))
        }
        "subway_entrance" | "train_station_entrance" => Some(Kind::StationEntrance(StationEntrance {
            mode: TransitMode::Subway,
            label: properties.text(&["ref"]).map(|label| label.into_owned()),
            node: None,
        })),
        "entrance" => None,
        _ if word.bytes().all(|b| b.is_ascii_digit()) => None,
        _ => Some(facility(word)),
    }
}

fn mode(properties: &Properties, word: &str) -> TransitMode {
    let text = properties.text(&["mode", "station", "route"]);
    match text.as_deref() {
        Some("subway") => return TransitMode::Subway,
        Some("train" | "rail") => return TransitMode::Rail,
        Some("tram" | "light_rail") => return TransitMode::Tram,
        Some("ferry") => return TransitMode::Ferry,
        Some("bus") => return TransitMode::Bus,
        _ => {}
    }
    let network = properties.text(&["network", "operator"]).unwrap_or_default();
    let subway = properties.flag(&["is_subway", "subway"])
        || properties.has(&["subway_routes"])
        || ["地铁", "Metro", "Subway", "metro", "轨道交通"].iter().any(|name| network.contains(name));
    match word {
        "ferry_terminal" => TransitMode::Ferry,
        "tram_stop" => TransitMode::Tram,
        "bus_stop" | "bus_station" => TransitMode::Bus,
        "subway_station" => TransitMode::Subway,
        _ if subway => TransitMode::Subway,
        "platform" | "stop_position" => TransitMode::Bus,
        _ => TransitMode::Rail,
    }
}

fn parking(properties: &Properties) -> Kind {
    let text = properties.text(&["parking", "kind_detail"]);
    let parking = match text.as_deref() {
        Some("multi-storey" | "multi_storey") => ParkingKind::MultiStorey,
        Some("underground") => ParkingKind::Underground,
        Some("street_side" | "lane" | "on_kerb") => ParkingKind::StreetSide,
        _ => ParkingKind::Surface,
    };
    let capacity = properties.integer(&["capacity", "车位数"]).and_then(|n| u32::try_from(n).ok());
    Kind::Parking(Parking { parking, capacity, ..Parking::default() })
}

fn tree(properties: &Properties) -> Tree {
    let leaves = properties.text(&["leaf_type"]);
    Tree {
        height_m: properties.metres(&["height", "height_m", "树高"]).filter(|h| *h > 0.0 && *h < 150.0),
        crown_m: properties.metres(&["crown_m", "diameter_crown", "crown", "冠幅"]).filter(|c| *c > 0.0),
        conifer: leaves.as_deref() == Some("needleleaved"),
        species: properties.text(&["species", "genus", "taxon", "树种"]).map(|s| s.into_owned()),
    }
}

fn facility(category: &str) -> Kind {
    Kind::Facility(Facility {
        category: category.to_owned(),
        scenario: scenario(category),
        ..Facility::default()
    })
}

/// The Future Community scenario that a kind of facility serves (浙政发〔2019〕8号 names them).
fn scenario(category: &str) -> Option<Scenario> {
    Some(match category {
        "school" | "kindergarten" | "university" | "college" | "library" | "language_school"
        | "music_school" | "driving_school" | "childcare" => Scenario::Education,
        "hospital" | "clinic" | "doctors" | "pharmacy" | "dentist" | "nursing_home" | "sports_centre"
        | "fitness" | "fitness_centre" | "fitness_station" | "pitch" | "swimming_pool" | "veterinary" => {
            Scenario::Health
        }
        "community_centre" | "social_centre" | "social_facility" | "place_of_worship" | "theatre"
        | "cinema" | "museum" | "arts_centre" | "gallery" | "artwork" | "attraction" | "monument"
        | "memorial" | "park" | "garden" | "playground" | "picnic_site" | "viewpoint" | "aquarium"
        | "water_park" | "zoo" | "information" => Scenario::Neighbourhood,
        "office" | "company" | "coworking" | "coworking_space" | "conference_centre" => Scenario::Enterprise,
        "fuel"
        | "taxi"
        | "bicycle_rental"
        | "bicycle_parking"
        | "bicycle_rental_station"
        | "car_rental"
        | "car_sharing"
        | "charging_station"
        | "helipad" => Scenario::Transport,
        "recycling" | "waste_disposal" | "waste_basket" | "drinking_water" => Scenario::LowCarbon,
        "townhall" | "police" | "government" | "fire_station" | "courthouse" | "embassy" => {
            Scenario::Governance
        }
        "supermarket" | "convenience" | "shop" | "mall" | "department_store" | "bakery" | "clothes"
        | "jewelry" | "books" | "electronics" | "marketplace" | "restaurant" | "cafe" | "fast_food"
        | "bar" | "pub" | "food_court" | "ice_cream" | "bank" | "atm" | "post_office" | "post_box"
        | "toilets" | "hairdresser" | "laundry" | "hotel" | "hostel" | "motel" | "guest_house" | "beauty"
        | "computer" | "gift" | "shoes" | "tea" | "wine" | "alcohol" => Scenario::Services,
        _ => return None,
    })
}
