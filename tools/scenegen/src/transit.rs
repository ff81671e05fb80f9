//! The metro station with its entrances, the bus stops, and the facilities of the nine scenarios.

use linli_model::Scenario::{
    Building, Education, Enterprise, Governance, Health, LowCarbon, Neighbourhood, Services, Transport,
};
use linli_model::{
    AttributeValue, Facility, Geometry, Kind, Scenario, Station, StationEntrance, Stop, TransitMode,
};

use crate::draft::Draft;
use crate::plan::{Name, Place};
use crate::street::Network;

/// Entrances: letter, name, place on the crossing paths beside the pavement.
const ENTRANCES: [(&str, Name, Place); 4] = [
    ("A", ("A口 灯笼广场", "A Lantern Square"), [-34.0, 20.0]),
    ("B", ("B口 运河公馆", "B Canal Residence"), [34.0, 20.0]),
    ("C", ("C口 荷塘酒店", "C Lotus Hotel"), [34.0, -20.0]),
    ("D", ("D口 创业大厦", "D Enterprise House"), [-34.0, -20.0]),
];

type Row = (&'static str, Name, Scenario, Place);

/// Category, name, scenario, place.
const FACILITIES: [Row; 34] = [
    ("community_centre", ("邻里中心", "Neighbourhood Centre"), Neighbourhood, [150.0, -53.0]),
    ("library", ("灯笼里图书馆", "Lantern Court Library"), Neighbourhood, [-33.0, 108.8]),
    ("theatre", ("社区剧场", "Community Theatre"), Neighbourhood, [42.0, 110.8]),
    ("exhibition", ("灯笼厅", "Lantern Hall"), Neighbourhood, [8.0, 110.5]),
    ("community_garden", ("共享花园", "Shared Garden"), Neighbourhood, [-105.0, 54.0]),
    ("tea_house", ("荷风茶舍", "Lotus Breeze Tea House"), Neighbourhood, [47.0, -117.8]),
    ("school", ("灯笼里小学", "Lantern Court School"), Education, [-113.0, -22.0]),
    ("kindergarten", ("萤火虫幼儿园", "Firefly Kindergarten"), Education, [161.0, 80.8]),
    ("after_school_care", ("四点半课堂", "After-School Club"), Education, [-101.0, 43.0]),
    ("nursery", ("托育中心", "Nursery"), Education, [117.0, 43.0]),
    ("clinic", ("社区卫生服务中心", "Community Health Centre"), Health, [161.0, -22.6]),
    ("pharmacy", ("灯笼药房", "Lantern Pharmacy"), Health, [-150.0, 18.6]),
    ("elderly_care", ("老年日间照料中心", "Day Care for the Elderly"), Health, [105.0, 94.3]),
    ("fitness_centre", ("社区健身房", "Community Gym"), Health, [150.0, 18.6]),
    ("sports_field", ("学校运动场（课后开放）", "School Field, open after class"), Health, [-133.0, -86.5]),
    ("coworking", ("灯笼里创客空间", "Lantern Maker Space"), Enterprise, [-39.0, -60.0]),
    ("incubator", ("创业孵化中心", "Business Incubator"), Enterprise, [-21.0, -41.0]),
    ("talent_apartment", ("人才公寓服务台", "Talent Housing Desk"), Enterprise, [-121.0, 18.6]),
    ("cim_room", ("数字孪生展厅", "Digital Twin Room"), Building, [-19.0, 55.0]),
    ("public_roof_garden", ("空中花园入口", "Roof Garden Lift"), Building, [19.0, 92.0]),
    ("bicycle_parking", ("站前自行车停放点", "Station Bicycle Parking"), Transport, [-50.0, 18.0]),
    ("bicycle_parking", ("荷塘自行车停放点", "Lotus Square Bicycle Parking"), Transport, [16.0, -19.0]),
    ("charging_station", ("电动汽车充电站", "Car Charging Station"), Transport, [104.0, -64.0]),
    ("car_sharing", ("共享汽车点", "Car Sharing"), Transport, [42.0, 141.0]),
    ("parcel_locker", ("物流服务集成点", "Parcel Hub"), Transport, [-132.5, 64.0]),
    ("energy_centre", ("区域能源站", "District Energy Centre"), LowCarbon, [59.5, 60.0]),
    ("recycling", ("垃圾分类驿站（西）", "Recycling Point West"), LowCarbon, [-129.0, 112.0]),
    ("recycling", ("垃圾分类驿站（东）", "Recycling Point East"), LowCarbon, [129.0, 112.0]),
    ("rain_garden", ("雨水花园", "Rain Garden"), LowCarbon, [-22.0, -123.0]),
    ("marketplace", ("灯笼里农贸市场", "Lantern Court Market Hall"), Services, [105.0, -20.6]),
    ("supermarket", ("灯笼里超市", "Lantern Supermarket"), Services, [-39.0, 48.6]),
    ("restaurant", ("社区食堂", "Community Canteen"), Services, [100.0, 18.6]),
    ("property_service", ("物业服务中心", "Property Service Centre"), Services, [128.0, 43.0]),
    ("governance_station", ("社区治理驾驶舱", "Community Governance Room"), Governance, [170.0, -53.0]),
];

/// Adds station, entrances, stops and facilities.
pub(crate) fn draw(draft: &mut Draft, network: &Network) {
    let mode = TransitMode::Subway;
    let name = Some(("灯笼里", "Lantern Court"));
    let line = [("line", AttributeValue::Text("灯笼线 Lantern Line".to_owned()))];
    draft.add_with("transit/station", name, Kind::Station(Station { mode }), point([0.0, 18.0]), &line);
    for (label, name, place) in ENTRANCES {
        let kind = Kind::StationEntrance(StationEntrance {
            mode,
            label: Some(label.to_owned()),
            node: network.node(place),
        });
        draft.add(format!("transit/entrance-{}", label.to_lowercase()), Some(name), kind, point(place));
    }
    for (key, place) in [("bus-west", [-48.0, -8.7]), ("bus-east", [48.0, 8.7])] {
        let name = Some(("灯笼里站", "Lantern Court Station"));
        draft.add(format!("transit/{key}"), name, Kind::Stop(Stop { mode: TransitMode::Bus }), point(place));
    }
    for (i, (category, name, scenario, place)) in FACILITIES.into_iter().enumerate() {
        let kind = Kind::Facility(Facility {
            category: category.to_owned(),
            scenario: Some(scenario),
            ..Facility::default()
        });
        draft.add(format!("facility/{}", i + 1), Some(name), kind, point(place));
    }
}

fn point([x, y]: Place) -> Geometry {
    Geometry::Point([x, y, 0.0])
}
