//! The loop of a watch: draw, wait for something to happen, take it up, do what is to be done.

use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;

use anyhow::{Context as _, Result};
use course::text::Paint;

use super::desk::Desk;
use super::editor::{self, Editor};
use super::message::{Effect, Message};
use super::runner::Runner;
use super::saved;
use super::state::{State, TICK};
use super::terminal::Screen;
use super::update::{go_to, update};
use super::view;
use crate::exit;
use crate::workspace::{Exercise, Workspace};

/// All that the loop has.
struct Session {
    desk: Arc<Desk>,
    state: State,
    messages: Sender<Message>,
    // Given back before the runner is waited for.
    screen: Screen,
    runner: Runner,
}

/// Watches on a full screen until the person leaves; returns the exit code.
///
/// # Errors
/// The terminal cannot be used.
pub fn run(workspace: &Workspace, exercises: Vec<&Exercise>, first: usize) -> Result<u8> {
    let exercises: Vec<_> = exercises.into_iter().cloned().collect();
    let workspace = Workspace {
        root: workspace.root.clone(),
        exercises: workspace.exercises.clone(),
    };
    let paint = Paint::for_terminal(true);
    let desk = Arc::new(Desk::new(workspace, exercises, paint));
    let (messages, events) = mpsc::channel();
    let screen = Screen::take(&messages).context(
        "cannot use this terminal for a full screen; `grader watch | cat` prints text instead",
    )?;
    tell_of_saves(&desk, &messages);
    let mut session = Session {
        state: State::new(desk.rows(), first, paint),
        runner: Runner::start(&desk, &messages),
        desk,
        messages,
        screen,
    };
    session.go_on(&events)?;
    let Session {
        screen, mut runner, ..
    } = session;
    // The terminal is given back before anything is waited for.
    drop(screen);
    Ok(match runner.stop() {
        true => exit::PASSED,
        false => exit::FAULT,
    })
}

fn tell_of_saves(desk: &Arc<Desk>, messages: &Sender<Message>) {
    let (desk, messages) = (Arc::clone(desk), messages.clone());
    saved::watch(desk.exercises.clone(), move |exercise| {
        let standing = desk.standing(exercise);
        messages.send(Message::Saved { exercise, standing }).is_ok()
    });
}

impl Session {
    fn go_on(&mut self, events: &Receiver<Message>) -> Result<()> {
        let current = self.state.current;
        let begin = go_to(&mut self.state, current);
        let mut going = self.do_all(begin)?;
        while going {
            self.draw()?;
            let mut message = self.next(events);
            // All that has come meanwhile is drawn at once.
            while let Some(happened) = message {
                let effects = update(&mut self.state, happened);
                going = self.do_all(effects)?;
                message = events.try_recv().ok().filter(|_| going);
            }
        }
        Ok(())
    }

    fn draw(&mut self) -> Result<()> {
        let state = &mut self.state;
        let mut extent = state.extent;
        let draw =
            |frame: &mut ratatui_core::terminal::Frame<'_>| extent = view::draw(frame, state);
        self.screen
            .terminal
            .draw(draw)
            .context("cannot draw on the terminal")?;
        self.state.extent = extent;
        Ok(())
    }

    /// Waits for what happens next; time is told only if it is shown.
    fn next(&self, events: &Receiver<Message>) -> Option<Message> {
        if !self.state.is_waited_for() {
            return events.recv().ok();
        }
        match events.recv_timeout(TICK) {
            Err(RecvTimeoutError::Timeout) => Some(Message::Tick),
            received => received.ok(),
        }
    }

    /// Does it all; false once the watch is to end.
    fn do_all(&mut self, effects: Vec<Effect>) -> Result<bool> {
        for effect in effects {
            let told = match effect {
                Effect::Quit => return Ok(false),
                Effect::Cancel => {
                    self.runner.cancel();
                    Vec::new()
                }
                Effect::Run { exercise, run } => {
                    self.runner.run(exercise, run);
                    Vec::new()
                }
                Effect::Open { exercise } => vec![self.desk.open(exercise)],
                Effect::Hint { exercise, check } => self.desk.hint(exercise, &check),
                Effect::Reset { exercise } => vec![self.desk.reset(exercise)],
                Effect::Diff { exercise } => vec![self.desk.diff(exercise)],
                Effect::Solution { exercise } => vec![self.desk.solution(exercise)],
                Effect::Edit {
                    file,
                    line,
                    exercise,
                } => {
                    let exercise = self.desk.exercises[exercise].clone();
                    let first = exercise.spec.editable.first().cloned();
                    let file = exercise.dir.join(file.or(first).unwrap_or_default());
                    let shown = self.desk.workspace.shown(&file).to_string();
                    match editor::editor(&file, &shown, line) {
                        Ok(editor) => self.edit(editor),
                        Err(why) => vec![Message::Note(why.to_string())],
                    }
                }
            };
            for message in told {
                // In the order in which things happen, ahead of what the threads tell.
                let effects = update(&mut self.state, message);
                if !self.do_all(effects)? {
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }

    fn edit(&mut self, editor: Editor) -> Vec<Message> {
        let Editor {
            mut command,
            name,
            needs_terminal,
        } = editor;
        command.current_dir(&self.desk.workspace.root);
        if !needs_terminal {
            start_beside(command, name, self.messages.clone());
            return Vec::new();
        }
        let ended = self.screen.hand_over(&mut command);
        failure(&name, ended).into_iter().collect()
    }
}

/// Starts an editor with a window of its own, and tells if it fails.
fn start_beside(mut command: Command, name: String, messages: Sender<Message>) {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    thread::spawn(move || {
        if let Some(message) = failure(&name, command.status()) {
            let _ = messages.send(message);
        }
    });
}

/// That an editor failed, if it did.
fn failure(name: &str, ended: std::io::Result<std::process::ExitStatus>) -> Option<Message> {
    match ended {
        Ok(status) if status.success() => None,
        Ok(status) => Some(Message::Note(format!(
            "the editor `{name}` failed: {status}"
        ))),
        Err(error) => Some(Message::Note(format!(
            "the editor `{name}` does not start: {error}; set VISUAL or EDITOR to one that does"
        ))),
    }
}
