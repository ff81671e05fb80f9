//! Days and times as schedule files write them.

use chrono::{Datelike as _, Days, NaiveDate};

/// A day, and whether a time of day stood beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// The day as written.
    pub day: NaiveDate,
    /// Minute of the day, when a time was written.
    pub minute: Option<u16>,
}

/// Why a date cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateProblem {
    /// It is no date.
    Unreadable,
    /// Day and month could be swapped.
    Ambiguous,
}

/// First and last year that a schedule may name.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2199;
/// Spreadsheet day numbers that are taken as dates: 1954 to 2119.
const SERIALS: std::ops::RangeInclusive<u64> = 20_000..=80_000;
/// Words for "no date".
const NOTHING: [&str; 9] = ["na", "n/a", "null", "none", "-", "--", "—", "无", "未定"];

/// Reads a date; `None` when the text says that there is none.
///
/// Year, month, day in this order with `-`, `/`, `.` or 年月日 or nothing between; day.month.year with
/// dots; day/month/year or month/day/year only where one of the two is over 12; day numbers of a
/// spreadsheet (days since 1899-12-30). A time after a blank or `T` is taken apart.
pub fn stamp(text: &str) -> Result<Option<Stamp>, DateProblem> {
    let text = text.trim();
    if text.is_empty() || NOTHING.contains(&text.to_lowercase().as_str()) {
        return Ok(None);
    }
    if text.len() > 60 {
        return Err(DateProblem::Unreadable);
    }
    if let Some(day) = serial(text) {
        return Ok(Some(Stamp { day, minute: None }));
    }
    let cut = text.find(['T', ' ', '\u{3000}']).filter(|at| *at >= 6);
    let (date, time) = cut.map_or((text, ""), |at| text.split_at(at));
    let minute = minute_of(time.trim_start_matches(['T', ' ', '\u{3000}']))?;
    Ok(Some(Stamp { day: day(date)?, minute }))
}

/// A day number of a spreadsheet, with or without a fraction for the time of day.
fn serial(text: &str) -> Option<NaiveDate> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if whole.len() != 5 || !whole.bytes().chain(fraction.bytes()).all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number = whole.parse().ok().filter(|number| SERIALS.contains(number))?;
    NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(number))
}

fn day(text: &str) -> Result<NaiveDate, DateProblem> {
    let numbers: Vec<&str> = text
        .split(['-', '/', '.', '年', '月', '日', '号'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    let number = |text: &str| {
        let digits = (1..=4).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        if digits { text.parse::<u32>().ok() } else { None }
    };
    if let [compact] = numbers.as_slice() {
        let parts = (compact.get(..4), compact.get(4..6), compact.get(6..8));
        if let ((Some(year), Some(month), Some(day)), 8) = (parts, compact.len()) {
            return valid(number(year), number(month), number(day));
        }
    }
    let &[a, b, c] = numbers.as_slice() else { return Err(DateProblem::Unreadable) };
    if a.len() == 4 {
        return valid(number(a), number(b), number(c));
    }
    if c.len() != 4 {
        return Err(DateProblem::Unreadable);
    }
    let (first, second, year) = (number(a), number(b), number(c));
    if text.contains('.') || first > Some(12) || first == second {
        return valid(year, second, first);
    }
    if second > Some(12) {
        return valid(year, first, second);
    }
    valid(year, second, first)?;
    Err(DateProblem::Ambiguous)
}

fn valid(year: Option<u32>, month: Option<u32>, day: Option<u32>) -> Result<NaiveDate, DateProblem> {
    let date = year
        .zip(month)
        .zip(day)
        .and_then(|((year, month), day)| NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day));
    date.filter(|date| YEARS.contains(&date.year())).ok_or(DateProblem::Unreadable)
}

/// Minute of the day; zones, seconds and what follows them are not looked at.
fn minute_of(time: &str) -> Result<Option<u16>, DateProblem> {
    let time = time.trim();
    if time.is_empty() {
        return Ok(None);
    }
    let mut parts = time.splitn(3, ':');
    let hour: Option<u16> = parts.next().and_then(|text| text.trim().parse().ok());
    let minute = parts.next().map(|text| text.chars().take_while(char::is_ascii_digit).collect::<String>());
    let minute: Option<u16> = minute.and_then(|text| text.parse().ok());
    let (Some(hour), Some(minute)) = (hour, minute) else { return Err(DateProblem::Unreadable) };
    let upper = time.to_uppercase();
    let hour = match (upper.contains("PM"), upper.contains("AM")) {
        (true, _) if hour < 12 => hour + 12,
        (_, true) if hour == 12 => 0,
        _ => hour,
    };
    if hour > 24 || minute > 59 {
        return Err(DateProblem::Unreadable);
    }
    Ok(Some(hour * 60 + minute))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn date(text: &str) -> NaiveDate {
        stamp(text).unwrap().unwrap().day
    }

    #[test]
    fn one_day_in_many_dresses() {
        let first_of_march = NaiveDate::from_ymd_opt(2027, 3, 1).unwrap();
        for text in [
            "2027-03-01",
            "2027/3/1",
            "2027.3.1",
            "01.03.2027",
            "1.3.2027",
            "2027年3月1日",
            "2027年03月01日 08:00",
            "20270301",
            "46447",
            "46447.5",
            "2027-03-01T08:00:00",
            "2027-03-01 17:00",
            "2027/3/1 5:00 PM",
            "2027-03-01T08:00:00+08:00",
            " 2027-03-01 ",
        ] {
            assert_eq!(date(text), first_of_march, "{text}");
        }
        assert_eq!(date("13/03/2027"), NaiveDate::from_ymd_opt(2027, 3, 13).unwrap());
        assert_eq!(date("03/13/2027"), NaiveDate::from_ymd_opt(2027, 3, 13).unwrap());
        assert_eq!(date("03/03/2027"), NaiveDate::from_ymd_opt(2027, 3, 3).unwrap());
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "soon",
            "2027-02-30",
            "2027-13-01",
            "27-03-01",
            "1027-03-01",
            "1",
            "2027",
            "123456",
            "1.5",
            "2027-03-01T99:00",
            "2027-03",
            "99999",
            "2027-03-01-05",
        ] {
            assert_eq!(stamp(text), Err(DateProblem::Unreadable), "{text}");
        }
        assert_eq!(stamp("03/04/2027"), Err(DateProblem::Ambiguous));
        for text in ["", "  ", "NA", "-", "无"] {
            assert_eq!(stamp(text), Ok(None), "{text}");
        }
    }

    #[test]
    fn times_are_kept_apart() {
        assert_eq!(stamp("2027-03-01 00:00").unwrap().unwrap().minute, Some(0));
        assert_eq!(stamp("2027/3/1 12:30 AM").unwrap().unwrap().minute, Some(30));
        assert_eq!(stamp("2027-03-01").unwrap().unwrap().minute, None);
    }
}
