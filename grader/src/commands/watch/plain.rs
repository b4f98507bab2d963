//! A watch without a terminal: the report as text, anew on every save, until the process is ended.

use std::io::{self, Write};
use std::sync::mpsc;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context as _, Result};
use supervise::CancelToken;

use super::saved;
use crate::commands::build_with;
use crate::compile::{Builder, Engine, Jobs, Options, Reuse, Trust};
use crate::event::{Context, Listener};
use crate::exit;
use crate::export::{Renderer, Text};
use crate::fingerprint::Fingerprint;
use crate::graded;
use crate::intake::Submission;
use crate::last::Last;
use crate::output::Output;
use crate::pipeline::grade_all;
use crate::progress::Bars;
use crate::workspace::{Exercise, Workspace};

/// Grades the first exercise, and then each that is saved; ends only when nobody reads any more.
///
/// # Errors
/// A fault of ours.
pub fn run(workspace: &Workspace, exercises: &[&Exercise], first: usize) -> Result<u8> {
    let (sender, saves) = mpsc::channel();
    let owned = exercises.iter().map(|&exercise| exercise.clone());
    let running = Arc::new(Mutex::new(CancelToken::new()));
    let current = Arc::clone(&running);
    saved::watch(owned.collect(), move |exercise| {
        let told = sender.send(exercise).is_ok();
        current
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .cancel();
        told
    });
    let bars: Arc<dyn Listener> = Arc::new(Bars::default());
    let context = Context::told_to(Arc::clone(&bars));
    let options = Options {
        engine: Engine::Model,
        keep: false,
        reuse: Reuse::Edits,
        trust: Trust::Own,
        jobs: Jobs::default(),
        places: None,
        context,
    };
    let mut builder = build_with(workspace, options)?;
    let mut place = first;
    loop {
        let context = Context::told_to(Arc::clone(&bars));
        *running.lock().unwrap_or_else(PoisonError::into_inner) = context.cancel.clone();
        // Taken now: a later save finds the token that it is to cancel.
        place = saves.try_iter().last().unwrap_or(place);
        builder.tell(context);
        let Some(text) = report(workspace, exercises[place], &builder)? else {
            continue;
        };
        let mut stdout = io::stdout().lock();
        let written = stdout.write_all(&text).and_then(|()| stdout.flush());
        match written {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(exit::PASSED),
            written => written.context("cannot write the result")?,
        }
        drop(stdout);
        match saves.recv() {
            Ok(saved) => place = saved,
            Err(_) => return Ok(exit::PASSED),
        }
    }
}

/// The report on one exercise, which is remembered; none if it was saved meanwhile.
fn report(
    workspace: &Workspace,
    exercise: &Exercise,
    builder: &Builder,
) -> Result<Option<Vec<u8>>> {
    let before = Fingerprint::of(exercise);
    let Ok(report) = grade_all(&Submission::own(workspace), &[exercise], builder) else {
        return Ok(None);
    };
    let of = (Fingerprint::of(exercise) == before).then_some(before);
    let path = Last::path(&workspace.root, &exercise.name);
    if let Some(graded) = report.exercises.first() {
        // Where it cannot be kept, `hint` and `show` grade anew.
        let last = Last::after(graded, Last::read(&path)).of(of);
        let _ = last.write(&path);
        let _ = graded::keep(workspace, exercise, &last, of);
    }
    let mut text = Vec::new();
    let renderer = Text {
        paint: Output::Stdout.paint(),
        width: Output::Stdout.width(),
        at_length: true,
        own: true,
        command: "cargo run -p grader --".to_owned(),
    };
    renderer.render(&report, &mut text)?;
    text.extend(b"\n");
    Ok(Some(text))
}
