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
//! What a thread is at is compared only at places to which some thread has come back; a program without such pays nothing.
//!
//! Only rounds in which no other thread cuts in are taken back, and only where the path of the search goes on: in the part
//! that is repeated they have been taken back already.

use super::node::Node;
use super::races::Logged;
use super::schedule::Execution;
use super::search::{Search, Set};
use crate::engine::memory::clock::Clock;
use crate::engine::objects::{Class, Kind, NO_OBJECT, ObjectId, Op, Progress, Tid};
use crate::engine::platform::frame::Image;
use crate::engine::state::trail::Trail;

/// Most steps of a round.
const MOST_STEPS: usize = 64;

/// What a thread has done in one go, as long as it only looked.
pub struct Round {
    pub(super) thread: Tid,
    /// How things were before the step that is being done, if a round can begin with it.
    now: Option<Box<Before>>,
    /// Its steps, which are entered in the log when it turns out that they are no round.
    steps: Vec<Step>,
    /// Whether they are entered at once all the same.
    is_entered: bool,
}

/// How things were before a step.
struct Before {
    image: Image,
    /// The node at which it was chosen.
    node: usize,
    trail: Trail,
    sleep: Set,
    clock: Clock,
    announced: usize,
    logged: usize,
}

struct Step {
    before: Option<Box<Before>>,
    place: Place,
    logged: Logged,
    /// The thread's clock after it.
    clock: Clock,
    /// Whether it took a lock or gave one back.
    holds: i32,
    /// Who stopped waiting because of it.
    woken: Vec<Tid>,
}

/// An operation as it stands in the program.
pub(super) type Place = (usize, Kind, ObjectId);

pub(super) fn place_of(op: &Op) -> Place {
    (std::ptr::from_ref(op.site).addr(), op.kind, op.object)
}

/// The same, whatever the object: a look that belongs to a loop.
pub(super) type Loop = (usize, Kind);

pub(super) fn loop_of(op: &Op) -> Loop {
    (std::ptr::from_ref(op.site).addr(), op.kind)
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
            | Kind::Enqueue
            | Kind::ParkTimeout
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
        (_, Progress::Idle) | (Kind::Enqueue, _) => Some(0),
        _ => None,
    }
}

impl Execution {
    /// The thread, which is the current one, is about to do `op`, with which a round may begin.
    #[inline]
    pub fn begin_round(&mut self, me: Tid, op: &Op) {
        if !self.is_searched() || self.search().depth < self.search().path.len() {
            return;
        }
        let round = self.search().round.as_deref();
        if round.is_some_and(|round| round.thread != me) {
            self.enter_round();
        }
        if !is_look(op.kind) {
            return;
        }
        // A loop that tries until it has a lock is another one than a loop that has it each time and looks at what is in it.
        let takes = op.kind == Kind::TryLock && self.expected_class(me, op) == Some(Class::Change);
        let at = match takes {
            true => (loop_of(op).0, Kind::Lock),
            false => loop_of(op),
        };
        if self.search().loops.contains(&at) {
            self.search().watch(op.object);
            self.take_image(me, op);
        } else if self.comes_back(me, op) && (!takes || self.threads[me].polls.has_given_back(op)) {
            self.search().watch(op.object);
            self.search().begin_again(at);
            self.pace.drain_soon();
        }
    }

    /// Whether the thread has looked at the same before, at the same place, and has made no progress since.
    fn comes_back(&self, me: Tid, op: &Op) -> bool {
        let thread = &self.threads[me];
        thread.polls.has(op) && thread.frame != 0
    }

    /// Notes how things are before the operation of the thread, with which a round can begin.
    fn take_image(&mut self, me: Tid, op: &Op) {
        let thread = &self.threads[me];
        let changes = matches!(op.kind, Kind::Rmw | Kind::CompareExchange);
        if changes && self.expected_class(me, op) == Some(Class::Change) {
            return;
        }
        let (trail, clock) = (self.trail, thread.clock.clone());
        let (frame, top, past) = (thread.frame, thread.top, thread.past);
        let is_entered = self.weak || self.pace.stalls() > 0 || self.search().naive;
        let search = self.search();
        let mut image = search.spare.pop().unwrap_or_default();
        // SAFETY: it is the stack of the thread that calls this, below which all that happens now happens.
        if !unsafe { image.take(frame, top) } {
            search.spare.push(image);
            return;
        }
        search.remember_origin(me, past, &mut image);
        let before = Before {
            image,
            node: search.depth - 1,
            trail,
            sleep: search.schedule_sleep(),
            clock,
            announced: search.races.announced_by(me),
            logged: search.races.len(),
        };
        let round = search.round.get_or_insert_with(|| {
            Box::new(Round {
                thread: me,
                now: None,
                steps: Vec::new(),
                is_entered,
            })
        });
        round.now = Some(Box::new(before));
    }

    /// The thread has done an operation of a search, which may belong to a round.
    #[inline]
    pub fn enter_or_keep(&mut self, me: Tid, logged: Logged, progress: Progress, done: bool) {
        let woken = self.wake_those_that_await(me, &logged.op);
        let clock = self.threads[me].clock.clone();
        let Some(round) = &mut self.search().round else {
            return self.seal_event(me, logged, clock);
        };
        if let Some(holds) = holds(logged.op.kind, progress, done)
            && round.thread == me
            && round.steps.len() < MOST_STEPS
        {
            let is_entered = round.is_entered;
            let before = round.now.take();
            round.steps.push(Step {
                before,
                place: place_of(&logged.op),
                logged: logged.clone(),
                clock: clock.clone(),
                holds,
                woken,
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
        if let Some(mut round) = self.search().round.take() {
            let steps = std::mem::take(&mut round.steps);
            self.enter_steps(&round, steps);
        }
    }

    fn enter_steps(&mut self, round: &Round, steps: Vec<Step>) {
        for step in steps {
            if let Some(before) = step.before {
                self.search().spare.push(before.image);
            }
            if !round.is_entered {
                self.seal_event(round.thread, step.logged, step.clock);
            }
        }
    }

    /// The current thread has come to `op`. If that ends a round, it waits for what it looked at. Returns whether the
    /// round was taken back, so that the thread is where it was, and has announced nothing new.
    #[inline]
    pub fn ends_round(&mut self, op: &Op) -> bool {
        self.search().round.is_some() && self.ends_that_round(op)
    }

    fn ends_that_round(&mut self, op: &Op) -> bool {
        let me = self.current;
        let Some(first) = self.first_of_round(me, op) else {
            return false;
        };
        let search = self.search();
        let round = search.round.as_deref().expect("it was just looked at");
        let awaits = round.objects(first);
        let node = round.steps[first].before.as_ref().map_or(0, |it| it.node);
        // If it looks more than once, others may come between, and what it sees later need not go with what it saw before.
        let is_entered = round.is_entered || round.looks(first) > 1;
        let is_new = node >= search.repeated;
        if is_entered {
            self.enter_round();
        } else if is_new {
            self.take_back(first);
        } else {
            // There was nothing that this thread could do at that node. But what it looked at could have been otherwise.
            self.learn_from(first);
            self.reverse_races(false);
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

    /// The step since which the thread, which has come to `op`, has gone round.
    fn first_of_round(&mut self, me: Tid, op: &Op) -> Option<usize> {
        let thread = &self.threads[me];
        let (frame, top) = (thread.frame, thread.top);
        let place = place_of(op);
        let search = self.search();
        let round = search.round.as_deref()?;
        let is_there = |step: &Step| step.place == place && step.before.is_some();
        if round.thread != me || !round.steps.iter().any(is_there) {
            return None;
        }
        let mut image = search.spare.pop().unwrap_or_default();
        // SAFETY: it is the stack of the thread that calls this, below which all that happens now happens.
        let is_known = unsafe { image.take(frame, top) };
        let is_again = |step: &Step| {
            let before = step.before.as_ref().filter(|_| step.place == place);
            before.is_some_and(|before| before.image.is_again(&image))
        };
        let first = round.steps.iter().rposition(is_again);
        let first = first.filter(|&first| is_known && round.is_balanced(first));
        let first = first.filter(|&first| !round.objects(first).is_empty());
        search.spare.push(image);
        first
    }

    /// Takes back all that the round has done from its step number `first` on. What came before happened.
    fn take_back(&mut self, first: usize) {
        let mut round = self.search().round.take().expect("a round ends");
        let only_look = round.only_look(first);
        let mut taken_back = round.steps.split_off(first);
        for step in &mut taken_back {
            for tid in std::mem::take(&mut step.woken) {
                self.ready.set_polling(tid, true);
            }
        }
        let befores = taken_back.into_iter().filter_map(|step| step.before);
        let befores: Vec<Box<Before>> = befores.collect();
        let earlier = std::mem::take(&mut round.steps);
        let thread = round.thread;
        let before = befores.first().expect("a round begins with a look");
        self.trail = before.trail;
        self.threads[thread].clock = before.clock.clone();
        self.threads[thread].polls.clear();
        let search = self.search();
        search.sleep = before.sleep;
        let before_log = before.logged;
        search.races.cut(before_log, thread, before.announced);
        if let Some(Node::Schedule(node)) = search.path.get_mut(before.node) {
            let waits = node.waits.take();
            search
                .waits
                .extend(waits.into_iter().flat_map(|waits| *waits));
        }
        search.path.truncate(before.node);
        search.depth = before.node;
        let mut images = befores.into_iter().map(|before| before.image);
        let origin = images.next();
        search.spare.extend(images);
        self.enter_steps(&round, earlier);
        let past = self.threads[thread].past;
        if let Some(origin) = origin {
            self.search().keep_origin(thread, past, origin);
        }
        if let Some(op) = only_look {
            self.learn(thread, past, &op, before_log);
        }
    }

    /// The round that the present one ends with, which begins with its step number `first`, is entered and has led nowhere.
    fn learn_from(&mut self, first: usize) {
        let round = self.search().round.as_deref().expect("a round ends");
        let (thread, op) = (round.thread, round.only_look(first));
        let before = round.steps[first].before.as_ref().map(|it| it.logged);
        self.enter_round();
        if let Some((op, at)) = op.zip(before) {
            let past = self.search().races.past_before(at);
            self.learn(thread, past, &op, at);
        }
    }
}

impl Round {
    /// Whether it has given back all locks that it took from that step on, and no others.
    fn is_balanced(&self, first: usize) -> bool {
        let steps = &self.steps[first..];
        steps.iter().all(|step| {
            let same = steps
                .iter()
                .filter(|other| other.logged.op.object == step.logged.op.object);
            step.holds == 0 || same.map(|step| step.holds).sum::<i32>() == 0
        })
    }

    /// How often it looks from that step on.
    pub(super) fn looks(&self, first: usize) -> usize {
        let steps = self.steps[first..].iter();
        let looks = steps.filter(|step| step.logged.op.object != NO_OBJECT && step.holds >= 0);
        looks.count()
    }

    /// The operation that is its step of that number.
    pub(super) fn op_of(&self, step: usize) -> Op {
        self.steps[step].logged.op
    }

    /// What it looked at from that step on.
    fn objects(&self, first: usize) -> Vec<ObjectId> {
        let mut objects: Vec<ObjectId> = Vec::new();
        for step in &self.steps[first..] {
            let object = step.logged.op.object;
            if object != NO_OBJECT && !objects.contains(&object) {
                objects.push(object);
            }
        }
        objects
    }
}

impl Search {
    /// Threads look at that, to see whether they may go on.
    fn watch(&mut self, object: ObjectId) {
        if !self.watched.contains(&object) {
            self.watched.push(object);
        }
    }

    /// A thread has come back to a look: from now on it is seen whether it is where it was. The execution is run again,
    /// because that has to be known from the first look on.
    fn begin_again(&mut self, at: Loop) {
        self.loops.push(at);
        self.round = None;
        self.path.truncate(self.repeated);
        self.depth = self.repeated;
        self.is_again = true;
        self.spent = true;
    }

    /// What the thread knew when it came to its look first, if it has gone round since: then it is as if it had not, and
    /// what it has written meanwhile where it had written nothing before means nothing.
    fn remember_origin(&self, tid: Tid, past: u64, image: &mut Image) {
        let is_its = |&&(of, after, _): &&(Tid, u64, Image)| of == tid && after == past;
        if let Some((.., origin)) = self.origins.iter().find(is_its)
            && origin.is_again(image)
        {
            image.copy_from(origin);
        }
    }

    fn keep_origin(&mut self, tid: Tid, past: u64, image: Image) {
        match self.origins.iter_mut().find(|(of, ..)| *of == tid) {
            Some(origin) => {
                let before = std::mem::replace(origin, (tid, past, image));
                self.spare.push(before.2);
            }
            None => self.origins.push((tid, past, image)),
        }
    }

    pub(super) fn forget_origins(&mut self) {
        let images = self.origins.drain(..).map(|(.., image)| image);
        self.spare.extend(images);
    }

    /// Whether threads are known to come back to a look, or to a weak compare-exchange.
    pub fn compares_stacks(&self) -> bool {
        !self.loops.is_empty() || self.has_weak
    }

    /// The sleep set of the node at which the present step was chosen.
    fn schedule_sleep(&mut self) -> Set {
        let node = self.depth - 1;
        self.schedule(node).sleep
    }
}
