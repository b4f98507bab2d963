//! All that the screen shows, as data.

use std::time::Duration;

use course::text::Paint;
use course::{Outcome, Points, Score, Verdict};

use crate::standing::Standing;

/// Everything.
#[derive(Debug, Clone, PartialEq)]
pub struct State {
    /// The exercises, in the order of the course.
    pub rows: Vec<Row>,
    /// The one that is watched, as an index of `rows`.
    pub current: usize,
    /// Its checks, in their order.
    pub checks: Vec<Check>,
    /// The check whose message is shown, as an index of `checks`.
    pub selected: usize,
    /// Whether the person has chosen it; else the first that fails is shown.
    pub chosen: bool,
    /// What is being done with the exercise.
    pub run: Run,
    /// The hint that was asked for last, if the verdicts are still those it was about.
    pub hint: Option<String>,
    /// A line about what was done or cannot be done.
    pub note: Option<String>,
    /// What covers the view.
    pub screen: Screen,
    /// How far the text is scrolled.
    pub scroll: Scroll,
    /// How much text there was when it was drawn last, and room for it.
    pub extent: Extent,
    /// Whether it has been said that nothing can be remembered.
    pub warned: bool,
    /// In colour or not.
    pub paint: Paint,
}

/// An exercise in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// `ex03`
    pub name: String,
    /// "Race conditions and locks"
    pub title: String,
    /// `23-practical`
    pub practical: String,
    /// Its folder as people type it: `exercises/ex03_race_conditions`.
    pub folder: String,
    /// The file to edit, in that folder: `src/lib.rs`.
    pub file: String,
    /// What it is worth.
    pub points: Points,
    /// How far it is.
    pub standing: Standing,
}

/// A check of the current exercise.
#[derive(Debug, Clone, PartialEq)]
pub struct Check {
    /// The function's name.
    pub name: String,
    /// What it verifies, in one line.
    pub about: String,
    /// What a pass is worth.
    pub points: Points,
    /// The last outcome, if there is one.
    pub outcome: Option<Outcome>,
    /// Whether that is of the files as they are; else it is of those before the last save.
    pub fresh: bool,
}

/// A run of the checks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// Counts runs: what is told of an earlier one is of no interest any more.
    pub number: u64,
    /// How far it is.
    pub phase: Phase,
    /// How long it has been in that phase, in steps of [`TICK`].
    pub ticks: u32,
    /// Whether the libraries of the checks are built.
    pub prepared: bool,
}

/// How far a run is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Phase {
    /// Nothing was run yet, or nothing had to be.
    Idle,
    /// Compilers run.
    Compiling,
    /// So many checks have ended.
    Checking(usize),
    /// It has come to its end.
    Done,
    /// Nothing can be graded: our own libraries do not build.
    Broken(String),
}

/// How often time is told while something runs.
pub const TICK: Duration = Duration::from_millis(250);

/// What covers the view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Screen {
    /// Nothing.
    Desk,
    /// The list of exercises, with what was typed to search in it, and the place among those found.
    List {
        /// What was typed.
        search: String,
        /// The chosen one among those found.
        place: usize,
    },
    /// The keys.
    Help,
    /// The question whether to reset the exercise.
    Reset,
    /// A text to scroll through: a solution, a comparison.
    Page {
        /// Above it.
        title: String,
        /// It, with colours.
        text: String,
    },
}

/// How far the text is scrolled, in lines and in columns.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Scroll {
    /// Lines above the first that is shown.
    pub down: usize,
    /// Columns left of the first that is shown.
    pub right: usize,
}

/// How much text there is, and room for it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Extent {
    /// Lines of the text.
    pub lines: usize,
    /// Columns of its widest line.
    pub columns: usize,
    /// Lines that there is room for.
    pub height: usize,
    /// Columns that there is room for.
    pub width: usize,
}

impl State {
    /// At the exercise with that index, of which nothing is known yet.
    pub fn new(rows: Vec<Row>, current: usize, paint: Paint) -> Self {
        Self {
            rows,
            current,
            checks: Vec::new(),
            selected: 0,
            chosen: false,
            run: Run {
                number: 0,
                phase: Phase::Idle,
                ticks: 0,
                prepared: false,
            },
            hint: None,
            note: None,
            screen: Screen::Desk,
            scroll: Scroll::default(),
            extent: Extent::default(),
            warned: false,
            paint,
        }
    }

    /// The exercise that is watched.
    pub fn row(&self) -> &Row {
        &self.rows[self.current]
    }

    /// The check whose message is shown; none before anything is known.
    pub fn check(&self) -> Option<&Check> {
        self.checks.get(self.selected)
    }

    /// Whether something runs.
    pub fn is_running(&self) -> bool {
        matches!(self.run.phase, Phase::Compiling | Phase::Checking(_))
    }

    /// Whether the screen shows how long something takes.
    pub fn is_waited_for(&self) -> bool {
        let preparing = !self.run.prepared && !matches!(self.run.phase, Phase::Broken(_));
        self.is_running() || preparing
    }

    /// Whether every check is known to pass on the files as they are.
    pub fn passed(&self) -> bool {
        !self.checks.is_empty() && !self.is_running() && self.checks.iter().all(Check::passed)
    }

    /// Whether nothing was written yet, as far as any check can tell.
    pub fn is_stub(&self) -> bool {
        let todo = |check: &Check| {
            let outcome = check.outcome.as_ref();
            outcome.is_some_and(|it| it.verdict == Verdict::NotAttempted)
        };
        !self.checks.is_empty() && self.checks.iter().all(todo)
    }

    /// The points of the current exercise as far as outcomes are known.
    pub fn score(&self) -> Score {
        let of = |check: &Check| match &check.outcome {
            Some(outcome) => Score::of(outcome.verdict, check.points),
            None => Score {
                possible: check.points,
                ..Score::default()
            },
        };
        self.checks.iter().map(of).sum()
    }

    /// What every check has in common, if one sentence tells it for all: nothing could be built.
    pub fn common(&self) -> Option<&Outcome> {
        let first = self.checks.first()?.outcome.as_ref()?;
        let same = |check: &Check| {
            let outcome = check.outcome.as_ref();
            outcome.is_some_and(|it| it.message == first.message && it.verdict == first.verdict)
        };
        let told = matches!(
            first.verdict,
            Verdict::BuildFailed | Verdict::Forbidden | Verdict::GraderFault
        );
        (told && self.checks.len() > 1 && self.checks.iter().all(same)).then_some(first)
    }

    /// The exercises that a search finds, as indices of `rows`: those that have every word of it somewhere.
    pub fn found(&self, search: &str) -> Vec<usize> {
        let words: Vec<_> = search.split_whitespace().map(str::to_lowercase).collect();
        let is_found = |row: &Row| {
            let text = format!(
                "{} {} {} {}",
                row.name, row.title, row.practical, row.standing
            );
            let text = text.to_lowercase();
            words.iter().all(|word| text.contains(word.as_str()))
        };
        let places = self.rows.iter().enumerate();
        let found = places.filter(|(_, row)| is_found(row));
        found.map(|(place, _)| place).collect()
    }
}

impl Check {
    /// Whether it passes on the files as they are.
    pub fn passed(&self) -> bool {
        let passed = |outcome: &Outcome| outcome.verdict.passed();
        self.fresh && self.outcome.as_ref().is_some_and(passed)
    }

    /// Whether it is known to fail.
    pub fn fails(&self) -> bool {
        let fails = |outcome: &Outcome| !outcome.verdict.passed();
        self.outcome.as_ref().is_some_and(fails)
    }
}
