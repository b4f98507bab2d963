// What there is of `std` for a submission. `base` is the std that it is taken from: the model's (`lib.rs` beside this
// file) or the real one (`real-std`).

pub use base::{
    any, array, ascii, borrow, boxed, cell, char, clone, cmp, collections, convert, default, error,
    f32, f64, fmt, future, hash, hint, iter, marker, mem, num, ops, option, pin, prelude, primitive,
    ptr, range, rc, result, slice, str, string, sync, task, thread, time, vec,
};
#[expect(
    clippy::legacy_numeric_constants,
    reason = "a submission may be of the old school"
)]
mod numbers {
    pub use super::base::{i8, i16, i32, i64, i128, isize, u8, u16, u32, u64, u128, usize};
}
pub use numbers::*;
// Two macros have a module's name, and `use` takes both. A glob gives way to a module of this crate.
pub use both::*;
mod both {
    pub use super::base::{env, panic};
}
#[cfg(not(feature = "env"))]
#[expect(hidden_glob_reexports, reason = "that is what it is for")]
mod env {}
/// Without files, what tells of the environment in texts: the folders that std names lead to a `Path`, and that to files.
#[cfg(all(feature = "env", not(feature = "fs")))]
pub mod env {
    pub use super::base::env::{
        Args, ArgsOs, VarError, Vars, VarsOs, args, args_os, consts, var, var_os, vars, vars_os,
    };
}

pub use base::{
    assert, assert_eq, assert_ne, cfg, cfg_select, column, compile_error, concat, dbg, debug_assert,
    debug_assert_eq, debug_assert_ne, eprint, eprintln, file, format, format_args, line, matches,
    module_path, option_env, print, println, stringify, thread_local, todo, unimplemented,
    unreachable, write, writeln,
};

#[cfg(feature = "net")]
pub use base::net;
#[cfg(feature = "fs")]
pub use base::{fs, path};

/// Input and output in memory, and what one prints.
pub mod io {
    pub use super::base::io::prelude;
    pub use super::base::io::{
        BufRead, BufReader, BufWriter, Bytes, Chain, Cursor, Empty, Error, ErrorKind,
        IntoInnerError, IoSlice, IoSliceMut, IsTerminal, LineWriter, Lines, Read, Repeat, Result,
        Seek, SeekFrom, Sink, Split, Stderr, StderrLock, Stdout, StdoutLock, Take, Write,
        WriterPanicked, copy, empty, read_to_string, repeat, sink, stderr, stdout,
    };
    #[cfg(feature = "io")]
    pub use super::base::io::{
        PipeReader, PipeWriter, Stdin, StdinLock, pipe, stdin,
    };
}

/// Panics, but not who is to blame for one: `Location` would tell a function who calls it.
pub mod panic {
    pub use super::base::panic::{
        AssertUnwindSafe, PanicHookInfo, RefUnwindSafe, UnwindSafe, catch_unwind, panic_any,
        resume_unwind, set_hook, take_hook,
    };
    /// What older lessons call it.
    #[expect(deprecated, reason = "a submission may be of the old school")]
    pub use super::base::panic::PanicInfo;
}

/// Leaving the process, and where an exercise allows it, starting others.
pub mod process {
    #[cfg(feature = "process")]
    pub use super::base::process::{
        Child, ChildStderr, ChildStdin, ChildStdout, Command, CommandArgs, CommandEnvs, ExitStatus,
        Output, Stdio,
    };
    pub use super::base::process::{ExitCode, Termination, abort, exit, id};
}
