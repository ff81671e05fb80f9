//! Names with wildcards: `*` any run of characters, `?` one.

/// Whether a pattern matches the whole of a text; upper and lower case differ.
pub(super) fn matches(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pattern.as_bytes(), text.as_bytes());
    let (mut p, mut t) = (0, 0);
    // Where to go on when the run of the last star has to be one character longer.
    let mut again: Option<(usize, usize)> = None;
    loop {
        match (pattern.get(p), text.get(t)) {
            (Some(b'*'), _) => {
                p += 1;
                again = Some((p, t));
                continue;
            }
            (Some(b'?'), Some(&lead)) => {
                (p, t) = (p + 1, t + width(lead));
                continue;
            }
            (Some(a), Some(b)) if a == b => {
                (p, t) = (p + 1, t + 1);
                continue;
            }
            (None, None) => return true,
            _ => {}
        }
        let Some((after_star, from)) = again else { return false };
        let Some(&lead) = text.get(from) else { return false };
        (p, t) = (after_star, from + width(lead));
        again = Some((p, t));
    }
}

/// Bytes of a character by its first byte (UTF-8).
fn width(lead: u8) -> usize {
    match lead {
        0xF0.. => 4,
        0xE0.. => 3,
        0xC0.. => 2,
        _ => 1,
    }
}

/// Three bytes that a text holds, and the number of the text, sorted.
pub(super) struct Trigrams(Vec<(u32, u32)>);

impl Trigrams {
    /// The trigrams of numbered texts.
    pub fn of<'a>(texts: impl Iterator<Item = (u32, &'a str)>) -> Self {
        let mut all = Vec::new();
        for (number, text) in texts {
            all.extend(text.as_bytes().windows(3).map(|bytes| (packed(bytes), number)));
        }
        all.sort_unstable();
        all.dedup();
        Self(all)
    }

    /// The texts that hold the rarest trigram of a pattern, sorted; `None` when the pattern has no run
    /// of three plain bytes, so that every text has to be looked at.
    pub fn candidates(&self, pattern: &str) -> Option<&[(u32, u32)]> {
        let runs = pattern.as_bytes().split(|byte| matches!(byte, b'*' | b'?'));
        let found = runs.flat_map(|run| run.windows(3)).map(|bytes| {
            let wanted = packed(bytes);
            let first = self.0.partition_point(|(trigram, _)| *trigram < wanted);
            let last = self.0.partition_point(|(trigram, _)| *trigram <= wanted);
            self.0.get(first..last).unwrap_or_default()
        });
        found.min_by_key(|texts| texts.len())
    }
}

fn packed(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |all, byte| all << 8 | u32::from(*byte))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The definition: a star is nothing, or one character and a star.
    fn by_definition(pattern: &[char], text: &[char]) -> bool {
        match (pattern.split_first(), text.split_first()) {
            (None, None) => true,
            (Some(('*', rest)), None) => by_definition(rest, text),
            (Some(('*', rest)), Some((_, after))) => {
                by_definition(rest, text) || by_definition(pattern, after)
            }
            (Some((p, rest)), Some((t, after))) => (*p == '?' || p == t) && by_definition(rest, after),
            _ => false,
        }
    }

    #[test]
    fn wildcards_match_whole_characters() {
        assert!(matches("A1-*", "A1-塔楼") && matches("?号楼", "三号楼") && matches("*", ""));
        assert!(!matches("A1", "A12") && !matches("??", "楼") && !matches("a*", "A1"));
        assert!(matches("*楼*b", "一楼楼bb") && !matches("*楼?", "楼"));
    }

    proptest! {
        #[test]
        fn matching_is_the_definition(pattern in "[ab楼*?]{0,7}", text in "[ab楼]{0,9}") {
            let chars = |s: &str| s.chars().collect::<Vec<_>>();
            prop_assert_eq!(matches(&pattern, &text), by_definition(&chars(&pattern), &chars(&text)));
        }

        #[test]
        fn no_match_is_lost_among_the_trigrams(
            pattern in "[ab楼]{0,4}[*?][ab楼]{0,4}",
            texts in prop::collection::vec("[ab楼]{0,9}", 0..9),
        ) {
            let trigrams = Trigrams::of((0_u32..).zip(texts.iter().map(String::as_str)));
            if let Some(candidates) = trigrams.candidates(&pattern) {
                for (number, text) in (0_u32..).zip(&texts) {
                    let found = candidates.iter().any(|(_, n)| *n == number);
                    prop_assert!(found || !matches(&pattern, text));
                }
            }
        }
    }
}
