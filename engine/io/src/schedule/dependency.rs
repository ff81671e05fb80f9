//! Dependencies as text, in the notation of Microsoft Project: `A12FS+3d; B7SS`.

use linli_model::{Dependency, DependencyKind};

/// Time between two tasks as the source gives it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Lag {
    /// Days.
    Days(f64),
    /// Percent of the days that the predecessor is planned to take.
    PercentOfPredecessor(f64),
}

/// A dependency whose predecessor is still a word.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// What the source calls the predecessor.
    pub predecessor: String,
    /// How they are tied.
    pub kind: DependencyKind,
    /// Time between.
    pub lag: Lag,
}

/// Days of a week and of a month, and hours of a day, as Microsoft Project counts them unless told otherwise.
const DAYS_PER_WEEK: f64 = 5.0;
const DAYS_PER_MONTH: f64 = 20.0;
const HOURS_PER_DAY: f64 = 8.0;
/// Longest text of a lag, bytes.
const LAG_LENGTH: usize = 40;
/// Longest lag that is believed, days: a hundred years.
pub const LAG_LIMIT_DAYS: f64 = 36_525.0;

/// Endings that name a kind, the longest first; the first four are written.
const KINDS: [(&str, DependencyKind); 16] = [
    ("完成-开始", DependencyKind::FinishToStart),
    ("开始-开始", DependencyKind::StartToStart),
    ("完成-完成", DependencyKind::FinishToFinish),
    ("开始-完成", DependencyKind::StartToFinish),
    ("完成到开始", DependencyKind::FinishToStart),
    ("开始到开始", DependencyKind::StartToStart),
    ("完成到完成", DependencyKind::FinishToFinish),
    ("开始到完成", DependencyKind::StartToFinish),
    ("完成开始", DependencyKind::FinishToStart),
    ("开始开始", DependencyKind::StartToStart),
    ("完成完成", DependencyKind::FinishToFinish),
    ("开始完成", DependencyKind::StartToFinish),
    ("fs", DependencyKind::FinishToStart),
    ("ss", DependencyKind::StartToStart),
    ("ff", DependencyKind::FinishToFinish),
    ("sf", DependencyKind::StartToFinish),
];

/// Reads a list of dependencies; the second list holds the pieces that are none.
///
/// A piece that is an id as it stands means finish to start without lag. Pieces are cut at `;` and `、`,
/// and at `,` in a list without `;`. An id may stand between quotation marks, doubled inside.
pub fn links(text: &str, is_id: &dyn Fn(&str) -> bool) -> (Vec<Link>, Vec<String>) {
    let (mut good, mut bad) = (Vec::new(), Vec::new());
    let semicolons = cut(text, &[';', '；', '、', '\n']);
    let pieces = if semicolons.len() > 1 { semicolons } else { cut(text, &[',', '，']) };
    for piece in pieces.into_iter().map(str::trim).filter(|piece| !piece.is_empty()) {
        match link(piece, is_id) {
            Some(link) => good.push(link),
            None => bad.push(piece.to_owned()),
        }
    }
    (good, bad)
}

/// Cuts at marks outside quotation marks.
fn cut<'a>(text: &'a str, marks: &[char]) -> Vec<&'a str> {
    let (mut pieces, mut start, mut quoted) = (Vec::new(), 0, false);
    for (at, c) in text.char_indices() {
        quoted ^= c == '"';
        if !quoted && marks.contains(&c) {
            pieces.push(text.get(start..at).unwrap_or_default());
            start = at + c.len_utf8();
        }
    }
    pieces.push(text.get(start..).unwrap_or_default());
    pieces
}

fn link(piece: &str, is_id: &dyn Fn(&str) -> bool) -> Option<Link> {
    if let Some(rest) = piece.strip_prefix('"') {
        let (id, tail) = unquoted(rest)?;
        let (kind, lag) = kind_and_lag(tail.trim())?;
        return Some(Link { predecessor: id, kind, lag });
    }
    let bare =
        |id: &str| Link { predecessor: id.to_owned(), kind: DependencyKind::default(), lag: Lag::Days(0.0) };
    if is_id(piece) {
        return Some(bare(piece));
    }
    // The kind stands before the lag, and an id may hold a sign: the last sign that leaves a kind counts.
    for (at, _) in piece.char_indices().rev().filter(|(_, c)| matches!(c, '+' | '-' | '−')) {
        let (head, tail) = piece.split_at_checked(at)?;
        if tail.len() > LAG_LENGTH {
            break;
        }
        let Some(lag) = lag(tail) else { continue };
        let head = head.trim_end();
        if let Some((id, kind)) = ends_in_kind(head) {
            return Some(Link { predecessor: id.to_owned(), kind, lag });
        }
        if is_id(head) {
            return Some(Link { lag, ..bare(head) });
        }
    }
    match ends_in_kind(piece) {
        Some((id, kind)) => Some(Link { predecessor: id.to_owned(), kind, lag: Lag::Days(0.0) }),
        None => Some(bare(piece)),
    }
}

/// Id between quotation marks, the first of which is gone, and what follows.
fn unquoted(text: &str) -> Option<(String, &str)> {
    let mut id = String::new();
    let mut rest = text;
    loop {
        let (before, after) = rest.split_once('"')?;
        id.push_str(before);
        match after.strip_prefix('"') {
            Some(more) => {
                id.push('"');
                rest = more;
            }
            None => return Some((id, after)),
        }
    }
}

fn kind_and_lag(text: &str) -> Option<(DependencyKind, Lag)> {
    let folded = text.to_lowercase();
    let found = KINDS.iter().find_map(|(name, kind)| folded.strip_prefix(name).map(|rest| (*kind, rest)));
    let (kind, rest) = found.unwrap_or((DependencyKind::default(), folded.as_str()));
    let rest = rest.trim();
    Some((kind, if rest.is_empty() { Lag::Days(0.0) } else { lag(rest)? }))
}

fn ends_in_kind(text: &str) -> Option<(&str, DependencyKind)> {
    KINDS.iter().find_map(|(name, kind)| {
        let at = text.len().checked_sub(name.len())?;
        let (id, end) = text.split_at_checked(at)?;
        let id = id.trim_end();
        (end.to_lowercase() == *name && !id.is_empty()).then_some((id, *kind))
    })
}

/// A sign, a number and a unit: `+3d`, `-2.5 天`, `+50%`, `+1ed`; days without a unit.
fn lag(text: &str) -> Option<Lag> {
    let (sign, rest) = match text.strip_prefix('+') {
        Some(rest) => (1.0, rest),
        None => (-1.0, text.strip_prefix(['-', '−'])?),
    };
    let rest = rest.trim();
    let end = rest.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ',')).unwrap_or(rest.len());
    let (number, unit) = rest.split_at_checked(end)?;
    let number = number.replace(',', ".").parse::<f64>().ok().filter(|value| value.is_finite())? * sign;
    let unit = unit.trim().trim_end_matches('?').to_lowercase();
    let days = match unit.as_str() {
        "" | "d" | "day" | "days" | "天" | "日" | "工作日" | "个工作日" | "ed" | "eday" | "edays" => {
            number
        }
        "w" | "wk" | "week" | "weeks" | "周" => number * DAYS_PER_WEEK,
        "ew" | "eweek" | "eweeks" => number * 7.0,
        "mo" | "mon" | "month" | "months" | "月" | "个月" => number * DAYS_PER_MONTH,
        "emo" => number * 30.0,
        "h" | "hr" | "hrs" | "hour" | "hours" | "小时" | "工时" => number / HOURS_PER_DAY,
        "eh" => number / 24.0,
        "m" | "min" | "mins" | "分钟" => number / (60.0 * HOURS_PER_DAY),
        "em" => number / (60.0 * 24.0),
        "%" | "％" | "e%" => return Some(Lag::PercentOfPredecessor(number)),
        _ => return None,
    };
    (days.abs() <= LAG_LIMIT_DAYS).then_some(Lag::Days(days))
}

/// Writes dependencies so that [`links`] reads them back.
pub fn links_text(list: &[Dependency], is_id: &dyn Fn(&str) -> bool) -> String {
    let texts: Vec<String> = list.iter().map(|dependency| link_text(dependency, is_id)).collect();
    texts.join("; ")
}

fn link_text(dependency: &Dependency, is_id: &dyn Fn(&str) -> bool) -> String {
    let kind = match dependency.kind {
        DependencyKind::FinishToStart => "FS",
        DependencyKind::StartToStart => "SS",
        DependencyKind::FinishToFinish => "FF",
        DependencyKind::StartToFinish => "SF",
    };
    let lag = match dependency.lag_days {
        days if days > 0.0 => format!("+{days}d"),
        days if days < 0.0 => format!("{days}d"),
        _ => String::new(),
    };
    let short = format!("{}{kind}{lag}", dependency.predecessor);
    let wanted = Link {
        predecessor: dependency.predecessor.clone(),
        kind: dependency.kind,
        lag: Lag::Days(dependency.lag_days),
    };
    let marks = [';', '；', '、', ',', '，', '\n', '"'];
    if !short.contains(marks) && short.trim() == short && link(&short, is_id).as_ref() == Some(&wanted) {
        return short;
    }
    format!("\"{}\"{kind}{lag}", dependency.predecessor.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use DependencyKind::{FinishToFinish, FinishToStart, StartToFinish, StartToStart};

    fn read(text: &str) -> Vec<(String, DependencyKind, Lag)> {
        let (good, bad) = links(text, &|id| matches!(id, "A-1" | "7FS" | "A12"));
        assert!(bad.is_empty(), "{text}: {bad:?}");
        good.into_iter().map(|link| (link.predecessor, link.kind, link.lag)).collect()
    }

    #[test]
    fn the_notation_of_microsoft_project() {
        let one = |id: &str, kind, days| vec![(id.to_owned(), kind, Lag::Days(days))];
        for (text, wanted) in [
            ("A12", one("A12", FinishToStart, 0.0)),
            ("A12FS+3d", one("A12", FinishToStart, 3.0)),
            ("A12 ss - 2 days", one("A12", StartToStart, -2.0)),
            ("A12完成-开始+3天", one("A12", FinishToStart, 3.0)),
            ("A12 开始-完成 -1.5 个工作日", one("A12", StartToFinish, -1.5)),
            ("A12FF+2w", one("A12", FinishToFinish, 10.0)),
            ("A12SS+16h", one("A12", StartToStart, 2.0)),
            ("A12+4ed", one("A12", FinishToStart, 4.0)),
            ("A-1", one("A-1", FinishToStart, 0.0)),
            ("A-1SS", one("A-1", StartToStart, 0.0)),
            ("A-1-2d", one("A-1", FinishToStart, -2.0)),
            ("7FS", one("7FS", FinishToStart, 0.0)),
            ("\"7\"FS", one("7", FinishToStart, 0.0)),
            ("\"a;\"\"b\"SF-1d", one("a;\"b", StartToFinish, -1.0)),
        ] {
            assert_eq!(read(text), wanted, "{text}");
        }
        assert_eq!(read("A12FS+50%")[0].2, Lag::PercentOfPredecessor(50.0));
        assert_eq!(read("A12FS+3d; B7SS").len(), 2);
        assert_eq!(read("3,4,5SS").len(), 3);
        assert_eq!(read("3FS+1,5d; 4")[0].2, Lag::Days(1.5));
        assert_eq!(read("完成-开始")[0].0, "完成-开始");
        assert_eq!(links("\"open", &|_| false).1, ["\"open"]);
    }

    #[test]
    fn odd_ids_are_written_in_quotation_marks() {
        let dependency =
            |id: &str| Dependency { predecessor: id.into(), kind: FinishToStart, lag_days: -2.25 };
        let list: Vec<Dependency> =
            ["A", "A12FS", "x;y", "q\"r", "a,b", "A-1", "FS", " x", "+3d", "完成-开始"]
                .map(dependency)
                .to_vec();
        let is_id = |id: &str| list.iter().any(|d| d.predecessor == id);
        let text = links_text(&list, &is_id);
        assert!(text.starts_with("AFS-2.25d; "), "{text}");
        let (read, bad) = links(&text, &is_id);
        assert!(bad.is_empty());
        for (link, wanted) in read.iter().zip(&list) {
            assert_eq!((&link.predecessor, link.lag), (&wanted.predecessor, Lag::Days(wanted.lag_days)));
        }
        assert_eq!(read.len(), list.len());
        assert_eq!(links("", &is_id), (vec![], vec![]));
        assert!(read.first().unwrap().predecessor == "A");
    }
}
