//! What is forbidden, tried: from inside a sandbox, before anything is graded in one like it.

use std::ffi::OsString;
use std::fs;
use std::net::{TcpListener, TcpStream};
use std::os::linux::net::SocketAddrExt;
use std::os::unix::net::{SocketAddr, UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::sys;

/// What is tried on.
#[derive(Debug)]
pub(crate) struct Attempts<'a> {
    /// A file that is readable outside.
    pub secret: &'a Path,
    /// The name of a socket that is no file, at which somebody listens outside.
    pub nameless: &'a str,
    /// A port on loopback at which somebody listens outside.
    pub port: u16,
    /// Files and folders that have to be readable.
    pub needed: &'a [PathBuf],
}

/// Said at the end, so that a program that ended early is told from one that could do nothing.
pub(crate) const DONE: &str = "done";

/// Said if a server outside was reached.
pub(crate) const SERVER: &str = "a server outside can be reached";

impl Attempts<'_> {
    /// The arguments of the program that tries.
    pub(crate) fn arguments(&self) -> Vec<OsString> {
        let fixed = [
            self.secret.into(),
            self.port.to_string().into(),
            self.nameless.into(),
            std::process::id().to_string().into(),
        ];
        let needed = self.needed.iter().map(|path| path.into());
        fixed.into_iter().chain(needed).collect()
    }
}

/// Tries everything, and prints a line for each thing that went otherwise than it should.
pub(super) fn attempt_all(mut arguments: impl Iterator<Item = OsString>) -> ExitCode {
    let mut text = || arguments.next().and_then(|it| it.into_string().ok());
    let (Some(secret), Some(port), Some(nameless), Some(grader)) = (text(), text(), text(), text())
    else {
        return ExitCode::FAILURE;
    };
    let port = port.parse().unwrap_or_default();
    let grader = grader.parse().unwrap_or(i32::MAX);
    let secret = Path::new(&secret);
    let tried = [
        ("a file outside can be read", fs::read(secret).is_ok()),
        (
            "a file outside can be written",
            fs::write(secret, "").is_ok(),
        ),
        (
            "a file can be made outside",
            fs::write(secret.with_extension("new"), "").is_ok(),
        ),
        (
            "the password file can be read",
            fs::read("/etc/passwd").is_ok(),
        ),
        (
            "its own memory can be opened",
            fs::File::open("/proc/self/mem").is_ok(),
        ),
        (
            "a socket without a file can be reached outside",
            is_reached(&nameless),
        ),
        (SERVER, TcpStream::connect(("127.0.0.1", port)).is_ok()),
        ("the grader can be signalled", sys::kill(grader, 0).is_ok()),
        ("new namespaces can be made", sys::can_make_namespaces()),
        (
            "sockets of the kernel can be made",
            sys::can_speak_netlink(),
        ),
        ("nameless files can be made", sys::can_make_nameless_files()),
        (
            "io_uring can be had, which no filter sees",
            sys::can_have_io_uring(),
        ),
    ];
    for (what, _) in tried.iter().filter(|(_, possible)| *possible) {
        println!("{what}");
    }
    for needed in arguments.map(PathBuf::from) {
        if let Err(error) = fs::metadata(&needed).and_then(|it| match it.is_dir() {
            true => fs::read_dir(&needed).map(drop),
            false => fs::File::open(&needed).map(drop),
        }) {
            println!("{} cannot be read: {error}", needed.display());
        }
    }
    println!("{DONE}");
    ExitCode::SUCCESS
}

/// A socket of that name that nobody is to reach.
pub(crate) fn nameless(name: &str) -> std::io::Result<UnixListener> {
    UnixListener::bind_addr(&SocketAddr::from_abstract_name(name)?)
}

fn is_reached(name: &str) -> bool {
    SocketAddr::from_abstract_name(name).is_ok_and(|it| UnixStream::connect_addr(&it).is_ok())
}

/// A server that nobody is to reach.
pub(crate) fn server() -> std::io::Result<TcpListener> {
    TcpListener::bind(("127.0.0.1", 0))
}
