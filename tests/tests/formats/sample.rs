//! A small class with every kind of outcome, and with names and messages that no format must trip over.

use std::time::Duration;

use course::{CompilerError, CompilerErrors, Evidence, Note, Outcome, Verdict};
use grader::export::{Adjustment, Class, Student};
use grader::score::{CheckReport, ExerciseReport, Report};
use runtrace::{
    Interval, Row, RowKind, Site, Source, Step, ThreadTimeline, Timeline, Trace, Waiting,
};

/// What a submission may write into a message.
const HOSTILE: &str =
    "]]> </script><script>alert(1)</script> \u{1b}[32mPASS\u{7} \u{202e} | `x` @you 🦀 \u{fffe}";

/// Three students, who have every verdict between them that a format treats in its own way.
pub fn class() -> Class {
    Class {
        title: "Practical 23 & <others>".to_owned(),
        students: vec![zoe(), formula(), unsure()],
    }
}

fn zoe() -> Student {
    let passed = Outcome::passed("all 414 interleavings");
    let mut slow = Outcome::of(Verdict::TooSlow, "4.000 s of at most 2.000 s").showing(timeline());
    slow.figures.virtual_seconds = Some(4.0);
    let todo = Outcome::of(Verdict::NotAttempted, "not yet implemented");
    let deadlock = Outcome::of(Verdict::Deadlock, "main waits for itself")
        .noting(Note::said("It holds the lock of line 3."));
    student(
        "z-1",
        "Zoë 学生 🦀",
        [vec![passed, race(), deadlock], vec![slow, todo]],
    )
}

/// A student whose name and id are formulas to a spreadsheet.
fn formula() -> Student {
    let error = CompilerError {
        code: Some("E0308".to_owned()),
        message: "mismatched types".to_owned(),
        place: Some(site(12)),
        rendered: "error[E0308]: mismatched types\n --> src/lib.rs:12:5\n".to_owned(),
    };
    let errors = CompilerErrors {
        errors: vec![error],
        more: 2,
    };
    let built = Outcome::of(Verdict::BuildFailed, "does not compile: mismatched types")
        .showing(Evidence::CompilerErrors(errors));
    let forbidden = Outcome::of(Verdict::Forbidden, "`unsafe` is not allowed (src/lib.rs:4)");
    Student {
        team: Some("@team 4".to_owned()),
        notes: vec!["handed in \"a; b\",\nby mail".to_owned()],
        ..student(
            "-2",
            "=HYPERLINK(\"x\")",
            [vec![built; 3], vec![forbidden; 2]],
        )
    }
}

/// A student with checks that nobody could decide, and with marks that a person has adjusted.
fn unsure() -> Student {
    let passed = Outcome::passed("exactly 10.000 s");
    let unsure = Outcome::of(Verdict::Inconclusive, "the search ended before any bound");
    let fault = Outcome::of(Verdict::GraderFault, "compiles on std but not on the model");
    let adjustment = |exercise: &str, points, comment: &str| Adjustment {
        exercise: exercise.to_owned(),
        points,
        comment: comment.to_owned(),
    };
    Student {
        adjustments: vec![
            adjustment("ex03", -2, "two days late"),
            adjustment("", 1, "a talk"),
        ],
        ..student(
            "o'neil",
            "O'Neil, \"Bob\"",
            [
                vec![passed.clone(), passed, unsure],
                vec![fault, Outcome::passed("")],
            ],
        )
    }
}

fn student(id: &str, name: &str, outcomes: [Vec<Outcome>; 2]) -> Student {
    let [first, second] = outcomes;
    let exercises = vec![
        exercise(
            "ex03",
            "Race conditions & <locks>",
            &[
                ("order_is_kept", 3),
                ("no_update_is_lost", 4),
                ("no_deadlock", 3),
            ],
            first,
        ),
        exercise(
            "ex04",
            "A pool | of threads",
            &[("two_at_once", 5), ("it_ends", 5)],
            second,
        ),
    ];
    Student {
        id: id.to_owned(),
        name: name.to_owned(),
        team: None,
        report: Report {
            submission: name.to_owned(),
            exercises,
        },
        notes: Vec::new(),
        adjustments: Vec::new(),
    }
}

fn exercise(
    name: &str,
    title: &str,
    checks: &[(&str, u32)],
    outcomes: Vec<Outcome>,
) -> ExerciseReport {
    let checks = checks
        .iter()
        .zip(outcomes)
        .map(|(&(check, max_points), outcome)| CheckReport {
            name: check.to_owned(),
            max_points,
            hint: (outcome.verdict == Verdict::Race)
                .then(|| "What if both call `load` first?".to_owned()),
            outcome,
        });
    ExerciseReport {
        name: name.to_owned(),
        folder: format!("{name}_sample"),
        title: title.to_owned(),
        practical: "23-practical".to_owned(),
        checks: checks.collect(),
    }
}

fn site(line: u32) -> Site {
    Site {
        file: "src/lib.rs".to_owned(),
        line,
    }
}

fn race() -> Outcome {
    let row = |number, thread, text: &str, line| Row {
        kind: RowKind::Step,
        number: Some(number),
        thread,
        text: text.to_owned(),
        brief: Vec::new(),
        known: None,
        place: format!("src/lib.rs:{line}"),
        marked: number == 2,
    };
    let trace = Trace {
        steps: vec![Step {
            thread: "worker 1".to_owned(),
            op: "load".to_owned(),
            object: "AtomicU64 of line 3".to_owned(),
            value: Some("0".to_owned()),
            site: site(12),
        }],
        threads: vec!["worker 1".to_owned(), "<worker> 2".to_owned()],
        rows: vec![
            row(1, 0, "load 0", 12),
            row(2, 1, "load 0", 12),
            row(3, 0, "store 1", 13),
        ],
        sources: vec![Source {
            place: "src/lib.rs:12".to_owned(),
            text: "let seen = count.load(Relaxed); // ]]> </script>".to_owned(),
        }],
        closing: "One update is lost.".to_owned(),
        ..Trace::default()
    };
    let mut outcome = Outcome::of(Verdict::Race, "").noting(Note::AssertedAt(site(19)));
    // Not cleaned, as if it had come past the place where control characters are taken out.
    outcome.message = format!("got 1, expected 2: {HOSTILE}");
    outcome.figures.executions = Some(9);
    outcome.figures.exhaustive = Some(true);
    outcome.showing(Evidence::Trace(trace))
}

/// Main waits for a worker that sleeps.
fn timeline() -> runtrace::Annotated {
    let seconds = Duration::from_secs;
    let interval = |waiting, object: &str, ended_by| Interval {
        since: Duration::ZERO,
        until: seconds(4),
        waiting,
        object: object.to_owned(),
        place: "src/lib.rs:7".to_owned(),
        ended_by,
        held_through: None,
    };
    let lane = |name: &str, started_by, interval: Interval| ThreadTimeline {
        name: name.to_owned(),
        since: Duration::ZERO,
        until: Some(seconds(4)),
        started_by,
        intervals: vec![interval],
        left_at: None,
    };
    let lanes = vec![
        lane("main", None, interval(Waiting::Thread, "worker 1", Some(1))),
        lane("worker 1", Some(0), interval(Waiting::Sleep, "", None)),
    ];
    Timeline::new(seconds(4), 4, lanes).too_slow()
}
