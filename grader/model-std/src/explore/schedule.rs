//! Schedules as text: what it takes to run one execution again, short enough to be copied.
//!
//! ```text
//! 1.order.0x7,1,2x4,1x2      every interleaving, or random: who goes on, and for how many steps in a row; 0 is main
//! 1.order.full.0x9,c1,1      with spurious wake-ups and stale reads: c1 is the second outcome of an operation with several
//! 1.order.steps200000.0x3    another limit of steps than the usual
//! 1.order.threads4.0x3       another limit of threads than the usual
//! 1.order.counts.0x3         where clones and drops of an `Arc` are steps (`drops`: and who drops last matters)
//! 1.order.output.0x3         where prints take the lock of the stream
//! 1.order.hash2.0x3          with other keys for hashing than the usual
//! 1.time                     virtual time
//! 1.time.seed7               virtual time, ties broken by that seed
//! 1.time.cores8.seed7        on another machine than the usual
//! 1.time.hash2               with other keys for hashing than the usual; `counts`, `drops`, `output` and `threads` as above
//! ```

use std::fmt;
use std::num::NonZero;
use std::str::FromStr;

use super::settings::ExecutionSettings;
use crate::engine::cores::DEFAULT_CORES;
use crate::engine::focus::{Counts, Focus};
use crate::engine::run::MOST_STARTED;
use crate::engine::schedulers::sampled::Decision;

/// What comes first in the text of a schedule: raised when the same text would come to mean something else.
const VERSION: &str = "1";

/// The limit of steps that is not written down.
pub(super) const USUAL_STEPS: u64 = 20_000;

/// Most decisions that are read: a few characters must not fill the memory.
const MOST_DECISIONS: usize = 10_000_000;

/// One execution.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Schedule {
    /// Every decision of it.
    Order {
        script: Vec<Decision>,
        settings: ExecutionSettings,
    },
    /// The one in virtual time with this seed.
    Time {
        seed: Option<u64>,
        cores: NonZero<usize>,
        max_threads: usize,
        focus: Focus,
    },
}

/// Why a text is no schedule.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum BadSchedule {
    /// There is nothing: the failure was one that cannot be run again.
    Empty,
    /// It was written by another version of this crate, in a format of this name.
    Version(String),
    /// This part of it means nothing.
    Part(String),
    /// It has more steps than any execution.
    TooLong,
}

impl fmt::Display for BadSchedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str(
                "the schedule is empty: it comes from a failure that cannot be run again",
            ),
            Self::Version(version) => write!(
                f,
                "the schedule is in format `{version}`, and this version of model-std reads format `{VERSION}`"
            ),
            Self::Part(part) => write!(
                f,
                "`{part}` is no part of a schedule: copy the whole text, as in `1.order.0x7,1,2x4`"
            ),
            Self::TooLong => write!(f, "the schedule has more than {MOST_DECISIONS} steps"),
        }
    }
}

impl std::error::Error for BadSchedule {}

impl fmt::Display for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Time {
                seed,
                cores,
                max_threads,
                focus,
            } => {
                write!(f, "{VERSION}.time")?;
                for part in focus_parts(*focus) {
                    write!(f, ".{part}")?;
                }
                if *cores != DEFAULT_CORES {
                    write!(f, ".cores{cores}")?;
                }
                if *max_threads != MOST_STARTED {
                    write!(f, ".threads{max_threads}")?;
                }
                seed.map_or(Ok(()), |seed| write!(f, ".seed{seed}"))
            }
            Self::Order { script, settings } => {
                write!(f, "{VERSION}.order.")?;
                if settings.full {
                    f.write_str("full.")?;
                }
                if settings.step_limit != USUAL_STEPS {
                    write!(f, "steps{}.", settings.step_limit)?;
                }
                if settings.cores != DEFAULT_CORES {
                    write!(f, "cores{}.", settings.cores)?;
                }
                if settings.max_threads != MOST_STARTED {
                    write!(f, "threads{}.", settings.max_threads)?;
                }
                for part in focus_parts(settings.focus) {
                    write!(f, "{part}.")?;
                }
                for (at, run) in script.chunk_by(|one, next| one == next).enumerate() {
                    let comma = if at > 0 { "," } else { "" };
                    match run[0] {
                        Decision::Thread(tid) => write!(f, "{comma}{tid}")?,
                        Decision::Choice(chosen) => write!(f, "{comma}c{chosen}")?,
                    }
                    if run.len() > 1 {
                        write!(f, "x{}", run.len())?;
                    }
                }
                Ok(())
            }
        }
    }
}

impl FromStr for Schedule {
    type Err = BadSchedule;

    /// White space and backslashes are no part of a schedule, so that one that was broken into lines can be copied.
    fn from_str(text: &str) -> Result<Self, BadSchedule> {
        let no_part = |character: &char| !character.is_whitespace() && *character != '\\';
        let text: String = text.chars().filter(no_part).collect();
        if text.is_empty() {
            return Err(BadSchedule::Empty);
        }
        let mut parts = text.split('.');
        let version = parts.next().unwrap_or_default();
        if version != VERSION {
            return Err(if version.bytes().all(|byte| byte.is_ascii_digit()) {
                BadSchedule::Version(version.to_owned())
            } else {
                BadSchedule::Part(shortened(&text))
            });
        }
        match parts.next() {
            Some("time") => time(parts),
            Some("order") => order(parts),
            other => Err(BadSchedule::Part(shortened(other.unwrap_or(&text)))),
        }
    }
}

fn time<'a>(parts: impl Iterator<Item = &'a str>) -> Result<Schedule, BadSchedule> {
    let (mut seed, mut cores) = (None, DEFAULT_CORES);
    let (mut max_threads, mut focus) = (MOST_STARTED, Focus::default());
    for part in parts {
        if reads_focus(&mut focus, part)? {
            continue;
        }
        if part.starts_with("cores") {
            cores = numbered(part, "cores")?;
        } else if part.starts_with("threads") {
            max_threads = threads(part)?;
        } else {
            seed = Some(numbered(part, "seed")?);
        }
    }
    Ok(Schedule::Time {
        seed,
        cores,
        max_threads,
        focus,
    })
}

/// A limit of threads, which a builder would take too.
fn threads(part: &str) -> Result<usize, BadSchedule> {
    let most = numbered(part, "threads")?;
    if most > MOST_STARTED {
        return Err(BadSchedule::Part(shortened(part)));
    }
    Ok(most)
}

fn order<'a>(parts: impl Iterator<Item = &'a str>) -> Result<Schedule, BadSchedule> {
    let mut settings = ExecutionSettings {
        full: false,
        step_limit: USUAL_STEPS,
        cores: DEFAULT_CORES,
        max_threads: MOST_STARTED,
        focus: Focus::default(),
    };
    let mut parts = parts.peekable();
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            let script = script(part)?;
            return Ok(Schedule::Order { script, settings });
        }
        if reads_focus(&mut settings.focus, part)? {
            continue;
        }
        if part == "full" {
            settings.full = true;
        } else if part.starts_with("cores") {
            settings.cores = numbered(part, "cores")?;
        } else if part.starts_with("threads") {
            settings.max_threads = threads(part)?;
        } else {
            settings.step_limit = numbered(part, "steps")?;
        }
    }
    Err(BadSchedule::Part("order".to_owned()))
}

/// The parts that say how closely an execution looks; none for the usual.
fn focus_parts(focus: Focus) -> Vec<String> {
    let mut parts = Vec::new();
    match focus.counts {
        Counts::Ignored => {}
        Counts::Looked => parts.push("counts".to_owned()),
        Counts::Dropped => parts.push("drops".to_owned()),
    }
    if focus.output {
        parts.push("output".to_owned());
    }
    if focus.hashing != 0 {
        parts.push(format!("hash{}", focus.hashing));
    }
    parts
}

/// Whether the part says how closely the execution looks; if so, it goes into `focus`.
fn reads_focus(focus: &mut Focus, part: &str) -> Result<bool, BadSchedule> {
    match part {
        "counts" => focus.counts = Counts::Looked,
        "drops" => focus.counts = Counts::Dropped,
        "output" => focus.output = true,
        _ if part.starts_with("hash") => focus.hashing = numbered(part, "hash")?,
        _ => return Ok(false),
    }
    Ok(true)
}

fn script(text: &str) -> Result<Vec<Decision>, BadSchedule> {
    let mut script = Vec::new();
    for part in text.split(',') {
        let (what, times) = part.split_once('x').unwrap_or((part, "1"));
        let decision = match what.strip_prefix('c') {
            Some(chosen) => Decision::Choice(number(chosen, part)?),
            None => Decision::Thread(number(what, part)?),
        };
        let times = number(times, part)?;
        if times > MOST_DECISIONS - script.len() {
            return Err(BadSchedule::TooLong);
        }
        script.extend(std::iter::repeat_n(decision, times));
    }
    Ok(script)
}

/// The number after `word`.
fn numbered<T: FromStr>(part: &str, word: &str) -> Result<T, BadSchedule> {
    number(part.strip_prefix(word).unwrap_or_default(), part)
}

/// The number that `digits` says, which are in `part`.
fn number<T: FromStr>(digits: &str, part: &str) -> Result<T, BadSchedule> {
    // `parse` would also take a sign.
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
    let number = digits.parse().ok().filter(|_| plain);
    number.ok_or_else(|| BadSchedule::Part(shortened(part)))
}

/// So much of a text as a message can quote.
fn shortened(text: &str) -> String {
    const LONGEST: usize = 40;
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    text.chars().take(LONGEST).chain(['.', '.', '.']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use Decision::{Choice, Thread};

    fn read(text: &str) -> Result<Schedule, BadSchedule> {
        text.parse()
    }

    #[test]
    fn every_schedule_reads_as_it_was_written() {
        let plain = ExecutionSettings {
            full: false,
            step_limit: USUAL_STEPS,
            cores: DEFAULT_CORES,
            max_threads: MOST_STARTED,
            focus: Focus::default(),
        };
        let close = Focus {
            counts: Counts::Dropped,
            output: true,
            hashing: 12,
        };
        let looked = Focus {
            counts: Counts::Looked,
            ..Focus::default()
        };
        let eight = NonZero::new(8).unwrap();
        let full = ExecutionSettings {
            full: true,
            step_limit: 200_000,
            cores: eight,
            max_threads: 3,
            focus: close,
        };
        let script = vec![
            Thread(0),
            Thread(0),
            Choice(1),
            Thread(70),
            Choice(0),
            Choice(0),
        ];
        let time_with = |seed, cores, focus| Schedule::Time {
            seed,
            cores,
            max_threads: MOST_STARTED,
            focus,
        };
        let time = |seed, cores| time_with(seed, cores, Focus::default());
        let schedules = [
            (time(None, DEFAULT_CORES), "1.time"),
            (time(Some(7), DEFAULT_CORES), "1.time.seed7"),
            (time(Some(7), eight), "1.time.cores8.seed7"),
            (
                time_with(None, eight, close),
                "1.time.drops.output.hash12.cores8",
            ),
            (
                Schedule::Time {
                    seed: Some(7),
                    cores: eight,
                    max_threads: 0,
                    focus: Focus::default(),
                },
                "1.time.cores8.threads0.seed7",
            ),
            (
                time_with(Some(7), DEFAULT_CORES, looked),
                "1.time.counts.seed7",
            ),
            (
                Schedule::Order {
                    script: script.clone(),
                    settings: plain,
                },
                "1.order.0x2,c1,70,c0x2",
            ),
            (
                Schedule::Order {
                    script,
                    settings: full,
                },
                "1.order.full.steps200000.cores8.threads3.drops.output.hash12.0x2,c1,70,c0x2",
            ),
        ];
        for (schedule, text) in schedules {
            assert_eq!(schedule.to_string(), text);
            assert_eq!(read(text), Ok(schedule));
        }
    }

    #[test]
    fn a_schedule_that_was_broken_into_lines_is_read() {
        assert_eq!(read("1.order.0x2,\\\n    1"), read("1.order.0x2,1"));
    }

    #[test]
    fn what_is_no_schedule_is_told_by_its_part() {
        let part = |text: &str| Err(BadSchedule::Part(text.to_owned()));
        assert_eq!(read(" \n"), Err(BadSchedule::Empty));
        assert_eq!(read("2.order.0"), Err(BadSchedule::Version("2".to_owned())));
        assert_eq!(read("nonsense"), part("nonsense"));
        assert_eq!(read("1"), part("1"));
        assert_eq!(read("1.other.0"), part("other"));
        assert_eq!(read("1.order"), part("order"));
        assert_eq!(read("1.order."), part(""));
        assert_eq!(read("1.order.0x,1"), part("0x"));
        assert_eq!(read("1.order.0,+1"), part("+1"));
        assert_eq!(read("1.order.0,c"), part("c"));
        assert_eq!(read("1.order.odd.0"), part("odd"));
        assert_eq!(read("1.time.seed"), part("seed"));
        assert_eq!(read("1.time.0x3"), part("0x3"));
        assert_eq!(read("1.time.cores0"), part("cores0"));
        assert_eq!(read("1.time.hash-1"), part("hash-1"));
        assert_eq!(read("1.time.threads10001"), part("threads10001"));
        assert_eq!(read("1.order.threads.0"), part("threads"));
        assert_eq!(
            read("1.order.0x10000000,1"),
            Err(BadSchedule::TooLong),
            "not filled in first"
        );
        assert_eq!(
            read("1.order.0x18446744073709551615,1x18446744073709551615"),
            Err(BadSchedule::TooLong)
        );
        let said = read("1.order.0,please").unwrap_err().to_string();
        assert!(said.contains("`please` is no part"), "{said}");
    }
}
