//! JSON is of the shape that each system takes, and the sum is one number everywhere.

use grader::export::{Csv, Gradescope, Json, PrairieLearn, Renderer, Student};
use serde_json::Value;

use super::{autolab, classroom50, rendered, sample};

const GRADESCOPE: &str = include_str!("schemas/gradescope.json");
const PRAIRIELEARN: &str = include_str!("schemas/prairielearn.json");
const CLASSROOM50: &str = include_str!("schemas/classroom50.json");
const AUTOLAB: &str = include_str!("schemas/autolab.json");

/// What `renderer` writes of the student, which must be of that schema.
#[track_caller]
fn valid(renderer: &dyn Renderer, student: &Student, schema: &str) -> Value {
    let text = rendered(renderer, student);
    validated(serde_json::from_str(&text).expect("it is JSON"), schema)
}

#[track_caller]
fn validated(json: Value, schema: &str) -> Value {
    let schema = serde_json::from_str(schema).expect("a schema is JSON");
    let validator = jsonschema::validator_for(&schema).expect("the schema is one");
    let errors: Vec<_> = validator
        .iter_errors(&json)
        .map(|error| error.to_string())
        .collect();
    assert!(errors.is_empty(), "{errors:#?}\n{json:#}");
    json
}

/// Autolab's scores, if there are any.
fn last_line(student: &Student) -> Option<Value> {
    let text = rendered(&autolab(), student);
    let last = text.lines().next_back()?;
    serde_json::from_str(last).ok()
}

fn sum(items: &Value, field: &str) -> u64 {
    let items = items.as_array().expect("an array").iter();
    items.map(|item| item[field].as_u64().unwrap_or(0)).sum()
}

#[test]
fn each_system_gets_its_shape_and_all_get_the_same_sum() {
    for student in sample::class().students {
        let total = student.report.total();
        let (gained, possible) = (u64::from(total.gained), u64::from(total.possible));
        assert_eq!(possible, 20);

        let json: Value = serde_json::from_str(&rendered(&Json, &student)).unwrap();
        assert_eq!(json["score"], gained);

        let gradescope = valid(&Gradescope, &student, GRADESCOPE);
        assert_eq!(gradescope["score"], gained);
        assert_eq!(sum(&gradescope["tests"], "score"), gained);
        assert_eq!(sum(&gradescope["tests"], "max_score"), possible);

        let prairielearn = valid(&PrairieLearn, &student, PRAIRIELEARN);
        let share = prairielearn["score"].as_f64().unwrap();
        assert!(
            (share * 20.0 - f64::from(total.gained)).abs() < 1e-9,
            "{share}"
        );
        assert_eq!(sum(&prairielearn["tests"], "points"), gained);

        let classroom = valid(&classroom50(), &student, CLASSROOM50);
        assert_eq!(
            (&classroom["score"], &classroom["max-score"]),
            (&gained.into(), &possible.into())
        );
        assert_eq!(sum(&classroom["tests"], "score"), gained);

        // Of one student every exercise has something undecided, and so no score.
        let scores = last_line(&student);
        assert_eq!(scores.is_none(), total.undecided == 8);
        if let Some(scores) = scores {
            assert_eq!(validated(scores, AUTOLAB)["scoreboard"][0], gained);
        }

        let csv = rendered(&Csv, &student);
        let mut rows = csv::Reader::from_reader(csv.as_bytes());
        let points = rows
            .records()
            .map(|row| row.unwrap()[7].parse::<u64>().unwrap());
        assert_eq!(points.sum::<u64>(), gained);
    }
}

/// A schema that lets everything pass would prove nothing.
#[test]
fn the_schemas_refuse_what_the_systems_refuse() {
    let student = &sample::class().students[0];
    let refused = |mut json: Value, schema: &str, pointer: &str, value: Value| {
        *json.pointer_mut(pointer).expect(pointer) = value;
        let schema = serde_json::from_str(schema).unwrap();
        assert!(
            !jsonschema::is_valid(&schema, &json),
            "{pointer} is let pass"
        );
    };
    let gradescope = valid(&Gradescope, student, GRADESCOPE);
    refused(
        gradescope.clone(),
        GRADESCOPE,
        "/tests/0/status",
        "ok".into(),
    );
    refused(gradescope, GRADESCOPE, "/visibility", "public".into());
    let prairielearn = valid(&PrairieLearn, student, PRAIRIELEARN);
    refused(prairielearn, PRAIRIELEARN, "/score", 7.into());
    let classroom = valid(&classroom50(), student, CLASSROOM50);
    refused(classroom.clone(), CLASSROOM50, "/submission", "v1".into());
    refused(classroom, CLASSROOM50, "/tests/0/score", 1.5.into());
    refused(
        last_line(student).unwrap(),
        AUTOLAB,
        "/scores/ex03",
        "5".into(),
    );
}
