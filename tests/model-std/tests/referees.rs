//! The same programs elsewhere: on the real std, under loom and shuttle, and in numbers that were worked out by hand.

#![expect(
    clippy::duplicate_mod,
    reason = "the interpreter of `random` is compiled once for each library that it runs on"
)]

mod kernels;
mod litmus;
mod parity;
mod random;
mod state_space;
