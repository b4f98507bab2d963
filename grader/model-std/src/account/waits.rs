//! Whom a thread waits for, if it is held up: the threads that hold its lock, that initialise, that it joins.

use crate::engine::Execution;
use crate::engine::objects::{Kind, Op, Site, State, Tid};

/// A thread that another waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Awaited {
    pub thread: Tid,
    pub why: Why,
}

/// What makes a thread wait for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// It holds the lock, which it took there.
    Holds(Site),
    /// It waits to write, and readers that come later wait behind it.
    IsBefore,
    /// It is at the initialiser.
    Initialises,
    /// It has not ended.
    Runs,
}

/// Every thread without which the operation of `tid` can never be done. The thread itself comes first if it is one.
pub fn awaited(execution: &Execution, tid: Tid, op: &Op) -> Vec<Awaited> {
    let Some(object) = execution.objects().get(op.object as usize) else {
        return Vec::new();
    };
    let mut all: Vec<Awaited> = match &object.state {
        State::Life(life) if op.kind.joins() => vec![Awaited {
            thread: life.thread,
            why: Why::Runs,
        }],
        State::Lock(lock) if matches!(op.kind, Kind::Lock | Kind::Write | Kind::Read) => {
            let holds = |&(thread, site): &(Tid, Site)| Awaited {
                thread,
                why: Why::Holds(site),
            };
            let holders = lock.writer.iter().chain(&lock.readers).map(holds);
            if op.kind == Kind::Read && lock.writer.is_none() {
                // Other readers are not in the way: only who waits to write is.
                let is_before = |&(thread, _): &(Tid, Site)| Awaited {
                    thread,
                    why: Why::IsBefore,
                };
                lock.queue.waiting.iter().map(is_before).collect()
            } else {
                holders.collect()
            }
        }
        State::Once(once) if matches!(op.kind, Kind::Enter | Kind::Await) => {
            let initialises = |thread| Awaited {
                thread,
                why: Why::Initialises,
            };
            once.running.map(initialises).into_iter().collect()
        }
        _ => Vec::new(),
    };
    all.sort_by_key(|awaited| awaited.thread != tid);
    all
}

/// Threads of which each waits for the next and the last for the first, if there are such; what each is held up at.
pub fn circle(execution: &Execution) -> Option<Vec<(Tid, Op)>> {
    let threads = execution.threads().len();
    (0..threads).find_map(|start| {
        let mut path = Vec::new();
        let mut seen = vec![false; threads];
        leads_back(execution, start, start, &mut path, &mut seen).then_some(path)
    })
}

/// Whether the waits of `tid` lead back to `start`; `path` are the threads on the way.
fn leads_back(
    execution: &Execution,
    start: Tid,
    tid: Tid,
    path: &mut Vec<(Tid, Op)>,
    seen: &mut [bool],
) -> bool {
    if std::mem::replace(&mut seen[tid], true) {
        return false;
    }
    let Some(op) = execution.threads()[tid].pending else {
        return false;
    };
    path.push((tid, op));
    let leads = awaited(execution, tid, &op)
        .iter()
        .any(|next| next.thread == start || leads_back(execution, start, next.thread, path, seen));
    if !leads {
        path.pop();
    }
    leads
}
