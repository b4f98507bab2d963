//! A step in a few words, as the rows of a trace have it.

use runtrace::clip;

use super::{called, names};
use crate::engine::Execution;
use crate::engine::objects::kind::Room;
use crate::engine::objects::{Kind, Op, State, Tid, Value};
use crate::engine::record::{Recorded, Shown};

/// Characters of a value in a row; of the two of a change, half of it each.
const LONGEST_VALUE: usize = 24;

/// A step in words.
pub struct Phrase {
    /// `lock counter (0)`.
    pub text: String,
    /// The same in fewer and fewer words: `lock (0)`, `lock`.
    pub brief: Vec<String>,
}

impl From<String> for Phrase {
    fn from(text: String) -> Self {
        Self {
            text,
            brief: Vec::new(),
        }
    }
}

/// The step in a few words: `load 0`, `lock counter (0)`, `sleep 1 s`.
pub fn step(execution: &Execution, step: &Recorded) -> Phrase {
    if step.op.inside {
        return inside(&step.op).into();
    }
    let name = spaced(&name(execution, &step.op));
    if let Value::Refused(expected, found, shape) = step.value {
        if found == expected {
            let found = shape.show(found);
            return format!("compare_exchange_weak{name} fails although it is {found}").into();
        }
        let (found, expected) = (shape.show(found), shape.show(expected));
        return format!("compare_exchange{name} fails: {found}, not {expected}").into();
    }
    let word = match step.op.kind {
        Kind::Enter if step.done => "initialise",
        Kind::DropSender if !name.is_empty() => "drop sender of",
        kind => plain_word(kind),
    };
    if step.op.kind.room() == Room::Lock || step.shown.is_some() && step.done {
        return guarded(execution, step, [word, &name]);
    }
    let Some(value) = names::value(execution, step) else {
        return format!("{word}{name}").into();
    };
    match step.value {
        // What came of it, rather than what was read or written.
        Value::None => format!("{word}{name}: {value}").into(),
        // Where there is a value, that is the interesting part; with a name it stands apart.
        _ if name.is_empty() || matches!(step.value, Value::Thread(_)) => {
            format!("{word}{name} {value}").into()
        }
        _ => Phrase {
            text: format!("{word}{name} ({value})"),
            brief: names::is_alone(execution, step.op.object)
                .then(|| format!("{word} {value}"))
                .into_iter()
                .collect(),
        },
    }
}

/// What is said of all that a thread does inside a library: the call that led there.
fn inside(op: &Op) -> String {
    let call = called::library_call(op.site);
    call.map_or_else(
        || "inside a library".to_owned(),
        |(call, _)| format!("inside {call}"),
    )
}

/// A step that may show what a lock guards, or a message.
fn guarded(execution: &Execution, step: &Recorded, [word, name]: [&str; 2]) -> Phrase {
    let half = |text: &str| clip(text, LONGEST_VALUE / 2);
    let value = match &step.shown {
        Some(Shown {
            was: Some(was),
            now,
        }) => format!(" ({} -> {})", half(was), half(now)),
        // What it was is said where it was taken.
        Some(_) if step.op.kind == Kind::Unlock => String::new(),
        Some(Shown { now, .. }) => format!(" ({})", clip(now, LONGEST_VALUE)),
        None => names::value(execution, step).map_or_else(String::new, |came| format!(": {came}")),
    };
    let mut brief = if names::is_alone(execution, step.op.object) {
        vec![format!("{word}{value}"), word.to_owned()]
    } else {
        vec![format!("{word}{name}")]
    };
    if step.shown.is_none() && !value.is_empty() {
        // That it failed is never left out.
        brief.truncate(1);
        brief[0] = format!("{word}{value}");
    }
    let text = format!("{word}{name}{value}");
    brief.retain(|brief| *brief != text);
    Phrase { text, brief }
}

/// A word after another.
fn spaced(name: &str) -> String {
    if name.is_empty() {
        String::new()
    } else {
        format!(" {name}")
    }
}

/// What the row calls what the operation acts on; empty if a reader sees that from the line.
fn name(execution: &Execution, op: &Op) -> String {
    let object = names::object(execution, op.object);
    match op.kind {
        Kind::Join
        | Kind::ScopeEnd
        | Kind::Start
        | Kind::Finish
        | Kind::Park
        | Kind::ParkTimeout => String::new(),
        // The line says that it is an atomic, and which if it is the only one.
        Kind::Load | Kind::Store | Kind::Rmw | Kind::CompareExchange => {
            own(execution, op).unwrap_or_else(|| which(&object))
        }
        // "lock stdout" rather than "lock lock of stdout".
        Kind::Lock | Kind::Unlock if object.starts_with("lock of ") => {
            object.replacen("lock of ", "", 1)
        }
        Kind::DropSender if names::is_alone(execution, op.object) => String::new(),
        Kind::DropSender => called::name(execution, op.object).map_or(object, str::to_owned),
        _ => own(execution, op).unwrap_or(object),
    }
}

/// What the operation acts on, as it is called beside values.
pub fn object(execution: &Execution, op: &Op) -> String {
    own(execution, op).unwrap_or_else(|| names::object(execution, op.object))
}

/// What the program calls it. Each end of a channel has a name of its own, which is that of the line.
fn own(execution: &Execution, op: &Op) -> Option<String> {
    let object = execution.objects().get(op.object as usize)?;
    let here = match object.state {
        State::Channel(_) => called::end_of_a_channel(op.site),
        State::References(_) | State::Life(_) | State::Token(_) => return None,
        _ => None,
    };
    here.or_else(|| called::name(execution, op.object).map(str::to_owned))
}

/// Which of several of its kind the object is; empty if there is only one.
fn which(object: &str) -> String {
    object
        .split_once(' ')
        .map_or_else(String::new, |(_, which)| which.to_owned())
}

/// The operation in a word that needs no glossary.
fn plain_word(kind: Kind) -> &'static str {
    match kind {
        Kind::Rmw => "update",
        Kind::Enqueue | Kind::Arrive => "wait at",
        Kind::Wake => "spurious wake-up at",
        Kind::WakeTimeout | Kind::Woken => "woken at",
        kind => names::word(kind),
    }
}

/// What a thread that is held up at the operation waits for.
pub fn awaited(execution: &Execution, tid: Tid, op: &Op) -> String {
    if op.inside {
        return format!("waits: {}", inside(op));
    }
    let initialiser = execution
        .objects()
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
        Kind::Join | Kind::ScopeEnd => {
            format!("waits: {}", names::object(execution, op.object))
        }
        Kind::Lock | Kind::Write | Kind::Read => format!("waits: {}", name(execution, op)),
        Kind::Wake => "waits: a notification".to_owned(),
        Kind::Recv => "waits: a message".to_owned(),
        Kind::Send => "waits: room".to_owned(),
        Kind::Taken => "waits: the receiver".to_owned(),
        Kind::Park => "waits: unpark".to_owned(),
        Kind::Leave => "waits: the barrier".to_owned(),
        Kind::Sleep => "sleeps for ever".to_owned(),
        kind => format!("waits: {}", names::word(kind)),
    }
}
