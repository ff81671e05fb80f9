//! A small town, drawn by hand: every kind of element once.

use linli_model::{
    AreaUse, BuildingUse, Element, Geometry, Kind, Layer, ParkingKind, StreetNodeKind, TransitMode, Vertical,
};

use super::read;
use crate::Reading;
use crate::osm::OSM_XML;

/// Side of one field of the town's grid, degrees.
const FIELD: f64 = 0.001;

/// Writes OSM XML; nodes lie on a grid and are numbered by row and column.
#[derive(Default)]
struct Town {
    nodes: String,
    rest: String,
}

impl Town {
    fn tags(pairs: &[(&str, &str)]) -> String {
        pairs.iter().map(|(key, value)| format!("<tag k='{key}' v='{value}'/>")).collect()
    }

    fn node(&mut self, id: i64, at: [f64; 2], tags: &[(&str, &str)]) -> &mut Self {
        let (lon, lat) = (at[0] * FIELD, at[1] * FIELD);
        let tags = Self::tags(tags);
        self.nodes += &format!("<node id='{id}' lat='{lat:.7}' lon='{lon:.7}'>{tags}</node>");
        self
    }

    /// A square with nodes `id * 10 + 1..=4` and a way `id`.
    fn square(&mut self, id: i64, at: [f64; 2], side: f64, tags: &[(&str, &str)]) -> &mut Self {
        let corners = [[0.0, 0.0], [side, 0.0], [side, side], [0.0, side]];
        let ids: Vec<i64> = (1..=4).map(|n| id * 10 + n).collect();
        for (id, corner) in ids.iter().zip(corners) {
            self.node(*id, [at[0] + corner[0], at[1] + corner[1]], &[]);
        }
        self.way(id, &[ids.as_slice(), &ids[..1]].concat(), tags)
    }

    fn way(&mut self, id: i64, refs: &[i64], tags: &[(&str, &str)]) -> &mut Self {
        let refs: String = refs.iter().map(|id| format!("<nd ref='{id}'/>")).collect();
        let tags = Self::tags(tags);
        self.rest += &format!("<way id='{id}'>{refs}{tags}</way>");
        self
    }

    fn relation(&mut self, id: i64, ways: &[(i64, &str)], tags: &[(&str, &str)]) -> &mut Self {
        let members: String =
            ways.iter().map(|(id, role)| format!("<member type='way' ref='{id}' role='{role}'/>")).collect();
        let tags = Self::tags(tags);
        self.rest += &format!("<relation id='{id}'>{members}{tags}</relation>");
        self
    }

    fn read(&self) -> Reading {
        let text = format!("<osm version='0.6'>{}{}</osm>", self.nodes, self.rest);
        read(&OSM_XML, "town.osm", text.into_bytes()).unwrap()
    }
}

fn find<'a>(reading: &'a Reading, key: &str) -> &'a Element {
    reading.elements.iter().find(|e| e.key.as_str() == key).unwrap_or_else(|| {
        panic!("{key} is not among {:?}", reading.elements.iter().map(|e| &e.key).collect::<Vec<_>>())
    })
}

fn keys(reading: &Reading) -> Vec<&str> {
    reading.elements.iter().map(|e| e.key.as_str()).collect()
}

#[test]
fn a_school_is_building_facility_and_address() {
    let mut town = Town::default();
    let tags = [
        ("building", "school"),
        ("amenity", "school"),
        ("name", "第一小学"),
        ("addr:street", "学院路"),
        ("addr:housenumber", "1"),
    ];
    town.square(1, [0., 0.], 1., &tags);
    let reading = town.read();
    assert_eq!(keys(&reading), vec!["osm/way/1", "osm/way/1#facility"]);
    let building = find(&reading, "osm/way/1");
    let facts = building.kind.building().unwrap();
    assert_eq!((facts.use_, facts.address.as_deref()), (BuildingUse::Education, Some("学院路 1")));
    assert_eq!((building.name.as_deref(), building.vertical), (Some("第一小学"), Vertical::AboveGround));
    assert_eq!(building.attributes.len(), 5);
    let Geometry::Point(at) = find(&reading, "osm/way/1#facility").geometry else { panic!("no point") };
    assert!((0.0..FIELD).contains(&at[0]) && (0.0..FIELD).contains(&at[1]));
    assert_eq!(reading.crs.as_deref(), Some("EPSG:4326"));
}

#[test]
fn a_courtyard_block_with_wrong_roles_and_parts() {
    let mut town = Town::default();
    town.square(1, [0., 0.], 3., &[]).square(2, [1., 1.], 1., &[]);
    town.square(3, [0., 0.], 1., &[("building:part", "yes"), ("height", "30")]);
    town.relation(9, &[(1, "inner"), (2, "outer")], &[("type", "multipolygon"), ("building", "yes")]);
    let reading = town.read();
    let Geometry::Area(polygons) = &find(&reading, "osm/relation/9").geometry else { panic!("no area") };
    assert_eq!((polygons.len(), polygons.first().unwrap().holes.len()), (1, 1));
    assert!((polygons.first().unwrap().area_m2() / (FIELD * FIELD) - 8.0).abs() < 1e-6);
    assert!(reading.report.codes.contains_key("CIM-OSM-031"));
    let part = find(&reading, "osm/way/3").kind.building().unwrap();
    assert_eq!(part.parent.as_ref().map(|key| key.as_str()), Some("osm/relation/9"));
    assert!(!find(&reading, "osm/relation/9").kind.building().unwrap().outline_of_parts);
}

#[test]
fn a_building_relation_names_the_parent() {
    let mut town = Town::default();
    town.square(1, [0., 0.], 2., &[("building", "yes")]).square(2, [0., 0.], 4., &[("building", "yes")]);
    town.square(3, [0., 0.], 2., &[("building:part", "yes")]);
    town.relation(5, &[(2, "outline"), (3, "part")], &[("type", "building")]);
    let reading = town.read();
    let parent = find(&reading, "osm/way/3").kind.building().unwrap().parent.clone();
    assert_eq!(parent.unwrap().as_str(), "osm/way/2");
}

#[test]
fn transit_is_counted_once() {
    let mut town = Town::default();
    town.node(1, [0., 0.], &[("highway", "bus_stop"), ("public_transport", "platform"), ("bus", "yes")]);
    town.node(2, [0.1, 0.], &[("public_transport", "platform"), ("bus", "yes")]);
    town.node(3, [9., 0.], &[("public_transport", "platform"), ("tram", "yes")]);
    town.node(4, [0., 0.1], &[("public_transport", "stop_position"), ("bus", "yes")]);
    town.node(5, [2., 2.], &[("railway", "station"), ("public_transport", "station"), ("station", "subway")]);
    town.node(6, [2., 3.], &[("railway", "subway_entrance"), ("ref", "C")]);
    let reading = town.read();
    let stops: Vec<(&str, TransitMode)> = reading
        .elements
        .iter()
        .filter_map(|e| match &e.kind {
            Kind::Stop(stop) => Some((e.key.as_str(), stop.mode)),
            _ => None,
        })
        .collect();
    assert_eq!(stops, vec![("osm/node/1", TransitMode::Bus), ("osm/node/3", TransitMode::Tram)]);
    assert!(matches!(&find(&reading, "osm/node/5").kind, Kind::Station(s) if s.mode == TransitMode::Subway));
    let Kind::StationEntrance(entrance) = &find(&reading, "osm/node/6").kind else { panic!("no entrance") };
    assert_eq!((entrance.label.as_deref(), entrance.node), (Some("C"), Some(6)));
    assert_eq!(reading.elements.len(), 6);
}

#[test]
fn streets_squares_and_what_stands_on_them() {
    let mut town = Town::default();
    town.node(1, [0., 0.], &[("highway", "crossing"), ("crossing", "traffic_signals")]);
    town.node(2, [1., 0.], &[("barrier", "gate")]).node(3, [2., 0.], &[("highway", "street_lamp")]);
    town.way(7, &[1, 2, 3], &[("highway", "residential"), ("railway", "tram")]);
    town.square(8, [0., 5.], 1., &[("highway", "pedestrian"), ("area", "yes")]);
    let reading = town.read();
    let what = |key: &str| match &find(&reading, key).kind {
        Kind::StreetNode(node) => Some((node.what, node.node)),
        _ => None,
    };
    assert_eq!(what("osm/node/1"), Some((StreetNodeKind::SignalCrossing, Some(1))));
    assert_eq!(what("osm/node/2"), Some((StreetNodeKind::Gate, Some(2))));
    assert_eq!(find(&reading, "osm/node/3").layer(), Layer::Structures);
    assert_eq!(find(&reading, "osm/way/7").layer(), Layer::Streets);
    assert_eq!(find(&reading, "osm/way/7#railway").layer(), Layer::Railways);
    assert!(matches!(&find(&reading, "osm/way/8").kind, Kind::Street(street) if street.area));
    assert!(matches!(&find(&reading, "osm/way/8#area").kind, Kind::Area(a) if a.use_ == AreaUse::Plaza));
}

#[test]
fn land_water_trees_and_parking() {
    let mut town = Town::default();
    let areas = [
        (("leisure", "park"), AreaUse::Park),
        (("natural", "water"), AreaUse::Water),
        (("landuse", "meadow"), AreaUse::Grass),
        (("leisure", "pitch"), AreaUse::Sport),
        (("leisure", "playground"), AreaUse::Playground),
        (("natural", "sand"), AreaUse::Sand),
        (("landuse", "retail"), AreaUse::Commercial),
        (("place", "square"), AreaUse::Plaza),
        (("landuse", "anything"), AreaUse::Other),
    ];
    for (id, (tag, _)) in (1..).zip(&areas) {
        town.square(id, [id as f64 * 2.0, 0.], 1., &[*tag]);
    }
    town.square(50, [0., 5.], 1., &[("amenity", "parking"), ("parking", "underground"), ("capacity", "120")]);
    town.node(1, [0., 9.], &[("natural", "tree"), ("leaf_type", "needleleaved"), ("height", "12 m")]);
    town.node(2, [0., 10.], &[]).node(3, [0.0, 10.25], &[]);
    town.way(60, &[2, 3], &[("natural", "tree_row")]).way(61, &[2, 3], &[("waterway", "stream")]);
    let reading = town.read();
    for (id, (tag, use_)) in (1..).zip(&areas) {
        let element = find(&reading, &format!("osm/way/{id}"));
        assert!(
            matches!(&element.kind, Kind::Area(area) if area.use_ == *use_),
            "{tag:?}: {:?}",
            element.kind
        );
    }
    let Kind::Parking(parking) = &find(&reading, "osm/way/50").kind else { panic!("no parking") };
    assert_eq!((parking.parking, parking.capacity), (ParkingKind::Underground, Some(120)));
    let Kind::Tree(tree) = &find(&reading, "osm/node/1").kind else { panic!("no tree") };
    assert_eq!((tree.conifer, tree.height_m), (true, Some(12.0)));
    // 0.25 fields are 27.8 m: trees at 0, 8, 16, 24 m.
    let row = reading.elements.iter().filter(|e| e.key.as_str().starts_with("osm/way/60#tree")).count();
    assert_eq!(row, 4);
    assert!(matches!(&find(&reading, "osm/way/61").kind, Kind::Other { what } if what == "waterway"));
}

#[test]
fn a_coast_becomes_a_line_and_a_sea() {
    let mut town = Town::default();
    town.rest += "<bounds minlat='0' minlon='0' maxlat='0.01' maxlon='0.01'/>";
    town.node(1, [4., -1.], &[]).node(2, [4., 11.], &[]).way(3, &[1, 2], &[("natural", "coastline")]);
    let reading = town.read();
    assert!(matches!(&find(&reading, "osm/way/3").kind, Kind::Other { what } if what == "coastline"));
    let Geometry::Area(sea) = &find(&reading, "osm/sea").geometry else { panic!("no sea") };
    assert!(sea.iter().any(|p| p.contains_xy(7.0 * FIELD, 5.0 * FIELD)));
    assert!(!sea.iter().any(|p| p.contains_xy(2.0 * FIELD, 5.0 * FIELD)));
}

#[test]
fn places_may_come_with_the_way() {
    let mut town = Town::default();
    town.rest += "<way id='5'><nd ref='1' lat='1' lon='2'/><nd ref='2' lat='3' lon='4'/>\
        <tag k='highway' v='path'/></way>";
    let reading = town.read();
    let expected = Geometry::Line(vec![[2.0, 1.0, 0.0], [4.0, 3.0, 0.0]]);
    assert_eq!(find(&reading, "osm/way/5").geometry, expected);
    assert_eq!(reading.report.objects.get("nodes"), Some(&0));
}

#[test]
fn nothing_with_a_feature_is_lost() {
    let mut town = Town::default();
    town.node(1, [0., 0.], &[("amenity", "bench")]).node(2, [1., 0.], &[("note", "here")]);
    town.node(3, [2., 0.], &[("natural", "peak")]).node(4, [3., 0.], &[]);
    town.way(5, &[1, 4], &[("barrier", "fence")]).way(6, &[1, 4], &[("highway", "construction")]);
    town.relation(7, &[(5, "")], &[("type", "route"), ("route", "bus")]);
    let reading = town.read();
    assert_eq!(keys(&reading), vec!["osm/node/1", "osm/node/3", "osm/way/5", "osm/way/6"]);
    assert!(matches!(&find(&reading, "osm/way/5").kind, Kind::Structure { what } if what == "fence"));
    assert!(
        matches!(&find(&reading, "osm/way/6").kind, Kind::Other { what } if what == "highway=construction")
    );
    let details: Vec<&str> = reading.report.messages.iter().map(|m| m.detail.as_str()).collect();
    assert_eq!(details, vec!["route 1", "1"]);
}
