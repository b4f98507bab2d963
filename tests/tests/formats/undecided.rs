//! What could not be decided costs no points silently: every format says so in its own way.

use grader::export::class::{self, Canvas, CanvasId};
use grader::export::{Class, Csv, Gradescope, Html, Junit, Markdown, PrairieLearn, Student};
use serde_json::Value;

use super::{autolab, classroom50, of_class, rendered, sample};

/// The student with a check that is UNSURE, worth 3, and one that is GRADER, worth 5.
fn student() -> Student {
    sample::class().students.remove(2)
}

const SAID: &str =
    "2 checks could not be decided (1 UNSURE, 1 GRADER). Their 8 points are neither given nor lost";

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("it is JSON")
}

#[test]
fn people_are_told_in_words() {
    for text in [
        rendered(&Markdown, &student()),
        rendered(&Html, &student()),
        json(&rendered(&Gradescope, &student()))["output"].to_string(),
        json(&rendered(&PrairieLearn, &student()))["message"].to_string(),
    ] {
        assert!(text.contains(SAID), "{text}");
    }
}

#[test]
fn prairielearn_does_not_count_the_attempt_nor_one_that_does_not_compile() {
    let gradable = |student: &Student| json(&rendered(&PrairieLearn, student))["gradable"].clone();
    assert_eq!(gradable(&student()), false);
    let [decided, some_of_it_compiles, _] =
        <[Student; 3]>::try_from(sample::class().students).unwrap();
    assert_eq!(gradable(&decided), true);
    assert_eq!(gradable(&some_of_it_compiles), true);
    let mut nothing_compiles = some_of_it_compiles;
    nothing_compiles.report.exercises.truncate(1);
    assert_eq!(gradable(&nothing_compiles), false);
}

#[test]
fn gradescope_gets_no_score_and_no_status_for_it() {
    let results = json(&rendered(&Gradescope, &student()));
    let unsure = &results["tests"][2];
    assert!(
        unsure.get("score").is_none() && unsure.get("status").is_none(),
        "{unsure:#}"
    );
    assert_eq!(
        unsure["name"],
        "ex03/no_deadlock (UNSURE: points neither given nor lost)"
    );
    assert_eq!(results["tests"][0]["status"], "passed");
}

#[test]
fn classroom_50_gets_the_word_in_the_name_which_is_all_it_shows() {
    let results = json(&rendered(&classroom50(), &student()));
    let fault = &results["tests"][3];
    assert_eq!(fault["undecided"], true);
    let name = fault["test-name"].as_str().unwrap();
    assert!(name.contains("GRADER: not decided"), "{name}");
}

#[test]
fn autolab_gets_no_score_of_the_exercise() {
    let text = rendered(&autolab(), &student());
    assert!(
        !text.contains("\"scores\""),
        "nothing is decided whole: {text}"
    );
    let mut half = student();
    half.report.exercises[1] = sample::class().students[0].report.exercises[1].clone();
    let text = rendered(&autolab(), &half);
    let last = text.lines().next_back().unwrap();
    assert_eq!(last, r#"{"scores":{"ex04":0},"scoreboard":[7]}"#);
}

#[test]
fn junit_has_an_error_and_no_failure() {
    let xml = rendered(&Junit, &student());
    let document = roxmltree::Document::parse(&xml).unwrap();
    let count = |tag: &str| {
        document
            .descendants()
            .filter(|node| node.has_tag_name(tag))
            .count()
    };
    assert_eq!((count("error"), count("failure")), (2, 0));
}

#[test]
fn csv_has_a_column_of_open_points() {
    let csv = rendered(&Csv, &student());
    let mut rows = csv::Reader::from_reader(csv.as_bytes());
    assert_eq!(&rows.headers().unwrap()[9], "undecided");
    let open: Vec<_> = rows
        .records()
        .map(|row| row.unwrap()[9].to_owned())
        .collect();
    assert_eq!(open, ["0", "0", "3", "5", "0"]);
}

#[test]
fn canvas_gets_an_empty_cell_and_the_student_is_named() {
    let class: Class = sample::class();
    let canvas = Canvas {
        column: "Practical 23 (4711)".to_owned(),
        id: CanvasId::SisLogin,
    };
    let csv = of_class(&canvas, &class);
    let last = csv.lines().next_back().unwrap();
    assert_eq!(last, "\"O'Neil, \"\"Bob\"\"\",,,o'neil,,");
    let open: Vec<_> = Canvas::left_open(&class)
        .map(|student| student.id.as_str())
        .collect();
    assert_eq!(open, ["o'neil"]);
}

#[test]
fn a_class_marks_what_is_not_final() {
    let class = sample::class();
    let markdown = of_class(&class::Markdown, &class);
    assert!(
        markdown.contains("| 11 (8 undecided) | 5 (3 undecided) | 5 (5 undecided) |"),
        "{markdown}"
    );
    let dir = super::folder(&class::Html, &class);
    let index = std::fs::read_to_string(dir.path().join("index.html")).unwrap();
    assert!(
        index.contains("1 student has checks that could not be decided"),
        "{index}"
    );
    assert!(
        index.contains("<td class=\"number\" data-value=\"11\">11?</td>"),
        "{index}"
    );
}
