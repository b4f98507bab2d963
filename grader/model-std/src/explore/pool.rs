//! How many processes may run beside a search, and whether they are of use.

use std::cell::Cell;
use std::rc::Rc;
use std::sync::atomic::Ordering::SeqCst;
use std::time::Duration;

use super::jobs::Jobs;
use crate::engine::platform::helper_process::SharedPage;

/// Helpers that have so little of the processors, when they are waited for, are no help: this much time is given to begin
/// with, and then as many times what they have used.
const GRACE: Duration = Duration::from_millis(300);
const TIMES: u32 = 2;

/// Counts of a helper's page: whether it has given back its place among those that run, and nanoseconds of processor time
/// that it has used so far.
pub(super) const PLACE: usize = 0;
pub(super) const USED: usize = 1;

/// The places of processes that may run beside this one.
#[derive(Clone)]
pub(super) struct Pool {
    pub(super) jobs: Jobs,
    /// Its first count says how many are free.
    free: Rc<SharedPage>,
    /// Of this process, if it is a helper.
    pub(super) own: Option<Rc<SharedPage>>,
    /// How long this process has waited for helpers, and what these have used meanwhile.
    pub(super) waited: Rc<Cell<(Duration, Duration)>>,
}

impl Pool {
    /// `None` if a search has no help.
    pub(super) fn new(jobs: Jobs) -> Option<Self> {
        let others = i64::try_from(jobs.most.get() - 1).ok()?;
        if others == 0 {
            return None;
        }
        let free = Rc::new(SharedPage::new(SharedPage::START)?);
        free.count(0).store(others, SeqCst);
        Some(Self {
            jobs,
            free,
            own: None,
            waited: Rc::default(),
        })
    }

    pub(super) fn take(&self) -> bool {
        let free = self.free.count(0);
        let taken = free.fetch_update(SeqCst, SeqCst, |free| (free > 0).then_some(free - 1));
        taken.is_ok()
    }

    /// Whether helpers were not worth waiting for: others use the processors.
    pub(super) fn is_of_no_use(&self) -> bool {
        let (waited, used) = self.waited.get();
        !self.jobs.is_patient && waited > GRACE + used * TIMES
    }

    pub(super) fn lend(&self) {
        self.free.count(0).fetch_add(1, SeqCst);
    }

    pub(super) fn take_back(&self) {
        self.free.count(0).fetch_sub(1, SeqCst);
    }
}

/// Gives back the place of a helper, once.
pub(super) fn give_back(page: &SharedPage, pool: &Pool) {
    if page.count(PLACE).swap(1, SeqCst) == 0 {
        pool.lend();
    }
}
