//! The files that a program sees: a root of its own, in which there is nothing but what it may read or write.
//!
//! What is not there cannot even be asked about, which Landlock alone does not prevent. And what lies behind a folder that
//! only its owner may enter, as a toolchain in a home does, can be given to another user.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::os::unix::fs::symlink;
use std::path::{Component, Path, PathBuf};

use super::error::in_words;
use super::files;
use super::sys;
use crate::layers::Identity;
use crate::profile::Profile;

/// Where temporary files are.
pub(super) const SCRATCH: &str = "/scratch";

/// Gives this process namespaces of its own, and a root with what the profile names.
pub(super) fn enter(profile: &Profile, program: &[OsString]) -> io::Result<()> {
    let here = env::current_dir()?;
    let mut namespaces = libc::CLONE_NEWNS | libc::CLONE_NEWIPC;
    if needs_network(profile) {
        namespaces |= libc::CLONE_NEWNET;
    }
    sys::unshare(namespaces).map_err(in_words("no namespaces"))?;
    if profile.loopback {
        sys::loopback_up().map_err(in_words("no loopback"))?;
    }
    let nothing = Path::new("");
    // Nothing that is mounted here shows outside.
    sys::mount(
        nothing,
        Path::new("/"),
        "",
        libc::MS_REC | libc::MS_PRIVATE,
        "",
    )?;
    let root = &profile.empty;
    sys::let_others_enter();
    let flags = libc::MS_NOSUID | libc::MS_NODEV;
    let tmpfs = Path::new("tmpfs");
    sys::mount(tmpfs, root, "tmpfs", flags, "mode=755,size=1m").map_err(in_words("no root"))?;
    // What belongs to others cannot be changed by one who is nobody, and need not be kept from that by a second call.
    let read = match profile.layers.identity {
        Identity::Nobody => Access::ReadOfOthers,
        Identity::Own => Access::Read,
    };
    let mut view = View::under(root);
    for path in files::readable(profile, program, &here) {
        view.provide(&path, read)?;
    }
    if profile.writes_here {
        view.provide(&here, Access::Write)?;
    } else {
        make(&inside(root, &here))?;
    }
    view.provide(Path::new(files::NULL), Access::Device)?;
    if profile.proc_links {
        view.provide(Path::new("/proc"), Access::Device)?;
    }
    if profile.processes && !profile.writes_here {
        let scratch = inside(root, Path::new(SCRATCH));
        make(&scratch)?;
        let limits = &profile.limits;
        let options = format!("mode=1777,size={},nr_inodes={}", limits.file, limits.files);
        sys::mount(tmpfs, &scratch, "tmpfs", flags, &options)?;
    }
    let again = libc::MS_REMOUNT | libc::MS_BIND | libc::MS_RDONLY | flags;
    sys::mount(nothing, root, "", again, "")?;
    env::set_current_dir(root)?;
    sys::become_root_here().map_err(in_words("the root cannot be changed"))?;
    env::set_current_dir(here)
}

/// Whether the program is kept from others by a network of its own. It takes longer than all the rest. Who can make no
/// socket has no use for it; and who has none but those of this machine (`AF_UNIX`) is kept from those with a name by the
/// root that it sees, and from those without one by Landlock, where that knows them.
fn needs_network(profile: &Profile) -> bool {
    /// The first version of Landlock's interface that does.
    const KNOWS_NAMELESS: i32 = 6;
    profile.loopback || (profile.sockets() && profile.layers.landlock < KNOWS_NAMELESS)
}

/// What may be done with what is provided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Access {
    Read,
    ReadOfOthers,
    Write,
    /// Landlock alone says.
    Device,
}

/// What is there under the new root so far.
struct View<'r> {
    root: &'r Path,
    /// By their names outside. Whether something is there is not asked of the folders: to list those of a system takes as
    /// long as to bind them.
    readable: Vec<PathBuf>,
}

impl<'r> View<'r> {
    fn under(root: &'r Path) -> Self {
        let readable = Vec::new();
        Self { root, readable }
    }

    /// Makes `path` be there under the new root too, under all of its names; nothing if it is not there.
    fn provide(&mut self, path: &Path, access: Access) -> io::Result<()> {
        let mut so_far = PathBuf::from("/");
        let mut parts = path.components().filter(|it| *it != Component::RootDir);
        while let Some(part) = parts.next() {
            so_far.push(part);
            let Ok(found) = fs::symlink_metadata(&so_far) else {
                return Ok(());
            };
            if !found.is_symlink() {
                continue;
            }
            let target = fs::read_link(&so_far)?;
            let link = inside(self.root, &so_far);
            make(link.parent().unwrap_or(self.root))?;
            if fs::symlink_metadata(&link).is_err() {
                symlink(&target, &link)?;
            }
            let parent = so_far.parent().unwrap_or(Path::new("/"));
            let rest: PathBuf = parts.collect();
            // `..` means what it means where the link is.
            let target = match fs::canonicalize(parent.join(&target)) {
                Ok(target) => target,
                Err(_) => return Ok(()),
            };
            return self.provide(&target.join(rest), access);
        }
        self.bind(so_far, access)
    }

    fn bind(&mut self, from: PathBuf, access: Access) -> io::Result<()> {
        let reads = matches!(access, Access::Read | Access::ReadOfOthers);
        // What lies in something that is there already is there as well.
        if reads && self.readable.iter().any(|known| from.starts_with(known)) {
            return Ok(());
        }
        let to = inside(self.root, &from);
        if from.is_dir() {
            make(&to)?;
        } else {
            make(to.parent().unwrap_or(&to))?;
            fs::write(&to, "")?;
        }
        let bind = libc::MS_BIND | libc::MS_REC;
        sys::mount(&from, &to, "", bind, "").map_err(in_words("a folder cannot be bound"))?;
        if !matches!(access, Access::Device | Access::ReadOfOthers) {
            restrict(&from, &to, access)?;
        }
        self.readable.extend(reads.then_some(from));
        Ok(())
    }
}

/// Leaves no programs with the rights of others in what is bound, no devices, and no writing where it is only read.
fn restrict(from: &Path, to: &Path, access: Access) -> io::Result<()> {
    let read_only = match access {
        Access::Read => libc::MS_RDONLY,
        _ => 0,
    };
    let kept = sys::flags_of_mount(from)?;
    let flags = libc::MS_REMOUNT | libc::MS_BIND | libc::MS_NOSUID | libc::MS_NODEV;
    let nothing = Path::new("");
    sys::mount(nothing, to, "", flags | read_only | kept, "")
        .map_err(in_words("a folder cannot be made read-only"))
}

/// Makes a folder that everybody may enter, with those on the way.
fn make(dir: &Path) -> io::Result<()> {
    let missing: Vec<_> = dir.ancestors().take_while(|it| !it.exists()).collect();
    missing.into_iter().rev().try_for_each(fs::create_dir)
}

/// The place under the new root.
fn inside(root: &Path, path: &Path) -> PathBuf {
    root.join(path.strip_prefix("/").unwrap_or(path))
}
