//! `grader watch [EX]`: a full-screen view beside the editor, which grades an exercise anew each time it is saved.
//!
//! # Layout
//! - `state` is all that the screen shows, `message` all that can happen, `update` (with `keys`) what becomes of the
//!   state then and what is to be done: pure, and so never busy. `view` draws the state.
//! - `session` is the loop between them; `desk` does what is to be done and takes a moment.
//! - Threads tell the loop what happens: `runner` prepares the builder and grades one exercise at a time; `saved` looks
//!   for changed files; `terminal` reads keys and hands the terminal over and back; signals arrive there too.
//! - `place` finds the line of a failure, `editor` opens it; `plain` is what there is without a terminal.

mod desk;
mod editor;
mod keys;
mod message;
mod place;
mod plain;
mod runner;
mod saved;
mod session;
mod start;
mod state;
mod terminal;
mod update;
mod view;

pub use start::run;
