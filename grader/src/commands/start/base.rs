//! Where the branch of a practical begins: at what is checked out, or further on, if the main branch or that of an earlier
//! practical goes on from there. So a second practical has the first one's work, merged or not.

use super::git::{Git, StartError};

/// What a repo's main branch may be called, here and where it was cloned from.
const MAIN: [&str; 4] = ["main", "master", "origin/main", "origin/master"];

/// Where a branch begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Base {
    /// The commit's whole name.
    pub commit: String,
    /// As a person is told: `main (1a2b3c4)`.
    pub shown: String,
}

/// Chooses it. `earlier` are the practicals before this one, in their order.
///
/// # Errors
/// Git cannot be asked.
pub fn choose(git: &Git, earlier: &[&str]) -> Result<Base, StartError> {
    let mut name = git.checked_out()?;
    let mut commit = git.commit_of(&name)?.unwrap_or_default();
    let fetched = earlier.iter().map(|name| format!("origin/{name}"));
    let all = MAIN.iter().map(ToString::to_string);
    let all = all
        .chain(earlier.iter().map(ToString::to_string))
        .chain(fetched);
    for candidate in all {
        let Some(tip) = git.commit_of(&candidate)? else {
            continue;
        };
        if tip != commit && git.goes_on_from(&tip, &commit)? {
            (name, commit) = (candidate, tip);
        }
    }
    let short: String = commit.chars().take(7).collect();
    Ok(Base {
        commit,
        shown: format!("{name} ({short})"),
    })
}
