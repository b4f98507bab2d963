//! How much of a run is handed on: a program has any number of steps, threads and letters in a
//! name, and the data of a run must still be small enough to be sent and kept.

use crate::{Annotated, Dependency, Failure, Timeline, Trace, thinned, wrap};

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

/// Shorter ways to say a row, at most.
const MOST_BRIEF: usize = 4;

impl Trace {
    /// The same with nothing longer than it may be.
    #[must_use]
    pub fn bounded(&self, limits: Limits) -> Self {
        let mut trace = self.clone();
        keep_ends(&mut trace.steps, limits.steps);
        keep_ends(&mut trace.stuck, limits.threads);
        keep_ends(&mut trace.spins, limits.threads);
        keep_ends(&mut trace.late, limits.threads);
        keep_ends(&mut trace.rows, limits.rows);
        keep_ends(&mut trace.sources, limits.rows);
        let own = trace.stuck.iter_mut().chain(&mut trace.spins);
        for step in trace.steps.iter_mut().chain(own) {
            let words = [&mut step.thread, &mut step.op, &mut step.object];
            let value = step.value.as_mut();
            for text in words.into_iter().chain([&mut step.site.file]).chain(value) {
                clip(text, limits.words);
            }
        }
        // All of the names, because rows say by number which is theirs; a model has no more than a
        // few in its rows.
        for name in trace.threads.iter_mut().chain(&mut trace.late) {
            clip(name, limits.words);
        }
        for row in &mut trace.rows {
            clip(&mut row.text, limits.words);
            if let Some(known) = &mut row.known {
                clip(&mut known.name, limits.words);
                known.value.iter_mut().for_each(|it| clip(it, limits.words));
            }
            row.brief.truncate(MOST_BRIEF);
            for brief in &mut row.brief {
                clip(brief, limits.words);
            }
            clip(&mut row.place, limits.words);
        }
        for source in &mut trace.sources {
            clip(&mut source.place, limits.words);
            clip(&mut source.text, limits.words);
        }
        clip(&mut trace.closing, limits.sentence);
        trace
    }
}

impl Timeline {
    /// The same with nothing longer than it may be; see [`Annotated::bounded`].
    #[must_use]
    pub fn bounded(&self, limits: Limits) -> Self {
        Annotated::from(self.clone()).bounded(limits).timeline
    }
}

impl Annotated {
    /// The same with nothing longer than it may be, so that it still looks the same where it is
    /// drawn.
    ///
    /// Of many threads, main, those with something marked and the first others are kept. Of many
    /// stretches of time, short ones are merged into one, which is called what most of its time was
    /// spent at. Of many marked ones the longest are kept. The figures of the whole run stay what
    /// they were ([`Timeline::totals`]). What is to be explained must be explained before.
    #[must_use]
    pub fn bounded(&self, limits: Limits) -> Self {
        let mut all = thinned::annotated(self, limits);
        for segment in &mut all.marked {
            clip(&mut segment.object, limits.words);
            clip(&mut segment.place, limits.words);
            keep_ends(&mut segment.links, limits.links);
            for link in &mut segment.links {
                if let Dependency::Waited { object, place, .. } = link {
                    clip(object, limits.words);
                    clip(place, limits.words);
                }
            }
        }
        clip(&mut all.heading, limits.words);
        clip(&mut all.legend, limits.words);
        clip(&mut all.sentence, limits.sentence);
        all
    }
}

impl Failure {
    /// The same with nothing longer than it may be.
    #[must_use]
    pub fn bounded(&self, limits: Limits) -> Self {
        let mut failure = Self {
            trace: self.trace.bounded(limits),
            timeline: self.timeline.as_ref().map(|it| it.bounded(limits)),
            ..self.clone()
        };
        keep_ends(&mut failure.panics, limits.rows);
        for panic in &mut failure.panics {
            clip(&mut panic.thread, limits.words);
            clip(&mut panic.site.file, limits.words);
            clip(&mut panic.message, limits.sentence);
        }
        clip(&mut failure.message, limits.sentence);
        clip(&mut failure.account, limits.sentence);
        failure
    }
}

/// Cuts a text in place.
pub fn clip(text: &mut String, most: usize) {
    if text.len() > most {
        *text = wrap::clip(text, most);
    }
}

/// Leaves the first and the last of a long list.
fn keep_ends<T>(list: &mut Vec<T>, most: usize) {
    if list.len() > most {
        let end = list.len() - (most - most / 2);
        list.drain(most / 2..end);
    }
}
