//! Pictures: what is drawn, and that it is XML whatever the program says.

use std::model::VirtualTime;
use std::thread;
use std::time::Duration;

use crate::programs::{self, searched, timed, timeline};

/// The elements and texts of a picture, without its colours and fonts. It must be valid XML and have a title.
fn drawn(svg: &str) -> String {
    let document = roxmltree::Document::parse(svg).expect("it is XML");
    let root = document.root_element();
    assert_eq!(root.tag_name().name(), "svg");
    assert_eq!(root.attribute("role"), Some("img"));
    let first = root.first_element_child().expect("it has children");
    assert_eq!(first.tag_name().name(), "title");
    assert!(first.text().is_some_and(|title| !title.is_empty()));
    let (start, rest) = svg.split_once("<style>").expect("it has its own style");
    let (_, end) = rest.split_once("</style>").expect("which ends");
    format!("{start}{}", end.trim_start())
}

#[test]
fn a_race() {
    insta::assert_snapshot!(drawn(&searched(programs::lost_update).svg()));
}

#[test]
fn a_deadlock() {
    insta::assert_snapshot!(drawn(&searched(programs::opposite_orders).svg()));
}

#[test]
fn a_run_that_is_too_slow() {
    insta::assert_snapshot!(drawn(
        &timeline(programs::lock_held_asleep).too_slow().svg()
    ));
}

#[test]
fn a_failure_in_virtual_time_is_a_timeline() {
    let failure = timed(|| {
        thread::sleep(Duration::from_secs(1));
        panic!("after a while");
    });
    let svg = drawn(&failure.svg());
    assert!(
        svg.contains("after a while") && svg.contains("sleeps 1 s"),
        "{svg}"
    );
}

#[test]
fn what_a_program_says_cannot_break_the_picture() {
    let nasty = "</text>&\u{1b}[31m\u{0}\u{fffe}<script>\"'";
    let named = move || thread::Builder::new().name(nasty.to_owned().replace('\0', ""));
    let failure = searched(move || {
        let worker = named().spawn(move || panic!("{nasty}"));
        worker.unwrap().join().unwrap();
    });
    let svg = failure.svg();
    assert!(drawn(&svg).contains("&lt;script&gt;"), "{svg}");
    let timeline = VirtualTime::new().run(move || {
        let worker = named().spawn(|| thread::sleep(Duration::from_secs(1)));
        worker.unwrap().join().unwrap();
    });
    let svg = timeline.expect("nothing fails").svg();
    assert!(drawn(&svg).contains("&lt;script&gt;"), "{svg}");
}
