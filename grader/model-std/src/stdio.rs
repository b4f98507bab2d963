//! Standard output and error: std's own, with a lock that threads of the model can be seen to wait for.
//!
//! A print takes the lock and gives it back at once. That is an operation only where somebody holds the lock for longer,
//! which is what [`Stdout::lock`] is for; otherwise prints would multiply the interleavings of every program that prints.

use std::fmt;
use std::io::{self as real, IoSlice, Result, Write};
use std::marker::PhantomData;
use std::panic::{Location, RefUnwindSafe, UnwindSafe};
use std::process::Stdio;

use crate::engine::output::{self, Stream};
use crate::engine::{self, Site};

/// Whether something is a terminal; see [`std::io::IsTerminal`], which no other crate may implement.
pub trait IsTerminal {
    /// Whether it is one.
    fn is_terminal(&self) -> bool;
}

impl<T: real::IsTerminal> IsTerminal for T {
    fn is_terminal(&self) -> bool {
        real::IsTerminal::is_terminal(self)
    }
}

/// Whether the text should be let through.
fn is_silent() -> bool {
    engine::try_with(|execution| execution.is_silent()).unwrap_or(false)
}

/// Prints as `print!` does.
#[doc(hidden)]
#[track_caller]
pub fn __print(text: fmt::Arguments<'_>) {
    // Formatted first: a `Display` of the student's may take a modelled lock, and no other model thread must find
    // the stream locked meanwhile.
    let text = text.to_string();
    output::while_locked(Stream::Out, Location::caller(), || {
        if !is_silent() {
            std::print!("{text}");
        }
    });
}

/// Prints as `eprint!` does.
#[doc(hidden)]
#[track_caller]
pub fn __eprint(text: fmt::Arguments<'_>) {
    let text = text.to_string();
    output::while_locked(Stream::Err, Location::caller(), || {
        if !is_silent() {
            std::eprint!("{text}");
        }
    });
}

/// One stream: the function that gives it, its type, and that of its lock.
macro_rules! stream {
    ($function:ident $type:ident $lock:ident $stream:expr) => {
        /// The stream of the process; see std's function of this name.
        #[must_use]
        pub fn $function() -> $type {
            $type {
                real: real::$function(),
            }
        }

        /// A stream of the process; see std's type of this name.
        pub struct $type {
            real: real::$type,
        }

        /// The stream, locked until this is dropped; see std's type of this name.
        #[must_use = "if unused the stream will immediately unlock"]
        pub struct $lock<'a> {
            real: real::$type,
            site: Site,
            /// As std's, not `Send`.
            not_send: PhantomData<(&'a (), *const ())>,
        }

        impl UnwindSafe for $type {}
        impl RefUnwindSafe for $type {}
        impl UnwindSafe for $lock<'_> {}
        impl RefUnwindSafe for $lock<'_> {}

        impl $type {
            /// Waits until no other thread holds the stream's lock and takes it; a thread that holds it may take it
            /// again.
            #[track_caller]
            pub fn lock(&self) -> $lock<'static> {
                let site = Location::caller();
                output::lock($stream, site);
                $lock {
                    real: real::$function(),
                    site,
                    not_send: PhantomData,
                }
            }
        }

        impl Drop for $lock<'_> {
            fn drop(&mut self) {
                output::unlock($stream, self.site);
            }
        }

        impl Write for &$type {
            #[track_caller]
            fn write(&mut self, buffer: &[u8]) -> Result<usize> {
                output::while_locked($stream, Location::caller(), || write(&self.real, buffer))
            }

            #[track_caller]
            fn write_vectored(&mut self, buffers: &[IoSlice<'_>]) -> Result<usize> {
                output::while_locked($stream, Location::caller(), || {
                    write_vectored(&self.real, buffers)
                })
            }

            #[track_caller]
            fn flush(&mut self) -> Result<()> {
                output::while_locked($stream, Location::caller(), || (&self.real).flush())
            }

            // In one go, as std's do: nothing of another thread's comes between.
            #[track_caller]
            fn write_all(&mut self, buffer: &[u8]) -> Result<()> {
                output::while_locked($stream, Location::caller(), || {
                    write(&self.real, buffer).map(|_| ())
                })
            }

            #[track_caller]
            fn write_fmt(&mut self, text: fmt::Arguments<'_>) -> Result<()> {
                let text = text.to_string();
                self.write_all(text.as_bytes())
            }
        }

        impl Write for $type {
            #[track_caller]
            fn write(&mut self, buffer: &[u8]) -> Result<usize> {
                (&*self).write(buffer)
            }

            #[track_caller]
            fn write_vectored(&mut self, buffers: &[IoSlice<'_>]) -> Result<usize> {
                (&*self).write_vectored(buffers)
            }

            #[track_caller]
            fn flush(&mut self) -> Result<()> {
                (&*self).flush()
            }

            #[track_caller]
            fn write_all(&mut self, buffer: &[u8]) -> Result<()> {
                (&*self).write_all(buffer)
            }

            #[track_caller]
            fn write_fmt(&mut self, text: fmt::Arguments<'_>) -> Result<()> {
                (&*self).write_fmt(text)
            }
        }

        impl Write for $lock<'_> {
            fn write(&mut self, buffer: &[u8]) -> Result<usize> {
                write(&self.real, buffer)
            }

            fn write_vectored(&mut self, buffers: &[IoSlice<'_>]) -> Result<usize> {
                write_vectored(&self.real, buffers)
            }

            fn flush(&mut self) -> Result<()> {
                self.real.flush()
            }
        }

        impl IsTerminal for $type {
            fn is_terminal(&self) -> bool {
                real::IsTerminal::is_terminal(&self.real)
            }
        }

        impl IsTerminal for $lock<'_> {
            fn is_terminal(&self) -> bool {
                real::IsTerminal::is_terminal(&self.real)
            }
        }

        impl fmt::Debug for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($type)).finish_non_exhaustive()
            }
        }

        impl fmt::Debug for $lock<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($lock)).finish_non_exhaustive()
            }
        }

        impl From<$type> for Stdio {
            fn from(inherit: $type) -> Self {
                inherit.real.into()
            }
        }

        handles!($type);
        handles!($lock<'_>);
    };
}

/// What the operating system calls the stream.
#[cfg(unix)]
macro_rules! handles {
    ($type:ty) => {
        impl std::os::fd::AsFd for $type {
            fn as_fd(&self) -> std::os::fd::BorrowedFd<'_> {
                self.real.as_fd()
            }
        }

        impl std::os::fd::AsRawFd for $type {
            fn as_raw_fd(&self) -> std::os::fd::RawFd {
                self.real.as_raw_fd()
            }
        }
    };
}

/// What the operating system calls the stream.
#[cfg(windows)]
macro_rules! handles {
    ($type:ty) => {
        impl std::os::windows::io::AsHandle for $type {
            fn as_handle(&self) -> std::os::windows::io::BorrowedHandle<'_> {
                self.real.as_handle()
            }
        }

        impl std::os::windows::io::AsRawHandle for $type {
            fn as_raw_handle(&self) -> std::os::windows::io::RawHandle {
                self.real.as_raw_handle()
            }
        }
    };
}

#[cfg(not(any(unix, windows)))]
macro_rules! handles {
    ($type:ty) => {};
}

stream!(stdout Stdout StdoutLock Stream::Out);
stream!(stderr Stderr StderrLock Stream::Err);

/// Writes all of it, where runs are not silent.
fn write<W>(mut stream: W, buffer: &[u8]) -> Result<usize>
where
    W: Write,
{
    if !is_silent() {
        stream.write_all(buffer)?;
    }
    Ok(buffer.len())
}

fn write_vectored(stream: impl Write, buffers: &[IoSlice<'_>]) -> Result<usize> {
    let whole: Vec<u8> = buffers
        .iter()
        .flat_map(|part| part.iter().copied())
        .collect();
    write(stream, &whole)
}
