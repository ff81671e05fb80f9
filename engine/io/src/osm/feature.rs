//! What an object of the file becomes: the list of elements that its tags stand for.

use linli_model::{Area, AreaUse, Kind, StreetNode};

use super::file::Tags;
use super::tag::{building, facility, land, street, transit};

/// Which geometry of the object an element takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// A point: the node, or a place inside the area.
    Point,
    /// The lines of a way.
    Line,
    /// The polygons of a closed way or a multipolygon.
    Area,
}

/// What an object is before its tags are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Object {
    /// A node of an id.
    Node(i64),
    /// A way; closed and not `area=no`, or not.
    Way {
        /// Whether it can be an area.
        closed: bool,
    },
    /// A multipolygon.
    Multipolygon,
}

impl Object {
    fn is_node(self) -> bool {
        matches!(self, Self::Node(_))
    }

    fn can_be_area(self) -> bool {
        matches!(self, Self::Way { closed: true } | Self::Multipolygon)
    }
}

/// One element of an object.
#[derive(Debug)]
pub(super) struct Feature {
    /// Added to the key of every element of the object but the first.
    pub suffix: &'static str,
    /// What it is.
    pub kind: Kind,
    /// Its geometry.
    pub form: Form,
    /// Values that were mended.
    pub mended: Vec<String>,
}

impl Feature {
    fn new(suffix: &'static str, kind: Kind, form: Form) -> Self {
        Self { suffix, kind, form, mended: Vec::new() }
    }
}

/// The elements of an object, the main one first; none when no tag names a feature.
pub(super) fn features(tags: Tags, object: Object) -> Vec<Feature> {
    let mut found = Vec::new();
    if object.can_be_area() {
        found.extend(building_feature(tags));
    }
    street_features(tags, object, &mut found);
    transit_features(tags, object, &mut found);
    if object.can_be_area() {
        land_features(tags, &mut found);
    }
    if matches!(object, Object::Way { .. }) && tags.is("natural", "coastline") {
        let kind = Kind::Other { what: "coastline".to_owned() };
        found.push(Feature::new("coastline", kind, Form::Line));
    }
    if object.is_node() && tags.is("natural", "tree") {
        found.push(Feature::new("tree", Kind::Tree(land::tree(tags)), Form::Point));
    }
    if object.is_node() || object.can_be_area() {
        if let Some(facility) = facility::facility(tags) {
            found.push(Feature::new("facility", Kind::Facility(facility), Form::Point));
        }
        let in_building = found.iter().any(|feature| feature.kind.building().is_some());
        if !in_building && tags.get("addr:housenumber").is_some() {
            found.push(Feature::new("address", Kind::Address, Form::Point));
        }
    }
    if found.is_empty() {
        found.extend(other_feature(tags, object));
    }
    found
}

fn building_feature(tags: Tags) -> Option<Feature> {
    let part = tags.set("building").is_none();
    if part && tags.set("building:part").is_none() {
        return None;
    }
    let (facts, mended) = building::building(tags, part);
    let (suffix, kind) =
        if part { ("part", Kind::BuildingPart(facts)) } else { ("building", Kind::Building(facts)) };
    Some(Feature { suffix, kind, form: Form::Area, mended })
}

fn street_features(tags: Tags, object: Object, found: &mut Vec<Feature>) {
    if let Object::Node(id) = object {
        if let Some(what) = street::street_node(tags) {
            let node = Kind::StreetNode(StreetNode { what, node: Some(id) });
            found.push(Feature::new("crossing", node, Form::Point));
        }
        return;
    }
    let highway = tags.get("highway");
    if matches!(object, Object::Way { .. }) {
        if let Some((class, ordinary)) = highway.and_then(street::street_class) {
            let kind = Kind::Street(street::street(tags, class, ordinary));
            found.push(Feature::new("street", kind, Form::Line));
        }
        if let Some(class) = tags.get("railway").and_then(street::railway_class) {
            let kind = Kind::Street(street::street(tags, class, true));
            found.push(Feature::new("railway", kind, Form::Line));
        }
    }
    let surface = tags.is("area", "yes") || object == Object::Multipolygon;
    if let Some(highway) = highway.filter(|_| object.can_be_area() && surface) {
        let use_ = land::street_area_use(highway);
        found.push(Feature::new("area", Kind::Area(Area::new(use_)), Form::Area));
    }
}

fn transit_features(tags: Tags, object: Object, found: &mut Vec<Feature>) {
    let node = if let Object::Node(id) = object { Some(id) } else { None };
    if let Some(station) = transit::station(tags) {
        found.push(Feature::new("station", Kind::Station(station), Form::Point));
    }
    if let Some(entrance) = transit::entrance(tags, node) {
        found.push(Feature::new("entrance", Kind::StationEntrance(entrance), Form::Point));
    }
    if let Some(stop) = transit::stop(tags).or_else(|| transit::platform(tags)) {
        found.push(Feature::new("stop", Kind::Stop(stop), Form::Point));
    }
    let parking = transit::parking(tags);
    if let Some(parking) = parking.filter(|_| node.is_some() || object.can_be_area()) {
        let form = if node.is_some() { Form::Point } else { Form::Area };
        found.push(Feature::new("parking", Kind::Parking(parking), form));
    }
}

fn land_features(tags: Tags, found: &mut Vec<Feature>) {
    if tags.is("man_made", "bridge") {
        found.push(Feature::new("bridge", Kind::Bridge, Form::Area));
    }
    if tags.is("man_made", "tunnel") {
        found.push(Feature::new("tunnel", Kind::Tunnel, Form::Area));
    }
    let Some(use_) = land::area_use(tags) else { return };
    // A school or a pool inside a building is no ground of its own.
    let in_building = found.iter().any(|feature| feature.kind.building().is_some());
    let is_surface = found.iter().any(|feature| matches!(feature.kind, Kind::Area(_)));
    let only_inside = matches!(use_, AreaUse::Institution | AreaUse::Sport | AreaUse::Other);
    if !(is_surface || in_building && only_inside) {
        found.push(Feature::new("land", Kind::Area(Area::new(use_)), Form::Area));
    }
}

/// Tags that name a feature of any other kind, the most telling first. What is built becomes a
/// structure, the rest is kept in the source's words.
const OTHER: [(&str, bool); 31] = [
    ("barrier", true),
    ("man_made", true),
    ("power", true),
    ("highway", false),
    ("railway", false),
    ("waterway", false),
    ("public_transport", false),
    ("building", false),
    ("building:part", false),
    ("amenity", true),
    ("leisure", false),
    ("tourism", false),
    ("historic", true),
    ("emergency", true),
    ("advertising", true),
    ("natural", false),
    ("landuse", false),
    ("place", false),
    ("aeroway", false),
    ("aerialway", true),
    ("telecom", true),
    ("traffic_calming", false),
    ("entrance", false),
    ("indoor", false),
    ("military", false),
    ("boundary", false),
    ("attraction", false),
    ("playground", true),
    ("manhole", true),
    ("traffic_sign", true),
    ("noexit", false),
];

fn other_feature(tags: Tags, object: Object) -> Option<Feature> {
    let (name, value, built) =
        OTHER.iter().find_map(|(name, built)| tags.set(name).map(|value| (*name, value, *built)))?;
    let mapped_area = tags.is("area", "yes") || name == "amenity" || name == "leisure" || name == "tourism";
    let form = match object {
        Object::Node(_) => Form::Point,
        Object::Multipolygon => Form::Area,
        Object::Way { closed: true } if mapped_area => Form::Area,
        Object::Way { .. } => Form::Line,
    };
    const FLOWING: [&str; 7] = ["river", "stream", "canal", "ditch", "drain", "tidal_channel", "fairway"];
    let what = match (name, value) {
        ("waterway", flowing) if form == Form::Line && FLOWING.contains(&flowing) => "waterway".to_owned(),
        ("highway" | "railway" | "public_transport", "platform" | "street_lamp" | "platform_edge") => {
            return Some(structure(value, form));
        }
        ("manhole" | "traffic_sign", _) | (_, "yes") if built => return Some(structure(name, form)),
        _ if built => return Some(structure(value, form)),
        _ => format!("{name}={value}"),
    };
    Some(Feature::new("other", Kind::Other { what }, form))
}

fn structure(what: &str, form: Form) -> Feature {
    Feature::new("other", Kind::Structure { what: what.to_owned() }, form)
}
