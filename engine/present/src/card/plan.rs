//! Facts of parcels, storeys, spaces below ground, green on buildings, equipment and site works.

use linli_model::{
    Basement, Building, Compartment, CompartmentKind, Corridor, CorridorNodeKind, EntranceUse, EquipmentKind,
    Greening, GreeningPlace, Kind, Language, Parcel, SiteWorkKind,
};

use super::{Rows, choose};
use crate::number::{area, integer, quantity};
use crate::text::{Text, land_use_text};

/// Adds the facts of these kinds; nothing for others.
pub(super) fn add(rows: &mut Rows, kind: &Kind) {
    match kind {
        Kind::Parcel(parcel) => add_parcel(rows, parcel),
        Kind::Basement(basement) => add_basement(rows, basement),
        Kind::Corridor(corridor) => add_corridor(rows, corridor),
        Kind::CorridorNode(node) => rows.add(Text::Depth, quantity(node.depth_m, 1, "m")),
        Kind::Greening(greening) => add_greening(rows, greening),
        Kind::Equipment(equipment) => {
            rows.add_some(Text::Count, equipment.count.map(|n| integer(i64::from(n))));
            rows.add_some(Text::Power, equipment.power_kw.map(|kw| quantity(kw, 0, "kW")));
        }
        Kind::SiteWork(work) => {
            rows.add_some(Text::Depth, work.depth_m.map(|m| quantity(m, 1, "m")));
            rows.add_some(Text::Height, work.height_m.map(|m| quantity(m, 1, "m")));
            rows.add_some(Text::Reach, work.reach_m.map(|m| quantity(m, 0, "m")));
        }
        _ => {}
    }
}

fn add_parcel(rows: &mut Rows, parcel: &Parcel) {
    let use_ = land_use_text(parcel.land_use, rows.language);
    rows.add(Text::LandUses, format!("{use_} ({})", parcel.land_use.code()));
    let most = |value: f64, decimals, unit| format!("≤ {}", quantity(value, decimals, unit));
    rows.add_some(Text::FloorAreaRatio, parcel.far_max.map(|far| format!("≤ {far:.2}")));
    rows.add_some(Text::Coverage, parcel.coverage_max_pct.map(|pct| most(pct, 0, "%")));
    rows.add_some(Text::Height, parcel.height_max_m.map(|m| most(m, 0, "m")));
    rows.add_some(Text::GreenRatio, parcel.green_min_pct.map(|pct| format!("≥ {}", quantity(pct, 0, "%"))));
    rows.add_some(Text::Setback, parcel.setback_m.map(|m| format!("≥ {}", quantity(m, 1, "m"))));
}

/// Floor area and people of the storeys of a building.
pub(super) fn add_storeys(rows: &mut Rows, building: &Building) {
    if building.storeys.is_empty() {
        return;
    }
    let (mut above, mut below, mut people) = (0.0, 0.0, [0_u64; 3]);
    for run in &building.storeys {
        let count = f64::from(run.count());
        let floor = run.floor_area_m2 * count;
        if run.to_level < 0 {
            below += floor
        } else {
            above += floor
        }
        for (sum, each) in people.iter_mut().zip([run.dwellings, run.residents, run.jobs]) {
            *sum += u64::from(each) * u64::from(run.count());
        }
    }
    let language = rows.language;
    rows.add(Text::FloorAreaAbove, area(above, language));
    rows.add_some(Text::FloorAreaBelow, (below > 0.0).then(|| area(below, language)));
    for (label, number) in [Text::Dwellings, Text::Residents, Text::Jobs].into_iter().zip(people) {
        rows.add_some(label, (number > 0).then(|| integer(number as i64)));
    }
    let lifts: u32 = building.lifts.iter().map(|bank| bank.cars).sum();
    rows.add_some(Text::Lifts, (lifts > 0).then(|| integer(i64::from(lifts))));
}

fn add_basement(rows: &mut Rows, basement: &Basement) {
    rows.add(Text::StoreysBelow, integer(i64::from(basement.levels)));
    rows.add(Text::SoilCover, quantity(basement.top_depth_m, 1, "m"));
    rows.add(Text::Depth, quantity(basement.bottom_depth_m, 1, "m"));
    let language = rows.language;
    rows.add_some(Text::FloorAreaBelow, basement.floor_area_m2.map(|m2| area(m2, language)));
}

fn add_corridor(rows: &mut Rows, corridor: &Corridor) {
    let language = rows.language;
    let size = format!("{:.2} × {:.2} m", corridor.outer_width_m(), corridor.outer_height_m());
    rows.add(Text::OuterSize, size);
    let room = |room: &Compartment| {
        format!(
            "{} {:.1} × {:.1} m",
            compartment_text(room.compartment, language),
            room.width_m,
            room.height_m
        )
    };
    let rooms: Vec<String> = corridor.compartments.iter().map(room).collect();
    rows.add(Text::Compartments, rooms.join("; "));
}

fn add_greening(rows: &mut Rows, greening: &Greening) {
    let language = rows.language;
    rows.add(Text::Area, area(greening.area_m2, language));
    rows.add(Text::SoilDepth, quantity(greening.soil_depth_m, 2, "m"));
    rows.add(Text::Height, quantity(greening.height_m, 1, "m"));
}

/// What a compartment of a utility tunnel is called.
pub fn compartment_text(kind: CompartmentKind, language: Language) -> String {
    let c = |zh, en| choose(language, zh, en);
    match kind {
        CompartmentKind::Power => c("电力舱", "power"),
        CompartmentKind::General => c("综合舱", "general"),
        CompartmentKind::Gas => c("燃气舱", "gas"),
        CompartmentKind::Sewage => c("污水舱", "sewage"),
        CompartmentKind::Storm => c("雨水舱", "storm water"),
        CompartmentKind::Heat => c("热力舱", "heat"),
    }
}

/// What these kinds are called; nothing for others.
pub(super) fn name(kind: &Kind, language: Language) -> Option<String> {
    let c = |zh, en| Some(choose(language, zh, en));
    match kind {
        Kind::Parcel(_) => c("地块", "Parcel"),
        Kind::Entrance(entrance) => match entrance.entrance_use {
            EntranceUse::People => c("人行出入口", "Entrance"),
            EntranceUse::Cars => c("车行出入口", "Entrance for cars"),
            EntranceUse::Goods => c("货运出入口", "Entrance for goods"),
        },
        Kind::Basement(_) => c("地下室", "Basement"),
        Kind::Corridor(_) => c("综合管廊", "Utility tunnel"),
        Kind::CorridorNode(node) => match node.corridor_node {
            CorridorNodeKind::Access => c("管廊人员出入口", "Tunnel access"),
            CorridorNodeKind::Escape => c("管廊逃生口", "Tunnel escape"),
            CorridorNodeKind::Hoist => c("管廊吊装口", "Tunnel hoist opening"),
            CorridorNodeKind::AirInlet => c("管廊进风口", "Tunnel air inlet"),
            CorridorNodeKind::AirOutlet => c("管廊排风口", "Tunnel air outlet"),
            CorridorNodeKind::Branch => c("管线分支口", "Tunnel branch opening"),
        },
        Kind::Greening(greening) => match greening.place {
            GreeningPlace::Roof => c("屋顶绿化", "Roof garden"),
            GreeningPlace::Balcony => c("阳台种植槽", "Balcony troughs"),
            GreeningPlace::Wall => c("垂直绿化", "Green wall"),
        },
        Kind::Equipment(equipment) => match equipment.equipment {
            EquipmentKind::SolarPanels => c("光伏板", "Solar panels"),
            EquipmentKind::EnergyStorage => c("储能", "Energy storage"),
            EquipmentKind::EnergyStation => c("能源站", "Energy station"),
            EquipmentKind::EvCharger => c("充电桩", "Charging points"),
            EquipmentKind::ParcelLocker => c("快递柜", "Parcel lockers"),
            EquipmentKind::DeliveryRobots => c("配送机器人", "Delivery robots"),
            EquipmentKind::StreetLamp => c("路灯", "Street lamp"),
            EquipmentKind::Barrier => c("道闸", "Barrier"),
        },
        Kind::SiteWork(work) => match work.work {
            SiteWorkKind::Excavation => c("基坑", "Pit"),
            SiteWorkKind::Shoring => c("基坑围护", "Shoring"),
            SiteWorkKind::Crane => c("塔吊", "Tower crane"),
            SiteWorkKind::Hoarding => c("施工围挡", "Hoarding"),
            SiteWorkKind::SiteRoad => c("施工便道", "Site road"),
            SiteWorkKind::SiteOffice => c("施工临建", "Site offices"),
        },
        _ => None,
    }
}
