//! What is on the table: the states that the player came by, and what each input does. Pure: it says what is to be asked
//! of the program, and is told the answer.

use std::collections::VecDeque;

use runtrace::Choice;
use supervise::play::{Found, PlayedRun, State};

/// A check that is played.
#[derive(Debug)]
pub struct Table {
    /// `ex03`
    pub exercise: String,
    /// The check's name.
    pub check: String,
    /// Its runs under every interleaving.
    pub runs: Vec<PlayedRun>,
    /// The one that is played.
    pub run: usize,
    /// Where the player has stopped, the present state last; empty before the first answer.
    stops: Vec<State>,
    /// Whether the program goes on by itself as long as there is nothing to choose.
    pub automatic: bool,
    /// The move that the cursor is on.
    pub cursor: usize,
    /// What there is to say of the last input.
    pub said: Option<String>,
    /// What is still to be shown of a way that fails.
    ahead: VecDeque<Choice>,
    /// Whether the answer that comes replaces the present state.
    replaces: bool,
    /// Whether the player has been shown a way, since the beginning.
    was_shown: bool,
    /// Whether it is a level of the game, and not the player's own file.
    pub is_level: bool,
    /// The fewest interruptions that a failure was found with.
    pub won: Option<u32>,
    /// Whether the player wants the next level.
    pub wants_next: bool,
    /// Whether the keys are explained.
    pub explains: bool,
}

/// What a player can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Input {
    /// Make the move of that number, from 0.
    Pick(usize),
    /// The cursor goes up.
    Up,
    /// The cursor goes down.
    Down,
    /// Make the move at the cursor, or the next one of what is shown.
    Go,
    /// Take the last move back.
    Back,
    /// Be shown a way that fails.
    Show,
    /// Be told which move leads to a failure.
    Hint,
    /// Begin again.
    Restart,
    /// Whether the program goes on by itself.
    Automatic,
    /// Play the next run of the check.
    NextRun,
    /// Play the run of that number, from 0.
    ChooseRun(usize),
    /// Explain the keys, or stop doing so.
    Explain,
    /// Leave.
    Quit,
}

/// What is to be done next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Nothing but to show the table.
    Nothing,
    /// Ask for the state after these choices.
    Ask {
        /// The choices.
        path: Vec<Choice>,
        /// Whether it goes on by itself from there.
        automatic: bool,
    },
    /// Look for a way to fail from the present state on, to show it or to hint at it.
    Find {
        /// The choices so far.
        path: Vec<Choice>,
        /// Whether only the first move is told.
        hint: bool,
    },
    /// Leave.
    Quit,
}

impl Table {
    /// Nothing has been asked yet; [`Table::begin`] says what to ask first.
    pub fn new(exercise: &str, check: &str, runs: Vec<PlayedRun>, run: usize) -> Self {
        Self {
            exercise: exercise.to_owned(),
            check: check.to_owned(),
            runs,
            run,
            stops: Vec::new(),
            automatic: true,
            cursor: 0,
            said: None,
            ahead: VecDeque::new(),
            replaces: false,
            was_shown: false,
            is_level: false,
            won: None,
            wants_next: false,
            explains: false,
        }
    }

    /// Begins the run.
    pub fn begin(&mut self) -> Effect {
        self.stops.clear();
        self.ahead.clear();
        self.was_shown = false;
        self.ask(Vec::new())
    }

    /// The present state; none before the first answer.
    pub fn state(&self) -> Option<&State> {
        self.stops.last()
    }

    /// How many moves can be taken back.
    pub fn moves_made(&self) -> usize {
        self.stops.len().saturating_sub(1)
    }

    /// How many choices are left of a way that is being shown.
    pub fn to_show(&self) -> usize {
        self.ahead.len()
    }

    /// The choices so far.
    fn path(&self) -> Vec<Choice> {
        self.state()
            .map_or_else(Vec::new, |state| state.position.path.clone())
    }

    fn ask(&self, path: Vec<Choice>) -> Effect {
        let automatic = self.automatic;
        Effect::Ask { path, automatic }
    }

    /// Does what the player wants.
    pub fn update(&mut self, input: Input) -> Effect {
        self.said = None;
        match input {
            Input::Pick(number) => self.pick(number),
            Input::Go if self.ahead.is_empty() => self.pick(self.cursor),
            Input::Go => self.show_next(),
            Input::Up => self.point(self.cursor.saturating_sub(1)),
            Input::Down => self.point(self.cursor + 1),
            Input::Back => self.back(),
            Input::Show => self.find(false),
            Input::Hint => self.find(true),
            Input::Restart => self.begin(),
            Input::Automatic => self.switch_automatic(),
            Input::NextRun if self.is_level => {
                self.wants_next = true;
                Effect::Quit
            }
            Input::NextRun => self.choose_run((self.run + 1) % self.runs.len().max(1)),
            Input::ChooseRun(run) => self.choose_run(run),
            Input::Explain => {
                self.explains = !self.explains;
                Effect::Nothing
            }
            Input::Quit => Effect::Quit,
        }
    }

    fn say(&mut self, text: impl Into<String>) -> Effect {
        self.said = Some(text.into());
        Effect::Nothing
    }

    fn pick(&mut self, number: usize) -> Effect {
        let Some(state) = self.state() else {
            return Effect::Nothing;
        };
        if state.ending.is_some() {
            return self.say("The run is over: b takes the last move back, r begins again.");
        }
        let moves = &state.position.moves;
        let Some(one) = moves.get(number) else {
            let (number, most) = (number + 1, moves.len());
            return self.say(format!(
                "There is no move {number}: choose from 1 to {most}."
            ));
        };
        let mut path = state.position.path.clone();
        path.push(one.choice.clone());
        self.ahead.clear();
        self.ask(path)
    }

    fn point(&mut self, to: usize) -> Effect {
        let moves = self.state().map_or(0, |state| state.position.moves.len());
        self.cursor = to.min(moves.saturating_sub(1));
        Effect::Nothing
    }

    fn back(&mut self) -> Effect {
        self.ahead.clear();
        self.cursor = 0;
        if self.stops.len() < 2 {
            return self.say("This is the beginning: there is no move to take back.");
        }
        self.stops.pop();
        Effect::Nothing
    }

    fn find(&mut self, hint: bool) -> Effect {
        match self.state() {
            Some(state) if state.ending.is_some() => {
                self.say("The run is over: take a move back with b first.")
            }
            Some(_) => Effect::Find {
                path: self.path(),
                hint,
            },
            None => Effect::Nothing,
        }
    }

    fn switch_automatic(&mut self) -> Effect {
        self.automatic = !self.automatic;
        if self.automatic {
            self.replaces = true;
            return self.ask(self.path());
        }
        self.say("Every step is yours now, also where there is only one.")
    }

    fn choose_run(&mut self, run: usize) -> Effect {
        let runs = self.runs.len();
        if run >= runs {
            let number = run + 1;
            return self.say(format!(
                "There is no run {number}: this check has {runs} to play."
            ));
        }
        if runs == 1 {
            return self.say("This check has one run to play.");
        }
        self.run = run;
        self.begin()
    }

    /// The next of what is shown, by itself over what nobody notices.
    fn show_next(&mut self) -> Effect {
        let Some(next) = self.ahead.pop_front() else {
            return Effect::Nothing;
        };
        let mut path = self.path();
        path.push(next);
        Effect::Ask {
            path,
            automatic: false,
        }
    }

    /// The state that was asked for.
    pub fn arrived(&mut self, state: State) -> Effect {
        let is_shown = !self.ahead.is_empty() && state.ending.is_none();
        let was_noticed = self
            .stops
            .last()
            .is_none_or(|before| is_noticed(before, &state));
        if std::mem::take(&mut self.replaces) {
            self.stops.pop();
        }
        self.cursor = 0;
        self.note_win(&state);
        self.stops.push(state);
        if is_shown && !was_noticed {
            self.replaces = true;
            return self.show_next();
        }
        Effect::Nothing
    }

    /// A failure that the player has found counts; one that was shown does not, until the player begins again.
    fn note_win(&mut self, state: &State) {
        let failed = state
            .ending
            .as_ref()
            .is_some_and(|ending| !ending.verdict.passed());
        if failed && !self.was_shown {
            let interruptions = state.position.interruptions;
            self.won = Some(
                self.won
                    .map_or(interruptions, |fewest| fewest.min(interruptions)),
            );
            if self.is_level {
                self.said = Some(
                    "Level won. n: the next level, r: try with fewer interruptions.".to_owned(),
                );
            }
        }
    }

    /// What was found from the present state on.
    pub fn found(&mut self, found: Found, hint: bool) -> Effect {
        self.was_shown |= matches!(found, Found::Fails(_)) && !hint;
        match found {
            Found::Fails(path) if hint => self.hint(&path),
            Found::Fails(path) => {
                self.ahead = path.into_iter().skip(self.path().len()).collect();
                self.say("From here it can still fail, and this is one way: Enter takes its next step.")
            }
            Found::Holds { executions } => {
                let all = match executions {
                    1 => "the only interleaving that begins".to_owned(),
                    2 => "both interleavings that begin".to_owned(),
                    many => format!("all {many} interleavings that begin"),
                };
                self.say(format!("From here no choice leads to a failure: {all} like this hold."))
            }
            Found::Unknown { executions } => self.say(format!(
                "None of {executions} interleavings that begin like this fails, and there are more: nothing is certain."
            )),
        }
    }

    fn hint(&mut self, path: &[Choice]) -> Effect {
        let so_far = self.path().len();
        let Some(state) = self.state() else {
            return Effect::Nothing;
        };
        // The first step that is a choice here: what comes before it goes by itself.
        let moves = &state.position.moves;
        let wanted = path.iter().skip(so_far);
        let number = wanted
            .filter_map(|choice| moves.iter().position(|one| one.choice == *choice))
            .find(|&number| !moves[number].quiet || moves.len() == 1);
        let Some(number) = number else {
            return self.say("It can still fail from here.");
        };
        let name = &state.position.threads[moves[number].choice.thread].name;
        let text = format!(
            "It can still fail from here. Let {name} go on: move {}.",
            number + 1
        );
        self.cursor = number;
        self.say(text)
    }

    /// There was no answer, for this reason.
    pub fn lost(&mut self, why: &str) {
        self.ahead.clear();
        self.replaces = false;
        self.said = Some(why.to_owned());
    }
}

/// Whether anything was done between the two that somebody could notice.
fn is_noticed(before: &State, after: &State) -> bool {
    let count = |state: &State| state.position.earlier + state.position.steps.len();
    let new = count(after).saturating_sub(count(before));
    let steps = after.position.steps.iter().rev().take(new);
    steps.into_iter().any(|step| !step.quiet)
}

#[cfg(test)]
#[path = "table/tests.rs"]
mod tests;
