//! The attacker: each attack is a function that returns what it gained, or the error that it met.

mod calls;
mod descriptors;
mod exhaust;
mod files;
mod processes;
mod sockets;

use std::env;
use std::ffi::c_long;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// The first argument of an attacker: then come the name of the attack and what is [aimed at](Target).
pub const ATTACK: &str = "--attack";

/// Exit code of an attack that was refused.
pub const REFUSED: u8 = 77;

/// What there is outside.
#[derive(Debug, Clone)]
pub struct Target {
    /// A folder with the files `secret` and `result`, and the socket `socket`.
    pub folder: PathBuf,
    /// A process to signal, trace and renice.
    pub process: i32,
    /// A port of TCP and UDP on loopback.
    pub port: u16,
    /// Seconds to hold on to what was taken.
    pub hold: u64,
    /// In the command line of everything that the attack starts, and an abstract socket's name.
    pub mark: String,
}

/// How an attack is known to have succeeded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// The attacker says so.
    Said,
    /// Something of it is left when its run has ended.
    Left,
}

/// An attack.
pub struct Attack {
    /// As the table says it.
    pub name: &'static str,
    /// How it is made.
    pub make: fn(&Target) -> io::Result<()>,
    /// How it is known.
    pub proof: Proof,
}

const fn said(name: &'static str, make: fn(&Target) -> io::Result<()>) -> Attack {
    let proof = Proof::Said;
    Attack { name, make, proof }
}

const fn left(name: &'static str, make: fn(&Target) -> io::Result<()>) -> Attack {
    let proof = Proof::Left;
    Attack { name, make, proof }
}

/// All of them.
pub const ATTACKS: &[Attack] = &[
    said("read the password file", files::passwords),
    said("read a hidden file", files::read),
    said("ask whether a hidden file exists", files::ask),
    said(
        "read a file by its number (open_by_handle_at)",
        files::by_handle,
    ),
    said("watch a file of results (inotify)", files::watch),
    said("list processes in /proc", files::list_processes),
    said("write its own memory by /proc/self/mem", files::own_memory),
    said("write a file of results", files::write),
    said("rename a file of results", files::rename),
    said("delete a file of results", files::delete),
    said("chmod a file of results", files::chmod),
    said(
        "leave a file in /dev/shm for another box",
        files::shared_memory,
    ),
    said("make a device of a disk", files::device),
    said(
        "write to a file that was open before",
        descriptors::inherited,
    ),
    said(
        "take an open file of the grader (pidfd_getfd)",
        descriptors::stolen,
    ),
    said("reach a server by TCP", sockets::tcp),
    said("reach a server by UDP", sockets::udp),
    said("reach a unix socket in a folder", sockets::unix),
    said("reach an abstract unix socket", sockets::abstract_unix),
    said("a netlink socket", sockets::netlink),
    said("a packet socket", sockets::packet),
    said("a vsock socket", sockets::vsock),
    said("io_uring", calls::io_uring),
    said("memfd", calls::memfd),
    said("keyctl", calls::keyctl),
    said("bpf", calls::bpf),
    said("userfaultfd", calls::userfaultfd),
    said("perf_event_open", calls::perf),
    said("new namespaces (unshare)", calls::unshare),
    said("a call of i386", calls::i386),
    said("System V shared memory", calls::system_v),
    said("a queue of messages (POSIX)", calls::posix_queue),
    said("semaphores (System V)", calls::semaphores),
    said(
        "addresses that are not drawn (personality)",
        calls::personality,
    ),
    said("signal the grader", processes::signal),
    said(
        "signal the grader by a pipe (F_SETOWN)",
        descriptors::signal_by_pipe,
    ),
    said("trace the grader", processes::trace),
    said("read the grader's memory", processes::read_memory),
    said("limit the grader (prlimit)", processes::limit),
    said("renice the grader", processes::renice),
    said("start another program (a shell)", processes::shell),
    left("a daemon (setsid, double fork)", processes::daemon),
    left("a hydra (each process starts the next)", processes::hydra),
    said("a bomb of processes", exhaust::processes),
    said("a bomb of threads", exhaust::threads),
    said("a bomb of memory: private", exhaust::private),
    said("a bomb of memory: shared", exhaust::shared),
    said("a bomb of memory: several processes", exhaust::several),
    said("a bomb of memory: buffers of sockets", descriptors::buffers),
    said(
        "a bomb of memory: tables of pages",
        descriptors::page_tables,
    ),
    said("a big file", exhaust::big_file),
    said("many files", exhaust::many_files),
];

/// What `main` does if this process is to attack.
pub fn become_attacker() -> Option<ExitCode> {
    let mut arguments = env::args().skip(1);
    if arguments.next()? != ATTACK {
        return None;
    }
    let name = arguments.next()?;
    let attack = ATTACKS.iter().find(|attack| attack.name == name)?;
    let target = Target {
        folder: arguments.next()?.into(),
        process: arguments.next()?.parse().ok()?,
        port: arguments.next()?.parse().ok()?,
        hold: arguments.next()?.parse().ok()?,
        mark: arguments.next()?,
    };
    Some(match (attack.make)(&target) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("{error}");
            ExitCode::from(REFUSED)
        }
    })
}

impl Target {
    /// The arguments that make a process an attacker.
    pub fn arguments(&self, attack: &Attack) -> Vec<String> {
        let (process, port) = (self.process.to_string(), self.port.to_string());
        let folder = self.folder.to_string_lossy().into_owned();
        let (name, hold) = (attack.name.to_owned(), self.hold.to_string());
        let mark = self.mark.clone();
        vec![ATTACK.to_owned(), name, folder, process, port, hold, mark]
    }

    /// A file in the folder.
    pub fn file(&self, name: &str) -> PathBuf {
        Path::new(&self.folder).join(name)
    }
}

/// The result of a call of the system.
fn done(result: c_long) -> io::Result<c_long> {
    match result {
        -1 => Err(io::Error::last_os_error()),
        result => Ok(result),
    }
}
