//! How much of a run is handed on: a program has any number of steps, threads and letters in a
//! name, and the data of a run must still be small enough to be sent and kept.

/// How much of a run is handed on at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Steps of a trace: the first and the last half of so many.
    pub steps: usize,
    /// Rows of a trace, lines of source, and panics, of each in the same way.
    pub rows: usize,
    /// Threads of a timeline, and of those that are stuck at the end of a trace.
    pub threads: usize,
    /// Stretches of time, of all threads of a timeline together, but never fewer than two of each.
    pub intervals: usize,
    /// Stretches that are marked.
    pub marked: usize,
    /// What is waited for between one of these and the next, in the same way as steps.
    pub links: usize,
    /// Characters of a name, a value, a path or a line of source.
    pub words: usize,
    /// Characters of what is said in sentences.
    pub sentence: usize,
}

impl Limits {
    /// For a record that is sent and stored. What keeps to it is seldom above 100 kB as JSON, and
    /// never above 4 MB.
    pub const RECORD: Self = Self {
        steps: 400,
        rows: 100,
        threads: 64,
        intervals: 1_000,
        marked: 150,
        links: 2,
        words: 200,
        sentence: 4_000,
    };

    /// For JSON that a person may look through.
    pub const JSON: Self = Self {
        steps: 400,
        rows: 100,
        threads: 64,
        intervals: 128,
        marked: 128,
        links: 16,
        words: usize::MAX,
        sentence: usize::MAX,
    };
}
