//! Grades the concurrency exercises of one submission, and verifies that the course itself is
//! consistent.
//!
//! # Layout
//! A submission goes through stages, each a module, and each tells what happens as [`event`]s:
//!
//! 1. [`intake`]: the editable files, taken out of a tree that may hold anything, and looked at for what is banned.
//! 2. [`compile`]: alone on the real std, then on the std of submissions, then with our checks.
//! 3. [`run`]: each check in a process of its own.
//! 4. [`score`]: outcomes to points and hints; pure.
//! 5. [`export`] and [`output`]: one [`score::Report`], rendered in every format.
//!
//! [`pipeline`] sends an exercise, or a whole submission, through these. Around it are [`cli`] with [`examples`] and
//! [`select`] (what was asked for), [`practicals`] and [`workspace`] (the exercises, as the course has them), [`samples`]
//! (the right and wrong submissions that `verify` sends through the same stages), [`tables`] (what pages say of exercises)
//! and [`commands`], a module for each command; [`progress`] and [`verbose`] listen to the events; [`last`] and
//! [`graded`] are what `hint`, `show` and `watch` remember, of files that [`fingerprint`] tells apart, [`standing`] what
//! that says of an exercise, and [`verdicts`] what need not be found out twice; [`remembered`] writes and reads it.
//! [`places`] says how many compilers and checks are at work at once, where that is many.
//!
//! A way for a submission to fail is a verdict, never an error: errors are slips on the command
//! line and faults of our own. [`exit`] has their codes.

pub mod class;
pub mod cli;
pub mod commands;
pub mod compile;
pub mod event;
pub mod examples;
pub mod exit;
pub mod export;
pub mod fingerprint;
pub mod graded;
pub mod intake;
pub mod last;
pub mod output;
pub mod pipeline;
pub mod places;
pub mod practicals;
pub mod progress;
pub mod remembered;
mod room;
pub mod run;
pub mod samples;
pub mod score;
pub mod select;
pub mod standing;
pub mod stub;
pub mod tables;
pub mod target_dir;
pub mod verbose;
pub mod verdicts;
pub mod workspace;

#[cfg(test)]
mod fixture;
