//! One execution: its threads, objects and clock, and the step that every modelled operation goes through.

use std::any::Any;
use std::cell::OnceCell;
use std::collections::HashMap;
use std::panic::PanicHookInfo;
use std::sync::Arc;

use runtrace::clip;

use super::cores::Cores;
use super::focus::{Focus, Saw};
use super::output::Output;
use super::pace::Pace;
use super::places::{self, Whose};
use super::ready::Ready;
use super::record::{PanicRecord, Record, Recorded};
use super::scheduler::Scheduler;
use super::spare::Room;
use super::trail::Trail;
use crate::engine::memory::clock::Clock;
use crate::engine::memory::history::Knowledge;
use crate::engine::mixing::{Mixing, mix};
use crate::engine::objects::polls::Polls;
use crate::engine::objects::thread::Thread;
use crate::engine::objects::turn::Met;
use crate::engine::objects::{
    Action, Aim, Applied, Effect, Kind, NO_OBJECT, Object, ObjectId, Op, Progress, Site, State, Tid,
};
use crate::engine::platform::current_thread;
use crate::engine::platform::statics::Reset;

/// Characters of a thread's name that are told, as a single line: a line break in it would tear a table apart.
const LONGEST_NAME: usize = 40;

/// A panic hook as std takes it.
pub type Hook = Box<dyn Fn(&PanicHookInfo<'_>) + Sync + Send + 'static>;

/// Why an execution stopped before its threads had all finished.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ended {
    /// Every thread has finished.
    Complete,
    /// Every thread waits for another.
    Deadlock,
    /// Those threads that do not wait only look, again and again, at what nobody is left to change.
    Livelock,
    /// More steps than the limit.
    StepLimit,
    /// More steps than the limit, and a thread that could have gone on all the time was never chosen: a real scheduler
    /// would have chosen it, so nothing follows from this.
    Unfair,
    /// `process::exit`, or `abort` (no code), called there.
    Exit(Option<i32>, Site),
    /// More threads than an exhaustive run can tell apart.
    TooManyThreads,
    /// More threads than the limit, the last started at this place.
    Crowd {
        /// Whether too many were alive at once; otherwise too many were started in all.
        alive: bool,
        site: Site,
    },
    /// The same choices led elsewhere than the last time.
    NotReplayable,
    /// The program's panic hook has panicked, where std aborts.
    PanicInHook,
    /// Everything from here on was seen in another execution.
    Redundant,
    /// Main has finished and what the others still wanted to do never ends.
    Drained,
    /// Whoever plays it has to choose.
    Paused,
}

/// A run of a program: its threads and what they share, who decides over them, and what is noted.
pub struct Execution<S> {
    pub(in crate::engine) epoch: u32,
    /// Threads besides main that may be started.
    pub(in crate::engine) max_threads: usize,
    pub(in crate::engine) strategy: S,
    pub(in crate::engine) focus: Focus,
    /// What it met that would be worth a wider focus.
    pub(in crate::engine) saw: Saw,
    /// The objects that stand for allocations whose references are counted, by address.
    pub(in crate::engine) counted: HashMap<usize, ObjectId, Mixing>,
    /// The locks of standard output and error.
    pub(in crate::engine) outputs: [Output; 2],
    pub(in crate::engine) threads: Room<Thread>,
    pub(in crate::engine) objects: Room<Object>,
    pub(in crate::engine) current: Tid,
    pub(in crate::engine) ready: Ready,
    /// Nanoseconds since the execution began.
    pub(in crate::engine) now: u64,
    pub(in crate::engine) cores: Cores,
    pub(in crate::engine) pace: Pace,
    /// What has been announced (searches).
    pub(in crate::engine) trail: Trail,
    pub(in crate::engine) ended: Option<Ended>,
    /// Who runs next; set whenever a thread suspends itself or ends.
    pub(in crate::engine) next: Option<Tid>,
    /// Set when main has finished: the moment.
    pub(in crate::engine) main_done: Option<u64>,
    /// The threads that had not ended by then, besides main: since when they were at what (recorded runs only).
    pub(in crate::engine) left: Vec<(Tid, u64, Op)>,
    /// What main panicked with, in words.
    pub(in crate::engine) main_panic: Option<String>,
    /// The same as a value. It may borrow from a static, so it goes before those are put back.
    pub(in crate::engine) main_payload: Option<Box<dyn Any + Send>>,
    pub(in crate::engine) panics: Vec<PanicRecord>,
    /// The program's own panic hook.
    pub(in crate::engine) hook: Option<Arc<Hook>>,
    /// The steps, if the run is being recorded.
    pub(in crate::engine) record: Option<Record>,
    pub(in crate::engine) resets: Vec<Reset>,
    /// What it met that only a fuller pass looks into.
    pub(in crate::engine) met: Met,
    /// Preemptions in the whole run (exhaustive runs, once over).
    pub(in crate::engine) preemptions: u32,
    /// Weak memory: loads may return older values.
    pub(in crate::engine) weak: bool,
    /// What the program calls its objects, once a report has asked.
    pub(super) names: OnceCell<Vec<Option<String>>>,
}

impl<S: Scheduler> Execution<S> {
    /// Whether sleepers and time-outs wait for the clock. Elsewhere they may go off at any moment.
    pub fn is_timed(&self) -> bool {
        self.strategy.is_timed()
    }

    /// Whether every event is logged, because a search looks for races that have not been seen so far.
    pub fn is_searched(&self) -> bool {
        self.strategy.is_searched()
    }

    /// Whether the address lies in a static that is put back when the execution is over.
    pub(in crate::engine) fn puts_back(&self, address: *const ()) -> bool {
        self.resets.iter().any(|reset| reset.covers(address))
    }

    /// Puts a static back when the execution is over.
    pub(in crate::engine) fn will_put_back(&mut self, reset: Reset) {
        self.resets.push(reset);
    }

    /// Adds a thread whose body is still to be set.
    pub(in crate::engine) fn add_thread(
        &mut self,
        name: Option<Arc<str>>,
        spawner: Option<Tid>,
    ) -> Tid {
        let tid = self.threads.len();
        let life = self.add_object(State::life(tid), "thread", None);
        let token = self.add_object(State::token(), "park token", None);
        let mut clock = Clock::default();
        let mut knows = Knowledge::default();
        if let Some(spawner) = spawner {
            clock.copy_from(&self.threads[spawner].clock);
            knows.now.copy_from(&self.threads[spawner].knows.now);
            knows.fenced.copy_from(&self.threads[spawner].knows.fenced);
        }
        let past = spawner.map_or(0, |spawner| mix(self.threads[spawner].past ^ tid as u64));
        let site = std::panic::Location::caller();
        let announced = (self.now, self.pace.announces());
        self.threads.push(Thread {
            name,
            spawner,
            body: None,
            suspender: None,
            top: 0,
            frame: 0,
            awaits: Vec::new(),
            counts: false,
            came_from: None,
            pending: Some(Op::new(Kind::Start, NO_OBJECT, site)),
            aim: Aim::Unknown,
            seen: 0,
            announced,
            returned: false,
            finished: false,
            may_wake_spuriously: false,
            panicking: 0,
            in_hook: None,
            polls: Polls::default(),
            id: tid as u64 + 1,
            events: 0,
            unnoticed: 0,
            last_drops: Vec::new(),
            hash_states: 0,
            clock,
            past,
            knows,
            locals: HashMap::default(),
            locals_order: Vec::new(),
            locals_gone: Vec::new(),
            life,
            token,
        });
        self.has_announced(tid);
        tid
    }

    pub(in crate::engine) fn add_object(
        &mut self,
        state: State,
        label: &'static str,
        made: Option<Site>,
    ) -> ObjectId {
        let id = ObjectId::try_from(self.objects.len()).expect("fewer than four billion objects");
        self.objects.push(Object::new(state, label, made));
        id
    }

    /// What people call the thread: its own name, or `main`, `worker 1`, `worker 2`...
    pub fn thread_name(&self, tid: Tid) -> String {
        match (&self.threads[tid].name, tid) {
            (Some(name), _) => clip(name, LONGEST_NAME).replace(char::is_control, " "),
            (None, 0) => "main".to_owned(),
            (None, tid) => format!("worker {tid}"),
        }
    }

    /// Thread `current` wants to do `op`. Returns true if it may do so at once; otherwise it must suspend itself and
    /// will be resumed when it may (or never, if the execution has ended).
    pub(in crate::engine) fn announce(&mut self, op: Op, aim: Aim) -> bool {
        let mut op = op;
        let me = self.current;
        if let Some(object) = self.objects.get(op.object as usize) {
            object.state.settle(me, &mut op);
        }
        (op.site, op.inside) = self.site_outside_std(op.site);
        if op.kind == Kind::Work {
            op.deadline = self.arrive_to_work(me, op.deadline);
        }
        self.threads[me].announced = (self.now, self.pace.announces());
        self.threads[me].pending = Some(op);
        self.threads[me].aim = aim;
        S::has_announced(self, me, &op);
        self.has_announced(me);
        self.choose_next();
        self.ended.is_none() && self.next == Some(me)
    }

    /// The place of a call by the current thread, or if that is inside std, as for a closure that an iterator calls, the
    /// last line of the program that the thread came by; and whether it is inside a library.
    fn site_outside_std(&mut self, site: Site) -> (Site, bool) {
        let came_from = &mut self.threads[self.current].came_from;
        if came_from.is_some_and(|last| std::ptr::eq(last, site)) {
            return (site, false);
        }
        let whose = places::whose(site);
        if whose == Whose::Program {
            *came_from = Some(site);
        }
        let is_in_std = matches!(whose, Whose::Std | Whose::Library);
        let told = came_from.filter(|_| is_in_std).unwrap_or(site);
        (told, whose == Whose::Library)
    }

    /// Decides who runs next, or ends the execution.
    pub(in crate::engine) fn choose_next(&mut self) {
        self.next = None;
        if self.ended.is_some() {
            return;
        }
        if self.pace.steps_on()
            && let Some(why) = self.too_long()
        {
            self.end(why);
            return;
        }
        #[cfg(test)]
        self.check_who_is_ready();
        match S::pick(self) {
            Ok(tid) => {
                self.pace.chooses(tid == self.current);
                self.next = Some(tid);
            }
            Err(why) => self.end(why),
        }
    }

    /// How an execution ends that has taken more steps than the limit; `None` for a few steps more, in which a thread
    /// that waits for a lock can turn out to have been passed over whenever it was free.
    fn too_long(&self) -> Option<Ended> {
        const GRACE: u64 = 100;
        if self.is_timed() || self.main_done.is_some() {
            return Some(Ended::StepLimit);
        }
        let waits_long = |thread: &Thread| {
            let since = self.pace.since(thread.announced.1);
            thread.pending.is_some() && since > self.pace.limit() / 2
        };
        if self.ready.iter().any(|tid| waits_long(&self.threads[tid])) {
            return Some(Ended::Unfair);
        }
        let is_over =
            self.pace.steps() > self.pace.limit() + GRACE || !self.threads.iter().any(waits_long);
        is_over.then_some(Ended::StepLimit)
    }

    /// Ends the execution. After main has finished nothing that happens counts any more.
    pub fn end(&mut self, why: Ended) {
        let why = S::ends(self).unwrap_or(match why {
            Ended::Complete
            | Ended::Redundant
            | Ended::NotReplayable
            | Ended::TooManyThreads
            | Ended::Paused => why,
            _ if self.main_done.is_some() => Ended::Drained,
            _ => why,
        });
        self.ended.get_or_insert(why);
    }

    /// The current thread, having been chosen, does its pending operation.
    pub(in crate::engine) fn perform(&mut self, mut action: Action<'_>) -> Effect {
        let me = self.current;
        let interrupts = self.interrupts(me);
        let op = self.threads[me]
            .pending
            .take()
            .expect("a chosen thread has a pending operation");
        // That a thread begins is told by there being no place yet.
        current_thread::NOW.step((op.kind != Kind::Start).then_some(op.site));
        self.has_begun(me, op.object);
        if let Some(object) = self.objects.get_mut(op.object as usize) {
            object.steps += 1;
            object.users.add(me);
        }
        let unnoticed = u32::from(self.is_unnoticed(&op));
        let thread = &mut self.threads[me];
        let (since, _) = thread.announced;
        thread.events += 1;
        thread.unnoticed += unnoticed;
        let begun = S::begins(self, me, &op, &mut action);
        let orders = self.record.as_ref().and_then(|_| action.orders());
        let Applied {
            effect,
            progress,
            shown,
        } = self.apply(me, &op, action);
        if let Some(begun) = begun {
            S::has_done(self, me, begun, progress, effect.done);
        }
        self.note_progress(me, &op, progress);
        self.has_changed(op.object);
        let is_told = op.kind != Kind::Write || effect.done;
        if let Some(record) = self.record.as_mut().filter(|_| is_told) {
            let mut told = op;
            if op.kind == Kind::Write {
                // To a reader there is one way to lock.
                told.kind = Kind::Lock;
            }
            record.push(Recorded {
                thread: me,
                op: told,
                since,
                at: self.now,
                value: shown,
                shown: None,
                order: orders.map(|[success, failure]| if effect.done { success } else { failure }),
                done: effect.done,
                interrupts,
            });
        }
        effect
    }

    /// The thread has done `op`, and that has changed something, or not.
    fn note_progress(&mut self, me: Tid, op: &Op, progress: Progress) {
        match progress {
            Progress::Changed => {
                self.pace.made_progress();
                self.made_progress(me);
                S::something_changed(self);
            }
            Progress::ForOthers => {
                self.pace.made_progress();
                S::something_changed(self);
            }
            Progress::Neutral => {}
            Progress::Idle | Progress::Unclear => {
                let patience = S::patience(self, op, progress);
                let thread = &mut self.threads[me];
                if thread.polls.add(op, patience.weight, patience.limit) {
                    thread.awaits.clear();
                    thread.counts = patience.counts;
                    self.ready.set_polling(me, true);
                }
            }
        }
    }

    /// Whether nobody else can tell who does the operation, and when.
    fn is_unnoticed(&self, op: &Op) -> bool {
        let object = self.objects.get(op.object as usize);
        object.is_some_and(|object| object.state.hides(op))
    }

    /// Whether what the program prints is kept back: runs that only repeat another in a different order.
    pub fn is_silent(&self) -> bool {
        self.strategy.is_silent() || self.focus.hashing != 0
    }

    /// Whether the step that `me` is about to take cuts in on a thread that could have gone on (recorded runs only).
    fn interrupts(&self, me: Tid) -> bool {
        let Some(last) = self.record.as_ref().and_then(|record| record.last()) else {
            return false;
        };
        if last.thread == me && last.op.kind == Kind::Start {
            // Beginning to run is not shown; what it cut in on is told with the thread's first real step.
            return last.interrupts;
        }
        let before = last.thread;
        let goes_on = self.threads[before]
            .pending
            .is_some_and(|op| !op.kind.gives_way());
        before != me && goes_on && self.is_enabled(before) && !self.is_polling(before)
    }

    /// The thread does more than look.
    pub(in crate::engine) fn made_progress(&mut self, tid: Tid) {
        self.threads[tid].polls.clear();
        self.ready.set_polling(tid, false);
    }

    /// A thread that did nothing but look, many times at the same place, waits for others to change something. It is
    /// passed over until they do; otherwise `while !flag.load() {}` would stop virtual time, and have no end of
    /// interleavings.
    pub fn is_polling(&self, tid: Tid) -> bool {
        self.ready.is_polling(tid)
    }
}
