//! The watch over one process: what it sends and writes, its end, and the clock.

use std::io;
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use course::{Cause, Outcome, Verdict};

use crate::cancel::CancelToken;
use crate::channel::{Channel, greeting, secret};
use crate::consent::Consent;
use crate::exit_reason::{self, End};
use crate::group::Group;
use crate::output::Output;
use crate::protocol::{self, Disbelief, Overflow, decode_call, decode_overflow, is_question};
use crate::readers::{self, Event};
use crate::supervisor::{Limits, Run};
use crate::time_limit::TimeLimit;

/// How long to wait, once the process and its group have ended, for what is still in the pipes. Only a
/// process that has left the group and holds them open makes it last.
const DRAIN: Duration = Duration::from_secs(2);

/// How a watch ended.
pub(crate) enum Watched {
    /// With the end of the check.
    Ended(Box<Run>),
    /// With its [`CancelToken`].
    Cancelled,
}

/// Starts the command and waits for its end, within limits; all that it started has ended then.
pub(crate) fn watch(
    command: &mut Command,
    limits: &Limits,
    must_fail: bool,
    cancel: Option<&CancelToken>,
) -> io::Result<Watched> {
    let channel = Channel::open(command)?;
    let mut group = Group::spawn(command.stdout(Stdio::piped()).stderr(Stdio::piped()))?;
    let mut time = TimeLimit::of(limits.wall);
    let (nonce, consent) = (secret(), Consent::new(must_fail));
    // A child that died at once cannot be greeted; it will be missed by its record.
    let _ = channel.greet(group.child(), &greeting(&nonce, consent.word()));
    let (sender, events) = readers::start(&mut group, &channel, readers::OF_A_CHECK)?;
    let wake = move || {
        // If there is no room, the watch is awake anyway, and looks at the token after each event.
        let _ = sender.try_send(Event::Cancelled);
    };
    let woken = cancel.map(|token| token.on_cancel(wake));
    // The command still holds the child's end of the channel, which would never seem closed.
    command.stdin(Stdio::null());

    let mut seen = Seen {
        nonce,
        consent,
        output: Output::new(limits.output),
        answer: None,
        call: None,
        overflow: None,
        open: readers::COUNT,
    };
    let process = group.child().id();
    let stop = seen.wait(&channel, &events, &mut time, process, cancel);
    drop(woken);
    let used = match stop {
        Stop::TimedOut => limits.wall,
        _ => time.used(process),
    };
    // Whatever was sent in time is in the pipes now, and nobody is left to add to it.
    let status = group.end()?;
    if stop == Stop::Cancelled {
        channel.close();
        return Ok(Watched::Cancelled);
    }
    let _ = seen.wait_for_pipes(&events, Instant::now() + DRAIN);
    channel.close();
    let mut run = seen.conclude(stop, End::of(status), limits);
    run.used = used;
    Ok(Watched::Ended(Box::new(run)))
}

/// Why there is nothing more to wait for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stop {
    /// The record has come.
    Answered,
    /// The process has ended.
    Exited,
    /// It has written too much.
    Flooded,
    /// Its time is over.
    TimedOut,
    /// Nobody wants to know any more.
    Cancelled,
}

/// All that is known of the process.
struct Seen {
    nonce: String,
    consent: Consent,
    output: Output,
    answer: Option<Outcome>,
    /// The call of the submission that the check is at.
    call: Option<String>,
    /// The stack that overflowed.
    overflow: Option<Overflow>,
    /// Pipes that have not come to their end.
    open: usize,
}

impl Seen {
    /// Waits for the first reason to end the process.
    fn wait(
        &mut self,
        channel: &Channel,
        events: &Receiver<Event>,
        time: &mut TimeLimit,
        process: u32,
        cancel: Option<&CancelToken>,
    ) -> Stop {
        loop {
            match next(events, time.ask_again()) {
                Ok(Event::Exited) | Err(RecvTimeoutError::Disconnected) => return Stop::Exited,
                Err(RecvTimeoutError::Timeout) if time.is_over(process) => return Stop::TimedOut,
                Err(RecvTimeoutError::Timeout) => {}
                Ok(Event::Line(line)) if is_question(&line, &self.nonce) => {
                    // A child that is gone will be missed by its record.
                    let answer = self.consent.answer();
                    let _ = answer.map(|answer| channel.say(&format!("{answer}\n")));
                }
                Ok(event) => self.take(event),
            }
            if cancel.is_some_and(CancelToken::is_cancelled) {
                return Stop::Cancelled;
            }
            if self.output.exceeded() {
                return Stop::Flooded;
            }
            if self.answer.is_some() {
                return Stop::Answered;
            }
            if self.open == 0 {
                return Stop::Exited;
            }
        }
    }

    /// Takes what is still in the pipes, until all have come to their end.
    fn wait_for_pipes(
        &mut self,
        events: &Receiver<Event>,
        deadline: Instant,
    ) -> Result<(), RecvTimeoutError> {
        while self.open > 0 {
            let event = next(events, deadline)?;
            self.take(event);
        }
        Ok(())
    }

    fn take(&mut self, event: Event) {
        match event {
            Event::Output(stream, piece) => self.output.add(stream, &piece),
            Event::Line(line) if self.answer.is_none() => self.line(&line),
            Event::Endless(line) if self.answer.is_none() && line.starts_with(&self.nonce) => {
                let message = "said more about what went wrong than there is room for: names and values that long \
                               cannot be shown";
                self.answer = Some(Outcome::of(Verdict::LimitExceeded, message));
            }
            Event::Closed => self.open -= 1,
            Event::Line(_) | Event::Endless(_) | Event::Exited | Event::Cancelled => {}
        }
    }

    /// Takes a line of the private pipe.
    fn line(&mut self, line: &str) {
        if is_question(line, &self.nonce) {
            // Its process has ended: nobody waits for the answer.
            let _ = self.consent.answer();
        } else if let Some(call) = decode_call(line, &self.nonce) {
            self.call = Some(call);
        } else if let Some(overflow) = decode_overflow(line, &self.nonce) {
            self.overflow = Some(overflow);
        } else {
            self.answer = believed(line, &self.nonce);
        }
    }

    fn conclude(self, stop: Stop, end: End, limits: &Limits) -> Run {
        let exceeded = self.output.exceeded();
        let call = self.call;
        let named = |outcome: Outcome| match &call {
            Some(call) => outcome.saying(&format!(" (in {call})")),
            None => outcome,
        };
        let (stdout, stderr) = self.output.into_texts();
        let outcome = match (self.answer, stop) {
            // Too much output is too much, whether or not the record came before anybody noticed.
            _ if exceeded => named(
                Outcome::of(
                    Verdict::LimitExceeded,
                    format!(
                        "printed more than {} KiB: a loop that never ends?",
                        limits.output / 1024
                    ),
                )
                .because(Cause::LimitOutput),
            ),
            (Some(answer), _) => self.consent.believed(answer),
            // The model's watchdog has said where the loop is, if that does nothing modelled.
            (None, stop) if stop == Stop::TimedOut || exit_reason::watchdog(&stderr).is_some() => {
                named(timed_out(limits)).showing(exit_reason::stderr_tail(&stderr))
            }
            (None, _) => named(exit_reason::outcome(end, self.overflow, &stderr)),
        };
        Run {
            outcome,
            stdout,
            stderr,
            used: Duration::ZERO,
        }
    }
}

fn timed_out(limits: &Limits) -> Outcome {
    let message = match limits.together {
        None => format!(
            "still running after {} s: a loop or a wait that never ends?",
            limits.wall.as_secs_f64()
        ),
        // What was left is another time in each run.
        Some(all) => format!(
            "still running when the {} s were over that an exercise has for its compilers and checks together: a loop or a \
             wait that never ends?",
            all.as_secs_f64()
        ),
    };
    Outcome::of(Verdict::TimedOut, message)
}

fn next(events: &Receiver<Event>, deadline: Instant) -> Result<Event, RecvTimeoutError> {
    events.recv_timeout(deadline.saturating_duration_since(Instant::now()))
}

/// The outcome in a line on the private pipe. Lines without the nonce of this run do not exist.
fn believed(line: &str, nonce: &str) -> Option<Outcome> {
    match protocol::decode(line, nonce) {
        Ok(outcome) => Some(outcome),
        Err(Disbelief::Nonce) => None,
        Err(error @ Disbelief::Shape(_)) => {
            let message =
                format!("{error}; build the checks and the grader again, from one version");
            Some(Outcome::of(Verdict::GraderFault, message))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::Stream;
    use crate::protocol::encode;

    fn seen(answer: Option<Outcome>, printed: usize) -> Seen {
        let mut output = Output::new(10);
        let mut consent = Consent::new(false);
        consent.answer();
        output.add(Stream::Stdout, &vec![b'x'; printed]);
        Seen {
            nonce: "n0nce".to_owned(),
            consent,
            output,
            answer,
            call: None,
            overflow: None,
            open: 0,
        }
    }

    fn verdict(seen: Seen, stop: Stop) -> Verdict {
        seen.conclude(stop, End::Code(0), &Limits::default())
            .outcome
            .verdict
    }

    fn passed() -> Option<Outcome> {
        Some(Outcome::passed(""))
    }

    #[test]
    fn a_record_that_came_in_time_is_what_counts() {
        for stop in [Stop::Answered, Stop::Exited, Stop::TimedOut] {
            assert_eq!(
                verdict(seen(passed(), 10), stop),
                Verdict::Passed,
                "{stop:?}"
            );
        }
    }

    #[test]
    fn too_much_output_is_too_much_whichever_was_seen_first() {
        for stop in [Stop::Answered, Stop::Exited, Stop::Flooded] {
            assert_eq!(
                verdict(seen(passed(), 11), stop),
                Verdict::LimitExceeded,
                "{stop:?}"
            );
        }
    }

    #[test]
    fn without_a_record_the_end_decides() {
        assert_eq!(verdict(seen(None, 0), Stop::TimedOut), Verdict::TimedOut);
        assert_eq!(verdict(seen(None, 0), Stop::Exited), Verdict::Crashed);
    }

    /// On a busy machine, where time without a processor does not count, the model may be first to give up.
    #[test]
    fn a_loop_that_the_model_has_ended_is_timed_out_as_well() {
        let mut seen = seen(None, 0);
        seen.output = Output::new(1000);
        let said = b"main has run for 60 s without an operation that the model can see.\nEnding the process.\n";
        seen.output.add(Stream::Stderr, said);
        assert_eq!(verdict(seen, Stop::Exited), Verdict::TimedOut);
    }

    #[test]
    fn who_runs_out_of_time_is_told_its_last_words() {
        let mut seen = seen(None, 0);
        seen.output.add(Stream::Stderr, b"spinning");
        let outcome = seen
            .conclude(Stop::TimedOut, End::Code(0), &Limits::default())
            .outcome;
        assert!(outcome.message.starts_with("still running after 10 s"));
        assert!(
            outcome
                .detail()
                .ends_with("The last it wrote to stderr:\n  spinning"),
            "{}",
            outcome.detail()
        );
    }

    #[test]
    fn the_first_record_under_the_nonce_counts_and_no_other_line() {
        let mut seen = seen(None, 0);
        let wrong = Outcome::of(Verdict::Wrong, "");
        seen.take(Event::Line(encode(&Outcome::passed(""), "guess")));
        assert_eq!(seen.answer, None);
        seen.take(Event::Line(encode(&wrong, "n0nce")));
        seen.take(Event::Line(encode(&Outcome::passed(""), "n0nce")));
        assert_eq!(seen.answer, Some(wrong));
    }

    #[test]
    fn without_a_record_the_call_is_named_that_it_did_not_return_from() {
        for stop in [Stop::Exited, Stop::TimedOut] {
            let mut seen = seen(None, 0);
            seen.take(Event::Line("guess calling nothing\n".to_owned()));
            seen.take(Event::Line("n0nce calling do_tasks(1)\n".to_owned()));
            seen.take(Event::Line("n0nce calling do_tasks(9)\n".to_owned()));
            let run = seen.conclude(stop, End::Code(101), &Limits::default());
            let message = run.outcome.message;
            assert!(message.ends_with(" (in do_tasks(9))"), "{message}");
        }
    }

    #[test]
    fn an_overflow_is_believed_under_the_nonce_alone() {
        let message = |line: &str| {
            let mut seen = seen(None, 0);
            seen.take(Event::Line(line.to_owned()));
            let run = seen.conclude(Stop::Exited, End::Code(1), &Limits::default());
            run.outcome.message
        };
        let said = message("n0nce overflowed src/lib.rs:12 worker 1\n");
        assert!(
            said.ends_with("far too deep, after src/lib.rs:12"),
            "{said}"
        );
        let said = message("guess overflowed src/lib.rs:12 worker 1\n");
        assert!(said.ends_with("it called exit"), "{said}");
    }

    #[test]
    fn a_record_that_does_not_end_is_said_to_be_too_long() {
        let mut seen = seen(None, 0);
        seen.take(Event::Endless("guess xxx".to_owned()));
        assert_eq!(seen.answer, None);
        seen.take(Event::Endless("n0nce xxx".to_owned()));
        assert_eq!(verdict(seen, Stop::Answered), Verdict::LimitExceeded);
    }

    #[test]
    fn a_record_of_another_version_is_our_fault() {
        let outcome = believed("n0nce {}\n", "n0nce").expect("it is from the checker");
        assert_eq!(outcome.verdict, Verdict::GraderFault);
    }
}
