//! What an operation on a count of references carries.

use super::class::Class;

/// What an operation on a count does, as far as can be told only when its turn has come.
#[derive(Debug, Clone, Copy)]
pub struct Outcome {
    pub class: Class,
    /// Whether it succeeds: got the value, is the last, is the only one.
    pub done: bool,
    /// The count that it returns.
    pub shown: Option<usize>,
    /// After one reference was dropped, how many there are; for anything else 0.
    pub left: usize,
}

impl Outcome {
    pub fn of(class: Class) -> Self {
        Self {
            class,
            done: true,
            shown: None,
            left: 0,
        }
    }

    pub fn when(done: bool, yes: Class, no: Class) -> Self {
        Self {
            class: if done { yes } else { no },
            done,
            shown: None,
            left: 0,
        }
    }

    pub fn shows(count: usize, class: Class) -> Self {
        Self {
            class,
            done: true,
            shown: Some(count),
            left: 0,
        }
    }

    /// One reference of so many goes; the operation is `done` if it is the last.
    pub fn drops_one_of(count: usize) -> Self {
        let is_last = count == 1;
        Self {
            left: count - 1,
            ..Self::when(is_last, Class::Last, Class::Lose)
        }
    }
}
