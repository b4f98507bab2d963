//! What goes wrong with condition variables and parking: a notification that nobody waits for yet, one that never
//! comes, a wake-up that nobody sent.

use super::{Closing, Story};
use crate::engine::op::{Kind, ObjectId, Op, Site, Tid};
use crate::engine::record::{PanicRecord, Recorded};
use crate::report::{blame, source};

/// A thread waits for ever to be notified, and was notified before it began to wait.
pub fn lost(story: &Story<'_>) -> Option<Closing> {
    let (waiter, op) = waiter(story)?;
    let began = began(story, story.record.len(), waiter)?;
    if story.record[began..]
        .iter()
        .any(|step| notifies(step, op.object))
    {
        return None;
    }
    let notified = story.record[..began]
        .iter()
        .rposition(|step| notifies(step, op.object))?;
    // One that woke another thread was meant for one, and has arrived.
    if story.record[notified].op.kind == Kind::NotifyOne && woken(story, notified).is_some() {
        return None;
    }
    Some(Closing {
        sentence: format!(
            "{} notified {}, before {} began to wait {}. A notification is not kept for later: it is lost.",
            story.who(notified),
            story.at(notified),
            story.name(waiter),
            story.at(began),
        ),
        steps: vec![notified, began],
    })
}

/// A thread waits for ever to be notified, and nobody does so after it began to wait; or another was woken in its
/// place.
pub fn not_notified(story: &Story<'_>) -> Option<Closing> {
    let (waiter, op) = waiter(story)?;
    let began = began(story, story.record.len(), waiter)?;
    let notified = story.record[began..]
        .iter()
        .rposition(|step| notifies(step, op.object))
        .map(|at| began + at);
    let name = story.name(waiter);
    let waits = format!("{name} began to wait {} to be notified", story.at(began));
    let (sentence, step) = match notified {
        Some(notified) => {
            let other = woken(story, notified)?;
            let sentence = format!(
                "{waits}. {} notified {}, and that woke {}: `notify_one` wakes one thread, whichever it is.",
                story.who(notified),
                story.at(notified),
                story.name(other),
            );
            (sentence, Some(notified))
        }
        None => {
            let changed = changed_since(story, began);
            let changed_by = changed.map_or_else(String::new, |changed| {
                format!(
                    " {} changed what the {} guards {}, and did not notify.",
                    story.who(changed),
                    story.object(changed),
                    story.at(changed)
                )
            });
            (
                format!("{waits}, and nobody has notified it since.{changed_by}"),
                changed,
            )
        }
    };
    Some(Closing {
        sentence,
        steps: [began].into_iter().chain(step).collect(),
    })
}

/// Who waits to be notified and never will be.
fn waiter(story: &Story<'_>) -> Option<(Tid, Op)> {
    let execution = story.execution;
    let threads = execution.threads.iter().enumerate();
    threads
        .filter_map(|(tid, thread)| Some((tid, thread.pending?)))
        .find(|&(tid, op)| op.kind == Kind::Wake && !execution.is_enabled(tid))
}

/// The step in which the thread began the wait that it was in by then.
fn began(story: &Story<'_>, before: usize, waiter: Tid) -> Option<usize> {
    story.last(before, waiter, |step| step.op.kind == Kind::Enqueue)
}

/// A thread that was waiting when that notification came, and woke up after it.
fn woken(story: &Story<'_>, notified: usize) -> Option<Tid> {
    let condvar = story.record[notified].op.object;
    if is_spent(story, notified) {
        return None;
    }
    let woke = |step: &&Recorded| {
        let wakes = matches!(step.op.kind, Kind::Woken | Kind::WakeTimeout) && step.done;
        wakes && step.op.object == condvar
    };
    story.record[notified..]
        .iter()
        .filter(woke)
        .map(|step| step.thread)
        .find(|&tid| {
            began(story, notified, tid).is_some_and(|began| {
                let is_awake = |step: &Recorded| {
                    step.thread == tid
                        && matches!(step.op.kind, Kind::Woken | Kind::Wake | Kind::WakeTimeout)
                };
                !story.record[began..notified].iter().any(is_awake)
            })
        })
}

/// Whether all that waited by then had been notified already, so that this notification found nobody.
fn is_spent(story: &Story<'_>, notified: usize) -> bool {
    let condvar = story.record[notified].op.object;
    let waits: Vec<usize> = (0..story.execution.threads.len())
        .filter_map(|tid| {
            let began = began(story, notified, tid)?;
            let is_awake = |step: &Recorded| {
                let wakes = matches!(step.op.kind, Kind::Woken | Kind::Wake | Kind::WakeTimeout);
                step.thread == tid && wakes
            };
            let since = &story.record[began..notified];
            let is_here = story.record[began].op.object == condvar;
            (is_here && !since.iter().any(is_awake)).then_some(began)
        })
        .collect();
    let Some(&first) = waits.iter().min() else {
        return false;
    };
    let before = &story.record[first..notified];
    before.iter().filter(|step| notifies(step, condvar)).count() >= waits.len()
}

/// A step after that one in which another thread took the waiter's lock and changed what it guards.
fn changed_since(story: &Story<'_>, began: usize) -> Option<usize> {
    let record = story.record;
    let waiter = record[began].thread;
    let lock = record[began..]
        .iter()
        .find(|step| step.thread == waiter && step.op.kind == Kind::Unlock)?
        .op
        .object;
    (began..record.len()).rev().find(|&at| {
        let step = &record[at];
        let takes = super::takes(step) && step.op.object == lock && step.thread != waiter;
        takes && super::locks::changes_under_lock(record, at)
    })
}

/// A wait returned although nobody had notified, or unparked: std allows that.
pub fn spurious(story: &Story<'_>) -> Option<Closing> {
    (0..story.record.len()).find_map(|woken| {
        woke_for_nothing(story, woken).or_else(|| unparked_by_nobody(story, woken))
    })
}

fn woke_for_nothing(story: &Story<'_>, woken: usize) -> Option<Closing> {
    let Recorded { thread, op, .. } = &story.record[woken];
    if op.kind != Kind::Wake {
        return None;
    }
    let began = began(story, woken, *thread)?;
    let notified = story.record[began..woken]
        .iter()
        .any(|step| notifies(step, op.object));
    (!notified).then(|| Closing {
        sentence: format!(
            "{} woke up from its wait {} although nobody had notified it. Such a spurious wake-up is allowed, if \
             rare, so whoever wakes must ask again whether what it waits for is so: in a loop (`while` instead of \
             `if`), or with `wait_while`.",
            story.who(woken),
            story.at(woken),
        ),
        steps: vec![began, woken],
    })
}

/// The panic that all follows from is that of a thread which had just been woken.
pub fn not_asked_again(story: &Story<'_>) -> Option<Closing> {
    let panics = &story.execution.panics;
    let last = panics.len().checked_sub(1)?;
    Some(Closing {
        sentence: just_woken(story, &panics[blame::origin(story.execution, last)])?,
        steps: Vec::new(),
    })
}

/// What is said of a thread that panicked as soon as it was woken, where no loop around the wait can be seen.
pub fn just_woken(story: &Story<'_>, panic: &PanicRecord) -> Option<String> {
    let record = story.record;
    let own = |at: &usize| record[*at].thread == panic.thread;
    let mut before = (0..panic.after.min(record.len()))
        .rev()
        .filter(own)
        .skip_while(|&at| record[at].op.kind == Kind::Unlock);
    let (locked, woken) = (before.next()?, before.next()?);
    let wait = &record[woken];
    let wakes = matches!(wait.op.kind, Kind::Woken | Kind::Wake) && super::takes(&record[locked]);
    (wakes && !asks_again(wait.op.site)).then(|| {
        format!(
            "{} had just been woken {}. To be woken does not mean that what was waited for is there: another may have \
             come first. Ask again after each wake (`while` instead of `if`).",
            story.name(panic.thread),
            story.at(woken)
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
pub fn unparked_too_soon(story: &Story<'_>) -> Option<Closing> {
    let execution = story.execution;
    let parked = |tid: &usize| {
        let pending = execution.threads[*tid].pending;
        pending.is_some_and(|op| op.kind == Kind::Park) && !execution.is_enabled(*tid)
    };
    (0..execution.threads.len()).filter(parked).find_map(|tid| {
        let token = execution.threads[tid].token;
        let of = |kinds: &[Kind]| {
            let done = |at: &usize| {
                let step = &story.record[*at];
                step.op.object == token && step.done && kinds.contains(&step.op.kind)
            };
            (0..story.record.len()).filter(done).collect::<Vec<_>>()
        };
        let (unparked, parked) = (of(&[Kind::Unpark]), of(&[Kind::Park, Kind::ParkTimeout]));
        let name = story.name(tid);
        (unparked.len() > parked.len()).then(|| Closing {
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

fn unparked_by_nobody(story: &Story<'_>, woken: usize) -> Option<Closing> {
    let step = &story.record[woken];
    (step.op.kind == Kind::Park && !step.done).then(|| Closing {
        sentence: format!(
            "{}'s `park` returned {} although nobody had unparked it. Such a spurious return is allowed, if rare, \
             so whoever parks must ask again whether what it waits for is so, and park again if not: in a loop.",
            story.who(woken),
            story.at(woken),
        ),
        steps: vec![woken],
    })
}

fn notifies(step: &Recorded, condvar: ObjectId) -> bool {
    matches!(step.op.kind, Kind::NotifyOne | Kind::NotifyAll) && step.op.object == condvar
}
