//! The sandbox of one grader: found, tried, and written down for those it starts.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::CONFINE;
use crate::layers::Layers;
use crate::profile::{Limits, Profile};

/// Confines programs, each started by way of the grader.
#[derive(Debug, Clone)]
pub struct Sandbox {
    grader: PathBuf,
    /// Where the profiles are, a file each.
    place: PathBuf,
    layers: Layers,
}

/// What compilers and checks read.
#[derive(Debug, Clone, Default)]
pub struct Toolchain {
    /// Folders of the compiler: the root of its installation, and the libraries that it is given.
    pub of_compiler: Vec<PathBuf>,
}

/// Why there is no sandbox.
#[derive(Debug, thiserror::Error)]
pub enum Unavailable {
    /// The system has none that this program knows.
    #[error("there is no sandbox for this system: it needs Linux 6.2 or newer, with Landlock")]
    System,
    /// A layer is missing or does not hold.
    #[error("the sandbox does not hold on this machine: {0}")]
    Leaks(String),
    /// Something that has to work inside does not.
    #[error("nothing can be run in a sandbox on this machine: {0}")]
    Broken(String),
    /// The user that a compiler is inside cannot read what it needs.
    #[error(
        "{0}, by the user that compilers are in a sandbox; put Rust and the course where every user may read, or do not grade as root"
    )]
    Unreadable(String),
    /// Files of ours cannot be written.
    #[error("cannot write {}: {source}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// Folders of a system's libraries.
const LIBRARIES: [&str; 9] = [
    // Most of the first three are links to the next.
    "/lib",
    "/lib32",
    "/lib64",
    "/usr/lib",
    "/usr/lib32",
    "/usr/lib64",
    "/etc/ld.so.cache",
    "/nix/store",
    "/gnu/store",
];

/// Folders of a system's programs, and what they need.
const PROGRAMS: [&str; 4] = ["/usr", "/bin", "/sbin", "/etc/alternatives"];

/// A kind of program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A compiler, in the folder that it writes to.
    Compiler,
    /// A check in a model, which needs nothing of the system.
    Modelled,
    /// A check of processes: what is submitted may start them.
    Processes,
    /// A check that runs what is submitted for real beside the model, with servers and processes of the check's own.
    Real,
}

impl Kind {
    const ALL: [Self; 4] = [Self::Compiler, Self::Modelled, Self::Processes, Self::Real];

    const fn file(self) -> &'static str {
        match self {
            Self::Compiler => "compiler.json",
            Self::Modelled => "modelled.json",
            Self::Processes => "processes.json",
            Self::Real => "real.json",
        }
    }

    fn profile(self, toolchain: &Toolchain, layers: Layers, empty: &Path) -> Profile {
        let of_system = |more: bool| {
            // These first: what is inside of them is there then.
            let programs = PROGRAMS.iter().filter(move |_| more);
            programs.chain(&LIBRARIES).map(PathBuf::from)
        };
        let (readable, readable_here) = match self {
            Self::Compiler => {
                let own = toolchain.of_compiler.iter().cloned();
                (own.chain(of_system(true)).collect(), Vec::new())
            }
            Self::Modelled | Self::Processes | Self::Real => {
                let is_closed = self == Self::Modelled;
                let mut here = vec!["src".into()];
                // Traces quote lines of the checks too. Where what is submitted may read files or start programs, it would
                // read them as well.
                here.extend(is_closed.then(|| "tests".into()));
                (of_system(!is_closed).collect(), here)
            }
        };
        Profile {
            readable,
            readable_here,
            writes_here: self == Self::Compiler,
            processes: self != Self::Modelled,
            loopback: self == Self::Real,
            proc_links: self == Self::Compiler,
            empty: empty.to_owned(),
            limits: match self {
                Self::Compiler => Limits::COMPILER,
                Self::Modelled => Limits::MODELLED,
                Self::Processes | Self::Real => Limits::REAL,
            },
            layers,
        }
    }
}

impl Sandbox {
    /// The strongest sandbox that this machine has: each is tried by doing what it forbids. `grader` is a program whose
    /// `main` begins with [`become_confined`](crate::become_confined), and `place` a folder of its own for what is
    /// written down.
    ///
    /// # Errors
    /// None of them holds; see [`Unavailable`].
    pub fn open(grader: &Path, place: &Path, toolchain: &Toolchain) -> Result<Self, Unavailable> {
        let mut reason = Unavailable::System;
        for layers in candidates() {
            match Self::with(layers, grader, place, toolchain) {
                Ok(sandbox) => return Ok(sandbox),
                Err(error) => reason = error,
            }
        }
        Err(reason)
    }

    /// The sandbox of just these layers, tried.
    ///
    /// # Errors
    /// It does not hold; see [`Unavailable`].
    pub fn with(
        layers: Layers,
        grader: &Path,
        place: &Path,
        toolchain: &Toolchain,
    ) -> Result<Self, Unavailable> {
        let sandbox = Self {
            grader: grader.to_owned(),
            place: place.to_owned(),
            layers,
        };
        let empty = place.join("empty");
        let failed = |path: &Path| {
            let path = path.to_owned();
            move |source| Unavailable::Write { path, source }
        };
        fs::create_dir_all(&empty).map_err(failed(&empty))?;
        #[cfg(unix)]
        if layers.identity == crate::layers::Identity::Nobody && !layers.namespaces {
            sandbox.open_to_others(place).map_err(failed(place))?;
        }
        for kind in Kind::ALL {
            let path = place.join(kind.file());
            let profile = kind.profile(toolchain, layers, &empty);
            let text = serde_json::to_vec(&profile).map_err(io::Error::from);
            text.and_then(|text| fs::write(&path, text))
                .map_err(failed(&path))?;
        }
        sandbox.attempt(toolchain)?;
        Ok(sandbox)
    }

    /// The layers that confine what it starts.
    pub fn layers(&self) -> Layers {
        self.layers
    }

    /// A command that starts `program`, confined, in the working directory that it is given; arguments are added as
    /// usual.
    pub fn command(&self, kind: Kind, program: &Path) -> Command {
        let mut command = Command::new(&self.grader);
        command
            .arg(CONFINE)
            .arg(self.place.join(kind.file()))
            .arg(program);
        command
    }

    /// Gives a folder to the compilers that write in it. Checks can pass through it, if they know what is there.
    ///
    /// # Errors
    /// The system does not let it go.
    #[cfg(unix)]
    pub fn give(&self, folder: &Path) -> io::Result<()> {
        use std::os::unix::fs::chown;
        /// The lowest of their users, above those of checks; see `linux/inside.rs`.
        const COMPILERS: u32 = 2_100_000_000;
        if self.layers.identity == crate::layers::Identity::Nobody {
            let owner = COMPILERS + std::process::id();
            chown(folder, Some(owner), Some(owner))?;
            self.open_to_others(folder)?;
        }
        Ok(())
    }

    /// Lets other users pass through a folder of this user's.
    #[cfg(unix)]
    fn open_to_others(&self, folder: &Path) -> io::Result<()> {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(folder, fs::Permissions::from_mode(0o711))
    }

    /// There is no sandbox here that anything could be given to.
    #[cfg(not(unix))]
    pub fn give(&self, _folder: &Path) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(not(target_os = "linux"))]
fn candidates() -> Vec<Layers> {
    Vec::new()
}

#[cfg(not(target_os = "linux"))]
impl Sandbox {
    fn attempt(&self, _toolchain: &Toolchain) -> Result<(), Unavailable> {
        Err(Unavailable::System)
    }
}

/// The sandboxes that this machine may have, the strongest first.
#[cfg(target_os = "linux")]
fn candidates() -> Vec<Layers> {
    /// The first version of Landlock that knows whether a file is cut short.
    const LEAST: i32 = 3;
    let landlock = crate::linux::version();
    if landlock < LEAST {
        return Vec::new();
    }
    let identity = match crate::linux::can_be_others() {
        true => crate::layers::Identity::Nobody,
        false => crate::layers::Identity::Own,
    };
    let layers = |namespaces| Layers {
        namespaces,
        identity,
        landlock,
        seccomp: true,
        limits: true,
    };
    vec![layers(true), layers(false)]
}

#[cfg(target_os = "linux")]
impl Sandbox {
    /// Tries what is forbidden, as a compiler and as a check.
    fn attempt(&self, toolchain: &Toolchain) -> Result<(), Unavailable> {
        use std::sync::atomic::{AtomicU32, Ordering};

        use crate::linux::{Attempts, DONE, SERVER, nameless, server};
        let secret = self.place.join("secret");
        let failed = |source| Unavailable::Write {
            path: secret.clone(),
            source,
        };
        fs::write(&secret, "nobody inside reads this").map_err(failed)?;
        let server = server().map_err(failed)?;
        let port = server.local_addr().map_err(failed)?.port();
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("grader-{}-{number}", std::process::id());
        let _nameless = nameless(&name).map_err(failed)?;
        for kind in Kind::ALL {
            let here = self.folder(kind).map_err(failed)?;
            let needed: &[PathBuf] = match kind {
                Kind::Compiler => &toolchain.of_compiler,
                Kind::Modelled | Kind::Processes | Kind::Real => &[],
            };
            let attempts = Attempts {
                secret: &secret,
                nameless: &name,
                port,
                needed,
            };
            let mut command = self.command(kind, &self.grader);
            command.arg(crate::ATTEMPT).args(attempts.arguments());
            command.env_clear().current_dir(&here);
            let output = command.output().map_err(failed)?;
            let said = String::from_utf8_lossy(&output.stdout);
            let mut lines: Vec<_> = said.lines().collect();
            if lines.pop() != Some(DONE) {
                let stderr = String::from_utf8_lossy(&output.stderr);
                let reason = stderr.lines().next().unwrap_or("it ended early").to_owned();
                return Err(Unavailable::Broken(format!("{reason} ({})", output.status)));
            }
            // Servers of a check need loopback, and without a network of its own that is everybody's. What is submitted to
            // such a check can neither open a socket nor start a program.
            let is_open = kind == Kind::Real && !self.layers.namespaces;
            lines.retain(|line| !(is_open && *line == SERVER));
            if let Some(line) = lines.first() {
                return Err(match line.contains(" cannot be read: ") {
                    true => Unavailable::Unreadable((*line).to_owned()),
                    false => Unavailable::Leaks((*line).to_owned()),
                });
            }
        }
        Ok(())
    }

    /// A folder to try in, which a compiler may write to.
    fn folder(&self, kind: Kind) -> io::Result<PathBuf> {
        let here = self.place.join("here");
        fs::create_dir_all(here.join("src"))?;
        if kind == Kind::Compiler {
            self.give(&here)?;
        }
        Ok(here)
    }
}
