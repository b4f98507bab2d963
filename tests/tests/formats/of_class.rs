//! Each format of a class, as it is written.

use std::fs;

use course::text::Paint;
use grader::export::class::{self, Canvas, CanvasId, Each};
use grader::export::{ClassText, Gradescope, Renderer, Student};

use super::{folder, of_class, sample};

#[test]
fn json_is_that_of_each_submission_with_what_is_known_of_the_student() {
    let class = sample::class();
    let json: serde_json::Value = serde_json::from_str(&of_class(&class::Json, &class)).unwrap();
    assert_eq!(
        (&json["schema"], &json["max_score"]),
        (&1.into(), &20.into())
    );
    for (student, json) in class
        .students
        .iter()
        .zip(json["students"].as_array().unwrap())
    {
        let own: serde_json::Value =
            serde_json::from_str(&super::rendered(&grader::export::Json, student)).unwrap();
        for (field, value) in own.as_object().unwrap() {
            assert_eq!(&json[field], value, "{field}");
        }
        assert_eq!(json["mark"], student.total());
    }
    let adjustments = &json["students"][2]["adjustments"];
    insta::assert_json_snapshot!(adjustments, @r#"
    [
      {
        "comment": "two days late",
        "exercise": "ex03",
        "points": -2
      },
      {
        "comment": "a talk",
        "exercise": "",
        "points": 1
      }
    ]
    "#);
}

#[test]
fn text_is_a_table_as_wide_as_there_is_room_for_or_else_a_list() {
    let mut class = sample::class();
    class.students[0].id = "山田太郎-👩\u{200d}🎓".to_owned();
    class.students[1].id = "bartholomew-of-the-long-name".to_owned();
    let text = |room| {
        let text = ClassText {
            paint: Paint::Plain,
            room,
            problems: &[],
        };
        let mut out = Vec::new();
        text.render(&class, &mut out)
            .expect("a Vec can be written to");
        let text = String::from_utf8(out).expect("it is text");
        // What is to look at comes after it.
        text.split("\n\n").next().unwrap_or_default().to_owned()
    };
    insta::assert_snapshot!(text(None), @r"
    student                   ex03  ex04  total
    山田太郎-👩‍🎓                  3     0      3
    bartholomew-of-the-long…     0     0      0
    o'neil                      5?    5?     11
    ");
    insta::assert_snapshot!(text(Some(36)), @r"
    student            ex03  ex04  total
    山田太郎-👩‍🎓           3     0      3
    bartholomew-of-t…     0     0      0
    o'neil               5?    5?     11
    ");
    insta::assert_snapshot!(text(Some(20)), @r"
    山田太郎-👩‍🎓                  3
      ex03   3  ex04   0
    bartholomew-of-the-long…     0
      ex03   0  ex04   0
    o'neil                      11
      ex03  5?  ex04  5?
    ");
}

#[test]
fn csv() {
    insta::assert_snapshot!(of_class(&class::Csv, &sample::class()));
}

#[test]
fn canvas() {
    let canvas = Canvas {
        column: "Practical 23 (4711)".to_owned(),
        id: CanvasId::SisUser,
    };
    insta::assert_snapshot!(of_class(&canvas, &sample::class()), @r#"
    Student,ID,SIS User ID,SIS Login ID,Section,Practical 23 (4711)
        Points Possible,,,,,20
    Zoë 学生 🦀,,z-1,,,3
    "'=HYPERLINK(""x"")",,'-2,,,0
    "O'Neil, ""Bob""",,o'neil,,,
    "#);
}

#[test]
fn markdown() {
    insta::assert_snapshot!(of_class(&class::Markdown, &sample::class()));
}

#[test]
fn junit() {
    insta::assert_snapshot!(of_class(&class::Junit, &sample::class()));
}

#[test]
fn no_field_of_a_class_is_a_formula() {
    let class = sample::class();
    let canvas = Canvas {
        column: "=1".to_owned(),
        id: CanvasId::SisLogin,
    };
    for csv in [of_class(&class::Csv, &class), of_class(&canvas, &class)] {
        let mut rows = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(csv.as_bytes());
        for field in rows
            .records()
            .flat_map(|row| row.unwrap().iter().map(str::to_owned).collect::<Vec<_>>())
        {
            let number = field.parse::<i64>().is_ok();
            assert!(
                number || !field.starts_with(['=', '+', '-', '@']),
                "{field}"
            );
        }
    }
}

#[test]
fn systems_that_take_one_submission_get_a_file_of_each_student() {
    let class = sample::class();
    let each = Each {
        renderer: |_: &Student| -> Box<dyn Renderer> { Box::new(Gradescope) },
        extension: "json",
    };
    let dir = folder(&each, &class);
    let mut names: Vec<_> = fs::read_dir(dir.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names, ["-2.json", "o_neil.json", "z-1.json"]);
    let file = fs::read_to_string(dir.path().join("z-1.json")).unwrap();
    assert_eq!(file, super::rendered(&Gradescope, &class.students[0]));
}
