//! Files of others.

use std::ffi::CString;
use std::fs;
use std::io;
use std::os::fd::AsRawFd;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::PermissionsExt;

use super::{Target, done};

pub(super) fn passwords(_: &Target) -> io::Result<()> {
    fs::read("/etc/passwd").map(drop)
}

pub(super) fn read(target: &Target) -> io::Result<()> {
    fs::read(target.file("secret")).map(drop)
}

pub(super) fn ask(target: &Target) -> io::Result<()> {
    fs::metadata(target.file("secret")).map(drop)
}

pub(super) fn list_processes(_: &Target) -> io::Result<()> {
    let first = fs::read_dir("/proc")?.next();
    first.map_or(Err(io::ErrorKind::NotFound.into()), |entry| entry.map(drop))
}

pub(super) fn own_memory(_: &Target) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).open("/proc/self/mem").map(drop)
}

pub(super) fn write(target: &Target) -> io::Result<()> {
    fs::write(target.file("result"), "10 of 10")
}

pub(super) fn rename(target: &Target) -> io::Result<()> {
    fs::rename(target.file("result"), target.file("renamed"))
}

pub(super) fn delete(target: &Target) -> io::Result<()> {
    fs::remove_file(target.file("result"))
}

pub(super) fn chmod(target: &Target) -> io::Result<()> {
    fs::set_permissions(target.file("result"), fs::Permissions::from_mode(0o600))
}

pub(super) fn shared_memory(target: &Target) -> io::Result<()> {
    let left = format!("/dev/shm/{}", target.mark);
    fs::write(&left, "for the next one")?;
    fs::remove_file(left)
}

/// The number of the machine's root is 2 on the usual file systems: from there every file is found.
pub(super) fn by_handle(_: &Target) -> io::Result<()> {
    #[repr(C)]
    struct Handle {
        bytes: u32,
        kind: i32,
        inode: [u32; 2],
    }
    let handle = Handle {
        bytes: 8,
        kind: 1,
        inode: [2, 0],
    };
    let here = fs::File::open("/")?;
    // SAFETY: the handle is a place of ours that says its own length.
    let found = unsafe {
        libc::syscall(
            libc::SYS_open_by_handle_at,
            here.as_raw_fd(),
            &raw const handle,
            libc::O_PATH,
        )
    };
    done(found).map(drop)
}

/// Who looks on learns whose work is graded when.
pub(super) fn watch(target: &Target) -> io::Result<()> {
    let folder =
        CString::new(target.file("secret").as_os_str().as_bytes()).map_err(io::Error::other)?;
    // SAFETY: the name ends with a zero; what the calls give is closed when this process ends.
    unsafe {
        let queue = done(libc::inotify_init1(libc::IN_CLOEXEC).into())?;
        let queue = i32::try_from(queue).map_err(io::Error::other)?;
        done(libc::inotify_add_watch(queue, folder.as_ptr(), libc::IN_ALL_EVENTS).into()).map(drop)
    }
}

pub(super) fn device(target: &Target) -> io::Result<()> {
    let path = target.file(&format!("disk-{}", std::process::id()));
    let name = CString::new(path.as_os_str().as_bytes()).map_err(io::Error::other)?;
    // SAFETY: the name ends with a zero.
    let made = unsafe { libc::mknod(name.as_ptr(), libc::S_IFBLK | 0o600, libc::makedev(7, 0)) };
    let made = done(made.into()).map(drop);
    let _ = fs::remove_file(path);
    made
}
