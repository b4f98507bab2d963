//! What went wrong in a failed execution, in words.

use super::failure::{Failure, FailureKind, PanicInfo};
use super::sampled::grouped;
use super::trace::{Site, Step, Trace};
use crate::engine::execution::{Ended, Execution};
use crate::engine::object::State;
use crate::engine::op::{Kind, Op, Tid};
use crate::engine::record::{EDGE, PanicRecord, Recorded};
use crate::engine::run::{MOST_ALIVE, MOST_STARTED};
use crate::report::{closing, names, rows, source};

/// The failure of an execution that failed.
pub fn failure(execution: &Execution) -> Failure {
    let (kind, message, account) = match (&execution.main_panic, &execution.ended) {
        (Some(said), _) => {
            let place = execution
                .panics
                .last()
                .map_or_else(String::new, source::raised);
            let account = format!("{}main panicked{place}: {said}", earlier_panics(execution));
            (
                FailureKind::Panic,
                one_line(&cause(execution, said, &place)),
                account,
            )
        }
        (None, Some(Ended::Deadlock)) => {
            let (message, account) = deadlock(execution);
            (FailureKind::Deadlock, message, account)
        }
        (None, Some(Ended::Livelock)) => {
            let (message, account) = livelock(execution);
            (FailureKind::StepLimit, message, account)
        }
        (None, Some(Ended::Exit(code, site))) => {
            let how = code.map_or_else(|| "abort()".to_owned(), |code| format!("exit({code})"));
            let name = execution.thread_name(execution.current);
            let place = source::place(site);
            let message =
                format!("{name} left the process with {how} at {place}, before the work was over");
            (FailureKind::Exit, message.clone(), message)
        }
        (None, Some(Ended::Crowd { alive, site })) => {
            let message = crowd(*alive, source::place(site));
            (FailureKind::StepLimit, message.clone(), message)
        }
        (None, Some(Ended::PanicInHook)) => {
            let panic = execution.panics.last();
            let told = panic.map_or_else(String::new, |panic| told(execution, panic));
            let message = format!("the panic hook itself panicked, which ends the process: {told}");
            (FailureKind::Exit, one_line(&message), message)
        }
        (None, Some(Ended::NotReplayable)) => {
            let message =
                "the program did not do the same twice under the same schedule".to_owned();
            (FailureKind::NotReplayable, message.clone(), message)
        }
        (None, _) => {
            let name = execution.thread_name(execution.current);
            let op = execution.threads[execution.current].pending;
            let place = op.map_or_else(String::new, |op| format!(" at {}", source::place(op.site)));
            let message = format!(
                "no end after {} steps: {name} still goes on{place}",
                execution.step_limit
            );
            (FailureKind::StepLimit, message.clone(), message)
        }
    };
    Failure {
        kind,
        message,
        always: true,
        executions: 1,
        panics: panics_of(execution),
        account,
        trace: if kind == FailureKind::NotReplayable {
            Trace::default()
        } else {
            trace(execution)
        },
        timeline: None,
        schedule: String::new(),
    }
}

/// More threads than any program needs.
fn crowd(alive: bool, place: String) -> String {
    if alive {
        let most = grouped(MOST_ALIVE as u64);
        format!("more than {most} threads were alive at once, the last started at {place}")
    } else {
        let most = grouped(MOST_STARTED as u64);
        format!("more than {most} threads were started, the last at {place}")
    }
}

/// Panics of other threads that are told before main's.
const MOST_EARLIER: usize = 4;

/// The other threads' panics that came before main's, a line each: main's may be no more than their echo.
fn earlier_panics(execution: &Execution) -> String {
    let others: Vec<_> = execution
        .panics
        .iter()
        .filter(|panic| panic.thread != 0)
        .collect();
    let last = &others[others.len().saturating_sub(MOST_EARLIER)..];
    last.iter()
        .map(|panic| format!("{}\n", told(execution, panic)))
        .collect()
}

fn told(execution: &Execution, panic: &PanicRecord) -> String {
    format!(
        "{} panicked{}: {}",
        execution.thread_name(panic.thread),
        source::raised(panic),
        panic.message
    )
}

/// What to say first. If main only unwrapped what another thread's panic left behind, that is the other's panic.
fn cause(execution: &Execution, said: &str, place: &str) -> String {
    let is_echo = ["Any { .. }", "PoisonError", "a scoped thread panicked"]
        .iter()
        .any(|echo| said.contains(echo));
    let other = execution
        .panics
        .iter()
        .rev()
        .find(|panic| panic.thread != 0 && !panic.message.contains("PoisonError"));
    match other.filter(|_| is_echo) {
        Some(panic) => format!("{}, and so did main{place}: {said}", told(execution, panic)),
        None => format!("main panicked{place}: {said}"),
    }
}

/// The lines of a message, one after the other.
fn one_line(message: &str) -> String {
    message
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join(", ")
}

fn panics_of(execution: &Execution) -> Vec<PanicInfo> {
    let site = |site: &Option<(String, u32)>| {
        let (file, line) = site.clone().unwrap_or_default();
        Site { file, line }
    };
    let named = |panic: &PanicRecord| PanicInfo {
        thread: execution.thread_name(panic.thread),
        message: panic.message.clone(),
        site: site(&panic.site),
        inside_std: panic.inside_std,
    };
    execution.panics.iter().map(named).collect()
}

/// The run step by step, for programs and for people.
fn trace(execution: &Execution) -> Trace {
    let record = execution.record.as_deref().unwrap_or_default();
    let closing = closing::of(execution);
    let told = rows::tell(execution, record, &closing);
    Trace {
        steps: steps(execution, record),
        stuck: stuck(execution),
        interruptions: (!execution.is_timed()).then_some(execution.preemptions),
        threads: told.threads,
        rows: told.rows,
        sources: told.sources,
        closing: closing.sentence,
    }
}

/// What nobody can do any more.
fn stuck(execution: &Execution) -> Vec<Step> {
    if execution.ended != Some(Ended::Deadlock) {
        return Vec::new();
    }
    let threads = execution.threads.iter().enumerate();
    let pending = threads.filter_map(|(tid, thread)| Some((tid, thread.pending?)));
    pending
        .map(|(tid, op)| Step {
            thread: execution.thread_name(tid),
            // To wake up for no reason is what the model might do next; the thread itself waits.
            op: match op.kind {
                Kind::Wake => "wait".to_owned(),
                kind => kind.word().to_owned(),
            },
            object: names::object(execution, op.object),
            value: None,
            site: Site {
                file: op.site.file().to_owned(),
                line: op.site.line(),
            },
        })
        .collect()
}

fn steps(execution: &Execution, record: &[Recorded]) -> Vec<Step> {
    let is_shown = |step: &&Recorded| !step.is_edge_of_a_life();
    let count = record.iter().filter(is_shown).count();
    // What never ends can have millions of steps. Its beginning and its end tell it all.
    let left_out = EDGE..count.saturating_sub(EDGE);
    let step = |step: &Recorded| Step {
        thread: execution.thread_name(step.thread),
        op: step.op.kind.word().to_owned(),
        object: names::object(execution, step.op.object),
        value: names::value(execution, step),
        // A guard dropped at the end of its block: no line of the program says it.
        site: if source::is_inside_a_library(step.op.site.file()) {
            Site::default()
        } else {
            Site {
                file: step.op.site.file().to_owned(),
                line: step.op.site.line(),
            }
        },
    };
    record
        .iter()
        .filter(is_shown)
        .enumerate()
        .filter(|(at, _)| !left_out.contains(at))
        .map(|(_, shown)| step(shown))
        .collect()
}

/// One line, and all that every thread waits for.
fn deadlock(execution: &Execution) -> (String, String) {
    let waiting: Vec<(Tid, Op)> = (0..execution.threads.len())
        .filter_map(|tid| Some((tid, execution.threads[tid].pending?)))
        .collect();
    let sentence = |&(tid, op): &(Tid, Op)| {
        format!(
            "{} {}",
            execution.thread_name(tid),
            waits_for(execution, tid, &op)
        )
    };
    let cycle = cycle(execution, &waiting);
    let told = if cycle.is_empty() {
        waiting.clone()
    } else {
        cycle
    };
    let message = told.iter().map(sentence).collect::<Vec<_>>().join("; ");
    let lines = waiting
        .iter()
        .map(|thread| format!("  {}", sentence(thread)))
        .collect::<Vec<_>>()
        .join("\n");
    (message, format!("No thread can go on:\n{lines}"))
}

/// The threads that wait for each other in a circle, if there is one.
fn cycle(execution: &Execution, waiting: &[(Tid, Op)]) -> Vec<(Tid, Op)> {
    for &(start, _) in waiting {
        let mut path: Vec<(Tid, Op)> = Vec::new();
        let mut tid = start;
        while let Some(&(_, op)) = waiting.iter().find(|&&(other, _)| other == tid) {
            if path.iter().any(|&(seen, _)| seen == tid) {
                break;
            }
            path.push((tid, op));
            let Some(holder) = holder(execution, &op) else {
                break;
            };
            if holder == start {
                return path;
            }
            tid = holder;
        }
    }
    Vec::new()
}

/// The thread that the operation waits for, if it is one in particular.
fn holder(execution: &Execution, op: &Op) -> Option<Tid> {
    match &execution.objects.get(op.object as usize)?.state {
        State::Life(tid) => Some(*tid),
        State::Lock {
            writer,
            readers,
            queue,
        } => {
            let ahead = queue.waiting.first().filter(|_| op.kind == Kind::Read);
            let holder = writer.or(ahead.copied()).or(readers.first().copied());
            holder.map(|(tid, _)| tid)
        }
        State::Once { running, .. } => *running,
        _ => None,
    }
}

fn waits_for(execution: &Execution, tid: Tid, op: &Op) -> String {
    let place = source::place(op.site);
    let object = names::object(execution, op.object);
    match (
        &execution
            .objects
            .get(op.object as usize)
            .map(|object| &object.state),
        op.kind,
    ) {
        (
            Some(State::Lock {
                writer: None,
                readers,
                queue,
            }),
            Kind::Read,
        ) if !queue.waiting.is_empty() => {
            let (writer, at) = queue.waiting[0];
            let own = readers.iter().find(|(reader, _)| *reader == tid);
            let own = own.map_or_else(String::new, |(_, site)| {
                format!(" that it reads already (locked at {})", source::place(site))
            });
            format!(
                "waits for the {object} (at {place}){own} behind {}, which waits to write (at {})",
                execution.thread_name(writer),
                source::place(at)
            )
        }
        (
            Some(State::Lock {
                writer, readers, ..
            }),
            _,
        ) => {
            let held = writer.or(readers.first().copied());
            match held {
                Some((holder, site)) if holder == tid => format!(
                    "waits for the {object} (at {place}) that it holds itself (locked at {})",
                    source::place(site)
                ),
                Some((holder, site)) => format!(
                    "waits for the {object} (at {place}) held by {}{} (locked at {})",
                    execution.thread_name(holder),
                    if execution.threads[holder].finished {
                        ", which ended while holding it"
                    } else {
                        ""
                    },
                    source::place(site)
                ),
                None => format!("waits for the {object} (at {place})"),
            }
        }
        (_, Kind::Join | Kind::ScopeEnd) => format!("waits for {object} to end (at {place})"),
        (_, Kind::Recv) => format!("waits for a message (at {place}) that nobody sends"),
        (_, Kind::Send | Kind::Taken) => format!("waits for room in the channel (at {place})"),
        (_, Kind::Wake) => format!("waits to be notified (at {place})"),
        (_, Kind::Park) => format!("is parked (at {place}) and nobody unparks it"),
        (_, Kind::Sleep) => format!("sleeps for ever (at {place})"),
        (_, Kind::Leave) => format!("waits at the barrier (at {place}) for others to arrive"),
        (_, Kind::Await) => format!("waits for the {object} to be initialised (at {place})"),
        (_, Kind::Enter) => format!("waits for another to finish initialising (at {place})"),
        _ => format!("is at {place}"),
    }
}

/// Steps of the end of a run in which a thread that spins shows what it looks at.
const LAST_STEPS: usize = 60;

/// One line, and what every thread is at.
fn livelock(execution: &Execution) -> (String, String) {
    let threads = 0..execution.threads.len();
    let spinning = threads.clone().filter(|&tid| execution.is_enabled(tid));
    let told: Vec<String> = spinning
        .map(|tid| format!("{} {}", execution.thread_name(tid), spins(execution, tid)))
        .collect();
    if told.is_empty() {
        let message = "every thread spins and nothing changes".to_owned();
        return (message.clone(), message);
    }
    let waiting = threads
        .filter(|&tid| !execution.is_enabled(tid))
        .filter_map(|tid| {
            let op = execution.threads[tid].pending?;
            let waits = waits_for(execution, tid, &op);
            Some(format!("{} {waits}", execution.thread_name(tid)))
        });
    let all: Vec<String> = told.iter().cloned().chain(waiting).collect();
    let account = match all.as_slice() {
        [one] => one.clone(),
        all => format!("Nothing changes any more:\n  {}", all.join("\n  ")),
    };
    (told.join("; "), account)
}

/// What a thread looks at again and again.
fn spins(execution: &Execution, tid: Tid) -> String {
    let record = execution.record.as_deref().unwrap_or_default();
    let own = record
        .iter()
        .rev()
        .take(LAST_STEPS * execution.threads.len());
    let look = own
        .filter(|step| step.thread == tid)
        .take(LAST_STEPS)
        .find_map(|step| Some((step.op.site, look(execution, step)?)));
    let pending = execution.threads[tid].pending;
    match (look, pending) {
        (Some((site, look)), _) => format!("spins at {}: {look}", source::place(site)),
        (None, Some(op)) => format!(
            "spins at {}, waiting for a change that nobody is left to make",
            source::place(op.site)
        ),
        (None, None) => "spins".to_owned(),
    }
}

/// What a look is for, if the step is one.
fn look(execution: &Execution, step: &Recorded) -> Option<String> {
    let object = names::object(execution, step.op.object);
    let value = names::value(execution, step).unwrap_or_default();
    Some(match step.op.kind {
        Kind::Load | Kind::CompareExchange if !value.is_empty() => format!(
            "it looks at the {object} again and again, finds {value} each time, and nobody is left to change that"
        ),
        Kind::Now => {
            "it looks at the clock again and again, which only sleeping and work move".to_owned()
        }
        Kind::Lock | Kind::Read => format!(
            "it locks the {object} again and again and finds nothing changed, and nobody is left to change it"
        ),
        Kind::TryLock | Kind::TryRead => format!(
            "it tries to lock the {object} again and again, and nobody is left to let go of it"
        ),
        Kind::TryRecv | Kind::RecvTimeout => {
            "it asks for a message again and again, and nobody is left to send one".to_owned()
        }
        Kind::TrySend => {
            "it tries to send again and again, and nobody is left to make room".to_owned()
        }
        Kind::IsFinished => {
            format!("it asks again and again whether {object} has finished, which it never does")
        }
        _ => return None,
    })
}
