//! Who runs next: in virtual time by a fixed rule, in a search by what has not been tried yet, in a sample by
//! chance.

use super::races::Logged;
use super::random::Random;
use super::sampled::Sampled;
use super::search::Search;
use crate::engine::objects::thread::Thread;
use crate::engine::objects::turn::Choices;
use crate::engine::objects::{Action, Kind, Op, Progress, Tid};
use crate::engine::state::{self, Ended, Patience, Scheduler};

/// An execution, and how it chooses.
pub type Execution = state::Execution<Strategy>;

/// How an execution chooses among the threads that could run.
pub enum Strategy {
    Timed(Timed),
    Search(Box<Search>),
    Sampled(Box<Sampled>),
}

/// The fixed rule of virtual time; with a seed, ties are broken (and threads interrupted) by chance instead.
#[derive(Default)]
pub struct Timed {
    /// What ties are broken by, if by chance.
    pub random: Option<Random>,
}

/// Polls of the same thing after which a thread counts as polling. Few in a search or a sample,
/// where each may be interrupted anywhere; more in virtual time, where they cost nothing.
pub const POLLS_SEARCH: u32 = 6;
/// The same of a thread whose stack tells that it is not where it was before: it counts, and may give up. Libraries spin
/// for some hundred rounds before they wait.
pub const POLLS_COUNTED: u32 = 250;
/// More than the rounds that a library spins for before it waits: it would not be seen to wait otherwise.
const POLLS_TIMED: u32 = 1_000;

/// In virtual time, how many unclear looks weigh as much as one: who adds to a table under a lock is not to be taken for
/// a poller too soon, or the clock would move before the work is done.
const UNCLEAR_TIMED: u32 = 5;

/// Steps after which a thread gives way in virtual time though it could go on: what it waits for, changing something
/// each time it looks, may be another's to do.
const MOST_IN_A_ROW: u32 = 10_000;

/// Rounds in which everybody spins and nothing changes after which nothing ever will. Many, because a long loop that
/// ends by itself must not be taken for one that does not.
const STALLS_SEARCH: u32 = 1_000;
const STALLS_TIMED: u32 = 10_000;

impl Strategy {
    fn most_stalls(&self) -> u32 {
        match self {
            Self::Timed(_) => STALLS_TIMED,
            Self::Search(_) | Self::Sampled(_) => STALLS_SEARCH,
        }
    }
}

// What is called here at every operation is `#[inline]`: rustc compiles the instance of a generic `Execution` apart from
// what is no instance, and would not look into that by itself.
impl Scheduler for Strategy {
    type Begun = Logged;

    fn is_timed(&self) -> bool {
        matches!(self, Self::Timed(_))
    }

    fn is_searched(&self) -> bool {
        matches!(self, Self::Search(search) if !search.spent)
    }

    fn is_silent(&self) -> bool {
        !matches!(self, Self::Timed(Timed { random: None }))
    }

    fn patience(execution: &Execution, op: &Op, progress: Progress) -> Patience {
        let (weight, limit) = match execution.strategy {
            Self::Timed(_) if progress == Progress::Unclear => (1, POLLS_TIMED * UNCLEAR_TIMED),
            Self::Timed(_) => (UNCLEAR_TIMED, POLLS_TIMED * UNCLEAR_TIMED),
            Self::Search(_) if execution.is_followed(op, progress) => (1, POLLS_COUNTED),
            Self::Search(_) | Self::Sampled(_) => (1, POLLS_SEARCH),
        };
        Patience {
            weight,
            limit,
            counts: limit == POLLS_COUNTED,
        }
    }

    fn something_changed(execution: &mut Execution) {
        execution.wake_those_that_look();
    }

    #[inline]
    fn pick(execution: &mut Execution) -> Result<Tid, Ended> {
        match execution.strategy {
            Self::Timed(_) => execution.pick_timed(),
            Self::Search(_) => execution.pick_searched(),
            Self::Sampled(_) => execution.pick_sampled(),
        }
    }

    #[inline]
    fn has_announced(execution: &mut Execution, me: Tid, op: &Op) {
        if execution.is_searched() && execution.is_where_it_tried(me, op) {
            return;
        }
        if execution.is_searched() && !execution.ends_round(op) && execution.is_searched() {
            execution.trail.add(me, op);
            execution.note_announcement(me);
        }
        execution.settle_restless(me);
    }

    #[inline]
    fn begins(
        execution: &mut Execution,
        me: Tid,
        op: &Op,
        action: &mut Action<'_>,
    ) -> Option<Logged> {
        execution.begin_round(me, op);
        execution.note_weak(action);
        let is_searched = execution.is_searched();
        is_searched.then(|| execution.log_event(me, op, action))
    }

    #[inline]
    fn has_done(execution: &mut Execution, me: Tid, begun: Logged, progress: Progress, done: bool) {
        execution.note_attempt(me, &begun.op, progress, done);
        execution.enter_or_keep(me, begun, progress, done);
    }

    fn ends(execution: &mut Execution) -> Option<Ended> {
        if execution.is_searched() && execution.ended.is_none() {
            execution.find_races_of_those_waiting();
            execution.reverse_races(true);
        }
        if execution.is_spent() {
            Some(Ended::Redundant)
        } else {
            let has_left = execution.has_left_the_path();
            has_left.then_some(Ended::NotReplayable)
        }
    }
}

/// Virtual time takes the first.
impl Choices for Strategy {
    fn choose(&mut self, options: usize) -> usize {
        match self {
            _ if options <= 1 => 0,
            Self::Timed(_) => 0,
            Self::Search(search) => search.choose(options, false),
            Self::Sampled(sampled) => sampled.choose(options),
        }
    }

    fn choose_new(&mut self, new: usize, options: usize) -> usize {
        match self {
            // Even if it is the only one, it is a decision: who follows the script is asked.
            Self::Search(search) if options > 1 => search.choose(new, false),
            _ => self.choose(options),
        }
    }
}

impl Execution {
    /// Whether the stack of the current thread tells that it is where it was before, when it has done `op`.
    fn is_followed(&self, op: &Op, progress: Progress) -> bool {
        self.is_searched()
            && self.threads[self.current].frame != 0
            && progress == Progress::Idle
            && !(op.kind == Kind::Now || op.kind.waits_for_the_clock())
    }

    /// Virtual time. The running thread goes on until it waits, sleeps, yields or polls, or for
    /// 10,000 steps; then the thread that has been ready longest. When only sleepers (and pollers,
    /// who wait for somebody) are left, the clock jumps to the earliest wake-up.
    #[inline]
    pub fn pick_timed(&mut self) -> Result<Tid, Ended> {
        loop {
            let Strategy::Timed(policy) = &mut self.strategy else {
                unreachable!("pick_timed is for virtual time")
            };
            let random = policy.random.as_mut().map(Random::number);
            let current = self.current;
            let goes_on = self.threads[current]
                .pending
                .is_some_and(|op| !op.kind.gives_way());
            let goes_on = goes_on && self.pace.in_a_row() < MOST_IN_A_ROW;
            if random.is_none() && goes_on && self.ready.contains(current) {
                return Ok(current);
            }
            let picked = match (random, self.ready.len() as u64) {
                (_, 0) => None,
                (Some(random), count) => self.ready.iter().nth((random % count) as usize),
                (None, _) => self.ready.longest(),
            };
            if let Some(tid) = picked {
                return Ok(tid);
            }
            self.advance_clock()?;
            self.time_has_passed();
        }
    }

    /// Nobody is ready: lets work begin, moves the clock to the next deadline and lets pollers look
    /// again.
    fn advance_clock(&mut self) -> Result<(), Ended> {
        if self.hand_out_cores() {
            return Ok(());
        }
        let deadlines = self.threads.iter().filter_map(Thread::deadline);
        let next = deadlines.filter(|&at| at > self.now).min();
        let polling = self.ready.release_pollers();
        match next {
            Some(at) => {
                self.now = at;
                self.pace.made_progress();
                for tid in 0..self.threads.len() {
                    // Whose time has come goes on at this very moment, however often it has looked before.
                    if self.threads[tid].deadline().is_some_and(|due| due <= at) {
                        self.made_progress(tid);
                    }
                }
                Ok(())
            }
            None if polling => self.stall(),
            None => Err(Ended::Deadlock),
        }
    }

    /// Without a clock to wait for, nobody can go on but those who spin: they may look once more.
    pub fn let_pollers_look(&mut self) -> Result<(), Ended> {
        if !self.ready.release_pollers() {
            return Err(Ended::Deadlock);
        }
        // Whoever polls the clock must see it move.
        self.now += 1_000_000 << self.pace.stalls().min(20);
        self.stall()
    }

    /// Counts one more round in which everybody who can run only spins.
    fn stall(&mut self) -> Result<(), Ended> {
        if self.pace.stalls_more_than(self.strategy.most_stalls()) {
            Err(Ended::Livelock)
        } else {
            Ok(())
        }
    }
}
