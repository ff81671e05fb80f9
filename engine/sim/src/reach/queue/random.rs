//! Random numbers that are the same everywhere (SplitMix64, Steele et al. 2014).

use linli_model::Key;

/// A seeded source of random numbers.
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// The source for runs of one thing: its draws depend on its key and not on what else there is, so that variants
    /// are compared under the same chance.
    pub fn of(seed: u64, key: &Key, run: u64) -> Self {
        // FNV-1a.
        let hash = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        let salt = key.as_str().bytes().fold(0xcbf2_9ce4_8422_2325, hash);
        Self::new(seed ^ Self::new(salt.wrapping_add(run)).bits())
    }

    /// The source of a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A whole number below `bound`; 0 when there is none.
    pub fn below(&mut self, bound: u64) -> u64 {
        // The product of 64 × 64 bits keeps the bias below 2⁻⁶⁴ × bound.
        ((u128::from(self.bits()) * u128::from(bound)) >> 64) as u64
    }

    /// A number from 0 up to, but not 1.
    pub fn share(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1_u64 << 53) as f64
    }
}
