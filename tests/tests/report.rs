//! The JSON of a graded tree, by exercise and check.

use serde_json::Value;

use crate::program::Ended;

/// A report as programs read it.
#[derive(Debug)]
pub struct Report {
    /// The exit code that it came with.
    pub code: i32,
    /// The whole of it.
    pub json: Value,
}

impl Report {
    /// Reads what `--format json` has printed.
    pub fn read(ended: &Ended) -> Self {
        let json = serde_json::from_str(&ended.stdout)
            .unwrap_or_else(|error| panic!("no JSON ({error}): {ended:?}"));
        assert_eq!(ended.stderr, "", "a report is printed without a diagnostic");
        Self {
            code: ended.code,
            json,
        }
    }

    /// The names of the exercises, in their order.
    pub fn names(&self) -> Vec<&str> {
        let exercises = items(&self.json["exercises"]);
        exercises.map(|exercise| text(&exercise["name"])).collect()
    }

    /// The exercise of that name.
    #[track_caller]
    pub fn exercise(&self, name: &str) -> &Value {
        let mut exercises = items(&self.json["exercises"]);
        exercises
            .find(|exercise| exercise["name"] == name)
            .unwrap_or_else(|| panic!("{name} is not in the report: {}", self.json))
    }

    /// The check `ex03/no_update_is_lost`.
    #[track_caller]
    pub fn check(&self, path: &str) -> &Value {
        let (exercise, check) = path.split_once('/').expect("exercise/check");
        items(&self.exercise(exercise)["checks"])
            .find(|found| found["name"] == check)
            .unwrap_or_else(|| panic!("{path} is not in the report: {}", self.json))
    }

    /// Demands a verdict, which is worth no points unless it is `passed`, and something of the message.
    #[track_caller]
    pub fn expect(&self, path: &str, verdict: &str, message: &str) {
        let check = self.check(path);
        assert_eq!(check["verdict"], verdict, "{check:#}");
        assert!(text(&check["message"]).contains(message), "{check:#}");
        assert_eq!(
            check["points"] == check["max_points"],
            verdict == "passed",
            "{check:#}"
        );
    }

    /// Demands that all checks of an exercise have one verdict for one reason; returns the text that a student sees.
    #[track_caller]
    pub fn expect_all(&self, exercise: &str, verdict: &str, message: &str) -> String {
        let found = self.exercise(exercise);
        for check in items(&found["checks"]) {
            let path = format!("{exercise}/{}", text(&check["name"]));
            self.expect(&path, verdict, message);
        }
        text(&found["checks"][0]["detail"]).to_owned()
    }
}

/// The members of an array.
pub fn items(array: &Value) -> impl Iterator<Item = &Value> {
    array.as_array().expect("an array").iter()
}

/// A string.
pub fn text(value: &Value) -> &str {
    value.as_str().expect("a string")
}
