//! The process of one check: runs it and sends the record of what came of it.

use std::any::Any;
use std::io::{self, Write};
use std::path::Path;
use std::process::{self, ExitCode};
use std::thread;

use course::{Cause, Outcome, Verdict};
use supervise::channel;
use supervise::protocol::CHILD;

use crate::check_state;
use crate::entry::Entry;
use crate::judge;
use crate::panics;

/// Stack of the check's thread: that of a main thread, wherever this runs.
const STACK: usize = 8 << 20;

/// Runs the check and sends its record; `ExitCode` only if this was not started by the harness.
pub(crate) fn run(checks: &[Entry], name: &str, source: Option<&Path>) -> ExitCode {
    follow_parent();
    // The nonce leaves the pipe before anything of the submission can look for it.
    let mut reply = match channel::take() {
        Ok(reply) => reply,
        Err(error) => {
            eprintln!(
                "{CHILD} is for the harness only, which gives a private pipe for stdin: {error}"
            );
            return ExitCode::from(2);
        }
    };
    #[cfg(unix)]
    if let Some((pipe, head)) = reply.for_overflow() {
        model_std::model::note_overflow_to(pipe, head);
    }
    #[cfg(not(unix))]
    let _ = &mut reply;
    prepare(source);
    check_state::with(|state| state.begin(reply));
    let outcome = outcome_of_named(checks, name);
    // Captured output belongs to the check, so it goes before the record, which is the end.
    let _ = io::stdout().flush();
    let reply = check_state::with(check_state::CheckState::finish);
    if let Some(Err(error)) = reply.map(|reply| reply.send(&outcome)) {
        eprintln!("cannot send the record of the check: {error}");
    }
    // Threads that the submission left behind must not delay the end.
    process::exit(0)
}

/// Has the process end with its parent, whose end of the private pipe stdin still is.
pub(crate) fn follow_parent() {
    guard::follow_parent();
}

/// Makes the process ready for a check: it is confined, and remembers panics.
pub(crate) fn prepare(source: Option<&Path>) {
    fetch_web::confine();
    panics::install();
    if let Some(dir) = source {
        model_std::model::set_source_root(dir);
    }
}

/// The outcome of the check of that name.
pub(crate) fn outcome_of_named(checks: &[Entry], name: &str) -> Outcome {
    match checks.iter().find(|check| check.name == name) {
        Some(check) => outcome_of(check.run),
        None => Outcome::of(
            Verdict::GraderFault,
            format!("checks.rs has no check `{name}`"),
        ),
    }
}

fn outcome_of(check: fn()) -> Outcome {
    // Named as the thread a student thinks the code runs on, for the messages of panics.
    let thread = thread::Builder::new()
        .name("main".to_owned())
        .stack_size(STACK)
        .spawn(move || {
            check();
            check_state::end_unless_it_may_pass();
        });
    match thread {
        Ok(handle) => conclude(handle.join()),
        Err(error) => Outcome::of(
            Verdict::Inconclusive,
            format!("no thread for the check ({error}); try again"),
        )
        .because(Cause::InconclusiveMachine),
    }
}

/// The outcome of a check from how its function ended and all that is remembered of it.
fn conclude(result: Result<(), Box<dyn Any + Send>>) -> Outcome {
    let panics = panics::seen();
    let ending = check_state::with(|state| state.ended());
    // A check may ask for an `Err` and get it from a `todo!()`, and whatever else went wrong may follow from one: the
    // work is not done.
    let todo = panics.iter().find(|panic| judge::is_todo(panic));
    if let Some(todo) = todo
        && ending
            .as_ref()
            .is_none_or(|ending| ending.verdict != Verdict::NotAttempted)
    {
        return judge::not_attempted(todo);
    }
    if let Some(ending) = ending {
        return ending;
    }
    match result {
        Ok(()) => check_state::with(|state| state.passed()),
        Err(payload) => {
            let outcome = judge::panicked(&panics).unwrap_or_else(|| unwound(payload.as_ref()));
            check_state::with(|state| state.named(outcome))
        }
    }
}

/// The outcome of a check that was unwound by something else than a panic, which a submission can do by a
/// `resume_unwind`.
fn unwound(payload: &(dyn Any + Send)) -> Outcome {
    let text = payload
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned());
    let text = text.or_else(|| payload.downcast_ref::<String>().cloned());
    let said = text.map_or(String::new(), |text| format!(": {text}"));
    Outcome::of(
        Verdict::Panicked,
        format!("the check was unwound without a panic of its own{said}"),
    )
}

/// Ends the check, and all that it started, with its parent: a harness that is stopped or killed leaves nothing running.
#[cfg(unix)]
mod guard {
    use std::io;
    use std::os::fd::{AsFd, OwnedFd};
    use std::os::unix::process::parent_id;
    use std::thread;
    use std::time::Duration;

    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    use rustix::process::{Signal, getpgrp, getpid, kill_current_process_group};

    /// How often to look whether the parent is still there, besides waiting for it to hang up.
    const EVERY: Duration = Duration::from_millis(250);

    /// Starts looking after the parent, in the background.
    ///
    /// The system's own signal for the death of a parent would end this process alone, before it could end the processes
    /// that it has started; so it is only asked for where no thread can be had to do better.
    pub(super) fn follow_parent() {
        // Only the leader of a group of its own may end it: anything else would end strangers.
        if getpgrp() != getpid() {
            return;
        }
        let parent = parent_id();
        let line = io::stdin().as_fd().try_clone_to_owned().ok();
        let watch = move || {
            while parent_id() == parent && !has_hung_up(line.as_ref()) {}
            let _ = kill_current_process_group(Signal::KILL);
        };
        let thread = thread::Builder::new().stack_size(64 << 10).spawn(watch);
        if thread.is_err() {
            end_with_parent();
        }
    }

    /// Waits a while for the parent's end of the private pipe to be closed, which it is by the parent's own end.
    fn has_hung_up(line: Option<&OwnedFd>) -> bool {
        let Some(line) = line else {
            thread::sleep(EVERY);
            return false;
        };
        let timeout = Timespec::try_from(EVERY).ok();
        // Nothing is asked for: that the other end is gone is told all the same.
        let mut ends = [PollFd::new(line, PollFlags::empty())];
        match poll(&mut ends, timeout.as_ref()) {
            Ok(_) => ends[0].revents().contains(PollFlags::HUP),
            Err(_) => {
                thread::sleep(EVERY);
                false
            }
        }
    }

    #[cfg(target_os = "linux")]
    fn end_with_parent() {
        // Without it too the parent ends the check when it is over.
        let _ = rustix::process::set_parent_process_death_signal(Some(Signal::KILL));
    }

    #[cfg(not(target_os = "linux"))]
    fn end_with_parent() {}
}

#[cfg(not(unix))]
mod guard {
    /// Other systems offer no groups to end; the parent's own limits must do.
    pub(super) fn follow_parent() {}
}
