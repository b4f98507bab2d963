//! `std::prelude`: std's own, with the model's macros beside.
//!
//! A crate that is compiled with this crate as its `std` finds its bare macros here: without these names,
//! `thread_local!` and `println!` would quietly be those of the real std.

/// One edition's prelude.
macro_rules! prelude {
    ($($edition:ident),*) => {$(
        #[doc = concat!("The prelude `", stringify!($edition), "`.")]
        pub mod $edition {
            pub use crate::{eprint, eprintln, print, println, thread_local};
            pub use ::std::prelude::$edition::*;
        }
    )*};
}

prelude!(v1, rust_2015, rust_2018, rust_2021, rust_2024);
