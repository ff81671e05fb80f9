//! Tours: introduction, underground, construction.

use chrono::NaiveDate;
use linli_io::{TourFile, TourStopFile};
use linli_model::Point3;

use super::view::lifted;

/// A stop at a view of the scene: its key, seconds to fly, seconds to stay, captions in Chinese and English.
type AtView = (&'static str, f64, f64, &'static str, &'static str);

const INTRODUCTION: [AtView; 9] = [
    ("overview", 0.0, 6.0, "星河社区：约80公顷，以地铁站为核心", "Xinghe: 80 ha around a metro station"),
    (
        "core",
        5.0,
        6.0,
        "站城核心：办公、居住、公交枢纽一体",
        "The core: offices, homes and bus hub on the station",
    ),
    (
        "avenue",
        5.0,
        6.0,
        "星河大道：连续的步行与骑行空间",
        "Xinghe Avenue: unbroken room for walking and cycling",
    ),
    ("square", 5.0, 5.0, "星河广场：地铁出入口与下沉空间", "The square at the station"),
    ("canal", 5.0, 5.0, "滨水绿道与文化设施", "Greenways and culture along the canal"),
    ("estate", 5.0, 5.0, "机床新村：保留更新，原地安置", "The old estate, kept and renewed"),
    ("school", 5.0, 5.0, "九年一贯制学校，步行可达", "A school within walking distance"),
    ("park", 5.0, 5.0, "中央公园", "The central park"),
    ("overview", 5.0, 7.0, "未来社区九大场景落位其间", "Nine scenarios of the future community"),
];

/// A stop at an eye and a target of the plan: seconds to fly and to stay, captions.
type AtPlace = (Point3, Point3, f64, f64, &'static str, &'static str);

const UNDERGROUND: [AtPlace; 6] = [
    (
        [90.0, -150.0, 70.0],
        [0.0, 0.0, -8.0],
        0.0,
        6.0,
        "揭开地面：站体与地下室相连",
        "Below the ground: station and basements are joined",
    ),
    ([-40.0, -60.0, 25.0], [0.0, 0.0, -9.0], 5.0, 6.0, "站厅与过街通道", "Concourse and passages"),
    ([-120.0, 150.0, 45.0], [-100.0, 80.0, -7.0], 5.0, 6.0, "共享地下停车", "Shared car parks"),
    (
        [-180.0, -262.0, 22.0],
        [-222.0, -214.0, -6.0],
        5.0,
        7.0,
        "河滨路综合管廊：电力、综合、燃气三舱",
        "Utility tunnel: power, general and gas compartments",
    ),
    ([-40.0, -250.0, 16.0], [0.0, -212.0, -3.0], 5.0, 5.0, "雨污水重力流管网", "Gravity sewers and drains"),
    (
        [200.0, -330.0, 160.0],
        [-20.0, 0.0, -5.0],
        4.0,
        6.0,
        "一张地下空间图",
        "One picture of all that lies below",
    ),
];

/// Place, seconds to fly and to stay, date, captions.
type OnDate = (Point3, Point3, [f64; 2], [i32; 3], &'static str, &'static str);

const CONSTRUCTION: [OnDate; 7] = [
    (
        [-360.0, -420.0, 300.0],
        [-50.0, 30.0, 15.0],
        [0.0, 4.0],
        [2026, 3, 2],
        "2026年春：场地现状",
        "Spring 2026: before the works",
    ),
    (
        [-420.0, 60.0, 120.0],
        [-270.0, 250.0, 5.0],
        [8.0, 3.0],
        [2026, 10, 15],
        "机床新村分批拆除",
        "The old estate is taken down in batches",
    ),
    (
        [120.0, -170.0, 110.0],
        [-20.0, 10.0, 0.0],
        [8.0, 4.0],
        [2027, 5, 20],
        "车站半幅施工，核心区深基坑",
        "The station in halves, deep pits in the core",
    ),
    (
        [-330.0, -330.0, 90.0],
        [-190.0, -200.0, -4.0],
        [7.0, 3.0],
        [2027, 9, 1],
        "综合管廊分段明挖",
        "The utility tunnel in open sections",
    ),
    (
        [220.0, -260.0, 150.0],
        [-40.0, 60.0, 60.0],
        [8.0, 5.0],
        [2028, 9, 1],
        "2028年9月：主体结构封顶",
        "September 2028: frames topped out",
    ),
    (
        [230.0, 420.0, 140.0],
        [60.0, 120.0, 10.0],
        [8.0, 4.0],
        [2029, 9, 1],
        "配套与景观陆续完成",
        "Services and landscape follow",
    ),
    (
        [330.0, -640.0, 420.0],
        [-20.0, 0.0, 20.0],
        [8.0, 5.0],
        [2031, 7, 1],
        "2031年夏：整体建成",
        "Summer 2031: complete",
    ),
];

/// The tours of the community.
pub(super) fn tours() -> Vec<TourFile> {
    let tour = |key: &str, [zh, en]: [&str; 2], stops: Vec<TourStopFile>| TourFile {
        schema_version: 1,
        key: key.to_owned(),
        name_zh: zh.to_owned(),
        name_en: en.to_owned(),
        stops,
    };
    vec![
        tour("introduction", ["星河社区概览", "Introduction"], introduction()),
        tour("underground", ["地下空间", "Below the ground"], underground()),
        tour("construction", ["建设历程 2026–2031", "Construction 2026 to 2031"], construction()),
    ]
}

fn introduction() -> Vec<TourStopFile> {
    let stop = |(view, fly_s, stay_s, zh, en): AtView| TourStopFile {
        view: Some(view.to_owned()),
        stage: Some("design".to_owned()),
        time: Some("09:40".to_owned()),
        ..captioned(fly_s, stay_s, zh, en)
    };
    INTRODUCTION.into_iter().map(stop).collect()
}

fn underground() -> Vec<TourStopFile> {
    let stop = |(eye, target, fly_s, stay_s, zh, en): AtPlace| TourStopFile {
        eye_m: Some(lifted(eye)),
        target_m: Some(lifted(target)),
        stage: Some("design".to_owned()),
        underground: true,
        ..captioned(fly_s, stay_s, zh, en)
    };
    UNDERGROUND.into_iter().map(stop).collect()
}

fn construction() -> Vec<TourStopFile> {
    let stop = |(eye, target, [fly_s, stay_s], [year, month, day], zh, en): OnDate| TourStopFile {
        eye_m: Some(lifted(eye)),
        target_m: Some(lifted(target)),
        stage: Some("construction".to_owned()),
        date: NaiveDate::from_ymd_opt(year, month as u32, day as u32),
        time: Some("10:30".to_owned()),
        ..captioned(fly_s, stay_s, zh, en)
    };
    CONSTRUCTION.into_iter().map(stop).collect()
}

fn captioned(fly_s: f64, stay_s: f64, zh: &str, en: &str) -> TourStopFile {
    TourStopFile {
        fly_s,
        stay_s,
        caption_zh: zh.to_owned(),
        caption_en: en.to_owned(),
        ..TourStopFile::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tours_last_as_long_as_announced() {
        let length = |tour: &TourFile| tour.stops.iter().map(|stop| stop.fly_s + stop.stay_s).sum::<f64>();
        let lengths: Vec<f64> = tours().iter().map(length).collect();
        assert_eq!(lengths, [90.0, 60.0, 75.0]);
    }
}
