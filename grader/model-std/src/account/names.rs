//! What the things in a report are called.

use crate::engine::Execution;
use crate::engine::objects::{Kind, Object, ObjectId, State, Tid, Value};
use crate::engine::record::Recorded;
use std::time::Duration;

use runtrace::prose;

use super::{called, source};
use crate::source_path;

/// The object as people can tell it from the others: `Mutex`; if there are several, ``Mutex `log` `` as the program
/// calls it, or else `Mutex of line 7`.
pub fn object(execution: &Execution, id: ObjectId) -> String {
    let Some(object) = execution.objects().get(id as usize) else {
        return String::new();
    };
    match &object.state {
        State::Life(life) => return execution.thread_name(life.thread),
        State::Token(_) => return token_owner(execution, id),
        _ => {}
    }
    if is_alone(execution, id) {
        return object.label.to_owned();
    }
    let alike = |other: &&Object| is_alike(other, object);
    if let Some(name) = called::name(execution, id) {
        return format!("{} `{name}`", object.label);
    }
    // One that std made (`LazyLock::new(Mutex::default)`) was made in no line of the program.
    let made = object
        .made
        .filter(|made| !source_path::is_inside_std(made.file()));
    let Some(made) = made else {
        let before = execution.objects()[..id as usize]
            .iter()
            .filter(alike)
            .count();
        return format!("{} #{}", object.label, before + 1);
    };
    // By line, which is what is said; two made on one line differ in their columns.
    let line = |other: &Object| other.made.map(|made| (made.file(), made.line()));
    let same_place = |other: &&Object| alike(other) && line(other) == line(object);
    if execution.objects().iter().filter(same_place).count() == 1 {
        return format!("{} of line {}", object.label, made.line());
    }
    let number = 1 + execution.objects()[..id as usize]
        .iter()
        .filter(same_place)
        .count();
    format!("{} #{number} of line {}", object.label, made.line())
}

/// Whether the object is the only one of its kind.
pub fn is_alone(execution: &Execution, id: ObjectId) -> bool {
    let Some(object) = execution.objects().get(id as usize) else {
        return true;
    };
    let mut alike = execution
        .objects()
        .iter()
        .filter(|other| is_alike(other, object));
    alike.nth(1).is_none()
}

fn is_alike(other: &Object, object: &Object) -> bool {
    other.label == object.label && !matches!(other.state, State::Life(_))
}

fn token_owner(execution: &Execution, id: ObjectId) -> String {
    let owner = execution
        .threads()
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
            _ => shown(step),
        },
        Value::Bits(bits, shape) => Some(shape.show(bits)),
        Value::Change(from, to, shape) => {
            Some(format!("{} -> {}", shape.show(from), shape.show(to)))
        }
        Value::Refused(expected, found, shape) if expected == found => Some(format!(
            "found {}, as expected, and failed all the same",
            shape.show(found)
        )),
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
        Value::Unclear => shown(step),
    }
}

/// What a lock guards or a message is, or how a lock's value changed: `0 -> 1`.
fn shown(step: &Recorded) -> Option<String> {
    let shown = step.shown.as_ref()?;
    Some(match &shown.was {
        Some(was) => format!("{was} -> {}", shown.now),
        None => shown.now.to_string(),
    })
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
