//! Processes that a search has help by: copies of this one, made between two executions, and memory that they share.
//!
//! A copy is no thread: everything that an execution touches (statics, stacks, what belongs to this OS thread) it has for
//! itself, at the same addresses. It says nothing to anybody but in the memory that it shares: its standard streams go
//! nowhere, all other files are closed, and signals end it.

use std::ffi::c_int;
use std::mem::{align_of, size_of};
use std::ptr;
use std::sync::atomic::AtomicI64;
use std::time::Duration;

/// Memory that is the same in this process and in the copies made after it.
pub struct SharedPage {
    begin: *mut u8,
    len: usize,
}

impl SharedPage {
    /// `None` if the system has none to give.
    pub fn new(len: usize) -> Option<Self> {
        let (access, kind) = (
            libc::PROT_READ | libc::PROT_WRITE,
            libc::MAP_SHARED | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE,
        );
        // SAFETY: a new mapping, wherever the system has room.
        let begin = unsafe { libc::mmap(ptr::null_mut(), len, access, kind, -1, 0) };
        (begin != libc::MAP_FAILED).then_some(Self {
            begin: begin.cast(),
            len,
        })
    }

    /// Counts that every process of it can change, 0 at first.
    const COUNTS: usize = 2;

    /// Where `put` and `get` begin.
    pub const START: usize = Self::COUNTS * size_of::<AtomicI64>();

    /// The count of this number, 0 or 1.
    pub fn count(&self, which: usize) -> &AtomicI64 {
        assert!(which < Self::COUNTS, "a page has {} counts", Self::COUNTS);
        // SAFETY: a page is aligned and zeroed, and these bytes are used in no other way: `put` begins after them.
        unsafe { &*self.begin.cast::<AtomicI64>().add(which) }
    }

    /// Writes the values at the next place from `at` on, and returns where they end; `None` if there is no room.
    pub fn put<T: Copy>(&self, at: usize, values: &[T]) -> Option<usize> {
        let begin = at.max(Self::START).next_multiple_of(align_of::<T>());
        let end = begin.checked_add(size_of_val(values))?;
        if end > self.len {
            return None;
        }
        // SAFETY: it lies within the mapping, is aligned, and nobody else uses it at the time: see `get`.
        unsafe {
            ptr::copy_nonoverlapping(values.as_ptr(), self.begin.add(begin).cast(), values.len());
        }
        Some(end)
    }

    /// Reads what was `put` there, and returns where it ends.
    ///
    /// # Safety
    /// So many values of this type were put at this place, by this process or by a copy of it, which has ended since. (So
    /// references to what is static are valid here too.)
    pub unsafe fn get<T: Copy>(&self, at: usize, count: usize) -> (Vec<T>, usize) {
        let begin = at.max(Self::START).next_multiple_of(align_of::<T>());
        // SAFETY: as the caller says, these are values of the type, at the place that `put` has chosen for them.
        let values = unsafe { std::slice::from_raw_parts(self.begin.add(begin).cast(), count) };
        (values.to_vec(), begin + count * size_of::<T>())
    }
}

impl Drop for SharedPage {
    fn drop(&mut self) {
        // SAFETY: it is the mapping of `new`, to which no reference is left.
        unsafe { libc::munmap(self.begin.cast(), self.len) };
    }
}

/// A copy of this process.
pub struct HelperProcess {
    pid: libc::pid_t,
    /// Ends with the copy, which has the other end.
    alive: c_int,
    is_over: bool,
}

/// In which of the two processes the caller is.
pub enum Forked {
    Parent(HelperProcess),
    Child,
}

/// Seconds after which a copy ends whatever it does: nobody watches over its loops.
const LONGEST: u32 = 60;

/// Makes a copy of this process, in which only this OS thread goes on. `None` if the system makes none.
pub fn fork() -> Option<Forked> {
    let mut ends = [0; 2];
    // SAFETY: room for the two ends.
    if unsafe { libc::pipe2(ends.as_mut_ptr(), libc::O_CLOEXEC) } != 0 {
        return None;
    }
    let [alive, held] = ends;
    // SAFETY: no argument. What other OS threads hold, the copy never waits for: it runs executions, which are all this OS
    // thread's, and takes memory, which the system's allocator allows after a fork.
    let (parent, pid) = unsafe { (libc::getpid(), libc::fork()) };
    if pid == 0 {
        become_helper(parent, held);
        return Some(Forked::Child);
    }
    // SAFETY: an end that this process needs no more.
    unsafe { libc::close(held) };
    if pid < 0 {
        // SAFETY: as above.
        unsafe { libc::close(alive) };
        return None;
    }
    Some(Forked::Parent(HelperProcess {
        pid,
        alive,
        is_over: false,
    }))
}

/// Cuts the copy off from all that the process has to do with, but for its end of the pipe.
fn become_helper(parent: libc::pid_t, held: c_int) {
    const FIRST: c_int = 3;
    // SAFETY: calls that take numbers, of files and signals, and a path that ends with a zero. Files that are closed here
    // belong to values that this process does not use any more, because it never returns from its search.
    unsafe {
        libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGKILL);
        if libc::getppid() != parent {
            libc::_exit(1);
        }
        for signal in [libc::SIGSEGV, libc::SIGBUS, libc::SIGABRT, libc::SIGALRM] {
            libc::signal(signal, libc::SIG_DFL);
        }
        let nothing = libc::open(c"/dev/null".as_ptr(), libc::O_RDWR);
        for stream in 0..FIRST {
            libc::dup2(nothing, stream);
        }
        if held != FIRST {
            libc::dup2(held, FIRST);
        }
        let others = FIRST.unsigned_abs() + 1;
        libc::syscall(libc::SYS_close_range, others, u32::MAX, 0);
        libc::alarm(LONGEST);
    }
}

/// Ends this process, which is a copy.
pub fn end_helper() -> ! {
    // SAFETY: nothing is run at the end: what there is to do at the end of the process is the original's.
    unsafe { libc::_exit(0) }
}

impl HelperProcess {
    /// Waits until the copy has ended, or the time is over. Returns whether it has.
    pub fn has_ended_within(&self, time: Duration) -> bool {
        let mut alive = libc::pollfd {
            fd: self.alive,
            events: libc::POLLIN,
            revents: 0,
        };
        let millis = c_int::try_from(time.as_millis()).unwrap_or(c_int::MAX);
        // SAFETY: one entry, which is this function's own.
        unsafe { libc::poll(&mut alive, 1, millis) > 0 }
    }

    /// Ends the copy, if it has not ended, and waits until it has.
    pub fn end(&mut self) {
        if std::mem::replace(&mut self.is_over, true) {
            return;
        }
        // SAFETY: the child that this process has made, and whose number is its own until it has been waited for.
        unsafe {
            libc::kill(self.pid, libc::SIGKILL);
            while libc::waitpid(self.pid, ptr::null_mut(), 0) == -1
                && std::io::Error::last_os_error().kind() == std::io::ErrorKind::Interrupted
            {
            }
            libc::close(self.alive);
        }
    }
}

impl Drop for HelperProcess {
    fn drop(&mut self) {
        self.end();
    }
}
