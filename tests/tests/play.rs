//! `grader play` in lines, as a page and as a game, with the real program on samples of ex03.

use std::fs;

use serde_json::Value;

use crate::course_copy::{Copy, Lent};
use crate::program::COURSE;

const FILE: &str = "exercises/ex03_race_conditions/src/lib.rs";
const STUB: &str = "exercises/ex03_race_conditions/stub/src/lib.rs";
const SOLUTION: &str = "solutions/ex03_race_conditions/src/lib.rs";
const LEVELS: &str = "tests/submissions/levels.toml";

/// The copy, with a wrong sample as the student's file.
fn with(sample: &str) -> Lent {
    let copy = Copy::lock();
    let path = COURSE.join(format!("tests/submissions/ex03/wrong/{sample}.rs"));
    copy.write(FILE, fs::read(path).expect("the sample is there"));
    copy
}

/// A session in lines, which ends well.
fn session(copy: &Copy, arguments: &[&str], input: &str) -> String {
    let ended = copy.grader_fed(arguments, input);
    assert_eq!((ended.code, ended.stderr.as_str()), (0, ""), "{ended:?}");
    ended.stdout
}

/// Compares without the lines of the checks, which change with them.
fn told(compare: impl FnOnce()) {
    let mut settings = insta::Settings::clone_current();
    settings.add_filter(r"tests/checks\.rs:\d+", "tests/checks.rs:N");
    settings.bind(compare);
}

#[test]
fn a_lost_update_is_found_by_hand_taken_back_and_shown() {
    let copy = with("load_then_store");
    let input = "1\n2\nb\nh\n2\n9\n1\nnonsense\n1\nb\nr\ns\nq\n";
    told(|| insta::assert_snapshot!(session(&copy, &["play", "ex03"], input)));
}

#[test]
fn a_deadlock_is_found_and_who_waits_for_whom_is_shown() {
    let copy = with("opposite_order");
    let check = ["play", "3", "the_account_is_never_overdrawn"];
    let input = "h\ns\nb\n?\na\n\nq\n";
    told(|| insta::assert_snapshot!(session(&copy, &check, input)));
}

#[test]
fn a_check_that_passes_can_be_played_and_no_way_to_break_it_is_found() {
    let copy = Copy::lock();
    copy.write(FILE, copy.read(SOLUTION));
    let told = session(
        &copy,
        &["play", "ex03", "no_update_is_lost"],
        "s\n1\ns\nrun 2\nn\nrun 9\n",
    );
    assert!(told.contains("run 1 of 4, tests/checks.rs:"), "{told}");
    assert!(
        told.contains("This run holds (") && told.contains("Try to break it"),
        "{told}"
    );
    assert!(
        told.contains("From here no choice leads to a failure: "),
        "{told}"
    );
    assert!(
        told.contains("run 2 of 4") && told.contains("run 3 of 4"),
        "{told}"
    );
    assert!(
        told.contains("There is no run 9: this check has 4 to play."),
        "{told}"
    );
}

#[test]
fn the_page_holds_a_way_to_the_failure() {
    let copy = with("load_then_store");
    let page = copy.path("target/page.html");
    fs::create_dir_all(page.parent().unwrap()).unwrap();
    session(
        &copy,
        &["play", "ex03", "--html", page.to_str().unwrap()],
        "",
    );
    let html = fs::read_to_string(&page).unwrap();
    let (_, rest) = html.split_once("id=\"data\">").unwrap();
    let data: Value = serde_json::from_str(rest.split_once("</script>").unwrap().0).unwrap();
    let nodes = data["nodes"].as_array().unwrap();
    let text = |number: &Value| {
        data["texts"][number.as_u64().unwrap() as usize]
            .as_str()
            .unwrap()
    };
    let races = nodes
        .iter()
        .filter(|node| !node["end"].is_null() && text(&node["end"][0]) == "RACE");
    assert!(
        races.count() >= 2,
        "either thread can lose the other's update"
    );
    assert!(nodes[0]["fails"].as_u64() == Some(1) && nodes.len() > 5);
    let lines = data["files"][0][1].as_array().unwrap();
    // In pieces, each with what it is.
    let whole = |line: &Value| -> String {
        let pieces = line.as_array().unwrap().iter();
        pieces.map(|piece| piece[1].as_str().unwrap()).collect()
    };
    assert!(lines.iter().any(|it| whole(it).contains("self.value.load")));
}

#[test]
fn what_cannot_be_played_says_why_and_what_to_do() {
    let copy = Copy::lock();
    let stub = copy.read(STUB);
    copy.write(FILE, &stub);
    let todo = copy.grader(&["play", "ex03"]);
    assert_eq!((todo.code, todo.stderr.as_str()), (1, ""), "{todo:?}");
    assert!(
        todo.stdout.starts_with("TODO: todo!() at src/lib.rs:"),
        "{todo:?}"
    );
    let said: Vec<&str> = todo.stdout.split_whitespace().collect();
    assert!(said.join(" ").contains(&format!("edit {FILE}")), "{todo:?}");

    copy.write(
        FILE,
        stub.replace("pub struct Counter", "pub strct Counter"),
    );
    let broken = copy.grader(&["play", "ex03"]);
    assert_eq!((broken.code, broken.stderr.as_str()), (1, ""), "{broken:?}");
    assert!(
        broken.stdout.starts_with("BUILD: ") && broken.stdout.contains("src/lib.rs:"),
        "{broken:?}"
    );
    copy.write(FILE, &stub);

    for (arguments, said) in [
        (&["play"][..], "`grader play ex03`"),
        (&["play", "ex99"], "no exercise is called `ex99`"),
        (
            &["play", "ex03", "nonsense"],
            "ex03 has no check `nonsense`; it has no_update_is_lost, ",
        ),
        (
            &["play", "ex01"],
            "ex01 is not run under every interleaving",
        ),
        (
            &["play", "ex05"],
            "ex05 is not run under every interleaving",
        ),
        (
            &["play", "ex03", "nobody_sleeps_with_the_lock_held"],
            "the check nobody_sleeps_with_the_lock_held of ex03",
        ),
        (
            &["play", "ex03", "--html", "nowhere/page.html"],
            "name a file in a folder that exists",
        ),
    ] {
        if said.starts_with("ex01") {
            let solution = copy.read("solutions/ex01_sleep_loop/src/lib.rs");
            copy.write("exercises/ex01_sleep_loop/src/lib.rs", solution);
        }
        if said.starts_with("the check") {
            copy.write(FILE, copy.read(SOLUTION));
        }
        let ended = copy.grader(arguments);
        let stderr = ended.error(2);
        assert!(stderr.contains(said), "{arguments:?}: {stderr}");
    }
    let stub = copy.read("exercises/ex01_sleep_loop/stub/src/lib.rs");
    copy.write("exercises/ex01_sleep_loop/src/lib.rs", stub);
}

#[test]
fn the_game_remembers_which_levels_were_won() {
    let copy = Copy::lock();
    copy.remove("tests/submissions");
    let none = copy.grader(&["play", "--game"]);
    assert!(
        none.error(2)
            .contains("`git checkout -- tests/submissions`"),
        "{none:?}"
    );

    copy.write(
        LEVELS,
        "levels = [\"ex03/load_then_store\", \"ex03/nobody_joins\"]\n",
    );
    for sample in ["load_then_store", "nobody_joins"] {
        copy.bring(&format!("tests/submissions/ex03/wrong/{sample}.rs"));
    }
    copy.grader(&["play", "--game"]);
    let first = session(&copy, &["play", "--game"], "h\ns\nq\n");
    assert!(
        first.contains("Level 1 of 2 (0 won): load then store"),
        "{first}"
    );
    assert!(
        first.contains("RACE") && !first.contains("Level won"),
        "being shown is not winning: {first}"
    );
    let second = session(&copy, &["play", "--game"], "1\n2\n1\n1\n1\nn\nq\n");
    let told = [
        "Level 1 of 2 (0 won)",
        "Level won.",
        "Level 2 of 2 (1 won): nobody joins",
    ];
    assert!(told.iter().all(|it| second.contains(it)), "{second}");
    let third = session(&copy, &["play", "--game"], "q\n");
    assert!(
        third.starts_with("ex03  every_result_is_kept\nLevel 2 of 2 (1 won)"),
        "{third}"
    );
    copy.remove("tests/submissions");
}

/// Whatever is listed is there and ends as a level ends. That it can be played is seen when it is: each would have to be
/// compiled.
#[test]
fn the_levels_are_samples_that_an_order_of_threads_breaks() {
    let list: toml::Table = fs::read_to_string(COURSE.join(LEVELS))
        .unwrap()
        .parse()
        .unwrap();
    let levels = list["levels"].as_array().unwrap();
    let mut ids: Vec<_> = levels.iter().map(|id| id.as_str().unwrap()).collect();
    for id in &ids {
        let (exercise, name) = id.split_once('/').unwrap();
        let path = COURSE.join(format!("tests/submissions/{exercise}/wrong/{name}.rs"));
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{id}: {error}"));
        let breaks = text.contains("= \"race\"") || text.contains("= \"deadlock\"");
        assert!(
            breaks,
            "{id} has no check that ends in a race or a deadlock"
        );
    }
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert!(
        count == ids.len() && count > 30,
        "{count} levels, {} of them different",
        ids.len()
    );
}
