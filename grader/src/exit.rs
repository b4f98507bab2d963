//! The exit codes, which scripts depend on.

use course::Verdict;

use crate::score::Report;

/// Every check passed.
pub const PASSED: u8 = 0;

/// Some check did not pass.
pub const FAILED: u8 = 1;

/// The command line cannot be followed: an unknown exercise, a submission that is not there.
pub const USAGE: u8 = 2;

/// The grader itself is at fault: some check has the verdict `grader_fault`, or nothing could be
/// graded.
pub const FAULT: u8 = 3;

/// `verify` found that the course contradicts itself.
pub const INCONSISTENT: u8 = 4;

/// The code for a graded submission. A fault outweighs failures, since the grade is not whole then.
pub fn of(report: &Report) -> u8 {
    match report {
        _ if report.count(Verdict::GraderFault) > 0 => FAULT,
        _ if report.passed() => PASSED,
        _ => FAILED,
    }
}

#[cfg(test)]
mod tests {
    use course::Outcome;

    use super::*;
    use crate::fixture::exercise;
    use crate::score::Graded;

    #[test]
    fn a_fault_outweighs_a_failure_and_a_failure_a_pass() {
        let exercise = exercise("ex03_race_conditions");
        let code = |verdicts: [Verdict; 2]| {
            let outcomes = verdicts.map(|verdict| Outcome::of(verdict, "")).to_vec();
            of(&Report::new(
                "alice",
                vec![(&exercise, Graded::ran(outcomes))],
            ))
        };
        assert_eq!(code([Verdict::Passed, Verdict::Passed]), PASSED);
        assert_eq!(code([Verdict::Passed, Verdict::Inconclusive]), FAILED);
        assert_eq!(code([Verdict::GraderFault, Verdict::Race]), FAULT);
    }
}
