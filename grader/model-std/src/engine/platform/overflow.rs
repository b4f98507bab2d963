//! What a model thread says when it runs over the end of its stack, before the process dies of it as usual.
//!
//! The fault is a signal, which std's own handler does not take for an overflow, because it knows nothing of these
//! stacks. Ours looks at the address, and leaves every other fault to the handler before it.

use std::fmt;
use std::os::fd::{AsRawFd, OwnedFd, RawFd};
use std::sync::{Once, OnceLock};

use libc::{SA_NODEFER, SA_ONSTACK, SA_SIGINFO, SIG_DFL, SIG_IGN, SIGBUS, SIGSEGV};

use super::current_thread::NOW;

/// Touching a page that must not be touched is the one or the other, depending on the system.
const SIGNALS: [libc::c_int; 2] = [SIGSEGV, SIGBUS];

/// What was done before about each of [`SIGNALS`].
static PREVIOUS: [OnceLock<libc::sigaction>; 2] = [const { OnceLock::new() }; 2];

/// For a program: where a line goes, and what it begins with.
static NOTE: OnceLock<(OwnedFd, String)> = OnceLock::new();

/// Lets the handler write a line for a program too: `head`, the place of the last operation in the model or `-`, and the
/// thread's name, with a space between two. Only the first call counts.
pub fn note_to(to: OwnedFd, head: String) {
    let _ = NOTE.set((to, head));
}

/// Installs the handler, once. It runs on the stack that std has set aside for its own in every thread that it starts;
/// in a thread that something else has started there may be none, and then the process dies without the message.
pub fn install() {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        for (signal, previous) in SIGNALS.iter().zip(&PREVIOUS) {
            let handler: extern "C" fn(_, *mut libc::siginfo_t, *mut libc::c_void) = on_fault;
            let flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER;
            // The one before is known before ours could be called.
            if let Some(action) = exchange(*signal, None) {
                let _ = previous.set(action);
                exchange(*signal, Some((handler as usize, flags)));
            }
        }
    });
}

/// Sets what is done about a signal, if anything is given, and tells what was done before.
fn exchange(
    signal: libc::c_int,
    new: Option<(libc::sighandler_t, libc::c_int)>,
) -> Option<libc::sigaction> {
    // SAFETY: all zeros is a valid `sigaction`: the default action, no flags, no signals masked.
    let mut old: libc::sigaction = unsafe { std::mem::zeroed() };
    let new = new.map(|(handler, flags)| {
        let mut action = old;
        action.sa_sigaction = handler;
        action.sa_flags = flags;
        action
    });
    let new = new.as_ref().map_or(std::ptr::null(), std::ptr::from_ref);
    // SAFETY: both pointers are valid, or null where that is allowed. The handler, if there is one, is `on_fault`, which
    // does only what a signal handler may, or the default action.
    (unsafe { libc::sigaction(signal, new, &raw mut old) } == 0).then_some(old)
}

/// The handler. It allocates nothing, takes no lock and touches no thread-local value.
extern "C" fn on_fault(
    signal: libc::c_int,
    info: *mut libc::siginfo_t,
    context: *mut libc::c_void,
) {
    // SAFETY: the system calls a handler with `SA_SIGINFO` with valid information about one of the two faults, which
    // have an address.
    let address = unsafe { (*info).si_addr() }.addr();
    // The rest of the stack may be touched, so a fault in it can only be at its end.
    if NOW.stack().contains(&address) {
        let mut text = Text::new();
        let _ = describe(&mut text);
        text.write_to(libc::STDERR_FILENO);
        if let Some((to, head)) = NOTE.get() {
            let mut text = Text::new();
            let _ = note(&mut text, head);
            text.write_to(to.as_raw_fd());
        }
        // The faulting instruction runs again when this returns, and then ends the process.
        exchange(signal, Some((SIG_DFL, 0)));
    } else {
        leave_to_previous(signal, info, context);
    }
}

fn describe(text: &mut Text) -> fmt::Result {
    use fmt::Write;
    let stack = NOW.stack();
    text.write_str("\n")?;
    NOW.write_name(text)?;
    let size = stack.len() >> 20;
    writeln!(
        text,
        " has overflowed its stack of {size} MiB: a recursion without an end, or far too deep?"
    )?;
    NOW.write_place(text)?;
    text.write_str("\n")
}

/// In one line. What is cut off is an end of the name.
fn note(text: &mut Text, head: &str) -> fmt::Result {
    use fmt::Write;
    text.write_str(head)?;
    NOW.write_site(text)?;
    text.write_str(" ")?;
    NOW.write_name(text)?;
    text.end_line();
    Ok(())
}

fn leave_to_previous(signal: libc::c_int, info: *mut libc::siginfo_t, context: *mut libc::c_void) {
    let at = SIGNALS.iter().position(|known| *known == signal);
    let previous = at.and_then(|at| PREVIOUS[at].get());
    match previous {
        Some(action) if ![SIG_DFL, SIG_IGN].contains(&action.sa_sigaction) => {
            let handler = action.sa_sigaction;
            if action.sa_flags & SA_SIGINFO != 0 {
                type Handler = extern "C" fn(libc::c_int, *mut libc::siginfo_t, *mut libc::c_void);
                // SAFETY: whoever installed it with `SA_SIGINFO` promised that it is such a function.
                let handler = unsafe { std::mem::transmute::<usize, Handler>(handler) };
                handler(signal, info, context);
            } else {
                // SAFETY: as above, without `SA_SIGINFO`.
                let handler =
                    unsafe { std::mem::transmute::<usize, extern "C" fn(libc::c_int)>(handler) };
                handler(signal);
            }
        }
        // A fault cannot be ignored: the instruction would only fault again.
        _ => {
            exchange(signal, Some((SIG_DFL, 0)));
        }
    }
}

/// Text in a place of fixed size; what is too much is cut off.
struct Text {
    bytes: [u8; 512],
    len: usize,
}

impl Text {
    fn new() -> Self {
        Self {
            bytes: [0; 512],
            len: 0,
        }
    }

    fn write_to(&self, file: RawFd) {
        // SAFETY: the bytes are readable; `write` may be called in a signal handler.
        unsafe { libc::write(file, self.bytes.as_ptr().cast(), self.len) };
    }

    /// Makes one line of it, and ends that.
    fn end_line(&mut self) {
        let len = self.len.min(self.bytes.len() - 1);
        for byte in &mut self.bytes[..len] {
            if *byte < b' ' {
                *byte = b' ';
            }
        }
        self.bytes[len] = b'\n';
        self.len = len + 1;
    }
}

impl fmt::Write for Text {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let len = text.floor_char_boundary(self.bytes.len() - self.len);
        self.bytes[self.len..self.len + len].copy_from_slice(&text.as_bytes()[..len]);
        self.len += len;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fmt::Write;

    #[test]
    fn text_that_is_too_long_is_cut_off() {
        let mut text = Text::new();
        for _ in 0..100 {
            write!(text, "worker {} ä ", 7).unwrap();
        }
        let kept = str::from_utf8(&text.bytes[..text.len]).unwrap();
        assert!(kept.len() > 500 && kept.starts_with("worker 7 ä worker 7"));
    }
}
