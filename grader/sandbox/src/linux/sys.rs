//! Calls of the system, each behind a safe function. All `unsafe` of this package is here.

use std::ffi::{CString, OsStr, c_char, c_int, c_ulong, c_void};
use std::io::{self, PipeWriter};
use std::mem;
use std::os::fd::AsRawFd;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::ptr;

/// An error if the call says so.
fn done(result: c_int) -> io::Result<c_int> {
    match result {
        -1 => Err(io::Error::last_os_error()),
        result => Ok(result),
    }
}

fn c(text: &OsStr) -> io::Result<CString> {
    CString::new(text.as_bytes()).map_err(io::Error::other)
}

/// Whether this process has the rights of root, in the user namespace that it is in.
pub(crate) fn is_root() -> bool {
    // SAFETY: the call takes nothing and cannot fail.
    unsafe { libc::geteuid() == 0 }
}

/// The user and the group of this process.
pub(crate) fn own_ids() -> (u32, u32) {
    // SAFETY: the calls take nothing and cannot fail.
    unsafe { (libc::geteuid(), libc::getegid()) }
}

/// The process that started this one.
pub(crate) fn parent() -> i32 {
    // SAFETY: the call takes nothing and cannot fail.
    unsafe { libc::getppid() }
}

/// Makes a second process of this one, which has no other threads. Returns its number, and 0 to itself.
pub(crate) fn fork() -> io::Result<i32> {
    // SAFETY: the launcher has started no thread, so that no lock is held that the second process would wait for.
    done(unsafe { libc::fork() })
}

/// Starts a second process in the memory of this one, for `become_program`, which ends with that. This process goes on when
/// the second one is another program, or has ended. To copy the memory for it, as a fork does, would take longer.
pub(crate) fn start(become_program: &dyn Fn()) -> io::Result<i32> {
    /// Bytes, of which only what is used is ever there.
    const STACK: usize = 1 << 20;
    extern "C" fn enter(become_program: *mut c_void) -> c_int {
        // SAFETY: it is the reference below, which lives until this process has ended or is another program.
        let become_program = unsafe { *become_program.cast::<&dyn Fn()>() };
        become_program();
        exit(1)
    }
    let mut stack = vec![0_u128; STACK / size_of::<u128>()];
    let itself = (&raw const become_program).cast_mut().cast();
    // SAFETY: the stack grows down from the end of a place that is aligned and nobody else's. This process has no other
    // thread, and waits until the other one needs the memory no more (`CLONE_VFORK`); the function only reads what it is
    // given.
    done(unsafe {
        let top = stack.as_mut_ptr_range().end.cast();
        let flags = libc::CLONE_VM | libc::CLONE_VFORK | libc::SIGCHLD;
        libc::clone(enter, top, flags, itself)
    })
}

/// Ends this process at once, running nothing more of it.
pub(crate) fn exit(code: i32) -> ! {
    // SAFETY: it ends the process, whatever is in it.
    unsafe { libc::_exit(code) }
}

/// Ends this process by that signal; where it cannot, with an exit code as a shell has for it.
pub(crate) fn end_by(signal: i32) -> ! {
    // SAFETY: the default action is none of ours, and the set is made before it is used.
    unsafe {
        libc::signal(signal, libc::SIG_DFL);
        let mut set: libc::sigset_t = mem::zeroed();
        libc::sigemptyset(&raw mut set);
        libc::sigprocmask(libc::SIG_SETMASK, &raw const set, ptr::null_mut());
        libc::kill(libc::getpid(), signal);
    }
    exit(128 + signal)
}

/// Sends a signal to a process, or to all that may be signalled if it is -1.
pub(crate) fn kill(process: i32, signal: i32) -> io::Result<()> {
    // SAFETY: the call takes numbers.
    done(unsafe { libc::kill(process, signal) }).map(drop)
}

/// Waits for a child to end, or any child if it is -1: its number, and how it ended as the system tells it. With
/// `at_once` it does not wait, and the number is 0 if no child has ended.
pub(crate) fn wait(process: i32, at_once: bool) -> io::Result<(i32, i32)> {
    let options = if at_once { libc::WNOHANG } else { 0 };
    loop {
        let mut status = 0;
        // SAFETY: the status is a place of ours.
        match done(unsafe { libc::waitpid(process, &raw mut status, options) }) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            result => return result.map(|process| (process, status)),
        }
    }
}

/// Waits until there is something to read, or the milliseconds are over.
pub(crate) fn wait_to_read(descriptor: c_int, milliseconds: i32) -> io::Result<bool> {
    let mut polled = libc::pollfd {
        fd: descriptor,
        events: libc::POLLIN,
        revents: 0,
    };
    // SAFETY: it is one descriptor, in a place of ours.
    match done(unsafe { libc::poll(&raw mut polled, 1, milliseconds) }) {
        Err(error) if error.kind() == io::ErrorKind::Interrupted => Ok(false),
        result => result.map(|ready| ready > 0),
    }
}

/// Whether nobody has the other end of that pipe any more.
pub(crate) fn is_unread(pipe: &PipeWriter) -> bool {
    let mut polled = libc::pollfd {
        fd: pipe.as_raw_fd(),
        events: 0,
        revents: 0,
    };
    // SAFETY: it is one descriptor, in a place of ours.
    unsafe { libc::poll(&raw mut polled, 1, 0) };
    polled.revents & libc::POLLERR != 0
}

fn prctl(option: c_int, argument: c_ulong) -> io::Result<()> {
    // SAFETY: the options used here take a number.
    done(unsafe { libc::prctl(option, argument, 0, 0, 0) }).map(drop)
}

/// Asks for that signal when the process that started this one has ended; `parent` is that process.
pub(crate) fn end_with(parent_now: i32, signal: i32) -> io::Result<()> {
    prctl(libc::PR_SET_PDEATHSIG, signal.unsigned_abs().into())?;
    match parent() == parent_now {
        true => Ok(()),
        // It was gone before it could be asked for.
        false => Err(io::Error::other("the grader is gone")),
    }
}

/// From now on children of children that are left alone are children of this process.
pub(crate) fn adopt_orphans() -> io::Result<()> {
    prctl(libc::PR_SET_CHILD_SUBREAPER, 1)
}

/// From now on no program gives this process more rights than it has.
pub(crate) fn no_new_rights() -> io::Result<()> {
    prctl(libc::PR_SET_NO_NEW_PRIVS, 1)
}

/// Leaves the terminal and the group of processes.
pub(crate) fn new_session() -> io::Result<()> {
    // SAFETY: the call takes nothing.
    done(unsafe { libc::setsid() }).map(drop)
}

/// Lets `signal` wait until it is asked for by [`next_of`].
pub(crate) fn hold(signal: i32) -> io::Result<()> {
    // SAFETY: the set is made before it is used.
    let result = unsafe {
        let mut set: libc::sigset_t = mem::zeroed();
        libc::sigemptyset(&raw mut set);
        libc::sigaddset(&raw mut set, signal);
        libc::sigaddset(&raw mut set, libc::SIGCHLD);
        libc::sigprocmask(libc::SIG_BLOCK, &raw const set, ptr::null_mut())
    };
    done(result).map(drop)
}

/// Takes no signal back that was held.
pub(crate) fn release() {
    // SAFETY: the set is made before it is used.
    unsafe {
        let mut set: libc::sigset_t = mem::zeroed();
        libc::sigemptyset(&raw mut set);
        libc::sigprocmask(libc::SIG_SETMASK, &raw const set, ptr::null_mut());
    }
}

/// Waits for `signal`, or for the end of a child.
pub(crate) fn next_of(signal: i32) -> i32 {
    // SAFETY: the set is made before it is used.
    unsafe {
        let mut set: libc::sigset_t = mem::zeroed();
        libc::sigemptyset(&raw mut set);
        libc::sigaddset(&raw mut set, signal);
        libc::sigaddset(&raw mut set, libc::SIGCHLD);
        libc::sigwaitinfo(&raw const set, ptr::null_mut())
    }
}

/// Gives this process namespaces of its own: `libc::CLONE_NEW*`.
pub(crate) fn unshare(namespaces: c_int) -> io::Result<()> {
    // SAFETY: the call takes numbers; no thread is there that shares anything.
    done(unsafe { libc::unshare(namespaces) }).map(drop)
}

/// Mounts something; parts that a kind of mount does not have are empty.
pub(crate) fn mount(
    source: &Path,
    target: &Path,
    kind: &str,
    flags: c_ulong,
    options: &str,
) -> io::Result<()> {
    let (source, target) = (c(source.as_os_str())?, c(target.as_os_str())?);
    let (kind, options) = (c(kind.as_ref())?, c(options.as_ref())?);
    let or_null = |text: &CString| match text.is_empty() {
        true => ptr::null::<c_char>(),
        false => text.as_ptr(),
    };
    // SAFETY: all are texts that end with a zero and live until the call returns, or null.
    done(unsafe {
        libc::mount(
            or_null(&source),
            target.as_ptr(),
            or_null(&kind),
            flags,
            or_null(&options).cast(),
        )
    })
    .map(drop)
}

/// Of the flags of the mount that a path lies in, those that a second mount of it has to keep.
pub(crate) fn flags_of_mount(path: &Path) -> io::Result<c_ulong> {
    let path = c(path.as_os_str())?;
    // SAFETY: the path ends with a zero, and the result is a place of ours, for which zeros are a value.
    let found = unsafe {
        let mut found: libc::statvfs = mem::zeroed();
        done(libc::statvfs(path.as_ptr(), &raw mut found))?;
        found
    };
    let pairs = [
        (libc::ST_NODEV, libc::MS_NODEV),
        (libc::ST_NOSUID, libc::MS_NOSUID),
        (libc::ST_NOEXEC, libc::MS_NOEXEC),
        (libc::ST_NOATIME, libc::MS_NOATIME),
        (libc::ST_NODIRATIME, libc::MS_NODIRATIME),
        (libc::ST_RELATIME, libc::MS_RELATIME),
    ];
    let kept = pairs
        .into_iter()
        .filter(|(said, _)| found.f_flag & said != 0);
    Ok(kept.fold(0, |flags, (_, flag)| flags | flag))
}

/// Makes the current directory the root, and leaves the old one behind, out of reach.
pub(crate) fn become_root_here() -> io::Result<()> {
    // SAFETY: the texts end with a zero and live for ever.
    unsafe {
        done(
            c_int::try_from(libc::syscall(
                libc::SYS_pivot_root,
                c".".as_ptr(),
                c".".as_ptr(),
            ))
            .unwrap_or(-1),
        )?;
        done(libc::umount2(c".".as_ptr(), libc::MNT_DETACH))?;
    }
    Ok(())
}

/// Turns on the loopback device of a new network namespace.
pub(crate) fn loopback_up() -> io::Result<()> {
    // SAFETY: the request is a place of ours, for which zeros are a value, with a name that ends with a zero; the socket
    // is closed again.
    unsafe {
        let socket = done(libc::socket(
            libc::AF_INET,
            libc::SOCK_DGRAM | libc::SOCK_CLOEXEC,
            0,
        ))?;
        let mut request: libc::ifreq = mem::zeroed();
        for (to, from) in request.ifr_name.iter_mut().zip(b"lo") {
            *to = from.cast_signed() as c_char;
        }
        request.ifr_ifru.ifru_flags = (libc::IFF_UP | libc::IFF_RUNNING) as libc::c_short;
        let result = done(libc::ioctl(socket, libc::SIOCSIFFLAGS, &raw const request));
        libc::close(socket);
        result.map(drop)
    }
}

/// Takes on a user and a group, for good, and leaves all other groups.
pub(crate) fn become_user(id: u32) -> io::Result<()> {
    // SAFETY: the calls take numbers, and a list that is empty.
    unsafe {
        done(libc::setgroups(0, ptr::null()))?;
        done(libc::setresgid(id, id, id))?;
        done(libc::setresuid(id, id, id))?;
    }
    Ok(())
}

/// Gives up every right that root has in a namespace.
pub(crate) fn drop_capabilities() -> io::Result<()> {
    #[repr(C)]
    struct Header {
        version: u32,
        process: c_int,
    }
    const VERSION_3: u32 = 0x2008_0522;
    let header = Header {
        version: VERSION_3,
        process: 0,
    };
    let none = [[0_u32; 3]; 2];
    // SAFETY: header and data have the layout of that version, and live until the call returns.
    let result = unsafe { libc::syscall(libc::SYS_capset, &raw const header, &raw const none) };
    done(c_int::try_from(result).unwrap_or(-1)).map(drop)
}

/// Lets this process have no more of something than that: `libc::RLIMIT_*`.
pub(crate) fn limit(resource: libc::__rlimit_resource_t, most: u64) -> io::Result<()> {
    let limit = libc::rlimit64 {
        rlim_cur: most,
        rlim_max: most,
    };
    // SAFETY: the limit is a place of ours.
    done(unsafe { libc::setrlimit64(resource, &raw const limit) }).map(drop)
}

/// Closes what a process has for input and output, so that nobody waits for its end of a pipe.
pub(crate) fn close(descriptors: &[c_int]) {
    for descriptor in descriptors {
        // SAFETY: nothing in this process uses them any more.
        unsafe { libc::close(*descriptor) };
    }
}

/// Of what is open, the next program gets input, output and the place for errors only.
pub(crate) fn keep_three_descriptors() -> io::Result<()> {
    const FIRST: u32 = 3;
    // SAFETY: the call takes numbers, and closes nothing of this program.
    let result = unsafe {
        libc::syscall(
            libc::SYS_close_range,
            FIRST,
            u32::MAX,
            libc::CLOSE_RANGE_CLOEXEC,
        )
    };
    done(c_int::try_from(result).unwrap_or(-1)).map(drop)
}

/// Bytes of a page of memory.
pub(crate) fn page_bytes() -> u64 {
    // SAFETY: the call takes a number.
    let bytes = unsafe { libc::sysconf(libc::_SC_PAGESIZE) };
    u64::try_from(bytes).unwrap_or(4096)
}

/// The version of Landlock's interface; 0 if the kernel has none.
pub(crate) fn landlock_version() -> i32 {
    const VERSION: c_int = 1;
    // SAFETY: with this flag the call looks at no memory.
    let version = unsafe {
        libc::syscall(
            libc::SYS_landlock_create_ruleset,
            ptr::null::<u8>(),
            0_usize,
            VERSION,
        )
    };
    i32::try_from(version).unwrap_or(0).max(0)
}

/// Whether this process gets a user namespace, by a fork, so that nothing of it stays.
pub(crate) fn can_make_namespaces() -> bool {
    unshare(libc::CLONE_NEWUSER).is_ok()
}

/// Whether a socket to the kernel can be had.
pub(crate) fn can_speak_netlink() -> bool {
    // SAFETY: the call takes numbers; what it gives is closed when this process ends, which it does soon.
    unsafe { libc::socket(libc::AF_NETLINK, libc::SOCK_RAW, 0) >= 0 }
}

/// Whether a file without a name can be had, whose memory no limit of a process bounds.
pub(crate) fn can_make_nameless_files() -> bool {
    // SAFETY: the name ends with a zero; what it gives is closed when this process ends, which it does soon.
    unsafe { libc::memfd_create(c"attempt".as_ptr(), 0) >= 0 }
}

/// Whether requests can be made that do not go through calls of the system.
pub(crate) fn can_have_io_uring() -> bool {
    // SAFETY: with a size of zero nothing is made, and no memory is looked at.
    let result = unsafe { libc::syscall(libc::SYS_io_uring_setup, 0, ptr::null::<u8>()) };
    result >= 0 || io::Error::last_os_error().raw_os_error() != Some(libc::ENOSYS)
}

/// Folders that are made from now on can be entered by everybody, whatever the grader was started with.
pub(crate) fn let_others_enter() {
    // SAFETY: the call takes a number and cannot fail.
    unsafe { libc::umask(0o022) };
}
