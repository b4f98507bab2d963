//! What a person reads: reports of each kind of failure, timelines, and each way to render them. The snapshots are in
//! `snapshots` beside this file.

#[macro_use]
extern crate model_std as std;
extern crate std as real;

mod critical;
mod failures;
mod json;
mod library;
mod pictures;
mod programs;
mod text;
mod timelines;
