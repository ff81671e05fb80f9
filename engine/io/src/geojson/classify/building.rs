//! Polygons that are buildings.

use linli_model::{Building, BuildingUse, Key, Kind, RoofShape};

use super::super::properties::Properties;
use super::FileFacts;

const HEIGHT: [&str; 8] =
    ["height", "building:height", "height_m", "bldg_height", "est_height", "高度", "建筑高度", "楼高"];
const STOREYS: [&str; 10] = [
    "building:levels",
    "levels",
    "storeys",
    "storeys_above",
    "floors",
    "num_floors",
    "storey",
    "层数",
    "楼层",
    "地上层数",
];
const STOREYS_BELOW: [&str; 4] = ["building:levels:underground", "levels_below", "storeys_below", "地下层数"];

/// A building or a part of one, when the properties say so: a building tag or kind, or (where
/// nothing says what the polygon is) a height or a number of storeys.
pub fn from_area(properties: &Properties, word: Option<&str>, file: &FileFacts) -> Option<Kind> {
    let part = properties.flag(&["building:part"]) || matches!(word, Some("building_part" | "building:part"));
    let whole = properties.flag(&["building"])
        || matches!(word, Some("building" | "buildings" | "建筑" | "建筑物" | "房屋"));
    let by_height = word.is_none() && (properties.has(&HEIGHT) || properties.has(&STOREYS));
    if !(part || whole || by_height) {
        return None;
    }
    let mut building = facts(properties, word);
    if part {
        let parent = properties.text(&["root_id", "parent", "building_id"]);
        building.parent = parent.map(|id| Key::new(format!("{}/{id}", file.stem)));
        return Some(Kind::BuildingPart(building));
    }
    Some(Kind::Building(building))
}

fn facts(properties: &Properties, word: Option<&str>) -> Building {
    let positive = |value: Option<f64>| value.filter(|v| *v > 0.0 && *v < 10_000.0);
    let height_m = positive(properties.metres(&HEIGHT));
    let storeys_above = positive(properties.number(&STOREYS)).map(|n| n as f32);
    Building {
        use_: building_use(properties, word),
        parent: None,
        storeys_above,
        storeys_below: positive(properties.number(&STOREYS_BELOW)).map(|n| n as f32),
        height_m,
        min_height_m: positive(properties.metres(&["min_height", "building:min_height"])).unwrap_or(0.0),
        roof_height_m: positive(properties.metres(&["roof_height", "roof:height"])),
        roof: properties.text(&["roof_shape", "roof:shape"]).map_or(RoofShape::Unknown, |s| roof(&s)),
        roof_direction_deg: properties.number(&["roof_direction", "roof:direction"]).map(|n| n as f32),
        height_assumed: height_m.is_none() && storeys_above.is_none(),
        outline_of_parts: false,
        colour: properties.text(&["building:colour", "building_colour", "colour"]).and_then(|c| colour(&c)),
        roof_colour: properties.text(&["roof:colour", "roof_colour"]).and_then(|c| colour(&c)),
        address: address(properties),
        year: year(properties),
        ..Building::default()
    }
}

/// Postal address as one line, in the order of the source's country: Chinese addresses run from
/// large to small.
pub fn address(properties: &Properties) -> Option<String> {
    if let Some(full) = properties.text(&["addr:full", "addr_full", "address", "地址"]) {
        return Some(full.into_owned());
    }
    let street = properties.text(&["addr_street", "addr:street"]);
    let number = properties.text(&["addr_housenumber", "addr:housenumber"]);
    let parts: Vec<_> = [street, number].into_iter().flatten().collect();
    if parts.is_empty() { None } else { Some(parts.join(" ")) }
}

/// Year from `1979`, `1932.0` or `1979-05-01`.
pub fn year(properties: &Properties) -> Option<i32> {
    let text = properties.text(&["year", "start_date", "built", "year_built", "建成年代", "建设年代"])?;
    let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok().filter(|year| (1000..=2200).contains(year))
}

fn roof(shape: &str) -> RoofShape {
    match shape.to_ascii_lowercase().as_str() {
        "flat" => RoofShape::Flat,
        "skillion" | "lean_to" => RoofShape::Skillion,
        "gabled" | "half-hipped" | "saltbox" => RoofShape::Gabled,
        "hipped" | "hip" => RoofShape::Hipped,
        "pyramidal" | "cone" | "conical" => RoofShape::Pyramidal,
        "dome" => RoofShape::Dome,
        "onion" => RoofShape::Onion,
        "round" | "barrel" => RoofShape::Round,
        "gambrel" => RoofShape::Gambrel,
        "mansard" => RoofShape::Mansard,
        _ => RoofShape::Unknown,
    }
}

/// `#rrggbb` or `#rgb`.
fn colour(text: &str) -> Option<[u8; 3]> {
    let digits = text.strip_prefix('#')?;
    let nibble = |i: usize| digits.get(i..=i).and_then(|d| u8::from_str_radix(d, 16).ok());
    match digits.len() {
        3 => Some([nibble(0)? * 17, nibble(1)? * 17, nibble(2)? * 17]),
        6 => {
            let byte = |i: usize| Some(nibble(i)? * 16 + nibble(i + 1)?);
            Some([byte(0)?, byte(2)?, byte(4)?])
        }
        _ => None,
    }
}

fn building_use(properties: &Properties, word: Option<&str>) -> BuildingUse {
    let names =
        ["kind_detail", "building", "building:use", "type", "amenity", "shop", "office", "tourism", "用途"];
    names
        .iter()
        .filter_map(|name| properties.text(&[name]))
        .map(|text| use_of(&text.to_lowercase()))
        .chain(word.map(use_of))
        .find(|found| *found != BuildingUse::Unknown)
        .unwrap_or_default()
}

fn use_of(word: &str) -> BuildingUse {
    match word {
        "apartments" | "residential" | "house" | "detached" | "terrace" | "dormitory" | "bungalow"
        | "semidetached_house" | "住宅" | "居住" => BuildingUse::Residential,
        "commercial" | "retail" | "shop" | "mall" | "supermarket" | "hotel" | "hostel" | "restaurant"
        | "fast_food" | "cafe" | "bank" | "kiosk" | "marketplace" | "商业" => BuildingUse::Commercial,
        "office" | "company" | "办公" => BuildingUse::Office,
        "industrial" | "warehouse" | "factory" | "manufacture" | "工业" => BuildingUse::Industrial,
        "school" | "kindergarten" | "university" | "college" | "教育" | "学校" => BuildingUse::Education,
        "hospital" | "clinic" | "doctors" | "nursing_home" | "医疗" | "医院" => BuildingUse::Health,
        "museum" | "library" | "theatre" | "cinema" | "place_of_worship" | "church" | "temple" | "mosque"
        | "attraction" | "arts_centre" | "文化" => BuildingUse::Culture,
        "government" | "townhall" | "civic" | "public" | "police" | "fire_station" | "courthouse"
        | "embassy" | "post_office" | "community_centre" => BuildingUse::Civic,
        "train_station" | "transportation" | "station" | "ferry_terminal" | "bus_station" => {
            BuildingUse::Transport
        }
        "sports_hall" | "sports_centre" | "stadium" | "grandstand" | "体育" => BuildingUse::Sport,
        "parking" | "garage" | "garages" | "carport" => BuildingUse::Parking,
        "shed" | "greenhouse" | "roof" | "hut" | "service" | "transformer_tower" | "toilets" => {
            BuildingUse::Auxiliary
        }
        _ => BuildingUse::Unknown,
    }
}
