//! Rows say less where columns are narrow.

use runtrace::{Row, RowKind, Style, Trace};
use unicode_width::UnicodeWidthStr as _;

use crate::samples::row;

fn unlock(thread: usize) -> Row {
    Row {
        text: "unlock counter (0 -> 1)".to_owned(),
        brief: vec!["unlock (0 -> 1)".to_owned(), "unlock".to_owned()],
        marked: false,
        ..row(RowKind::Step, Some(thread + 1), thread)
    }
}

/// A trace of so many threads, each with the same step.
fn drawn(threads: usize, columns: usize) -> String {
    let trace = Trace {
        threads: (0..threads).map(|at| format!("t{at}")).collect(),
        rows: (0..threads).map(unlock).collect(),
        interruptions: None,
        ..Trace::default()
    };
    trace.text(Style::new().width(columns))
}

fn count(text: &str, words: &str) -> usize {
    text.matches(words).count()
}

#[test]
fn all_is_said_where_there_is_room() {
    let text = drawn(2, 80);
    assert_eq!(count(&text, "unlock counter (0 -> 1)"), 2, "{text}");
}

#[test]
fn names_go_before_values() {
    let text = drawn(3, 80);
    assert_eq!(count(&text, "unlock (0 -> 1)"), 3, "{text}");
}

#[test]
fn values_go_before_the_columns_of_the_threads() {
    let text = drawn(6, 80);
    assert_eq!(
        (count(&text, "unlock"), count(&text, "->")),
        (6, 0),
        "{text}"
    );
    let head = text.lines().nth(2).unwrap_or_default();
    assert!(head.contains("t0 ") && head.contains("t5"), "{text}");
}

#[test]
fn without_columns_all_is_said_again() {
    let text = drawn(12, 80);
    assert_eq!(count(&text, "unlock counter (0 -> 1)"), 12, "{text}");
    assert!(text.contains("t11  unlock counter"), "{text}");
}

#[test]
fn in_a_narrow_terminal_each_step_is_a_sentence_and_none_is_cut() {
    let text = drawn(2, 40);
    let steps: Vec<_> = text.lines().filter(|line| line.contains("t0")).collect();
    assert_eq!(steps, ["  1 t0: unlock counter (0 -> 1),"], "{text}");
    assert!(
        text.lines().all(|line| line.chars().count() <= 40),
        "{text}"
    );
    assert!(text.contains("\n    src/lib.rs:"), "{text}");
}

/// Steps whose names and values are wide letters.
fn wide(columns: usize) -> String {
    let row = |thread| Row {
        text: "send 数据锁数据锁数据锁 (数据锁 -> 数据锁数据锁)".to_owned(),
        ..unlock(thread)
    };
    let trace = Trace {
        threads: vec!["生产者".to_owned(), "consumer".to_owned()],
        rows: vec![row(0), row(1)],
        closing: "数据锁 ".repeat(30),
        ..Trace::default()
    };
    trace.text(Style::new().width(columns))
}

#[test]
fn wide_letters_count_as_the_two_columns_that_they_take() {
    for width in [40, 60, 80] {
        let text = wide(width);
        let too_wide = text.lines().find(|line| line.width() > width);
        assert_eq!(too_wide, None, "{text}");
    }
    let rows = wide(80);
    let second = |name: &str| {
        let line = rows.lines().find(|line| line.contains(name));
        line.map(|line| line[..line.find(name).unwrap_or(0)].width())
    };
    // The second thread's steps stand below its name, whatever stands before it.
    let step = rows.lines().rfind(|line| line.contains("unlock"));
    let step = step.map(|line| line[..line.find("unlock").unwrap_or(0)].width());
    assert_eq!(second("consumer"), step, "{rows}");
}
