//! A state of a run that is played, as data: what was done, what each thread is about to do, how things stand.

use runtrace::{NextStep, PlayedStep, PlayedThread, Position, Site, Thing, ThreadState, clip};

use super::{called, held, names, phrase, rows, source};
use crate::engine::Execution;
use crate::engine::objects::lock::Lock;
use crate::engine::objects::{self, Kind, ObjectId, Op, Shape, State, Tid};
use crate::engine::record::{PanicRecord, Recorded};
use crate::engine::schedulers::player::is_quiet;
use crate::source_path;

/// Steps of a long run that are told; the latest.
const MOST_STEPS: usize = 300;

/// Characters of what a lock guards.
const LONGEST_VALUE: usize = 60;

/// The state in which the execution was stopped, without the choices that led there and those there are now.
pub fn position(execution: &Execution) -> Position {
    let steps = steps(execution);
    let earlier = steps.len().saturating_sub(MOST_STEPS);
    Position {
        steps: steps.into_iter().skip(earlier).collect(),
        earlier,
        threads: (0..execution.threads().len())
            .map(|tid| thread(execution, tid))
            .collect(),
        things: things(execution),
        ..Position::default()
    }
}

/// Everything that was done, and the panics between.
fn steps(execution: &Execution) -> Vec<PlayedStep> {
    let record = execution.recorded();
    let mut panics = execution.panics().iter().peekable();
    let mut told = Vec::new();
    let mut numbers = 1..;
    for (at, step) in record.iter().enumerate() {
        while let Some(panic) = panics.next_if(|panic| panic.after <= at) {
            told.push(panicked(panic));
        }
        let (site, own) = place(step.op.site);
        told.push(PlayedStep {
            number: rows::is_shown(step).then(|| numbers.next()).flatten(),
            thread: step.thread,
            text: done(execution, step),
            site,
            own,
            quiet: is_quiet(step.op.kind),
            panic: false,
        });
    }
    told.extend(panics.map(panicked));
    told
}

fn panicked(panic: &PanicRecord) -> PlayedStep {
    let site = panic.site.as_ref().map(|(file, line)| Site {
        file: source_path::short(file).to_owned(),
        line: *line,
    });
    PlayedStep {
        number: None,
        thread: panic.thread,
        text: format!("panics: {}", super::short::said(&panic.message)),
        own: site
            .as_ref()
            .is_some_and(|site| !source::is_of_tests(&site.file)),
        site: site.unwrap_or_default(),
        quiet: false,
        panic: true,
    }
}

/// Where an operation is called, and whether that is in the program itself.
fn place(site: objects::Site) -> (Site, bool) {
    if source_path::is_inside_a_library(site.file()) {
        return (Site::default(), false);
    }
    let file = source_path::short(site.file()).to_owned();
    let own = !source::is_of_tests(&file);
    let line = site.line();
    (Site { file, line }, own)
}

/// The step in a few words.
pub fn done(execution: &Execution, step: &Recorded) -> String {
    phrase::step(execution, step).text
}

/// What the object is called, as in the steps, and what it is: `hits (AtomicU64)`.
fn object(execution: &Execution, id: ObjectId) -> String {
    let label = execution.objects()[id as usize].label;
    match called::name(execution, id) {
        Some(name) => format!("{name} ({label})"),
        None => names::object(execution, id),
    }
}

fn thread(execution: &Execution, tid: Tid) -> PlayedThread {
    let thread = &execution.threads()[tid];
    let next = thread.pending.filter(|_| !thread.finished);
    let state = match next {
        None => ThreadState::Ended,
        Some(_) if !execution.is_enabled(tid) => ThreadState::Waits,
        Some(_) if execution.is_polling(tid) => ThreadState::Polls,
        Some(_) => ThreadState::Ready,
    };
    PlayedThread {
        name: execution.thread_name(tid),
        state,
        next: next.map(|op| next_step(execution, tid, &op, state)),
    }
}

fn next_step(execution: &Execution, tid: Tid, op: &Op, state: ThreadState) -> NextStep {
    let (site, own) = place(op.site);
    let waits = match state {
        ThreadState::Waits => Some(held::waits_for(execution, tid, op)),
        _ => None,
    };
    NextStep {
        text: announced(execution, op),
        site,
        own,
        waits,
    }
}

/// The operation in a few words, before it is done.
fn announced(execution: &Execution, op: &Op) -> String {
    if op.inside {
        return "goes on inside a library".to_owned();
    }
    let object = phrase::object(execution, op);
    let word = match op.kind {
        Kind::Start => "begins",
        Kind::Finish | Kind::Return | Kind::End => return "ends".to_owned(),
        Kind::Rmw => "update",
        Kind::Wake | Kind::WakeTimeout | Kind::Woken => "wake up at",
        Kind::Enqueue | Kind::Arrive | Kind::Leave => "wait at",
        kind => names::word(kind),
    };
    match object.as_str() {
        "" => word.to_owned(),
        object => format!("{word} {object}"),
    }
}

fn things(execution: &Execution) -> Vec<Thing> {
    let objects = (0..).zip(execution.objects());
    let told = objects.filter_map(|(id, object): (ObjectId, _)| {
        Some(Thing {
            state: state(execution, id, &object.state)?,
            name: self::object(execution, id),
            waiting: waiting(execution, id),
        })
    });
    told.collect()
}

/// The threads that cannot go on because of the object.
fn waiting(execution: &Execution, id: ObjectId) -> Vec<Tid> {
    let waits = |&tid: &Tid| {
        let pending = execution.threads()[tid].pending;
        pending.is_some_and(|op| op.object == id) && !execution.is_enabled(tid)
    };
    (0..execution.threads().len()).filter(waits).collect()
}

/// How the object stands; none of one that only the model knows of.
fn state(execution: &Execution, id: ObjectId, state: &State) -> Option<String> {
    let label = execution.objects()[id as usize].label;
    Some(match state {
        State::Life(_) | State::Token(_) | State::Fences(_) | State::References(_) => return None,
        State::Atomic(history) => shape(label).show(history.latest()),
        State::Lock(lock) => lock_state(execution, id, lock),
        State::Condvar(_) => match waiting(execution, id).len() {
            0 => "nobody waits".to_owned(),
            1 => "1 thread waits".to_owned(),
            many => format!("{many} threads wait"),
        },
        // Nobody can do anything with it any more.
        State::Channel(channel) if channel.senders == 0 && !channel.receiver => return None,
        State::Channel(channel) => channel_state(channel),
        State::Once(once) => match (once.running, once.done) {
            (Some(tid), _) => format!("{} initialises it", execution.thread_name(tid)),
            (None, true) => "initialised".to_owned(),
            (None, false) => "not initialised".to_owned(),
        },
        State::Barrier(barrier) => {
            format!("{} of {} are there", barrier.waiting.len(), barrier.size)
        }
    })
}

/// Who holds the lock, and what it guards, as far as that can be shown.
fn lock_state(execution: &Execution, id: ObjectId, lock: &Lock) -> String {
    let record = execution.recorded();
    let mut of_lock = record.iter().rev().filter(|step| step.op.object == id);
    let guarded = of_lock.find_map(|step| step.shown.as_ref());
    let guarded = guarded.map(|shown| clip(&shown.now, LONGEST_VALUE));
    let by = |&(tid, site): &(Tid, objects::Site)| {
        let place = source::place(site);
        let at = if place.is_empty() {
            place
        } else {
            format!(" ({place})")
        };
        format!("{}{at}", execution.thread_name(tid))
    };
    let readers: Vec<String> = lock.readers.iter().map(by).collect();
    match (&lock.writer, readers.as_slice(), guarded) {
        // Its holder may have changed it since.
        (Some(writer), _, Some(value)) => format!("held by {}, was {value} then", by(writer)),
        (Some(writer), _, None) => format!("held by {}", by(writer)),
        (None, [], Some(value)) => format!("{value}, free"),
        (None, [], None) => "free".to_owned(),
        (None, readers, Some(value)) => format!("{value}, read by {}", readers.join(" and ")),
        (None, readers, None) => format!("read by {}", readers.join(" and ")),
    }
}

fn channel_state(channel: &objects::Channel) -> String {
    let messages = match channel.queued {
        0 => "empty".to_owned(),
        1 => "1 message waits".to_owned(),
        many => format!("{many} messages wait"),
    };
    let senders = match channel.senders {
        0 => ", no sender is left",
        _ => "",
    };
    let receiver = if channel.receiver {
        ""
    } else {
        ", the receiver is gone"
    };
    format!("{messages}{senders}{receiver}")
}

/// How the bits of an atomic of that name are to be read.
fn shape(label: &str) -> Shape {
    if label.contains("Bool") {
        Shape::Bool
    } else if label.contains("Ptr") {
        Shape::Pointer
    } else if label.contains("AtomicI") {
        Shape::Signed
    } else {
        Shape::Unsigned
    }
}
