//! Content addresses.

use std::fmt;

use sha2::{Digest, Sha256};

/// The SHA-256 of some parts, in 64 hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(String);

impl Key {
    /// The address of `parts`. How they are divided counts: `["ab"]` and `["a", "b"]` are two addresses.
    pub fn of<P: AsRef<[u8]>>(parts: impl IntoIterator<Item = P>) -> Self {
        let mut hasher = Sha256::new();
        for part in parts {
            let part = part.as_ref();
            hasher.update((part.len() as u64).to_le_bytes());
            hasher.update(part);
        }
        Self(
            hasher
                .finalize()
                .iter()
                .map(|byte| format!("{byte:02x}"))
                .collect(),
        )
    }

    /// An address that was read.
    pub(crate) fn read(text: String) -> Self {
        Self(text)
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Which of `count` shares it belongs to, from 0; every share gets about as many.
    pub fn share(&self, count: u32) -> u32 {
        let head = self
            .0
            .get(..8)
            .and_then(|head| u32::from_str_radix(head, 16).ok());
        head.unwrap_or_default() % count.max(1)
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl AsRef<[u8]> for Key {
    fn as_ref(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_parts_are_divided_counts() {
        assert_ne!(Key::of(["ab"]), Key::of(["a", "b"]));
        assert_ne!(Key::of(["a", "b"]), Key::of(["b", "a"]));
        assert_eq!(Key::of(["a", "b"]), Key::of(["a", "b"]));
        let empty: [&str; 0] = [];
        // The SHA-256 of nothing, as the standard has it (FIPS 180-4).
        assert!(Key::of(empty).as_str().starts_with("e3b0c44298fc1c14"));
    }

    #[test]
    fn shares_are_about_equal_and_each_key_is_in_one() {
        let mut counts = [0; 3];
        for number in 0..3_000_u32 {
            counts[Key::of([number.to_le_bytes()]).share(3) as usize] += 1;
        }
        assert!(
            counts.iter().all(|count| (900..1_100).contains(count)),
            "{counts:?}"
        );
    }
}
