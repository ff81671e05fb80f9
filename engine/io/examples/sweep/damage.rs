//! Ways to damage bytes and the words of a text.

/// Most bytes of a damaged copy.
const LARGEST: usize = 6 << 20;
/// Whole numbers at the borders of what types hold.
const BORDERS: [i64; 14] =
    [0, 1, -1, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x7fff_ffff, 0xffff_ffff, i64::MAX, i64::MIN, 1 << 24, 1000];
/// Words that are numbers of a kind that is easily forgotten, and others that mean something to some format.
const WORDS: [&str; 20] = [
    "0",
    "-1",
    "1e308",
    "-1e308",
    "1e-320",
    "NaN",
    "inf",
    "4294967296",
    "9223372036854775807",
    "99999999999999999999",
    "-0.0",
    "null",
    "[]",
    "{}",
    "\"\"",
    "()",
    "$",
    "*",
    "#1",
    "00",
];

/// Chance that is the same for the same seed (SplitMix64; Steele, Lea and Flood, 2014).
pub struct Dice(pub u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below another; 0 below 0.
    pub fn below(&mut self, limit: usize) -> usize {
        if limit == 0 { 0 } else { (self.next() % limit as u64) as usize }
    }

    fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }
}

/// A damaged copy; `other` is a file of which a piece may be put in.
pub fn damaged(bytes: &[u8], other: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut copy = bytes.to_vec();
    let is_text = std::str::from_utf8(bytes).is_ok();
    for _ in 0..=dice.below(6) {
        if is_text && dice.below(3) > 0 {
            damage_words(&mut copy, dice);
        } else {
            damage_bytes(&mut copy, other, dice);
        }
        copy.truncate(LARGEST);
    }
    copy
}

/// A short range within bytes, mostly some bytes long and seldom thousands.
fn range(length: usize, dice: &mut Dice) -> std::ops::Range<usize> {
    let start = dice.below(length);
    let most = dice.one_of(&[4, 16, 64, 1024, 65_536]);
    start..(start + 1 + dice.below(most)).min(length)
}

fn damage_bytes(copy: &mut Vec<u8>, other: &[u8], dice: &mut Dice) {
    if copy.is_empty() {
        return;
    }
    let at = dice.below(copy.len());
    match dice.below(9) {
        0 => copy[at] ^= 1 << dice.below(8),
        1 => copy[at] = dice.one_of(&[0, 1, 0x7f, 0x80, 0xff]),
        2 | 3 => {
            let number = dice.one_of(&BORDERS);
            let width = dice.one_of(&[2, 4, 8]);
            let mut written = number.to_le_bytes()[..width].to_vec();
            if dice.below(3) == 0 {
                written.reverse();
            }
            copy.iter_mut().skip(at).zip(written).for_each(|(to, from)| *to = from);
        }
        4 => {
            copy.drain(range(copy.len(), dice));
        }
        5 => {
            let piece = copy[range(copy.len(), dice)].to_vec();
            let most = dice.one_of(&[1, 8, 300]);
            let times = 1 + dice.below(most);
            let room = (LARGEST / piece.len().max(1)).min(times);
            copy.splice(at..at, piece.repeat(room));
        }
        6 => copy.truncate(at),
        7 if !other.is_empty() => {
            let piece = other[range(other.len(), dice)].to_vec();
            copy.splice(at..at, piece);
        }
        _ => {
            let range = range(copy.len(), dice);
            copy[range].iter_mut().for_each(|byte| *byte = dice.next() as u8);
        }
    }
}

/// Where the word around or after a place is: signs of numbers belong to it.
fn word(copy: &[u8], at: usize) -> std::ops::Range<usize> {
    let is_part =
        |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'+' | b'_' | b'#');
    let start = copy.iter().skip(at).position(is_part).map_or(copy.len(), |skip| at + skip);
    let length = copy.iter().skip(start).take_while(|byte| is_part(byte)).count();
    start..start + length
}

/// Where the line around a place is, with its end.
fn line(copy: &[u8], at: usize) -> std::ops::Range<usize> {
    let start = copy.iter().take(at).rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
    let length =
        copy.iter().skip(start).position(|byte| *byte == b'\n').map_or(copy.len() - start, |end| end + 1);
    start..start + length
}

fn damage_words(copy: &mut Vec<u8>, dice: &mut Dice) {
    let (at, other) = (dice.below(copy.len()), dice.below(copy.len()));
    match dice.below(7) {
        0 | 1 => {
            copy.splice(word(copy, at), dice.one_of(&WORDS).bytes());
        }
        2 | 3 => {
            // References become circles, numbers those of other things.
            let piece = copy[word(copy, other)].to_vec();
            copy.splice(word(copy, at), piece);
        }
        4 => {
            copy.drain(line(copy, at));
        }
        5 => {
            let piece = copy[line(copy, other)].to_vec();
            let times = dice.one_of(&[1, 2, 50]).min(1 + LARGEST / piece.len().max(1));
            let place = line(copy, at).start;
            copy.splice(place..place, piece.repeat(times));
        }
        _ => {
            let place = word(copy, at);
            let piece = [b",", &copy[place.clone()]].concat();
            let times = dice.one_of(&[1, 20, 5000]).min(1 + LARGEST / piece.len());
            copy.splice(place.end..place.end, piece.repeat(times));
        }
    }
}
