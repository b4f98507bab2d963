//! A class of five hundred, with names in every script: its tables keep to their width, and its page to the window.

use course::Verdict;
use course::text::{Paint, columns};
use grader::export::{Class, ClassText};

use super::sample;

/// Exercises that each of them has.
const EXERCISES: usize = 11;

/// Names and ids that are long, wide, joined of several letters, or one word without a break.
const NAMES: [&str; 5] = [
    "María-José van der Berg-Sánchez y Gutiérrez de la Torre",
    "山田太郎",
    "👩\u{200d}🎓 Emoji ❤\u{fe0f}",
    "Wolfeschlegelsteinhausenbergerdorff",
    "अनन्या김민준",
];

/// So many students of eleven exercises.
pub fn class(students: usize) -> Class {
    let small = sample::class();
    let students = (0..students).map(|number| {
        let mut student = small.students[number % small.students.len()].clone();
        let name = NAMES[number % NAMES.len()];
        student.id = format!("{name}-{number:03}");
        name.clone_into(&mut student.name);
        student.adjustments.clear();
        let one = student.report.exercises[0].clone();
        let all = (1..=EXERCISES).map(|exercise| {
            let mut one = one.clone();
            one.name = format!("ex{exercise:02}");
            one
        });
        student.report.exercises = all.collect();
        student
    });
    Class {
        students: students.collect(),
        ..small
    }
}

#[test]
fn a_table_of_five_hundred_keeps_to_its_columns() {
    let class = class(500);
    for room in [40, 80, 120] {
        let mut text = Vec::new();
        let table = ClassText {
            paint: Paint::Plain,
            room: Some(room),
            problems: &[],
        };
        table.render(&class, &mut text).expect("a vector takes all");
        let text = String::from_utf8(text).expect("it is text");
        // A word is never cut: an id or a path may be too long for a narrow terminal.
        let is_wide = |line: &&str| columns(line) > room && line.trim().contains(' ');
        assert_eq!(text.lines().find(is_wide), None, "{room} columns");
        assert!(text.contains("500 students"), "{room} columns");
        assert!(text.lines().count() > 500, "{room} columns");
    }
    let verdicts = class.students.iter().flat_map(|it| it.report.checks());
    let raced = verdicts.filter(|check| check.verdict() == Verdict::Race);
    assert!(raced.count() > 500, "the class has something to show");
}
