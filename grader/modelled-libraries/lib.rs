//! A crate from the registry as it is, whose `std`, `core` and `alloc` are those of the model.
//!
//! The build script copies its source to where it is included from; nothing of it is kept in this repository.

// What its authors lint is their own concern.
#![allow(
    warnings,
    clippy::all,
    macro_expanded_macro_exports_accessed_by_absolute_paths,
    reason = "it is not ours"
)]

include!(concat!(env!("OUT_DIR"), "/modelled-library/lib.rs"));
