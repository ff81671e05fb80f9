//! Facts of streets, railways and what stands on them.

use linli_model::{Access, ModeAccess, Oneway, Street, StreetClass, StreetNodeKind};

use crate::osm::file::Tags;
use crate::osm::measure::{length_m, number, speed_kmh};

/// Class of a `highway` value, and whether it is one of the ordinary classes. A value that is
/// none (`raceway`, `bus_guideway`, …) becomes a road that nobody may use. Values that are no
/// street now (`construction`, `proposed`) or are a place beside it (`platform`) give nothing.
pub(in crate::osm) fn street_class(highway: &str) -> Option<(StreetClass, bool)> {
    let class = match highway {
        "motorway" | "motorway_link" => StreetClass::Motorway,
        "trunk" | "trunk_link" => StreetClass::Trunk,
        "primary" | "primary_link" => StreetClass::Primary,
        "secondary" | "secondary_link" => StreetClass::Secondary,
        "tertiary" | "tertiary_link" => StreetClass::Tertiary,
        "residential" | "unclassified" => StreetClass::Residential,
        "living_street" => StreetClass::LivingStreet,
        "service" => StreetClass::Service,
        "track" => StreetClass::Track,
        "pedestrian" => StreetClass::Pedestrian,
        "footway" => StreetClass::Footway,
        "cycleway" => StreetClass::Cycleway,
        "path" => StreetClass::Path,
        "bridleway" => StreetClass::Bridleway,
        "steps" => StreetClass::Steps,
        "corridor" => StreetClass::Corridor,
        "road" => StreetClass::Road,
        "construction" | "proposed" | "planned" | "abandoned" | "disused" | "razed" | "platform"
        | "services" | "rest_area" | "no" | "bus_stop" | "elevator" => return None,
        _ => return Some((StreetClass::Road, false)),
    };
    Some((class, true))
}

/// Class of a `railway` line that trains use.
pub(in crate::osm) fn railway_class(railway: &str) -> Option<StreetClass> {
    match railway {
        "subway" => Some(StreetClass::Subway),
        "tram" | "light_rail" => Some(StreetClass::Tram),
        "rail" | "monorail" | "narrow_gauge" | "funicular" | "preserved" | "miniature" => {
            Some(StreetClass::Rail)
        }
        _ => None,
    }
}

/// A street of a class; points and node numbers are filled in by the caller.
pub(in crate::osm) fn street(tags: Tags, class: StreetClass, ordinary: bool) -> Street {
    let nobody = ModeAccess { walk: Access::No, cycle: Access::No, car: Access::No };
    Street {
        class,
        width_m: tags.get("width").and_then(length_m).filter(|w| *w > 0.0 && *w < 500.0),
        lanes: tags.get("lanes").and_then(number).filter(|n| (1.0..=32.0).contains(n)).map(|n| n as u8),
        oneway: oneway(tags, class),
        surface: tags.get("surface").map(str::to_owned),
        bridge: tags.set("bridge").is_some(),
        tunnel: tags.set("tunnel").is_some(),
        layer: layer(tags).unwrap_or(0),
        speed_kmh: tags.get("maxspeed").and_then(speed_kmh),
        access: if ordinary { access(tags, class) } else { nobody },
        area: tags.is("area", "yes"),
        nodes: Vec::new(),
    }
}

/// Vertical order; of a list (`-1;0`) the first.
pub(in crate::osm) fn layer(tags: Tags) -> Option<i8> {
    tags.get("layer").and_then(number).filter(|n| n.abs() <= 100.0).map(|n| n as i8)
}

fn oneway(tags: Tags, class: StreetClass) -> Oneway {
    match tags.get("oneway") {
        Some("yes" | "true" | "1") => Oneway::Forward,
        Some("-1" | "reverse") => Oneway::Backward,
        Some(_) => Oneway::No,
        None if class == StreetClass::Motorway || tags.is_any("junction", &["roundabout", "circular"]) => {
            Oneway::Forward
        }
        None => Oneway::No,
    }
}

/// Access by mode: the mode's own tag, else the tag of the wider group, else `access`, else the
/// default of the class.
///
/// On foot every class is open but motorways, trunk roads and railways. `foot` decides; without
/// it, `access=no|private` closes the street. On a street closed by `access`, only
/// `foot=yes|designated|permissive` opens it again.
fn access(tags: Tags, class: StreetClass) -> ModeAccess {
    let walkable = !class.is_rail() && !matches!(class, StreetClass::Motorway | StreetClass::Trunk);
    let cyclable = walkable
        && !matches!(
            class,
            StreetClass::Footway | StreetClass::Pedestrian | StreetClass::Steps | StreetClass::Corridor
        );
    let cycle = ["bicycle", "vehicle", "access"];
    let car = ["motorcar", "motor_vehicle", "vehicle", "access"];
    let default = |open: bool| if open { Access::Yes } else { Access::No };
    ModeAccess {
        walk: if class.is_rail() { Access::No } else { walking(tags, default(walkable)) },
        cycle: first_said(tags, &cycle, class).unwrap_or(default(cyclable || class == StreetClass::Trunk)),
        car: first_said(tags, &car, class).unwrap_or(default(class.is_carriageway())),
    }
}

fn walking(tags: Tags, default: Access) -> Access {
    let general = tags.get("access").filter(|value| matches!(*value, "no" | "private"));
    match (tags.get("foot"), general) {
        (Some("no"), _) => Access::No,
        (Some("yes" | "designated" | "permissive"), _) => Access::Yes,
        (_, Some("private")) | (Some("private"), None) => Access::Private,
        (_, Some(_)) => Access::No,
        (_, None) => default,
    }
}

/// The first of some tags that says something. A general `access=yes` does not turn a footway into
/// a road.
fn first_said(tags: Tags, names: &[&str], class: StreetClass) -> Option<Access> {
    names.iter().find_map(|name| {
        let said = match tags.get(name)? {
            "no" | "use_sidepath" => Access::No,
            "private" | "permit" | "customers" | "delivery" | "agricultural" | "forestry" | "residents"
            | "military" | "emergency" => Access::Private,
            "yes" | "designated" | "permissive" | "destination" | "official" | "discouraged" => Access::Yes,
            _ => return None,
        };
        let opens_footway = *name == "access" && said != Access::No && !class.is_carriageway();
        (!class.is_rail() && !opens_footway).then_some(said)
    })
}

/// What a node on a street is.
pub(in crate::osm) fn street_node(tags: Tags) -> Option<StreetNodeKind> {
    match (tags.get("highway"), tags.get("railway")) {
        (Some("crossing"), _) | (_, Some("crossing")) => {
            return (!tags.is("crossing", "no")).then(|| {
                let signals = tags.is("crossing", "traffic_signals") || tags.is("crossing:signals", "yes");
                if signals { StreetNodeKind::SignalCrossing } else { StreetNodeKind::Crossing }
            });
        }
        (Some("traffic_signals"), _) => {
            let crossing = tags.get("crossing").is_some_and(|value| value != "no");
            return Some(if crossing { StreetNodeKind::SignalCrossing } else { StreetNodeKind::Signals });
        }
        (Some("elevator"), _) => return Some(StreetNodeKind::Lift),
        _ => {}
    }
    let gate = ["gate", "lift_gate", "swing_gate", "bollard", "cycle_barrier", "block", "kissing_gate"];
    let other =
        ["chain", "stile", "turnstile", "sliding_gate", "jersey_barrier", "toll_booth", "border_control"];
    (tags.is_any("barrier", &gate) || tags.is_any("barrier", &other)).then_some(StreetNodeKind::Gate)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::osm::tests::store_of_tags;

    fn of(pairs: &[(&str, &str)]) -> Option<Street> {
        let (store, tags) = store_of_tags(pairs);
        let tags = store.tags(&tags);
        street_class(tags.get("highway")?).map(|(class, ordinary)| street(tags, class, ordinary))
    }

    fn walk(pairs: &[(&str, &str)]) -> Option<Access> {
        of(pairs).map(|street| street.access.walk)
    }

    #[test]
    fn walking_follows_foot_then_access_then_class() {
        assert_eq!(walk(&[("highway", "service")]), Some(Access::Yes));
        assert_eq!(walk(&[("highway", "service"), ("access", "private")]), Some(Access::Private));
        let let_in = [("highway", "service"), ("access", "private"), ("foot", "permissive")];
        assert_eq!(walk(&let_in), Some(Access::Yes));
        assert_eq!(walk(&[("highway", "primary"), ("foot", "no")]), Some(Access::No));
        assert_eq!(walk(&[("highway", "motorway")]), Some(Access::No));
        assert_eq!(walk(&[("highway", "raceway")]), Some(Access::No));
        assert_eq!(walk(&[("highway", "construction")]), None);
    }

    #[test]
    fn cars_and_cycles_have_their_own_order_of_tags() {
        let car = |pairs: &[(&str, &str)]| of(pairs).map(|street| street.access.car);
        assert_eq!(car(&[("highway", "residential"), ("vehicle", "no")]), Some(Access::No));
        let bus = [("highway", "service"), ("motor_vehicle", "private"), ("access", "yes")];
        assert_eq!(car(&bus), Some(Access::Private));
        assert_eq!(car(&[("highway", "footway"), ("access", "yes")]), Some(Access::No));
        let cycle = of(&[("highway", "footway"), ("bicycle", "yes")]).map(|street| street.access.cycle);
        assert_eq!(cycle, Some(Access::Yes));
    }

    #[test]
    fn direction_structure_and_order() {
        let oneway = |pairs: &[(&str, &str)]| of(pairs).map(|street| street.oneway);
        assert_eq!(oneway(&[("highway", "primary"), ("oneway", "-1")]), Some(Oneway::Backward));
        assert_eq!(oneway(&[("highway", "tertiary"), ("junction", "roundabout")]), Some(Oneway::Forward));
        assert_eq!(oneway(&[("highway", "motorway")]), Some(Oneway::Forward));
        assert_eq!(oneway(&[("highway", "motorway"), ("oneway", "no")]), Some(Oneway::No));
        let passage = of(&[
            ("highway", "footway"),
            ("tunnel", "building_passage"),
            ("layer", "-1;0"),
            ("maxspeed", "10 mph"),
            ("width", "3,5 m"),
        ]);
        let facts = passage.map(|s| (s.tunnel, s.layer, s.speed_kmh.map(f32::round), s.width_m));
        assert_eq!(facts, Some((true, -1, Some(16.0), Some(3.5))));
    }
}
