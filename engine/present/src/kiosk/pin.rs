//! The staff PIN: kept as a hash, tried a few times only.

use pbkdf2::pbkdf2_hmac;
use sha2::Sha256;

/// Rounds of new hashes: the OWASP Password Storage Cheat Sheet asks for 600,000 of PBKDF2-HMAC-SHA256.
pub const PIN_ROUNDS: u32 = 600_000;
/// Rounds that a hash may ask for: fewer protect nothing, more would hold the picture.
const ROUNDS: std::ops::RangeInclusive<u32> = 1_000..=5_000_000;
/// Digits of a PIN.
pub const PIN_DIGITS: std::ops::RangeInclusive<usize> = 4..=12;
/// So many wrong tries shut the door.
const TRIES: u8 = 5;
/// For so long, milliseconds.
const LOCK_MS: u64 = 600_000;
/// Name of the scheme in front of every hash.
const SCHEME: &str = "pbkdf2-sha256";

/// A PIN that cannot be read back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PinHash {
    rounds: u32,
    salt: Vec<u8>,
    hash: [u8; 32],
}

fn derived(pin: &str, salt: &[u8], rounds: u32) -> [u8; 32] {
    let mut hash = [0; 32];
    pbkdf2_hmac::<Sha256>(pin.as_bytes(), salt, rounds, &mut hash);
    hash
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn bytes(hex: &str) -> Option<Vec<u8>> {
    if !hex.len().is_multiple_of(2) || !hex.is_ascii() {
        return None;
    }
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(hex.get(at..at + 2)?, 16).ok()).collect()
}

impl PinHash {
    /// The hash of a PIN with a salt that nobody else uses.
    ///
    /// # Errors
    /// When it is not 4 to 12 digits.
    pub fn new(pin: &str, salt: &[u8; 16], rounds: u32) -> Result<Self, String> {
        if !PIN_DIGITS.contains(&pin.len()) || !pin.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(format!("a PIN has {} to {} digits", PIN_DIGITS.start(), PIN_DIGITS.end()));
        }
        let rounds = rounds.clamp(*ROUNDS.start(), *ROUNDS.end());
        Ok(Self { rounds, salt: salt.to_vec(), hash: derived(pin, salt, rounds) })
    }

    /// Reads `$pbkdf2-sha256$ROUNDS$SALT$HASH`, salt and hash as hexadecimal digits.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(text: &str) -> Result<Self, String> {
        let parts: Vec<&str> = text.trim().split('$').collect();
        let &["", SCHEME, rounds, salt, hash] = parts.as_slice() else {
            return Err("it is not what `linli kiosk --new-pin` prints".to_owned());
        };
        let rounds: u32 = rounds.parse().map_err(|_| format!("{rounds} is no number of rounds"))?;
        if !ROUNDS.contains(&rounds) {
            return Err(format!("{rounds} rounds are not between {} and {}", ROUNDS.start(), ROUNDS.end()));
        }
        let salt = bytes(salt).filter(|salt| salt.len() >= 8).ok_or("its salt is damaged")?;
        let hash = bytes(hash).and_then(|hash| hash.try_into().ok()).ok_or("its hash is damaged")?;
        Ok(Self { rounds, salt, hash })
    }

    /// The text that [`Self::read`] reads.
    pub fn write(&self) -> String {
        format!("${SCHEME}${}${}${}", self.rounds, hex(&self.salt), hex(&self.hash))
    }

    /// Whether it is the hash of a PIN. Takes as long for a wrong one.
    pub fn is_of(&self, pin: &str) -> bool {
        let tried = derived(pin, &self.salt, self.rounds);
        tried.iter().zip(&self.hash).fold(0, |all, (a, b)| all | (a ^ b)) == 0
    }
}

/// What came of a try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PinTry {
    /// It is the PIN.
    Right,
    /// It is not; so many tries are left.
    Wrong(u8),
    /// Nothing was looked at; it is locked until then, milliseconds.
    Locked(u64),
}

/// The door of the staff menu.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PinGate {
    hash: Option<PinHash>,
    wrong: u8,
    locked_until_ms: u64,
}

impl PinGate {
    /// A door with a lock; without one it never opens.
    pub fn new(hash: Option<PinHash>) -> Self {
        Self { hash, ..Self::default() }
    }

    /// Whether there is a PIN that opens it.
    pub fn can_open(&self) -> bool {
        self.hash.is_some()
    }

    /// Until when it is locked, milliseconds; `None` when it is not.
    pub fn locked_until(&self, now_ms: u64) -> Option<u64> {
        (now_ms < self.locked_until_ms).then_some(self.locked_until_ms)
    }

    /// Tries a PIN.
    pub fn try_pin(&mut self, now_ms: u64, pin: &str) -> PinTry {
        if let Some(until) = self.locked_until(now_ms) {
            return PinTry::Locked(until);
        }
        if self.hash.as_ref().is_some_and(|hash| hash.is_of(pin)) {
            self.wrong = 0;
            return PinTry::Right;
        }
        self.wrong += 1;
        if self.wrong < TRIES {
            return PinTry::Wrong(TRIES - self.wrong);
        }
        self.wrong = 0;
        self.locked_until_ms = now_ms.saturating_add(LOCK_MS);
        PinTry::Locked(self.locked_until_ms)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn hashes_are_the_published_ones() {
        // PBKDF2-HMAC-SHA256 of "passwd", "salt", 1 round: RFC 7914, section 11 (its first 32 bytes).
        assert!(hex(&derived("passwd", b"salt", 1)).starts_with("55ac046e56e3089fec1691c22544b605"));
    }

    #[test]
    fn a_hash_is_written_and_read_and_damage_is_told() {
        let hash = PinHash::new("246810", &[7; 16], 1_000).unwrap();
        let text = hash.write();
        assert!(!text.contains("246810"));
        let read = PinHash::read(&text).unwrap();
        assert!(read.is_of("246810") && !read.is_of("246811") && !read.is_of(""));
        let bad = [
            "",
            "1234",
            "$pbkdf2-sha256$1$00$00",
            "$md5$1000$00$00",
            &text[..text.len() - 1],
            "$pbkdf2-sha256$9999999999$00$00",
        ];
        for bad in bad {
            assert!(PinHash::read(bad).is_err(), "{bad}");
        }
        assert!(
            PinHash::new("12a4", &[0; 16], 1_000).is_err() && PinHash::new("123", &[0; 16], 1_000).is_err()
        );
    }

    #[test]
    fn five_wrong_tries_lock_the_door_for_ten_minutes() {
        let mut gate = PinGate::new(PinHash::new("2468", &[1; 16], 1_000).ok());
        for left in (1..5).rev() {
            assert_eq!(gate.try_pin(0, "0000"), PinTry::Wrong(left));
        }
        assert_eq!(gate.try_pin(0, "0000"), PinTry::Locked(600_000));
        assert_eq!(gate.try_pin(599_999, "2468"), PinTry::Locked(600_000), "even the right one");
        assert_eq!(gate.try_pin(600_000, "2468"), PinTry::Right);
        assert_eq!(PinGate::default().try_pin(0, ""), PinTry::Wrong(4), "without a PIN nothing opens it");
    }
}
