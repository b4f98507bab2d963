//! Processes of others, and processes that outlive their run.

use std::io;
use std::process::Command;
use std::ptr;
use std::thread;
use std::time::Duration;

use super::{Target, done};

/// How long what is left behind lives at most, should nobody find it.
const LIFE: u32 = 20;

pub(super) fn signal(target: &Target) -> io::Result<()> {
    // SAFETY: the call takes numbers.
    done(unsafe { libc::kill(target.process, libc::SIGCONT) }.into()).map(drop)
}

pub(super) fn trace(target: &Target) -> io::Result<()> {
    let nothing = ptr::null_mut::<u8>();
    // SAFETY: without a stop the traced process goes on as before, and it is let go when this process ends.
    done(unsafe { libc::ptrace(libc::PTRACE_SEIZE, target.process, nothing, nothing) }).map(drop)
}

pub(super) fn read_memory(target: &Target) -> io::Result<()> {
    let mut byte = [0_u8; 1];
    let here = libc::iovec {
        iov_base: byte.as_mut_ptr().cast(),
        iov_len: 1,
    };
    // The same program lies at another address there, or at this one: either way the answer tells whether it was looked at.
    let there = here;
    // SAFETY: the place to read to is ours; the other is another process's.
    let read = unsafe { libc::process_vm_readv(target.process, &here, 1, &there, 1, 0) };
    match done(i64::try_from(read).unwrap_or(-1)) {
        Err(error) if error.raw_os_error() == Some(libc::EFAULT) => Ok(()),
        result => result.map(drop),
    }
}

pub(super) fn limit(target: &Target) -> io::Result<()> {
    // SAFETY: both limits are places of ours.
    unsafe {
        let mut limit: libc::rlimit64 = std::mem::zeroed();
        let nothing = ptr::null();
        let (process, files) = (target.process, libc::RLIMIT_NOFILE);
        done(libc::prlimit64(process, files, nothing, &raw mut limit).into())?;
        done(libc::prlimit64(process, files, &raw const limit, ptr::null_mut()).into())?;
    }
    Ok(())
}

pub(super) fn renice(target: &Target) -> io::Result<()> {
    let process = target.process.unsigned_abs();
    // SAFETY: the call takes numbers; the value is the one that it has.
    done(unsafe { libc::setpriority(libc::PRIO_PROCESS, process, 0) }.into()).map(drop)
}

pub(super) fn shell(_: &Target) -> io::Result<()> {
    let status = Command::new("/bin/sh").args(["-c", "exit 0"]).status()?;
    match status.success() {
        true => Ok(()),
        false => Err(io::Error::other(status.to_string())),
    }
}

/// Makes a process that ends by itself in the end. True in that process.
fn fork() -> io::Result<bool> {
    // SAFETY: this program has one thread.
    let child = done(unsafe { libc::fork() }.into())?;
    if child == 0 {
        // SAFETY: the call takes a number.
        unsafe { libc::alarm(LIFE) };
    }
    Ok(child == 0)
}

pub(super) fn daemon(_: &Target) -> io::Result<()> {
    if fork()? {
        // SAFETY: the call takes nothing.
        let _ = unsafe { libc::setsid() };
        if fork().unwrap_or(false) {
            thread::sleep(Duration::from_secs(LIFE.into()));
        }
        std::process::exit(0);
    }
    wait();
    Ok(())
}

/// Each lives for a moment and starts the next, so that nobody who looks for them by number finds them alive.
pub(super) fn hydra(_: &Target) -> io::Result<()> {
    /// Heads, one after another.
    const HEADS: u32 = 400;
    if fork()? {
        // SAFETY: the call takes nothing.
        let _ = unsafe { libc::setsid() };
        for _ in 0..HEADS {
            thread::sleep(Duration::from_millis(5));
            if !fork().unwrap_or(false) {
                std::process::exit(0);
            }
        }
    }
    Ok(())
}

/// Waits for a child.
fn wait() {
    // SAFETY: nobody asks how it ended.
    unsafe { libc::wait(ptr::null_mut()) };
}
