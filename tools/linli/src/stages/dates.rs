//! The dates that are asked for.

use chrono::{Datelike as _, Days, Months, NaiveDate};
use linli_io::Language;
use linli_model::Span;

use crate::args::{Every, StagesArgs};
use crate::speech::either;

/// Most dates that are told at a time.
const MOST: usize = 10_000;

/// The days asked for; without any, the first of each month from the one in which the schedule begins to
/// the one after it ends.
///
/// # Errors
/// When the first day lies after the last, or there are too many.
pub fn days(args: &StagesArgs, span: Option<Span>, language: Language) -> anyhow::Result<Vec<NaiveDate>> {
    if let Some(day) = args.date {
        return Ok(vec![day]);
    }
    let first_of_month = |day: NaiveDate| day.with_day(1);
    let from = args.from.or_else(|| first_of_month(span?.start));
    let to = args.to.or_else(|| first_of_month(span?.finish)?.checked_add_months(Months::new(1)));
    let (Some(from), Some(to)) = (from, to) else { return Ok(Vec::new()) };
    if from > to {
        let what = either(language, "the first date lies after the last", "起始日期晚于结束日期");
        anyhow::bail!("{what}: {from} > {to}");
    }
    let nth = |n: usize| {
        let n = u32::try_from(n).ok()?;
        match args.every {
            Every::Month => from.checked_add_months(Months::new(n)),
            Every::Days(days) => from.checked_add_days(Days::new(u64::from(days) * u64::from(n))),
        }
    };
    let days: Vec<NaiveDate> = (0..=MOST).map_while(nth).take_while(|day| *day <= to).collect();
    if days.len() > MOST {
        let what = either(language, "too many dates; take longer steps", "日期过多，请加大步长");
        anyhow::bail!("{what} (> {MOST})");
    }
    Ok(days)
}
