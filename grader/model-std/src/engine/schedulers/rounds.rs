//! Loops that wait: a round of one that changes nothing is no step of the program.
//!
//! A thread that comes back to the same operation with the same stack and the same registers, and has only looked in
//! between, will go round for as long as what it looked at stays as it is. So it waits for that to change: it is passed
//! over, as if it were blocked. The round itself is taken back, as if it had never been: nobody can tell whether, or how
//! often, a thread has looked in vain.
//!
//! A loop that counts its rounds is never where it was before, and is followed to where it gives up. (A count that lies
//! neither on the stack nor in anything modelled is not seen.)
//!
//! Only rounds in which no other thread cuts in are taken back, and only where the path of the search goes on: in the part
//! that is repeated they have been taken back already.

use super::races::Logged;
use super::search::{Node, Search, Set, bit};
use super::trail::Trail;
use crate::engine::execution::Execution;
use crate::engine::memory::clock::Clock;
use crate::engine::objects::{Class, Kind, ObjectId, Op, Progress, Tid};
use crate::engine::platform::frame::Image;

/// Most steps of a round.
const MOST_STEPS: usize = 64;

/// What a thread has done since it was at a certain place.
pub struct Round {
    pub(super) thread: Tid,
    /// The operation that it was about to do there.
    place: (usize, Kind, ObjectId),
    image: Image,
    /// The node at which it was chosen, and how things were then.
    node: usize,
    trail: Trail,
    sleep: Set,
    clock: Clock,
    announced: usize,
    logged: usize,
    /// Its steps, which are entered in the log when it turns out that they are no round.
    steps: Vec<Step>,
    /// Whether they are entered at once all the same.
    is_entered: bool,
    /// Who stopped waiting because of them.
    woken: Vec<Tid>,
}

struct Step {
    logged: Logged,
    /// The thread's clock after it.
    clock: Clock,
    /// Whether it took a lock or gave one back.
    holds: i32,
}

fn place_of(op: &Op) -> (usize, Kind, ObjectId) {
    (std::ptr::from_ref(op.site).addr(), op.kind, op.object)
}

/// Whether a round can begin with it.
fn is_look(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Load
            | Kind::Rmw
            | Kind::CompareExchange
            | Kind::Lock
            | Kind::TryLock
            | Kind::Read
            | Kind::TryRead
            | Kind::IsFinished
            | Kind::TryRecv
            | Kind::TrySend
            | Kind::RecvTimeout
            | Kind::Get
            | Kind::StrongCount
            | Kind::WeakCount
    )
}

/// What a step does to the locks that its thread holds; `None` if it is more than a look.
fn holds(kind: Kind, progress: Progress, done: bool) -> Option<i32> {
    match (kind, progress) {
        (Kind::Now, _) => None,
        (Kind::Lock | Kind::TryLock | Kind::Read | Kind::TryRead, Progress::Neutral) if done => {
            Some(1)
        }
        (Kind::Unlock | Kind::UnlockRead, Progress::Idle) => Some(-1),
        (_, Progress::Idle) => Some(0),
        _ => None,
    }
}

impl Execution {
    /// The current thread is about to do its pending operation, which may be the first of a round.
    pub fn begin_round(&mut self) {
        let me = self.current;
        if !self.is_searched() || self.search().depth < self.search().path.len() {
            return;
        }
        match self.search().round.as_ref().map(|round| round.thread) {
            Some(thread) if thread == me => return,
            Some(_) => self.enter_round(),
            None => {}
        }
        let thread = &self.threads[me];
        let Some(op) = thread.pending.filter(|op| is_look(op.kind)) else {
            return;
        };
        let mut image = std::mem::take(&mut self.search().spare);
        let thread = &self.threads[me];
        // SAFETY: it is the stack of the thread that calls this, below which all that happens now happens.
        if !unsafe { image.take(thread.frame, thread.top) } {
            self.search().spare = image;
            return;
        }
        let (trail, clock) = (self.trail, thread.clock.clone());
        let is_entered = self.weak || self.pace.stalls() > 0 || self.search().naive;
        let search = self.search();
        search.round = Some(Box::new(Round {
            thread: me,
            place: place_of(&op),
            image,
            node: search.depth - 1,
            trail,
            sleep: search.schedule_sleep(),
            clock,
            announced: search.races.announced_by(me),
            logged: search.races.len(),
            steps: Vec::new(),
            is_entered,
            woken: Vec::new(),
        }));
    }

    /// The thread has done an operation of a search.
    pub fn has_done(&mut self, me: Tid, logged: Logged, progress: Progress, done: bool) {
        let woken = self.wake_those_that_await(me, &logged.op);
        let clock = self.threads[me].clock.clone();
        let holds = holds(logged.op.kind, progress, done);
        let search = self.search();
        if let (Some(round), Some(holds)) = (&mut search.round, holds)
            && round.thread == me
            && round.steps.len() < MOST_STEPS
        {
            round.woken.extend(woken);
            let is_entered = round.is_entered;
            round.steps.push(Step {
                logged: logged.clone(),
                clock: clock.clone(),
                holds,
            });
            if is_entered {
                self.seal_event(me, logged, clock);
            }
            return;
        }
        self.enter_round();
        self.seal_event(me, logged, clock);
    }

    /// The steps so far are no round: they happened.
    pub fn enter_round(&mut self) {
        let Some(round) = self.search().round.take() else {
            return;
        };
        let Round {
            thread,
            image,
            steps,
            is_entered,
            ..
        } = *round;
        self.search().spare = image;
        if !is_entered {
            for step in steps {
                self.seal_event(thread, step.logged, step.clock);
            }
        }
    }

    /// The current thread has come to `op`. If that ends a round, it waits for what it looked at. Returns whether the
    /// round was taken back, so that the thread is where it was, and has announced nothing new.
    pub fn ends_round(&mut self, op: &Op) -> bool {
        let me = self.current;
        let is_back = |round: &Round| {
            round.thread == me && round.place == place_of(op) && !round.steps.is_empty()
        };
        if !self.search().round.as_deref().is_some_and(is_back) {
            return false;
        }
        let mut image = std::mem::take(&mut self.search().spare);
        let thread = &self.threads[me];
        // SAFETY: it is the stack of the thread that calls this, below which all that happens now happens.
        let is_known = unsafe { image.take(thread.frame, thread.top) };
        let search = self.search();
        let round = search.round.as_deref().expect("it was just looked at");
        let is_round = is_known && round.image.is_again(&image) && round.is_balanced();
        if !is_round {
            self.enter_round();
            return false;
        }
        let awaits = round.objects();
        let (node, is_entered) = (round.node, round.is_entered);
        let is_new = node >= search.repeated;
        if awaits.is_empty() {
            self.enter_round();
            return false;
        }
        if is_entered {
            self.enter_round();
        } else if is_new {
            self.take_back();
        } else {
            // There was nothing that this thread could do at that node. But what it looked at could have been otherwise.
            self.enter_round();
            let search = self.search();
            search.path.truncate(node + 1);
            search.depth = node + 1;
            search.spent = true;
            self.pace.drain_soon();
            return false;
        }
        self.search().waits.push((me, awaits.clone()));
        self.begin_to_await(me, awaits);
        is_new && !is_entered
    }

    /// Takes back all that the round has done.
    fn take_back(&mut self) {
        let round = self.search().round.take().expect("a round ends");
        let Round {
            thread,
            image,
            node,
            trail,
            sleep,
            clock,
            announced,
            logged,
            woken,
            ..
        } = *round;
        self.trail = trail;
        self.threads[thread].clock = clock;
        self.threads[thread].polls.clear();
        for tid in woken {
            self.ready.set_polling(tid, true);
        }
        let search = self.search();
        search.spare = image;
        search.sleep = sleep;
        search.races.cut(logged, thread, announced);
        if let Some(Node::Schedule(first)) = search.path.get_mut(node) {
            let waits = std::mem::take(&mut first.waits);
            search.waits.extend(waits);
        }
        search.path.truncate(node);
        search.depth = node;
    }

    /// From now on the thread waits until one of these objects changes.
    pub fn begin_to_await(&mut self, tid: Tid, objects: Vec<ObjectId>) {
        self.threads[tid].awaits = objects;
        self.ready.set_polling(tid, true);
    }

    /// Those look again that wait for what thread `me` has just done.
    fn wake_those_that_await(&mut self, me: Tid, op: &Op) -> Vec<Tid> {
        let is_change = op.class != Class::Look || op.kind == Kind::UnlockRead;
        if !is_change || !self.ready.passes_over_somebody() {
            return Vec::new();
        }
        let awaits = |&tid: &Tid| {
            tid != me && self.is_polling(tid) && self.threads[tid].awaits.contains(&op.object)
        };
        let woken: Vec<Tid> = (0..self.threads.len()).filter(awaits).collect();
        for &tid in &woken {
            self.ready.set_polling(tid, false);
        }
        woken
    }

    /// Something has changed: those that were passed over because they look so often may look again.
    pub fn wake_those_that_look(&mut self) {
        if !self.is_searched() {
            self.ready.wake_pollers();
        } else if self.ready.passes_over_somebody() {
            for tid in 0..self.threads.len() {
                if self.threads[tid].awaits.is_empty() {
                    self.ready.set_polling(tid, false);
                }
            }
        }
    }

    /// The threads that wait for what they looked at, as bits.
    pub fn awaiting(&self) -> Set {
        if !self.ready.passes_over_somebody() {
            return 0;
        }
        let threads = self.threads.iter().enumerate();
        let awaiting =
            threads.filter(|(tid, thread)| self.is_polling(*tid) && !thread.awaits.is_empty());
        awaiting.fold(0, |set, (tid, _)| set | bit(tid))
    }
}

impl Round {
    /// Whether it has given back all locks that it took, and no others.
    fn is_balanced(&self) -> bool {
        self.steps.iter().all(|step| {
            let same = self
                .steps
                .iter()
                .filter(|other| other.logged.op.object == step.logged.op.object);
            step.holds == 0 || same.map(|step| step.holds).sum::<i32>() == 0
        })
    }

    /// What it looked at.
    fn objects(&self) -> Vec<ObjectId> {
        let mut objects: Vec<ObjectId> = Vec::new();
        for step in &self.steps {
            let object = step.logged.op.object;
            if object != crate::engine::NO_OBJECT && !objects.contains(&object) {
                objects.push(object);
            }
        }
        objects
    }
}

impl Search {
    /// The sleep set of the node at which the present step was chosen.
    fn schedule_sleep(&mut self) -> Set {
        let node = self.depth - 1;
        self.schedule(node).sleep
    }
}
