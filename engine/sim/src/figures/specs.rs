//! What the compared figures are.

use crate::indicator::{Better, IndicatorSpec, Title};

const SOURCE: &str = "Linli, docs/methods/compare.md";

pub(crate) static FLOOR_ABOVE: IndicatorSpec = IndicatorSpec::convention(
    "floors.above",
    Title::new("地上建筑面积", "Gross floor area above ground"),
    "m²",
    0,
    Better::Neither,
    "Σ storeys × floor area of a storey",
    SOURCE,
);
pub(crate) static FLOOR_BELOW: IndicatorSpec = IndicatorSpec::convention(
    "floors.below",
    Title::new("地下建筑面积", "Gross floor area below ground"),
    "m²",
    0,
    Better::Neither,
    "Σ levels × floor area of a level",
    SOURCE,
);
pub(crate) static FLOOR_BY_USE: IndicatorSpec = IndicatorSpec::convention(
    "floors.use",
    Title::new("分用途地上建筑面积", "Gross floor area above ground by use"),
    "m²",
    0,
    Better::Neither,
    "Σ storeys of the use × floor area of a storey",
    SOURCE,
);
pub(crate) static DWELLINGS: IndicatorSpec = IndicatorSpec::convention(
    "floors.dwellings",
    Title::new("住宅套数", "Dwellings"),
    "",
    0,
    Better::Neither,
    "Σ storeys × dwellings of a storey",
    SOURCE,
);
pub(crate) static RESIDENTS: IndicatorSpec = IndicatorSpec::convention(
    "floors.residents",
    Title::new("居住人口", "Residents"),
    "",
    0,
    Better::Neither,
    "Σ storeys × residents of a storey",
    SOURCE,
);
pub(crate) static BUILDINGS: IndicatorSpec = IndicatorSpec::convention(
    "floors.buildings",
    Title::new("建筑栋数", "Buildings"),
    "",
    0,
    Better::Neither,
    "count",
    SOURCE,
);
pub(crate) static PERSON: IndicatorSpec = IndicatorSpec::convention(
    "reach.person",
    Title::new("人行 10 分钟到站居民占比", "Residents who walk to the station in 10 minutes"),
    "%",
    2,
    Better::Higher,
    "residents within / residents",
    SOURCE,
);
pub(crate) static PERSON_WITHIN: IndicatorSpec = IndicatorSpec::convention(
    "reach.person_within",
    Title::new("人行 10 分钟到站居民数", "Residents within 10 minutes of the station"),
    "",
    0,
    Better::Higher,
    "Σ residents of homes within the limit",
    SOURCE,
);
pub(crate) static PERSON_MEAN: IndicatorSpec = IndicatorSpec::convention(
    "reach.person_mean",
    Title::new("到站平均时间", "Mean time from home to the station"),
    "min",
    2,
    Better::Lower,
    "Σ residents × time / Σ residents",
    SOURCE,
);
pub(crate) static CAR: IndicatorSpec = IndicatorSpec::convention(
    "reach.car",
    Title::new("车行 5 分钟取停占比", "Car trips within 5 minutes"),
    "%",
    2,
    Better::Higher,
    "trips within / trips",
    SOURCE,
);
pub(crate) static GOODS: IndicatorSpec = IndicatorSpec::convention(
    "reach.goods",
    Title::new("物流 30 分钟送达占比", "Orders within 30 minutes"),
    "%",
    2,
    Better::Higher,
    "orders within / orders",
    SOURCE,
);
pub(crate) static LIFE_CIRCLE: IndicatorSpec = IndicatorSpec::convention(
    "reach.life_circle",
    Title::new("生活圈设施覆盖居民占比", "Residents covered by a kind of facility"),
    "%",
    2,
    Better::Higher,
    "residents within the radius / residents",
    SOURCE,
);
pub(crate) static VIOLATIONS: IndicatorSpec = IndicatorSpec::convention(
    "underground.violations",
    Title::new("地下不符合项", "Violations below ground"),
    "",
    0,
    Better::Lower,
    "count of findings",
    SOURCE,
);
pub(crate) static INDICATIONS: IndicatorSpec = IndicatorSpec::convention(
    "underground.indications",
    Title::new("地下提示项", "Indications below ground"),
    "",
    0,
    Better::Lower,
    "count of findings",
    SOURCE,
);
pub(crate) static FINDINGS: IndicatorSpec = IndicatorSpec::convention(
    "underground.findings",
    Title::new("地下检查结果", "Findings below ground by class"),
    "",
    0,
    Better::Lower,
    "count of findings of the class",
    SOURCE,
);
