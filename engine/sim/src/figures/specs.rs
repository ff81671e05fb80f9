//! What the compared figures are.

use linli_model::Confidence;

use crate::indicator::{Better, IndicatorSpec, Title};

const fn spec(
    id: &'static str,
    title: Title,
    unit: &'static str,
    decimals: u8,
    better: Better,
    formula: &'static str,
) -> IndicatorSpec {
    IndicatorSpec {
        id,
        title,
        unit,
        decimals,
        better,
        formula,
        clause: "Linli, docs/methods/compare.md",
        confidence: Confidence::C,
    }
}

pub(crate) static FLOOR_ABOVE: IndicatorSpec = spec(
    "floors.above",
    Title::new("地上建筑面积", "Gross floor area above ground"),
    "m²",
    0,
    Better::Neither,
    "Σ storeys × floor area of a storey",
);
pub(crate) static FLOOR_BELOW: IndicatorSpec = spec(
    "floors.below",
    Title::new("地下建筑面积", "Gross floor area below ground"),
    "m²",
    0,
    Better::Neither,
    "Σ levels × floor area of a level",
);
pub(crate) static FLOOR_BY_USE: IndicatorSpec = spec(
    "floors.use",
    Title::new("分用途地上建筑面积", "Gross floor area above ground by use"),
    "m²",
    0,
    Better::Neither,
    "Σ storeys of the use × floor area of a storey",
);
pub(crate) static DWELLINGS: IndicatorSpec = spec(
    "floors.dwellings",
    Title::new("住宅套数", "Dwellings"),
    "",
    0,
    Better::Neither,
    "Σ storeys × dwellings of a storey",
);
pub(crate) static RESIDENTS: IndicatorSpec = spec(
    "floors.residents",
    Title::new("居住人口", "Residents"),
    "",
    0,
    Better::Neither,
    "Σ storeys × residents of a storey",
);
pub(crate) static BUILDINGS: IndicatorSpec =
    spec("floors.buildings", Title::new("建筑栋数", "Buildings"), "", 0, Better::Neither, "count");
pub(crate) static PERSON: IndicatorSpec = spec(
    "reach.person",
    Title::new("人行 10 分钟到站居民占比", "Residents who walk to the station in 10 minutes"),
    "%",
    2,
    Better::Higher,
    "residents within / residents",
);
pub(crate) static PERSON_WITHIN: IndicatorSpec = spec(
    "reach.person_within",
    Title::new("人行 10 分钟到站居民数", "Residents within 10 minutes of the station"),
    "",
    0,
    Better::Higher,
    "Σ residents of homes within the limit",
);
pub(crate) static PERSON_MEAN: IndicatorSpec = spec(
    "reach.person_mean",
    Title::new("到站平均时间", "Mean time from home to the station"),
    "min",
    2,
    Better::Lower,
    "Σ residents × time / Σ residents",
);
pub(crate) static CAR: IndicatorSpec = spec(
    "reach.car",
    Title::new("车行 5 分钟取停占比", "Car trips within 5 minutes"),
    "%",
    2,
    Better::Higher,
    "trips within / trips",
);
pub(crate) static GOODS: IndicatorSpec = spec(
    "reach.goods",
    Title::new("物流 30 分钟送达占比", "Orders within 30 minutes"),
    "%",
    2,
    Better::Higher,
    "orders within / orders",
);
pub(crate) static LIFE_CIRCLE: IndicatorSpec = spec(
    "reach.life_circle",
    Title::new("生活圈设施覆盖居民占比", "Residents covered by a kind of facility"),
    "%",
    2,
    Better::Higher,
    "residents within the radius / residents",
);
pub(crate) static VIOLATIONS: IndicatorSpec = spec(
    "underground.violations",
    Title::new("地下不符合项", "Violations below ground"),
    "",
    0,
    Better::Lower,
    "count of findings",
);
pub(crate) static INDICATIONS: IndicatorSpec = spec(
    "underground.indications",
    Title::new("地下提示项", "Indications below ground"),
    "",
    0,
    Better::Lower,
    "count of findings",
);
pub(crate) static FINDINGS: IndicatorSpec = spec(
    "underground.findings",
    Title::new("地下检查结果", "Findings below ground by class"),
    "",
    0,
    Better::Lower,
    "count of findings of the class",
);
