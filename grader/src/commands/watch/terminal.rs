//! The terminal: taken for a full screen, handed over to an editor and taken back, and given back however this ends.

use std::io;
use std::process::{Command, ExitStatus};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use ratatui_crossterm::crossterm::event::{self, Event, KeyEventKind};

use super::message::Message;
use crate::commands::full_screen::{self, FullScreen};

/// How often the thread that reads keys asks whether it is to rest.
const LOOK: Duration = Duration::from_millis(40);

/// The terminal as long as it shows a full screen. Dropped, it is as it was before; so it is after a panic.
pub struct Screen {
    /// To draw on.
    pub terminal: FullScreen,
    keys: Arc<Keys>,
}

impl Screen {
    /// Takes the terminal; keys and signals are told from now on.
    ///
    /// # Errors
    /// The terminal refuses.
    pub fn take(messages: &Sender<Message>) -> io::Result<Self> {
        let terminal = full_screen::enter()?;
        let keys = Arc::new(Keys::default());
        let reader = (Arc::clone(&keys), messages.clone());
        thread::spawn(move || read(&reader.0, &reader.1));
        #[cfg(unix)]
        tell_of_signals(&keys, messages)?;
        Ok(Self { terminal, keys })
    }

    /// Hands the terminal over to a program until that ends.
    ///
    /// # Errors
    /// The program does not start, or the terminal cannot be taken back.
    pub fn hand_over(&mut self, program: &mut Command) -> io::Result<ExitStatus> {
        let resting = self.keys.rest();
        // If the terminal is gone, the program will say so.
        let _ = full_screen::leave();
        let ended = program.status();
        full_screen::enter_again()?;
        self.terminal.clear()?;
        drop(resting);
        ended
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        // If the terminal is gone, there is nothing to give back.
        let _ = full_screen::leave();
    }
}

/// Whether keys are read.
#[derive(Default)]
struct Keys {
    state: Mutex<KeysState>,
    changed: Condvar,
}

#[derive(Default)]
struct KeysState {
    /// The reader is to rest.
    asked: bool,
    /// It rests.
    rests: bool,
    /// It has ended, and will never rest.
    ended: bool,
}

/// Until it is dropped, no key is read.
struct Resting<'k>(&'k Keys);

impl Keys {
    fn lock(&self) -> MutexGuard<'_, KeysState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns when nobody reads keys any more.
    fn rest(&self) -> Resting<'_> {
        let mut state = self.lock();
        state.asked = true;
        while !(state.rests || state.ended) {
            let woken = self.changed.wait(state);
            state = woken.unwrap_or_else(PoisonError::into_inner);
        }
        drop(state);
        Resting(self)
    }

    /// Called by the reader between two keys: rests as long as it is to.
    fn rest_if_asked(&self) {
        let mut state = self.lock();
        while state.asked {
            state.rests = true;
            self.changed.notify_all();
            let woken = self.changed.wait(state);
            state = woken.unwrap_or_else(PoisonError::into_inner);
        }
        state.rests = false;
    }

    fn end(&self) {
        self.lock().ended = true;
        self.changed.notify_all();
    }
}

impl Drop for Resting<'_> {
    fn drop(&mut self) {
        self.0.lock().asked = false;
        self.0.changed.notify_all();
    }
}

/// Reads keys until the terminal or the listener is gone.
fn read(keys: &Keys, messages: &Sender<Message>) {
    loop {
        keys.rest_if_asked();
        let message = match event::poll(LOOK) {
            Ok(false) => continue,
            Ok(true) => match event::read() {
                Ok(Event::Key(key)) if key.kind != KeyEventKind::Release => Message::Key(key),
                Ok(Event::Resize(..)) => Message::Redraw,
                Ok(_) => continue,
                Err(_) => Message::Quit,
            },
            Err(_) => Message::Quit,
        };
        let last = matches!(message, Message::Quit);
        if messages.send(message).is_err() || last {
            break;
        }
    }
    keys.end();
}

/// Makes messages of the signals that end a program, so that it ends as by `q`.
#[cfg(unix)]
fn tell_of_signals(keys: &Arc<Keys>, messages: &Sender<Message>) -> io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    let mut signals = signal_hook::iterator::Signals::new([SIGHUP, SIGINT, SIGTERM])?;
    let (keys, messages) = (Arc::clone(keys), messages.clone());
    thread::spawn(move || {
        for signal in &mut signals {
            // Ctrl-C in an editor is the editor's.
            if signal == SIGINT && keys.lock().asked {
                continue;
            }
            if messages.send(Message::Quit).is_err() {
                break;
            }
        }
    });
    Ok(())
}
