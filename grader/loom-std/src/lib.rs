//! Loom under std's names: code that is written for plain `std` is compiled against this crate instead, without a
//! change, and then judged by [loom](https://docs.rs/loom), which shares no code with `model-std`.
//!
//! Given to rustc as the crate named `std` (`--extern std=libloom_std.rlib`), it is the std of what is compiled: paths,
//! prelude and bare macros. [`model::explore`] runs a closure under loom and says one of three things: it holds, it
//! fails, or loom cannot tell.
//!
//! # Layout
//! - [`model`]: the entry point, what is known of the run that this OS thread is in, and which of loom's threads
//!   unwinds, since for the real std they are all one;
//! - [`thread`], [`sync`], [`time`], [`mod@panic`], [`hint`], [`prelude`] and the printing macros: file for file as in
//!   `std`; everything else is `std`'s own, passed through.
//!
//! # What is loom's and what is ours
//! Threads, `Mutex`, `RwLock`, `Condvar` and the atomics are loom's, with what std promises and loom does not built
//! around them: poisoning, panics that come to `join` as `Err`, `scope`, `is_finished`, locks that can be seen taken by
//! `try_lock`. Channels, `Barrier`, `Once`, `OnceLock` and `LazyLock` are built on loom's lock and condition variable.
//! `Arc` is std's own, because only std's can be unsized: races of its counts are missed.
//!
//! # What loom cannot
//! It has no clock. It has five threads at most, with main. Its objects belong to one execution, so that nothing of
//! them can lie in a static: there `new` is no `const fn`, and such code does not compile. Its executions are
//! at most [`model::MAX_BRANCHES`] steps long. All of that is told as "loom cannot", never as a failure.

// Its documentation is std's: copied here it would be nine thousand pages.
#[doc(no_inline)]
pub use ::std::*;

pub mod hint;
#[macro_use]
mod macros;
pub mod model;
pub mod panic;
pub mod prelude;
pub mod sync;
pub mod thread;
pub mod time;

#[doc(hidden)]
pub use macros::__formatted;
