//! The gradebook: what is recorded, and what can be asked of it.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::{Attempt, GradebookError, Graded, Key, Source, Student, schema};

/// The columns of an [`Attempt`], in the order in which [`attempt`] reads them.
const ATTEMPT: &str = "student, exercise, number, source, \"commit\", committed, verdict";

/// One file of marks.
#[derive(Debug)]
pub struct Gradebook {
    connection: Connection,
    path: PathBuf,
    /// Opened for writing.
    writes: bool,
}

impl Drop for Gradebook {
    fn drop(&mut self) {
        if self.writes {
            schema::close(&self.connection);
        }
    }
}

impl Gradebook {
    /// Opens the file for writing, and makes it if it is not there. No other process can write to it, or read it, until
    /// this is dropped.
    ///
    /// # Errors
    /// See [`GradebookError`].
    pub fn open(path: &Path) -> Result<Self, GradebookError> {
        Ok(Self {
            connection: schema::open(path)?,
            path: path.to_owned(),
            writes: true,
        })
    }

    /// Opens a file that is there, for reading.
    ///
    /// # Errors
    /// See [`GradebookError`].
    pub fn read(path: &Path) -> Result<Self, GradebookError> {
        Ok(Self {
            connection: schema::read(path)?,
            path: path.to_owned(),
            writes: false,
        })
    }

    /// As it was given.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Notes who is in the class now, in that order. What others have handed in is kept, and not reported.
    ///
    /// # Errors
    /// See [`GradebookError`].
    pub fn enrol(&mut self, students: &[Student]) -> Result<(), GradebookError> {
        self.in_transaction(|connection| {
            connection.execute("UPDATE students SET place = -1", [])?;
            let mut insert = connection.prepare(
                "INSERT INTO students (id, place, name, team) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (id) DO UPDATE SET place = ?2, name = ?3, team = ?4",
            )?;
            for (place, student) in (0_i64..).zip(students) {
                insert.execute(params![student.id, place, student.name, student.team])?;
            }
            Ok(())
        })
    }

    /// Who is in the class, in the order of its list.
    ///
    /// # Errors
    /// See [`GradebookError`].
    pub fn students(&self) -> Result<Vec<Student>, GradebookError> {
        let student = |row: &Row<'_>| {
            Ok(Student {
                id: row.get(0)?,
                name: row.get(1)?,
                team: row.get(2)?,
            })
        };
        self.list(
            "SELECT id, name, team FROM students WHERE place >= 0 ORDER BY place",
            student,
        )
    }

    /// Notes what was handed in. What equals the student's last attempt at that exercise is no new attempt; if no verdict
    /// was found for that yet, it is to get the present one.
    ///
    /// # Errors
    /// See [`GradebookError`].
    pub fn hand_in(&mut self, handed_in: &[(Attempt, Source)]) -> Result<(), GradebookError> {
        self.in_transaction(|connection| {
            handed_in
                .iter()
                .try_for_each(|(attempt, source)| hand_in(connection, attempt, source))
        })
    }

    /// All attempts of those who are in the class, by student, exercise and number.
    ///
    /// # Errors
    /// See [`GradebookError`].
    pub fn attempts(&self) -> Result<Vec<Attempt>, GradebookError> {
        let sql = format!(
            "SELECT {ATTEMPT} FROM attempts WHERE student IN (SELECT id FROM students WHERE place >= 0)
             ORDER BY student, exercise, number"
        );
        self.list(&sql, attempt)
    }

    /// What lies at that address.
    ///
    /// # Errors
    /// See [`GradebookError`].
    pub fn source(&self, key: &Key) -> Result<Option<Source>, GradebookError> {
        self.json("SELECT source FROM sources WHERE key = ?1", key)
    }

    /// The verdict of that address, if it has been found.
    ///
    /// # Errors
    /// See [`GradebookError`].
    pub fn verdict(&self, key: &Key) -> Result<Option<Graded>, GradebookError> {
        self.json("SELECT graded FROM verdicts WHERE key = ?1", key)
    }

    /// Whether a verdict of that address has been found in which nothing is left undecided.
    ///
    /// # Errors
    /// See [`GradebookError`].
    pub fn is_decided(&self, key: &Key) -> Result<bool, GradebookError> {
        let sql = "SELECT 1 FROM verdicts WHERE key = ?1 AND undecided = 0";
        let found = self.connection.query_row(sql, [key.as_str()], |_| Ok(()));
        Ok(found
            .optional()
            .map_err(|error| self.failed(error))?
            .is_some())
    }

    /// Records a verdict, in place of an undecided one of that address.
    ///
    /// # Errors
    /// See [`GradebookError`].
    pub fn record(&self, key: &Key, exercise: &str, graded: &Graded) -> Result<(), GradebookError> {
        let row = params![
            key.as_str(),
            exercise,
            graded.is_undecided(),
            to_json(graded)
        ];
        let sql = "INSERT OR REPLACE INTO verdicts (key, exercise, undecided, graded) VALUES (?1, ?2, ?3, ?4)";
        self.connection
            .execute(sql, row)
            .map(drop)
            .map_err(|error| self.failed(error))
    }

    /// Lets these attempts count as their `verdict` says; all of them or none.
    ///
    /// # Errors
    /// See [`GradebookError`].
    pub fn reassign(&mut self, attempts: &[Attempt]) -> Result<(), GradebookError> {
        self.in_transaction(|connection| {
            let mut update = connection.prepare(
                "UPDATE attempts SET verdict = ?4 WHERE student = ?1 AND exercise = ?2 AND number = ?3",
            )?;
            for it in attempts {
                update.execute(params![it.student, it.exercise, it.number, it.verdict.as_str()])?;
            }
            Ok(())
        })
    }

    /// A fact about the gradebook as a whole.
    ///
    /// # Errors
    /// See [`GradebookError`].
    pub fn fact(&self, name: &str) -> Result<Option<String>, GradebookError> {
        let found =
            self.connection
                .query_row("SELECT value FROM meta WHERE name = ?1", [name], |row| {
                    row.get(0)
                });
        found.optional().map_err(|error| self.failed(error))
    }

    /// Records such a fact.
    ///
    /// # Errors
    /// See [`GradebookError`].
    pub fn set_fact(&self, name: &str, value: &str) -> Result<(), GradebookError> {
        let sql = "INSERT OR REPLACE INTO meta (name, value) VALUES (?1, ?2)";
        self.connection
            .execute(sql, [name, value])
            .map(drop)
            .map_err(|error| self.failed(error))
    }

    /// The facts whose names begin so, by name.
    ///
    /// # Errors
    /// See [`GradebookError`].
    pub fn facts(&self, prefix: &str) -> Result<Vec<(String, String)>, GradebookError> {
        let mut facts = self.list("SELECT name, value FROM meta ORDER BY name", |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))
        })?;
        facts.retain(|(name, _)| name.starts_with(prefix));
        Ok(facts)
    }

    fn in_transaction(
        &mut self,
        write: impl FnOnce(&Connection) -> rusqlite::Result<()>,
    ) -> Result<(), GradebookError> {
        let path = self.path.clone();
        let all = || {
            let transaction = self.connection.transaction()?;
            write(&transaction)?;
            transaction.commit()
        };
        all().map_err(|error| GradebookError::of(path, error))
    }

    fn list<T>(
        &self,
        sql: &str,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, GradebookError> {
        let rows = || {
            let mut statement = self.connection.prepare(sql)?;
            statement
                .query_map([], read)?
                .collect::<Result<Vec<_>, _>>()
        };
        rows().map_err(|error| self.failed(error))
    }

    /// What a column holds as JSON, of the row of that key.
    fn json<T: serde::de::DeserializeOwned>(
        &self,
        sql: &str,
        key: &Key,
    ) -> Result<Option<T>, GradebookError> {
        let found = self
            .connection
            .query_row(sql, [key.as_str()], |row| row.get::<_, String>(0))
            .optional()
            .map_err(|error| self.failed(error))?;
        let parse = |text: String| {
            serde_json::from_str(&text).map_err(|error| GradebookError::Corrupt {
                path: self.path.clone(),
                reason: format!("what is recorded as {key} cannot be read: {error}"),
            })
        };
        found.map(parse).transpose()
    }

    fn failed(&self, error: rusqlite::Error) -> GradebookError {
        GradebookError::of(self.path.clone(), error)
    }
}

fn hand_in(connection: &Connection, attempt: &Attempt, source: &Source) -> rusqlite::Result<()> {
    let last = last_attempt(connection, &attempt.student, &attempt.exercise)?;
    let number = match last {
        Some(last) if last.source == attempt.source => {
            return connection
                .prepare_cached(
                    "UPDATE attempts SET verdict = ?4 WHERE student = ?1 AND exercise = ?2 AND number = ?3
                     AND NOT EXISTS (SELECT 1 FROM verdicts WHERE key = attempts.verdict AND undecided = 0)",
                )?
                .execute(params![
                    attempt.student,
                    attempt.exercise,
                    last.number,
                    attempt.verdict.as_str()
                ])
                .map(drop);
        }
        Some(last) => last.number + 1,
        None => 1,
    };
    connection
        .prepare_cached("INSERT OR IGNORE INTO sources (key, source) VALUES (?1, ?2)")?
        .execute([attempt.source.as_str(), &to_json(source)])?;
    let sql = format!("INSERT INTO attempts ({ATTEMPT}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
    connection.prepare_cached(&sql)?.execute(params![
        attempt.student,
        attempt.exercise,
        number,
        attempt.source.as_str(),
        attempt.commit,
        attempt.committed,
        attempt.verdict.as_str()
    ])?;
    Ok(())
}

fn last_attempt(
    connection: &Connection,
    student: &str,
    exercise: &str,
) -> rusqlite::Result<Option<Attempt>> {
    let sql = format!(
        "SELECT {ATTEMPT} FROM attempts WHERE student = ?1 AND exercise = ?2 ORDER BY number DESC LIMIT 1"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    statement.query_row([student, exercise], attempt).optional()
}

/// Reads the columns [`ATTEMPT`].
fn attempt(row: &Row<'_>) -> rusqlite::Result<Attempt> {
    Ok(Attempt {
        student: row.get(0)?,
        exercise: row.get(1)?,
        number: row.get(2)?,
        source: Key::read(row.get(3)?),
        commit: row.get(4)?,
        committed: row.get(5)?,
        verdict: Key::read(row.get(6)?),
    })
}

/// Nothing that is recorded has keys that are no strings, or numbers that JSON lacks.
fn to_json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
