//! How closely an execution looks at what few programs depend on: counts of references, who prints, the order of hashing.
//!
//! Nobody pays for what nobody looks at. An execution begins with the narrow focus, in which cloning an `Arc` is no
//! operation; if it meets something that depends on such things, it says so ([`Saw`]), and the run begins again with
//! the wider one.

use std::cell::Cell;

/// How closely counts of references are followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Counts {
    /// Cloning and dropping are no operations.
    #[default]
    Ignored,
    /// They are, because the program looks at a count. Which of several threads drops last does not matter.
    Looked,
    /// Nor is it all the same which thread drops last.
    Dropped,
}

/// The seeds of hashing that a run goes through whose outcome could hang on the order of a hash table. Each odd one gives
/// the reverse of the order before it, as far as a small table allows.
pub const HASH_SEEDS: [u64; 8] = [0, 1, 2, 3, 4, 5, 6, 7];

/// What is part of an execution's settings, and so of a schedule that is to be repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Focus {
    pub counts: Counts,
    /// Every print takes the lock of the stream.
    pub output: bool,
    /// What the keys of `RandomState` are made from.
    pub hashing: u64,
}

/// What an execution met that would be worth a wider focus.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Saw {
    pub counts: Counts,
    pub output: bool,
    /// The order of a hash table, or a key of hashing, could be seen.
    pub hashing: bool,
}

impl Saw {
    pub fn join(&mut self, other: Self) {
        self.counts = self.counts.max(other.counts);
        self.output |= other.output;
        self.hashing |= other.hashing;
    }
}

impl Focus {
    /// The focus that also covers what was seen, if that is another. The seed of hashing stays: other seeds are further
    /// runs, and none is better than another.
    pub fn widened(self, saw: Saw) -> Option<Self> {
        let wider = Self {
            counts: self.counts.max(saw.counts),
            output: self.output || saw.output,
            ..self
        };
        (wider != self).then_some(wider)
    }
}

thread_local! {
    /// How closely the execution on this OS thread follows counts: asked at each clone of an `Arc`, also where there is
    /// no model.
    static COUNTS: Cell<Option<Counts>> = const { Cell::new(None) };
}

/// How closely counts are followed here; `None` outside a model.
pub fn counts() -> Option<Counts> {
    COUNTS.get()
}

/// An execution begins (or is over).
pub fn set_counts(counts: Option<Counts>) {
    COUNTS.set(counts);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_focus_is_only_ever_widened() {
        let narrow = Focus {
            hashing: 3,
            ..Focus::default()
        };
        assert_eq!(narrow.widened(Saw::default()), None);
        let mut saw = Saw {
            counts: Counts::Dropped,
            ..Saw::default()
        };
        let wider = narrow.widened(saw).unwrap();
        assert_eq!(
            (wider.counts, wider.output, wider.hashing),
            (Counts::Dropped, false, 3)
        );
        saw.counts = Counts::Looked;
        assert_eq!(wider.widened(saw), None);
        saw.join(Saw {
            output: true,
            ..Saw::default()
        });
        assert!(wider.widened(saw).unwrap().output);
    }
}
