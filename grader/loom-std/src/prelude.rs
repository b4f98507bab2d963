//! `std::prelude`, with the macros that are this crate's. Without them the bare macros would stay the real std's: a
//! `thread_local!` would then be one value for all threads.

pub use v1 as rust_2015;
pub use v1 as rust_2018;

/// The prelude of every edition.
pub mod v1 {
    pub use crate::{eprint, eprintln, print, println, thread_local};
    pub use std::prelude::v1::*;
}

/// The prelude of edition 2021.
pub mod rust_2021 {
    pub use crate::{eprint, eprintln, print, println, thread_local};
    pub use std::prelude::rust_2021::*;
}

/// The prelude of edition 2024.
pub mod rust_2024 {
    pub use crate::{eprint, eprintln, print, println, thread_local};
    pub use std::prelude::rust_2024::*;
}
