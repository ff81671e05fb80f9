//! Every figure of the capital balance, once.

use linli_model::CapitalPrices;

use super::balance::{NoBalance, balance, balance_floor_m2};
use super::scheme::SchemePart;
use crate::indicator::{Better, Indicator, IndicatorSpec, Subject, Title, Value};

const SOURCE: &str = "浙政发〔2019〕8号: the floor-area ratio is set so that funds roughly balance";

static REVENUE: IndicatorSpec = IndicatorSpec::convention(
    "capital.revenue",
    Title::new("收入", "Revenue"),
    "yuan",
    0,
    Better::Higher,
    "p (A_sold − r A0 − A_pub − A_keep)(1 − t) + q N + other + grants",
    SOURCE,
);
static COST: IndicatorSpec = IndicatorSpec::convention(
    "capital.cost",
    Title::new("成本", "Cost"),
    "yuan",
    0,
    Better::Lower,
    "c (1 + soft) A + c_b A_b + A0 (demolition + moving + temporary · months) + S (site + land)",
    SOURCE,
);
static CAPITAL: IndicatorSpec = IndicatorSpec::convention(
    "capital.capital_cost",
    Title::new("资金成本", "Capital cost"),
    "yuan",
    0,
    Better::Lower,
    "cost · i m / 24, by phase",
    SOURCE,
);
static SURPLUS: IndicatorSpec = IndicatorSpec::convention(
    "capital.surplus",
    Title::new("盈余（缺口为负）", "Surplus (a gap is negative)"),
    "yuan",
    0,
    Better::Higher,
    "revenue − (cost + capital cost)(1 + profit)",
    SOURCE,
);
static BALANCE_FAR: IndicatorSpec = IndicatorSpec::convention(
    "capital.balance_far",
    Title::new("平衡容积率", "Balancing floor-area ratio"),
    "",
    2,
    Better::Lower,
    "[p'_h r A0 + p' (A_pub + A_keep) + F] / (p' s − c') / S",
    SOURCE,
);
static NEW_FAR: IndicatorSpec = IndicatorSpec::convention(
    "capital.new_far",
    Title::new("方案新建容积率（地上毛面积）", "Ratio of the new floor above ground"),
    "",
    2,
    Better::Neither,
    "A / S",
    SOURCE,
);
static CAP_FAR: IndicatorSpec = IndicatorSpec::convention(
    "capital.cap_far",
    Title::new("规划上限容积率", "Ratio that the plan allows"),
    "",
    2,
    Better::Neither,
    "Σ FAR max · land / Σ land",
    SOURCE,
);
static RATIO: IndicatorSpec = IndicatorSpec::convention(
    "capital.build_demolish",
    Title::new("拆建比", "New floor over old floor"),
    "",
    2,
    Better::Neither,
    "A / A0",
    SOURCE,
);

/// Every figure of the capital balance.
pub static CAPITAL_SPECS: &[&IndicatorSpec] =
    &[&REVENUE, &COST, &CAPITAL, &SURPLUS, &BALANCE_FAR, &NEW_FAR, &CAP_FAR, &RATIO];

const NO_SCHEME: Title = Title::new("方案没有用地或新建面积", "the scheme has no land or no new floor");
const NEVER: Title = Title::new(
    "单位面积成本高于收入，任何容积率都不能平衡",
    "a square metre costs more than it brings: no ratio balances",
);
const NO_CAP: Title = Title::new("部分地块没有容积率上限", "a parcel has no limit of its ratio");
const NOTHING_OLD: Title = Title::new("没有拆除", "nothing is removed");

/// Figures of the parts of a scheme.
pub fn capital_figures(parts: &[SchemePart], prices: &CapitalPrices) -> Vec<Indicator> {
    let mut figures = Vec::new();
    for part in parts {
        let subject = part.parcel.clone().map_or(Subject::Unit, Subject::Element);
        let scheme = &part.scheme;
        let mut push = |spec: &'static IndicatorSpec, value: Value| {
            figures.push(Indicator::new(spec, subject.clone(), value));
        };
        let sums = balance(scheme, prices).ok();
        let amount =
            |pick: fn(&super::Balance) -> f64| Value::from_option(sums.as_ref().map(pick), NO_SCHEME);
        push(&REVENUE, amount(|b| b.revenue));
        push(&COST, amount(|b| b.cost));
        push(&CAPITAL, amount(|b| b.capital));
        push(&SURPLUS, amount(|b| b.surplus));
        push(
            &BALANCE_FAR,
            match balance_floor_m2(scheme, prices) {
                Ok(floor_m2) => Value::Known(floor_m2 / scheme.land_m2),
                Err(NoBalance::CostsMoreThanItBrings { .. }) => Value::Unknown(NEVER),
                Err(NoBalance::NoScheme) => Value::Unknown(NO_SCHEME),
            },
        );
        let over = |area: f64, base: f64| (base > 0.0).then(|| area / base);
        push(&NEW_FAR, Value::from_option(over(scheme.above_total_m2(), scheme.land_m2), NO_SCHEME));
        push(&CAP_FAR, Value::from_option(part.cap_m2.and_then(|cap| over(cap, scheme.land_m2)), NO_CAP));
        push(&RATIO, Value::from_option(over(scheme.above_total_m2(), scheme.old_floor_m2), NOTHING_OLD));
    }
    figures
}
