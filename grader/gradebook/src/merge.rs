//! Joins the gradebooks of shards into one.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::{Attempt, Gradebook, GradebookError, Key, Student};

/// The fact that says which shard a gradebook is of: `2/3`.
pub const SHARD: &str = "shard";

/// The fact that says with which course it was graded.
pub const COURSE: &str = "course";

/// Why gradebooks cannot be joined. Nothing has been written then.
#[derive(Debug, thiserror::Error)]
pub enum MergeError {
    /// One of them cannot be used.
    #[error(transparent)]
    Gradebook(#[from] GradebookError),
    /// It was not made with `--shard`.
    #[error("{} is no shard: it was graded without --shard I/N", path.display())]
    NoShard {
        /// The gradebook.
        path: PathBuf,
    },
    /// Two of them do not belong together.
    #[error("{} and {} do not belong together: {reason}", first.display(), other.display())]
    Apart {
        /// One of them.
        first: PathBuf,
        /// The other.
        other: PathBuf,
        /// Why not.
        reason: String,
    },
    /// Not every shard is there.
    #[error("of {count} shards these are missing: {missing}; give their gradebooks too")]
    Gap {
        /// How many there are.
        count: u32,
        /// Their numbers.
        missing: String,
    },
    /// A verdict that its shard should have is not there.
    #[error("{} is not finished: the verdict on {exercise} of {student} is missing; run its shard again", path.display())]
    Unfinished {
        /// The gradebook.
        path: PathBuf,
        /// Whose.
        student: String,
        /// `ex03`
        exercise: String,
    },
    /// The whole gradebook cannot be put in its place.
    #[error("cannot write {}: {source}; make its folder writable, or give another --gradebook", path.display())]
    Write {
        /// As given.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// There is a gradebook already.
    #[error("{} exists already; give --gradebook a new file", path.display())]
    Exists {
        /// As given.
        path: PathBuf,
    },
}

/// One shard, read.
struct Shard {
    book: Gradebook,
    path: PathBuf,
    number: u32,
    count: u32,
    course: Option<String>,
    students: Vec<Student>,
    attempts: Vec<Attempt>,
}

/// Joins `shards` into a new gradebook at `into`.
///
/// # Errors
/// See [`MergeError`].
pub fn merge(shards: &[PathBuf], into: &Path) -> Result<Gradebook, MergeError> {
    if into.exists() {
        return Err(MergeError::Exists {
            path: into.to_owned(),
        });
    }
    let shards = shards.iter().map(|path| Shard::read(path));
    let shards = shards.collect::<Result<Vec<_>, _>>()?;
    belong_together(&shards)?;
    let by_number: BTreeMap<u32, &Shard> =
        shards.iter().map(|shard| (shard.number, shard)).collect();
    let count = shards.first().map_or(0, |shard| shard.count);
    let missing: Vec<String> = (1..=count)
        .filter(|number| !by_number.contains_key(number))
        .map(|number| number.to_string())
        .collect();
    if !missing.is_empty() || shards.is_empty() {
        return Err(MergeError::Gap {
            count,
            missing: missing.join(", "),
        });
    }
    let found = verdicts(&by_number, count)?;
    // It has its name when it is whole: a merge that is killed is no gradebook.
    let draft = Draft::beside(into);
    draft.remove()?;
    drop(write(&shards[0], &found, &draft.path)?);
    fs::rename(&draft.path, into).map_err(|source| draft.failed(source))?;
    Ok(Gradebook::open(into)?)
}

/// A gradebook that is not finished.
struct Draft<'p> {
    path: PathBuf,
    into: &'p Path,
}

impl<'p> Draft<'p> {
    fn beside(into: &'p Path) -> Self {
        let path = with_end(into, ".unfinished");
        Self { path, into }
    }

    /// Removes what an earlier merge has left, with what SQLite had beside it.
    fn remove(&self) -> Result<(), MergeError> {
        for end in ["", "-wal", "-shm"] {
            match fs::remove_file(with_end(&self.path, end)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(self.failed(error));
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn failed(&self, source: io::Error) -> MergeError {
        MergeError::Write {
            path: self.into.to_owned(),
            source,
        }
    }
}

/// The path with that at its end.
fn with_end(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    PathBuf::from(name)
}

impl Shard {
    fn read(path: &Path) -> Result<Self, MergeError> {
        let book = Gradebook::read(path)?;
        let shard = book.fact(SHARD)?;
        let (number, count) = shard
            .as_deref()
            .and_then(|shard| shard.split_once('/'))
            .and_then(|(number, count)| Some((number.parse().ok()?, count.parse().ok()?)))
            .ok_or_else(|| MergeError::NoShard {
                path: path.to_owned(),
            })?;
        Ok(Self {
            path: path.to_owned(),
            number,
            count,
            course: book.fact(COURSE)?,
            students: book.students()?,
            attempts: book.attempts()?,
            book,
        })
    }
}

/// Refuses shards of other divisions, courses and classes, and two of the same.
fn belong_together(shards: &[Shard]) -> Result<(), MergeError> {
    let Some((first, others)) = shards.split_first() else {
        return Ok(());
    };
    let apart = |first: &Shard, other: &Shard, reason: String| MergeError::Apart {
        first: first.path.clone(),
        other: other.path.clone(),
        reason,
    };
    for other in others {
        let reason = match other {
            _ if other.count != first.count => {
                format!("one is of {} shards, one of {}", first.count, other.count)
            }
            _ if other.course != first.course => {
                "they were graded with two versions of the course".to_owned()
            }
            _ if other.students != first.students => "their classes differ".to_owned(),
            _ if other.attempts != first.attempts => match other_checks(first, other) {
                Some(exercise) => format!(
                    "the checks of {exercise} differ; grade all shards under the same checks"
                ),
                None => "what was handed in differs; grade all shards from the same files".into(),
            },
            _ => continue,
        };
        return Err(apart(first, other, reason));
    }
    let mut seen = BTreeMap::new();
    for shard in shards {
        if let Some(twin) = seen.insert(shard.number, shard) {
            let reason = format!("both are shard {}/{}", shard.number, shard.count);
            return Err(apart(twin, shard, reason));
        }
    }
    Ok(())
}

/// An exercise with other addresses of verdicts, if that is all in which attempts differ.
fn other_checks<'s>(first: &'s Shard, other: &Shard) -> Option<&'s str> {
    let mut alike = other.attempts.clone();
    for (of_other, of_first) in alike.iter_mut().zip(&first.attempts) {
        of_other.verdict = of_first.verdict.clone();
    }
    let mut pairs = first.attempts.iter().zip(&other.attempts);
    let differs = pairs.find(|(one, two)| one.verdict != two.verdict)?.0;
    (alike == first.attempts).then_some(differs.exercise.as_str())
}

/// A verdict, and the exercise that it is of.
type Found = BTreeMap<Key, (String, crate::Graded)>;

/// The verdict on each attempt, from the shard that it belongs to.
fn verdicts(shards: &BTreeMap<u32, &Shard>, count: u32) -> Result<Found, MergeError> {
    let mut found = Found::new();
    for attempt in shards
        .values()
        .next()
        .iter()
        .flat_map(|shard| &shard.attempts)
    {
        let shard = shards[&(attempt.source.share(count) + 1)];
        let Some(graded) = shard.book.verdict(&attempt.verdict)? else {
            return Err(MergeError::Unfinished {
                path: shard.path.clone(),
                student: attempt.student.clone(),
                exercise: attempt.exercise.clone(),
            });
        };
        found.insert(attempt.verdict.clone(), (attempt.exercise.clone(), graded));
    }
    Ok(found)
}

fn write(shard: &Shard, found: &Found, into: &Path) -> Result<Gradebook, MergeError> {
    let mut book = Gradebook::open(into)?;
    book.enrol(&shard.students)?;
    let mut handed_in = Vec::new();
    for attempt in &shard.attempts {
        // A shard holds what its attempts name.
        if let Some(source) = shard.book.source(&attempt.source)? {
            handed_in.push((attempt.clone(), source));
        }
    }
    book.hand_in(&handed_in)?;
    for (key, (exercise, graded)) in found {
        book.record(key, exercise, graded)?;
    }
    for (name, value) in shard.book.facts("")? {
        if name != SHARD {
            book.set_fact(&name, &value)?;
        }
    }
    Ok(book)
}
