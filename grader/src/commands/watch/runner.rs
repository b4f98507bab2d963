//! The thread that grades: it prepares the builder once, and then grades one exercise at a time.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread::{self, JoinHandle};

use course::Outcome;
use supervise::CancelToken;

use super::desk::Desk;
use super::message::Message;
use crate::commands::build_with;
use crate::compile::{Builder, Engine, Jobs, Options, Reuse, Trust};
use crate::event::{Context, Event, Listener};
use crate::fingerprint::Fingerprint;
use crate::graded;
use crate::last::Last;
use crate::pipeline::grade;
use crate::score::{Graded, Report};
use crate::standing::Standing;

/// Something to grade.
struct Request {
    exercise: usize,
    run: u64,
    cancel: CancelToken,
}

/// The thread, from outside.
pub struct Runner {
    requests: Option<Sender<Request>>,
    /// Of the request that was made last, or of the preparation.
    cancel: CancelToken,
    /// Ends what the preparation has started.
    preparing: CancelToken,
    /// Tells whether it has come to its end without a panic.
    thread: Option<JoinHandle<bool>>,
}

impl Runner {
    /// Starts it; it tells what happens.
    pub fn start(desk: &Arc<Desk>, messages: &Sender<Message>) -> Self {
        let (requests, to_do) = mpsc::channel();
        let preparing = CancelToken::new();
        let thread = {
            let (desk, messages) = (Arc::clone(desk), messages.clone());
            let preparing = preparing.clone();
            move || {
                let all = || work(&desk, &messages, &to_do, &preparing);
                let is_well = catch_unwind(AssertUnwindSafe(all)).is_ok();
                if !is_well {
                    let _ = messages.send(Message::Quit);
                }
                is_well
            }
        };
        Self {
            requests: Some(requests),
            cancel: CancelToken::new(),
            preparing,
            thread: Some(thread::spawn(thread)),
        }
    }

    /// Cancels what runs, and grades that exercise next.
    pub fn run(&mut self, exercise: usize, run: u64) {
        self.cancel();
        self.cancel = CancelToken::new();
        if let Some(requests) = &self.requests {
            // If nobody listens, the thread has ended and the watch ends too.
            let _ = requests.send(Request {
                exercise,
                run,
                cancel: self.cancel.clone(),
            });
        }
    }

    /// Cancels what runs.
    pub fn cancel(&self) {
        self.cancel.cancel();
    }

    /// Ends all that was started, and the thread; false if that had panicked.
    pub fn stop(&mut self) -> bool {
        self.cancel();
        self.preparing.cancel();
        self.requests = None;
        let thread = self.thread.take();
        thread.is_none_or(|thread| thread.join().unwrap_or(false))
    }
}

impl Drop for Runner {
    fn drop(&mut self) {
        self.stop();
    }
}

/// What the thread does, until nobody asks any more.
fn work(
    desk: &Desk,
    messages: &Sender<Message>,
    to_do: &Receiver<Request>,
    preparing: &CancelToken,
) {
    let mut builder = prepared(desk, messages, preparing);
    while let Ok(mut request) = to_do.recv() {
        // Only the last is of interest.
        while let Ok(later) = to_do.try_recv() {
            request = later;
        }
        if builder.is_none() {
            builder = prepared(desk, messages, preparing);
        }
        if let Some(builder) = &mut builder {
            run(desk, messages, builder, &request);
        }
    }
}

/// The builder; none if our own libraries do not build, which is told.
fn prepared(desk: &Desk, messages: &Sender<Message>, preparing: &CancelToken) -> Option<Builder> {
    let mut context = Context::default();
    context.cancel = preparing.clone();
    let options = Options {
        engine: Engine::Model,
        keep: false,
        reuse: Reuse::Edits,
        trust: Trust::Own,
        jobs: Jobs::default(),
        places: None,
        context,
    };
    match build_with(&desk.workspace, options) {
        Ok(builder) => {
            let _ = messages.send(Message::Prepared);
            Some(builder)
        }
        Err(error) => {
            let _ = messages.send(Message::Unprepared(error.to_string()));
            None
        }
    }
}

fn run(desk: &Desk, messages: &Sender<Message>, builder: &mut Builder, request: &Request) {
    let exercise = &desk.exercises[request.exercise];
    let mut context = Context::told_to(Arc::new(Ear {
        run: request.run,
        messages: messages.clone(),
    }));
    context.cancel = request.cancel.clone();
    builder.tell(context);
    let before = Fingerprint::of(exercise);
    let Ok(graded) = grade(exercise, &exercise.dir, builder) else {
        return;
    };
    let now = Fingerprint::of(exercise);
    let of = (before == now).then_some(now);
    let outcomes = graded.outcomes.clone();
    let last = remember(desk, messages, request.exercise, graded, of);
    let _ = messages.send(Message::Ended {
        run: request.run,
        exercise: request.exercise,
        outcomes,
        standing: Standing::by(exercise, Some(&last), now),
    });
}

/// Keeps what was found, as `grader EX` does; the hints are still to be read.
fn remember(
    desk: &Desk,
    messages: &Sender<Message>,
    exercise: usize,
    graded: Graded,
    of: Option<Fingerprint>,
) -> Last {
    let exercise = &desk.exercises[exercise];
    let report = Report::new("", vec![(exercise, graded)]);
    let report = report.exercises.first().expect("one was given");
    let (last, written) = desk.remember(exercise, |before| {
        Last::after_without_hints(report, before).of(of)
    });
    if let Err(why) = written {
        let _ = messages.send(Message::Forgetful(why));
    }
    // Where they cannot be kept, `show` says which lines may be others.
    let _ = graded::keep(&desk.workspace, exercise, &last, of);
    last
}

/// Tells of one run.
struct Ear {
    run: u64,
    messages: Sender<Message>,
}

impl Listener for Ear {
    fn hear(&self, event: &Event<'_>) {
        let run = self.run;
        let message = match event {
            Event::Compiled { .. } => Message::Compiled { run },
            Event::CheckEnded { check, outcome, .. } => Message::CheckEnded {
                run,
                check: (*check).to_owned(),
                outcome: Box::new(Outcome::clone(outcome)),
            },
            _ => return,
        };
        let _ = self.messages.send(message);
    }
}
