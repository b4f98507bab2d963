//! A library's `core` and `alloc` on the model: the same as its `std`, so that `core::sync::atomic` is no way round the
//! model. Cargo wants a package for each name.

#![no_std]

pub use model_std::*;
