//! What a type of city object is to the community.

use linli_model::{Area, AreaUse, Attributes, Kind, Tree};

use super::facts;

/// Every type of CityJSON 1.0, 1.1 and 2.0 that must name a parent.
const PARTS: &[&str] = &[
    "BridgeConstructionElement",
    "BridgeConstructiveElement",
    "BridgeFurniture",
    "BridgeInstallation",
    "BridgePart",
    "BridgeRoom",
    "BuildingConstructiveElement",
    "BuildingFurniture",
    "BuildingInstallation",
    "BuildingPart",
    "BuildingRoom",
    "BuildingStorey",
    "BuildingUnit",
    "TunnelConstructiveElement",
    "TunnelFurniture",
    "TunnelHollowSpace",
    "TunnelInstallation",
    "TunnelPart",
];

/// Every other type of CityJSON 1.0, 1.1 and 2.0.
const WHOLES: &[&str] = &[
    "Bridge",
    "Building",
    "CityFurniture",
    "CityObjectGroup",
    "GenericCityObject",
    "LandUse",
    "OtherConstruction",
    "PlantCover",
    "Railway",
    "Road",
    "SolitaryVegetationObject",
    "TINRelief",
    "TransportSquare",
    "Tunnel",
    "WaterBody",
    "Waterway",
];

/// Whether the standard knows the type.
pub fn is_standard(type_: &str) -> bool {
    standard(type_).is_some()
}

/// The type of a name, when the standard knows it: thousands of objects need no copy of it then.
pub fn standard(name: &str) -> Option<&'static str> {
    PARTS.iter().chain(WHOLES).copied().find(|known| *known == name)
}

/// Whether objects of the type must belong to another.
pub fn is_part(type_: &str) -> bool {
    PARTS.contains(&type_)
}

/// The kind of an object of a type. Rooms and other insides are [`Kind::Other`], so that they are
/// not drawn into the buildings that hold them.
pub fn kind_of(type_: &str, attributes: &Attributes, address: Option<&str>) -> Kind {
    let area = |use_| Kind::Area(Area::new(use_));
    let what = || type_.to_owned();
    match type_ {
        "Building" => Kind::Building(facts::building(attributes, address)),
        "BuildingPart" => Kind::BuildingPart(facts::building(attributes, address)),
        "Bridge" | "BridgePart" => Kind::Bridge,
        "Tunnel" | "TunnelPart" => Kind::Tunnel,
        "Road" => area(road_use(attributes)),
        "TransportSquare" => area(AreaUse::Plaza),
        "Railway" => area(AreaUse::Railway),
        "Waterway" | "WaterBody" => area(AreaUse::Water),
        "PlantCover" => area(plant_use(attributes)),
        "LandUse" => area(AreaUse::Other),
        "SolitaryVegetationObject" => Kind::Tree(tree(attributes)),
        "TINRelief" => Kind::Terrain,
        "BuildingInstallation"
        | "BuildingConstructiveElement"
        | "BridgeInstallation"
        | "BridgeConstructiveElement"
        | "BridgeConstructionElement"
        | "TunnelInstallation"
        | "TunnelConstructiveElement"
        | "CityFurniture"
        | "OtherConstruction" => Kind::Structure { what: what() },
        _ => Kind::Other { what: what() },
    }
}

/// Words of an object's class, function and usage, in small letters.
fn words(attributes: &Attributes) -> String {
    const NAMES: &[&str] =
        &["function", "class", "usage", "plus_fysiekvoorkomen", "bgt_fysiekvoorkomen", "bgt_functie"];
    let mut words = String::new();
    for value in NAMES.iter().filter_map(|name| attributes.get(name)) {
        words.push_str(&value.to_string().to_lowercase());
        words.push(' ');
    }
    words
}

fn has(words: &str, any: &[&str]) -> bool {
    any.iter().any(|word| words.contains(word))
}

/// Pavements and foot paths are told apart from carriageways by English, Dutch (BGT) and German words.
fn road_use(attributes: &Attributes) -> AreaUse {
    let words = words(attributes);
    if has(
        &words,
        &["voetpad", "voetgangers", "footpath", "footway", "sidewalk", "pavement", "gehweg", "trottoir"],
    ) {
        AreaUse::Pavement
    } else {
        AreaUse::Carriageway
    }
}

fn plant_use(attributes: &Attributes) -> AreaUse {
    let words = words(attributes);
    if has(&words, &["bos:", "loofbos", "naaldbos", "gemengd bos", "forest", "wood", "wald"])
        || words.trim() == "bos"
    {
        AreaUse::Forest
    } else if has(&words, &["struik", "heester", "heide", "shrub", "scrub", "bush", "hedge", "houtwal"]) {
        AreaUse::Scrub
    } else if has(&words, &["fruitteelt", "boomteelt", "orchard", "allotment", "tuin"]) {
        AreaUse::Allotments
    } else {
        AreaUse::Grass
    }
}

fn tree(attributes: &Attributes) -> Tree {
    let number = |names: &[&str]| {
        let mut values = names.iter().filter_map(|name| attributes.get(name)?.as_f64());
        values.find(|v| (0.1..150.0).contains(v))
    };
    Tree {
        height_m: number(&["height", "measuredHeight"]),
        crown_m: number(&["crownDiameter"]),
        conifer: false,
        species: attributes.get("species").map(ToString::to_string),
    }
}

#[cfg(test)]
mod tests {
    use linli_model::{AttributeValue, Key, Layer};

    use super::*;

    #[test]
    fn every_type_has_its_layer() {
        let layer = |type_: &str| kind_of(type_, &Attributes::new(), None).layer();
        let expected = [
            ("Building", Layer::Buildings),
            ("BuildingPart", Layer::Buildings),
            ("BuildingInstallation", Layer::Structures),
            ("BuildingRoom", Layer::Other),
            ("BridgePart", Layer::Structures),
            ("Tunnel", Layer::Structures),
            ("Road", Layer::Land),
            ("Waterway", Layer::Water),
            ("WaterBody", Layer::Water),
            ("PlantCover", Layer::Green),
            ("LandUse", Layer::Land),
            ("SolitaryVegetationObject", Layer::Trees),
            ("TINRelief", Layer::Terrain),
            ("CityFurniture", Layer::Structures),
            ("GenericCityObject", Layer::Other),
            ("+Potato", Layer::Other),
        ];
        for (type_, wanted) in expected {
            assert_eq!(layer(type_), wanted, "{type_}");
        }
    }

    #[test]
    fn attributes_refine_roads_and_plants() {
        let with = |type_: &str, name: &str, value: &str| {
            let attributes = [(Key::from(name), AttributeValue::Text(value.into()))].into_iter().collect();
            kind_of(type_, &attributes, None)
        };
        assert_eq!(with("Road", "function", "voetpad"), Kind::Area(Area::new(AreaUse::Pavement)));
        assert_eq!(
            with("Road", "function", "rijbaan lokale weg"),
            Kind::Area(Area::new(AreaUse::Carriageway))
        );
        assert_eq!(with("PlantCover", "class", "loofbos"), Kind::Area(Area::new(AreaUse::Forest)));
        assert_eq!(with("PlantCover", "class", "groenvoorziening"), Kind::Area(Area::new(AreaUse::Grass)));
    }
}
