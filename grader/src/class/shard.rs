//! A share of a class, for one of several machines: which files it grades depends on nothing but what is in them.

use std::fmt;
use std::str::FromStr;

use gradebook::Key;

/// `2/3`: the second of three shares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    number: u32,
    count: u32,
}

impl Shard {
    /// Whether what lies at that address is graded by this share.
    pub fn has(self, source: &Key) -> bool {
        source.share(self.count) + 1 == self.number
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.number, self.count)
    }
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parsed = text.split_once('/').and_then(|(number, count)| {
            let shard = Self {
                number: number.parse().ok()?,
                count: count.parse().ok()?,
            };
            (1..=shard.count).contains(&shard.number).then_some(shard)
        });
        parsed.ok_or_else(|| "write it as I/N with I from 1 to N, as in 2/3".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_source_belongs_to_one_share() {
        let shards: Vec<Shard> = ["1/3", "2/3", "3/3"].map(|it| it.parse().unwrap()).to_vec();
        for text in ["a", "b", "c", "d", "e"] {
            let key = Key::of([text]);
            assert_eq!(shards.iter().filter(|shard| shard.has(&key)).count(), 1);
        }
    }

    #[test]
    fn a_share_that_cannot_be_is_refused() {
        for text in ["0/3", "4/3", "3", "a/b", "1/0", "-1/2"] {
            assert!(
                text.parse::<Shard>().unwrap_err().contains("as in 2/3"),
                "{text}"
            );
        }
    }
}
