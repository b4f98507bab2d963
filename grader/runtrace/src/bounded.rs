//! Data of a run with nothing longer than it may be.

use crate::clip::shorten;
use crate::{Annotated, Dependency, Failure, Limits, Timeline, Trace, thinned};

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
                shorten(text, limits.words);
            }
        }
        // All of the names, because rows say by number which is theirs; a model has no more than a
        // few in its rows.
        for name in trace.threads.iter_mut().chain(&mut trace.late) {
            shorten(name, limits.words);
        }
        for row in &mut trace.rows {
            shorten(&mut row.text, limits.words);
            if let Some(known) = &mut row.known {
                shorten(&mut known.name, limits.words);
                known
                    .value
                    .iter_mut()
                    .for_each(|it| shorten(it, limits.words));
            }
            row.brief.truncate(MOST_BRIEF);
            for brief in &mut row.brief {
                shorten(brief, limits.words);
            }
            shorten(&mut row.place, limits.words);
        }
        for source in &mut trace.sources {
            shorten(&mut source.place, limits.words);
            shorten(&mut source.text, limits.words);
        }
        shorten(&mut trace.closing, limits.sentence);
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
            shorten(&mut segment.object, limits.words);
            shorten(&mut segment.place, limits.words);
            keep_ends(&mut segment.links, limits.links);
            for link in &mut segment.links {
                if let Dependency::Waited { object, place, .. } = link {
                    shorten(object, limits.words);
                    shorten(place, limits.words);
                }
            }
        }
        shorten(&mut all.heading, limits.words);
        shorten(&mut all.legend, limits.words);
        shorten(&mut all.sentence, limits.sentence);
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
            shorten(&mut panic.thread, limits.words);
            shorten(&mut panic.site.file, limits.words);
            shorten(&mut panic.message, limits.sentence);
        }
        shorten(&mut failure.message, limits.sentence);
        shorten(&mut failure.account, limits.sentence);
        failure
    }
}

/// Leaves the first and the last of a long list.
fn keep_ends<T>(list: &mut Vec<T>, most: usize) {
    if list.len() > most {
        let end = list.len() - (most - most / 2);
        list.drain(most / 2..end);
    }
}
