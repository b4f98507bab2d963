//! What went wrong in a failed execution, in words.

use runtrace::prose::grouped;
use runtrace::{Echo, Failure, FailureKind, PanicInfo, Site, Step, Trace};

use super::{attribution, called, explanation, held, names, rows, short, source, waits};
use crate::engine::objects::{Kind, Op, Tid};
use crate::engine::record::{PanicRecord, Recorded};
use crate::engine::run::MOST_ALIVE;
use crate::engine::{Ended, Execution};
use crate::source_path;

/// The failure of an execution that failed.
pub fn failure(execution: &Execution) -> Failure {
    let (kind, message, account) = told_apart(execution);
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

/// What kind of wrong it went, in a line, and at more length.
fn told_apart(execution: &Execution) -> (FailureKind, String, String) {
    match (execution.main_panic(), execution.ended()) {
        (Some(said), _) => {
            let said = short::message(said);
            let place = execution.panics().last();
            let place = place.map_or_else(String::new, source::raised);
            let account = format!("{}main panicked{place}: {said}", earlier_panics(execution));
            (
                FailureKind::Panic,
                short::one_line(&cause(execution, &said, &place)),
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
            let name = execution.thread_name(execution.current());
            let place = source::place(site);
            let message =
                format!("{name} left the process with {how} at {place}, before the work was over");
            (FailureKind::Exit, message.clone(), message)
        }
        (None, Some(Ended::Crowd { alive, site })) => {
            let message = crowd(*alive, execution.max_threads(), source::place(site));
            (FailureKind::StepLimit, message.clone(), message)
        }
        (None, Some(Ended::PanicInHook)) => {
            let panic = execution.panics().last();
            let told = panic.map_or_else(String::new, |panic| told(execution, panic));
            let message = format!("the panic hook itself panicked, which ends the process: {told}");
            (FailureKind::Exit, short::one_line(&message), message)
        }
        (None, Some(Ended::NotReplayable)) => {
            let message =
                "the program did not do the same twice under the same schedule".to_owned();
            (FailureKind::NotReplayable, message.clone(), message)
        }
        (None, _) => {
            let name = execution.thread_name(execution.current());
            let op = execution.current_thread().pending;
            let place = op.map_or_else(String::new, |op| format!(" at {}", source::place(op.site)));
            let message = format!(
                "no end after {} steps: {name} still goes on{place}",
                execution.step_limit()
            );
            (FailureKind::StepLimit, message.clone(), message)
        }
    }
}

/// More threads than the limit.
fn crowd(alive: bool, most_started: usize, place: String) -> String {
    if alive {
        let most = grouped(MOST_ALIVE as u64);
        format!("more than {most} threads were alive at once, the last started at {place}")
    } else {
        match most_started {
            0 => format!("a thread was started at {place}, and the run allows none"),
            1 => format!("more than 1 thread was started, the last at {place}"),
            most => format!(
                "more than {} threads were started, the last at {place}",
                grouped(most as u64)
            ),
        }
    }
}

/// Panics of other threads that are told before main's.
const MOST_EARLIER: usize = 4;

/// The other threads' panics that came before main's, a line each: main's may be no more than their echo.
fn earlier_panics(execution: &Execution) -> String {
    let others = || execution.panics().iter().filter(|panic| panic.thread != 0);
    // The first, because the others may be its echoes.
    let mut lines: String = others()
        .take(MOST_EARLIER)
        .map(|panic| format!("{}\n", told(execution, panic)))
        .collect();
    match others().count().saturating_sub(MOST_EARLIER) {
        0 => {}
        1 => lines += "(and 1 panic more)\n",
        more => lines += &format!("(and {more} panics more)\n"),
    }
    lines
}

fn told(execution: &Execution, panic: &PanicRecord) -> String {
    format!(
        "{} panicked{}: {}",
        execution.thread_name(panic.thread),
        source::raised(panic),
        short::message(&panic.message)
    )
}

/// What to say first. If main only unwrapped what another thread's panic left behind, that is the other's panic.
fn cause(execution: &Execution, said: &str, place: &str) -> String {
    let last = execution.panics().len().saturating_sub(1);
    let origin = execution
        .panics()
        .get(last)
        .map(|_| attribution::origin(execution, last));
    match origin
        .map(|origin| &execution.panics()[origin])
        .filter(|panic| panic.thread != 0)
    {
        Some(panic) => format!("{}, and so did main{place}: {said}", told(execution, panic)),
        None => format!("main panicked{place}: {said}"),
    }
}

/// Panics handed on to programs, and the last.
const MOST_PANICS: usize = 20;

fn panics_of(execution: &Execution) -> Vec<PanicInfo> {
    let site = |site: &Option<(String, u32)>| {
        let (file, line) = site.clone().unwrap_or_default();
        Site { file, line }
    };
    let named = |panic: &PanicRecord| PanicInfo {
        thread: execution.thread_name(panic.thread),
        message: short::message(&panic.message),
        site: site(&panic.site),
        inside_std: panic.inside_std,
        echo: Echo::of(&panic.message),
    };
    let count = execution.panics().len();
    let left_out = MOST_PANICS..count.saturating_sub(1).max(MOST_PANICS);
    let panics = execution.panics().iter().enumerate();
    panics
        .filter(|(at, _)| !left_out.contains(at))
        .map(|(_, panic)| named(panic))
        .collect()
}

/// The run step by step, for programs and for people.
fn trace(execution: &Execution) -> Trace {
    let record = execution.recorded();
    let (explanation, late) = explanation::of(execution);
    let told = rows::tell(execution, record, &explanation.steps);
    Trace {
        steps: steps(execution, record),
        stuck: stuck(execution),
        spins: spins(execution),
        interruptions: (!execution.is_timed()).then_some(execution.preemptions()),
        threads: told.threads,
        rows: told.rows,
        sources: told.sources,
        late: late.iter().map(|&tid| execution.thread_name(tid)).collect(),
        closing: explanation.sentence,
    }
}

/// What the threads that go round for ever look at.
fn spins(execution: &Execution) -> Vec<Step> {
    if execution.ended() != Some(&Ended::Livelock) {
        return Vec::new();
    }
    (0..execution.threads().len())
        .filter(|&tid| execution.is_enabled(tid))
        .filter_map(|tid| held::last_look(execution, tid))
        .map(|look| step(execution, look))
        .collect()
}

/// What nobody can do any more.
fn stuck(execution: &Execution) -> Vec<Step> {
    if execution.ended() != Some(&Ended::Deadlock) {
        return Vec::new();
    }
    let threads = execution.threads().iter().enumerate();
    let pending = threads.filter_map(|(tid, thread)| Some((tid, thread.pending?)));
    pending
        .map(|(tid, op)| Step {
            thread: execution.thread_name(tid),
            // To wake up for no reason is what the model might do next; the thread itself waits.
            op: match op.kind {
                _ if op.inside => INSIDE.to_owned(),
                Kind::Wake => "wait".to_owned(),

                kind => names::word(kind).to_owned(),
            },
            object: if op.inside {
                called::library_call(op.site).map_or_else(String::new, |(_, method)| method)
            } else {
                names::object(execution, op.object)
            },
            value: None,
            site: Site {
                file: op.site.file().to_owned(),
                line: op.site.line(),
            },
        })
        .collect()
}

/// The operation of a step inside a library.
const INSIDE: &str = "library";

/// Steps handed on to programs at either end of a run: what never ends has millions, and its ends tell it all.
const MOST_STEPS: usize = 100;

fn steps(execution: &Execution, record: &[Recorded]) -> Vec<Step> {
    let is_shown = |step: &&Recorded| !step.is_edge_of_a_life();
    let count = record.iter().filter(is_shown).count();
    let left_out = MOST_STEPS..count.saturating_sub(MOST_STEPS);
    record
        .iter()
        .filter(is_shown)
        .enumerate()
        .filter(|(at, _)| !left_out.contains(at))
        .map(|(_, shown)| step(execution, shown))
        .collect()
}

fn step(execution: &Execution, step: &Recorded) -> Step {
    Step {
        thread: execution.thread_name(step.thread),
        op: if step.op.inside {
            INSIDE.to_owned()
        } else {
            names::word(step.op.kind).to_owned()
        },
        object: names::object(execution, step.op.object),
        value: names::value(execution, step),
        // A guard dropped at the end of its block: no line of the program says it.
        site: if source_path::is_inside_a_library(step.op.site.file()) {
            Site::default()
        } else {
            Site {
                file: step.op.site.file().to_owned(),
                line: step.op.site.line(),
            }
        },
    }
}

/// Threads told one by one.
const MOST_TOLD: usize = 12;

/// One line, and all that every thread waits for; and the panics before, because who has panicked gives nothing more.
fn deadlock(execution: &Execution) -> (String, String) {
    let waiting: Vec<(Tid, Op)> = (0..execution.threads().len())
        .filter_map(|tid| Some((tid, execution.threads()[tid].pending?)))
        .collect();
    let told = waits::circle(execution).unwrap_or_else(|| waiting.clone());
    let mut message = listed(execution, &told).join("; ");
    if let Some(panic) = execution.panics().first() {
        message += &format!(" (after {})", told_of(execution, panic));
    }
    let lines: Vec<String> = listed(execution, &waiting)
        .iter()
        .map(|line| format!("  {line}"))
        .collect();
    let account = format!(
        "{}No thread can go on:\n{}",
        earlier_panics(execution),
        lines.join("\n")
    );
    (message, account)
}

/// The panic in no more words than a sentence can bear.
fn told_of(execution: &Execution, panic: &PanicRecord) -> String {
    let name = execution.thread_name(panic.thread);
    format!(
        "{name} panicked{}: {}",
        source::raised(panic),
        short::said(&panic.message)
    )
}

/// What each thread is held up at, up to a number of lines. Threads that wait for the same in the same place share one.
fn listed(execution: &Execution, threads: &[(Tid, Op)]) -> Vec<String> {
    let mut lines: Vec<(String, Vec<Tid>)> = Vec::new();
    for &(tid, op) in threads {
        let waits = held::waits_for(execution, tid, &op);
        match lines.iter_mut().find(|(known, _)| *known == waits) {
            Some((_, same)) => same.push(tid),
            None => lines.push((waits, vec![tid])),
        }
    }
    let name = |tid: &Tid| execution.thread_name(*tid);
    let line = |(waits, same): &(String, Vec<Tid>)| match same.as_slice() {
        [one] => format!("{} {waits}", name(one)),
        [one, other] => format!("{} {waits}; so does {}", name(one), name(other)),
        [one, others @ ..] => format!(
            "{} {waits}; so do {}",
            name(one),
            names::list(execution, others)
        ),
        [] => waits.clone(),
    };
    let more: usize = lines
        .iter()
        .skip(MOST_TOLD)
        .map(|(_, same)| same.len())
        .sum();
    let more = (more > 0).then(|| format!("and {more} more threads wait"));
    lines.iter().take(MOST_TOLD).map(line).chain(more).collect()
}

/// One line, and what every thread is at.
fn livelock(execution: &Execution) -> (String, String) {
    let threads = 0..execution.threads().len();
    let spinning: Vec<Tid> = threads
        .clone()
        .filter(|&tid| execution.is_enabled(tid))
        .collect();
    let told: Vec<String> = spinning
        .iter()
        .take(MOST_TOLD)
        .map(|&tid| {
            format!(
                "{} {}",
                execution.thread_name(tid),
                held::spins(execution, tid, spinning.len() == 1)
            )
        })
        .collect();
    if told.is_empty() {
        let message = "every thread spins and nothing changes".to_owned();
        return (message.clone(), message);
    }
    let waiting: Vec<(Tid, Op)> = threads
        .filter(|&tid| !execution.is_enabled(tid))
        .filter_map(|tid| Some((tid, execution.threads()[tid].pending?)))
        .collect();
    let all: Vec<String> = told
        .iter()
        .cloned()
        .chain(listed(execution, &waiting))
        .collect();
    let account = match all.as_slice() {
        [one] => one.clone(),
        all => format!("Nothing changes any more:\n  {}", all.join("\n  ")),
    };
    (told.join("; "), account)
}
