//! Points: whole numbers, and the one place where they are added up.

use std::iter::Sum;
use std::ops::Add;

use crate::verdict::Verdict;

/// Points of a check. Platforms that take grades take whole numbers only, and sums of them are exact.
pub type Points = u32;

/// Points gained, possible and undecided: of one check, or of any number of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Score {
    /// Points gained.
    pub gained: Points,
    /// Points of all checks, whatever their verdicts.
    pub possible: Points,
    /// Points of checks that could not be decided: neither gained nor lost.
    pub undecided: Points,
}

impl Score {
    /// The score of one check that is worth `worth`.
    pub fn of(verdict: Verdict, worth: Points) -> Self {
        let if_true = |holds| if holds { worth } else { 0 };
        Self {
            gained: if_true(verdict.passed()),
            possible: worth,
            undecided: if_true(verdict.undecided()),
        }
    }
}

impl Add for Score {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            gained: self.gained + other.gained,
            possible: self.possible + other.possible,
            undecided: self.undecided + other.undecided,
        }
    }
}

impl Sum for Score {
    fn sum<I: Iterator<Item = Self>>(scores: I) -> Self {
        scores.fold(Self::default(), Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_pass_gains_points_and_what_is_undecided_is_counted_apart() {
        for verdict in Verdict::ALL {
            let sum: Score = [Score::of(Verdict::Passed, 3), Score::of(verdict, 7)]
                .into_iter()
                .sum();
            let gained = if verdict.passed() { 10 } else { 3 };
            let undecided = match verdict {
                Verdict::GraderFault | Verdict::Inconclusive => 7,
                _ => 0,
            };
            let expected = Score {
                gained,
                possible: 10,
                undecided,
            };
            assert_eq!(sum, expected, "{verdict}");
        }
    }
}
