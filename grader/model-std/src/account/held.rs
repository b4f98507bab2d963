//! What a thread that never goes on is held up at, in words: it waits, or it spins.

use super::waits::{Awaited, Why, awaited};
use super::{called, names, source};
use crate::engine::Execution;
use crate::engine::objects::{Kind, Op, State, Tid, Value};
use crate::engine::record::Recorded;

/// "waits for the Mutex (at src/lib.rs:12) held by worker 1 (locked at src/lib.rs:8)".
pub fn waits_for(execution: &Execution, tid: Tid, op: &Op) -> String {
    let place = source::place(op.site);
    let at = if place.is_empty() {
        String::new()
    } else {
        format!(" (at {place})")
    };
    if op.inside {
        return match (place.as_str(), called::library_call(op.site)) {
            ("", _) => "waits inside a library".to_owned(),
            (place, Some((call, _))) => {
                format!("waits in `{call}`, inside a library (called at {place})")
            }
            (place, None) => format!("waits inside a library (called at {place})"),
        };
    }
    let object = names::object(execution, op.object);
    if let Some(first) = awaited(execution, tid, op).first() {
        let own = reads_already(execution, tid, op);
        let at = format!("{at}{}", own.unwrap_or_default());
        return for_thread(execution, tid, first, [&object, &at]);
    }
    let state = execution
        .objects()
        .get(op.object as usize)
        .map(|object| &object.state);
    match op.kind {
        Kind::Lock | Kind::Write | Kind::Read => format!("waits for the {object}{at}"),
        Kind::Sleep => format!("sleeps for ever{at}"),
        Kind::Recv => format!("waits for a message{at} that nobody sends"),
        Kind::Send => format!("waits for room in the {object}{at}, which nobody makes"),
        Kind::Taken => format!("waits for its message to be received{at}, which nobody does"),
        Kind::Wake => format!("waits to be notified{at}"),
        Kind::Park => format!("is parked{at} and nobody unparks it"),
        Kind::Leave => match state {
            Some(State::Barrier(barrier)) => format!(
                "waits at the {}{at} for others to arrive: {} of {} threads are there",
                object.replace("Barrier", "barrier"),
                barrier.waiting.len(),
                barrier.size
            ),
            _ => format!("waits at the barrier{at} for others to arrive"),
        },
        Kind::Await => format!("waits for the {object} to be initialised{at}"),
        _ if place.is_empty() => "waits".to_owned(),
        _ => format!("is at {place}"),
    }
}

/// " that it reads already (locked at src/lib.rs:12)", of a lock that the thread wants to read once more.
fn reads_already(execution: &Execution, tid: Tid, op: &Op) -> Option<String> {
    let object = execution.objects().get(op.object as usize);
    let object = object.filter(|_| op.kind == Kind::Read)?;
    let State::Lock(lock) = &object.state else {
        return None;
    };
    let (_, site) = lock.readers.iter().find(|(reader, _)| *reader == tid)?;
    Some(format!(
        " that it reads already (locked at {})",
        source::place(site)
    ))
}

fn for_thread(execution: &Execution, tid: Tid, other: &Awaited, [object, at]: [&str; 2]) -> String {
    let is_itself = other.thread == tid;
    let name = execution.thread_name(other.thread);
    match other.why {
        Why::Holds(site) if is_itself => format!(
            "waits for the {object}{at} that it holds itself (locked at {})",
            source::place(site)
        ),
        Why::Holds(site) => format!(
            "waits for the {object}{at} held by {name}{} (locked at {})",
            if execution.threads()[other.thread].finished {
                ", which ended while holding it"
            } else {
                ""
            },
            source::place(site)
        ),
        Why::IsBefore => {
            format!("waits for the {object}{at} behind {name}, which waits to write")
        }
        Why::Initialises if is_itself => {
            format!("waits for the {object} to be initialised{at}, which it is doing itself")
        }
        Why::Initialises => format!("waits for {name} to initialise the {object}{at}"),
        Why::Runs if is_itself => format!("waits for its own end{at}"),
        Why::Runs => format!("waits for {name} to end{at}"),
    }
}

/// Steps of the end of a run in which a thread that spins shows what it looks at.
const LAST_STEPS: usize = 60;

/// What a thread looks at again and again. If it is not the only one that spins, the others might change it, if only
/// they went on.
pub fn spins(execution: &Execution, tid: Tid, is_alone: bool) -> String {
    let look = last_look(execution, tid)
        .and_then(|step| Some((step.op.site, look(execution, step, is_alone)?)));
    let pending = execution.threads()[tid].pending;
    match (look, pending) {
        (Some((site, look)), _) => format!("spins at {}: {look}", source::place(site)),
        (None, Some(op)) if is_alone => format!(
            "spins at {}, waiting for a change that nobody is left to make",
            source::place(op.site)
        ),
        (None, Some(op)) => format!("spins at {}, waiting for a change", source::place(op.site)),
        (None, None) => "spins".to_owned(),
    }
}

/// The last step in which the thread looked at something.
pub fn last_look(execution: &Execution, tid: Tid) -> Option<&Recorded> {
    let record = execution.recorded();
    let last = record
        .iter()
        .rev()
        .take(LAST_STEPS * execution.threads().len());
    last.filter(|step| step.thread == tid)
        .take(LAST_STEPS)
        .find(|step| look(execution, step, true).is_some())
}

/// What a look is for, if the step is one.
fn look(execution: &Execution, step: &Recorded, is_alone: bool) -> Option<String> {
    let object = names::object(execution, step.op.object);
    let nobody = |to: &str, does: &str| {
        if is_alone {
            format!("nobody is left to {to}")
        } else {
            format!("nobody {does}")
        }
    };
    Some(match step.op.kind {
        Kind::Load | Kind::CompareExchange => format!(
            "it looks at the {object} again and again, finds {} each time, and {}",
            found(step)?,
            nobody("change that", "changes that")
        ),
        Kind::Now => {
            "it looks at the clock again and again, which only sleeping and work move".to_owned()
        }
        Kind::Lock | Kind::Write | Kind::Read => format!(
            "it locks the {object} again and again and finds nothing changed, and {}",
            nobody("change it", "changes it")
        ),
        Kind::TryLock | Kind::TryRead => tries_to_lock(execution, step, &object),
        Kind::TryRecv | Kind::RecvTimeout => {
            format!(
                "it asks for a message again and again, and {}",
                nobody("send one", "sends one")
            )
        }
        Kind::TrySend => {
            format!(
                "it tries to send again and again, and {}",
                nobody("make room", "makes room")
            )
        }
        Kind::IsFinished => {
            format!("it asks again and again whether {object} has finished, which it never does")
        }
        _ => return None,
    })
}

fn found(step: &Recorded) -> Option<String> {
    match step.value {
        Value::Bits(bits, shape)
        | Value::Refused(_, bits, shape)
        | Value::Stale(bits, _, shape) => Some(shape.show(bits)),
        _ => None,
    }
}

/// Who has the lock, if anybody has.
fn tries_to_lock(execution: &Execution, step: &Recorded, object: &str) -> String {
    let holder = match execution
        .objects()
        .get(step.op.object as usize)
        .map(|object| &object.state)
    {
        Some(State::Lock(lock)) => lock.writer.or(lock.readers.first().copied()),
        _ => None,
    };
    let again = format!("it tries to lock the {object} again and again");
    match holder {
        Some((holder, site)) if holder == step.thread => {
            format!(
                "{again}, which it holds itself (locked at {})",
                source::place(site)
            )
        }
        Some((holder, site)) => format!(
            "{again}, and {} never lets go of it (locked at {})",
            execution.thread_name(holder),
            source::place(site)
        ),
        None if step.done => format!("{again} and finds nothing changed"),
        None => again,
    }
}
