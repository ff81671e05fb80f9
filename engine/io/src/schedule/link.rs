//! Element links, storeys and kinds of work as text.

use linli_model::{Key, Selector, StoreyRange, Work};

/// A field of the user that a schedule program carries along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Custom {
    /// Selectors.
    Elements,
    /// Kind of work.
    Work,
    /// Range of storeys.
    Storeys,
}

impl Custom {
    /// The field of a name: `Linli:Elements`, `linli_work`, 构件, …
    pub fn of(name: &str) -> Option<Self> {
        match folded(name).as_str() {
            "linlielements" | "构件" | "关联构件" => Some(Self::Elements),
            "linliwork" | "工作" | "工作类型" => Some(Self::Work),
            "linlistoreys" | "linlistories" | "楼层" => Some(Self::Storeys),
            _ => None,
        }
    }
}

/// A name for comparing: small letters and digits of any script only.
pub fn folded(name: &str) -> String {
    name.chars().take(200).filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Kind of work; `None` when the word is not known.
pub fn work(text: &str) -> Option<Work> {
    let word = text.trim().to_lowercase();
    if let Some(work) = Work::ALL.into_iter().find(|work| work.name() == word) {
        return Some(work);
    }
    match word.as_str() {
        "construct" | "construction" | "install" | "新建" | "建设" | "建造" | "施工" => {
            Some(Work::Build)
        }
        "demolition" | "remove" | "拆除" => Some(Work::Demolish),
        "maintenance" | "repair" | "维护" | "维修" | "改造" => Some(Work::Maintain),
        "temp" | "临时" | "临建" => Some(Work::Temporary),
        "closure" | "封闭" | "占道" => Some(Work::Close),
        _ => None,
    }
}

/// Reads a list of selectors; the second list holds the pieces that are none.
pub fn selectors(text: &str) -> (Vec<Selector>, Vec<String>) {
    let (mut good, mut bad) = (Vec::new(), Vec::new());
    for piece in pieces(text) {
        let raw = piece.trim();
        if raw.is_empty() {
            continue;
        }
        match selector(raw) {
            Some(selector) => good.push(selector),
            None => bad.push(raw.to_owned()),
        }
    }
    (good, bad)
}

/// Cuts at `;`, `；` and line ends that no backslash stands before.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let (mut start, mut escaped) = (0, false);
    for (at, c) in text.char_indices() {
        if !escaped && matches!(c, ';' | '；' | '\n' | '\r') {
            pieces.push(text.get(start..at).unwrap_or_default());
            start = at + c.len_utf8();
        }
        escaped = !escaped && c == '\\';
    }
    pieces.push(text.get(start..).unwrap_or_default());
    pieces
}

fn selector(raw: &str) -> Option<Selector> {
    let (prefix, rest) = raw.split_once([':', '：']).map_or(("", raw), |(p, rest)| (p.trim(), rest));
    let whole = |text: &str| Some(plain(text.trim())).filter(|text| !text.is_empty());
    match prefix.to_lowercase().as_str() {
        "key" | "键" | "构件" => Some(Selector::Key(Key::from(whole(rest)?))),
        "name" | "名称" => Some(Selector::Name(whole(rest)?)),
        "zone" | "区域" => Some(Selector::Zone(Key::from(whole(rest)?))),
        _ => Some(Selector::Key(Key::from(whole(raw)?))),
    }
}

/// Takes the backslashes away: `\n` and `\r` are line ends, before any other character it stands for that.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut escaped = false;
    for c in text.chars() {
        match (escaped, c) {
            (false, '\\') => escaped = true,
            (true, 'n') => (out.push('\n'), escaped = false).1,
            (true, 'r') => (out.push('\r'), escaped = false).1,
            _ => (out.push(c), escaped = false).1,
        }
    }
    out
}

/// Writes selectors so that [`selectors`] reads them back.
pub fn selectors_text(list: &[Selector]) -> String {
    let texts: Vec<String> = list
        .iter()
        .map(|selector| match selector {
            Selector::Key(key) => format!("key:{}", escaped(key.as_str())),
            Selector::Name(pattern) => format!("name:{}", escaped(pattern)),
            Selector::Zone(key) => format!("zone:{}", escaped(key.as_str())),
        })
        .collect();
    texts.join("; ")
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            ';' | '；' | '\\' => out.extend(['\\', c]),
            _ => out.push(c),
        }
    }
    out
}

/// Reads storeys: `1-18`, `-2--1`, `5`, `B2-F3`, `地下2层至18层`; the order of the two ends is of no matter.
pub fn storeys(text: &str) -> Option<StoreyRange> {
    let text: String = text.trim().chars().take(60).filter(|c| !c.is_whitespace()).collect();
    // The sign of the first level is no dash between two levels.
    let after_sign = text.char_indices().nth(1).map_or(text.len(), |(at, _)| at);
    let (head, tail) = text.split_at_checked(after_sign)?;
    let cut = tail.find(['-', '~', '～', '至', '–', '—', '−', '.']).map(|at| at + head.len());
    let (a, b) = match cut {
        None => (level(&text)?, level(&text)?),
        Some(at) => {
            let (low, rest) = text.split_at_checked(at)?;
            let mark = rest.chars().next()?;
            let high = if mark == '.' { rest.strip_prefix("..")? } else { rest.strip_prefix(mark)? };
            (level(low)?, level(high)?)
        }
    };
    Some(StoreyRange { from_level: a.min(b), to_level: a.max(b) })
}

fn level(text: &str) -> Option<i16> {
    let text = text.to_lowercase();
    let text = text.trim_end_matches(['层', '楼', 'f']);
    let (number, below) = match text.strip_prefix(['b', '-', '−']).or_else(|| text.strip_prefix("地下")) {
        Some(number) => (number, true),
        None => {
            (text.strip_prefix("地上").or_else(|| text.strip_prefix(['f', 'l', '+'])).unwrap_or(text), false)
        }
    };
    if number.is_empty() || !number.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number: i32 = number.parse().ok()?;
    i16::try_from(if below { -number } else { number }).ok().filter(|level| *level != 0)
}

/// Writes storeys so that [`storeys`] reads them back.
pub fn storeys_text(range: StoreyRange) -> String {
    format!("{}-{}", range.from_level, range.to_level)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(from_level: i16, to_level: i16) -> Option<StoreyRange> {
        Some(StoreyRange { from_level, to_level })
    }

    #[test]
    fn storeys_in_many_dresses() {
        for (text, wanted) in [
            ("1-18", range(1, 18)),
            ("-2--1", range(-2, -1)),
            ("-2-3", range(-2, 3)),
            ("5", range(5, 5)),
            ("-1", range(-1, -1)),
            ("B2-F3", range(-2, 3)),
            ("地下2层至18层", range(-2, 18)),
            ("18~1", range(1, 18)),
            ("1..4", range(1, 4)),
            ("1F - 3F", range(1, 3)),
            ("0-3", None),
            ("a-b", None),
            ("1-2-3", None),
            ("", None),
            ("1-", None),
            ("99999", None),
            ("1.5", None),
            ("-", None),
        ] {
            assert_eq!(storeys(text), wanted, "{text}");
        }
        assert_eq!(storeys(&storeys_text(StoreyRange { from_level: -32768, to_level: 7 })), range(-32768, 7));
    }

    #[test]
    fn selectors_are_cut_and_named() {
        let (good, bad) = selectors("key:osm/way/1; name:Tower*；zone:z1;way:7; ; 名称：塔楼*;key:");
        assert_eq!(
            good,
            [
                Selector::Key("osm/way/1".into()),
                Selector::Name("Tower*".into()),
                Selector::Zone("z1".into()),
                Selector::Key("way:7".into()),
                Selector::Name("塔楼*".into()),
            ]
        );
        assert_eq!(bad, ["key:"]);
        let odd = vec![Selector::Name("a;b\\c；d\ne".into()), Selector::Key("key:x".into())];
        assert_eq!(selectors(&selectors_text(&odd)), (odd, vec![]));
    }

    #[test]
    fn work_has_two_languages() {
        for (text, wanted) in [("Demolish", Work::Demolish), ("新建", Work::Build), (" 封闭 ", Work::Close)]
        {
            assert_eq!(work(text), Some(wanted));
        }
        assert_eq!(work("dance"), None);
    }

    #[test]
    fn custom_fields_are_known_by_name() {
        assert_eq!(Custom::of("Linli:Elements"), Some(Custom::Elements));
        assert_eq!(Custom::of("linli_work"), Some(Custom::Work));
        assert_eq!(Custom::of("楼层"), Some(Custom::Storeys));
        assert_eq!(Custom::of("Text1"), None);
    }
}
