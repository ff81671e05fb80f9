//! The information card of an element: what it is, with units, and where it came from.

mod building;
mod plan;
mod work;

pub(crate) use building::{roof_name, use_name};
pub use plan::compartment_text;
pub use work::work_rows;

use linli_model::{
    Access, AreaUse, Community, Element, ElementId, Geometry, Kind, Language, Medium, ParkingKind, Presence,
    Scenario, Street, StreetClass, StreetNodeKind, TransitMode, UtilityLine, UtilityNodeKind, Vertical,
};

use crate::number::{area, integer, length, quantity};
use crate::text::{Text, text, truth_text};

/// One line of a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardRow {
    /// What it is.
    pub label: String,
    /// Its value with unit.
    pub value: String,
}

/// What a card says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// Name, or what kind of thing it is.
    pub title: String,
    /// Facts in the language of the screen.
    pub facts: Vec<CardRow>,
    /// Attributes as the source wrote them.
    pub attributes: Vec<CardRow>,
}

struct Rows {
    language: Language,
    rows: Vec<CardRow>,
}

impl Rows {
    fn add(&mut self, label: Text, value: impl Into<String>) {
        self.rows.push(CardRow { label: text(label, self.language).to_owned(), value: value.into() });
    }

    fn add_some(&mut self, label: Text, value: Option<impl Into<String>>) {
        if let Some(value) = value {
            self.add(label, value);
        }
    }

    fn pick(&self, chinese: &'static str, english: &'static str) -> &'static str {
        match self.language {
            Language::Chinese => chinese,
            Language::English => english,
        }
    }
}

/// The card of an element, or `None` when the id is not of this community.
pub fn card_of(community: &Community, id: ElementId, language: Language) -> Option<Card> {
    let element = community.element(id)?;
    let mut rows = Rows { language, rows: Vec::new() };
    rows.add(Text::Kind, kind_name(&element.kind, language));
    match &element.kind {
        Kind::Building(building) | Kind::BuildingPart(building) => {
            building::add(&mut rows, building, element);
        }
        Kind::Street(street) => street_rows(&mut rows, street, element),
        Kind::UtilityLine(line) => utility_rows(&mut rows, line, element),
        Kind::Station(station) => rows.add(Text::Mode, mode_name(station.mode, language)),
        Kind::StationEntrance(entrance) => rows.add(Text::Mode, mode_name(entrance.mode, language)),
        Kind::Stop(stop) => rows.add(Text::Mode, mode_name(stop.mode, language)),
        Kind::Parking(parking) => {
            rows.add_some(Text::Capacity, parking.capacity.map(|n| integer(i64::from(n))));
            area_row(&mut rows, element);
        }
        Kind::Tree(tree) => {
            rows.add_some(Text::Height, tree.height_m.map(|h| quantity(h, 1, "m")));
            rows.add_some(Text::Crown, tree.crown_m.map(|c| quantity(c, 1, "m")));
            rows.add_some(Text::Species, tree.species.clone());
        }
        Kind::Facility(facility) => {
            rows.add(Text::Category, facility.category.clone());
            rows.add_some(Text::Scenario, facility.scenario.map(|s| scenario_text(s, language)));
        }
        _ => area_row(&mut rows, element),
    }
    plan::add(&mut rows, &element.kind);
    if let Some(building) = element.kind.building() {
        plan::add_storeys(&mut rows, building);
    }
    if element.presence != Presence::default() {
        let truth = truth_text(element.presence.truth, language);
        let level = element.presence.cim_level.map(|level| format!(", CIM {level}")).unwrap_or_default();
        rows.add(Text::ClaimedAs, format!("{truth}{level}"));
    }
    rows.add_some(Text::LevelOfDetail, element.lod.map(|lod| format!("LoD {lod}")));
    if let Some(source) = community.sources.get(element.source.source as usize) {
        let licence = source.licence.as_ref().map(|l| format!(" · {l}")).unwrap_or_default();
        rows.add(Text::Source, format!("{} ({}){licence}", source.file, source.format));
    }
    rows.add(Text::Key, element.key.as_str());
    let attributes = element
        .attributes
        .iter()
        .map(|(name, value)| CardRow { label: name.to_owned(), value: value.to_string() })
        .collect();
    Some(Card { title: title_of(element, language), facts: rows.rows, attributes })
}

/// What an element is called on screen: its name, its address, or its kind.
pub fn title_of(element: &Element, language: Language) -> String {
    let in_language = match language {
        Language::Chinese => element.attributes.get("name:zh"),
        Language::English => element.attributes.get("name:en"),
    };
    in_language
        .map(ToString::to_string)
        .or_else(|| element.name.clone())
        .or_else(|| crate::address_of(element))
        .unwrap_or_else(|| kind_name(&element.kind, language))
}

fn area_row(rows: &mut Rows, element: &Element) {
    if let Geometry::Area(polygons) = &element.geometry {
        let total = polygons.iter().map(linli_model::Polygon::area_m2).sum();
        rows.add(Text::Area, area(total, rows.language));
    }
}

fn street_rows(rows: &mut Rows, street: &Street, element: &Element) {
    rows.add(Text::Class, class_name(street.class, rows.language));
    if let Geometry::Line(points) = &element.geometry {
        rows.add(Text::Length, length(line_length_m(points)));
    }
    rows.add_some(Text::Width, street.width_m.map(|w| quantity(w, 1, "m")));
    rows.add_some(Text::Lanes, street.lanes.map(|n| n.to_string()));
    if street.oneway != linli_model::Oneway::No {
        rows.add(Text::Oneway, rows.pick("是", "yes"));
    }
    rows.add_some(Text::Surface, street.surface.clone());
    rows.add_some(Text::SpeedLimit, street.speed_kmh.map(|v| quantity(f64::from(v), 0, "km/h")));
    for (label, access) in [
        (Text::OnFoot, street.access.walk),
        (Text::ByBicycle, street.access.cycle),
        (Text::ByCar, street.access.car),
    ] {
        let word = match access {
            Access::Yes => Text::Yes,
            Access::No => Text::No,
            Access::Private => Text::Private,
        };
        rows.add(label, text(word, rows.language));
    }
    for (label, given) in [(Text::Bridge, street.bridge), (Text::Tunnel, street.tunnel)] {
        if given {
            rows.add(label, rows.pick("是", "yes"));
        }
    }
}

fn utility_rows(rows: &mut Rows, line: &UtilityLine, element: &Element) {
    rows.add(Text::Medium, medium_text(line.medium, rows.language));
    let assumed = |given: bool, language| if given { text(Text::DepthAssumed, language) } else { "" };
    let language = rows.language;
    rows.add(
        Text::Diameter,
        format!("{}{}", quantity(line.diameter_mm, 0, "mm"), assumed(line.diameter_assumed, language)),
    );
    rows.add_some(Text::Material, line.material.clone());
    if let Geometry::Line(points) = &element.geometry {
        rows.add(Text::Length, length(line_length_m(points)));
        if element.vertical == Vertical::AboveGround {
            let middle = points[points.len() / 2][2];
            let half = line.diameter_mm / 2000.0;
            let to_crown = match line.depth_reference {
                linli_model::DepthReference::Axis => half,
                linli_model::DepthReference::Invert => 2.0 * half,
                linli_model::DepthReference::Crown => 0.0,
            };
            let cover = -(middle + to_crown);
            rows.add(
                Text::Depth,
                format!("{}{}", quantity(cover, 2, "m"), assumed(line.depth_assumed, language)),
            );
        }
    }
    rows.add_some(Text::From, line.from_node.clone());
    rows.add_some(Text::To, line.to_node.clone());
    rows.add_some(Text::Year, line.year.map(|y| y.to_string()));
}

fn line_length_m(points: &[linli_model::Point3]) -> f64 {
    points.windows(2).map(|w| glam::DVec3::from(w[0]).distance(glam::DVec3::from(w[1]))).sum()
}

fn choose(language: Language, chinese: &'static str, english: &'static str) -> String {
    match language {
        Language::Chinese => chinese.to_owned(),
        Language::English => english.to_owned(),
    }
}

pub(crate) fn kind_name(kind: &Kind, language: Language) -> String {
    let c = |zh, en| choose(language, zh, en);
    if let Some(name) = plan::name(kind, language) {
        return name;
    }
    match kind {
        Kind::Terrain => c("地形", "Terrain"),
        Kind::Building(_) => c("建筑", "Building"),
        Kind::BuildingPart(_) => c("建筑部分", "Building part"),
        Kind::Street(street) => class_name(street.class, language),
        Kind::StreetNode(node) => match node.what {
            StreetNodeKind::Crossing => c("人行横道", "Crossing"),
            StreetNodeKind::SignalCrossing => c("信号灯人行横道", "Crossing with signals"),
            StreetNodeKind::Signals => c("交通信号灯", "Traffic signals"),
            StreetNodeKind::Gate => c("门禁", "Gate"),
            StreetNodeKind::Lift => c("电梯", "Lift"),
        },
        Kind::Station(_) => c("车站", "Station"),
        Kind::StationEntrance(_) => c("车站出入口", "Station entrance"),
        Kind::Stop(_) => c("停靠站", "Stop"),
        Kind::Parking(parking) => match parking.parking {
            ParkingKind::Surface => c("地面停车场", "Surface car park"),
            ParkingKind::MultiStorey => c("停车楼", "Multi-storey car park"),
            ParkingKind::Underground => c("地下车库", "Underground car park"),
            ParkingKind::StreetSide => c("路内停车", "Street-side parking"),
        },
        Kind::Area(a) => area_name(a.use_, language),
        Kind::Tree(_) => c("树木", "Tree"),
        Kind::Facility(_) => c("设施", "Facility"),
        Kind::Address => c("门牌地址", "Address"),
        Kind::Bridge => c("桥梁", "Bridge"),
        Kind::Tunnel => c("隧道", "Tunnel"),
        Kind::Structure { what } | Kind::Other { what } => what.clone(),
        Kind::UtilityLine(line) => format!(
            "{}{}",
            medium_text(line.medium, language),
            match language {
                Language::Chinese => "管线",
                Language::English => " line",
            }
        ),
        Kind::UtilityNode(node) => match node.node {
            UtilityNodeKind::Junction => c("管线节点", "Junction"),
            UtilityNodeKind::Manhole => c("检查井", "Manhole"),
            UtilityNodeKind::Valve => c("阀门", "Valve"),
            UtilityNodeKind::Hydrant => c("消火栓", "Hydrant"),
            UtilityNodeKind::Pump => c("水泵", "Pump"),
            UtilityNodeKind::Tank => c("水箱", "Tank"),
            UtilityNodeKind::Reservoir => c("水源", "Reservoir"),
            UtilityNodeKind::Connection => c("入户接口", "House connection"),
            UtilityNodeKind::Outfall => c("排放口", "Outfall"),
        },
        // Those of the plan have their names above.
        _ => String::new(),
    }
}

pub(crate) fn class_name(class: StreetClass, language: Language) -> String {
    let c = |zh, en| choose(language, zh, en);
    match class {
        StreetClass::Motorway => c("高速公路", "Motorway"),
        StreetClass::Trunk => c("快速路", "Trunk road"),
        StreetClass::Primary => c("主干路", "Primary road"),
        StreetClass::Secondary => c("次干路", "Secondary road"),
        StreetClass::Tertiary => c("三级道路", "Tertiary road"),
        StreetClass::Residential => c("支路", "Residential street"),
        StreetClass::LivingStreet => c("生活街道", "Living street"),
        StreetClass::Service => c("内部道路", "Service road"),
        StreetClass::Track => c("土路", "Track"),
        StreetClass::Pedestrian => c("步行街", "Pedestrian street"),
        StreetClass::Footway => c("人行道", "Footway"),
        StreetClass::Cycleway => c("自行车道", "Cycle way"),
        StreetClass::Path => c("小径", "Path"),
        StreetClass::Bridleway => c("马道", "Bridleway"),
        StreetClass::Steps => c("台阶", "Steps"),
        StreetClass::Corridor => c("室内通道", "Corridor"),
        StreetClass::Rail => c("铁路", "Railway"),
        StreetClass::Subway => c("地铁线", "Metro line"),
        StreetClass::Tram => c("有轨电车", "Tram line"),
        StreetClass::Road => c("道路", "Road"),
    }
}

fn mode_name(mode: TransitMode, language: Language) -> String {
    let c = |zh, en| choose(language, zh, en);
    match mode {
        TransitMode::Subway => c("地铁", "metro"),
        TransitMode::Rail => c("铁路", "railway"),
        TransitMode::Tram => c("有轨电车", "tram"),
        TransitMode::Bus => c("公交", "bus"),
        TransitMode::Ferry => c("轮渡", "ferry"),
    }
}

/// Name of a medium.
pub fn medium_text(medium: Medium, language: Language) -> String {
    let c = |zh, en| choose(language, zh, en);
    match medium {
        Medium::Water => c("给水", "Water"),
        Medium::Reclaimed => c("再生水", "Reclaimed water"),
        Medium::Sewage => c("污水", "Sewage"),
        Medium::Storm => c("雨水", "Storm water"),
        Medium::Combined => c("合流", "Combined sewer"),
        Medium::Gas => c("燃气", "Gas"),
        Medium::Heat => c("热力", "Heat"),
        Medium::Power => c("电力", "Power"),
        Medium::Telecom => c("通信", "Telecom"),
    }
}

/// Name of one of the nine scenarios.
pub fn scenario_text(scenario: Scenario, language: Language) -> String {
    let c = |zh, en| choose(language, zh, en);
    match scenario {
        Scenario::Neighbourhood => c("邻里", "neighbourhood"),
        Scenario::Education => c("教育", "education"),
        Scenario::Health => c("健康", "health"),
        Scenario::Enterprise => c("创业", "enterprise"),
        Scenario::Building => c("建筑", "building"),
        Scenario::Transport => c("交通", "transport"),
        Scenario::LowCarbon => c("低碳", "low carbon"),
        Scenario::Services => c("服务", "services"),
        Scenario::Governance => c("治理", "governance"),
    }
}

pub(crate) fn area_name(use_: AreaUse, language: Language) -> String {
    let c = |zh, en| choose(language, zh, en);
    match use_ {
        AreaUse::Park => c("公园", "Park"),
        AreaUse::Grass => c("草地", "Grass"),
        AreaUse::Forest => c("林地", "Woodland"),
        AreaUse::Scrub => c("灌木", "Scrub"),
        AreaUse::RainGarden => c("雨水花园", "Rain garden"),
        AreaUse::Cemetery => c("墓园", "Cemetery"),
        AreaUse::Allotments => c("园圃", "Allotments"),
        AreaUse::Playground => c("儿童游乐场", "Playground"),
        AreaUse::Sport => c("运动场地", "Sports ground"),
        AreaUse::Water => c("水体", "Water"),
        AreaUse::Plaza => c("广场", "Square"),
        AreaUse::Carriageway => c("车行道", "Carriageway"),
        AreaUse::Pavement => c("人行铺装", "Pavement"),
        AreaUse::Sand => c("沙地", "Sand"),
        AreaUse::Residential => c("居住用地", "Housing land"),
        AreaUse::Commercial => c("商业用地", "Commercial land"),
        AreaUse::Industrial => c("工业用地", "Industrial land"),
        AreaUse::Institution => c("公共机构用地", "Institution grounds"),
        AreaUse::Railway => c("铁路用地", "Railway land"),
        AreaUse::Construction => c("建设工地", "Construction site"),
        AreaUse::Unit => c("单元范围", "Unit boundary"),
        AreaUse::Other => c("其他用地", "Other land"),
    }
}

#[cfg(test)]
mod tests {
    use linli_model::{AttributeValue, Building, BuildingUse, Key, Polygon, SceneFrame, Source};

    use super::*;

    fn community(element: Element) -> Community {
        let frame = SceneFrame {
            crs: "EPSG:4549".into(),
            anchor_m: [0.0; 3],
            longitude_deg: 120.0,
            latitude_deg: 30.0,
            convergence_deg: 0.0,
        };
        let mut community = Community::new("test", frame);
        community.sources.push(Source {
            file: "houses.geojson".into(),
            format: "GeoJSON".into(),
            ..Source::default()
        });
        community.add_renamed(element);
        community
    }

    fn row<'a>(card: &'a Card, label: &str) -> &'a str {
        card.facts.iter().find(|r| r.label == label).map_or("(missing)", |r| r.value.as_str())
    }

    #[test]
    fn a_building_says_its_facts_with_units_and_its_source() {
        let ring = vec![[0., 0., 0.], [20., 0., 0.], [20., 10., 0.], [0., 10., 0.]];
        let building = Building {
            use_: BuildingUse::Residential,
            storeys_above: Some(6.0),
            height_m: Some(18.0),
            height_assumed: true,
            window_wall_ratio: Some(0.354),
            ..Building::default()
        };
        let mut element =
            Element::new("b/1", Kind::Building(building), Geometry::Area(vec![Polygon::new(ring)]));
        element.attributes.push(Key::from("name:zh"), AttributeValue::Text("星河里".into()));
        let community = community(element);
        let card = card_of(&community, ElementId(0), Language::Chinese);
        let card = card.unwrap_or_else(|| unreachable!("the element was added"));
        assert_eq!(card.title, "星河里");
        assert_eq!(row(&card, "高度"), "18.0\u{a0}m（按规则假定）");
        assert_eq!(row(&card, "占地面积"), "200\u{a0}m²");
        assert_eq!(row(&card, "地上层数"), "6");
        assert_eq!(row(&card, "窗墙比"), "0.35");
        assert_eq!(row(&card, "来源"), "houses.geojson (GeoJSON)");
        assert_eq!(card.attributes.len(), 1);
    }

    #[test]
    fn a_pipe_says_its_cover() {
        let line = UtilityLine {
            medium: Medium::Water,
            diameter_mm: 200.0,
            material: Some("DI".into()),
            depth_reference: linli_model::DepthReference::Axis,
            depth_assumed: true,
            diameter_assumed: false,
            from_node: None,
            to_node: None,
            year: Some(1961),
            ..UtilityLine::default()
        };
        let mut element = Element::new(
            "p/1",
            Kind::UtilityLine(line),
            Geometry::Line(vec![[0., 0., -1.1], [30., 40., -1.1]]),
        );
        element.vertical = Vertical::AboveGround;
        let community = community(element);
        let card = card_of(&community, ElementId(0), Language::English);
        let card = card.unwrap_or_else(|| unreachable!("the element was added"));
        assert_eq!(row(&card, "Cover (ground to crown)"), "1.00\u{a0}m (assumed by rule)");
        assert_eq!(row(&card, "Length"), "50.0\u{a0}m");
        assert_eq!(card.title, "Water line");
    }

    #[test]
    fn a_foreign_id_has_no_card() {
        let community = community(Element::new("x", Kind::Address, Geometry::None));
        assert_eq!(card_of(&community, ElementId(7), Language::English), None);
    }
}
