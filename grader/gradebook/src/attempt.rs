//! Who is in the class, and what they handed in when.

use crate::Key;

/// Somebody whose work is graded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Student {
    /// What tells them from others.
    pub id: String,
    /// What people call them.
    pub name: String,
    /// The team that they hand in with.
    pub team: Option<String>,
}

/// What somebody handed in for an exercise at a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// The student's id.
    pub student: String,
    /// `ex03`
    pub exercise: String,
    /// From 1, in the order in which graders saw them.
    pub number: u32,
    /// The address of what was handed in.
    pub source: Key,
    /// The commit it was read from.
    pub commit: Option<String>,
    /// When that was made, in RFC 3339.
    pub committed: Option<String>,
    /// The address of the verdict that counts for it; it may not have been found yet.
    pub verdict: Key,
}
