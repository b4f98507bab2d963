//! Calls of the system that lead past the other layers.

use std::ffi::CString;
use std::io;
use std::ptr;

use super::{Target, done};

pub(super) fn io_uring(_: &Target) -> io::Result<()> {
    let mut parameters = [0_u8; 256];
    // SAFETY: the parameters are a place of ours that is large enough for any version.
    done(unsafe { libc::syscall(libc::SYS_io_uring_setup, 4, parameters.as_mut_ptr()) }).map(drop)
}

pub(super) fn memfd(_: &Target) -> io::Result<()> {
    // SAFETY: the name ends with a zero.
    done(unsafe { libc::memfd_create(c"attack".as_ptr(), 0) }.into()).map(drop)
}

pub(super) fn keyctl(_: &Target) -> io::Result<()> {
    const SESSION: i32 = -3;
    let (kind, name) = (c"user".as_ptr(), c"attack".as_ptr());
    // SAFETY: the texts end with a zero, and the payload has that length.
    let key = unsafe { libc::syscall(libc::SYS_add_key, kind, name, b"x".as_ptr(), 1, SESSION) };
    done(key).map(drop)
}

pub(super) fn bpf(_: &Target) -> io::Result<()> {
    /// To make a map: an array with a key of 4 bytes, values of 4 bytes, and one entry.
    const MAP_CREATE: i32 = 0;
    let map = [2_u32, 4, 4, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    // SAFETY: the attributes are a place of ours of that size.
    let made = unsafe { libc::syscall(libc::SYS_bpf, MAP_CREATE, map.as_ptr(), size_of_val(&map)) };
    done(made).map(drop)
}

pub(super) fn userfaultfd(_: &Target) -> io::Result<()> {
    // SAFETY: the call takes a number.
    done(unsafe { libc::syscall(libc::SYS_userfaultfd, libc::O_CLOEXEC) }).map(drop)
}

pub(super) fn perf(_: &Target) -> io::Result<()> {
    let mut event = [0_u32; 32];
    // A software event, the clock of the processor.
    (event[0], event[1]) = (1, 128);
    // SAFETY: the attributes are a place of ours that says its own size.
    done(unsafe { libc::syscall(libc::SYS_perf_event_open, event.as_ptr(), 0, -1, -1, 0) })
        .map(drop)
}

pub(super) fn unshare(_: &Target) -> io::Result<()> {
    // SAFETY: the call takes a number.
    done(unsafe { libc::unshare(libc::CLONE_NEWUSER | libc::CLONE_NEWNET) }.into()).map(drop)
}

/// Asks for the number of the process by the calls of another architecture, which a filter for this one does not know.
#[cfg(target_arch = "x86_64")]
pub(super) fn i386(_: &Target) -> io::Result<()> {
    const GETPID: u64 = 20;
    let answer: u64;
    // SAFETY: the call takes nothing and changes nothing but the register of its answer.
    unsafe {
        std::arch::asm!("int 0x80", inlateout("rax") GETPID => answer,
            out("r8") _, out("r9") _, out("r10") _, out("r11") _);
    }
    match u32::try_from(answer) {
        Ok(answer) if answer == std::process::id() => Ok(()),
        _ => Err(io::ErrorKind::Unsupported.into()),
    }
}

/// Other architectures have no such second set of calls here.
#[cfg(not(target_arch = "x86_64"))]
pub(super) fn i386(_: &Target) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

pub(super) fn system_v(_: &Target) -> io::Result<()> {
    // SAFETY: the calls take numbers; what is made goes at once.
    unsafe {
        let made = done(libc::shmget(libc::IPC_PRIVATE, 4096, 0o600).into())?;
        let made = i32::try_from(made).map_err(io::Error::other)?;
        done(libc::shmctl(made, libc::IPC_RMID, ptr::null_mut()).into())?;
    }
    Ok(())
}

pub(super) fn posix_queue(_: &Target) -> io::Result<()> {
    let name = CString::new(format!("attack-{}", std::process::id())).map_err(io::Error::other)?;
    let flags = libc::O_CREAT | libc::O_RDWR;
    // SAFETY: the name ends with a zero; no attributes are given. What is made goes at once.
    unsafe {
        let nothing = ptr::null::<u8>();
        done(libc::syscall(
            libc::SYS_mq_open,
            name.as_ptr(),
            flags,
            0o600,
            nothing,
        ))?;
        done(libc::syscall(libc::SYS_mq_unlink, name.as_ptr())).map(drop)
    }
}

pub(super) fn semaphores(_: &Target) -> io::Result<()> {
    // SAFETY: the calls take numbers; what is made goes at once.
    unsafe {
        let made = done(libc::semget(libc::IPC_PRIVATE, 1, 0o600).into())?;
        let made = i32::try_from(made).map_err(io::Error::other)?;
        done(libc::semctl(made, 0, libc::IPC_RMID).into()).map(drop)
    }
}

pub(super) fn personality(_: &Target) -> io::Result<()> {
    let not_drawn = libc::ADDR_NO_RANDOMIZE.unsigned_abs().into();
    // SAFETY: the call takes a number.
    done(unsafe { libc::personality(not_drawn) }.into()).map(drop)
}
