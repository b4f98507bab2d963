//! HyperQueue: a server of the recipe's own, and one that runs already.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::{Trial, file};
use crate::program::{Ended, TARGET};

/// Starts a server with a worker, and the recipe beside it.
const WITH_A_SERVER: &str = "
import os, subprocess, sys, tempfile
from hyperqueue import LocalCluster
from hyperqueue.cluster import WorkerConfig
with tempfile.TemporaryDirectory() as place:
    with LocalCluster(server_dir=place, worker_config=WorkerConfig(cores=2)):
        sys.exit(subprocess.run(sys.argv[1:], env={**os.environ, 'HQ_SERVER_DIR': place}).returncode)
";

/// The Python that has HyperQueue: that which `.ci/run` made, or the machine's.
fn python() -> Option<PathBuf> {
    let places = [TARGET.join("cluster/bin/python"), PathBuf::from("python3")];
    let has_it = |python: &PathBuf| {
        let mut asked = Command::new(python);
        asked
            .args(["-c", "import hyperqueue"])
            .output()
            .is_ok_and(|it| it.status.success())
    };
    let found = places.into_iter().find(has_it);
    if found.is_none() {
        eprintln!("not run: there is no HyperQueue on this machine (pip install hyperqueue)");
    }
    found
}

/// Python on a network of its own, where that can be had: the server listens on all addresses.
fn alone(trial: &Trial, python: &Path) -> Command {
    let up = "ip link set lo up && exec \"$@\"";
    let apart = ["-n", "sh", "-c", up, "sh"];
    let mut probe = Command::new("unshare");
    let can = probe
        .args(apart)
        .arg("true")
        .output()
        .is_ok_and(|it| it.status.success());
    if !can {
        return trial.command(python);
    }
    let mut command = trial.command("unshare");
    command.args(apart).arg(python);
    command
}

#[test]
fn hyperqueue_grades_a_class_and_runs_again_what_failed() {
    let Some(python) = python() else { return };
    let trial = Trial::spoiled();
    let recipe = file("hq.py");
    let mut own = alone(&trial, &python);
    own.arg(&recipe).args(trial.arguments());
    let ended = Ended::of(own);
    assert_eq!(ended.code, 1, "{ended:?}");
    let failed: Vec<_> = ended
        .stderr
        .lines()
        .filter(|line| line.starts_with("shard "))
        .collect();
    assert!(
        matches!(&failed[..], [line] if line.starts_with("shard 2/3 failed, see ")),
        "{ended:?}"
    );
    trial.is_refused();
    trial.mend();

    let mut others = alone(&trial, &python);
    others
        .args(["-c", WITH_A_SERVER])
        .arg(&python)
        .arg(&recipe)
        .args(trial.arguments());
    let ended = Ended::of(others);
    assert_eq!(ended.code, 0, "{ended:?}");
    trial.is_whole();
}
