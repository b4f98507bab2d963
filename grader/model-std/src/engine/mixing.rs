//! Hashing of what the engine counts by: numbers and addresses that nobody chooses in order to make it slow.

use std::hash::{BuildHasherDefault, Hasher};

/// Every bit of the result depends on every bit of the number.
pub fn mix(bits: u64) -> u64 {
    let wide = u128::from(bits ^ 0x9E37_79B9_7F4A_7C15) * 0xD6E8_FEB8_6659_FD93;
    (wide >> 64) as u64 ^ wide as u64
}

/// A tenth of the time that std's hashing takes.
#[derive(Default)]
pub struct Mixer(u64);

/// What makes a [`Mixer`] for a table.
pub type Mixing = BuildHasherDefault<Mixer>;

impl Hasher for Mixer {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|&byte| self.write_u64(byte.into()));
    }

    fn write_u32(&mut self, number: u32) {
        self.write_u64(number.into());
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = mix(self.0 ^ number);
    }

    fn write_usize(&mut self, number: usize) {
        self.write_u64(number as u64);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::hash::BuildHasher;

    use super::*;

    #[test]
    fn neighbours_and_swapped_parts_are_told_apart() {
        let parts = 0..32_usize;
        let pairs = parts.flat_map(|one| (0..32_u32).map(move |other| (one, other)));
        let hash = |pair| Mixing::default().hash_one(pair);
        let hashes: HashSet<u64> = pairs.map(hash).collect();
        assert_eq!(hashes.len(), 32 * 32);
        // A table looks at the upper and at the lower bits alone.
        let upper: HashSet<u64> = hashes.iter().map(|hash| hash >> 57).collect();
        let lower: HashSet<u64> = hashes.iter().map(|hash| hash & 0x7f).collect();
        assert_eq!((upper.len(), lower.len()), (128, 128));
    }
}
