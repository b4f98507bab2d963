//! What the things in a report are called.

use crate::engine::execution::Execution;
use crate::engine::objects::{Kind, Object, ObjectId, Op, State, Tid, Value};
use crate::engine::record::Recorded;
use std::time::Duration;

use runtrace::prose;

use super::{called, source};
use crate::source_path;

/// The object as people can tell it from the others: `Mutex`; if there are several, ``Mutex `log` `` as the program
/// calls it, or else `Mutex of line 7`.
pub fn object(execution: &Execution, id: ObjectId) -> String {
    let Some(object) = execution.objects.get(id as usize) else {
        return String::new();
    };
    match &object.state {
        State::Life(life) => return execution.thread_name(life.thread),
        State::Token(_) => return token_owner(execution, id),
        _ => {}
    }
    let alike =
        |other: &&Object| other.label == object.label && !matches!(other.state, State::Life(_));
    if execution.objects.iter().filter(alike).count() == 1 {
        return object.label.to_owned();
    }
    if let Some(name) = called::name(execution, id) {
        return format!("{} `{name}`", object.label);
    }
    // One that std made (`LazyLock::new(Mutex::default)`) was made in no line of the program.
    let made = object
        .made
        .filter(|made| !source_path::is_inside_std(made.file()));
    let Some(made) = made else {
        let before = execution.objects[..id as usize]
            .iter()
            .filter(alike)
            .count();
        return format!("{} #{}", object.label, before + 1);
    };
    // By line, which is what is said; two made on one line differ in their columns.
    let line = |other: &Object| other.made.map(|made| (made.file(), made.line()));
    let same_place = |other: &&Object| alike(other) && line(other) == line(object);
    if execution.objects.iter().filter(same_place).count() == 1 {
        return format!("{} of line {}", object.label, made.line());
    }
    let number = 1 + execution.objects[..id as usize]
        .iter()
        .filter(same_place)
        .count();
    format!("{} #{number} of line {}", object.label, made.line())
}

fn token_owner(execution: &Execution, id: ObjectId) -> String {
    let owner = execution
        .threads
        .iter()
        .position(|thread| thread.token == id);
    owner.map_or_else(String::new, |tid| execution.thread_name(tid))
}

/// The value of a step, as text.
pub fn value(execution: &Execution, step: &Recorded) -> Option<String> {
    match step.value {
        Value::None => match step.op.kind {
            Kind::TryLock | Kind::TryRead | Kind::TryRecv | Kind::TrySend if !step.done => {
                Some("failed".to_owned())
            }
            Kind::TryUnwrap
            | Kind::UnwrapOrClone
            | Kind::IntoInner
            | Kind::GetMut
            | Kind::Upgrade
                if !step.done =>
            {
                Some("fails".to_owned())
            }
            Kind::RecvTimeout if step.is_cut_short() => Some("disconnected".to_owned()),
            Kind::RecvTimeout | Kind::ParkTimeout | Kind::WakeTimeout if !step.done => {
                Some("timed out".to_owned())
            }
            Kind::Park if !step.done => Some("nobody unparked it".to_owned()),
            Kind::Enter | Kind::Pass if !step.done => Some("initialised already".to_owned()),
            Kind::Recv if !step.done => Some("disconnected".to_owned()),
            Kind::Post | Kind::Send if !step.done => Some("no receiver".to_owned()),
            _ => None,
        },
        Value::Bits(bits, shape) => Some(shape.show(bits)),
        Value::Change(from, to, shape) => {
            Some(format!("{} -> {}", shape.show(from), shape.show(to)))
        }
        Value::Refused(expected, found, shape) => Some(format!(
            "found {}, expected {}",
            shape.show(found),
            shape.show(expected)
        )),
        Value::Stale(read, latest, shape) => Some(format!(
            "{} (latest: {})",
            shape.show(read),
            shape.show(latest)
        )),
        Value::Thread(tid) => Some(execution.thread_name(tid)),
        Value::Span(nanos) => Some(prose::duration(Duration::from_nanos(nanos))),
        Value::Unclear => None,
    }
}

/// The step in a few words: `load 0`, `lock Mutex`, `sleep 1 s`.
pub fn step(execution: &Execution, step: &Recorded) -> String {
    if step.op.inside {
        return "inside a library".to_owned();
    }
    if let Value::Refused(expected, found, shape) = step.value {
        let (found, expected) = (shape.show(found), shape.show(expected));
        let which = which(&object(execution, step.op.object));
        return format!("compare_exchange{which} fails: {found}, not {expected}");
    }
    let word = match step.op.kind {
        Kind::Enter if step.done => "initialise",
        kind => plain_word(kind),
    };
    let object = object(execution, step.op.object);
    let object = match step.op.kind {
        // Where there is a value, that is the interesting part; a reader sees from the line what it belongs to.
        Kind::Join
        | Kind::ScopeEnd
        | Kind::Start
        | Kind::Finish
        | Kind::Park
        | Kind::ParkTimeout => String::new(),
        Kind::Load | Kind::Store | Kind::Rmw | Kind::CompareExchange => which(&object),
        // "lock stdout" rather than "lock lock of stdout".
        Kind::Lock | Kind::Unlock if object.starts_with("lock of ") => {
            object.replacen("lock of", "", 1)
        }
        _ if object.is_empty() => object,
        _ => format!(" {object}"),
    };
    let text = format!("{word}{object}");
    match value(execution, step) {
        // What came of it, rather than what was read or written.
        Some(value) if step.value == Value::None => format!("{text}: {value}"),
        Some(value) => format!("{text} {value}"),
        None => text,
    }
}

/// Which of several of its kind the object is, with a space before it; empty if there is only one.
fn which(object: &str) -> String {
    object
        .split_once(' ')
        .map_or_else(String::new, |(_, which)| format!(" {which}"))
}

/// The operation in a word that needs no glossary.
fn plain_word(kind: Kind) -> &'static str {
    match kind {
        Kind::Rmw => "update",
        Kind::Enqueue | Kind::Arrive => "wait at",
        Kind::Wake => "spurious wake-up at",
        Kind::WakeTimeout | Kind::Woken => "woken at",
        kind => word(kind),
    }
}

/// The operation in the word that `Trace::steps` has.
pub fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::Start => "start",
        Kind::Finish | Kind::End => "finish",
        Kind::Return => "return",
        Kind::Join | Kind::ScopeEnd => "join",
        Kind::IsFinished => "is_finished",
        Kind::Park | Kind::ParkTimeout => "park",
        Kind::Unpark => "unpark",
        Kind::Sleep => "sleep",
        Kind::Work => "work",
        Kind::Yield => "yield",
        Kind::Now => "now",
        Kind::Lock | Kind::Write => "lock",
        Kind::TryLock => "try_lock",
        Kind::Unlock => "unlock",
        Kind::Read => "read",
        Kind::TryRead => "try_read",
        Kind::UnlockRead => "unlock (read)",
        Kind::Downgrade => "downgrade",
        Kind::Enqueue => "wait",
        Kind::Wake => "woken spuriously",
        Kind::WakeTimeout => "wait",
        Kind::Woken => "woken",
        Kind::NotifyOne => "notify_one",
        Kind::NotifyAll => "notify_all",
        Kind::Post | Kind::Send => "send",
        Kind::TrySend => "try_send",
        Kind::Taken => "sent",
        Kind::Ready => "ready to recv",
        Kind::Recv => "recv",
        Kind::TryRecv => "try_recv",
        Kind::RecvTimeout => "recv_timeout",
        Kind::DropSender => "drop sender",
        Kind::DropReceiver => "drop receiver",
        Kind::Load => "load",
        Kind::Store => "store",
        Kind::Rmw => "rmw",
        Kind::CompareExchange => "compare_exchange",
        Kind::Fence => "fence",
        Kind::Enter | Kind::Pass => "once",
        Kind::Complete => "once done",
        Kind::Get => "get",
        Kind::Await => "wait",
        Kind::Arrive => "barrier",
        Kind::Leave => "barrier passed",
        Kind::CloneArc | Kind::CloneWeak => "clone",
        Kind::DropArc | Kind::DropWeak => "drop",
        Kind::StrongCount => "strong_count",
        Kind::WeakCount => "weak_count",
        Kind::TryUnwrap => "try_unwrap",
        Kind::UnwrapOrClone => "unwrap_or_clone",
        Kind::IntoInner => "into_inner",
        Kind::GetMut => "get_mut",
        Kind::MakeMut => "make_mut",
        Kind::DowngradeArc => "downgrade",
        Kind::Upgrade => "upgrade",
    }
}

/// What a thread that is held up at the operation waits for.
pub fn awaited(execution: &Execution, tid: Tid, op: &Op) -> String {
    if op.inside {
        return "waits: inside a library".to_owned();
    }
    let object = object(execution, op.object);
    let initialiser = execution
        .objects
        .get(op.object as usize)
        .and_then(|object| match &object.state {
            State::Once(once) => once.running,
            _ => None,
        });
    match op.kind {
        Kind::Enter | Kind::Await if initialiser == Some(tid) => "waits: itself".to_owned(),
        Kind::Enter | Kind::Await => initialiser.map_or_else(
            || "waits: an initialiser".to_owned(),
            |tid| format!("waits: {}", execution.thread_name(tid)),
        ),
        Kind::Join | Kind::ScopeEnd | Kind::Lock | Kind::Write | Kind::Read => {
            format!("waits: {object}")
        }
        Kind::Wake => "waits: a notification".to_owned(),
        Kind::Recv => "waits: a message".to_owned(),
        Kind::Send => "waits: room".to_owned(),
        Kind::Taken => "waits: the receiver".to_owned(),
        Kind::Park => "waits: unpark".to_owned(),
        Kind::Leave => "waits: the barrier".to_owned(),
        Kind::Sleep => "sleeps for ever".to_owned(),
        kind => format!("waits: {}", word(kind)),
    }
}

/// `src/lib.rs:12`, for a step.
pub fn place(step: &Recorded) -> String {
    source::place(step.op.site)
}

/// "worker 1, worker 2 and worker 3"; of many, only how many there are more.
pub fn list(execution: &Execution, threads: &[Tid]) -> String {
    const MOST: usize = 4;
    let told = threads.iter().take(MOST);
    let mut names: Vec<String> = told.map(|&tid| execution.thread_name(tid)).collect();
    if threads.len() > MOST {
        names.push(format!("{} more", threads.len() - MOST));
    }
    match names.as_slice() {
        [] => "nobody".to_owned(),
        [one] => one.clone(),
        [start @ .., last] => format!("{} and {last}", start.join(", ")),
    }
}
