//! Text in boxes: how wide it is in the font that Linli ships, where lines break, which size fits.

/// Advance of the characters from space to `~` in Noto Sans CJK SC Regular, thousandths of the size.
const ADVANCE: [u16; 95] = [
    224, 323, 474, 555, 555, 921, 680, 278, 338, 338, 467, 555, 278, 347, 278, 392, 555, 555, 555, 555, 555,
    555, 555, 555, 555, 555, 278, 278, 555, 555, 555, 474, 946, 608, 657, 638, 688, 589, 552, 689, 728, 293,
    535, 646, 543, 812, 723, 742, 633, 742, 635, 596, 599, 721, 575, 878, 573, 531, 603, 338, 392, 338, 555,
    559, 606, 563, 618, 510, 620, 554, 325, 564, 607, 275, 275, 552, 284, 926, 610, 606, 620, 620, 388, 468,
    377, 607, 521, 802, 498, 521, 475, 338, 270, 338, 555,
];
/// Height of a line over the size of its letters: ascent 1160 and descent 288 thousandths.
pub const LINE_HEIGHT: f64 = 1.448;
/// Height of capitals over the size of the letters.
pub const CAP_HEIGHT: f64 = 0.733;
/// May not begin a line (GB/T 15834—2011, 标点符号用法).
const NEVER_FIRST: &str = "，。、；：？！）》」』】〉”’…·％℃,.;:?!)]}%";
/// May not end a line.
const NEVER_LAST: &str = "（《「『【〈“‘([{";
/// Longest text that is set, characters: more is no text for a screen.
const MOST_CHARACTERS: usize = 4_000;

/// Advance of a character, as a share of the size; never less than the font's own.
pub fn advance_em(character: char) -> f64 {
    let ascii = (character as usize).checked_sub(32).and_then(|at| ADVANCE.get(at));
    match (ascii, character) {
        (Some(thousandths), _) => f64::from(*thousandths) / 1000.0,
        (None, '\n') => 0.0,
        // The one letter that is wider than the square of a Chinese character.
        (None, 'Ю') => 1.014,
        (None, _) => 1.0,
    }
}

/// Width of a text on one line, as a share of the size of its letters.
pub fn width_em(text: &str) -> f64 {
    text.chars().map(advance_em).sum()
}

/// Whether a line may end between two characters.
fn breaks_between(before: char, after: char) -> bool {
    if NEVER_FIRST.contains(after) || NEVER_LAST.contains(before) || after == ' ' {
        return false;
    }
    let square = |c: char| !c.is_ascii() && (c as u32) >= 0x2E80;
    before == ' ' || before == '-' || square(before) || square(after)
}

/// Lines of a text that are at most so wide. A single word that is wider is cut inside.
pub fn lines(text: &str, most_em: f64) -> Vec<String> {
    let mut lines = Vec::new();
    let shown: String = text.chars().take(MOST_CHARACTERS).collect();
    for paragraph in shown.split('\n') {
        let characters: Vec<char> = paragraph.chars().collect();
        let mut start = 0;
        while start < characters.len() {
            let end = line_end(&characters, start, most_em);
            let line: String = characters[start..end].iter().collect();
            lines.push(line.trim_end().to_owned());
            start = end;
            while characters.get(start) == Some(&' ') {
                start += 1;
            }
        }
        if characters.is_empty() {
            lines.push(String::new());
        }
    }
    lines
}

/// Where the line that begins at `start` ends.
fn line_end(characters: &[char], start: usize, most_em: f64) -> usize {
    let (mut width, mut last_break) = (0.0, None);
    for at in start..characters.len() {
        if at > start && breaks_between(characters[at - 1], characters[at]) {
            last_break = Some(at);
        }
        // A space at the end of a line takes no room.
        if characters[at] != ' ' && width + advance_em(characters[at]) > most_em + 1e-9 {
            return last_break.unwrap_or_else(|| at.max(start + 1));
        }
        width += advance_em(characters[at]);
    }
    characters.len()
}

/// A text set into a box.
#[derive(Clone, Debug, PartialEq)]
pub struct Fitted {
    /// Size of the letters, pixels.
    pub size_px: f64,
    /// Lines.
    pub lines: Vec<String>,
    /// Whether all of it is in the box; else what did not fit was left out and `…` stands in its place.
    pub whole: bool,
}

impl Fitted {
    /// Width and height of the set text, pixels.
    pub fn extent_px(&self) -> [f64; 2] {
        let widest = self.lines.iter().map(|line| width_em(line)).fold(0.0, f64::max);
        [widest * self.size_px, self.lines.len() as f64 * LINE_HEIGHT * self.size_px]
    }
}

/// Sets a text into a box as large as it fits: from `largest_px` down to `least_px`, not below, since smaller
/// letters cannot be read.
pub fn fit(text: &str, [width_px, height_px]: [f64; 2], largest_px: f64, least_px: f64) -> Fitted {
    let mut size_px = largest_px.max(least_px);
    loop {
        let set = lines(text, width_px / size_px);
        let fits = |set: &[String]| {
            set.len() as f64 * LINE_HEIGHT * size_px <= height_px + 1e-6
                && set.iter().all(|line| width_em(line) * size_px <= width_px + 1e-6)
        };
        if fits(&set) {
            return Fitted { size_px, lines: set, whole: true };
        }
        if size_px <= least_px {
            return cut(set, [width_px, height_px], size_px);
        }
        size_px = (size_px * 0.96).max(least_px);
    }
}

/// What of the lines has room, with a sign that more was meant.
fn cut(mut set: Vec<String>, [width_px, height_px]: [f64; 2], size_px: f64) -> Fitted {
    let room = (height_px / (LINE_HEIGHT * size_px)).floor().max(0.0) as usize;
    set.truncate(room);
    if let Some(last) = set.last_mut() {
        last.push('…');
        while width_em(last) * size_px > width_px && last.chars().count() > 1 {
            last.pop();
            last.pop();
            last.push('…');
        }
    }
    Fitted { size_px, lines: set, whole: false }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_table_is_that_of_the_shipped_font() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../assets/fonts/NotoSansSC-Regular-GBK.otf");
        let bytes = std::fs::read(path).unwrap();
        let face = ttf_parser::Face::parse(&bytes, 0).unwrap();
        assert_eq!(face.units_per_em(), 1000);
        let line = f64::from(face.ascender() - face.descender() + face.line_gap()) / 1000.0;
        assert!((line - LINE_HEIGHT).abs() < 1e-9);
        assert!((f64::from(face.capital_height().unwrap()) / 1000.0 - CAP_HEIGHT).abs() < 1e-9);
        let mut glyphs = 0;
        for character in (0..0x3_0000).filter_map(char::from_u32) {
            let Some(advance) = face.glyph_index(character).and_then(|g| face.glyph_hor_advance(g)) else {
                continue;
            };
            let real = f64::from(advance) / 1000.0;
            assert!(advance_em(character) >= real - 1e-9, "{character} is wider: {real}");
            if (' '..='~').contains(&character) || ('\u{4e00}'..='\u{9fff}').contains(&character) {
                assert!((advance_em(character) - real).abs() < 1e-9, "{character}: {real}");
            }
            glyphs += 1;
        }
        assert!(glyphs > 20_000, "{glyphs}");
    }

    #[test]
    fn lines_break_where_the_language_allows() {
        assert_eq!(lines("未来社区是什么？它在哪里。", 7.0), ["未来社区是什", "么？它在哪里。"]);
        assert_eq!(lines("The home of tomorrow", 6.0), ["The home of", "tomorrow"]);
        // No room for two: even a bracket stands alone rather than outside.
        assert_eq!(lines("（一）", 1.5), ["（", "一", "）"]);
        assert_eq!(lines("", 5.0), [""]);
        assert_eq!(lines("a\nb", 5.0), ["a", "b"]);
    }

    #[test]
    fn what_does_not_fit_is_said_to_be_cut() {
        let fitted = fit("一二三四五六七八九十", [100.0, 40.0], 30.0, 20.0);
        assert!(!fitted.whole && fitted.lines == ["一二三四…"]);
        let fitted = fit("一二三四五六七八九十", [200.0, 40.0], 30.0, 20.0);
        assert!(fitted.whole && (20.0..=20.01).contains(&fitted.size_px));
    }

    proptest! {
        #[test]
        fn nothing_ever_leaves_its_box(text in "[a-zA-Z0-9 ，。（）一-龥-]{0,120}", w in 60.0_f64..2000.0, h in 30.0_f64..600.0) {
            let fitted = fit(&text, [w, h], 60.0, 18.0);
            let [width, height] = fitted.extent_px();
            prop_assert!(width <= w + 1e-6 && height <= h + 1e-6, "{width} x {height} in {w} x {h}");
            if fitted.whole {
                let kept: String = fitted.lines.concat().chars().filter(|c| *c != ' ').collect();
                let meant: String = text.chars().filter(|c| *c != ' ').collect();
                prop_assert_eq!(kept, meant);
            }
        }
    }
}
