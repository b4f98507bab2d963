//! What strangers say stays text in every format: no control characters, no markup, no formulas, no second row of a table.

use course::text::Paint;
use course::{Outcome, Verdict};
use grader::export::class::{self, Canvas, CanvasId};
use grader::export::{
    Class, ClassText, Csv, Gradescope, Html, Json, Junit, Markdown, PrairieLearn,
};

use super::{autolab, classroom50, folder, of_class, rendered, sample};

/// Each begins with what a program could take for its own.
const SAID: [&str; 7] = [
    "=cmd|' /C calc'!A0",
    "\u{1b}[2J\u{1b}]0;title\u{7}\0\u{9b}31m",
    "10/10 \u{202e}01/0\u{2066}\u{200f}\u{2028}\u{fffe}\u{fdd0}",
    "<script>alert(1)</script><img src=x onerror=alert(2)>]]>&amp;",
    "a | b `c` ``` | --- |\n# PASS\r\n@you [x](javascript:y)",
    "-1+1\t@SUM(A1)",
    "</text></details></td></testcase>",
];

/// The class of the sample, in which all that strangers name and say is one of these.
fn class(said: &str) -> Class {
    let mut class = sample::class();
    let mut student = class.students.remove(0);
    let name = |text: &mut String| said.clone_into(text);
    name(&mut student.id);
    name(&mut student.name);
    name(&mut student.report.submission);
    student.team = Some(said.to_owned());
    student.notes = vec![said.to_owned()];
    for check in student
        .report
        .exercises
        .iter_mut()
        .flat_map(|it| &mut it.checks)
    {
        let evidence = check.outcome.evidence.clone();
        check.outcome = Outcome {
            evidence,
            ..Outcome::of(Verdict::Panicked, "")
        };
        name(&mut check.outcome.message);
    }
    class.students = vec![student];
    class
}

/// Every document of such a class, by the name of its format.
fn documents(class: &Class) -> Vec<(&'static str, String)> {
    let student = &class.students[0];
    let canvas = Canvas {
        column: "Practical 23".to_owned(),
        id: CanvasId::default(),
    };
    let text = ClassText {
        paint: Paint::Plain,
        room: Some(80),
        problems: &[],
    };
    let mut table = Vec::new();
    text.render(class, &mut table).unwrap();
    let pages = folder(&class::Html, class);
    let page = std::fs::read_to_string(pages.path().join("index.html")).unwrap();
    vec![
        ("text", String::from_utf8(table).unwrap()),
        ("autolab", rendered(&autolab(), student)),
        ("classroom50", rendered(&classroom50(), student)),
        ("gradescope", rendered(&Gradescope, student)),
        ("prairielearn", rendered(&PrairieLearn, student)),
        ("json", rendered(&Json, student)),
        ("class json", of_class(&class::Json, class)),
        ("markdown", rendered(&Markdown, student)),
        ("class markdown", of_class(&class::Markdown, class)),
        ("csv", rendered(&Csv, student)),
        ("class csv", of_class(&class::Csv, class)),
        ("canvas", of_class(&canvas, class)),
        ("junit", rendered(&Junit, student)),
        ("class junit", of_class(&class::Junit, class)),
        ("html", rendered(&Html, student)),
        ("class html", page),
    ]
}

/// Characters that draw, turn, or end a line where nothing else does.
fn is_control(c: char) -> bool {
    let turns =
        matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let is_none = matches!(
        c,
        '\u{fdd0}'..='\u{fdef}' | '\u{fffe}' | '\u{ffff}' | '\u{2028}' | '\u{2029}'
    );
    (c.is_control() && !matches!(c, '\n' | '\t')) || turns || is_none
}

#[test]
fn no_format_holds_a_control_character() {
    for said in SAID {
        for (format, document) in documents(&class(said)) {
            let document = document.replace("\r\n", "\n");
            let found = document.find(is_control);
            assert_eq!(found, None, "{format} of {said:?}");
            for escape in ["\\u001b", "\\u0000", "\\r", "\\u007f", "&#27;", "&#x1b;"] {
                let is_there = document.contains(escape) && format != "class html";
                assert!(!is_there, "{format} of {said:?} has {escape}");
            }
        }
    }
}

#[test]
fn no_field_of_a_table_is_a_formula_and_no_row_is_a_stranger_s() {
    for said in SAID {
        let class = class(said);
        let of_nobody: Vec<_> = documents(&sample::class());
        for (format, document) in documents(&class) {
            match format {
                "csv" | "class csv" | "canvas" => {
                    let mut reader = csv::Reader::from_reader(document.as_bytes());
                    for row in reader.records() {
                        for field in &row.expect("all rows have as many fields") {
                            let is_number = field.parse::<f64>().is_ok();
                            let first = field.trim_start().chars().next();
                            let is_formula = matches!(first, Some('=' | '+' | '-' | '@'));
                            assert!(!is_formula || is_number, "{format} of {said:?}: {field:?}");
                        }
                    }
                }
                "markdown" | "class markdown" => {
                    let tags = ["<script", "<img", "</text", "</td", "@you"];
                    let outside = outside_of_fences(&document);
                    for tag in tags {
                        assert!(!outside.contains(tag), "{format} of {said:?}:\n{outside}");
                    }
                    let heads = |text: &str| text.lines().filter(|it| it.starts_with('#')).count();
                    let (_, other) = of_nobody.iter().find(|it| it.0 == format).unwrap();
                    assert!(
                        heads(&outside) <= heads(other),
                        "{format} of {said:?}:\n{outside}"
                    );
                }
                _ => {}
            }
        }
    }
}

#[test]
fn no_document_for_programs_is_broken_by_what_strangers_say() {
    for said in SAID {
        for (format, document) in documents(&class(said)) {
            match format {
                "junit" | "class junit" => {
                    drop(roxmltree::Document::parse(&document).expect(format))
                }
                "classroom50" | "gradescope" | "prairielearn" | "json" | "class json" => {
                    let json: serde_json::Value = serde_json::from_str(&document).expect(format);
                    assert!(json.is_object(), "{format} of {said:?}");
                }
                "html" | "class html" => {
                    for markup in ["<script>alert", "<img src=x", "</text></details>"] {
                        assert!(
                            !document.contains(markup),
                            "{format} of {said:?} has {markup}"
                        );
                    }
                }
                _ => {}
            }
        }
    }
}

/// A document without what stands between fences, which is shown as it is.
fn outside_of_fences(document: &str) -> String {
    let mut fence: Option<&str> = None;
    let mut outside = String::new();
    for line in document.lines() {
        let ticks = &line[..line.len() - line.trim_start_matches('`').len()];
        match fence {
            None if ticks.len() >= 3 => fence = Some(ticks),
            Some(open) if line == open => fence = None,
            None => {
                outside.push_str(line);
                outside.push('\n');
            }
            Some(_) => {}
        }
    }
    outside
}
