//! A terminal for programs that need one: tmux, which the tests of the full-screen view type into and read the screen of.
//!
//! Nothing sleeps for a fixed time: what has to come is waited for.

#![cfg(target_os = "linux")]

use std::path::PathBuf;
use std::process::{Command, Output};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::program::PATIENCE;

/// How often the screen is looked at.
const LOOK: Duration = Duration::from_millis(30);

/// A terminal with one program in it. It goes with all that runs in it when it is dropped.
#[derive(Debug)]
pub struct Tmux {
    /// Holds the socket.
    dir: TempDir,
}

impl Tmux {
    /// Whether tmux is there; if not, says so, and the test that needs it has tested nothing.
    pub fn is_there() -> bool {
        let found = Command::new("tmux").arg("-V").output().is_ok();
        if !found {
            eprintln!("not run: there is no tmux on this machine");
        }
        found
    }

    /// Runs the program in a terminal of that size; its exit code is said when it has ended, as `code=0`.
    pub fn start(program: &Command, (columns, lines): (u32, u32)) -> Self {
        let dir = tempfile::tempdir().expect("there is room");
        let tmux = Self { dir };
        let size = [columns.to_string(), lines.to_string()];
        let script = format!("{}; echo code=$?; exec cat", line(program));
        let mut start = tmux.command(&["new-session", "-d", "-x", &size[0], "-y", &size[1]]);
        start.arg(script);
        done(start);
        tmux
    }

    /// Presses keys, named as tmux does: `q`, `Enter`, `PgDn`.
    pub fn press(&self, keys: &[&str]) {
        let mut press = self.command(&["send-keys"]);
        press.args(keys);
        done(press);
    }

    /// Gives the terminal another size.
    pub fn resize(&self, columns: u32, lines: u32) {
        let size = [columns.to_string(), lines.to_string()];
        done(self.command(&["resize-window", "-x", &size[0], "-y", &size[1]]));
    }

    /// Closes the terminal, as one closes a window, with all that runs in it.
    pub fn close(&self) {
        done(self.command(&["kill-server"]));
    }

    /// What the screen shows.
    pub fn screen(&self) -> String {
        let output = done(self.command(&["capture-pane", "-p"]));
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// Waits until the screen shows a text; returns it.
    pub fn wait_for(&self, text: &str) -> String {
        self.wait_until(text, |screen| screen.contains(text))
    }

    /// Waits until the screen is as it has to be; returns it.
    pub fn wait_until(&self, what: &str, mut is: impl FnMut(&str) -> bool) -> String {
        let began = Instant::now();
        loop {
            let screen = self.screen();
            if is(&screen) {
                return screen;
            }
            assert!(began.elapsed() < PATIENCE, "{what} never came:\n{screen}");
            thread::sleep(LOOK);
        }
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let socket: PathBuf = self.dir.path().join("tmux");
        let mut command = Command::new("tmux");
        command.arg("-S").arg(socket).args(["-f", "/dev/null"]);
        command.env_remove("TMUX").env("LC_ALL", "C.UTF-8");
        command.env("TERM", "xterm-256color").args(arguments);
        command
    }
}

impl Drop for Tmux {
    fn drop(&mut self) {
        let _ = self.command(&["kill-server"]).output();
    }
}

/// Runs a command of tmux, which must succeed.
fn done(mut command: Command) -> Output {
    let output = command.output().expect("tmux starts");
    assert!(output.status.success(), "{command:?}: {output:?}");
    output
}

/// The program with its arguments, variables and folder, for a shell.
fn line(program: &Command) -> String {
    let quoted = |word: &str| format!("'{}'", word.replace('\'', r"'\''"));
    let mut line = String::new();
    if let Some(dir) = program.get_current_dir() {
        line += &format!("cd {} && ", quoted(&dir.to_string_lossy()));
    }
    line += "env";
    // `env` takes what is to be unset first.
    let mut variables: Vec<_> = program.get_envs().collect();
    variables.sort_by_key(|(_, value)| value.is_some());
    for (name, value) in variables {
        let name = name.to_string_lossy();
        line += &match value {
            Some(value) => format!(" {name}={}", quoted(&value.to_string_lossy())),
            None => format!(" -u {name}"),
        };
    }
    let words = [program.get_program()]
        .into_iter()
        .chain(program.get_args());
    for word in words {
        line += &format!(" {}", quoted(&word.to_string_lossy()));
    }
    line
}
