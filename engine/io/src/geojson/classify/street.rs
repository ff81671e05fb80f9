//! Lines that are streets, paths and railways.

use linli_model::{Access, Kind, ModeAccess, Oneway, Street, StreetClass};

use super::super::properties::Properties;

/// Kilometres per mile.
const KM_PER_MILE: f64 = 1.609_344;

/// Numbers for points between the ends of edges, so that streets meet at their ends only. They are
/// negative (the numbers of a source are not), and begin at a place that depends on the file.
#[derive(Debug)]
pub struct NodeNumbers(i64);

impl NodeNumbers {
    /// Numbers for a file of this name and content (FNV-1a over both).
    pub fn of(name: &str, content: &str) -> Self {
        let bytes = name.bytes().chain([0]).chain(content.bytes());
        let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        Self(-(((hash >> 34) as i64) << 33))
    }

    fn next(&mut self) -> i64 {
        self.0 -= 1;
        self.0
    }
}

/// A street, path or railway, when the properties say so.
pub fn from_line(
    properties: &Properties,
    word: Option<&str>,
    points: usize,
    numbers: &mut NodeNumbers,
) -> Option<Kind> {
    let ends = properties.integer(&["u", "from_node"]).zip(properties.integer(&["v", "to_node"]));
    let class = class_of(properties, word).or_else(|| ends.map(|_| StreetClass::Road))?;
    let nodes = ends.map_or_else(Vec::new, |(u, v)| {
        let between = points.saturating_sub(2);
        let mut nodes = vec![u];
        nodes.extend((0..between).map(|_| numbers.next()));
        nodes.push(v);
        nodes
    });
    let lanes = properties.integer(&["lanes"]).filter(|n| (1..=32).contains(n));
    Some(Kind::Street(Street {
        class,
        width_m: properties.metres(&["width", "width_m", "road_width", "宽度"]).filter(|w| *w > 0.0),
        lanes: lanes.map(|n| n as u8),
        oneway: oneway(properties),
        surface: properties.text(&["surface"]).map(|s| s.into_owned()),
        bridge: properties.flag(&["is_bridge", "bridge"]),
        tunnel: properties.flag(&["is_tunnel", "tunnel"]),
        layer: properties.integer(&["layer"]).filter(|n| n.abs() <= 100).map_or(0, |n| n as i8),
        speed_kmh: speed(properties),
        access: access(properties, class),
        area: false,
        nodes,
    }))
}

fn class_of(properties: &Properties, word: Option<&str>) -> Option<StreetClass> {
    if let Some(highway) = properties.text(&["highway"]) {
        return Some(named(&highway).unwrap_or_default()).filter(|_| !is_not_built(&highway));
    }
    let word = word?;
    let detail = properties.text(&["kind_detail", "road_class", "subtype"]);
    let detail = detail.as_deref().and_then(named);
    match word {
        // Kinds of Mapzen/Nextzen tiles; the class itself is their detail.
        "highway" => Some(detail.unwrap_or(StreetClass::Motorway)),
        "major_road" => Some(detail.unwrap_or(StreetClass::Primary)),
        "minor_road" => Some(detail.unwrap_or(StreetClass::Residential)),
        "rail" | "railway" => Some(detail.unwrap_or(StreetClass::Rail)),
        "path" => Some(detail.unwrap_or(StreetClass::Path)),
        "road" | "street" | "roads" | "streets" | "道路" => Some(detail.unwrap_or(StreetClass::Road)),
        _ if is_not_built(word) => None,
        _ => named(word),
    }
}

fn is_not_built(word: &str) -> bool {
    matches!(word, "construction" | "proposed" | "abandoned" | "razed" | "platform" | "elevator")
}

fn named(word: &str) -> Option<StreetClass> {
    let word = word.to_ascii_lowercase();
    Some(match word.strip_suffix("_link").unwrap_or(&word) {
        "motorway" => StreetClass::Motorway,
        "trunk" | "快速路" => StreetClass::Trunk,
        "primary" | "主干路" => StreetClass::Primary,
        "secondary" | "次干路" => StreetClass::Secondary,
        "tertiary" => StreetClass::Tertiary,
        "residential" | "unclassified" | "支路" => StreetClass::Residential,
        "living_street" => StreetClass::LivingStreet,
        "service" => StreetClass::Service,
        "track" | "track_grade1" | "track_grade2" | "track_grade3" | "track_grade4" | "track_grade5" => {
            StreetClass::Track
        }
        "pedestrian" => StreetClass::Pedestrian,
        "footway" | "sidewalk" | "crossing" => StreetClass::Footway,
        "cycleway" => StreetClass::Cycleway,
        "path" | "pier" => StreetClass::Path,
        "bridleway" => StreetClass::Bridleway,
        "steps" => StreetClass::Steps,
        "corridor" => StreetClass::Corridor,
        "rail" | "narrow_gauge" | "funicular" | "monorail" => StreetClass::Rail,
        "subway" => StreetClass::Subway,
        "tram" | "light_rail" => StreetClass::Tram,
        "road" | "unknown" | "busway" => StreetClass::Road,
        _ => return None,
    })
}

fn oneway(properties: &Properties) -> Oneway {
    let Some(text) = properties.text(&["oneway"]) else { return Oneway::No };
    let geofabrik = properties.has(&["fclass"]);
    match text.to_ascii_lowercase().as_str() {
        // Geofabrik shapefiles: F with the line, T against it, B both ways.
        "f" if geofabrik => Oneway::Forward,
        "t" if geofabrik => Oneway::Backward,
        "yes" | "true" | "1" | "t" => Oneway::Forward,
        "-1" | "reverse" => Oneway::Backward,
        _ => Oneway::No,
    }
}

fn speed(properties: &Properties) -> Option<f32> {
    let text = properties.text(&["maxspeed", "speed_kmh", "speed_kph", "限速"])?;
    let number: f64 = text.split_whitespace().next()?.parse().ok()?;
    let kmh = if text.ends_with("mph") { number * KM_PER_MILE } else { number };
    (kmh > 0.0 && kmh < 500.0).then_some(kmh as f32)
}

/// Defaults by class, then the source's own words.
fn access(properties: &Properties, class: StreetClass) -> ModeAccess {
    let yes = |allowed: bool| if allowed { Access::Yes } else { Access::No };
    let on_foot = !class.is_rail() && class != StreetClass::Motorway;
    let cycling = on_foot
        && !matches!(
            class,
            StreetClass::Footway | StreetClass::Steps | StreetClass::Corridor | StreetClass::Pedestrian
        );
    let mut access = ModeAccess { walk: yes(on_foot), cycle: yes(cycling), car: yes(class.is_carriageway()) };
    let said = |names: &[&str]| properties.text(names).and_then(|text| access_word(&text));
    if let Some(all) = said(&["access"]).filter(|all| *all != Access::Yes) {
        access = ModeAccess { walk: all, cycle: all, car: all };
    }
    access.walk = said(&["foot"]).unwrap_or(access.walk);
    access.cycle = said(&["bicycle"]).unwrap_or(access.cycle);
    access.car = said(&["motorcar", "motor_vehicle", "vehicle"]).unwrap_or(access.car);
    access
}

fn access_word(text: &str) -> Option<Access> {
    match text.to_ascii_lowercase().as_str() {
        "yes" | "designated" | "permissive" | "official" | "dismount" => Some(Access::Yes),
        "no" => Some(Access::No),
        "private" | "customers" | "permit" | "destination" | "residents" | "delivery" => {
            Some(Access::Private)
        }
        _ => None,
    }
}
