//! Canvas' gradebook as CSV, to be imported there.

use std::io::{self, Write};

use ::csv::Writer;
use clap::ValueEnum;

use super::ClassRenderer;
use crate::export::csv::text;
use crate::export::{Class, Student};

/// Renders a [`Class`] as Canvas takes it, with the marks in one column.
///
/// The cell of a student with anything undecided is empty, so that nothing is graded as lost: [`Canvas::left_open`] names
/// them.
#[derive(Debug, Clone)]
pub struct Canvas {
    /// The assignment as Canvas' own export names its column: `Practical 23 (4711)`. Without a number in parentheses
    /// Canvas makes a new assignment.
    pub column: String,
    /// What students' ids are to Canvas.
    pub id: CanvasId,
}

/// What a student's id is to Canvas.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum CanvasId {
    /// The name a student logs in with
    #[default]
    SisLogin,
    /// The number in the university's student system
    SisUser,
    /// Canvas' own number
    Canvas,
}

/// The columns before that of the assignment.
const HEAD: [&str; 5] = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"];

/// By this Canvas knows the second row.
const POINTS_POSSIBLE: &str = "    Points Possible";

impl Canvas {
    /// Students whose cells are empty because some of their checks are not decided.
    pub fn left_open(class: &Class) -> impl Iterator<Item = &Student> {
        let open = |student: &&Student| student.score().undecided > 0;
        class.students.iter().filter(open)
    }

    fn row(&self, student: &Student) -> [String; 6] {
        let id = |kind: CanvasId| {
            if self.id == kind {
                text(&student.id)
            } else {
                String::new()
            }
        };
        let mark = match student.score().undecided {
            0 => student.total().to_string(),
            _ => String::new(),
        };
        [
            text(&student.name),
            id(CanvasId::Canvas),
            id(CanvasId::SisUser),
            id(CanvasId::SisLogin),
            String::new(),
            mark,
        ]
    }
}

impl ClassRenderer for Canvas {
    fn render(&self, class: &Class, out: &mut dyn Write) -> io::Result<()> {
        let mut csv = Writer::from_writer(out);
        csv.write_record(HEAD.into_iter().chain([text(&self.column).as_str()]))?;
        let possible = class.max_points().to_string();
        csv.write_record([POINTS_POSSIBLE, "", "", "", "", &possible])?;
        for student in &class.students {
            csv.write_record(self.row(student))?;
        }
        csv.flush()
    }
}
