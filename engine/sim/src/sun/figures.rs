//! Figures of the sunlight of homes.

use std::borrow::Cow;

use linli_model::Confidence;

use super::model::SunModel;
use crate::indicator::{Better, Indicator, IndicatorSpec, Limit, Side, Subject, Title, Value};

const NO_HOMES: Title = Title::new("没有住宅", "there are no homes");
const CLAUSE: &str = "GB 50180-2018 4.0.9; GB/T 50947-2014; docs/methods/sunlight.md";

macro_rules! specs {
    ($($name:ident: $id:literal, $zh:literal, $en:literal, $unit:literal, $decimals:literal, $better:ident, $formula:literal;)*) => {
        $(static $name: IndicatorSpec = IndicatorSpec {
            id: $id,
            title: Title::new($zh, $en),
            unit: $unit,
            decimals: $decimals,
            better: Better::$better,
            formula: $formula,
            clause: CLAUSE,
            confidence: Confidence::MPlus,
        };)*
        /// Every figure of sunlight.
        pub static SUN_SPECS: &[&IndicatorSpec] = &[$(&$name),*];
    };
}

specs! {
    SHARE: "sun.homes_share", "日照达标住户比例", "Homes with enough sun", "%", 1, Higher,
        "homes whose best place on the wall has the hours wanted / homes";
    SHORT: "sun.homes_short", "日照不足住户", "Homes short of sun", "", 0, Lower,
        "homes whose best place on the wall has less than the hours wanted";
    PEOPLE: "sun.residents_short", "日照不足住户的居民", "Residents of homes short of sun", "", 0, Lower,
        "Σ residents of a storey × its share of homes short of sun";
    MEAN: "sun.mean_hours", "住户平均日照时数", "Mean sunlight of homes", "h", 2, Higher,
        "Σ sunlight of homes / homes";
}

impl SunModel {
    /// Figures of all homes.
    pub fn figures(&self) -> Vec<Indicator> {
        let day = self.day();
        let (mut homes, mut short, mut minutes, mut people) = (0_usize, 0_usize, 0.0, 0.0);
        for storey in self.buildings().flat_map(|building| &building.storeys) {
            let count = storey.minutes.len();
            let lacking = storey.short_of(day.least_h);
            homes += count;
            short += lacking;
            minutes += storey.minutes.iter().sum::<f64>();
            people += f64::from(storey.residents) * lacking as f64 / count.max(1) as f64;
        }
        let known = homes > 0;
        let value = |value: f64| Value::from_option(known.then_some(value), NO_HOMES);
        let all = (Title::new("住户", "homes"), homes as f64, "");
        let wanted = (Title::new("要求日照时数", "hours wanted"), day.least_h, "h");
        let limit = Limit {
            side: Side::AtLeast,
            value: 100.0,
            clause: Cow::Owned(format!("{}, {}", day.clause, day.name.en)),
            confidence: Some(day.confidence),
        };
        let figure = |spec: &'static IndicatorSpec, number: f64| {
            Indicator::new(spec, Subject::Unit, value(number))
                .from_input(all.0, all.1, all.2)
                .from_input(wanted.0, wanted.1, wanted.2)
        };
        let share = figure(&SHARE, 100.0 * (homes - short) as f64 / homes.max(1) as f64).from_input(
            Title::new("日照不足住户", "homes short of sun"),
            short as f64,
            "",
        );
        vec![
            if known { share.against(limit) } else { share },
            figure(&SHORT, short as f64),
            figure(&PEOPLE, people),
            figure(&MEAN, minutes / 60.0 / homes.max(1) as f64),
        ]
    }
}
