//! Facilities and the scenario that each serves.

use linli_model::{Facility, Scenario};

use crate::osm::file::Tags;

/// A facility that people walk to, when the tags name one.
///
/// Category is the value of the first tag of `amenity`, `healthcare`, `shop`, `office`, `leisure`,
/// `tourism`, `craft` that names a facility. Street furniture (benches, bins), parking and
/// transport are none.
pub(in crate::osm) fn facility(tags: Tags) -> Option<Facility> {
    let amenity = tags.set("amenity").filter(|value| !FURNITURE.contains(value));
    let (category, scenario) = amenity
        .map(|value| (value, of_amenity(value)))
        .or_else(|| tags.set("healthcare").map(|value| (value, Some(Scenario::Health))))
        .or_else(|| {
            tags.set("shop").filter(|v| *v != "vacant").map(|value| (value, Some(Scenario::Services)))
        })
        .or_else(|| tags.set("office").map(|value| (value, of_office(value))))
        .or_else(|| tags.get("leisure").and_then(of_leisure))
        .or_else(|| tags.get("tourism").and_then(of_tourism))
        .or_else(|| tags.set("craft").map(|value| (value, Some(Scenario::Services))))?;
    Some(Facility { category: category.to_owned(), scenario, ..Facility::default() })
}

/// Values of `amenity` that are furniture, parking or transport.
const FURNITURE: [&str; 33] = [
    "bench",
    "waste_basket",
    "waste_disposal",
    "bicycle_parking",
    "motorcycle_parking",
    "parking",
    "parking_space",
    "parking_entrance",
    "vending_machine",
    "telephone",
    "clock",
    "fountain",
    "drinking_water",
    "bbq",
    "hunting_stand",
    "grit_bin",
    "shelter",
    "loading_dock",
    "bus_station",
    "ferry_terminal",
    "smoking_area",
    "watering_place",
    "water_point",
    "grave_yard",
    "give_box",
    "lounger",
    "letter_box",
    "trolley_bay",
    "photo_booth",
    "table",
    "weighbridge",
    "bicycle_wash",
    "compressed_air",
];

fn of_amenity(value: &str) -> Option<Scenario> {
    Some(match value {
        "community_centre" | "social_centre" | "place_of_worship" | "library" | "theatre" | "cinema"
        | "arts_centre" | "events_venue" | "toy_library" | "public_bookcase" | "conference_centre" => {
            Scenario::Neighbourhood
        }
        "school" | "kindergarten" | "university" | "college" | "childcare" | "music_school"
        | "language_school" | "driving_school" | "prep_school" | "training" => Scenario::Education,
        "hospital" | "clinic" | "doctors" | "dentist" | "pharmacy" | "nursing_home" | "social_facility"
        | "veterinary" | "baby_hatch" => Scenario::Health,
        "coworking_space" | "studio" => Scenario::Enterprise,
        "charging_station"
        | "bicycle_rental"
        | "car_sharing"
        | "taxi"
        | "bicycle_repair_station"
        | "car_rental"
        | "fuel"
        | "kick-scooter_rental" => Scenario::Transport,
        "recycling" => Scenario::LowCarbon,
        "restaurant" | "cafe" | "fast_food" | "bar" | "pub" | "bank" | "atm" | "post_office"
        | "marketplace" | "food_court" | "ice_cream" | "biergarten" | "nightclub" | "bureau_de_change"
        | "car_wash" | "post_box" | "parcel_locker" | "toilets" | "internet_cafe" | "public_bath"
        | "money_transfer" | "payment_terminal" | "casino" => Scenario::Services,
        "townhall" | "police" | "fire_station" | "courthouse" | "public_building" | "embassy" | "prison"
        | "ranger_station" => Scenario::Governance,
        _ => return None,
    })
}

fn of_office(value: &str) -> Option<Scenario> {
    match value {
        "government" | "administrative" | "diplomatic" | "politician" | "political_party" => {
            Some(Scenario::Governance)
        }
        "coworking" | "company" | "it" | "research" | "startup" | "yes" => Some(Scenario::Enterprise),
        "ngo" | "association" | "charity" | "foundation" | "religion" => Some(Scenario::Neighbourhood),
        "educational_institution" => Some(Scenario::Education),
        _ => Some(Scenario::Services),
    }
}

fn of_leisure(value: &str) -> Option<(&str, Option<Scenario>)> {
    match value {
        "sports_centre" | "fitness_centre" | "fitness_station" | "sports_hall" | "stadium"
        | "swimming_area" | "ice_rink" | "swimming_pool" | "dance" | "bowling_alley" | "sauna"
        | "horse_riding" => Some((value, Some(Scenario::Health))),
        "playground" | "community_centre" | "hackerspace" | "adult_gaming_centre" | "bandstand" => {
            Some((value, Some(Scenario::Neighbourhood)))
        }
        _ => None,
    }
}

fn of_tourism(value: &str) -> Option<(&str, Option<Scenario>)> {
    match value {
        "museum" | "gallery" => Some((value, Some(Scenario::Neighbourhood))),
        "hotel" | "hostel" | "guest_house" | "motel" | "apartment" => Some((value, Some(Scenario::Services))),
        "zoo" | "aquarium" | "theme_park" | "information" => Some((value, None)),
        _ => None,
    }
}
