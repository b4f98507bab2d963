//! The tables, and how a file is opened.
//!
//! Every table has its rows in the order of its key and nowhere else (`WITHOUT ROWID`), so that what a gradebook holds does
//! not depend on the order in which graders came to it.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use crate::GradebookError;

/// The version of the tables, in SQLite's `user_version`.
pub const VERSION: i64 = 1;

/// "grdb", in SQLite's `application_id`: what tells a gradebook from other SQLite files.
const APPLICATION: i64 = 0x6772_6462;

/// How long to wait for another process that has the file open: it mostly keeps it for long.
const PATIENCE: Duration = Duration::from_millis(500);

const TABLES: &str = "
CREATE TABLE meta (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE students (
    id TEXT PRIMARY KEY,
    place INTEGER NOT NULL,       -- in the class list
    name TEXT NOT NULL,
    team TEXT
) STRICT, WITHOUT ROWID;
CREATE TABLE sources (
    key TEXT PRIMARY KEY,
    source TEXT NOT NULL          -- JSON
) STRICT, WITHOUT ROWID;
CREATE TABLE attempts (
    student TEXT NOT NULL,
    exercise TEXT NOT NULL,
    number INTEGER NOT NULL,      -- from 1
    source TEXT NOT NULL,
    \"commit\" TEXT,
    committed TEXT,               -- RFC 3339
    verdict TEXT NOT NULL,        -- there may be none of that key yet
    PRIMARY KEY (student, exercise, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE verdicts (
    key TEXT PRIMARY KEY,
    exercise TEXT NOT NULL,
    undecided INTEGER NOT NULL,   -- 1: graded again the next time
    graded TEXT NOT NULL          -- JSON
) STRICT, WITHOUT ROWID;
";

/// Opens `path` for writing, which one process at a time can, and makes it if it is not there.
pub fn open(path: &Path) -> Result<Connection, GradebookError> {
    let failed = |source| GradebookError::of(path.to_owned(), source);
    let connection = Connection::open(path).map_err(failed)?;
    connection.busy_timeout(PATIENCE).map_err(failed)?;
    // Before anything is written: what is no gradebook is left as it is.
    check(&connection, path)?;
    prepare(&connection).map_err(failed)?;
    if version(&connection).map_err(failed)? == 0 {
        make(&connection).map_err(failed)?;
    }
    Ok(connection)
}

/// Opens `path` for reading.
pub fn read(path: &Path) -> Result<Connection, GradebookError> {
    if !path.exists() {
        return Err(GradebookError::Missing {
            path: path.to_owned(),
        });
    }
    let failed = |source| GradebookError::unreadable(path.to_owned(), source);
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(failed)?;
    connection.busy_timeout(PATIENCE).map_err(failed)?;
    // What a grader that was killed has left beside it is read too, and for that a file has to be made.
    version(&connection).map_err(failed)?;
    check(&connection, path)?;
    if version(&connection).map_err(failed)? == 0 {
        return Err(GradebookError::Foreign {
            path: path.to_owned(),
        });
    }
    Ok(connection)
}

/// Ends the write-ahead log: nothing is left beside the file, and it can be read where nothing can be written. What is
/// recorded stays recorded if that fails.
pub fn close(connection: &Connection) {
    let _ = connection.pragma_update_and_check(None, "journal_mode", "DELETE", |_| Ok(()));
}

/// Write-ahead log, so that each transaction costs one write; the lock is held until the process ends, however it does.
fn prepare(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
    connection.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
    connection.pragma_update(None, "synchronous", "NORMAL")?;
    connection.execute_batch("BEGIN IMMEDIATE; COMMIT")
}

fn version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// Refuses what is no gradebook, and one of later tables.
fn check(connection: &Connection, path: &Path) -> Result<(), GradebookError> {
    let failed = |source| GradebookError::of(path.to_owned(), source);
    let found = version(connection).map_err(failed)?;
    let application: i64 = connection
        .pragma_query_value(None, "application_id", |row| row.get(0))
        .map_err(failed)?;
    let tables: i64 = connection
        .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
        .map_err(failed)?;
    let path = path.to_owned();
    if tables > 0 && application != APPLICATION {
        return Err(GradebookError::Foreign { path });
    }
    if found > VERSION {
        return Err(GradebookError::Newer {
            path,
            found,
            known: VERSION,
        });
    }
    let sound: String = connection
        .pragma_query_value(None, "quick_check", |row| row.get(0))
        .map_err(failed)?;
    match sound.as_str() {
        "ok" => Ok(()),
        _ => Err(GradebookError::Corrupt {
            path,
            reason: first_of(&sound).to_owned(),
        }),
    }
}

/// The first thing that is wrong of all that SQLite found, whose list begins with the name of the database.
fn first_of(found: &str) -> &str {
    let mut lines = found.lines().filter(|line| !line.starts_with("***"));
    lines.next().unwrap_or(found)
}

fn make(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch(&format!(
        "BEGIN;{TABLES}PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {VERSION}; COMMIT"
    ))
}
