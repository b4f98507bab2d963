//! What programs do in a model, by the kind of run, and what they may do wrong there.

#[macro_use]
extern crate model_std as std;
extern crate std as real;

mod bad_input;
mod cores;
mod determinism;
mod exhaustive;
mod libraries;
mod played;
mod replay;
mod sampled;
mod virtual_time;
