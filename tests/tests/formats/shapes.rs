//! What each system takes, by its documentation, as types that refuse everything else: a field that it does not know, one
//! that is missing, null, a text that is too long. A validator of JSON schemas would say the same, and bring 30 packages
//! that cargo reads about whenever a student runs a check.

use std::collections::BTreeMap;

use serde::de::{DeserializeOwned, Error};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

/// What a system takes.
pub trait Shape: DeserializeOwned {
    /// What the types of its fields do not say.
    ///
    /// # Errors
    /// A sentence on what it would refuse.
    fn whole(&self) -> Result<(), &'static str> {
        Ok(())
    }
}

/// Whether the system takes `json`.
///
/// # Errors
/// Why not.
pub fn taken<S: Shape>(json: &Value) -> Result<(), String> {
    let shape = S::deserialize(json).map_err(|error| error.to_string())?;
    shape.whole().map_err(str::to_owned)
}

/// Letters of a text that Gradescope shows.
const GRADESCOPE_LETTERS: usize = 100_000;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "they are there to be read from JSON")]
pub struct Gradescope {
    #[serde(default, deserialize_with = "present")]
    score: Option<f64>,
    #[serde(default, deserialize_with = "present")]
    execution_time: Option<f64>,
    #[serde(default, deserialize_with = "shown")]
    output: Option<String>,
    #[serde(default, deserialize_with = "present")]
    output_format: Option<Format>,
    #[serde(default, deserialize_with = "present")]
    test_output_format: Option<Format>,
    #[serde(default, deserialize_with = "present")]
    test_name_format: Option<Format>,
    #[serde(default, deserialize_with = "present")]
    visibility: Option<Visibility>,
    #[serde(default, deserialize_with = "present")]
    stdout_visibility: Option<Visibility>,
    #[serde(default, deserialize_with = "present")]
    extra_data: Option<Map<String, Value>>,
    #[serde(default, deserialize_with = "present")]
    leaderboard: Option<Vec<Value>>,
    #[serde(default, deserialize_with = "present")]
    tests: Option<Vec<GradescopeTest>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "they are there to be read from JSON")]
struct GradescopeTest {
    #[serde(default, deserialize_with = "present")]
    score: Option<f64>,
    #[serde(default, deserialize_with = "present")]
    max_score: Option<f64>,
    #[serde(default, deserialize_with = "present")]
    status: Option<Status>,
    #[serde(default, deserialize_with = "present")]
    name: Option<String>,
    #[serde(default, deserialize_with = "present")]
    name_format: Option<Format>,
    #[serde(default, deserialize_with = "present")]
    number: Option<String>,
    #[serde(default, deserialize_with = "shown")]
    output: Option<String>,
    #[serde(default, deserialize_with = "present")]
    output_format: Option<Format>,
    #[serde(default, deserialize_with = "present")]
    tags: Option<Vec<String>>,
    #[serde(default, deserialize_with = "present")]
    visibility: Option<Visibility>,
    #[serde(default, deserialize_with = "present")]
    extra_data: Option<Map<String, Value>>,
}

impl Shape for Gradescope {
    fn whole(&self) -> Result<(), &'static str> {
        match (&self.score, &self.tests) {
            (Some(_), _) => Ok(()),
            (None, None) => Err("it has neither a score nor tests"),
            (None, Some(tests)) if tests.iter().all(|test| test.score.is_some()) => Ok(()),
            (None, Some(_)) => Err("without a score of its own, each test must have one"),
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Status {
    Passed,
    Failed,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Visibility {
    Hidden,
    AfterDueDate,
    AfterPublished,
    Visible,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Format {
    Text,
    Html,
    #[serde(rename = "simple_format")]
    Simple,
    Md,
    Ansi,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "they are there to be read from JSON")]
pub struct PrairieLearn {
    gradable: bool,
    score: f64,
    #[serde(default, deserialize_with = "present")]
    message: Option<String>,
    #[serde(default, deserialize_with = "present")]
    output: Option<String>,
    #[serde(default)]
    images: Vec<PrairieLearnImage>,
    #[serde(default)]
    tests: Vec<PrairieLearnTest>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "they are there to be read from JSON")]
struct PrairieLearnImage {
    #[serde(default, deserialize_with = "present")]
    label: Option<String>,
    url: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "they are there to be read from JSON")]
struct PrairieLearnTest {
    #[serde(deserialize_with = "word")]
    name: String,
    #[serde(default, deserialize_with = "present")]
    description: Option<String>,
    points: f64,
    max_points: f64,
    #[serde(default, deserialize_with = "present")]
    message: Option<String>,
    #[serde(default, deserialize_with = "present")]
    output: Option<String>,
}

impl Shape for PrairieLearn {
    fn whole(&self) -> Result<(), &'static str> {
        let mut tests = self.tests.iter();
        if !(0.0..=1.0).contains(&self.score) {
            return Err("its score is no share of 1");
        }
        if tests.any(|test| test.points < 0.0 || test.max_points < 0.0) {
            return Err("a test has fewer than no points");
        }
        if !self.images.iter().all(|image| is_svg(&image.url)) {
            return Err("an image is no SVG in base64");
        }
        Ok(())
    }
}

/// Whether it is an address that holds a picture: `data:image/svg+xml;base64,PHN2Zz4=`.
fn is_svg(url: &str) -> bool {
    let Some(data) = url.strip_prefix("data:image/svg+xml;base64,") else {
        return false;
    };
    let letters = data.trim_end_matches('=');
    let is_base64 = |letter: char| letter.is_ascii_alphanumeric() || "+/".contains(letter);
    !letters.is_empty() && letters.chars().all(is_base64)
}

/// Fields that it does not know are let through.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(dead_code, reason = "they are there to be read from JSON")]
pub struct Classroom50 {
    schema: String,
    #[serde(deserialize_with = "word")]
    classroom: String,
    #[serde(deserialize_with = "word")]
    assignment: String,
    #[serde(rename = "assignment_type")]
    assignment_type: AssignmentType,
    #[serde(deserialize_with = "word")]
    owner: String,
    submission: String,
    #[serde(deserialize_with = "word")]
    commit: String,
    #[serde(deserialize_with = "word")]
    release: String,
    #[serde(deserialize_with = "word")]
    review: String,
    datetime: String,
    #[serde(default, rename = "graded_at", deserialize_with = "present")]
    graded_at: Option<String>,
    score: u64,
    max_score: u64,
    #[serde(default, rename = "submitted_by", deserialize_with = "present")]
    submitted_by: Option<SubmittedBy>,
    tests: Vec<Classroom50Test>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum AssignmentType {
    Individual,
    Group,
    Team,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "it is there to be read from JSON")]
struct SubmittedBy {
    username: Value,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(dead_code, reason = "they are there to be read from JSON")]
struct Classroom50Test {
    #[serde(deserialize_with = "word")]
    test_name: String,
    passed: bool,
    score: u64,
    max_score: u64,
}

impl Shape for Classroom50 {
    fn whole(&self) -> Result<(), &'static str> {
        if self.schema != "classroom50/result/v1" {
            return Err("it is of another schema");
        }
        if !self.submission.starts_with("submit/") {
            return Err("its submission is no tag of one");
        }
        if !is_time(&self.datetime) {
            return Err("its time is not of the form 2026-11-27T10:00:00Z");
        }
        Ok(())
    }
}

/// Whether it has that form, whatever the digits.
fn is_time(text: &str) -> bool {
    let form = "0000-00-00T00:00:00Z";
    let digits = |letter: char| if letter.is_ascii_digit() { '0' } else { letter };
    text.chars().map(digits).eq(form.chars())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "they are there to be read from JSON")]
pub struct Autolab {
    scores: BTreeMap<String, f64>,
    #[serde(default, deserialize_with = "present")]
    scoreboard: Option<Vec<Value>>,
}

impl Shape for Autolab {
    fn whole(&self) -> Result<(), &'static str> {
        let is_empty = self.scores.is_empty();
        (!is_empty).then_some(()).ok_or("it has no score")
    }
}

/// A field that may be left out, and is no null.
fn present<'de, D: Deserializer<'de>, T: Deserialize<'de>>(from: D) -> Result<Option<T>, D::Error> {
    T::deserialize(from).map(Some)
}

/// A text that Gradescope shows whole.
fn shown<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    let text = String::deserialize(from)?;
    if text.chars().count() > GRADESCOPE_LETTERS {
        return Err(D::Error::custom("the text is too long"));
    }
    Ok(Some(text))
}

/// A text that is not empty.
fn word<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    let word = String::deserialize(from)?;
    let is_empty = word.is_empty();
    (!is_empty)
        .then_some(word)
        .ok_or_else(|| D::Error::custom("the text is empty"))
}
