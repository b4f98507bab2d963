//! The Indexed Job of Kubernetes: its pod's command, started for each index with the volume's folders in their place.

use yaml_rust2::Yaml;

use super::{FAILING, SHARES, Trial, lines, yaml};
use crate::program::{COURSE, Ended};

/// What Kubernetes' schema leaves open, and what has to be the same in several places.
#[test]
fn the_job_has_an_index_for_each_share() {
    let job = yaml("kubernetes.yaml");
    let spec = &job["spec"];
    assert_eq!(
        (job["apiVersion"].as_str(), job["kind"].as_str()),
        (Some("batch/v1"), Some("Job"))
    );
    assert_eq!(spec["completionMode"].as_str(), Some("Indexed"));
    let count = spec["completions"].as_i64().expect("it is a number");
    assert!(
        spec["parallelism"]
            .as_i64()
            .is_some_and(|it| (1..=count).contains(&it))
    );
    // Kubernetes takes a limit for each index only from pods that are not started again in their place.
    assert!(
        spec["backoffLimitPerIndex"]
            .as_i64()
            .is_some_and(|it| it > 0)
    );
    let pod = &spec["template"]["spec"];
    assert_eq!(pod["restartPolicy"].as_str(), Some("Never"));
    let container = &pod["containers"][0];
    let command = lines(&container["command"]).join(" ");
    assert!(
        command.contains(&format!("$((JOB_COMPLETION_INDEX + 1))/{count}\"")),
        "{command}"
    );
    let image = container["image"].as_str().expect("it has an image");
    assert!(
        image
            .rsplit_once(':')
            .is_some_and(|(_, tag)| !tag.contains('/')),
        "{image} has a tag"
    );
    let volumes = |list: &Yaml| {
        list.as_vec()
            .expect("a list")
            .iter()
            .map(|it| it["name"].clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        volumes(&container["volumeMounts"]),
        volumes(&pod["volumes"])
    );
}

#[test]
fn the_pods_grade_a_class_and_those_that_failed_are_started_again() {
    let container = yaml("kubernetes.yaml")["spec"]["template"]["spec"]["containers"][0].clone();
    let folder = container["volumeMounts"][0]["mountPath"]
        .as_str()
        .expect("it is mounted")
        .to_owned();
    assert_eq!(
        container["workingDir"].as_str(),
        Some(format!("{folder}/course").as_str())
    );
    let trial = Trial::spoiled();
    let here = |line: &str| {
        let line = line.replace(&format!("{folder}/books"), &trial.books());
        let line = line.replace(
            &format!("{folder}/class"),
            &format!("{} --exercise ex03", trial.class()),
        );
        assert!(!line.contains(&folder), "{line}");
        line.replace("))/4", &format!("))/{SHARES}"))
    };
    let command: Vec<_> = lines(&container["command"])
        .iter()
        .map(|line| here(line))
        .collect();
    let pod = |index: usize| {
        let mut pod = trial.command(&command[0]);
        pod.args(&command[1..])
            .current_dir(&*COURSE)
            .env("JOB_COMPLETION_INDEX", index.to_string());
        Ended::of(pod).code
    };
    let codes: Vec<_> = (0..SHARES).map(pod).collect();
    assert_eq!(
        codes,
        [0, 2, 0],
        "a wrong answer is no failure, a gradebook that is none is one"
    );
    trial.is_refused();
    trial.mend();
    assert_eq!(pod(FAILING - 1), 0);
    trial.is_whole();
}
