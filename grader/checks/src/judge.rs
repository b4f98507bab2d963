//! Which verdict a failing run deserves, and the one line that says why. Pure: it only looks at the record.

use course::{Cause, Evidence, MAX_WORDS, Note, Outcome, TimedRun, Verdict, clip, one_line};
use model_std::model::{Failure, FailureKind, Limits, PanicInfo, Site, Step, Trace};

use crate::deliberate_panic::{NO_TEXT, is_deliberate};
use crate::source::{is_checks, shown};

/// How the failing run was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// In virtual time; `some_passed` if the same code passed with ready threads taken in another order.
    Virtual { some_passed: bool },
    /// Under every interleaving.
    Exhaustive,
}

/// The outcome of a check whose model run failed.
pub(crate) fn failure(failure: &Failure, mode: Mode) -> Outcome {
    let always = failure.always && mode != Mode::Virtual { some_passed: true };
    let outcome = match failure.kind {
        FailureKind::Panic => {
            let outcome = panicked_in(&failure.panics, always, mode);
            let outcome =
                outcome.unwrap_or_else(|| Outcome::of(wrong_or_race(always), &failure.message));
            let trace = &failure.trace;
            // Who has slept until all the others were over needs no `join` to have waited for them.
            let all_over = failure
                .timeline
                .as_ref()
                .is_some_and(|run| run.leaked() == 0);
            let unjoined = !trace.late.is_empty() || !all_over && unjoined(&trace.steps);
            match outcome.verdict {
                Verdict::Wrong if unjoined => outcome.because(Cause::WrongUnjoined),
                Verdict::Race if unjoined => outcome.because(Cause::RaceUnjoined),
                Verdict::Panicked if !trace.late.is_empty() => {
                    outcome.because(Cause::PanickedUnjoined)
                }
                _ => outcome,
            }
        }
        FailureKind::Deadlock => Outcome::of(Verdict::Deadlock, &failure.message)
            .because(waited_for(&failure.trace.stuck)),
        FailureKind::StepLimit if watches_the_clock(&failure.trace.spins) => {
            Outcome::of(Verdict::Wrong, clock_watched(&failure.trace.spins))
                .because(Cause::WrongPolls)
        }
        FailureKind::StepLimit => {
            Outcome::of(Verdict::LimitExceeded, &failure.message).because(Cause::LimitSteps)
        }
        FailureKind::Exit => Outcome::of(Verdict::Crashed, &failure.message),
        FailureKind::NotReplayable => {
            Outcome::of(Verdict::Inconclusive, &failure.message).noting(Note::said(NOT_REPLAYABLE))
        }
        // A kind that the model has learnt and this judge has not costs no points.
        _ => Outcome::of(Verdict::GraderFault, &failure.message),
    };
    shown_by(outcome, failure, mode)
}

/// Adds to an outcome what the run that led to it shows: its figures, how it failed, and the run itself.
pub(crate) fn shown_by(mut outcome: Outcome, failure: &Failure, mode: Mode) -> Outcome {
    if mode == Mode::Exhaustive {
        outcome.figures.executions = Some(failure.executions);
        outcome.figures.exhaustive = Some(outcome.verdict != Verdict::Inconclusive);
    }
    // A table of steps that led to a `todo!()` would only bury what there is to say.
    if outcome.verdict == Verdict::NotAttempted {
        return outcome;
    }
    let failure = failure.bounded(Limits::RECORD);
    outcome.notes.extend(account(&failure));
    outcome.showing(evidence(failure))
}

/// The run as a picture is drawn from it: over time if the clock moved, else step by step.
fn evidence(mut failure: Failure) -> Evidence {
    as_students_know_it(&mut failure.trace);
    match failure.up_to_then() {
        Some(timeline) => Evidence::Timeline(TimedRun {
            timeline,
            steps: failure.trace.steps,
        }),
        None => Evidence::Trace(failure.trace),
    }
}

/// Names files as a student does.
fn as_students_know_it(trace: &mut Trace) {
    for step in trace.steps.iter_mut().chain(&mut trace.stuck) {
        step.site.file = shown(&step.site.file);
    }
}

/// What the first thread of a model is called.
const MAIN: &str = "main";

/// True if there were others than main and main never waited for one of them, in whichever way. A check that sleeps
/// itself asks for what is there by then.
fn unjoined(steps: &[Step]) -> bool {
    const WAITS: [&str; 10] = [
        "join",
        "is_finished",
        "park",
        "wait",
        "woken",
        "recv",
        "recv_timeout",
        "barrier",
        "once",
        // It may have waited in there.
        "library",
    ];
    let waits = |step: &Step| WAITS.contains(&step.op.as_str());
    let sleeps = |step: &Step| step.op == "sleep" && is_checks(&step.site.file);
    let (of_main, others): (Vec<_>, Vec<_>) = steps.iter().partition(|step| step.thread == MAIN);
    !others.is_empty() && !of_main.into_iter().any(|step| waits(step) || sleeps(step))
}

/// Whether all that go round for ever do so until it is late enough.
fn watches_the_clock(spins: &[Step]) -> bool {
    !spins.is_empty() && spins.iter().all(|step| step.op == "now")
}

/// What is said of them. On a real machine such a loop ends, so it is no limit that was exceeded.
fn clock_watched(spins: &[Step]) -> String {
    let first = spins.first().map_or_else(String::new, |step| {
        let (thread, file) = (clip(&step.thread, MAX_WORDS), shown(&step.site.file));
        format!(
            "{thread} looks at the clock again and again ({file}:{})",
            step.site.line
        )
    });
    let others = match spins.len() {
        0 | 1 => String::new(),
        many => format!(", and so do {} more", many - 1),
    };
    format!(
        "{first}{others} in place of sleeping; that is not to wait: it keeps a core fully busy until it is late enough"
    )
}

/// What the threads of a deadlock wait for, if that is one kind of thing. A thread that waits for another to end only
/// waits for what that one waits for; a thread that waits for a lock may do so because its holder waits for something else.
fn waited_for(stuck: &[Step]) -> Option<Cause> {
    let kinds = [
        (&["wait"][..], Cause::DeadlockCondvar),
        (&["recv", "send", "sent"], Cause::DeadlockChannel),
        (&["lock", "read"], Cause::DeadlockLock),
    ];
    let waits = |ops: &[&str]| {
        let op = |step: &Step| match step.op.as_str() {
            // Of one inside a library it is only known which of its functions was called.
            "library" if OF_CHANNELS.contains(&step.object.as_str()) => "recv".to_owned(),
            op => op.to_owned(),
        };
        stuck.iter().any(|step| ops.contains(&op(step).as_str()))
    };
    kinds
        .into_iter()
        .find_map(|(ops, cause)| waits(ops).then_some(cause))
}

/// What libraries call the ways to wait at a channel. A loop can go over little else that waits.
const OF_CHANNELS: [&str; 9] = [
    "recv",
    "recv_timeout",
    "recv_deadline",
    "send",
    "send_timeout",
    "send_deadline",
    "iter",
    "select",
    "for",
];

/// What is to be done about a run that could not be repeated.
const NOT_REPLAYABLE: &str = "Code that is run under every interleaving must do the same each time: it may not look \
                              at a real clock, at random numbers or at the address of a value.";

fn wrong_or_race(always: bool) -> Verdict {
    if always {
        Verdict::Wrong
    } else {
        Verdict::Race
    }
}

/// What the engine says of the failure at more length, unless the outcome's message has said that already.
fn account(failure: &Failure) -> Option<Note> {
    let said = match failure.panics.last() {
        // Only if the panic that reached the check is the one which the message is about.
        Some(last) if failure.kind == FailureKind::Panic => cause(&failure.panics) == Some(last),
        _ => failure
            .account
            .lines()
            .map(str::trim)
            .all(|line| line.ends_with(':') || failure.message.contains(line)),
    };
    (!said).then(|| Note::said(&failure.account))
}

/// The outcome of a check that was ended by a panic outside of a model, from every panic of its run in order. `None` if
/// there is no panic to judge by.
pub(crate) fn panicked(panics: &[PanicInfo]) -> Option<Outcome> {
    panicked_in(panics, true, Mode::Exhaustive)
}

/// The same of a run in a model; `always` is false if the same code passes in another interleaving.
pub(crate) fn panicked_in(panics: &[PanicInfo], always: bool, mode: Mode) -> Option<Outcome> {
    if let Some(todo) = panics.iter().find(|panic| is_todo(panic)) {
        return Some(not_attempted(todo));
    }
    let cause = cause(panics)?;
    let by_checks = is_checks(&cause.site.file) && !cause.inside_std;
    let on_purpose = is_deliberate(&cause.message) || by_checks && cause.message == NO_TEXT;
    if by_checks && !on_purpose {
        let text = assertion(&cause.message, ["got", "expected"]);
        let site = Site {
            file: shown(&cause.site.file),
            line: cause.site.line,
        };
        let outcome = Outcome::of(wrong_or_race(always), text);
        return Some(outcome.noting(Note::AssertedAt(site)));
    }
    let text = assertion(&cause.message, ["left", "right"]);
    let thread = clip(&cause.thread, MAX_WORDS);
    let message = if let Some(last) = panics.last().filter(|last| on_purpose && is_own_echo(last)) {
        // That the task panics is meant to be: the mistake is the line that takes it for impossible.
        let (thread, text) = (clip(&last.thread, MAX_WORDS), one_line(&last.message));
        let how = match cause.message.as_str() {
            NO_TEXT => " with a payload that is not text",
            _ => "",
        };
        format!(
            "{thread} panicked {}, because a task had panicked{how}: {text}",
            raised(last)
        )
    } else if on_purpose {
        format!("{text} was let out of the task it happened in ({thread})")
    } else {
        let sometimes = match (always, mode) {
            (true, _) => "",
            (false, Mode::Exhaustive) => ", in some interleavings and not in others,",
            (false, Mode::Virtual { .. }) => ", in some orders of the threads and not in others,",
        };
        format!("{thread} panicked{sometimes} {}: {text}", raised(cause))
    };
    let outcome = Outcome::of(Verdict::Panicked, message);
    Some(outcome.because(match always {
        _ if on_purpose => Some(Cause::PanickedTask),
        false => Some(Cause::PanickedRace),
        true => kind_of(cause),
    }))
}

/// What kind of panic it is, if it is one of std's own that has a reason of its own.
fn kind_of(panic: &PanicInfo) -> Option<Cause> {
    let message = &panic.message;
    let kinds = [
        (
            "called `Option::unwrap()` on a `None` value",
            Cause::PanickedNone,
        ),
        ("chunk size must be non-zero", Cause::PanickedChunk),
        ("chunk_size must be non-zero", Cause::PanickedChunk),
    ];
    let overflow = message.starts_with("attempt to ") && message.ends_with(" with overflow");
    let known = kinds.into_iter().find(|(text, _)| message == text);
    known
        .map(|(_, cause)| cause)
        .or(overflow.then_some(Cause::PanickedArithmetic))
}

/// The outcome of a check in which `todo!()` was reached.
pub(crate) fn not_attempted(todo: &PanicInfo) -> Outcome {
    let said = todo
        .message
        .strip_prefix(TODO)
        .unwrap_or_default()
        .trim_start_matches([':', ' ']);
    let end = if said.is_empty() {
        String::new()
    } else {
        format!(": {said}")
    };
    Outcome::of(
        Verdict::NotAttempted,
        format!("todo!() at {}{end}", place(todo)),
    )
}

/// What `todo!()` says first.
const TODO: &str = "not yet implemented";

/// True for the panic of a `todo!()`.
pub(crate) fn is_todo(panic: &PanicInfo) -> bool {
    panic.message.starts_with(TODO)
}

/// The panic that the others follow from: the last that is not a mere echo of an earlier one.
fn cause(panics: &[PanicInfo]) -> Option<&PanicInfo> {
    panics
        .iter()
        .rev()
        .find(|panic| panic.echo.is_none())
        .or(panics.last())
}

/// Whether the submission itself panicked at another's panic, in a line of its own.
fn is_own_echo(panic: &PanicInfo) -> bool {
    panic.echo.is_some() && !is_checks(&panic.site.file) && !panic.inside_std
}

/// The text of a failed assertion in one line, with words for the values that were compared.
///
/// `assert_eq!` puts the values on lines of their own, after the text that matters. In checks it is
/// written `assert_eq!(what_came, what_must_come)`; elsewhere nobody knows which is which.
fn assertion(message: &str, [came, wanted]: [&str; 2]) -> String {
    let split = message
        .strip_prefix("assertion `left == right` failed")
        .and_then(|rest| rest.rsplit_once("\n  left: "))
        .and_then(|(said, values)| Some((said, values.split_once("\n right: ")?)));
    match split {
        Some((said, (left, right))) => {
            let values = format!("{came} {}, {wanted} {}", one_line(left), one_line(right));
            let said = one_line(said.trim_start_matches(':'));
            if said.is_empty() {
                values
            } else {
                format!("{said}: {values}")
            }
        }
        None => one_line(message),
    }
}

/// Where the panic was raised, as it goes on after "panicked". A line of std's says nothing to a student, nor does one of
/// the checks that came before.
fn raised(panic: &PanicInfo) -> String {
    let inside = "inside the standard library";
    match panic.site.file.as_str() {
        _ if !panic.inside_std => format!("at {}", place(panic)),
        file if file.is_empty() || is_checks(file) => inside.to_owned(),
        _ => format!("{inside}, after {}", place(panic)),
    }
}

fn place(panic: &PanicInfo) -> String {
    format!("{}:{}", shown(&panic.site.file), panic.site.line)
}

#[cfg(test)]
#[path = "judge/tests.rs"]
mod tests;
