//! What goes wrong with condition variables and parking: a notification that nobody waits for yet, one that never
//! comes, a wake-up that nobody sent.

use super::view::{Explanation, RunView};
use crate::account::{attribution, source};
use crate::engine::objects::{Kind, ObjectId, Op, Site, Tid};
use crate::engine::record::{PanicRecord, Recorded};

/// A thread waits for ever to be notified, and was notified before it began to wait.
pub fn lost(run: &RunView<'_>) -> Option<Explanation> {
    let (waiter, op) = waiter(run)?;
    let began = began(run, run.record.len(), waiter)?;
    if run.record[began..]
        .iter()
        .any(|step| notifies(step, op.object))
    {
        return None;
    }
    let notified = run.record[..began]
        .iter()
        .rposition(|step| notifies(step, op.object))?;
    // One that woke another thread was meant for one, and has arrived.
    if run.record[notified].op.kind == Kind::NotifyOne && woken(run, notified).is_some() {
        return None;
    }
    Some(Explanation {
        sentence: format!(
            "{} notified {}, before {} began to wait {}. A notification is not kept for later: it is lost.",
            run.who(notified),
            run.at(notified),
            run.name(waiter),
            run.at(began),
        ),
        steps: vec![notified, began],
    })
}

/// A thread waits for ever to be notified, and nobody does so after it began to wait; or another was woken in its
/// place.
pub fn not_notified(run: &RunView<'_>) -> Option<Explanation> {
    let (waiter, op) = waiter(run)?;
    let began = began(run, run.record.len(), waiter)?;
    let notified = run.record[began..]
        .iter()
        .rposition(|step| notifies(step, op.object))
        .map(|at| began + at);
    let name = run.name(waiter);
    let waits = format!("{name} began to wait {} to be notified", run.at(began));
    let (sentence, step) = match notified {
        Some(notified) => {
            let other = woken(run, notified)?;
            let sentence = format!(
                "{waits}. {} notified {}, and that woke {}: `notify_one` wakes one thread, whichever it is.",
                run.who(notified),
                run.at(notified),
                run.name(other),
            );
            (sentence, Some(notified))
        }
        None => {
            let changed = changed_since(run, began);
            let changed_by = changed.map_or_else(String::new, |changed| {
                format!(
                    " {} changed what the {} guards {}, and did not notify.",
                    run.who(changed),
                    run.object(changed),
                    run.at(changed)
                )
            });
            (
                format!("{waits}, and nobody has notified it since.{changed_by}"),
                changed,
            )
        }
    };
    Some(Explanation {
        sentence,
        steps: [began].into_iter().chain(step).collect(),
    })
}

/// Who waits to be notified and never will be.
fn waiter(run: &RunView<'_>) -> Option<(Tid, Op)> {
    let execution = run.execution;
    let threads = execution.threads().iter().enumerate();
    threads
        .filter_map(|(tid, thread)| Some((tid, thread.pending?)))
        .find(|&(tid, op)| op.kind == Kind::Wake && !execution.is_enabled(tid))
}

/// The step in which the thread began the wait that it was in by then.
fn began(run: &RunView<'_>, before: usize, waiter: Tid) -> Option<usize> {
    run.last(before, waiter, |step| step.op.kind == Kind::Enqueue)
}

/// A thread that was waiting when that notification came, and woke up after it.
fn woken(run: &RunView<'_>, notified: usize) -> Option<Tid> {
    let condvar = run.record[notified].op.object;
    if is_spent(run, notified) {
        return None;
    }
    let woke = |step: &&Recorded| {
        let wakes = matches!(step.op.kind, Kind::Woken | Kind::WakeTimeout) && step.done;
        wakes && step.op.object == condvar
    };
    run.record[notified..]
        .iter()
        .filter(woke)
        .map(|step| step.thread)
        .find(|&tid| {
            began(run, notified, tid).is_some_and(|began| {
                let is_awake = |step: &Recorded| {
                    step.thread == tid
                        && matches!(step.op.kind, Kind::Woken | Kind::Wake | Kind::WakeTimeout)
                };
                !run.record[began..notified].iter().any(is_awake)
            })
        })
}

/// Whether all that waited by then had been notified already, so that this notification found nobody.
fn is_spent(run: &RunView<'_>, notified: usize) -> bool {
    let condvar = run.record[notified].op.object;
    let waits: Vec<usize> = (0..run.execution.threads().len())
        .filter_map(|tid| {
            let began = began(run, notified, tid)?;
            let is_awake = |step: &Recorded| {
                let wakes = matches!(step.op.kind, Kind::Woken | Kind::Wake | Kind::WakeTimeout);
                step.thread == tid && wakes
            };
            let since = &run.record[began..notified];
            let is_here = run.record[began].op.object == condvar;
            (is_here && !since.iter().any(is_awake)).then_some(began)
        })
        .collect();
    let Some(&first) = waits.iter().min() else {
        return false;
    };
    let before = &run.record[first..notified];
    before.iter().filter(|step| notifies(step, condvar)).count() >= waits.len()
}

/// A step after that one in which another thread took the waiter's lock and changed what it guards.
fn changed_since(run: &RunView<'_>, began: usize) -> Option<usize> {
    let record = run.record;
    let waiter = record[began].thread;
    let lock = record[began..]
        .iter()
        .find(|step| step.thread == waiter && step.op.kind == Kind::Unlock)?
        .op
        .object;
    (began..record.len()).rev().find(|&at| {
        let step = &record[at];
        let takes = attribution::takes(step) && step.op.object == lock && step.thread != waiter;
        takes && super::locks::changes_under_lock(record, at)
    })
}

/// A wait returned although nobody had notified, or unparked: std allows that.
pub fn spurious(run: &RunView<'_>) -> Option<Explanation> {
    (0..run.record.len())
        .find_map(|woken| woke_for_nothing(run, woken).or_else(|| unparked_by_nobody(run, woken)))
}

fn woke_for_nothing(run: &RunView<'_>, woken: usize) -> Option<Explanation> {
    let Recorded { thread, op, .. } = &run.record[woken];
    if op.kind != Kind::Wake {
        return None;
    }
    let began = began(run, woken, *thread)?;
    let notified = run.record[began..woken]
        .iter()
        .any(|step| notifies(step, op.object));
    (!notified).then(|| Explanation {
        sentence: format!(
            "{} woke up from its wait {} although nobody had notified it. Such a spurious wake-up is allowed, if \
             rare, so whoever wakes must ask again whether what it waits for is so: in a loop (`while` instead of \
             `if`), or with `wait_while`.",
            run.who(woken),
            run.at(woken),
        ),
        steps: vec![began, woken],
    })
}

/// The panic that all follows from is that of a thread which had just been woken.
pub fn not_asked_again(run: &RunView<'_>) -> Option<Explanation> {
    let panics = run.execution.panics();
    let last = panics.len().checked_sub(1)?;
    Some(Explanation {
        sentence: just_woken(run, &panics[attribution::origin(run.execution, last)])?,
        steps: Vec::new(),
    })
}

/// What is said of a thread that panicked as soon as it was woken, where no loop around the wait can be seen.
pub fn just_woken(run: &RunView<'_>, panic: &PanicRecord) -> Option<String> {
    let record = run.record;
    let own = |at: &usize| record[*at].thread == panic.thread;
    let mut before = (0..panic.after.min(record.len()))
        .rev()
        .filter(own)
        .skip_while(|&at| record[at].op.kind == Kind::Unlock);
    let (locked, woken) = (before.next()?, before.next()?);
    let wait = &record[woken];
    let wakes =
        matches!(wait.op.kind, Kind::Woken | Kind::Wake) && attribution::takes(&record[locked]);
    (wakes && !asks_again(wait.op.site)).then(|| {
        format!(
            "{} had just been woken {}. To be woken does not mean that what was waited for is there: another may have \
             come first. Ask again after each wake (`while` instead of `if`).",
            run.name(panic.thread),
            run.at(woken)
        )
    })
}

/// Lines above a wait that are looked at for the block it stands in.
const LINES_OF_A_BLOCK: u32 = 12;

/// Whether the wait stands in a loop, so that what is waited for is asked again; also if its file is not there to tell.
fn asks_again(site: Site) -> bool {
    let text = |line| source::whole_line(site.file(), line);
    let indent = |text: &str| text.len() - text.trim_start().len();
    let Some(wait) = text(site.line()) else {
        return true;
    };
    let is_a_loop = |text: &str| {
        ["while", "loop", "=>"]
            .iter()
            .any(|word| text.contains(word))
    };
    let above = (site.line().saturating_sub(LINES_OF_A_BLOCK)..site.line()).rev();
    let block = above
        .filter_map(text)
        .find(|text| !text.trim().is_empty() && indent(text) < indent(&wait));
    is_a_loop(&wait) || block.is_some_and(|block| is_a_loop(&block))
}

/// A thread waits for ever to be unparked, and was unparked more often than it has parked.
pub fn unparked_too_soon(run: &RunView<'_>) -> Option<Explanation> {
    let execution = run.execution;
    let parked = |tid: &usize| {
        let pending = execution.threads()[*tid].pending;
        pending.is_some_and(|op| op.kind == Kind::Park) && !execution.is_enabled(*tid)
    };
    (0..execution.threads().len()).filter(parked).find_map(|tid| {
        let token = execution.threads()[tid].token;
        let of = |kinds: &[Kind]| {
            let done = |at: &usize| {
                let step = &run.record[*at];
                step.op.object == token && step.done && kinds.contains(&step.op.kind)
            };
            (0..run.record.len()).filter(done).collect::<Vec<_>>()
        };
        let (unparked, parked) = (of(&[Kind::Unpark]), of(&[Kind::Park, Kind::ParkTimeout]));
        let name = run.name(tid);
        (unparked.len() > parked.len()).then(|| Explanation {
            sentence: format!(
                "{name} was unparked {} times and wants to park a {} time. `unpark` leaves one token, however often \
                 it is called before the next `park`: it does not count.",
                unparked.len(),
                ordinal(parked.len() + 1),
            ),
            steps: unparked,
        })
    })
}

fn ordinal(number: usize) -> String {
    match number {
        1 => "first".to_owned(),
        2 => "second".to_owned(),
        3 => "third".to_owned(),
        more => format!("{more}th"),
    }
}

fn unparked_by_nobody(run: &RunView<'_>, woken: usize) -> Option<Explanation> {
    let step = &run.record[woken];
    (step.op.kind == Kind::Park && !step.done).then(|| Explanation {
        sentence: format!(
            "{}'s `park` returned {} although nobody had unparked it. Such a spurious return is allowed, if rare, \
             so whoever parks must ask again whether what it waits for is so, and park again if not: in a loop.",
            run.who(woken),
            run.at(woken),
        ),
        steps: vec![woken],
    })
}

fn notifies(step: &Recorded, condvar: ObjectId) -> bool {
    matches!(step.op.kind, Kind::NotifyOne | Kind::NotifyAll) && step.op.object == condvar
}
