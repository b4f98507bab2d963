//! Main went on without waiting for a thread that it depends on: nobody joins it, or main sleeps instead.

use super::locks::{changes_under_lock, may_change_under_lock};
use super::stale::changes;
use super::view::{Explanation, RunView};
use crate::account::attribution::takes;
use crate::account::{attribution, names, rows};
use crate::engine::objects::{Kind, Tid, Value};
use crate::engine::record::Recorded;

/// A thread that was late: main looked at something, and only after main had panicked did the thread change it.
struct Late {
    thread: Tid,
    look: usize,
    change: usize,
}

/// Main looked at what threads were still to change, and nobody waits for these threads.
///
/// Returns these threads too.
pub fn went_on(run: &RunView<'_>) -> Option<(Explanation, Vec<Tid>)> {
    let execution = run.execution;
    execution.main_panic()?;
    let panic = execution
        .panics()
        .iter()
        .rposition(|panic| panic.thread == 0)?;
    if attribution::origin(execution, panic) != panic {
        return None;
    }
    let ended = execution.panics()[panic].after.min(run.record.len());
    let mut late: Vec<Late> = (1..execution.threads().len())
        .filter_map(|thread| late(run, thread, ended))
        .collect();
    let threads: Vec<Tid> = late.iter().map(|late| late.thread).collect();
    late.sort_by_key(|late| late.change);
    let first = late.first()?;
    let (name, change) = (run.name(first.thread), did(run, first.change));
    let late = match threads.as_slice() {
        [_] => format!("{name}, which {change}"),
        many => format!(
            "{} threads ({}): {name} {change}",
            many.len(),
            names::list(run.execution, many)
        ),
    };
    let slept = run.last(first.look, 0, |step| step.op.kind == Kind::Sleep);
    let slept = slept.filter(|&at| !run.is_called_by_the_test(at));
    let instead = instead(run, first.look, slept);
    // What std itself looks at on the way, to print it, is no line of the program.
    let is_own =
        !run.is_called_by_the_test(first.look) && !names::place(&run.record[first.look]).is_empty();
    let looked = if is_own {
        format!("looked {}", run.at(first.look))
    } else {
        "had looked".to_owned()
    };
    let only = if run.is_of_the_test(first.change) {
        ""
    } else {
        "only "
    };
    let closing = Explanation {
        sentence: format!(
            "main did not wait for {late} {only}after main {looked}.{instead} {}",
            advice(run, first)
        ),
        steps: slept
            .into_iter()
            .chain(is_own.then_some(first.look))
            .chain([first.change])
            .collect(),
    };
    Some((closing, threads))
}

/// How main could have waited. A thread whose messages it wanted may have been started by anybody, who has its handle.
fn advice(run: &RunView<'_>, late: &Late) -> &'static str {
    let (look, change) = (&run.record[late.look].op, &run.record[late.change].op);
    let receives = matches!(look.kind, Kind::Recv | Kind::TryRecv | Kind::RecvTimeout);
    if receives && look.object == change.object {
        "Receive until the channel has ended: `recv`, or a `for` loop over the receiver, waits as long as any thread \
         has a Sender."
    } else {
        "Keep the handle of each thread and `join` it, or start it in a `thread::scope`, before its work is looked at."
    }
}

/// What main did in place of waiting for the thread, if it waited for a time.
fn instead(run: &RunView<'_>, look: usize, slept: Option<usize>) -> String {
    let look_at = &run.record[look];
    let timed_out =
        look_at.op.kind == Kind::RecvTimeout && !look_at.done && !look_at.is_cut_short();
    let waited = match slept {
        _ if timed_out => format!("gave up waiting {}", run.at(look)),
        Some(slept) => format!("slept {} instead", run.at(slept)),
        None => return String::new(),
    };
    format!(
        " main {waited}: that waits for a time, not for a thread, and nobody knows how long a thread takes."
    )
}

fn late(run: &RunView<'_>, thread: Tid, ended: usize) -> Option<Late> {
    let (record, execution) = (run.record, run.execution);
    let of_thread = |step: &&Recorded| step.thread == thread;
    let has_ended = record[..ended]
        .iter()
        .filter(of_thread)
        .any(|step| step.op.kind == Kind::Finish);
    let is_joined = record
        .iter()
        .any(|step| step.op.kind.joins() && step.value == Value::Thread(thread));
    let life = execution.threads()[thread].life;
    let is_awaited = execution.threads().iter().any(|other| {
        other
            .pending
            .is_some_and(|op| op.kind.joins() && op.object == life)
    });
    // A thread that waits for others is there to serve them: main does not depend on its getting on.
    let next = record[ended..].iter().find(of_thread)?;
    let serves =
        rows::waits(next.op.kind) && !matches!(next.op.kind, Kind::Lock | Kind::Write | Kind::Read);
    // What a library's threads do, and who waits for them there, is not seen.
    if has_ended || is_joined || is_awaited || serves || next.op.inside {
        return None;
    }
    let own = || (ended..record.len()).filter(|&at| record[at].thread == thread);
    let seen_before = |change: usize| {
        let object = record[change].op.object;
        let look = run.last(ended, 0, |step| step.op.object == object && looks(step))?;
        // A test that sleeps while the thread is at work, and looks then, does not want to wait for it.
        let slept = run.last(look, 0, |step| step.op.kind == Kind::Sleep);
        let is_meant = |slept: usize| {
            run.is_called_by_the_test(slept) && record[..slept].iter().any(|step| of_thread(&step))
        };
        if slept.is_some_and(is_meant) {
            return None;
        }
        Some(Late {
            thread,
            look,
            change,
        })
    };
    let ends = |at: usize| matches!(record[at].op.kind, Kind::Finish | Kind::End);
    own()
        .filter(|&at| changes_something(run, at, ended))
        .find_map(seen_before)
        // A change behind a pointer (`results[2] = 7` of a `Vec`) cannot be seen. That of a thread which then ends is its
        // result; one that goes on may only have asked for something to do.
        .or_else(|| {
            let mut changes = own().filter(|&at| takes(&record[at]));
            let result = changes.rfind(|&at| may_change_under_lock(record, at))?;
            own().any(ends).then(|| seen_before(result))?
        })
}

fn changes_something(run: &RunView<'_>, at: usize, ended: usize) -> bool {
    let step = &run.record[at];
    let sends = matches!(step.op.kind, Kind::Post | Kind::Send | Kind::TrySend);
    changes(step) || sends || changes_the_guarded(run, at) || meets_mains_panic(run, at, ended)
}

fn changes_the_guarded(run: &RunView<'_>, at: usize) -> bool {
    takes(&run.record[at]) && changes_under_lock(run.record, at)
}

/// Whether the step takes a lock that main held when it panicked: it is poisoned, so that what the thread wanted to do
/// with it is not done any more.
fn meets_mains_panic(run: &RunView<'_>, at: usize, ended: usize) -> bool {
    let step = &run.record[at];
    let taken_or_given = |own: &Recorded| {
        own.op.object == step.op.object && (takes(own) || own.op.kind == Kind::Unlock)
    };
    let last = run.last(ended, 0, taken_or_given);
    step.op.kind == Kind::Lock && last.is_some_and(|last| takes(&run.record[last]))
}

fn looks(step: &Recorded) -> bool {
    takes(step)
        || matches!(
            step.op.kind,
            Kind::Load | Kind::Rmw | Kind::CompareExchange | Kind::TryRecv | Kind::RecvTimeout
        )
}

/// "changed what the Mutex guards in step 4 (src/lib.rs:12)".
fn did(run: &RunView<'_>, change: usize) -> String {
    let (step, at) = (&run.record[change], run.at(change));
    match step.op.kind {
        _ if run.is_of_the_test(change) => format!("was still at work {at}"),
        Kind::Post | Kind::Send | Kind::TrySend => format!("sent its message {at}"),
        Kind::Store | Kind::Rmw | Kind::CompareExchange => {
            format!("changed the {} {at}", run.object(change))
        }
        _ if changes_the_guarded(run, change) || may_change_under_lock(run.record, change) => {
            format!("changed what the {} guards {at}", run.object(change))
        }
        _ => format!("came to lock the {} {at}", run.object(change)),
    }
}
