//! `grader class`: grades many submissions into a gradebook, and reports what is in it.

use std::path::{Path, PathBuf};

use anyhow::Result;
use gradebook::{Attempt, COURSE, Gradebook, SHARD};

use super::overlay;
use crate::class::adjustments::{self, Decision};
use crate::class::hand_in::Asked;
use crate::class::history::Terms;
use crate::class::list::{self, ClassList};
use crate::class::regrade::{self, Change, Counts};
use crate::class::shard::Shard;
use crate::class::{report, roster, work};
use crate::cli::ClassArgs;
use crate::compile::{Engine, Jobs, Options, Reuse, Trust};
use crate::event::{Context, Event};
use crate::exit;
use crate::export::class::Plan;
use crate::export::{Class, ClassText, Problem};
use crate::select::{select_one, select_whole};
use crate::verdicts::Judge;
use crate::workspace::{Exercise, Workspace};

/// The fact that holds what was decided beside the scores, in JSON.
const DECISIONS: &str = "decisions";

/// A slip on the command line.
#[derive(Debug, thiserror::Error)]
pub enum ClassError {
    /// The gradebook belongs to another share of the class.
    #[error("the gradebook {} is of {found}, and {asked} was asked for; give each shard a --gradebook of its own", path.display())]
    OtherShard {
        /// The gradebook.
        path: PathBuf,
        /// What it is of.
        found: String,
        /// What was asked for.
        asked: String,
    },
}

/// Grades, and returns the exit code.
///
/// # Errors
/// Slips on the command line, a gradebook that cannot be used, and faults of ours.
pub fn run(mut workspace: Workspace, args: &ClassArgs) -> Result<u8> {
    if let Some(checks) = &args.checks {
        overlay::private_checks(&mut workspace, checks)?;
    }
    let workspace = &workspace;
    let exercises = select_whole(&workspace.exercises, &args.exercises)?;
    let (list, title) = class_list(args, &workspace.exercises)?;
    let plan = Plan::new(&args.export)?;
    let new_decisions = args
        .adjustments
        .as_deref()
        .map(adjustments::read)
        .transpose()?;
    let terms = terms(args);
    let regraded = args.regrade.as_deref();
    let regraded = regraded
        .map(|name| select_one(&workspace.exercises, name))
        .transpose()?;

    let judge = Judge::of(workspace)?;
    let mut book = Gradebook::open(&args.gradebook)?;
    same_shard(&book, args.shard)?;
    book.set_fact(COURSE, judge.address().as_str())?;
    if let Some(decisions) = &new_decisions {
        book.set_fact(DECISIONS, &serde_json::to_string(decisions)?)?;
    }

    let decisions = decided(&book)?;
    let mut problems = list.problems.clone();
    let students: Vec<_> = list.entries.iter().map(|it| it.student.clone()).collect();
    book.enrol(&students)?;
    let asked = Asked::new(&exercises, &judge, &terms, &decisions)?;
    for entry in &list.entries {
        let (handed_in, said) = asked.of(entry);
        book.hand_in(&handed_in)?;
        problems.extend(said);
    }

    let attempts = book.attempts()?;
    grade(workspace, &mut book, &attempts, &exercises, args)?;
    let changes = match regraded {
        Some(exercise) => Some(regrade_one(workspace, &mut book, exercise, &judge, args)?),
        None => {
            problems.extend(outdated(&book, &exercises, &judge)?);
            None
        }
    };

    let class = report::class(&book, &title, &exercises, &problems, &decisions)?;
    let mut said = Vec::new();
    if let Some(changes) = changes {
        say(&changes, &mut said);
    }
    match plan.text() {
        Some((paint, room)) => {
            let text = ClassText {
                paint,
                room,
                problems: &problems,
            };
            text.render(&class, &mut said)?;
            plan.write(&class, &said)?;
        }
        None => {
            plan.write(&class, &[])?;
            // What a document has no place for.
            eprint!("{}", String::from_utf8_lossy(&said));
            for problem in problems.iter().filter(|it| it.student.is_none()) {
                eprintln!("grader: {}", problem.line);
            }
        }
    }
    Ok(code(&class))
}

/// The class, and what it is called.
fn class_list(args: &ClassArgs, exercises: &[Exercise]) -> Result<(ClassList, String)> {
    let named = |path: &Path| {
        let found = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let name = found.file_stem().unwrap_or(found.as_os_str());
        name.to_string_lossy().into_owned()
    };
    Ok(match (&args.roster, &args.dir) {
        (Some(path), _) => (
            roster::read(path)?.of_repos(args.reads_history()),
            named(path),
        ),
        (None, Some(dir)) => (
            list::of_folder(dir, exercises)?.of_repos(args.reads_history()),
            named(dir),
        ),
        // The command line has one of them.
        (None, None) => (ClassList::default(), String::new()),
    })
}

fn terms(args: &ClassArgs) -> Terms {
    Terms {
        branch: args.branch.clone(),
        before: args.before,
        grace: args.grace.unwrap_or_default(),
    }
}

/// Refuses a gradebook that is of another share, and notes of which a new one is.
fn same_shard(book: &Gradebook, asked: Option<Shard>) -> Result<()> {
    let said = |shard: Option<String>| {
        shard.map_or_else(|| "the whole class".to_owned(), |it| format!("shard {it}"))
    };
    let found = book.fact(SHARD)?;
    let asked = asked.map(|shard| shard.to_string());
    let is_new = book.fact(COURSE)?.is_none();
    if is_new {
        if let Some(shard) = &asked {
            book.set_fact(SHARD, shard)?;
        }
    } else if found != asked {
        return Err(ClassError::OtherShard {
            path: book.path().to_owned(),
            found: said(found),
            asked: said(asked),
        }
        .into());
    }
    Ok(())
}

/// Finds the verdicts that are still to be found, if there are any.
fn grade(
    workspace: &Workspace,
    book: &mut Gradebook,
    attempts: &[Attempt],
    exercises: &[&Exercise],
    args: &ClassArgs,
) -> Result<()> {
    let jobs = work::left(book, attempts, exercises, args.shard)?;
    if jobs.is_empty() {
        return Ok(());
    }
    let options = Options {
        engine: Engine::Model,
        keep: false,
        trust: Trust::in_others(args.trust_submissions),
        reuse: Reuse::Ours,
        // Other files are graded meanwhile.
        jobs: Jobs::default(),
        places: None,
        context: Context::told_to(super::class_listener(args.verbose)),
    };
    let builder = super::build_with(workspace, options)?;
    builder
        .context()
        .emit(&Event::ClassBegun { files: jobs.len() });
    let graded = work::grade(book, &jobs, &builder);
    builder.context().emit(&Event::ClassEnded);
    graded
}

fn regrade_one(
    workspace: &Workspace,
    book: &mut Gradebook,
    exercise: &Exercise,
    judge: &Judge,
    args: &ClassArgs,
) -> Result<Vec<Change>> {
    let counts = if args.best {
        Counts::Best
    } else {
        Counts::Latest
    };
    let attempts = regrade::anew(book, &exercise.name, counts, &judge.checks(exercise)?)?;
    grade(workspace, book, &attempts, &[exercise], args)?;
    regrade::move_over(book, &exercise.name, counts, &attempts)
}

/// A line for each exercise that was graded under other checks than those of today.
fn outdated(book: &Gradebook, exercises: &[&Exercise], judge: &Judge) -> Result<Vec<Problem>> {
    let marks = report::marks(book)?;
    let mut lines = Vec::new();
    for exercise in exercises {
        let checks = judge.checks(exercise)?;
        let name = &exercise.name;
        let of_it = marks.iter().filter(|((_, of), _)| of == name);
        let old = of_it
            .filter(|(_, (attempt, _))| attempt.verdict != checks.verdict(&attempt.source))
            .count();
        if old > 0 {
            lines.push(Problem::general(format!(
                "{name}: {old} marks were given by an earlier version of the course; `--regrade {name}` grades them again"
            )));
        }
    }
    Ok(lines)
}

/// What was decided beside the scores.
pub fn decided(book: &Gradebook) -> Result<Vec<Decision>> {
    let decisions = book.fact(DECISIONS)?;
    Ok(decisions
        .map(|text| serde_json::from_str(&text))
        .transpose()?
        .unwrap_or_default())
}

fn say(changes: &[Change], out: &mut Vec<u8>) {
    use std::io::Write as _;
    let mut line = |text: String| {
        // Writing to a vector cannot fail.
        let _ = writeln!(out, "{text}");
    };
    match changes.len() {
        0 => line("No mark has changed.".to_owned()),
        1 => line("1 mark has changed:".to_owned()),
        count => line(format!("{count} marks have changed:")),
    }
    for it in changes {
        let before = it
            .before
            .map_or_else(|| "-".to_owned(), |points| points.to_string());
        line(format!(
            "  {}  {}  {before} -> {}  {}",
            it.student, it.exercise, it.now, it.why
        ));
    }
    line(String::new());
}

/// The code for a graded class: as for one submission, of all students together.
fn code(class: &Class) -> u8 {
    let codes = class
        .students
        .iter()
        .map(|student| exit::of(&student.report));
    codes.max().unwrap_or(exit::PASSED)
}
