//! The record of a virtual-time run: who slept and waited for what, when.

use std::collections::HashMap;
use std::time::Duration;

use crate::engine::execution::Execution;
use crate::engine::op::{Kind, ObjectId, Op};
use crate::engine::record::Value;
use crate::report::{chart, names, source};

/// What a thread did while the clock moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Waiting {
    /// Slept.
    Sleep,
    /// Worked, on a core; see [`work`](super::work).
    Work,
    /// Had work to do and waited for a core.
    Core,
    /// Waited for a thread to end.
    Thread,
    /// Waited for a lock.
    Lock,
    /// Waited for a message, a notification, a barrier...
    Other,
}

/// A stretch of virtual time that a thread spent at one operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interval {
    /// From this moment on, since the start of the run.
    pub since: Duration,
    /// Until this moment.
    pub until: Duration,
    /// Doing what.
    pub waiting: Waiting,
    /// For what, in words: `Mutex`, `worker 2`; empty for sleeping and working.
    pub object: String,
    /// Where in the source: `src/lib.rs:12`.
    pub place: String,
}

/// One thread of a run.
#[derive(Debug, Clone)]
pub(crate) struct Lane {
    pub(crate) name: String,
    pub(crate) since: Duration,
    /// `None` if it was still alive at the end.
    pub(crate) until: Option<Duration>,
    pub(crate) intervals: Vec<Interval>,
}

impl Lane {
    /// Two stretches in one: until `began` (never, if it never got one) the thread waited for a core, from then on it
    /// worked, until `until`.
    fn add_work(&mut self, since: u64, began: Option<u64>, until: u64, op: &Op) {
        let began = began.unwrap_or(until).min(until);
        for (waiting, since, until) in
            [(Waiting::Core, since, began), (Waiting::Work, began, until)]
        {
            if since < until {
                self.intervals.push(Interval {
                    since: Duration::from_nanos(since),
                    until: Duration::from_nanos(until),
                    waiting,
                    object: String::new(),
                    place: source::place(op.site),
                });
            }
        }
    }
}

/// The record of a virtual-time run.
#[derive(Debug, Clone)]
pub struct Timeline {
    elapsed: Duration,
    cores: usize,
    lanes: Vec<Lane>,
    leaked: usize,
}

impl Timeline {
    pub(crate) fn of(execution: &mut Execution) -> Self {
        let record = execution.record.take().unwrap_or_default();
        let (end, leaked) = execution.main_done.unwrap_or((execution.now, 0));
        let mut lanes: Vec<Lane> = (0..execution.threads.len())
            .map(|tid| Lane {
                name: execution.thread_name(tid),
                since: Duration::ZERO,
                until: None,
                intervals: Vec::new(),
            })
            .collect();
        let mut words = Words::new(execution);
        for step in &record {
            let lane = &mut lanes[step.thread];
            match step.op.kind {
                Kind::Start => lane.since = Duration::from_nanos(step.since),
                Kind::Finish if step.at <= end => lane.until = Some(Duration::from_nanos(step.at)),
                _ => {}
            }
            if step.op.kind == Kind::Work {
                let began = match step.value {
                    Value::Span(cost) => step.at.saturating_sub(cost),
                    _ => step.since,
                };
                lane.add_work(step.since, Some(began), step.at.min(end), &step.op);
            } else if step.at > step.since && step.since < end {
                lane.intervals.push(Interval {
                    since: Duration::from_nanos(step.since),
                    until: Duration::from_nanos(step.at.min(end)),
                    waiting: waiting(step.op.kind),
                    object: words.object(&step.op),
                    place: words.place(&step.op),
                });
            }
        }
        // Whoever was still waiting when the run ended.
        for (tid, thread) in execution.threads.iter().enumerate() {
            if let Some(op) = thread.pending
                && thread.announced.0 < end
            {
                let since = thread.announced.0;
                if op.kind == Kind::Work {
                    let began = execution.cores.working_since(tid);
                    lanes[tid].add_work(since, began, end, &op);
                    continue;
                }
                lanes[tid].intervals.push(Interval {
                    since: Duration::from_nanos(since),
                    until: Duration::from_nanos(end),
                    waiting: waiting(op.kind),
                    object: words.object(&op),
                    place: words.place(&op),
                });
            }
        }
        execution.record = Some(record);
        Self {
            elapsed: Duration::from_nanos(end),
            cores: execution.cores.count.get(),
            lanes,
            leaked,
        }
    }

    /// Virtual time from start to end of the closure.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.elapsed
    }

    /// Threads made, main included.
    #[must_use]
    pub fn threads(&self) -> usize {
        self.lanes.len()
    }

    /// Threads that had not ended when the closure returned, besides main.
    #[must_use]
    pub fn leaked(&self) -> usize {
        self.leaked.saturating_sub(1)
    }

    /// The most threads that were asleep or at work at the same instant: real overlap. (To wait for a core is neither.)
    #[must_use]
    pub fn most_at_once(&self) -> usize {
        let overlapping = self
            .lanes
            .iter()
            .flat_map(|lane| &lane.intervals)
            .filter(|at| matches!(at.waiting, Waiting::Sleep | Waiting::Work));
        // At equal times ends come before starts: back to back is not overlap.
        let mut edges: Vec<(Duration, i32)> = overlapping
            .flat_map(|at| [(at.since, 1), (at.until, -1)])
            .collect();
        edges.sort_unstable();
        let mut now = 0_i32;
        let most = edges.into_iter().map(|(_, change)| {
            now += change;
            now
        });
        usize::try_from(most.max().unwrap_or(0)).unwrap_or(0)
    }

    /// Cores of the model's machine.
    #[must_use]
    pub fn cores(&self) -> usize {
        self.cores
    }

    /// Time that the cores were at work, all cores together: `cores() * elapsed()` if none was ever idle.
    #[must_use]
    pub fn worked(&self) -> Duration {
        chart::worked(&self.lanes)
    }

    /// What thread number `thread` (0 is main, then in order of spawning) spent its time at.
    #[must_use]
    pub fn intervals(&self, thread: usize) -> &[Interval] {
        self.lanes.get(thread).map_or(&[], |lane| &lane.intervals)
    }

    /// The chart as text, `width` columns wide.
    #[must_use]
    pub fn chart(&self, width: usize) -> String {
        chart::draw(&self.lanes, self.cores, self.elapsed, width)
    }
}

/// The words for objects and places. A run has few of them and many intervals, so each is looked for once.
struct Words<'a> {
    execution: &'a Execution,
    objects: HashMap<ObjectId, String>,
    /// By address.
    places: HashMap<usize, String>,
}

impl<'a> Words<'a> {
    fn new(execution: &'a Execution) -> Self {
        Self {
            execution,
            objects: HashMap::new(),
            places: HashMap::new(),
        }
    }

    /// Empty for what concerns no object, like sleeping.
    fn object(&mut self, op: &Op) -> String {
        let find = || names::object(self.execution, op.object);
        self.objects.entry(op.object).or_insert_with(find).clone()
    }

    fn place(&mut self, op: &Op) -> String {
        let address = std::ptr::from_ref(op.site).addr();
        let find = || source::place(op.site);
        self.places.entry(address).or_insert_with(find).clone()
    }
}

fn waiting(kind: Kind) -> Waiting {
    match kind {
        Kind::Sleep => Waiting::Sleep,
        Kind::Work => Waiting::Work,
        Kind::Join => Waiting::Thread,
        Kind::Lock | Kind::Read => Waiting::Lock,
        _ => Waiting::Other,
    }
}
