//! What a copy of a search's process is at, and how it says what it has found.

use std::cell::Cell;
use std::rc::Rc;
use std::sync::atomic::Ordering::SeqCst;

use super::explorer::Explorer;
use super::pool::{Pool, USED, give_back};
use crate::engine::platform::helper_process::{self, SharedPage};
use crate::engine::schedulers::search::Search;
use crate::engine::schedulers::subtrees::Snapshot;
use crate::engine::{cpu_nanos, focus::Saw};

/// What a helper says, with the part of the search that it has run.
#[derive(Clone, Copy, Default)]
pub(super) struct Counts {
    pub(super) passed: u64,
    pub(super) ran: u64,
    pub(super) weight: u64,
    pub(super) nanos: i64,
    pub(super) steps: u64,
    pub(super) busiest_steps: u64,
    pub(super) busiest: usize,
}

/// What a copy knows of the time when it was made.
pub(super) struct Errand {
    before: Snapshot,
    page: Rc<SharedPage>,
    pool: Pool,
    counts: Counts,
    /// Processor time that has been told of.
    noted: Cell<i64>,
    met: (bool, bool, bool, bool, Saw, usize),
}

impl Errand {
    pub(super) fn new(
        before: Snapshot,
        page: Rc<SharedPage>,
        pool: Pool,
        explorer: &Explorer,
    ) -> Self {
        let counts = Counts {
            passed: explorer.passed,
            ran: explorer.ran,
            weight: explorer.weight,
            nanos: explorer.elsewhere,
            steps: explorer.size.steps,
            ..Counts::default()
        };
        Self {
            before,
            page,
            pool,
            counts,
            noted: Cell::new(0),
            met: met(explorer),
        }
    }

    /// One more execution has ended.
    pub fn note_one(&self) {
        let used = cpu_nanos();
        let more = used - self.noted.replace(used);
        self.page.count(USED).fetch_add(more, SeqCst);
    }

    /// Whether an execution has shown something that the search itself must meet.
    pub fn has_met_more(&self, explorer: &Explorer) -> bool {
        self.met != met(explorer)
    }

    /// Ends this process, after it has said what it has found, if it has run its part to the end.
    pub fn end(self, search: Option<&mut Search>, explorer: &Explorer) -> ! {
        if let Some(search) = search
            && (self.pool.jobs.is_silent)()
        {
            // Where there is no room nothing is said.
            let _ = self.report(search, explorer);
        }
        give_back(&self.page, &self.pool);
        helper_process::end_helper()
    }

    fn report(&self, search: &mut Search, explorer: &Explorer) -> Option<()> {
        let part = search.leave(&self.before)?;
        let size = &explorer.size;
        let busiest = size.busiest.as_bytes();
        let counts = Counts {
            passed: explorer.passed - self.counts.passed,
            ran: explorer.ran - self.counts.ran,
            weight: explorer.weight - self.counts.weight,
            nanos: cpu_nanos() + explorer.elsewhere - self.counts.nanos,
            steps: size.steps,
            busiest_steps: size.busiest_steps,
            busiest: busiest.len(),
        };
        let at = self.page.put(SharedPage::START, &[0_u64])?;
        let at = self.page.put(at, &[counts])?;
        let at = self.page.put(at, busiest)?;
        part.write(&self.page, at)?;
        self.page.put(SharedPage::START, &[1_u64])?;
        Some(())
    }
}

/// What the executions so far have met.
fn met(explorer: &Explorer) -> (bool, bool, bool, bool, Saw, usize) {
    (
        explorer.wants_full,
        explorer.polled,
        explorer.counted,
        explorer.polled_inside,
        explorer.saw,
        explorer.most_threads,
    )
}
