//! The process that plays: asked, ended with this program, and started again if it has no answer.

use std::io;
use std::process::Command;
use std::time::Duration;

use course::Outcome;
use runtrace::Choice;
use supervise::play::{Answer, Found, Opened, Request, State};
use supervise::{Lost, Session, play_command};

use crate::compile::CheckBinary;

/// How long an answer may take. The process itself ends a loop without a step long before.
const LIMIT: Duration = Duration::from_secs(30);

/// Executions of each stage of a search from a state on: a second or two.
const EXECUTIONS: u64 = 20_000;

/// The process of a check that is played.
pub struct Client<'b> {
    binary: &'b CheckBinary,
    check: String,
    session: Option<Session>,
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum NoAnswer {
    /// The program does not come to its next step, or ends the process.
    #[error("{}", .0.message)]
    Lost(Box<Outcome>),
    /// The program cannot go that way.
    #[error("{0}")]
    Refused(String),
    /// The process cannot be started.
    #[error("cannot start the check to play it: {0}")]
    Start(#[from] io::Error),
}

impl From<Lost> for NoAnswer {
    fn from(Lost(outcome): Lost) -> Self {
        Self::Lost(outcome)
    }
}

impl<'b> Client<'b> {
    /// Starts to play the check, and says what there is to play.
    ///
    /// # Errors
    /// The check does not get so far.
    pub fn open(binary: &'b CheckBinary, check: &str) -> Result<(Self, Opened), NoAnswer> {
        let mut client = Self {
            binary,
            check: check.to_owned(),
            session: None,
        };
        let opened = client.start()?;
        Ok((client, opened))
    }

    fn start(&mut self) -> Result<Opened, NoAnswer> {
        let mut session = Session::start(self.command(), LIMIT)?;
        match session.opened()? {
            Answer::Opened(opened) => {
                self.session = Some(session);
                Ok(*opened)
            }
            _ => Err(unexpected()),
        }
    }

    fn command(&self) -> Command {
        let dir = self.binary.dir();
        let mut command = play_command(&self.binary.exe(), &self.check, Some(dir));
        command.current_dir(dir).env_remove("RUST_BACKTRACE");
        command
    }

    fn ask(&mut self, request: &Request) -> Result<Answer, NoAnswer> {
        if self.session.is_none() {
            self.start()?;
        }
        let Some(session) = &mut self.session else {
            return Err(unexpected());
        };
        let answer = session.ask(request);
        if answer.is_err() {
            self.session = None;
        }
        match answer? {
            Answer::Refused(why) => Err(NoAnswer::Refused(why)),
            answer => Ok(answer),
        }
    }

    /// The state after these choices.
    ///
    /// # Errors
    /// There is none, or none that the program comes to.
    pub fn at(&mut self, run: usize, path: &[Choice], automatic: bool) -> Result<State, NoAnswer> {
        let request = |peek| Request::At {
            run,
            path: path.to_vec(),
            automatic,
            peek,
        };
        let answer = match self.ask(&request(true)) {
            // It may be one of the moves that never ends, and the state itself is there.
            Err(NoAnswer::Lost(_)) => self.ask(&request(false)),
            answer => answer,
        };
        match answer? {
            Answer::State(state) => Ok(*state),
            _ => Err(unexpected()),
        }
    }

    /// A way to fail from there on.
    ///
    /// # Errors
    /// The search does not come to its end.
    pub fn find(&mut self, run: usize, path: &[Choice]) -> Result<Found, NoAnswer> {
        let path = path.to_vec();
        let executions = EXECUTIONS;
        match self.ask(&Request::Find {
            run,
            path,
            executions,
        })? {
            Answer::Found(found) => Ok(found),
            _ => Err(unexpected()),
        }
    }
}

fn unexpected() -> NoAnswer {
    NoAnswer::Refused("the check gave an answer to another question; build it again".to_owned())
}
