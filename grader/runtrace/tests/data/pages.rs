//! Pages hold nothing but text of others, whatever that is, and say what the data says.

use runtrace::html::{Frame, Listing};
use runtrace::{Annotated, Known, Row, RowKind, Trace};

use crate::samples::{row, timeline, trace};

const EVIL: &str = "\"></script><script>alert('&')</script>\u{1b}[31m\u{7}";

fn frame() -> Frame {
    Frame {
        subject: "ex03 Race conditions".to_owned(),
        check: "no_update_is_lost".to_owned(),
        verdict: "RACE".to_owned(),
        message: "got 1".to_owned(),
        ..Frame::default()
    }
}

#[test]
fn text_of_others_is_text_wherever_it_stands() {
    let evil = || EVIL.to_owned();
    let mut told = trace();
    told.threads = vec![evil(), evil()];
    told.closing = evil();
    for row in &mut told.rows {
        row.text = evil();
        row.known = Some(Known {
            name: evil(),
            value: Some(evil()),
            held: None,
        });
    }
    told.rows[0].place = format!("{EVIL}:3");
    told.sources[0].text = evil();
    let page = told.html(&Frame {
        subject: evil(),
        check: evil(),
        verdict: evil(),
        passed: false,
        message: evil(),
        notes: vec![evil()],
        warning: evil(),
        listings: vec![Listing {
            name: "src/lib.rs".to_owned(),
            text: evil(),
            whole: true,
        }],
    });
    assert_eq!(page.matches("<script").count(), 1);
    assert_eq!(page.matches("</script").count(), 1);
    assert!(
        !page.contains("\"></script"),
        "an attribute ends where it should"
    );
    assert!(!page.contains(['\u{1b}', '\u{7}']));
    assert!(
        page.matches("alert(").count() > 10,
        "it is shown all the same"
    );
}

#[test]
fn each_step_says_whose_it_is_where_and_what_is_known_then() {
    let mut told = trace();
    told.rows[2].known = Some(Known {
        name: "counter".to_owned(),
        value: Some("7".to_owned()),
        held: Some(true),
    });
    let page = told.html(&frame());
    // Three that can be stepped to: two steps and one that never comes. The switch belongs to the first.
    assert_eq!(page.matches("data-step=").count(), 3, "{page}");
    assert!(page.contains("data-of=\"counter\" data-value=\"7\" data-held=\"true\""));
    assert!(page.contains("1 of 3. main: lock Mutex, at src/lib.rs:3: let a = lock.lock();"));
    assert!(page.contains("It waits for itself."));
}

#[test]
fn a_file_at_hand_is_shown_and_of_another_the_lines_that_are_quoted() {
    let listing = |whole| Listing {
        name: "src/lib.rs".to_owned(),
        text: (1..=40).map(|line| format!("line {line}\n")).collect(),
        whole,
    };
    let page = |listings| {
        let frame = Frame {
            listings,
            ..frame()
        };
        trace().html(&frame)
    };
    assert_eq!(page(vec![listing(true)]).matches("<li value=").count(), 40);
    // Line 3, and three above and below, of which the first is not there.
    assert_eq!(page(vec![listing(false)]).matches("<li value=").count(), 6);
    let quoted = page(Vec::new());
    assert_eq!(
        quoted
            .matches("<li value=\"3\" id=\"src/lib.rs:3\"")
            .count(),
        1
    );
}

#[test]
fn a_run_without_steps_says_so() {
    assert!(
        Trace::default()
            .html(&frame())
            .contains("No thread did anything")
    );
}

#[test]
fn rows_that_are_left_out_and_threads_that_are_missing_break_nothing() {
    let told = Trace {
        threads: vec!["main".to_owned()],
        rows: vec![Row {
            thread: 9,
            ..row(RowKind::Panic, None, 0)
        }],
        ..Trace::default()
    };
    assert!(told.html(&frame()).contains("1 of 1."));
}

#[test]
fn each_stretch_of_a_timeline_is_a_link_to_its_row() {
    let page = Annotated::from(timeline()).html(&frame());
    let spans = page.matches("class=\"span ").count();
    assert!(spans > 0, "{page}");
    assert_eq!(spans, page.matches("data-step=").count());
    assert!(page.contains("<a href=\"#s1\" class=\"span "));
}
