//! Threads that wait for each other in a circle, and what would have kept them from it.

use runtrace::prose;

use super::view::{Explanation, RunView};
use crate::account::attribution::takes;
use crate::account::waits::Why;
use crate::account::{names, source, waits};
use crate::engine::objects::{Kind, Op, Tid};

/// Threads that wait for each other in a circle, or one that waits for itself.
pub fn circle(run: &RunView<'_>) -> Option<Explanation> {
    let circle = waits::circle(run.execution)?;
    let next = |at: usize| circle[(at + 1) % circle.len()].0;
    let held: Vec<usize> = (0..circle.len())
        .filter_map(|at| taken(run, &circle[at].1, next(at)))
        .collect();
    let whys: Vec<Option<Why>> = (0..circle.len())
        .map(|at| why(run, circle[at], next(at)))
        .collect();
    let again = reads_again(run, &circle, &whys);
    let mut sentence = match circle.as_slice() {
        [(one, op)] => alone(run, *one, op),
        more if whys.iter().all(|why| matches!(why, Some(Why::Holds(_)))) => {
            let (each, both) = match more.len() {
                2 => (
                    "Each of the two holds what the other waits for".to_owned(),
                    "both took the two locks",
                ),
                _ => (
                    format!(
                        "Each of them holds what the next one waits for ({})",
                        around(run, more)
                    ),
                    "all took the locks",
                ),
            };
            format!("{each}. If {both} in the same order, this could not happen.")
        }
        more => format!(
            "They wait for each other in a circle: {}.",
            around(run, more)
        ),
    };
    if let Some(again) = again {
        sentence = again;
    } else if whys.contains(&Some(Why::IsBefore)) {
        sentence += " While a writer waits, an RwLock lets no new reader in: a thread that holds it for reading must \
                     not wait for another reader.";
    }
    if let Some(word) = held
        .iter()
        .find_map(|&step| source::holds_through_a_body(run.record[step].op.site))
    {
        sentence += &format!(" {}", prose::held_through(word));
    }
    Some(Explanation {
        sentence,
        steps: held,
    })
}

/// A thread reads the lock, asks for it a second time, and waits behind a writer that waits for the first read to end.
fn reads_again(run: &RunView<'_>, circle: &[(Tid, Op)], whys: &[Option<Why>]) -> Option<String> {
    let &[(one, _), (other, _)] = circle else {
        return None;
    };
    let (reader, writer) = match whys {
        [Some(Why::IsBefore), Some(Why::Holds(_))] => (one, other),
        [Some(Why::Holds(_)), Some(Why::IsBefore)] => (other, one),
        _ => return None,
    };
    let (reader, writer) = (run.name(reader), run.name(writer));
    Some(format!(
        "{reader} reads the lock and asks for it a second time, which waits behind {writer}; and {writer} waits for the \
         first read to end. While a writer waits, an RwLock lets no new reader in: a thread must not read again what it \
         reads already."
    ))
}

/// What makes the thread, held up at that operation, wait for the other.
fn why(run: &RunView<'_>, (tid, op): (Tid, Op), other: Tid) -> Option<Why> {
    let all = waits::awaited(run.execution, tid, &op);
    let found = all.iter().find(|awaited| awaited.thread == other)?;
    Some(found.why)
}

/// "main waits for worker 1, worker 1 for main".
fn around(run: &RunView<'_>, circle: &[(Tid, Op)]) -> String {
    let pair = |at: usize| {
        let (one, next) = (circle[at].0, circle[(at + 1) % circle.len()].0);
        let waits = if at == 0 { " waits" } else { "" };
        format!("{}{waits} for {}", run.name(one), run.name(next))
    };
    (0..circle.len()).map(pair).collect::<Vec<_>>().join(", ")
}

/// One thread waits for what only it could give.
fn alone(run: &RunView<'_>, tid: Tid, op: &Op) -> String {
    let name = run.name(tid);
    match op.kind {
        Kind::Lock | Kind::Write | Kind::Read => format!(
            "{name} waits for a lock that it holds itself, so it waits for ever: the first guard must be dropped \
             before the lock is taken again."
        ),
        Kind::Join => format!("{name} waits for its own end, which cannot come while it waits."),
        _ => {
            let object = names::object(run.execution, op.object);
            format!(
                "What initialises the {object} asks for the {object} itself: {name} waits for its own initialiser to \
                 finish, which cannot while it waits."
            )
        }
    }
}

/// The step in which the holder took the lock that the operation waits for.
fn taken(run: &RunView<'_>, op: &Op, holder: Tid) -> Option<usize> {
    run.last(run.record.len(), holder, |step| {
        let begins = step.op.kind == Kind::Enter && step.done;
        (takes(step) || begins) && step.op.object == op.object
    })
}
