//! Finding elements by name, address or id.

use linli_model::{AttributeValue, Community, Element, ElementId, Kind};

/// One hit, best first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchHit {
    /// The element.
    pub id: ElementId,
    /// What matched, for people.
    pub label: String,
}

/// Postal address of an element as one line: a building's own, or what the source says of street and
/// house number.
pub fn address_of(element: &Element) -> Option<String> {
    let said = |name: &str| element.attributes.get(name).map(ToString::to_string);
    let street_and_number = || {
        let street = said("addr:street").or_else(|| said("addr_street"))?;
        let number = said("addr:housenumber").or_else(|| said("addr_housenumber")).unwrap_or_default();
        Some(format!("{street} {number}").trim_end().to_owned())
    };
    let building = element.kind.building().and_then(|building| building.address.clone());
    building.or_else(|| said("addr:full")).or_else(street_and_number)
}

/// Rank of an element for a lower-case query; smaller is better.
fn rank(element: &Element, query: &str) -> Option<(u32, String)> {
    let mut best: Option<(u32, String)> = None;
    let mut offer = |text: &str, penalty: u32| {
        let lower = text.to_lowercase();
        let grade = if lower == query {
            0
        } else if lower.starts_with(query) {
            1
        } else if lower.contains(query) {
            2
        } else {
            return;
        };
        let rank = grade * 10 + penalty;
        if best.as_ref().is_none_or(|(other, _)| rank < *other) {
            best = Some((rank, text.to_owned()));
        }
    };
    if let Some(name) = &element.name {
        offer(name, 0);
    }
    for (name, value) in element.attributes.iter() {
        if let (true, AttributeValue::Text(text)) = (name.starts_with("name"), value) {
            offer(text, 1);
        }
    }
    if let Some(address) = address_of(element) {
        offer(&address, 2);
    }
    offer(element.key.as_str(), 4);
    offer(&element.source.id, 4);
    best
}

/// Which kinds people look for first when names tie.
fn weight(kind: &Kind) -> u32 {
    match kind {
        Kind::Station(_) => 0,
        Kind::Building(_) | Kind::Facility(_) => 1,
        Kind::Area(_) => 2,
        Kind::Street(_) => 3,
        Kind::StationEntrance(_) | Kind::Stop(_) => 4,
        _ => 5,
    }
}

/// Elements whose name, address or id holds the query, best first, at most `limit`.
///
/// Whole matches come before beginnings, beginnings before middles; ties go by kind, then by key,
/// so that the same question always gives the same list. Case does not matter.
pub fn search(community: &Community, query: &str, limit: usize) -> Vec<SearchHit> {
    let query = query.trim().to_lowercase();
    if query.is_empty() {
        return Vec::new();
    }
    let mut hits: Vec<_> = community
        .iter()
        .filter_map(|(id, element)| {
            let (rank, label) = rank(element, &query)?;
            Some((rank, weight(&element.kind), element.key.clone(), SearchHit { id, label }))
        })
        .collect();
    hits.sort_by(|a, b| (a.0, a.1, &a.2).cmp(&(b.0, b.1, &b.2)));
    hits.into_iter().take(limit).map(|(_, _, _, hit)| hit).collect()
}

#[cfg(test)]
mod tests {
    use linli_model::{Building, Geometry, SceneFrame, Station, TransitMode};

    use super::*;

    fn town() -> Community {
        let frame = SceneFrame {
            crs: "EPSG:4549".into(),
            anchor_m: [0.0; 3],
            longitude_deg: 120.0,
            latitude_deg: 30.0,
            convergence_deg: 0.0,
        };
        let mut town = Community::new("town", frame);
        let mut add = |key: &str, name: Option<&str>, kind: Kind| {
            let mut element = Element::new(key, kind, Geometry::Point([0.0; 3]));
            element.name = name.map(str::to_owned);
            town.add_renamed(element);
        };
        add("way/1", Some("Lujiazui Tower"), Kind::Building(Building::default()));
        add("node/2", Some("陆家嘴"), Kind::Station(Station { mode: TransitMode::Subway }));
        add("node/3", Some("Lujiazui"), Kind::Station(Station { mode: TransitMode::Subway }));
        let address = Some("世纪大道 1号".to_owned());
        add("way/4", None, Kind::Building(Building { address, ..Building::default() }));
        town
    }

    #[test]
    fn whole_names_come_first_and_addresses_and_keys_are_found() {
        let town = town();
        let labels = |q: &str| search(&town, q, 9).into_iter().map(|h| h.label).collect::<Vec<_>>();
        assert_eq!(labels("lujiazui"), ["Lujiazui", "Lujiazui Tower"]);
        assert_eq!(labels("陆家"), ["陆家嘴"]);
        assert_eq!(labels("世纪大道"), ["世纪大道 1号"]);
        assert_eq!(labels("way/4"), ["way/4"]);
        assert!(labels("  ").is_empty());
    }
}
