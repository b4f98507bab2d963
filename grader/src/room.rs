//! Whether a build failed for want of space on the disk: that is nobody's mistake, and must cost nobody points.
//!
//! Compilers and linkers tell it in many ways, and crash in others: so it is not their words that are looked at.

use std::path::Path;

use course::{Evidence, Outcome, Verdict};

/// Bytes that a build may need at a time, with those of others beside it.
const NEEDED: u64 = 128 << 20;

/// The same outcome, unless it is that of a build which may have failed because there was no room in `dir`.
pub fn unless_full(outcome: Box<Outcome>, dir: &Path) -> Box<Outcome> {
    judged(outcome, dir, free_bytes(dir))
}

fn judged(outcome: Box<Outcome>, dir: &Path, free: Option<u64>) -> Box<Outcome> {
    let is_full = free.is_some_and(|free| free < NEEDED);
    if outcome.verdict != Verdict::BuildFailed || names_a_line(&outcome) || !is_full {
        return outcome;
    }
    let needed = NEEDED >> 20;
    let message = format!(
        "cannot be built: less than {needed} MiB are free in {}; make space and grade again",
        dir.display()
    );
    Box::new(Outcome::of(Verdict::GraderFault, message))
}

/// Whether a compiler has named a line that is wrong: it would be wrong on an empty disk too.
fn names_a_line(outcome: &Outcome) -> bool {
    match &outcome.evidence {
        Evidence::CompilerErrors(found) => found.errors.iter().any(|error| error.place.is_some()),
        _ => false,
    }
}

/// Bytes that this user can still write there; none if the system does not say.
#[cfg(unix)]
fn free_bytes(dir: &Path) -> Option<u64> {
    let found = rustix::fs::statvfs(dir).ok()?;
    Some(found.f_bavail.saturating_mul(found.f_frsize))
}

#[cfg(not(unix))]
fn free_bytes(_: &Path) -> Option<u64> {
    None
}

#[cfg(test)]
mod tests {
    use course::{CompilerError, CompilerErrors};
    use runtrace::Site;

    use super::*;

    fn verdict(outcome: Outcome, free: Option<u64>) -> Verdict {
        judged(Box::new(outcome), Path::new("/build"), free).verdict
    }

    #[test]
    fn a_build_without_room_is_nobody_s_mistake() {
        let crashed = || Outcome::of(Verdict::BuildFailed, "the compiler itself failed");
        assert_eq!(verdict(crashed(), Some(1 << 20)), Verdict::GraderFault);
        assert_eq!(verdict(crashed(), Some(1 << 30)), Verdict::BuildFailed);
        assert_eq!(verdict(crashed(), None), Verdict::BuildFailed);
        let forbidden = Outcome::of(Verdict::Forbidden, "`unsafe` is not allowed");
        assert_eq!(verdict(forbidden, Some(0)), Verdict::Forbidden);
    }

    #[test]
    fn a_line_that_is_wrong_is_wrong_on_a_full_disk_too() {
        let error = CompilerError {
            code: None,
            message: "mismatched types".to_owned(),
            place: Some(Site {
                file: "src/lib.rs".to_owned(),
                line: 3,
            }),
            rendered: String::new(),
        };
        let errors = CompilerErrors {
            errors: vec![error],
            more: 0,
        };
        let outcome = Outcome::of(Verdict::BuildFailed, "src/lib.rs:3: mismatched types")
            .showing(Evidence::CompilerErrors(errors));
        assert_eq!(verdict(outcome, Some(0)), Verdict::BuildFailed);
    }

    #[cfg(unix)]
    #[test]
    fn the_room_of_a_folder_is_known() {
        assert!(free_bytes(&std::env::temp_dir()).is_some());
        assert_eq!(free_bytes(Path::new("/no/such/folder")), None);
    }
}
