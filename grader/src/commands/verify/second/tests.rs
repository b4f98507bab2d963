//! Tests of what is made of comparisons.

use super::*;

fn compared(submission: &str, agreements: &[(&str, Agreement)]) -> Compared {
    let checks = agreements
        .iter()
        .map(|(check, agreement)| ((*check).to_owned(), agreement.clone()));
    Compared {
        submission: submission.to_owned(),
        checks: Ok(checks.collect()),
    }
}

fn disagreed(model: Verdict, loom: Verdict) -> Agreement {
    Agreement::Disagreed { model, loom }
}

fn difference(loom: Verdict) -> Difference {
    Difference {
        submission: "wrong/a".to_owned(),
        check: "first".to_owned(),
        model: Verdict::Race,
        loom,
        why: "loom's issue 166".to_owned(),
    }
}

#[test]
fn a_difference_is_a_problem_until_it_is_listed_and_once_it_is_gone() {
    let found = [compared(
        "wrong/a",
        &[
            ("first", disagreed(Verdict::Race, Verdict::Passed)),
            ("second", Agreement::Agreed),
        ],
    )];
    let mut known = Known::default();
    let unlisted = problems(&known, &found);
    assert_eq!(unlisted.len(), 1);
    assert!(
        unlisted[0].starts_with("first of wrong/a: the model says race, loom says passed; find"),
        "{unlisted:?}"
    );

    known.differences = vec![difference(Verdict::Passed)];
    assert_eq!(problems(&known, &found), Vec::<String>::new());

    known.differences = vec![difference(Verdict::Deadlock)];
    assert_eq!(
        problems(&known, &found).len(),
        2,
        "it is another difference"
    );

    known.differences = vec![difference(Verdict::Passed)];
    let gone = problems(
        &known,
        &[compared("wrong/a", &[("first", Agreement::Agreed)])],
    );
    assert_eq!(
        gone,
        ["first of wrong/a: the difference that is listed is gone; remove it"]
    );
}

#[test]
fn a_submission_counts_as_judged_if_each_of_its_checks_is() {
    let cannot = Agreement::NotJudged("it has no clock".to_owned());
    let found = [
        compared("right/a", &[("first", Agreement::Agreed)]),
        compared(
            "right/b",
            &[("first", Agreement::Agreed), ("second", cannot)],
        ),
        Compared {
            submission: "right/c".to_owned(),
            checks: Err("src/lib.rs:9: statics".to_owned()),
        },
    ];
    let known = Known {
        judged: 2,
        ..Known::default()
    };
    assert_eq!(
        problems(&known, &found),
        ["loom judges 1 submissions, and it must be 2 at least"]
    );
}
