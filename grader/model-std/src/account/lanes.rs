//! From the engine's record to the lanes of a timeline: what each thread spent its time at, and who ended its waits.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use runtrace::{Interval, ThreadTimeline, Timeline, Waiting};

use super::{names, source};
use crate::engine::Execution;
use crate::engine::mixing::Mixing;
use crate::engine::objects::{Kind, NEVER, ObjectId, Op, Tid, Value};
use crate::engine::record::Recorded;

/// What a run in virtual time showed.
pub fn timeline(execution: &Execution) -> Timeline {
    let end = execution.main_done().unwrap_or(execution.now());
    Timeline::new(
        Duration::from_nanos(end),
        execution.core_count().get(),
        of(execution, end),
    )
}

/// The threads of a run of which everything up to the moment `end` counts (nanoseconds).
fn of(execution: &Execution, end: u64) -> Vec<ThreadTimeline> {
    let record = execution.recorded();
    let mut lanes: Vec<ThreadTimeline> = (0..execution.threads().len())
        .map(|tid| ThreadTimeline {
            name: execution.thread_name(tid),
            since: Duration::ZERO,
            until: None,
            started_by: execution.threads()[tid].spawner,
            intervals: Vec::new(),
            left_at: None,
        })
        .collect();
    let mut causes = Causes::default();
    let mut words = Words::new(execution);
    for step in record {
        let lane = &mut lanes[step.thread];
        match step.op.kind {
            Kind::Start => lane.since = Duration::from_nanos(step.since),
            Kind::Finish | Kind::End if step.at <= end => {
                lane.until = Some(Duration::from_nanos(step.at))
            }
            _ => {}
        }
        if step.at > step.since && step.since < end {
            // In steps of work, the time of waiting for a core comes first.
            let began = match (step.op.kind, step.value) {
                (Kind::Work, Value::Span(cost)) => Some(step.at.saturating_sub(cost)),
                _ => None,
            };
            let mut stretches = stretches(&mut words, &step.op, [step.since, step.at], began, end);
            if let Some(last) = stretches.last_mut()
                && step.at <= end
            {
                last.ended_by = causes.of(step);
            }
            if let [core, _] = stretches.as_mut_slice() {
                core.ended_by = began.and_then(|began| causes.of_core(began, step.thread));
            }
            lane.intervals.extend(stretches);
        }
        causes.note(step);
    }
    // Whoever was still waiting when the run ended.
    for (tid, thread) in execution.threads().iter().enumerate() {
        if let Some(op) = thread.pending
            && thread.announced.0 < end
        {
            let began = execution.working_since(tid);
            let began = (op.kind == Kind::Work).then(|| began.unwrap_or(end));
            let stretches = stretches(&mut words, &op, [thread.announced.0, end], began, end);
            lanes[tid].intervals.extend(stretches);
        }
    }
    for &(tid, since, op) in execution.left() {
        let until = match op.kind {
            Kind::Sleep | Kind::Work if op.deadline != NEVER => op.deadline,
            _ => end,
        };
        lanes[tid].until = None;
        lanes[tid].left_at = Some(words.interval(&op, [since, until], waiting(&op)));
    }
    lanes
}

/// What a thread did at an operation: one stretch, or two if it first waited for a core, up to the moment `end`.
fn stretches(
    words: &mut Words<'_>,
    op: &Op,
    [since, until]: [u64; 2],
    began: Option<u64>,
    end: u64,
) -> Vec<Interval> {
    let until = until.min(end);
    let began = began.map(|began| began.clamp(since, until));
    let parts = match began {
        Some(began) => vec![
            ([since, began], Waiting::Core),
            ([began, until], Waiting::Work),
        ],
        None => vec![([since, until], waiting(op))],
    };
    parts
        .into_iter()
        .filter(|([since, until], _)| since < until)
        .map(|(span, waiting)| words.interval(op, span, waiting))
        .collect()
}

fn waiting(op: &Op) -> Waiting {
    match op.kind {
        Kind::Sleep => Waiting::Sleep,
        Kind::Work => Waiting::Work,
        // What it is that is locked there is no concern of the program.
        _ if op.inside => Waiting::Other,
        Kind::Join | Kind::ScopeEnd => Waiting::Thread,
        Kind::Lock | Kind::Write | Kind::Read => Waiting::Lock,
        _ => Waiting::Other,
    }
}

/// The words for objects and places. A run has few of them and many intervals, so each is looked for once.
struct Words<'run> {
    execution: &'run Execution,
    objects: BTreeMap<ObjectId, String>,
    /// By address.
    places: BTreeMap<usize, String>,
    /// The word of the statement whose body a lock of this place is held through, by address.
    statements: BTreeMap<usize, Option<&'static str>>,
}

impl<'run> Words<'run> {
    fn new(execution: &'run Execution) -> Self {
        Self {
            execution,
            objects: BTreeMap::new(),
            places: BTreeMap::new(),
            statements: BTreeMap::new(),
        }
    }

    fn interval(&mut self, op: &Op, [since, until]: [u64; 2], waiting: Waiting) -> Interval {
        Interval {
            since: Duration::from_nanos(since),
            until: Duration::from_nanos(until),
            waiting,
            object: self.awaited(op, waiting),
            place: self.place(op),
            ended_by: None,
            held_through: (waiting == Waiting::Lock)
                .then(|| self.held_through(op))
                .flatten(),
        }
    }

    fn place(&mut self, op: &Op) -> String {
        let address = std::ptr::from_ref(op.site).addr();
        let find = || source::place(op.site);
        self.places.entry(address).or_insert_with(find).clone()
    }

    fn held_through(&mut self, op: &Op) -> Option<String> {
        let address = std::ptr::from_ref(op.site).addr();
        let find = || source::holds_through_a_body(op.site);
        let word = *self.statements.entry(address).or_insert_with(find);
        word.map(str::to_owned)
    }

    /// What is waited for.
    fn awaited(&mut self, op: &Op, waiting: Waiting) -> String {
        match waiting {
            Waiting::Sleep | Waiting::Work => return String::new(),
            Waiting::Core => return "a core".to_owned(),
            Waiting::Lock | Waiting::Thread => {
                let find = || names::object(self.execution, op.object);
                return self.objects.entry(op.object).or_insert_with(find).clone();
            }
            _ => {}
        }
        let words = match op.kind {
            _ if op.inside => "others inside a library",
            Kind::Recv | Kind::RecvTimeout => "a message",
            Kind::Wake | Kind::WakeTimeout | Kind::Woken => "a notification",
            Kind::Park | Kind::ParkTimeout => "an unpark",
            Kind::Send => "room in the channel",
            Kind::Taken => "the receiver",
            Kind::Enter | Kind::Pass | Kind::Await => "the first to finish initialising",
            Kind::Leave => "others to arrive at the barrier",
            // It looks again and again.
            _ => "a change",
        };
        words.to_owned()
    }
}

/// What an operation can make possible on its object.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Gives {
    /// A free lock, an end, a notification, a message.
    Turn,
    /// Room in a channel.
    Room,
}

/// Who last made something possible, and when.
#[derive(Default)]
struct Causes {
    last: HashMap<(ObjectId, Gives), (Tid, u64), Mixing>,
    /// Who gave a core back, by the moment.
    cores: HashMap<u64, Tid, Mixing>,
}

impl Causes {
    fn note(&mut self, step: &Recorded) {
        let gives = match step.op.kind {
            Kind::Unlock
            | Kind::UnlockRead
            | Kind::Finish
            | Kind::Return
            | Kind::End
            | Kind::NotifyOne
            | Kind::NotifyAll
            | Kind::Unpark
            | Kind::Complete
            | Kind::Arrive
            | Kind::Post
            | Kind::Send
            | Kind::TrySend
            | Kind::DropSender => Gives::Turn,
            Kind::Recv | Kind::TryRecv | Kind::RecvTimeout | Kind::DropReceiver => Gives::Room,
            Kind::Work => {
                self.cores.insert(step.at, step.thread);
                return;
            }
            _ => return,
        };
        self.last
            .insert((step.op.object, gives), (step.thread, step.at));
    }

    /// Who made the step possible just when it was done; `None` if its time was up.
    fn of(&self, step: &Recorded) -> Option<Tid> {
        let needs = match step.op.kind {
            Kind::Lock
            | Kind::Read
            | Kind::Join
            | Kind::ScopeEnd
            | Kind::Woken
            | Kind::Enter
            | Kind::Pass
            | Kind::Await
            | Kind::Leave => Gives::Turn,
            Kind::Recv => Gives::Turn,
            Kind::RecvTimeout if step.is_cut_short() => Gives::Turn,
            Kind::Park | Kind::ParkTimeout | Kind::RecvTimeout | Kind::WakeTimeout if step.done => {
                Gives::Turn
            }
            Kind::Send | Kind::Taken => Gives::Room,
            _ => return None,
        };
        let (tid, at) = *self.last.get(&(step.op.object, needs))?;
        (at == step.at && tid != step.thread).then_some(tid)
    }

    /// Who gave a core back at that moment.
    fn of_core(&self, at: u64, except: Tid) -> Option<Tid> {
        self.cores.get(&at).copied().filter(|&tid| tid != except)
    }
}
