//! Towns drawn as text, for tests: letters are nodes 100 m apart, a word is a street.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;

use linli_model::{
    Basement, Building, BuildingUse, Community, Element, ElementId, Entrance, Facility, Geometry, Kind,
    LiftBank, Point3, Polygon, SceneFrame, StationEntrance, StoreyRun, Street, StreetClass, StreetNode,
    StreetNodeKind, TransitMode,
};
use linli_space::StreetGraph;

use super::network::{Joint, NetworkOptions, TravelNetwork};
use super::rules::ReachRules;

pub(super) struct Town {
    rows: Vec<String>,
    pub community: Community,
}

impl Town {
    pub(super) fn new(rows: &[&str]) -> Self {
        let frame = SceneFrame {
            crs: "EPSG:4549".into(),
            anchor_m: [0.0; 3],
            longitude_deg: 120.0,
            latitude_deg: 30.0,
            convergence_deg: 0.0,
        };
        let rows = rows.iter().map(|row| (*row).to_owned()).collect();
        Self { rows, community: Community::new("town", frame) }
    }

    pub(super) fn place(&self, letter: char) -> Point3 {
        let found = self.rows.iter().enumerate().find_map(|(row, line)| Some((row, line.find(letter)?)));
        let (row, column) = found.unwrap();
        [column as f64 * 100.0, (self.rows.len() - 1 - row) as f64 * 100.0, 0.0]
    }

    /// A street through letters; its key is the word.
    pub(super) fn street(&mut self, word: &str, change: impl FnOnce(&mut Street)) -> ElementId {
        let mut street = Street {
            nodes: word.chars().map(|c| i64::from(c as u32)).collect(),
            ..Street::new(StreetClass::Residential)
        };
        change(&mut street);
        let points = word.chars().map(|c| self.place(c)).collect();
        self.add(word, Kind::Street(street), Geometry::Line(points))
    }

    pub(super) fn streets(&mut self, words: &[&str]) {
        for word in words {
            self.street(word, |_| {});
        }
    }

    pub(super) fn add(&mut self, key: &str, kind: Kind, geometry: Geometry) -> ElementId {
        self.community.add(Element::new(key, kind, geometry)).unwrap()
    }

    pub(super) fn street_node(&mut self, key: &str, letter: char, what: StreetNodeKind) -> ElementId {
        let node = StreetNode { what, node: Some(i64::from(letter as u32)) };
        let place = self.place(letter);
        self.add(key, Kind::StreetNode(node), Geometry::Point(place))
    }

    pub(super) fn station(&mut self, key: &str, letter: char) -> ElementId {
        let node = Some(i64::from(letter as u32));
        let entrance = StationEntrance { mode: TransitMode::Subway, label: None, node };
        let place = self.place(letter);
        self.add(key, Kind::StationEntrance(entrance), Geometry::Point(place))
    }

    pub(super) fn door(&mut self, key: &str, letter: char, of: &str, step_free: bool) -> ElementId {
        let node = Some(i64::from(letter as u32));
        let entrance = Entrance { of: Some(of.into()), step_free, node, ..Entrance::default() };
        let place = self.place(letter);
        self.add(key, Kind::Entrance(entrance), Geometry::Point(place))
    }

    pub(super) fn facility(&mut self, key: &str, letter: char, category: &str) -> ElementId {
        let node = Some(i64::from(letter as u32));
        let facility = Facility { category: category.into(), node, ..Facility::default() };
        let place = self.place(letter);
        self.add(key, Kind::Facility(facility), Geometry::Point(place))
    }

    /// A building of 20 × 10 m beside a letter, with one door at the letter, residents on each of its
    /// storeys and lift banks.
    pub(super) fn tower(
        &mut self,
        key: &str,
        letter: char,
        storeys: i16,
        residents: u32,
        lifts: Vec<LiftBank>,
    ) -> ElementId {
        let run = StoreyRun {
            from_level: 1,
            to_level: storeys,
            height_m: 3.0,
            use_: BuildingUse::Residential,
            floor_area_m2: 200.0,
            dwellings: 2,
            residents,
            jobs: 0,
        };
        let building =
            Building { use_: BuildingUse::Residential, storeys: vec![run], lifts, ..Building::default() };
        let [x, y, _] = self.place(letter);
        let corner = |dx: f64, dy: f64| [x + dx, y + dy, 0.0];
        let outline = vec![corner(0.0, 5.0), corner(20.0, 5.0), corner(20.0, 15.0), corner(0.0, 15.0)];
        let id = self.add(key, Kind::Building(building), Geometry::Area(vec![Polygon::new(outline)]));
        self.door(&format!("{key}/door"), letter, key, true);
        id
    }

    /// A basement of one level, west, south, east and north, with its floor so deep, linked to others.
    pub(super) fn basement(
        &mut self,
        key: &str,
        [west, south, east, north]: [f64; 4],
        floor_m: f64,
        use_: BuildingUse,
        [linked, buildings]: [&[&str]; 2],
    ) -> ElementId {
        let keys = |of: &[&str]| of.iter().map(|key| (*key).into()).collect();
        let facts = Basement {
            levels: 1,
            top_depth_m: floor_m - 4.0,
            bottom_depth_m: floor_m,
            use_,
            linked: keys(linked),
            buildings: keys(buildings),
            ..Basement::default()
        };
        let ring = vec![[west, south, 0.0], [east, south, 0.0], [east, north, 0.0], [west, north, 0.0]];
        self.add(key, Kind::Basement(facts), Geometry::Area(vec![Polygon::new(ring)]))
    }

    pub(super) fn change(&mut self, key: &str, change: impl FnOnce(&mut Element)) {
        let mut other = Community::new("town", self.community.frame.clone());
        let mut change = Some(change);
        for element in self.community.elements() {
            let mut element = element.clone();
            if element.key.as_str() == key
                && let Some(change) = change.take()
            {
                change(&mut element);
            }
            other.add(element).unwrap();
        }
        self.community = other;
    }

    pub(super) fn network(&self, profile: &str, closed: &[ElementId], joints: &[Joint]) -> TravelNetwork {
        self.network_at(profile, closed, None, joints)
    }

    pub(super) fn network_at(
        &self,
        profile: &str,
        closed: &[ElementId],
        minute: Option<u16>,
        joints: &[Joint],
    ) -> TravelNetwork {
        let rules = ReachRules::standard().unwrap();
        let closed: BTreeSet<ElementId> = closed.iter().copied().collect();
        let options = NetworkOptions {
            profile: rules.profile(profile).unwrap(),
            rules: &rules,
            closed: &closed,
            minute,
            private_allowed: true,
        };
        TravelNetwork::new(&self.community, &StreetGraph::of(&self.community), &options, joints)
    }

    /// A joint on a node that streets share.
    pub(super) fn joint(&self, element: ElementId, letter: char) -> Joint {
        Joint::new(element, self.place(letter), Some(i64::from(letter as u32)))
    }
}
