//! Files of others.

use std::fs;
use std::io;
use std::os::unix::fs::PermissionsExt;

use super::Target;

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
