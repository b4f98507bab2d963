//! A Slurm of one machine: munged, slurmctld and slurmd for the occasion, on ports of their own.

use std::fs;
use std::io::Write as _;
use std::net::TcpListener;
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::{FAILING, SHARES, Trial, file, is_there};
use crate::program::{Ended, PATIENCE};
use crate::submission::Tree;

/// How often something is looked at that has to come.
const LOOK: Duration = Duration::from_millis(100);

/// Where Debian has daemons.
const PLACES: &str = "/usr/sbin:/usr/bin:/sbin:/bin";

/// The daemons, which end with it, and their files.
struct Slurm {
    dir: Tree,
    daemons: Vec<Child>,
}

impl Slurm {
    fn start() -> Self {
        let mut slurm = Self {
            dir: Tree::new(),
            daemons: Vec::new(),
        };
        let key = slurm.path("munge.key");
        let mut options = fs::OpenOptions::new();
        let mut secret = options
            .create_new(true)
            .write(true)
            .mode(0o400)
            .open(&key)
            .expect("there is room");
        secret
            .write_all(format!("{:?}", Instant::now()).repeat(64).as_bytes())
            .expect("there is room");
        for folder in ["state", "spool", "run"] {
            let folder = slurm.dir.path().join(folder);
            fs::create_dir(&folder).expect("there is room");
            fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).expect("it is ours");
        }
        // Its own folder is for nobody else, and the socket has to be reached.
        fs::set_permissions(slurm.dir.path(), fs::Permissions::from_mode(0o755))
            .expect("it is ours");
        let (host, user) = (said("hostname", &["-s"]), said("id", &["-un"]));
        slurm
            .dir
            .write("slurm.conf", slurm.configuration(&host, &user));
        let socket = format!("--socket={}", slurm.path("run/munge.socket"));
        let own = ["key-file", "pid-file", "seed-file"]
            .map(|name| format!("--{name}={}", slurm.path(&name.replace("-file", ""))));
        let key = format!("--key-file={key}");
        slurm.daemon("munged", &["--foreground", &key, &own[1], &own[2], &socket]);
        slurm.until("munged listens", |slurm| {
            Path::new(&slurm.path("run/munge.socket")).exists()
        });
        slurm.daemon("slurmctld", &["-D"]);
        slurm.daemon("slurmd", &["-D", "-N", &host]);
        slurm.until("the node is idle", |slurm| {
            slurm.says("sinfo", &["-h", "-o", "%T"]) == "idle"
        });
        slurm
    }

    fn configuration(&self, host: &str, user: &str) -> String {
        let count = thread::available_parallelism().map_or(1, usize::from);
        let dir = self.dir.path().display();
        let [controller, node] = ports();
        format!(
            "ClusterName=local\nSlurmctldHost={host}(127.0.0.1)\nSlurmUser={user}\nSlurmdUser={user}\n\
             AuthType=auth/munge\nAuthInfo=socket={dir}/run/munge.socket\n\
             CommunicationParameters=NoInAddrAny,NoCtldInAddrAny\nSlurmctldPort={controller}\nSlurmdPort={node}\n\
             SlurmctldPidFile={dir}/run/slurmctld.pid\nSlurmdPidFile={dir}/run/slurmd.pid\n\
             StateSaveLocation={dir}/state\nSlurmdSpoolDir={dir}/spool\nSlurmctldLogFile={dir}/slurmctld.log\n\
             SlurmdLogFile={dir}/slurmd.log\nProctrackType=proctrack/linuxproc\nTaskPlugin=task/none\n\
             JobAcctGatherType=jobacct_gather/none\nAccountingStorageType=accounting_storage/none\nMpiDefault=none\n\
             SelectType=select/cons_tres\nSelectTypeParameters=CR_Core\nSchedulerParameters=sched_interval=1,bf_interval=1\n\
             ReturnToService=2\nNodeName={host} NodeAddr=127.0.0.1 CPUs={count} State=UNKNOWN\n\
             PartitionName=main Nodes={host} Default=YES MaxTime=INFINITE State=UP\n"
        )
    }

    /// Starts a daemon, which ends with this thread in any case.
    fn daemon(&mut self, name: &str, arguments: &[&str]) {
        let mut daemon = self.command("setpriv", &["--pdeathsig", "KILL", name]);
        let log =
            fs::File::create(self.dir.path().join(format!("{name}.err"))).expect("there is room");
        daemon.args(arguments).stdout(Stdio::null()).stderr(log);
        self.daemons.push(daemon.spawn().expect("it is installed"));
    }

    fn command(&self, program: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(program);
        let path = std::env::var("PATH").unwrap_or_default();
        command
            .args(arguments)
            .env("SLURM_CONF", self.path("slurm.conf"));
        command
            .env("PATH", format!("{path}:{PLACES}"))
            .stdin(Stdio::null());
        command
    }

    fn says(&self, program: &str, arguments: &[&str]) -> String {
        let output = self
            .command(program, arguments)
            .output()
            .expect("it is installed");
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    fn until(&self, what: &str, is: impl Fn(&Self) -> bool) {
        let began = Instant::now();
        while !is(self) {
            assert!(began.elapsed() < PATIENCE, "never: {what}\n{}", self.logs());
            thread::sleep(LOOK);
        }
    }

    fn path(&self, name: &str) -> String {
        self.dir.path().join(name).to_string_lossy().into_owned()
    }

    /// What the daemons have written.
    fn logs(&self) -> String {
        let names = [
            "munged.err",
            "slurmctld.log",
            "slurmd.log",
            "slurmctld.err",
            "slurmd.err",
        ];
        names
            .map(|name| fs::read_to_string(self.path(name)).unwrap_or_default())
            .join("\n")
    }
}

impl Drop for Slurm {
    fn drop(&mut self) {
        // Jobs are no children of the daemons; nothing runs unless the test has failed.
        let _ = self
            .command("scancel", &["--full", "--user", &said("id", &["-un"])])
            .output();
        let began = Instant::now();
        while !self.says("squeue", &["-h"]).is_empty() && began.elapsed() < PATIENCE {
            thread::sleep(LOOK);
        }
        for daemon in self.daemons.iter_mut().rev() {
            let _ = daemon.kill();
            let _ = daemon.wait();
        }
    }
}

/// Two ports that are free.
fn ports() -> [u16; 2] {
    let listeners =
        [(); 2].map(|()| TcpListener::bind("127.0.0.1:0").expect("there are free ports"));
    listeners.map(|it| it.local_addr().expect("it listens").port())
}

fn said(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program)
        .args(arguments)
        .output()
        .expect("every Linux has it");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

#[test]
fn a_job_array_of_slurm_grades_a_class_and_runs_again_what_failed() {
    if !(is_there("/usr/sbin/slurmctld", "-V")
        && is_there("/usr/sbin/munged", "--version")
        && is_there("sbatch", "-V"))
    {
        return;
    }
    let slurm = Slurm::start();
    let trial = Trial::spoiled();
    let array = |numbers: &str| {
        let mut sbatch = trial.command("sbatch");
        sbatch
            .env("SLURM_CONF", slurm.path("slurm.conf"))
            .args(["--wait", "--quiet"]);
        // A small machine has less than a share of a real class asks for.
        sbatch
            .args(["--cpus-per-task=1", "--mem=0"])
            .arg(format!("--array={numbers}"));
        sbatch.arg(format!("--output={}/%a.log", trial.path("")));
        sbatch.arg(file("slurm.sbatch")).args(trial.arguments());
        Ended::of(sbatch).code
    };
    let log = |number: usize| {
        fs::read_to_string(trial.path(&format!("{number}.log"))).unwrap_or_default()
    };
    assert_ne!(array(&format!("1-{SHARES}")), 0, "one has failed");
    assert!(
        log(FAILING).contains("shard 2/3 was not graded"),
        "{}\n{}",
        log(FAILING),
        slurm.logs()
    );
    trial.is_refused();
    trial.mend();
    assert_eq!(array(&FAILING.to_string()), 0, "{}", log(FAILING));
    trial.is_whole();
}
