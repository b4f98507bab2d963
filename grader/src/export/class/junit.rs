//! The class as JUnit's XML: a suite a student.

use std::io::{self, Write};

use quick_junit::{Report as Xml, TestSuite};

use super::ClassRenderer;
use crate::export::junit::{add, clean, property, write};
use crate::export::{Class, Student};

/// Renders a [`Class`] as JUnit's XML.
#[derive(Debug, Clone, Copy)]
pub struct Junit;

impl ClassRenderer for Junit {
    fn render(&self, class: &Class, out: &mut dyn Write) -> io::Result<()> {
        let mut xml = Xml::new(clean(&class.title));
        for student in &class.students {
            xml.add_test_suite(suite(student));
        }
        write(&xml, out)
    }
}

fn suite(student: &Student) -> TestSuite {
    let mut suite = TestSuite::new(clean(&student.id));
    suite.add_property(property("name", &student.name));
    if let Some(team) = &student.team {
        suite.add_property(property("team", team));
    }
    let score = student.score();
    let points = [
        ("mark", student.total()),
        ("points", score.gained.into()),
        ("max_points", score.possible.into()),
        ("undecided", score.undecided.into()),
    ];
    for (name, points) in points {
        suite.add_property(property(name, &points.to_string()));
    }
    for note in &student.remarks() {
        suite.add_property(property("note", note));
    }
    for exercise in &student.report.exercises {
        for check in &exercise.checks {
            add(
                &mut suite,
                exercise,
                check,
                &format!("{}.{}", exercise.name, check.name),
            );
        }
    }
    suite
}
