//! Saved camera views.

use linli_io::View;
use linli_model::Point3;

use super::Placing;
use super::relief::plan_height_m;

/// Key, name in English, name in Chinese, eye, target in the plan frame; the third coordinate counts from the
/// ground.
type Row = (&'static str, &'static str, &'static str, Point3, Point3);

const VIEWS: [Row; 12] = [
    ("overview", "Bird's eye", "鸟瞰", [330.0, -640.0, 262.0], [-20.0, 20.0, 20.0]),
    ("core", "Station core", "站城核心", [190.0, -190.0, 105.0], [-25.0, 55.0, 30.0]),
    ("avenue", "Xinghe Avenue at street level", "星河大道街景", [-178.0, -18.8, 1.7], [20.0, 8.0, 22.0]),
    ("square", "Square at the station", "星河广场", [-51.0, -188.0, 1.7], [-46.0, -27.0, 9.0]),
    ("canal", "Canal from the bridge", "桥上看星河", [-14.0, -318.0, 4.4], [-170.0, -316.0, 3.0]),
    ("estate", "Old estate", "机床新村", [-300.0, 164.0, 1.7], [-352.0, 216.0, 8.0]),
    ("school", "School", "星河学校", [207.5, 52.0, 1.7], [290.0, 96.0, 8.0]),
    ("park", "Central park", "中央公园", [30.0, 170.0, 14.0], [138.0, 290.0, 4.0]),
    (
        "tunnel",
        "Utility tunnel under Hebin Road",
        "河滨路综合管廊",
        [-186.0, -262.0, 22.0],
        [-222.0, -214.0, -6.0],
    ),
    ("top", "From above", "俯视", [-10.0, 22.0, 1250.0], [-10.0, 25.0, 0.0]),
    ("construction", "Construction site", "建设全景", [-360.0, -420.0, 300.0], [-50.0, 30.0, 15.0]),
    ("night", "Core at night", "核心区夜景", [170.0, -150.0, 58.0], [-60.0, 70.0, 52.0]),
];

/// The views of the community.
pub(crate) fn views() -> Vec<View> {
    let view = |(key, english, chinese, eye, target): Row| View {
        key: key.to_owned(),
        name_en: english.to_owned(),
        name_zh: chinese.to_owned(),
        eye_m: lifted(eye),
        target_m: lifted(target),
    };
    VIEWS.into_iter().map(view).collect()
}

/// Local metres of a plan place with a height above the ground.
pub(super) fn lifted([u, v, z]: Point3) -> Point3 {
    let [x, y] = Placing::of_unit([0, 0]).place([u, v]);
    [x, y, ((z + plan_height_m([u, v])) * 100.0).round() / 100.0]
}
