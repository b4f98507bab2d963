//! What a gradebook keeps, refuses and joins.

use std::fs;
use std::path::{Path, PathBuf};

use course::{Outcome, Verdict};
use gradebook::{
    Attempt, COURSE, File, Gradebook, GradebookError, Graded, GradedCheck, Key, MergeError, SHARD,
    Source, Student, merge,
};

fn student(id: &str) -> Student {
    Student {
        id: id.to_owned(),
        name: format!("Name of {id}"),
        team: None,
    }
}

fn source(text: &str) -> Source {
    Source::Files(vec![File {
        path: "src/lib.rs".to_owned(),
        text: text.to_owned(),
    }])
}

/// An attempt at ex03, under these checks.
fn attempt(id: &str, source: &Source, checks: &str) -> Attempt {
    Attempt {
        student: id.to_owned(),
        exercise: "ex03".to_owned(),
        number: 0,
        source: source.key(),
        commit: None,
        committed: None,
        verdict: Key::of([checks, source.key().as_str()]),
    }
}

fn graded(verdict: Verdict) -> Graded {
    let check = GradedCheck {
        name: "no_update_is_lost".to_owned(),
        max_points: 4,
        outcome: Outcome::of(verdict, "said"),
    };
    Graded {
        checks: vec![check],
        hints: true,
    }
}

/// A gradebook in which these students handed that in.
fn book(path: &Path, handed_in: &[(&str, &str)]) -> Gradebook {
    let mut book = Gradebook::open(path).unwrap();
    let students: Vec<_> = handed_in.iter().map(|(id, _)| student(id)).collect();
    book.enrol(&students).unwrap();
    hand_in(&mut book, handed_in, "checks 1");
    book
}

fn hand_in(book: &mut Gradebook, handed_in: &[(&str, &str)], checks: &str) {
    let rows: Vec<_> = handed_in
        .iter()
        .map(|(id, text)| (attempt(id, &source(text), checks), source(text)))
        .collect();
    book.hand_in(&rows).unwrap();
}

#[test]
fn the_same_file_again_is_no_new_attempt_and_another_one_is() {
    let dir = tempfile::tempdir().unwrap();
    let mut book = book(&dir.path().join("book"), &[("a", "one")]);
    hand_in(&mut book, &[("a", "one")], "checks 1");
    assert_eq!(book.attempts().unwrap().len(), 1);
    hand_in(&mut book, &[("a", "two")], "checks 1");
    hand_in(&mut book, &[("a", "one")], "checks 1");
    let numbers: Vec<_> = book
        .attempts()
        .unwrap()
        .iter()
        .map(|it| it.number)
        .collect();
    assert_eq!(numbers, [1, 2, 3]);
    assert_eq!(
        book.source(&source("two").key()).unwrap(),
        Some(source("two"))
    );
}

#[test]
fn a_mark_stays_when_the_checks_change_and_an_attempt_without_one_gets_the_new_checks() {
    let dir = tempfile::tempdir().unwrap();
    let mut book = book(&dir.path().join("book"), &[("a", "one"), ("b", "two")]);
    let marked = attempt("a", &source("one"), "checks 1").verdict;
    book.record(&marked, "ex03", &graded(Verdict::Passed))
        .unwrap();
    hand_in(&mut book, &[("a", "one"), ("b", "two")], "checks 2");
    let verdicts: Vec<_> = book
        .attempts()
        .unwrap()
        .into_iter()
        .map(|it| it.verdict)
        .collect();
    assert_eq!(
        verdicts,
        [marked, attempt("b", &source("two"), "checks 2").verdict]
    );
}

#[test]
fn an_undecided_verdict_is_kept_and_is_to_be_found_anew() {
    let dir = tempfile::tempdir().unwrap();
    let book = book(&dir.path().join("book"), &[("a", "one")]);
    let key = attempt("a", &source("one"), "checks 1").verdict;
    assert!(!book.is_decided(&key).unwrap());
    book.record(&key, "ex03", &graded(Verdict::Inconclusive))
        .unwrap();
    assert!(!book.is_decided(&key).unwrap());
    assert_eq!(
        book.verdict(&key).unwrap(),
        Some(graded(Verdict::Inconclusive))
    );
    book.record(&key, "ex03", &graded(Verdict::Race)).unwrap();
    assert!(book.is_decided(&key).unwrap());
}

#[test]
fn who_left_the_class_is_not_reported_and_not_lost() {
    let dir = tempfile::tempdir().unwrap();
    let mut book = book(&dir.path().join("book"), &[("a", "one"), ("b", "two")]);
    book.enrol(&[student("b")]).unwrap();
    assert_eq!(book.students().unwrap(), [student("b")]);
    assert_eq!(book.attempts().unwrap().len(), 1);
    book.enrol(&[student("b"), student("a")]).unwrap();
    assert_eq!(book.students().unwrap(), [student("b"), student("a")]);
    assert_eq!(book.attempts().unwrap().len(), 2);
}

#[test]
fn a_second_grader_is_sent_away_until_the_first_has_ended() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("book");
    let first = book(&path, &[]);
    assert!(matches!(
        Gradebook::open(&path),
        Err(GradebookError::InUse { .. })
    ));
    drop(first);
    Gradebook::open(&path).unwrap();
}

/// The error with which that file is refused.
fn refused(content: &[u8]) -> String {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("book");
    fs::write(&path, content).unwrap();
    let error = Gradebook::open(&path).unwrap_err().to_string();
    assert!(fs::read(&path).unwrap() == content, "it is left as it is");
    assert!(error.contains(path.to_str().unwrap()), "{error}");
    error
}

/// The bytes of a small gradebook, which `change` has been at.
fn made(change: &str) -> Vec<u8> {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("book");
    drop(book(&path, &[("a", &"text ".repeat(5_000))]));
    let connection = rusqlite::Connection::open(&path).unwrap();
    connection
        .pragma_update_and_check(None, "journal_mode", "DELETE", |_| Ok(()))
        .unwrap();
    connection.execute_batch(change).unwrap();
    drop(connection);
    fs::read(path).unwrap()
}

#[test]
fn what_is_no_gradebook_is_refused_and_left_as_it_is() {
    assert!(refused(b"student,points\n").contains("is damaged"));
    let newer = refused(&made("PRAGMA user_version = 2"));
    assert!(newer.contains("made by a later grader"), "{newer}");
    let foreign = refused(&made("PRAGMA application_id = 7"));
    assert!(
        foreign.contains("is an SQLite file, but no gradebook"),
        "{foreign}"
    );
    let mut torn = made("");
    let middle = torn.len() / 2;
    torn[middle..].fill(0xa5);
    let torn = refused(&torn);
    assert!(
        torn.contains("is damaged") && !torn.contains('\n'),
        "{torn}"
    );
    let missing = Gradebook::read(Path::new("/nowhere/book")).unwrap_err();
    assert!(matches!(missing, GradebookError::Missing { .. }));
}

/// Gradebooks of the shards of one class, finished.
fn shards(dir: &Path, count: u32) -> Vec<PathBuf> {
    let class: Vec<(String, String)> = (0..12)
        .map(|n| (format!("s{n:02}"), format!("text {n}")))
        .collect();
    let class: Vec<(&str, &str)> = class
        .iter()
        .map(|(id, text)| (id.as_str(), text.as_str()))
        .collect();
    (1..=count)
        .map(|number| {
            let path = dir.join(format!("shard-{number}"));
            let book = book(&path, &class);
            book.set_fact(SHARD, &format!("{number}/{count}")).unwrap();
            book.set_fact(COURSE, "one").unwrap();
            for (id, text) in &class {
                let of = attempt(id, &source(text), "checks 1");
                if of.source.share(count) + 1 == number {
                    book.record(&of.verdict, "ex03", &graded(Verdict::Passed))
                        .unwrap();
                }
            }
            path
        })
        .collect()
}

#[test]
fn shards_are_joined_into_a_whole_gradebook() {
    let dir = tempfile::tempdir().unwrap();
    let shards = shards(dir.path(), 3);
    let whole = merge(&shards, &dir.path().join("whole")).unwrap();
    assert_eq!(whole.students().unwrap().len(), 12);
    for attempt in whole.attempts().unwrap() {
        assert!(
            whole.is_decided(&attempt.verdict).unwrap(),
            "{}",
            attempt.student
        );
        assert!(whole.source(&attempt.source).unwrap().is_some());
    }
    assert_eq!(whole.fact(SHARD).unwrap(), None);
    drop(whole);
    let again = merge(&shards, &dir.path().join("whole")).unwrap_err();
    assert!(matches!(again, MergeError::Exists { .. }));
}

#[test]
fn gaps_overlaps_and_strangers_are_refused_and_nothing_is_written() {
    let dir = tempfile::tempdir().unwrap();
    let into = dir.path().join("whole");
    let [a, b, c]: [PathBuf; 3] = shards(dir.path(), 3).try_into().unwrap();
    let refused = |shards: &[PathBuf]| {
        let error = merge(shards, &into).unwrap_err().to_string();
        assert!(!into.exists());
        error
    };
    assert!(refused(&[a.clone(), c.clone()]).contains("of 3 shards these are missing: 2"));
    let overlap = refused(&[a.clone(), b.clone(), b.clone(), c.clone()]);
    assert!(overlap.contains("both are shard 2/3"), "{overlap}");

    Gradebook::open(&b)
        .unwrap()
        .set_fact(COURSE, "two")
        .unwrap();
    let other = refused(&[a.clone(), b.clone(), c.clone()]);
    assert!(other.contains("two versions of the course"), "{other}");
    Gradebook::open(&b)
        .unwrap()
        .set_fact(COURSE, "one")
        .unwrap();

    let plain = dir.path().join("plain");
    drop(book(&plain, &[("a", "one")]));
    assert!(refused(&[plain]).contains("is no shard"));

    Gradebook::open(&c)
        .unwrap()
        .enrol(&[student("s00")])
        .unwrap();
    assert!(refused(&[a, b, c]).contains("their classes differ"));
}

#[test]
fn shards_under_different_checks_and_of_different_files_are_told_apart() {
    let refused = |checks: &str, text: &str| {
        let dir = tempfile::tempdir().unwrap();
        let shards = shards(dir.path(), 2);
        for (shard, text, checks) in [(&shards[0], "new", "checks 1"), (&shards[1], text, checks)] {
            hand_in(
                &mut Gradebook::open(shard).unwrap(),
                &[("s00", text)],
                checks,
            );
        }
        let merged = merge(&shards, &dir.path().join("whole"));
        merged.unwrap_err().to_string()
    };
    let checks = refused("checks 2", "new");
    assert!(checks.contains("the checks of ex03 differ"), "{checks}");
    let files = refused("checks 2", "newer");
    assert!(files.contains("what was handed in differs"), "{files}");
}

#[test]
fn a_merge_that_was_killed_leaves_nothing_that_counts() {
    let dir = tempfile::tempdir().unwrap();
    let shards = shards(dir.path(), 2);
    let whole = dir.path().join("whole");
    for end in [".unfinished", ".unfinished-wal", ".unfinished-shm"] {
        fs::write(dir.path().join(format!("whole{end}")), "half a page").unwrap();
    }
    drop(merge(&shards, &whole).unwrap());
    let left = fs::read_dir(dir.path()).unwrap().flatten();
    let left: Vec<_> = left
        .map(|it| it.file_name().into_string().unwrap())
        .collect();
    assert!(left.contains(&"whole".to_owned()), "{left:?}");
    assert!(
        !left.iter().any(|name| name.contains("unfinished")),
        "{left:?}"
    );
    assert_eq!(
        Gradebook::read(&whole).unwrap().students().unwrap().len(),
        12
    );
}

/// Names of what lies in a folder.
fn names(dir: &Path) -> Vec<String> {
    let all = fs::read_dir(dir).unwrap().flatten();
    let mut names: Vec<_> = all
        .map(|it| it.file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn a_gradebook_is_one_file_after_writing_reading_and_joining() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("book");
    drop(book(&path, &[("ada", "one")]));
    assert_eq!(names(dir.path()), ["book"]);
    drop(Gradebook::read(&path).unwrap());
    assert_eq!(names(dir.path()), ["book"]);
    let shards = shards(dir.path(), 2);
    drop(merge(&shards, &dir.path().join("whole")).unwrap());
    assert_eq!(names(dir.path()).len(), 4, "{:?}", names(dir.path()));
}

#[test]
#[cfg(unix)]
fn where_nothing_can_be_written_a_gradebook_is_read_and_one_of_a_killed_grader_says_what_to_do() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("book");
    let open = book(&path, &[("ada", "one")]);
    // As they lie there when a grader is killed.
    let beside = [path.clone(), dir.path().join("book-wal")];
    let left = beside.map(|file| fs::read(file).unwrap());
    drop(open);
    // Not even root writes to a file through a link that SQLite does not follow.
    std::os::unix::fs::symlink("nowhere", dir.path().join("book-shm")).unwrap();
    assert_eq!(Gradebook::read(&path).unwrap().students().unwrap().len(), 1);
    fs::write(&path, &left[0]).unwrap();
    fs::write(dir.path().join("book-wal"), &left[1]).unwrap();
    let refused = Gradebook::read(&path).unwrap_err().to_string();
    for part in ["cannot read the gradebook ", "book-wal", "--gradebook"] {
        assert!(refused.contains(part), "{refused}");
    }
}

#[test]
fn a_shard_that_was_not_finished_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let shards = shards(dir.path(), 2);
    let mut late = Gradebook::open(&shards[0]).unwrap();
    let mut other = Gradebook::open(&shards[1]).unwrap();
    for book in [&mut late, &mut other] {
        hand_in(book, &[("s00", "something new")], "checks 1");
    }
    drop((late, other));
    let error = merge(&shards, &dir.path().join("whole"))
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("is not finished: the verdict on ex03 of s00"),
        "{error}"
    );
}
