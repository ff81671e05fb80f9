//! Building facts from the attribute names that city models use.

use linli_model::{AttributeValue, Attributes, Building, BuildingUse, RoofShape};
use serde_json::Value;

/// Facts of a building or part: CityGML's own names first, then those of 3DBAG.
pub fn building(attributes: &Attributes, address: Option<&str>) -> Building {
    Building {
        use_: text(attributes, &["function", "usage", "class"]).map_or(BuildingUse::Unknown, |t| use_of(&t)),
        storeys_above: number(attributes, &["storeysAboveGround", "b3_bouwlagen", "storeys"], 0.0..200.0)
            .map(|n| n as f32),
        storeys_below: number(attributes, &["storeysBelowGround"], 0.0..50.0).map(|n| n as f32),
        height_m: height(attributes),
        roof: text(attributes, &["roofType", "b3_dak_type", "dak_type"])
            .map_or(RoofShape::Unknown, |t| roof_of(&t)),
        year: year(attributes),
        address: address.and_then(address_line),
        ..Building::default()
    }
}

/// Name of an object for people.
pub fn name(attributes: &Attributes) -> Option<String> {
    let name = text(attributes, &["name", "gml:name", "gml_name", "Name"])?;
    (!name.trim().is_empty()).then(|| name.trim().to_owned())
}

/// Vertices that the addresses of an object are placed at.
pub fn address_vertices(json: &str) -> Vec<u32> {
    let mut vertices = Vec::new();
    for address in addresses(json) {
        let places = address.pointer("/location/boundaries").and_then(Value::as_array);
        let numbers = places.into_iter().flatten().filter_map(Value::as_u64);
        vertices.extend(numbers.filter_map(|n| u32::try_from(n).ok()));
    }
    vertices
}

fn text(attributes: &Attributes, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| attributes.get(name)).map(ToString::to_string)
}

fn number(attributes: &Attributes, names: &[&str], range: std::ops::Range<f64>) -> Option<f64> {
    names.iter().filter_map(|name| attributes.get(name)?.as_f64()).find(|v| range.contains(v))
}

/// Height above ground, metres. 3DBAG gives roof and ground above the datum.
fn height(attributes: &Attributes) -> Option<f64> {
    const HEIGHTS: std::ops::Range<f64> = 0.1..1500.0;
    const LEVELS: std::ops::Range<f64> = -500.0..9000.0;
    number(attributes, &["measuredHeight", "height", "Height"], HEIGHTS).or_else(|| {
        let top = number(attributes, &["b3_h_dak_max", "b3_h_max", "h_dak_max"], LEVELS)?;
        let ground = number(attributes, &["b3_h_maaiveld", "h_maaiveld"], LEVELS)?;
        HEIGHTS.contains(&(top - ground)).then_some(top - ground)
    })
}

fn year(attributes: &Attributes) -> Option<i32> {
    const NAMES: &[&str] = &[
        "yearOfConstruction",
        "oorspronkelijkbouwjaar",
        "oorspronkelijk_bouwjaar",
        "dateOfConstruction",
        "bouwjaar",
    ];
    let years = NAMES.iter().filter_map(|name| match attributes.get(name)? {
        // A date such as 1993-07-01.
        AttributeValue::Text(text) => text.trim().get(..4)?.parse::<i32>().ok(),
        value => value.as_f64().map(|v| v as i32),
    });
    years.into_iter().find(|year| (500..=2200).contains(year))
}

/// Roof shape from the codes of the CityGML list `_AbstractBuilding_roofType`, of ALKIS
/// (`Dachform`), or from words of the national models.
fn roof_of(text: &str) -> RoofShape {
    let text = text.trim().to_lowercase();
    match text.as_str() {
        "1000" | "horizontal" => RoofShape::Flat,
        "1010" | "1020" | "2100" | "2200" => RoofShape::Skillion,
        "1030" | "3100" => RoofShape::Gabled,
        "1040" | "1050" | "3200" | "3300" => RoofShape::Hipped,
        "1060" | "3400" => RoofShape::Mansard,
        "1070" | "1080" | "1120" | "3500" | "3600" | "4000" => RoofShape::Pyramidal,
        "1090" | "3700" => RoofShape::Dome,
        "1110" | "3900" => RoofShape::Round,
        _ => {
            let words = [
                ("flat", RoofShape::Flat),
                ("gable", RoofShape::Gabled),
                ("hip", RoofShape::Hipped),
                ("pent", RoofShape::Skillion),
                ("shed", RoofShape::Skillion),
                ("skillion", RoofShape::Skillion),
                ("mansard", RoofShape::Mansard),
                ("gambrel", RoofShape::Gambrel),
                ("pyramid", RoofShape::Pyramidal),
                ("dome", RoofShape::Dome),
                ("onion", RoofShape::Onion),
            ];
            words.iter().find(|(word, _)| text.contains(word)).map_or(RoofShape::Unknown, |(_, shape)| *shape)
        }
    }
}

/// Main use from the codes of the CityGML list `_AbstractBuilding_function`, of ALKIS
/// (`31001_1000`), or from words.
fn use_of(text: &str) -> BuildingUse {
    let text = text.trim().to_lowercase();
    if let Some(code) = text.strip_prefix("31001_") {
        return match code.as_bytes().first() {
            Some(b'1') => BuildingUse::Residential,
            Some(b'2') => BuildingUse::Commercial,
            Some(b'3') => BuildingUse::Civic,
            _ => BuildingUse::Unknown,
        };
    }
    if let Ok(code) = text.parse::<u32>() {
        return match code {
            1000..=1110 => BuildingUse::Residential,
            1120..=1140 => BuildingUse::Office,
            1150..=1300 => BuildingUse::Commercial,
            1310..=1460 => BuildingUse::Industrial,
            _ => BuildingUse::Unknown,
        };
    }
    let words: &[(BuildingUse, &[&str])] = &[
        (BuildingUse::Residential, &["resident", "housing", "apartment", "dwelling", "woon", "wohn", "住宅"]),
        (BuildingUse::Office, &["office", "kantoor", "büro", "办公"]),
        (
            BuildingUse::Education,
            &["school", "education", "universit", "kindergarten", "onderwijs", "学校", "幼儿园"],
        ),
        (BuildingUse::Health, &["hospital", "clinic", "health", "gezondheid", "医院"]),
        (BuildingUse::Commercial, &["commercial", "shop", "retail", "hotel", "restaurant", "winkel", "商业"]),
        (BuildingUse::Industrial, &["industr", "factory", "warehouse", "工业", "厂房"]),
        (BuildingUse::Culture, &["museum", "church", "theatre", "library", "religious", "文化"]),
        (BuildingUse::Sport, &["sport", "stadium", "体育"]),
        (BuildingUse::Parking, &["garage", "parking", "停车"]),
        (BuildingUse::Transport, &["station", "transport", "交通"]),
        (BuildingUse::Civic, &["town hall", "police", "fire ", "government", "civic", "行政"]),
        (BuildingUse::Auxiliary, &["shed", "greenhouse", "substation"]),
    ];
    let found = words.iter().find(|(_, any)| any.iter().any(|word| text.contains(word)));
    found.map_or(BuildingUse::Unknown, |(use_, _)| *use_)
}

/// Addresses as JSON values: a list since 1.1, one object in 1.0.
fn addresses(json: &str) -> Vec<Value> {
    match serde_json::from_str(json) {
        Ok(Value::Array(list)) => list,
        Ok(object @ Value::Object(_)) => vec![object],
        _ => Vec::new(),
    }
}

/// The first address as one line: street and number, postcode and town, country.
fn address_line(json: &str) -> Option<String> {
    let addresses = addresses(json);
    let fields = addresses.first()?.as_object()?;
    let field = |name: &str| {
        let (_, value) = fields.iter().find(|(key, _)| key.eq_ignore_ascii_case(name))?;
        match value {
            Value::String(text) => Some(text.trim().to_owned()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    };
    let join = |names: &[&str]| {
        let parts: Vec<String> = names.iter().filter_map(|n| field(n)).filter(|t| !t.is_empty()).collect();
        parts.join(" ")
    };
    let groups = [
        join(&["thoroughfareName", "thoroughfareNumber"]),
        join(&["postcode", "postalCode", "locality", "localityName"]),
        join(&["country", "countryName"]),
    ];
    let line = groups.into_iter().filter(|group| !group.is_empty()).collect::<Vec<_>>().join(", ");
    (!line.is_empty()).then_some(line)
}

#[cfg(test)]
mod tests {
    use linli_model::Key;

    use super::*;

    fn attributes(pairs: &[(&str, AttributeValue)]) -> Attributes {
        pairs.iter().map(|(name, value)| (Key::from(*name), value.clone())).collect()
    }

    #[test]
    fn standard_names_and_3dbag_names() {
        let text = |t: &str| AttributeValue::Text(t.into());
        let citygml = attributes(&[
            ("measuredHeight", AttributeValue::Number(22.3)),
            ("storeysAboveGround", AttributeValue::Integer(7)),
            ("yearOfConstruction", text("1993-07-01")),
            ("roofType", text("1030")),
            ("function", text("1000")),
        ]);
        let facts = building(&citygml, None);
        assert_eq!((facts.height_m, facts.storeys_above, facts.year), (Some(22.3), Some(7.0), Some(1993)));
        assert_eq!((facts.roof, facts.use_), (RoofShape::Gabled, BuildingUse::Residential));
        let bag = attributes(&[
            ("b3_h_dak_max", AttributeValue::Number(12.5)),
            ("b3_h_maaiveld", AttributeValue::Number(-0.5)),
            ("oorspronkelijkbouwjaar", AttributeValue::Integer(1911)),
            ("dak_type", text("horizontal")),
        ]);
        let facts = building(&bag, None);
        assert_eq!((facts.height_m, facts.year, facts.roof), (Some(13.0), Some(1911), RoofShape::Flat));
    }

    #[test]
    fn nonsense_is_left_out() {
        let facts = building(
            &attributes(&[
                ("measuredHeight", AttributeValue::Number(-9999.0)),
                ("yearOfConstruction", AttributeValue::Integer(0)),
            ]),
            None,
        );
        assert_eq!((facts.height_m, facts.year), (None, None));
    }

    #[test]
    fn an_address_becomes_one_line() {
        let json = r#"[{"Country":"Canada","Locality":"Chibougamau","ThoroughfareNumber":"1","Postcode":"H0H 0H0",
            "ThoroughfareName":"rue de la Patate","location":{"type":"MultiPoint","lod":"1","boundaries":[4]}}]"#;
        assert_eq!(address_line(json).as_deref(), Some("rue de la Patate 1, H0H 0H0 Chibougamau, Canada"));
        assert_eq!(address_vertices(json), [4]);
        assert_eq!(address_line("[]"), None);
    }
}
