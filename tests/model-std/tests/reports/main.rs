//! What a person reads: reports of each kind of failure, timelines, and each way to render them. The snapshots are in
//! `snapshots` beside this file.

#[macro_use]
extern crate model_std as std;
extern crate std as real;

mod bounds;
mod critical;
mod culprits;
mod failures;
mod guards;
mod held_up;
mod json;
mod library;
mod names;
mod orderings;
mod pictures;
mod poisoned;
mod programs;
#[path = "src/student.rs"]
mod student;
mod text;
mod timelines;
mod turns;
mod unjoined;
mod values;
