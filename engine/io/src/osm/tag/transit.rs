//! Stations, entrances, stops and car parks.

use linli_model::{Parking, ParkingKind, Station, StationEntrance, Stop, TransitMode};

use crate::osm::file::Tags;
use crate::osm::measure::number;

/// A station: `railway=station|halt`, a bus station, a ferry terminal, or any other
/// `public_transport=station`.
pub(in crate::osm) fn station(tags: Tags) -> Option<Station> {
    if tags.is_any("railway", &["station", "halt"]) {
        return Some(Station { mode: rail_mode(tags) });
    }
    if tags.is("amenity", "bus_station") {
        return Some(Station { mode: TransitMode::Bus });
    }
    if tags.is("amenity", "ferry_terminal") {
        return Some(Station { mode: TransitMode::Ferry });
    }
    if !tags.is("public_transport", "station") {
        return None;
    }
    Some(Station { mode: said_mode(tags).unwrap_or_else(|| rail_mode(tags)) })
}

fn rail_mode(tags: Tags) -> TransitMode {
    if tags.is("station", "subway") || tags.is("subway", "yes") {
        TransitMode::Subway
    } else if tags.is("station", "light_rail") || tags.is("light_rail", "yes") || tags.is("tram", "yes") {
        TransitMode::Tram
    } else {
        TransitMode::Rail
    }
}

fn said_mode(tags: Tags) -> Option<TransitMode> {
    let modes = [
        ("subway", TransitMode::Subway),
        ("train", TransitMode::Rail),
        ("light_rail", TransitMode::Tram),
        ("tram", TransitMode::Tram),
        ("ferry", TransitMode::Ferry),
        ("bus", TransitMode::Bus),
        ("trolleybus", TransitMode::Bus),
    ];
    modes.iter().find(|(name, _)| tags.is(name, "yes")).map(|(_, mode)| *mode)
}

/// An entrance of a station; `ref` is its sign.
pub(in crate::osm) fn entrance(tags: Tags, node: Option<i64>) -> Option<StationEntrance> {
    let mode = match tags.get("railway")? {
        "subway_entrance" => TransitMode::Subway,
        "train_station_entrance" => TransitMode::Rail,
        _ => return None,
    };
    Some(StationEntrance { mode, label: tags.get("ref").map(str::to_owned), node })
}

/// A stop that is mapped as such: `highway=bus_stop`, `railway=tram_stop`.
pub(in crate::osm) fn stop(tags: Tags) -> Option<Stop> {
    if tags.is("railway", "tram_stop") {
        return Some(Stop { mode: TransitMode::Tram });
    }
    tags.is("highway", "bus_stop").then_some(Stop { mode: TransitMode::Bus })
}

/// A platform that may stand for a stop (`public_transport=platform` that names its mode), used
/// when no [`stop`] of the same mode is near. A `stop_position` never is a stop: it marks where the
/// vehicle halts, beside a stop or platform that is mapped as well.
pub(in crate::osm) fn platform(tags: Tags) -> Option<Stop> {
    if !tags.is("public_transport", "platform") || tags.is("railway", "platform") {
        return None;
    }
    said_mode(tags)
        .filter(|mode| matches!(mode, TransitMode::Bus | TransitMode::Tram | TransitMode::Ferry))
        .map(|mode| Stop { mode })
}

/// A car park: `amenity=parking`, or the entrance of one.
pub(in crate::osm) fn parking(tags: Tags) -> Option<Parking> {
    if !tags.is_any("amenity", &["parking", "parking_entrance"]) {
        return None;
    }
    let parking = match tags.get("parking").unwrap_or_default() {
        "multi-storey" | "rooftop" | "garage" | "garage_boxes" | "carports" | "sheds" => {
            ParkingKind::MultiStorey
        }
        "underground" => ParkingKind::Underground,
        "street_side" | "lane" | "on_kerb" | "half_on_kerb" | "layby" => ParkingKind::StreetSide,
        "surface" => ParkingKind::Surface,
        _ if tags.is("building", "parking") || tags.is("building", "garage") => ParkingKind::MultiStorey,
        _ if tags.is("amenity", "parking_entrance") => ParkingKind::Underground,
        _ => ParkingKind::Surface,
    };
    let capacity = tags.get("capacity").and_then(number).filter(|n| (0.0..=1e6).contains(n));
    Some(Parking { parking, capacity: capacity.map(|n| n as u32), ..Parking::default() })
}
