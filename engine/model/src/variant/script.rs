//! Random editing scripts, the same for the same seed: for tests and benches of whatever has to keep up with edits.

use super::make::{self, BuildingDraft, Corner, GreenDraft, MakeError, Placement, StoreyUse, StreetDraft};
use super::{Edit, Value};
use crate::{
    Access, AreaUse, BuildingUse, Community, Compartment, CompartmentKind, Corridor, CorridorNode,
    CorridorNodeKind, Element, EntranceUse, Facility, Geometry, GreeningPlace, Key, Kind, LandUse, Medium,
    ModeAccess, Parcel, Planting, Point3, StreetClass, StreetNodeKind, TransitMode, Tree, UtilityLine,
    UtilityNode, UtilityNodeKind,
};

/// Random numbers (SplitMix64, Steele, Lea and Flood 2014).
#[derive(Clone, Debug)]
pub struct Script {
    state: u64,
}

impl Script {
    /// A script of a seed.
    pub fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// A number from 0 to below `count`; 0 when there are none.
    pub fn below(&mut self, count: usize) -> usize {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^= z >> 31;
        if count == 0 { 0 } else { (z % count as u64) as usize }
    }

    /// A number in a range.
    pub fn between(&mut self, least: f64, most: f64) -> f64 {
        least + (most - least) * self.below(1_000_001) as f64 / 1e6
    }

    fn place(&mut self, community: &Community) -> [f64; 2] {
        let aabb = community.aabb();
        let (low, high) = if aabb.is_empty() { ([0.0; 3], [100.0; 3]) } else { (aabb.min, aabb.max) };
        std::array::from_fn(|i| self.between(low[i], high[i].max(low[i] + 10.0)))
    }

    fn rectangle(&mut self, community: &Community) -> Vec<[f64; 2]> {
        let [x, y] = self.place(community);
        let (w, h) = (self.between(4.0, 40.0), self.between(4.0, 40.0));
        vec![[x, y], [x + w, y], [x + w, y + h], [x, y + h]]
    }

    fn line(&mut self, community: &Community, z: f64) -> Vec<Point3> {
        let [x, y] = self.place(community);
        let mut at = [x, y, z];
        let mut points = vec![at];
        for _ in 0..=self.below(3) {
            at = [at[0] + self.between(3.0, 40.0), at[1] + self.between(-20.0, 20.0), z];
            points.push(at);
        }
        points
    }

    /// The key of some element of which something is wanted.
    pub fn pick(&mut self, community: &Community, wanted: impl Fn(&Element) -> bool) -> Option<Key> {
        let all: Vec<&Element> = community.elements().iter().filter(|e| wanted(e)).collect();
        all.get(self.below(all.len())).map(|element| element.key.clone())
    }

    /// A random edit that fits the community; `None` when the deed that was drawn cannot be done here.
    pub fn edit(&mut self, community: &Community) -> Option<Edit> {
        self.deed(community).ok()
    }

    fn deed(&mut self, community: &Community) -> Result<Edit, MakeError> {
        match self.below(6) {
            0 => self.draw(community),
            1 => self.building(community),
            2 => self.network(community),
            3 => self.whereabouts(community),
            4 => self.value(community),
            _ => self.corner(community),
        }
    }

    fn some(&mut self, community: &Community, wanted: impl Fn(&Kind) -> bool) -> Result<Key, MakeError> {
        self.pick(community, |e| wanted(&e.kind)).ok_or(MakeError::Nothing)
    }

    fn draw(&mut self, community: &Community) -> Result<Edit, MakeError> {
        let outline = self.rectangle(community);
        let at = self.place(community);
        match self.below(7) {
            0 => make::draw_building(
                community,
                &BuildingDraft {
                    name: Some(format!("B{}", self.below(100))),
                    footprint: outline,
                    storeys: 1 + self.below(30) as i16,
                    storey_height_m: 3.1,
                    use_: BuildingUse::Residential,
                    dwellings: 4,
                    residents: 11,
                    jobs: 0,
                    parcel: None,
                },
            ),
            1 => make::draw_area(community, None, AreaUse::Park, &outline, Some(self.between(0.3, 2.0))),
            2 => make::draw_parcel(community, Some("P"), &Parcel::new(LandUse::Residential), &outline),
            3 => {
                let tree = Tree { height_m: Some(self.between(3.0, 20.0)), ..Tree::default() };
                make::plant_trees(community, &tree, &outline)
            }
            4 => {
                let building = self.pick(community, |e| e.kind.building().is_some());
                let facility = Facility { category: "clinic".to_owned(), building, ..Facility::default() };
                make::add_facility(community, Some("诊所"), &facility, at)
            }
            5 => make::add_station_entrance(community, TransitMode::Subway, Some("C"), at),
            _ => {
                let of = self.some(community, |kind| kind.building().is_some())?;
                make::add_entrance(community, &of, EntranceUse::People, Some(1), true, at)
            }
        }
    }

    fn building(&mut self, community: &Community) -> Result<Edit, MakeError> {
        let key = self.some(community, |kind| matches!(kind, Kind::Building(_)))?;
        let outline = self.rectangle(community);
        match self.below(7) {
            0 | 1 => make::set_storeys(community, &key, 1 + self.below(40) as i16),
            2 => {
                let what = StoreyUse { use_: BuildingUse::Office, dwellings: 0, residents: 0, jobs: 40 };
                let from = 1 + self.below(3) as i16;
                make::set_storey_use(community, &key, from, from + self.below(4) as i16, what)
            }
            3 => make::push_face(community, &key, self.below(5), self.between(-3.0, 6.0)),
            4 => make::push_top(community, &key, self.between(-2.0, 5.0)),
            5 => {
                let draft = GreenDraft {
                    place: GreeningPlace::Roof,
                    planting: Planting::Lawn,
                    outline,
                    soil_depth_m: 0.4,
                    height_m: self.between(3.0, 60.0),
                    open_to_all: true,
                };
                make::plant(community, &key, &draft)
            }
            _ => make::dig_basement(community, &[key], &outline, 2, [1.5, 9.0], BuildingUse::Parking),
        }
    }

    fn network(&mut self, community: &Community) -> Result<Edit, MakeError> {
        let depth = self.between(0.5, 6.0);
        match self.below(8) {
            0 => {
                let draft = StreetDraft {
                    name: None,
                    points: self.line(community, 0.0),
                    class: StreetClass::Residential,
                    width_m: self.between(3.0, 20.0),
                    lanes: Some(2),
                    access: ModeAccess { walk: Access::Yes, cycle: Access::Yes, car: Access::Yes },
                    bridge: false,
                    layer: 0,
                };
                make::draw_street(community, &draft)
            }
            1 => make::footbridge(community, &self.line(community, 5.0), 3.0),
            2 => {
                let key = self.some(community, |kind| matches!(kind, Kind::Street(_)))?;
                let element = community.id_of(&key).and_then(|id| community.element(id));
                let [x, y, _] = element.map(|e| e.geometry.aabb().centre()).unwrap_or_default();
                make::add_street_node(community, StreetNodeKind::Crossing, [x, y])
            }
            3 | 4 => {
                let media = [Medium::Water, Medium::Sewage, Medium::Gas, Medium::Power];
                let line = UtilityLine {
                    medium: media[self.below(media.len())],
                    diameter_mm: 100.0 * (1 + self.below(8)) as f64,
                    ..UtilityLine::default()
                };
                make::lay_line(community, None, &line, &self.line(community, -depth))
            }
            5 => {
                let key = self.some(community, |kind| matches!(kind, Kind::UtilityLine(_)))?;
                make::deepen(community, &[key], self.between(-0.4, 0.8))
            }
            6 => {
                let node = UtilityNode {
                    medium: Medium::Sewage,
                    node: UtilityNodeKind::Manhole,
                    depth_m: Some(depth),
                };
                let [x, y] = self.place(community);
                make::add_utility_node(community, &node, [x, y, 0.0])
            }
            _ => match self.pick(community, |e| matches!(e.kind, Kind::Corridor(_))) {
                Some(corridor) if self.below(2) == 0 => {
                    let node = CorridorNode {
                        corridor_node: CorridorNodeKind::Access,
                        corridor,
                        depth_m: depth,
                        size_m: None,
                    };
                    make::add_corridor_node(community, &node, self.place(community))
                }
                _ => {
                    let general = CompartmentKind::General;
                    let compartment =
                        Compartment { compartment: general, width_m: 2.4, height_m: 2.8, lines: Vec::new() };
                    let corridor = Corridor { compartments: vec![compartment], wall_m: 0.35 };
                    make::draw_corridor(community, None, &corridor, &self.line(community, -depth))
                }
            },
        }
    }

    fn whereabouts(&mut self, community: &Community) -> Result<Edit, MakeError> {
        let movable = |e: &Element| !matches!(e.geometry, Geometry::Grid(_));
        let mut keys: Vec<Key> = Vec::new();
        for _ in 0..=self.below(3) {
            keys.extend(self.pick(community, movable).filter(|key| !keys.contains(key)));
        }
        let about = self.place(community);
        let by = [self.between(-20.0, 20.0), self.between(-20.0, 20.0), 0.0];
        match self.below(9) {
            0 | 1 => make::move_elements(community, &keys, by),
            2 => make::rotate(community, &keys, about, self.between(-180.0, 180.0)),
            3 => {
                let factors = [self.between(0.6, 1.5), self.between(0.6, 1.5), self.between(0.8, 1.2)];
                make::scale(community, &keys, [about[0], about[1], 0.0], factors)
            }
            4 => make::mirror(community, &keys, about, [about[0] + 3.0, about[1] + 1.0]),
            5 => make::copy(community, &keys, &Placement::shift(by)),
            6 => make::array(community, &keys, [2, 2], by, [by[1], -by[0], 0.0]),
            _ => make::delete(community, &keys),
        }
    }

    fn value(&mut self, community: &Community) -> Result<Edit, MakeError> {
        let key = self.pick(community, |_| true).ok_or(MakeError::Nothing)?;
        let number = self.between(1.0, 30.0);
        let values = [
            Value::Name(Some(format!("N{}", self.below(1000)))),
            Value::BuildingUse(BuildingUse::Office),
            Value::LandUse(LandUse::Mixed),
            Value::StreetWidthM(Some(number)),
            Value::AreaUse(AreaUse::Plaza),
            Value::SoilDepthM(Some(number / 10.0)),
            Value::TreeHeightM(Some(number)),
            Value::DiameterMm(number * 40.0),
            Value::Capacity(Some(self.below(500) as u32)),
            Value::ShaftDepthM(Some(number / 5.0)),
        ];
        let first = self.below(values.len());
        let fitting = values.iter().cycle().skip(first).take(values.len());
        for value in fitting {
            if let Ok(edit) = make::set_value(community, &key, value.clone()) {
                return Ok(edit);
            }
        }
        Err(MakeError::Nothing)
    }

    fn corner(&mut self, community: &Community) -> Result<Edit, MakeError> {
        let key = self
            .pick(community, |e| matches!(e.geometry, Geometry::Line(_) | Geometry::Area(_)))
            .ok_or(MakeError::Nothing)?;
        let element = community.id_of(&key).and_then(|id| community.element(id));
        let [x, y, z] = element.map(|e| e.geometry.aabb().centre()).unwrap_or_default();
        let to = [x + self.between(-15.0, 15.0), y + self.between(-15.0, 15.0), z];
        let corner = Corner::at(self.below(4));
        match self.below(3) {
            0 => make::move_corner(community, &key, corner, to),
            1 => make::insert_corner(community, &key, corner, to),
            _ => make::remove_corner(community, &key, corner),
        }
    }
}
