//! Saved camera views of the district.

use linli_io::View;
use linli_model::Point3;

use crate::relief::height_m;

/// Key, name in English, name in Chinese, eye, target; the third coordinate counts from the ground.
type Row = (&'static str, &'static str, &'static str, Point3, Point3);

const VIEWS: [Row; 6] = [
    ("overview", "Overview", "鸟瞰", [182.0, -272.0, 232.0], [2.0, -14.0, 18.0]),
    ("street", "Lantern Avenue", "灯笼路街景", [-104.0, -1.8, 1.7], [0.0, 2.0, 10.5]),
    ("station", "Station", "灯笼里站", [-82.0, -16.0, 34.0], [2.0, 32.0, 12.0]),
    ("park", "Lotus Pond Park", "荷塘公园", [34.0, -156.0, 36.0], [-6.0, -84.0, 12.0]),
    ("underground", "Under Lantern Avenue", "灯笼路地下管线", [-126.0, -34.0, 44.0], [-66.0, 0.0, -3.0]),
    ("top", "From above", "俯视", [0.0, -15.5, 455.0], [0.0, -14.0, 0.0]),
];

/// The views of the district.
pub fn views() -> Vec<View> {
    let lifted = |[x, y, z]: Point3| [x, y, ((z + height_m(x, y)) * 100.0).round() / 100.0];
    let view = |(key, english, chinese, eye, target): Row| View {
        key: key.to_owned(),
        name_en: english.to_owned(),
        name_zh: chinese.to_owned(),
        eye_m: lifted(eye),
        target_m: lifted(target),
    };
    VIEWS.into_iter().map(view).collect()
}
