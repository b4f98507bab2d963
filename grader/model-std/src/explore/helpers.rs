//! Other processes that run parts of a pass before the search comes to them.
//!
//! Now and then, if a processor is to spare, a copy of this process is made. It takes the part of the search
//! that begins at the highest node at which something was decided anew since the last time, and where more is to be tried:
//! that takes about as long as what the search itself is at, and comes right after it. When the search gets there, it takes
//! in what the copy has found (`engine/schedulers/subtrees.rs` says when it can), or waits for it. A copy that waits lends
//! its place to another, and copies have copies in the same way.

use std::rc::Rc;
use std::sync::atomic::Ordering::SeqCst;
use std::time::{Duration, Instant};

use super::budget::Limit;
use super::errand::{Counts, Errand};
use super::explorer::Explorer;
use super::pool::{self, Pool, USED};
use crate::engine::cpu_nanos;
use crate::engine::platform::helper_process::{self, Forked, HelperProcess, SharedPage};
use crate::engine::schedulers::search::Search;
use crate::engine::schedulers::subtrees::{Snapshot, Subtree};

/// Executions that a search runs by itself before it looks for help, again and again; a long one counts as several. Some
/// hundredth of a second, so that making a process is little beside it.
const WINDOW: u64 = 512;

/// Executions that are left to a pass for which help is worth while, at least.
const MUCH: u64 = 1_000;

/// Room for what a helper has found; what needs more is run by the search itself.
const ROOM: usize = 1 << 22;

/// How often a search that waits looks how its helper gets on.
const LOOK: Duration = Duration::from_millis(50);

/// The helpers of one pass.
#[derive(Default)]
pub(super) struct Helpers {
    at_work: Vec<Helper>,
    /// The highest node at which something was decided since the last helper was begun.
    highest: usize,
    /// What it had run by itself when it last looked for help.
    looked: Option<u64>,
}

struct Helper {
    before: Snapshot,
    node: usize,
    page: Rc<SharedPage>,
    pool: Pool,
    process: HelperProcess,
}

/// Whether the search goes on here, or in a copy.
pub(super) enum Side {
    Search,
    Helper(Errand),
}

impl Helpers {
    /// The search has gone on to what its path says now. Takes in what a helper has run of that, if it has. Returns whether
    /// the search can go on behind it.
    pub fn reach(
        &mut self,
        search: &mut Search,
        explorer: &mut Explorer,
        passed: &mut u64,
        limit: &Limit,
    ) -> bool {
        let Some(node) = search.path_len().checked_sub(1) else {
            return false;
        };
        self.highest = self.highest.min(node);
        // What begins at a node that is there no more is no part of this search.
        self.at_work.retain(|helper| helper.node <= node);
        let Some(at) = self.at_work.iter().position(|helper| helper.node == node) else {
            return false;
        };
        let mut helper = self.at_work.swap_remove(at);
        if !helper.process.has_ended_within(Duration::ZERO) {
            helper.wait(explorer, limit);
        }
        let Some((counts, busiest, part)) = helper.found() else {
            return false;
        };
        let (ran, weight) = (explorer.ran + counts.ran, explorer.weight + counts.weight);
        let is_allowed = limit.has_room_for(ran, weight) && !explorer.has_reached(limit);
        if !is_allowed || !search.take_in(&helper.before, &part) {
            return false;
        }
        *passed += counts.passed;
        explorer.passed += counts.passed;
        (explorer.ran, explorer.weight) = (ran, weight);
        explorer.elsewhere += counts.nanos;
        explorer.helped += counts.weight;
        if counts.steps > explorer.size.steps {
            explorer.size.steps = counts.steps;
            explorer.size.busiest_steps = counts.busiest_steps;
            explorer.size.busiest = busiest;
        }
        true
    }

    /// Makes a copy of this process, if it is time, there is something to do for it, and a place.
    pub fn ask(
        &mut self,
        search: &mut Search,
        explorer: &mut Explorer,
        pool: &mut Pool,
        limit: &Limit,
    ) -> Side {
        let own = explorer.weight - explorer.helped;
        if own - *self.looked.get_or_insert(own) < WINDOW {
            return Side::Search;
        }
        self.looked = Some(own);
        let is_much = limit.has_room_for(explorer.ran + MUCH, explorer.weight + MUCH);
        if !is_much || pool.is_of_no_use() {
            return Side::Search;
        }
        self.at_work.iter_mut().for_each(Helper::give_back_if_over);
        let is_free = |node| !self.at_work.iter().any(|helper| helper.node == node);
        let Some(node) = search.node_to_share(self.highest, is_free) else {
            return Side::Search;
        };
        if !pool.take() {
            return Side::Search;
        }
        let page = (pool.jobs.may_begin)()
            .then(|| SharedPage::new(ROOM))
            .flatten();
        let Some(page) = page.map(Rc::new) else {
            pool.lend();
            return Side::Search;
        };
        let used = cpu_nanos();
        match helper_process::fork() {
            None => {
                pool.lend();
                Side::Search
            }
            Some(Forked::Parent(process)) => {
                self.highest = search.path_len();
                self.at_work.push(Helper {
                    before: search.snapshot(node),
                    node,
                    page,
                    pool: pool.clone(),
                    process,
                });
                Side::Search
            }
            Some(Forked::Child) => {
                // They are the original's, which waits for them.
                std::mem::forget(std::mem::take(self));
                search.enter(node);
                self.highest = search.path_len();
                // The clock of its own begins anew.
                explorer.elsewhere += used;
                pool.own = Some(Rc::clone(&page));
                pool.waited = Rc::default();
                let before = search.snapshot(node);
                Side::Helper(Errand::new(before, page, pool.clone(), explorer))
            }
        }
    }
}

impl Helper {
    /// Waits until it has ended, for as long as it gets on.
    fn wait(&mut self, explorer: &mut Explorer, limit: &Limit) {
        self.pool.lend();
        let mut used = self.page.count(USED).load(SeqCst);
        let mut looked = Instant::now();
        while !self.process.has_ended_within(LOOK) {
            let (now, time) = (self.page.count(USED).load(SeqCst), looked.elapsed());
            let more = Duration::from_nanos((now - used).unsigned_abs());
            let (waited, before) = self.pool.waited.get();
            self.pool.waited.set((waited + time, before + more));
            if let Some(own) = &self.pool.own {
                own.count(USED).fetch_add(now - used, SeqCst);
            }
            (used, looked) = (now, Instant::now());
            if self.pool.is_of_no_use() || explorer.has_reached(limit) {
                break;
            }
        }
        self.pool.take_back();
    }

    fn give_back_if_over(&mut self) {
        if self.process.has_ended_within(Duration::ZERO) {
            self.give_back();
        }
    }

    fn give_back(&self) {
        pool::give_back(&self.page, &self.pool);
    }

    /// What it has found, if it has run its part to the end.
    fn found(&mut self) -> Option<(Counts, String, Subtree)> {
        self.process.end();
        // SAFETY: as `Errand::report` has put it there in a copy of this process, which has ended; or zeros, which are
        // values of these types too.
        unsafe {
            let (is_whole, at) = self.page.get::<u64>(SharedPage::START, 1);
            if is_whole != [1] {
                return None;
            }
            let (counts, at) = self.page.get::<Counts>(at, 1);
            let (busiest, at) = self.page.get::<u8>(at, counts[0].busiest);
            let part = Subtree::read(&self.page, at);
            Some((counts[0], String::from_utf8(busiest).ok()?, part))
        }
    }
}

impl Drop for Helper {
    fn drop(&mut self) {
        self.process.end();
        self.give_back();
    }
}
