//! The report for programs: JSON, schema 1.

use std::io::{self, Write};

use super::Renderer;
use crate::score::Report;

/// Renders the fields of [`Report`] as they are.
#[derive(Debug, Clone, Copy)]
pub struct Json;

impl Renderer for Json {
    fn render(&self, report: &Report, out: &mut dyn Write) -> io::Result<()> {
        serde_json::to_writer_pretty(&mut *out, report)?;
        writeln!(out)
    }
}

#[cfg(test)]
mod tests {
    use course::{Outcome, Step, Verdict};

    use super::*;
    use crate::fixture::exercise;
    use crate::grade::Graded;

    #[test]
    fn the_fields_are_those_of_schema_1() {
        let exercise = exercise("ex03_race_conditions");
        let step = Step {
            thread: "worker 1".to_owned(),
            op: "load".to_owned(),
            value: Some("0".to_owned()),
            file: "src/lib.rs".to_owned(),
            line: 12,
        };
        let passed = Outcome {
            virtual_seconds: Some(10.0),
            ..Outcome::passed("10.000 s of 12.000 s")
        };
        let race = Outcome {
            executions: Some(9),
            exhaustive: Some(true),
            trace: vec![step],
            ..Outcome::of(Verdict::Race, "one line")
        };
        let report = Report::new("alice", vec![(&exercise, Graded::ran(vec![passed, race]))]);
        let mut out = Vec::new();
        Json.render(&report, &mut out).unwrap();
        insta::assert_snapshot!(String::from_utf8(out).unwrap(), @r#"
        {
          "schema": 1,
          "submission": "alice",
          "score": 3,
          "max_score": 10,
          "undecided": 0,
          "exercises": [
            {
              "name": "ex03",
              "title": "Race conditions and Mutex",
              "practical": "23-practical",
              "score": 3,
              "max_score": 10,
              "undecided": 0,
              "checks": [
                {
                  "name": "the_order_is_kept",
                  "verdict": "passed",
                  "points": 3,
                  "max_points": 3,
                  "message": "10.000 s of 12.000 s",
                  "detail": "10.000 s of 12.000 s",
                  "virtual_seconds": 10.0,
                  "executions": null,
                  "exhaustive": null,
                  "trace": []
                },
                {
                  "name": "no_update_is_lost",
                  "verdict": "race",
                  "points": 0,
                  "max_points": 7,
                  "message": "one line",
                  "detail": "one line\n\nHint: What if both read first?",
                  "virtual_seconds": null,
                  "executions": 9,
                  "exhaustive": true,
                  "trace": [
                    {
                      "thread": "worker 1",
                      "op": "load",
                      "value": "0",
                      "file": "src/lib.rs",
                      "line": 12
                    }
                  ]
                }
              ]
            }
          ]
        }
        "#);
    }
}
