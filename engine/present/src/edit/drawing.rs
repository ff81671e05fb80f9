//! What a designer can draw in the window: a list, each with the edit that its points make.

use linli_model::variant::make::{
    BuildingDraft, GreenDraft, MakeError, StreetDraft, add_corridor_node, add_facility, add_station_entrance,
    add_street_node, add_utility_node, dig_basement, draw_area, draw_building, draw_car_park, draw_corridor,
    draw_street, footbridge, lay_line, plant, plant_trees,
};
use linli_model::{
    Access, AreaUse, BuildingUse, Community, Compartment, CompartmentKind, Corridor, CorridorNode,
    CorridorNodeKind, DepthReference, Edit, Facility, GasPressure, GreeningPlace, Key, Kind, Medium,
    ModeAccess, Parking, Planting, Point3, Scenario, Section, StreetClass, StreetNodeKind, TransitMode, Tree,
    UtilityLine, UtilityNode, UtilityNodeKind,
};

use super::footprint_area;

/// A facility that can be placed: those that the life circles of GB 50180-2018 (appendix B) and deliveries ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FacilityDrawn {
    /// Where couriers set out.
    DeliveryHub,
    /// 幼儿园.
    Kindergarten,
    /// 小学.
    PrimarySchool,
    /// 社区卫生服务站.
    HealthStation,
    /// 老年人日间照料中心.
    ElderDayCare,
    /// 菜市场.
    FreshMarket,
    /// 社区服务站.
    ServiceStation,
    /// 文化活动站.
    CultureStation,
    /// 室外健身场地.
    FitnessGround,
}

impl FacilityDrawn {
    /// Every one, in the order of the menu.
    pub const ALL: [Self; 9] = [
        Self::DeliveryHub,
        Self::Kindergarten,
        Self::PrimarySchool,
        Self::HealthStation,
        Self::ElderDayCare,
        Self::FreshMarket,
        Self::ServiceStation,
        Self::CultureStation,
        Self::FitnessGround,
    ];

    /// Category as the rules of life circles and deliveries know it, and the scenario it serves.
    fn facts(self) -> (&'static str, Scenario) {
        match self {
            Self::DeliveryHub => ("delivery_hub", Scenario::Services),
            Self::Kindergarten => ("kindergarten", Scenario::Education),
            Self::PrimarySchool => ("primary_school", Scenario::Education),
            Self::HealthStation => ("health_station", Scenario::Health),
            Self::ElderDayCare => ("elder_day_care", Scenario::Health),
            Self::FreshMarket => ("fresh_market", Scenario::Services),
            Self::ServiceStation => ("community_service_station", Scenario::Governance),
            Self::CultureStation => ("culture_station", Scenario::Neighbourhood),
            Self::FitnessGround => ("fitness_ground", Scenario::Health),
        }
    }
}

/// Something that can be drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawing {
    /// A building, by its footprint.
    Building,
    /// A basement, by its outline; below the selected building where one is.
    Basement,
    /// A roof garden, by its outline on the selected building.
    RoofGarden,
    /// Land or water, by its outline.
    Land(AreaUse),
    /// A car park on the ground, by its outline.
    CarPark,
    /// A tree.
    Tree,
    /// A row of trees, by its line.
    TreeRow,
    /// A street for all, by its axis.
    Street,
    /// A driveway.
    Driveway,
    /// A way for people on foot.
    Footpath,
    /// A way for bicycles.
    Cycleway,
    /// A bridge for people on foot.
    Footbridge,
    /// A way for people on foot below the ground.
    Underpass,
    /// A crossing, a gate or a lift on a street.
    StreetNode(StreetNodeKind),
    /// An entrance of a metro station.
    StationEntrance,
    /// A facility.
    Facility(FacilityDrawn),
    /// A utility line.
    Line(Medium),
    /// A manhole or a valve of the utility line that is selected.
    Node(UtilityNodeKind),
    /// A utility tunnel.
    Corridor,
    /// A man access of the utility tunnel that is selected.
    Shaft,
}

/// What the points of a drawing are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DrawingForm {
    /// One place; the next click is another one.
    Place,
    /// A line of at least two points.
    Line,
    /// An outline of at least three corners.
    Outline,
}

impl DrawingForm {
    /// How many points it needs.
    pub fn least(self) -> usize {
        match self {
            Self::Place => 1,
            Self::Line => 2,
            Self::Outline => 3,
        }
    }
}

/// A group of the menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DrawingGroup {
    /// Buildings.
    Buildings,
    /// Land and trees.
    Land,
    /// Streets.
    Streets,
    /// Stations and facilities.
    Places,
    /// Below the ground.
    Underground,
}

impl DrawingGroup {
    /// Every group, in the order of the menu.
    pub const ALL: [Self; 5] = [Self::Buildings, Self::Land, Self::Streets, Self::Places, Self::Underground];

    /// What it holds, in the order of the menu.
    pub fn drawings(self) -> Vec<Drawing> {
        match self {
            Self::Buildings => vec![Drawing::Building, Drawing::Basement, Drawing::RoofGarden],
            Self::Land => {
                let uses = [
                    AreaUse::Park,
                    AreaUse::Grass,
                    AreaUse::RainGarden,
                    AreaUse::Playground,
                    AreaUse::Sport,
                    AreaUse::Plaza,
                    AreaUse::Water,
                ];
                let land = uses.into_iter().map(Drawing::Land);
                land.chain([Drawing::CarPark, Drawing::Tree, Drawing::TreeRow]).collect()
            }
            Self::Streets => {
                let nodes = [StreetNodeKind::Crossing, StreetNodeKind::SignalCrossing]
                    .into_iter()
                    .chain([StreetNodeKind::Gate, StreetNodeKind::Lift]);
                let ways = [
                    Drawing::Street,
                    Drawing::Driveway,
                    Drawing::Footpath,
                    Drawing::Cycleway,
                    Drawing::Footbridge,
                    Drawing::Underpass,
                ];
                ways.into_iter().chain(nodes.map(Drawing::StreetNode)).collect()
            }
            Self::Places => {
                let facilities = FacilityDrawn::ALL.into_iter().map(Drawing::Facility);
                std::iter::once(Drawing::StationEntrance).chain(facilities).collect()
            }
            Self::Underground => {
                let media = [
                    Medium::Water,
                    Medium::Reclaimed,
                    Medium::Sewage,
                    Medium::Storm,
                    Medium::Gas,
                    Medium::Heat,
                    Medium::Power,
                    Medium::Telecom,
                ];
                let nodes = [UtilityNodeKind::Manhole, UtilityNodeKind::Valve].map(Drawing::Node);
                let spaces = [Drawing::Corridor, Drawing::Shaft];
                media.into_iter().map(Drawing::Line).chain(nodes).chain(spaces).collect()
            }
        }
    }
}

/// A point of a drawing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DraftPoint {
    /// Place in plan, local metres.
    pub at: [f64; 2],
    /// Height above the ground that it takes over from what it was drawn to, metres; nothing where it goes by the rule
    /// of the drawing.
    pub level_m: Option<f64>,
}

impl From<[f64; 2]> for DraftPoint {
    fn from(at: [f64; 2]) -> Self {
        Self { at, level_m: None }
    }
}

/// Storeys and storey height of a building that was just drawn; both are changed afterwards.
const DRAWN: (i16, f64) = (6, 3.0);
/// Floor area of a dwelling of such a building, and people in it (average of urban homes, GB 50180-2018, 4.0.2: 3.2
/// persons a household).
pub(super) const DWELLING: (f64, f64) = (100.0, 3.2);
/// Widths of what is drawn, metres: a branch street of two lanes (GB 50220-95, 7.3: 支路), a fire lane of one (GB
/// 50016-2014, 7.1.8: 4 m), a footpath, a bridge; changed afterwards.
const STREET_M: f64 = 7.0;
const DRIVEWAY_M: f64 = 4.0;
const PATH_M: f64 = 3.0;
const BRIDGE_M: f64 = 4.0;
/// Height of a footbridge over the street: 5 m clear (CJJ 37-2012, 3.4.3: 4.5 m for cars) and its deck.
const BRIDGE_UP_M: f64 = 5.5;
/// Depth of an underpass below the street, metres.
const UNDERPASS_M: f64 = -4.5;
/// Ground that a bay takes with its share of the aisle, square metres.
const BAY_M2: f64 = 28.0;
/// Distance of trees in a row, metres (CJJ 75-97, 4.1.3: no less than 4 m; 6 m for full-grown crowns).
const TREES_M: f64 = 6.0;
/// Most trees of a row.
const MOST_TREES: usize = 2_000;
/// Levels, soil over it and height of a level of a basement that was just dug, metres.
const BASEMENT: (u32, f64, f64) = (1, 1.5, 3.9);
/// Soil of a roof garden that was just planted, metres: lawn and shrubs.
const ROOF_SOIL_M: f64 = 0.3;
/// Depth of the top of a utility tunnel that was just drawn, metres (GB 50838-2015, 5.2: cover by what lies above).
const TUNNEL_TOP_M: f64 = 2.5;

impl Drawing {
    /// What its points are.
    pub fn form(self) -> DrawingForm {
        match self {
            Self::Building | Self::Basement | Self::RoofGarden | Self::Land(_) | Self::CarPark => {
                DrawingForm::Outline
            }
            Self::TreeRow
            | Self::Street
            | Self::Driveway
            | Self::Footpath
            | Self::Cycleway
            | Self::Footbridge
            | Self::Underpass
            | Self::Line(_)
            | Self::Corridor => DrawingForm::Line,
            Self::Tree
            | Self::StreetNode(_)
            | Self::StationEntrance
            | Self::Facility(_)
            | Self::Node(_)
            | Self::Shaft => DrawingForm::Place,
        }
    }

    /// Whether it lies below the ground, so that it is drawn with the ground lifted.
    pub fn is_underground(self) -> bool {
        matches!(self, Self::Line(_) | Self::Node(_) | Self::Corridor | Self::Shaft | Self::Basement)
    }

    /// The edit that its points make in a community, where `selected` is the element that is selected.
    ///
    /// # Errors
    /// Why it cannot be drawn.
    pub fn edit(
        self,
        community: &Community,
        points: &[DraftPoint],
        selected: Option<&Key>,
    ) -> Result<Edit, MakeError> {
        let plan: Vec<[f64; 2]> = points.iter().map(|point| point.at).collect();
        let place = || plan.last().copied().ok_or(MakeError::Nothing);
        let at_level = |level_m: f64| -> Vec<Point3> {
            points.iter().map(|p| [p.at[0], p.at[1], p.level_m.unwrap_or(level_m)]).collect()
        };
        let flat = |level_m: f64| -> Vec<Point3> { plan.iter().map(|[x, y]| [*x, *y, level_m]).collect() };
        match self {
            Self::Building => draw_building(community, &building(&plan)),
            Self::Basement => {
                let (levels, top_m, level_m) = BASEMENT;
                let above = selected.filter(|key| is_building(community, key)).cloned();
                let depths = [top_m, top_m + level_m * f64::from(levels)];
                let above: Vec<Key> = above.into_iter().collect();
                dig_basement(community, &above, &plan, levels, depths, BuildingUse::Parking)
            }
            Self::RoofGarden => {
                let key = selected.ok_or(MakeError::Nothing)?;
                plant(community, key, &roof_garden(community, key, plan)?)
            }
            Self::Land(use_) => draw_area(community, None, use_, &plan, None),
            Self::CarPark => {
                let bays = (footprint_area(&plan) / BAY_M2).floor().clamp(1.0, 1e5);
                let parking = Parking { capacity: Some(bays as u32), ..Parking::default() };
                draw_car_park(community, None, &parking, &plan)
            }
            Self::Tree => plant_trees(community, &tree(), &[place()?]),
            Self::TreeRow => plant_trees(community, &tree(), &row(&plan)),
            Self::Street => draw_street(community, &street(StreetClass::Residential, STREET_M, flat(0.0))),
            Self::Driveway => draw_street(community, &street(StreetClass::Service, DRIVEWAY_M, flat(0.0))),
            Self::Footpath => draw_street(community, &street(StreetClass::Footway, PATH_M, flat(0.0))),
            Self::Cycleway => draw_street(community, &street(StreetClass::Cycleway, PATH_M, flat(0.0))),
            Self::Footbridge => footbridge(community, &arched(flat(0.0), BRIDGE_UP_M), BRIDGE_M),
            Self::Underpass => {
                let draft = street(StreetClass::Footway, BRIDGE_M, arched(flat(0.0), UNDERPASS_M));
                draw_street(community, &StreetDraft { layer: -1, ..draft })
            }
            Self::StreetNode(what) => add_street_node(community, what, place()?),
            Self::StationEntrance => add_station_entrance(community, TransitMode::Subway, None, place()?),
            Self::Facility(what) => {
                let (category, scenario) = what.facts();
                let building = selected.filter(|key| is_building(community, key)).cloned();
                let facility = Facility {
                    category: category.to_owned(),
                    scenario: Some(scenario),
                    building,
                    ..Facility::default()
                };
                add_facility(community, None, &facility, place()?)
            }
            Self::Line(medium) => {
                let (line, level_m) = utility_line(medium);
                lay_line(community, None, &line, &at_level(level_m))
            }
            Self::Node(what) => {
                let key = selected.ok_or(MakeError::Nothing)?;
                let element = community.id_of(key).and_then(|id| community.element(id));
                let Some(Kind::UtilityLine(line)) = element.map(|element| &element.kind) else {
                    return Err(MakeError::WrongKind(key.clone()));
                };
                let [x, y] = place()?;
                let node = UtilityNode { medium: line.medium, node: what, depth_m: None };
                add_utility_node(community, &node, [x, y, 0.0])
            }
            Self::Corridor => {
                let corridor = utility_tunnel();
                let level_m = -(TUNNEL_TOP_M + corridor.outer_height_m() / 2.0);
                draw_corridor(community, None, &corridor, &at_level(level_m))
            }
            Self::Shaft => {
                let corridor = selected.ok_or(MakeError::Nothing)?.clone();
                let what = CorridorNodeKind::Access;
                let node =
                    CorridorNode { corridor_node: what, corridor, depth_m: TUNNEL_TOP_M, size_m: None };
                add_corridor_node(community, &node, place()?)
            }
        }
    }
}

fn is_building(community: &Community, key: &Key) -> bool {
    let element = community.id_of(key).and_then(|id| community.element(id));
    element.is_some_and(|element| matches!(element.kind, Kind::Building(_)))
}

fn building(footprint: &[[f64; 2]]) -> BuildingDraft {
    let dwellings = (footprint_area(footprint) / DWELLING.0).floor().clamp(0.0, 200.0);
    BuildingDraft {
        name: None,
        footprint: footprint.to_vec(),
        storeys: DRAWN.0,
        storey_height_m: DRAWN.1,
        use_: BuildingUse::Residential,
        dwellings: dwellings as u32,
        residents: (dwellings * DWELLING.1).round() as u32,
        jobs: 0,
        parcel: None,
    }
}

fn roof_garden(community: &Community, key: &Key, outline: Vec<[f64; 2]>) -> Result<GreenDraft, MakeError> {
    let element = community.id_of(key).and_then(|id| community.element(id));
    let element = element.ok_or_else(|| MakeError::NoSuchElement(key.clone()))?;
    let building = element.kind.building().ok_or_else(|| MakeError::WrongKind(key.clone()))?;
    let height_m = building.height_m.ok_or_else(|| MakeError::WrongKind(key.clone()))?;
    Ok(GreenDraft {
        place: GreeningPlace::Roof,
        planting: Planting::Lawn,
        outline,
        soil_depth_m: ROOF_SOIL_M,
        height_m: height_m - building.roof_height_m.unwrap_or_default(),
        open_to_all: true,
    })
}

fn tree() -> Tree {
    Tree { height_m: Some(7.0), crown_m: Some(5.0), ..Tree::default() }
}

/// Places along a line, evenly and no nearer than trees stand.
fn row(line: &[[f64; 2]]) -> Vec<[f64; 2]> {
    let lengths: Vec<f64> = line.windows(2).map(|w| (w[1][0] - w[0][0]).hypot(w[1][1] - w[0][1])).collect();
    let whole: f64 = lengths.iter().sum();
    let gaps = ((whole / TREES_M).floor() as usize).clamp(1, MOST_TREES);
    let step = whole / gaps as f64;
    let mut places: Vec<[f64; 2]> = line.first().copied().into_iter().collect();
    let (mut passed, mut piece) = (0.0, 0);
    for at in (1..=gaps).map(|n| n as f64 * step) {
        while piece + 1 < lengths.len() && passed + lengths[piece] < at {
            passed += lengths[piece];
            piece += 1;
        }
        let (Some(&length), Some(ends)) = (lengths.get(piece), line.get(piece..piece + 2)) else { break };
        let share = if length > 0.0 { ((at - passed) / length).clamp(0.0, 1.0) } else { 0.0 };
        places.push(std::array::from_fn(|i| ends[0][i] + (ends[1][i] - ends[0][i]) * share));
    }
    places
}

fn street(class: StreetClass, width_m: f64, points: Vec<Point3>) -> StreetDraft {
    let yes = |given: bool| if given { Access::Yes } else { Access::No };
    let cars = class.is_carriageway();
    StreetDraft {
        name: None,
        points,
        class,
        width_m,
        lanes: (class == StreetClass::Residential).then_some(2),
        access: ModeAccess {
            walk: Access::Yes,
            cycle: yes(cars || class == StreetClass::Cycleway),
            car: yes(cars),
        },
        bridge: false,
        layer: 0,
    }
}

/// A way from the ground to a level and back: what lies between its ends lies on that level. Of two points, ramps of a
/// quarter of the way each lead to it.
fn arched(points: Vec<Point3>, level_m: f64) -> Vec<Point3> {
    let [a, b] = points[..] else {
        let last = points.len().saturating_sub(1);
        let raised = points.into_iter().enumerate();
        return raised
            .map(|(at, [x, y, z])| if at == 0 || at == last { [x, y, z] } else { [x, y, level_m] })
            .collect();
    };
    let between = |share: f64| [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, level_m];
    vec![a, between(0.25), between(0.75), b]
}

/// A line as it is usually laid in a street, and the height of what its depth counts to, metres. Depths keep the least
/// covers below a carriageway (GB 50289-2016, table 4.1.1) with room to spare.
fn utility_line(medium: Medium) -> (UtilityLine, f64) {
    let (diameter_mm, material, depth_reference, level_m) = match medium {
        Medium::Water => (200.0, "DI", DepthReference::Crown, -1.0),
        Medium::Reclaimed => (150.0, "DI", DepthReference::Crown, -1.0),
        Medium::Sewage => (400.0, "HDPE", DepthReference::Invert, -2.6),
        Medium::Storm => (600.0, "RC", DepthReference::Invert, -2.2),
        Medium::Combined => (800.0, "RC", DepthReference::Invert, -2.8),
        Medium::Gas => (160.0, "PE", DepthReference::Crown, -1.2),
        Medium::Heat => (300.0, "steel", DepthReference::Crown, -1.2),
        Medium::Power => (600.0, "duct bank", DepthReference::Crown, -0.8),
        Medium::Telecom => (400.0, "duct bank", DepthReference::Crown, -0.8),
    };
    let section = match medium {
        Medium::Power => Section::DuctBank { columns: 3, rows: 2, width_mm: 600.0, height_mm: 420.0 },
        Medium::Telecom => Section::DuctBank { columns: 3, rows: 2, width_mm: 400.0, height_mm: 280.0 },
        _ => Section::Round,
    };
    let line = UtilityLine {
        medium,
        diameter_mm,
        material: Some(material.to_owned()),
        depth_reference,
        section,
        gas_pressure: (medium == Medium::Gas).then_some(GasPressure::MediumB),
        voltage_kv: (medium == Medium::Power).then_some(10.0),
        ..UtilityLine::default()
    };
    (line, level_m)
}

/// A tunnel of two compartments: power, and water with telecom (GB 50838-2015, 4.3; clear sizes by 5.3: passage of at
/// least 1.0 m between racks on both sides, height of at least 2.4 m).
fn utility_tunnel() -> Corridor {
    let compartment =
        |compartment, width_m| Compartment { compartment, width_m, height_m: 3.0, lines: vec![] };
    let compartments =
        vec![compartment(CompartmentKind::Power, 2.4), compartment(CompartmentKind::General, 2.8)];
    Corridor { compartments, wall_m: 0.35 }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use std::sync::Arc;

    use linli_model::{EditSession, SceneFrame, Variant};

    use super::*;

    fn session() -> EditSession {
        let frame = SceneFrame {
            crs: "EPSG:4549".into(),
            anchor_m: [0.0; 3],
            longitude_deg: 120.15,
            latitude_deg: 30.27,
            convergence_deg: 0.0,
        };
        EditSession::open(Arc::new(Community::new("c", frame)), Variant::of("v", Vec::new())).unwrap()
    }

    fn points(plan: &[[f64; 2]]) -> Vec<DraftPoint> {
        plan.iter().map(|at| DraftPoint::from(*at)).collect()
    }

    #[test]
    fn everything_of_the_menu_can_be_drawn_and_taken_back() {
        let mut session = session();
        let mut drawn = |drawing: Drawing, plan: &[[f64; 2]], selected: Option<&Key>| {
            let edit = drawing.edit(session.community(), &points(plan), selected);
            let edit = edit.unwrap_or_else(|error| panic!("{drawing:?}: {error:?}"));
            session.commit(edit).unwrap().elements.last().unwrap().key.clone()
        };
        let outline = [[0.0, 0.0], [40.0, 0.0], [40.0, 20.0], [0.0, 20.0]];
        let house = drawn(Drawing::Building, &outline, None);
        // Ways first: crossings stand on them; then tunnels and lines, which have shafts.
        drawn(Drawing::Street, &[[-50.0, -8.0], [90.0, -8.0]], None);
        let mut shafts: Vec<(Drawing, Key)> = Vec::new();
        let mut count = 2;
        for drawing in DrawingGroup::ALL.into_iter().flat_map(DrawingGroup::drawings) {
            let plan: &[[f64; 2]] = match drawing.form() {
                DrawingForm::Place => &[[10.0, -8.0]],
                DrawingForm::Line => &[[-40.0, -20.0], [60.0, -20.0]],
                DrawingForm::Outline => &outline,
            };
            let on = shafts.iter().rev().find(|(of, _)| match drawing {
                Drawing::Shaft => *of == Drawing::Corridor,
                Drawing::Node(_) => matches!(of, Drawing::Line(_)),
                _ => false,
            });
            let on = on.map(|(_, key)| key.clone()).unwrap_or_else(|| house.clone());
            let key = drawn(drawing, plan, Some(&on));
            shafts.push((drawing, key));
            count += 1;
        }
        assert!(count > 40, "{count}");
        assert_eq!(session.depth().0, count);
        while session.undo().is_some() {}
        assert_eq!(session.community(), session.base());
    }

    #[test]
    fn a_row_of_trees_is_even_and_reaches_round_a_corner() {
        let places = row(&[[0.0, 0.0], [10.0, 0.0], [10.0, 15.0]]);
        assert_eq!(places.len(), 5);
        assert_eq!((places[0], places[4]), ([0.0, 0.0], [10.0, 15.0]));
        assert_eq!(places[2], [10.0, 2.5]);
    }

    #[test]
    fn a_line_takes_over_the_depth_of_the_line_that_it_begins_at() {
        let session = session();
        let begins = DraftPoint { at: [0.0, 0.0], level_m: Some(-3.4) };
        let edit =
            Drawing::Line(Medium::Sewage).edit(session.community(), &[begins, [30.0, 0.0].into()], None);
        let edit = edit.unwrap();
        let element = edit.changes[0].after(None).unwrap();
        let linli_model::Geometry::Line(line) = element.geometry else { panic!("a line") };
        assert_eq!((line[0][2], line[1][2]), (-3.4, -2.6));
    }

    #[test]
    fn what_needs_something_selected_says_so() {
        let session = session();
        for drawing in [Drawing::RoofGarden, Drawing::Shaft, Drawing::Node(UtilityNodeKind::Valve)] {
            let outline = points(&[[0.0, 0.0], [4.0, 0.0], [4.0, 4.0]]);
            assert_eq!(drawing.edit(session.community(), &outline, None), Err(MakeError::Nothing));
        }
    }
}
