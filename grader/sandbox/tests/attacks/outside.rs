//! What is aimed at, and the runs of attackers against it.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::net::{TcpListener, UdpSocket};
use std::os::fd::{AsRawFd, OwnedFd};
use std::os::linux::net::SocketAddrExt;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::{SocketAddr, UnixListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::Duration;

use sandbox::{CONFINE, Identity, Layers, Limits, Profile};
use tempfile::TempDir;

use crate::attack::{Attack, Proof, Target};

/// Limits of these tests, all below what attackers want.
pub const TASKS: u64 = 64;
pub const MEMORY: u64 = 96 << 20;
pub const FILE_MIB: u64 = 4;
pub const FILES: u64 = 500;
const DESCRIPTORS: u64 = 64;

/// Seconds that an attacker holds memory that it got, unless it is ended: nobody waits so long where something ends it.
const HOLD: u64 = 20;

/// No layer at all: what is left is the supervisor.
pub const NONE: Layers = Layers {
    namespaces: false,
    identity: Identity::Own,
    landlock: 0,
    seccomp: false,
    limits: false,
};

/// A place with everything that is worth an attack.
pub struct Outside {
    dir: TempDir,
    victim: Child,
    port: u16,
    mark: String,
    runs: AtomicU32,
    /// Whoever starts the grader may have left a file open for it.
    _inherited: OwnedFd,
    /// Whether a real check has servers of its own.
    pub has_servers: bool,
    _listeners: (TcpListener, UdpSocket, UnixListener, UnixListener),
}

impl Outside {
    pub fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let n = NEXT.fetch_add(1, Ordering::Relaxed);
        // No mark is the beginning of another.
        let mark = format!("attack-{}-{n}-", std::process::id());
        let dir = tempfile::tempdir().expect("there is a place for temporary files");
        let open = |mode| fs::Permissions::from_mode(mode);
        fs::set_permissions(dir.path(), open(0o755)).expect("it is ours");
        for file in ["secret", "result"] {
            fs::write(dir.path().join(file), "0 of 10").expect("it is ours");
        }
        for folder in ["here", "empty"] {
            fs::create_dir(dir.path().join(folder)).expect("it is ours");
        }
        let loopback = "127.0.0.1";
        let tcp = TcpListener::bind((loopback, 0)).expect("there is loopback");
        let port = tcp.local_addr().expect("it is bound").port();
        let udp = UdpSocket::bind((loopback, port)).expect("the port is free for UDP");
        let unix = UnixListener::bind(dir.path().join("socket")).expect("it is ours");
        fs::set_permissions(dir.path().join("socket"), open(0o777)).expect("it is ours");
        let name = SocketAddr::from_abstract_name(&mark).expect("it is short");
        let nameless = UnixListener::bind_addr(&name).expect("nobody else has that name");
        let victim = Command::new("sleep")
            .arg("1000")
            .stdin(Stdio::null())
            .spawn()
            .expect("there is a program that sleeps");
        let inherited = inheritable(&dir.path().join("result"));
        Self {
            dir,
            victim,
            port,
            mark,
            runs: AtomicU32::new(0),
            _inherited: inherited,
            has_servers: true,
            _listeners: (tcp, udp, unix, nameless),
        }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn target(&self, hold: u64) -> Target {
        Target {
            folder: self.dir.path().to_owned(),
            process: self.victim.id().cast_signed(),
            port: self.port,
            hold,
            mark: self.mark.clone(),
        }
    }

    /// Makes the attack without a sandbox; true if it succeeds.
    pub fn succeeds(&self, attack: &Attack) -> bool {
        let mut command = Command::new(itself());
        command.args(self.target(0).arguments(attack));
        self.is_gained(attack, command)
    }

    /// Makes the attack in a sandbox of these layers; true if it does not succeed. Memory that it gets is looked at by the
    /// supervisor.
    pub fn is_contained(&self, attack: &Attack, layers: Layers, is_real: bool) -> bool {
        self.is_contained_within(HOLD, attack, layers, is_real)
    }

    /// The same, where memory is let go at once.
    pub fn is_refused(&self, attack: &Attack, layers: Layers) -> bool {
        self.is_contained_within(0, attack, layers, true)
    }

    fn is_contained_within(
        &self,
        hold: u64,
        attack: &Attack,
        layers: Layers,
        is_real: bool,
    ) -> bool {
        let mut command = self.confined(layers, is_real);
        command.args(self.target(hold).arguments(attack));
        !self.is_gained(attack, command)
    }

    /// A command that starts this program in a sandbox of these layers.
    pub fn confined(&self, layers: Layers, is_real: bool) -> Command {
        let profile = self.path("profile.json");
        let text = serde_json::to_string(&self.profile(layers, is_real));
        fs::write(&profile, text.expect("it is data")).expect("it is ours");
        let mut command = Command::new(itself());
        command.arg(CONFINE).arg(profile).arg(itself());
        command.current_dir(self.path("here"));
        command
    }

    /// As for a check, with lower limits.
    fn profile(&self, layers: Layers, is_real: bool) -> Profile {
        let system = ["/lib", "/lib64", "/bin", "/usr"].map(PathBuf::from);
        Profile {
            readable: system.into(),
            readable_here: Vec::new(),
            writes_here: false,
            processes: is_real,
            loopback: is_real && self.has_servers,
            proc_links: false,
            empty: self.path("empty"),
            limits: Limits {
                memory: MEMORY,
                addresses: 2 * MEMORY,
                file: FILE_MIB << 20,
                files: FILES,
                tasks: TASKS,
                descriptors: DESCRIPTORS,
                ..Limits::REAL
            },
            layers,
        }
    }

    fn is_gained(&self, attack: &Attack, mut command: Command) -> bool {
        self.restore();
        // Nobody reads it; but what is left of this run is not taken for what is left of the next.
        let run = format!(
            "{}run-{}-",
            self.mark,
            self.runs.fetch_add(1, Ordering::Relaxed)
        );
        command.arg(&run);
        // Its pipes would have to be waited for, which what is left behind holds open.
        let silent = command.stdin(Stdio::null()).stdout(Stdio::null());
        let status = silent.stderr(Stdio::null()).status().expect("it starts");
        if attack.proof == Proof::Said {
            return status.success();
        }
        let left = left(&run);
        for process in &left {
            let _ = Command::new("kill").args(["-9", process]).status();
        }
        !left.is_empty()
    }

    /// Undoes what an attack has done.
    fn restore(&self) {
        let _ = fs::remove_file(self.path("renamed"));
        fs::write(self.path("result"), "0 of 10").expect("it is ours");
    }
}

/// The file, open, so that every program that is started has it.
fn inheritable(path: &Path) -> OwnedFd {
    let file = File::options().append(true).open(path);
    let file = OwnedFd::from(file.expect("it is ours"));
    // SAFETY: the call takes numbers of a file that is open.
    unsafe { libc::fcntl(file.as_raw_fd(), libc::F_SETFD, 0) };
    file
}

/// Processes of a run that are there after its end. One that is always another may escape one look.
fn left(run: &str) -> BTreeSet<String> {
    const LOOKS: u32 = 10;
    let looks = (0..LOOKS).flat_map(|_| {
        thread::sleep(Duration::from_millis(3));
        with_mark(run)
    });
    looks.collect()
}

impl Drop for Outside {
    fn drop(&mut self) {
        let _ = self.victim.kill();
        let _ = self.victim.wait();
    }
}

/// The numbers of processes that have that text in their command line.
fn with_mark(mark: &str) -> Vec<String> {
    let entries = fs::read_dir("/proc").expect("Linux has it").flatten();
    let says = |path: &Path| {
        let line = fs::read(path.join("cmdline")).unwrap_or_default();
        String::from_utf8_lossy(&line).contains(mark)
    };
    entries
        .filter(|entry| says(&entry.path()))
        .filter_map(|entry| entry.file_name().into_string().ok())
        .collect()
}

/// This program.
pub fn itself() -> PathBuf {
    std::env::current_exe().expect("the system tells a program its own path")
}
