//! The `std` of a submission in a model: an allow-list.
//!
//! What is not named in `allowed.rs` is not there for a student's file. So a file can reach nothing that a model does
//! not cover (files, the network, other processes), nothing that tells it who calls it, and nothing that std will grow
//! by. An exercise can ask for more by `capabilities` in its `exercise.toml`, which are features of this package.
//!
//! A student's file is compiled with this crate as its `std`, and as its `core` and `alloc` too, under the names that it
//! uses anyway.

use model_std as base;

mod instances;

include!("allowed.rs");
