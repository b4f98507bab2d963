//! What was open before, and what is opened in such numbers that the system itself runs out of memory.

use std::io;
use std::os::fd::AsRawFd;
use std::ptr;
use std::thread;
use std::time::Duration;

use super::exhaust::in_processes;
use super::{Target, done};

/// Above all that a program has when it starts.
const MANY: i32 = 512;

/// Processes, and what each puts into buffers of the system: together more than [`crate::outside::MEMORY`].
const PROCESSES: usize = 32;
const BYTES: usize = 6 << 20;

/// A file that whoever started the grader had open.
pub(super) fn inherited(_: &Target) -> io::Result<()> {
    let mut refused = io::Error::from(io::ErrorKind::NotFound);
    for descriptor in 3..MANY {
        // SAFETY: the text is ours.
        match done(unsafe { libc::write(descriptor, b"10 of 10".as_ptr().cast(), 8) } as i64) {
            Ok(_) => return Ok(()),
            Err(error) => refused = error,
        }
    }
    Err(refused)
}

/// A file that the grader has open.
pub(super) fn stolen(target: &Target) -> io::Result<()> {
    // SAFETY: the calls take numbers; what they give is closed when this process ends.
    unsafe {
        let process = done(libc::syscall(libc::SYS_pidfd_open, target.process, 0))?;
        done(libc::syscall(libc::SYS_pidfd_getfd, process, 0, 0)).map(drop)
    }
}

/// Asks the system to tell the grader when a pipe can be read: by a signal that ends who does not expect it.
pub(super) fn signal_by_pipe(target: &Target) -> io::Result<()> {
    /// `F_SETSIG` of fcntl(2).
    const SET_SIGNAL: i32 = 10;
    let (reader, writer) = io::pipe()?;
    // SAFETY: the calls take numbers; both ends are open.
    unsafe {
        let reader = reader.as_raw_fd();
        done(libc::fcntl(reader, libc::F_SETOWN, target.process).into())?;
        // Of all signals the one that does no harm where nothing holds it back.
        done(libc::fcntl(reader, SET_SIGNAL, libc::SIGCONT).into())?;
        done(libc::fcntl(reader, libc::F_SETFL, libc::O_ASYNC | libc::O_NONBLOCK).into())?;
        done(libc::write(writer.as_raw_fd(), b"x".as_ptr().cast(), 1) as i64)?;
    }
    Ok(())
}

/// Data that nobody reads lies in the memory of the system, which no process has.
pub(super) fn buffers(target: &Target) -> io::Result<()> {
    in_processes(PROCESSES, || {
        let filled = fill_sockets();
        thread::sleep(Duration::from_secs(target.hold));
        filled
    })
}

fn fill_sockets() -> io::Result<()> {
    let mut filled = 0;
    while filled < BYTES {
        let mut pair = [0; 2];
        let kind = libc::SOCK_STREAM | libc::SOCK_NONBLOCK;
        // SAFETY: the pair is a place of ours.
        done(unsafe { libc::socketpair(libc::AF_UNIX, kind, 0, pair.as_mut_ptr()) }.into())?;
        for end in pair {
            filled += fill_one(end);
        }
    }
    Ok(())
}

/// Writes until there is no more room, and returns how much that was.
fn fill_one(end: i32) -> usize {
    let data = [0_u8; 1 << 12];
    let mut filled = 0;
    loop {
        // SAFETY: the data is ours.
        let written = unsafe { libc::write(end, data.as_ptr().cast(), data.len()) };
        match usize::try_from(written) {
            Ok(written) if written > 0 => filled += written,
            _ => return filled,
        }
    }
}

/// Reads one byte of each 2 MiB of many addresses: no memory is used by that but the tables that say so.
pub(super) fn page_tables(target: &Target) -> io::Result<()> {
    const GIB: usize = 1 << 30;
    const ADDRESSES: usize = 96 * GIB;
    const OF_A_TABLE: usize = 2 << 20;
    let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE;
    // SAFETY: the system chooses a place that nothing else uses.
    let place = unsafe { libc::mmap(ptr::null_mut(), ADDRESSES, libc::PROT_READ, flags, -1, 0) };
    if place == libc::MAP_FAILED {
        return Err(io::Error::last_os_error());
    }
    for at in (0..ADDRESSES).step_by(OF_A_TABLE) {
        // SAFETY: it lies in the place that was just given.
        unsafe { place.cast::<u8>().add(at).read_volatile() };
    }
    thread::sleep(Duration::from_secs(target.hold));
    Ok(())
}
