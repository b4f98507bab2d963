//! What is kept between builds.

/// What one build leaves for the next. For submissions of strangers nothing that they have a part in: one could leave
/// something for another.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Reuse {
    /// Nothing.
    #[default]
    Nothing,
    /// What is made of our own sources alone, for many submissions of the same exercise, of strangers too.
    Ours,
    /// The same, and our libraries, put together for the linker, also from one run of the grader to the
    /// next. Any number of builds may go on at once.
    Libraries,
    /// The libraries for the linker, and what compilers have made of an exercise: it is built again and
    /// again, each time once at a time. Cancelling ends the build of the libraries too.
    Edits,
    /// The same, from one run of the grader to the next: for a student's own files. Where another grader is at work there,
    /// nothing is kept.
    Kept,
}

impl Reuse {
    /// Whether compilers use again what they have made of the same exercise.
    pub fn is_of_edits(self) -> bool {
        matches!(self, Self::Edits | Self::Kept)
    }
}
