//! What the checks of an exercise are written in, and the harness that runs each in its own process.
//!
//! A check is a function in an exercise's `tests/checks.rs`. It runs the submission in a model or for
//! real, demands what must hold, and returns if it does:
//!
//! ```
//! use checks::{secs, virtual_time};
//! # mod submission {
//! #     use model_std::{thread, time::Duration};
//! #     pub fn five_threads() {
//! #         let sleep = || thread::sleep(Duration::from_secs(10));
//! #         let threads: Vec<_> = (0..5).map(|_| thread::spawn(sleep)).collect();
//! #         threads.into_iter().for_each(|thread| thread.join().unwrap());
//! #     }
//! # }
//!
//! fn five_threads_take_as_long_as_one() {
//!     virtual_time(|| submission::five_threads()).takes_exactly(secs(10)).peak_concurrency_at_least(5);
//! }
//! # five_threads_take_as_long_as_one();
//! ```
//!
//! Its last line, `checks::main!(five_threads_take_as_long_as_one);`, makes checks of its functions.
//!
//! # Layout
//! - What checks call: [`virtual_time`], [`on_cores`], [`exhaustive`], [`sampled`], [`Rendezvous`],
//!   [`worker`], [`Roll`], [`process`], [`signatures!`], [`require_no_child`], [`deliberate_panic`],
//!   [`calling`], [`fail`].
//! - What submissions get pages from: [`web`]. Where they save them: [`files`].
//! - The result: [`Verdict`] and [`Cause`], decided in one pure place (`judge`).
//! - The process of a check (`child`): a submission may print, exit, crash or hang, so each check runs in a process of
//!   its own and reports one line, under a nonce, on a private pipe (the crate `supervise`).
//! - The process of a check that is played (`play`) answers questions about one run instead.
//! - The parent of these processes: [`harness`] for one exercise under `cargo test`; for the rest the crate `grader`,
//!   which does not need this one.
//!
//! What stays forgeable: code that breaks out of safe Rust can read the nonce from its own memory. A pass that it writes
//! without asking whether it may, or in a run that must fail, is found out (the crate `supervise`, `consent`).

mod check_state;
mod child;
mod children;
mod deliberate_panic;
mod ending;
mod entry;
mod exhaust;
mod gate;
mod how_much;
mod jobs;
mod judge;
mod panics;
mod play;
mod sampled;
mod signatures;
mod silent;
mod source;
mod timed;
mod worker;
mod worker_process;

pub mod engine;
pub mod files;
pub mod harness;
pub mod process;
pub mod rendezvous;
pub mod roll;
pub mod web;

pub use course::{Cause, Verdict};

pub use children::{ChildProcess, children, require_no_child};
pub use deliberate_panic::deliberate_panic;
pub use ending::{calling, fail, fail_because, fail_by_panic, millis, secs, untouched};
pub use exhaust::exhaustive;
pub use rendezvous::Rendezvous;
pub use roll::{Note, Roll, note};
pub use sampled::sampled;
pub use timed::{Machine, VirtualRun, on_cores, virtual_time};
pub use worker::{fail_if_panicked, lines_of, worker};

/// What [`main!`] needs of the real std: in `checks.rs` the name `std` may be the model's.
#[doc(hidden)]
pub mod __real {
    pub use std::process::ExitCode;
    pub use std::{file, option_env, stringify};
}

/// Makes the named functions the checks of this test binary, and writes its `main`.
///
/// `checks::main!(first_check, second_check);` or, where checks start [`worker`] processes,
/// `checks::main!(first_check, second_check; workers: square, die);`
#[macro_export]
macro_rules! main {
    ($($check:ident),+ $(,)? $(; workers: $($worker:ident),* $(,)?)?) => {
        fn main() -> $crate::__real::ExitCode {
            let binary = $crate::harness::Binary {
                checks: &[$($crate::harness::Entry {
                    name: $crate::__real::stringify!($check),
                    run: $check,
                }),+],
                workers: &[$($($crate::harness::Entry {
                    name: $crate::__real::stringify!($worker),
                    run: $worker,
                }),*)?],
                package: $crate::__real::option_env!("CARGO_PKG_NAME"),
                manifest_dir: $crate::__real::option_env!("CARGO_MANIFEST_DIR"),
                file: $crate::__real::file!(),
            };
            // A constant, so that what is not called is neither compiled nor linked.
            if const { $crate::__real::option_env!("CHECKS_OF_THE_GRADER").is_some() } {
                $crate::harness::main_of_child(&binary)
            } else {
                $crate::harness::main(&binary)
            }
        }
    };
}
