//! A conversation with one untrusted process: questions and answers on the private pipe, each answer within a time.

use std::io;
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use course::{Outcome, Verdict};

use crate::channel::{Channel, secret};
use crate::exit_reason;
use crate::group::Group;
use crate::output::Output;
use crate::play::{Answer, Request};
use crate::protocol::{self, Disbelief, Overflow};
use crate::readers::{self, Event};
use crate::supervisor::DEFAULT_OUTPUT;
use crate::time_limit::TimeLimit;

/// A process that answers. Dropped, it is ended with all that it started.
pub struct Session {
    channel: Channel,
    group: Group,
    events: Receiver<Event>,
    nonce: String,
    output: Output,
    overflow: Option<Overflow>,
    limit: Duration,
}

/// There is no answer: the process took too long, has ended, or said what cannot be read. It has been ended, and this is the
/// outcome that it deserves.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{}", .0.message)]
pub struct Lost(pub Box<Outcome>);

impl Session {
    /// Starts the command. Each answer may take as long as `limit`; time in which the machine had no processor for the
    /// process does not count.
    ///
    /// # Errors
    /// It cannot be started.
    pub fn start(mut command: Command, limit: Duration) -> io::Result<Self> {
        let channel = Channel::open(&mut command)?;
        let mut group = Group::spawn(command.stdout(Stdio::piped()).stderr(Stdio::piped()))?;
        let nonce = secret();
        // A child that died at once cannot be greeted; it will be missed by its answer.
        let _ = channel.greet(group.child(), &nonce);
        let (_, events) = readers::start(&mut group, &channel, readers::OF_A_SESSION)?;
        Ok(Self {
            channel,
            group,
            events,
            nonce,
            output: Output::new(DEFAULT_OUTPUT),
            overflow: None,
            limit,
        })
    }

    /// Waits for what the process says unasked, at its beginning.
    ///
    /// # Errors
    /// There is no answer.
    pub fn opened(&mut self) -> Result<Answer, Lost> {
        self.answer()
    }

    /// Asks, and waits for the answer.
    ///
    /// # Errors
    /// There is no answer.
    pub fn ask(&mut self, request: &Request) -> Result<Answer, Lost> {
        let line = serde_json::to_string(request).expect("a request is plain data");
        // Somebody who is not there any more is missed by the answer.
        let _ = self.channel.say(&format!("{line}\n"));
        self.answer()
    }

    fn answer(&mut self) -> Result<Answer, Lost> {
        let mut time = TimeLimit::of(self.limit);
        let process = self.group.child().id();
        loop {
            let wait = time.ask_again().saturating_duration_since(Instant::now());
            match self.events.recv_timeout(wait) {
                Ok(Event::Line(line)) => match protocol::decode_answer(&line, &self.nonce) {
                    Ok(answer) => return Ok(answer),
                    Err(Disbelief::Nonce) => {
                        self.overflow = protocol::decode_overflow(&line, &self.nonce);
                    }
                    Err(error @ Disbelief::Shape(_)) => {
                        return Err(self.lost(End::Misread(error.to_string())));
                    }
                },
                Ok(Event::Output(stream, piece)) => self.output.add(stream, &piece),
                Ok(Event::Exited) | Err(RecvTimeoutError::Disconnected) => {
                    return Err(self.lost(End::Exited));
                }
                Ok(Event::Closed | Event::Endless(_) | Event::Cancelled) => {}
                Err(RecvTimeoutError::Timeout) if time.is_over(process) => {
                    return Err(self.lost(End::TimedOut));
                }
                Err(RecvTimeoutError::Timeout) => {}
            }
            if self.output.exceeded() {
                return Err(self.lost(End::Flooded));
            }
        }
    }

    /// Ends the process and takes what is still in its pipes.
    fn lost(&mut self, end: End) -> Lost {
        /// How long to wait for it.
        const DRAIN: Duration = Duration::from_secs(1);
        let status = self.group.end();
        let until = Instant::now() + DRAIN;
        let mut open = readers::COUNT;
        while open > 0 {
            let wait = until.saturating_duration_since(Instant::now());
            match self.events.recv_timeout(wait) {
                Ok(Event::Output(stream, piece)) => self.output.add(stream, &piece),
                Ok(Event::Line(line)) => {
                    let overflow = protocol::decode_overflow(&line, &self.nonce);
                    self.overflow = overflow.or(self.overflow.take());
                }
                Ok(Event::Closed) => open -= 1,
                Ok(_) => {}
                Err(_) => break,
            }
        }
        let output = std::mem::replace(&mut self.output, Output::new(0));
        let (_, stderr) = output.into_texts();
        let outcome = match (end, status) {
            (End::Exited, Ok(status)) => match exit_reason::watchdog(&stderr) {
                Some(loops) => Outcome::of(Verdict::TimedOut, loops),
                None => {
                    let end = exit_reason::End::of(status);
                    exit_reason::outcome(end, self.overflow.take(), &stderr)
                }
            },
            (End::TimedOut, _) => {
                let seconds = self.limit.as_secs_f64();
                let message = format!(
                    "does not come to its next step within {seconds} s: a loop that never ends?"
                );
                let outcome = Outcome::of(Verdict::TimedOut, message);
                outcome.showing(exit_reason::stderr_tail(&stderr))
            }
            (End::Flooded, _) => {
                let most = DEFAULT_OUTPUT / 1024;
                let message = format!("printed more than {most} KiB: a loop that never ends?");
                Outcome::of(Verdict::LimitExceeded, message)
            }
            (End::Misread(why), _) => {
                let message =
                    format!("{why}; build the checks and the grader again, from one version");
                Outcome::of(Verdict::GraderFault, message)
            }
            (End::Exited, Err(error)) => Outcome::of(
                Verdict::GraderFault,
                format!("cannot end the process: {error}"),
            ),
        };
        Lost(Box::new(outcome))
    }
}

/// How a conversation ends.
enum End {
    Exited,
    TimedOut,
    Flooded,
    Misread(String),
}

impl Drop for Session {
    fn drop(&mut self) {
        let _ = self.group.end();
        self.channel.close();
    }
}
