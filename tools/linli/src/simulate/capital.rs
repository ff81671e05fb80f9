//! `linli simulate capital`: does a scheme pay for itself, and at which floor-area ratio.

use std::fmt::Write as _;

use linli_io::{Input, Language, Limits, Rejection, built_in_capital_prices, read_capital_prices};
use linli_model::{CapitalPrices, ElementId};
use linli_sim::capital::{
    Balance, CAPITAL_SPECS, Phase, SchemePart, TornadoBar, balance, capital_figures, scheme_of, tornado,
};
use linli_sim::density::{
    Counting, DensityModel, DensityOptions, DensityRules, RoomOptions, Stop, counted_elements,
};
use linli_sim::indicator::{Indicator, Subject};
use linli_sim::reach::ReachRules;
use linli_space::StreetGraph;
use serde_json::{Value, json};

use super::figures::{csv, find, number, sentence};
use super::picture;
use super::table::{Table, rounded};
use crate::args::CapitalArgs;
use crate::info::{Opened, open};
use crate::outcome::Outcome;
use crate::output::put;
use crate::speech::either;

/// Everything that is written.
struct Answer {
    picture: String,
    prices: CapitalPrices,
    parts: Vec<SchemePart>,
    /// Ratio up to which sunlight lets the parcels of the scheme grow, where it is known.
    sunlight_far: Option<f64>,
    figures: Vec<Indicator>,
    bars: Vec<TornadoBar>,
}

/// Runs the command.
///
/// # Errors
/// When the scene, a schedule or prices cannot be read, or the files cannot be written.
pub fn run(args: &CapitalArgs, language: Language) -> anyhow::Result<Outcome> {
    let refused = |rejection: Rejection| anyhow::anyhow!("{}", rejection.0.text(language));
    let prices = match &args.prices {
        Some(path) => {
            let input = Input::open(path, &Limits::default()).map_err(refused)?;
            read_capital_prices(&input).map_err(refused)?
        }
        None => built_in_capital_prices().map_err(refused)?,
    };
    let Some(opened) = open(&args.scene, language)? else { return Ok(Outcome::Stopped) };
    let answer = answer(args, &opened, prices, language)?;
    if let Some(folder) = &args.out {
        super::density::write(
            folder,
            &[
                ("capital.json", format!("{:#}\n", document(&answer))),
                ("indicators.csv", csv(&answer.figures)),
                ("lines.csv", lines_csv(&answer)),
                ("tornado.csv", tornado_csv(&answer)),
            ],
        )?;
    }
    if args.json {
        put(&format!("{:#}\n", document(&answer)));
    } else if args.csv {
        put(&csv(&answer.figures));
    } else {
        put(&summary(&answer, language));
    }
    Ok(Outcome::Done)
}

fn answer(
    args: &CapitalArgs,
    opened: &Opened,
    prices: CapitalPrices,
    language: Language,
) -> anyhow::Result<Answer> {
    let community = &opened.community;
    let timeline = picture::timeline(&args.counted, opened, &args.scene, language)?;
    let existing = counted_elements(community, None, Counting::Existing);
    let later = picture::counted(&args.counted, opened, timeline.as_ref());
    let streets = StreetGraph::of(community);
    let (rules, reach) = (DensityRules::standard()?, ReachRules::standard()?);
    let model = |counted: &[bool]| {
        let counts = |id: ElementId| counted.get(id.index()).copied().unwrap_or(false);
        DensityModel::new(
            community,
            &streets,
            &DensityOptions { rules: &rules, reach: &reach, counts: &counts },
        )
    };
    let (before, after) = (model(&existing), model(&later));
    let mut parts = scheme_of(community, &before, &after);
    let phases = args.phase.iter().scan(0.0, |start, (share, months)| {
        let phase = Phase { share: *share, start_month: *start, months: *months };
        *start += months;
        Some(phase)
    });
    let phases: Vec<Phase> = phases.collect();
    for part in &mut parts {
        part.scheme.phases.clone_from(&phases);
    }
    let counts = |id: ElementId| later.get(id.index()).copied().unwrap_or(false);
    let rooms = after.room(community, &counts, &RoomOptions::default());
    let (mut sunlit_m2, mut land_m2) = (Some(0.0), 0.0);
    for (at, key) in after.parcel_keys().enumerate() {
        let Some(part) = parts.iter().find(|part| part.parcel.as_ref() == Some(key)) else { continue };
        let stop = rooms[at].limits.iter().find(|limit| limit.stop == Stop::Sunlight);
        let extra = stop.and_then(|limit| limit.extra_m2).filter(|extra| extra.is_finite());
        sunlit_m2 = sunlit_m2.zip(extra).map(|(sum, extra)| sum + extra + part.counted_m2);
        land_m2 += part.scheme.land_m2;
    }
    let bars = parts.first().map(|whole| tornado(&whole.scheme, &prices)).unwrap_or_default();
    Ok(Answer {
        picture: picture::name(&args.counted),
        figures: capital_figures(&parts, &prices),
        sunlight_far: sunlit_m2.filter(|_| land_m2 > 0.0).map(|sum| sum / land_m2),
        prices,
        parts,
        bars,
    })
}

fn name_of(part: &SchemePart) -> String {
    part.parcel.as_ref().map_or("all".to_owned(), |key| key.as_str().to_owned())
}

fn document(answer: &Answer) -> Value {
    let line = |line: &linli_sim::capital::BalanceLine| {
        json!({
            "id": line.id, "title": line.title, "quantity": rounded(line.quantity, 2), "unit": line.unit,
            "amount": rounded(line.amount, 0),
        })
    };
    let part = |part: &SchemePart| {
        let balance = balance(&part.scheme, &answer.prices).ok();
        let of = |pick: fn(&Balance) -> f64| balance.as_ref().map(|balance| rounded(pick(balance), 0));
        json!({
            "parcel": part.parcel,
            "land_m2": rounded(part.scheme.land_m2, 2),
            "old_floor_m2": rounded(part.scheme.old_floor_m2, 2),
            "above_m2": rounded(part.scheme.above_total_m2(), 2),
            "below_m2": part.scheme.below_m2.map(|v| rounded(v, 2)),
            "public_m2": rounded(part.scheme.public_m2, 2),
            "revenue": of(|b| b.revenue),
            "cost": of(|b| b.cost),
            "capital": of(|b| b.capital),
            "profit": of(|b| b.profit),
            "surplus": of(|b| b.surplus),
            "lines": balance.iter().flat_map(|b| &b.lines).map(line).collect::<Vec<_>>(),
        })
    };
    let bar = |bar: &TornadoBar| {
        json!({
            "price": bar.place, "unit": bar.unit, "low": bar.low, "high": bar.high,
            "far_low": bar.far_low.map(|v| rounded(v, 4)), "far_high": bar.far_high.map(|v| rounded(v, 4)),
        })
    };
    json!({
        "stage": answer.picture,
        "prices": answer.prices,
        "specs": CAPITAL_SPECS,
        "indicators": answer.figures,
        "sunlight_far": answer.sunlight_far.map(|far| rounded(far, 3)),
        "reach_far": null,
        "parts": answer.parts.iter().map(part).collect::<Vec<_>>(),
        "tornado": answer.bars.iter().map(bar).collect::<Vec<_>>(),
    })
}

fn lines_csv(answer: &Answer) -> String {
    let mut table = Table::new(&["part", "line", "title_zh", "title_en", "quantity", "unit", "amount"]);
    for part in &answer.parts {
        for line in balance(&part.scheme, &answer.prices).iter().flat_map(|balance| &balance.lines) {
            table.row(&[
                name_of(part),
                line.id.to_owned(),
                line.title.zh.to_owned(),
                line.title.en.to_owned(),
                number(line.quantity, 2),
                line.unit.to_owned(),
                number(line.amount, 0),
            ]);
        }
    }
    table.into_text()
}

fn tornado_csv(answer: &Answer) -> String {
    let mut table = Table::new(&["price", "unit", "low", "high", "far_low", "far_high"]);
    let maybe = |far: Option<f64>| far.map(|far| number(far, 4)).unwrap_or_default();
    for bar in &answer.bars {
        table.row(&[
            bar.place.clone(),
            bar.unit.clone(),
            bar.low.to_string(),
            bar.high.to_string(),
            maybe(bar.far_low),
            maybe(bar.far_high),
        ]);
    }
    table.into_text()
}

fn summary(answer: &Answer, language: Language) -> String {
    let say = |english, chinese| either(language, english, chinese);
    let mut text = format!(
        "{} {} · {} {}\n",
        say("prices", "价格"),
        match language {
            Language::English => &answer.prices.title_en,
            Language::Chinese => &answer.prices.title_zh,
        },
        say("after the scheme", "方案后"),
        answer.picture
    );
    for spec in CAPITAL_SPECS {
        if let Some(figure) = find(&answer.figures, &Subject::Unit, spec.id) {
            let _ = writeln!(text, "  {}", sentence(figure, language));
        }
    }
    match answer.sunlight_far {
        Some(far) => {
            let _ = writeln!(
                text,
                "  {} {far:.2}",
                say("ratio that sunlight allows (proxy)", "日照允许容积率（近似）")
            );
        }
        None => {
            let what =
                say("ratio that sunlight allows: not limited or unknown", "日照允许容积率：不受限或未知");
            let _ = writeln!(text, "  {what}");
        }
    }
    let _ = writeln!(text, "  {}", say("ratio that reach allows: unknown", "交通允许容积率：未知"));
    let _ =
        writeln!(text, "{}", say("balancing ratio at both ends of a price:", "价格上下限时的平衡容积率："));
    let ratio = |far: Option<f64>| far.map_or(say("none", "无").to_owned(), |far| format!("{far:.2}"));
    for bar in answer.bars.iter().take(10) {
        let _ = writeln!(
            text,
            "  {} {}–{} {}: {} … {}",
            bar.place,
            bar.low,
            bar.high,
            bar.unit,
            ratio(bar.far_low),
            ratio(bar.far_high)
        );
    }
    text
}
