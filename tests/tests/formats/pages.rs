//! Pages hold all they show, nothing of a submission runs in them, and their links lead somewhere.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use grader::export::Html;
use grader::export::class::{FolderRenderer, Html as ClassHtml};

use super::{folder, rendered, sample};

/// The values of that attribute.
fn values<'p>(page: &'p str, attribute: &str) -> Vec<&'p str> {
    let start = format!(" {attribute}=\"");
    let parts = page.split(start.as_str()).skip(1);
    parts.filter_map(|part| part.split('"').next()).collect()
}

/// Demands that the page fetches nothing and runs nothing but `scripts` of ours, and that ids are unique.
#[track_caller]
fn is_sound(page: &str, scripts: usize) {
    assert_eq!(page.matches("<script").count(), scripts, "only ours");
    assert!(!page.contains("<script>alert"), "{page}");
    for source in values(page, "src") {
        assert!(source.starts_with("data:image/svg+xml;base64,"), "{source}");
    }
    for address in values(page, "href") {
        assert!(!address.contains(':'), "{address} is elsewhere");
    }
    let ids = values(page, "id");
    let unique: BTreeSet<_> = ids.iter().collect();
    assert_eq!(ids.len(), unique.len(), "{ids:?}");
    for id in values(page, "aria-labelledby") {
        assert!(ids.contains(&id), "{id}");
    }
    let pictures = page.matches("<img ").count();
    let texts = values(page, "alt");
    assert_eq!(texts.len(), pictures);
    assert!(texts.iter().all(|text| !text.is_empty()));
    assert!(
        !page.contains(|c: char| c.is_control() && c != '\n'),
        "{page}"
    );
}

#[test]
fn the_page_of_a_submission_is_sound_whatever_it_says() {
    for student in sample::class().students {
        is_sound(&rendered(&Html, &student), 0);
    }
}

#[test]
fn the_pages_of_a_class_are_sound_and_their_links_lead_somewhere() {
    let class = sample::class();
    let dir = folder(&ClassHtml, &class);
    let read =
        |path: &Path| fs::read_to_string(path).unwrap_or_else(|error| panic!("{path:?}: {error}"));
    let index = read(&dir.path().join("index.html"));
    is_sound(&index, 1);
    let addresses: Vec<_> = values(&index, "href");
    // The way to the main part, a link for a name and two exercises of each student, and those of the two with notes.
    assert_eq!(addresses.len(), 1 + 3 * 3 + 2);
    for address in addresses {
        let (file, anchor) = address.split_once('#').unwrap_or((address, "main"));
        let page = match file {
            "" => index.clone(),
            file => read(&dir.path().join(file)),
        };
        assert!(values(&page, "id").contains(&anchor), "{address}");
    }
    for file in ["z-1", "-2", "o_neil"] {
        let page = read(&dir.path().join(format!("students/{file}.html")));
        is_sound(&page, 0);
        assert!(values(&page, "href").contains(&"../index.html"));
    }
}

#[test]
fn an_adjusted_mark_is_said_to_be_one() {
    let dir = folder(&ClassHtml, &sample::class());
    let page = fs::read_to_string(dir.path().join("students/o_neil.html")).unwrap();
    assert!(
        page.contains("The mark is <strong>11</strong>, with what a person has adjusted"),
        "{page}"
    );
    assert!(page.contains("ex03 -2 points: two days late"), "{page}");
    let other = fs::read_to_string(dir.path().join("students/z-1.html")).unwrap();
    assert!(!other.contains("adjusted"), "{other}");
}

#[test]
fn the_filters_know_the_verdict_of_each_check() {
    let dir = folder(&ClassHtml, &sample::class());
    let index = fs::read_to_string(dir.path().join("index.html")).unwrap();
    assert_eq!(values(&index, "data-verdicts")[0], "passed race deadlock");
    assert!(
        index.contains("<option value=\"ex03:1\">no_update_is_lost</option>"),
        "{index}"
    );
    let turn = "data-where=\"ex03:1\" data-verdict=\"race\"";
    assert!(index.contains(turn), "{index}");
}

/// A page a person has to wait for is no page: what 300 students need of the first one.
#[test]
fn the_first_page_of_a_big_class_is_small() {
    let mut class = sample::class();
    let students = class.students.clone();
    class.students = (0..300).map(|at| students[at % 3].clone()).collect();
    for (at, student) in class.students.iter_mut().enumerate() {
        student.id = format!("s{at}");
        let exercises = student.report.exercises.clone();
        student.report.exercises = (1..=11)
            .map(|number| {
                let mut exercise = exercises[number % 2].clone();
                exercise.name = format!("ex{number:02}");
                exercise
            })
            .collect();
    }
    // It stays there, for people and `.ci/formats` to look at.
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("formats/big");
    ClassHtml.render(&class, &dir).unwrap();
    let size = |path: &str| fs::metadata(dir.join(path)).unwrap().len();
    assert!(size("index.html") < 1_500_000, "{}", size("index.html"));
    assert!(size("students/s0.html") < 500_000);
}
