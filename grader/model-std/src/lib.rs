//! A look-alike of `std` whose threads, locks, channels, atomics and clock run under a model.
//!
//! Code written for plain `std` is compiled against this crate instead, without a change, and can then be run in
//! *virtual time* ([`model::virtual_time`]), where a sleep of ten seconds takes none and bounds are exact, or
//! *exhaustively* ([`model::exhaustive`]), under every interleaving of its threads; what is too big for that runs under
//! random schedules ([`model::sampled`]). Two lines at the root of a test do it:
//!
//! ```
//! #[macro_use]
//! extern crate model_std as std; // from here on `std::` means the look-alike
//!
//! use std::sync::Arc;
//! use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
//!
//! # fn main() {
//! let lost = std::panic::catch_unwind(|| {
//!     std::model::exhaustive(|| {
//!         let hits = Arc::new(AtomicU32::new(0));
//!         let theirs = hits.clone();
//!         let worker = std::thread::spawn(move || theirs.store(theirs.load(SeqCst) + 1, SeqCst));
//!         hits.store(hits.load(SeqCst) + 1, SeqCst);
//!         worker.join().unwrap();
//!         assert_eq!(hits.load(SeqCst), 2, "both hits count");
//!     })
//! });
//! assert!(lost.is_err(), "an update is lost when both read 0 before either writes");
//! # }
//! ```
//!
//! # Layout
//! - [`model`]: the entry points, which `std` does not have;
//! - [`thread`], [`sync`], [`time`], [`mod@panic`], [`process`], [`hint`] and the printing macros: the modelled part of
//!   `std`, file for file as there; everything else is `std`'s own, passed through;
//! - [`fs`], [`net`], [`mod@env`], [`io`], [`os`]: passed through too, but marked, so that whoever uses files or the network
//!   in a model is told what is not modelled (`unmodelled`);
//! - `explore`: which executions are run: every one, some by chance, one in virtual time, or one
//!   again;
//! - `engine`: coroutines, scheduling, the search, the memory model;
//! - `account`: an execution into data, in words; what is drawn and told of that is in the crate `runtrace`.
//!
//! # What a pass does not prove
//! An exhaustive pass covers every order of the operations on the modelled types, and for atomics every value the
//! memory model lets a load return, except that no load sees a value stored later (load buffering). It says nothing
//! of inputs the test does not use, and nothing of what `std` passes through: files, sockets, processes, the clock of
//! another machine.

#![cfg_attr(
    not(counted_arc),
    expect(
        dead_code,
        reason = "the model of counts is there, and nothing is counted"
    )
)]
#![cfg_attr(
    counted_arc,
    feature(
        allocator_api,
        clone_to_uninit,
        coerce_unsized,
        dispatch_from_dyn,
        dropck_eyepatch,
        legacy_receiver_trait,
        min_specialization,
        pin_coerce_unsized_trait,
        unsize
    )
)]

// Its documentation is std's: copied here it would be nine thousand pages.
#[doc(no_inline)]
pub use ::std::*;

mod account;
pub mod collections;
mod engine;
mod explore;
pub mod hash;
pub mod hint;
#[macro_use]
mod macros;
pub mod model;
pub mod panic;
pub mod prelude;
pub mod process;
mod source_path;
mod stdio;
pub mod sync;
pub mod task;
pub mod thread;
pub mod time;
mod unmodelled;

#[doc(hidden)]
pub use stdio::{__eprint, __print};
pub use unmodelled::{env, fs, io, net, os};
