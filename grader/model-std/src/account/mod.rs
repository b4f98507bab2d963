//! An execution into the data of `runtrace`: the only place where the engine's operations have
//! words.
//!
//! # Layout
//! - `names`, `called`, `source`: what things are called, and where in the source they are;
//!   `short`: how much is said of it;
//! - `phrase`: a step in a few words; `known`: what it shows of what threads share;
//! - `waits`, `held`: who waits for whom, and the words for it; `attribution`: which panic came first;
//! - `diagnose` with `rows` and `explanation`: what went wrong, a failing run step by step, and why
//!   in a sentence;
//! - `folded`: what happens inside libraries, as one step;
//! - `lanes`: who spent time at what; `played`: a state of a run that is played.

mod attribution;
mod called;
pub mod diagnose;
mod explanation;
pub mod folded;
mod held;
mod known;
pub mod lanes;
mod names;
mod phrase;
pub mod played;
mod rows;
mod short;
pub mod source;
mod waits;
