//! A run whose schedule somebody makes up step by step. Each state is reached by running the program again from its
//! beginning, which takes microseconds, so that going back is as easy as going on.

use std::sync::Arc;

use runtrace::{Choice, Failure, Move, Position};

use super::exhaustive::Exhaustive;
use super::exploration::Ran;
use super::explored::Explored;
use super::explorer::{ExecutionSettings, Explorer, FailingExecution, has_failed};
use super::from_here;
use super::schedule::Schedule;
use crate::account::{folded, played};
use crate::engine::Tid;
use crate::engine::objects::Kind;
use crate::engine::schedulers::player::{Player, is_quiet};
use crate::engine::schedulers::sampled::{Decision, Sampled};
use crate::engine::schedulers::schedule::Strategy;
use crate::engine::{Ended, Execution};

/// A program whose threads somebody schedules by hand.
///
/// ```
/// use model_std::model::{Exhaustive, FromHere};
/// use model_std::sync::atomic::{AtomicU32, Ordering::SeqCst};
/// use model_std::thread;
///
/// let (explored, mut play) = Exhaustive::new().play(|| {
///     let hits = AtomicU32::new(0);
///     thread::scope(|scope| {
///         scope.spawn(|| hits.store(hits.load(SeqCst) + 1, SeqCst));
///         scope.spawn(|| hits.store(hits.load(SeqCst) + 1, SeqCst));
///     });
///     assert_eq!(hits.load(SeqCst), 2);
/// });
/// assert!(explored.is_err());
/// let mut state = play.at(&[], true).unwrap();
/// for worker in [1, 2, 1] {
///     let mut path = state.position.path;
///     path.push(state.position.moves.into_iter().find(|it| it.choice.thread == worker).unwrap().choice);
///     state = play.at(&path, true).unwrap();
/// }
/// assert!(state.failure.is_some()); // both have loaded before either has stored
/// let first = &state.position.path[..4];
/// assert!(matches!(play.from_here(first, 1_000), Ok(FromHere::Fails(_))));
/// ```
pub struct Play {
    explorer: Explorer,
    settings: ExecutionSettings,
    /// A schedule that fails, if the search that came before has found one.
    known: Vec<Decision>,
}

/// One state of it.
#[derive(Debug)]
pub struct Played {
    /// How things stand.
    pub position: Position,
    /// Whether the run is over, so that there is nothing to choose.
    pub is_over: bool,
    /// How it failed, if it is over and did.
    pub failure: Option<Box<Failure>>,
}

/// What a search finds that begins at a state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FromHere {
    /// The run fails after these choices, the ones up to the state included.
    Fails(Vec<Choice>),
    /// Whatever is chosen from here on, it does not fail.
    Holds {
        /// Executions that were run; of those that differ only in what nobody can notice, one.
        executions: u64,
    },
    /// None of the executions that were run fails, and there are more.
    Unknown {
        /// How many.
        executions: u64,
    },
}

/// Steps that are taken by themselves at a time where there is nothing to choose. More than a loop needs that never ends
/// to be known as one.
const MOST_AUTOMATIC: u32 = 15_000;

impl Exhaustive {
    /// As [`Exhaustive::run`], and the program to play: with stale values and spurious wake-ups among the choices if the
    /// failure needs them or, where there is no failure, if the program can meet them.
    ///
    /// # Panics
    /// Inside another model.
    pub fn play(
        self,
        f: impl Fn() + Send + Sync + 'static,
    ) -> (Result<Explored, Box<Failure>>, Play) {
        let f: Arc<dyn Fn() + Send + Sync> = Arc::new(f);
        let Ran {
            result, settings, ..
        } = self.ran(Arc::clone(&f));
        let mut play = Play {
            explorer: Explorer::new(f),
            settings,
            known: Vec::new(),
        };
        if let Err(failure) = &result {
            if let Ok(Schedule::Order { script, settings }) = failure.schedule.parse() {
                (play.known, play.settings) = (script, settings);
            }
            // What is said of a failure depends on whether there is another way.
            play.explorer.passed = u64::from(!failure.always);
        } else {
            play.explorer.passed = 1;
        }
        (result, play)
    }
}

/// An execution that somebody has played, and how far it has got.
struct Stopped {
    execution: Box<Execution>,
    taken: Vec<Decision>,
    /// How many outcomes the operation has that was begun last.
    open: Option<usize>,
    interruptions: u32,
}

impl Play {
    /// The state after these choices and, if it is to go on by itself, after those that follow as long as there is nothing
    /// to choose: only one thread can go on, or nobody can notice when one does.
    ///
    /// # Errors
    /// Why the program cannot go that way, in a sentence.
    ///
    /// # Panics
    /// Inside another model.
    pub fn at(&self, path: &[Choice], automatic: bool) -> Result<Played, String> {
        self.state(path, automatic, true)
    }

    /// As [`Play::at`], without what the moves will do: for a program that does not come to its next step in one of them.
    ///
    /// # Errors
    /// As [`Play::at`].
    pub fn at_without_moves(&self, path: &[Choice], automatic: bool) -> Result<Played, String> {
        self.state(path, automatic, false)
    }

    /// Looks for a way to fail that begins with these choices, in at most so many executions for each stage of the search.
    ///
    /// # Errors
    /// As [`Play::at`].
    ///
    /// # Panics
    /// Inside another model.
    pub fn from_here(&mut self, path: &[Choice], executions: u64) -> Result<FromHere, String> {
        let _one = super::OnlyModel::begin();
        let prefix = decisions(path);
        self.run(prefix.clone(), 0)?;
        let passed = self.explorer.passed;
        let found = from_here::find(&mut self.explorer, self.settings, &prefix, executions);
        self.explorer.passed = passed;
        self.explorer.failed = 0;
        Ok(match found {
            from_here::Found::Fails(script) => FromHere::Fails(choices(&script)),
            from_here::Found::Holds(executions) => FromHere::Holds { executions },
            from_here::Found::Unknown(executions) => match self.known_from(&prefix) {
                Some(script) => FromHere::Fails(choices(&script)),
                None => FromHere::Unknown { executions },
            },
        })
    }

    /// The schedule that is known to fail, if it still does after this prefix: each thread's own steps are the same ones,
    /// and of those that the prefix has done already the rest comes in the order that is known.
    fn known_from(&self, prefix: &[Decision]) -> Option<Vec<Decision>> {
        let mut left = self.known.clone();
        for done in prefix {
            let at = left.iter().position(|decision| decision == done)?;
            left.remove(at);
        }
        let mut script = prefix.to_vec();
        script.extend(left);
        let stopped = self.run(script, 0).ok()?;
        let is_over = stopped.execution.ended() != Some(&Ended::Paused);
        (is_over && has_failed(&stopped.execution)).then_some(stopped.taken)
    }

    fn state(&self, path: &[Choice], automatic: bool, peeks: bool) -> Result<Played, String> {
        let _one = super::OnlyModel::begin();
        let automatic = if automatic { MOST_AUTOMATIC } else { 0 };
        let mut stopped = self.run(decisions(path), automatic)?;
        if stopped.open.is_some() && stopped.execution.ended() == Some(&Ended::Paused) {
            // The state is the one before the operation, which has several outcomes.
            stopped = self.run(before_the_last(stopped.taken), 0)?;
        }
        let is_over = stopped.execution.ended() != Some(&Ended::Paused);
        let failed = is_over && has_failed(&stopped.execution);
        let moves = match is_over {
            true => Vec::new(),
            false => self.moves(&stopped, peeks),
        };
        let mut execution = stopped.execution;
        folded::fold(&mut execution);
        execution.set_preemptions(stopped.interruptions);
        let position = Position {
            path: choices(&stopped.taken),
            moves,
            interruptions: stopped.interruptions,
            ..played::position(&execution)
        };
        let found = FailingExecution {
            execution,
            schedule: Schedule::Order {
                script: stopped.taken,
                settings: self.settings,
            },
            divergence: None,
        };
        Ok(Played {
            position,
            is_over,
            failure: failed.then(|| self.explorer.failure(&found)),
        })
    }

    /// Runs the program as far as the script goes, and on while there is nothing to choose, and writes everything down.
    fn run(&self, script: Vec<Decision>, automatic: u32) -> Result<Stopped, String> {
        let player = Player::new(script, automatic);
        let strategy = Strategy::Sampled(Box::new(Sampled::play(player)));
        let mut execution = self.explorer.write_all(strategy, self.settings);
        let Strategy::Sampled(sampled) = execution.strategy_mut() else {
            unreachable!("the strategy set above")
        };
        if let Some(why) = sampled.left_script() {
            return Err(why);
        }
        let taken = std::mem::take(&mut sampled.taken);
        let player = sampled.player();
        if !player.is_over(taken.len()) {
            return Err(format!("the program is over after {} steps", taken.len()));
        }
        let (open, interruptions) = (player.open, player.interruptions);
        Ok(Stopped {
            execution,
            taken,
            open,
            interruptions,
        })
    }

    fn moves(&self, stopped: &Stopped, peeks: bool) -> Vec<Move> {
        let execution = &stopped.execution;
        let ready = execution.ready_threads();
        let asleep = execution.could_wake_for_nothing();
        let mut moves = Vec::new();
        for tid in ready.into_iter().chain(asleep.iter().copied()) {
            let kind = execution.threads()[tid].pending.map(|op| op.kind);
            let mut one = Move {
                choice: Choice::of(tid),
                text: String::new(),
                note: String::new(),
                quiet: kind.is_some_and(is_quiet),
            };
            if asleep.contains(&tid) {
                "nobody has notified it: a wait can end for no reason".clone_into(&mut one.note);
            }
            if peeks {
                self.peek(stopped, one, &mut moves);
            } else {
                moves.push(one);
            }
        }
        moves
    }

    /// The move with what is done in it, or one for each way in which it can end.
    fn peek(&self, stopped: &Stopped, one: Move, moves: &mut Vec<Move>) {
        let mut script = stopped.taken.clone();
        script.extend(decisions(std::slice::from_ref(&one.choice)));
        let Ok(after) = self.run(script, 0) else {
            return;
        };
        if let Some(options) = after.open {
            for outcome in 0..options {
                let mut further = one.clone();
                further.choice.outcomes.push(outcome);
                if further.note.is_empty() && is_load(&stopped.execution, one.choice.thread) {
                    further.note = WHY_READ[outcome.min(1)].to_owned();
                }
                self.peek(stopped, further, moves);
            }
            return;
        }
        let before = stopped.execution.recorded().len();
        let done = after.execution.recorded().get(before);
        let text = done.map_or_else(String::new, |step| played::done(&after.execution, step));
        let mut one = Move { text, ..one };
        if one.note.is_empty() && !one.choice.outcomes.is_empty() {
            one.note = whom_it_wakes(&stopped.execution, &after.execution).unwrap_or_default();
        }
        moves.push(one);
    }
}

/// Why a load can read the newest value, or another.
const WHY_READ: [&str; 2] = [
    "the newest value",
    "an older value: nothing has made the newest known to this thread yet",
];

fn is_load(execution: &Execution, tid: Tid) -> bool {
    let pending = execution.threads()[tid].pending;
    pending.is_some_and(|op| op.kind == Kind::Load)
}

/// Whom the step between the two states has notified, if it could have been another: "it wakes worker 1".
fn whom_it_wakes(before: &Execution, after: &Execution) -> Option<String> {
    let kind =
        |execution: &Execution, tid: Tid| execution.threads().get(tid)?.pending.map(|op| op.kind);
    let is_woken = |&tid: &Tid| {
        let waited = matches!(kind(before, tid), Some(Kind::Wake | Kind::WakeTimeout));
        waited && kind(after, tid) == Some(Kind::Woken)
    };
    let woken = (0..before.threads().len()).find(is_woken)?;
    Some(format!("it wakes {}", after.thread_name(woken)))
}

fn decisions(path: &[Choice]) -> Vec<Decision> {
    let each = path.iter().flat_map(|choice| {
        let outcomes = choice.outcomes.iter().copied().map(Decision::Choice);
        std::iter::once(Decision::Thread(choice.thread)).chain(outcomes)
    });
    each.collect()
}

fn choices(script: &[Decision]) -> Vec<Choice> {
    let mut path: Vec<Choice> = Vec::new();
    for decision in script {
        match (*decision, path.last_mut()) {
            (Decision::Thread(tid), _) => path.push(Choice::of(tid)),
            (Decision::Choice(outcome), Some(last)) => last.outcomes.push(outcome),
            (Decision::Choice(_), None) => {}
        }
    }
    path
}

/// The script without its last operation.
fn before_the_last(mut script: Vec<Decision>) -> Vec<Decision> {
    while let Some(Decision::Choice(_)) = script.pop() {}
    script
}

impl Execution {
    /// The threads that could go on.
    fn ready_threads(&self) -> Vec<Tid> {
        let could = |&tid: &Tid| self.is_enabled(tid) && !self.is_polling(tid);
        (0..self.threads().len()).filter(could).collect()
    }
}
