//! Bombs. Each stops by itself a little above the limits of these tests, so that it does no harm where nothing stops it.

use std::env;
use std::fs::{self, File};
use std::io::{self, Write};
use std::ptr;
use std::thread;
use std::time::Duration;

use super::{Target, done};

/// Processes or threads: more than [`crate::outside::TASKS`].
const TASKS: usize = 200;

/// Bytes of memory: more than [`crate::outside::MEMORY`].
const BYTES: usize = 192 << 20;

/// Bytes of a page, or of a part of one.
const PAGE: usize = 4096;

pub(super) fn processes(target: &Target) -> io::Result<()> {
    let mut children = Vec::new();
    let mut result = Ok(());
    for _ in 0..TASKS {
        // SAFETY: this program has one thread.
        match done(unsafe { libc::fork() }.into()) {
            Ok(0) => {
                thread::sleep(Duration::from_secs(20));
                std::process::exit(0);
            }
            Ok(child) => children.push(i32::try_from(child).unwrap_or(0)),
            Err(error) => result = Err(error),
        }
    }
    hold(target, &result);
    for child in children {
        // SAFETY: the calls take the number of a child that nobody has waited for.
        unsafe {
            libc::kill(child, libc::SIGKILL);
            libc::waitpid(child, ptr::null_mut(), 0);
        }
    }
    result
}

/// Keeps what was got, unless it is not all.
fn hold(target: &Target, result: &io::Result<()>) {
    if result.is_ok() {
        thread::sleep(Duration::from_secs(target.hold));
    }
}

pub(super) fn threads(target: &Target) -> io::Result<()> {
    let stop = std::sync::Arc::new(std::sync::RwLock::new(()));
    let held = stop.write();
    let mut threads = Vec::new();
    let mut result = Ok(());
    for _ in 0..TASKS {
        let wait = std::sync::Arc::clone(&stop);
        let thread = thread::Builder::new().stack_size(64 << 10);
        match thread.spawn(move || drop(wait.read())) {
            Ok(thread) => threads.push(thread),
            Err(error) => result = Err(error),
        }
    }
    hold(target, &result);
    drop(held);
    for thread in threads {
        let _ = thread.join();
    }
    result
}

/// Uses that much memory, and holds on to it.
fn fill(bytes: usize, flags: i32, target: &Target) -> io::Result<()> {
    let protection = libc::PROT_READ | libc::PROT_WRITE;
    let flags = flags | libc::MAP_ANONYMOUS;
    // SAFETY: the system chooses a place that nothing else uses.
    let place = unsafe { libc::mmap(ptr::null_mut(), bytes, protection, flags, -1, 0) };
    if place == libc::MAP_FAILED {
        return Err(io::Error::last_os_error());
    }
    for at in (0..bytes).step_by(PAGE) {
        // SAFETY: it lies in the place that was just given.
        unsafe { place.cast::<u8>().add(at).write_volatile(1) };
    }
    thread::sleep(Duration::from_secs(target.hold));
    Ok(())
}

pub(super) fn private(target: &Target) -> io::Result<()> {
    fill(BYTES, libc::MAP_PRIVATE, target)
}

pub(super) fn shared(target: &Target) -> io::Result<()> {
    fill(BYTES, libc::MAP_SHARED, target)
}

/// None of them takes too much; together they do.
pub(super) fn several(target: &Target) -> io::Result<()> {
    const EACH: usize = 8;
    in_processes(EACH, || fill(BYTES / EACH, libc::MAP_PRIVATE, target))
}

/// Does it in so many processes at once; one that fails has run out of something.
pub(super) fn in_processes(count: usize, attempt: impl Fn() -> io::Result<()>) -> io::Result<()> {
    let mut children = Vec::new();
    for _ in 0..count {
        // SAFETY: this program has one thread.
        match done(unsafe { libc::fork() }.into())? {
            0 => std::process::exit(i32::from(attempt().is_err())),
            child => children.push(i32::try_from(child).unwrap_or(0)),
        }
    }
    let mut failed = false;
    for child in children {
        let mut status = 0;
        // SAFETY: the status is a place of ours.
        unsafe { libc::waitpid(child, &raw mut status, 0) };
        failed |= status != 0;
    }
    match failed {
        true => Err(io::ErrorKind::OutOfMemory.into()),
        false => Ok(()),
    }
}

pub(super) fn big_file(_: &Target) -> io::Result<()> {
    let path = env::temp_dir().join(format!("big-{}", std::process::id()));
    let mut file = File::create(&path)?;
    let mebibyte = vec![1; 1 << 20];
    let written = (0..crate::outside::FILE_MIB * 2).try_for_each(|_| file.write_all(&mebibyte));
    let _ = fs::remove_file(path);
    written
}

pub(super) fn many_files(_: &Target) -> io::Result<()> {
    let folder = env::temp_dir().join(format!("many-{}", std::process::id()));
    fs::create_dir(&folder)?;
    let mut files = 0..crate::outside::FILES * 2;
    let made = files.try_for_each(|n| fs::write(folder.join(n.to_string()), ""));
    let _ = fs::remove_dir_all(folder);
    made
}
