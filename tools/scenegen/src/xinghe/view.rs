//! Saved camera views.

use linli_io::View;
use linli_model::Point3;

use super::Placing;
use super::relief::plan_height_m;

/// Key, name in English, name in Chinese, eye, target in the plan frame; the third coordinate counts from the
/// ground.
type Row = (&'static str, &'static str, &'static str, Point3, Point3);

const VIEWS: [Row; 1] = [("overview", "Bird's eye", "鸟瞰", [330.0, -640.0, 420.0], [-20.0, 0.0, 20.0])];

/// The views of the community.
pub(crate) fn views() -> Vec<View> {
    let placing = Placing::of_unit([0, 0]);
    let lifted = |[u, v, z]: Point3| {
        let [x, y] = placing.place([u, v]);
        [x, y, ((z + plan_height_m([u, v])) * 100.0).round() / 100.0]
    };
    let view = |(key, english, chinese, eye, target): Row| View {
        key: key.to_owned(),
        name_en: english.to_owned(),
        name_zh: chinese.to_owned(),
        eye_m: lifted(eye),
        target_m: lifted(target),
    };
    VIEWS.into_iter().map(view).collect()
}
